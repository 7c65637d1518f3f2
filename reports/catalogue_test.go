package reports

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/result"
)

func mustTheme(t testing.TB) Theme {
	t.Helper()
	theme, err := NewTheme(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return theme
}

// TestChartsShowWhatThereIs checks that a run without anything has no figures, and that
// the usual one has figures of every kind, each with what a caption and a file need.
func TestChartsShowWhatThereIs(t *testing.T) {
	theme := mustTheme(t)
	names := map[string]bool{}
	for i, c := range charts() {
		if fs := c(theme, newMaker(40).run); len(fs) > 0 {
			t.Errorf("chart %d shows %s of a run that has nothing", i, fs[0].Name)
		}
		fs := append(c(theme, usualRun(40)), c(theme, &result.Run{Summary: frontierRun(40).Summary, Context: &result.Context{}, Columns: &result.Columns{}})...)
		if len(fs) == 0 {
			t.Errorf("chart %d shows nothing of the usual run or of a frontier", i)
		}
		for _, f := range fs {
			if names[f.Name] || f.Name != fileName(f.Name) {
				t.Errorf("%q is no name for a file, or one of two", f.Name)
			}
			names[f.Name] = true
			if f.Title == "" || f.Caption == "" || f.Width != halfWidth && f.Width != fullWidth || f.Height < 50 {
				t.Errorf("%s: %+v", f.Name, f)
			}
		}
	}
	for _, name := range []string{"distribution-lowest_price-ezETH", "distribution-bad_debt", "fan-price-ezETH", "matrix"} {
		if !names[name] {
			t.Errorf("%s is missing in %v", name, names)
		}
	}
	if names["distribution-stake_lost"] {
		t.Error("a constant has a distribution")
	}
}

// TestChartsOfEmptyLists checks that empty lists make no figure where a figure of them
// would be empty.
func TestChartsOfEmptyLists(t *testing.T) {
	for _, f := range figures(mustTheme(t), emptyRun()) {
		switch f.Name {
		case "slippage", "lorenz": // there are curves, though without points
		default:
			t.Errorf("there is a figure %s", f.Name)
		}
	}
}

// wordsOf draws the figure of that name.
func wordsOf(t *testing.T, run *result.Run, name string) []word {
	theme := mustTheme(t)
	for _, f := range figures(theme, run) {
		if f.Name == name {
			return drawn(t, theme, f).words
		}
	}
	t.Fatalf("there is no figure %s", name)
	return nil
}

// TestLongNamesLeaveRoom checks that names beside and above the matrix leave most of it
// to the matrix.
func TestLongNamesLeaveRoom(t *testing.T) {
	for _, w := range wordsOf(t, longRun(40), "matrix") {
		if w.text == "service-01" && w.box.Min.X > fullWidth/3 || strings.HasPrefix(w.text, "operator-001") && w.box.Max.Y < 200 {
			t.Errorf("%s stands at %v", w.text, w.box)
		}
	}
}

// TestScalesOfFewNumbers checks that a matrix of one amount has it in its scale and
// that a histogram of a few populations counts whole ones.
func TestScalesOfFewNumbers(t *testing.T) {
	has := func(words []word, text string) bool {
		return slices.ContainsFunc(words, func(w word) bool { return w.text == text })
	}
	if ws := wordsOf(t, constantRun(), "matrix"); !has(ws, "70.0 ETH") {
		t.Errorf("the scale of the matrix lacks 70 ETH: %v", ws)
	}
	if ws := wordsOf(t, usualRun(2), "distribution-gamma_sigma"); !has(ws, "1") || has(ws, "0.5") && has(ws, "1.0") {
		t.Errorf("the histogram counts %v", ws)
	}
}

// TestCohortsKeepTheirRows checks that a cohort which begins with nothing and gains, and
// thus has no share, keeps its row, and that one which never moves has none.
func TestCohortsKeepTheirRows(t *testing.T) {
	m := newMaker(40).cohort("winners", 10, 5).cohort("idle", 10, 0).cohort("poor", 10, 0).cohort("losers", 10, -5)
	m.metric("gain[poor]", "ETH", func(u float64) float64 { return u })
	shares, amounts := standings(m.run)
	for i, want := range []string{"winners", "poor", "losers"} {
		if len(shares) != 3 || len(amounts) != 3 || shares[i].name != want || amounts[i].name != want {
			t.Fatalf("rows %+v and %+v", shares, amounts)
		}
	}
	if shares[1].mean != 0 || amounts[1].mean <= 0 || shares[2].mean >= 0 || amounts[2].mean >= 0 {
		t.Errorf("rows %+v and %+v", shares, amounts)
	}
}

// TestFlatPathsHaveNoFigure checks which paths are worth one.
func TestFlatPathsHaveNoFigure(t *testing.T) {
	flat := func(float64) float64 { return 7 }
	m := newMaker(3).series("price", "1", 9, flat, flat).series("queue", "1", 9, flat, func(day float64) float64 { return 7 + day })
	if fs := fans(mustTheme(t), m.run); len(fs) != 1 || fs[0].Name != "fan-queue" || fs[0].Part != partLiquidity {
		t.Errorf("figures %+v", fs)
	}
}

// TestLorenzCurvesReachTheCorner checks that shares become per cent: curves end in the
// corner in which the diagonal ends.
func TestLorenzCurvesReachTheCorner(t *testing.T) {
	theme := mustTheme(t)
	f := concentration(theme, usualRun(40))[0]
	count := map[vg.Point]int{}
	for _, p := range drawn(t, theme, f).points {
		count[p]++
	}
	var corner vg.Point
	for p, n := range count {
		if n >= 4 && p.X > corner.X {
			corner = p
		}
	}
	// The diagonal, three curves, and a grid line either way.
	if want := 4 + 2; count[corner] != want || corner.Y < f.Height/2 {
		t.Errorf("%d lines meet in %v, want %d", count[corner], corner, want)
	}
}

// TestPricesAboveOneAreShown checks that the axis of prices reaches the highest.
func TestPricesAboveOneAreShown(t *testing.T) {
	run, top := usualRun(40), 0.
	run.Context.Slippage[1].Y[0] = 1.2
	for _, w := range wordsOf(t, run, "slippage") {
		if x, err := strconv.ParseFloat(w.text, 64); err == nil {
			top = max(top, x)
		}
	}
	if top < 1.2 {
		t.Errorf("the axis ends at %v, prices at 1.2", top)
	}
}

// TestFiguresKeepToTheirPlace draws every figure of ordinary and odd runs and checks
// that nothing leaves it and that no text lies on other text.
func TestFiguresKeepToTheirPlace(t *testing.T) {
	theme := mustTheme(t)
	for name, run := range runs() {
		t.Run(name, func(t *testing.T) {
			for _, f := range figures(theme, run) {
				s := drawn(t, theme, f)
				for _, c := range s.complaints(f) {
					t.Errorf("%s: %s", f.Name, c)
				}
			}
		})
	}
}

// TestFiguresOfAnyNumbersKeepToTheirPlace does so with numbers of any size and names of
// any length.
func TestFiguresOfAnyNumbersKeepToTheirPlace(t *testing.T) {
	theme := mustTheme(t)
	rapid.Check(t, func(rt *rapid.T) {
		run := anyRun(rt)
		for _, f := range figures(theme, run) {
			s := drawn(t, theme, f)
			for _, c := range s.complaints(f) {
				rt.Errorf("%s: %s", f.Name, c)
			}
		}
	})
}

// anyRun draws a run that has metrics, paths, cohorts and positions.
func anyRun(t *rapid.T) *result.Run {
	m := newMaker(rapid.IntRange(1, 60).Draw(t, "n"))
	name := func() string { return strings.Repeat("x", rapid.IntRange(1, 90).Draw(t, "name")) + "-" }
	values := rapid.SliceOfN(number(), 1, 8)
	among := func(list []float64) func(float64) float64 {
		return func(u float64) float64 { return list[int(u*float64(len(list)))] }
	}
	for _, stem := range []string{"lowest_price", "bad_debt"} {
		m.metric(stem+"["+name()+"]", name(), among(values.Draw(t, "values")))
	}
	lost := among(values.Draw(t, "lost"))
	for _, round := range []string{"1", "2"} {
		m.metric("stake_lost_round["+round+"]", "ETH", func(u float64) float64 { return math.Abs(lost(u)) })
	}
	for range rapid.IntRange(0, 4).Draw(t, "cohorts") {
		m.cohort(name(), number().Draw(t, "amount"), 50*rapid.Float64Range(-1, 1).Draw(t, "share"))
	}
	low, high := values.Draw(t, "low"), values.Draw(t, "high")
	m.series("price["+name()+"]", name(), rapid.IntRange(1, 40).Draw(t, "days"),
		func(day float64) float64 { return low[int(day)%len(low)] }, func(day float64) float64 { return high[int(day)%len(high)] })
	k := m.run.Context
	k.Headline, k.Horizon = m.run.Context.Metrics[0].Name, 30*day
	k.Matrix = &result.Matrix{Operators: []string{name(), name()}, Services: []string{name()}, Stake: []float64{math.Abs(low[0]), math.Abs(high[0])}, Slashable: [][]float64{{math.Abs(low[0])}, {math.Abs(high[0])}}}
	for range rapid.IntRange(0, 5).Draw(t, "positions") {
		k.Balance = append(k.Balance, result.Position{Holder: rapid.SampledFrom([]string{"a", "b", name()}).Draw(t, "holder"), In: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "in"),
			Role: rapid.SampledFrom(roles()).Draw(t, "role"), Unit: "ETH", Amount: math.Abs(number().Draw(t, "amount"))})
		k.Events = append(k.Events, result.Event{At: rapid.Int64Range(-day, 40*day).Draw(t, "at"), Text: name()})
		curve := result.Curve{Name: name(), XUnit: name(), YUnit: name(), X: []float64{0, math.Abs(number().Draw(t, "sold"))}, Y: []float64{1, rapid.Float64Range(0, 1.5).Draw(t, "price")}}
		k.Slippage, k.Lorenz = append(k.Slippage, curve), append(k.Lorenz, result.Curve{Name: name(), X: []float64{0, 0.5, 1}, Y: []float64{0, rapid.Float64Range(0, 0.5).Draw(t, "held"), 1}})
	}
	return m.run
}
