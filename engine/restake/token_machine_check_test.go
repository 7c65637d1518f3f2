package restake

import (
	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

func (x *basket) slash(t *rapid.T) {
	den := rapid.SampledFrom([]int64{1, 3, 10, 997}).Draw(t, "den")
	before := x.g.Lost()
	_, err := x.g.Slash(x.book, x.now, Fault{Fraction: ratio(rapid.Int64Range(1, den).Draw(t, "num"), den), At: x.now})
	if !tolerated(t, err) {
		x.stranded += 6
	}
	x.in -= x.g.Lost() - before
}

func (x *basket) settle(t *rapid.T) {
	x.now = x.now.Add(clock.Span(rapid.SampledFrom([]int64{1, 3600, 86_400, 3 * 86_400, 1_209_600}).Draw(t, "seconds")))
	before := x.g.Lost()
	if _, err := x.chain.Settle(x.book, x.now); err != nil {
		t.Fatal(err)
	}
	if err := x.g.Settle(x.book, x.now); err != nil {
		t.Fatal(err)
	}
	if err := x.steth.Settle(x.book, x.now, nil); err != nil {
		t.Fatal(err)
	}
	x.in -= x.g.Lost() - before
	if err := x.lrt.Settle(x.book, x.now, func(owner ledger.Account, tokens, eth money.Gwei) { x.ended(t, owner, tokens, eth) }); err != nil {
		t.Fatal(err)
	}
	x.overdue(t)
}

// ended checks an exit that has been paid or cancelled.
func (x *basket) ended(t *rapid.T, owner ledger.Account, tokens, eth money.Gwei) {
	first := x.line[0]
	x.line = x.line[1:]
	if owner != first.owner || tokens != first.tokens || first.ready > x.now {
		t.Fatalf("%d of %d ended at %d; first in line was %+v", tokens, owner, x.now, first)
	}
	if eth != x.due(first) {
		t.Fatalf("paid %d for %+v, worth %d now", eth, first, x.worth(tokens))
	}
	if eth > 0 {
		x.in -= eth
		x.outstanding -= tokens
	}
}

// due is what the terms promise for an exit at the rate of now; 0 returns the tokens.
func (x *basket) due(first pending) money.Gwei {
	value := x.settled(first)
	if keep := x.lrt.p.MinKept; keep.Den > 0 && int64(value) < divided(int64(first.fixed), keep.Num, keep.Den, false) {
		return 0
	}
	switch x.lrt.p.Price {
	case RequestValue:
		return first.fixed
	case LowerValue:
		return min(first.fixed, value)
	}
	return value
}

// overdue checks that the first in line waits for its time or for the buffer.
func (x *basket) overdue(t *rapid.T) {
	if len(x.line) == 0 {
		return
	}
	if first := x.line[0]; first.ready <= x.now && x.due(first) <= x.lrt.Buffer(x.book) {
		t.Fatalf("%+v was not paid at %d out of a buffer of %d", first, x.now, x.lrt.Buffer(x.book))
	}
}

func (x *basket) check(t *rapid.T) {
	if err := x.book.Recount(); err != nil {
		t.Fatal(err)
	}
	if err := x.g.Recheck(x.book); err != nil {
		t.Fatal(err)
	}
	tokens, fixed := money.Gwei(0), money.Gwei(0)
	for _, e := range x.line {
		tokens, fixed = tokens+e.tokens, fixed+e.fixed
	}
	owed := x.worth(tokens)
	switch x.lrt.p.Price {
	case RequestValue:
		owed = fixed
	case LowerValue:
		owed = min(owed, fixed)
	}
	if got, err := x.lrt.QueuedValue(); err != nil || got != owed {
		t.Fatalf("%d is owed to the line, not %d, %v", got, owed, err)
	}
	if x.lrt.Queued() != tokens || x.lrt.Waiting() != len(x.line) || x.book.Balance(x.lrt.Escrow(), testLRT) != tokens {
		t.Fatalf("%d in line, %d in escrow, %d by the record", x.lrt.Queued(), x.book.Balance(x.lrt.Escrow(), testLRT), tokens)
	}
	if x.lrt.Supply(x.book) != x.outstanding {
		t.Fatalf("supply %d, by the record %d", x.lrt.Supply(x.book), x.outstanding)
	}
	backing, err := x.lrt.Backing(x.book)
	if err != nil {
		t.Fatal(err)
	}
	if lost := x.in - backing; lost < 0 || lost > money.Gwei(x.stranded+3) {
		t.Fatalf("backing %d, by the record %d", backing, x.in)
	}
	if c := x.steth.claimants[0]; c.tokens != x.steth.tokens || c.fixed != x.steth.fixed {
		t.Fatalf("the basket waits for %d worth %d in a line of %d worth %d", c.tokens, c.fixed, x.steth.tokens, x.steth.fixed)
	}
	if value, err := x.steth.Value(x.book); err != nil || value != 1 {
		t.Fatalf("stETH is worth %v, %v", value, err)
	}
}
