package exact

import "context"

// score remembers what branching on an item gained.
type score struct {
	sum [3]float64
	n   [3]int
}

// member i is item i, service s is item len(members) + s.

// undecided is how far a mean, from low to high, is from all or nothing: 0 to 1.
func undecided(low, high uint8) float64 { return float64(min(high, 255-low)) / 255 }

// doubt measures how little is settled about member i, in units of scaled cost: services
// disagree about it, or agree on a part of it.
func (t *tree) doubt(n *node, i int32) float64 {
	from, upTo := t.b.edges(i)
	low, high := uint8(255), uint8(0)
	for e := from; e < upTo; e++ {
		if n.service[t.b.to[e]] != out {
			low, high = min(low, n.mean[e]), max(high, n.mean[e])
		}
	}
	return undecided(low, high) * float64(t.b.cost[i])
}

// pick chooses the item to branch on: the largest product of what both ways are
// expected to gain. Where rounding to the grain of costs would end the part, services
// come first. It is −1 if all is decided.
func (t *tree) pick(n *node) int {
	best, top := -1, -1.0
	gap := float64(n.bound - t.best)
	for s, f := range n.service {
		if f == open {
			doubt := undecided(n.part[s], n.part[s]) * float64(t.b.profit[s])
			if e := t.expect(len(n.member)+s, doubt, gap); e > top {
				best, top = len(n.member)+s, e
			}
		}
	}
	if best >= 0 && n.bound-t.best < t.b.grain {
		return best
	}
	for i, f := range n.member {
		if f == open {
			if e := t.expect(i, t.doubt(n, int32(i)), gap); e > top {
				best, top = i, e
			}
		}
	}
	return best
}

// expect is the product of the gains on both ways, a fifth of the doubt where nothing
// is known.
func (t *tree) expect(item int, doubt, gap float64) float64 {
	p := &t.scores[item]
	product := 1.0
	for f := out; f <= in; f++ {
		g := doubt / 5
		if p.n[f] > 0 {
			g = p.sum[f] / float64(p.n[f])
		}
		product *= max(min(g, gap), gap/1000)
	}
	return product
}

// split replaces a node by its children.
func (t *tree) split(ctx context.Context, n *node) {
	item := t.pick(n)
	if item < 0 {
		t.settle(n)
		return
	}
	for f := out; f <= in; f++ {
		t.enter(n)
		if item < len(n.member) {
			t.o.fix(int32(item), f)
		} else {
			t.o.service[item-len(n.member)] = f
		}
		c := t.visit(ctx, n, t.b.pace().node, false)
		gain := float64(n.bound - t.best)
		if c != nil {
			gain = float64(n.bound - c.bound)
		}
		t.scores[item].sum[f] += gain
		t.scores[item].n[f]++
	}
}

// visit evaluates where the search is and keeps it as a node unless it is of no use.
func (t *tree) visit(ctx context.Context, parent *node, rounds int, root bool) *node {
	if !t.evaluate(ctx, rounds, root) {
		return nil
	}
	t.round()
	c := t.save()
	c.bound = min(c.bound, parent.bound)
	if c.bound <= t.best {
		return nil
	}
	t.keep(c)
	return c
}

// roomy is how many bytes open nodes may take before the search goes deep.
const roomy = 1 << 28

func (t *tree) keep(n *node) {
	if len(t.open)*(3*len(t.b.to)+len(t.b.member)+200) > roomy {
		t.deep = append(t.deep, n)
	} else {
		t.open.add(n)
	}
}

// settle ends a leaf: with all decided only members of single services are left, and
// knapsacks without margin price them exactly.
func (t *tree) settle(n *node) {
	t.enter(n)
	crowd := t.o.k.crowd
	t.o.margin, t.o.k.crowd = 0, crowd<<4
	bound, ok := t.o.bound()
	t.o.k.crowd = crowd
	if !ok {
		return
	}
	t.round()
	if bound = min(t.down.bound(&t.o, bound, t.best), n.bound); bound > t.best {
		t.rest = max(t.rest, bound)
	}
}

// upper is the highest bound that is left.
func (t *tree) upper() int64 {
	x := max(t.best, t.rest)
	if len(t.open) > 0 {
		x = max(x, t.open[0].bound)
	}
	for _, n := range t.deep {
		x = max(x, n.bound)
	}
	return x
}
