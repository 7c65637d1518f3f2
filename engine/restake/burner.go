package restake

import (
	"errors"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Burner is where slashed stake goes that must be turned into ether before it is burned
// (symbioticfi/burners): it waits in the token's own exit line, first come, first served
// with everybody else, so that a slash is also a delayed redemption. It is the Recipient
// of a Graph whose Sink is ToRecipient.
type Burner struct {
	account ledger.Account
	eth     ledger.Asset
	tokens  []*LiquidToken
}

// NewBurner opens the account; set-up only. It comes before the graph that slashes into
// it, and tokens after that, by Redeems.
func NewBurner(b *ledger.Book, eth ledger.Asset) *Burner {
	return &Burner{account: b.Open("burner", 1), eth: eth}
}

// Account receives slashed stake.
func (x *Burner) Account() ledger.Account { return x.account }

// Redeems tells the burner of a token whose units it may receive; set-up only.
func (x *Burner) Redeems(t *LiquidToken) { x.tokens = append(x.tokens, t) }

// Trigger burns the ether that has arrived and asks for the exit of all tokens that have,
// as anybody may. What a token refuses now stays for the next time. It returns the tokens
// that went into lines, added up.
func (x *Burner) Trigger(b *ledger.Book, now clock.Time) (asked money.Gwei, err error) {
	t := ledger.Transfer{From: x.account, To: ledger.Burn, Asset: x.eth, Amount: b.Balance(x.account, x.eth), Why: ledger.SlashSink}
	if err := b.Post(t); err != nil {
		return 0, err
	}
	for _, token := range x.tokens {
		units := b.Balance(x.account, token.Asset())
		if units == 0 {
			continue
		}
		switch err := token.RequestExit(b, x.account, units, now); {
		case err == nil:
			asked += units
		case !errors.Is(err, ErrPaused) && !errors.Is(err, ErrTooSmall) && !errors.Is(err, ErrBuffer):
			return asked, err
		}
	}
	return asked, nil
}
