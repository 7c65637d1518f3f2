package detmath

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestTablesFromSeries(t *testing.T) {
	ln2 := bigLog(bigOf(2))
	for j, e := range exp2Table {
		x := bigNew().Quo(bigNew().Mul(ln2, bigOf(float64(j))), bigOf(32))
		want := bigExp(x)
		value, _ := want.Float64()
		tail, _ := bigNew().Sub(bigNew().Quo(want, bigOf(value)), bigOf(1)).Float64()
		if e.value != value || e.tail != tail {
			t.Errorf("exp2Table[%d] = %x, %x, want %x, %x", j, e.value, e.tail, value, tail)
		}
	}
	for i, e := range logTable {
		want := bigLog(bigNew().Quo(bigOf(1), bigOf(e.inv)))
		hi, _ := want.Float64()
		hi = math.RoundToEven(hi*0x1p42) * 0x1p-42
		lo, _ := bigNew().Sub(want, bigOf(hi)).Float64()
		if e.inv == 1 {
			hi, lo = 0, 0
		}
		if e.logHi != hi || e.logLo != lo || e.inv*512 != math.Floor(e.inv*512) {
			t.Errorf("logTable[%d] = %x, want log %x + %x", i, e, hi, lo)
		}
	}
}

func TestErrorBounds(t *testing.T) {
	one := bigOf(1)
	expm1 := func(x *big.Float) *big.Float { return bigNew().Sub(bigExp(x), one) }
	log1p := func(x *big.Float) *big.Float { return bigLog(bigNew().Add(x, one)) }
	sinh := func(x *big.Float) *big.Float {
		e := bigExp(x)
		d := bigNew().Sub(e, bigNew().Quo(one, e))
		return d.Quo(d, bigOf(2))
	}
	asinh := func(x *big.Float) *big.Float {
		s := bigNew().Add(bigNew().Mul(x, x), one)
		return bigLog(s.Add(s.Sqrt(s), x))
	}
	logistic := func(x *big.Float) *big.Float {
		e := bigExp(bigNew().Neg(x))
		return bigNew().Quo(one, e.Add(e, one))
	}
	const n = 1000
	worst(t, "Exp", 0.54, n, -708, 709.78, Exp, bigExp)
	worst(t, "Exp", 0.54, n, -1, 1, Exp, bigExp)
	worst(t, "Log", 0.52, n, 0.5, 2, Log, bigLog)
	worst(t, "Log", 0.52, n, 0.98, 1.02, Log, bigLog)
	worst(t, "Log", 0.52, n, 0, 1e300, Log, bigLog)
	worst(t, "Log", 0.52, n, 0, 1e-310, Log, bigLog)
	worst(t, "Expm1", 1.3, n, -1, 2, Expm1, expm1)
	worst(t, "Expm1", 1.3, n, -1e-6, 1e-6, Expm1, expm1)
	worst(t, "Expm1", 1.3, n, -45, 700, Expm1, expm1)
	worst(t, "Log1p", 0.6, n, -1, 1, Log1p, log1p)
	worst(t, "Log1p", 0.6, n, -1e-6, 1e-6, Log1p, log1p)
	worst(t, "Log1p", 0.6, n, 0, 1e6, Log1p, log1p)
	worst(t, "Sinh", 2.2, n, -3, 3, Sinh, sinh)
	worst(t, "Sinh", 2.2, n, -1e-6, 1e-6, Sinh, sinh)
	worst(t, "Sinh", 2.2, n, -700, 710, Sinh, sinh)
	worst(t, "Asinh", 2, n, -3, 3, Asinh, asinh)
	worst(t, "Asinh", 2, n, 0, 1e9, Asinh, asinh)
	worst(t, "Logistic", 2.2, n, -700, 40, Logistic, logistic)
}

func TestPowErrorBound(t *testing.T) {
	r := newRand()
	max := 0.0
	for range 3_000 {
		x := Exp(uniform(r, -20, 20))
		if r.IntN(4) == 0 {
			x = uniform(r, 0.99, 1.01)
		}
		y := uniform(r, -600, 600) / math.Abs(math.Log(x))
		want := bigExp(bigNew().Mul(bigLog(bigOf(x)), bigOf(y)))
		max = math.Max(max, ulps(Pow(x, y), want))
	}
	t.Logf("Pow: %.3f units in the last place", max)
	if max > 0.55 {
		t.Errorf("Pow is off by %.3f units, want at most 0.55", max)
	}
}

// Where the result is exact or special, the standard library is the reference.
func TestSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	values := []float64{0, math.Copysign(0, -1), 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, -2.5, 1e300, -1e300,
		1e-300, math.MaxFloat64, -math.MaxFloat64, inf, -inf, nan, -746, 711, 1e-20}
	functions := []struct {
		name    string
		f, want func(float64) float64
	}{
		{"Exp", Exp, math.Exp}, {"Log", Log, math.Log}, {"Expm1", Expm1, math.Expm1},
		{"Log1p", Log1p, math.Log1p}, {"Sinh", Sinh, math.Sinh}, {"Asinh", Asinh, math.Asinh},
	}
	same := func(a, b float64) bool { return a == b || a != a && b != b || relative(a, b) < 1e-14 }
	for _, x := range values {
		for _, c := range functions {
			got, want := c.f(x), c.want(x)
			if !same(got, want) {
				t.Errorf("%s(%v) = %v, want %v", c.name, x, got, want)
			}
		}
		for _, y := range values {
			if got, want := Pow(x, y), math.Pow(x, y); !same(got, want) ||
				math.Signbit(got) != math.Signbit(want) && got == got {
				t.Errorf("Pow(%v, %v) = %v, want %v", x, y, got, want)
			}
		}
	}
}

func TestSubnormals(t *testing.T) {
	if got := Log(5e-324); got != -744.4400719213812 { // −1074·log 2
		t.Errorf("Log of the smallest number = %v", got)
	}
	for x := -708.0; x > -745; x -= 0.37 {
		want, _ := bigExp(bigOf(x)).Float64()
		if d := math.Abs(Exp(x) - want); d > 5e-324 {
			t.Errorf("Exp(%v) = %v, want %v", x, Exp(x), want)
		}
	}
}

func TestInverses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-300, 300).Draw(t, "x")
		if got := Log(Exp(x)); math.Abs(got-x) > 2e-16*math.Max(1, math.Abs(x))*2 {
			t.Errorf("Log(Exp(%v)) = %v", x, got)
		}
		if got := Log1p(Expm1(x / 10)); math.Abs(got-x/10) > 1e-15*Exp(math.Max(0, -x/10)) {
			t.Errorf("Log1p(Expm1(%v)) = %v", x/10, got)
		}
		if got := Asinh(Sinh(x)); relative(got, x) > 2e-15 {
			t.Errorf("Asinh(Sinh(%v)) = %v", x, got)
		}
		if got := Logistic(x) + Logistic(-x); math.Abs(got-1) > 4e-16 {
			t.Errorf("Logistic(%v) + Logistic(%v) = %v", x, -x, got)
		}
	})
}

func TestMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(1e-3, 700).Draw(t, "x")
		y := math.Nextafter(x, 1e9)
		if Exp(x) > Exp(y) || Log(x) > Log(y) {
			t.Errorf("not monotone between %v and the next number", x)
		}
	})
}
