package ledger_test

import (
	"errors"
	"maps"
	"math/big"

	"github.com/restakesim/restakesim/engine/ledger"
)

// place is one balance of the twin.
type place struct {
	account ledger.Account
	asset   ledger.Asset
}

// cause is one flow of the twin.
type cause struct {
	why   ledger.Reason
	asset ledger.Asset
}

// twin is a ledger of maps and integers of any size, with the rules written once
// more: absent entries are zero.
type twin struct {
	accounts, assets int
	balances         map[place]*big.Int
	flows            map[cause]*big.Int
	posts            int64
}

func newTwin(assets int) *twin {
	return &twin{accounts: int(ledger.FirstFree), assets: assets, balances: map[place]*big.Int{}, flows: map[cause]*big.Int{}}
}

func get[K comparable](m map[K]*big.Int, k K) *big.Int {
	if x, ok := m[k]; ok {
		return x
	}
	return new(big.Int)
}

// post makes all transfers or none. It returns every reason that there is to refuse
// the first transfer that cannot be made.
func (w *twin) post(ts []ledger.Transfer) (refusals []error) {
	balances, flows := maps.Clone(w.balances), maps.Clone(w.flows)
	for _, t := range ts {
		if refusals = w.refusals(t); refusals != nil {
			w.balances, w.flows = balances, flows
			return refusals
		}
		w.add(t.From, t.Asset, -int64(t.Amount))
		w.add(t.To, t.Asset, int64(t.Amount))
		c := cause{t.Why, t.Asset}
		w.flows[c] = new(big.Int).Add(get(w.flows, c), big.NewInt(int64(t.Amount)))
	}
	w.posts++
	return nil
}

func (w *twin) add(a ledger.Account, s ledger.Asset, amount int64) {
	p := place{a, s}
	w.balances[p] = new(big.Int).Add(get(w.balances, p), big.NewInt(amount))
}

// refusals lists what speaks against a transfer.
func (w *twin) refusals(t ledger.Transfer) (why []error) {
	known := func(a ledger.Account) bool { return a >= 0 && int(a) < w.accounts }
	if !known(t.From) || !known(t.To) || t.Asset < 0 || int(t.Asset) >= w.assets || t.Why > ledger.Arrive {
		return []error{ledger.ErrUnknown}
	}
	if t.Amount < 0 {
		why = append(why, ledger.ErrNegative)
	}
	if t.From == ledger.Burn || t.From == ledger.Gas {
		why = append(why, ledger.ErrOneWay)
	}
	amount := big.NewInt(int64(t.Amount))
	left := new(big.Int).Sub(get(w.balances, place{t.From, t.Asset}), amount)
	if overdrawn := left.Sign() < 0 && t.From != ledger.Issuance && t.From != ledger.Outside && t.From != ledger.Users; overdrawn {
		why = append(why, ledger.ErrInsufficient)
	}
	got := new(big.Int).Add(get(w.balances, place{t.To, t.Asset}), amount)
	flow := new(big.Int).Add(get(w.flows, cause{t.Why, t.Asset}), amount)
	supply := w.supply(t.Asset)
	if t.From < ledger.FirstFree && t.To >= ledger.FirstFree {
		supply.Add(supply, amount)
	}
	for _, x := range []*big.Int{left, got, flow, supply} {
		if !x.IsInt64() {
			return append(why, ledger.ErrOverflow)
		}
	}
	return why
}

// supply adds up what ordinary accounts hold.
func (w *twin) supply(s ledger.Asset) *big.Int {
	sum := new(big.Int)
	for p, x := range w.balances {
		if p.asset == s && p.account >= ledger.FirstFree {
			sum.Add(sum, x)
		}
	}
	return sum
}

// agrees says whether an error is one of the reasons there are, or none is.
func agrees(err error, refusals []error) bool {
	if err == nil {
		return refusals == nil
	}
	for _, r := range refusals {
		if errors.Is(err, r) {
			return true
		}
	}
	return false
}
