package partial

import (
	"context"
	"fmt"
	"math/big"

	"github.com/restakesim/restakesim/engine/money"
)

// commitments is the search for the best attack on an elastic network over the sets F
// of validators that commit everything. The cost min(stake, Σ a) of a validator is
// concave in a, so in some cheapest attack each validator either pays its whole stake,
// and then commits all it has, or pays for each unit it commits:
//
//	c(A) = min over F of σ(F) + Σ_{s∈A} max(0, θ_s·W_s − w_F(s)).
//
// The fill max(0, …) can be had from the others, because θ ≤ 1. That is a covering
// problem: validators are items bought whole, and each service has an item of its own,
// the fill, that can be bought in part. Amounts are multiplied by unit, the least
// common denominator of the θ, and so are whole numbers.
type commitments struct {
	covering
	unit      int64
	validator []int32   // of the first items
	row       [][]int64 // what they add to each service

	committed []bool  // F, of the best attack so far
	taken     []int32 // its services
	present   []bool  // F at hand
	have      []int64 // w_F
}

// scale turns the network into whole numbers.
func (n *Network) scale() (*commitments, error) {
	c := &commitments{unit: 1}
	for _, svc := range n.Services {
		by := svc.Theta.Den / gcd(c.unit, svc.Theta.Den)
		if c.unit > limit/by {
			return nil, fmt.Errorf("denominators of theta: %w", money.ErrOverflow)
		}
		c.unit *= by
	}
	var most int64 // what is scaled and added up below stays within this
	for _, stake := range n.Stakes {
		most += stake
	}
	prizes := int64(0)
	for _, svc := range n.Services {
		prizes += svc.Prize
	}
	if max(most, prizes) > limit/c.unit {
		return nil, fmt.Errorf("amounts over a denominator of %d: %w", c.unit, money.ErrOverflow)
	}
	for v, row := range n.Alloc {
		c.join(int32(v), n.Stakes[v], row)
	}
	c.fill(n)
	c.committed, c.present = make([]bool, len(c.validator)), make([]bool, len(c.validator))
	c.have = make([]int64, len(c.need))
	return c, nil
}

// join makes an item of a validator that has allocated anything.
func (c *commitments) join(v int32, stake int64, row []int64) {
	scaled, some := make([]int64, len(row)), false
	for s, w := range row {
		scaled[s] = w * c.unit
		some = some || w > 0
	}
	if some {
		c.cost, c.validator, c.row = append(c.cost, stake*c.unit), append(c.validator, v), append(c.row, scaled)
	}
}

// fill states the services, with an item for the fill of each.
func (c *commitments) fill(n *Network) {
	for s, svc := range n.Services {
		var base int64
		var items []int32
		var weights []int64
		for k, row := range c.row {
			if row[s] > 0 {
				items, weights = append(items, int32(k)), append(weights, row[s])
				base += row[s]
			}
		}
		need, _ := money.MulDiv(base, svc.Theta.Num, svc.Theta.Den, money.Down) // exact: base is a multiple of the denominator
		if need > 0 {
			items, weights = append(items, int32(len(c.cost))), append(weights, need)
			c.cost = append(c.cost, need)
		}
		c.profit, c.need = append(c.profit, svc.Prize*c.unit), append(c.need, need)
		c.member, c.weight = append(c.member, items), append(c.weight, weights)
	}
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// search finds the best attack, or only whether one pays.
func (c *commitments) search(ctx context.Context, nodes int64, decide bool) (lower, upper *big.Rat, spent int64) {
	t := tree{c: &c.covering, kind: c, whole: len(c.validator), decide: decide, limit: nodes}
	if !t.open() {
		return nil, nil, 0
	}
	t.search(ctx)
	return c.amount(t.best), c.amount(t.upper()), t.nodes
}

func (c *commitments) amount(x *big.Rat) *big.Rat { return new(big.Rat).Quo(x, big.NewRat(c.unit, 1)) }

// full lists the validators that commit everything to the best attack.
func (c *commitments) full() []int32 {
	out := []int32{}
	for k, in := range c.committed {
		if in {
			out = append(out, c.validator[k])
		}
	}
	return out
}

// single fills up one service from nothing.
func (c *commitments) single(s int32) *big.Rat {
	c.taken = []int32{s}
	return new(big.Rat).SetInt64(c.profit[s] - c.need[s])
}

// attempt rounds what validators commit and lets single ones join and leave while that
// helps; which services to take follows from F.
func (c *commitments) attempt(n *node, items, _ []float64, best *big.Rat) *big.Rat {
	cost := int64(0)
	clear(c.have)
	for k := range c.present {
		c.present[k] = n.items[k] == in || n.items[k] == free && items[k] >= 0.5
		if c.present[k] {
			cost += c.cost[k]
			c.add(k, 1)
		}
	}
	net := c.worth() - cost
	for improved := true; improved; {
		improved = false
		for k := range c.present {
			sign := int64(1)
			if c.present[k] {
				sign = -1
			}
			c.add(k, sign)
			if now := c.worth() - cost - sign*c.cost[k]; now > net {
				net, improved = now, true
				cost += sign * c.cost[k]
				c.present[k] = !c.present[k]
			} else {
				c.add(k, -sign)
			}
		}
	}
	if r := new(big.Rat).SetInt64(net); r.Cmp(best) > 0 {
		copy(c.committed, c.present)
		c.taken = c.worthwhile()
		return r
	}
	return best
}

// settle has nothing to find out: the attempt was on the one attack that is left.
func (c *commitments) settle(_ *node, best *big.Rat) *big.Rat { return best }

// add lets item k join F, or leave it for a sign of −1.
func (c *commitments) add(k int, sign int64) {
	for s, w := range c.row[k] {
		c.have[s] += sign * w
	}
}

// worth is what the services bring after their fill: all that bring something, or the
// one that loses least.
func (c *commitments) worth() (sum int64) {
	most, some := int64(0), false
	for s, need := range c.need {
		if need == 0 {
			continue
		}
		brings := c.profit[s] - max(0, need-c.have[s])
		sum += max(0, brings)
		if !some || brings > most {
			most, some = brings, true
		}
	}
	return sum + min(0, most)
}

// worthwhile lists these services.
func (c *commitments) worthwhile() []int32 {
	out := []int32{}
	least, most := int32(-1), int64(0)
	for s, need := range c.need {
		if need == 0 {
			continue
		}
		brings := c.profit[s] - max(0, need-c.have[s])
		if brings > 0 {
			out = append(out, int32(s))
		}
		if least < 0 || brings > most {
			least, most = int32(s), brings
		}
	}
	if len(out) == 0 {
		out = append(out, least)
	}
	return out
}
