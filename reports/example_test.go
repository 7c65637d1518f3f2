package reports

import (
	"bytes"
	"fmt"
	"regexp"

	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// agents draws how many agents each cohort has. In a file of its own, agents.go, and
// with a line in charts, it would be in every report.
func agents(t Theme, r *result.Run) []Figure {
	k := r.Context
	if len(k.Cohorts) == 0 {
		return nil // nothing to show of this run
	}
	return []Figure{{
		Name: "agents", Title: "Agents by cohort",
		Caption: "How many agents each cohort has at the start.",
		Part:    partWorld, Width: halfWidth, Height: lowFigure,
		Draw: func(c draw.Canvas) error { drawAgents(t, c, k.Cohorts); return nil },
	}}
}

func drawAgents(t Theme, c draw.Canvas, cohorts []result.Cohort) {
	c = t.heading(c, "Agents by cohort", "exact")
	most := 0.
	var names []tick
	for i, k := range cohorts {
		most = max(most, float64(k.Count))
		names = append(names, tick{float64(i), k.Name})
	}
	p := t.panel(c, axis{min: -0.5, max: float64(len(cohorts)) - 0.5, ticks: names}, axis{label: "Agents", max: most})
	for i, k := range cohorts {
		p.bar(accent(), float64(i)-0.3, float64(i)+0.3, 0, float64(k.Count))
	}
}

// A new kind of figure is a function of type chart: it looks at a run and returns the
// figures that the run has of it.
func Example_newFigure() {
	theme, err := NewTheme(Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	run := &result.Run{Context: &result.Context{Cohorts: []result.Cohort{{Name: "holders", Count: 800}, {Name: "loopers", Count: 200}}}}
	for _, f := range agents(theme, run) {
		var b bytes.Buffer
		if err := f.SVG(&b); err != nil {
			fmt.Println(err)
		}
		fmt.Println(f.Name+".svg:", f.Title)
		for _, text := range regexp.MustCompile(`>([^<>\n]+)</text>`).FindAllStringSubmatch(b.String(), -1) {
			fmt.Println("-", text[1])
		}
	}
	// Output:
	// agents.svg: Agents by cohort
	// - Agents by cohort
	// - exact
	// - Agents
	// - holders
	// - loopers
	// - 0
	// - 200
	// - 400
	// - 600
	// - 800
}
