package verify

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// isPendleMarket recognises cases about a market for principal tokens by its state.
func isPendleMarket(c object) bool {
	if !is(c.keys["market"], '{') {
		return false
	}
	state := c.sub("market")
	return c.has("op") && state.has("total_pt") && state.has("last_ln_implied_rate") && state.has("sy_index")
}

// pendleMarket replays operations twice: as quotes, within the tolerance of the file, and
// settled on a ledger, within a few units more.
func pendleMarket(tolerance object) replayer {
	amount, lnRate, price := tolerance.float("rel_amount"), tolerance.float("abs_ln_rate"), tolerance.float("rel_price")
	within := func(field string, want float64) float64 {
		switch {
		case field == "last_ln_implied_rate_after":
			return lnRate
		case strings.Contains(field, "price"):
			return float64(price * math.Abs(want))
		}
		return float64(amount * math.Abs(want))
	}
	return func(p replay, c object) error { return replayPendle(p, c, within) }
}

// settledUnits is what each settled amount of a market may be off, in tokens.
const settledUnits = 5e-9

func replayPendle(p replay, c object, within func(string, float64) float64) error {
	op, expect := c.text("op"), c.sub("expected")
	if *c.first != nil {
		return nil
	}
	o, known := pendleOperations[op]
	if !known {
		return fmt.Errorf("op: %q is not known", op)
	}
	l, err := openPendle(c)
	if err != nil || *c.first != nil {
		return err
	}
	args := c.sub("args")
	got, err := o.quote(l, args)
	p.numbers(op, expect, got, refusalName(err, pendleRefusals), within)
	if *c.first != nil {
		return nil
	}
	return l.settled(p, op, o, args, expect, within)
}

// pendleOperation is one operation both ways; what it yields is in tokens.
type pendleOperation struct {
	quote  func(l *pendleLedger, args object) (map[string]float64, error)
	settle func(l *pendleLedger, args object) (map[string]float64, error)
}

var pendleOperations = map[string]pendleOperation{
	"buy_pt": {quotePT, settlePT}, "sell_pt": {quotePT, settlePT}, "error": {quotePT, settlePT},
	"buy_yt": {quoteYT(-1), settleBuyYT}, "sell_yt": {quoteYT(1), settleSellYT},
	"decay":         {quoteDecay, settleDecay},
	"add_liquidity": {quoteAdd, settleAdd}, "remove_liquidity": {quoteRemove, settleRemove},
}

var pendleRefusals = []refusal{
	{market.ErrDepth, "insufficient_pt"},
	{market.ErrProportion, "proportion_too_high"},
	{market.ErrBelowPar, "exchange_rate_below_one"},
	{market.ErrExpired, "expired"},
}

// pendleLedger is the market of a case, as it is quoted and as it stands on a ledger.
type pendleLedger struct {
	*ledger.Book
	m                  *market.Pendle
	terms              market.PendleTerms
	pt, sy, lp, lnRate float64
	index              float64
	seconds            int64
	wad                int64 // the index in 1e-18
	trader             ledger.Account
}

// The assets of a case.
const (
	pendleSY ledger.Asset = iota
	pendlePT
	pendleYT
	pendleShare
)

func openPendle(c object) (*pendleLedger, error) {
	s := c.sub("market")
	l := &pendleLedger{
		terms: market.PendleTerms{ScalarRoot: s.float("scalar_root"), LnFeeRoot: s.float("ln_fee_rate_root"), ReserveShare: s.float("reserve_fee_fraction")},
		pt:    s.float("total_pt"), sy: s.float("total_sy"), lp: s.float("total_lp"),
		lnRate: s.float("last_ln_implied_rate"), index: s.float("sy_index"), seconds: s.int("time_to_expiry_s"),
	}
	if l.seconds < 0 || l.seconds > 1e12 {
		return nil, fmt.Errorf("market.time_to_expiry_s: %d is out of range", l.seconds)
	}
	wad := new(big.Rat).Mul(s.rat("sy_index"), big.NewRat(market.IndexOne, 1))
	w := new(big.Int).Quo(wad.Num(), wad.Denom())
	if !w.IsInt64() {
		return nil, &unrepresentable{"an index of 9.2 asset for SY or more"}
	}
	if l.wad = w.Int64(); l.wad <= 0 {
		return nil, fmt.Errorf("market.sy_index: %s is not positive", w)
	}
	return l, l.stock(s, c.sub("args"))
}

