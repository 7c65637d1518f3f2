package partial

import (
	"container/heap"
	"context"
	"math/big"
	"slices"
)

// tree is a search by branch and bound over which services are attacked; best first,
// so that the bound falls as fast as it can.
type tree struct {
	p      *pools
	root   *relaxation
	heap   frontier
	best   outcome
	tried  map[string]bool // sets of services whose cost is known
	nodes  int64           // expanded
	serial int64           // number of the next node
	limit  int64
	shut   *big.Rat // the highest bound among nodes that could neither be split nor closed; nil: none
}

// outcome is an attack with its exact net.
type outcome struct {
	net      *big.Rat
	services []int32
	commit   []*big.Rat
}

// node says what has been decided, and what is known about all attacks that comply.
type node struct {
	decided []int8
	upper   *big.Rat
	number  int64
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
	list := t.p.attackable()
	if len(list) == 0 {
		return false
	}
	all := new(big.Rat)
	decided := make([]int8, len(t.p.profit))
	for s := range decided {
		if t.p.need[s] == 0 {
			decided[s] = out
			continue
		}
		all.Add(all, new(big.Rat).SetInt64(t.p.profit[s]))
		if net := new(big.Rat).SetInt64(t.p.profit[s] - t.p.need[s]); t.best.net == nil || net.Cmp(t.best.net) > 0 {
			t.best = outcome{net: net, services: []int32{int32(s)}}
		}
	}
	t.best.commit = zeros(len(t.p.stake))
	t.p.repair(t.best.services, t.best.commit)
	t.push(&node{decided: decided, upper: all})
	return true
}

func (t *tree) push(n *node) {
	n.number = t.serial
	t.serial++
	heap.Push(&t.heap, n)
}

// upper is what no attack exceeds: the best known, or what an open node allows.
func (t *tree) upper() *big.Rat {
	upper := t.best.net
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
	t.root = t.p.relax()
	for len(t.heap) > 0 && t.nodes < t.limit && ctx.Err() == nil {
		n := t.heap[0]
		if n.upper.Cmp(t.best.net) <= 0 {
			t.heap = nil
			return
		}
		heap.Pop(&t.heap)
		t.expand(ctx, n)
	}
}

// expand bounds a node, tries what its solution points at, and splits it.
func (t *tree) expand(ctx context.Context, n *node) {
	t.nodes++
	var r *relaxation
	if t.nodes == 1 {
		r = t.root
		r.tighten(ctx, rootRounds)
		r.purge()
		r.t.refresh()
		r.t.solve(ctx)
	} else {
		r = t.root.clone()
		for s, d := range n.decided {
			if d != free && r.p.need[s] > 0 {
				r.decide(int32(s), d == in)
			}
		}
		r.tighten(ctx, nodeRounds)
	}
	t.sharpen(n, r)
	at := r.t.point(r.structural())[len(r.p.stake):]
	t.round(at, n)
	// The attack just tried may have caught up with the bound.
	if n.upper.Cmp(t.best.net) > 0 {
		t.sharpen(n, r)
	}
	if n.upper.Cmp(t.best.net) > 0 {
		t.split(n, at)
	}
}

// sharpen lowers the bound of a node to what its relaxation proves.
func (t *tree) sharpen(n *node, r *relaxation) {
	if b := r.prove(n.decided, t.best.net); b.Cmp(n.upper) < 0 {
		n.upper = b
	}
}

// round attacks what the relaxation attacks by half or more, or else what it attacks
// most, in accordance with the decisions.
func (t *tree) round(at []float64, n *node) {
	var set []int32
	most := int32(-1)
	for s, d := range n.decided {
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
	t.try(set)
}

// try computes what a set of services costs, adds those that come for free, and keeps
// the attack if it is better.
func (t *tree) try(set []int32) {
	name := nameOf(set)
	if t.tried[name] {
		return
	}
	t.tried[name] = true
	c := t.p.cheapest(set, t.root.scale)
	taken := slices.Clone(set)
	for _, s := range t.p.attackable() {
		if !slices.Contains(set, s) && t.p.profit[s] > 0 && t.p.have(s, c.commit).Cmp(new(big.Rat).SetInt64(t.p.need[s])) >= 0 {
			taken = append(taken, s)
		}
	}
	slices.Sort(taken)
	net := t.p.won(taken)
	if net.Sub(net, c.cost).Cmp(t.best.net) > 0 {
		t.best = outcome{net, taken, c.commit}
	}
}

func (p *pools) won(set []int32) *big.Rat {
	var sum int64
	for _, s := range set {
		sum += p.profit[s]
	}
	return new(big.Rat).SetInt64(sum)
}

func nameOf(set []int32) string {
	b := make([]byte, 0, 4*len(set))
	for _, s := range set {
		b = append(b, byte(s), byte(s>>8), byte(s>>16), byte(s>>24))
	}
	return string(b)
}

// split decides one more service both ways: the one that the relaxation is least sure
// of, the larger profit among equals.
func (t *tree) split(n *node, at []float64) {
	pick, doubt := -1, -1.0
	attacked := false
	for s, d := range n.decided {
		attacked = attacked || d == in
		if d != free {
			continue
		}
		unsure := 0.5 - max(at[s]-0.5, 0.5-at[s])
		if pick < 0 || unsure > doubt+1e-9 || unsure > doubt-1e-9 && t.p.profit[s] > t.p.profit[pick] {
			pick, doubt = s, max(unsure, doubt)
		}
	}
	if pick < 0 {
		t.close(n)
		return
	}
	for _, d := range []int8{in, out} {
		child := &node{decided: slices.Clone(n.decided), upper: n.upper}
		child.decided[pick] = d
		if d == in || attacked || slices.Contains(child.decided, free) {
			t.push(child)
		}
	}
}

// close settles a node at which everything is decided: it is a single set.
func (t *tree) close(n *node) {
	var set []int32
	for s, d := range n.decided {
		if d == in {
			set = append(set, int32(s))
		}
	}
	c := t.p.cheapest(set, t.root.scale)
	upper := t.p.won(set)
	if upper.Sub(upper, c.lower).Cmp(n.upper) > 0 {
		upper = n.upper
	}
	if upper.Cmp(t.best.net) > 0 && (t.shut == nil || upper.Cmp(t.shut) > 0) {
		t.shut = upper
	}
}
