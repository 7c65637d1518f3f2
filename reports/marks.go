package reports

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

func white() color.NRGBA { return color.NRGBA{0xff, 0xff, 0xff, 0xff} }

// points turns data into places, leaving out what is not finite.
func (p *panel) points(xs, ys []float64) []vg.Point {
	out := make([]vg.Point, 0, len(xs))
	for i := range xs {
		if q := p.at(xs[i], ys[i]); finite(float64(q.X)) && finite(float64(q.Y)) {
			out = append(out, q)
		}
	}
	return out
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// line draws through the points, clipped to the panel.
func (p *panel) line(s draw.LineStyle, xs, ys []float64) {
	p.StrokeLines(s, p.ClipLinesXY(p.points(xs, ys))...)
}

// steps draws a function that keeps its value until the next point.
func (p *panel) steps(s draw.LineStyle, xs, ys []float64) {
	sx, sy := stepped(xs, ys)
	p.line(s, sx, sy)
}

func stepped(xs, ys []float64) (sx, sy []float64) {
	for i := range xs {
		if i > 0 {
			sx, sy = append(sx, xs[i]), append(sy, ys[i-1])
		}
		sx, sy = append(sx, xs[i]), append(sy, ys[i])
	}
	return sx, sy
}

// band fills what lies between two curves.
func (p *panel) band(c color.Color, xs, lo, hi []float64) {
	path := p.points(xs, hi)
	below := p.points(xs, lo)
	for i := len(below) - 1; i >= 0; i-- {
		path = append(path, below[i])
	}
	p.FillPolygon(c, p.ClipPolygonXY(path))
}

// bar fills a rectangle given by its corners in the data's units.
func (p *panel) bar(c color.Color, x0, x1, y0, y1 float64) {
	a, b := p.at(x0, y0), p.at(x1, y1)
	fillBox(p.Canvas, c, vg.Rectangle{Min: a, Max: b})
}

func fillBox(c draw.Canvas, colour color.Color, r vg.Rectangle) {
	c.SetColor(colour)
	c.Fill(r.Path())
}

// vertical draws a line across the panel at x and writes a note beside its top.
func (p *panel) vertical(s draw.LineStyle, x float64, note string) {
	at := p.atX(x)
	if at < p.Min.X || at > p.Max.X {
		return
	}
	p.StrokeLine2(s, at, p.Min.Y, at, p.Max.Y)
	style := p.theme.style(regular, labelSize, ink(), text.XLeft, text.YTop)
	if at+p.theme.width(regular, labelSize, note)+gap > p.Max.X {
		style.XAlign = text.XRight
		at -= 2 * 3
	}
	p.FillText(style, vg.Point{X: at + 3, Y: p.Max.Y}, note)
}

// mark draws one marker.
func (p *panel) mark(c color.Color, radius vg.Length, shape int, x, y float64) {
	drawMark(p.Canvas, c, radius, shape, p.at(x, y))
}

func drawMark(c draw.Canvas, colour color.Color, radius vg.Length, shape int, at vg.Point) {
	shapes := [...]draw.GlyphDrawer{draw.CircleGlyph{}, draw.PyramidGlyph{}, draw.BoxGlyph{}, draw.RingGlyph{}, draw.CrossGlyph{}}
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: colour, Radius: radius, Shape: shapes[shape%len(shapes)]}, at)
}

// lineKey and bandKey are samples for a legend.
func lineKey(name string, s draw.LineStyle) key {
	return key{name, func(c draw.Canvas) { c.StrokeLine2(s, c.Min.X, c.Center().Y, c.Max.X, c.Center().Y) }}
}

func bandKey(name string, colour color.Color) key {
	return key{name, func(c draw.Canvas) { fillBox(c, colour, c.Rectangle) }}
}

func centre(r vg.Rectangle) vg.Point {
	return vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: (r.Min.Y + r.Max.Y) / 2}
}
