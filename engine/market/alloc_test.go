package market

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/rng"
)

// requireNoAllocation runs a step many times.
func requireNoAllocation(t *testing.T, what string, step func()) {
	t.Helper()
	step() // what grows once may grow here
	if n := testing.AllocsPerRun(200, step); n != 0 {
		t.Errorf("%s allocates %v times a step", what, n)
	}
}

func TestPriceAllocatesNothing(t *testing.T) {
	for what, l := range map[string]law{"jump-diffusion": jumpLaws["fitted"], "bootstrap": BlockBootstrap{numbered(500), 10}} {
		p, err := newPrice(3000, l)
		if err != nil {
			t.Fatal(err)
		}
		now := clock.Time(0)
		requireNoAllocation(t, what, func() {
			p.Step(rng.Key{Seed: 1, Replication: 7}, now, now.Add(clock.Hour))
			now = now.Add(clock.Hour)
		})
	}
}

func TestPoolsAllocateNothing(t *testing.T) {
	for kind := range 3 {
		v := newVenue(t)
		p := emptyPools(v)[kind]
		_, err := v.provide(p, 30_000*money.ETH, 20_000*money.ETH)
		v.must(err)
		who, rate := v.who(maker), 1.1
		v.give(who, lrt, 1e16)
		v.give(who, eth, 1e16)
		var sum money.Gwei
		requireNoAllocation(t, "asking a pool", func() {
			rate += 1e-7
			p.Sync(v.Book, rate)
			price := p.Price()
			spend, bought := DiscountSize(p, 1.01*price)
			sell, got := PremiumSize(p, 0.99*price)
			sum += p.SellOut(1e12) + p.BuyOut(1e12) + p.SellWithin(1e13, 0.9*price) + spend + bought + sell + got
		})
		requireNoAllocation(t, "trading in a pool", func() {
			f, err := p.Settle(v.Book, who, Order{Side: Sell, Amount: 1e11})
			v.must(err)
			_, err = p.Settle(v.Book, who, Order{Side: Buy, Amount: f.Out})
			v.must(err)
			shares, err := p.AddLiquidity(v.Book, who, 1e12, 1e12)
			v.must(err)
			_, _, err = p.RemoveLiquidity(v.Book, who, shares)
			v.must(err)
		})
	}
}

func TestDesksAllocateNothing(t *testing.T) {
	v := newVenue(t)
	p := v.stable(200, StableFee{Rate: 0.0004}, 90_000*money.ETH, 90_000*money.ETH, 1)
	r := plain(0.05)
	r.ReserveFactor = 0.1
	d := v.lend(r, 100_000*money.ETH)
	for i := range ledger.Account(20) {
		v.owe(d, v.who(crowd+i), 1000*money.ETH, money.Gwei(700+i)*money.ETH)
	}
	d.Mark(1)
	who, now := v.who(borrower), clock.Time(0)
	v.give(who, lrt, 1e16)
	v.give(who, eth, 1e16)
	list := make([]ledger.Account, 0, 32)
	requireNoAllocation(t, "borrowing", func() {
		now = now.Add(clock.Hour)
		v.must(d.Accrue(v.Book, now))
		v.must(d.Deposit(v.Book, who, 1e11))
		v.must(d.Borrow(v.Book, who, 1e10))
		_, err := d.Repay(v.Book, who, 1e12)
		v.must(err)
		v.must(d.RemoveCollateral(v.Book, who, 1e11))
		_, err = d.Loop(v.Book, p, who, 1e10, 4)
		v.must(err)
		_, err = d.Unwind(v.Book, p, who, 1, 2)
		v.must(err)
		_, err = d.Unwind(v.Book, p, who, 1, 1)
		v.must(err)
	})
	requireNoAllocation(t, "lending and liquidating", func() {
		shares, err := d.Supply(v.Book, who, 1e10)
		v.must(err)
		_, err = d.Withdraw(v.Book, who, shares)
		v.must(err)
		d.Mark(0.8)
		list = d.AppendUnhealthy(list[:0])
		d.LiquidationSize(p, list[0], 1e12, 0)
		_, err = d.Liquidate(v.Book, who, list[0], 1e6)
		v.must(err)
		d.Mark(1)
		v.must(d.Audit(v.Book))
	})
}

func TestOraclesAndPointsAllocateNothing(t *testing.T) {
	o, p, now := OracleParams{Kind: "market"}.Open(), season(), clock.Time(0)
	requireNoAllocation(t, "an oracle and a season", func() {
		now = now.Add(clock.Minute)
		o.Observe(now, 0.99, 1)
		p.Touch(30, 1e9, now)
		p.Forfeit(30, 1, 3, now)
		p.PointValue(1, now)
	})
}
