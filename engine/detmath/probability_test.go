package detmath

import (
	"math"
	"math/big"
	"testing"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// bigBinomialCDF adds up exact binomial masses.
func bigBinomialCDF(k, n int, p float64) float64 {
	x, y := bigOf(p), bigNew().Sub(bigOf(1), bigOf(p))
	term := bigOf(1)
	for range n {
		term.Mul(term, y)
	}
	odds := bigNew().Quo(x, y)
	sum := bigNew()
	for j := 0; j <= k; j++ {
		sum.Add(sum, term)
		term.Mul(term, odds)
		term.Mul(term, bigOf(float64(n-j)))
		term.Quo(term, bigOf(float64(j+1)))
	}
	f, _ := sum.Float64()
	return f
}

func TestLogGammaAgainstFactorials(t *testing.T) {
	product := bigOf(1)
	max := 0.0
	for n := 1; n < 400; n++ {
		want, _ := bigLog(product).Float64()
		max = math.Max(max, math.Abs(LogGamma(float64(n))-want)/math.Max(float64(n), want))
		product.Mul(product, bigOf(float64(n)))
	}
	half := 0.5 * math.Log(math.Pi)
	max = math.Max(max, math.Abs(LogGamma(0.5)-half))
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(1e-6, 1e6).Draw(t, "x")
		want, _ := math.Lgamma(x)
		if math.Abs(LogGamma(x)-want) > 5e-15*math.Max(1, math.Max(x, math.Abs(want))) {
			t.Errorf("LogGamma(%v) = %v, want %v", x, LogGamma(x), want)
		}
	})
	t.Logf("LogGamma: error %.2g of max(1, x, |log Γ|)", max)
	if max > 5e-15 {
		t.Errorf("LogGamma has error %g", max)
	}
}

func TestBinomialCDFAgainstExactSums(t *testing.T) {
	r := newRand()
	max := 0.0
	for range 300 {
		n := 1 + r.IntN(1200)
		p := r.Float64()
		if r.IntN(3) == 0 {
			p = Exp(uniform(r, -12, 0))
		}
		k := r.IntN(n)
		want := bigBinomialCDF(k, n, p)
		if want < 1e-280 {
			continue
		}
		if e := relative(BinomialCDF(k, n, p), want); e > max {
			max = e
		}
		// The same number by definition, through the public door.
		if beta := BetaInc(float64(k+1), float64(n-k), p); math.Abs(1-beta-want) > 1e-13 {
			t.Errorf("1 - BetaInc(%d, %d, %v) = %v, want %v", k+1, n-k, p, 1-beta, want)
		}
	}
	t.Logf("BinomialCDF: relative error %.2g", max)
	if max > 2e-13 {
		t.Errorf("BinomialCDF has relative error %g", max)
	}
}

func TestBinomialCDFEdges(t *testing.T) {
	for _, c := range []struct {
		k, n int
		p    float64
		want float64
	}{
		{-1, 5, 0.3, 0}, {5, 5, 0.3, 1}, {9, 5, 0.3, 1}, {0, 5, 0, 1}, {4, 5, 1, 0}, {0, 0, 0.5, 1},
	} {
		if got := BinomialCDF(c.k, c.n, c.p); got != c.want {
			t.Errorf("BinomialCDF(%d, %d, %v) = %v, want %v", c.k, c.n, c.p, got, c.want)
		}
	}
	if got := BinomialCDF(1, -1, 0.5); got == got {
		t.Errorf("negative n gives %v, want NaN", got)
	}
}

func TestBetaAgainstGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Float64Range(0.05, 400).Draw(t, "a")
		b := rapid.Float64Range(0.05, 400).Draw(t, "b")
		x := rapid.Float64Range(0, 1).Draw(t, "x")
		want := mathext.RegIncBeta(a, b, x)
		if got := BetaInc(a, b, x); math.Abs(got-want) > 1e-11 {
			t.Errorf("BetaInc(%v, %v, %v) = %v, want %v", a, b, x, got, want)
		}
	})
}

