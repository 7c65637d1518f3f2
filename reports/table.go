package reports

import (
	"image/color"
	"math"
	"slices"
)

// column is a column of a table.
type column struct {
	title string
	width float64 // points; all columns together take the text's width
	right bool    // align to the right, as numbers are
	face  face
}

const (
	cellSize   = 7.2 // of the text
	cellPad    = 3.
	lineHeight = cellSize * 1.25
	around     = 2*cellPad - 1 // above and below a row's lines
)

// table writes rows under a header, which is repeated on every page. The header stands
// above two rows at least, and the last row is not alone on its page.
func (d *document) table(columns []column, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	wrapped := make([][][]string, len(rows))
	for i, row := range rows {
		wrapped[i] = d.wrap(columns, row)
	}
	first := height(d.titles(columns)) + height(wrapped[0])
	if len(rows) > 1 {
		first += height(wrapped[1])
	}
	d.need(min(first, bottomLine-margin))
	d.header(columns)
	for i, cells := range wrapped {
		h := height(cells)
		if i == len(rows)-2 {
			h += height(wrapped[i+1])
		}
		if i > 0 && d.y+h > bottomLine {
			d.turn()
			d.header(columns)
		}
		d.tableRow(columns, cells)
	}
	d.skip(8)
}

// tableRow writes a row, over several pages if it is taller than one.
func (d *document) tableRow(columns []column, cells [][]string) {
	for d.y+height(cells) > bottomLine {
		n := max(1, int((bottomLine-d.y-around)/lineHeight))
		d.cells(columns, cut(cells, 0, n), ink())
		cells = cut(cells, n, math.MaxInt)
		d.turn()
		d.header(columns)
	}
	d.cells(columns, cells, ink())
	d.y += height(cells)
	d.rule(d.y, 0.3, grid())
}

// cut takes lines from every cell.
func cut(cells [][]string, from, to int) [][]string {
	out := make([][]string, len(cells))
	for i, c := range cells {
		out[i] = c[min(from, len(c)):min(to, len(c))]
	}
	return out
}

func (d *document) header(columns []column) {
	cells := d.titles(columns)
	h := height(cells)
	d.box(margin, d.y, textWidth, h, panelBg())
	d.cells(emphasised(columns), cells, quiet())
	d.y += h
	d.rule(d.y, 0.6, rule())
}

// titles are the cells of the header.
func (d *document) titles(columns []column) [][]string {
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	return d.wrap(emphasised(columns), titles)
}

func emphasised(columns []column) []column {
	heads := slices.Clone(columns)
	for i := range heads {
		heads[i].face = bold
	}
	return heads
}

// wrap breaks every cell of a row to the width of its column.
func (d *document) wrap(columns []column, row []string) [][]string {
	out := make([][]string, len(columns))
	for i, c := range columns {
		out[i] = d.lines(c.face, cellSize, c.width-2*cellPad-afterNumbers(columns, i), typeset(row[i]))
	}
	return out
}

func height(cells [][]string) float64 {
	most := 1
	for _, c := range cells {
		most = max(most, len(c))
	}
	return float64(most)*lineHeight + around
}

func (d *document) cells(columns []column, cells [][]string, c color.NRGBA) {
	x := margin
	for i, col := range columns {
		y := d.y + cellPad + cellSize - 1
		for _, l := range cells[i] {
			at := x + cellPad + afterNumbers(columns, i)
			if col.right {
				at = x + col.width - cellPad - d.width(col.face, cellSize, l)
			}
			d.line(col.face, cellSize, shade(l, c), at, y, l)
			y += lineHeight
		}
		x += col.width
	}
}

// afterNumbers keeps text off the numbers at its left, which end where it begins.
func afterNumbers(columns []column, i int) float64 {
	if i > 0 && columns[i-1].right && !columns[i].right {
		return 2 * cellPad
	}
	return 0
}

// shade makes the words stand out that a reader must not miss.
func shade(word string, usual color.NRGBA) color.NRGBA {
	switch word {
	case "guess", "FAIL", "undecided":
		return deep(alarm())
	case "pass":
		return deep(hue(2))
	}
	return usual
}
