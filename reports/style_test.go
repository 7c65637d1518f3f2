package reports

import (
	"image/color"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/plot/vg/draw"
)

// luminance is how light a colour is for the eye, from 0 to 1 (Rec. 709 weights of
// linear light).
func luminance(c color.Color) float64 {
	linear := func(x uint32) float64 {
		s := float64(x) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// lightness is the grey of a colour on a scale of equal steps for the eye, from 0 to
// 100 (CIE L*).
func lightness(c color.Color) float64 { return 116*math.Cbrt(luminance(c)) - 16 }

// contrast is how text stands out from what is behind it, from 1 to 21 (WCAG 2).
func contrast(a, b color.Color) float64 {
	x, y := luminance(a)+0.05, luminance(b)+0.05
	return max(x, y) / min(x, y)
}

// toldApart says whether two lines can be told apart without their colours.
func toldApart(a, b draw.LineStyle) bool {
	return !slices.Equal(a.Dashes, b.Dashes) || math.Abs(lightness(a.Color)-lightness(b.Color)) > 20
}

// TestLinesAreToldApartInGrey checks the styles of curves and of relations, each with
// each.
func TestLinesAreToldApartInGrey(t *testing.T) {
	for i := range 7 {
		for j := range i {
			if !toldApart(stroke(hue(i), 1.4, i), stroke(hue(j), 1.4, j)) {
				t.Errorf("curves %d and %d look alike in grey", i, j)
			}
		}
	}
	for i, a := range append(roles(), "another") {
		for _, b := range roles()[:min(i, len(roles()))] {
			if a != b && !toldApart(roleStyle(a, 2), roleStyle(b, 2)) {
				t.Errorf("%s and %s look alike in grey", a, b)
			}
		}
	}
	if !toldApart(stroke(accent(), 1.4, 0), stroke(quiet(), 1, 1)) {
		t.Error("convergence and its reference look alike in grey")
	}
}

// TestHeatIsReadInGrey checks that more is darker, on the screen as in grey.
func TestHeatIsReadInGrey(t *testing.T) {
	last := luminance(heat(0, 1, 1000))
	for v := 1.; v <= 1000; v *= 2 {
		if l := luminance(heat(v, 1, 1000)); l >= last {
			t.Errorf("%v is lighter than half of it", v)
		} else {
			last = l
		}
	}
	if heat(7, 7, 7) != heat(1000, 1, 1000) {
		t.Error("a lone amount is not the darkest")
	}
}

// TestTextStandsOut asks of text what is asked of web pages (WCAG 2, level AA).
func TestTextStandsOut(t *testing.T) {
	for name, c := range map[string]color.Color{"ink": ink(), "quiet": quiet()} {
		for _, paper := range []color.Color{white(), panelBg()} {
			if k := contrast(c, paper); k < 4.5 {
				t.Errorf("%s has contrast %.2f", name, k)
			}
		}
	}
	for _, word := range []string{"guess", "FAIL", "undecided", "pass"} {
		if k := contrast(shade(word, ink()), white()); k < 4.5 {
			t.Errorf("%q has contrast %.2f", word, k)
		}
	}
}

// TestHuesDiffer wants any two colours of curves well apart.
func TestHuesDiffer(t *testing.T) {
	for i := range 7 {
		for j := range i {
			a, b := hue(i), hue(j)
			d := math.Sqrt(math.Pow(float64(a.R)-float64(b.R), 2) + math.Pow(float64(a.G)-float64(b.G), 2) + math.Pow(float64(a.B)-float64(b.B), 2))
			if d < 60 {
				t.Errorf("colours %d and %d are %.0f apart", i, j, d)
			}
		}
	}
}

func TestTint(t *testing.T) {
	c := color.NRGBA{0x10, 0x80, 0xff, 0xff}
	if tint(c, 1) != c || tint(c, 0) != white() || tint(c, 0.5) != (color.NRGBA{0x88, 0xc0, 0xff, 0xff}) {
		t.Errorf("tints of %v: %v, %v, %v", c, tint(c, 1), tint(c, 0.5), tint(c, 0))
	}
}
