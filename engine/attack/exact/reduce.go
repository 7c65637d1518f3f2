package exact

// reduction is a problem without what cannot matter, cut into connected parts.
type reduction struct {
	free   []int32 // members that cost nothing: they are always in
	base   int64   // profit of services that they cover alone
	dead   []bool  // per service: unprofitable, out of reach or covered by the free
	need   []int64 // per service: left after the free
	blocks []*block
}

// reduce takes a checked problem apart.
func (p *Problem) reduce() *reduction {
	r := &reduction{dead: make([]bool, len(p.Services)), need: make([]int64, len(p.Services))}
	behind := make([]int64, len(p.Services))
	for s, svc := range p.Services {
		r.need[s] = svc.Need
	}
	for v, c := range p.Cost {
		if c == 0 {
			r.free = append(r.free, int32(v))
		}
		for _, e := range p.Row(int32(v)) {
			behind[e.Service] += e.Weight
			if c == 0 {
				r.need[e.Service] -= min(e.Weight, r.need[e.Service])
			}
		}
	}
	for s, svc := range p.Services {
		r.dead[s] = svc.Profit == 0 || svc.Need == 0 || behind[s] < svc.Need
		if !r.dead[s] && r.need[s] == 0 {
			r.base += svc.Profit
			r.dead[s] = true
		}
	}
	r.cut(p)
	return r
}

// cut finds the connected parts among live services and builds a block of each, in
// the order of their first service.
func (r *reduction) cut(p *Problem) {
	root := make([]int32, len(p.Services))
	for s := range root {
		root[s] = int32(s)
	}
	find := func(s int32) int32 {
		for root[s] != s {
			root[s] = root[root[s]]
			s = root[s]
		}
		return s
	}
	for v, c := range p.Cost {
		first := int32(-1)
		for _, e := range p.Row(int32(v)) {
			switch {
			case c == 0 || e.Weight == 0 || r.dead[e.Service]:
			case first < 0:
				first = find(e.Service)
			default:
				a, b := find(first), find(e.Service)
				root[max(a, b)] = min(a, b)
			}
		}
	}
	part := make([]int32, len(p.Services))
	for s := range root {
		if r.dead[s] {
			part[s] = -1
			continue
		}
		if top := find(int32(s)); int(top) == s {
			part[s] = int32(len(r.blocks))
			r.blocks = append(r.blocks, &block{})
		} else {
			part[s] = part[top]
		}
	}
	r.fill(p, part)
}

// fill builds all blocks; part is the block of each service, −1 for none.
func (r *reduction) fill(p *Problem, part []int32) {
	at := make([]int32, len(p.Services)) // place of a service in its block
	own := make([][]item, len(p.Services))
	for s, b := range part {
		if b >= 0 {
			at[s] = int32(len(r.blocks[b].service))
			r.blocks[b].addService(int32(s), p.Services[s].Profit, r.need[s])
		}
	}
	for v, c := range p.Cost {
		var live []Edge
		for _, e := range p.Row(int32(v)) {
			if c > 0 && e.Weight > 0 && part[e.Service] >= 0 {
				live = append(live, e)
			}
		}
		if len(live) == 1 {
			s := live[0].Service
			own[s] = append(own[s], item{weight: live[0].Weight, price: c, id: int32(v)})
		} else if len(live) > 1 {
			r.blocks[part[live[0].Service]].addMember(int32(v), c, live, at)
		}
	}
	for _, b := range r.blocks {
		b.from = append(b.from, int32(len(b.to)))
		b.ownFrom = append(b.ownFrom, 0)
		for _, s := range b.service {
			b.own = append(b.own, own[s]...)
			b.ownFrom = append(b.ownFrom, int32(len(b.own)))
		}
		b.transpose()
		b.units()
		b.scale()
	}
}

func (b *block) addService(s int32, profit, need int64) {
	b.service = append(b.service, s)
	b.profit = append(b.profit, profit)
	b.need = append(b.need, need)
}

func (b *block) addMember(v int32, cost int64, row []Edge, at []int32) {
	b.from = append(b.from, int32(len(b.to)))
	for _, e := range row {
		b.to = append(b.to, at[e.Service])
		b.weight = append(b.weight, e.Weight)
		b.owner = append(b.owner, int32(len(b.member)))
	}
	b.member = append(b.member, v)
	b.cost = append(b.cost, cost)
}

// transpose lists the edges by service, ascending by member.
func (b *block) transpose() {
	b.rowFrom = make([]int32, len(b.service)+1)
	for _, s := range b.to {
		b.rowFrom[s+1]++
	}
	for s := range b.service {
		b.rowFrom[s+1] += b.rowFrom[s]
	}
	b.row = make([]int32, len(b.to))
	fill := append([]int32(nil), b.rowFrom...)
	for e, s := range b.to {
		b.row[fill[s]] = int32(e)
		fill[s]++
	}
}
