package market

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Programme is a season of points: rate times size times time, and at its end a pot
// of tokens divided in proportion to the points. A holder's points are brought up to
// date when his balance changes and never in between, so nothing loops over holders
// but the airdrop itself.
type Programme struct {
	token         ledger.Asset
	pot           money.Gwei // token units that the season hands out
	unit          float64    // whole tokens per token unit
	rate          float64    // points per whole eligible token and second
	running, ends clock.Span
	over          clock.Time // when it ended, if it has
	ended         bool
	paid          money.Gwei // of the pot, so far

	holders []holder
	sum     money.Gwei // eligible now, everybody together
	earned  money.Wide // token·seconds of everybody up to at
	at      clock.Time
}

// holder is one account's part: what is eligible now and the token·seconds earned up
// to its last touch.
type holder struct {
	eligible money.Gwei
	earned   money.Wide
	at       clock.Time
}

// Reset begins the season anew.
func (p *Programme) Reset() {
	clear(p.holders)
	p.sum, p.earned, p.at, p.ended, p.paid = 0, money.Wide{}, 0, false, 0
}

// Touch credits an account up to now and notes what is eligible from now on. At the
// snapshot what is eligible then has been held for the part of the season that had passed.
func (p *Programme) Touch(who ledger.Account, eligible money.Gwei, now clock.Time) {
	for int(who) >= len(p.holders) {
		p.holders = append(p.holders, holder{})
	}
	h := &p.holders[who]
	p.advance(now)
	h.credit(p.until(now))
	if now == 0 {
		past := money.Mul64(uint64(eligible), uint64(p.running))
		p.earned = plus(minus(p.earned, h.earned), past)
		h.earned = past
	}
	p.sum += eligible - h.eligible
	h.eligible = eligible
}

// advance credits everybody's total up to now.
func (p *Programme) advance(now clock.Time) {
	now = p.until(now)
	if now > p.at {
		p.earned = plus(p.earned, money.Mul64(uint64(p.sum), uint64(now-p.at)))
		p.at = now
	}
}

func (h *holder) credit(now clock.Time) {
	if now > h.at {
		h.earned = plus(h.earned, money.Mul64(uint64(h.eligible), uint64(now-h.at)))
		h.at = now
	}
}

// until cuts a time at the end of the season.
func (p *Programme) until(now clock.Time) clock.Time { return min(now, p.end()) }

func (p *Programme) end() clock.Time {
	if p.ended {
		return p.over
	}
	return clock.Time(p.ends)
}

// plus adds totals that stay far below 2^128: 2^62 units for 2^63 seconds fit.
func plus(a, b money.Wide) money.Wide {
	s, err := a.Add(b)
	if err != nil {
		return a
	}
	return s
}

// minus subtracts a part of a total.
func minus(a, b money.Wide) money.Wide {
	d, err := a.Sub(b)
	if err != nil {
		return money.Wide{}
	}
	return d
}

// Running says whether points are being earned.
func (p *Programme) Running(now clock.Time) bool { return !p.ended && now < clock.Time(p.ends) }

// Left is the time until the season ends, 0 if it has.
func (p *Programme) Left(now clock.Time) clock.Span { return max(0, p.end().Sub(now)) }

// EndNow ends the season at a moment, if it has not ended before.
func (p *Programme) EndNow(now clock.Time) {
	p.advance(now)
	if p.Running(now) {
		p.over, p.ended = now, true
	}
}

// Points are what an account has earned up to now.
func (p *Programme) Points(who ledger.Account, now clock.Time) float64 {
	if int(who) >= len(p.holders) {
		return 0
	}
	h := p.holders[who]
	h.credit(p.until(now))
	return float64(h.earned.Float() * p.perTokenSecond())
}

// perTokenSecond is the number of points in one ledger unit of an eligible token,
// which has nine decimals, held for one second.
func (p *Programme) perTokenSecond() float64 { return p.rate * 1e-9 }

// Total is everybody's points up to now.
func (p *Programme) Total(now clock.Time) float64 {
	return float64(p.totalEarned(p.until(now)) * p.perTokenSecond())
}

func (p *Programme) totalEarned(now clock.Time) float64 {
	return p.earned.Float() + float64(p.sum.Float()*1e9*float64(max(0, now-p.at)))
}

// projected is what everybody will have earned by the end if balances stay as they
// are, in token·seconds of ledger units.
func (p *Programme) projected() float64 { return p.totalEarned(p.end()) }

// PointValue is what one point may be expected to fetch, in the currency of the
// token's price: the pot at that price over the points there will be.
func (p *Programme) PointValue(tokenPrice float64, _ clock.Time) float64 {
	points := float64(p.projected() * p.perTokenSecond())
	if points <= 0 {
		return 0
	}
	return float64(float64(float64(p.pot)*p.unit)*tokenPrice) / points
}

// YearlyYield is what the points of one whole eligible token held for a year may be
// expected to fetch.
func (p *Programme) YearlyYield(tokenPrice float64, now clock.Time) float64 {
	return float64(p.PointValue(tokenPrice, now) * float64(p.rate*float64(clock.Year)))
}

// Forfeit takes an account's points for a part of the tokens that it held, pro rata
// and rounded down. They then belong to nobody.
func (p *Programme) Forfeit(who ledger.Account, part, held money.Gwei, now clock.Time) {
	if int(who) >= len(p.holders) || part <= 0 || held <= 0 {
		return
	}
	p.advance(now)
	h := &p.holders[who]
	h.credit(p.until(now))
	lost, err := money.MulDivWide(h.earned, money.W(uint64(min(part, held))), money.W(uint64(held)), money.Down)
	if err != nil {
		return
	}
	h.earned, p.earned = minus(h.earned, lost), minus(p.earned, lost)
}

// Airdrop hands the pot out in proportion to points, each part rounded down; what
// the rounding leaves is never issued. It returns what was handed out.
func (p *Programme) Airdrop(b *ledger.Book, now clock.Time) (paid money.Gwei, err error) {
	p.advance(now)
	left := p.pot - p.paid
	if p.earned.IsZero() || left <= 0 {
		return 0, nil
	}
	for who := range p.holders {
		h := &p.holders[who]
		h.credit(p.until(now))
		part, err := money.MulDivWide(money.W(uint64(left)), h.earned, p.earned, money.Down)
		if err != nil {
			return paid, fmt.Errorf("market: airdrop: %w", err)
		}
		amount, err := part.Int64()
		if err != nil {
			return paid, fmt.Errorf("market: airdrop: %w", err)
		}
		if amount == 0 {
			continue // an account that earned nothing is no posting, whoever had its place before a reset
		}
		if err := b.Post(ledger.Transfer{From: ledger.Issuance, To: ledger.Account(who), Asset: p.token, Amount: money.Gwei(amount), Why: ledger.Airdrop}); err != nil {
			return paid, fmt.Errorf("market: airdrop: %w", err)
		}
		paid += money.Gwei(amount)
	}
	p.paid += paid
	return paid, nil
}
