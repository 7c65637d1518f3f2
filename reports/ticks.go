package reports

import (
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
	at := decimal.NewFromFloat(lo).Sub(slack).Div(step).Ceil().Mul(step)
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
	switch {
	case size >= 1e15:
		return 15, "·10¹⁵"
	case size >= 1e12:
		return 12, "·10¹²"
	case size >= 1e9:
		return 9, " bn"
	case size >= 1e6:
		return 6, " m"
	}
	return 0, ""
}

// nice widens a range to the next marks, so that axes begin and end on one.
func nice(lo, hi float64, n int) (float64, float64) {
	if !(hi > lo) {
		pad := math.Max(math.Abs(lo)*0.05, 0.5)
		lo, hi = lo-pad, hi+pad
	}
	step := niceStep(hi-lo, n)
	down := decimal.NewFromFloat(lo).Div(step).Floor().Mul(step)
	up := decimal.NewFromFloat(hi).Div(step).Ceil().Mul(step)
	return down.InexactFloat64(), up.InexactFloat64()
}
