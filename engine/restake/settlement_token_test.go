package restake

import (
	"errors"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// exitCase is a published exit as a liquid token sees it. Amounts are whole numbers
// of a unit chosen so that the case divides evenly and the supply fits 63 bits: one
// gwei, or one wei where the case turns on the last digit.
type exitCase struct {
	terms          TokenParams
	now            clock.Time
	tokens, supply money.Gwei
	buffer         money.Gwei // all of what backs the token, if zero
	later          money.Gwei // what the supply is backed by when the exit is settled
	ready          clock.Time // when the exit may be paid
	want           money.Gwei
	cancelled      bool
	refused        error
}

const (
	gwei = 1_000_000_000 // wei
	wad  = 1_000_000_000_000_000_000
)

// terms are those of a known token, without the fee on gains: the cases state values
// net of fees.
func exitTerms(t *testing.T, name string, opening money.Ratio) TokenParams {
	t.Helper()
	p, found := TokenNamed(name)
	if !found {
		t.Fatalf("no token %s", name)
	}
	p.RewardFee, p.Opening = money.Ratio{}, opening
	return p
}

// throughToken turns a case into the terms and amounts of a token; false for cases
// about the entry, not the exit.
func throughToken(t *testing.T, c published) (exitCase, bool) {
	in, x := c.Input, exitCase{}
	amount := func(key string) money.Gwei { return in.scaled(t, key, gwei) }
	switch c.Rule + " " + c.Kind {
	case "min(request, claim) basket":
		x.terms = exitTerms(t, "ezETH", ratio(int64(amount("value_at_request")), int64(amount("supply_at_request"))))
		x.tokens, x.supply, x.later = amount("amount"), amount("supply_at_request"), amount("value_at_claim")
		x.ready = clock.Time(2 * week)
		x.want = c.Expect.scaled(t, "payout", gwei)
	case "request, only from buffer basket":
		x.terms = exitTerms(t, "ezETH-2024-04", ratio(int64(amount("value_at_request")), int64(amount("supply_at_request"))))
		x.tokens, x.supply, x.later = amount("amount"), amount("supply_at_request"), amount("value_at_claim")
		x.buffer, x.ready = amount("buffer_free"), clock.Time(3*day)
		x.want = c.Expect.scaled(t, "payout", gwei)
	case "min(request, unlock) basket": // prices of 8 whole tokens are still below 2^63 wei
		x.terms = exitTerms(t, "rsETH", ratio(in.int("lrt_price_at_request"), in.int("asset_price_at_request")))
		x.tokens, x.supply, x.later = money.Gwei(in.int("amount")), 8*wad, money.Gwei(8*in.int("lrt_price_at_unlock"))
		x.ready = clock.Time(8 * day)
		x.want = money.Gwei(c.Expect.int("payout"))
	case "min(request, batch) native":
		x.terms = exitTerms(t, "pufETH", ratio(in.int("rate_at_request"), wad))
		x.tokens, x.supply, x.later = money.Gwei(in.int("amount")), wad, money.Gwei(in.int("rate_at_batch"))
		x.terms.MinExit = 0 // 0.01 ETH, in gwei; this case counts in wei
		x.now, x.ready = 1, clock.Time(day)
		x.want = money.Gwei(c.Expect.int("payout"))
	default:
		return throughOtherToken(t, c)
	}
	return x, true
}

func throughOtherToken(t *testing.T, c published) (exitCase, bool) {
	in, x := c.Input, exitCase{}
	amount := func(key string) money.Gwei { return in.scaled(t, key, gwei) }
	switch c.Rule + " " + c.Kind {
	case "min(request, finalize) native": // the contract rounds the rate up at 1e-18, which is below a gwei here
		x.terms = exitTerms(t, "eETH", ratio(int64(amount("amount")), int64(amount("shares"))))
		x.tokens, x.supply, x.later = amount("shares"), amount("shares_at_finalize"), amount("pooled_at_finalize")
		x.ready = clock.Time(day)
		x.want = c.Expect.whole(t, "payout", gwei)
	case "request, calendar epochs isolated": // half of what the others have is lost afterwards, and does not count
		x.terms = exitTerms(t, "mstETH", ratio(in.int("rate"), wad))
		x.now, x.ready = clock.Time(in.int("now")), clock.Time(c.Expect.int("claimable_at"))
		x.tokens, x.supply, x.later = money.Gwei(in.int("amount")), 6*wad, money.Gwei(5*in.int("rate")+in.int("rate")/2)
		x.buffer = money.Gwei(c.Expect.int("payout"))
		x.want = x.buffer
	case "process time, with a floor isolated": // the floor is an amount; asked for at 1, it is a share
		x.terms = exitTerms(t, "mellow", ratio(1, 1))
		x.tokens, x.supply, x.later = amount("lp"), amount("total_supply"), amount("total_value")
		x.terms.MinKept = ratio(int64(amount("min_amount")), int64(amount("lp")))
		x.now, x.ready = 1, clock.Time(5*day)
		x.want = c.Expect.scaled(t, "amount", gwei)
		x.cancelled = c.Expect.text("outcome") != "paid"
	case "min(request, finalize) lst": // shares are the tokens; the supply makes the last rate whole
		unit, all := int64(gwei), int64(100_000_000_000)
		if len(in.text("steth")) < 10 { // below a gwei
			unit, all = 1, 100_000
		}
		x.tokens, x.supply = in.scaled(t, "shares", unit), money.Gwei(all)
		x.terms = exitTerms(t, "stETH", ratio(int64(in.scaled(t, "steth", unit)), int64(x.tokens)))
		rate := in.scaled(t, "max_share_rate", 1_000_000_000_000) // of 1e27, so of 1e15 here
		x.later = rate / money.Gwei(1_000_000_000_000_000/all)
		x.ready = clock.Time(day)
		x.want = c.Expect.scaled(t, "payout", unit)
	case "instant from collateral lst":
		x.terms = exitTerms(t, "rETH", ratio(int64(amount("network_eth")), int64(amount("network_supply"))))
		x.tokens, x.supply, x.buffer = amount("amount"), amount("network_supply"), amount("collateral")
		x.refused = ErrBuffer
	default:
		return x, false
	}
	return x, true
}

func TestPublishedExitsThroughTheToken(t *testing.T) {
	replayed := 0
	for _, c := range readPublished(t, "lrt_exit_settlement.json") {
		t.Run(c.ID+" "+c.Rule, func(t *testing.T) {
			if x, is := throughToken(t, c); is {
				replayed++
				x.replay(t)
			}
		})
	}
	equal(t, "number of exits replayed", replayed, 13) // 17 less a mint, an instant exit, two bridge fees
}

// replay asks for the exit, changes the backing, and settles a second before and at
// the time when the exit is ready.
func (c *exitCase) replay(t *testing.T) {
	total, err := c.terms.Opening.Of(c.supply, money.Up)
	must(t, err)
	if c.buffer == 0 {
		c.buffer = min(total, c.later)
	}
	x := newLone(t, c.terms, c.tokens, c.supply, c.buffer)
	err = x.token.RequestExit(x.book, x.alice, c.tokens, c.now)
	if !errors.Is(err, c.refused) {
		t.Fatalf("asking gave %v instead of %v", err, c.refused)
	}
	if c.refused != nil {
		equal(t, "tokens after a refusal", x.book.Balance(x.alice, testLRT), c.tokens)
		return
	}
	x.revalue(c.later)
	x.settle(c.ready - 1)
	equal(t, "paid a second early", x.book.Balance(x.alice, testETH), 0)
	equal(t, "in line a second early", x.token.Waiting(), 1)
	x.settle(c.ready)
	back := money.Gwei(0)
	if c.cancelled {
		c.want, back = 0, c.tokens
	}
	equal(t, "payout", x.book.Balance(x.alice, testETH), c.want)
	equal(t, "tokens returned", x.book.Balance(x.alice, testLRT), back)
	equal(t, "supply", x.token.Supply(x.book), c.supply-c.tokens+back)
	left, err := x.token.Backing(x.book)
	must(t, err)
	equal(t, "backing of those who stay", left, c.later-c.want)
}

// lrt-007: 1 % of 100 tokens worth 1 each, rounded up, stays in the pool.
func TestPublishedInstantExitThroughTheToken(t *testing.T) {
	for _, c := range readPublished(t, "lrt_exit_settlement.json") {
		if c.Rule != "instant exit" {
			continue
		}
		tokens := c.Input.scaled(t, "assets_before_fee", gwei)
		x := newLone(t, exitTerms(t, "pufETH", ratio(1, 1)), tokens, 2*tokens, tokens)
		paid, err := x.token.Instant(x.book, x.alice, tokens)
		must(t, err)
		equal(t, "payout", paid, c.Expect.scaled(t, "payout", gwei))
		equal(t, "received", x.book.Balance(x.alice, testETH), paid)
		left, err := x.token.Backing(x.book)
		must(t, err)
		equal(t, "fee left to those who stay", left-tokens, c.Expect.scaled(t, "fee", gwei))
		return
	}
	t.Error("the case is missing")
}
