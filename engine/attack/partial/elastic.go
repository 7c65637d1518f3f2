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
	Secure    bool       // no attack pays: Upper ≤ 0; where MaxNet ≤ 0 < Upper, that is not known
	MaxNet    *big.Rat   // prize − cost of the best attack known, over non-empty sets of services; negative for the one that loses least
	Upper     *big.Rat   // no attack nets more; equal to MaxNet means proven
	Attacked  []int32    // its services
	Committed []int32    // validators that commit everything they allocated to it; the others fill up the rest at the price of the fill
	Degree    []*big.Rat // restaking degree: allocations over stake, per validator; nil for a validator without stake

	Byzantine Byzantine
	Nodes     int64 // nodes of the search for the attack
}

// Proven reports whether nothing is left open.
func (a *ElasticAnswer) Proven() bool {
	return (!a.Possible || a.MaxNet.Cmp(a.Upper) == 0) && a.Byzantine.Fraction.Cmp(a.Byzantine.AtLeast) == 0
}

// Elastic answers a network as ElasticWithin does with DefaultNodes, but only where the
// answer is proven. It fails with ErrTooLarge otherwise, or with the context's error if
// that has ended.
func Elastic(ctx context.Context, n *Network) (ElasticAnswer, error) {
	a, err := ElasticWithin(ctx, n, 0)
	if err == nil && !a.Proven() {
		if err = ctx.Err(); err == nil {
			err = ErrTooLarge
		}
	}
	return a, err
}

// ElasticWithin finds the best attack. The cost of validator v in an attack a is
// min(stake_v, Σ_s a_{v,s}), and service s falls once Σ_v a_{v,s} ≥ θ_s·Σ_v w_{v,s}. A
// service that nobody allocates to cannot be attacked. The test of profit is strict,
// net > 0; the authors' code takes net ≥ 0 in one place. An attacker with a loss budget
// f attacks once MaxNet ≥ −f.
//
// A base layer that all stake secures is a service with w = stake for everybody that
// never turns Byzantine; add it, and the degree counts it as one.
//
// It spends at most nodes (DefaultNodes for 0) on the attack and as many on each set of
// Byzantine services, and stops when ctx ends; what is not proven by then is an
// interval. The same limit gives the same answer on every machine. It fails with
// ErrTooLarge beyond MostServices, and with ErrMalformed or money.ErrOverflow on what is
// no network.
func ElasticWithin(ctx context.Context, n *Network, nodes int64) (ElasticAnswer, error) {
	if err := n.check(); err != nil {
		return ElasticAnswer{}, err
	}
	if len(n.Services) > MostServices {
		return ElasticAnswer{}, ErrTooLarge
	}
	if nodes <= 0 {
		nodes = DefaultNodes
	}
	c, err := n.scale()
	if err != nil {
		return ElasticAnswer{}, err
	}
	a := ElasticAnswer{Secure: true, Degree: n.degrees()}
	if a.MaxNet, a.Upper, a.Nodes = c.search(ctx, nodes, false); a.MaxNet != nil {
		a.Possible, a.Secure = true, a.Upper.Sign() <= 0
		a.Attacked, a.Committed = c.taken, c.full()
	}
	a.Byzantine, err = n.turn(ctx, nodes, &a)
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
