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
	log      bool      // both ends above zero
	ticks    []tick    // nil: at 1-2-5 steps
	bare     bool      // no marks, such as an axis of categories
	room     vg.Length // beside the axis at least, so that panels line up
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
	size := t.shrunk(bold, 6.5, titleSize, title, room)
	top := vg.Point{X: c.Min.X, Y: c.Max.Y}
	c.FillText(t.style(bold, size, ink(), text.XLeft, text.YTop), top, t.fit(bold, size, title, room))
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
		name := t.fit(regular, labelSize, k.text, c.Size().X-sample-gap)
		w := sample + gap + t.width(regular, labelSize, name) + 3*gap
		if x > c.Min.X && x+w-3*gap > c.Max.X {
			x, y = c.Min.X, y-lineStep
		}
		k.draw(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: vg.Point{X: x, Y: y - 3}, Max: vg.Point{X: x + sample, Y: y + 3}}})
		c.FillText(style, vg.Point{X: x + sample + gap, Y: y + 0.5}, name)
		x += w
	}
	return draw.Crop(c, 0, 0, 0, y-lineStep/2-gap-c.Max.Y)
}

// panel lays out axes in a region and draws their grid, marks and labels. The
// label of the vertical axis stands above it, where it is read without turning
// the head.
func (t Theme) panel(c draw.Canvas, x, y axis) *panel {
	if y.label != "" {
		c.FillText(t.style(regular, labelSize, quiet(), text.XLeft, text.YTop), vg.Point{X: c.Min.X, Y: c.Max.Y}, t.fit(regular, labelSize, y.label, c.Size().X))
		c = draw.Crop(c, 0, 0, 0, -(lineStep + 1))
	}
	x.widen()
	y.widen()
	x.choose(c.Size().X, 42)
	y.choose(c.Size().Y, 24)
	left := max(gap, y.room)
	for _, m := range y.ticks {
		left = max(left, t.width(regular, labelSize, m.label)+gap)
	}
	x.ticks = t.spaced(x, c.Size().X-left)
	if len(x.ticks) > 0 {
		left = max(left, t.width(regular, labelSize, x.ticks[0].label)/2)
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

// widen makes room around a single value.
func (a *axis) widen() {
	switch {
	case a.max > a.min:
	case a.log:
		a.min, a.max = a.min/2, a.max*2
	default:
		a.min, a.max = a.min-0.5, a.max+0.5
	}
}

// choose picks marks, one for about every so many points, and more where there would
// be one alone, which makes no scale.
func (a *axis) choose(length, each vg.Length) {
	if a.ticks != nil || a.bare {
		return
	}
	marks := ticks
	if a.log {
		marks = logTicks
	}
	for n := max(2, int(length/each)); len(a.ticks) < 2 && n < 20; n++ {
		a.ticks = marks(a.min, a.max, n)
	}
}

// spaced leaves out marks, all but every second or third and so on, until labels keep
// apart on an axis of this length.
func (t Theme) spaced(a axis, length vg.Length) []tick {
	for every := 1; ; every++ {
		var out []tick
		apart, end := true, vg.Length(math.Inf(-1))
		for i := 0; i < len(a.ticks); i += every {
			m := a.ticks[i]
			half := t.width(regular, labelSize, m.label) / 2
			at := vg.Length(a.place(m.at)) * length
			apart = apart && at-half >= end
			out, end = append(out, m), at+half+gap
		}
		if apart || len(out) < 2 {
			return out
		}
	}
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
		p.FillText(below, vg.Point{X: p.atX(m.at), Y: p.Min.Y - edge - 1.5}, m.label)
	}
	beside := p.theme.style(regular, labelSize, quiet(), text.XRight, text.YCenter)
	for _, m := range p.y.ticks {
		p.FillText(beside, vg.Point{X: p.Min.X - gap, Y: p.atY(m.at)}, m.label)
	}
	if p.x.label != "" {
		end := p.theme.style(regular, labelSize, quiet(), text.XRight, text.YBottom)
		p.FillText(end, vg.Point{X: p.Max.X, Y: c.Min.Y}, p.theme.fit(regular, labelSize, p.x.label, p.Max.X-c.Min.X))
	}
}

func (p *panel) atX(x float64) vg.Length { return p.X(p.x.place(x)) }
func (p *panel) atY(y float64) vg.Length { return p.Y(p.y.place(y)) }

func (p *panel) at(x, y float64) vg.Point { return vg.Point{X: p.atX(x), Y: p.atY(y)} }
