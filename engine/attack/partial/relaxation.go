package partial

import (
	"context"
	"slices"
)

// relaxation is the linear relaxation of the divisible problem, with x_s in [0, 1] for
// "s is attacked" and z_k for what pool k commits:
//
//	maximise Σ π_s·x_s − Σ z_k   subject to   Σ_{k∈N(s)} z_k ≥ need_s·x_s,   Σ x_s ≥ 1.
//
// It lets a pool help a service that is attacked by a fraction with more than that
// fraction of its stake. Asking for min(z_k, stake_k·x_s) instead of z_k is a row for
// each set F of pools,
//
//	Σ_{k∈N(s)∖F} z_k ≥ (need_s − stake(F))·x_s,
//
// of which the one that a point violates most has F = {k : z_k > stake_k·x_s}: such
// rows are added as they are needed.
type relaxation struct {
	p     *pools
	scale float64 // a unit of the tableau in units of stake
	rows  []cover // rows of the tableau after the first, which is Σ x ≥ 1
	first int     // so many of them state the problem and stay
	t     *tableau
}

// cover is one of the rows above.
type cover struct {
	service int32
	pools   []int32 // N(s)∖F
	need    int64   // need − stake(F), > 0
}

// structural is the number of variables that are no logicals: pools, then services.
func (r *relaxation) structural() int { return len(r.p.stake) + len(r.p.profit) }

func (p *pools) relax() *relaxation {
	r := &relaxation{p: p, scale: 1}
	for _, k := range p.stake {
		r.scale = max(r.scale, float64(k))
	}
	cost, upper := make([]float64, r.structural()), make([]float64, r.structural())
	for k, stake := range p.stake {
		cost[k], upper[k] = 1, float64(stake)/r.scale
	}
	for s, profit := range p.profit {
		if p.need[s] > 0 {
			cost[len(p.stake)+s], upper[len(p.stake)+s] = -float64(profit)/r.scale, 1
		}
	}
	r.t = newTableau(cost, upper)
	one := make([]float64, r.structural())
	for s := range p.profit {
		one[len(p.stake)+s] = 1
	}
	r.t.addRow(one, 1)
	for s, need := range p.need {
		if need > 0 {
			r.add(cover{int32(s), p.member[s], need})
		}
	}
	r.first = len(r.rows)
	return r
}

func (r *relaxation) add(c cover) {
	row := make([]float64, r.structural())
	for _, k := range c.pools {
		row[k] = 1
	}
	row[len(r.p.stake)+int(c.service)] = -float64(c.need) / r.scale
	r.rows = append(r.rows, c)
	r.t.addRow(row, 0)
}

func (r *relaxation) clone() *relaxation {
	return &relaxation{r.p, r.scale, slices.Clone(r.rows), r.first, r.t.clone()}
}

// decide fixes x_s at 0 or 1.
func (r *relaxation) decide(s int32, in bool) {
	at := 0.0
	if in {
		at = 1
	}
	r.t.fix(int32(len(r.p.stake))+s, at)
}

// Rounds of rows stop when patience rounds have lowered the bound by less than
// worthwhile of it, and the tableau is computed anew after so many pivots.
const (
	patience   = 5
	worthwhile = 2e-3
	wear       = 2000
)

// tighten solves and adds violated rows, for so many rounds or until they gain little.
// Rows that no longer bind are dropped on the way.
func (r *relaxation) tighten(ctx context.Context, rounds int) {
	last := -unbounded
	for k := range rounds {
		if !r.settle(ctx) {
			return
		}
		if k%patience == patience-1 {
			now := r.t.objective()
			if now-last < float64(worthwhile*max(now, -now)) {
				return
			}
			last = now
		}
		r.purge()
		if !r.separate() {
			return
		}
	}
	r.settle(ctx)
}

// settle solves; false when it was stopped.
func (r *relaxation) settle(ctx context.Context) bool {
	solved := r.t.solve(ctx)
	if r.t.worn > wear {
		r.t.refresh()
		solved = r.t.solve(ctx)
	}
	return solved || ctx.Err() == nil
}

// separate adds for each service the row that the present point violates most; false
// when there is none.
func (r *relaxation) separate() bool {
	const violated = 1e-7
	at := r.t.point(r.structural())
	found := false
	for s, need := range r.p.need {
		x := at[len(r.p.stake)+s]
		if need == 0 || x < violated || x > 1-violated {
			continue
		}
		left, rest := 0.0, need
		var out []int32
		for _, k := range r.p.member[s] {
			if at[k] > float64(r.t.upper[k]*x) {
				rest -= r.p.stake[k]
			} else {
				out = append(out, k)
				left += at[k]
			}
		}
		if len(out) < len(r.p.member[s]) && left < float64(float64(rest)/r.scale*x)-violated {
			r.add(cover{int32(s), out, rest})
			found = true
		}
	}
	return found
}

// purge drops rows that bind nothing, but none of those that it began with.
func (r *relaxation) purge() {
	kept := r.rows[:0]
	for i, keep := range r.t.prune(1 + r.first)[1:] {
		if keep {
			kept = append(kept, r.rows[i])
		}
	}
	r.rows = kept
}
