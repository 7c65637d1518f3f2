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

// count recounts a coalition from the problem: it takes every service with a profit
// that it covers and, if there is none, whatever it covers. Members may come in any
// order and are kept sorted. Members that are not needed stay; trim first.
func (p *Problem) count(members []int32) Choice {
	c := Choice{Members: slices.Clone(members)}
	slices.Sort(c.Members)
	c.Members = slices.Compact(c.Members)
	have := make([]int64, len(p.Services))
	for _, v := range c.Members {
		c.Cost += p.Cost[v]
		for _, e := range p.Row(v) {
			have[e.Service] += e.Weight
		}
	}
	for s, svc := range p.Services {
		if svc.Need > 0 && have[s] >= svc.Need && svc.Profit > 0 {
			c.Services = append(c.Services, int32(s))
			c.Profit += svc.Profit
		}
	}
	for s, svc := range p.Services {
		if c.Profit == 0 && svc.Need > 0 && have[s] >= svc.Need {
			c.Services = append(c.Services, int32(s))
		}
	}
	return c
}

// trim removes members that the choice's services do not need, the dearest first,
// ties by index, and returns what is left, recounted.
func (p *Problem) trim(c Choice) Choice {
	have := make([]int64, len(p.Services))
	taken := make([]bool, len(p.Services))
	for _, s := range c.Services {
		taken[s] = true
	}
	for _, v := range c.Members {
		for _, e := range p.Row(v) {
			have[e.Service] += e.Weight
		}
	}
	order := slices.Clone(c.Members)
	slices.SortStableFunc(order, func(a, b int32) int {
		switch {
		case p.Cost[a] > p.Cost[b]:
			return -1
		case p.Cost[a] < p.Cost[b]:
			return 1
		}
		return int(a - b)
	})
	var left []int32
	for _, v := range order {
		spare := true
		for _, e := range p.Row(v) {
			spare = spare && (!taken[e.Service] || have[e.Service]-e.Weight >= p.Services[e.Service].Need)
		}
		if !spare {
			left = append(left, v)
			continue
		}
		for _, e := range p.Row(v) {
			have[e.Service] -= e.Weight
		}
	}
	return p.count(left)
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
