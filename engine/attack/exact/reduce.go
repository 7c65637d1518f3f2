package exact

// reduction is a problem without what cannot matter, cut into connected parts. It
// keeps its memory from problem to problem.
type reduction struct {
	free   []int32 // members that cost nothing: they are always in
	base   int64   // profit of services that they cover alone
	dead   []bool  // per service: unprofitable, out of reach or covered by the free
	need   []int64 // per service: left after the free
	blocks []*block

	pool   []*block // all blocks that ever were; the first of them are in use
	behind []int64  // per service: weight of all members
	root   []int32  // per service: another of the same part, itself for one of them
	part   []int32  // per service: its block, −1 for none
	at     []int32  // per service: its place there
	own    [][]item // per service: members that serve it alone
	live   []Edge
}

// load takes a checked problem apart.
func (r *reduction) load(p *Problem) {
	m := len(p.Services)
	r.dead, r.need, r.behind = resize(r.dead, m), resize(r.need, m), resize(r.behind, m)
	clear(r.behind)
	r.free, r.base, r.blocks = r.free[:0], 0, r.blocks[:0]
	for s, svc := range p.Services {
		r.need[s] = svc.Need
	}
	for v, c := range p.Cost {
		if c == 0 {
			r.free = append(r.free, int32(v))
		}
		for _, e := range p.Row(int32(v)) {
			r.behind[e.Service] += e.Weight
			if c == 0 {
				r.need[e.Service] -= min(e.Weight, r.need[e.Service])
			}
		}
	}
	for s, svc := range p.Services {
		r.dead[s] = svc.Profit == 0 || svc.Need == 0 || r.behind[s] < svc.Need
		if !r.dead[s] && r.need[s] == 0 {
			r.base += svc.Profit
			r.dead[s] = true
		}
	}
	r.cut(p)
}

// next is a block without contents.
func (r *reduction) next() *block {
	if len(r.blocks) == len(r.pool) {
		r.pool = append(r.pool, &block{})
	}
	b := r.pool[len(r.blocks)]
	b.reset()
	return b
}

// cut finds the connected parts among live services and builds a block of each, in
// the order of their first service.
func (r *reduction) cut(p *Problem) {
	r.root = resize(r.root, len(p.Services))
	for s := range r.root {
		r.root[s] = int32(s)
	}
	for v, c := range p.Cost {
		first := int32(-1)
		for _, e := range p.Row(int32(v)) {
			switch {
			case c == 0 || e.Weight == 0 || r.dead[e.Service]:
			case first < 0:
				first = r.find(e.Service)
			default:
				a, b := r.find(first), r.find(e.Service)
				r.root[max(a, b)] = min(a, b)
			}
		}
	}
	r.part = resize(r.part, len(p.Services))
	for s := range r.root {
		if r.dead[s] {
			r.part[s] = -1
			continue
		}
		if top := r.find(int32(s)); int(top) == s {
			r.part[s] = int32(len(r.blocks))
			r.blocks = append(r.blocks, r.next())
		} else {
			r.part[s] = r.part[top]
		}
	}
	r.fill(p)
}

// find is the service that stands for the part of s.
func (r *reduction) find(s int32) int32 {
	for r.root[s] != s {
		r.root[s] = r.root[r.root[s]]
		s = r.root[s]
	}
	return s
}

// fill builds all blocks.
func (r *reduction) fill(p *Problem) {
	m := len(p.Services)
	r.at = resize(r.at, m)
	for len(r.own) < m {
		r.own = append(r.own, nil)
	}
	for s, b := range r.part {
		r.own[s] = r.own[s][:0]
		if b >= 0 {
			r.at[s] = int32(len(r.blocks[b].service))
			r.blocks[b].addService(int32(s), p.Services[s].Profit, r.need[s])
		}
	}
	for v, c := range p.Cost {
		r.live = r.live[:0]
		for _, e := range p.Row(int32(v)) {
			if c > 0 && e.Weight > 0 && r.part[e.Service] >= 0 {
				r.live = append(r.live, e)
			}
		}
		if len(r.live) == 1 {
			s := r.live[0].Service
			r.own[s] = append(r.own[s], item{weight: r.live[0].Weight, price: c, id: int32(v)})
		} else if len(r.live) > 1 {
			r.blocks[r.part[r.live[0].Service]].addMember(int32(v), c, r.live, r.at)
		}
	}
	for _, b := range r.blocks {
		b.from = append(b.from, int32(len(b.to)))
		b.ownFrom = append(b.ownFrom, 0)
		for _, s := range b.service {
			b.own = append(b.own, r.own[s]...)
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
	b.rowFrom = resize(b.rowFrom, len(b.service)+1)
	clear(b.rowFrom)
	for _, s := range b.to {
		b.rowFrom[s+1]++
	}
	for s := range b.service {
		b.rowFrom[s+1] += b.rowFrom[s]
	}
	b.row = resize(b.row, len(b.to))
	b.filled = append(b.filled[:0], b.rowFrom...)
	for e, s := range b.to {
		b.row[b.filled[s]] = int32(e)
		b.filled[s]++
	}
}
