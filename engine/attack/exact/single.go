package exact

import (
	"context"
	"slices"
)

// Bracket encloses the least cost of taking one service alone. Possible is false
// where all members together do not reach the need.
type Bracket struct {
	Lower, Upper int64
	Members      []int32 // ascending; they cost Upper
	Possible     bool
}

// Singles brackets the least cost of each service alone. p must have passed Check.
func (s *Solver) Singles(ctx context.Context, p *Problem) []Bracket {
	out := make([]Bracket, len(p.Services))
	rows := make([][]item, len(p.Services))
	for v := range p.Cost {
		for _, e := range p.Row(int32(v)) {
			if e.Weight > 0 {
				rows[e.Service] = append(rows[e.Service], item{weight: e.Weight, price: p.Cost[v], id: int32(v)})
			}
		}
	}
	for i, row := range rows {
		if p.Services[i].Need > 0 {
			out[i] = s.cover(row, p.Services[i].Need)
		}
	}
	return out
}

// cover finds the least cost of a need from items.
func (s *Solver) cover(row []item, need int64) (b Bracket) {
	var g, all, behind int64
	for _, it := range row {
		g, all, behind = gcd(g, it.weight), all+it.price, behind+it.weight
	}
	if b.Possible = behind >= need; !b.Possible {
		return b
	}
	need = (need-1)/g + 1
	for i := range row {
		row[i].weight = min(row[i].weight/g, need)
	}
	slices.SortFunc(row, byDensity)
	k := &s.single
	k.items = append(k.items[:0], row...)
	k.solve(need, all+1, 0)
	b.Lower, b.Upper = k.lower, k.upper
	for i, in := range k.taken {
		if in {
			b.Members = append(b.Members, k.items[i].id)
		}
	}
	slices.Sort(b.Members)
	return b
}
