package engine

import (
	"errors"
	"fmt"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/rng"
)

// network is the operator–service graph in this world, and what is known of its
// security.
type network struct {
	graph    *restake.Graph
	spec     *NetworkSpec
	direct   ledger.Account   // everybody who restakes without a liquid token
	holders  []restake.Holder // the direct restakers' position in each vault
	entities []uint64         // key of each operator
	services []uint64         // key of each service
	profits  []money.Gwei     // of this replication, at the snapshot's price of ETH
	groups   []int            // common-cause group of each operator

	counts
	exposure restake.Exposure
	security attack.Security
	searcher attack.Searcher
	trail    attack.Trail // of all searches in this replication
	start    start
	hunt     hunt
	cascade  attack.Cascade
	stake    float64    // ETH at the snapshot
	prices   []float64  // of each vault's asset at the snapshot, ETH
	lost     money.Gwei // slashed so far, ETH at those prices
	byAttack money.Gwei
	noted    money.Gwei // the graph's count of what was slashed, when last looked at
	pending  []restake.Fault
	ranking  []money.Gwei    // scratch: stake by operator
	taken    []bool          // services that have been corrupted
	released int64           // attacks whose slashes have all landed
	delayed  []restake.Fault // of attacks, until the platform takes another request
	slashed  []bool          // operators that have been accused in this replication
	watch    security
	theory   theory
	first    opening
}

func (w *World) buildNetwork() error {
	s := w.spec.Network
	if s == nil {
		return nil
	}
	if carried := (attack.Terms{Reversed: s.Terms.Reversed, Epsilon: s.Terms.Epsilon, Costs: s.Terms.Costs}); s.Terms != carried {
		return errTerms
	}
	p := s.Graph
	p.ETH = assetETH
	p.AssetOf = w.assetNamed
	p.Value = w.trueValue
	g, err := restake.NewGraph(w.book, s.Network, p)
	if err != nil {
		return err
	}
	n := &network{graph: g, spec: s, direct: w.book.Open("direct restakers", 1)}
	for v := range s.Network.Vaults {
		n.holders = append(n.holders, g.Join(int32(v), n.direct, n.direct))
	}
	for o := range s.Network.Operators {
		e := rng.Entity("operator "+s.Network.Operators[o].Name, 0)
		n.entities = append(n.entities, e)
		n.groups = append(n.groups, groupOf(s.Fault.Groups, rng.Key{Seed: w.spec.Seed, Entity: e, Purpose: rng.Graph}.Unit()))
	}
	for i := range s.Network.Services {
		n.services = append(n.services, rng.Entity("service "+s.Network.Services[i].Name, 0))
	}
	n.prices = make([]float64, len(s.Network.Vaults))
	n.profits = make([]money.Gwei, len(n.services))
	n.slashed, n.taken = make([]bool, len(n.entities)), make([]bool, len(n.services))
	w.net = n
	return nil
}

// errTerms refuses to count what would not happen: in this world attacks work, slashes
// land, and nobody lends or shorts.
var errTerms = errors.New("the world carries out attacks with terms of what is reversed, of bribes above the loss and of costs, and no others")

// groupOf places a uniform number in one of the groups by their shares; -1 is none.
func groupOf(shares []float64, u float64) int {
	sum := 0.0
	for i, s := range shares {
		if sum += s; u < sum {
			return i
		}
	}
	return -1
}

func (n *network) reset(w *World) {
	n.graph.Reset()
	n.drawProfits(w.seed, w.replication)
	n.lost, n.byAttack, n.noted = 0, 0, 0
	n.pending, n.delayed, n.released = n.pending[:0], n.delayed[:0], 0
	clear(n.slashed)
	clear(n.taken)
	n.trail.Copy(&n.start.trail)
	n.watch.forget()
	n.theory.forget()
}

