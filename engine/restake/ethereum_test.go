package restake

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

func mustEra(t *testing.T, name string) Era {
	t.Helper()
	e, found := EraNamed(name)
	if !found {
		t.Fatalf("no era %s", name)
	}
	return e
}

// Others withdraw 30,000 ETH a day, 133.3 an epoch, of 256 that may leave: whoever
// asks for 32 in a fortnight leaves in the earliest epoch, although 420,000 will have
// been asked for by then.
func TestLookAheadDoesNotPileUpOtherExits(t *testing.T) {
	p := EthereumParams{Era: mustEra(t, "electra"), ETH: testETH, Staked: 33_000_000 * money.ETH, Background: 30_000 * money.ETH, Sweep: 1}
	chain := NewEthereum(p)
	then := clock.Time(2 * week)
	equal(t, "wait in a fortnight", chain.Wait(32*money.ETH, then), clock.Span((5+256)*384+1))
	// 840,000 ETH of 60,000 a day, asked for in epochs 1 to 3,150 and let out from epoch 6
	// on: 3,149 gates of 256 open before that of epoch 3,155, where the request stands.
	p.Background = 60_000 * money.ETH
	equal(t, "in line after a fortnight", NewEthereum(p).Queue(then), (840_000-3_149*256)*money.ETH)
}

// A fortnight of 30,000 a day leaves nothing in line; 60,000 a day from then on pile up
// what they piled up from the beginning, and none from then on lets it drain.
func TestBackgroundChanges(t *testing.T) {
	p := EthereumParams{Era: mustEra(t, "electra"), ETH: testETH, Staked: 33_000_000 * money.ETH, Background: 30_000 * money.ETH, Sweep: 1}
	chain, fortnight := NewEthereum(p), clock.Time(2*week)
	chain.SetBackground(60_000*money.ETH, fortnight)
	equal(t, "in line after another fortnight", chain.Queue(2*fortnight), (840_000-3_149*256)*money.ETH)
	chain.SetBackground(0, 2*fortnight)
	equal(t, "in line when nobody follows", chain.Queue(2*fortnight), 33_856*money.ETH)
	equal(t, "100 epochs later", chain.Queue(2*fortnight+100*384), 8_256*money.ETH)
	equal(t, "another 100 later", chain.Queue(2*fortnight+200*384), 0)
}

// After a reset the chain is like a new one.
func TestChainResetForgets(t *testing.T) {
	p := EthereumParams{Era: mustEra(t, "deneb"), ETH: testETH, Staked: 20_000_000 * money.ETH, Background: 90_000 * money.ETH, Backlog: 5_000 * money.ETH}
	b := ledger.New(testAssets(), 4)
	to := b.Open("owner", 1)
	chain := NewEthereum(p)
	client := chain.Join(b, "client", to)
	_, err := chain.Request(b, client, ledger.Issuance, 1_000_000*money.ETH, clock.Time(week))
	must(t, err)
	chain.SetEra(mustEra(t, "electra"))
	chain.SetBackground(1, clock.Time(3*week))
	chain.Reset()
	b.Reset()
	fresh := NewEthereum(p)
	equal(t, "last exit", chain.Last(client), 0)
	equal(t, "stake", chain.Staked(), p.Staked)
	for _, now := range []clock.Time{0, 1000, clock.Time(day), clock.Time(10 * day)} {
		equal(t, "queue", chain.Queue(now), fresh.Queue(now))
		equal(t, "wait", chain.Wait(1000*money.ETH, now), fresh.Wait(1000*money.ETH, now))
	}
	paid, err := chain.Settle(b, clock.Time(100*day))
	must(t, err)
	equal(t, "paid", paid, 0)
}

func TestEraAtADate(t *testing.T) {
	for _, c := range []struct {
		day  Day
		name string
	}{
		{Date(2020, 11, 30), ""}, {Date(2020, 12, 1), "phase0"}, {Date(2022, 9, 6), "bellatrix"}, {Date(2024, 3, 12), "capella"},
		{Date(2024, 3, 13), "deneb"}, {Date(2025, 5, 6), "deneb"}, {Date(2025, 5, 7), "electra"}, {Date(9999, 12, 31), "electra"}, // gloas has no date
	} {
		e, found := EraAt(c.day)
		if e.Name != c.name || found != (c.name != "") {
			t.Errorf("%d: %q, %v", c.day, e.Name, found)
		}
	}
	if _, found := EraNamed("frontier"); found {
		t.Error("an era called frontier was found")
	}
}

