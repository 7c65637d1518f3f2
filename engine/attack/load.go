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
// load. It fails as Searcher.Load does.
func EigenLayerLoad(x *restake.Exposure) ([]*big.Rat, error) {
	var g index
	if err := g.build(x); err != nil {
		return nil, err
	}
	loads := make([]*big.Rat, g.operators())
	for o := range loads {
		loads[o] = new(big.Rat)
		for _, v := range g.nodesOf(int32(o)) {
			if t := g.exactLoad(x, v); t.Cmp(loads[o]) > 0 {
				loads[o] = t
			}
		}
	}
	return loads, nil
}

func (g *index) exactLoad(x *restake.Exposure, v int32) *big.Rat {
	t := new(big.Rat)
	if g.stake[v] == 0 {
		return t
	}
	for _, l := range g.linksOf(v) {
		base, _ := g.behind(l.to) // fits: build has summed it
		if base == 0 {
			continue
		}
		svc := x.Services[l.to]
		price := new(big.Rat).SetFrac64(g.profit[l.to], base)
		price.Quo(price, big.NewRat(svc.Alpha.Num, svc.Alpha.Den))
		t.Add(t, price.Mul(price, big.NewRat(l.weight, g.stake[v])))
	}
	return t
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
