package reports

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// matrix draws what each service can slash of each of the largest operators, and marks
// the attack that costs least for its profit.
func matrix(t Theme, r *result.Run) []Figure {
	m := r.Context.Matrix
	if m == nil || largestCell(m) <= 0 {
		return nil
	}
	return []Figure{{
		Name: "matrix", Title: "What services can slash of operators",
		Caption: "Slashable stake at the snapshot, in ETH, of the largest operators (rows) by service (columns); darker is more, on a logarithmic scale. Outlined: the coalition of the attack that costs least for its profit, where it is among them.",
		Part:    partConcentration, Width: fullWidth, Height: vg.Length(112 + 9.5*float64(len(m.Operators))),
		Draw: func(c draw.Canvas) error { drawMatrix(t, c, m, r.Context.Witness); return nil },
	}}
}

func largestCell(m *result.Matrix) float64 {
	most := 0.
	for _, row := range m.Slashable {
		for _, v := range row {
			most = max(most, v)
		}
	}
	return most
}

func smallestCell(m *result.Matrix) float64 {
	least := math.Inf(1)
	for _, row := range m.Slashable {
		for _, v := range row {
			if v > 0 {
				least = min(least, v)
			}
		}
	}
	return least
}

// Room for names beside and above the matrix, in points.
const (
	operatorRoom = 110
	serviceRoom  = 60
)

func drawMatrix(t Theme, c draw.Canvas, m *result.Matrix, w *result.Witness) {
	c = t.heading(c, "What services can slash of operators (ETH)", "exact")
	lo, hi := smallestCell(m), largestCell(m)
	c = drawScale(t, c, lo, hi)
	names, above := vg.Length(0), vg.Length(0)
	for _, o := range m.Operators {
		names = min(operatorRoom, max(names, t.width(regular, labelSize-1, o)))
	}
	for _, s := range m.Services {
		above = min(serviceRoom, max(above, t.width(regular, labelSize-1, s)))
	}
	grid := draw.Crop(c, names+gap, -(max(t.widest(m.Stake), t.width(regular, labelSize-1, "stake")) + 2*gap), 0, -(above + gap))
	cell := vg.Point{X: grid.Size().X / vg.Length(len(m.Services)), Y: grid.Size().Y / vg.Length(len(m.Operators))}
	at := func(o, s int) vg.Rectangle {
		corner := vg.Point{X: grid.Min.X + cell.X*vg.Length(s), Y: grid.Max.Y - cell.Y*vg.Length(o+1)}
		return vg.Rectangle{Min: corner, Max: corner.Add(cell)}
	}
	for o, row := range m.Slashable {
		for s, v := range row {
			fillBox(grid, heat(v, lo, hi), inset(at(o, s), 0.5))
		}
	}
	drawMatrixLabels(t, grid, m, at)
	outline(grid, m, w, at)
}

// heat is the colour of an amount, from pale to dark on a logarithmic scale.
func heat(v, lo, hi float64) color.Color {
	if v <= 0 {
		return panelBg()
	}
	part := 1.
	if hi > lo {
		part = (math.Log(v) - math.Log(lo)) / (math.Log(hi) - math.Log(lo))
	}
	return tint(accent(), 0.15+0.85*part)
}

func inset(r vg.Rectangle, by vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: r.Min.X + by, Y: r.Min.Y + by}, Max: vg.Point{X: r.Max.X - by, Y: r.Max.Y - by}}
}

// drawScale explains the colours above the matrix.
func drawScale(t Theme, c draw.Canvas, lo, hi float64) draw.Canvas {
	var keys []key
	keys = append(keys, bandKey("none", panelBg()))
	marks := logTicks(lo, hi, 4)
	if len(marks) == 0 {
		marks = []tick{{hi, FormatNumber(hi, 3)}}
	}
	for _, m := range marks {
		keys = append(keys, bandKey(m.label+" ETH", heat(m.at, lo, hi)))
	}
	return t.legend(c, keys)
}

func drawMatrixLabels(t Theme, grid draw.Canvas, m *result.Matrix, at func(o, s int) vg.Rectangle) {
	left := t.style(regular, labelSize-1, quiet(), text.XRight, text.YCenter)
	right := t.style(regular, labelSize-1, quiet(), text.XRight, text.YCenter)
	for o, name := range m.Operators {
		y := centre(at(o, 0)).Y
		grid.FillText(left, vg.Point{X: grid.Min.X - gap, Y: y}, t.fit(regular, labelSize-1, name, operatorRoom))
		grid.FillText(right, vg.Point{X: grid.Max.X + 2*gap + t.widest(m.Stake), Y: y}, FormatNumber(m.Stake[o], 3))
	}
	grid.FillText(t.style(regular, labelSize-1, quiet(), text.XRight, text.YBottom), vg.Point{X: grid.Max.X + 2*gap + t.widest(m.Stake), Y: grid.Max.Y + 2}, "stake")
	up := t.style(regular, labelSize-1, quiet(), text.XLeft, text.YCenter)
	up.Rotation = math.Pi / 2
	for s, name := range m.Services {
		grid.FillText(up, vg.Point{X: centre(at(0, s)).X, Y: grid.Max.Y + gap}, t.fit(regular, labelSize-1, name, serviceRoom))
	}
}

func (t Theme) widest(values []float64) vg.Length {
	w := vg.Length(0)
	for _, v := range values {
		w = max(w, t.width(regular, labelSize-1, FormatNumber(v, 3)))
	}
	return w
}

// outline marks the cells that an attack uses.
func outline(grid draw.Canvas, m *result.Matrix, w *result.Witness, at func(o, s int) vg.Rectangle) {
	if w == nil {
		return
	}
	grid.SetLineStyle(stroke(alarm(), 1.4, 0))
	for o, operator := range m.Operators {
		for s, service := range m.Services {
			if slices.Contains(w.Operators, operator) && slices.Contains(w.Services, service) && m.Slashable[o][s] > 0 {
				grid.Stroke(inset(at(o, s), 0.7).Path())
			}
		}
	}
}
