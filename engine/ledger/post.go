package ledger

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/money"
)

// Post makes all of the transfers or none, in the order given: a later one may spend
// what an earlier one brought. Each is checked for its amount, its accounts and its
// bounds, and the totals of its asset are checked to add up to zero.
func (b *Book) Post(ts ...Transfer) error {
	for i := range ts {
		if err := b.apply(&ts[i]); err != nil {
			for j := i - 1; j >= 0; j-- {
				b.undo(&ts[j])
			}
			return b.explain(&ts[i], err)
		}
	}
	b.posts++
	return nil
}

// apply moves one transfer, or says why it must not be moved.
func (b *Book) apply(t *Transfer) error {
	if uint(t.Asset) >= uint(len(b.balances)) || t.Why >= reasons {
		return ErrUnknown
	}
	row := b.balances[t.Asset]
	if uint(t.From) >= uint(len(row)) || uint(t.To) >= uint(len(row)) {
		return ErrUnknown
	}
	switch {
	case t.Amount < 0:
		return ErrNegative
	case t.From == Burn || t.From == Gas:
		return ErrOneWay
	case t.From > Users && row[t.From] < t.Amount:
		return ErrInsufficient
	case t.From <= Users && row[t.From] < math.MinInt64+t.Amount:
		return ErrOverflow
	case row[t.To] > math.MaxInt64-t.Amount || b.flows[t.Asset][t.Why] > math.MaxInt64-t.Amount:
		return ErrOverflow
	case t.From < FirstFree && t.To >= FirstFree && b.ordinary[t.Asset] > math.MaxInt64-t.Amount:
		return ErrOverflow
	}
	b.move(t, t.Amount)
	if b.ordinary[t.Asset]+b.boundary[t.Asset] != 0 {
		b.move(t, -t.Amount)
		return ErrBroken
	}
	return nil
}

func (b *Book) undo(t *Transfer) { b.move(t, -t.Amount) }

// move changes two balances, the totals they belong to and the flow.
func (b *Book) move(t *Transfer, amount money.Gwei) {
	row := b.balances[t.Asset]
	row[t.From] -= amount
	row[t.To] += amount
	*b.total(t.From, t.Asset) -= amount
	*b.total(t.To, t.Asset) += amount
	b.flows[t.Asset][t.Why] += amount
}

func (b *Book) total(a Account, s Asset) *money.Gwei {
	if a < FirstFree {
		return &b.boundary[s]
	}
	return &b.ordinary[s]
}

// explain adds what was asked to a refusal, outside the path that allocates nothing.
func (b *Book) explain(t *Transfer, err error) error {
	if err == ErrUnknown {
		return fmt.Errorf("ledger: %d to %d, asset %d, reason %d: %w", t.From, t.To, t.Asset, t.Why, err)
	}
	return fmt.Errorf("ledger: %d units of %s from %s (has %d) to %s: %w", t.Amount, b.assets[t.Asset].Name,
		b.Name(t.From), b.balances[t.Asset][t.From], b.Name(t.To), err)
}
