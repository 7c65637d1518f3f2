package reports

import (
	"fmt"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// timeline draws the scenario's events along its horizon.
func timeline(t Theme, r *result.Run) []Figure {
	if len(r.Context.Events) == 0 {
		return nil
	}
	return []Figure{{
		Name: "timeline", Title: "What happens when",
		Caption: "Dated events of the scenario, in days since the snapshot. Everything else is decided by the agents.",
		Part:    partWorld, Width: fullWidth, Height: vg.Length(52 + 13*len(r.Context.Events)),
		Draw: func(c draw.Canvas) error { drawTimeline(t, c, r.Context); return nil },
	}}
}

func drawTimeline(t Theme, c draw.Canvas, k *result.Context) {
	c = t.heading(c, "What happens when", "snapshot "+k.Snapshot)
	from, to := 0., float64(k.Horizon)/86400
	for _, day := range eventDays(k.Events) {
		from, to = min(from, day), max(to, day)
	}
	p := t.panel(c, axis{label: "Days since the snapshot", min: from, max: to}, axis{max: float64(len(k.Events)), bare: true})
	for i, e := range k.Events {
		day, row := float64(e.At)/86400, float64(len(k.Events)-i)-0.5
		at := p.at(day, row)
		p.StrokeLine2(stroke(accent(), 0.75, 1), at.X, p.Min.Y, at.X, at.Y)
		p.mark(accent(), 3, 0, day, row)
		note := fmt.Sprintf("day %s: %s", short(day, 2), e.Text)
		style := t.style(regular, labelSize+0.5, ink(), text.XLeft, text.YCenter)
		from := vg.Point{X: at.X + 7, Y: at.Y}
		before, after := at.X-7-c.Min.X, c.Max.X-from.X
		if t.width(regular, labelSize+0.5, note) > after && before > after {
			style.XAlign, from.X = text.XRight, at.X-7
		}
		note = t.fit(regular, labelSize+0.5, note, max(before, after))
		fillBox(p.Canvas, white(), textBox(t, style, from, note))
		p.FillText(style, from, note)
	}
}

// textBox is the place that a line of text takes, so that lines behind it can be
// cleared away.
func textBox(t Theme, s text.Style, at vg.Point, note string) vg.Rectangle {
	w := t.width(regular, s.Font.Size, note)
	from := at.X
	if s.XAlign == text.XRight {
		from -= w
	}
	return vg.Rectangle{Min: vg.Point{X: from - 1, Y: at.Y - 5}, Max: vg.Point{X: from + w + 1, Y: at.Y + 5}}
}
