package reports

import (
	"flag"
	"image/color"
	"math"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"pgregory.net/rapid"
)

var rewrite = flag.Bool("rewrite", false, "write what the canvas draws into testdata/canvas.txt")

// scene is a small drawing; draw may leave the canvas in any state.
type scene struct {
	name string
	draw func(c *canvas, f font.Face)
}

func box(x, y, w, h vg.Length) vg.Path {
	return vg.Rectangle{Min: vg.Point{X: x, Y: y}, Max: vg.Point{X: x + w, Y: y + h}}.Path()
}

func scenes() []scene {
	return []scene{
		{"a line of the usual width and colour", func(c *canvas, _ font.Face) {
			var p vg.Path
			p.Move(vg.Point{})
			p.Line(vg.Point{X: 10, Y: 5})
			c.Stroke(p)
		}},
		{"dashes, moved and magnified", func(c *canvas, _ font.Face) {
			c.SetLineWidth(2)
			c.SetLineDash([]vg.Length{5, 2.5}, 1)
			c.Translate(vg.Point{X: 100, Y: 50})
			c.Scale(2, 2)
			c.Stroke(box(0, 0, 10, 5))
		}},
		{"what is pushed is popped", func(c *canvas, _ font.Face) {
			c.Push()
			c.SetLineWidth(9)
			c.SetLineDash([]vg.Length{1}, 0)
			c.SetColor(color.White)
			c.Rotate(1)
			c.Pop()
			c.Stroke(box(1, 1, 1, 1))
		}},
		{"translucent fill; colours may come multiplied", func(c *canvas, _ font.Face) {
			c.SetColor(color.RGBA{0x40, 0x20, 0x00, 0x80})
			c.Fill(box(0, 0, 4, 4))
		}},
		{"a turned corner and curves", func(c *canvas, _ font.Face) {
			c.Rotate(math.Pi / 2)
			var p vg.Path
			p.Move(vg.Point{X: 10})
			p.QuadTo(vg.Point{X: 16, Y: 6}, vg.Point{X: 22})
			p.CubeTo(vg.Point{X: 23, Y: 1}, vg.Point{X: 24, Y: 2}, vg.Point{X: 25, Y: 3})
			p.Close()
			p.QuadTo(vg.Point{X: 13, Y: 3}, vg.Point{X: 16}) // from where the closed path began
			c.Stroke(p)
		}},
		{"a quarter of a circle, in chords", func(c *canvas, _ font.Face) {
			var p vg.Path
			p.Arc(vg.Point{X: 100, Y: 100}, 10, 0, math.Pi/2)
			c.Fill(p)
		}},
		{"text, upright", func(c *canvas, f font.Face) {
			c.SetColor(color.NRGBA{0xd5, 0x5e, 0x00, 0xff})
			c.FillString(f, vg.Point{X: 20, Y: 30}, `γ (σ) \ ≥ 1`)
		}},
		{"text, translucent and turned", func(c *canvas, f font.Face) {
			c.SetColor(color.NRGBA{A: 0x33})
			c.Rotate(math.Pi / 2)
			c.FillString(f, vg.Point{X: 20, Y: 30}, "up")
		}},
		{"text, magnified", func(c *canvas, f font.Face) {
			c.Scale(3, 3)
			c.FillString(f, vg.Point{X: 20, Y: 30}, "large")
		}},
		{"nothing", func(c *canvas, f font.Face) {
			c.Stroke(nil)
			c.Fill(nil)
			c.FillString(f, vg.Point{}, "")
			c.SetLineWidth(0)
			c.Stroke(box(0, 0, 1, 1))
		}},
	}
}

// TestCanvas draws every scene with its origin at (7, 11) of a page, a rule of the
// document's own after it, and compares the page's content with the file.
func TestCanvas(t *testing.T) {
	const name = "testdata/canvas.txt"
	var b strings.Builder
	for _, s := range scenes() {
		d, c, f := blank(t)
		s.draw(c, f)
		c.finish()
		d.rule(99, 0.5, rule())
		b.WriteString("# " + s.name + "\n" + readable(streams(t, d.pdf)[0]) + "\n")
	}
	got := b.String()
	if *rewrite {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || got != string(want) {
		t.Errorf("%v; the canvas draws\n%s\nwant\n%s", err, got, want)
	}
}

// blank is a page without a footer and a canvas on it.
func blank(t testing.TB) (*document, *canvas, font.Face) {
	t.Helper()
	theme, err := NewTheme(Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := openDocument(theme, "title", "foot", "2025-01-31", "test", 0)
	if err != nil {
		t.Fatal(err)
	}
	d.pdf.AddPage()
	return d, newCanvas(d.pdf, 7, 11), theme.text.Cache().Lookup(regular.descriptor(), 8)
}

// TestTransformationsCompose checks that moves, turns and magnifications act in the
// order of drawing programs: the last one said acts first on a point.
func TestTransformationsCompose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &canvas{now: penState{to: affine{a: 1, d: 1}}}
		length := rapid.Float64Range(-50, 50)
		x, y := length.Draw(t, "x"), length.Draw(t, "y")
		var undo []func(x, y float64) (float64, float64)
		for range rapid.IntRange(0, 6).Draw(t, "steps") {
			a, b := length.Draw(t, "a"), length.Draw(t, "b")
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				c.Translate(vg.Point{X: vg.Length(a), Y: vg.Length(b)})
				undo = append(undo, func(x, y float64) (float64, float64) { return x + a, y + b })
			case 1:
				c.Rotate(a)
				undo = append(undo, func(x, y float64) (float64, float64) {
					return x*math.Cos(a) - y*math.Sin(a), x*math.Sin(a) + y*math.Cos(a)
				})
			case 2:
				c.Scale(a/25, b/25)
				undo = append(undo, func(x, y float64) (float64, float64) { return x * a / 25, y * b / 25 })
			}
		}
		gotX, gotY := c.now.to.apply(vg.Point{X: vg.Length(x), Y: vg.Length(y)})
		for i := len(undo) - 1; i >= 0; i-- {
			x, y = undo[i](x, y)
		}
		if math.Hypot(gotX-x, gotY-y) > 1e-9*(1+math.Hypot(x, y)+1e3) {
			t.Errorf("the point goes to %v, %v, want %v, %v", gotX, gotY, x, y)
		}
	})
}
