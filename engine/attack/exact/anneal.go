package exact

import (
	"context"

	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/rng"
)

// annealer looks for good sets of shared members. Which services to take follows from
// the coverage: those with a gain. A move is one member in or out, O(its services).
type annealer struct {
	b       *block
	gains   []gains
	have    []int64
	gain    []int64 // per service, as it stands
	ghost   []bool  // per service: the gain is only promised
	in      []bool
	value   int64 // gains less costs
	ghosts  int64 // promised part of value
	haunted int   // services that must be taken and are only promised

	best   int64 // most value without promises
	chosen []bool
	found  bool
	logs   []float64
}

func (a *annealer) load(b *block) {
	a.b = b
	m := len(b.service)
	for len(a.gains) < m {
		a.gains = append(a.gains, gains{})
	}
	a.have, a.gain, a.ghost = resize(a.have, m), resize(a.gain, m), resize(a.ghost, m)
	a.in, a.chosen = resize(a.in, len(b.member)), resize(a.chosen, len(b.member))
	a.found = false
	if a.logs == nil {
		a.logs = make([]float64, 1024)
		for i := range a.logs {
			a.logs[i] = detmath.Log((float64(i) + 0.5) / 1024)
		}
	}
}

// set puts the annealer at a set of members.
func (a *annealer) set(in []bool) {
	b := a.b
	copy(a.in, in)
	clear(a.have)
	a.value, a.ghosts, a.haunted = 0, 0, 0
	for i, on := range a.in {
		if !on {
			continue
		}
		a.value -= b.cost[i]
		from, upTo := b.edges(int32(i))
		for e := from; e < upTo; e++ {
			a.have[b.to[e]] += b.weight[e]
		}
	}
	for s := range b.service {
		a.gain[s], a.ghost[s] = a.gains[s].at(a.have[s])
		a.value += a.gain[s]
		if a.ghost[s] {
			a.ghosts += a.gain[s]
			a.haunted += a.gains[s].must()
		}
	}
}

// try flips member i if the loss is at most bearable, and reports whether it did.
func (a *annealer) try(i int32, bearable int64) bool {
	b := a.b
	from, upTo := b.from[i], b.from[i+1]
	delta := -b.cost[i]
	if a.in[i] {
		delta = b.cost[i]
	}
	var gain [16]int64
	var ghost [16]bool
	if upTo-from > 16 {
		return a.tryWide(i, bearable)
	}
	for e := from; e < upTo; e++ {
		s := b.to[e]
		have := a.have[s] + b.weight[e]
		if a.in[i] {
			have = a.have[s] - b.weight[e]
		}
		x, g := a.gains[s].at(have)
		gain[e-from], ghost[e-from] = x, g
		delta += x - a.gain[s]
	}
	if delta < -bearable {
		return false
	}
	for e := from; e < upTo; e++ {
		a.put(b.to[e], b.weight[e], a.in[i], gain[e-from], ghost[e-from])
	}
	a.in[i] = !a.in[i]
	a.value += delta
	return true
}

// tryWide is the same for members with many services.
func (a *annealer) tryWide(i int32, bearable int64) bool {
	b := a.b
	from, upTo := b.edges(i)
	sign := int64(1)
	if a.in[i] {
		sign = -1
	}
	delta := -sign * b.cost[i]
	for e := from; e < upTo; e++ {
		x, _ := a.gains[b.to[e]].at(a.have[b.to[e]] + sign*b.weight[e])
		delta += x - a.gain[b.to[e]]
	}
	if delta < -bearable {
		return false
	}
	for e := from; e < upTo; e++ {
		s := b.to[e]
		x, g := a.gains[s].at(a.have[s] + sign*b.weight[e])
		a.put(s, b.weight[e], a.in[i], x, g)
	}
	a.in[i] = !a.in[i]
	a.value += delta
	return true
}

func (a *annealer) put(s int32, weight int64, leaves bool, gain int64, ghost bool) {
	if leaves {
		weight = -weight
	}
	a.have[s] += weight
	if a.ghost[s] {
		a.ghosts -= a.gain[s]
		a.haunted -= a.gains[s].must()
	}
	if ghost {
		a.ghosts += gain
		a.haunted += a.gains[s].must()
	}
	a.gain[s], a.ghost[s] = gain, ghost
}

// real is the value without promises; none where a service that must be taken is only
// promised.
func (a *annealer) real() int64 {
	if a.haunted > 0 {
		return -most
	}
	return a.value - a.ghosts
}

// cool anneals among the given members from hot to cold, in units of cost, and keeps
// the best real value met. A context that ends early ends it after some moves.
func (a *annealer) cool(ctx context.Context, among []int32, moves int, hot, cold float64, seed uint64) {
	if len(among) == 0 {
		a.keep()
		return
	}
	each := min(moves, 4096)
	blocks := max(1, moves/4096)
	t := hot
	ratio := 1.0
	if blocks > 1 && hot > 0 {
		ratio = detmath.Exp(detmath.Log(cold/hot) / float64(blocks-1))
	}
	key := rng.Key{Seed: seed, Purpose: rng.Search}
	for k := range blocks {
		if k > 0 && ctx.Err() != nil {
			break
		}
		key.Time = int64(k)
		draw := key.Stream()
		for n := range each {
			x := draw.At(uint16(n))
			i := among[(x>>32)*uint64(len(among))>>32]
			if a.try(i, int64(-t*a.logs[x&1023])) && (!a.found || a.real() > a.best) {
				a.keep()
			}
		}
		t *= ratio
	}
}

// keep notes the set as the best if it is.
func (a *annealer) keep() bool {
	if a.found && a.real() <= a.best {
		return false
	}
	if a.real() == -most {
		return false
	}
	a.best, a.found = a.real(), true
	copy(a.chosen, a.in)
	return true
}

// descend flips members while that pays, in index order, until a round brings
// nothing.
func (a *annealer) descend() {
	for range 50 {
		any := false
		for i := range a.in {
			any = a.try(int32(i), -1) || any
		}
		if !any {
			break
		}
	}
	a.keep()
}
