package restake

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

// Worked by hand: 3 shares against 10 units, and one virtual unit on both sides, so
// 11/4 a share. 5 units buy ⌊20/11⌋ = 1 share and cost ⌈20/11⌉ = 2; 2 shares are worth
// ⌊22/4⌋ = 5, and all 3 are worth ⌊33/4⌋ = 8.
func TestPoolRounding(t *testing.T) {
	p := pool{shares: money.W(3), virtual: 1}
	minted, err := p.mint(5, 10)
	must(t, err)
	burned, err := p.burn(5, 10)
	must(t, err)
	equal(t, "minted", minted, money.W(1))
	equal(t, "burned", burned, money.W(2))
	for shares, worth := range map[uint64]money.Gwei{0: 0, 2: 5, 3: 8} {
		got, err := p.worth(money.W(shares), 10)
		must(t, err)
		equal(t, "worth", got, worth)
	}
	slashed, err := p.worth(money.W(3), 1) // ⌊3·2/4⌋ = 1, all there is
	must(t, err)
	equal(t, "worth after a slash", slashed, 1)
	wiped, err := p.worth(money.W(3), 0) // 3/4 of the virtual unit
	must(t, err)
	equal(t, "worth of a wiped pool", wiped, 0)
}

// Whoever comes or goes, the price of a share with the virtual units never falls, so
// no rounding is at the cost of those who stay.
func TestSharePriceNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pool{virtual: rapid.SampledFrom([]uint64{1, 1000}).Draw(t, "virtual")}
		total := money.Gwei(0)
		for range rapid.IntRange(1, 20).Draw(t, "visits") {
			shares, before := p.shares, total
			amount := money.Gwei(rapid.OneOf(rapid.Int64Range(1, 30), rapid.Int64Range(1, 1e15)).Draw(t, "amount"))
			var x money.Wide
			var err error
			switch rapid.SampledFrom([]string{"come", "go", "win"}).Draw(t, "visit") {
			case "come":
				if x, err = p.mint(amount, total); err == nil {
					p.shares, err = p.shares.Add(x)
					total += amount
				}
			case "go":
				if amount = min(amount, total); amount == 0 {
					continue
				}
				if x, err = p.burn(amount, total); x.Cmp(p.shares) <= 0 {
					p.shares, _ = p.shares.Sub(x)
					total -= amount
				}
			case "win":
				total += amount
			}
			if err != nil {
				t.Fatal(err)
			}
			if fell(before, total, shares, p.shares, p.virtual) {
				t.Fatalf("%d over %v shares became %d over %v", before, shares, total, p.shares)
			}
		}
	})
}

// fell compares total/shares before and after, with virtual units, by whole numbers.
func fell(before, after money.Gwei, shares, now money.Wide, virtual uint64) bool {
	old, _ := shares.Add(money.W(virtual))
	fresh, _ := now.Add(money.W(virtual))
	// after/fresh < before/old, if and only if ⌊after·old/fresh⌋ < before.
	x, err := money.MulDivWide(money.W(uint64(after)+virtual), old, fresh, money.Down)
	return err == nil && x.Cmp(money.W(uint64(before)+virtual)) < 0
}
