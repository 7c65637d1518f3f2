package attack

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// charge says how a node loses stake when several of its services fall.
type charge uint8

const (
	apart charge = iota // all that its services can take fits into its stake: each takes its own
	once                // every service can take the whole stake, which is lost once
	mixed               // in between: what is lost depends on the set of services
)

// position is a node as a covering problem reads it. Costs are in 1/den of the unit.
type position struct {
	operator    int32
	first, last int32 // edges of the exposure
	charge      charge
	cost        int64   // of all its stake
	claims      []claim // ascending by service
}

// claim is what one service can take of a position. Whatever set of services falls,
// the prices of a position that is not whole add up to no more than it loses.
type claim struct {
	service int32
	edge    int32 // index into the exposure
	weight  int64 // what the position adds to coverage
	loss    int64 // lost if no other service takes anything
	price   int64
	share   uint32 // of the cost, in parts of exact.Scale; of positions that are not whole
}

// field is an exposure laid out for covering problems: the positions, and what the
// services need and yield.
type field struct {
	num, den  int64 // the bond: the share of its stake that an attacker bears
	positions []position
	services  []exact.Service
	alpha     []money.Ratio // threshold over the stake behind the service, both whole units
	operators int
	edges     int
	kind      []int32 // by operator, see alike
	joints    []joint // whose bonuses the services' profits hold, spread
}

// most is what totals may amount to, so that sums and differences of two fit an int64.
const most = 1 << 62

// lay reads an exposure. It fails with ErrMalformed, or money.ErrOverflow when stakes,
// profits or what backs a service, times the bond's numerator or denominator, add up
// to more than 2^62.
func lay(x *restake.Exposure, bond money.Ratio) (*field, error) {
	if err := check(x); err != nil {
		return nil, err
	}
	if !share(bond) || bond.Num == 0 {
		return nil, fmt.Errorf("%w: a bond of %v", ErrMalformed, bond)
	}
	g := divisor(bond.Num, bond.Den)
	f := &field{num: bond.Num / g, den: bond.Den / g, operators: len(x.Operators), edges: len(x.Edges)}
	if err := f.layServices(x); err != nil {
		return nil, err
	}
	var total int64
	for v, node := range x.Nodes {
		p := position{operator: node.Operator, first: x.EdgeStart[v], last: x.EdgeStart[v+1]}
		var fits bool
		if p.cost, fits = product(int64(node.Stake), f.num); !fits || !add(&total, p.cost) {
			return nil, fmt.Errorf("total cost: %w", money.ErrOverflow)
		}
		if err := f.layClaims(x, v, &p); err != nil {
			return nil, err
		}
		f.positions = append(f.positions, p)
	}
	f.kind = f.alike()
	return f, nil
}

// layServices sets profits and needs. No coverage lies between multiples of the
// weights' greatest common divisor, so needs are lifted to it.
func (f *field) layServices(x *restake.Exposure) error {
	base := make([]int64, len(x.Services))
	var grid, total int64
	for _, e := range x.Edges {
		if !add(&base[e.Service], int64(e.Slashable)) {
			return fmt.Errorf("stake behind service %d: %w", e.Service, money.ErrOverflow)
		}
		grid = divisor(grid, int64(e.Slashable))
	}
	for s, svc := range x.Services {
		profit, fits := product(int64(svc.Profit), f.den)
		if !fits || !add(&total, profit) {
			return fmt.Errorf("total profit: %w", money.ErrOverflow)
		}
		need, err := threshold(svc.Alpha, base[s])
		if err != nil {
			return err
		}
		alpha := svc.Alpha
		if need > 0 {
			alpha = money.Ratio{Num: need, Den: base[s]}
			need = ((need-1)/grid + 1) * grid
		}
		f.services, f.alpha = append(f.services, exact.Service{Profit: profit, Need: need}), append(f.alpha, alpha)
	}
	return nil
}

// layClaims sets what services can take of node v, and how that is charged. Edges
// without weight help nobody and are left out.
func (f *field) layClaims(x *restake.Exposure, v int, p *position) error {
	sum, fits, all := int64(0), true, true
	for i := x.EdgeStart[v]; i < x.EdgeStart[v+1]; i++ {
		e := x.Edges[i]
		lost, err := loss(x.Services[e.Service].SlashFraction, int64(e.Slashable))
		if err != nil {
			return err
		}
		if e.Slashable > x.Nodes[v].Stake {
			return fmt.Errorf("%w: edge %d takes more than the stake", ErrMalformed, i)
		}
		if lost *= f.num; e.Slashable > 0 { // at most the cost of the position, which fits
			p.claims = append(p.claims, claim{service: e.Service, edge: i, weight: int64(e.Slashable), loss: lost, price: lost, share: exact.Scale})
			if sum += lost; sum > p.cost {
				sum, fits = p.cost, false
			}
			all = all && lost == p.cost
		}
	}
	slices.SortFunc(p.claims, func(a, b claim) int { return cmp.Compare(a.service, b.service) })
	switch {
	case fits:
	case all:
		p.charge = once
	default:
		p.charge = mixed
		f.apportion(p, f.worth(p))
	}
	return nil
}

// worth is what each claim is worth to an attacker, by the service's profit per unit of
// coverage.
func (f *field) worth(p *position) []float64 {
	worth := make([]float64, len(p.claims))
	for k, c := range p.claims {
		s := f.services[c.service]
		worth[k] = float64(float64(s.Profit) / float64(s.Need) * float64(c.weight))
	}
	return worth
}

// apportion splits the cost of a mixed position over its claims in proportion to their
// worth, but none above what it can lose. Claims are filled from the one that reaches
// its limit first, and the last takes what is left. The shares only have to add up;
// floats choose them.
func (f *field) apportion(p *position, worth []float64) {
	limit, order := make([]float64, len(p.claims)), make([]int, len(p.claims))
	sum, budget, left := 0.0, 1.0, uint32(exact.Scale)
	for k, c := range p.claims {
		limit[k] = float64(c.loss) / float64(p.cost)
		sum += worth[k]
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(float64(limit[a]*worth[b]), float64(limit[b]*worth[a]))
	})
	for i, k := range order {
		bears := limit[k]
		if sum > 0 {
			bears = min(bears, float64(budget*worth[k])/sum)
		}
		budget, sum = max(0, budget-bears), max(0, sum-worth[k])
		c := &p.claims[k]
		c.share = min(left, uint32(float64(bears*exact.Scale))+1)
		if i == len(order)-1 {
			c.share = left
		}
		left -= c.share
		c.price = min(c.loss, portion(p.cost, c.share))
	}
}

// portion is cost·share/Scale, rounded down.
func portion(cost int64, share uint32) int64 {
	hi, lo := bits.Mul64(uint64(cost), uint64(share))
	q, _ := bits.Div64(hi, lo, exact.Scale)
	return int64(q)
}

// product multiplies two amounts, and reports whether the result stays below most.
func product(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return int64(lo), hi == 0 && lo <= most
}

// add grows a sum of amounts, and reports whether it stays below most.
func add(sum *int64, x int64) bool {
	if x > most-*sum {
		return false
	}
	*sum += x
	return true
}

func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
