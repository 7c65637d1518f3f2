package partial

import "math/big"

// rationals solves what cheapest solves, in fractions throughout: the dual simplex method
// with Bland's rule, which always comes to an end. It is slow, and for the rare case in
// which floats cannot tell the best corner from its neighbours.
type rationals struct {
	upper []*big.Rat // per variable: stakes of the pools; nil for the logicals
	least []*big.Rat // per variable: nought, or the need of a service
	basic []int      // per row
	other []int      // per column
	high  []bool     // per column: rests on its upper bound
	cost  []*big.Rat // reduced costs
	cell  [][]*big.Rat
}

// exactly is cheapest without floats.
func (p *pools) exactly(set []int32) cheapest {
	n := len(p.cost)
	r := &rationals{high: make([]bool, n)}
	for k, stake := range p.cost {
		r.upper, r.least = append(r.upper, new(big.Rat).SetInt64(stake)), append(r.least, new(big.Rat))
		r.other, r.cost = append(r.other, k), append(r.cost, big.NewRat(1, 1))
	}
	for i, s := range set {
		row := zeros(n)
		for _, k := range p.member[s] {
			row[k].SetInt64(1)
		}
		r.upper, r.least = append(r.upper, nil), append(r.least, new(big.Rat).SetInt64(p.need[s]))
		r.basic, r.cell = append(r.basic, n+i), append(r.cell, row)
	}
	for r.step() {
	}
	c := cheapest{commit: zeros(n), cost: new(big.Rat)}
	for j, x := range r.other {
		if x < n {
			c.commit[x].Set(r.rest(j))
		}
	}
	for i, x := range r.basic {
		if x < n {
			c.commit[x] = r.value(i)
		}
	}
	for _, z := range c.commit {
		c.cost.Add(c.cost, z)
	}
	c.lower = c.cost
	return c
}

func (r *rationals) rest(j int) *big.Rat {
	if x := r.other[j]; !r.high[j] {
		return r.least[x]
	}
	return r.upper[r.other[j]]
}

func (r *rationals) value(i int) *big.Rat {
	sum, term := new(big.Rat), new(big.Rat)
	for j, c := range r.cell[i] {
		if c.Sign() != 0 {
			sum.Add(sum, term.Mul(c, r.rest(j)))
		}
	}
	return sum
}

// step exchanges the first variable that violates a bound; false when none does.
func (r *rationals) step() bool {
	p, up := -1, false
	for i, x := range r.basic {
		if p >= 0 && x > r.basic[p] {
			continue
		}
		if v := r.value(i); v.Cmp(r.least[x]) < 0 {
			p, up = i, true
		} else if r.upper[x] != nil && v.Cmp(r.upper[x]) > 0 {
			p, up = i, false
		}
	}
	if p < 0 {
		return false
	}
	q := r.entering(p, up)
	r.exchange(p, q)
	r.high[q] = !up
	return true
}

// entering is the column whose reduced cost allows row p to leave first, of equals the
// variable with the lowest number. There is one, because stakes suffice for all needs.
func (r *rationals) entering(p int, up bool) int {
	q, least := -1, new(big.Rat)
	for j, a := range r.cell[p] {
		if a.Sign() == 0 || (a.Sign() > 0) != (up != r.high[j]) {
			continue
		}
		ratio := new(big.Rat).Quo(r.cost[j], a)
		c := ratio.Abs(ratio).Cmp(least)
		if q < 0 || c < 0 || c == 0 && r.other[j] < r.other[q] {
			q, least = j, ratio
		}
	}
	return q
}

func (r *rationals) exchange(p, q int) {
	row := r.cell[p]
	inverse := new(big.Rat).Inv(row[q])
	for j, c := range row {
		row[j] = c.Neg(c.Mul(c, inverse))
	}
	row[q] = inverse
	for i, to := range r.cell {
		if i != p {
			replace(to, row, q)
		}
	}
	replace(r.cost, row, q)
	r.basic[p], r.other[q] = r.other[q], r.basic[p]
}

// replace puts in a row, for the variable of column q, that times another row.
func replace(to, row []*big.Rat, q int) {
	f := to[q]
	if f.Sign() == 0 {
		return
	}
	to[q] = new(big.Rat)
	for j, c := range row {
		if c.Sign() != 0 {
			to[j] = new(big.Rat).Add(to[j], new(big.Rat).Mul(f, c))
		}
	}
}
