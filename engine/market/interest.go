package market

// KinkedRate is a borrow rate that rises gently up to an optimal utilisation and
// steeply past it (Aave DefaultReserveInterestRateStrategy). All rates are per year
// of 365 days and compound continuously; Optimal is a share of supply in (0, 1).
type KinkedRate struct{ Base, Slope1, Slope2, Optimal float64 }

// At is the rate at a utilisation in [0, 1].
func (k KinkedRate) At(utilisation float64) float64 {
	if utilisation <= k.Optimal {
		return k.Base + float64(k.Slope1*(utilisation/k.Optimal))
	}
	return k.Base + k.Slope1 + float64(k.Slope2*((utilisation-k.Optimal)/(1-k.Optimal)))
}

func (k KinkedRate) valid() bool {
	return k.Base >= 0 && k.Slope1 >= 0 && k.Slope2 >= 0 && k.Optimal > 0 && k.Optimal < 1
}
