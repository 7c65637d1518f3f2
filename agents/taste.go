package agents

import (
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/rng"
)

// A taste is a Gumbel shock to the value of one option, in units of 1/λ. With
// independent Gumbel tastes the best of V_k + ε_k/λ is option k with the logit
// probability exp(λV_k)/Σexp(λV_j) (McFadden, Conditional logit analysis of
// qualitative choice behavior, 1974). Tastes persist: they are drawn when the
// population is and again at rate 1/τ, so that a review by itself changes nothing.

// gumbel maps a uniform number in (0,1) to a standard Gumbel draw.
func gumbel(u float64) float64 { return -detmath.Log(-detmath.Log(u)) }

// gumbelBelow draws a Gumbel variable with location mu given that it does not
// exceed max: the inverse of F(x)/F(max) with F(x) = exp(-exp(mu-x)).
func gumbelBelow(u, mu, max float64) float64 {
	return mu - detmath.Log(detmath.Exp(mu-max)-detmath.Log(u))
}

// freshTastes draws an independent taste for every option.
func freshTastes(s rng.Stream, tastes []float64) {
	for k := range tastes {
		tastes[k] = gumbel(s.UnitAt(uint16(k)))
	}
}

// contentTastes draws tastes given that option chosen is the best of the scaled
// values λV_k: first the maximum, which is Gumbel with location log Σexp(λV), then
// the others below it. It is the exact conditional law, so no draw is rejected. An
// option whose value is -Inf is not on offer and gets a fresh taste.
func contentTastes(s rng.Stream, scaled, tastes []float64, chosen int) {
	top := logSumExp(scaled)
	best := top + gumbel(s.UnitAt(uint16(len(scaled))))
	for k, v := range scaled {
		u := s.UnitAt(uint16(k))
		switch {
		case k == chosen:
			tastes[k] = best - v
		case v <= unavailable:
			tastes[k] = gumbel(u)
		default:
			tastes[k] = gumbelBelow(u, v, best) - v
		}
	}
}

// unavailable is the scaled value of an option that is not on offer.
const unavailable = -1e300

// logSumExp returns log Σexp(x_k) without overflow.
func logSumExp(x []float64) float64 {
	top := x[0]
	for _, v := range x[1:] {
		top = max(top, v)
	}
	sum := 0.0
	for _, v := range x {
		sum += detmath.Exp(v - top)
	}
	return top + detmath.Log(sum)
}

// best returns the option with the largest λV_k + ε_k, the lowest index on a tie,
// and the largest among the others, which is what the chosen one has to beat.
func best(scaled, tastes []float64) (chosen int, runnerUp float64) {
	top := scaled[0] + tastes[0]
	runnerUp = unavailable
	for k := 1; k < len(scaled); k++ {
		v := scaled[k] + tastes[k]
		if v > top {
			chosen, runnerUp, top = k, top, v
			continue
		}
		runnerUp = max(runnerUp, v)
	}
	return chosen, runnerUp
}
