package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// composed sets a run's report and returns the contents of its pages.
func composed(t testing.TB, run *result.Run) []string {
	t.Helper()
	theme := mustTheme(t)
	r, err := compose(theme, run, figures(theme, run), 0)
	if err != nil {
		t.Fatal(err)
	}
	return streams(t, r.pdf)
}

// fonts are the faces by the names that pages give them.
func fonts(t testing.TB) map[string]face {
	d := sheetOfPaper(t)
	for f := range faces {
		d.line(f, 3, ink(), 100, 100, "a")
	}
	page := pageText(streams(t, d.pdf)[0])
	out := map[string]face{}
	for f := range faces {
		out[page[len(page)-int(faces)+int(f)].font] = f
	}
	return out
}

// TestTextKeepsToTheMargins sets reports with long names and measures every line.
func TestTextKeepsToTheMargins(t *testing.T) {
	named, measure := fonts(t), sheetOfPaper(t)
	for _, run := range []*result.Run{usualRun(40), longRun(40), longRun(1)} {
		for i, page := range composed(t, run) {
			var foot []float64 // ends and beginnings of the footer's texts
			for _, w := range pageText(page) {
				end := w.x + measure.width(named[w.font], w.size, w.text)
				if w.x < margin-0.1 || end > margin+textWidth+1 {
					t.Errorf("page %d: %q reaches from %.1f to %.1f", i+1, w.text, w.x, end)
				}
				if w.y < 29 {
					foot = append(foot, w.x, end)
				}
			}
			if len(foot) != 4 || foot[1] > foot[2] {
				t.Errorf("page %d: its footer reaches over %.1f", i+1, foot)
			}
		}
	}
}

