package restake

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// slowQueue is the exit queue as people imagine it: a line of parcels, and once an
// epoch the gate lets so much stake through. It knows nothing of assigned epochs.
type slowQueue struct {
	limit money.Gwei // through the gate in one epoch
	daily money.Gwei // stake of others that joins the line, a day
	epoch int64      // the gate of this epoch has not opened
	line  []parcel
	owned []parcel // ours, in the order of request, with what has left
}

type parcel struct {
	from  int64 // first epoch that it may leave in
	left  money.Gwei
	owner int // index in owned, -1 for others
	out   []struct {
		epoch int64
		stake money.Gwei
	}
}

// advance opens the gate of every epoch before now and lets others ask in each.
func (q *slowQueue) advance(now int64) {
	for q.epoch < now {
		q.open()
		q.epoch++
		q.others()
	}
}

func (q *slowQueue) others() {
	if b := q.daily / epochsPerDay; b > 0 {
		q.line = append(q.line, parcel{from: q.epoch + 5, left: b, owner: -1})
	}
}

func (q *slowQueue) open() {
	room := q.limit
	for len(q.line) > 0 && room > 0 && q.line[0].from <= q.epoch {
		p := &q.line[0]
		some := min(room, p.left)
		p.left -= some
		room -= some
		if p.owner >= 0 {
			own := &q.owned[p.owner]
			own.left -= some
			own.out = append(own.out, struct {
				epoch int64
				stake money.Gwei
			}{q.epoch, some})
		}
		if p.left == 0 {
			q.line = q.line[1:]
		}
	}
}

// ask puts stake in line and returns its number.
func (q *slowQueue) ask(amount money.Gwei) int {
	q.line = append(q.line, parcel{from: q.epoch + 5, left: amount, owner: len(q.owned)})
	q.owned = append(q.owned, parcel{left: amount})
	return len(q.owned) - 1
}

// withdrawn is what has left and been withdrawable for 256 epochs by the beginning of
// an epoch.
func (q *slowQueue) withdrawn(epoch int64) (sum money.Gwei) {
	for i := range q.owned {
		for _, o := range q.owned[i].out {
			if o.epoch+256 <= epoch {
				sum += o.stake
			}
		}
	}
	return sum
}

// gates are rules, a stake and the ETH that they let out in an epoch, worked out apart:
// by count max(4, ⌊validators/65,536⌋) of 32 ETH, in Electra ⌊ETH/65,536⌋ from 128 to
// 256, in Gloas ⌊ETH/32,768⌋ from 128 on. The stakes are such that what the test
// withdraws, 48 epochs' worth at most, does not change the limit.
func gates() []gate {
	return []gate{
		{"phase0", 5_013_000, 128}, {"deneb", 20_054_000, 9 * 32}, {"altair", 33_000_000, 15 * 32}, {"capella", 90_000_000, 42 * 32},
		{"electra", 5_013_000, 128}, {"electra", 12_050_000, 183}, {"electra", 33_000_000, 256},
		{"gloas", 3_000_000, 128}, {"gloas", 5_013_000, 152}, {"gloas", 20_054_000, 611},
	}
}

type gate struct {
	era           string
	staked, limit money.Gwei // ETH
}

// The queue agrees with the slow one about when each request is paid, what has been
// paid at every look, what stands in line and how long a request would wait, however
// seldom it is looked at.
func TestEthereumAgainstTheSlowQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := rapid.SampledFrom(gates()).Draw(t, "gate")
		era, _ := EraNamed(g.era)
		limit := g.limit * money.ETH
		daily := money.Gwei(rapid.Int64Range(0, 2*int64(g.limit)).Draw(t, "others, ETH per epoch")) * money.ETH * epochsPerDay
		backlog := money.Gwei(rapid.Int64Range(0, 200).Draw(t, "backlog")) * limit / 10
		b := ledger.New(testAssets(), 8)
		from, to := b.Open("stake", 1), b.Open("owner", 1)
		q := slowQueue{limit: limit, daily: daily}
		if backlog > 0 {
			q.line = append(q.line, parcel{from: 5, left: backlog, owner: -1})
		}
		chain := NewEthereum(EthereumParams{Era: era, ETH: testETH, Staked: g.staked * money.ETH, Backlog: backlog, Background: daily, Sweep: Epoch})
		client := chain.Join(b, "client", to)
		if err := b.Post(ledger.Transfer{From: ledger.Issuance, To: from, Asset: testETH, Amount: 1e15, Why: ledger.Genesis}); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 12).Draw(t, "looks") {
			q.advance(q.epoch + rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, 900)).Draw(t, "epochs"))
			compareQueues(t, b, chain, client, &q, from, to)
		}
	})
}

