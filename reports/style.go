package reports

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The greys of a report, from text to hairlines.
func ink() color.NRGBA     { return color.NRGBA{0x22, 0x26, 0x2b, 0xff} }
func quiet() color.NRGBA   { return color.NRGBA{0x5a, 0x62, 0x6b, 0xff} }
func rule() color.NRGBA    { return color.NRGBA{0xb4, 0xba, 0xc1, 0xff} }
func grid() color.NRGBA    { return color.NRGBA{0xe4, 0xe7, 0xea, 0xff} }
func panelBg() color.NRGBA { return color.NRGBA{0xf4, 0xf6, 0xf8, 0xff} }
func accent() color.NRGBA  { return hue(0) }
func alarm() color.NRGBA   { return hue(1) }

// hue returns a colour of the palette of M. Okabe and K. Ito (Color Universal
// Design, 2008), which people with any colour vision tell apart, without its
// yellow, which is too light on paper. It repeats after seven.
func hue(i int) color.NRGBA {
	return [...]color.NRGBA{
		{0x00, 0x72, 0xb2, 0xff}, // blue
		{0xd5, 0x5e, 0x00, 0xff}, // vermillion
		{0x00, 0x9e, 0x73, 0xff}, // bluish green
		{0xcc, 0x79, 0xa7, 0xff}, // reddish purple
		{0xe6, 0x9f, 0x00, 0xff}, // orange
		{0x56, 0xb4, 0xe9, 0xff}, // sky blue
		{0x00, 0x00, 0x00, 0xff}, // black
	}[i%7]
}

// tint mixes a colour with white: part 1 is the colour and 0 is white.
func tint(c color.NRGBA, part float64) color.NRGBA {
	mix := func(x uint8) uint8 { return uint8(255 - (255-float64(x))*part + 0.5) }
	return color.NRGBA{mix(c.R), mix(c.G), mix(c.B), 0xff}
}

// deep darkens a colour so far that small text of it is read on white.
func deep(c color.NRGBA) color.NRGBA {
	mix := func(x uint8) uint8 { return uint8(0.8*float64(x) + 0.5) }
	return color.NRGBA{mix(c.R), mix(c.G), mix(c.B), 0xff}
}

// stroke is a line style; the dash, and not the colour alone, tells lines apart.
func stroke(c color.Color, width vg.Length, dash int) draw.LineStyle {
	patterns := [...][]vg.Length{nil, {5, 2.5}, {1.5, 2}, {7, 2, 1.5, 2}, {3, 1.5}, {9, 3}, {1, 3}}
	return draw.LineStyle{Color: c, Width: width, Dashes: patterns[dash%len(patterns)]}
}
