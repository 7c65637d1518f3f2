package restake

import (
	"fmt"
	"maps"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// Every published case at its full 128-bit size, through the formulas alone.
func TestPublishedSettlementFormulas(t *testing.T) {
	for _, c := range readPublished(t, "lrt_exit_settlement.json") {
		t.Run(c.ID+" "+c.Rule, func(t *testing.T) {
			formula := settlementFormulas()[c.Rule+" "+c.Kind]
			if formula == nil {
				t.Fatalf("no formula for rule %q of kind %q", c.Rule, c.Kind)
			}
			got, err := formula(c.Input)
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range c.Expect {
				if fmt.Sprint(got[name]) != fmt.Sprint(want) {
					t.Errorf("%s = %v, published is %v", name, got[name], want)
				}
			}
		})
	}
}

// settlementFormulas maps a rule and the kind of token to the calls that answer it.
func settlementFormulas() map[string]func(values) (values, error) {
	all := basketFormulas()
	maps.Copy(all, nativeFormulas())
	maps.Copy(all, otherFormulas())
	return all
}

func basketFormulas() map[string]func(values) (values, error) {
	return map[string]func(values) (values, error){
		"min(request, claim) basket": func(in values) (values, error) {
			asked, err := ProRata(in.wide("amount"), in.wide("value_at_request"), in.wide("supply_at_request"))
			claim, err2 := ProRata(in.wide("amount"), in.wide("value_at_claim"), in.wide("supply_at_claim"))
			return values{"fixed_at_request": asked, "value_at_claim": claim, "payout": LowerOf(asked, claim)}, first(err, err2)
		},
		"request, only from buffer basket": func(in values) (values, error) {
			asked, err := ProRata(in.wide("amount"), in.wide("value_at_request"), in.wide("supply_at_request"))
			if asked.Cmp(in.wide("buffer_free")) > 0 {
				return values{"error": "NotEnoughWithdrawBuffer"}, err
			}
			return values{"payout": asked}, err
		},
		"mint basket": func(in values) (values, error) {
			minted, err := Minted(in.wide("supply"), in.wide("value_added"), in.wide("value_before"))
			return values{"minted": minted}, err
		},
		"min(request, unlock) basket": func(in values) (values, error) {
			asked, err := ProRata(in.wide("amount"), in.wide("lrt_price_at_request"), in.wide("asset_price_at_request"))
			now, err2 := ProRata(in.wide("amount"), in.wide("lrt_price_at_unlock"), in.wide("asset_price_at_unlock"))
			return values{"expected": asked, "payout": LowerOf(asked, now)}, first(err, err2)
		},
	}
}

func nativeFormulas() map[string]func(values) (values, error) {
	one := money.W(RateOne)
	return map[string]func(values) (values, error){
		"min(request, batch) native": func(in values) (values, error) {
			paid, err := ProRata(in.wide("amount"), LowerOf(in.wide("rate_at_request"), in.wide("rate_at_batch")), one)
			return values{"payout": paid}, err
		},
		"instant exit native": func(in values) (values, error) {
			assets := in.wide("assets_before_fee")
			fee, err := InstantFee(assets, uint64(in.int("exit_fee_bps")+in.int("treasury_fee_bps")))
			paid, err2 := assets.Sub(fee)
			return values{"fee": fee, "payout": paid}, first(err, err2)
		},
		"min(request, finalize) native": func(in values) (values, error) {
			rate, err := FrozenRate(in.wide("pooled_at_finalize"), in.wide("shares_at_finalize"))
			now, err2 := ProRata(in.wide("shares"), rate, one)
			return values{"frozen_rate": rate, "payout": LowerOf(in.wide("amount"), now)}, first(err, err2)
		},
	}
}

func otherFormulas() map[string]func(values) (values, error) {
	one := money.W(RateOne)
	return map[string]func(values) (values, error){
		"request, calendar epochs isolated": func(in values) (values, error) {
			week, extra := 7*clock.Day, clock.Span(in.int("extra_delay_seconds"))
			epoch, ready := CalendarReady(clock.Time(in.int("now")), clock.Time(in.int("start")), week, extra)
			paid, err := ProRata(in.wide("amount"), in.wide("rate"), one)
			return values{"epoch": epoch, "claimable_at": int64(ready), "payout": paid}, err
		},
		"process time, with a floor isolated": func(in values) (values, error) {
			gross, err := ProRata(in.wide("lp"), in.wide("total_value"), in.wide("total_supply"))
			net, err2 := AfterFee(gross, uint64(in.int("fee_d9")))
			outcome := "paid"
			if net.Cmp(in.wide("min_amount")) < 0 {
				outcome = "request cancelled, shares returned"
			}
			return values{"amount": net, "outcome": outcome}, first(err, err2)
		},
		"min(request, finalize) lst": func(in values) (values, error) {
			rate, paid, err := LidoPayout(in.wide("steth"), in.wide("shares"), in.wide("max_share_rate"))
			return values{"request_rate": rate, "payout": paid}, err
		},
		"instant from collateral lst": func(in values) (values, error) {
			paid, err := ProRata(in.wide("amount"), in.wide("network_eth"), in.wide("network_supply"))
			if paid.Cmp(in.wide("collateral")) > 0 {
				return values{"error": "Insufficient ETH balance for exchange"}, err
			}
			return values{"payout": paid}, err
		},
		"bridge fee l2": func(in values) (values, error) {
			fee, err := BridgeFee(in.wide("amount"), in.wide("sweep_batch"), uint64(in.int("fee_share")), uint64(in.int("basis")))
			return values{"fee": fee}, err
		},
	}
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