// TestRowsOfFiguresStayAboveTheFooter places figures with long captions, in pairs and
// alone, at every height.
func TestRowsOfFiguresStayAboveTheFooter(t *testing.T) {
	empty := Figure{Width: halfWidth, Height: 50, Caption: strings.Repeat("what it shows ", 40), Draw: func(draw.Canvas) error { return nil }}
	wide := empty
	wide.Width = fullWidth
	d := sheetOfPaper(t)
	for rest := 5.; rest < 240; rest += 3 {
		for _, list := range [][]Figure{{empty, empty}, {empty}, {wide}} {
			d.turn()
			d.y = bottomLine - rest
			if err := d.figures(list); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, page := range streams(t, d.pdf) {
		if low := lowest(page); low < pageHeight-bottomLine {
			t.Errorf("page %d is drawn on down to %.1f", i+1, low)
		}
	}
}

// TestPagesOfReports sets the reports of ordinary and odd runs and checks that nothing
// runs into the footer, that headings and tables' headers have something below them
// and that pages are in use.
func TestPagesOfReports(t *testing.T) {
	named := fonts(t)
	for name, run := range runs() {
		t.Run(name, func(t *testing.T) {
			pages := composed(t, run)
			for i, page := range body(t, pages) {
				if len(page) == 0 {
					t.Errorf("page %d is empty", i+1)
				}
				for _, w := range page {
					heading := named[w.font] == bold && (w.size == 14 || w.size == 10 || w.size == cellSize)
					if heading && !slices.ContainsFunc(page, func(o written) bool { return o.y < w.y-5 && o.y > w.y-75 && (named[o.font] != bold || o.size == 9.5) }) {
						t.Errorf("page %d: %q has nothing below it", i+1, w.text)
					}
				}
				if low := lowest(pages[i]); low < pageHeight-bottomLine {
					t.Errorf("page %d is drawn on down to %.1f", i+1, low)
				}
			}
		})
	}
}

// TestPagesAreInUse checks that no page of a usual report but the first and the last is
// half empty.
func TestPagesAreInUse(t *testing.T) {
	for _, n := range []int{40, 1, 2000} {
		if testing.Short() && n != 40 {
			break
		}
		pages := composed(t, usualRun(n))
		for i, p := range pages[1 : len(pages)-1] {
			if hole := lowest(p) - (pageHeight - bottomLine); hole > (bottomLine-margin)/2 {
				t.Errorf("n = %d: page %d ends %.0f points above the footer", n, i+2, hole)
			}
		}
	}
}

// lowest is the height of the lowest text or line of a page above its footer.
func lowest(page string) float64 {
	low := pageHeight
	tokens := strings.Fields(page)
	for i, operator := range tokens {
		if operator == "m" || operator == "l" || operator == "c" {
			if y, err := strconv.ParseFloat(tokens[max(0, i-1)], 64); err == nil && y != 40 { // the footer's rule
				low = min(low, y)
			}
		}
	}
	for _, w := range pageText(page) {
		if w.size != 7 || w.y > 29 {
			low = min(low, w.y)
		}
	}
	return low
}

// TestReportsSayEverything checks that every text of a run is in its report, whole,
// however often it is broken into lines.
func TestReportsSayEverything(t *testing.T) {
	run := longRun(40)
	bare := strings.NewReplacer(" ", "", "\n", "")
	all := bare.Replace(allText(composed(t, run)))
	k := run.Context
	want := []string{k.Title, k.Question, k.Scenario, k.Snapshot, k.Command, k.PlanSHA256, k.Inputs[0].SHA256, "Lowest price, " + long + ", mean"}
	want = append(append(want, k.Limits...), run.Summary.Warnings...)
	for _, a := range k.Assumptions {
		want = append(want, a.Path, a.Value, a.Grade)
		if a.Source != "default of the model" {
			want = append(want, a.Source)
		}
	}
	for _, th := range run.Summary.Thresholds {
		want = append(want, th.Text, typeset(bounded(th.Est)), typeset(bounded(th.Bound)), verdictOf(th.Pass))
	}
	for _, m := range k.Metrics {
		mean, interval := FormatEstimate(run.Summary.Metrics[m.Name].Mean)
		want = append(want, capital(wording(m.Name)), typeset(mean), typeset(interval))
	}
	for _, p := range parts() {
		if p.number != partAttack { // this run has no frontier
			want = append(want, fmt.Sprint(p.number)+p.title)
		}
	}
	for _, w := range want {
		if !strings.Contains(all, bare.Replace(w)) {
			t.Errorf("the report does not say %q", w)
		}
	}
}

// TestUnusualCharacters sets characters beyond the first 65,536, on which the PDF writer
// panics, and others that no font has.
func TestUnusualCharacters(t *testing.T) {
	for _, s := range []string{"bank run 😀 𠀀", "\U00010000", "\uffff", "tab\tand\r\nlines", "\xff\xfe", "العربية"} {
		run := usualRun(2)
		run.Context.Title, run.Context.Question, run.Context.Events[1].Text, run.Context.Matrix.Operators[0] = s, s, s, s
		if all := allText(composed(t, run)); strings.HasPrefix(s, "bank") && strings.Count(all, "bank run □ □") < 5 {
			t.Errorf("%q is not in the report", s)
		}
	}
}

// TestReportsOfNothing checks that parts that have nothing to show leave no heading.
func TestReportsOfNothing(t *testing.T) {
	all := allText(composed(t, newMaker(40).run))
	for _, title := range []string{"Concentration", "Liquidity and queues", "Distributions", "The world at the snapshot", "Cascade of attacks", "Judged"} {
		if strings.Contains(all, title) {
			t.Errorf("there is a heading %q with nothing below it", title)
		}
	}
	for _, title := range []string{"What was run", "Limits", "Reproduction"} {
		if !strings.Contains(all, title) {
			t.Errorf("there is no heading %q", title)
		}
	}
}

// TestLedgerOfGuessesSaysSo counts the numbers of a scenario without any source.
func TestLedgerOfGuessesSaysSo(t *testing.T) {
	run := newMaker(2).run
	for _, path := range []string{"a", "b", "c"} {
		run.Context.Assumptions = append(run.Context.Assumptions, result.Assumption{Path: path, Value: "1", Source: "default of the model", Grade: "guess"})
	}
	all := allText(composed(t, run))
	for _, want := range []string{"3 numbers: 0 measured, 0 reported, 3 guesses", "Guesses without a source", "c\n"} {
		if !strings.Contains(all, want) {
			t.Errorf("the ledger does not say %q", want)
		}
	}
}

// TestHeadingsWait checks what waits for what: a heading for its text, a remark for its
// table; and that a heading without anything is dropped.
func TestHeadingsWait(t *testing.T) {
	d := sheetOfPaper(t)
	d.need(1)
	d.y = bottomLine - 60
	d.heading(1, "nothing follows")
	d.subheading("nothing here either")
	d.heading(2, "a part")
	d.remark("a remark")
	d.table(twoColumns(), [][]string{{"a", "b"}, {"c", "d"}})
	d.subheading("the end")
	pages := body(t, streams(t, d.pdf))
	if len(pages) != 2 || len(pages[0]) > 0 {
		t.Fatalf("pages %v", pages)
	}
	if got, want := texts(pages[1]), []string{"2", "a part", "a remark", "name", "what it is", "a", "b", "c", "d"}; !slices.Equal(got, want) {
		t.Errorf("the second page says %q, want %q", got, want)
	}
}

// TestParagraphsKeepTwoLinesTogether sets a paragraph of six lines at every height.
func TestParagraphsKeepTwoLinesTogether(t *testing.T) {
	d := sheetOfPaper(t)
	for rest := 5.; rest < 120; rest += 3 {
		d.turn()
		d.y = bottomLine - rest
		d.text(regular, 9, ink(), strings.TrimSpace(strings.Repeat("words of a paragraph ", 30)))
	}
	lines := 0
	for i, page := range body(t, streams(t, d.pdf)) {
		if len(page) == 1 {
			t.Errorf("a single line on page %d", i+1)
		}
		lines += len(page)
	}
	if lines != 39*6 {
		t.Errorf("%d lines in all", lines)
	}
}
