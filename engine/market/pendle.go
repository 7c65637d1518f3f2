package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// IndexOne is an index of one asset per SY. An index is counted in 1e-18.
const IndexOne = 1_000_000_000_000_000_000

// PendleListing places a market on the ledger. SY (the wrapped token that yields), PT, YT
// and the liquidity shares are assets of the same decimals as the asset that the index
// counts in. Pool and Vault are for the market alone.
type PendleListing struct {
	Pool              ledger.Account // holds the SY and PT of those who provide liquidity
	Vault             ledger.Account // holds the SY behind principal and yield tokens
	Treasury          ledger.Account // receives the reserve's part of fees and the yield fee
	SY, PT, YT, Share ledger.Asset
}

// Pendle is a Pendle V2 market together with the splitting of SY into principal and yield
// tokens that it trades. A principal token redeems for one unit of asset at expiry; a
// yield token brings what a unit of asset in SY yields until then.
//
// The index never falls here: where SY loses value, PT and YT keep their claim on as much
// SY as before, which is then worth less (PendleYieldToken.sol, pyIndexCurrent).
type Pendle struct {
	PendleListing
	terms    PendleTerms
	expiry   clock.Time
	yieldFee money.Ratio
	opening  float64 // implied rate before the first trade

	now    clock.Time
	lnRate float64
	index  int64 // the highest so far
	final  int64 // the index that yield tokens stop at; 0 before expiry
	pt, sy money.Gwei
	curve  PendleCurve

	holders []yieldHolder
	yt      money.Gwei // of all holders
}

// NewPendle returns a market that expires at a time, whose implied rate opens at lnRate
// (a natural logarithm per year) and which keeps a fraction of all yield as its fee. It
// quotes after the first At.
func NewPendle(l PendleListing, t PendleTerms, expiry clock.Time, lnRate float64, yieldFee money.Ratio) (*Pendle, error) {
	finite := !math.IsInf(t.ScalarRoot, 0) && !math.IsInf(t.LnFeeRoot, 0) && lnRate-lnRate == 0
	if !finite || !(t.ScalarRoot > 0 && t.LnFeeRoot >= 0 && t.ReserveShare >= 0 && t.ReserveShare <= 1) {
		return nil, fmt.Errorf("%w: %+v at an implied rate of %v", ErrSetting, t, lnRate)
	}
	if yieldFee.Num < 0 || yieldFee.Den < max(1, yieldFee.Num) {
		return nil, fmt.Errorf("%w: yield fee %v", ErrSetting, yieldFee)
	}
	m := &Pendle{PendleListing: l, terms: t, expiry: expiry, yieldFee: yieldFee, opening: lnRate}
	m.Reset()
	return m, nil
}

// Reset begins anew, with an empty book.
func (m *Pendle) Reset() {
	clear(m.holders)
	m.now, m.lnRate, m.index, m.final, m.pt, m.sy, m.yt = 0, m.opening, 0, 0, 0, 0, 0
	m.curve = PendleCurve{}
}

// At brings the market to a time and an index of SY (asset per SY, in 1e-18), and rereads
// the pool. The first call at or after expiry fixes what yield tokens have earned. An
// index that is not positive is refused with ErrSetting.
func (m *Pendle) At(b *ledger.Book, now clock.Time, index int64) error {
	if index <= 0 {
		return fmt.Errorf("%w: index %d", ErrSetting, index)
	}
	m.now, m.index = now, max(m.index, index)
	if m.Expired() && m.final == 0 {
		m.final = m.index
	}
	return m.read(b)
}

// read takes the pool's balances over into the curve.
func (m *Pendle) read(b *ledger.Book) error {
	m.pt, m.sy = b.Balance(m.Pool, m.PT), b.Balance(m.Pool, m.SY)
	asset, err := m.assets(m.sy)
	if err != nil || m.Expired() {
		return err
	}
	m.curve = m.terms.Curve(float64(m.pt), float64(asset), m.lnRate, m.expiry.Sub(m.now).Years())
	return nil
}

// Expired says whether trading is over: from the second of expiry on it is.
func (m *Pendle) Expired() bool { return m.now >= m.expiry }

// Expiry is when it is.
func (m *Pendle) Expiry() clock.Time { return m.expiry }

// LnRate is the implied rate of the last trade, a natural logarithm per year.
func (m *Pendle) LnRate() float64 { return m.lnRate }

// Curve is the curve that quotes come from, in ledger units. It is of use before expiry.
func (m *Pendle) Curve() PendleCurve { return m.curve }

// Price is the asset that a principal token costs before fees; from expiry on, the one
// that it redeems for. A yield token costs what is missing to one.
func (m *Pendle) Price() float64 {
	if m.Expired() {
		return 1
	}
	return m.curve.Price()
}

// assets is what so much SY is worth, rounded down.
func (m *Pendle) assets(sy money.Gwei) (money.Gwei, error) {
	x, err := money.MulDiv(int64(sy), m.index, IndexOne, money.Down)
	return money.Gwei(x), err
}

// shares is the SY that is worth so much asset.
func (m *Pendle) shares(asset money.Gwei, r money.Rounding) (money.Gwei, error) {
	x, err := money.MulDiv(int64(asset), IndexOne, m.index, r)
	return money.Gwei(x), err
}

// PendleFill is a trade in ledger units. SY is what was paid for PT or YT bought, or what
// those sold brought; Fee and Reserve are in SY too, rounded down.
type PendleFill struct{ SY, Fee, Reserve money.Gwei }

// quote is the trade of n principal tokens to the account. What the pool receives is
// rounded up, what it pays down, with a margin for the error of binary64.
func (m *Pendle) quote(n money.Gwei) (PendleFill, error) {
	if m.Expired() {
		return PendleFill{}, ErrExpired
	}
	t, err := m.curve.Trade(float64(n))
	if err != nil {
		return PendleFill{}, err
	}
	f := PendleFill{Fee: m.floorSY(t.Fee), Reserve: m.floorSY(t.Reserve)}
	if n <= 0 {
		f.SY = m.floorSY(float64(t.Asset * (1 - quoteError)))
		return f, nil
	}
	up := math.Ceil(m.inSY(float64(-t.Asset * (1 + quoteError))))
	if !(up < largest) {
		return PendleFill{}, money.ErrOverflow
	}
	f.SY = money.Gwei(up)
	return f, nil
}

// inSY counts asset in SY.
func (m *Pendle) inSY(asset float64) float64 { return asset / (float64(m.index) / IndexOne) }

func (m *Pendle) floorSY(asset float64) money.Gwei { return floor(m.inSY(asset), 1) }
