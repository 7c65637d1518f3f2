package attack

import (
	"fmt"
	"slices"
)

// Coalition is an attack with its amounts, which count the share of the stake that the
// attacker bears.
type Coalition struct {
	Operators, Services []int32 // ascending
	Profit, Cost        int64
}

// Net returns profit − cost.
func (c *Coalition) Net() int64 { return c.Profit - c.Cost }

// weigh recounts the attack of the given operators on the given services: all their
// positions join and lose what the services take, at most all they have. It reports
// whether the services are covered.
func (f *field) weigh(operators, services []int32) (Coalition, bool) {
	c := Coalition{Operators: slices.Clone(operators), Services: slices.Clone(services)}
	have := make([]int64, len(f.services))
	for i := range f.positions {
		p := &f.positions[i]
		if _, in := slices.BinarySearch(operators, p.operator); !in {
			continue
		}
		lost := int64(0)
		for _, k := range p.claims {
			have[k.service] += k.weight
			if _, taken := slices.BinarySearch(services, k.service); taken {
				lost = min(p.cost, lost+k.loss)
			}
		}
		c.Cost += lost
	}
	covered := len(services) > 0
	for _, s := range services {
		covered = covered && f.services[s].Need > 0 && have[s] >= f.services[s].Need
		c.Profit += f.services[s].Profit
	}
	c.Profit -= f.overstated(among(services))
	return c, covered
}

// alike numbers operators so that those have the same number who stake the same and
// serve the same services: any of them could take another's place.
func (f *field) alike() []int32 {
	text := make([]string, f.operators)
	for i := range f.positions {
		p := &f.positions[i]
		text[p.operator] += fmt.Sprint(p.charge, p.cost)
		for _, c := range p.claims {
			text[p.operator] += fmt.Sprint(" ", c.service, c.weight, c.loss)
		}
		text[p.operator] += ";"
	}
	number, out := map[string]int32{}, make([]int32, f.operators)
	for o, t := range text {
		if _, old := number[t]; !old {
			number[t] = int32(len(number))
		}
		out[o] = number[t]
	}
	return out
}

// first replaces operators of a coalition by others that are alike and come before
// them, so that equal searches name equal coalitions.
func (f *field) first(operators []int32) []int32 {
	want := make(map[int32]int)
	for _, o := range operators {
		want[f.kind[o]]++
	}
	out := make([]int32, 0, len(operators))
	for o, k := range f.kind {
		if want[k] > 0 {
			want[k]--
			out = append(out, int32(o))
		}
	}
	return out
}
