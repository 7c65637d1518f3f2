package partial

import (
	"container/heap"
	"context"
	"math/big"
	"slices"
)

// tree is a search by branch and bound over which services are attacked and, where
// items are bought whole, over these; best first, so that the bound falls as fast as
// it can.
type tree struct {
	c      *covering
	kind   kind
	whole  int  // the first so many items are bought whole or not at all, and nets are whole numbers
	decide bool // stop once it is known whether an attack pays
	limit  int64

	root   *relaxation
	heap   frontier
	best   *big.Rat // net of the best attack known
	nodes  int64    // expanded
	serial int64    // number of the next node
	shut   *big.Rat // the highest bound among nodes that could neither be split nor closed; nil: none
}

// kind is what the two problems do differently. Both keep the attack whose net they
// return.
type kind interface {
	// single attacks one service and returns the net.
	single(s int32) *big.Rat
	// attempt makes an attack of a solution of the relaxation, items and services apart.
	// It returns its net if that is above best, and best if not.
	attempt(n *node, items, services []float64, best *big.Rat) *big.Rat
	// settle bounds what a node nets at which everything is decided, at least where that
	// is above best.
	settle(n *node, best *big.Rat) *big.Rat
}

// node says what has been decided, and what is known about all attacks that comply.
type node struct {
	services, items []int8
	upper           *big.Rat
	rows            []cover // that its parent found to bind, beyond those of the root
	number          int64
}

// rounded is what the relaxation attacks by half or more, or else what it attacks most,
// in accordance with the decisions.
func (n *node) rounded(at []float64) (set []int32) {
	most := int32(-1)
	for s, d := range n.services {
		switch {
		case d == out:
		case d == in || at[s] >= 0.5:
			set = append(set, int32(s))
		case most < 0 || at[s] > at[most]:
			most = int32(s)
		}
	}
	if len(set) == 0 {
		set = []int32{most}
	}
	return set
}

// taken lists the services that are in.
func (n *node) taken() (set []int32) {
	for s, d := range n.services {
		if d == in {
			set = append(set, int32(s))
		}
	}
	return set
}

// frontier holds open nodes, the highest bound first and by number among equals.
type frontier []*node

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(i, j int) bool {
	if c := f[i].upper.Cmp(f[j].upper); c != 0 {
		return c > 0
	}
	return f[i].number < f[j].number
}
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }

// Push and Pop serve container/heap.
func (f *frontier) Push(x any) { *f = append(*f, x.(*node)) }

// Pop removes the last.
func (f *frontier) Pop() any {
	last := len(*f) - 1
	x := (*f)[last]
	*f = (*f)[:last]
	return x
}

// open begins with the best single service, whose cost is its need; false when nothing
// can be attacked.
func (t *tree) open() bool {
	n := &node{services: make([]int8, len(t.c.profit)), items: make([]int8, t.whole), upper: new(big.Rat)}
	most := -1
	for s, need := range t.c.need {
		if need == 0 {
			n.services[s] = out
			continue
		}
		n.upper.Add(n.upper, new(big.Rat).SetInt64(t.c.profit[s]))
		if most < 0 || t.c.profit[s]-need > t.c.profit[most]-t.c.need[most] {
			most = s
		}
	}
	if most < 0 {
		return false
	}
	t.best = t.kind.single(int32(most))
	t.push(n)
	return true
}

func (t *tree) push(n *node) {
	n.number = t.serial
	t.serial++
	heap.Push(&t.heap, n)
}

// upper is what no attack exceeds: the best known, or what an open node allows.
func (t *tree) upper() *big.Rat {
	upper := t.best
	if len(t.heap) > 0 && t.heap[0].upper.Cmp(upper) > 0 {
		upper = t.heap[0].upper
	}
	if t.shut != nil && t.shut.Cmp(upper) > 0 {
		upper = t.shut
	}
	return upper
}

// Rounds of rows added at the root and at other nodes.
const (
	rootRounds = 40
	nodeRounds = 4
)

func (t *tree) search(ctx context.Context) {
	t.root = t.c.relax()
	for len(t.heap) > 0 && t.nodes < t.limit && ctx.Err() == nil {
		if t.decide && (t.best.Sign() > 0 || t.upper().Sign() <= 0) {
			return
		}
		if t.heap[0].upper.Cmp(t.best) <= 0 {
			t.heap = nil
			return
		}
		t.expand(ctx, heap.Pop(&t.heap).(*node))
	}
}

// expand bounds a node, tries what its solution points at, and splits it.
func (t *tree) expand(ctx context.Context, n *node) {
	t.nodes++
	r := t.root
	if t.nodes == 1 {
		r.tighten(ctx, rootRounds)
		r.purge()
		r.t.refresh()
		r.t.solve(ctx)
		for i := range r.rows {
			r.rows[i].known = true
		}
	} else {
		r = t.root.clone()
		r.comply(n)
		for _, c := range n.rows {
			r.add(c)
		}
		r.tighten(ctx, nodeRounds)
	}
	t.sharpen(n, r)
	at := r.t.point(r.structural())
	items, services := at[:len(t.c.cost)], at[len(t.c.cost):]
	for k := range items {
		items[k] *= r.scale / float64(t.c.cost[k])
	}
	t.best = t.kind.attempt(n, items, services, t.best)
	// The attack just tried may have caught up with the bound.
	if n.upper.Cmp(t.best) > 0 {
		t.sharpen(n, r)
	}
	if n.upper.Cmp(t.best) > 0 {
		t.split(n, r.binding(), items, services)
	}
}

// sharpen lowers the bound of a node to what its relaxation proves.
func (t *tree) sharpen(n *node, r *relaxation) {
	b := r.prove(n, t.best)
	if t.whole > 0 {
		b.SetInt(new(big.Int).Div(b.Num(), b.Denom()))
	}
	if b.Cmp(n.upper) < 0 {
		n.upper = b
	}
}

// split decides one more service or item both ways: the one that the relaxation is least
// sure of, services first.
func (t *tree) split(n *node, rows []cover, items, services []float64) {
	s, doubt := unsure(n.services, services, t.c.profit)
	k, other := unsure(n.items, items, t.c.cost)
	const certain = 1e-6
	if s < 0 && k < 0 {
		t.close(n)
		return
	}
	buy := s < 0 || doubt < certain && other >= certain
	for _, d := range []int8{in, out} {
		child := &node{services: slices.Clone(n.services), items: slices.Clone(n.items), upper: n.upper, rows: rows}
		if buy {
			child.items[k] = d
		} else {
			child.services[s] = d
		}
		if slices.Contains(child.services, in) || slices.Contains(child.services, free) {
			t.push(child)
		}
	}
}

// unsure is what is free and nearest to one half, the larger amount among equals, and
// how far it is from a decision; −1 when nothing is free.
func unsure(decided []int8, at []float64, amount []int64) (pick int, doubt float64) {
	pick, doubt = -1, -1
	for i, d := range decided {
		if d != free {
			continue
		}
		away := 0.5 - max(at[i]-0.5, 0.5-at[i])
		if pick < 0 || away > doubt+1e-9 || away > doubt-1e-9 && amount[i] > amount[pick] {
			pick, doubt = i, max(away, doubt)
		}
	}
	return pick, doubt
}

// close settles a node at which everything is decided.
func (t *tree) close(n *node) {
	upper := t.kind.settle(n, t.best)
	if upper.Cmp(n.upper) > 0 {
		upper = n.upper
	}
	if upper.Cmp(t.best) > 0 && (t.shut == nil || upper.Cmp(t.shut) > 0) {
		t.shut = upper
	}
}
