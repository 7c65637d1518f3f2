package reports

import (
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Sizes of a figure's text and the space around it, in points.
const (
	titleSize = 9.5
	labelSize = 7.5
	lineStep  = 10.5 // from one line of labels to the next
	edge      = 2    // around everything
	gap       = 4    // between things
)

// axis is one side of a panel.
type axis struct {
	label    string
	min, max float64
	log      bool   // both ends above zero
	ticks    []tick // nil: at 1-2-5 steps
	bare     bool   // no marks, such as an axis of categories
}

// place says where a value lies, 0 at the axis' beginning and 1 at its end.
func (a *axis) place(x float64) float64 {
	if a.log {
		return (math.Log(x) - math.Log(a.min)) / (math.Log(a.max) - math.Log(a.min))
	}
	return (x - a.min) / (a.max - a.min)
}

// key is an entry of a legend: a sample of the style and what it stands for.
type key struct {
	text string
	draw func(c draw.Canvas) // within a small box
}

// panel is the region of a figure in which data is drawn.
type panel struct {
	draw.Canvas
	theme Theme
	x, y  axis
}

// heading writes a figure's title and, at the right, what it rests on, and returns
// what is left below.
func (t Theme) heading(c draw.Canvas, title, note string) draw.Canvas {
	c.SetColor(white())
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, edge, -edge, edge, -edge)
	room := c.Size().X - t.width(regular, labelSize, note) - 3*gap
	size := vg.Length(titleSize)
	for size > 6.5 && t.width(bold, size, title) > room {
		size -= 0.25
	}
	top := vg.Point{X: c.Min.X, Y: c.Max.Y}
	c.FillText(t.style(bold, size, ink(), text.XLeft, text.YTop), top, title)
	c.FillText(t.style(regular, labelSize, quiet(), text.XRight, text.YTop), vg.Point{X: c.Max.X, Y: c.Max.Y - 1.5}, note)
	return draw.Crop(c, 0, 0, 0, -(titleSize + 2*gap))
}

// legend writes keys from left to right, on as many lines as they need, and
// returns what is left below, so that it can never lie on data.
func (t Theme) legend(c draw.Canvas, keys []key) draw.Canvas {
	if len(keys) == 0 {
		return c
	}
	const sample = 16
	style := t.style(regular, labelSize, ink(), text.XLeft, text.YCenter)
	x, y := c.Min.X, c.Max.Y-lineStep/2
	for _, k := range keys {
		w := sample + gap + t.width(regular, labelSize, k.text) + 3*gap
		if x > c.Min.X && x+w-3*gap > c.Max.X {
			x, y = c.Min.X, y-lineStep
		}
		k.draw(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: vg.Point{X: x, Y: y - 3}, Max: vg.Point{X: x + sample, Y: y + 3}}})
		c.FillText(style, vg.Point{X: x + sample + gap, Y: y + 0.5}, k.text)
		x += w
	}
	return draw.Crop(c, 0, 0, 0, y-lineStep/2-gap-c.Max.Y)
}

// panel lays out axes in a region and draws their grid, marks and labels. The
// label of the vertical axis stands above it, where it is read without turning
// the head.
func (t Theme) panel(c draw.Canvas, x, y axis) *panel {
	if y.label != "" {
		c.FillText(t.style(regular, labelSize, quiet(), text.XLeft, text.YTop), vg.Point{X: c.Min.X, Y: c.Max.Y}, y.label)
		c = draw.Crop(c, 0, 0, 0, -(lineStep + 1))
	}
	x.choose(c.Size().X, 42)
	y.choose(c.Size().Y, 24)
	left := vg.Length(gap)
	for _, m := range y.ticks {
		left = max(left, t.width(regular, labelSize, m.label)+gap)
	}
	bottom := vg.Length(edge)
	if !x.bare {
		bottom += lineStep
	}
	if x.label != "" {
		bottom += lineStep
	}
	right := t.overhang(x)
	p := &panel{draw.Crop(c, left, -right, bottom, -gap), t, x, y}
	p.drawGrid()
	p.drawLabels(c)
	return p
}

// choose picks marks, one for about every so many points.
func (a *axis) choose(length, each vg.Length) {
	if a.ticks != nil || a.bare {
		return
	}
	n := max(2, int(length/each))
	if a.log {
		a.ticks = logTicks(a.min, a.max, n)
		return
	}
	a.ticks = ticks(a.min, a.max, n)
}

// overhang is the room that half of the last mark's label needs.
func (t Theme) overhang(x axis) vg.Length {
	if len(x.ticks) == 0 {
		return gap
	}
	last := x.ticks[len(x.ticks)-1]
	return max(gap, t.width(regular, labelSize, last.label)/2)
}

func (p *panel) drawGrid() {
	line := draw.LineStyle{Color: grid(), Width: 0.5}
	for _, m := range p.x.ticks {
		x := p.atX(m.at)
		p.StrokeLine2(line, x, p.Min.Y, x, p.Max.Y)
	}
	for _, m := range p.y.ticks {
		y := p.atY(m.at)
		p.StrokeLine2(line, p.Min.X, y, p.Max.X, y)
	}
	base := draw.LineStyle{Color: rule(), Width: 0.75}
	p.StrokeLine2(base, p.Min.X, p.Min.Y, p.Max.X, p.Min.Y)
}

func (p *panel) drawLabels(c draw.Canvas) {
	below := p.theme.style(regular, labelSize, quiet(), text.XCenter, text.YTop)
	for _, m := range p.x.ticks {
		p.FillText(below, vg.Point{X: p.atX(m.at), Y: p.Min.Y - edge}, m.label)
	}
	beside := p.theme.style(regular, labelSize, quiet(), text.XRight, text.YCenter)
	for _, m := range p.y.ticks {
		p.FillText(beside, vg.Point{X: p.Min.X - gap, Y: p.atY(m.at)}, m.label)
	}
	if p.x.label != "" {
		end := p.theme.style(regular, labelSize, quiet(), text.XRight, text.YBottom)
		p.FillText(end, vg.Point{X: p.Max.X, Y: c.Min.Y}, p.x.label)
	}
}

func (p *panel) atX(x float64) vg.Length { return p.X(p.x.place(x)) }
func (p *panel) atY(y float64) vg.Length { return p.Y(p.y.place(y)) }

func (p *panel) at(x, y float64) vg.Point { return vg.Point{X: p.atX(x), Y: p.atY(y)} }
