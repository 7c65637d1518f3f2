package engine

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// SplitSpec is a market for the principal and yield tokens of a liquid token, and what is
// in its pool at the snapshot. Passive holders have minted and provided it.
type SplitSpec struct {
	Name, Token string
	Principal   money.Gwei // principal tokens, in ETH of redemption value
	Tokens      money.Gwei // liquid tokens beside them
	Params      market.PendleParams
}

// split is such a market in a world.
type split struct {
	name   string
	market *market.Pendle
	token  *token
	spec   *SplitSpec
}

func (w *World) buildSplits() error {
	for i := range w.spec.Splits {
		s := &w.spec.Splits[i]
		t := w.tokenNamed(s.Token)
		if t == nil {
			return fmt.Errorf("%s: no token %s", s.Name, s.Token)
		}
		asset := func(what string) ledger.Asset {
			a, _ := w.assetNamed(what + s.Name)
			return a
		}
		m, err := s.Params.Open(market.PendleListing{Pool: w.book.Open(s.Name, 1), Vault: w.book.Open("vault of "+s.Name, 1),
			Treasury: w.book.Open("treasury of "+s.Name, 1), SY: t.asset, PT: asset("principal of "), YT: asset("yield of "), Share: asset("share of ")})
		if err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		x := &split{s.Name, m, t, s}
		t.splits = append(t.splits, x)
		w.splits = append(w.splits, x)
	}
	return nil
}

// openSplits lets passive holders mint what the pools hold and provide it.
func (w *World) openSplits() error {
	for _, x := range w.splits {
		x.market.Reset()
		if err := w.openSplit(x); err != nil {
			return fmt.Errorf("%s: %w", x.name, err)
		}
	}
	return nil
}

func (w *World) openSplit(x *split) error {
	if err := w.follow(x); err != nil {
		return err
	}
	behind, err := x.market.PairsCost(x.spec.Principal)
	if err != nil {
		return err
	}
	if err := x.token.lt.Endow(w.book, w.own.passive, behind+x.spec.Tokens); err != nil {
		return err
	}
	if _, err := x.market.MintPairs(w.book, w.own.passive, x.spec.Principal); err != nil {
		return err
	}
	_, _, _, err = x.market.AddLiquidity(w.book, w.own.passive, x.spec.Principal, x.spec.Tokens)
	return err
}

// follow brings a market to now and to the token's recognised rate. Once it has expired,
// its points are the treasury's.
func (w *World) follow(x *split) error {
	index, err := x.token.lt.InETH(market.IndexOne)
	if err != nil {
		return err
	}
	before := x.market.Expired()
	if err := x.market.At(w.book, w.now, int64(index)); err != nil {
		return err
	}
	if x.market.Expired() && !before {
		w.touch(x.token, w.own.passive)
		w.touch(x.token, x.market.Treasury)
	}
	return nil
}

// followSplits does so for all.
func (w *World) followSplits() error {
	for _, x := range w.splits {
		if err := w.follow(x); err != nil {
			return fmt.Errorf("%s: %w", x.name, err)
		}
	}
	return nil
}

// splitPoints is what earns points through markets for principal and yield tokens.
func (w *World) splitPoints(t *token, a ledger.Account) (sum money.Gwei) {
	for _, x := range t.splits {
		n, err := x.market.Eligible(w.book, a)
		if a == x.market.Treasury {
			n, err = x.market.EligibleFee(w.book)
		}
		if err == nil {
			sum += n
		}
	}
	return sum
}

// splitTraces follow the prices of principal tokens.
func splitTraces() []family {
	return []family{
		{"principal_price", "ETH/ETH", "price of a principal token per unit of the redemption value that it pays at expiry", perSplit, nil,
			func(w *World, i int) float64 { return w.splits[i].market.Price() }},
	}
}

// splitFinals are what a market for principal and yield tokens ends with.
func splitFinals() []family {
	return []family{
		{"implied_rate", "%", "yearly rate, continuously compounded, at which principal tokens traded last", perSplit, nil,
			func(w *World, i int) float64 { return 100 * w.splits[i].market.LnRate() }},
		{"yield_earned", "ETH", "redemption value that yield tokens of passive holders have earned, before the yield fee", perSplit, nil,
			func(w *World, i int) float64 {
				x := w.splits[i]
				return w.worth(x.token, x.market.Earned(w.own.passive)).Float()
			}},
	}
}
