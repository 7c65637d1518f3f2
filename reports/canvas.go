package reports

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
	stdfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// canvas draws on a rectangle of a PDF page. It keeps the transformation itself
// and writes finished coordinates, so that the document's own idea of the
// graphics state stays true; its origin is the rectangle's lower left corner.
//
// gonum/plot has a PDF canvas of its own, which fades translucent fills, embeds
// whole fonts and garbles every script but Latin.
type canvas struct {
	pdf   *fpdf.Fpdf
	now   penState
	saved []penState
}

// penState is what Push saves and Pop restores.
type penState struct {
	to     affine
	colour color.NRGBA
	width  vg.Length
	dashes []vg.Length
	offset vg.Length
}

// affine maps a point (x, y) to (a·x + c·y + e, b·x + d·y + f), as PDF does.
type affine struct{ a, b, c, d, e, f float64 }

func (m affine) apply(p vg.Point) (x, y float64) {
	px, py := float64(p.X), float64(p.Y)
	return m.a*px + m.c*py + m.e, m.b*px + m.d*py + m.f
}

// then returns the map that does inner first and m after it.
func (m affine) then(inner affine) affine {
	return affine{
		m.a*inner.a + m.c*inner.b, m.b*inner.a + m.d*inner.b,
		m.a*inner.c + m.c*inner.d, m.b*inner.c + m.d*inner.d,
		m.a*inner.e + m.c*inner.f + m.e, m.b*inner.e + m.d*inner.f + m.f,
	}
}

// upright says whether the map moves and does nothing else.
func (m affine) upright() bool { return m.a == 1 && m.b == 0 && m.c == 0 && m.d == 1 }

// size is how much the map lengthens, on average over all directions.
func (m affine) size() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

// newCanvas starts drawing with the origin at (x, y) of the page, in points from
// its lower left corner. The document must count in points.
func newCanvas(pdf *fpdf.Fpdf, x, y float64) *canvas {
	c := &canvas{pdf: pdf}
	c.now = penState{to: affine{a: 1, d: 1, e: x, f: y}, colour: color.NRGBA{A: 0xff}, width: 1}
	return c
}

// finish gives the page back in the state that the document believes it has.
func (c *canvas) finish() { c.pdf.SetAlpha(1, "Normal") }

func (c *canvas) SetLineWidth(w vg.Length) { c.now.width = w }

func (c *canvas) SetLineDash(pattern []vg.Length, offset vg.Length) {
	c.now.dashes, c.now.offset = pattern, offset
}

// SetColor takes any colour back to one that is not multiplied with its opacity.
func (c *canvas) SetColor(colour color.Color) {
	if colour == nil {
		colour = color.Black
	}
	c.now.colour = color.NRGBAModel.Convert(colour).(color.NRGBA)
}

func (c *canvas) Rotate(rad float64) {
	sin, cos := math.Sincos(rad)
	c.now.to = c.now.to.then(affine{a: cos, b: sin, c: -sin, d: cos})
}

func (c *canvas) Translate(p vg.Point) {
	c.now.to = c.now.to.then(affine{a: 1, d: 1, e: float64(p.X), f: float64(p.Y)})
}

func (c *canvas) Scale(x, y float64) { c.now.to = c.now.to.then(affine{a: x, d: y}) }

func (c *canvas) Push() { c.saved = append(c.saved, c.now) }

func (c *canvas) Pop() {
	c.now = c.saved[len(c.saved)-1]
	c.saved = c.saved[:len(c.saved)-1]
}

func (c *canvas) Stroke(p vg.Path) {
	if c.now.width <= 0 || len(p) == 0 {
		return
	}
	// Ends are cut square, or short dashes of a wide line would run into one.
	c.within(func() {
		k := c.now.to.size()
		r, g, b := c.rgb()
		c.pdf.RawWriteStr(fmt.Sprintf("%.3f %.3f %.3f RG %.2f w 0 J 1 j %sd", r, g, b, k*float64(c.now.width), c.dash(k)))
		c.pdf.RawWriteStr(c.path(p) + "S")
	})
}

func (c *canvas) Fill(p vg.Path) {
	if len(p) == 0 {
		return
	}
	c.within(func() {
		r, g, b := c.rgb()
		c.pdf.RawWriteStr(fmt.Sprintf("%.3f %.3f %.3f rg", r, g, b))
		c.pdf.RawWriteStr(c.path(p) + "f")
	})
}

