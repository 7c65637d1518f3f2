package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Part is one place where a liquid token keeps its backing. Its asset is staked
// ETH, or, where Base is set, the token that Base is. It lies in a vault of the
// graph, or, where Vault is Own, with the token itself: its own validators, or
// the base token idle.
type Part struct {
	Vault  int32
	Base   *LiquidToken
	Weight int64 // share of new stake and of the opening backing
}

// Own is the Vault of a part that lies in no vault.
const Own int32 = -1

// Wiring connects a token to the rest of the world.
type Wiring struct {
	Asset, ETH ledger.Asset
	Chain      *Ethereum
	Graph      *Graph // nil where no part lies in a vault
	Parts      []Part
}

// LiquidToken is a tradable share of staked or restaked ether: tokens against a
// backing, a buffer for exits, a line of exits that wait for it. Liquid staking
// and restaking tokens are the same object with different terms and parts.
//
// Tokens are minted out of Issuance and redeemed into it, so the supply is what
// Issuance owes. What happens to holders happens through Rate.
type LiquidToken struct {
	p TokenParams
	w Wiring

	buffer   ledger.Account // ETH that exits are paid from
	idle     ledger.Account // ETH deposited and not yet staked
	own      ledger.Account // own validators' ETH, own idle base tokens, stake between two vaults
	escrow   ledger.Account // tokens in the exit line
	treasury ledger.Account // fees

	client    Client
	parts     []place
	line      ring[exitRequest]
	tokens    money.Gwei // in the line
	fixed     money.Gwei // their value at request, ETH
	claimants []claimant // other tokens that wait in this one's line

	num, den money.Gwei // recognised: ETH num per den tokens
	reported clock.Time
	refused  bool // the last report was beyond the jump limit
	limit    money.Gwei
	paused   bool
}

// place is a part as the token uses it.
type place struct {
	Part
	asset    ledger.Asset
	holder   Holder         // in the vault, if there is one
	released ledger.Account // stake out of the vault, about to be turned into ETH; only with a vault
	claimant int            // in the base token's line, if there is a base
	moving   money.Gwei     // units on their way out that are to be delegated anew
}

// claimant is a token that waits in another one's exit line.
type claimant struct {
	account       ledger.Account // is paid
	back          ledger.Account // receives what a cancelled exit returns
	tokens, fixed money.Gwei
}

// NewLiquidToken opens a token's accounts and joins it to the chain, to its
// vaults and to its base tokens' lines; set-up only. A base token must be made
// before the token that holds it.
func NewLiquidToken(b *ledger.Book, p TokenParams, w Wiring) (*LiquidToken, error) {
	if len(w.Parts) == 0 {
		return nil, ErrParts
	}
	t := &LiquidToken{p: p, w: w}
	for _, a := range []struct {
		at   *ledger.Account
		name string
	}{{&t.buffer, "buffer"}, {&t.idle, "idle ether"}, {&t.own, "own stake"}, {&t.escrow, "exit line"}, {&t.treasury, "treasury"}} {
		*a.at = b.Open(p.Name+" "+a.name, 1)
	}
	t.client = w.Chain.Join(b, p.Name, t.buffer)
	for _, part := range w.Parts {
		pl := place{Part: part, asset: w.ETH}
		if part.Base != nil {
			pl.asset = part.Base.w.Asset
			pl.claimant = part.Base.admit(t.buffer, t.own)
		}
		if part.Vault != Own {
			pl.released = b.Open(p.Name+" released stake", 1)
			pl.holder = w.Graph.Join(part.Vault, pl.released, t.idle)
		}
		t.parts = append(t.parts, pl)
	}
	t.Reset()
	return t, nil
}

// admit makes an account a claimant, once.
func (t *LiquidToken) admit(a, back ledger.Account) int {
	for i := range t.claimants {
		if t.claimants[i].account == a {
			return i
		}
	}
	t.claimants = append(t.claimants, claimant{account: a, back: back})
	return len(t.claimants) - 1
}

