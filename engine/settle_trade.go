package engine

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// bestPool is the pool of a token that pays most for a sale, the first by name on a
// tie, or nil.
func (w *World) bestPool(t *token, tokens money.Gwei) *pool {
	if len(t.pools) == 1 {
		return t.pools[0]
	}
	var best *pool
	var most money.Gwei = -1
	for _, p := range t.pools {
		if out := p.pool.SellOut(tokens); out > most {
			best, most = p, out
		}
	}
	return best
}

// sync rereads a pool's reserves and the rate by which it scales its token.
func (w *World) sync(p *pool) {
	rate := 1.0
	if p.token != nil {
		rate = p.token.lt.Recognised()
	}
	p.pool.Sync(w.book, rate)
}

// weight is the token's part of a pool's value at its redemption rate.
func (w *World) weight(p *pool) float64 {
	base := float64(w.book.Balance(p.pool.Account(), p.pool.Base()).Float() * p.token.outlook.Rate)
	quote := w.book.Balance(p.pool.Account(), p.pool.Quote()).Float()
	if base+quote <= 0 {
		return 0
	}
	return base / (base + quote)
}

// trade settles an order in a pool and rereads it.
func (w *World) trade(p *pool, who ledger.Account, o market.Order) (market.Fill, error) {
	f, err := p.pool.Settle(w.book, who, o)
	if err == nil {
		w.sync(p)
	}
	return f, err
}

func settleSell(w *World, a *Action) (Refusal, error) {
	_, why, err := w.sell(a.Token, a.Agent, a.Amount, a.Limit)
	return why, err
}

// sell sells the largest part of tokens whose average price is at least limit per
// unit of redemption value. It returns the ETH received.
func (w *World) sell(t int16, who ledger.Account, tokens money.Gwei, limit float64) (money.Gwei, Refusal, error) {
	tok := w.tokens[t]
	tokens = min(tokens, w.book.Balance(who, tok.asset))
	if tokens <= 0 {
		return 0, NoFunds, nil
	}
	p := w.bestPool(tok, tokens)
	if p == nil {
		return 0, NotAllowed, nil
	}
	part := p.pool.SellWithin(tokens, float64(limit*tok.outlook.Rate))
	if part <= 0 {
		return 0, LimitUnmet, nil
	}
	w.touch(tok, who)
	held := w.eligible(tok, who)
	f, err := w.trade(p, who, market.Order{Side: market.Sell, Amount: part})
	if err != nil {
		why, err := refusal(err)
		return 0, why, err
	}
	w.forfeit(tok, who, part, held)
	tok.track.sold += w.worth(tok, part)
	if part < tokens {
		return f.Out, LimitUnmet, nil
	}
	return f.Out, Filled, nil
}

func settleBuy(w *World, a *Action) (Refusal, error) {
	tok := w.tokens[a.Token]
	if len(tok.pools) == 0 {
		return NotAllowed, nil
	}
	p := cheapest(tok)
	limit := float64(a.Limit * tok.outlook.Rate)
	spend := min(a.Amount, p.pool.BuyTo(limit), w.book.Balance(a.Agent, assetETH))
	if spend <= 0 {
		return LimitUnmet, nil
	}
	w.touch(tok, a.Agent)
	f, err := w.trade(p, a.Agent, market.Order{Side: market.Buy, Amount: spend})
	if err != nil {
		return refusal(err)
	}
	tok.track.bought += w.worth(tok, f.Out)
	if a.Then == ThenQueue {
		return w.enqueue(tok, a.Agent, f.Out)
	}
	return Filled, nil
}

// cheapest is the token's pool with the lowest price, the first by name on a tie.
func cheapest(t *token) *pool {
	best := t.pools[0]
	for _, p := range t.pools[1:] {
		if p.pool.Price() < best.pool.Price() {
			best = p
		}
	}
	return best
}

// settleMintSell deposits the largest part of the ETH for which all that it mints, less
// the deposit fee, sells on average at the limit per ETH spent, and sells all of that.
func settleMintSell(w *World, a *Action) (Refusal, error) {
	tok := w.tokens[a.Token]
	eth := min(a.Amount, w.book.Balance(a.Agent, assetETH), w.room(tok))
	tokens := tok.minted(eth)
	if tokens <= 0 {
		return CapFull, nil
	}
	p := w.bestPool(tok, tokens)
	if p == nil {
		return NotAllowed, nil
	}
	cost := float64(eth) / float64(tokens)
	part := p.pool.SellWithin(tokens, float64(a.Limit*cost))
	if part <= 0 {
		return LimitUnmet, nil
	}
	if part < tokens {
		eth = money.Gwei(float64(part) * cost)
	}
	minted, why, err := w.mint(tok, a.Agent, eth)
	if why != Filled || err != nil {
		return why, err
	}
	_, why, err = w.sell(a.Token, a.Agent, minted, 0)
	return why, err
}

func settleSwitch(w *World, a *Action) (Refusal, error) {
	eth, why, err := w.sell(a.Token, a.Agent, a.Amount, a.Limit)
	if eth <= 0 || err != nil {
		return why, err
	}
	_, why, err = w.mint(w.tokens[a.Aux], a.Agent, eth)
	return why, err
}

func settleSellAirdrop(w *World, a *Action) (Refusal, error) {
	pr := w.programmes[a.Aux]
	amount := min(a.Amount, w.book.Balance(a.Agent, pr.asset))
	if pr.market == nil || pr.market.pool.SellOut(amount) <= 0 {
		return TooSmall, nil
	}
	if _, err := w.trade(pr.market, a.Agent, market.Order{Side: market.Sell, Amount: amount}); err != nil {
		return refusal(err)
	}
	return Filled, nil
}
