package benchmarks_test

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/rng"
)

// The ground is under every step of every replication: none of it may allocate, which
// each benchmark checks before it measures.

// withoutAllocs runs f, which must not allocate.
func withoutAllocs(b *testing.B, f func()) {
	b.Helper()
	if n := testing.AllocsPerRun(100, f); n != 0 {
		b.Fatalf("%v allocations in one call", n)
	}
	b.ReportAllocs()
	for b.Loop() {
		f()
	}
}

func BenchmarkMulDiv(b *testing.B) {
	x, w, other := int64(33_000_000_000_000_000), money.Wide{Hi: 1 << 60, Lo: 7}, money.Wide{Hi: 1<<60 + 1, Lo: 9}
	b.Run("int64", func(b *testing.B) {
		withoutAllocs(b, func() { x, _ = money.MulDiv(x, 1_000_000_007, 1_000_000_007, money.Up) })
	})
	b.Run("wide by 64 bits", func(b *testing.B) {
		withoutAllocs(b, func() { w, _ = money.MulDivWide(w, money.W(1_000_000_007), money.W(1_000_000_007), money.Up) })
	})
	b.Run("wide by 128 bits", func(b *testing.B) {
		withoutAllocs(b, func() { w, _ = money.MulDivWide(w, other, other, money.Up) })
	})
	if x != 33_000_000_000_000_000 || w != (money.Wide{Hi: 1 << 60, Lo: 7}) {
		b.Fatal("a product divided by its factor has changed")
	}
}

func BenchmarkDraw(b *testing.B) {
	k, sum := rng.Key{Seed: 1, Entity: rng.Entity("farmers", 3), Purpose: rng.Taste}, 0.0
	b.Run("alone", func(b *testing.B) {
		withoutAllocs(b, func() {
			k.Time++
			sum += k.Unit()
		})
	})
	s, n := k.Stream(), uint16(0)
	b.Run("of a stream", func(b *testing.B) {
		withoutAllocs(b, func() {
			n++
			sum += s.UnitAt(n)
		})
	})
	b.Run("entity", func(b *testing.B) {
		withoutAllocs(b, func() {
			n++
			k.Entity ^= rng.Entity("dip-buyers", int(n))
		})
	})
	if sum == 0 || k.Entity == 0 {
		b.Fatal("draws are zero")
	}
}

func BenchmarkPost(b *testing.B) {
	book := ledger.New([]ledger.AssetSpec{{Name: "ETH", Decimals: 9}, {Name: "ezETH", Decimals: 9}}, 1_000)
	first := book.Open("agent", 1_000)
	for a := range ledger.Account(1_000) {
		if err := book.Post(ledger.Transfer{From: ledger.Outside, To: first + a, Amount: 1e12, Why: ledger.Genesis}); err != nil {
			b.Fatal(err)
		}
	}
	a := ledger.Account(0)
	there := func() ledger.Transfer {
		a = (a + 1) % 999
		return ledger.Transfer{From: first + a, To: first + a + 1, Amount: 1, Why: ledger.Trade}
	}
	post := func(ts ...ledger.Transfer) {
		if err := book.Post(ts...); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("one transfer", func(b *testing.B) { withoutAllocs(b, func() { post(there()) }) })
	b.Run("four transfers", func(b *testing.B) { withoutAllocs(b, func() { post(there(), there(), there(), there()) }) })
	b.Run("recount of 2000 balances", func(b *testing.B) {
		withoutAllocs(b, func() {
			if err := book.Recount(); err != nil {
				b.Fatal(err)
			}
		})
	})
}

func BenchmarkQueue(b *testing.B) {
	var q clock.Queue[int32]
	now := clock.Time(0)
	for i := range 1_000 {
		q.Push(clock.Time(i%97), i%3, int32(i))
	}
	b.Run("pop and push among 1000", func(b *testing.B) {
		withoutAllocs(b, func() {
			at, v, ok := q.PopDue(now + 1_000)
			if !ok {
				b.Fatal("nothing is due")
			}
			now = at
			q.Push(at+97, int(v%3), v)
		})
	})
}
