package verify

import (
	"errors"
	"math/big"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// mint is Renzo's: tokens for value added.
func (x *tokenCase) mint() error {
	p, err := x.terms("ezETH", x.amountsOver("value_before", "supply"))
	supply, added := x.amount("supply"), x.amount("value_added")
	if err != nil || x.beyond {
		return errors.Join(err, errBeyond)
	}
	b, err := newTokenBook(p, 0, supply, 0)
	if err != nil {
		return err
	}
	minted, err := b.token.Deposit(b.Book, ledger.Outside, added, 0)
	x.found["minted"] = settledAmount{minted, 2}
	x.holds("the supply has grown by it", b.token.Supply(b.Book) == supply+minted && b.Recount() == nil)
	return err
}

// basisPoints reads a fee.
func (x *tokenCase) basisPoints(key string) (money.Ratio, error) {
	n := x.in.int(key)
	if n < 0 || n > 10_000 {
		return money.Ratio{}, errors.New(key + " is a share of 10,000")
	}
	return money.Ratio{Num: n, Den: 10_000}, nil
}

// instant is Puffer's exit at once: one fee stays in the pool, one goes to the treasury.
func (x *tokenCase) instant() error {
	p, err := x.terms("pufETH", big.NewRat(1, 1))
	if err != nil {
		return err
	}
	var err2 error
	p.Instant, err = x.basisPoints("exit_fee_bps")
	p.Commission, err2 = x.basisPoints("treasury_fee_bps")
	tokens := x.amount("assets_before_fee")
	if err = errors.Join(err, err2); err != nil || x.beyond || tokens > 1<<61 {
		return errors.Join(err, errBeyond)
	}
	b, err := newTokenBook(p, tokens, 2*tokens, tokens)
	if err != nil {
		return err
	}
	paid, err := b.token.Instant(b.Book, b.somebody, tokens)
	if err != nil {
		return err
	}
	left, err := b.token.Backing(b.Book)
	kept := left - tokens + b.Balance(b.token.Treasury(), bookETH)
	x.holds("what is not paid is a fee", paid+kept == tokens && b.Recount() == nil)
	x.found["payout"], x.found["fee"] = settledAmount{paid, 2}, settledAmount{kept, 2}
	return err
}

// bridge is the fee of a mint on another chain.
func (x *tokenCase) bridge() error {
	p, err := x.terms("ezETH-2024-04", big.NewRat(1, 1))
	if err != nil {
		return err
	}
	share, basis := x.in.int("fee_share"), x.in.int("basis")
	if share < 0 || basis <= 0 || share > basis {
		return errors.New("fee_share is a share of basis")
	}
	eth, batch := x.amount("amount"), x.amount("sweep_batch")
	if x.beyond {
		return errBeyond
	}
	p.Bridge.Fee, p.Bridge.Batch = money.Ratio{Num: share, Den: basis}, batch
	b, err := newTokenBook(p, 0, 1, 0)
	if err != nil {
		return err
	}
	if _, err := b.token.DepositAcross(b.Book, ledger.Outside, eth, 0); err != nil {
		return err
	}
	x.holds("the books are sound", b.Recount() == nil)
	x.found["fee"] = settledAmount{b.Balance(b.token.Treasury(), bookETH), 2}
	return nil
}