// stock opens the market on a ledger and puts there what the case says that it holds:
// principal tokens minted for SY, so that all are backed.
func (l *pendleLedger) stock(s, args object) error {
	l.Book = ledger.New([]ledger.AssetSpec{{Name: "SY", Decimals: 9}, {Name: "PT", Decimals: 9}, {Name: "YT", Decimals: 9}, {Name: "LP", Decimals: 9}}, 8)
	place := market.PendleListing{Pool: l.Open("pool", 1), Vault: l.Open("vault", 1), Treasury: l.Open("treasury", 1),
		SY: pendleSY, PT: pendlePT, YT: pendleYT, Share: pendleShare}
	provider := l.Open("provider", 1)
	l.trader = l.Open("trader", 1)
	var err error
	if l.m, err = market.NewPendle(place, l.terms, clock.Time(l.seconds), l.lnRate, money.Ratio{Num: 1, Den: 20}); err != nil {
		return err
	}
	pt, sy, lp, fits := inGwei(s.rat("total_pt")), inGwei(s.rat("total_sy")), inGwei(s.rat("total_lp")), true
	for _, x := range []*big.Int{pt, sy, lp} {
		fits = fits && x.IsInt64() && x.Int64() < largestStock
	}
	if !fits {
		return &unrepresentable{"amounts of the market exceed 64 bits of gwei"}
	}
	if pt.Sign() <= 0 || sy.Sign() <= 0 || lp.Sign() < 0 {
		return fmt.Errorf("market: a pool of %v principal tokens, %v SY and %v shares", pt, sy, lp)
	}
	// Before expiry, the only time to mint. The clock goes on from there.
	if err := l.m.At(l.Book, -1, l.wad); err != nil {
		return err
	}
	outside := func(to ledger.Account, a ledger.Asset, amount money.Gwei) ledger.Transfer {
		return ledger.Transfer{From: ledger.Outside, To: to, Asset: a, Amount: amount, Why: ledger.Genesis}
	}
	if err := l.Post(outside(provider, pendleSY, largestStock), outside(l.trader, pendleSY, largestStock),
		outside(place.Pool, pendleSY, money.Gwei(sy.Int64())), outside(l.trader, pendleShare, money.Gwei(lp.Int64()))); err != nil {
		return err
	}
	if _, err := l.m.MintPairs(l.Book, provider, money.Gwei(pt.Int64())); err != nil {
		return &unrepresentable{err.Error()}
	}
	if _, err := l.m.MintPairs(l.Book, l.trader, traded(args)); err != nil {
		return &unrepresentable{err.Error()}
	}
	if err := l.Post(ledger.Transfer{From: provider, To: place.Pool, Asset: pendlePT, Amount: money.Gwei(pt.Int64()), Why: ledger.Liquidity}); err != nil {
		return err
	}
	return l.m.At(l.Book, 0, l.wad)
}

// traded is more than any amount of an operation.
func traded(args object) money.Gwei {
	most := money.ETH
	for _, field := range []string{"net_pt_to_account", "yt_amount", "pt_desired"} {
		most = max(most, units(args, field))
	}
	return min(most, largestStock/4) + 1
}

// largestStock leaves room for the trader's own beside the pool's.
const largestStock = 1 << 60

// inGwei is an amount of tokens in units, rounded down.
func inGwei(tokens *big.Rat) *big.Int {
	x := new(big.Rat).Mul(tokens, big.NewRat(1e9, 1))
	return new(big.Int).Div(x.Num(), x.Denom())
}
