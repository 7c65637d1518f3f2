package stats

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// sample makes a Sample of what a test knows to be fine.
func sample(t interface{ Fatal(...any) }, values ...float64) *Sample {
	s, err := NewSample(values)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// upTo returns 1, 2, …, n.
func upTo(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = float64(i + 1)
	}
	return values
}

// same compares two estimates; NaN equals NaN.
func same(a, b Estimate, tolerance float64) bool {
	near := func(x, y float64) bool {
		return math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) <= tolerance
	}
	return near(a.Est, b.Est) && near(a.Lo, b.Lo) && near(a.Hi, b.Hi)
}

func TestNewSampleRefuses(t *testing.T) {
	if _, err := NewSample(nil); !errors.Is(err, ErrEmpty) {
		t.Errorf("nothing: %v", err)
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if _, err := NewSample([]float64{1, x}); !errors.Is(err, ErrNotFinite) {
			t.Errorf("%v: %v", x, err)
		}
	}
}

func TestSampleCopiesAndSorts(t *testing.T) {
	values := []float64{3, 1, 2}
	s := sample(t, values...)
	if !slices.Equal(s.Sorted(), []float64{1, 2, 3}) || !slices.Equal(values, []float64{3, 1, 2}) || s.N() != 3 || s.Min() != 1 || s.Max() != 3 {
		t.Errorf("sorted %v, given %v", s.Sorted(), values)
	}
	negative := sample(t, math.Copysign(0, -1), 0)
	for _, x := range negative.Sorted() {
		if math.Signbit(x) {
			t.Error("a negative zero is kept")
		}
	}
}

// TestResultsDoNotDependOnOrder permutes the replications.
func TestResultsDoNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e9, 1e9), 1, 60).Draw(t, "values")
		shuffled := rapid.Permutation(values).Draw(t, "shuffled")
		a, b := sample(t, values...), sample(t, shuffled...)
		for i, f := range everyStatistic() {
			if x, y := f(a), f(b); !same(x, y, 0) {
				t.Fatalf("statistic %d: %v and %v", i, x, y)
			}
		}
	})
}

func everyStatistic() []func(*Sample) Estimate {
	return []func(*Sample) Estimate{
		(*Sample).Mean,
		(*Sample).SD,
		func(s *Sample) Estimate { return s.Quantile(0.05) },
		func(s *Sample) Estimate { return s.Quantile(0.5) },
		func(s *Sample) Estimate { return s.Quantile(0.99) },
		func(s *Sample) Estimate { return s.ES(0.05) },
		func(s *Sample) Estimate { return s.ES(0.95) },
		func(s *Sample) Estimate { return s.Prob(Greater, 0) },
	}
}

// TestEndsEncloseTheEstimate holds for every statistic and sample.
func TestEndsEncloseTheEstimate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.Float64Range(-3, 3)
		ties := rapid.Map(rapid.IntRange(0, 2), func(i int) float64 { return float64(i) })
		s := sample(t, rapid.SliceOfN(rapid.OneOf(few, ties), 1, 60).Draw(t, "values")...)
		for i, f := range everyStatistic() {
			e := f(s)
			if e.Lo > e.Est+1e-12 || e.Hi < e.Est-1e-12 {
				t.Fatalf("statistic %d of %v: %v", i, s.Sorted(), e)
			}
		}
	})
}

func TestReplicationsThatAgreeAreExact(t *testing.T) {
	s := sample(t, 0.1, 0.1, 0.1)
	for i, f := range everyStatistic()[:7] {
		want := Exact(0.1)
		if i == 1 {
			want = Exact(0)
		}
		if got := f(s); got != want || !got.IsExact() {
			t.Errorf("statistic %d: %v, want %v", i, got, want)
		}
	}
	if e := s.Prob(Greater, 0); e.Est != 1 || e.IsExact() {
		t.Errorf("three of three say that a probability is %v", e)
	}
	if s.Warnings() != nil {
		t.Errorf("warnings %v", s.Warnings())
	}
}

func TestOneReplicationHasNoIntervals(t *testing.T) {
	s := sample(t, 7)
	nan := math.NaN()
	for i, f := range everyStatistic()[:7] {
		want := Estimate{7, nan, nan}
		switch i {
		case 1:
			want.Est = nan // no spread
		case 4:
			want.Lo = 7 // p99 lies below a single replication with probability 1 % only
		}
		if got := f(s); !same(got, want, 0) {
			t.Errorf("statistic %d: %v, want %v", i, got, want)
		}
	}
}
