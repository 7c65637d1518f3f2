package verify

import (
	"math"

	"github.com/restakesim/restakesim/engine/market"
)

// publishedAmplification is the coded A at which published compositions of the stETH
// pool in 2022 are held against published prices.
const publishedAmplification = 50

// history replays published compositions of the stETH pool: the marginal price of a
// StableSwap pool against the one that the file computed and against the published one.
// The difference of these two, which the file also states, is not compared.
func history(tolerance object) replayer {
	model, published := tolerance.float("abs_model"), tolerance.float("abs_published")
	return func(p replay, c object) error {
		p.id = c.text("date")
		curve := market.Curve{Coins: 2, Amplification: publishedAmplification}
		b, err := market.NewBasket(curve, market.StableFee{}, []float64{c.float("steth"), c.float("eth")}, []float64{1, 1}, 0)
		if err != nil {
			return err
		}
		got := b.Price(0, 1)
		for _, k := range []struct {
			field     string
			tolerance float64
		}{{"model_price_A50", model}, {"published_price", published}} {
			want := c.float(k.field)
			p.check("price", k.field, math.Abs(got-want) <= k.tolerance, want, got)
		}
		return nil
	}
}

// isHistory tells published compositions from cases of other markets.
func isHistory(c object) bool {
	return c.has("eth") && c.has("steth") && c.has("model_price_A50") && c.has("published_price")
}
