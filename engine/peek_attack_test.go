package engine

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
)

// What tests outside the package may see of a world's network.

// Direct is what direct restakers have: ETH that was paid to them, and stake in a vault.
func (w *World) Direct(vault int32) (paid, staked money.Gwei) {
	active, queued, err := w.net.graph.Value(w.book, vault, w.net.holders[vault])
	if err != nil {
		panic(err)
	}
	return w.book.Balance(w.net.direct, assetETH), active + queued
}

// Idle is the ETH that a token has idle.
func (w *World) Idle(token string) money.Gwei { return w.tokenNamed(token).lt.Idle(w.book) }

// Wallet is the ETH of an operator.
func (w *World) Wallet(o int32) money.Gwei { return w.book.Balance(w.net.graph.Wallet(o), assetETH) }

// Graph is the network in motion.
func (w *World) Graph() *restake.Graph { return w.net.graph }

// Capital is the ETH of an agent.
func (w *World) Capital(cohort, i int) money.Gwei {
	return w.book.Balance(w.cohorts[cohort].Account(int32(i)), assetETH)
}

// Refused counts the actions refused for a reason.
func (w *World) Refused(r Refusal) int64 { return w.refused[r] }

// Recount proves that nothing was lost.
func (w *World) Recount() error { return w.recount() }

// Profit is what attackers have gained, in ETH.
func (w *World) Profit() float64 { return w.track.attackGain.Float() }

// Franchise is what an operator has to lose with its name.
func (w *World) Franchise(o int32) money.Gwei {
	if err := w.net.fill(w); err != nil {
		panic(err)
	}
	return w.net.exposure.Operators[o].Franchise
}

// Book is where everything is.
func (w *World) Book() *ledger.Book { return w.book }

// Asserted is how often a statement of the theory was held against this world, and failed.
func (w *World) Asserted(statement int) result.Count { return w.checks.Assertions[statement] }

// Overstate makes the world believe in a slack that was never proven.
func (w *World) Overstate(gamma float64) { w.net.theory.gamma = gamma }

// Exposure is the network as a snapshot searches it, with the profits drawn last.
func (s *Snapshot) Exposure() *restake.Exposure { return &s.exposure }

// LeavesNothing searches as an attacker of so many services would, believes a bound that
// is this far above what is found, and says how often A-6 was applied and failed.
func (w *World) LeavesNothing(services int, above money.Gwei) result.Count {
	w.checks.Assertions[result.BestLeavesNothing] = result.Count{}
	a, pays := (&View{w: w}).BestAttack(attack.Sigma, attack.Limits{Budget: math.MaxInt64, Services: services})
	if pays {
		w.assertNothingLeft(attack.Sigma, a.Net(attack.Sigma), a.Net(attack.Sigma)+above)
	}
	return w.Asserted(result.BestLeavesNothing)
}

// Start begins all searches on the network with the first stake so many times as large,
// and says where they start from.
func (w *World) Start(grown int64) string {
	var x restake.Exposure
	copyOf(&x, &w.net.exposure)
	x.Nodes[0].Stake *= money.Gwei(grown)
	for e := x.EdgeStart[0]; e < x.EdgeStart[1]; e++ {
		x.Edges[e].Slashable = x.Nodes[0].Stake
	}
	if err := w.net.beginAll(&x); err != nil {
		panic(err)
	}
	return fmt.Sprint(w.net.start.trail)
}
