package market

import "math"

// growth is D'/D - 1 when balances x, all positive, whose invariant is d, change to x + by, all
// positive too. D' alone would leave of a small change only what the difference of two
// large numbers leaves; here the change is the root t of the difference of the invariant's
// equation before and after,
//
//	Ann·Σδ - (Ann-1)·D·t - G·((1+t)^(n+1) - Π(1+δ/x))/Π(1+δ/x) = 0,
//
// by Newton's rule from D' as it is computed alone. A change of more than half of D is
// left at that: nothing cancels there, and the terms of the equation would.
func (c Curve) growth(x, by []float64, d float64) float64 {
	var after Amounts
	sum, product, excess := 0.0, 1.0, 0.0 // Σδ, Π(1+δ/x), and that less 1
	for k, v := range x {
		after[k] = v + by[k]
		r := by[k] / v
		sum += by[k]
		product *= after[k] / v
		excess += r + float64(excess*r)
	}
	t := c.Invariant(after[:len(x)])/d - 1
	if math.Abs(t) > 0.5 {
		return t
	}
	ann, g := c.ann(), imbalanceTerm(x, d)/product
	linear, pull := float64((ann-1)*d), float64(ann*sum)+float64(g*excess)
	for range polishing {
		power, sums := powers(1+t, len(x))
		left := pull - float64(t*(linear+float64(g*sums)))
		step := left / (linear + float64(g*float64(float64(len(x)+1)*power)))
		t += step
		if !(math.Abs(step) > 2*epsilon*math.Abs(t)) {
			break
		}
	}
	return t
}

// polishing is the most steps that growth takes: the first leaves the square of a rounding
// error, and one more is for what the step itself rounds.
const polishing = 3

// powers is aⁿ and 1 + a + … + aⁿ, which is (a^(n+1) - 1)/(a - 1).
func powers(a float64, n int) (power, sum float64) {
	power, sum = 1, 1
	for range n {
		power *= a
		sum += power
	}
	return power, sum
}

// release is what coin i gives up when the invariant d of balances x falls by the part s
// of itself and the other balances stay. With q that part of x_i, a = Ann·x_i and
// k = (Ann-1)·D·s, the equation of the invariant before and after leaves
//
//	a·q² - (a + k + G)·q + k + G·(1 - (1-s)^(n+1)) = 0,
//
// whose small root is taken without subtracting: what stands under the root of the
// solution is (a - k - G)² + 4a·G·(1-s)^(n+1).
func (c Curve) release(x []float64, i int, s, d float64) float64 {
	ann, g := c.ann(), imbalanceTerm(x, d)
	a, k := float64(ann*x[i]), float64(float64((ann-1)*d)*s)
	power, sum := powers(1-s, len(x))
	kept := float64(power * (1 - s))
	u := a - k - g
	root := math.Sqrt(float64(u*u) + float64(4*float64(a*float64(g*kept))))
	return float64(x[i]*2) * ((k + float64(g*float64(s*sum))) / (a + k + g + root))
}
