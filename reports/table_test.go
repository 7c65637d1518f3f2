package reports

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sheetOfPaper is a document at the top of its first page.
func sheetOfPaper(t testing.TB) *document {
	t.Helper()
	d, err := newDocument(mustTheme(t), "title", "foot", "2025-01-31", "test", 0)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// body returns the texts of every page without its footer, and complains of text that
// stands in the footer or below.
func body(t testing.TB, pdf []string) [][]written {
	t.Helper()
	var out [][]written
	for i, stream := range pdf {
		var page []written
		for _, w := range pageText(stream) {
			switch {
			case w.y < 29 && w.size == 7: // the footer's base line is at 28
			case w.y < pageHeight-bottomLine:
				t.Errorf("page %d: %q stands at %.1f, below the text", i+1, w.text, w.y)
			default:
				page = append(page, w)
			}
		}
		out = append(out, page)
	}
	return out
}

func texts(page []written) []string {
	var out []string
	for _, w := range page {
		out = append(out, w.text)
	}
	return out
}

func twoColumns() []column {
	return []column{{title: "name", width: 100}, {title: "what it is", width: textWidth - 100}}
}

// TestTablesRepeatTheirHeader sets tables of every length from every height of a page:
// all rows come once and in order, each page begins with the header, the header stands
// above two rows, and the last row is not alone.
func TestTablesRepeatTheirHeader(t *testing.T) {
	type setting struct {
		rows  [][]string
		down  float64
		first int // page
	}
	var settings []setting
	d := sheetOfPaper(t)
	for _, n := range []int{1, 2, 3, 55, 56, 57, 58, 130} {
		for _, down := range []float64{0, 300, 640, 680, 700, 710, 720, 735} {
			d.turn()
			s := setting{down: down, first: d.pdf.PageNo() - 1}
			for i := range n {
				s.rows = append(s.rows, []string{fmt.Sprintf("row %d", i), "it is a row"})
			}
			d.y += down
			d.table(twoColumns(), s.rows)
			settings = append(settings, s)
		}
	}
	pages := body(t, streams(t, d.pdf))
	for i, s := range settings {
		own := pages[s.first:]
		if i+1 < len(settings) {
			own = pages[s.first:settings[i+1].first]
		}
		if len(own[0]) == 0 {
			own = own[1:] // there was no room for two rows
		}
		var got []string
		for _, page := range own {
			words := texts(page)
			if len(words) < 2*min(3, len(s.rows)+1) || !slices.Equal(words[:2], []string{"name", "what it is"}) {
				t.Fatalf("%d rows from %v: there is a page of %q", len(s.rows), s.down, words)
			}
			got = append(got, words[2:]...)
		}
		if !slices.Equal(got, slices.Concat(s.rows...)) {
			t.Errorf("%d rows from %v are written as %q", len(s.rows), s.down, got)
		}
	}
}

// TestTallRowsGoOn sets a row that is taller than two pages.
func TestTallRowsGoOn(t *testing.T) {
	d := sheetOfPaper(t)
	var lines []string
	for i := range 200 {
		lines = append(lines, fmt.Sprintf("line %d", i))
	}
	d.table(twoColumns(), [][]string{{"before", "it"}, {"tall", strings.Join(lines, "\n")}, {"after", "it"}})
	pages := body(t, streams(t, d.pdf))
	if len(pages) != 3 && len(pages) != 4 {
		t.Errorf("200 lines take %d pages", len(pages))
	}
	var got []string
	for _, p := range pages {
		got = append(got, texts(p)[2:]...)
	}
	want := slices.Concat([]string{"before", "it", "tall"}, lines, []string{"after", "it"})
	if !cmp.Equal(got, want) {
		t.Errorf("a tall row: %s", cmp.Diff(want, got))
	}
}

func TestTableOfNothing(t *testing.T) {
	d := sheetOfPaper(t)
	d.table(twoColumns(), nil)
	if got := body(t, streams(t, d.pdf)); len(got) != 1 || len(got[0]) > 0 {
		t.Errorf("a table without rows writes %v", got)
	}
}

// TestCellsBreakWithinTheirColumn checks that no line of a cell is wider than it may
// be and that numbers end where their column does.
func TestCellsBreakWithinTheirColumn(t *testing.T) {
	d := sheetOfPaper(t)
	columns := []column{{title: "number", width: 60, right: true}, {title: "text", width: 90}, {title: "data", width: textWidth - 150, face: mono}}
	d.table(columns, [][]string{{"-1,234.5", "一二三四五六七八九十一二三四五六七八九十", strings.Repeat("0123456789abcdef", 12)}, {"[1, 2,345,678,901,234,567]", "a word and another one and more of them", ""}})
	joined := ""
	for _, w := range body(t, streams(t, d.pdf))[0] {
		f := regular
		switch {
		case w.x > margin+150:
			f = mono
		case slices.Contains([]string{"number", "text", "data"}, w.text):
			f = bold
		}
		right := w.x + d.width(f, w.size, w.text)
		switch end := margin + 60.; {
		case w.x < end && (right < end-cellPad-0.1 || right > end-cellPad+0.1):
			t.Errorf("%q ends at %.1f, its column at %.1f", w.text, right, end-cellPad)
		case w.x > end && w.x < margin+150 && right > margin+150, right > margin+textWidth:
			t.Errorf("%q ends at %.1f", w.text, right)
		}
		joined += w.text
	}
	for _, want := range []string{"−1,234.5", "一二三四五六七八九十一二三四五六七八九十", strings.Repeat("0123456789abcdef", 12), "[1,2,345,678,901,234,567]"} {
		if !strings.Contains(joined, want) {
			t.Errorf("%q is not in %q", want, joined)
		}
	}
}
