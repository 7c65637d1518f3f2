package reports

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"
)

// tick is a mark on an axis.
type tick struct {
	at    float64
	label string
}

// niceStep returns the step of the form 1, 2 or 5 times a power of ten that cuts
// the span into at most n pieces.
func niceStep(span float64, n int) decimal.Decimal {
	least := decimal.NewFromFloat(span / float64(max(1, n)))
	step := decimal.New(1, int32(magnitude(least)))
	for _, k := range []int64{1, 2, 5, 10} {
		if c := step.Mul(decimal.NewFromInt(k)); c.GreaterThanOrEqual(least) {
			return c
		}
	}
	return step.Mul(decimal.NewFromInt(10))
}

// ticks puts marks at multiples of a 1-2-5 step within the range.
func ticks(lo, hi float64, n int) []tick {
	if !(hi > lo) || math.IsInf(hi-lo, 0) {
		return nil
	}
	step := niceStep(hi-lo, n)
	scale, suffix := shorten(math.Max(math.Abs(lo), math.Abs(hi)))
	shown := step.Shift(-scale)
	places := max(0, -magnitude(shown))
	slack := step.Shift(-6)
	var out []tick
	at := above(decimal.NewFromFloat(lo).Sub(slack), step)
	for end := decimal.NewFromFloat(hi).Add(slack); at.LessThanOrEqual(end); at = at.Add(step) {
		label := plain(at.Shift(-scale), places)
		if !at.IsZero() {
			label += suffix
		}
		out = append(out, tick{at.InexactFloat64(), typeset(label)})
	}
	return out
}

// shorten says by which power of ten labels of this size are divided and what
// stands for it.
func shorten(size float64) (power int32, suffix string) {
	m := magnitude(decimal.NewFromFloat(size))
	switch {
	case !ordinary(m):
		return int32(m), fmt.Sprintf("e%d", m)
	case m >= 12:
		return 12, "·10¹²"
	case m >= 9:
		return 9, " bn"
	case m >= 6:
		return 6, " m"
	}
	return 0, ""
}

// nice widens a range to the next marks, so that axes begin and end on one.
func nice(lo, hi float64, n int) (float64, float64) {
	if !finite(hi - lo) {
		return lo, hi
	}
	if !(hi > lo) {
		pad := math.Max(math.Abs(lo)*0.05, 0.5)
		lo, hi = lo-pad, hi+pad
	}
	step := niceStep(hi-lo, n)
	down := above(decimal.NewFromFloat(-lo), step).Neg()
	return down.InexactFloat64(), above(decimal.NewFromFloat(hi), step).InexactFloat64()
}

// above is the least multiple of the step that is not below x.
func above(x, step decimal.Decimal) decimal.Decimal {
	n, rest := x.QuoRem(step, 0)
	if rest.IsPositive() {
		n = n.Add(decimal.NewFromInt(1))
	}
	return n.Mul(step)
}

// logTicks marks powers of ten, and twice and five times them where there is room; a
// range too short for two such marks is marked at even steps. Both ends lie above zero.
func logTicks(lo, hi float64, n int) []tick {
	decades := magnitude(decimal.NewFromFloat(hi)) - magnitude(decimal.NewFromFloat(lo))
	if decades <= n+1 {
		for _, factors := range [][]int64{{1, 2, 5}, {1, 3}, {1}} {
			if out := powers(lo, hi, factors, 1); len(out) <= n+1 {
				if len(out) < 2 && hi > lo {
					return ticks(lo, hi, n)
				}
				return out
			}
		}
	}
	for every := max(2, decades/(n+1)); ; every++ {
		if out := powers(lo, hi, []int64{1}, every); len(out) <= n+1 {
			return out
		}
	}
}

// powers lists the multiples of powers of ten, of every so many of them, in a range.
func powers(lo, hi float64, factors []int64, every int) []tick {
	const slack = 1e-9 // of computed ends
	var out []tick
	last := magnitude(decimal.NewFromFloat(hi)) + 1
	for e := magnitude(decimal.NewFromFloat(lo)); e <= last; e++ {
		if e%every != 0 {
			continue
		}
		for _, f := range factors {
			if at := decimal.New(f, int32(e)).InexactFloat64(); at >= lo*(1-slack) && at <= hi*(1+slack) {
				out = append(out, tick{at, FormatNumber(at, 1)})
			}
		}
	}
	return out
}
