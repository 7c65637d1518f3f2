package partial

import (
	"container/heap"
	"context"
	"math/big"
	"math/bits"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
)

// Limits of the search for Byzantine services.
const (
	MostServices = 62      // a set of services is a word of bits
	mostSets     = 1 << 16 // sets that are tried
)

// Byzantine is the lightest set of services known whose turning Byzantine leaves a
// network that can be attacked at a profit. A Byzantine service slashes every
// allocation to it.
type Byzantine struct {
	Fraction *big.Rat // its share of the weight Σ prize/θ, in [0, 1]; 0 when the network can be attacked as it is, 1 when no set short of all is known to do it
	AtLeast  *big.Rat // no lighter set does it; equal to Fraction means proven
	Set      []int32  // ascending; all services where no set short of all is known
	Stakes   []int64  // what the validators have left
	MaxNet   *big.Rat // what an attack on the rest nets: the best, where proven; nil when nothing is left to attack
}

// turn tries the sets of services by increasing weight. The weight prize/θ is the stake
// that a service needs to be safe alone.
func (n *Network) turn(ctx context.Context, nodes int64, whole *ElasticAnswer) (Byzantine, error) {
	if whole.Possible && whole.MaxNet.Sign() > 0 {
		return Byzantine{new(big.Rat), new(big.Rat), []int32{}, slices.Clone(n.Stakes), whole.MaxNet}, nil
	}
	q := n.byWeight()
	all := new(big.Rat)
	for _, w := range q.weight {
		all.Add(all, w)
	}
	last := uint64(1)<<len(n.Services) - 1
	var open *big.Rat // weight of the first set that was not settled
	for range mostSets {
		set, weight, ok := q.next()
		if !ok || ctx.Err() != nil {
			if ok && open == nil {
				open = weight
			}
			break
		}
		if set == last {
			continue // the last resort: its rest has nothing to attack
		}
		pays, settled, err := n.yields(ctx, set, nodes, whole)
		if err != nil {
			return Byzantine{}, err
		}
		if !settled && open == nil {
			open = weight
		}
		if pays {
			return n.byzantine(ctx, set, nodes, weight, open, all)
		}
	}
	if len(q.heap) > 0 && open == nil {
		open = q.heap[0].weight
	}
	return n.byzantine(ctx, last, nodes, all, open, all)
}

// yields reports whether the rest of a network can be attacked at a profit, and whether
// that is certain.
func (n *Network) yields(ctx context.Context, set uint64, nodes int64, whole *ElasticAnswer) (pays, settled bool, err error) {
	if set == 0 {
		return false, whole.Secure, nil
	}
	c, err := n.after(set).scale()
	if err != nil {
		return false, false, err
	}
	lower, upper, _ := c.search(ctx, nodes, true)
	if lower == nil {
		return false, true, nil
	}
	return lower.Sign() > 0, lower.Sign() > 0 || upper.Sign() <= 0, nil
}

// byzantine describes a set that has been found, given the weight up to which lighter
// sets are settled.
func (n *Network) byzantine(ctx context.Context, set uint64, nodes int64, weight, open, all *big.Rat) (Byzantine, error) {
	if open == nil {
		open = weight
	}
	rest := n.after(set)
	b := Byzantine{Fraction: part(weight, all), AtLeast: part(open, all), Set: bitsOf(set), Stakes: rest.Stakes}
	if set == uint64(1)<<len(n.Services)-1 {
		b.Fraction = big.NewRat(1, 1)
		if open.Cmp(weight) == 0 {
			b.AtLeast = b.Fraction
		}
	}
	c, err := rest.scale()
	if err != nil {
		return Byzantine{}, err
	}
	b.MaxNet, _, _ = c.search(ctx, nodes, false)
	return b, nil
}

// byWeight gives the sets of services lightest first: the queue holds, for some sets,
// what comes of them by adding the next heavier service or by exchanging the heaviest
// for the next.
type byWeight struct {
	order  []int      // services, lightest first
	weight []*big.Rat // in that order
	heap   weighed
}

type weightedSet struct {
	weight *big.Rat
	set    uint64
	last   int // place of its heaviest service
}

// weighed is a heap, lightest first, ties by bit mask.
type weighed []weightedSet

func (h weighed) Len() int { return len(h) }
func (h weighed) Less(i, j int) bool {
	if c := h[i].weight.Cmp(h[j].weight); c != 0 {
		return c < 0
	}
	return h[i].set < h[j].set
}
func (h weighed) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push and Pop serve container/heap.
func (h *weighed) Push(x any) { *h = append(*h, x.(weightedSet)) }

// Pop removes the last.
func (h *weighed) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

func (n *Network) byWeight() *byWeight {
	q := &byWeight{heap: weighed{{new(big.Rat), 0, -1}}}
	weights := make([]*big.Rat, len(n.Services))
	for s, svc := range n.Services {
		q.order = append(q.order, s)
		weights[s] = big.NewRat(svc.Theta.Den, svc.Theta.Num)
		weights[s].Mul(weights[s], new(big.Rat).SetInt64(svc.Prize))
	}
	slices.SortStableFunc(q.order, func(a, b int) int { return weights[a].Cmp(weights[b]) })
	for _, s := range q.order {
		q.weight = append(q.weight, weights[s])
	}
	return q
}

// next returns sets until there are no more.
func (q *byWeight) next() (set uint64, weight *big.Rat, ok bool) {
	if len(q.heap) == 0 {
		return 0, nil, false
	}
	x := heap.Pop(&q.heap).(weightedSet)
	if i := x.last + 1; i < len(q.order) {
		more := weightedSet{new(big.Rat).Add(x.weight, q.weight[i]), x.set | 1<<q.order[i], i}
		heap.Push(&q.heap, more)
		if x.last >= 0 {
			heap.Push(&q.heap, weightedSet{new(big.Rat).Sub(more.weight, q.weight[x.last]), more.set &^ (1 << q.order[x.last]), i})
		}
	}
	return x.set, x.weight, true
}

// part is a share of a total; nothing is no share of nothing.
func part(x, of *big.Rat) *big.Rat {
	if of.Sign() == 0 {
		return new(big.Rat)
	}
	return new(big.Rat).Quo(x, of)
}

// after is the network once a set of services has slashed all that was allocated to
// them: stakes fall to σ' = max(0, σ − Σ w), what is left stretches over the other
// allocations, w' = min(w, σ'), and the Byzantine services are no longer there to be
// attacked.
func (n *Network) after(set uint64) *Network {
	rest := &Network{Stakes: slices.Clone(n.Stakes), Services: slices.Clone(n.Services)}
	for v, row := range n.Alloc {
		for s, w := range row {
			if set>>s&1 == 1 {
				rest.Stakes[v] = max(0, rest.Stakes[v]-w)
			}
		}
		left := make([]int64, len(row))
		for s, w := range row {
			if set>>s&1 == 0 {
				left[s] = min(w, rest.Stakes[v])
			}
		}
		rest.Alloc = append(rest.Alloc, left)
	}
	for s := range rest.Services {
		if set>>s&1 == 1 {
			rest.Services[s] = Prize{Theta: money.Ratio{Num: 1, Den: 1}}
		}
	}
	return rest
}

// bitsOf lists the bits set in a mask.
func bitsOf(mask uint64) []int32 {
	out := []int32{}
	for ; mask != 0; mask &= mask - 1 {
		out = append(out, int32(bits.TrailingZeros64(mask)))
	}
	return out
}
