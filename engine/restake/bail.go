package restake

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// bail is what an attacker who owns the stake that his attack costs has put up for it.
// The owners of the vaults hold that stake in this world, so each slash of the attack
// pays them what they lose by it, and what is left when all have landed is his again.
type bail struct {
	payer  ledger.Account
	attack int32
	left   money.Gwei
}

// Bail takes ETH from an account, to pay for what an attack's slashes will take from
// the owners of vaults. It stands until Release.
func (g *Graph) Bail(b *ledger.Book, payer ledger.Account, attack int32, amount money.Gwei) error {
	if amount <= 0 {
		return nil
	}
	g.bails = append(g.bails, bail{payer: payer, attack: attack, left: amount})
	return b.Post(ledger.Transfer{From: payer, To: g.bailed, Asset: g.p.ETH, Amount: amount, Why: ledger.AttackProfit})
}

// Release hands what is left of an attack's bail back to its payer, unless slashes of
// the attack are still waiting, and says how much that was.
func (g *Graph) Release(b *ledger.Book, attack int32) (left money.Gwei, err error) {
	f := g.bailFor(attack)
	if f == nil || g.Waiting(attack) {
		return 0, nil
	}
	left, f.left = f.left, 0
	return left, b.Post(ledger.Transfer{From: g.bailed, To: f.payer, Asset: g.p.ETH, Amount: left, Why: ledger.AttackProfit})
}

// Waiting says whether a slash case of an attack is open.
func (g *Graph) Waiting(attack int32) bool {
	for i := range g.cases.line.len() {
		if c := g.cases.line.at(i); !c.closed && c.fault.Attack == attack {
			return true
		}
	}
	return false
}

// bailFor finds what pays for the slashes of an attack; nil if nothing does.
func (g *Graph) bailFor(attack int32) *bail {
	for i := range g.bails {
		if f := &g.bails[i]; f.attack == attack && f.left > 0 {
			return f
		}
	}
	return nil
}

// value notes what the owners of a vault have before a loss that a bail pays for.
func (g *Graph) value(b *ledger.Book, pool *vault, f *bail) error {
	g.before = g.before[:0]
	if f == nil {
		return nil
	}
	for i := range pool.holders {
		active, queued, err := pool.value(b, Holder(i))
		if err != nil {
			return err
		}
		g.before = append(g.before, active+queued)
	}
	return nil
}

// compensate pays the owners of a vault for what was taken, in ETH, each by what he has
// lost of it: operators into their wallets, liquid tokens into the ether that they have
// idle. The last to have lost anything gets what rounding leaves.
func (g *Graph) compensate(b *ledger.Book, pool *vault, taken money.Gwei, f *bail) error {
	if f == nil || taken == 0 {
		return nil
	}
	total := money.Gwei(0)
	for i := range pool.holders {
		active, queued, err := pool.value(b, Holder(i))
		if err != nil {
			return err
		}
		g.before[i] = max(0, g.before[i]-active-queued)
		total += g.before[i]
	}
	if total == 0 {
		return nil
	}
	due := min(f.left, g.priced(pool, taken))
	seen, given := money.Gwei(0), money.Gwei(0)
	for i, lost := range g.before {
		seen += lost
		upTo, err := part(due, int64(seen), int64(total))
		if err != nil {
			return err
		}
		if err := b.Post(ledger.Transfer{From: g.bailed, To: pool.holders[i].earns, Asset: g.p.ETH, Amount: upTo - given, Why: ledger.AttackProfit}); err != nil {
			return err
		}
		given = upTo
	}
	f.left -= due
	return nil
}

// priced is what units of a vault's asset are bought at.
func (g *Graph) priced(pool *vault, units money.Gwei) money.Gwei {
	if g.p.Value == nil {
		return units
	}
	return valued(units, g.p.Value(pool.asset))
}

// recheckBails counts what is put up against the account that holds it.
func (g *Graph) recheckBails(b *ledger.Book) error {
	sum := money.Gwei(0)
	for i := range g.bails {
		sum += g.bails[i].left
	}
	if held := b.Balance(g.bailed, g.p.ETH); held != sum {
		return fmt.Errorf("%w: %d put up for attacks, %d there", ErrBroken, sum, held)
	}
	return nil
}
