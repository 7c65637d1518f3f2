package attack

import (
	"math/big"

	"github.com/restakesim/restakesim/engine/restake"
)

// EigenLayerLoad returns the published local condition exactly: per operator, the
// largest over its nodes of
//
//	T_v = Σ_s π_s·w[v][s] / (α_s·W_s·stake_v),   W_s = Σ_v w[v][s],
//
// which for stake that is wholly exposed to every service is Σ π_s/(α_s·σ(N(s)))
// (EigenLayer whitepaper, appendix B; Durvasula and Roughgarden, claim 1). T ≤ 1
// everywhere certifies such a network as secure; the converse does not hold. Where a
// service can take less than the stake, that would certify too much, so T is at least
// π_s·w/(α_s·W_s·ℓ) at each service, ℓ being what it can take: the argument of Bounds,
// and the same number where ℓ is the stake. A node without stake bears no load; nil
// stands for no limit, where a node lends weight and loses nothing. It fails with
// ErrMalformed.
func EigenLayerLoad(x *restake.Exposure) ([]*big.Rat, error) {
	if err := check(x); err != nil {
		return nil, err
	}
	prices := unitPrices(x)
	loads := make([]*big.Rat, len(x.Operators))
	for o := range loads {
		loads[o] = new(big.Rat)
	}
	for v, node := range x.Nodes {
		t, err := nodeLoad(x, v, prices)
		if err != nil {
			return nil, err
		}
		switch at := &loads[node.Operator]; {
		case *at == nil:
		case t == nil || t.Cmp(*at) > 0:
			*at = t
		}
	}
	return loads, nil
}

// nodeLoad is T of one node.
func nodeLoad(x *restake.Exposure, v int, prices []*big.Rat) (*big.Rat, error) {
	sum, worst := new(big.Rat), new(big.Rat)
	for _, e := range x.EdgesOf(v) {
		if e.Slashable == 0 || prices[e.Service].Sign() == 0 {
			continue
		}
		lost, err := loss(x.Services[e.Service].SlashFraction, int64(e.Slashable))
		if err != nil {
			return nil, err
		}
		if lost == 0 {
			return nil, nil
		}
		credit := new(big.Rat).Mul(prices[e.Service], big.NewRat(int64(e.Slashable), 1))
		sum.Add(sum, credit)
		if t := credit.Quo(credit, big.NewRat(lost, 1)); t.Cmp(worst) > 0 {
			worst = t
		}
	}
	if sum.Sign() > 0 {
		sum.Quo(sum, big.NewRat(int64(x.Nodes[v].Stake), 1))
	}
	if sum.Cmp(worst) < 0 {
		return worst, nil
	}
	return sum, nil
}

// unitPrices are π/(α·W) by service; meaningless where nobody backs it.
func unitPrices(x *restake.Exposure) []*big.Rat {
	base := make([]big.Int, len(x.Services))
	for _, e := range x.Edges {
		base[e.Service].Add(&base[e.Service], big.NewInt(int64(e.Slashable)))
	}
	prices := make([]*big.Rat, len(x.Services))
	for s, svc := range x.Services {
		prices[s] = new(big.Rat)
		if base[s].Sign() > 0 {
			prices[s].SetFrac(big.NewInt(int64(svc.Profit)), &base[s])
			prices[s].Quo(prices[s], big.NewRat(svc.Alpha.Num, svc.Alpha.Den))
		}
	}
	return prices
}

// EigenLayerGamma returns 1/max load − 1: no attack costs less than (1+γ) times its
// profit. It is nil when no operator bears a load, and −1 when there is no limit to one.
func EigenLayerGamma(loads []*big.Rat) *big.Rat {
	worst := new(big.Rat)
	for _, t := range loads {
		if t == nil {
			return big.NewRat(-1, 1)
		}
		if t.Cmp(worst) > 0 {
			worst = t
		}
	}
	if worst.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Sub(new(big.Rat).Inv(worst), big.NewRat(1, 1))
}
