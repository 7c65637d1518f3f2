package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Paid is an owner's part of the last daily payment to a vault, in ETH, by the shares
// that it has now.
func (g *Graph) Paid(b *ledger.Book, vault int32, h Holder) (money.Gwei, error) {
	v := &g.vaults[vault]
	return v.shareOf(b, h, g.accrual.vault[vault])
}

// ServicePay is what the network's services last paid for a day on the token's stake,
// in ETH.
func (t *LiquidToken) ServicePay(b *ledger.Book) (sum money.Gwei, err error) {
	for i := range t.parts {
		p := &t.parts[i]
		if p.Vault == Own {
			continue
		}
		paid, err := t.w.Graph.Paid(b, p.Vault, p.holder)
		if err != nil {
			return 0, err
		}
		sum += paid
	}
	return sum, nil
}

// Working is the backing that is staked or on its way out, in ETH: not the buffer, nor
// what is idle.
func (t *LiquidToken) Working(b *ledger.Book) (money.Gwei, error) {
	all, err := t.Backing(b)
	return all - t.Buffer(b) - t.Idle(b), err
}

// Reward pays what services outside the network owe on the working backing for a span,
// at a yearly rate: their users pay it to the token in ETH.
func (t *LiquidToken) Reward(b *ledger.Book, rate float64, span clock.Span) error {
	if rate <= 0 {
		return nil
	}
	working, err := t.Working(b)
	if err != nil {
		return err
	}
	due := money.Gwei(float64(float64(working)*rate) * span.Years())
	return b.Post(ledger.Transfer{From: ledger.Users, To: t.idle, Asset: t.w.ETH, Amount: due, Why: ledger.Reward})
}
