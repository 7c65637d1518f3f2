package restake

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Endow gives a holder stake at the beginning of a replication, out of Issuance.
func (g *Graph) Endow(b *ledger.Book, vault int32, h Holder, amount money.Gwei) error {
	return g.vaults[vault].deposit(b, h, ledger.Issuance, amount, ledger.Genesis)
}

// EndowBonds gives every operator the bond that the network states, out of
// Issuance: its share of the stake of its nodes.
func (g *Graph) EndowBonds(b *ledger.Book) error {
	for i, v := range g.net.Nodes {
		own, err := g.net.Operators[v.Operator].Bond.Of(v.Stake, money.Down)
		if err != nil {
			return err
		}
		if own == 0 {
			continue
		}
		at := g.operators[v.Operator].bonds[i-int(g.nodeStart[v.Operator])]
		if err := g.Endow(b, at.vault, at.holder, own); err != nil {
			return err
		}
	}
	return nil
}
