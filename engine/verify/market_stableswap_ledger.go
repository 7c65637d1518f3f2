package verify

import (
	"errors"
	"math"
	"math/big"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// The assets of a stablePool's ledger. Coin 0 is the pool's base, whose rate is counted
// in the other's.
const (
	stableBase ledger.Asset = iota
	stableQuote
	stableShare
)

// stablePool is a pool of two coins on a ledger, and whoever trades with it.
type stablePool struct {
	*market.StableSwap
	book   *ledger.Book
	trader ledger.Account
	rates  []float64
}

// settle replays a case of two coins on a ledger, where amounts are whole gwei: they may
// differ by settledSlack beyond the file's tolerance, and what follows from balances by
// as much as this moves it.
func (s *stableCase) settle(p replay, quoted market.Change) error {
	l, err := s.open()
	if err != nil {
		return err
	}
	op, i := s.op+" settled", int(s.args.int("i"))
	got := outcome{map[string]float64{"D_before": l.invariant(), "price_before": l.price(i)}, map[string][]float64{}}
	worth := l.invariant() / s.supply
	err = l.operate(s, got)
	if errors.Is(err, market.ErrTooSmall) && s.isDust(quoted) {
		return &unrepresentable{"what is paid is less than a gwei"}
	}
	if lacks := (*unrepresentable)(nil); errors.As(err, &lacks) {
		return err
	}
	if err == nil {
		err = l.book.Recount()
	}
	if err != nil {
		p.check(op, "error", false, "none", err.Error())
		return nil
	}
	after, err := l.basket(s)
	if err != nil {
		return err
	}
	got.single["D_after"], got.single["price_after"], got.single["lp_supply_after"] = l.invariant(), l.price(i), after.Supply
	got.single["virtual_price_growth"] = l.invariant()/after.Supply/worth - 1
	got.lists["balances_after"] = after.Balances[:2]
	s.compare(p, op, got, func(name string) float64 {
		if name == "fee_rate" {
			return settledSlack / got.single["dy_gross"]
		}
		return stableSlack(name, after, i, worth)
	})
	return nil
}

// isDust says whether a change pays, or issues, less than a unit of the ledger.
func (s *stableCase) isDust(c market.Change) bool {
	const unit = 1e-9
	if s.op == "deposit" {
		return c.Shares < unit
	}
	return max(-c.In[0], -c.In[1]) < unit
}

// open puts a case's pool on a ledger, all of its shares with the trader.
func (s *stableCase) open() (*stablePool, error) {
	book := ledger.New([]ledger.AssetSpec{stableBase: {Name: "base", Decimals: 9}, stableQuote: {Name: "quote", Decimals: 9}, stableShare: {Name: "share", Decimals: 9}}, 8)
	l := &stablePool{book: book, rates: s.rates}
	place, fees := book.Open("pool", 1), book.Open("fees", 1)
	l.trader = book.Open("trader", 1)
	pool, err := market.NewStableSwap(market.Listing{Account: place, Fees: fees, Base: stableBase, Quote: stableQuote, Share: stableShare,
		BaseDecimals: 9, QuoteDecimals: 9}, s.pool.float("A"), s.fee())
	if err != nil {
		return nil, err
	}
	l.StableSwap = pool
	balances := s.pool.rats("balances")
	for k, x := range []*big.Rat{stableBase: balances[0], stableQuote: balances[1], stableShare: s.pool.rat("lp_supply")} {
		to := place
		if ledger.Asset(k) == stableShare {
			to = l.trader
		}
		if err := l.give(to, ledger.Asset(k), x); err != nil {
			return nil, err
		}
	}
	pool.Sync(book, s.rates[0]/s.rates[1])
	return l, nil
}

// give brings an amount of coins in from outside.
func (l *stablePool) give(to ledger.Account, a ledger.Asset, coins *big.Rat) error {
	amount, err := wholeGwei(coins)
	if err != nil {
		return err
	}
	return l.book.Post(ledger.Transfer{From: ledger.Outside, To: to, Asset: a, Amount: amount, Why: ledger.Genesis})
}

// wholeGwei is an amount of coins in units of the ledger.
func wholeGwei(coins *big.Rat) (money.Gwei, error) {
	units := new(big.Rat).Mul(coins, big.NewRat(1e9, 1))
	switch {
	case !units.IsInt():
		return 0, &unrepresentable{"an amount is no whole number of gwei"}
	case !units.Num().IsInt64() || units.Num().Int64() >= 1<<62:
		return 0, &unrepresentable{"an amount exceeds the ledger"}
	}
	return money.Gwei(units.Num().Int64()), nil
}

// invariant is D in the common unit of the case.
func (l *stablePool) invariant() float64 { return float64(l.Invariant() * l.rates[1]) }

// price is the marginal price of coin i in the other one.
func (l *stablePool) price(i int) float64 {
	if i == 1 {
		return 1 / l.Price()
	}
	return l.Price()
}

// basket is the pool as the ledger has it, in coins.
func (l *stablePool) basket(s *stableCase) (*market.Basket, error) {
	coins := []float64{l.book.Balance(l.Account(), stableBase).Float(), l.book.Balance(l.Account(), stableQuote).Float()}
	return market.NewBasket(s.curve(), s.fee(), coins, s.rates, l.book.Supply(stableShare).Float())
}

// operate settles the operation and notes what was settled.
func (l *stablePool) operate(s *stableCase, got outcome) error {
	switch s.op {
	case "swap":
		return l.swap(s, got)
	case "withdraw_proportional":
		lp, err := wholeGwei(s.args.rat("lp"))
		if err != nil {
			return err
		}
		base, quote, err := l.RemoveLiquidity(l.book, l.trader, lp)
		got.lists["amounts_out"] = []float64{base.Float(), quote.Float()}
		return err
	case "withdraw_one":
		i := int(s.args.int("i"))
		lp, err := wholeGwei(s.args.rat("lp"))
		if err != nil {
			return err
		}
		r, err := l.WithdrawOne(l.book, l.trader, ledger.Asset(i), lp, 0)
		got.paid(r.Coins[i], r.Fees[i], r.AdminFees[i])
		return err
	}
	return l.uneven(s, got)
}

// swap gives coin i for the other one.
func (l *stablePool) swap(s *stableCase, got outcome) error {
	dx, err := wholeGwei(s.args.rat("dx"))
	if err != nil {
		return err
	}
	i := ledger.Asset(s.args.int("i"))
	if err := l.give(l.trader, i, s.args.rat("dx")); err != nil {
		return err
	}
	f, err := l.Settle(l.book, l.trader, market.Order{Side: market.Side(i), Amount: dx})
	got.paid(f.Out, f.Fee, f.AdminFee)
	got.single["fee_rate"] = f.Fee.Float() / (f.Out + f.Fee).Float()
	return err
}

// paid notes what was paid in one coin.
func (o *outcome) paid(net, fee, admin money.Gwei) {
	o.single["dy_net"], o.single["dy_gross"] = net.Float(), (net + fee).Float()
	o.single["fee"], o.single["admin_fee_amount"] = fee.Float(), admin.Float()
}

// uneven deposits or withdraws both coins in amounts of their own.
func (l *stablePool) uneven(s *stableCase, got outcome) error {
	var amounts [2]money.Gwei
	for k, x := range s.args.rats("amounts") {
		var err error
		if amounts[k], err = wholeGwei(x); err != nil {
			return err
		}
		if s.op == "deposit" {
			if err := l.give(l.trader, ledger.Asset(k), x); err != nil {
				return err
			}
		}
	}
	ask, name := l.Deposit, "lp_minted"
	limit := money.Gwei(0)
	if s.op == "withdraw_imbalance" {
		ask, name, limit = l.WithdrawImbalanced, "lp_burned", math.MaxInt64
	}
	r, err := ask(l.book, l.trader, amounts[0], amounts[1], limit)
	got.single[name] = r.Shares.Float()
	got.lists["fees"] = []float64{r.Fees[0].Float(), r.Fees[1].Float()}
	return err
}

// stableSlack is by how much a value may differ because amounts are settled in whole
// units: amounts by settledSlack, and what follows from them by as much as this moves it.
func stableSlack(name string, after *market.Basket, i int, worth float64) float64 {
	switch name {
	case "D_before", "price_before":
		return 0
	case "D_after":
		return after.Invariant() - shifted(after, -settledSlack, -settledSlack).Invariant()
	case "price_after":
		up, down := settledSlack, -settledSlack
		if i == 1 {
			up, down = down, up
		}
		return shifted(after, down, up).Price(i, 1-i) - shifted(after, up, down).Price(i, 1-i)
	case "virtual_price_growth":
		low := shifted(after, -settledSlack, -settledSlack)
		return (after.Invariant()/after.Supply - low.Invariant()/(after.Supply+settledSlack)) / worth
	}
	return settledSlack
}

// shifted is a pool whose balances are others by so much.
func shifted(b *market.Basket, base, quote float64) *market.Basket {
	other := *b
	other.Balances[0] += base
	other.Balances[1] += quote
	return &other
}
