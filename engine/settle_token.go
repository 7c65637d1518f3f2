package engine

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// worth is the redemption value of tokens at the recognised rate.
func (w *World) worth(t *token, tokens money.Gwei) money.Gwei {
	return money.Gwei(float64(tokens) * t.outlook.Rate)
}

// tokensNow is how many tokens an amount of ETH is worth at the recognised rate.
func (t *token) tokensNow(worth money.Gwei) money.Gwei {
	return money.Gwei(float64(worth) / t.outlook.Rate)
}

// mint deposits ETH in a token for an account.
func (w *World) mint(t *token, who ledger.Account, eth money.Gwei) (money.Gwei, Refusal, error) {
	eth = min(eth, w.book.Balance(who, assetETH), w.room(t))
	if eth <= 0 {
		return 0, CapFull, nil
	}
	w.touch(t, who)
	minted, err := t.lt.Deposit(w.book, who, eth, w.now)
	if err != nil {
		why, err := refusal(err)
		return 0, why, err
	}
	t.track.deposited += eth
	return minted, Filled, nil
}

// enqueue asks for redemption of an account's tokens.
func (w *World) enqueue(t *token, who ledger.Account, tokens money.Gwei) (Refusal, error) {
	tokens = min(tokens, w.book.Balance(who, t.asset))
	if !t.open {
		return NotAllowed, nil
	}
	if tokens <= 0 {
		return NoFunds, nil
	}
	w.touch(t, who)
	held := w.eligible(t, who)
	if err := t.lt.RequestExit(w.book, who, tokens, w.now); err != nil {
		return refusal(err)
	}
	w.forfeit(t, who, tokens, held)
	t.track.request(w, t, tokens)
	return Filled, nil
}

func settleDeposit(w *World, a *Action) (Refusal, error) {
	_, why, err := w.mint(w.tokens[a.Token], a.Agent, a.Amount)
	return why, err
}

func settleQueue(w *World, a *Action) (Refusal, error) {
	return w.enqueue(w.tokens[a.Token], a.Agent, a.Amount)
}

func settleUnbond(w *World, a *Action) (Refusal, error) {
	if _, err := w.tokens[a.Token].lt.Unbond(w.book, w.now, a.Amount); err != nil {
		return refusal(err)
	}
	return Filled, nil
}

func settleDelegate(w *World, a *Action) (Refusal, error) {
	if _, err := w.tokens[a.Token].lt.Delegate(w.book, int(a.Aux), a.Amount, w.now); err != nil {
		return refusal(err)
	}
	return Filled, nil
}

func settleUndelegate(w *World, a *Action) (Refusal, error) {
	if err := w.tokens[a.Token].lt.Undelegate(w.book, int(a.Aux), a.Amount, w.now); err != nil {
		return refusal(err)
	}
	return Filled, nil
}

// room is how much ETH a token still takes: none where the rules refuse to say.
func (w *World) room(t *token) money.Gwei {
	room, err := t.lt.Room(w.book)
	if err != nil {
		return 0
	}
	return room
}