// openBonds gives operators their bonds, and the vaults of restaking tokens what is
// stated of them: a token's backing is laid when all who hold it are known.
func (w *World) openBonds() error {
	if w.net == nil {
		return nil
	}
	if err := w.net.graph.EndowBonds(w.book); err != nil {
		return err
	}
	return w.openDirect(true)
}

// openDirect gives vaults what neither bonds nor liquid tokens have brought: the stake
// of direct restakers, up to the stake that the network states. Vaults of restaking
// tokens come before those of ETH and of liquid staking tokens, which they fill.
func (w *World) openDirect(restaking bool) error {
	n := w.net
	if n == nil {
		return nil
	}
	for v := range n.spec.Network.Vaults {
		if w.restaking(n.graph.VaultAsset(int32(v))) != restaking {
			continue
		}
		active, _ := n.graph.Held(w.book, int32(v))
		if missing := n.spec.stated[v] - active; missing > 0 {
			if err := n.graph.Endow(w.book, int32(v), n.holders[v], missing); err != nil {
				return fmt.Errorf("vault %s: %w", n.spec.Network.Vaults[v].Name, err)
			}
		}
	}
	return nil
}

// restaking says whether an asset is a token that others' stake backs.
func (w *World) restaking(s ledger.Asset) bool {
	for _, t := range w.tokens {
		if t.asset == s {
			return !t.base
		}
	}
	return false
}

// openBudgets fills the services' treasuries.
func (w *World) openBudgets() error {
	if w.net == nil {
		return nil
	}
	for i, budget := range w.net.spec.Budgets {
		if err := w.book.Post(ledger.Transfer{From: ledger.Issuance, To: w.net.graph.Treasury(int32(i)), Asset: assetETH, Amount: budget, Why: ledger.Genesis}); err != nil {
			return err
		}
	}
	return nil
}

// appraise values the network for the first time, when all prices are known.
func (w *World) appraise() error {
	n := w.net
	if n == nil {
		return nil
	}
	if err := n.graph.Appraise(w.book, w.priceOf); err != nil {
		return err
	}
	if err := n.fill(w); err != nil {
		return err
	}
	n.stake = n.total()
	for v := range n.prices {
		n.prices[v] = w.priceOf(n.graph.VaultAsset(int32(v)))
	}
	n.cascade.Begin(money.Gwei(n.stake*1e9), 0)
	return nil
}

// fill writes the attack graph of this moment at recognised market prices.
func (n *network) fill(w *World) error {
	n.counted = false
	return n.graph.FillExposure(w.book, &n.exposure, w.priceOf)
}

// total is the stake in all nodes, in ETH.
func (n *network) total() float64 {
	sum := money.Gwei(0)
	for i := range n.exposure.Nodes {
		sum += n.exposure.Nodes[i].Stake
	}
	return sum.Float()
}

// priceOf is the recognised market price of a stakeable asset, in ETH.
func (w *World) priceOf(s ledger.Asset) float64 {
	for _, t := range w.tokens {
		if t.asset == s {
			return float64(t.outlook.Rate * t.outlook.Price)
		}
	}
	return 1
}

// lostTo is what an attack, or 0 for faults, has had slashed so far, in ETH at the prices
// at which the stake of the snapshot is counted: a loss is a share of that.
func (n *network) lostTo(attack int32) money.Gwei {
	sum := money.Gwei(0)
	for v, p := range n.prices {
		switch lost := n.graph.LostTo(int32(v), attack); {
		case lost == 0:
		case p == 1:
			sum += lost
		default:
			sum += money.Gwei(float64(lost) * p)
		}
	}
	return sum
}

// reprice follows the ETH value of profits that are worth something in USD.
func (n *network) reprice(w *World) {
	if !n.spec.ProfitUSD {
		return
	}
	ratio := w.opening / w.ethUSD()
	for i := range n.services {
		if !n.taken[i] {
			n.graph.SetProfit(int32(i), money.Gwei(float64(n.profits[i])*ratio))
		}
	}
}
