package restake

import (
	"errors"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Of 860 a day, o's 100 of native stake would get 500 and p's stETH 360. The service has
// thrown o out: p's vault gets everything, a tenth of it p's. Once p has lost its good
// name, its owners get that tenth too.
func TestEjectedOperatorsEarnNothing(t *testing.T) {
	b, g, owners := payers(t, GraphParams{Commission: ratio(1, 10), Horizon: 10, Rewards: []money.Gwei{365 * 860e9}, Fees: []money.Gwei{365 * 860e9}})
	price := func(s ledger.Asset) float64 { return map[ledger.Asset]float64{testETH: 1, testStETH: 0.9}[s] }
	must(t, g.Appraise(b, price))
	g.Eject(0, 0, 0)
	g.Ruin(0)
	var x Exposure
	must(t, g.FillExposure(b, &x, price))
	equal(t, "franchise of o", x.Operators[0].Franchise, 0)
	must(t, g.Accrue(b, clock.Time(day), price))
	native, _ := g.Held(b, 0)
	equal(t, "native vault", native, 100e9)
	equal(t, "commission of o", b.Balance(g.Wallet(0), testETH), 0)
	equal(t, "commission of p", b.Balance(g.Wallet(1), testETH), 86e9)
	g.Ruin(1)
	must(t, g.Accrue(b, clock.Time(2*day), price))
	equal(t, "commission of p without a name", b.Balance(g.Wallet(1), testETH), 86e9)
	equal(t, "owners of stETH", b.Balance(owners[1], testETH)+b.Balance(owners[2], testETH), 2*860e9-86e9)
	must(t, g.FillExposure(b, &x, price))
	equal(t, "franchise of p", x.Operators[1].Franchise, 0)
	must(t, g.Recheck(b))
	g.Reset()
	equal(t, "ejected in the next replication", g.Ejected(0, 0) || g.operators[1].ruined, false)
}

// Who is ejected cannot come back, and what a case has asked for is taken all the same,
// also where commitments end at once.
func TestEjectedOperatorsAreSlashed(t *testing.T) {
	for _, name := range []string{"eigenlayer", "karak", "symbiotic"} {
		x := newVault(t, platformOn(t, name, 2025, 6, 1), ratio(1, 2), ratio(1, 2))
		must(t, x.g.Endow(x.book, 0, x.alice, 1200)) // limits are those of the network at rest
		_, err := x.slash(0, ratio(1, 2), day, day)
		must(t, err)
		x.g.Eject(clock.Time(day), 0, 0)
		equal(t, name+": serves", x.g.Serves(0, 0) || !x.g.Serves(0, 1), false)
		equal(t, name+": services", x.g.Degree(0), 1)
		for at := day; at <= 21*day; at += day {
			x.settle(at)
			if err := x.g.OptIn(clock.Time(at), 0, 0, ratio(1, 10)); !errors.Is(err, ErrServing) {
				t.Fatalf("%s: joins anew: %v", name, err)
			}
		}
		want := money.Gwei(300) // half of what is promised
		if name == "karak" {
			want = 600
		}
		equal(t, name+": lost", x.g.Lost(), want)
		if _, err := x.slash(0, ratio(1, 2), 21*day, 21*day); !errors.Is(err, ErrNotServing) && !errors.Is(err, ErrNothing) {
			t.Errorf("%s: slashed when nothing is promised: %v", name, err)
		}
		must(t, x.g.Recheck(x.book))
	}
}
