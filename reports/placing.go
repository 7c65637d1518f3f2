package reports

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// captionSize is the size of a caption's text.
const captionSize = 7.

// figures places figures with their captions: wide ones alone, others in pairs.
func (d *document) figures(list []Figure) error {
	for len(list) > 0 {
		n := 1
		if len(list) > 1 && list[0].Width <= halfWidth && list[1].Width <= halfWidth {
			n = 2
		}
		if err := d.row(list[:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// row places figures side by side and their captions below; beside a single narrow one
// there is room for its caption.
func (d *document) row(list []Figure) error {
	if len(list) == 1 && list[0].Width <= halfWidth {
		return d.single(list[0])
	}
	height, below := 0., 0.
	for _, f := range list {
		height = max(height, float64(f.Height))
		below = max(below, d.captionHeight(f, float64(f.Width)))
	}
	height = min(height, bottomLine-margin-d.waiting()-below-10)
	d.need(height + below + 10)
	x := margin
	for _, f := range list {
		if err := d.draw(f, x, min(float64(f.Height), height)); err != nil {
			return err
		}
		d.caption(f, x, d.y+height+2, float64(f.Width))
		x += float64(f.Width) + textWidth - 2*halfWidth
	}
	d.y += height + below + 12
	return nil
}

// single places a narrow figure with its caption at the right.
func (d *document) single(f Figure) error {
	const down = 26 // below the figure's title
	height := max(float64(f.Height), down+d.captionHeight(f, halfWidth))
	d.need(height + 10)
	if err := d.draw(f, margin, float64(f.Height)); err != nil {
		return err
	}
	d.caption(f, margin+textWidth-halfWidth, d.y+down, halfWidth)
	d.y += height + 12
	return nil
}

// draw draws a figure with its upper left corner at x on the current height.
func (d *document) draw(f Figure, x, height float64) error {
	c := newCanvas(d.pdf, x, pageHeight-d.y-height)
	if err := f.Draw(draw.NewCanvas(c, f.Width, vg.Length(height))); err != nil {
		return fmt.Errorf("reports: figure %s: %w", f.Name, err)
	}
	c.finish()
	return nil
}

func (d *document) captionHeight(f Figure, width float64) float64 {
	return captionSize * leading * float64(len(d.lines(italic, captionSize, width, f.Caption)))
}

func (d *document) caption(f Figure, x, y, width float64) {
	for _, l := range d.lines(italic, captionSize, width, f.Caption) {
		d.line(italic, captionSize, quiet(), x, y+captionSize, l)
		y += captionSize * leading
	}
}
