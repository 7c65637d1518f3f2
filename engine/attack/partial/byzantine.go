package partial

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
)

// Byzantine is the least set of services whose turning Byzantine leaves a network that
// can be attacked at a profit. A Byzantine service slashes every allocation to it.
type Byzantine struct {
	Fraction *big.Rat // its share of the weight Σ prize/θ, in [0, 1]; 0 when the network can be attacked as it is, 1 when no set short of all does it
	Set      []int32  // ascending; all services when none short of all does it
	Stakes   []int64  // what the validators have left
	MaxNet   *big.Rat // what the best attack on the rest nets; nil when nothing is left to attack
}

// turn tries the sets of services by increasing weight; of equal weights the smaller
// bit mask first. The weight prize/θ is the stake that a service needs to be safe
// alone.
func (n *Network) turn(ctx context.Context) (Byzantine, error) {
	weight, all := n.weights()
	sets := make([]uint32, 1<<len(n.Services))
	for i := range sets {
		sets[i] = uint32(i)
	}
	slices.SortStableFunc(sets, func(a, b uint32) int { return weight[a].Cmp(weight[b]) })
	for _, set := range sets {
		if err := ctx.Err(); err != nil {
			return Byzantine{}, fmt.Errorf("sets of Byzantine services: %w", err)
		}
		if set == uint32(len(sets)-1) {
			continue // it is the last resort, and its rest has nothing to attack
		}
		rest := n.after(set)
		p, err := rest.scale()
		if err != nil {
			return Byzantine{}, err
		}
		if best := p.best(); best.possible && best.net > 0 {
			return Byzantine{Fraction: part(weight[set], all), Set: bitsOf(set), Stakes: rest.Stakes, MaxNet: big.NewRat(best.net, p.unit)}, nil
		}
	}
	set := uint32(len(sets) - 1)
	return Byzantine{Fraction: big.NewRat(1, 1), Set: bitsOf(set), Stakes: n.after(set).Stakes}, nil
}

// weights returns Σ prize/θ for every set of services and for all.
func (n *Network) weights() (weight []*big.Rat, all *big.Rat) {
	weight = []*big.Rat{new(big.Rat)}
	for _, svc := range n.Services {
		one := big.NewRat(svc.Theta.Den, svc.Theta.Num)
		one.Mul(one, new(big.Rat).SetInt64(svc.Prize))
		for _, w := range weight[:len(weight):len(weight)] {
			weight = append(weight, new(big.Rat).Add(w, one))
		}
	}
	return weight, weight[len(weight)-1]
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
func (n *Network) after(set uint32) *Network {
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
func bitsOf(mask uint32) []int32 {
	out := []int32{}
	for i := int32(0); mask>>i != 0; i++ {
		if mask>>i&1 == 1 {
			out = append(out, i)
		}
	}
	return out
}
