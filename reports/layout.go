package reports

import (
	"fmt"
	"image/color"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"gonum.org/v1/plot/vg/draw"
)

// A page is A4 portrait; everything is in points, counted from the top as fpdf does.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	margin     = 48.
	textWidth  = pageWidth - 2*margin
	bottomLine = pageHeight - 54 // where text ends and the footer begins
	leading    = 1.38            // line height over font size
)

// document is a report while it is laid out, from top to bottom.
type document struct {
	pdf   *fpdf.Fpdf
	theme Theme
	y     float64 // where the next thing goes
	foot  string
	pages int // in all, once it is known
}

// newDocument opens a document at the top of its first page.
func newDocument(t Theme, title, foot, snapshot, producer string, pages int) (*document, error) {
	d, err := openDocument(t, title, foot, snapshot, producer, pages)
	if err == nil {
		d.turn()
	}
	return d, err
}

// openDocument opens a document without a page. Its dates are the snapshot's, so that
// the same results make the same bytes on any day.
func openDocument(t Theme, title, foot, snapshot, producer string, pages int) (*document, error) {
	date, err := time.Parse(time.DateOnly, snapshot)
	if err != nil {
		return nil, fmt.Errorf("reports: snapshot date: %w", err)
	}
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: pageWidth, Ht: pageHeight}})
	pdf.AddUTF8FontFromBytes("sans", "", t.fonts[regular])
	pdf.AddUTF8FontFromBytes("sans", "B", t.fonts[bold])
	pdf.AddUTF8FontFromBytes("sans", "I", t.fonts[italic])
	pdf.AddUTF8FontFromBytes("mono", "", t.fonts[mono])
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(date)
	pdf.SetModificationDate(date)
	pdf.SetTitle(title, true)
	pdf.SetProducer(producer, true)
	pdf.SetCreator(producer, true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetLineCapStyle("butt")
	return &document{pdf: pdf, theme: t, foot: foot, pages: pages}, nil
}

// turn begins a new page.
func (d *document) turn() {
	d.pdf.AddPage()
	d.y = margin
	d.footer()
}

func (d *document) footer() {
	d.rule(pageHeight-40, 0.5, rule())
	d.line(regular, 7, quiet(), margin, pageHeight-28, d.foot)
	n := fmt.Sprintf("%d", d.pdf.PageNo())
	if d.pages > 0 {
		n += fmt.Sprintf(" / %d", d.pages)
	}
	d.line(regular, 7, quiet(), pageWidth-margin-d.width(regular, 7, n), pageHeight-28, n)
}

// need turns the page unless so much room is left on it.
func (d *document) need(height float64) {
	if d.y+height > bottomLine && d.y > margin {
		d.turn()
	}
}

func (d *document) skip(height float64) { d.y += height }

// rule draws a line across the text at a height.
func (d *document) rule(y, width float64, c color.NRGBA) {
	d.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	d.pdf.SetLineWidth(width)
	d.pdf.Line(margin, y, pageWidth-margin, y)
}

// box fills a rectangle.
func (d *document) box(x, y, w, h float64, c color.NRGBA) {
	d.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	d.pdf.Rect(x, y, w, h, "F")
}

// line writes one line of text on the base line y.
func (d *document) line(f face, size float64, c color.NRGBA, x, y float64, s string) {
	d.use(f, size)
	d.pdf.SetTextColor(int(c.R), int(c.G), int(c.B))
	d.pdf.Text(x, y, s)
}

func (d *document) use(f face, size float64) {
	family, style := familyOf(f.descriptor())
	d.pdf.SetFont(family, style, size)
}

func (d *document) width(f face, size float64, s string) float64 {
	d.use(f, size)
	return d.pdf.GetStringWidth(s)
}

// lines breaks text into lines that fit a width.
func (d *document) lines(f face, size, width float64, s string) []string {
	d.use(f, size)
	var out []string
	for _, paragraph := range strings.Split(s, "\n") {
		out = append(out, breakLines(paragraph, width, d.pdf.GetStringWidth)...)
	}
	return out
}

// text writes a paragraph.
func (d *document) text(f face, size float64, c color.NRGBA, s string) {
	d.indented(f, size, c, 0, s)
}

func (d *document) indented(f face, size float64, c color.NRGBA, indent float64, s string) {
	for _, l := range d.lines(f, size, textWidth-indent, s) {
		d.need(size * leading)
		d.line(f, size, c, margin+indent, d.y+size, l)
		d.y += size * leading
	}
}

// items writes a list.
func (d *document) items(list []string) {
	for _, s := range list {
		d.need(9 * leading)
		d.line(regular, 9, quiet(), margin, d.y+9, "–")
		d.indented(regular, 9, ink(), 12, s)
		d.skip(2)
	}
}

// headingRoom is what a part must find on its page: its title and a row of figures.
const headingRoom = 320

// heading begins a part of the report, on the same page if there is room for a bit
// of it.
func (d *document) heading(number int, title string) {
	d.skip(14)
	d.need(headingRoom)
	d.pdf.Bookmark(title, 0, d.y)
	label := fmt.Sprintf("%d", number)
	d.line(bold, 14, accent(), margin, d.y+14, label)
	d.line(bold, 14, ink(), margin+26, d.y+14, title)
	d.y += 20
	d.rule(d.y, 0.75, rule())
	d.y += 9
}

// subheading begins a section within a part.
func (d *document) subheading(title string) {
	d.skip(7)
	d.need(70)
	d.line(bold, 10, ink(), margin, d.y+10, title)
	d.y += 16
}

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

// captionSize is the size of a caption's text.
const captionSize = 7.

// row places figures side by side, and their captions below.
func (d *document) row(list []Figure) error {
	height, below := 0., 0.
	for _, f := range list {
		height = max(height, float64(f.Height))
		below = max(below, captionSize*leading*float64(len(d.lines(italic, captionSize, float64(f.Width), f.Caption))))
	}
	d.need(height + below + 10)
	x := margin
	for _, f := range list {
		c := newCanvas(d.pdf, x, pageHeight-d.y-float64(f.Height))
		if err := f.Draw(draw.NewCanvas(c, f.Width, f.Height)); err != nil {
			return fmt.Errorf("reports: figure %s: %w", f.Name, err)
		}
		c.finish()
		y := d.y + height + 2
		for _, l := range d.lines(italic, captionSize, float64(f.Width), f.Caption) {
			d.line(italic, captionSize, quiet(), x, y+captionSize, l)
			y += captionSize * leading
		}
		x += float64(f.Width) + textWidth - 2*halfWidth
	}
	d.y += height + below + 12
	return nil
}
