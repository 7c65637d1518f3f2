package reports

import (
	"io"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Figure is one picture of one run. It may be drawn any number of times and from
// several goroutines; each drawing of the same run is the same.
type Figure struct {
	Name    string // file name without ending, such as distribution-lowest_price-ezETH
	Title   string
	Caption string    // how to read it
	Part    int       // part of the report that it stands in
	Width   vg.Length // points, 1/72 inch
	Height  vg.Length // points
	Draw    func(draw.Canvas) error
}

// pngDPI is the resolution of pictures in dots per inch: sharp in print at the
// figure's own size.
const pngDPI = 220

// PNG writes the figure as a picture of 220 dots per inch.
func (f Figure) PNG(w io.Writer) error {
	c := vgimg.NewWith(vgimg.UseWH(f.Width, f.Height), vgimg.UseDPI(pngDPI))
	if err := f.Draw(draw.New(c)); err != nil {
		return err
	}
	_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
	return err
}

// SVG writes the figure as vectors. Text stays text, in a font that the viewer
// must have: Liberation Sans or what it puts in its place.
func (f Figure) SVG(w io.Writer) error {
	c := vgsvg.NewWith(vgsvg.UseWH(f.Width, f.Height))
	if err := f.Draw(draw.New(c)); err != nil {
		return err
	}
	_, err := c.WriteTo(w)
	return err
}
