package store

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

func sample(name string) *result.Run {
	price := result.Metric{Name: "lowest_price[ezETH]", Unit: "ETH", Help: "lowest price"}
	debt := result.Metric{Name: "bad_debt", Unit: "ETH", Help: "debt without collateral"}
	pass := true
	return &result.Run{
		Summary: &result.Summary{Schema: result.SummarySchema, Scenario: name, Replications: 3, Seed: math.MaxUint64,
			Metrics: map[string]result.MetricSummary{
				price.Name: {Unit: "ETH", N: 3, Mean: stats.Estimate{Est: 0.9, Lo: 0.8, Hi: math.NaN()},
					Quantiles: map[string]stats.Estimate{"p50": stats.Exact(0.9)},
					Prob:      []result.Probability{{Op: "<", Value: 1, Est: 0.5, Lo: 0.1, Hi: stats.Nullable(math.NaN())}}},
			},
			Thresholds: []result.Threshold{{Text: "est(mean(bad_debt)) < 5 ETH", Est: 1, Bound: 1, Pass: &pass}, {Text: "undecided"}},
			Warnings:   []string{"few"}, Frontier: frontier()},
		Context: &result.Context{Schema: result.ContextSchema, Scenario: name, Title: "A & B <c>", Metrics: []result.Metric{price, debt},
			Events: []result.Event{{At: 5, Text: "airdrop"}}, Matrix: &result.Matrix{Operators: []string{"o"}, Slashable: [][]float64{{1}}}},
		Columns: &result.Columns{Metrics: []result.Metric{price, debt}, Cells: []uint32{0, 0, 1}, Replications: []uint32{0, 1, math.MaxUint32},
			Values: [][]float64{{0.9, 0.1 + 0.2, math.NaN()}, {0, -1, math.MaxFloat64}}},
		Series: []result.Series{
			{Cell: 0, Metric: price, Times: []int64{0, 3600, 7200}, Quantiles: []float64{0.05, 0.5}, Values: [][]float64{{1, 2, 3}, {4, 5, 6}}, N: 3},
			{Cell: 1, Metric: debt, Times: []int64{0}, Quantiles: []float64{0.5}, Values: [][]float64{{7}}, N: 2},
		},
	}
}

