package restake

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// scaledMachine drives vaults of scaled accounts and their twin through the same life.
type scaledMachine struct {
	book    *ledger.Book
	g       *Graph
	w       *scaledTwin
	now     clock.Time
	delay   clock.Span
	holders [][2]Holder // by staker, of both vaults
	numbers []int64     // of each exit, in its vault
	brought money.Gwei
}

func newScaledMachine(t *rapid.T) *scaledMachine {
	p, _ := PlatformAt("eigenlayer", Date(2025, 6, 1))
	free := p
	free.Tranche = Never
	n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"op", ratio(0, 1)}}, Vaults: []NetworkVault{{"nobody's", "ETH"}, {"v", "ETH"}}, Nodes: []NetworkNode{{0, 1, 1}}}
	for _, name := range []string{"A", "B"} {
		n.Services = append(n.Services, NetworkService{name, 0, ratio(1, 1), ratio(1, 1)})
	}
	x := &scaledMachine{book: ledger.New(testAssets(), 32), delay: p.Withdrawal}
	g, err := NewGraph(x.book, n, GraphParams{Of: []Platform{free, p}, ETH: testETH, AssetOf: testAssetOf})
	if err != nil {
		t.Fatal(err)
	}
	x.g = g
	a := rapid.OneOf(rapid.Just(whole), rapid.Int64Range(1, whole)).Draw(t, "promised to A")
	promised := []int64{a, whole - a}
	for s, share := range promised {
		err := errors.Join(g.Register(0, int32(s)), nil)
		if share > 0 {
			err = errors.Join(err, g.Allocate(0, 0, int32(s), share))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 {
		wallet := x.book.Open(fmt.Sprintf("staker %d", i), 1)
		h := g.Join(0, wallet, wallet)
		x.holders = append(x.holders, [2]Holder{h, g.Follow(1, 0, h)})
	}
	x.w = newScaledTwin(3, promised...)
	return x
}

// Accounts, withdrawals, magnitudes and what slashes report are those of the twin, to
// the unit, whatever stakers, sets and the beacon chain do; balances cover what is owed;
// and what is refused changes nothing.
func TestScaledAccountsAgainstTheirTwin(t *testing.T) {
	rounds := 5
	if testing.Short() {
		rounds = 1
	}
	for i := range rounds {
		t.Run(fmt.Sprintf("round %d", i), rapid.MakeCheck(func(t *rapid.T) {
			x := newScaledMachine(t)
			t.Repeat(map[string]func(*rapid.T){
				"": x.check, "deposit": x.sound(x.deposit), "deposit more": x.sound(x.deposit), "delegate": x.sound(x.delegate), "leave": x.sound(x.leave),
				"undelegate": x.sound(x.undelegate), "complete": x.sound(x.complete), "complete too": x.sound(x.complete), "slash": x.sound(x.slash),
				"slash again": x.sound(x.slash), "beacon loss": x.sound(x.beacon), "income": x.sound(x.earn), "wait": x.wait,
			})
		}))
	}
}

// sound ends a life in which balances no longer cover what accounts are worth: that takes
// a loss on the beacon chain and more stake than down(m·l/W).
func (x *scaledMachine) sound(act func(*rapid.T)) func(*rapid.T) {
	return func(t *rapid.T) {
		owed, lossy := new(big.Int), false
		for i := range x.w.stakers {
			if who := &x.w.stakers[i]; who.at == 1 {
				owed.Add(owed, x.w.withdrawable(who))
				lossy = lossy || who.l.Cmp(wad1e18) < 0
			}
		}
		if over := minus(owed, x.w.shares[1]); over.Sign() > 0 {
			if !lossy || over.Int64() > int64(x.g.vaults[1].scaled.short) {
				t.Fatalf("accounts are worth %v more than the stake", over)
			}
			t.Skip("strained")
		}
		act(t)
	}
}

func (x *scaledMachine) staker(t *rapid.T) (int, *twinStaker) {
	i := rapid.IntRange(0, 2).Draw(t, "staker")
	return i, &x.w.stakers[i]
}

func (x *scaledMachine) holder(i int) (int32, Holder) {
	at := x.w.stakers[i].at
	return int32(at), x.holders[i][at]
}

// image is everything that a refusal must leave as it was.
func (x *scaledMachine) image() string {
	out := fmt.Sprint(x.g.vaults, x.g.nodes, x.g.edges)
	for a := range x.book.Accounts() {
		out += fmt.Sprint(" ", x.book.Balance(ledger.Account(a), testETH))
	}
	return out
}

// agreed compares a refusal with the twin's, and wants it to have changed nothing.
func (x *scaledMachine) agreed(t *rapid.T, before string, err, refusal error, accepted bool) {
	if accepted != (err == nil) || err != nil && !errors.Is(err, refusal) {
		t.Fatalf("gave %v, and the twin accepts: %v", err, accepted)
	}
	if err != nil && x.image() != before {
		t.Fatalf("%v has changed something", err)
	}
}

func (x *scaledMachine) deposit(t *rapid.T) {
	i, who := x.staker(t)
	amount := rapid.OneOf(rapid.Int64Range(1, 50), rapid.Int64Range(1, 1e15)).Draw(t, "amount")
	v, h := x.holder(i)
	before := x.image()
	err := x.g.Deposit(x.book, v, h, ledger.Outside, money.Gwei(amount))
	x.agreed(t, before, err, ErrWiped, x.w.deposit(who, big.NewInt(amount)))
	if err == nil {
		x.brought += money.Gwei(amount)
	}
}

func (x *scaledMachine) delegate(t *rapid.T) {
	i, who := x.staker(t)
	if who.at == 1 {
		t.Skip("has delegated")
	}
	before := x.image()
	err := x.g.Delegate(x.book, 0, x.holders[i][0], 1, x.holders[i][1])
	if errors.Is(err, money.ErrOverflow) { // a factor of 1e36 and more, divided once again
		t.Skip("too small a factor")
	}
	x.agreed(t, before, err, ErrWiped, x.w.delegate(who))
}

func (x *scaledMachine) leave(t *rapid.T) {
	i, who := x.staker(t)
	if who.s.Sign() == 0 {
		t.Skip("nothing to leave with")
	}
	x.queue(t, i, rapid.Int64Range(1, who.s.Int64()).Draw(t, "shares"))
}

func (x *scaledMachine) undelegate(t *rapid.T) {
	i, who := x.staker(t)
	if v, h := x.holder(i); who.s.Sign() > 0 {
		x.w.checkpoint(who.at)
		got, err := x.g.Undelegate(x.book, v, h, x.now)
		x.note(t, i, who.s, got, err)
	}
	who.at = 0
}

func (x *scaledMachine) queue(t *rapid.T, i int, shares int64) {
	v, h := x.holder(i)
	before := x.image()
	if _, err := x.g.QueueShares(x.book, v, h, money.Gwei(x.w.stakers[i].s.Int64()+1), x.now); !errors.Is(err, ErrShares) || x.image() != before {
		t.Fatalf("queueing more than there is gave %v", err)
	}
	got, err := x.g.QueueShares(x.book, v, h, money.Gwei(shares), x.now)
	x.note(t, i, big.NewInt(shares), got, err)
}

// note queues with the twin and compares.
func (x *scaledMachine) note(t *rapid.T, i int, shares *big.Int, got Queued, err error) {
	if err != nil {
		t.Fatal(err)
	}
	x.w.queue(i, shares, x.now)
	x.numbers = append(x.numbers, got.Number)
	if e := &x.w.exits[len(x.w.exits)-1]; got.Scaled.String() != e.z.String() || int64(got.Worth) != x.w.owed(e).Int64() {
		t.Fatalf("queued %+v, the twin %v worth %v", got, e.z, x.w.owed(e))
	}
}

func (x *scaledMachine) complete(t *rapid.T) {
	if len(x.w.exits) == 0 {
		t.Skip("nothing queued")
	}
	id := rapid.IntRange(0, len(x.w.exits)-1).Draw(t, "exit")
	e := &x.w.exits[id]
	who := &x.w.stakers[e.who]
	due, before := x.w.owed(e), x.image()
	var amount money.Gwei
	var err error
	tokens := rapid.Bool().Draw(t, "tokens")
	if tokens {
		amount, err = x.g.Complete(x.book, int32(e.vault), x.numbers[id], x.now)
	} else {
		to, h := x.holder(e.who)
		amount, err = x.g.Restake(x.book, int32(e.vault), x.numbers[id], to, h, x.now)
	}
	switch {
	case e.done:
		x.agreed(t, before, err, ErrCompleted, false)
		return
	case x.now <= e.asked.Add(x.delay):
		x.agreed(t, before, err, ErrDelay, false)
		return
	case !tokens && due.Sign() > 0:
		accepted := x.w.deposit(who, due)
		x.agreed(t, before, err, ErrWiped, accepted)
		if !accepted {
			return
		}
	default:
		x.agreed(t, before, err, nil, true)
	}
	e.done = true
	if tokens {
		x.brought -= amount
	}
	if int64(amount) != due.Int64() {
		t.Fatalf("paid %d, the twin %v", amount, due)
	}
}

func (x *scaledMachine) slash(t *rapid.T) {
	set := rapid.Int32Range(0, 1).Draw(t, "set")
	wad := rapid.OneOf(rapid.Just(whole), rapid.Int64Range(1, 50), rapid.Int64Range(1, whole)).Draw(t, "wad")
	other := x.g.SlashableStake(x.book, 0, 1-set)
	m, active, queued := x.w.slash(int(set), big.NewInt(wad), x.now, x.delay)
	taken, err := x.g.Slash(x.book, x.now, Fault{Service: set, Fraction: ratio(wad, whole), At: x.now})
	if err != nil {
		t.Fatal(err)
	}
	got := x.g.Slashed()
	if got.Magnitude != m.Int64() || int64(got.Active) != active.Int64() || int64(got.Queued) != queued.Int64() {
		t.Fatalf("slashed %+v, the twin %v, %v and %v", got, m, active, queued)
	}
	if taken < got.Active || taken > got.Active+got.Queued {
		t.Fatalf("%d was moved of %+v", taken, got)
	}
	if d := x.g.SlashableStake(x.book, 0, 1-set) - other; d < -2 || d > 2 {
		t.Fatalf("what the other set can take changed by %d from %d", d, other)
	}
	x.brought -= taken
}

func (x *scaledMachine) beacon(t *rapid.T) {
	i, who := x.staker(t)
	before := rapid.Int64Range(1, 1e15).Draw(t, "before")
	loss := rapid.OneOf(rapid.Int64Range(0, before/10), rapid.Int64Range(0, before)).Draw(t, "loss")
	burned := x.book.Balance(ledger.Burn, testETH)
	v, h := x.holder(i)
	if err := x.g.BeaconLoss(x.book, v, h, money.Gwei(before), money.Gwei(loss), x.now); err != nil {
		t.Fatal(err)
	}
	x.w.beacon(who, big.NewInt(before), big.NewInt(before-loss))
	x.brought -= x.book.Balance(ledger.Burn, testETH) - burned
}

// earn brings income to the operator's stake.
func (x *scaledMachine) earn(t *rapid.T) {
	amount := money.Gwei(rapid.Int64Range(1, 1e9).Draw(t, "income"))
	v := &x.g.vaults[1]
	if err := x.book.Post(ledger.Transfer{From: ledger.Issuance, To: v.active, Asset: testETH, Amount: amount, Why: ledger.Reward}); err != nil {
		t.Fatal(err)
	}
	v.earn(amount)
	x.w.income[1] = plus(x.w.income[1], big.NewInt(int64(amount)))
	x.brought += amount
}

func (x *scaledMachine) wait(t *rapid.T) {
	x.now = x.now.Add(clock.Span(rapid.SampledFrom([]int64{0, 1, 86_400, 604_800, 1_209_600, 1_209_601}).Draw(t, "seconds")))
	if err := x.g.SettleChanges(x.book, x.now); err != nil {
		t.Fatal(err)
	}
}
