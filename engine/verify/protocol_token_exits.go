package verify

import (
	"errors"
	"slices"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// journey is an exit from request to settlement.
type journey struct {
	p              restake.TokenParams
	tokens, supply money.Gwei
	buffer         *money.Gwei // nil: all that there is
	least          money.Gwei  // the owner's minimum
	backing, then  money.Gwei  // backing and supply when it is settled
	now            clock.Time
	refusal        string // how files call a buffer that does not cover the exit
}

// arrived is what came of an exit.
type arrived struct {
	*tokenBook
	paid  money.Gwei
	exit  restake.WaitingExit
	there bool // it was not refused
}

// travel asks for the exit, changes backing and supply, and settles a second before and
// at the time when it may be paid.
func (x *tokenCase) travel(j journey) (a arrived, err error) {
	total, err := j.p.Opening.Of(j.supply, money.Up)
	if err != nil || x.beyond {
		return a, errors.Join(err, errBeyond)
	}
	buffer := min(total, j.backing)
	if j.buffer != nil {
		buffer = *j.buffer
	}
	if a.tokenBook, err = newTokenBook(j.p, j.tokens, j.supply, buffer); err != nil {
		return a, err
	}
	held := a.held()
	err = a.token.RequestExitAtLeast(a.Book, a.somebody, j.tokens, j.least, j.now)
	if errors.Is(err, restake.ErrBuffer) {
		x.found["error"] = j.refusal
		x.holds("state after a refusal", slices.Equal(held, a.held()) && a.token.Waiting() == 0)
		return a, nil
	}
	if err == nil {
		err = a.become(j.backing, j.then)
	}
	if err != nil {
		return a, err
	}
	a.there, a.exit = true, a.token.WaitingExit(0)
	if a.exit.Ready > j.now {
		if err := a.token.Settle(a.Book, a.exit.Ready-1, nil); err != nil {
			return a, err
		}
		x.holds("nothing is paid a second early", a.token.Waiting() == 1 && a.Balance(a.somebody, bookETH) == 0)
	}
	if err := a.token.Settle(a.Book, a.exit.Ready, nil); err != nil {
		return a, err
	}
	a.paid = a.Balance(a.somebody, bookETH)
	return a, x.left(a, j)
}

// left checks what those who stay have in the end, and that all adds up.
func (x *tokenCase) left(a arrived, j journey) error {
	backing, err := a.token.Backing(a.Book)
	if err != nil {
		return err
	}
	redeemed := j.tokens - a.Balance(a.somebody, bookToken)
	x.holds("the exit has ended", a.token.Waiting() == 0 && (redeemed == j.tokens || redeemed == 0))
	x.holds("the rest keeps the rest", backing == j.backing-a.paid && a.token.Supply(a.Book) == j.then-redeemed && a.Recount() == nil)
	return nil
}

// holds notes what ought to be so and is not.
func (x *tokenCase) holds(what string, so bool) {
	if !so {
		x.check(x.rule, what, false, "so", "not so")
	}
}

// pays notes a settled exit.
func (x *tokenCase) pays(a arrived) {
	if a.there {
		x.found["payout"] = settledAmount{a.paid, 3}
	}
}

// lowerOfClaim is Renzo's of 2025.
func (x *tokenCase) lowerOfClaim() error {
	j, err := x.byAmounts("ezETH", "amount", "value_at_request", "supply_at_request", "value_at_claim", "supply_at_claim")
	if err != nil {
		return err
	}
	a, err := x.travel(j)
	if err != nil {
		return err
	}
	worth, err := a.token.ExitWorth(j.tokens)
	x.found["fixed_at_request"], x.found["value_at_claim"] = settledAmount{a.exit.Fixed, 2}, settledAmount{worth, 3}
	x.pays(a)
	return err
}

// fromBuffer is Renzo's of April 2024.
func (x *tokenCase) fromBuffer() error {
	j, err := x.byAmounts("ezETH-2024-04", "amount", "value_at_request", "supply_at_request", "value_at_claim", "supply_at_claim")
	if err != nil {
		return err
	}
	buffer := x.amount("buffer_free")
	j.buffer, j.refusal = &buffer, "NotEnoughWithdrawBuffer"
	a, err := x.travel(j)
	x.pays(a)
	return err
}

// lowerOfUnlock is Kelp's.
func (x *tokenCase) lowerOfUnlock() error {
	then := x.ratioOf("lrt_price_at_unlock", "asset_price_at_unlock")
	j, err := x.byRates("rsETH", x.amount("amount"), x.ratioOf("lrt_price_at_request", "asset_price_at_request"), then, nil)
	if err != nil {
		return err
	}
	a, err := x.travel(j)
	x.found["expected"] = settledAmount{a.exit.Fixed, 2}
	x.pays(a)
	return err
}

// lowerOfBatch is Puffer's.
func (x *tokenCase) lowerOfBatch() error {
	first := x.fixedPoint("rate_at_batch", 18)
	j, err := x.byRates("pufETH", x.amount("amount"), x.fixedPoint("rate_at_request", 18), first, next(first, 18))
	if err != nil {
		return err
	}
	a, err := x.travel(j)
	x.pays(a)
	return err
}

// frozen is ether.fi's.
func (x *tokenCase) frozen() error {
	shares := x.amount("shares")
	p, err := x.terms("eETH", x.amountsOver("amount", "shares"))
	if err != nil {
		return err
	}
	all := x.amount("shares_at_finalize")
	a, err := x.travel(journey{p: p, tokens: shares, supply: all, backing: x.amount("pooled_at_finalize"), then: all})
	if err != nil {
		return err
	}
	num, den := a.token.RecognisedRatio()
	rate, err := restake.RateOf(money.W(uint64(num)), money.W(uint64(den)), money.Up)
	x.found["frozen_rate"] = settledRate{rate, den, 3}
	x.pays(a)
	return err
}

// calendar is Eigenpie's. What is lost after the request is not the owner's.
func (x *tokenCase) calendar() error {
	rate := x.fixedPoint("rate", 18)
	j, err := x.byRates("mstETH", x.amount("amount"), rate, rate, next(rate, 18))
	if err != nil {
		return err
	}
	start, now, extra := x.in.int("start"), x.in.int("now"), x.in.int("extra_delay_seconds")
	if start < 0 || now < start || now > 1<<40 || extra < 0 || extra > 1<<40 {
		return errors.New("a time is out of range")
	}
	j.p.Start, j.p.Delay, j.now = clock.Time(start), clock.Span(extra), clock.Time(now)
	epoch, _ := restake.CalendarReady(j.now, j.p.Start, j.p.Period, j.p.Delay)
	a, err := x.travel(j)
	x.found["epoch"], x.found["claimable_at"] = epoch, int64(a.exit.Ready)
	x.pays(a)
	return err
}

// floored is the first version of Mellow's.
func (x *tokenCase) floored() error {
	p, err := x.terms("mellow", x.amountsOver("total_value", "total_supply"))
	if err != nil {
		return err
	}
	fee := x.in.int("fee_d9")
	if fee < 0 || fee > 1_000_000_000 {
		return errors.New("fee_d9 is a share of 1e9")
	}
	p.MinKept, p.ExitFee = money.Ratio{}, money.Ratio{Num: fee, Den: 1_000_000_000}
	all := x.amount("total_supply")
	j := journey{p: p, tokens: x.amount("lp"), supply: all, backing: x.amount("total_value"), then: all, least: x.amount("min_amount")}
	a, err := x.travel(j)
	if err != nil {
		return err
	}
	worth, err := a.token.ExitWorth(j.tokens)
	if worth == 0 {
		return errors.New("the exit is worth less than a unit")
	}
	x.found["amount"], x.found["outcome"] = settledAmount{worth, 3}, "paid"
	if a.paid == 0 {
		x.found["outcome"] = "request cancelled, shares returned"
		x.holds("shares have returned", a.Balance(a.somebody, bookToken) == j.tokens)
	} else {
		x.holds("the amount is paid", a.paid == worth)
	}
	return err
}

// shareRate is Lido's, where shares are the tokens.
func (x *tokenCase) shareRate() error {
	first := x.fixedPoint("max_share_rate", 27)
	j, err := x.byRates("stETH", x.amount("shares"), x.amountsOver("steth", "shares"), first, next(first, 27))
	if err != nil {
		return err
	}
	a, err := x.travel(j)
	if err != nil {
		return err
	}
	own, err := restake.ShareRateOf(money.W(uint64(a.exit.Fixed)), money.W(uint64(a.exit.Tokens)))
	x.found["request_rate"] = settledRate{own, min(a.exit.Tokens, a.exit.Fixed), 2}
	x.pays(a)
	return err
}

// collateral is Rocket Pool's: at once, or not at all.
func (x *tokenCase) collateral() error {
	j, err := x.byAmounts("rETH", "amount", "network_eth", "network_supply", "network_eth", "network_supply")
	if err != nil {
		return err
	}
	buffer := x.amount("collateral")
	j.buffer, j.refusal = &buffer, "Insufficient ETH balance for exchange"
	a, err := x.travel(j)
	x.pays(a)
	return err
}
