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
// everywhere certifies such a network as secure; the converse does not hold. Where
// slashable stake differs from stake, use Bounds. A node without stake bears no
// load. It fails with ErrMalformed.
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
		if node.Stake == 0 {
			continue
		}
		t := new(big.Rat)
		for _, e := range x.EdgesOf(v) {
			if e.Slashable > 0 {
				t.Add(t, new(big.Rat).Mul(prices[e.Service], big.NewRat(int64(e.Slashable), int64(node.Stake))))
			}
		}
		if t.Cmp(loads[node.Operator]) > 0 {
			loads[node.Operator] = t
		}
	}
	return loads, nil
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

// EigenLayerGamma returns 1/max load − 1, nil when no operator bears a load.
func EigenLayerGamma(loads []*big.Rat) *big.Rat {
	worst := new(big.Rat)
	for _, t := range loads {
		if t.Cmp(worst) > 0 {
			worst = t
		}
	}
	if worst.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Sub(new(big.Rat).Inv(worst), big.NewRat(1, 1))
}
