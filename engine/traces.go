package engine

import (
	"slices"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// traces lists what is followed over time.
func traces() []family {
	return slices.Concat(tokenTraces(), debtTraces(), splitTraces(), securityTraces())
}

func tokenTraces() []family {
	tok := func(name, unit, help string, read func(w *World, t *token) float64) family {
		return family{name, unit, help, perToken, nil, func(w *World, i int) float64 { return read(w, w.shown[i]) }}
	}
	return []family{
		{"eth_usd", "USD", "price of ETH, exogenous", perWorld, nil, func(w *World, _ int) float64 { return w.ethUSD() }},
		tok("price", "ETH/ETH", "pool price per unit of redemption value", func(w *World, t *token) float64 { return w.quote(t) }),
		tok("requests", "ETH/d", "exit requests of the last 24 hours",
			func(w *World, t *token) float64 { return w.lastDay(t.track.askedBy) }),
		tok("net_flow", "ETH/d", "ETH paid to leavers less deposits, over the last 24 hours",
			func(w *World, t *token) float64 { return w.lastDay(t.track.netBy) }),
		tok("queue", "ETH", "redemption value waiting in the exit queue",
			func(w *World, t *token) float64 { return w.worth(t, t.lt.Queued()).Float() }),
		tok("wait", "d", "wait that a new exit request faces", func(w *World, t *token) float64 { return t.outlook.Wait * 365 }),
	}
}

func debtTraces() []family {
	hasDesk := func(w *World) bool { return len(w.desks) > 0 }
	return []family{
		{"loop_debt", "ETH", "debt of levered positions", perWorld, hasDesk, func(w *World, _ int) float64 { return w.loopDebt() }},
		{"bad_debt_path", "ETH", "debt left without collateral so far", perWorld, hasDesk, func(w *World, _ int) float64 { return w.badDebt() }},
		{"utilisation", "%", "share of the desk's supply that is lent out", perDesk, nil,
			func(w *World, i int) float64 { return 100 * w.desks[i].desk.Utilisation() }},
	}
}

// lastDay is what a cumulated flow has added in the last 24 hours.
func (w *World) lastDay(flow []money.Gwei) float64 {
	at := min(int(clock.Span(w.now)/w.spec.Step), len(flow)-1)
	before := money.Gwei(0)
	if at >= w.track.dayLong {
		before = flow[at-w.track.dayLong]
	}
	return (flow[at] - before).Float()
}

// ethUSD is the price of ETH, with the scenario's shocks.
func (w *World) ethUSD() float64 { return float64(w.price.Now() * w.shocked) }