// Reset empties the line and brings back the opening rate and cap.
func (t *LiquidToken) Reset() {
	t.line.reset()
	t.tokens, t.fixed = 0, 0
	for i := range t.claimants {
		t.claimants[i].tokens, t.claimants[i].fixed = 0, 0
	}
	for i := range t.parts {
		t.parts[i].moving = 0
	}
	t.num, t.den = money.Gwei(t.p.Opening.Num), money.Gwei(t.p.Opening.Den)
	t.reported, t.refused, t.paused = 0, false, false
	t.limit = t.p.Cap
}

// Params are the token's terms.
func (t *LiquidToken) Params() *TokenParams { return &t.p }

// Asset is the token in the book.
func (t *LiquidToken) Asset() ledger.Asset { return t.w.Asset }

// Treasury is the account that fees go to.
func (t *LiquidToken) Treasury() ledger.Account { return t.treasury }

// OwnStake is the account of what works with the token itself, in no vault: what its
// own validators gain and lose moves there.
func (t *LiquidToken) OwnStake() ledger.Account { return t.own }

// Escrow is the account that holds tokens in the exit line.
func (t *LiquidToken) Escrow() ledger.Account { return t.escrow }

// SetCap changes the most backing that deposits may reach; 0 = none.
func (t *LiquidToken) SetCap(limit money.Gwei) { t.limit = limit }

// SetPaused stops or resumes new deposits and exit requests.
func (t *LiquidToken) SetPaused(paused bool) { t.paused = paused }

// Parts counts the token's parts.
func (t *LiquidToken) Parts() int { return len(t.parts) }

// PartOf is the part that lies in a vault, or -1.
func (t *LiquidToken) PartOf(vault int32) int {
	for i := range t.parts {
		if t.parts[i].Vault == vault {
			return i
		}
	}
	return -1
}

// Endow mints tokens to an account at the beginning of a replication. Found
// then provides their backing.
func (t *LiquidToken) Endow(b *ledger.Book, to ledger.Account, tokens money.Gwei) error {
	return b.Post(ledger.Transfer{From: ledger.Issuance, To: to, Asset: t.w.Asset, Amount: tokens, Why: ledger.Genesis})
}

// Found provides the backing of all tokens endowed, at the opening rate: so much
// in the buffer, the rest over the parts by weight. Call it once per
// replication, after every Endow, for the tokens that hold a base token before
// that base token.
func (t *LiquidToken) Found(b *ledger.Book, buffer money.Gwei) error {
	total, err := t.p.Opening.Of(t.Supply(b), money.Up)
	if err != nil {
		return err
	}
	buffer = min(buffer, total)
	if err := b.Post(ledger.Transfer{From: ledger.Issuance, To: t.buffer, Asset: t.w.ETH, Amount: buffer, Why: ledger.Genesis}); err != nil {
		return err
	}
	return t.spread(total-buffer, func(i int, eth money.Gwei) error { return t.foundPart(b, &t.parts[i], eth) })
}

// spread splits an amount over the parts by weight; the last weighted one takes
// what rounding leaves.
func (t *LiquidToken) spread(amount money.Gwei, give func(i int, eth money.Gwei) error) error {
	var sum, seen int64
	for i := range t.parts {
		sum += t.parts[i].Weight
	}
	if sum <= 0 {
		return ErrParts
	}
	given := money.Gwei(0)
	for i := range t.parts {
		seen += t.parts[i].Weight
		upTo, err := part(amount, seen, sum)
		if err != nil {
			return err
		}
		if upTo > given {
			if err := give(i, upTo-given); err != nil {
				return err
			}
			given = upTo
		}
	}
	return nil
}

func (t *LiquidToken) foundPart(b *ledger.Book, p *place, eth money.Gwei) error {
	units := eth
	if p.Base != nil {
		// As many base tokens as their own opening rate asks for, rounded up.
		inverse := money.Ratio{Num: p.Base.p.Opening.Den, Den: p.Base.p.Opening.Num}
		var err error
		if units, err = inverse.Of(eth, money.Up); err != nil {
			return err
		}
	}
	if p.Vault != Own {
		return t.w.Graph.Endow(b, p.Vault, p.holder, units)
	}
	return b.Post(ledger.Transfer{From: ledger.Issuance, To: t.own, Asset: p.asset, Amount: units, Why: ledger.Genesis})
}
