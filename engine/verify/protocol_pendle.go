package verify

import (
	"errors"
	"math"

	"github.com/restakesim/restakesim/engine/market"
)

// contractYear is the year that rates are counted in.
const contractYear = 365 * 86400

// pendleSwap replays one swap of principal tokens against asset.
func pendleSwap(p replay, c object) error {
	in, expect := c.sub("input"), c.sub("expect")
	terms := market.PendleTerms{ScalarRoot: in.float("scalar_root"), LnFeeRoot: in.float("ln_fee_root"),
		ReserveShare: in.float("reserve_fee_percent") / 100, ParFirst: true}
	curve := terms.Curve(in.float("total_pt"), in.float("total_asset"), in.float("last_ln_implied"), in.float("seconds_to_expiry")/contractYear)
	t, err := curve.Trade(in.float("pt_to_account"))
	got := map[string]float64{}
	if err == nil {
		got = map[string]float64{"exchange_rate": t.Rate, "asset_to_account": t.Asset, "fee": t.Fee,
			"asset_to_reserve": t.Reserve, "new_ln_implied": t.LnRate}
	}
	tolerance := c.float("tolerance_relative")
	p.numbers("swap", expect, got, refusalName(err, contractRefusals), func(_ string, want float64) float64 {
		return tolerance * math.Abs(want)
	})
	return nil
}

// contractRefusals are the contract's names of refusals.
var contractRefusals = []refusal{
	{market.ErrDepth, "MarketInsufficientPtForTrade"},
	{market.ErrProportion, "MarketProportionTooHigh"},
	{market.ErrBelowPar, "MarketExchangeRateBelowOne"},
	{market.ErrExpired, "MarketExpired"},
}

// refusal is an error by the name that a file has for it.
type refusal struct {
	err  error
	name string
}

// refusalName is what a file calls an error; "" for none, and the error's own words for
// one that files do not know.
func refusalName(err error, names []refusal) string {
	for _, r := range names {
		if errors.Is(err, r.err) {
			return r.name
		}
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// numbers compares everything that is expected with what was got, within an absolute
// tolerance. Where the operation was refused, or a name is unknown, the refusal is what
// was got; a refusal that no field expects is a difference of its own.
func (p replay) numbers(op string, expect object, got map[string]float64, refused string, tolerance func(field string, want float64) float64) {
	for _, field := range expect.names() {
		if field == "error" {
			continue
		}
		value, known := got[field]
		if !known {
			p.check(op, field, false, expect.keys[field], orNothing(refused))
			continue
		}
		want := expect.float(field)
		p.check(op, field, math.Abs(value-want) <= tolerance(field, want), want, value)
	}
	if want := expect.text("error"); want != "" || refused != "" {
		p.check(op, "error", want == refused, orNothing(want), orNothing(refused))
	}
}

func orNothing(name string) string {
	if name == "" {
		return "nothing"
	}
	return name
}
