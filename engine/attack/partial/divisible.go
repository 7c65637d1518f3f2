package partial

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
)

// Service of a plain network, where the whole stake of a validator stands behind
// every service it serves.
type Service struct {
	Profit  int64       // profit from corruption, ≥ 0
	Alpha   money.Ratio // threshold in (0, 1], closed
	Members []int32     // validators that serve it, each once
}

// DivisibleAnswer encloses what the best attack nets when validators may commit part
// of their stake.
type DivisibleAnswer struct {
	Lower     *big.Rat   // what the best attack known nets; nil when nothing can be attacked
	Upper     *big.Rat   // no attack nets more; equal to Lower means proven
	Services  []int32    // what that attack takes, ascending
	Committed []*big.Rat // per validator, the stake that it commits, in [0, stake]
	Nodes     int64      // nodes of the search
}

// Proven reports whether the optimum is known.
func (a *DivisibleAnswer) Proven() bool { return a.Lower != nil && a.Lower.Cmp(a.Upper) == 0 }

// DefaultNodes is the limit that Divisible takes for a limit of zero.
const DefaultNodes = 4000

// Divisible maximises Σ_{s∈A} π_s − Σ_v z_v over non-empty sets A of services and
// committed stakes z_v in [0, σ_v], fractions of a unit included, with
// Σ_{v∈N(s)} z_v ≥ need_s for s in A. The need is α_s·σ(N(s)) rounded up to the unit, the
// least that whole validators can have to bring: so what such an attacker nets above
// one who must commit whole validators comes from the division of stake alone. He
// never nets less.
//
// It stops after so many nodes (DefaultNodes for 0) or when ctx ends, with an interval
// and without an error. The same limit gives the same answer on every machine. Floats
// lead the search; both ends of the interval are computed in fractions from what they
// point at. A service that nobody backs cannot be attacked. It fails with ErrMalformed
// or money.ErrOverflow.
func Divisible(ctx context.Context, stakes []int64, services []Service, nodes int64) (DivisibleAnswer, error) {
	p, err := divide(stakes, services)
	if err != nil {
		return DivisibleAnswer{}, err
	}
	if nodes <= 0 {
		nodes = DefaultNodes
	}
	d := &divisible{pools: p, tried: map[string]bool{}}
	t := tree{c: &p.covering, kind: d, limit: nodes}
	if !t.open() {
		return DivisibleAnswer{}, nil
	}
	t.search(ctx)
	return DivisibleAnswer{Lower: t.best, Upper: t.upper(), Services: d.services,
		Committed: p.spread(stakes, d.commit), Nodes: t.nodes}, nil
}

// spread gives what a pool commits to its validators, the first ones first.
func (p *pools) spread(stakes []int64, commit []*big.Rat) []*big.Rat {
	left := make([]*big.Rat, len(commit))
	for k, c := range commit {
		left[k] = new(big.Rat).Set(c)
	}
	out := make([]*big.Rat, len(stakes))
	for v, k := range p.pool {
		out[v] = new(big.Rat)
		if k < 0 {
			continue
		}
		out[v].SetInt64(stakes[v])
		if left[k].Cmp(out[v]) < 0 {
			out[v].Set(left[k])
		}
		left[k].Sub(left[k], out[v])
	}
	return out
}

// divisible keeps the best attack that the search has come across.
type divisible struct {
	*pools
	scale    float64
	tried    map[string]bool // sets of services whose cost is known
	services []int32
	commit   []*big.Rat
}

// single attacks one service, at the price of its need.
func (d *divisible) single(s int32) *big.Rat {
	d.services, d.commit = []int32{s}, zeros(len(d.cost))
	d.repair(d.services, d.commit)
	for _, k := range d.cost {
		d.scale = max(d.scale, float64(k))
	}
	return new(big.Rat).SetInt64(d.profit[s] - d.need[s])
}

// attempt computes what the services cost that the relaxation attacks, adds those that
// come for free, and keeps the attack if it is better.
func (d *divisible) attempt(n *node, _, at []float64, best *big.Rat) *big.Rat {
	set := n.rounded(at)
	name := fmt.Sprint(set)
	if d.tried[name] {
		return best
	}
	d.tried[name] = true
	c := d.surely(set, d.scale, best)
	taken := slices.Clone(set)
	for _, s := range d.attackable() {
		if !slices.Contains(set, s) && d.profit[s] > 0 && d.have(s, c.commit).Cmp(new(big.Rat).SetInt64(d.need[s])) >= 0 {
			taken = append(taken, s)
		}
	}
	slices.Sort(taken)
	net := new(big.Rat).SetInt64(d.won(taken))
	if net.Sub(net, c.cost).Cmp(best) <= 0 {
		return best
	}
	d.services, d.commit = taken, c.commit
	return net
}

// settle is what a set of services nets at most.
func (d *divisible) settle(n *node, best *big.Rat) *big.Rat {
	set := n.taken()
	upper := new(big.Rat).SetInt64(d.won(set))
	return upper.Sub(upper, d.surely(set, d.scale, best).lower)
}
