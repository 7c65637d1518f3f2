package market

import "fmt"

// StableFee is how a StableSwap pool charges. Rate is taken from the coin paid out;
// Admin is the share of it that leaves the pool. Offpeg above 1 lets the rate grow
// towards Offpeg times Rate as the pool loses its balance:
//
//	m·f / ((m-1)·4ab/(a+b)² + 1)
//
// with a and b the two scaled balances, each as the mean of before and after (Curve
// stableswap-ng, CurveStableSwapNG.vy, _dynamic_fee).
type StableFee struct{ Rate, Admin, Offpeg float64 }

// at is the fee for mean scaled balances a and b.
func (f StableFee) at(a, b float64) float64 {
	if f.Offpeg <= 1 {
		return f.Rate
	}
	s := a + b
	balance := 4 * (a / s) * (b / s)
	return float64(f.Offpeg*f.Rate) / (float64((f.Offpeg-1)*balance) + 1)
}

// imbalance is the fee on each coin's distance from the pool's proportion, when liquidity
// comes or goes unevenly: f·n/(4(n-1)), which over a deposit of one coin and a withdrawal
// of another comes to about a swap's. It grows off balance as a swap's does (Curve
// stableswap-ng, CurveStableSwapNG.vy, add_liquidity).
func (f StableFee) imbalance(coins int) StableFee {
	n := float64(coins)
	f.Rate *= n / (4 * (n - 1))
	return f
}

// refuses says why no pool on a curve charges like this.
func (f StableFee) refuses(c Curve) error {
	inRange := c.Coins >= 2 && c.Coins <= MaxCoins && c.Amplification >= 1 && c.Amplification <= 1e6 &&
		f.Rate >= 0 && f.Admin >= 0 && f.Admin <= 1 && float64(max(1, f.Offpeg)*f.Rate) < 1
	if !inRange {
		return fmt.Errorf("%w: %d coins, amplification %v, fee %v", ErrSetting, c.Coins, c.Amplification, f)
	}
	return nil
}