// compareQueues looks at both queues at the beginning of an epoch. The sweep takes one
// epoch.
func compareQueues(t *rapid.T, b *ledger.Book, chain *Ethereum, client Client, q *slowQueue, from, to ledger.Account) {
	now := clock.Time(q.epoch * int64(Epoch))
	amount := money.Gwei(rapid.Int64Range(1, 4*int64(q.limit)).Draw(t, "amount"))
	want := clock.Time((q.lastOfNew(amount) + 256 + 1) * int64(Epoch))
	if wait := chain.Wait(amount, now); now.Add(wait) != want {
		t.Fatalf("epoch %d: a request would be paid at %d, not %d", q.epoch, now.Add(wait), want)
	}
	if got := chain.Queue(now); got != q.ahead() {
		t.Fatalf("epoch %d: %d to let pass, not %d", q.epoch, got, q.ahead())
	}
	if rapid.Bool().Draw(t, "ask") {
		paid, err := chain.Request(b, client, from, amount, now)
		if err != nil {
			t.Fatal(err)
		}
		if paid != want || chain.Last(client) != want {
			t.Fatalf("request paid at %d, last says %d, want %d", paid, chain.Last(client), want)
		}
		q.ask(amount)
	}
	if _, err := chain.Settle(b, now); err != nil {
		t.Fatal(err)
	}
	if got, want := b.Balance(to, testETH), q.withdrawn(q.epoch-1); got != want {
		t.Fatalf("epoch %d: paid %d, not %d", q.epoch, got, want)
	}
}

// copied is a queue that may run on without the other.
func (q *slowQueue) copied() *slowQueue {
	c := *q
	c.line = append([]parcel(nil), q.line...)
	c.owned = append([]parcel(nil), q.owned...)
	return &c
}

// ahead is what is still in line when the gate of the earliest epoch of a request
// opens.
func (q *slowQueue) ahead() (sum money.Gwei) {
	c := q.copied()
	for range 5 {
		c.open()
		c.epoch++
	}
	for _, p := range c.line {
		sum += p.left
	}
	return sum
}

// lastOfNew is the epoch in which the last of a request made now would leave.
func (q *slowQueue) lastOfNew(amount money.Gwei) int64 {
	c := q.copied()
	i := c.ask(amount)
	for c.owned[i].left > 0 {
		c.advance(c.epoch + 1)
	}
	return c.epoch - 1
}

// Worked by hand: 33,000,000 ETH are 1,031,250 validators of 32; ⌊1,031,250/65,536⌋ =
// 15 of them, 480 ETH, leave in an epoch before Electra, 256 ETH from then on.
// 1,000,000 ETH take ⌈2083.3⌉ = 2,084 epochs and ⌈3906.25⌉ = 3,907, the first of them
// being epoch 5; 256 epochs later the last is withdrawable. The sweep visits
// 1,031,250 validators at 16 per 12 s, 773,437 s a pass, and half of that on average.
func TestWaitOfAMillionETH(t *testing.T) {
	for name, epochs := range map[string]int64{"deneb": 2084, "electra": 3907} {
		chain := NewEthereum(EthereumParams{Era: mustEra(t, name), ETH: testETH, Staked: 33_000_000 * money.ETH})
		want := clock.Span((4+epochs+256)*384 + 386_718)
		equal(t, fmt.Sprintf("wait in %s", name), chain.Wait(1_000_000*money.ETH, 0), want)
	}
}
