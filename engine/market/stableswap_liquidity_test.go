package market

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// drawShared is a pool whose shares are the maker's: fewer than D, so that they stay exact
// in binary64.
func drawShared(t *rapid.T, v *venue) *StableSwap {
	p := drawStable(t, v, 20)
	v.give(v.who(maker), poolShare, 2+money.Gwei(p.Invariant()*1e9*rapid.Float64Range(0.03, 0.3).Draw(t, "shares per D")))
	return p
}

// snapshot is what a pool has and owes.
type snapshot struct {
	coins  [2]money.Gwei
	supply money.Gwei
	worth  *big.Float // D per share in 300 bits
}

func look(v *venue, p *StableSwap) snapshot {
	s := snapshot{[2]money.Gwei{v.Balance(v.pool, lrt), v.Balance(v.pool, eth)}, v.Supply(poolShare), nil}
	s.worth = div(twinOf(p).getD(), exactly(float64(s.supply)))
	return s
}

// sharesNoise is the relative error of shares and of one-coin withdrawals in binary64 that
// the twin tests allow.
const sharesNoise = 1e-14

// requireWorth wants a share to be worth no less than before, once the binary64 error of
// what was paid, issued or taken back is given back.
func requireWorth(t *rapid.T, v *venue, p *StableSwap, before snapshot) {
	t.Helper()
	after, w := look(v, p), twinOf(p)
	for k := range w.x {
		if paid := before.coins[k] - after.coins[k]; paid > 0 {
			w.x[k] = add(w.x[k], exactly(sharesNoise*float64(paid)*p.scale[k]))
		}
	}
	supply := float64(after.supply) - sharesNoise*math.Abs(float64(after.supply-before.supply))
	if supply <= 0 {
		return // what is left is less than the error of what was taken
	}
	if worth := div(w.getD(), exactly(supply)); worth.Cmp(before.worth) < 0 {
		t.Fatalf("a share falls from %s to %s, reserves from %v to %v, shares from %d to %d", before.worth.Text('g', 25), worth.Text('g', 25),
			before.coins, after.coins, before.supply, after.supply)
	}
}

// TestUnevenLiquidityTakesNothingFromOthers: whatever is traded, deposited and withdrawn
// in any way, the invariant per share never falls beyond rounding, a refusal posts
// nothing, and no operation finds itself to be wrong.
func TestUnevenLiquidityTakesNothingFromOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := drawShared(t, v)
		who := v.who(maker)
		v.give(who, lrt, 1<<52) // with what the pool has, exact in binary64
		v.give(who, eth, 1<<52)
		before := look(v, p)
		amount := rapid.Map(logUniform(-0.5, 15.6), func(x float64) money.Gwei { return money.Gwei(x) })
		held := func(t *rapid.T) money.Gwei {
			return money.Gwei(float64(v.Balance(who, poolShare)) * logUniform(-9, 0).Draw(t, "part of the shares"))
		}
		check := func(t *rapid.T, posts int64, err error) {
			t.Helper()
			requireAmong(t, err, ErrTooSmall, ErrDepth, ledger.ErrInsufficient)
			if err != nil && v.Posts() != posts {
				t.Fatalf("refused with %v after %d postings", err, v.Posts()-posts)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"deposit": func(t *rapid.T) {
				posts := v.Posts()
				_, err := p.Deposit(v.Book, who, amount.Draw(t, "base"), amount.Draw(t, "quote"), 0)
				check(t, posts, err)
			},
			"withdraw": func(t *rapid.T) {
				posts := v.Posts()
				_, err := p.WithdrawImbalanced(v.Book, who, amount.Draw(t, "base"), amount.Draw(t, "quote"), math.MaxInt64)
				check(t, posts, err)
			},
			"withdraw one": func(t *rapid.T) {
				posts, coin := v.Posts(), rapid.SampledFrom([]ledger.Asset{lrt, eth}).Draw(t, "coin")
				_, err := p.WithdrawOne(v.Book, who, coin, held(t), 0)
				check(t, posts, err)
			},
			"remove": func(t *rapid.T) {
				posts := v.Posts()
				_, _, err := p.RemoveLiquidity(v.Book, who, min(held(t), v.Supply(poolShare)-1))
				check(t, posts, err)
			},
			"trade": func(t *rapid.T) {
				side := rapid.SampledFrom([]Side{Sell, Buy}).Draw(t, "side")
				posts := v.Posts()
				_, err := p.Settle(v.Book, who, Order{Side: side, Amount: amount.Draw(t, "amount")})
				check(t, posts, err)
			},
			"": func(t *rapid.T) {
				v.sound()
				if before.coins[0] > 0 && before.coins[1] > 0 && p.Invariant() > 0 {
					requireWorth(t, v, p, before)
				}
				before = look(v, p)
			},
		})
	})
}

