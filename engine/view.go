package engine

import (
	"slices"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/rng"
)

// View is what agents see: the recognised state of the world, and their own
// balances. It has no method that changes anything. All agents of a phase decide on
// the same view.
type View struct {
	Now clock.Time
	w   *World
}

// Token returns the outlook of a liquid token.
func (v *View) Token(t int16) *Outlook { return &v.w.tokens[t].outlook }

// Desk returns the outlook of a lending desk.
func (v *View) Desk(d int16) *DeskOutlook { return &v.w.desks[d].outlook }

// StepYears is the length of a step in years.
func (v *View) StepYears() float64 { return v.w.spec.Step.Years() }

// Since is the time since an agent's look before this one: what it had to act in.
func (v *View) Since(c *Cohort, i int32) clock.Span { return c.since[i] }

// Key addresses a draw of an agent at the present time.
func (v *View) Key(entity uint64, p rng.Purpose) rng.Key { return v.w.key(entity, p, v.w.now) }

// KeyAt addresses a draw of an agent at a time of its own, such as that at which
// its tastes change.
func (v *View) KeyAt(entity uint64, p rng.Purpose, at clock.Time) rng.Key {
	return v.w.key(entity, p, at)
}

// Cash is the ETH in an account.
func (v *View) Cash(a ledger.Account) money.Gwei { return v.w.book.Balance(a, assetETH) }

// Tokens is the balance of a liquid token in an account.
func (v *View) Tokens(a ledger.Account, t int16) money.Gwei {
	return v.w.book.Balance(a, v.w.tokens[t].asset)
}

// Loan returns what an account has pledged at a desk, in tokens, and owes, in ETH.
func (v *View) Loan(d int16, a ledger.Account) (pledged money.Gwei, debt float64) {
	desk := v.w.desks[d].desk
	return desk.Collateral(a), desk.Debt(a).Float()
}

// Unhealthy says whether any loan at the desk is beyond its limit at the oracle's
// price.
func (v *View) Unhealthy(d int16) bool { return v.w.desks[d].desk.AnyUnhealthy() }

// PoolShares is the balance of a pool's shares in an account.
func (v *View) PoolShares(a ledger.Account, p int16) money.Gwei {
	return v.w.book.Balance(a, v.w.pools[p].share)
}

// PoolToken is the token whose pool it is.
func (v *View) PoolToken(p int16) int16 {
	return int16(slices.Index(v.w.tokens, v.w.pools[p].token))
}

// PoolWeight is the token's part of a pool's value at its redemption rate.
func (v *View) PoolWeight(p int16) float64 { return v.w.weight(v.w.pools[p]) }

// SellPrice is the average price, per unit of redemption value and after fees, that
// the given tokens would fetch in the token's best pool now; for no tokens, the price
// there. It is next to nothing where the token has no pool: nobody buys, so that selling
// and repaying debt out of a sale are never worth it.
func (v *View) SellPrice(t int16, tokens money.Gwei) float64 {
	tok := v.w.tokens[t]
	if len(tok.pools) == 0 {
		return leastPrice
	}
	if tokens <= 0 {
		return max(tok.outlook.Price, leastPrice)
	}
	p := v.w.bestPool(tok, tokens)
	if p == nil {
		return leastPrice
	}
	worth := float64(tokens.Float() * tok.outlook.Rate)
	return max(p.pool.SellOut(tokens).Float()/worth, leastPrice)
}

// leastPrice keeps quotients finite when a pool is drained, or when there is none.
const leastPrice = 1e-6

// CostToLift is the ETH that would lift the price in the token's pool to price per
// unit of redemption value.
func (v *View) CostToLift(t int16, price float64) float64 {
	tok, sum := v.w.tokens[t], 0.0
	for _, p := range tok.pools {
		sum += p.pool.BuyTo(float64(price * tok.outlook.Rate)).Float()
	}
	return sum
}

// SizeToSink is the redemption value, in ETH, whose sale would sink the price in the
// token's pools to price per unit of redemption value.
func (v *View) SizeToSink(t int16, price float64) float64 {
	tok, sum := v.w.tokens[t], 0.0
	for _, p := range tok.pools {
		sum += p.pool.SellTo(float64(price * tok.outlook.Rate)).Float()
	}
	return float64(sum * tok.outlook.Rate)
}

// GasShare is the cost of one action as a share of a position of the given value.
func (v *View) GasShare(worth float64) float64 {
	return v.w.spec.Gas.PerAction.Float() / max(worth, 1e-9)
}

// PointsAtStake is the expected value, in ETH, of the points that an account would
// lose by leaving the token now; a part of the tokens that leaves loses as much of them.
func (v *View) PointsAtStake(a ledger.Account, t int16) float64 { return v.w.pointsAtStake(a, t) }

// AirdropTokens is what an account holds of a programme's token.
func (v *View) AirdropTokens(a ledger.Account, programme int16) money.Gwei {
	return v.w.book.Balance(a, v.w.programmes[programme].asset)
}
