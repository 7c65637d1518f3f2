package attack

import (
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// Depth measures how far back the attacks of a cascade reach: the reference depth of
// theorem 7 of Durvasula and Roughgarden is the least k such that every attack still
// covers its services when only the k removals before it are taken out of the network
// that the cascade started from. The zero value is an empty cascade.
type Depth struct {
	removals   [][]int32 // operators: those that a shock hit, then each coalition
	deepest    int
	out, in    []bool
	have, base []int64
}

// Begin starts a cascade with the operators that a shock has hit.
func (d *Depth) Begin() { d.removals, d.deepest = d.removals[:0], 0 }

// Rounds is the number of attacks so far.
func (d *Depth) Rounds() int { return max(0, len(d.removals)-1) }

// Remove adds a removal: the shock first, then attack after attack.
func (d *Depth) Remove(operators []int32) {
	d.removals = append(d.removals, append([]int32(nil), operators...))
}

// Reach adds to the depth that of attack a, which follows the removals so far, on
// exposure x, and returns the depth. It fails with money.ErrOverflow.
func (d *Depth) Reach(x *restake.Exposure, a *Attack) (int, error) {
	d.in, d.out = resize(d.in, len(x.Operators)), resize(d.out, len(x.Operators))
	clear(d.in)
	clear(d.out)
	for _, o := range a.Operators {
		d.in[o] = true
	}
	for k := 0; ; k++ {
		covered, err := d.covered(x, a)
		if err != nil {
			return 0, err
		}
		if covered || k == len(d.removals) {
			d.deepest = max(d.deepest, k)
			return d.deepest, nil
		}
		for _, o := range d.removals[len(d.removals)-1-k] {
			d.out[o] = true
		}
	}
}

// covered says whether the coalition covers its services without those who are out.
func (d *Depth) covered(x *restake.Exposure, a *Attack) (bool, error) {
	d.have, d.base = resize(d.have, len(x.Services)), resize(d.base, len(x.Services))
	clear(d.have)
	clear(d.base)
	for v, node := range x.Nodes {
		if d.out[node.Operator] {
			continue
		}
		for _, e := range x.EdgesOf(v) {
			if !grow(&d.base[e.Service], int64(e.Slashable)) {
				return false, money.ErrOverflow
			}
			if d.in[node.Operator] {
				d.have[e.Service] += int64(e.Slashable)
			}
		}
	}
	for _, s := range a.Services {
		need, err := threshold(x.Services[s].Alpha, d.base[s])
		if err != nil || d.have[s] < need {
			return false, err
		}
	}
	return true, nil
}
