package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/restakesim/restakesim/engine/attack/partial"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/verify"
)

// elastic answers an elastic network, whose attackers commit any part of what they
// have allocated.
func (o *attackOptions) elastic(ctx context.Context, f *finding, n *restake.Elastic) error {
	f.per, f.bond, f.elastic = o.share.Den, o.share, &byzantine{}
	charged, err := bonded(n, o.share)
	if err != nil {
		return outOfRange(err)
	}
	f.takeSingles(charged)
	var a partial.ElasticAnswer
	err = o.stage(ctx, f.started, 1, func(ctx context.Context) (err error) {
		a, err = partial.ElasticWithin(ctx, charged, o.nodes)
		return err
	})
	switch {
	case errors.Is(err, partial.ErrTooLarge):
		f.note = fmt.Sprintf("Elastic networks are searched up to %d services, and this one has more.", partial.MostServices)
	case err != nil:
		return outOfRange(err)
	default:
		f.takeElastic(charged, &a)
		if o.divisible && f.Proven { // these attackers divide their stake anyway
			f.Divisible = f.MaxNet
		}
	}
	return nil
}

// bonded charges a share of the stake: stakes and allocations grow by its numerator,
// prizes by its denominator, and thresholds stay.
func bonded(n *restake.Elastic, bond money.Ratio) (*partial.Network, error) {
	var overflow error
	times := func(x money.Gwei, by int64) int64 {
		y, err := money.MulDiv(int64(x), by, 1, money.Down)
		overflow = errors.Join(overflow, err)
		return y
	}
	out := &partial.Network{}
	for v, stake := range n.Stakes {
		row := make([]int64, len(n.Services))
		for s, w := range n.Alloc[v] {
			row[s] = times(w, bond.Num)
		}
		out.Stakes, out.Alloc = append(out.Stakes, times(stake, bond.Num)), append(out.Alloc, row)
	}
	for _, s := range n.Services {
		out.Services = append(out.Services, partial.Prize{Prize: times(s.Prize, bond.Den), Theta: s.Theta})
	}
	return out, overflow
}

// takeSingles prices each service alone: nobody allocates more than his stake, so it
// costs θ·W, whoever commits it. The best of them is an attack, and no attack costs
// less than the cheapest or takes more than all.
func (f *finding) takeSingles(n *partial.Network) {
	f.MinCost = make([]*verify.Amount, len(n.Services))
	all := new(big.Rat)
	for s, svc := range n.Services {
		base := new(big.Int)
		for _, row := range n.Alloc {
			base.Add(base, big.NewInt(row[s]))
		}
		if base.Sign() == 0 {
			continue
		}
		cost := new(big.Rat).SetInt(base)
		cost.Mul(cost, big.NewRat(svc.Theta.Num, svc.Theta.Den))
		prize := big.NewRat(svc.Prize, 1)
		all.Add(all, prize)
		f.MinCost[s] = f.fraction(cost)
		if f.Price == nil || f.MinCost[s].Cmp(&f.Price.Rat) < 0 {
			f.Price = f.MinCost[s]
		}
		if net := f.fraction(new(big.Rat).Sub(prize, cost)); f.MaxNet == nil || net.Cmp(&f.MaxNet.Rat) > 0 {
			f.MaxNet = net
			f.Best = &bestAttack{labels{[]int32{int32(s)}, nil}, labels{}, f.fraction(prize), f.MinCost[s], nil}
		}
	}
	if f.Price == nil {
		return
	}
	f.Upper = f.fraction(all)
	f.Upper.Sub(&f.Upper.Rat, &f.Price.Rat)
	if f.Proven = f.Upper.Cmp(&f.MaxNet.Rat) == 0; f.MaxNet.Sign() > 0 || f.Upper.Sign() <= 0 {
		secure := f.MaxNet.Sign() <= 0
		f.Secure = &secure
	}
}

// takeElastic takes over the answer, and of the bounds the better one.
func (f *finding) takeElastic(n *partial.Network, a *partial.ElasticAnswer) {
	f.Nodes, f.Proven = a.Nodes, true
	secure := a.Secure
	if a.Possible {
		profit := new(big.Rat)
		for _, s := range a.Attacked {
			profit.Add(profit, big.NewRat(n.Services[s].Prize, 1))
		}
		f.MaxNet = f.fraction(a.MaxNet)
		f.Best = &bestAttack{labels{a.Attacked, nil}, labels{a.Committed, nil}, f.fraction(profit), f.fraction(new(big.Rat).Sub(profit, a.MaxNet)), nil}
		if upper := f.fraction(a.Upper); upper.Cmp(&f.Upper.Rat) < 0 {
			f.Upper = upper
		}
		f.Proven, secure = f.Upper.Cmp(&f.MaxNet.Rat) == 0, f.Upper.Sign() <= 0
	}
	if f.Secure = nil; secure || f.MaxNet.Sign() > 0 {
		f.Secure = &secure
	}
	if b := &a.Byzantine; b.Fraction.Cmp(b.AtLeast) == 0 {
		f.elastic.Fraction, f.elastic.Set = verify.NewFraction(b.Fraction), &labels{b.Set, nil}
	} else {
		f.note = "How many services have to turn Byzantine before an attack pays is not known."
	}
}
