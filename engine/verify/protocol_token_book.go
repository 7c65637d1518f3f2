package verify

import (
	"errors"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// tokenBook is a ledger with a liquid token on validators of its own, somebody who
// comes or goes, and everybody else.
type tokenBook struct {
	*ledger.Book
	token          *restake.LiquidToken
	somebody, rest ledger.Account
}

// The assets of a tokenBook.
const (
	bookETH ledger.Asset = iota
	bookToken
)

// newTokenBook mints tokens to somebody, the rest of the supply to the others, and puts
// so much of the backing into the buffer.
func newTokenBook(p restake.TokenParams, tokens, supply, buffer money.Gwei) (*tokenBook, error) {
	b := &tokenBook{Book: ledger.New([]ledger.AssetSpec{{Name: "ETH", Decimals: 9}, {Name: "token", Decimals: 9}}, 16)}
	b.somebody, b.rest = b.Open("somebody", 1), b.Open("everybody else", 1)
	era, _ := restake.EraNamed("electra")
	chain := restake.NewEthereum(restake.EthereumParams{Era: era, ETH: bookETH, Staked: 33_000_000 * money.ETH, Sweep: 1})
	var err error
	b.token, err = restake.NewLiquidToken(b.Book, p, restake.Wiring{Asset: bookToken, ETH: bookETH, Chain: chain, Parts: []restake.Part{{Vault: restake.Own, Weight: 1}}})
	if err != nil {
		return nil, err
	}
	if tokens > supply {
		return nil, errors.New("more tokens than there are")
	}
	return b, errors.Join(b.token.Endow(b.Book, b.somebody, tokens), b.token.Endow(b.Book, b.rest, supply-tokens), b.token.Found(b.Book, buffer))
}

// become lets validators gain or lose, and others come or go, until the token has such a
// backing and supply.
func (b *tokenBook) become(backing, supply money.Gwei) error {
	now, err := b.token.Backing(b.Book)
	if err != nil {
		return err
	}
	return errors.Join(b.shift(b.token.OwnStake(), bookETH, backing-now, ledger.Reward), b.shift(b.rest, bookToken, supply-b.token.Supply(b.Book), ledger.Mint))
}

// shift creates an amount in an account, or takes it back.
func (b *tokenBook) shift(a ledger.Account, asset ledger.Asset, amount money.Gwei, why ledger.Reason) error {
	if amount < 0 {
		return b.Post(ledger.Transfer{From: a, To: ledger.Issuance, Asset: asset, Amount: -amount, Why: why})
	}
	return b.Post(ledger.Transfer{From: ledger.Issuance, To: a, Asset: asset, Amount: amount, Why: why})
}

// held is every balance there is.
func (b *tokenBook) held() (out []money.Gwei) {
	for a := range ledger.Account(b.Accounts()) {
		out = append(out, b.Balance(a, bookETH), b.Balance(a, bookToken))
	}
	return out
}
