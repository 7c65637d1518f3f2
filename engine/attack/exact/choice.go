package exact

import (
	"cmp"
	"math/bits"
	"slices"
)

// Choice is a coalition and all the services it was chosen to take, both ascending,
// with what they amount to. It may cover further services that are worth nothing.
type Choice struct {
	Members, Services []int32
	Cost, Profit      int64
}

// Net returns profit − cost; negative when the attack loses.
func (c *Choice) Net() int64 { return c.Profit - c.Cost }

// clone copies the choice out of memory that will be overwritten.
func (c *Choice) clone() Choice {
	d := *c
	d.Members, d.Services = slices.Clone(c.Members), slices.Clone(c.Services)
	return d
}

// reset empties the choice and keeps its memory.
func (c *Choice) reset() { *c = Choice{Members: c.Members[:0], Services: c.Services[:0]} }

// count recounts a coalition from the problem: it takes every service with a profit
// that it covers and, if there is none, whatever it covers. Members may come in any
// order and are kept sorted. Members that are not needed stay; trim first.
func (p *Problem) count(members []int32) Choice {
	c := Choice{Members: slices.Clone(members)}
	new(tally).count(p, &c)
	return c
}

// trim removes members that the choice's services do not need, the dearest first,
// ties by index, and returns what is left, recounted.
func (p *Problem) trim(c Choice) Choice {
	c = c.clone()
	new(tally).trim(p, &c)
	return c
}

// tally counts choices in memory that it keeps.
type tally struct {
	have  []int64 // per service
	taken []bool  // per service
	order []int32
}

// cover sums the coverage of the choice's members and their cost.
func (w *tally) cover(p *Problem, c *Choice) {
	w.have = resize(w.have, len(p.Services))
	clear(w.have)
	c.Cost = 0
	for _, v := range c.Members {
		c.Cost += p.Cost[v]
		for _, e := range p.Row(v) {
			w.have[e.Service] += e.Weight
		}
	}
}

// count makes a choice of its members.
func (w *tally) count(p *Problem, c *Choice) {
	slices.Sort(c.Members)
	c.Members = slices.Compact(c.Members)
	w.cover(p, c)
	c.Services, c.Profit = c.Services[:0], 0
	for s, svc := range p.Services {
		if svc.Need > 0 && w.have[s] >= svc.Need && svc.Profit > 0 {
			c.Services = append(c.Services, int32(s))
			c.Profit += svc.Profit
		}
	}
	for s, svc := range p.Services {
		if c.Profit == 0 && svc.Need > 0 && w.have[s] >= svc.Need {
			c.Services = append(c.Services, int32(s))
		}
	}
}

// trim counts a choice and removes the members that its services do not need.
func (w *tally) trim(p *Problem, c *Choice) {
	w.count(p, c)
	w.taken = resize(w.taken, len(p.Services))
	clear(w.taken)
	for _, s := range c.Services {
		w.taken[s] = true
	}
	w.order = append(w.order[:0], c.Members...)
	slices.SortStableFunc(w.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(p.Cost[b], p.Cost[a]), cmp.Compare(a, b))
	})
	c.Members = c.Members[:0]
	for _, v := range w.order {
		if !w.spare(p, v) {
			c.Members = append(c.Members, v)
			continue
		}
		for _, e := range p.Row(v) {
			w.have[e.Service] -= e.Weight
		}
	}
	w.count(p, c)
}

// spare says whether the services taken stay covered without member v.
func (w *tally) spare(p *Problem, v int32) bool {
	for _, e := range p.Row(v) {
		if w.taken[e.Service] && w.have[e.Service]-e.Weight < p.Services[e.Service].Need {
			return false
		}
	}
	return true
}

// mulDivDown is a·b/c rounded down for 0 ≤ b ≤ c, which cannot overflow.
func mulDivDown(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, _ := bits.Div64(hi, lo, uint64(c))
	return int64(q)
}

// first exchanges members for equal ones of lower index.
func (p *Problem) first(c Choice) Choice {
	order := make([]int32, len(p.Cost))
	for v := range order {
		order[v] = int32(v)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(p.compare(a, b), cmp.Compare(a, b)) })
	in := make([]bool, len(p.Cost))
	for _, v := range c.Members {
		in[v] = true
	}
	var members []int32
	for i := 0; i < len(order); {
		j, chosen := i, 0
		for ; j < len(order) && p.compare(order[i], order[j]) == 0; j++ {
			if in[order[j]] {
				chosen++
			}
		}
		members = append(members, order[i:i+chosen]...)
		i = j
	}
	return p.count(members)
}

// compare orders members by cost and edges; equal ones can stand in for each other.
func (p *Problem) compare(a, b int32) int {
	if d := cmp.Compare(p.Cost[a], p.Cost[b]); d != 0 {
		return d
	}
	return slices.CompareFunc(p.Row(a), p.Row(b), func(x, y Edge) int {
		return cmp.Or(cmp.Compare(x.Service, y.Service), cmp.Compare(x.Weight, y.Weight))
	})
}
