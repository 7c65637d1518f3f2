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
	t := tree{p: p, limit: nodes, tried: map[string]bool{}}
	if !t.open() {
		return DivisibleAnswer{}, nil
	}
	t.search(ctx)
	return DivisibleAnswer{Lower: t.best.net, Upper: t.upper(), Services: t.best.services,
		Committed: p.spread(stakes, t.best.commit), Nodes: t.nodes}, nil
}

// pools is the problem after merging: validators that serve the same services are one
// pool of stake, because any part of it can be committed.
type pools struct {
	stake  []int64 // per pool, > 0
	pool   []int32 // per validator; −1 for one that can help no attack
	profit []int64
	need   []int64   // α·σ(N) rounded up; 0 for a service that cannot be attacked
	member [][]int32 // pools behind each service, ascending
	serves [][]int32 // services of each pool, ascending
}

func divide(stakes []int64, services []Service) (*pools, error) {
	if _, err := total("stakes", stakes); err != nil {
		return nil, err
	}
	p := &pools{pool: make([]int32, len(stakes)), need: make([]int64, len(services)), member: make([][]int32, len(services))}
	serves := make([][]int32, len(stakes))
	for s, svc := range services {
		if err := share("alpha", s, svc.Alpha); err != nil {
			return nil, err
		}
		var base int64
		for _, v := range svc.Members {
			if v < 0 || int(v) >= len(stakes) {
				return nil, fmt.Errorf("%w: service %d has member %d, there are %d validators", ErrMalformed, s, v, len(stakes))
			}
			if k := len(serves[v]); k > 0 && serves[v][k-1] == int32(s) {
				return nil, fmt.Errorf("%w: service %d has member %d twice", ErrMalformed, s, v)
			}
			serves[v] = append(serves[v], int32(s))
			base += stakes[v]
		}
		need, err := money.MulDiv(base, svc.Alpha.Num, svc.Alpha.Den, money.Up)
		if err != nil {
			return nil, err
		}
		p.need[s] = need
		p.profit = append(p.profit, svc.Profit)
	}
	if _, err := total("profits", p.profit); err != nil {
		return nil, err
	}
	p.merge(stakes, serves)
	return p, nil
}

// merge numbers the pools in the order of their first validators.
func (p *pools) merge(stakes []int64, serves [][]int32) {
	number := map[string]int32{}
	for v, list := range serves {
		p.pool[v] = -1
		if stakes[v] == 0 || len(list) == 0 {
			continue
		}
		name := fmt.Sprint(list)
		k, ok := number[name]
		if !ok {
			k = int32(len(p.stake))
			number[name] = k
			p.stake, p.serves = append(p.stake, 0), append(p.serves, list)
			for _, s := range list {
				p.member[s] = append(p.member[s], k)
			}
		}
		p.pool[v] = k
		p.stake[k] += stakes[v]
	}
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

// attackable lists the services that can fall.
func (p *pools) attackable() (out []int32) {
	for s, need := range p.need {
		if need > 0 {
			out = append(out, int32(s))
		}
	}
	return slices.Clip(out)
}
