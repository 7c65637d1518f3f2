package ledger

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/money"
)

// Recount adds up every balance anew and compares with the totals that postings
// have kept. An error wraps ErrBroken and means that a balance was changed by
// something else than Post.
func (b *Book) Recount() error {
	for s := range b.balances {
		var boundary, ordinary money.Gwei
		for a, x := range b.balances[s] {
			if Account(a) < FirstFree {
				boundary += x
				continue
			}
			if x < 0 {
				return fmt.Errorf("ledger: %s holds %d units of %s: %w", b.Name(Account(a)), x, b.assets[s].Name, ErrBroken)
			}
			ordinary += x
		}
		if boundary+ordinary != 0 || boundary != b.boundary[s] || ordinary != b.ordinary[s] {
			return fmt.Errorf("ledger: %s: accounts hold %d, boundaries %d, totals say %d and %d: %w",
				b.assets[s].Name, ordinary, boundary, b.ordinary[s], b.boundary[s], ErrBroken)
		}
		if b.balances[s][Burn] < 0 || b.balances[s][Gas] < 0 {
			return fmt.Errorf("ledger: burn or gas below zero in %s: %w", b.assets[s].Name, ErrBroken)
		}
	}
	return nil
}