func TestBetaQuantileInverts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Exp(rapid.Float64Range(-3, 12).Draw(t, "log a"))
		b := Exp(rapid.Float64Range(-3, 12).Draw(t, "log b"))
		p := rapid.Float64Range(1e-9, 1-1e-9).Draw(t, "p")
		x := BetaQuantile(p, a, b)
		if x == 1 || x < 1e-290 { // beyond the reach of float64
			return
		}
		// The slope turns the distance between neighbouring x into one of p.
		slope := betaMass(a, b, x, 1-x) / (x * (1 - x))
		allowed := 1e-12 + 4e-16*slope*math.Max(x, 0.5)
		if got := BetaInc(a, b, x); math.Abs(got-p) > allowed {
			t.Errorf("BetaInc(%v, %v, BetaQuantile(%v) = %v) = %v", a, b, p, x, got)
		}
	})
}

// Clopper and Pearson's interval for no success in n trials has a closed form.
func TestBetaQuantileClosedForm(t *testing.T) {
	for _, n := range []float64{1, 2, 10, 100, 1000, 100_000} {
		for _, p := range []float64{1e-6, 0.025, 0.5, 0.95, 0.975} {
			want := -math.Expm1(math.Log1p(-p) / n)
			if got := BetaQuantile(p, 1, n); relative(got, want) > 1e-12 {
				t.Errorf("BetaQuantile(%v, 1, %v) = %v, want %v", p, n, got, want)
			}
			want = math.Exp(math.Log(p) / n)
			if got := BetaQuantile(p, n, 1); relative(got, want) > 1e-12 {
				t.Errorf("BetaQuantile(%v, %v, 1) = %v, want %v", p, n, got, want)
			}
		}
	}
}

// Percentage points of Student's law; the first two rows have closed forms:
// tan(π(p−½)) and (2p−1)/√(2p(1−p)).
func TestTQuantileKnownAnswers(t *testing.T) {
	for _, c := range []struct{ p, df, want float64 }{
		{0.975, 1, math.Tan(math.Pi * 0.475)}, {0.75, 1, 1}, {0.975, 2, 0.95 / math.Sqrt(2*0.975*0.025)},
		{0.6, 2, 0.2 / math.Sqrt(2*0.6*0.4)}, {0.975, 10, 2.2281388519862747}, {0.95, 30, 1.6972608865939578},
		{0.975, 999, 1.96234146113345}, {0.995, 5, 4.032142983555228}, {0.5, 7, 0},
	} {
		if got := TQuantile(c.p, c.df); math.Abs(got-c.want) > 2e-12*math.Max(1, c.want) {
			t.Errorf("TQuantile(%v, %v) = %v, want %v", c.p, c.df, got, c.want)
		}
		if got := TQuantile(1-c.p, c.df); math.Abs(got+c.want) > 2e-12*math.Max(1, c.want) {
			t.Errorf("TQuantile(%v, %v) = %v, want %v", 1-c.p, c.df, got, -c.want)
		}
	}
	if got, want := TQuantile(0.975, 1e12), NormQuantile(0.975); got != want {
		t.Errorf("with many degrees of freedom the quantile is %v, want %v", got, want)
	}
}

func TestStudentAgainstGonumAndInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		df := Exp(rapid.Float64Range(-1, 12).Draw(t, "log df"))
		x := rapid.Float64Range(-12, 12).Draw(t, "t")
		p := TCDF(x, df)
		want := distuv.StudentsT{Sigma: 1, Nu: df}.CDF(x)
		// Near zero the twin subtracts two numbers close to 1.
		if math.Abs(x) > 0.1 && math.Abs(p-want) > 1e-9 {
			t.Errorf("TCDF(%v, %v) = %v, want %v", x, df, p, want)
		}
		if got := TCDF(-x, df); math.Abs(got-(1-p)) > 4e-16 {
			t.Errorf("TCDF(%v, %v) = %v, want %v", -x, df, got, 1-p)
		}
		if x > 0 || p < 1e-290 {
			return
		}
		if back := TQuantile(p, df); math.Abs(back-x) > 1e-11*math.Max(math.Abs(x), 1e-3) {
			t.Errorf("TQuantile(TCDF(%v, %v)) = %v", x, df, back)
		}
	})
}

