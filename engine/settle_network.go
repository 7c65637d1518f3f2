package engine

import "github.com/restakesim/restakesim/engine/money"

// settleOptIn lets an operator serve a further service with Ratio of its stake.
func settleOptIn(w *World, a *Action) (Refusal, error) {
	share := money.Ratio{Num: int64(a.Ratio * 1e6), Den: 1e6}
	if err := w.net.graph.OptIn(w.now, a.Target, a.Aux, share); err != nil {
		return refusal(err)
	}
	return Filled, nil
}

// settleOptOut lets an operator leave a service.
func settleOptOut(w *World, a *Action) (Refusal, error) {
	if err := w.net.graph.OptOut(w.now, a.Target, a.Aux); err != nil {
		return refusal(err)
	}
	return Filled, nil
}
