package reports

import "image/color"

// column is a column of a table.
type column struct {
	title string
	width float64 // points; all columns together take the text's width
	right bool    // align to the right, as numbers are
	face  face
}

const (
	cellSize = 7.2 // of the text
	cellPad  = 3.
)

// table writes rows under a header, which is repeated on every page.
func (d *document) table(columns []column, rows [][]string) {
	d.need(60)
	d.header(columns)
	for _, row := range rows {
		cells := d.wrap(columns, row)
		h := height(cells)
		if d.y+h > bottomLine {
			d.turn()
			d.header(columns)
		}
		d.cells(columns, cells, ink())
		d.y += h
		d.rule(d.y, 0.3, grid())
	}
	d.skip(8)
}

func (d *document) header(columns []column) {
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	heads := make([]column, len(columns))
	copy(heads, columns)
	for i := range heads {
		heads[i].face = bold
	}
	cells := d.wrap(heads, titles)
	h := height(cells)
	d.box(margin, d.y, textWidth, h, panelBg())
	d.cells(heads, cells, quiet())
	d.y += h
	d.rule(d.y, 0.6, rule())
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
	return float64(most)*cellSize*1.25 + 2*cellPad - 1
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
			y += cellSize * 1.25
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
		return alarm()
	case "pass":
		return hue(2)
	}
	return usual
}
