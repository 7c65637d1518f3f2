package exact

import "container/heap"

// node is a part of the search: what is decided, and the prices and the mean that its
// children start from, as parts of 2^16 and 2^8: coarse, for any prices are valid.
type node struct {
	bound   int64
	seq     int64
	share   []uint16 // per edge: price in parts of the member's cost
	mean    []uint8  // per edge
	part    []uint8  // per service: how much it is taken on average
	member  []fixing
	service []fixing
}

// frontier holds open nodes, the highest bound first, the older of equals.
type frontier []*node

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(i, j int) bool {
	if f[i].bound != f[j].bound {
		return f[i].bound > f[j].bound
	}
	return f[i].seq < f[j].seq
}
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }

// Push is for container/heap.
func (f *frontier) Push(x any) { *f = append(*f, x.(*node)) }

// Pop is for container/heap.
func (f *frontier) Pop() any {
	old := *f
	n := old[len(old)-1]
	old[len(old)-1] = nil
	*f = old[:len(old)-1]
	return n
}

func (f *frontier) add(n *node) { heap.Push(f, n) }
func (f *frontier) next() *node { return heap.Pop(f).(*node) }

// save makes a node of where the search is.
func (t *tree) save() *node {
	b, o := t.b, &t.o
	n := &node{bound: t.a.firm, seq: t.seq}
	t.seq++
	n.share, n.mean, n.part = make([]uint16, len(b.to)), make([]uint8, len(b.to)), make([]uint8, len(b.service))
	for e, p := range t.a.best {
		n.share[e] = uint16(mulDivDown(1<<16-1, p, b.cost[b.owner[e]]))
		n.mean[e] = uint8(255*t.a.mean[e] + 0.5)
	}
	for s, x := range t.a.part {
		n.part[s] = uint8(255*x + 0.5)
	}
	n.member = append(n.member, o.member...)
	n.service = append(n.service, o.service...)
	return n
}

// enter puts the search at a node.
func (t *tree) enter(n *node) {
	b, o := t.b, &t.o
	copy(o.member, n.member)
	copy(o.service, n.service)
	for i, c := range b.cost {
		from, upTo := b.edges(int32(i))
		left, top := c, from
		for e := from; e < upTo; e++ {
			o.price[e] = mulDivDown(c, int64(n.share[e]), 1<<16-1)
			left -= o.price[e]
			if n.share[e] > n.share[top] {
				top = e
			}
		}
		o.price[top] += left
	}
	o.recount()
}