// Worked by hand: at 33,000,000 ETH one ETH earns 352 gwei an epoch. 32 ETH earn
// 32·352·225 = 2,534,400 gwei a day, 925,056,000 in 365 days (published as eth-001),
// and at tips of 1 % a year another 32e9/36,500 = 876,712.3 a day.
func TestYieldOfAYear(t *testing.T) {
	chain := NewEthereum(EthereumParams{Era: mustEra(t, "electra"), ETH: testETH, Staked: 33_000_000 * money.ETH, Tips: 0.01})
	b := ledger.New(testAssets(), 1)
	to := b.Open("staker", 1)
	for range 365 {
		reward, err := chain.Accrue(b, to, 32*money.ETH, clock.Day)
		must(t, err)
		equal(t, "reward of a day", reward, 2_534_400+876_712)
	}
	equal(t, "issued", -b.Balance(ledger.Issuance, testETH), 925_056_000)
	equal(t, "paid by users", -b.Balance(ledger.Users, testETH), 365*876_712)
	equal(t, "yield", chain.Yield(), 0.028908+0.01)
}

// Exits are paid in the order of request, each to its own client, and a refused one
// changes nothing.
func TestExitsOfTwoClients(t *testing.T) {
	chain := NewEthereum(EthereumParams{Era: mustEra(t, "electra"), ETH: testETH, Staked: 33_000_000 * money.ETH, Sweep: Epoch})
	b := ledger.New(testAssets(), 4)
	stake, alice, bob := b.Open("stake", 1), b.Open("alice", 1), b.Open("bob", 1)
	must(t, b.Post(ledger.Transfer{From: ledger.Issuance, To: stake, Asset: testETH, Amount: 1000 * money.ETH, Why: ledger.Genesis}))
	first, second := chain.Join(b, "alice", alice), chain.Join(b, "bob", bob)
	if _, err := chain.Request(b, first, stake, 0, 0); !errors.Is(err, ErrAmount) {
		t.Error(err)
	}
	if _, err := chain.Request(b, first, stake, 1001*money.ETH, 0); !errors.Is(err, ledger.ErrInsufficient) {
		t.Error(err)
	}
	equal(t, "queue after refusals", chain.Queue(0), 0)
	_, err := chain.Request(b, first, stake, 300*money.ETH, 0) // 256 in epoch 5, 44 in epoch 6
	must(t, err)
	_, err = chain.Request(b, second, stake, 250*money.ETH, 0) // 212 in epoch 6, 38 in epoch 7
	must(t, err)
	equal(t, "active stake", chain.Staked(), 33_000_000*money.ETH-550*money.ETH)
	for _, c := range []struct {
		epoch      int64
		alice, bob money.Gwei
	}{{5, 0, 0}, {6, 256, 0}, {7, 300, 212}, {8, 300, 250}} {
		_, err := chain.Settle(b, clock.Time((c.epoch+256)*384)) // with a sweep of one epoch
		must(t, err)
		equal(t, "alice's", b.Balance(alice, testETH), c.alice*money.ETH)
		equal(t, "bob's", b.Balance(bob, testETH), c.bob*money.ETH)
		equal(t, "pending", chain.Pending(b, first)+chain.Pending(b, second), (550-c.alice-c.bob)*money.ETH)
	}
}

// The penalty against the specification in whole numbers of any size.
func TestCorrelationPenaltyAgainstBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(Eras()).Draw(t, "era")
		total := rapid.Int64Range(1e9, 1<<62).Draw(t, "total")
		slashed := rapid.Int64Range(0, total).Draw(t, "slashed")
		effective := rapid.Int64Range(0, 2048).Draw(t, "effective") * 1e9
		got, err := e.CorrelationPenalty(money.Gwei(effective), money.Gwei(slashed), money.Gwei(total))
		if err != nil {
			t.Fatal(err)
		}
		a := new(big.Int).Mul(big.NewInt(slashed), big.NewInt(e.Multiplier))
		if a.Cmp(big.NewInt(total)) > 0 {
			a.SetInt64(total)
		}
		eth := big.NewInt(1e9)
		units := new(big.Int).Quo(big.NewInt(effective), eth)
		want := new(big.Int).Quo(new(big.Int).Mul(units, a), big.NewInt(total))
		want.Mul(want, eth)
		if e.Name == "electra" || e.Name == "gloas" {
			want.Quo(a, new(big.Int).Quo(big.NewInt(total), eth))
			want.Mul(want, units)
		}
		if want.Cmp(big.NewInt(int64(got))) != 0 {
			t.Fatalf("%d instead of %v", got, want)
		}
	})
}

func TestIntegerRoot(t *testing.T) {
	check := func(x int64) bool { return new(big.Int).Sqrt(big.NewInt(x)).Int64() == isqrt(x) }
	for _, x := range []int64{0, 1, 2, 3, 4, 1<<62 - 1, 1 << 62, 3037000499 * 3037000499, 3037000499*3037000499 - 1, 1<<63 - 1} {
		if !check(x) {
			t.Errorf("isqrt(%d) = %d", x, isqrt(x))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if x := rapid.Int64Min(0).Draw(t, "x"); !check(x) {
			t.Fatalf("isqrt(%d) = %d", x, isqrt(x))
		}
	})
}
