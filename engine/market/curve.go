package market

import (
	"math"

	"github.com/restakesim/restakesim/engine/detmath"
)

// Curve is the StableSwap invariant (M. Egorov, StableSwap, 2019) for balances that
// are already scaled by their redemption rates, so that equal numbers are worth the
// same:
//
//	Ann·S + D = Ann·D + D^(n+1)/(nⁿ·Πx),  S = Σx,  Ann = A·n
//
// Amplification is the coded A (the paper's A times n^(n-1)), at least 1.
type Curve struct {
	Coins         int
	Amplification float64
}

func (c Curve) ann() float64 { return float64(c.Amplification * float64(c.Coins)) }

// Invariant returns D, in the unit of the balances. All balances must be positive.
// Two coins use the closed form; more use Newton's rule
//
//	D ← (Ann·S + n·P)·D / ((Ann-1)·D + (n+1)·P),  P = D·Π(D/(n·x))
//
// from D = S, which falls monotonically to the root.
func (c Curve) Invariant(x []float64) float64 {
	if len(x) == 2 {
		return invariantOfTwo(c.ann(), x[0], x[1])
	}
	return c.newton(x)
}

// newton is Newton's rule for any number of coins.
func (c Curve) newton(x []float64) float64 {
	ann, n := c.ann(), float64(len(x))
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	d := sum
	for range maxRootSteps {
		p := d
		for _, v := range x {
			p *= d / float64(n*v)
		}
		next := d * ((float64(ann*sum) + float64(n*p)) / (float64((ann-1)*d) + float64((n+1)*p)))
		if math.Abs(next-d) <= epsilon*d {
			return next
		}
		d = next
	}
	return d
}

// invariantOfTwo solves D³ + 4xy(Ann-1)D = 4xy·Ann·(x+y), a depressed cubic with
// one real root, by the hyperbolic form of Cardano's rule. With p = 4xy(Ann-1) and
// q = 4xy·Ann·S the root is 2√(p/3)·sinh(asinh(3q/(2p)·√(3/p))/3).
func invariantOfTwo(ann, x, y float64) float64 {
	p := float64(4*x) * float64(y*(ann-1))
	third := math.Sqrt(p / 3)
	// 3q/2p = 3/2·S·Ann/(Ann-1): the product xy cancels.
	arg := float64(1.5*(x+y)) * (ann / (ann - 1)) / third
	return float64(2*third) * detmath.Sinh(detmath.Asinh(arg)/3)
}

// Price is the marginal price of coin i in coin j, both scaled, before fees:
// (Ann + G/x_i)/(Ann + G/x_j) with G = D^(n+1)/(nⁿ·Πx).
func (c Curve) Price(x []float64, i, j int) float64 {
	ann := c.ann()
	g := imbalanceTerm(x, c.Invariant(x))
	return (ann + g/x[i]) / (ann + g/x[j])
}

// imbalanceTerm is G = D^(n+1)/(nⁿ·Πx) of the invariant: D for equal balances, and more
// the less equal they are.
func imbalanceTerm(x []float64, d float64) float64 {
	g, n := d, float64(len(x))
	for _, v := range x {
		g *= d / float64(n*v)
	}
	return g
}

// Out is the coin j that leaves for dx of coin i, both scaled, before fees.
func (c Curve) Out(x []float64, i, j int, dx float64) float64 {
	return c.lane(x, i, j, c.Invariant(x)).pay(dx)
}

// lane prepares trades of coin i for coin j at invariant d.
func (c Curve) lane(x []float64, i, j int, d float64) lane {
	n := float64(len(x))
	k := d / float64(n*c.ann())
	for m, v := range x {
		if m != j {
			k *= d / float64(n*v)
		}
	}
	return lane{in: x[i], out: x[j], c: float64(k * d)}
}

// lane is one direction of trade along a curve: the two balances and the constant
// of the quadratic y² + by = c that balance y solves, c = D^(n+1)/(nⁿ·Ann·Π'x) with
// the product over all coins but y.
type lane struct{ in, out, c float64 }

// pay is what leaves when dx enters, without subtracting two large balances. The
// quadratic for the new balance, moved to t = y - y', reads t² - ht + F = 0 with
// F = dx·(y + c/(x+dx)) and h = y + c/y + dx; its small root is 2F/(h+√(h²-4F)). What
// stands under the root is taken as b² + 4c of the new balance, a sum of positive
// terms: h² - 4F loses digits where a trade nearly empties a pool of high A.
func (l lane) pay(dx float64) float64 {
	rest := l.c / (l.in + dx)
	u := l.c / l.out
	b := dx + u - l.out
	root := math.Sqrt(float64(b*b) + float64(4*float64(l.in*rest)))
	return 2 * float64(dx*(l.out+rest)) / (l.out + u + dx + root)
}

// trade is what leaves when dx enters and the part of it that the fee is.
func (l lane) trade(f StableFee, dx float64) (gross, rate float64) {
	gross = l.pay(dx)
	rate = f.Rate
	if f.Offpeg > 1 {
		rate = f.at(l.in+float64(0.5*dx), l.out-float64(0.5*gross))
	}
	return gross, rate
}

// twoLanes prepares both directions of a two-coin pool.
func twoLanes(ann, x, y, d float64) (xForY, yForX lane) {
	k := float64(d*float64(d*d)) / float64(4*ann)
	return lane{in: x, out: y, c: k / x}, lane{in: y, out: x, c: k / y}
}

// balanceOf is the other balance of a two-coin curve with invariant d when one is x:
// the positive root of y² + by = c with b = x + D/Ann - D, in the form that does not
// cancel for the sign of b.
func balanceOf(ann, d, x float64) float64 {
	b := x + d/ann - d
	c := float64(d*float64(d*d)) / float64(4*float64(ann*x))
	root := math.Sqrt(float64(b*b) + float64(4*c))
	if b < 0 {
		return 0.5 * (root - b)
	}
	return 2 * c / (root + b)
}

// priceOfTwo is the marginal price of x in y on a two-coin curve.
func priceOfTwo(ann, d, x, y float64) float64 {
	g := float64(d*(d/x)) * (d / y) * 0.25
	return (ann + g/x) / (ann + g/y)
}
