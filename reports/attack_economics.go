package reports

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"

	"github.com/restakesim/restakesim/engine/result"
)

func (r *report) hasFrontier() bool { return r.run.Summary.Frontier != nil }

// crossings answers, on the first page, where the target is crossed: one row of the
// frontier for each variant, the middle one.
func (r *report) crossings() {
	f := r.run.Summary.Frontier
	var lines []string
	for _, v := range f.Variants {
		list := crossingsOf(f, v.Name)
		if len(list) == 0 {
			continue
		}
		c := list[len(list)/2]
		est, band := crossingWords(f, &c)
		line := v.Label + ": " + est
		if band != "" {
			line += ", 95 % band " + withUnit(band, f.Find.Unit)
		}
		if f.Along != nil {
			line += ", at " + axisName(f.Along) + " = " + withUnit(short(float64(c.Along), 4), f.Along.Unit)
		}
		lines = append(lines, r.lines(bold, 9.5, textWidth-32, typeset(line))...)
	}
	first := r.lines(regular, 9.5, textWidth-32, typeset(fmt.Sprintf("The %s at which %s:", axisName(&f.Find), goal(f))))
	h := 26 + 9.5*leading*float64(len(first)) + 14*float64(len(lines))
	r.need(h + 10)
	r.box(margin, r.y, textWidth, h, panelBg())
	r.box(margin, r.y, 4, h, accent())
	r.stack(regular, 9.5, 9.5*leading, ink(), margin+16, r.y+20, first)
	r.stack(bold, 9.5, 14, accent(), margin+16, r.y+22+9.5*leading*float64(len(first)), lines)
	r.y += h + 10
}

// plane shows the frontier on the first page.
func (r *report) plane() error { return r.document.figures(r.named("frontier")) }

// attackEconomics is the part on where attacking begins to pay.
func (r *report) attackEconomics() error {
	f := r.run.Summary.Frontier
	how := "The metric is read at the horizon of full simulations. "
	if f.At == "snapshot" {
		how = "The metric is read at the snapshot, with profits drawn for each population. Attacks come from a " + f.Search + ". It finds attacks; the true frontier lies between the one found and where the bound that is proven of every attack (attack_bound) crosses. "
	}
	r.remark("The frontier itself stands on the first page. " + how + fmt.Sprintf("All points of the plane share their random numbers, %s populations each. A band holds every value at which the 95 %% interval of the statistic contains the target (inversion of a test); bands are pointwise. They speak of the draws of profits or populations, not of the network, which is one draw from its law or one file.", FormatCount(f.N)))
	if err := r.document.figures(r.beyondFirst()); err != nil {
		return err
	}
	r.subheading(fmt.Sprintf("Crossings, with 95 %% bands; n = %s at each of %s points", FormatCount(f.N), FormatCount(len(f.Points))))
	r.frontierTable(f)
	return nil
}

// beyondFirst lists the part's figures but the one on the first page.
func (r *report) beyondFirst() []Figure {
	var out []Figure
	for _, fig := range r.of(partAttack) {
		if fig.Name != "frontier" {
			out = append(out, fig)
		}
	}
	return out
}

// frontierTable has a row for each crossing.
func (r *report) frontierTable(f *result.Frontier) {
	along := "–"
	if f.Along != nil {
		along = axisOf(f.Along)
	}
	var rows [][]string
	for i := range f.Crossings {
		c := &f.Crossings[i]
		est, band := crossingWords(f, c)
		at := "–"
		if f.Along != nil {
			at = short(float64(c.Along), 4)
		}
		rows = append(rows, []string{r.labelOf(c.Variant), at, est + "\n" + band, provenWords(f, c), attackers(c.Witness)})
	}
	title := func(s string, width vg.Length) string { return r.theme.fit(bold, cellSize, s, 3*width) }
	r.table([]column{{title: "variant", width: 92}, {title: title(along, 46), width: 58, right: true}, {title: title(axisOf(&f.Find), 78), width: 90, right: true},
		{title: "by the proven bound", width: 64, right: true}, {title: "most frequent attack there", width: textWidth - 304}}, rows)
}

// provenWords writes where the proven bound crosses.
func provenWords(f *result.Frontier, c *result.Crossing) string {
	if math.IsNaN(c.Proven.Est) {
		return "–"
	}
	return withUnit(FormatNumber(c.Proven.Est, 3), f.Find.Unit)
}

func (r *report) labelOf(variant string) string {
	for _, v := range r.run.Summary.Frontier.Variants {
		if v.Name == variant {
			return v.Label
		}
	}
	return variant
}

// attackers describes the most frequent coalition of a crossing.
func attackers(c *result.Coalition) string {
	if c == nil {
		return "–"
	}
	who := "in which an attack pays"
	if c.Paying == 0 {
		who = "of which none pays"
	}
	verb := "take"
	if len(c.Usual.Operators) == 1 {
		verb = "takes"
	}
	return fmt.Sprintf("%s %s %s: cost %s ETH, profit %s ETH on average; %.0f %% of %s populations %s",
		enumerate(c.Usual.Operators), verb, enumerate(c.Usual.Services), FormatNumber(c.Usual.Cost, 3), FormatNumber(c.Usual.Reward, 3), 100*c.Share, FormatCount(c.Populations), who)
}
