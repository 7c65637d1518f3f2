package restake

import (
	"math"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// Epoch is 32 slots of 12 seconds.
const Epoch clock.Span = 384

// Lengths and sizes that no fork has changed (consensus-specs, phase0 presets).
const (
	lookahead         = 5     // epochs from a request to the earliest exit: 1 + MAX_SEED_LOOKAHEAD
	withdrawableDelay = 256   // epochs from exit to withdrawable: MIN_VALIDATOR_WITHDRAWABILITY_DELAY
	sweepPerSlot      = 16    // MAX_WITHDRAWALS_PER_PAYLOAD
	epochsPerDay      = 225   // 86,400 / 384
	increment         = 1e9   // EFFECTIVE_BALANCE_INCREMENT in gwei
	validatorSize     = 32e9  // activation balance in gwei
	churnQuotient     = 65536 // CHURN_LIMIT_QUOTIENT
)

// Era is the set of consensus rules between two forks, as far as leaving and
// being slashed go. Source: ethereum/consensus-specs at a08d8a6e, files
// beacon-chain.md of phase0, altair, bellatrix, deneb, electra and gloas.
type Era struct {
	Name            string
	Since           Day        // first day on mainnet, from memory; 0 = not scheduled
	ByCount         bool       // churn counts validators of 32 ETH rather than ETH
	ChurnFloor      money.Gwei // least exit churn per epoch
	ChurnCap        money.Gwei // most exit churn per epoch; 0 = none
	ChurnQuotient   int64      // stake divided by it is the churn between floor and cap
	ActivationCap   money.Gwei // most activation churn per epoch; 0 = as much as the exit churn
	Consolidation   int64      // stake divided by it is the consolidation churn; 0 = what the cap leaves of the churn
	InitialQuotient int64      // initial slashing penalty = effective balance / it
	Multiplier      int64      // of slashed stake in the correlation penalty
	Smooth          bool       // correlation penalty without the whole-ETH cliff (Electra on)
}

// Eras returns the forks in order, oldest first.
func Eras() []Era {
	byCount := Era{ByCount: true, ChurnFloor: 4 * validatorSize, ChurnQuotient: churnQuotient}
	era := func(name string, since Day, initial, multiplier int64) Era {
		e := byCount
		e.Name, e.Since, e.InitialQuotient, e.Multiplier = name, since, initial, multiplier
		return e
	}
	deneb := era("deneb", 20240313, 32, 3)
	deneb.ActivationCap = 8 * validatorSize
	electra := Era{Name: "electra", Since: 20250507, ChurnFloor: 128 * money.ETH, ChurnCap: 256 * money.ETH, ActivationCap: 256 * money.ETH,
		ChurnQuotient: churnQuotient, InitialQuotient: 4096, Multiplier: 3, Smooth: true}
	gloas := electra
	gloas.Name, gloas.Since, gloas.ChurnCap, gloas.ChurnQuotient, gloas.Consolidation = "gloas", 0, 0, 32768, 65536
	return []Era{
		era("phase0", 20201201, 128, 1),
		era("altair", 20211027, 64, 2),
		era("bellatrix", 20220906, 32, 3),
		era("capella", 20230412, 32, 3),
		deneb,
		electra,
		gloas,
	}
}

// EraNamed returns the era of that name and whether there is one.
func EraNamed(name string) (Era, bool) {
	for _, e := range Eras() {
		if e.Name == name {
			return e, true
		}
	}
	return Era{}, false
}

// EraAt returns the era in force on a day, and false before the beacon chain.
func EraAt(d Day) (Era, bool) {
	found := Era{}
	for _, e := range Eras() {
		if e.Since != 0 && e.Since <= d {
			found = e
		}
	}
	return found, found.Name != ""
}

// churn is the stake that may come or go in one epoch when staked ETH are active, before
// any cap: whole validators before Electra, whole ETH from then on
// (get_validator_churn_limit, get_balance_churn_limit).
func (e Era) churn(staked money.Gwei) money.Gwei {
	if e.ByCount {
		count := int64(staked) / validatorSize / e.ChurnQuotient
		return max(e.ChurnFloor, money.Gwei(count*validatorSize))
	}
	limit := max(e.ChurnFloor, staked/money.Gwei(e.ChurnQuotient))
	return limit - limit%increment
}

// capped is a limit under a cap; 0 is none.
func capped(limit, most money.Gwei) money.Gwei {
	if most > 0 {
		return min(limit, most)
	}
	return limit
}

// ExitPerEpoch is the stake that may leave in one epoch when staked ETH are active
// (get_validator_churn_limit, get_activation_exit_churn_limit, get_exit_churn_limit).
func (e Era) ExitPerEpoch(staked money.Gwei) money.Gwei { return capped(e.churn(staked), e.ChurnCap) }

// ActivationPerEpoch is the stake that may become active in one epoch
// (get_validator_activation_churn_limit, get_activation_exit_churn_limit,
// get_activation_churn_limit).
func (e Era) ActivationPerEpoch(staked money.Gwei) money.Gwei {
	return capped(e.churn(staked), e.ActivationCap)
}

// ConsolidationPerEpoch is the stake that may move from one validator to another in one
// epoch; none before Electra (get_consolidation_churn_limit).
func (e Era) ConsolidationPerEpoch(staked money.Gwei) money.Gwei {
	if e.Consolidation > 0 {
		limit := staked / money.Gwei(e.Consolidation)
		return limit - limit%increment
	}
	return e.churn(staked) - e.ExitPerEpoch(staked)
}

// ExitPerDay is ExitPerEpoch times the 225 epochs of a day.
func (e Era) ExitPerDay(staked money.Gwei) money.Gwei { return e.ExitPerEpoch(staked) * epochsPerDay }

// BaseReward is the issuance in gwei per staked ETH and epoch at full
// participation: down(64e9/isqrt(staked)) (get_base_reward_per_increment).
func BaseReward(staked money.Gwei) int64 {
	root := isqrt(int64(staked))
	if root == 0 {
		return 0
	}
	return 64_000_000_000 / root
}

// IssuanceYield is the yearly issuance per staked ETH that BaseReward gives
// over 82,125 epochs, without tips.
func IssuanceYield(staked money.Gwei) float64 {
	return float64(BaseReward(staked)*epochsPerDay*365) / increment
}

// isqrt is the integer square root, exact for every non-negative int64.
func isqrt(x int64) int64 {
	r := int64(math.Sqrt(float64(x)))
	for r > 0 && r > x/r {
		r--
	}
	for (r + 1) <= x/(r+1) {
		r++
	}
	return r
}
