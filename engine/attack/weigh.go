package attack

import "slices"

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
	return c, covered
}
