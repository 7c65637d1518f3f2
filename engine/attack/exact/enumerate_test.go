package exact

// enumerate visits every coalition that takes a service, with all it takes.
func (p *Problem) enumerate(visit func(Choice)) {
	var members []int32
	for mask := uint64(0); mask < 1<<len(p.Cost); mask++ {
		members = members[:0]
		for v := range p.Cost {
			if mask>>v&1 == 1 {
				members = append(members, int32(v))
			}
		}
		if c := p.count(members); len(c.Services) > 0 {
			visit(c)
		}
	}
}