// TestDepositThenWithdrawalEarnsNothing: of whatever coins and by whatever way out, what
// comes back is worth no more than what went in, at the prices before; and the same coins
// cost no fewer shares than they brought.
func TestDepositThenWithdrawalEarnsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := drawShared(t, v)
		before, price, who := look(v, p), p.Price(), v.who(trader)
		var in [2]money.Gwei
		for k := range in {
			if rapid.Bool().Draw(t, "this coin") {
				in[k] = money.Gwei(min(1<<52, float64(before.coins[k])*logUniform(-9, 2).Draw(t, "amount")))
			}
		}
		v.give(who, lrt, in[0])
		v.give(who, eth, in[1])
		d, err := p.Deposit(v.Book, who, in[0], in[1], 0)
		if err != nil {
			requireAmong(t, err, ErrTooSmall, ErrDepth)
			t.Skip(err)
		}
		requireWorth(t, v, p, before)
		same, err := p.WithdrawImbalanced(v.Book, who, in[0], in[1], d.Shares-1-money.Gwei(math.Ceil(2*sharesNoise*float64(d.Shares))))
		if err == nil {
			t.Fatalf("%v bring %d shares and cost %d", in, d.Shares, same.Shares)
		}
		requireAmong(t, err, ErrLimit, ErrDepth)
		between := look(v, p)
		out := leave(t, v, p, who, d.Shares)
		requireWorth(t, v, p, between)
		value := func(c [2]money.Gwei) float64 { return float64(c[0])*price + float64(c[1]) }
		if got, most := value(out), value(in); got > most+1e-12*(got+most) {
			t.Fatalf("%v come to %v shares and %v: a value of %v to %v", in, d.Shares, out, most, got)
		}
	})
}

// leave gives all shares back for both coins, or for one if the pool can pay it.
func leave(t *rapid.T, v *venue, p *StableSwap, who ledger.Account, shares money.Gwei) (out [2]money.Gwei) {
	t.Helper()
	if way := rapid.IntRange(0, 2).Draw(t, "way out"); way < 2 {
		l, err := p.WithdrawOne(v.Book, who, []ledger.Asset{lrt, eth}[way], shares, 0)
		requireAmong(t, err, ErrTooSmall)
		return l.Coins
	}
	base, quote, err := p.RemoveLiquidity(v.Book, who, shares)
	if err != nil {
		t.Fatal(err)
	}
	return [2]money.Gwei{base, quote}
}

// TestProportionalIsFree: a deposit in the pool's proportion, and a withdrawal in it, cost
// no fee and come to what AddLiquidity and RemoveLiquidity do.
func TestProportionalIsFree(t *testing.T) {
	v := newVenue(t)
	p := v.stable(200, StableFee{Rate: 0.01, Admin: 0.5, Offpeg: 5}, 3000*money.ETH, 5000*money.ETH, 1.1)
	v.give(v.who(maker), poolShare, 8000*money.ETH)
	v.give(v.who(trader), lrt, 30*money.ETH)
	v.give(v.who(trader), eth, 50*money.ETH)
	d, err := p.Deposit(v.Book, v.who(trader), 30*money.ETH, 50*money.ETH, 0)
	v.must(err)
	if d.Shares < 80*money.ETH-1 || d.Shares > 80*money.ETH || d.Fees != [2]money.Gwei{} {
		t.Errorf("a proportional deposit: %+v", d)
	}
	w, err := p.WithdrawImbalanced(v.Book, v.who(trader), 30*money.ETH-1, 50*money.ETH-1, math.MaxInt64)
	v.must(err)
	if w.Shares > d.Shares || w.Shares < d.Shares-3 || w.Fees != [2]money.Gwei{} {
		t.Errorf("a proportional withdrawal: %+v", w)
	}
	v.sound()
}

