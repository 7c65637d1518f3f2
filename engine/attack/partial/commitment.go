package partial

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
)

// MostCommitments is how many validators and services together Elastic enumerates.
const MostCommitments = 24

// commitments is the search for the best attack on an elastic network over the sets F
// of validators that commit everything. The cost min(stake, Σ a) of a validator is
// concave in a, so in some cheapest attack each validator either pays its whole stake,
// and then commits all it has, or pays for each unit it commits:
//
//	c(A) = min over F of σ(F) + Σ_{s∈A} max(0, θ_s·W_s − w_F(s)).
//
// The fill max(0, …) can be had from the others, because θ ≤ 1. Given F, which
// services to take is a matter of each alone. Amounts are multiplied by unit, the
// least common denominator of the θ, and so are integers.
type commitments struct {
	unit  int64
	stake []int64
	alloc [][]int64
	prize []int64
	need  []int64 // θ_s·W_s; 0 where nobody allocates
}

// commitment is the outcome of such a search.
type commitment struct {
	possible       bool
	net            int64 // in 1/unit
	full, services []int32
}

// scale turns the network into integers.
func (n *Network) scale() (*commitments, error) {
	c := &commitments{unit: 1}
	for _, svc := range n.Services {
		if g := gcd(c.unit, svc.Theta.Den); c.unit > limit/(svc.Theta.Den/g) {
			return nil, fmt.Errorf("denominators of theta: %w", money.ErrOverflow)
		} else {
			c.unit *= svc.Theta.Den / g
		}
	}
	var err error
	times := func(amounts []int64) []int64 {
		out := make([]int64, len(amounts))
		for i, a := range amounts {
			if a > limit/c.unit {
				err = fmt.Errorf("amount %d over a denominator of %d: %w", a, c.unit, money.ErrOverflow)
				return out
			}
			out[i] = a * c.unit
		}
		return out
	}
	c.stake = times(n.Stakes)
	for _, row := range n.Alloc {
		c.alloc = append(c.alloc, times(row))
	}
	for s, svc := range n.Services {
		c.prize = append(c.prize, times([]int64{svc.Prize})...)
		var sum int64
		for _, row := range n.Alloc {
			sum += row[s] // within the total of stakes, which check has added up
		}
		need, overflow := money.MulDiv(times([]int64{sum})[0], svc.Theta.Num, svc.Theta.Den, money.Up)
		if overflow != nil {
			return nil, overflow
		}
		c.need = append(c.need, need)
	}
	if err == nil {
		_, err = total("scaled stakes", c.stake)
	}
	if err == nil {
		_, err = total("scaled prizes", c.prize)
	}
	return c, err
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// best walks over the sets F in Gray code; of equal nets the first stays.
func (c *commitments) best() commitment {
	have := make([]int64, len(c.need))
	var cost, net int64
	var members, found uint32
	possible := false
	for i := uint32(0); i < 1<<len(c.stake); i++ {
		if i > 0 {
			v := bits.TrailingZeros32(i)
			members ^= 1 << v
			sign := int64(1)
			if members>>v&1 == 0 {
				sign = -1
			}
			cost += sign * c.stake[v]
			for s, w := range c.alloc[v] {
				have[s] += sign * w
			}
		}
		won, some := c.worth(have)
		if some && (!possible || won-cost > net) {
			possible, net, found = true, won-cost, members
		}
	}
	if !possible {
		return commitment{}
	}
	return c.explain(net, found)
}

// worth is what the services bring after their fill: all that bring something, or the
// one that loses least.
func (c *commitments) worth(have []int64) (won int64, possible bool) {
	var sum, most int64
	for s, need := range c.need {
		if need == 0 {
			continue
		}
		brings := c.prize[s] - max(0, need-have[s])
		sum += max(0, brings)
		if !possible || brings > most {
			possible, most = true, brings
		}
	}
	return sum + min(0, most), possible
}

// explain lists the members and services of the attack found.
func (c *commitments) explain(net int64, members uint32) commitment {
	have := make([]int64, len(c.need))
	out := commitment{possible: true, net: net}
	for v, row := range c.alloc {
		if members>>v&1 == 1 {
			out.full = append(out.full, int32(v))
			for s, w := range row {
				have[s] += w
			}
		}
	}
	least, most := -1, int64(0)
	for s, need := range c.need {
		brings := c.prize[s] - max(0, need-have[s])
		if need > 0 && brings > 0 {
			out.services = append(out.services, int32(s))
		}
		if need > 0 && (least < 0 || brings > most) {
			least, most = s, brings
		}
	}
	if len(out.services) == 0 {
		out.services = []int32{int32(least)}
	}
	return slicesOf(out)
}

// slicesOf makes lists non-nil, so that they print as [].
func slicesOf(c commitment) commitment {
	c.full, c.services = slices.Concat([]int32{}, c.full), slices.Concat([]int32{}, c.services)
	return c
}
