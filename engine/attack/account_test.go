package attack

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

func ratio(num, den int64) money.Ratio { return money.Ratio{Num: num, Den: den} }

// strike is an attack of two operators with 1000 of stake, 400 of it slashed.
var strike = Attack{Operators: []int32{0, 1}, Services: []int32{0}, Stake: 1000, Sigma: 400, Kappa: 60, Reward: 500}

// TestSwitchesOff is assertion A-9: without terms the account is reward − σ, to the unit.
func TestSwitchesOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sigma := rapid.Int64Range(0, math.MaxInt64).Draw(t, "sigma")
		a := Attack{
			Operators: make([]int32, rapid.IntRange(0, 5).Draw(t, "operators")),
			Stake:     gwei(rapid.Int64Range(sigma, math.MaxInt64).Draw(t, "stake")),
			Sigma:     gwei(sigma),
			Kappa:     gwei(rapid.Int64Range(0, sigma).Draw(t, "kappa")),
			Reward:    gwei(rapid.Int64Range(0, math.MaxInt64).Draw(t, "reward")),
		}
		var terms Terms
		got, err := terms.Account(a)
		if err != nil || got != (Account{Gain: a.Reward, Slashed: a.Sigma, Profit: a.Reward - a.Sigma}) {
			t.Fatalf("%+v, %v", got, err)
		}
	})
}

// TestTerms turns the switches on one at a time.
func TestTerms(t *testing.T) {
	for _, c := range []struct {
		name  string
		terms Terms
		want  Account
	}{
		{"a fifth is reversed", Terms{Reversed: ratio(1, 5)},
			Account{Gain: 400, Slashed: 400}},
		{"a quarter of attacks fails", Terms{Fails: ratio(1, 4)},
			Account{Gain: 375, Slashed: 400, Profit: -25}},
		{"half of slashes do not land, ether falls by a tenth", Terms{Evaded: ratio(1, 2), StakeDrop: ratio(1, 10)},
			Account{Gain: 500, Slashed: 200, Devalued: 80, Profit: 220}},
		{"half borrowed, walks away", Terms{Borrowed: ratio(1, 2), Collateral: 30, StakeDrop: ratio(1, 10)},
			Account{Gain: 500, Slashed: 200, Devalued: 30, Loan: 30, Profit: 240}},
		{"half borrowed, buys back cheaper", Terms{Borrowed: ratio(1, 2), Collateral: 999, StakeDrop: ratio(1, 10)},
			Account{Gain: 500, Slashed: 200, Devalued: 30, Loan: 180, Profit: 90}},
		{"short, as far as the market goes", Terms{Short: 5000, OpenInterest: 1000, ShortDrop: ratio(3, 10), Slippage: ratio(1, 50), Carry: 7},
			Account{Gain: 500, Short: 280, Carry: 7, Slashed: 400, Profit: 373}},
		{"the slash comes back", Terms{Redistributed: ratio(1, 2), ToAttacker: ratio(9, 10)},
			Account{Gain: 500, Recovered: 180, Slashed: 400, Profit: 280}},
		{"all bribed on joining", Terms{Bribed: ratio(1, 1), Epsilon: 5},
			Account{Gain: 500, Bribes: 70, Committed: 70, Profit: 430}},
		{"half bribed", Terms{Bribed: ratio(1, 2), Epsilon: 5},
			Account{Gain: 500, Slashed: 200, Bribes: 35, Committed: 35, Profit: 265}},
		{"bribed on failure, slashed on success", Terms{Bribed: ratio(1, 1), Epsilon: 5, Paid: OnFailure},
			Account{Gain: 500, Bribes: 60, Committed: 70, Profit: 440}},
		{"bribed on failure, never slashed: free, but the money must be shown", Terms{Bribed: ratio(1, 1), Epsilon: 5, Paid: OnFailure, Evaded: ratio(1, 1)},
			Account{Gain: 500, Committed: 70, Profit: 500}},
		{"a tenth of all stake, slashed three times that", Terms{Correlated: Correlation{Initial: ratio(1, 100), Multiplier: ratio(3, 1), Total: 10_000}},
			Account{Gain: 500, Slashed: 124, Profit: 376}},
		{"half of all stake, slashed whole", Terms{Correlated: Correlation{Multiplier: ratio(3, 1), Total: 2_000}},
			Account{Gain: 500, Slashed: 400, Profit: 100}},
		{"bribed, and a fifth is slashed", Terms{Bribed: ratio(1, 1), Correlated: Correlation{Initial: ratio(1, 5), Total: 1_000}},
			Account{Gain: 500, Bribes: 12, Committed: 12, Profit: 488}},
		{"other people's stake is stolen", Terms{Bribed: ratio(1, 1), Redistributed: ratio(1, 1), ToAttacker: ratio(1, 1), Costs: 11},
			Account{Gain: 500, Recovered: 400, Bribes: 60, Committed: 60, Costs: 11, Profit: 829}},
	} {
		if got, err := c.terms.Account(strike); err != nil || got != c.want {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", c.name, got, err, c.want)
		}
	}
}

