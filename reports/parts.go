package reports

import (
	"fmt"
	"strings"
)

// inputs says what was run.
func (r *report) inputs() error {
	k := r.run.Context
	rows := [][]string{
		{"scenario", k.Scenario}, {"snapshot of inputs", k.Snapshot},
		{"horizon and step", span(k.Horizon) + ", " + span(k.Step)},
		{"replications", FormatCount(r.run.Summary.Replications)}, {"seed", fmt.Sprint(r.run.Summary.Seed)},
		{"scenario, sha256 of its canonical form", k.PlanSHA256},
	}
	for _, in := range k.Inputs {
		rows = append(rows, []string{"data " + in.Name + ", sha256", in.SHA256})
	}
	r.table([]column{{title: "what", width: 150}, {title: "value", width: textWidth - 150, face: mono}}, rows)
	r.subheading("Agents")
	rows = nil
	for _, c := range k.Cohorts {
		rows = append(rows, []string{c.Name, c.Kind, FormatCount(c.Count), withUnit(FormatNumber(c.Amount, 4), c.Unit)})
	}
	r.table([]column{{title: "cohort", width: 150}, {title: "kind", width: 120}, {title: "agents", width: 90, right: true},
		{title: "holdings or capital, together", width: textWidth - 360, right: true}}, rows)
	return nil
}

// world says what happens and who holds what.
func (r *report) world() error {
	if err := r.document.figures(r.of(partWorld)); err != nil {
		return err
	}
	var rows [][]string
	for _, p := range r.run.Context.Balance {
		rows = append(rows, []string{p.Holder, p.Role, withUnit(FormatNumber(p.Amount, 4), p.Unit), p.Asset, p.In})
	}
	r.table([]column{{title: "who", width: 120}, {title: "role", width: 90}, {title: "worth (exact)", width: 110, right: true}, {title: "of", width: 70}, {title: "in", width: textWidth - 390}}, rows)
	return nil
}

func (r *report) hasPaths() bool { return len(r.of(partPaths)) > 0 }

func (r *report) paths() error {
	r.remark(bandNote)
	return r.document.figures(r.of(partPaths))
}

func (r *report) hasCascade() bool {
	_, has := r.run.Summary.Metrics["stake_lost_round[1]"]
	return has
}

func (r *report) cascades() error {
	if len(r.of(partCascade)) == 0 {
		r.text(regular, 9, ink(), fmt.Sprintf("In none of the %s populations did an attack follow. Stake was lost to faults and slashes only; what that did to markets is in the other parts.",
			FormatCount(r.run.Summary.Replications)))
	}
	if err := r.document.figures(r.of(partCascade)); err != nil {
		return err
	}
	r.metricTable("stake_lost", "stake_lost_round", "stake_lost_faults", "stake_lost_attacks", "cascade_bound", "attacks", "attack_profit")
	return nil
}

func (r *report) concentration() error {
	list := r.of(partConcentration)
	if err := r.document.figures(list); err != nil {
		return err
	}
	r.metricTable("operator_hhi", "operator_gini", "operator_nakamoto", "restaking_ratio")
	if w := r.run.Context.Witness; w != nil {
		r.subheading("The attack that costs least for its profit")
		r.text(regular, 9, ink(), fmt.Sprintf("%s together can take %s. They would gain %s ETH and lose %s ETH of slashable stake, %s ETH of that their own (the best known, at the snapshot).",
			enumerate(w.Operators), enumerate(w.Services), FormatNumber(w.Reward, 4), FormatNumber(w.Cost, 4), FormatNumber(w.Bond, 4)))
		r.skip(6)
	}
	return nil
}

// enumerate joins names, and counts those beyond the first few.
func enumerate(names []string) string {
	const most = 6
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

func (r *report) liquidity() error {
	if err := r.document.figures(r.of(partLiquidity)); err != nil {
		return err
	}
	r.metricTable("requested", "requested_share", "net_outflow", "outflow_share", "worst_day_outflow", "request_day", "paid_day", "sold", "dip_bought", "peak_queue", "longest_wait")
	return nil
}

func (r *report) cohorts() error {
	if err := r.document.figures(r.of(partCohorts)); err != nil {
		return err
	}
	r.metricTable("wealth_change", "gain")
	return nil
}

func (r *report) convergence() error {
	if len(r.of(partConvergence)) == 0 {
		r.text(regular, 9, ink(), "Too few replications, or a headline that never varies: there is no convergence to show.")
	}
	return r.document.figures(r.of(partConvergence))
}
