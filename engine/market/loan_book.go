package market

import (
	"slices"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// loan is an open position at a desk. Owed counts debt shares.
type loan struct {
	who              ledger.Account
	collateral, owed money.Gwei
}

// burden is debt shares per unit of collateral: the order of loans by risk, whatever
// price and share price are.
func (l *loan) burden() float64 { return float64(l.owed) / float64(l.collateral) }

// loanBook holds the open positions side by side, found by account. Heaviest is at
// least the burden of every position with collateral, so that a desk in good health
// is recognised without looking at any.
type loanBook struct {
	open     []loan
	slot     []int32 // by account: index in open plus one
	heaviest float64
}

func (k *loanBook) reset() {
	k.open = k.open[:0]
	clear(k.slot)
	k.heaviest = 0
}

// of returns a position for reading; an account without one has an empty one.
func (k *loanBook) of(who ledger.Account) loan {
	if int(who) < len(k.slot) {
		if i := k.slot[who]; i > 0 {
			return k.open[i-1]
		}
	}
	return loan{who: who}
}

// set stores a position; one without collateral and debt is closed, and the last one
// takes its place.
func (k *loanBook) set(l loan) {
	if grow := int(l.who) + 1 - len(k.slot); grow > 0 {
		k.slot = append(k.slot, make([]int32, grow)...)
	}
	i := k.slot[l.who] - 1
	switch empty := l.collateral == 0 && l.owed == 0; {
	case empty && i < 0:
		return
	case empty:
		last := k.open[len(k.open)-1]
		k.open[i] = last
		k.slot[last.who] = i + 1
		k.open = k.open[:len(k.open)-1]
		k.slot[l.who] = 0
		return
	case i < 0:
		k.open = append(k.open, l)
		k.slot[l.who] = int32(len(k.open))
	default:
		k.open[i] = l
	}
	if l.collateral > 0 {
		k.heaviest = max(k.heaviest, l.burden())
	}
}

// beyond says whether any burden is above a limit, and tightens the bound when it had
// to look.
func (k *loanBook) beyond(limit float64) bool {
	if k.heaviest <= limit {
		return false
	}
	k.heaviest = 0
	for i := range k.open {
		if k.open[i].collateral > 0 {
			k.heaviest = max(k.heaviest, k.open[i].burden())
		}
	}
	return k.heaviest > limit
}

// appendBeyond appends the positions with a burden above a limit, heaviest first,
// equal ones by account.
func (k *loanBook) appendBeyond(limit float64, dst []ledger.Account) []ledger.Account {
	if !k.beyond(limit) {
		return dst
	}
	first := len(dst)
	for i := range k.open {
		if l := &k.open[i]; l.collateral > 0 && l.burden() > limit {
			dst = append(dst, l.who)
		}
	}
	slices.SortFunc(dst[first:], func(a, b ledger.Account) int {
		x, y := &k.open[k.slot[a]-1], &k.open[k.slot[b]-1]
		switch bx, by := x.burden(), y.burden(); {
		case bx > by:
			return -1
		case bx < by:
			return 1
		}
		return int(a) - int(b)
	})
	return dst
}
