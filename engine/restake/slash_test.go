package restake

import (
	"errors"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Until 16 April 2025 nothing could be slashed and stake left after 7 days; every
// service counted all of it.
func TestEigenLayerBeforeSlashing(t *testing.T) {
	x := newVault(t, platformOn(t, "eigenlayer", 2025, 4, 16), ratio(1, 1), ratio(1, 2))
	x.endow(x.alice, 100)
	x.endow(x.bob, 60)
	x.leave(x.bob, 60, 0)
	if _, err := x.slash(0, ratio(1, 1), 0, day); !errors.Is(err, ErrNotSlashable) {
		t.Error(err)
	}
	x.stands("a day on", 100, 60, 0, 0, 0)
	x.settle(week - 1)
	x.stands("a second before 7 days", 100, 60, 0, 0, 0)
	x.settle(week)
	x.stands("after 7 days", 100, 0, 0, 60, 0)
}

// From 17 April 2025 on: magnitude 1, half of it allocated to A, a quarter to B.
//
//	day 0   alice 100, bob 60 who queues all of it
//	day 5   A slashes 50 %: x = 1/2·1/2 = 1/4. Active 100 → 75, queued 60 → 45,
//	        40 slashed. A has 1/4 left of a magnitude of 3/4.
//	day 6   B slashes all of its 1/4 of 3/4, one third: 75 → 50, 45 → 30. B could
//	        take 1/4 of the first 160 = 40 before and after the slash by A.
//	day 12  the 40 of day 5 reach the burn address; day 13 the other 40.
//	day 14  bob is paid 30. A slashes its 1/4 of 1/2: half of the active 50.
func TestEigenLayerAfterSlashing(t *testing.T) {
	x := newVault(t, platformOn(t, "eigenlayer", 2025, 4, 17), ratio(1, 2), ratio(1, 4))
	x.endow(x.alice, 100)
	x.endow(x.bob, 60)
	x.leave(x.bob, 60, 0)
	lost, err := x.slash(0, ratio(1, 2), 5*day, 5*day)
	must(t, err)
	equal(t, "A took", lost, 40)
	x.stands("day 5", 75, 45, 0, 0, 0)
	lost, err = x.slash(1, ratio(1, 1), 6*day, 6*day)
	must(t, err)
	equal(t, "B took", lost, 40)
	x.stands("day 6", 50, 30, 0, 0, 0)
	if _, err := x.slash(1, ratio(1, 1), 7*day, 7*day); !errors.Is(err, ErrNotServing) {
		t.Errorf("B slashes what it has no more: %v", err)
	}
	x.settle(12 * day)
	x.stands("day 12", 50, 30, 0, 0, 40)
	x.settle(14*day - 1)
	x.stands("a second before day 14", 50, 30, 0, 0, 80)
	x.settle(14 * day)
	x.stands("day 14", 50, 0, 0, 30, 80)
	lost, err = x.slash(0, ratio(1, 1), 14*day, 14*day)
	must(t, err)
	equal(t, "A took", lost, 25)
	equal(t, "A and B could take", x.g.Free(0), ratio(whole/4, whole))
}

// A veto window of 3 days, epochs of 7. Bob queues 20 in epoch 0 and alice 30 in
// epoch 1, of 60 and 40 deposited.
//
//	day 6  the fault, in epoch 0, when 80 are active; day 8 the request for half: 40
//	day 11 executed on 50 active + 20 + 30 queued: active loses 20, the younger
//	       bucket 12 and the older the rest, 8
//	day 14 bob is paid 12; day 21 alice 18
func TestSymbioticQueueSharesALossByCapture(t *testing.T) {
	x := newVault(t, platformOn(t, "symbiotic", 2025, 6, 1), ratio(1, 1))
	x.endowUnlimited(60, 40)
	x.leave(x.bob, 20, 3*day)
	x.leave(x.alice, 30, 7*day)
	lost, err := x.slash(0, ratio(1, 2), 6*day, 8*day)
	must(t, err)
	equal(t, "taken at request", lost, 0)
	x.settle(11*day - 1)
	x.stands("a second before day 11", 50, 50, 0, 0, 0)
	x.settle(11 * day)
	x.stands("day 11", 30, 30, 0, 0, 40)
	x.settle(14 * day)
	x.stands("day 14", 30, 18, 0, 12, 40)
	x.settle(21 * day)
	x.stands("day 21", 30, 0, 18, 12, 40)
}

// The same, but the fault is of day 7.5, in epoch 1, when 50 are active: bob had asked
// in epoch 0 and goes free. The 25 come from 50 active and 30 queued: 15.625 and 9.375.
func TestSymbioticLeaverOfAnEarlierEpochGoesFree(t *testing.T) {
	x := newVault(t, platformOn(t, "symbiotic", 2025, 6, 1), ratio(1, 1))
	x.endowUnlimited(60, 40)
	x.leave(x.bob, 20, 3*day)
	x.leave(x.alice, 30, 7*day)
	_, err := x.slash(0, ratio(1, 2), 7*day+day/2, 8*day)
	must(t, err)
	x.settle(11 * day)
	x.stands("day 11", 34.375, 20+20.625, 0, 0, 25)
	x.settle(14 * day)
	x.stands("day 14", 34.375, 20.625, 0, 20, 25)
	if _, err := x.slash(0, ratio(1, 2), 10*day, 14*day+1); !errors.Is(err, ErrLapsed) {
		t.Errorf("4 days and a second after the fault, with 3 of veto: %v", err)
	}
	if _, err := x.slash(0, ratio(1, 2), 10*day, 14*day); err != nil {
		t.Errorf("4 days after the fault: %v", err)
	}
}

// What the service was promised counts. Bob's 90 left in epoch 0, 10 are active. On day
// 8 three requests: 8 of 10 for a fault on day 6, which active stake and bob share 1:9;
// 5 for one on day 7.5, of which 10 - 8 = 2 are left and come from active stake alone;
// and 5 for day 6 again, which nothing is left for once the service has slashed for a
// later capture.
func TestSymbioticGuaranteeFallsByWhatWasAskedFor(t *testing.T) {
	x := newVault(t, platformOn(t, "symbiotic", 2025, 6, 1), ratio(1, 1))
	x.endowUnlimited(10, 90)
	x.leave(x.bob, 90, 3*day)
	for _, f := range []struct {
		part money.Ratio
		at   clock.Span
	}{{ratio(4, 5), 6 * day}, {ratio(1, 2), 7*day + day/2}, {ratio(1, 2), 6 * day}} {
		_, err := x.slash(0, f.part, f.at, 8*day)
		must(t, err)
	}
	x.settle(11 * day)
	x.stands("day 11", 10-0.8-2, 90-7.2, 0, 0, 10)
}

// Two services earmark 80 % of 100 each on day 0, and 60 arrive before day 2. The
// earmarks are 80 and 80: 160 of 160 are taken, those who came late included. Bob's
// redemption of day 0 pays too, and everything is gone.
func TestKarakEarmarksStandWhoeverIsThere(t *testing.T) {
	x := newVault(t, platformOn(t, "karak", 2024, 10, 1), ratio(1, 1), ratio(1, 1))
	x.endow(x.alice, 60)
	x.endow(x.bob, 40)
	x.leave(x.bob, 40, 0)
	for service := range int32(2) {
		_, err := x.slash(service, ratio(4, 5), 0, 0)
		must(t, err)
	}
	if _, err := x.slash(1, ratio(4, 5), day, 2*day-1); !errors.Is(err, ErrCooldown) {
		t.Errorf("a second request within two days: %v", err)
	}
	x.endow(x.alice, 60)
	x.settle(2*day - 1)
	x.stands("a second before day 2", 120, 40, 0, 0, 0)
	x.settle(2 * day)
	x.stands("day 2", 0, 0, 0, 0, 160)
	must(t, x.g.Deposit(x.book, 0, x.bob, ledger.Outside, money.ETH))
	x.stands("a deposit into the wiped vault", 1, 0, 0, 0, 160)
}

// One earmark of half of 100 is taken after 30 have left on day 9: 50 of 70. A veto
// stops the other.
func TestKarakLeaversEscapeAnEarmark(t *testing.T) {
	x := newVault(t, platformOn(t, "karak", 2024, 10, 1), ratio(1, 1), ratio(1, 1))
	x.endow(x.alice, 70)
	x.endow(x.bob, 30)
	x.leave(x.bob, 30, 0)
	for service := range int32(2) {
		_, err := x.slash(service, ratio(1, 2), 8*day, 8*day)
		must(t, err)
	}
	equal(t, "open cases", x.g.OpenCases(), 2)
	must(t, x.g.Cancel(0))
	if err := x.g.Cancel(0); !errors.Is(err, ErrCase) {
		t.Errorf("a second veto: %v", err)
	}
	x.settle(9 * day)
	x.stands("day 9", 70, 0, 0, 30, 0)
	x.settle(10 * day)
	x.stands("day 10", 20, 0, 0, 30, 50)
	equal(t, "open cases", x.g.OpenCases(), 0)
	equal(t, "lost", x.g.Lost(), 50*money.ETH)
}

// Alice has 2 shares of 3 in a pool that has grown to 10, each worth 11/4 with the
// virtual unit. 4 of her 5 cost ⌈16/11⌉ = 2 shares: the rest is the pool's.
func TestExitCostsWholeShares(t *testing.T) {
	x := newVault(t, platformOn(t, "symbiotic", 2025, 6, 1))
	must(t, x.g.Endow(x.book, 0, x.alice, 2))
	must(t, x.g.Endow(x.book, 0, x.bob, 1))
	must(t, x.book.Post(ledger.Transfer{From: ledger.Issuance, To: x.g.vaults[0].active, Asset: testETH, Amount: 7, Why: ledger.Reward}))
	must(t, x.g.RequestExit(x.book, 0, x.alice, 4, 0))
	active, queued, err := x.g.Value(x.book, 0, x.alice)
	must(t, err)
	equal(t, "alice's active", active, 0)
	equal(t, "alice's queued", queued, 4)
	active, _, err = x.g.Value(x.book, 0, x.bob)
	must(t, err)
	equal(t, "bob's active", active, 3) // ⌊7/2⌋ of his one share
}

// An operator backs a service with stake on a platform that cannot slash and on one
// that can: the second is slashed, and that is no refusal.
func TestSlashPassesOverNodesThatRefuse(t *testing.T) {
	n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"op", ratio(0, 1)}},
		Vaults: []NetworkVault{{"old", "ETH"}, {"new", "ETH"}}, Services: []NetworkService{{"A", 0, ratio(1, 1), ratio(1, 1)}},
		Nodes: []NetworkNode{{0, 0, 10}, {0, 1, 10}}, Edges: []NetworkEdge{{0, 0, 10}, {1, 0, 10}}}
	for _, order := range [][2]Platform{
		{platformOn(t, "eigenlayer", 2024, 6, 1), platformOn(t, "eigenlayer", 2025, 6, 1)},
		{platformOn(t, "eigenlayer", 2025, 6, 1), platformOn(t, "eigenlayer", 2024, 6, 1)},
	} {
		b := ledger.New(testAssets(), 16)
		g, err := NewGraph(b, n, GraphParams{Of: order[:], ETH: testETH, AssetOf: testAssetOf})
		must(t, err)
		alice := b.Open("alice", 1)
		for v := range int32(2) {
			must(t, g.Endow(b, v, g.Join(v, alice, alice), 100))
		}
		lost, err := g.Slash(b, 0, Fault{Fraction: ratio(1, 2)})
		if lost != 50 || err != nil {
			t.Errorf("lost %d, %v", lost, err)
		}
	}
}
