package market

import "math"

// fallingRoot finds where f, which falls from f(lo) >= 0 to f(hi) <= 0, crosses
// zero, by the secant with bracket of Illinois (Dowell and Jarratt, BIT 11, 1971):
// the retained end's value is halved whenever the same end is kept twice, so the
// bracket closes from both sides. It returns the end of the final bracket where f
// is still at least zero, so a feasible size stays feasible. The bracket ends at four units
// in the last place of its larger end. Where the ends are of so different height that half
// of the steps do not get there, the other half halves the bracket.
func fallingRoot(f func(float64) float64, lo, hi float64) float64 {
	flo, fhi := f(lo), f(hi)
	if flo <= 0 {
		return lo
	}
	if fhi >= 0 {
		return hi
	}
	last := 0
	for step := range maxRootSteps {
		width := hi - lo
		if width <= 4*epsilon*math.Max(math.Abs(lo), math.Abs(hi)) {
			break
		}
		x := inside(lo+float64(width*(flo/(flo-fhi))), lo, hi)
		if step >= maxRootSteps/2 {
			x = middle(lo, hi)
		}
		fx := f(x)
		switch {
		case fx == 0:
			return x
		case fx > 0:
			lo, flo = x, fx
			if last > 0 {
				fhi *= 0.5
			}
			last = 1
		default:
			hi, fhi = x, fx
			if last < 0 {
				flo *= 0.5
			}
			last = -1
		}
	}
	return lo
}

// inside replaces a point that rounding put on or past an end by the middle.
func inside(x, lo, hi float64) float64 {
	if x > lo && x < hi {
		return x
	}
	return middle(lo, hi)
}

func middle(lo, hi float64) float64 { return lo + float64(0.5*(hi-lo)) }

const (
	epsilon      = 0x1p-52
	maxRootSteps = 200
)
