package market

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// deskLife is a desk under random use, beside a plain account of who owes and owns
// what: one float per person, to which interest and losses are applied by a loop.
type deskLife struct {
	*venue
	d          *Desk
	p          *StableSwap
	now        clock.Time
	debt, owns map[ledger.Account]float64
	reserves   float64
	steps      int
}

const persons = 5

func newDeskLife(t *rapid.T) *deskLife {
	x := &deskLife{venue: newVenue(t), debt: map[ledger.Account]float64{}, owns: map[ledger.Account]float64{}}
	r := drawRules(t)
	r.Rate = KinkedRate{Base: 0.02, Slope1: 0.05, Slope2: 0.6, Optimal: 0.8}
	r.ReserveFactor = rapid.SampledFrom([]float64{0, 0.15}).Draw(t, "reserve factor")
	x.p = x.stable(200, StableFee{Rate: 0.0004}, 1e14, 1e14, 1)
	x.d = x.lend(r, 1e12)
	x.owns[x.who(lender)] = 1e12
	x.d.Mark(1)
	for i := range ledger.Account(persons) {
		x.give(x.who(crowd+i), lrt, 1e15)
		x.give(x.who(crowd+i), eth, 1e15)
	}
	return x
}

func (x *deskLife) person(t *rapid.T) ledger.Account {
	return x.who(crowd + ledger.Account(rapid.IntRange(0, persons-1).Draw(t, "who")))
}

func (x *deskLife) amount(t *rapid.T) money.Gwei {
	return money.Gwei(logUniform(3, 13).Draw(t, "amount"))
}

func (x *deskLife) supply(t *rapid.T) {
	who, amount := x.person(t), x.amount(t)
	_, err := x.d.Supply(x.Book, who, amount)
	requireAmong(t, err, ErrTooSmall, ErrWorthless)
	if err == nil {
		x.owns[who] += float64(amount)
	}
}

func (x *deskLife) withdraw(t *rapid.T) {
	who := x.person(t)
	shares := money.Gwei(rapid.Float64Range(0, 1.1).Draw(t, "part") * float64(x.Balance(who, supplyShare)))
	paid, err := x.d.Withdraw(x.Book, who, shares)
	requireAmong(t, err, ErrTooSmall, ErrNoCash)
	x.owns[who] -= float64(paid)
}

func (x *deskLife) pledge(t *rapid.T) {
	requireAmong(t, x.d.Deposit(x.Book, x.person(t), x.amount(t)))
}

func (x *deskLife) unpledge(t *rapid.T) {
	requireAmong(t, x.d.RemoveCollateral(x.Book, x.person(t), x.amount(t)), ErrUnhealthy)
}

func (x *deskLife) borrow(t *rapid.T) {
	who, amount := x.person(t), x.amount(t)
	err := x.d.Borrow(x.Book, who, amount)
	requireAmong(t, err, ErrUnhealthy, ErrNoCash)
	if err == nil {
		x.debt[who] += float64(amount)
	}
}

func (x *deskLife) repay(t *rapid.T) {
	who := x.person(t)
	repaid, err := x.d.Repay(x.Book, who, x.amount(t))
	requireAmong(t, err, ErrNoLoan)
	x.debt[who] -= float64(repaid)
}

func (x *deskLife) wait(t *rapid.T) {
	years := rapid.Float64Range(0, 0.08).Draw(t, "years")
	growth := x.d.BorrowRate()
	before := x.now
	x.now = x.now.Add(clock.Span(years * float64(clock.Year)))
	growth = math.Exp(growth*float64(x.now-before)/float64(clock.Year)) - 1
	interest, owned := float64(x.d.Borrowed())*growth, float64(x.d.Supplied())
	x.must(x.d.Accrue(x.Book, x.now))
	part := interest * x.d.Rules().ReserveFactor
	for who := range x.debt {
		x.debt[who] *= 1 + growth
	}
	x.dilute(1 + (interest-part)/owned)
	x.reserves += part
}

// dilute multiplies what everybody owns, the reserve included.
func (x *deskLife) dilute(factor float64) {
	for who := range x.owns {
		x.owns[who] *= factor
	}
	x.reserves *= factor
}

func (x *deskLife) mark(t *rapid.T) { x.d.Mark(rapid.Float64Range(0.5, 1.5).Draw(t, "price")) }