// TestAccountAdds: the profit is the sum of the lines, and no switch on the side of
// the network makes the attack better.
func TestAccountAdds(t *testing.T) {
	draw := func(t *rapid.T, name string) money.Ratio { return ratio(rapid.Int64Range(0, 7).Draw(t, name), 7) }
	rapid.Check(t, func(t *rapid.T) {
		terms := Terms{
			Reversed: draw(t, "reversed"), Fails: draw(t, "fails"), Evaded: draw(t, "evaded"), Borrowed: draw(t, "borrowed"),
			StakeDrop: draw(t, "drop"), ShortDrop: draw(t, "short drop"), Slippage: draw(t, "slippage"),
			Redistributed: draw(t, "redistributed"), ToAttacker: draw(t, "to attacker"),
			Collateral: gwei(rapid.Int64Range(0, 900).Draw(t, "collateral")), Short: gwei(rapid.Int64Range(0, 900).Draw(t, "short")),
			OpenInterest: gwei(rapid.Int64Range(0, 900).Draw(t, "open interest")), Epsilon: 3, Carry: 2, Costs: 1,
			Paid: rapid.SampledFrom([]Bribe{OnJoining, OnFailure}).Draw(t, "paid"),
		}
		terms.Bribed = ratio(rapid.Int64Range(0, 7-terms.Borrowed.Num).Draw(t, "bribed"), 7)
		got, err := terms.Account(strike)
		if err != nil {
			t.Fatal(err)
		}
		sum := got.Gain + got.Short + got.Recovered - got.Carry - got.Slashed - got.Devalued - got.Loan - got.Bribes - got.Costs
		if got.Profit != sum || got.Committed < got.Bribes && terms.Paid == OnJoining {
			t.Fatalf("%+v adds to %d", got, sum)
		}
		for _, worse := range []func(*Terms){
			func(w *Terms) { w.Reversed = ratio(1, 1) },
			func(w *Terms) { w.Evaded = ratio(0, 1); w.Redistributed = ratio(0, 1) },
			func(w *Terms) { w.Costs += 10 },
			func(w *Terms) { w.Collateral = 2000 },
		} {
			w := terms
			w.StakeDrop = ratio(0, 1) // a fall in price makes borrowed stake cheaper to return
			same := w
			worse(&w)
			a, _ := w.Account(strike)
			b, _ := same.Account(strike)
			if w.Redistributed.Num == 0 && same.Redistributed.Num != 0 {
				same.Redistributed = w.Redistributed
				b, _ = same.Account(strike)
			}
			if a.Profit > b.Profit {
				t.Fatalf("worse terms %+v pay %d, better ones %d", w, a.Profit, b.Profit)
			}
		}
	})
}

func TestBreakEvenShort(t *testing.T) {
	dear := strike
	dear.Sigma = 900
	for _, c := range []struct {
		terms    Terms
		attack   Attack
		position gwei
		ok       bool
	}{
		{Terms{ShortDrop: ratio(1, 4)}, strike, 0, true},
		{Terms{ShortDrop: ratio(1, 4)}, dear, 1600, true},
		{Terms{ShortDrop: ratio(1, 4), Slippage: ratio(1, 20)}, dear, 2000, true},
		{Terms{ShortDrop: ratio(1, 4), Slippage: ratio(1, 4)}, dear, 0, false},
		{Terms{ShortDrop: ratio(3, 10)}, dear, 1334, true},
		{Terms{ShortDrop: ratio(1, 4), Costs: math.MaxInt64 - 401}, dear, 0, false},
	} {
		position, ok, err := c.terms.BreakEvenShort(c.attack)
		if position != c.position || ok != c.ok || err != nil {
			t.Errorf("%+v: %d, %v, %v; want %d, %v", c.terms, position, ok, err, c.position, c.ok)
		}
		if !ok {
			continue
		}
		c.terms.Short, c.terms.OpenInterest = position, math.MaxInt64
		if acc, err := c.terms.Account(c.attack); err != nil || position > 0 && (acc.Profit < 0 || acc.Profit > 1) {
			t.Errorf("at break-even %+v, %v", acc, err)
		}
	}
}

func TestTermsRefused(t *testing.T) {
	for _, terms := range []Terms{
		{Reversed: ratio(2, 1)}, {Fails: ratio(-1, 2)}, {Evaded: ratio(1, 0)}, {Costs: -1}, {Borrowed: ratio(2, 3), Bribed: ratio(1, 2)},
		{Correlated: Correlation{Multiplier: ratio(3, 1)}}, {Correlated: Correlation{Initial: ratio(-1, 3), Total: 5}}, {Correlated: Correlation{Total: -1}},
	} {
		if _, err := terms.Account(strike); !errors.Is(err, ErrTerms) {
			t.Errorf("%+v: %v", terms, err)
		}
	}
	big := Terms{Epsilon: math.MaxInt64, Bribed: ratio(1, 1)}
	if _, err := big.Account(strike); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("overflow: %v", err)
	}
}
