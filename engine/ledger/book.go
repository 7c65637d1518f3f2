package ledger

import (
	"errors"
	"fmt"

	"github.com/restakesim/restakesim/engine/money"
)

// Account numbers an account; Asset numbers an asset.
type (
	Account int32
	Asset   int16
)

// The boundary accounts, which every book has.
const (
	Issuance  Account = iota // what protocols create; may be negative
	Outside                  // counterparties, new capital, what leavers take away; may be negative
	Users                    // pay fees, lose what an attack takes; may be negative
	Burn                     // only receives
	Gas                      // only receives
	FirstFree                // first account that a world opens
)

// Transfer moves Amount of Asset. An amount of zero moves nothing and is allowed.
type Transfer struct {
	From, To Account
	Asset    Asset
	Amount   money.Gwei
	Why      Reason
}

// AssetSpec names an asset; one whole coin is 10^Decimals units.
type AssetSpec struct {
	Name     string
	Decimals uint8
}

// Refusals of a posting, and the broken invariant.
var (
	ErrInsufficient = errors.New("insufficient balance")
	ErrNegative     = errors.New("negative amount")
	ErrOverflow     = errors.New("balance out of range")
	ErrUnknown      = errors.New("no such account, asset or reason")
	ErrOneWay       = errors.New("account only receives")
	ErrBroken       = errors.New("ledger does not add up")
)

// Book holds every balance.
type Book struct {
	assets   []AssetSpec
	names    []opened
	balances [][]money.Gwei // by asset, then account
	flows    [][reasons]money.Gwei
	ordinary []money.Gwei // total held by accounts that are no boundary, by asset
	boundary []money.Gwei // total of the boundary accounts, by asset
	posts    int64
}

// opened is a run of accounts under one name.
type opened struct {
	name  string
	first Account
}

// New returns a book of the given assets with the boundary accounts and room for
// more.
func New(assets []AssetSpec, room int) *Book {
	b := &Book{assets: assets, balances: make([][]money.Gwei, len(assets)), flows: make([][reasons]money.Gwei, len(assets)),
		ordinary: make([]money.Gwei, len(assets)), boundary: make([]money.Gwei, len(assets))}
	for s := range b.balances {
		b.balances[s] = make([]money.Gwei, FirstFree, int(FirstFree)+room)
	}
	return b
}

// Open opens n consecutive accounts and returns the first. It is for the building of
// a world: accounts outlive a Reset.
func (b *Book) Open(name string, n int) Account {
	first := Account(b.Accounts())
	b.names = append(b.names, opened{name, first})
	for s := range b.balances {
		b.balances[s] = append(b.balances[s], make([]money.Gwei, n)...)
	}
	return first
}

// Accounts returns how many accounts there are, boundary accounts included.
func (b *Book) Accounts() int {
	if len(b.balances) == 0 {
		return int(FirstFree)
	}
	return len(b.balances[0])
}

// Name returns the name of an account, for messages.
func (b *Book) Name(a Account) string {
	if a >= 0 && a < FirstFree {
		return [...]string{"issuance", "outside", "users", "burn", "gas"}[a]
	}
	for i := len(b.names) - 1; i >= 0; i-- {
		if a >= b.names[i].first {
			return fmt.Sprintf("%s[%d]", b.names[i].name, a-b.names[i].first)
		}
	}
	return fmt.Sprintf("account %d", a)
}

// Spec returns the description of an asset.
func (b *Book) Spec(s Asset) AssetSpec { return b.assets[s] }

// Assets returns how many assets there are.
func (b *Book) Assets() int { return len(b.assets) }

// Balance returns what an account holds of an asset.
func (b *Book) Balance(a Account, s Asset) money.Gwei { return b.balances[s][a] }

// Flow returns the total posted under a reason in an asset.
func (b *Book) Flow(w Reason, s Asset) money.Gwei { return b.flows[s][w] }

// Supply returns what all accounts that are no boundary hold of an asset.
func (b *Book) Supply(s Asset) money.Gwei { return b.ordinary[s] }

// Posts returns how many postings were accepted since the last Reset.
func (b *Book) Posts() int64 { return b.posts }

// Reset empties all accounts and totals. Accounts stay open.
func (b *Book) Reset() {
	for s := range b.balances {
		clear(b.balances[s])
		b.flows[s] = [reasons]money.Gwei{}
	}
	clear(b.ordinary)
	clear(b.boundary)
	b.posts = 0
}
