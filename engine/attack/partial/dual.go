package partial

import "math/big"

// How a service or an item stands at a node of the search.
const (
	free int8 = iota
	in        // taken, or bought whole
	out
)

// bound proves, from non-negative prices of the rows, that no attack which respects
// the decisions nets more: a Lagrangian bound, valid for any prices whatever, computed
// in whole numbers. With λ_r the price of row r and μ that of Σ x ≥ 1 it is
//
//	−μ + Σ_s max(0, profit_s + μ − Σ_{r of s} λ_r·need_r) + Σ_k max(0, Σ_{r∋k} λ_r·weight_{k,r} − cost_k),
//
// where "max(0, ·)" falls away for what is in, and the term for what is out. Prices are
// whole numbers of 1/unit; the first is μ, in amounts of 1/unit.
func (r *relaxation) bound(prices []*big.Int, unit *big.Int, n *node) *big.Rat {
	owed, lent := integers(len(r.c.profit)), integers(len(r.c.cost))
	sum, term := new(big.Int).Neg(prices[0]), new(big.Int)
	for i, c := range r.rows {
		price := prices[1+i]
		if price.Sign() == 0 {
			continue
		}
		owed[c.service].Add(owed[c.service], term.Mul(price, big.NewInt(c.need)))
		for j, k := range c.items {
			lent[k].Add(lent[k], term.Mul(price, big.NewInt(c.weight[j])))
		}
	}
	for k, l := range lent {
		l.Sub(l, term.Mul(unit, big.NewInt(r.c.cost[k])))
		var d int8
		if k < len(n.items) {
			d = n.items[k]
		}
		if d == in || d == free && l.Sign() > 0 {
			sum.Add(sum, l)
		}
	}
	for s, need := range r.c.need {
		if need == 0 {
			continue
		}
		term.Mul(big.NewInt(r.c.profit[s]), unit)
		term.Add(term, prices[0])
		term.Sub(term, owed[s])
		if d := n.services[s]; d == in || d == free && term.Sign() > 0 {
			sum.Add(sum, term)
		}
	}
	return new(big.Rat).SetFrac(sum, unit)
}

func integers(n int) []*big.Int {
	flat, out := make([]big.Int, n), make([]*big.Int, n)
	for i := range out {
		out[i] = &flat[i]
	}
	return out
}

// prove turns the prices of the tableau into whole numbers and returns the bound that
// they prove. Where that is not below target but nearly so, it tries the small
// denominator that the prices seem to have: at a solution whose services are decided
// the rows hold noughts and ones only, and the prices are simple fractions.
func (r *relaxation) prove(n *node, target *big.Rat) *big.Rat {
	floats := r.t.duals()
	floats[0] *= r.scale
	const fine = 1 << 32
	best := r.bound(whole(floats, fine), big.NewInt(fine), n)
	if target == nil || best.Cmp(target) <= 0 || !near(best, target, r.scale) {
		return best
	}
	if unit := denominator(floats[1:]); unit > 0 {
		if b := r.bound(whole(floats, float64(unit)), big.NewInt(unit), n); b.Cmp(best) < 0 {
			best = b
		}
	}
	return best
}

// near reports whether rounding may be all that lies between two amounts.
func near(a, b *big.Rat, scale float64) bool {
	d, _ := new(big.Rat).Sub(a, b).Float64()
	return d < float64(1e-5*scale) && d > -float64(1e-5*scale)
}

// whole rounds each price to the nearest multiple of 1/unit. Prices beyond all reason,
// and what is no number, count as nought, which bounds as well.
func whole(prices []float64, unit float64) []*big.Int {
	out := make([]*big.Int, len(prices))
	for i, x := range prices {
		if !(x <= 1e30) {
			x = 0
		}
		out[i], _ = big.NewFloat(float64(x*unit) + 0.5).Int(nil)
	}
	return out
}

// denominator is the least common denominator up to 4096 that all prices nearly have;
// 0 when there is none.
func denominator(prices []float64) int64 {
	const most, close = 4096, 1e-7
next:
	for d := int64(1); d <= most; d++ {
		for _, x := range prices {
			if !(x < 1e6) {
				return 0
			}
			y := float64(x * float64(d))
			n := float64(int64(y + 0.5))
			if y-n > close || n-y > close {
				continue next
			}
		}
		return d
	}
	return 0
}