// frontier has a row of every kind.
func frontier() *result.Frontier {
	none := stats.Estimate{Est: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	return &result.Frontier{
		Find: result.Axis{Path: "network.profit_share", Unit: "%", From: 1, To: 40, Log: true}, At: "snapshot", Statistic: "prob(attack_net > 0 ETH)", N: 3,
		Variants: []result.Variant{{Name: "own", Set: []string{"a=1"}}},
		Crossings: []result.Crossing{
			{Variant: "own", Along: stats.Nullable(math.NaN()), At: stats.Estimate{Est: 5, Lo: 4, Hi: math.NaN()}, Rising: true, Turns: 1, N: 3,
				Witness: &result.Coalition{Paying: 1, Populations: 1, Usual: result.Witness{Operators: []string{"o"}, Cost: 3}, Share: 1, Operators: []result.Member{{Name: "o", Share: 1}}}},
			{Variant: "own", Along: 3, At: none, Side: "above"},
		},
		Points:   []result.Point{{Variant: "own", Along: math.NaN(), At: 1, Statistic: stats.Estimate{Est: 0, Lo: 0, Hi: 0.7}, Mean: stats.Exact(-4)}, {Variant: "own", Along: 2, At: 40, Statistic: none, Mean: none}},
		Attempts: []result.Attempt{{Variant: "own", Along: 2, At: 5, Service: "s", Cost: 10, Profit: 4, Low: 2, High: 9}, {Variant: "own", Along: math.NaN(), At: 5, Cost: 10, Profit: 12, Low: 12, High: 12}},
	}
}

// sameRun compares two runs; NaN equals NaN and an empty list equals none.
func sameRun(t *testing.T, want, got *result.Run) {
	t.Helper()
	nullable := cmp.Comparer(func(a, b stats.Nullable) bool { return a == b || a != a && b != b })
	if d := cmp.Diff(want, got, nullable, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); d != "" {
		t.Errorf("run read back differs (-want +got):\n%s", d)
	}
}

func commit(t *testing.T, dir string, run *result.Run) {
	t.Helper()
	d, err := Create(dir, run.Context.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Discard()
	if err := errors.Join(d.WriteRun(run), d.WriteManifest(&Manifest{Schema: ManifestSchema, Host: ThisHost()}), d.Commit()); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	dir := t.TempDir()
	run := sample("a")
	commit(t, dir, run)
	got, err := Open(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	sameRun(t, run, got)
}

func TestAnyColumnsAndSeriesAreReadBack(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z_]{1,12}(\[[A-Za-z0-9, .-]{1,9}\])?`), 0, 6, rapid.ID).
			Filter(func(s []string) bool {
				for _, n := range s {
					if n == cellColumn || n == replicationColumn {
						return false
					}
				}
				return true
			}).Draw(t, "names")
		n := rapid.IntRange(0, 1500).Draw(t, "n")
		c := &result.Columns{Cells: make([]uint32, n), Replications: make([]uint32, n)}
		for m, name := range names {
			c.Metrics = append(c.Metrics, result.Metric{Name: name, Unit: "ETH"})
			c.Values = append(c.Values, make([]float64, n))
			for r := range n {
				c.Replications[r] = uint32(r)
				c.Values[m][r] = float64(r*31+m) / 7
			}
		}
		s := result.Series{Metric: result.Metric{Name: "x"}, N: n}
		for q := range rapid.IntRange(1, 5).Draw(t, "quantiles") {
			s.Quantiles = append(s.Quantiles, float64(q))
			s.Values = append(s.Values, make([]float64, n))
		}
		for i := range n {
			s.Times = append(s.Times, int64(i)*3600)
		}
		if n == 0 {
			s.Quantiles, s.Values = nil, nil
		}
		d, err := Create(dir, "x")
		if err != nil {
			t.Fatal(err)
		}
		defer d.Discard()
		want := &result.Run{Summary: &result.Summary{Schema: result.SummarySchema}, Context: &result.Context{Schema: result.ContextSchema}, Columns: c, Series: []result.Series{s}}
		if err := errors.Join(d.WriteRun(want), d.Commit()); err != nil {
			t.Fatal(err)
		}
		got, err := Open(filepath.Join(dir, "x"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestSameRunSameBytes(t *testing.T) {
	dir := t.TempDir()
	run := sample("a")
	commit(t, dir, run)
	for _, name := range []string{summaryName, contextName, replicationsName, seriesName} {
		first, err := os.ReadFile(filepath.Join(dir, "a", name))
		if err != nil {
			t.Fatal(err)
		}
		commit(t, filepath.Join(dir, "other"), run)
		second, err := os.ReadFile(filepath.Join(dir, "other", "a", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Errorf("%s differs between two writes", name)
		}
	}
}

func TestColumnsStandInOrder(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, sample("a"))
	var about columnsAbout
	tab, err := readTable(filepath.Join(dir, "a", replicationsName), &about)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"cell", "replication", "lowest_price[ezETH]", "bad_debt"}
	if d := cmp.Diff(want, tab.names); d != "" {
		t.Error(d)
	}
}

func TestCrookedColumnsAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*result.Run){
		"short column":   func(r *result.Run) { r.Columns.Values[1] = r.Columns.Values[1][:2] },
		"no cells":       func(r *result.Run) { r.Columns.Cells = nil },
		"one name twice": func(r *result.Run) { r.Columns.Metrics[1].Name = r.Columns.Metrics[0].Name },
		"named cell":     func(r *result.Run) { r.Columns.Metrics[0].Name = cellColumn },
		"short band":     func(r *result.Run) { r.Series[0].Values[1] = nil },
		"band missing":   func(r *result.Run) { r.Series[0].Values = r.Series[0].Values[:1] },
		"infinite mean": func(r *result.Run) {
			r.Summary.Metrics["x"] = result.MetricSummary{Mean: stats.Exact(math.Inf(1))}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Create(t.TempDir(), "a")
			if err != nil {
				t.Fatal(err)
			}
			defer d.Discard()
			run := sample("a")
			spoil(run)
			if err := d.WriteRun(run); err == nil {
				t.Error("written without an error")
			}
		})
	}
}

func TestUnreadableRuns(t *testing.T) {
	for _, name := range []string{summaryName, contextName, replicationsName, seriesName} {
		dir := t.TempDir()
		commit(t, dir, sample("a"))
		path := filepath.Join(dir, "a", name)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, cut := range []int{0, 1, len(b) / 2, len(b) - 3} {
			if err := os.WriteFile(path, b[:cut], 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(filepath.Join(dir, "a")); !errors.Is(err, ErrUnreadable) {
				t.Errorf("%s cut to %d bytes: error %v, want ErrUnreadable", name, cut, err)
			}
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, ErrUnreadable) {
		t.Errorf("missing directory: error %v, want ErrUnreadable", err)
	}
}

func TestRendererErrorIsNotTheDisksFault(t *testing.T) {
	d, err := Create(t.TempDir(), "a")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Discard()
	broken := errors.New("broken")
	err = d.Write("figures/x.png", func(io.Writer) error { return broken })
	if !errors.Is(err, broken) || errors.Is(err, ErrDisk) {
		t.Errorf("error %v, want the renderer's own", err)
	}
	if err := d.Write("../x", func(io.Writer) error { return nil }); !errors.Is(err, ErrName) {
		t.Errorf("error %v, want ErrName", err)
	}
}
