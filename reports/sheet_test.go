package reports

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// sheet is what a figure has put where, in points from its lower left corner.
type sheet struct {
	words  []word
	points []vg.Point // of lines and areas
}

// word is a string and the rectangle that its letters take.
type word struct {
	text string
	box  vg.Rectangle
}

// drawn draws a figure on a recorder and works out where everything lies.
func drawn(t testing.TB, theme Theme, f Figure) sheet {
	t.Helper()
	var c recorder.Canvas
	if err := f.Draw(draw.NewCanvas(&c, f.Width, f.Height)); err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	var s sheet
	now := affine{a: 1, d: 1}
	var saved []affine
	for _, a := range c.Actions {
		switch a := a.(type) {
		case *recorder.Push:
			saved = append(saved, now)
		case *recorder.Pop:
			now, saved = saved[len(saved)-1], saved[:len(saved)-1]
		case *recorder.Translate:
			now = now.then(affine{a: 1, d: 1, e: float64(a.Point.X), f: float64(a.Point.Y)})
		case *recorder.Rotate:
			sin, cos := math.Sincos(a.Angle)
			now = now.then(affine{a: cos, b: sin, c: -sin, d: cos})
		case *recorder.Scale:
			now = now.then(affine{a: a.X, d: a.Y})
		case *recorder.Stroke:
			s.path(now, a.Path)
		case *recorder.Fill:
			s.path(now, a.Path)
		case *recorder.FillString:
			s.words = append(s.words, word{a.String, letters(theme, now, a)})
		}
	}
	if len(saved) > 0 {
		t.Errorf("%s: what was pushed is not popped", f.Name)
	}
	return s
}

func (s *sheet) path(now affine, p vg.Path) {
	for _, comp := range p {
		switch comp.Type {
		case vg.CloseComp:
		case vg.ArcComp: // its square
			s.points = append(s.points, moved(now, comp.Pos.Add(vg.Point{X: comp.Radius, Y: comp.Radius})), moved(now, comp.Pos.Sub(vg.Point{X: comp.Radius, Y: comp.Radius})))
		default:
			s.points = append(s.points, moved(now, comp.Pos))
			for _, k := range comp.Control {
				s.points = append(s.points, moved(now, k))
			}
		}
	}
}

func moved(by affine, p vg.Point) vg.Point {
	x, y := by.apply(p)
	return vg.Point{X: vg.Length(x), Y: vg.Length(y)}
}

// letters is the rectangle from the depth of a p to the height of an l.
func letters(theme Theme, now affine, a *recorder.FillString) vg.Rectangle {
	w, _, _ := theme.text.Box(a.String, a.Font)
	lo, hi := a.Point.Sub(vg.Point{Y: 0.21 * a.Size}), a.Point.Add(vg.Point{X: w, Y: 0.73 * a.Size})
	p, q := moved(now, lo), moved(now, hi)
	return vg.Rectangle{Min: vg.Point{X: min(p.X, q.X), Y: min(p.Y, q.Y)}, Max: vg.Point{X: max(p.X, q.X), Y: max(p.Y, q.Y)}}
}

// complaints says what lies outside of the figure or on other text.
func (s *sheet) complaints(f Figure) (out []string) {
	const margin = 1
	inside := func(p vg.Point) bool { // false for a NaN
		return p.X >= -margin && p.Y >= -margin && p.X <= f.Width+margin && p.Y <= f.Height+margin
	}
	for _, p := range s.points {
		if !inside(p) {
			out = append(out, fmt.Sprintf("point %.1f, %.1f lies outside of %.0f by %.0f", p.X, p.Y, f.Width, f.Height))
			break
		}
	}
	for i, w := range s.words {
		if !inside(w.box.Min) || !inside(w.box.Max) {
			out = append(out, fmt.Sprintf("%q at %.1f lies outside of %.0f by %.0f", w.text, w.box, f.Width, f.Height))
		}
		for _, o := range s.words[:i] {
			if overlap(w.box, o.box) {
				out = append(out, fmt.Sprintf("%q at %.1f lies on %q at %.1f", w.text, w.box, o.text, o.box))
			}
		}
	}
	return out
}

// overlap says whether two rectangles share more than the breadth of a hair.
func overlap(a, b vg.Rectangle) bool {
	const hair = 0.3
	return min(a.Max.X, b.Max.X)-max(a.Min.X, b.Min.X) > hair && min(a.Max.Y, b.Max.Y)-max(a.Min.Y, b.Min.Y) > hair
}
