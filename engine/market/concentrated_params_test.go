package market

import (
	"testing"

	"github.com/restakesim/restakesim/engine/param"
)

// TestConcentratedParams: ends of ranges move outwards to ticks of the spacing, and stay
// where they are if they stand on one; without ranges there is one for all prices.
func TestConcentratedParams(t *testing.T) {
	ranges := func(lower, upper string) (out RangeParams) {
		decoded(t, &out, "lower: "+lower, "upper: "+upper)
		return out
	}
	for what, c := range map[string]struct {
		spacing string
		ranges  []RangeParams
		ticks   []int32
	}{
		"around one":      {"10", []RangeParams{ranges("0.9", "1.1")}, []int32{-1060, 960}},
		"on ticks":        {"100", []RangeParams{ranges("1", "1.010049662092876")}, []int32{0, 100}},
		"narrow":          {"60", []RangeParams{ranges("1.00001", "1.00002")}, []int32{0, 60}},
		"two that touch":  {"1", []RangeParams{ranges("1", "1.0001"), ranges("0.9999", "1")}, []int32{-2, 0, 1}},
		"far away":        {"200", []RangeParams{ranges("1e-15", "1e15")}, []int32{-345600, 345600}},
		"all prices":      {"10", nil, []int32{-887270, 887270}},
		"a large spacing": {"16383", nil, []int32{-884682, 884682}},
	} {
		var p ConcentratedParams
		decoded(t, &p, "tick_spacing: "+c.spacing)
		p.Ranges = c.ranges
		pool, err := p.Open(newVenue(t).listing())
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		roots := pool.(*Concentrated).roots
		for i, tick := range c.ticks {
			if len(roots) != len(c.ticks) || roots[i] != tickRoot(tick) {
				t.Errorf("%s: ticks at %v, want √price at %v", what, roots, c.ticks)
				break
			}
		}
	}
	upsideDown := ranges("0.5", "2")
	upsideDown.Upper = param.Number(0.5)
	if len(upsideDown.Validate()) != 1 {
		t.Error("a range without width passes")
	}
}
