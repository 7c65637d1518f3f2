package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/money"
)

// entry is how ETH becomes a liquid token: bought out of the pool as long as that is
// cheaper than the redemption value, the rest minted while the token takes deposits.
type entry struct {
	bought, minted money.Gwei
	price          float64 // average, per 1 of redemption value
}

// entryFor plans an entry. The bargain is the ETH that would lift the pool's price to 1;
// what is bought costs, on average, half the way from the present price to where that
// part of it lifts the price.
func entryFor(o *engine.Outlook, bargain float64, cash money.Gwei) entry {
	e := entry{bought: min(cash, engine.ETH(bargain)), price: 1}
	if o.Mints {
		e.minted = cash - e.bought
	}
	if e.bought <= 0 {
		return e
	}
	saved := float64((1 - min(1, o.Price)) * (1 - 0.5*(e.bought.Float()/bargain)))
	e.price = 1 - float64(saved*(e.bought.Float()/(e.bought+e.minted).Float()))
	return e
}

// ask asks for it.
func (e *entry) ask(a engine.Action, out []engine.Action) []engine.Action {
	if e.bought > 0 {
		a.Verb, a.Amount, a.Limit = engine.Buy, e.bought, 1
		out = append(out, a)
	}
	if e.minted > 0 {
		a.Verb, a.Amount, a.Limit = engine.Deposit, e.minted, 0
		out = append(out, a)
	}
	return out
}
