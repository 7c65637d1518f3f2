package reports

import (
	"fmt"
	"image/color"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
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
	held  []held  // waits for it
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
	pdf.SetTitle(printable(title), true)
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
	d.line(regular, 7, quiet(), margin, pageHeight-28, d.theme.fit(regular, 7, d.foot, textWidth-50))
	n := fmt.Sprintf("%d", d.pdf.PageNo())
	if d.pages > 0 {
		n += fmt.Sprintf(" / %d", d.pages)
	}
	d.line(regular, 7, quiet(), pageWidth-margin-d.width(regular, 7, n), pageHeight-28, n)
}

// held is a heading or a remark that must not end a page: it waits for what follows.
type held struct {
	level  int
	height float64
	write  func()
}

// Levels of what is held.
const (
	levelPart = iota
	levelSection
	levelRemark
)

// hold keeps something until there is something below it. What waits at this level or
// a lower one has nothing below it and is dropped.
func (d *document) hold(level int, height float64, write func()) {
	for len(d.held) > 0 && d.held[len(d.held)-1].level >= level {
		d.held = d.held[:len(d.held)-1]
	}
	d.held = append(d.held, held{level, height, write})
}

// waiting is the height of what is held.
func (d *document) waiting() float64 {
	sum := 0.
	for _, h := range d.held {
		sum += h.height
	}
	return sum
}

// need turns the page unless so much room is left on it, and writes what is held.
func (d *document) need(height float64) {
	if d.y+d.waiting()+height > bottomLine && d.y > margin {
		d.turn()
	}
	list := d.held
	d.held = nil
	for _, h := range list {
		h.write()
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
	d.pdf.Text(x, y, printable(s))
}

func (d *document) use(f face, size float64) {
	family, style := familyOf(f.descriptor())
	d.pdf.SetFont(family, style, size)
}

func (d *document) width(f face, size float64, s string) float64 {
	d.use(f, size)
	return d.pdf.GetStringWidth(printable(s))
}

// lines breaks text into lines that fit a width.
func (d *document) lines(f face, size, width float64, s string) []string {
	d.use(f, size)
	var out []string
	for _, paragraph := range strings.Split(printable(s), "\n") {
		out = append(out, breakLines(paragraph, width, d.pdf.GetStringWidth)...)
	}
	return out
}

// text writes a paragraph.
func (d *document) text(f face, size float64, c color.NRGBA, s string) {
	d.indented(f, size, c, 0, s)
}

func (d *document) indented(f face, size float64, c color.NRGBA, indent float64, s string) {
	list := d.lines(f, size, textWidth-indent, s)
	for i, l := range list {
		h := size * leading
		if n := len(list); n > 1 && (i == 0 || i == n-2) {
			h *= 2 // a paragraph leaves no single line on a page
		}
		d.need(h)
		d.line(f, size, c, margin+indent, d.y+size, l)
		d.y += size * leading
	}
}

// remark explains in small print what comes next.
func (d *document) remark(s string) {
	const size, after = 8.5, 6
	height := size*leading*float64(len(d.lines(regular, size, textWidth, s))) + after
	d.hold(levelRemark, height, func() {
		d.text(regular, size, quiet(), s)
		d.skip(after)
	})
}

// items writes a list.
func (d *document) items(list []string) {
	for _, s := range list {
		d.need(9 * leading * float64(min(2, len(d.lines(regular, 9, textWidth-12, s)))))
		d.line(regular, 9, quiet(), margin, d.y+9, "–")
		d.indented(regular, 9, ink(), 12, s)
		d.skip(2)
	}
}

// apart leaves room above a heading, but not at the top of a page.
func (d *document) apart(height float64) {
	if d.y > margin {
		d.skip(height)
	}
}

// heading begins a part of the report, on the same page if the first thing of it fits.
func (d *document) heading(number int, title string) {
	const before, below = 14, 29
	d.hold(levelPart, before+below, func() {
		d.apart(before)
		d.pdf.Bookmark(title, 0, d.y)
		d.line(bold, 14, accent(), margin, d.y+14, fmt.Sprintf("%d", number))
		d.line(bold, 14, ink(), margin+26, d.y+14, title)
		d.rule(d.y+20, 0.75, rule())
		d.y += below
	})
}

// subheading begins a section within a part.
func (d *document) subheading(title string) {
	const before, below = 7, 16
	d.hold(levelSection, before+below, func() {
		d.apart(before)
		d.line(bold, 10, ink(), margin, d.y+10, title)
		d.y += below
	})
}
