package market

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// yieldHolder is one account's yield tokens, the SY that they had earned when their
// number last changed, and the index of that time. Yield tokens move through the market
// only, so that none changes hands uncredited.
type yieldHolder struct {
	yt, earned money.Gwei
	index      int64
}

// interest is the SY set free behind yield tokens as the index rises: what a unit of
// asset takes in SY falls (InterestManagerYT.sol).
//
//	yt/from - yt/to = yt·(to-from)·1e18/(from·to)
func interest(yt money.Gwei, from, to int64) (money.Gwei, error) {
	if yt <= 0 || to <= from {
		return 0, nil
	}
	x, err := money.MulDivWide(money.Mul64(uint64(yt), uint64(to-from)), money.W(IndexOne), money.Mul64(uint64(from), uint64(to)), money.Down)
	if err != nil {
		return 0, err
	}
	n, err := x.Int64()
	return money.Gwei(n), err
}

// yieldIndex is the index that yield tokens have earned up to.
func (m *Pendle) yieldIndex() int64 {
	if m.final != 0 {
		return m.final
	}
	return m.index
}

// after is what an account's yield tokens come to once so many are added, credited with
// what they have earned until now.
func (m *Pendle) after(who ledger.Account, more money.Gwei) (yieldHolder, error) {
	for int(who) >= len(m.holders) {
		m.holders = append(m.holders, yieldHolder{})
	}
	h := m.holders[who]
	more, err := money.Add(h.yt, more)
	if err != nil {
		return h, err
	}
	free, err := interest(h.yt, h.index, m.yieldIndex())
	if err != nil {
		return h, err
	}
	h.earned, err = money.Add(h.earned, free)
	h.yt, h.index = more, m.yieldIndex()
	return h, err
}

func (m *Pendle) hold(who ledger.Account, h yieldHolder) {
	m.yt += h.yt - m.holders[who].yt
	m.holders[who] = h
}

// Earned is the SY that an account's yield tokens have earned and that it has not
// claimed, before the yield fee.
func (m *Pendle) Earned(who ledger.Account) money.Gwei {
	if who < 0 || int(who) >= len(m.holders) {
		return 0
	}
	h, err := m.after(who, 0)
	if err != nil {
		return 0
	}
	return h.earned
}

// Claim pays what an account's yield tokens have earned, less the yield fee rounded
// down. It refuses with ErrTooSmall where that is nothing.
func (m *Pendle) Claim(b *ledger.Book, who ledger.Account) (paid money.Gwei, err error) {
	h, err := m.after(who, 0)
	if err != nil {
		return 0, err
	}
	fee, err := m.yieldFee.Of(h.earned, money.Down)
	if err != nil {
		return 0, err
	}
	if paid = h.earned - fee; paid <= 0 {
		return 0, ErrTooSmall
	}
	if err := b.Post(
		ledger.Transfer{From: m.Vault, To: who, Asset: m.SY, Amount: paid, Why: ledger.Reward},
		ledger.Transfer{From: m.Vault, To: m.Treasury, Asset: m.SY, Amount: fee, Why: ledger.Fee},
	); err != nil {
		return 0, fmt.Errorf("market: claiming yield: %w", err)
	}
	h.earned = 0
	m.hold(who, h)
	return paid, nil
}

// Eligible is the SY whose points an account earns: what stands behind its yield tokens,
// less the yield fee, and its part of the pool's SY. Principal tokens earn none, and from
// expiry on all points go to the treasury.
func (m *Pendle) Eligible(b *ledger.Book, who ledger.Account) (money.Gwei, error) {
	if m.Expired() || m.index == 0 {
		return 0, nil
	}
	behind, err := m.shares(b.Balance(who, m.YT), money.Down)
	if err != nil {
		return 0, err
	}
	fee, err := m.yieldFee.Of(behind, money.Up)
	if err != nil {
		return 0, err
	}
	pooled := money.Gwei(0)
	if supply := b.Supply(m.Share); supply > 0 {
		x, err := money.MulDiv(int64(m.sy), int64(b.Balance(who, m.Share)), int64(supply), money.Down)
		if err != nil {
			return 0, err
		}
		pooled = money.Gwei(x)
	}
	return money.Add(behind-fee, pooled)
}

// EligibleFee is the SY whose points the treasury earns: the yield fee's part of what
// stands behind yield tokens; from expiry on all that has not been taken out.
func (m *Pendle) EligibleFee(b *ledger.Book) (money.Gwei, error) {
	if m.Expired() || m.index == 0 {
		return money.Add(b.Balance(m.Vault, m.SY), b.Balance(m.Pool, m.SY))
	}
	behind, err := m.shares(m.yt, money.Down)
	if err != nil {
		return 0, err
	}
	return m.yieldFee.Of(behind, money.Down)
}

// Audit compares yield tokens with the ledger, and the vault's SY with what it must
// cover: all principal tokens, all yield not claimed, and after expiry what the treasury
// will have of it.
func (m *Pendle) Audit(b *ledger.Book) error {
	var yt, earned money.Gwei
	for who, h := range m.holders {
		if ledger.Account(who) < ledger.FirstFree {
			continue // issuance owes what there is
		}
		free, err := interest(h.yt, h.index, m.yieldIndex())
		if err != nil {
			return err
		}
		if h.yt != b.Balance(ledger.Account(who), m.YT) {
			return fmt.Errorf("%w: %s holds %d yield tokens, not %d", ErrUnbacked, b.Name(ledger.Account(who)), b.Balance(ledger.Account(who), m.YT), h.yt)
		}
		yt, earned = yt+h.yt, earned+h.earned+free
	}
	pt := b.Supply(m.PT)
	if yt != m.yt || yt != b.Supply(m.YT) || !m.Expired() && yt != pt {
		return fmt.Errorf("%w: %d principal, %d yield tokens, %d of holders", ErrUnbacked, pt, b.Supply(m.YT), yt)
	}
	return m.covers(b, pt, earned)
}

func (m *Pendle) covers(b *ledger.Book, pt, earned money.Gwei) error {
	if m.index == 0 {
		return nil
	}
	principal, err := m.shares(pt, money.Up)
	if err != nil {
		return err
	}
	late := money.Gwei(0)
	if m.final != 0 {
		if late, err = interest(pt, m.final, m.index); err != nil {
			return err
		}
	}
	if owed, has := principal+earned+late, b.Balance(m.Vault, m.SY); has < owed {
		return fmt.Errorf("%w: %d SY in the vault for %d of principal and %d of yield", ErrUnbacked, has, principal, earned+late)
	}
	return nil
}
