package partial

import (
	"context"
	"math/big"
)

// cheapest is the least stake that takes a set of services, with a proof.
type cheapest struct {
	commit []*big.Rat // per pool; covers every service of the set
	cost   *big.Rat   // Σ commit
	lower  *big.Rat   // no covering costs less; equal to cost unless rounding has misled the tableau
}

// cheapest solves min Σ z with Σ_{k∈N(s)} z_k ≥ need_s for s in the set, 0 ≤ z ≤ stake.
// The tableau says which pools stand at a bound and which services are met exactly;
// what that means in fractions, for the commitments and for the prices, is computed
// anew and checked. It is small enough to be finished whatever time is left.
func (p *pools) cheapest(set []int32, scale float64) cheapest {
	n := len(p.cost)
	cost, upper := make([]float64, n), make([]float64, n)
	for k, stake := range p.cost {
		cost[k], upper[k] = 1, float64(stake)/scale
	}
	t := newTableau(cost, upper)
	for _, s := range set {
		row := make([]float64, n)
		for _, k := range p.member[s] {
			row[k] = 1
		}
		t.addRow(row, float64(p.need[s])/scale)
	}
	t.solve(context.Background())
	e := corner{p: p, set: set, partly: make([]int32, n), tight: make([]bool, len(set))}
	e.read(t)
	c := cheapest{commit: e.commitments(), cost: new(big.Rat), lower: e.value()}
	p.repair(set, c.commit)
	for _, z := range c.commit {
		c.cost.Add(c.cost, z)
	}
	return c
}

// surely is cheapest, in fractions throughout if the floats were misled and the answer
// matters: if the set might net more than best.
func (p *pools) surely(set []int32, scale float64, best *big.Rat) cheapest {
	c := p.cheapest(set, scale)
	if c.cost.Cmp(c.lower) == 0 {
		return c
	}
	if most := new(big.Rat).SetInt64(p.won(set)); most.Sub(most, c.lower).Cmp(best) <= 0 {
		return c
	}
	return p.exactly(set)
}

// corner is a basic solution: pools at nought, at their stake, or in between, as many of
// these as services are met exactly.
type corner struct {
	p      *pools
	set    []int32
	full   []bool
	partly []int32 // per pool: its number among those in between, or −1
	middle []int32 // pools in between
	tight  []bool  // per service of the set
	exact  []int32 // places in set of the tight ones
}

func (e *corner) read(t *tableau) {
	n := len(e.p.cost)
	e.full = make([]bool, n)
	for k := range e.partly {
		e.partly[k] = -1
	}
	for i := range e.tight {
		e.tight[i] = true
	}
	for _, x := range t.basic {
		if int(x) < n {
			e.partly[x] = int32(len(e.middle))
			e.middle = append(e.middle, x)
		} else {
			e.tight[int(x)-n] = false
		}
	}
	for j, x := range t.other {
		if int(x) < n {
			e.full[x] = t.high[j]
		}
	}
	for i, tight := range e.tight {
		if tight {
			e.exact = append(e.exact, int32(i))
		}
	}
}

// commitments solves Σ_{k in between, k∈N(s)} z_k = need_s − Σ full stakes for the
// tight services.
func (e *corner) commitments() []*big.Rat {
	a := make([][]*big.Rat, len(e.exact))
	for i, at := range e.exact {
		s := e.set[at]
		a[i] = zeros(len(e.middle) + 1)
		rest := a[i][len(e.middle)].SetInt64(e.p.need[s])
		for _, k := range e.p.member[s] {
			if j := e.partly[k]; j >= 0 {
				a[i][j].SetInt64(1)
			} else if e.full[k] {
				rest.Sub(rest, new(big.Rat).SetInt64(e.p.cost[k]))
			}
		}
	}
	z := eliminate(a, len(e.middle))
	out := zeros(len(e.p.cost))
	for k := range out {
		if j := e.partly[k]; j >= 0 {
			out[k] = z[j]
		} else if e.full[k] {
			out[k].SetInt64(e.p.cost[k])
		}
	}
	return out
}

