package market

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

// TestSellValue: what a sale brings per unit of redemption value, from a large pool at
// parity with and without a fee.
func TestSellValue(t *testing.T) {
	const rate, size = 1.25, 1000 * money.ETH
	v := newVenue(t)
	p := v.stable(1000, StableFee{Rate: 0.01}, 800_000_000*money.ETH, 1_000_000_000*money.ETH, rate)
	if got := SellValue(p, size, v.listing(), rate); math.Abs(got-0.99) > 1e-7 {
		t.Errorf("a sale at parity less 1 %% brings %v", got)
	}
	if got := SellValue(p, 0, v.listing(), rate); got != 0 {
		t.Errorf("selling nothing brings %v", got)
	}
}

// TestBestExit: nothing is worth more than the best way out, which is worth what it is
// said to be; of equal ways the first is taken.
func TestBestExit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Wait{Years: rapid.Float64Range(0, 1).Draw(t, "years"), Discount: rapid.Float64Range(0, 0.5).Draw(t, "discount"),
			Yield: rapid.Float64Range(0, 0.1).Draw(t, "yield"), Slashes: rapid.Float64Range(0, 1).Draw(t, "slashes"), Loss: rapid.Float64Range(0, 1).Draw(t, "loss")}
		sold, ltv, rate := rapid.Float64Range(0.5, 1).Draw(t, "sold"), rapid.Float64Range(0, 0.9).Draw(t, "ltv"), rapid.Float64Range(0, 0.3).Draw(t, "rate")
		values := []float64{SellNow: sold, QueueUp: w.QueueValue(), BorrowAndQueue: w.BorrowValue(ltv, rate)}
		best, worth := w.Best(sold, ltv, rate)
		if values[best] != worth || worth < max(values[0], values[1], values[2]) {
			t.Fatalf("best is %d at %v of %v", best, worth, values)
		}
		if best, _ := w.Best(w.QueueValue(), 0, 0); best != SellNow {
			t.Fatalf("selling for as much as queueing is worth loses against %d", best)
		}
	})
}
