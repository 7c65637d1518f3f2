package engine

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/clock"
)

// accrue posts what has been earned. Staking yield and service rewards are posted
// once a simulated day, as reports are; interest accrues with every step.
func (w *World) accrue() error {
	for _, d := range w.desks {
		if err := d.desk.Accrue(w.book, w.now); err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
	}
	day := clock.Span(w.now) / clock.Day
	if span := (day - w.accrued) * clock.Day; span > 0 {
		w.accrued = day
		return w.accrueYield(span)
	}
	return nil
}

func (w *World) accrueYield(span clock.Span) error {
	if w.net != nil {
		if err := w.net.graph.StakingYield(w.book, w.chain, span); err != nil {
			return err
		}
		if err := w.net.graph.Accrue(w.book, w.now, w.priceOf); err != nil {
			return err
		}
	}
	for _, t := range w.tokens {
		if err := t.lt.Accrue(w.book, span); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		if err := t.lt.Reward(w.book, t.spec.Services, span); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		if err := w.seePay(t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

// settleDue does what has become due by now in the mechanisms: Ethereum's queue,
// then vaults, then liquid tokens, those that others stand on first.
func (w *World) settleDue() error {
	if _, err := w.chain.Settle(w.book, w.now); err != nil {
		return err
	}
	if w.net != nil {
		if err := w.net.graph.Settle(w.book, w.now); err != nil {
			return err
		}
	}
	for _, bases := range []bool{true, false} {
		for _, t := range w.tokens {
			if t.base != bases {
				continue
			}
			if err := t.lt.Settle(w.book, w.now, t.paid); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
	}
	return nil
}
