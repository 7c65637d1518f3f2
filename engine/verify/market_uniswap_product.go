package verify

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// product opens a constant-product pool with its reserves.
func (s *swapping) product() (*market.ConstantProduct, error) {
	p, err := market.NewConstantProduct(s.listing, s.pool.float("fee"))
	if err != nil {
		return nil, err
	}
	s.give(ledger.Outside, s.listing.Account, 0, s.holding("reserve0"))
	s.give(ledger.Outside, s.listing.Account, 1, s.holding("reserve1"))
	s.give(ledger.Issuance, s.rest, 2, s.holding("lp_supply"))
	p.Sync(s.book, 0)
	s.got["spot_before"] = quantity{value: p.Price()}
	return p, s.unfit
}

// side reads which token a trade gives, as the token given or the token got.
func side(o object, given, got string) (market.Side, error) {
	token := o.int(given)
	if !o.has(given) {
		token = 1 - o.int(got)
	}
	if token != 0 && token != 1 {
		return 0, fmt.Errorf("args: there are tokens 0 and 1, not %d", token)
	}
	return market.Side(token), nil
}

func (s *swapping) exactIn() error {
	return s.trade("amount_in", func(p *market.ConstantProduct, to market.Side, in money.Gwei) (market.Fill, error) {
		return p.Settle(s.book, s.trader, market.Order{Side: to, Amount: in})
	})
}

func (s *swapping) exactOut() error {
	return s.trade("amount_out", func(p *market.ConstantProduct, to market.Side, out money.Gwei) (market.Fill, error) {
		return p.SettleExact(s.book, s.trader, to, out, plenty)
	})
}

// trade settles a trade of the size that stands under a key.
func (s *swapping) trade(key string, settle func(*market.ConstantProduct, market.Side, money.Gwei) (market.Fill, error)) error {
	p, err := s.product()
	if err != nil {
		return err
	}
	to, err := side(s.args, "token_in", "token_out")
	if err != nil {
		return err
	}
	size := s.units(s.args, key)
	if s.unfit != nil {
		return s.unfit
	}
	return s.reserves(p, func() (market.Fill, error) { return settle(p, to, size) })
}

// reserves settles a trade and notes the reserves after it. A unit more or less in them
// changes their ratio and their product by its part of them.
func (s *swapping) reserves(p *market.ConstantProduct, settle func() (market.Fill, error)) error {
	before := s.squared()
	f, err := settle()
	if err != nil {
		return s.refused(err)
	}
	after := s.squared()
	x, y := s.book.Balance(s.listing.Account, 0), s.book.Balance(s.listing.Account, 1)
	part := settledSlack/tokens(x) + settledSlack/tokens(y)
	growth := new(big.Rat).SetFrac(after, before)
	k, _ := growth.Sub(growth, big.NewRat(1, 1)).Float64()
	s.settled("amount_in", f.In, 1)
	s.settled("amount_out", f.Out, 1)
	s.settled("reserve0_after", x, 1)
	s.settled("reserve1_after", y, 1)
	s.got["spot_after"] = quantity{p.Price(), p.Price() * part}
	s.got["k_growth"] = quantity{k, part}
	return nil
}

// squared is the product of the reserves, the square of liquidity, exactly.
func (s *swapping) squared() *big.Int {
	x, y := s.book.Balance(s.listing.Account, 0), s.book.Balance(s.listing.Account, 1)
	return new(big.Int).Mul(big.NewInt(int64(x)), big.NewInt(int64(y)))
}

// arbitrage asks for the sizes that agents trade. Of what is paid out up to a unit is lost
// to rounding; one of token 1 is worth external units of token 0.
func (s *swapping) arbitrage() error {
	p, err := s.product()
	if err != nil {
		return err
	}
	external := s.args.float("external_price_token1_in_token0")
	if !(external > 0) {
		return fmt.Errorf("args: an external price of %v", external)
	}
	spend, bought := market.DiscountSize(p, 1/external)
	sell, proceeds := market.PremiumSize(p, 1/external)
	profit := external*tokens(proceeds) - tokens(sell) + tokens(bought) - external*tokens(spend)
	switch s.settled("optimal_amount_in", sell+spend, 1); {
	case sell > 0:
		s.got["profit_in_token0"] = quantity{profit, settledSlack * (1 + external)}
	case spend > 0:
		s.got["profit_in_token0"] = quantity{profit, settledSlack}
	default:
		s.got["profit_in_token0"] = quantity{value: profit}
	}
	s.words["direction"] = map[[2]bool]string{{false, false}: "none", {true, false}: "token0_in", {false, true}: "token1_in", {true, true}: "both"}[[2]bool{sell > 0, spend > 0}]
	return nil
}

// addLiquidity gives whole shares, for each of which some of both reserves is taken.
func (s *swapping) addLiquidity() error {
	p, err := s.product()
	if err != nil {
		return err
	}
	var had, reserve [2]money.Gwei
	most := [2]money.Gwei{s.units(s.args, "amount0_max"), s.units(s.args, "amount1_max")}
	if s.unfit != nil {
		return s.unfit
	}
	for token := range had {
		had[token] = s.book.Balance(s.trader, ledger.Asset(token))
		reserve[token] = s.book.Balance(s.listing.Account, ledger.Asset(token))
	}
	supply := tokens(s.book.Supply(s.listing.Share))
	if supply == 0 {
		return errors.New("pool: who adds to a pool needs its lp_supply")
	}
	shares, err := p.AddLiquidity(s.book, s.trader, most[0], most[1])
	if err != nil {
		return s.refused(err)
	}
	s.settled("lp_minted", shares, 1)
	for token, field := range []string{"amount0_used", "amount1_used"} {
		used := had[token] - s.book.Balance(s.trader, ledger.Asset(token))
		s.settled(field, used, max(1, tokens(reserve[token])/supply))
	}
	return nil
}
