package partial

import (
	"context"
	"fmt"
	"math/big"

	"github.com/restakesim/restakesim/engine/money"
)

// Network is an elastic restaking network: validators allocate stake to services,
// up to all of it to each (Bar-Zur and Eyal, "Elastic Restaking Networks", arXiv
// 2503.00170). Amounts are integers in one unit.
type Network struct {
	Stakes   []int64   // per validator, ≥ 0
	Alloc    [][]int64 // per validator and service, in [0, stake]; a validator's sum may exceed its stake
	Services []Prize
}

// Prize is what a service is worth to an attacker and the share of its allocations
// that takes it.
type Prize struct {
	Prize int64       // ≥ 0
	Theta money.Ratio // in (0, 1], closed
}

// check refuses what is no network.
func (n *Network) check() error {
	if len(n.Alloc) != len(n.Stakes) {
		return fmt.Errorf("%w: %d stakes, %d rows of allocations", ErrMalformed, len(n.Stakes), len(n.Alloc))
	}
	if _, err := total("stakes", n.Stakes); err != nil {
		return err
	}
	for v, row := range n.Alloc {
		if len(row) != len(n.Services) {
			return fmt.Errorf("%w: validator %d has %d allocations, there are %d services", ErrMalformed, v, len(row), len(n.Services))
		}
		for s, w := range row {
			if w < 0 || w > n.Stakes[v] {
				return fmt.Errorf("%w: validator %d with stake %d allocates %d to service %d", ErrMalformed, v, n.Stakes[v], w, s)
			}
		}
	}
	var prizes []int64
	for s, svc := range n.Services {
		if err := share("theta", s, svc.Theta); err != nil {
			return err
		}
		prizes = append(prizes, svc.Prize)
	}
	_, err := total("prizes", prizes)
	return err
}

// ElasticAnswer is the most profitable attack on an elastic network and how many
// services have to turn Byzantine before one exists.
type ElasticAnswer struct {
	Possible  bool       // some service can be attacked; without one the network is secure and MaxNet nil
	Secure    bool       // no attack pays
	MaxNet    *big.Rat   // most prize − cost over non-empty sets of services; negative for the one that loses least
	Attacked  []int32    // services of an attack that attains it
	Committed []int32    // validators that commit everything they allocated to it; the others fill up the rest at the price of the fill
	Degree    []*big.Rat // restaking degree: allocations over stake, per validator; nil for a validator without stake

	Byzantine Byzantine
}

// Elastic answers a network that enumeration can do and fails with ErrTooLarge beyond
// MostCommitments, with ErrMalformed or money.ErrOverflow on what is no network, and
// with the context's error when that ends first. The
// cost of validator v in an attack a is min(stake_v, Σ_s a_{v,s}), and service s falls
// once Σ_v a_{v,s} ≥ θ_s·Σ_v w_{v,s}. A service that nobody allocates to cannot be
// attacked. The test of profit is strict, net > 0; the authors' code takes net ≥ 0 in
// one place. An attacker with a loss budget f attacks once MaxNet ≥ −f.
//
// A base layer that all stake secures is a service with w = stake for everybody that
// never turns Byzantine; add it, and the degree counts it as one.
func Elastic(ctx context.Context, n *Network) (ElasticAnswer, error) {
	if err := n.check(); err != nil {
		return ElasticAnswer{}, err
	}
	if len(n.Stakes)+len(n.Services) > MostCommitments {
		return ElasticAnswer{}, ErrTooLarge
	}
	p, err := n.scale()
	if err != nil {
		return ElasticAnswer{}, err
	}
	a := ElasticAnswer{Secure: true, Degree: n.degrees()}
	best := p.best()
	if best.possible {
		a.Possible, a.MaxNet = true, big.NewRat(best.net, p.unit)
		a.Secure = best.net <= 0
		a.Attacked, a.Committed = best.services, best.full
	}
	a.Byzantine, err = n.turn(ctx)
	return a, err
}

func (n *Network) degrees() []*big.Rat {
	degrees := make([]*big.Rat, len(n.Stakes))
	for v, row := range n.Alloc {
		if n.Stakes[v] == 0 {
			continue
		}
		sum := new(big.Int)
		for _, w := range row {
			sum.Add(sum, big.NewInt(w))
		}
		degrees[v] = new(big.Rat).SetFrac(sum, big.NewInt(n.Stakes[v]))
	}
	return degrees
}
