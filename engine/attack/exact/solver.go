package exact

import (
	"context"
	"slices"
)

// Limits bound the effort of a search.
type Limits struct {
	Nodes  int64                   // most nodes of branch and bound; 0 means DefaultNodes. Same limit, same answer, on every machine
	Decide bool                    // stop once it is known whether an attack pays: one that does, or a bound of at most 0
	first  bool                    // stop at the first coalition that pays, before there is a bound
	Watch  func(best, upper int64) // if set, told of the interval whenever it has become narrower
}

// DefaultNodes is the limit of nodes where none is given.
const DefaultNodes = 1 << 20

// Answer is what a search found out. Amounts are in the problem's unit of cost.
type Answer struct {
	Possible bool   // some service can be attacked; nothing else means anything otherwise
	Best     Choice // the best attack known; the one that loses least where none pays
	Upper    int64  // no attack nets more; equal to Best.Net() means proven
	Split    Split  // the shares that gave the bound before branching
	Nodes    int64
}

// Proven reports whether no attack is better than the best known.
func (a *Answer) Proven() bool { return !a.Possible || a.Upper == a.Best.Net() }

// Solver searches one problem at a time. Its zero value is ready; it keeps its memory
// from search to search and is used by one goroutine.
type Solver struct {
	trees  []*tree // one for each block, as many as ever were needed
	single knapsack

	p      *Problem
	r      reduction
	best   Choice // scratch of compose
	tally  tally
	limits Limits
	low    int64 // the interval last told
	high   int64
}

// Solve finds the most profitable attack. A context that ends early gives a wider
// interval, not an error. It fails as Check does.
func (s *Solver) Solve(ctx context.Context, p *Problem, l Limits) (Answer, error) {
	if err := p.Check(); err != nil {
		return Answer{}, err
	}
	if l.Nodes == 0 {
		l.Nodes = DefaultNodes
	}
	s.load(p, l)
	var a Answer
	singles := s.Singles(ctx, p)
	first := Choice{}
	for i, b := range singles {
		if b.Possible {
			if c := p.trim(p.count(b.Members)); !a.Possible || better(p, singles, i, first) {
				first = c
			}
			a.Possible = true
		}
	}
	if !a.Possible {
		return a, nil
	}
	s.search(ctx)
	a.Split = s.split()
	if best := s.value(); best > 0 {
		a.Best = s.compose().clone()
		a.Upper = max(s.upper(), a.Best.Net())
	} else if a.Best, a.Upper = first, s.upper(); a.Upper <= 0 && !l.Decide {
		s.least(ctx, &a, singles)
	}
	a.Best, a.Upper = p.first(a.Best), max(a.Upper, a.Best.Net())
	a.Nodes = s.nodes()
	return a, nil
}

// better says whether service i alone loses less than a choice.
func better(p *Problem, singles []Bracket, i int, c Choice) bool {
	return p.Services[i].Profit-singles[i].Upper > c.Net()
}

// load takes the problem apart.
func (s *Solver) load(p *Problem, l Limits) {
	s.p, s.limits, s.low, s.high = p, l, -most, most
	s.r.load(p)
	slices.SortStableFunc(s.r.blocks, func(a, b *block) int { return len(a.to) - len(b.to) })
	for len(s.trees) < len(s.r.blocks) {
		s.trees = append(s.trees, &tree{tell: s.tell})
	}
	for i, b := range s.r.blocks {
		s.trees[i].load(p, b, s.r.free)
	}
}

func (s *Solver) active() []*tree { return s.trees[:len(s.r.blocks)] }

// search bounds all blocks, then branches in those that are not settled, the smallest
// first.
func (s *Solver) search(ctx context.Context) {
	for _, t := range s.active() {
		t.start(ctx, s.hurried)
	}
	for _, t := range s.active() {
		t.run(ctx, t.nodes+s.limits.Nodes-s.nodes(), s.enough)
	}
}

// enough says whether the limits ask for no more.
func (s *Solver) enough() bool {
	return s.limits.Decide && (s.value() > 0 || s.upper() <= 0)
}

// hurried says whether not even a bound is asked for any more.
func (s *Solver) hurried() bool { return s.limits.first && s.value() > 0 }

// value is the net of the best attack known, 0 for none.
func (s *Solver) value() int64 {
	sum := s.r.base
	for _, t := range s.active() {
		sum += t.best >> t.b.shift
	}
	return sum
}

// upper bounds the net of all attacks, none included.
func (s *Solver) upper() int64 {
	sum := s.r.base
	for _, t := range s.active() {
		sum += t.upper() >> t.b.shift
	}
	return sum
}

func (s *Solver) nodes() (sum int64) {
	for _, t := range s.active() {
		sum += t.nodes
	}
	return sum
}

// tell passes the interval on if it is narrower.
func (s *Solver) tell() {
	if s.limits.Watch == nil {
		return
	}
	if low, high := s.value(), s.upper(); low > s.low || high < s.high {
		s.low, s.high = max(s.low, low), min(s.high, high)
		s.limits.Watch(s.low, s.high)
	}
}

// compose puts the blocks' choices and the free members together, in memory of its own
// that the next call overwrites.
func (s *Solver) compose() *Choice {
	c := &s.best
	c.Members = append(c.Members[:0], s.r.free...)
	for _, t := range s.active() {
		c.Members = append(c.Members, t.choice.Members...)
	}
	s.tally.trim(s.p, c)
	return c
}

// least looks for the attack that loses least, where none pays.
func (s *Solver) least(ctx context.Context, a *Answer, singles []Bracket) {
	upper := int64(-most)
	for i, b := range singles {
		if b.Possible && s.p.Services[i].Profit == 0 {
			upper = max(upper, -b.Lower)
		}
	}
	for _, t := range s.active() {
		t.least(ctx, a.Best.Net()<<t.b.shift)
		t.run(ctx, t.nodes+s.limits.Nodes-s.nodes(), func() bool { return false })
		if len(t.choice.Services) > 0 && t.choice.Net() > a.Best.Net() {
			a.Best = t.choice.clone()
		}
		upper = max(upper, t.upper()>>t.b.shift)
	}
	a.Upper = min(a.Upper, upper)
}

// split reads the shares of all blocks before branching.
func (s *Solver) split() (out Split) {
	s.share(&out)
	return out
}

// share writes those shares. Members that serve one service give it all of their cost.
func (s *Solver) share(out *Split) {
	p := s.p
	out.Shares = resize(out.Shares, len(p.Edges))
	clear(out.Shares)
	for _, t := range s.active() {
		b := t.b
		for i, v := range b.member {
			e, upTo := b.edges(int32(i))
			for k := p.Start[v]; k < p.Start[v+1] && e < upTo; k++ {
				if p.Edges[k].Service == b.service[b.to[e]] {
					out.Shares[k] = uint32(mulDivDown(Scale, t.prices[e], b.cost[i]))
					e++
				}
			}
		}
		for _, it := range b.own {
			for k := p.Start[it.id]; k < p.Start[it.id+1]; k++ {
				if _, ok := slices.BinarySearch(b.service, p.Edges[k].Service); ok && p.Edges[k].Weight > 0 {
					out.Shares[k] = Scale
				}
			}
		}
	}
}
