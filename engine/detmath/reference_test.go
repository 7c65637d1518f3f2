package detmath

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// The references below are slow, obvious series in big arithmetic.

const referenceBits = 320

func bigOf(x float64) *big.Float { return new(big.Float).SetPrec(referenceBits).SetFloat64(x) }

func bigNew() *big.Float { return new(big.Float).SetPrec(referenceBits) }

// bigExp is the Taylor series of the argument divided by 2^40, squared 40 times.
func bigExp(x *big.Float) *big.Float {
	const halvings = 40
	y := bigNew().SetMantExp(x, -halvings)
	sum, term := bigOf(1), bigOf(1)
	for n := 1; n < 40; n++ {
		term.Quo(bigNew().Mul(term, y), bigOf(float64(n)))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

// bigLog improves the library's logarithm by Halley's iteration, which triples the
// number of right bits each time.
func bigLog(x *big.Float) *big.Float {
	mant := bigNew()
	e := x.MantExp(mant)
	m, _ := mant.Float64()
	y := bigOf(math.Log(m) + float64(e)*math.Ln2)
	for range 3 {
		ey := bigExp(y)
		num := bigNew().Sub(x, ey)
		den := bigNew().Add(x, ey)
		y.Add(y, num.Mul(num, bigOf(2)).Quo(num, den))
	}
	return y
}

// ulps is the distance of got from want in units of want's last place.
func ulps(got float64, want *big.Float) float64 {
	w, _ := want.Float64()
	unit := math.Nextafter(math.Abs(w), math.Inf(1)) - math.Abs(w)
	d, _ := bigNew().Sub(bigOf(got), want).Float64()
	return math.Abs(d) / unit
}

// relative is the relative distance of got from want.
func relative(got, want float64) float64 {
	if got == want {
		return 0
	}
	return math.Abs(got-want) / math.Abs(want)
}

func newRand() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func uniform(r *rand.Rand, lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }

// worst is the largest error over n arguments drawn from [lo, hi].
func worst(t *testing.T, name string, bound float64, n int, lo, hi float64,
	f func(float64) float64, ref func(*big.Float) *big.Float) {
	t.Helper()
	r := newRand()
	max, at := 0.0, 0.0
	for range n {
		x := uniform(r, lo, hi)
		if e := ulps(f(x), ref(bigOf(x))); e > max {
			max, at = e, x
		}
	}
	t.Logf("%-8s on [%g, %g]: %.3f units in the last place at %v", name, lo, hi, max, at)
	if max > bound {
		t.Errorf("%s(%v) is off by %.3f units, want at most %g", name, at, max, bound)
	}
}
