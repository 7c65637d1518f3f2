package market

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// plainSeason counts token·seconds of everybody by a loop, in whole numbers.
type plainSeason struct {
	p      *Programme
	now    clock.Time
	held   map[ledger.Account]int64
	earned map[ledger.Account]*big.Int
}

func (s *plainSeason) earn(who ledger.Account, held int64, span clock.Span) {
	e := s.earned[who]
	e.Add(e, new(big.Int).Mul(big.NewInt(held), big.NewInt(int64(span))))
}

func (s *plainSeason) wait(span clock.Span) {
	before := min(s.now, s.p.end())
	s.now = s.now.Add(span)
	for who, held := range s.held {
		s.earn(who, held, min(s.now, s.p.end()).Sub(before))
	}
}

func (s *plainSeason) total() *big.Int {
	sum := new(big.Int)
	for _, e := range s.earned {
		sum.Add(sum, e)
	}
	return sum
}

// TestSharesOfTheSeason: whatever is touched, forfeited and ended, the pot is divided in
// proportion to token times time, each part rounded down.
func TestSharesOfTheSeason(t *testing.T) {
	const people = 5
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := season()
		p.pot = money.Gwei(logUniform(3, 18).Draw(t, "pot"))
		s := &plainSeason{p: p, held: map[ledger.Account]int64{}, earned: map[ledger.Account]*big.Int{}}
		amount := rapid.Map(logUniform(0, 16), func(x float64) int64 { return int64(x) })
		person := rapid.Map(rapid.IntRange(0, people-1), func(i int) ledger.Account { return v.who(ledger.Account(i)) })
		for i := range ledger.Account(people) {
			s.earned[v.who(i)] = new(big.Int)
		}
		for range rapid.IntRange(0, 2*people).Draw(t, "opening holders") {
			who := person.Draw(t, "who") // some of them more than once, and with nothing between
			s.held[who] = amount.Draw(t, "held") * int64(rapid.IntRange(0, 1).Draw(t, "any"))
			p.Touch(who, money.Gwei(s.held[who]), 0)
			s.earned[who].SetInt64(0)
			s.earn(who, s.held[who], 10*clock.Day)
		}
		s.wait(1)
		t.Repeat(map[string]func(*rapid.T){
			"wait": func(t *rapid.T) { s.wait(clock.Span(rapid.IntRange(0, int(4*clock.Day)).Draw(t, "span"))) },
			"touch": func(t *rapid.T) {
				who := person.Draw(t, "who")
				s.held[who] = amount.Draw(t, "held") * int64(rapid.IntRange(0, 1).Draw(t, "any"))
				p.Touch(who, money.Gwei(s.held[who]), s.now)
			},
			"forfeit": func(t *rapid.T) {
				who := person.Draw(t, "who")
				held := rapid.Int64Range(1, 1e16).Draw(t, "of")
				part := rapid.Int64Range(0, held).Draw(t, "part")
				p.Forfeit(who, money.Gwei(part), money.Gwei(held), s.now)
				e := s.earned[who]
				e.Sub(e, new(big.Int).Div(new(big.Int).Mul(e, big.NewInt(part)), big.NewInt(held)))
			},
			"end": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "seldom") == 0 {
					p.EndNow(s.now)
				}
			},
			"": func(t *rapid.T) { s.compare(t, v) },
		})
		s.airdrop(t, v)
	})
}

func (s *plainSeason) compare(t *rapid.T, v *venue) {
	for who, e := range s.earned {
		want, _ := new(big.Float).SetInt(e).Float64()
		want *= 2.0 / 3600 * 1e-9
		if got := s.p.Points(who, s.now); math.Abs(got-want) > 1e-14*want {
			t.Fatalf("account %d has %v points, plainly %v", who, got, want)
		}
	}
	want, _ := new(big.Float).SetInt(s.total()).Float64()
	want *= 2.0 / 3600 * 1e-9
	if got := s.p.Total(s.now); math.Abs(got-want) > 1e-14*want {
		t.Fatalf("%v points in all, plainly %v", got, want)
	}
}

func (s *plainSeason) airdrop(t *rapid.T, v *venue) {
	paid, err := s.p.Airdrop(v.Book, s.now)
	v.must(err)
	total, sum := s.total(), money.Gwei(0)
	for who, e := range s.earned {
		want := int64(0)
		if total.Sign() > 0 {
			want = new(big.Int).Div(new(big.Int).Mul(e, big.NewInt(int64(s.p.pot))), total).Int64()
		}
		got := v.Balance(who, reward)
		if int64(got) != want {
			t.Fatalf("account %d gets %d, plainly %d", who, got, want)
		}
		sum += got
	}
	if paid != sum || paid > s.p.pot || total.Sign() > 0 && paid <= s.p.pot-money.Gwei(len(s.earned)) {
		t.Fatalf("%d paid of %d, %d received", paid, s.p.pot, sum)
	}
	v.sound()
}
