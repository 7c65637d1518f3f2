package attack

import (
	"math"

	"github.com/restakesim/restakesim/engine/money"
)

// CascadeRounds is how many rounds are told apart; later ones count with the last.
const CascadeRounds = 16

// Cascade counts the attacks that follow one shock, and what they take. The zero
// value is empty. It assumes one valuation throughout: measure stake, shock and
// losses at the prices at which γ was measured.
type Cascade struct {
	total, shock money.Gwei
	rounds       int
	lost         [CascadeRounds]money.Gwei
}

// Begin starts a new cascade: total stake before the shock and the part of it that
// the shock removed, nano-ETH.
func (c *Cascade) Begin(total, shock money.Gwei) { *c = Cascade{total: total, shock: shock} }

// Disturb adds stake that left the network while the cascade runs, by withdrawal,
// fault or fall in value: for the bound that is more shock.
func (c *Cascade) Disturb(more money.Gwei) { c.shock += more }

// Strike books one more round: an executed attack and the stake it cost, nano-ETH.
func (c *Cascade) Strike(lost money.Gwei) { c.Add(c.rounds+1, lost) }

// Add books stake that an attack cost, to the round that the attack is, counted from 1:
// slashes may land later than those of a following attack.
func (c *Cascade) Add(round int, lost money.Gwei) {
	c.rounds = max(c.rounds, round)
	c.lost[min(round, CascadeRounds)-1] += lost
}

// Rounds returns the number of attacks since the shock.
func (c *Cascade) Rounds() int { return c.rounds }

// LostIn returns the stake lost in a round, counted from 1, nano-ETH.
func (c *Cascade) LostIn(round int) money.Gwei {
	if round < 1 || round > CascadeRounds {
		return 0
	}
	return c.lost[round-1]
}

// Attacked returns the stake lost to attacks over all rounds, nano-ETH.
func (c *Cascade) Attacked() money.Gwei {
	var sum money.Gwei
	for _, l := range c.lost {
		sum += l
	}
	return sum
}

// Shock returns ψ, the share of stake that the shock removed, in [0, 1].
func (c *Cascade) Shock() float64 { return c.share(c.shock) }

// Loss returns the share of stake lost to the shock and to attacks together.
func (c *Cascade) Loss() float64 { return c.share(c.shock + c.Attacked()) }

func (c *Cascade) share(x money.Gwei) float64 {
	if c.total <= 0 {
		return 0
	}
	return float64(x) / float64(c.total)
}

// Holds compares the loss with WorstLoss for the slack that the network had before
// the shock. The comparison applies where γ > 0 and a shock was given; it presumes a
// static graph, full slashing and no arrivals (see Disturb).
func (c *Cascade) Holds(gamma float64) (applicable, holds bool) {
	if !(gamma > 0) || c.shock <= 0 || c.total <= 0 {
		return false, false
	}
	return true, c.Attacked() == 0 || c.Loss() < WorstLoss(gamma, c.Shock())
}

// WorstLoss bounds the share of stake lost, shock ψ included, in a network with
// slack γ > 0: less than (1 + 1/γ)·ψ (Durvasula and Roughgarden, theorem 1), and
// nothing without a shock. Without slack there is no bound: +Inf.
func WorstLoss(gamma, psi float64) float64 {
	switch {
	case psi == 0 && gamma > 0:
		return 0
	case !(gamma > 0):
		return math.Inf(1)
	}
	return float64((1 + 1/gamma) * psi)
}
