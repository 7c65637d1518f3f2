package engine

import (
	"errors"

	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// settle carries one action out, as far as its limit and the rules allow, and says
// why not where it does not. An error is a broken invariant, never a refusal.
func (w *World) settle(a *Action) (Refusal, error) {
	if a.Amount < 0 {
		return TooSmall, nil
	}
	return settlement[a.Verb](w, a)
}

// settlement is the table of verbs. Each function stands with its like in a
// settle_*.go file.
var settlement = [verbs]func(*World, *Action) (Refusal, error){
	Sell: settleSell, Buy: settleBuy, MintSell: settleMintSell, SellAirdrop: settleSellAirdrop, Switch: settleSwitch,
	Queue: settleQueue, Deposit: settleDeposit, Unbond: settleUnbond, Delegate: settleDelegate, Undelegate: settleUndelegate,
	Lever: settleLever, Unlever: settleUnlever, Borrow: settleBorrow, Repay: settleRepay, Liquidate: settleLiquidate,
	Supply: settleSupply, Withdraw: settleWithdraw, AddLiquidity: settleAddLiquidity, RemoveLiquidity: settleRemoveLiquidity,
	OptIn: settleOptIn, OptOut: settleOptOut, Attack: settleAttack,
}

// refusal tells the refusals of the mechanisms from broken invariants.
func refusal(err error) (Refusal, error) {
	for _, r := range refusalOf {
		if errors.Is(err, r.err) {
			return r.reason, nil
		}
	}
	return Filled, err
}

// tokensFor is how many tokens an amount of ETH is worth at the opening rate,
// rounded down.
func (t *token) tokensFor(worth money.Gwei) money.Gwei {
	r := t.spec.Params.Opening
	n, err := money.MulDiv(int64(worth), r.Den, r.Num, money.Down)
	if err != nil {
		return 0
	}
	return money.Gwei(n)
}

// refusalOf maps the mechanisms' refusals to the counted reasons.
var refusalOf = [...]struct {
	err    error
	reason Refusal
}{
	{restake.ErrCap, CapFull}, {restake.ErrBuffer, NoCash}, {restake.ErrTooSmall, TooSmall},
	{restake.ErrNotSlashable, NotAllowed}, {restake.ErrCooldown, NotAllowed}, {restake.ErrLapsed, NotAllowed}, {restake.ErrNothing, NotAllowed}, {restake.ErrSlashCap, NotAllowed},
	{restake.ErrServing, NotAllowed}, {restake.ErrPending, NotAllowed}, {restake.ErrDegree, NotAllowed}, {restake.ErrWiped, NotAllowed},
	{restake.ErrShares, NoFunds}, {restake.ErrParts, NotAllowed}, {restake.ErrAmount, TooSmall}, {restake.ErrPaused, NotAllowed}, {restake.ErrNotServing, NotAllowed}, {restake.ErrMagnitude, NotAllowed},
	{market.ErrLimit, LimitUnmet}, {market.ErrNoCash, NoCash}, {market.ErrUnhealthy, Unhealthy},
	{market.ErrTooSmall, TooSmall}, {market.ErrDepth, NoCash}, {market.ErrHealthy, Unprofitable}, {market.ErrNoLoan, NoFunds},
	{market.ErrShortfall, LimitUnmet},
	{market.ErrLoss, Unprofitable},
}
