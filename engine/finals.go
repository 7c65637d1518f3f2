package engine

import "slices"

// finals lists every metric that a replication ends with. An entry is all that a
// new metric needs: name, unit, help, what it ranges over and how to read it.
func finals() []family {
	return slices.Concat(tokenFinals(), debtFinals(), splitFinals(), securityFinals(), cohortFinals())
}

func tokenFinals() []family {
	tok := func(name, unit, help string, read func(w *World, t *token) float64) family {
		return family{name, unit, help, perToken, nil, func(w *World, i int) float64 { return read(w, w.shown[i]) }}
	}
	return []family{
		tok("lowest_price", "ETH/ETH", "lowest pool price at the end of an hour, or of a step where that is longer, per unit of redemption value",
			func(_ *World, t *token) float64 { return t.track.lowest }),
		tok("hours_below_1pct", "h", "time during which the pool price stood more than 1 % below redemption value",
			func(_ *World, t *token) float64 { return t.track.below[0].Days() * 24 }),
		tok("hours_below_5pct", "h", "time during which the pool price stood more than 5 % below redemption value",
			func(_ *World, t *token) float64 { return t.track.below[1].Days() * 24 }),
		tok("hours_below_10pct", "h", "time during which the pool price stood more than 10 % below redemption value",
			func(_ *World, t *token) float64 { return t.track.below[2].Days() * 24 }),
		tok("requested", "ETH", "redemption value for which exit was asked over the horizon",
			func(_ *World, t *token) float64 { return t.track.requested.Float() }),
		tok("requested_share", "%", "exit requests over the horizon, as a share of the token's opening redemption value",
			func(_ *World, t *token) float64 { return share(t.track.requested.Float(), t.track.opening.Float()) }),
		tok("net_outflow", "ETH", "ETH paid to leavers less ETH deposited, over the horizon",
			func(_ *World, t *token) float64 { return (t.track.paid - t.track.deposited).Float() }),
		tok("outflow_share", "%", "net outflow as a share of the token's opening redemption value",
			func(_ *World, t *token) float64 {
				return share((t.track.paid - t.track.deposited).Float(), t.track.opening.Float())
			}),
		tok("worst_day_outflow", "ETH", "largest net outflow within any 24 hours",
			func(w *World, t *token) float64 { return worstWindow(t.track.netBy, w.track.dayLong).Float() }),
		tok("worst_day_requests", "ETH", "largest redemption value for which exit was asked within any 24 hours",
			func(w *World, t *token) float64 { return worstWindow(t.track.askedBy, w.track.dayLong).Float() }),
		tok("request_day", "d", "day by which half of all exit requests had been made",
			func(w *World, t *token) float64 { return w.halfway(t.track.askedBy) }),
		tok("paid_day", "d", "day by which half of all exits had been paid",
			func(w *World, t *token) float64 { return w.halfway(t.track.paidBy) }),
		tok("sold", "ETH", "redemption value sold into pools over the horizon",
			func(_ *World, t *token) float64 { return t.track.sold.Float() }),
		tok("dip_bought", "ETH", "redemption value bought out of pools over the horizon",
			func(_ *World, t *token) float64 { return t.track.bought.Float() }),
		tok("peak_queue", "ETH", "largest redemption value waiting in the exit queue",
			func(_ *World, t *token) float64 { return t.track.peakQueue.Float() }),
		tok("longest_wait", "d", "longest wait that a new request faced while the queue was not empty",
			func(_ *World, t *token) float64 { return t.track.longestWait }),
	}
}

func debtFinals() []family {
	hasDesk := func(w *World) bool { return len(w.desks) > 0 }
	return []family{
		{"liquidations", "1", "number of liquidations", perWorld, hasDesk, func(w *World, _ int) float64 { return float64(w.track.liquidations) }},
		{"liquidated", "ETH", "debt repaid in liquidations", perWorld, hasDesk, func(w *World, _ int) float64 { return w.track.liquidated.Float() }},
		{"bad_debt", "ETH", "debt left without collateral, written off or still open", perWorld, hasDesk, func(w *World, _ int) float64 { return w.badDebt() }},
		{"lender_haircut", "%", "bad debt written off against lenders, as a share of what they had supplied", perWorld, hasDesk,
			func(w *World, _ int) float64 { return share(w.writtenOff(), w.suppliedAtOpening()) }},
		{"loop_debt_change", "%", "change of the debt of levered positions over the horizon", perWorld, hasDesk,
			func(w *World, _ int) float64 { return share(w.loopDebt()-w.track.loopDebt, w.track.loopDebt) }},
	}
}

func cohortFinals() []family {
	return []family{
		{"wealth_change", "%", "change of a cohort's wealth, with tokens at their true redemption rate and airdrops at their market price; operators' bonds and wallets and managers' treasuries are theirs", perCohort, nil,
			func(w *World, i int) float64 {
				return share(w.wealth(w.cohorts[i])-w.track.wealth[i], w.track.wealth[i])
			}},
		{"gain", "ETH", "change of a cohort's wealth in ETH", perCohort, nil,
			func(w *World, i int) float64 { return w.wealth(w.cohorts[i]) - w.track.wealth[i] }},
	}
}

// share is a percentage, 0 of nothing.
func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * (part / whole)
}
