package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// coalitions draws who attacks along each variant's frontier.
func coalitions(t Theme, r *result.Run) []Figure {
	f := r.Summary.Frontier
	if f == nil || f.Along == nil {
		return nil
	}
	var out []Figure
	for _, v := range f.Variants {
		m := newRoster(f, v.Name)
		if len(m.names) == 0 {
			continue
		}
		title := "Who attacks: " + v.Label
		out = append(out, Figure{
			Name: "coalition-" + fileName(v.Name), Title: title,
			Caption: "At each crossing, how often an operator is part of the best attack found, in percent of the populations in which an attack pays there (their number stands below). The operators that take part most; operator-001 has most stake.",
			Part:    partAttack, Width: halfWidth, Height: vg.Length(78 + 12*len(m.names)),
			Draw: func(c draw.Canvas) error { m.draw(t, c, title, axisOf(f.Along)); return nil },
		})
	}
	return out
}

// roster is how often operators take part, by crossing.
type roster struct {
	names []string
	along []float64
	n     []int
	share [][]float64 // by name, then crossing
}

// mostNames is how many operators a roster shows.
const mostNames = 10

func newRoster(f *result.Frontier, variant string) *roster {
	m := &roster{}
	most := map[string]float64{}
	var list []result.Crossing
	for _, c := range crossingsOf(f, variant) {
		if c.Witness == nil {
			continue
		}
		list = append(list, c)
		m.along, m.n = append(m.along, float64(c.Along)), append(m.n, c.Witness.Populations)
		for _, o := range c.Witness.Operators {
			if _, seen := most[o.Name]; !seen {
				m.names = append(m.names, o.Name)
			}
			most[o.Name] += o.Share
		}
	}
	slices.SortFunc(m.names, func(a, b string) int {
		switch {
		case most[a] > most[b]:
			return -1
		case most[a] < most[b]:
			return 1
		}
		return strings.Compare(a, b)
	})
	m.names = m.names[:min(len(m.names), mostNames)]
	for _, name := range m.names {
		row := make([]float64, len(list))
		for i, c := range list {
			for _, o := range c.Witness.Operators {
				if o.Name == name {
					row[i] = o.Share
				}
			}
		}
		m.share = append(m.share, row)
	}
	return m
}

func (m *roster) draw(t Theme, c draw.Canvas, title, label string) {
	total := 0
	for _, n := range m.n {
		total += n
	}
	c = t.heading(c, title, sampled(total))
	names := vg.Length(0)
	for _, name := range append([]string{"populations"}, m.names...) {
		names = min(operatorRoom, max(names, t.width(regular, labelSize-1, name)))
	}
	below := vg.Length(3*lineStep + 2)
	grid := draw.Crop(c, names+gap, -gap, below, 0)
	cell := vg.Point{X: grid.Size().X / vg.Length(len(m.along)), Y: grid.Size().Y / vg.Length(len(m.names))}
	left := t.style(regular, labelSize-1, quiet(), text.XRight, text.YCenter)
	for i, name := range m.names {
		y := grid.Max.Y - cell.Y*(vg.Length(i)+0.5)
		grid.FillText(left, vg.Point{X: grid.Min.X - gap, Y: y}, t.fit(regular, labelSize-1, name, operatorRoom))
		for j, share := range m.share[i] {
			corner := vg.Point{X: grid.Min.X + cell.X*vg.Length(j), Y: grid.Max.Y - cell.Y*vg.Length(i+1)}
			box := inset(vg.Rectangle{Min: corner, Max: corner.Add(cell)}, 0.5)
			fillBox(grid, panelBg(), box)
			if share > 0 {
				fillBox(grid, tint(accent(), 0.1+0.8*share), box)
				m.note(t, grid, box, share)
			}
		}
	}
	m.foot(t, grid, cell, label, left, c.Min.Y)
}

// note writes a share into its cell if there is room.
func (m *roster) note(t Theme, c draw.Canvas, box vg.Rectangle, share float64) {
	colour := ink()
	if share > 0.5 {
		colour = white()
	}
	s := fmt.Sprintf("%.0f", math.Round(100*share))
	if t.width(regular, labelSize-1, s)+2 <= box.Size().X && box.Size().Y > labelSize {
		c.FillText(t.style(regular, labelSize-1, colour, text.XCenter, text.YCenter), centre(box), s)
	}
}

// foot names the columns and says what each rests on.
func (m *roster) foot(t Theme, grid draw.Canvas, cell vg.Point, label string, left text.Style, bottom vg.Length) {
	mid := t.style(regular, labelSize-1, quiet(), text.XCenter, text.YTop)
	side := left
	side.YAlign = text.YTop
	grid.FillText(side, vg.Point{X: grid.Min.X - gap, Y: grid.Min.Y - 2 - lineStep}, "populations")
	for j := range m.along {
		x := grid.Min.X + cell.X*(vg.Length(j)+0.5)
		for line, s := range []string{short(m.along[j], 3), FormatCount(m.n[j])} {
			if t.width(regular, labelSize-1, s)+2 <= cell.X {
				grid.FillText(mid, vg.Point{X: x, Y: grid.Min.Y - 2 - lineStep*vg.Length(line)}, s)
			}
		}
	}
	grid.FillText(t.style(regular, labelSize, quiet(), text.XRight, text.YBottom), vg.Point{X: grid.Max.X, Y: bottom}, t.fit(regular, labelSize, label, grid.Size().X))
}