func TestPoissonQuantileAgainstSums(t *testing.T) {
	r := newRand()
	for range 2000 {
		mean := Exp(uniform(r, -3, 7))
		u := r.Float64()
		// The obvious twin: add up masses in big arithmetic.
		term := bigExp(bigOf(-mean))
		sum := bigNew().Set(term)
		want := 0
		for ; sum.Cmp(bigOf(u)) < 0; want++ {
			term.Quo(term.Mul(term, bigOf(mean)), bigOf(float64(want+1)))
			sum.Add(sum, term)
		}
		if got := PoissonQuantile(u, mean); got != want {
			t.Errorf("PoissonQuantile(%v, %v) = %d, want %d", u, mean, got, want)
		}
	}
}

func TestPoissonQuantileEdges(t *testing.T) {
	last := math.Nextafter(1, 0)
	for _, mean := range []float64{1e-9, 0.5, 19.9, 20.1, 1e3, 1e6, 1e7} {
		low, mid, high := PoissonQuantile(1e-16, mean), PoissonQuantile(0.5, mean), PoissonQuantile(last, mean)
		if low > mid || mid > high || math.Abs(float64(mid)-mean) > 1 {
			t.Errorf("mean %v: quantiles %d, %d, %d", mean, low, mid, high)
		}
	}
	if got := PoissonQuantile(0.3, 0); got != 0 {
		t.Errorf("mean 0 gives %d", got)
	}
	// Where the law is approximated, the step to it is seamless.
	below, above := PoissonQuantile(0.975, 1e8), PoissonQuantile(0.975, 1e8+1)
	if d := above - below; d < 0 || d > 2 {
		t.Errorf("quantile jumps from %d to %d", below, above)
	}
}

func TestSizeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.Float64Range(0.001, 0.999).Draw(t, "u")
		mean := rapid.Float64Range(0.1, 1e6).Draw(t, "mean")
		if got := -math.Expm1(-ExponentialQuantile(u, mean) / mean); relative(got, u) > 1e-13 {
			t.Errorf("exponential: F(Q(%v)) = %v", u, got)
		}
		sigma := rapid.Float64Range(0.1, 3).Draw(t, "sigma")
		want := distuv.LogNormal{Mu: 1, Sigma: sigma}.Quantile(u)
		if got := LognormalQuantile(u, 1, sigma); relative(got, want) > 1e-9 {
			t.Errorf("lognormal quantile %v, want %v", got, want)
		}
		shape := rapid.Float64Range(0.05, 5).Draw(t, "shape")
		max := rapid.Float64Range(1.5, 1e5).Draw(t, "max")
		x := BoundedParetoQuantile(u, shape, 1, max)
		share := (1 - math.Pow(x, -shape)) / (1 - math.Pow(max, -shape))
		if math.Abs(share-u) > 1e-9 || x < 1 || x > max {
			t.Errorf("bounded Pareto: F(Q(%v)) = %v at %v", u, share, x)
		}
	})
	if got := BoundedParetoQuantile(0.75, 1, 2, math.Inf(1)); relative(got, 8) > 1e-15 {
		t.Errorf("unbounded Pareto quantile %v, want 8", got)
	}
	if got := BoundedParetoQuantile(0.3, 1, 5, 5); got != 5 {
		t.Errorf("Pareto on a point gives %v", got)
	}
}

func TestRefusedArguments(t *testing.T) {
	nan := math.NaN()
	for name, got := range map[string]float64{
		"LogGamma(0)": LogGamma(0), "LogGamma(-1.5)": LogGamma(-1.5), "BetaInc a": BetaInc(0, 1, 0.5),
		"BetaInc x": BetaInc(1, 1, 1.5), "BetaInc NaN": BetaInc(1, nan, 0.5), "BetaQuantile p": BetaQuantile(1.1, 1, 1),
		"BetaQuantile b": BetaQuantile(0.5, 1, -1), "TCDF df": TCDF(1, 0), "TCDF NaN": TCDF(nan, 3),
		"TQuantile p": TQuantile(-0.1, 3), "BinomialCDF p": BinomialCDF(1, 2, nan),
		"BetaInc inf": BetaInc(math.Inf(1), 1, 0.5),
	} {
		if got == got {
			t.Errorf("%s = %v, want NaN", name, got)
		}
	}
}

func TestPiReference(t *testing.T) {
	want, _ := new(big.Float).SetPrec(referenceBits).SetString("3.14159265358979323846264338327950288419716939937510582097494459")
	d, _ := bigNew().Sub(bigPi(referenceBits), want).Float64()
	if math.Abs(d) > 1e-60 {
		t.Errorf("π is off by %g", d)
	}
}