// value solves Σ_{s∋k} λ_s = 1 for the pools in between, and returns the bound
// Σ λ_s·need_s − Σ_k stake_k·max(0, Σ_{s∋k} λ_s − 1), with negative prices put to 0.
func (e *corner) value() *big.Rat {
	place := make(map[int32]int, len(e.exact))
	for i, at := range e.exact {
		place[e.set[at]] = i
	}
	a := make([][]*big.Rat, len(e.middle))
	for i, k := range e.middle {
		a[i] = zeros(len(e.exact) + 1)
		a[i][len(e.exact)].SetInt64(1)
		for _, s := range e.p.serves[k] {
			if j, ok := place[s]; ok {
				a[i][j].SetInt64(1)
			}
		}
	}
	price := eliminate(a, len(e.exact))
	sum := new(big.Rat)
	load := zeros(len(e.p.cost))
	for i, at := range e.exact {
		if price[i].Sign() <= 0 {
			continue
		}
		s := e.set[at]
		sum.Add(sum, new(big.Rat).Mul(price[i], new(big.Rat).SetInt64(e.p.need[s])))
		for _, k := range e.p.member[s] {
			load[k].Add(load[k], price[i])
		}
	}
	one := big.NewRat(1, 1)
	for k, l := range load {
		if l.Cmp(one) > 0 {
			sum.Sub(sum, l.Mul(l.Sub(l, one), new(big.Rat).SetInt64(e.p.cost[k])))
		}
	}
	return sum
}

// repair makes any commitments lawful and sufficient: each within its stake, and the
// pools of a service that is short filled up in turn.
func (p *pools) repair(set []int32, commit []*big.Rat) {
	for k, z := range commit {
		if z.Sign() < 0 {
			z.SetInt64(0)
		}
		if whole := new(big.Rat).SetInt64(p.cost[k]); z.Cmp(whole) > 0 {
			z.Set(whole)
		}
	}
	for _, s := range set {
		short := new(big.Rat).SetInt64(p.need[s])
		short.Sub(short, p.have(s, commit))
		for _, k := range p.member[s] {
			if short.Sign() <= 0 {
				break
			}
			room := new(big.Rat).SetInt64(p.cost[k])
			if room.Sub(room, commit[k]); room.Cmp(short) > 0 {
				room.Set(short)
			}
			commit[k].Add(commit[k], room)
			short.Sub(short, room)
		}
	}
}

// have is the coverage of a service.
func (p *pools) have(s int32, commit []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, k := range p.member[s] {
		sum.Add(sum, commit[k])
	}
	return sum
}

func zeros(n int) []*big.Rat {
	out := make([]*big.Rat, n)
	for i := range out {
		out[i] = new(big.Rat)
	}
	return out
}

// eliminate solves rows of n coefficients and a right-hand side by Gauss and Jordan;
// unknowns that the rows leave open are 0.
func eliminate(a [][]*big.Rat, n int) []*big.Rat {
	where := make([]int, 0, n) // column of each finished row
	term := new(big.Rat)
	for j := 0; j < n && len(where) < len(a); j++ {
		top := len(where)
		p := top
		for p < len(a) && a[p][j].Sign() == 0 {
			p++
		}
		if p == len(a) {
			continue
		}
		a[top], a[p] = a[p], a[top]
		inverse := new(big.Rat).Inv(a[top][j])
		for c := j; c <= n; c++ {
			a[top][c].Mul(a[top][c], inverse)
		}
		for i := range a {
			if i == top || a[i][j].Sign() == 0 {
				continue
			}
			f := new(big.Rat).Set(a[i][j])
			for c := j; c <= n; c++ {
				if a[top][c].Sign() != 0 {
					a[i][c].Sub(a[i][c], term.Mul(f, a[top][c]))
				}
			}
		}
		where = append(where, j)
	}
	x := zeros(n)
	for i, j := range where {
		x[j].Set(a[i][n])
	}
	return x
}
