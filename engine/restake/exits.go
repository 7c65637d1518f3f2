package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// exitRequest is one place in the exit line.
type exitRequest struct {
	owner    ledger.Account
	claimant int32 // index of a waiting token, or -1
	tokens   money.Gwei
	fixed    money.Gwei // value at request, ETH
	least    money.Gwei // ETH below which its owner would rather keep the tokens
	ready    clock.Time
}

// Paid is told of every exit that Settle ends: what was redeemed and what was
// paid for it. eth 0 means that the exit was cancelled and the tokens returned.
type Paid func(owner ledger.Account, tokens, eth money.Gwei)

// RequestExit puts tokens of an owner in the exit line. ErrTooSmall below the
// token's minimum, ErrBuffer where only the buffer pays and it is spoken for.
func (t *LiquidToken) RequestExit(b *ledger.Book, owner ledger.Account, tokens money.Gwei, now clock.Time) error {
	return t.RequestExitAtLeast(b, owner, tokens, 0, now)
}

// RequestExitAtLeast is RequestExit with the owner's own minimum: an exit that is worth
// less ETH when it is settled is cancelled and its tokens return.
func (t *LiquidToken) RequestExitAtLeast(b *ledger.Book, owner ledger.Account, tokens, least money.Gwei, now clock.Time) error {
	return t.enter(b, owner, exitRequest{owner: owner, claimant: -1, tokens: tokens, least: least}, now)
}

func (t *LiquidToken) enter(b *ledger.Book, from ledger.Account, x exitRequest, now clock.Time) (err error) {
	if t.paused {
		return ErrPaused
	}
	if x.tokens <= 0 {
		return ErrAmount
	}
	if x.fixed, err = t.p.requestValue(x.tokens, t.num, t.den); err != nil {
		return err
	}
	if x.fixed == 0 || x.fixed < t.p.MinExit {
		return ErrTooSmall
	}
	if t.p.BufferOnly && x.fixed > t.Buffer(b)-t.fixed {
		return ErrBuffer
	}
	kept, err := feeOf(t.p.MinKept, x.fixed)
	if err != nil {
		return err
	}
	x.least, x.ready = max(x.least, kept), t.p.ready(now)
	if err := b.Post(ledger.Transfer{From: from, To: t.escrow, Asset: t.w.Asset, Amount: x.tokens, Why: ledger.ExitRequest}); err != nil {
		return err
	}
	t.line.push(x)
	t.tokens += x.tokens
	t.fixed += x.fixed
	if x.claimant >= 0 {
		t.claimants[x.claimant].tokens += x.tokens
		t.claimants[x.claimant].fixed += x.fixed
	}
	return nil
}

// Instant redeems tokens at once out of the part of the buffer that the exit
// line leaves free, less the fee that stays in the pool and the treasury's. ErrNoInstant where the
// terms have no such exit, ErrPaused while exits are stopped, ErrBuffer where the
// buffer does not cover it.
func (t *LiquidToken) Instant(b *ledger.Book, owner ledger.Account, tokens money.Gwei) (eth money.Gwei, err error) {
	switch {
	case t.p.Instant.Den == 0:
		return 0, ErrNoInstant
	case t.paused:
		return 0, ErrPaused
	case tokens <= 0:
		return 0, ErrAmount
	}
	value, err := t.InETH(tokens)
	if err != nil {
		return 0, err
	}
	fee, err := narrow(FeeOfBoth(wide(value), t.p.Instant, t.p.Commission))
	if err != nil {
		return 0, err
	}
	commission, err := feeOf(t.p.Commission, value)
	if err != nil {
		return 0, err
	}
	owed, err := t.QueuedValue()
	switch eth = value - fee; {
	case err != nil:
		return 0, err
	case eth <= 0 || value < t.p.MinExit:
		return 0, ErrTooSmall
	case eth+commission > t.Buffer(b)-owed:
		return 0, ErrBuffer
	}
	return eth, b.Post(
		ledger.Transfer{From: owner, To: ledger.Issuance, Asset: t.w.Asset, Amount: tokens, Why: ledger.Redeem},
		ledger.Transfer{From: t.buffer, To: t.treasury, Asset: t.w.ETH, Amount: commission, Why: ledger.Fee},
		ledger.Transfer{From: t.buffer, To: owner, Asset: t.w.ETH, Amount: eth, Why: ledger.Redeem})
}

// Settle does what has become due for the token: released stake goes on to
// Ethereum or to the base token's line, the rate is recognised, and exits are
// paid in the order of request while they are ready and the buffer lasts. Call
// it after Ethereum's, the graph's and the base tokens' own.
func (t *LiquidToken) Settle(b *ledger.Book, now clock.Time, paid Paid) error {
	if err := t.forward(b, now); err != nil {
		return err
	}
	if err := t.report(b, now); err != nil {
		return err
	}
	for t.line.len() > 0 && t.line.at(0).ready <= now {
		x := t.line.at(0)
		_, due, err := t.p.settle(x, t.num, t.den)
		if err != nil {
			return err
		}
		if due > t.Buffer(b) {
			return nil
		}
		if err := t.end(b, x, due, paid); err != nil {
			return err
		}
		t.line.pop()
	}
	return nil
}

// end pays one exit and burns its tokens, or returns them.
func (t *LiquidToken) end(b *ledger.Book, x *exitRequest, due money.Gwei, paid Paid) error {
	back := ledger.Transfer{From: t.escrow, To: ledger.Issuance, Asset: t.w.Asset, Amount: x.tokens, Why: ledger.Redeem}
	if due == 0 {
		back.To, back.Why = x.owner, ledger.ExitClaim
		if x.claimant >= 0 {
			back.To = t.claimants[x.claimant].back
		}
	}
	err := b.Post(back, ledger.Transfer{From: t.buffer, To: x.owner, Asset: t.w.ETH, Amount: due, Why: ledger.ExitClaim})
	if err != nil {
		return err
	}
	t.tokens -= x.tokens
	t.fixed -= x.fixed
	if x.claimant >= 0 {
		t.claimants[x.claimant].tokens -= x.tokens
		t.claimants[x.claimant].fixed -= x.fixed
	}
	if paid != nil {
		paid(x.owner, x.tokens, due)
	}
	return nil
}
