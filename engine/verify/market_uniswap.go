package verify

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// isUniswap says whether a case is a trade in a constant-product or concentrated pool.
func isUniswap(c object) bool {
	if !c.has("pool") || !c.has("op") || !c.sub("pool").has("kind") {
		return false
	}
	kind := c.sub("pool").text("kind")
	return kind == "v2" || kind == "v3"
}

// uniswapOps are the operations on both kinds of pool.
var uniswapOps = map[string]map[string]func(*swapping) error{
	"v2": {"exact_in": (*swapping).exactIn, "exact_out": (*swapping).exactOut, "arbitrage": (*swapping).arbitrage, "add_liquidity": (*swapping).addLiquidity},
	"v3": {"v3_exact_in": (*swapping).ticks, "v3_exact_out": (*swapping).ticks, "v3_to_price": (*swapping).ticks},
}

// uniswap replays trades in pools of both kinds. Token 0 is the base, token 1 the quote.
func uniswap(tolerance object) replayer {
	rel := map[string]float64{"price": tolerance.float("rel_price"), "v2": tolerance.float("v2_rel_amount"), "v3": tolerance.float("v3_rel_amount")}
	return func(p replay, c object) error {
		pool := c.sub("pool")
		kind, op := pool.text("kind"), c.text("op")
		run := uniswapOps[kind][op]
		if run == nil {
			return fmt.Errorf("op: no pool of kind %q knows %q", kind, op)
		}
		s := newSwapping(pool, c.sub("args"), c.sub("expected"))
		if err := run(s); err != nil {
			return err
		}
		s.answer(p, op, rel["price"], rel[kind])
		return nil
	}
}

// swapping is a pool on a ledger with somebody who trades and the rest of the world, who
// own as much as there can be.
type swapping struct {
	pool, args, expected object
	book                 *ledger.Book
	listing              market.Listing
	trader, rest         ledger.Account
	got                  map[string]quantity
	words                map[string]any
	unfit                error // what of the case is no whole number of units
}

// quantity is a number of a replay and what whole units may change of it.
type quantity struct{ value, slack float64 }

// unitsOfToken is how many units a token of these files has: they carry nine decimals.
const unitsOfToken = 1e9

// settledSlack is what an amount may differ by for being settled in whole units, in tokens.
const settledSlack = 5e-9

// plenty is what the trader has of each token, and whoever opens a pool of concentrated
// liquidity: together all that a ledger counts.
const plenty = money.Gwei(1<<62 - 1)

func newSwapping(pool, args, expected object) *swapping {
	b := ledger.New([]ledger.AssetSpec{{Name: "token0", Decimals: 9}, {Name: "token1", Decimals: 9}, {Name: "shares", Decimals: 9}}, 4)
	s := &swapping{pool: pool, args: args, expected: expected, book: b, got: map[string]quantity{}, words: map[string]any{}}
	s.listing = market.Listing{Account: b.Open("pool", 1), Fees: b.Open("fees", 1), Base: 0, Quote: 1, Share: 2, BaseDecimals: 9, QuoteDecimals: 9}
	s.trader, s.rest = b.Open("trader", 1), b.Open("rest", 1)
	for _, token := range []ledger.Asset{0, 1} {
		s.give(ledger.Outside, s.trader, token, plenty)
	}
	return s
}

func (s *swapping) give(from, to ledger.Account, a ledger.Asset, amount money.Gwei) {
	if amount <= 0 {
		return
	}
	if err := s.book.Post(ledger.Transfer{From: from, To: to, Asset: a, Amount: amount, Why: ledger.Genesis}); err != nil && s.unfit == nil {
		s.unfit = &unrepresentable{"a token has more than 2^62 units: " + err.Error()}
	}
}

// units reads an amount. More than there can be counts as all there can be; a fraction of
// a unit makes the case unfit.
func (s *swapping) units(o object, key string) money.Gwei {
	x := o.rat(key)
	x.Mul(x, big.NewRat(unitsOfToken, 1))
	if x.Sign() < 0 {
		o.complain(key, "an amount cannot be negative")
		return 0
	}
	if !x.IsInt() && s.unfit == nil {
		s.unfit = &unrepresentable{o.below(key) + " has more than nine decimals"}
	}
	n := new(big.Int).Quo(x.Num(), x.Denom())
	if !n.IsInt64() {
		return plenty
	}
	return min(money.Gwei(n.Int64()), plenty)
}

// holding reads what a pool has: more than there can be makes the case unfit.
func (s *swapping) holding(key string) money.Gwei {
	n := s.units(s.pool, key)
	if n == plenty && s.unfit == nil {
		s.unfit = &unrepresentable{s.pool.below(key) + " is 2^62 units or more"}
	}
	return n
}

func tokens(n money.Gwei) float64 { return float64(n) / unitsOfToken }

// settled notes an amount that was settled in so many operations.
func (s *swapping) settled(field string, n money.Gwei, operations float64) {
	s.got[field] = quantity{tokens(n), operations * settledSlack}
}

// refused notes a refusal of the mechanism. What it paid is nothing, which is no
// answer if it should be less than a unit.
func (s *swapping) refused(err error) error {
	if errors.Is(err, ledger.ErrInsufficient) || errors.Is(err, ledger.ErrOverflow) {
		return &unrepresentable{"a token has more than 2^62 units"}
	}
	if want := s.expected.float("amount_out"); errors.Is(err, market.ErrTooSmall) && want > 0 && want < settledSlack {
		return &unrepresentable{"it turns on less than a unit"}
	}
	s.words["refusal"] = err.Error()
	return nil
}

// answer compares everything that is expected. Nothing may stay without an answer.
func (s *swapping) answer(p replay, op string, relPrice, relAmount float64) {
	for _, field := range s.expected.names() {
		if word, isWord := s.words[field]; isWord {
			s.answerWord(p, op, field, word)
			continue
		}
		got, answered := s.got[field]
		if !answered {
			p.check(op, field, false, s.expected.keys[field], s.words["refusal"])
			continue
		}
		rel, slack := relAmount, got.slack
		switch {
		case strings.Contains(field, "price") || strings.Contains(field, "spot"):
			rel = relPrice
		case field == "k_growth":
			slack += 1e-14
		}
		want := s.expected.float(field)
		same := math.Abs(got.value-want) <= float64(rel*math.Abs(want))+slack
		p.check(op, field, same, s.expected.keys[field], got.value)
	}
}

// answerWord compares what is exact: counts, booleans and names.
func (s *swapping) answerWord(p replay, op, field string, word any) {
	switch x := word.(type) {
	case bool:
		p.check(op, field, s.expected.truth(field) == x, s.expected.keys[field], x)
	case int64:
		p.check(op, field, s.expected.int(field) == x, s.expected.keys[field], x)
	case string:
		p.check(op, field, s.expected.text(field) == x, s.expected.keys[field], x)
	}
}
