package exact

import (
	"math/big"
	"slices"
)

// Scale is what a member's shares may add up to: all of its cost.
const Scale = 1 << 20

// finest is how many grid units a need may span in a table.
const finest = 1 << 20

// Split shares each member's cost out among its services: per edge, in parts of Scale;
// a member's shares add up to at most Scale.
type Split struct{ Shares []uint32 }

// Certificate is a bound on every attack that is checked without a search. Let the
// price of member v at service s be floor(cost·share/Scale), its coverage weight/Unit
// rounded up, the need of s need/Unit rounded down. Values[s] is the least sum of
// prices that covers s. An attack on a set of services costs at least the sum of
// their values, for no member is charged more than its cost; so none nets more than
// Bound = Σ max(0, profit − value), and cost/profit − 1 is nowhere below Slack.
type Certificate struct {
	Unit   int64    // of coverage; the gcd of weights and needs where no need exceeds 2^20 of it
	Shares []uint32 // per edge, in parts of Scale
	Values []int64  // per service, in units of cost; −1 where nothing can cover it
	Bound  int64    // no attack nets more; ≥ 0
	Slack  *big.Rat // γ is no less; nil where no profit can be had
}

// Certify prices every service at the given split. p must have passed Check, and the
// split must be one of it.
func Certify(p *Problem, s Split) Certificate {
	c := Certificate{Unit: p.unit(), Shares: s.Shares, Values: make([]int64, len(p.Services))}
	rows := make([][]item, len(p.Services))
	for v, cost := range p.Cost {
		for i := p.Start[v]; i < p.Start[v+1]; i++ {
			e := p.Edges[i]
			if e.Weight > 0 {
				rows[e.Service] = append(rows[e.Service], item{
					weight: (e.Weight-1)/c.Unit + 1,
					price:  mulDivDown(cost, int64(s.Shares[i]), Scale),
				})
			}
		}
	}
	for i, svc := range p.Services {
		c.Values[i] = -1
		if svc.Need > 0 {
			c.Values[i] = least(rows[i], svc.Need/c.Unit)
		}
		if c.Values[i] < 0 || svc.Profit == 0 {
			continue
		}
		c.Bound += max(0, svc.Profit-c.Values[i])
		if r := ratio(c.Values[i], svc.Profit); c.Slack == nil || r.Cmp(c.Slack) < 0 {
			c.Slack = r
		}
	}
	return c
}

// unit is the grid of tables over coverage.
func (p *Problem) unit() int64 {
	var g, largest int64
	for _, e := range p.Edges {
		g = gcd(g, e.Weight)
	}
	for _, s := range p.Services {
		g, largest = gcd(g, s.Need), max(largest, s.Need)
	}
	if g = max(g, 1); largest/g <= finest {
		return g
	}
	return (largest-1)/finest + 1
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// least is the least sum of prices whose weights reach the need, −1 if none do.
func least(row []item, need int64) int64 {
	var behind, all int64
	for i := range row {
		row[i].weight = min(row[i].weight, max(need, 1))
		row[i].id = int32(i)
		behind, all = behind+row[i].weight, all+row[i].price
	}
	if behind < need {
		return -1
	}
	slices.SortFunc(row, byDensity)
	k := knapsack{items: row}
	k.solve(need, all+1, 0)
	if k.lower == k.upper {
		return k.upper
	}
	return table(row, need)
}

// table is the same by dynamic programming over coverage, for rows whose many equally
// good sets overwhelm the knapsack.
func table(row []item, need int64) int64 {
	least := make([]int64, need+1) // least[h] covers h
	for h := range least[1:] {
		least[h+1] = -1
	}
	for _, it := range row {
		for h := need; h > 0; h-- {
			rest := least[max(0, h-it.weight)]
			if rest >= 0 && (least[h] < 0 || rest+it.price < least[h]) {
				least[h] = rest + it.price
			}
		}
	}
	return least[need]
}
