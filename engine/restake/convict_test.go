package restake

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Gloas at 60 million ETH: 60e6/32768 is 1831.05 for exits, of which 256 may enter, and
// 60e6/65536 is 915.5 for consolidations.
func TestChurnOfGloas(t *testing.T) {
	e, staked := mustEra(t, "gloas"), 60_000_000*money.ETH
	equal(t, "exits", e.ExitPerEpoch(staked), 1831*money.ETH)
	equal(t, "activations", e.ActivationPerEpoch(staked), 256*money.ETH)
	equal(t, "consolidations", e.ConsolidationPerEpoch(staked), 915*money.ETH)
}

// Whatever is slashed when, what was staked is burned or paid, never before its time,
// and each penalty is that of the formula for what was slashed in the window.
func TestSlashedStakeIsBurnedOrPaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		era := rapid.SampledFrom(Eras()).Draw(t, "era")
		chain := NewEthereum(EthereumParams{Era: era, ETH: testETH, Staked: 1_000_000 * money.ETH, Sweep: 1})
		b := ledger.New(testAssets(), 4)
		stake, purse := b.Open("stake", 1), b.Open("purse", 1)
		client := chain.Join(b, "somebody", purse)
		const own = 1_000_000 * money.ETH
		if err := b.Post(ledger.Transfer{From: ledger.Issuance, To: stake, Asset: testETH, Amount: own, Why: ledger.Genesis}); err != nil {
			t.Fatal(err)
		}
		type slash struct {
			Offence
			epoch int64
			all   money.Gwei
		}
		var slashes []slash
		now, last := int64(0), clock.Time(0)
		for range rapid.IntRange(1, 12).Draw(t, "slashes") {
			now += rapid.Int64Range(0, 3000).Draw(t, "epochs")
			at := clock.Time(now*int64(Epoch) + rapid.Int64Range(0, int64(Epoch)-1).Draw(t, "second"))
			last = max(last, at) // seconds of one epoch may come in any order
			if _, err := chain.Settle(b, last); err != nil {
				t.Fatal(err)
			}
			o := Offence{rapid.Int64Range(1, 100).Draw(t, "validators"), money.Gwei(rapid.Int64Range(1, 64).Draw(t, "balance")) * money.ETH}
			if _, _, err := chain.Slash(b, client, stake, o, last); err != nil {
				t.Fatal(err)
			}
			others := money.Gwei(rapid.Int64Range(0, 50_000).Draw(t, "others")) * money.ETH
			chain.Slashed(others, last)
			slashes = append(slashes, slash{o, epochOf(last), others + money.Gwei(o.Validators)*o.Effective})
			if b.Balance(stake, testETH)+chain.Pending(b, client)+b.Balance(purse, testETH)+b.Balance(ledger.Burn, testETH) != own {
				t.Fatal("stake has vanished or appeared")
			}
		}
		if _, err := chain.Settle(b, clock.Time((now+8192)*int64(Epoch))); err != nil { // a second before the last sweep
			t.Fatal(err)
		}
		if chain.Pending(b, client) == 0 {
			t.Fatal("all is paid before its time")
		}
		if _, err := chain.Settle(b, clock.Time((now+8193)*int64(Epoch))); err != nil {
			t.Fatal(err)
		}
		want, gone := money.Gwei(0), money.Gwei(0)
		for _, s := range slashes {
			sum := money.Gwei(0)
			for _, o := range slashes {
				if o.epoch >= s.epoch-4095 && o.epoch <= s.epoch+4096 {
					sum += o.all
				}
			}
			p, err := era.CorrelationPenalty(s.Effective, sum, 1_000_000*money.ETH)
			if err != nil {
				t.Fatal(err)
			}
			n := money.Gwei(s.Validators)
			gone += n * s.Effective
			want += n * (s.Effective - era.InitialPenalty(s.Effective) - min(p, s.Effective-era.InitialPenalty(s.Effective)))
		}
		if got := b.Balance(purse, testETH); got != want || chain.Pending(b, client) != 0 || chain.Working(b, client) != 0 || b.Balance(stake, testETH) != own-gone {
			t.Fatalf("%d paid, want %d; %d pending", got, want, chain.Pending(b, client))
		}
	})
}

// A refused slash leaves everything as it was.
func TestRefusedSlash(t *testing.T) {
	x := newLone(t, exitTerms(t, "stETH", ratio(1, 1)), 50e9, 100e9, 0)
	posts := x.book.Posts()
	for _, c := range []struct {
		o    Offence
		want error
	}{{Offence{0, 32e9}, ErrAmount}, {Offence{1, 0}, ErrAmount}, {Offence{-1, 32e9}, ErrAmount}, {Offence{1, 31_500_000_000}, ErrAmount},
		{Offence{1 << 60, 32e9}, ErrAmount}, {Offence{4, 32e9}, ledger.ErrInsufficient}} {
		if err := x.token.Slash(x.book, c.o, 0); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
	equal(t, "postings", x.book.Posts(), posts)
	equal(t, "slashed", x.token.w.Chain.SlashedIn(0), 0)
}
