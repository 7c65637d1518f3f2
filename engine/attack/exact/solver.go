package exact

import (
	"context"
	"math/big"
)

// Limits bound the effort of a search.
type Limits struct {
	Nodes  int64 // most nodes of branch and bound; 0 means DefaultNodes. Same limit, same answer, on every machine
	Decide bool  // stop once it is known whether an attack pays: an attack that does, or a bound of at most 0
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

// Slack is what is known of γ, the least of cost/profit − 1 over all attacks with a
// profit: nil when no profit can be had, equal when proven.
type Slack struct {
	Lower, Upper *big.Rat
	Witness      Choice // an attack that attains Upper
	Nodes        int64
}

// Bracket encloses the least cost of taking one service alone. Possible is false
// where all members together do not reach the need.
type Bracket struct {
	Lower, Upper int64
	Members      []int32 // ascending; they cost Upper
	Possible     bool
}

// Solver searches one problem at a time. Its zero value is ready; it keeps its memory
// from search to search and is used by one goroutine.
type Solver struct{}

// Solve finds the most profitable attack. A context that ends early gives a wider
// interval, not an error. It fails as Check does.
func (s *Solver) Solve(ctx context.Context, p *Problem, l Limits) (Answer, error) {
	if err := p.Check(); err != nil {
		return Answer{}, err
	}
	var a Answer
	p.enumerate(func(c Choice) {
		if !a.Possible || c.Net() > a.Best.Net() {
			a.Best = c
		}
		a.Possible = true
	})
	a.Upper = a.Best.Net()
	a.Split = p.even()
	return a, nil
}

// Slack brackets γ. It fails as Check does.
func (s *Solver) Slack(ctx context.Context, p *Problem, l Limits) (Slack, error) {
	if err := p.Check(); err != nil {
		return Slack{}, err
	}
	var k Slack
	p.enumerate(func(c Choice) {
		if c.Profit == 0 {
			return
		}
		if r := ratio(c.Cost, c.Profit); k.Upper == nil || r.Cmp(k.Upper) < 0 {
			k.Upper, k.Witness = r, c
		}
	})
	k.Lower = k.Upper
	return k, nil
}

// ratio is cost/profit − 1.
func ratio(cost, profit int64) *big.Rat {
	r := big.NewRat(cost, profit)
	return r.Sub(r, big.NewRat(1, 1))
}

// Singles brackets the least cost of each service alone.
func (s *Solver) Singles(ctx context.Context, p *Problem) []Bracket {
	out := make([]Bracket, len(p.Services))
	for i := range out {
		alone := Problem{Cost: p.Cost, Start: p.Start, Edges: p.Edges, Services: make([]Service, len(p.Services))}
		alone.Services[i] = p.Services[i]
		alone.enumerate(func(c Choice) {
			if b := &out[i]; !b.Possible || c.Cost < b.Upper {
				*b = Bracket{c.Cost, c.Cost, c.Members, true}
			}
		})
	}
	return out
}
