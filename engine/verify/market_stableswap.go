package verify

import (
	"fmt"
	"math"
	"slices"

	"github.com/restakesim/restakesim/engine/market"
)

// stableTolerance is how closely StableSwap vectors agree: relative errors, and absolute
// ones per starting supply and per largest starting balance.
type stableTolerance struct {
	invariant, price, swap, lp, lpPerSupply, amount, amountPerBalance, growth float64
}

// stableSwap replays StableSwap vectors: the quote before rounding of a pool of any
// number of coins, and for two coins the pool on a ledger as well.
func stableSwap(tolerance object) replayer {
	tol := stableTolerance{
		invariant: tolerance.float("D_rel"), price: tolerance.float("price_rel"), swap: tolerance.float("swap_amount_rel"),
		lp: tolerance.float("lp_amount_rel"), lpPerSupply: tolerance.float("lp_amount_abs_per_supply"),
		amount: tolerance.float("withdraw_amount_rel"), amountPerBalance: tolerance.float("amount_abs_per_max_balance"),
		growth: tolerance.float("virtual_price_growth_abs"),
	}
	return func(p replay, c object) error {
		s := newStableCase(c)
		s.tol = tol
		if *c.first != nil {
			return nil
		}
		change, err := s.quote(p)
		if err != nil || change == nil || s.basket.Coins != 2 {
			return err
		}
		return s.settle(p, *change)
	}
}

// isStableSwap tells cases of StableSwap from those of other markets.
func isStableSwap(c object) bool {
	pool := c.sub("pool")
	return c.has("args") && pool.has("A") && pool.has("balances") && pool.has("offpeg_fee_multiplier")
}

// stableCase is one operation on a pool.
type stableCase struct {
	op             string
	pool, args     object
	expected       object
	rates          []float64
	basket         *market.Basket
	tol            stableTolerance
	supply, widest float64 // at the start
}

func newStableCase(c object) *stableCase {
	s := &stableCase{op: c.text("op"), pool: c.sub("pool"), args: c.sub("args"), expected: c.sub("expected")}
	balances := s.pool.floats("balances")
	s.rates = s.pool.floats("rates")
	s.supply = s.pool.float("lp_supply")
	for _, x := range balances {
		s.widest = max(s.widest, x)
	}
	var err error
	s.basket, err = market.NewBasket(s.curve(), s.fee(), balances, s.rates, s.supply)
	if err != nil {
		s.pool.complain("balances", err.Error())
	}
	return s
}

func (s *stableCase) curve() market.Curve {
	return market.Curve{Coins: int(s.pool.int("n")), Amplification: s.pool.float("A")}
}

func (s *stableCase) fee() market.StableFee {
	return market.StableFee{Rate: s.pool.float("fee"), Admin: s.pool.float("admin_fee"), Offpeg: s.pool.float("offpeg_fee_multiplier")}
}

// outcome is what was found, by the names of the file.
type outcome struct {
	single map[string]float64
	lists  map[string][]float64
}

// quote replays the operation before anything is rounded; nil when it is refused.
func (s *stableCase) quote(p replay) (*market.Change, error) {
	b := *s.basket
	i, j := int(s.args.int("i")), int(s.args.int("j"))
	got := outcome{map[string]float64{"D_before": b.Invariant(), "price_before": b.Price(i, j)}, map[string][]float64{}}
	if !slices.Contains(stableOperations, s.op) {
		return nil, fmt.Errorf("op: %q is not known", s.op)
	}
	change, err := s.ask(&b, i, j)
	if err != nil {
		p.check(s.op, "error", false, "none", err.Error())
		return nil, nil
	}
	got.single["virtual_price_growth"] = b.WorthGrowth(change)
	b.Apply(change)
	got.single["D_after"], got.single["price_after"], got.single["lp_supply_after"] = b.Invariant(), b.Price(i, j), b.Supply
	got.lists["balances_after"] = b.Balances[:b.Coins]
	got.change(s.op, change, i, j, &b)
	s.compare(p, s.op, got, func(string) float64 { return 0 })
	return &change, nil
}

var stableOperations = []string{"swap", "deposit", "withdraw_imbalance", "withdraw_one", "withdraw_proportional"}

// ask has the operation answered by a basket.
func (s *stableCase) ask(b *market.Basket, i, j int) (market.Change, error) {
	var amounts market.Amounts
	list := s.args.floats("amounts")
	if len(list) > b.Coins {
		return market.Change{}, market.ErrSetting
	}
	copy(amounts[:], list)
	switch s.op {
	case "swap":
		return b.Swap(i, j, s.args.float("dx"))
	case "deposit":
		return b.Deposit(amounts)
	case "withdraw_imbalance":
		return b.WithdrawImbalanced(amounts)
	case "withdraw_one":
		return b.WithdrawOne(i, s.args.float("lp"))
	}
	return b.WithdrawProportional(s.args.float("lp"))
}

// change names the parts of a change as the operation's expectation does.
func (o *outcome) change(op string, c market.Change, i, j int, b *market.Basket) {
	switch op {
	case "swap", "withdraw_one":
		if op == "withdraw_one" {
			j = i
		}
		o.single["dy_gross"], o.single["dy_net"] = c.Gross, -c.In[j]
		o.single["fee"], o.single["admin_fee_amount"] = c.Fees[j], float64(b.Fee.Admin*c.Fees[j])
		o.single["fee_rate"] = c.Rate
	case "deposit":
		o.single["lp_minted"] = c.Shares
		o.lists["fees"] = c.Fees[:b.Coins]
	case "withdraw_imbalance":
		o.single["lp_burned"] = -c.Shares
		o.lists["fees"] = c.Fees[:b.Coins]
	case "withdraw_proportional":
		for _, x := range c.In[:b.Coins] {
			o.lists["amounts_out"] = append(o.lists["amounts_out"], -x)
		}
	}
}

// compare checks everything that is expected; slack is what a value, or an element of a
// list, may differ by beyond the file's tolerance.
func (s *stableCase) compare(p replay, op string, got outcome, slack func(name string) float64) {
	for _, name := range s.expected.names() {
		if list, ok := got.lists[name]; ok {
			want := s.expected.floats(name)
			if len(want) != len(list) {
				p.check(op, name, false, want, list)
				continue
			}
			for k := range want {
				p.check(op, fmt.Sprintf("%s.%d", name, k), s.near(name, list[k], want[k], slack(name)), want[k], list[k])
			}
			continue
		}
		x, ok := got.single[name]
		if !ok {
			p.check(op, name, false, s.expected.keys[name], "nothing answers it")
			continue
		}
		want := s.expected.float(name)
		p.check(op, name, s.near(name, x, want, slack(name)), want, x)
	}
}

// near says whether a value is as the file's tolerance wants it.
func (s *stableCase) near(name string, got, want, slack float64) bool {
	t := &s.tol
	relative, absolute := t.amount, float64(t.amountPerBalance*s.widest)
	switch name {
	case "D_before", "D_after":
		relative, absolute = t.invariant, 0
	case "price_before", "price_after":
		relative, absolute = t.price, 0
	case "lp_minted", "lp_burned", "lp_supply_after":
		relative, absolute = t.lp, float64(t.lpPerSupply*s.supply)
	case "virtual_price_growth":
		relative, absolute = 0, t.growth
	default:
		if s.op == "swap" {
			relative, absolute = t.swap, 0
		}
	}
	return math.Abs(got-want) <= float64(relative*math.Abs(want))+absolute+slack
}
