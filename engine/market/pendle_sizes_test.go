package market

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// brings is what a sale comes to, minus infinity where it is refused.
func brings(c *PendleCurve, y float64) float64 {
	q, err := c.Trade(-y)
	if err != nil {
		return math.Inf(-1)
	}
	return q.Asset
}

// TestPendleSizesInvertTrades: each size for an amount of asset, traded, comes to that
// amount, or is as large as there can be.
func TestPendleSizesInvertTrades(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t)
		asset := logUniform(-9, 0.3).Draw(t, "asset") * c.Asset
		const slack = 1e-9
		if n := c.BoughtFor(asset); n < (1-slack)*c.MostBought() && n > 0 {
			if q, err := c.Trade(n); err != nil || math.Abs(q.Asset+asset) > slack*asset {
				t.Fatalf("%v asset for %v bought: %+v, %v", asset, n, q, err)
			}
		}
		if y := c.YieldBoughtFor(asset); y < (1-slack)*c.MostSold() {
			if _, paid, err := c.YieldTrade(y); err != nil || math.Abs(paid+asset) > slack*asset {
				t.Fatalf("%v asset for %v yield tokens: %v, %v", asset, y, paid, err)
			}
		}
		best := c.BestSale()
		if y := c.SoldFor(asset); y < (1-slack)*best {
			if got := brings(&c, y); math.Abs(got-asset) > slack*asset {
				t.Fatalf("%v asset for %v sold: %v", asset, y, got)
			}
		} else if brings(&c, (1-slack)*best) > (1+slack)*asset {
			t.Fatalf("a sale of %v brings %v, which is more than %v", best, brings(&c, best), asset)
		}
	})
}

// TestBestSaleIsBest: no other sale brings more.
func TestBestSaleIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t)
		best := c.BestSale()
		if best == 0 {
			return
		}
		other := rapid.Float64Range(0, 1).Draw(t, "part") * c.MostSold()
		if got, most := brings(&c, other), brings(&c, best*(1-1e-12)); got > most*(1+1e-12) {
			t.Fatalf("a sale of %v brings %v, the best one of %v brings %v", other, got, best, most)
		}
	})
}

// TestSellingMoreBringsLess: at the end price a long market of a flat curve pays less for
// all that it can take than for a part of it.
func TestSellingMoreBringsLess(t *testing.T) {
	c := PendleTerms{ScalarRoot: 2, ParFirst: true}.Curve(5e8, 5e8, 0.05, 1)
	best, most := c.BestSale(), c.MostSold()
	if best <= 0 || best > 0.99*most {
		t.Fatalf("of %v that can be sold, %v brings most", most, best)
	}
	top := brings(&c, best)
	for _, y := range []float64{0.98 * best, (best + most) / 2, 0.999 * most} {
		if brings(&c, y) >= top {
			t.Errorf("a sale of %v brings %v, one of %v brings %v", y, brings(&c, y), best, top)
		}
	}
}

// TestSoldWithinItsPrice: the largest sale at an average price brings that price, and a
// larger one less.
func TestSoldWithinItsPrice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t)
		price := c.Price() * rapid.Float64Range(0.5, 1.01).Draw(t, "of the price")
		n := c.SoldWithin(price)
		if got := brings(&c, n*(1-1e-9)); n > 0 && got < price*n*(1-2e-9) {
			t.Fatalf("%v sell at %v on average, wanted %v", n, got/n, price)
		}
		if more := n*(1+1e-6) + 1e-9*c.PT; more < c.MostSold() && brings(&c, more) > price*more*(1+1e-9) {
			t.Fatalf("%v sell at %v on average too, not only %v", more, brings(&c, more)/more, n)
		}
	})
}