func (x *deskLife) liquidate(t *rapid.T) {
	list := x.d.AppendUnhealthy(nil)
	if len(list) == 0 {
		t.Skip("all are healthy")
	}
	who, owned := list[0], float64(x.d.Supplied())
	s, err := x.d.Liquidate(x.Book, x.who(crowd), who, x.amount(t))
	requireAmong(t, err, ErrTooSmall)
	x.debt[who] -= float64(s.Repaid)
	if s.BadDebt > 0 && x.d.Rules().WriteOff {
		x.debt[who] = 0
		x.dilute(1 - float64(s.BadDebt)/owned)
	}
}

func (x *deskLife) loop(t *rapid.T) {
	who, equity := x.person(t), x.amount(t)
	before := x.d.Debt(who)
	_, err := x.d.Loop(x.Book, x.p, who, equity, rapid.Float64Range(1, 9).Draw(t, "leverage"))
	requireAmong(t, err, ErrUnhealthy, ErrNoCash, ErrTooSmall)
	x.p.Sync(x.Book, 1)
	x.debt[who] += float64(x.d.Debt(who) - before)
}

func (x *deskLife) unwind(t *rapid.T) {
	who := x.person(t)
	u, err := x.d.Unwind(x.Book, x.p, who, x.d.Price(), rapid.SampledFrom([]float64{1, 1.5, 3}).Draw(t, "leverage"))
	requireAmong(t, err, ErrShortfall, ErrUnhealthy, ErrNoLoan)
	x.debt[who] -= float64(u.Repaid)
}

// TestLifeOfADesk: whatever happens, in any order, the desk's totals are the ledger's,
// the bound on the riskiest loan hides none, lenders never own more than there is, and
// everybody owes and owns what the plain account says.
func TestLifeOfADesk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newDeskLife(t)
		t.Repeat(map[string]func(*rapid.T){"supply": x.supply, "withdraw": x.withdraw, "pledge": x.pledge, "unpledge": x.unpledge,
			"borrow": x.borrow, "repay": x.repay, "wait": x.wait, "mark": x.mark, "liquidate": x.liquidate, "loop": x.loop,
			"unwind": x.unwind, "": x.check})
	})
}

func (x *deskLife) check(t *rapid.T) {
	x.steps++
	x.sound(x.d)
	if u := x.d.Utilisation(); u < 0 || u > 1 || x.d.Cash() < 0 {
		t.Fatalf("utilisation %v, cash %d", u, x.d.Cash())
	}
	var owed, owned money.Gwei
	var unhealthy []ledger.Account
	for a := range ledger.Account(x.Accounts()) {
		owed, owned = owed+x.d.Debt(a), owned+x.d.SupplyOf(x.Book, a)
		if x.d.Health(a) < 1 && x.d.Collateral(a) > 0 {
			unhealthy = append(unhealthy, a)
		}
	}
	if owned > x.d.Supplied() || owed < x.d.Borrowed() || owed > x.d.Borrowed()+persons {
		t.Fatalf("owned %d of %d, owed %d of %d", owned, x.d.Supplied(), owed, x.d.Borrowed())
	}
	got := x.d.AppendUnhealthy(nil)
	if !slices.IsSortedFunc(got, func(a, b ledger.Account) int { return int(math.Copysign(1, x.d.Health(a)-x.d.Health(b))) }) {
		t.Fatalf("order %v", got)
	}
	slices.Sort(got)
	if !slices.Equal(got, unhealthy) || x.d.AnyUnhealthy() != (len(unhealthy) > 0) {
		t.Fatalf("unhealthy are %v, listed %v", unhealthy, got)
	}
	x.compare(t)
}

// compare allows each step a rounding of one share, which is worth its price in units.
func (x *deskLife) compare(t *rapid.T) {
	share := func(total, shares money.Gwei) float64 { return max(1, float64(total+1)/float64(shares+1)) }
	debts, claims := share(x.d.borrowed, x.d.debtShares), share(x.d.supplied, x.d.supplyShares)
	for i := range ledger.Account(persons) {
		who := x.who(crowd + i)
		if got := float64(x.d.Debt(who)); math.Abs(got-x.debt[who]) > float64(x.steps+2)*debts+1e-12*got {
			t.Fatalf("account %d owes %v, plainly %v", who, got, x.debt[who])
		}
		if got := float64(x.d.SupplyOf(x.Book, who)); math.Abs(got-x.owns[who]) > float64(x.steps+2)*claims+1e-12*got {
			t.Fatalf("account %d owns %v, plainly %v", who, got, x.owns[who])
		}
	}
	if got := float64(x.d.SupplyOf(x.Book, x.reserve)); math.Abs(got-x.reserves) > float64(x.steps+2)*claims+1e-12*got {
		t.Fatalf("the reserve owns %v, plainly %v", got, x.reserves)
	}
}
