package engine

import "github.com/restakesim/restakesim/engine/ledger"

// What tests outside the package may see of a world.

// Opened draws the population of a replication and stops at the snapshot.
func (w *World) Opened(seed uint64) error {
	w.seed, w.replication, w.now = seed, 0, 0
	return w.genesis()
}

// Step makes one step.
func (w *World) Step() error { return w.step() }

// TrueRate is what the backing of a token supports.
func (w *World) TrueRate(token string) float64 { return w.trueRate(w.tokenNamed(token)) }

// Supply is how much of a token there is, in whole tokens.
func (w *World) Supply(token string) float64 { return w.tokenNamed(token).lt.Supply(w.book).Float() }

// Stake is what lies in all vaults together, in ETH.
func (w *World) Stake() float64 { return w.net.total() }

// Final is a metric as it stands now.
func (w *World) Final(name string) float64 {
	for _, r := range w.finals {
		if r.metric.Name == name {
			return r.family.read(w, r.index)
		}
	}
	panic("no metric " + name)
}

// Slashable is what all services together can slash, in ETH.
func (w *World) Slashable() float64 { return w.net.reuse() * w.net.total() }

// InVault is the active stake of a vault, in its asset.
func (w *World) InVault(name string) float64 {
	active, _ := w.net.graph.Held(w.book, w.vaultNamed(name))
	return active.Float()
}

// Accused lists what was held against operators in the last step: service and operator.
func (w *World) Accused() (out [][2]int32) {
	for _, f := range w.net.pending {
		out = append(out, [2]int32{f.Service, f.Operator})
	}
	return out
}

// Times is how often something with a mean happens by a uniform number.
func Times(mean, u float64) int { return hazardOf(mean, 1).times(u) }

func (w *World) cohortNamed(name string) *Cohort {
	for _, c := range w.cohorts {
		if c.Name == name {
			return c
		}
	}
	panic("no cohort " + name)
}

// Wealth is that of a cohort, in ETH.
func (w *World) Wealth(cohort string) float64 { return w.wealth(w.cohortNamed(cohort)) }

// Cash is the ETH of a cohort's first agent.
func (w *World) Cash(cohort string) float64 {
	return w.book.Balance(w.cohortNamed(cohort).First, assetETH).Float()
}

// Queue lets a cohort's first agent ask for redemption of all its tokens.
func (w *World) Queue(cohort, token string) {
	t, who := w.tokenNamed(token), w.cohortNamed(cohort).First
	if why, err := w.enqueue(t, who, w.book.Balance(who, t.asset)); err != nil || why != Filled {
		panic("refused")
	}
}

// SellPrice is what agents may expect for so many whole tokens.
func (w *World) SellPrice(token string, tokens float64) float64 {
	return w.view.SellPrice(w.indexOf(w.tokenNamed(token)), ETH(tokens))
}

// Points are what an account has earned of the first programme.
func (w *World) Points(account string) float64 {
	for a := range ledger.Account(w.book.Accounts()) {
		if w.book.Name(a) == account+"[0]" {
			return w.programmes[0].points.Points(a, w.now)
		}
	}
	panic("no account " + account)
}
