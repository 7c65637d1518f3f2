package restake

import "github.com/restakesim/restakesim/engine/money"

// Timing of a consensus-layer slash (consensus-specs): stake leaves 8,192 epochs
// after it, and half-way the correlation penalty looks at everybody slashed in
// the 8,192 epochs that end there.
const (
	SlashedWithdrawable = 8192 * Epoch // 36.4 days from the slash to the withdrawal
	CorrelationAt       = 4096 * Epoch // 18.2 days from the slash to the second penalty
	CorrelationWindow   = 8192 * Epoch // how far back from that penalty slashes count
)

// InitialPenalty is what a validator loses at once when it is slashed.
func (e Era) InitialPenalty(effective money.Gwei) money.Gwei {
	return effective / money.Gwei(e.InitialQuotient)
}

// CorrelationPenalty is what it loses half-way: with S = slashed in the window
// and T = total, A = min(multiplier·S, T), it is down(eb·A/T) in whole ETH
// before Electra, hence nothing while S is small, and down(A/(T in ETH)) per ETH
// of balance from then on. total must be at least 1 ETH.
func (e Era) CorrelationPenalty(effective, slashed, total money.Gwei) (money.Gwei, error) {
	adjusted := total
	if slashed < total/money.Gwei(e.Multiplier)+1 {
		adjusted = min(slashed*money.Gwei(e.Multiplier), total)
	}
	units := effective / increment
	if e.Smooth {
		return adjusted / (total / increment) * units, nil
	}
	whole, err := money.MulDiv(int64(units), int64(adjusted), int64(total), money.Down)
	return money.Gwei(whole) * increment, err
}
