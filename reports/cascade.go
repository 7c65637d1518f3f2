package reports

import (
	"fmt"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// cascade draws how much stake each round of attacks takes.
func cascade(t Theme, r *result.Run) []Figure {
	rounds := cascadeRounds(r)
	if len(rounds) == 0 {
		return nil
	}
	return []Figure{{
		Name: "cascade", Title: "Stake lost by round of attacks",
		Caption: "Every attack that is carried out is a round: stake slashed by it, mean over all populations (dot and number, with its 95 % interval) and the span from the median to the 95th percentile (bar).",
		Part:    partCascade, Width: halfWidth, Height: lowFigure,
		Draw: func(c draw.Canvas) error { drawCascade(t, c, rounds, r.Summary.Replications); return nil },
	}}
}

// cascadeRounds reads the rounds that ever took anything.
func cascadeRounds(r *result.Run) []standing {
	var out []standing
	for i := 1; ; i++ {
		m, ok := r.Summary.Metrics[fmt.Sprintf("stake_lost_round[%d]", i)]
		if !ok {
			return out
		}
		if m.Mean.Est > 0 {
			s := newStanding(fmt.Sprint(i), m)
			s.lo = max(0, s.lo)
			out = append(out, s)
		}
	}
}

func drawCascade(t Theme, c draw.Canvas, rounds []standing, n int) {
	c = t.heading(c, "Stake lost by round of attacks", sampled(n))
	hi := 0.
	var ticks []tick
	for i, s := range rounds {
		hi = max(hi, s.top, s.hi)
		ticks = append(ticks, tick{float64(i), s.name})
	}
	_, hi = nice(0, 1.1*hi, 4) // notes stand above
	p := t.panel(c, axis{label: "Round", min: -0.6, max: float64(len(rounds)) - 0.4, ticks: ticks}, axis{label: "ETH", max: hi})
	for i, s := range rounds {
		x := float64(i)
		p.bar(tint(accent(), 0.3), x-0.25, x+0.25, s.mid, s.top)
		p.line(stroke(accent(), 2, 0), []float64{x, x}, []float64{s.lo, s.hi})
		p.mark(accent(), 2.6, 0, x, s.mean)
	}
	p.noteMeans(rounds)
}

// noteMeans writes means above the rounds if there is room for all of them.
func (p *panel) noteMeans(rounds []standing) {
	widest := vg.Length(0)
	for _, s := range rounds {
		widest = max(widest, p.theme.width(regular, labelSize, s.note))
	}
	if widest+gap > p.atX(1)-p.atX(0) {
		return
	}
	style := p.theme.style(regular, labelSize, ink(), text.XCenter, text.YBottom)
	for i, s := range rounds {
		p.FillText(style, p.at(float64(i), max(s.top, s.hi, s.mean)).Add(vg.Point{Y: 3}), s.note)
	}
}