// TestUnevenLiquidityRefusals leave everything as it was.
func TestUnevenLiquidityRefusals(t *testing.T) {
	v := newVenue(t)
	p := v.stable(200, StableFee{Rate: 0.01, Admin: 0.5}, 1000, 3000, 1)
	who := v.who(maker)
	v.give(who, poolShare, 4000)
	v.give(who, lrt, 100)
	v.give(who, eth, 100)
	deposit := func(base, quote, least money.Gwei) error {
		_, err := p.Deposit(v.Book, who, base, quote, least)
		return err
	}
	withdraw := func(base, quote, most money.Gwei) error {
		_, err := p.WithdrawImbalanced(v.Book, who, base, quote, most)
		return err
	}
	one := func(coin ledger.Asset, shares, least money.Gwei) error {
		_, err := p.WithdrawOne(v.Book, who, coin, shares, least)
		return err
	}
	posts := v.Posts()
	for what, k := range map[string]struct{ got, want error }{
		"no coins":              {deposit(0, 0, 0), ErrTooSmall},
		"less than no coins":    {deposit(-1, 5, 0), ErrTooSmall},
		"too few shares":        {deposit(50, 0, 1000), ErrLimit},
		"coins that nobody has": {deposit(101, 0, 0), ledger.ErrInsufficient},
		"fees above a reserve":  {deposit(math.MaxInt64, 0, 0), ErrDepth},
		"no coins out":          {withdraw(0, 0, 9), ErrTooSmall},
		"fewer than none out":   {withdraw(0, -5, 9), ErrTooSmall},
		"too many shares":       {withdraw(100, 0, 5), ErrLimit},
		"a whole reserve":       {withdraw(1000, 0, 5000), ErrDepth},
		"more than a reserve":   {withdraw(0, math.MaxInt64, 5000), ErrDepth},
		"no shares":             {one(lrt, 0, 0), ErrTooSmall},
		"less than no shares":   {one(lrt, -5, 0), ErrTooSmall},
		"all shares":            {one(lrt, 4000, 0), ErrDepth},
		"more shares":           {one(eth, math.MaxInt64, 0), ErrDepth},
		"too little":            {one(eth, 100, 500), ErrLimit},
		"no coin of the pool":   {one(reward, 100, 0), ErrSetting},
	} {
		if !errors.Is(k.got, k.want) {
			t.Errorf("%s: %v, want %v", what, k.got, k.want)
		}
	}
	_, err := p.WithdrawOne(v.Book, v.who(trader), lrt, 100, 0)
	if !errors.Is(err, ledger.ErrInsufficient) || v.Posts() != posts {
		t.Errorf("somebody else's shares: %v, %d postings", err, v.Posts()-posts)
	}
	v.sound()
}

// TestFirstDepositIsAddLiquidity: a pool without shares takes both coins.
func TestFirstDepositIsAddLiquidity(t *testing.T) {
	v := newVenue(t)
	p, who := v.stable(100, StableFee{Rate: 0.01}, 0, 0, 1.1), v.who(maker)
	v.give(who, lrt, 300*money.ETH)
	v.give(who, eth, 100*money.ETH)
	if _, err := p.Deposit(v.Book, who, 0, 100*money.ETH, 0); !errors.Is(err, ErrTooSmall) {
		t.Errorf("one coin alone: %v", err)
	}
	if _, err := p.Deposit(v.Book, who, 300*money.ETH, 100*money.ETH, 1000*money.ETH); !errors.Is(err, ErrLimit) {
		t.Errorf("too few shares: %v", err)
	}
	d, err := p.Deposit(v.Book, who, 300*money.ETH, 100*money.ETH, 400*money.ETH)
	v.must(err)
	if want := (Curve{2, 100}).Invariant([]float64{330, 100}) * 1e9; math.Abs(float64(d.Shares)-want) > 1 || d.Coins != [2]money.Gwei{300e9, 100e9} {
		t.Errorf("%+v, want %v shares", d, want)
	}
	v.sound()
}

func TestUnevenLiquidityAllocatesNothing(t *testing.T) {
	v := newVenue(t)
	p := v.stable(200, StableFee{Rate: 0.0004, Admin: 0.5, Offpeg: 2}, 30_000*money.ETH, 20_000*money.ETH, 1.1)
	who := v.who(maker)
	v.give(who, poolShare, 50_000*money.ETH)
	v.give(who, lrt, 1e16)
	v.give(who, eth, 1e16)
	requireNoAllocation(t, "depositing and withdrawing", func() {
		d, err := p.Deposit(v.Book, who, 1e10, 0, 0)
		v.must(err)
		_, err = p.WithdrawOne(v.Book, who, eth, d.Shares/2, 0)
		v.must(err)
		_, err = p.WithdrawImbalanced(v.Book, who, 1e9, 2e9, math.MaxInt64)
		v.must(err)
	})
}

// TestBasketOfTwoIsThePool: what a basket answers to a swap is what the pool quotes,
// before it is rounded down.
func TestBasketOfTwoIsThePool(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := drawStable(t, v, 20)
		side, amount := drawOrder(t)
		pool := p.basket(v.Book)
		c, err := pool.Swap(int(side), int(1-side), float64(amount))
		if err != nil {
			t.Fatal(err)
		}
		exact := min(-c.In[1-side], float64(p.most(side)))
		if got := float64(quoter(p, side)(amount)); got > exact*(1+2*noise) || got <= exact*(1-2*noise)-1 {
			t.Fatalf("quoted %v, the basket pays %v", got, exact)
		}
	})
}
