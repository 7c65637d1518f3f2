package exact

import "context"

// Rounds and steps of the ascent, found by trial on networks of 200 to 2,000 members.
const (
	rootLength = 1.0
	rootAlpha  = 0.5 // most weight of a new solution in the mean
	rootStall  = 3   // rounds without a lower bound until steps shorten

	leastRounds = 100 // where one service must be taken

	nodeAlpha = 0.2
	nodeStall = 4

	crowded = 1 << 14 // states of a knapsack; sixteen times as many where it settles a leaf

	beyond = 128 // steps aim so many fine amounts below the incumbent, for whoever only aims at it never gets there

	shorten = 0.7
	stretch = 1.1
)

// pace is how long the ascent goes on, and its first step below a node.
type pace struct {
	root, node int // rounds
	length     float64
}

// Paces: costs with a divisor of their own end parts by rounding, which takes a bound
// that is close; others are ended by branching on large members, which takes a fast one.
var (
	careful = pace{300, 30, 0.2}
	quick   = pace{300, 20, 0.4}
)

// pace is that of the block.
func (b *block) pace() *pace {
	if b.grain > b.step {
		return &careful
	}
	return &quick
}

// tree searches one block by branch and bound. Amounts are scaled.
type tree struct {
	b    *block
	o    oracle
	a    ascent
	h    annealer
	down rounding
	free []int32 // members that cost nothing
	p    *Problem
	open frontier
	deep []*node // nodes to be searched first, where memory is short
	seq  int64

	best    int64  // value of the incumbent: bounds at most this are of no use
	choice  Choice // the incumbent
	rest    int64  // highest bound among leaves that could not be settled
	nodes   int64
	rounds  int64 // evaluations, for the heuristics' share of the time
	scores  []score
	among   []int32 // members that the annealer may move
	guess   []bool
	whole   bool // staircases go beyond what services pay
	tell    func()
	root    *node
	prices  []int64 // per edge: those of the bound before branching, which hold whatever is attacked
	below   bool    // the search has left the root: prices may rest on what is decided
	runs    int
	current *node // being split
	due     int64 // when to anneal again
	every   int64 // and how many nodes after that
	offered Choice
	tally   tally
}

// floor rounds a bound down to a multiple of the divisor of all amounts.
func (t *tree) floor(bound int64) int64 { return bound - mod(bound, t.b.step) }

// mod is the remainder in [0, m).
func mod(x, m int64) int64 {
	if x %= m; x < 0 {
		x += m
	}
	return x
}

// evaluate lowers the bound where the search is and reports whether it still exceeds
// the incumbent. What cannot change any more is decided on the way.
func (t *tree) evaluate(ctx context.Context, rounds int, root bool) bool {
	a, o := &t.a, &t.o
	length, alpha, patience := t.b.pace().length, nodeAlpha, nodeStall
	if t.current == nil {
		length = careful.length // a warm start is close already
	}
	if root {
		length, alpha, patience = rootLength, rootAlpha, rootStall
	}
	a.found, a.firm = false, most
	t.nodes++
	copy(a.best, o.price)
	for s, f := range o.service {
		if f == out {
			t.shut(int32(s))
		}
	}
	stall := 0
	for r := range rounds {
		t.rounds++
		o.margin = t.margin()
		bound, ok := o.bound()
		if !ok {
			return false
		}
		if a.note(bound) {
			stall = 0
			a.firm = min(a.firm, t.down.bound(o, bound, t.best))
			if root && r > 0 {
				length *= stretch
			}
		} else if stall++; stall > patience {
			length *= shorten
			stall = 0
		}
		if a.firm <= t.best {
			return false
		}
		t.decide(bound)
		if r == rounds-1 {
			t.down.decide(o, bound, t.best)
		}
		if r == rounds-1 || root && (length < 1e-4 || ctx.Err() != nil) {
			break
		}
		t.turn(root, r == 0, alpha)
		gap := float64(bound - t.best + beyond*t.b.fine)
		if root {
			a.back()
			gap = float64(a.low - t.best + beyond*t.b.fine)
		}
		a.step(min(gap, float64(t.b.worth)), length)
	}
	return true
}

// turn updates the mean of solutions.
func (t *tree) turn(root, first bool, alpha float64) {
	switch {
	case first:
		alpha = 1
	case root:
		alpha = t.a.turn(alpha)
	}
	t.a.blend(alpha)
}

// margin is how close services solve: a small part of a member's cost, and all
// together a small part of the gap, down to where that is next to nothing.
func (t *tree) margin() int64 {
	if !t.a.found {
		return t.b.fine
	}
	return max(t.b.fine/64, min(t.b.fine, (t.a.low-t.best)/int64(64*len(t.b.service))))
}

// shut takes a service out. At the root it keeps its shares: there they are to bound
// every attack, whatever is decided.
func (t *tree) shut(s int32) {
	t.o.service[s] = out
	t.o.stale[s] = true
	if t.below {
		t.release(s)
	}
}

// decide fixes services and members whose opposite would push the bound below the
// incumbent. Solutions must be those of the bound.
func (t *tree) decide(bound int64) {
	b, o := t.b, &t.o
	for s, f := range o.service {
		switch {
		case f != open:
		case o.taken[s] && t.floor(bound-o.value[s]) <= t.best:
			o.service[s] = in
			o.stale[s] = true
		case !o.taken[s] && t.floor(bound-o.lacks[s]) <= t.best:
			t.shut(int32(s))
		}
	}
	for i, f := range o.member {
		if f != open {
			continue
		}
		from, upTo := b.edges(int32(i))
		var join, leave int64
		for e := from; e < upTo; e++ {
			if o.used[e] {
				leave += o.other[e]
			} else {
				join += o.other[e]
			}
		}
		if bound-join <= t.best {
			o.fix(int32(i), out)
		} else if bound-leave <= t.best {
			o.fix(int32(i), in)
		}
	}
}