// within writes operators that leave no trace in the graphics state.
func (c *canvas) within(write func()) {
	c.pdf.RawWriteStr("q")
	c.pdf.SetAlpha(float64(c.now.colour.A)/255, "Normal")
	write()
	c.pdf.RawWriteStr("Q")
}

// dash writes the pattern of dashes, scaled.
func (c *canvas) dash(scale float64) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, d := range c.now.dashes {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%.2f", scale*float64(d))
	}
	fmt.Fprintf(&b, "] %.2f ", scale*float64(c.now.offset))
	return b.String()
}

func (c *canvas) rgb() (r, g, b float64) {
	k := c.now.colour
	return float64(k.R) / 255, float64(k.G) / 255, float64(k.B) / 255
}

// path writes the operators of a path.
func (c *canvas) path(p vg.Path) string {
	w := pathWriter{to: c.now.to}
	for _, comp := range p {
		switch comp.Type {
		case vg.MoveComp:
			w.op("m ", comp.Pos)
			w.home = comp.Pos
		case vg.LineComp:
			w.op("l ", comp.Pos)
		case vg.CurveComp:
			w.curve(comp)
		case vg.ArcComp:
			w.arc(comp)
		case vg.CloseComp:
			w.out.WriteString("h ")
			w.pen = w.home
		}
	}
	return w.out.String()
}

// pathWriter turns path components into operators.
type pathWriter struct {
	to   affine
	out  strings.Builder
	pen  vg.Point // where the path stands
	home vg.Point // where its part began, and where closing leads
}

func (w *pathWriter) op(operator string, points ...vg.Point) {
	for _, p := range points {
		x, y := w.to.apply(p)
		fmt.Fprintf(&w.out, "%.2f %.2f ", x, y)
	}
	w.out.WriteString(operator)
	w.pen = points[len(points)-1]
}

// curve writes a cubic; a quadratic curve is the cubic whose controls lie two
// thirds of the way to its own.
func (w *pathWriter) curve(comp vg.PathComp) {
	if len(comp.Control) == 2 {
		w.op("c ", comp.Control[0], comp.Control[1], comp.Pos)
		return
	}
	k := comp.Control[0]
	toward := func(p vg.Point) vg.Point { return p.Add(k.Sub(p).Scale(2. / 3)) }
	w.op("c ", toward(w.pen), toward(comp.Pos), comp.Pos)
}

// arcSteps is the number of chords that an arc is drawn with; the arcs of a report
// are markers of a few points.
const arcSteps = 24

func (w *pathWriter) arc(comp vg.PathComp) {
	for i := range arcSteps + 1 {
		sin, cos := math.Sincos(comp.Start + comp.Angle*float64(i)/arcSteps)
		p := comp.Pos.Add(vg.Point{X: comp.Radius * vg.Length(cos), Y: comp.Radius * vg.Length(sin)})
		if w.out.Len() == 0 {
			w.op("m ", p)
		} else {
			w.op("l ", p)
		}
	}
}

func (c *canvas) FillString(f font.Face, at vg.Point, s string) {
	if f.Font.Size <= 0 || s == "" {
		return
	}
	family, style := familyOf(f.Font)
	x, y := c.now.to.apply(at)
	_, height := c.pdf.GetPageSize()
	c.pdf.SetFont(family, style, float64(f.Font.Size)) // outside, for the document remembers it
	c.within(func() {
		c.pdf.SetTextColor(int(c.now.colour.R), int(c.now.colour.G), int(c.now.colour.B))
		if m := c.now.to; m.upright() {
			c.pdf.Text(x, height-y, printable(s))
		} else {
			c.pdf.RawWriteStr(fmt.Sprintf("%.5f %.5f %.5f %.5f %.2f %.2f cm", m.a, m.b, m.c, m.d, x, y))
			c.pdf.Text(0, height, printable(s))
		}
	})
}

// printable replaces by a box what the PDF writer panics on: characters of more than two
// bytes in UTF-16, such as emoji and rare Chinese ones, and bytes that are none.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff || r == utf8.RuneError {
			return '□'
		}
		return r
	}, s)
}

// familyOf names a font in the document.
func familyOf(f font.Font) (family, style string) {
	family = "sans"
	if f.Variant == "Mono" {
		family = "mono"
	}
	if f.Weight >= stdfont.WeightBold {
		style += "B"
	}
	if f.Style != stdfont.StyleNormal {
		style += "I"
	}
	return family, style
}

// DrawImage has nothing to do: figures are vectors throughout.
func (c *canvas) DrawImage(vg.Rectangle, image.Image) {}
