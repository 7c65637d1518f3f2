package engine

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// assets lists the assets of this world's book: ETH, then tokens, programme tokens,
// pool shares, the two share kinds of each desk and the three of each market for principal
// and yield tokens, each in name order.
func (w *World) assets() []ledger.AssetSpec {
	out := []ledger.AssetSpec{{Name: "ETH", Decimals: 9}}
	add := func(name string, decimals uint8) { out = append(out, ledger.AssetSpec{Name: name, Decimals: decimals}) }
	for i := range w.spec.Tokens {
		add(w.spec.Tokens[i].Name, 9)
	}
	for i := range w.spec.Programmes {
		add(w.spec.Programmes[i].Pays, w.spec.Programmes[i].Decimals)
	}
	for i := range w.spec.Pools {
		add("share of "+w.spec.Pools[i].Name, 9)
	}
	for i := range w.spec.Programmes {
		add("share of the market of "+w.spec.Programmes[i].Pays, 9)
	}
	for i := range w.spec.Desks {
		add("supplied to "+w.spec.Desks[i].Name, 9)
		add("owed to "+w.spec.Desks[i].Name, 9)
	}
	for i := range w.spec.Splits {
		for _, what := range []string{"principal of ", "yield of ", "share of "} {
			add(what+w.spec.Splits[i].Name, 9)
		}
	}
	return out
}

// assetNamed finds an asset of the book.
func (w *World) assetNamed(name string) (ledger.Asset, bool) {
	for s := range w.book.Assets() {
		if w.book.Spec(ledger.Asset(s)).Name == name {
			return ledger.Asset(s), true
		}
	}
	return 0, false
}

func (w *World) buildPrice() (err error) {
	w.price, err = w.spec.Price.Open()
	return err
}

func (w *World) buildChain() error {
	p := w.spec.Ethereum
	p.ETH = assetETH
	w.chain = restake.NewEthereum(p)
	return nil
}

// buildTokens makes the liquid tokens, those that others are backed by first.
func (w *World) buildTokens() error {
	for i := range w.spec.Tokens {
		s := &w.spec.Tokens[i]
		w.tokens = append(w.tokens, &token{name: s.Name, spec: s, base: s.Params.Family == "lst"})
	}
	for _, bases := range []bool{true, false} {
		for _, t := range w.tokens {
			if t.base != bases {
				continue
			}
			if err := w.buildToken(t); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
	}
	return nil
}

func (w *World) buildToken(t *token) (err error) {
	asset, _ := w.assetNamed(t.name)
	wire := restake.Wiring{Asset: asset, ETH: assetETH, Chain: w.chain}
	if w.net != nil {
		wire.Graph = w.net.graph
	}
	for _, p := range t.spec.Parts {
		part := restake.Part{Vault: restake.Own, Weight: p.Weight}
		if p.Vault != "" {
			part.Vault = w.vaultNamed(p.Vault)
		}
		if p.Base != "" {
			if part.Base = w.baseNamed(p.Base); part.Base == nil {
				return fmt.Errorf("no liquid staking token %s", p.Base)
			}
		}
		wire.Parts = append(wire.Parts, part)
	}
	t.asset = asset
	t.lt, err = restake.NewLiquidToken(w.book, t.spec.Params, wire)
	t.paid = func(_ ledger.Account, _, eth money.Gwei) { t.track.paid += eth }
	return err
}

func (w *World) vaultNamed(name string) int32 {
	if w.net != nil {
		for v := range w.net.spec.Network.Vaults {
			if w.net.spec.Network.Vaults[v].Name == name {
				return int32(v)
			}
		}
	}
	return restake.Own
}

func (w *World) baseNamed(name string) *restake.LiquidToken {
	for _, t := range w.tokens {
		if t.name == name {
			return t.lt
		}
	}
	return nil
}

func (t *token) reset() {
	t.lt.Reset()
	t.outlook, t.last = Outlook{}, leastPrice
	t.open = !t.spec.Shut
}

// openPassive gives what the snapshot's supply leaves over to passive holders.
func (w *World) openPassive() error {
	for _, t := range w.tokens {
		rest := t.spec.Supply - t.lt.Supply(w.book)
		if rest <= 0 || t.base {
			continue
		}
		if err := t.lt.Endow(w.book, w.own.passive, rest); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

// foundTokens provides the backing of everything endowed: tokens that hold others
// before those that they hold. Vaults are filled in between, since direct restakers
// hold base tokens too.
func (w *World) foundTokens() error {
	for _, bases := range []bool{false, true} {
		if bases {
			if err := w.openDirect(false); err != nil {
				return err
			}
		}
		for _, t := range w.tokens {
			if t.base != bases {
				continue
			}
			if err := w.foundToken(t); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
	}
	return nil
}

func (w *World) foundToken(t *token) error {
	if t.base {
		if rest := t.spec.Supply - t.lt.Supply(w.book); rest > 0 {
			if err := t.lt.Endow(w.book, w.own.passive, rest); err != nil {
				return err
			}
		}
	}
	supply := t.lt.Supply(w.book)
	backing, err := t.spec.Params.Opening.Of(supply, money.Down)
	if err != nil {
		return err
	}
	buffer, err := t.spec.Held.Of(backing, money.Down)
	if err != nil {
		return err
	}
	return t.lt.Found(w.book, buffer)
}

func (w *World) tokenNamed(name string) *token {
	for _, t := range w.tokens {
		if t.name == name {
			return t
		}
	}
	return nil
}
