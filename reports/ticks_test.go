package reports

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func labels(ts []tick) []string {
	var out []string
	for _, m := range ts {
		out = append(out, m.label)
	}
	return out
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		n      int
		want   string
	}{
		{0, 100, 5, "0|20|40|60|80|100"},
		{0, 100, 4, "0|50|100"},
		{0, 1, 10, "0.0|0.1|0.2|0.3|0.4|0.5|0.6|0.7|0.8|0.9|1.0"},
		{0, 0.3, 3, "0.0|0.1|0.2|0.3"}, // 3·0.1 is above 0.3 in binary
		{-0.3, 0.3, 3, "−0.2|0.0|0.2"},
		{3, 29, 3, "10|20"},
		{950, 1050, 2, "950|1,000|1,050"},
		{0, 3e6, 3, "0|1 m|2 m|3 m"},
		{0, 1.5e9, 3, "0.0|0.5 bn|1.0 bn|1.5 bn"},
		{-2e12, 0, 2, "−2·10¹²|−1·10¹²|0"},
		{0, 2e18, 2, "0|1e18|2e18"},
		{0, 3e-7, 3, "0|1e-7|2e-7|3e-7"},
		{5, 5, 3, ""}, {6, 5, 3, ""}, {math.NaN(), 5, 3, ""}, {math.Inf(-1), 5, 3, ""}, {-1e308, 1e308, 3, ""},
	} {
		if got := strings.Join(labels(ticks(c.lo, c.hi, c.n)), "|"); got != c.want {
			t.Errorf("%v to %v in %d: %q, want %q", c.lo, c.hi, c.n, got, c.want)
		}
	}
}

func TestLogTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		n      int
		want   string
	}{
		{1, 100, 6, "1 2 5 10 20 50 100"},
		{1, 100, 4, "1 3 10 30 100"},
		{1, 100, 3, "1 10 100"},
		{0.05, 2, 5, "0.05 0.1 0.2 0.5 1 2"},
		{10, 60, 4, "10 20 50"},
		{2.1, 4.7, 4, "3 4"},                                    // neither 2 nor 5 lies within
		{1e-12, 1e12, 4, "1e-10 1e-5 1 100,000 10,000,000,000"}, // every fifth
		{7, 7, 4, ""}, {5, 5, 4, "5"},
	} {
		if got := strings.Join(labels(logTicks(c.lo, c.hi, c.n)), " "); got != c.want {
			t.Errorf("%v to %v in %d: %q, want %q", c.lo, c.hi, c.n, got, c.want)
		}
	}
}

// readLabel reads what stands at a mark.
func readLabel(t *rapid.T, label string) float64 {
	s := strings.NewReplacer(",", "", "−", "-", " bn", "e9", " m", "e6", "·10¹²", "e12").Replace(label)
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x == 0 && strings.Contains(s, "-") {
		t.Errorf("mark %q: %v, %v", label, x, err)
	}
	return x
}

// drawRange draws a range that is not narrower than 1e-9 of its ends.
func drawRange(t *rapid.T) (lo, hi float64) {
	lo = number().Draw(t, "lo")
	width := math.Max(math.Abs(number().Draw(t, "width")), 1e-9*math.Abs(lo))
	return lo, lo + math.Max(width, 1e-300)
}

func TestTicksAreReadAsTheyStand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo, hi := drawRange(t)
		n := rapid.IntRange(1, 12).Draw(t, "n")
		ts := ticks(lo, hi, n)
		step, _ := niceStep(hi-lo, n).Float64()
		if mantissa := strings.Split(strconv.FormatFloat(step, 'e', -1, 64), "e")[0]; mantissa != "1" && mantissa != "2" && mantissa != "5" {
			t.Errorf("step %v", step)
		}
		if len(ts) > n+1 || len(ts) < int(float64(n)/2.5) {
			t.Errorf("%d marks for %d pieces", len(ts), n)
		}
		for i, m := range ts {
			slack := 1.001e-6*step + 1e-15*math.Abs(m.at) // the second is the error of a float64
			if m.at < lo-slack || m.at > hi+slack {
				t.Errorf("mark %v lies outside of %v to %v", m.at, lo, hi)
			}
			if x := readLabel(t, m.label); x != m.at {
				t.Errorf("mark at %v says %q, that is %v", m.at, m.label, x)
			}
			if i > 0 && math.Abs(m.at-ts[i-1].at-step) > slack {
				t.Errorf("marks at %v and %v with step %v", ts[i-1].at, m.at, step)
			}
		}
	})
}

func TestLogTicksAreReadAsTheyStand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo := math.Pow(10, rapid.Float64Range(-20, 20).Draw(t, "log lo"))
		hi := lo * math.Pow(10, rapid.Float64Range(0.01, 25).Draw(t, "decades"))
		n := rapid.IntRange(2, 12).Draw(t, "n")
		ts := logTicks(lo, hi, n)
		if len(ts) > n+1 || len(ts) == 0 && n > 2 {
			t.Errorf("%d marks from %v to %v for %d pieces", len(ts), lo, hi, n)
		}
		for i, m := range ts {
			if m.at < lo*0.99999 || m.at > hi*1.00001 || i > 0 && m.at <= ts[i-1].at {
				t.Errorf("marks %v from %v to %v", ts, lo, hi)
			}
			if x := readLabel(t, m.label); x != m.at {
				t.Errorf("mark at %v says %q, that is %v", m.at, m.label, x)
			}
		}
	})
}

func TestNiceRangesBeginAndEndOnMarks(t *testing.T) {
	type ends struct{ Lo, Hi float64 }
	for from, want := range map[ends]ends{
		{0.3, 9.7}: {0, 10}, {-31376, 811}: {-40000, 10000}, {0, 0}: {-0.6, 0.6}, {200, 200}: {190, 210}, {0.1, 0.3}: {0.1, 0.3}, {-1e308, 1e308}: {-1e308, 1e308},
	} {
		lo, hi := nice(from.Lo, from.Hi, 5)
		if got := (ends{lo, hi}); !cmp.Equal(got, want) {
			t.Errorf("%v becomes %v, want %v", from, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		lo, hi := drawRange(t)
		n := rapid.IntRange(1, 8).Draw(t, "n")
		a, b := nice(lo, hi, n)
		if step, _ := niceStep(hi-lo, n).Float64(); a > lo || b < hi || lo-a > 1.0001*step || b-hi > 1.0001*step {
			t.Errorf("%v to %v becomes %v to %v with step %v", lo, hi, a, b, step)
		}
	})
}
