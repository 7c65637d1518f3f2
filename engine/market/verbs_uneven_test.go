package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/money"
)

func (s *stage) put(a []string) string {
	l, err := s.pool.(*StableSwap).Deposit(s.v.Book, s.who(a[0]), s.coins(a[1]), s.coins(a[2]), s.limit(a[3:], 0))
	return said(err, "%s gets %s LP%s", a[0], coins(l.Shares), charges(l))
}

func (s *stage) take(a []string) string {
	l, err := s.pool.(*StableSwap).WithdrawImbalanced(s.v.Book, s.who(a[0]), s.coins(a[1]), s.coins(a[2]), s.limit(a[3:], math.MaxInt64))
	return said(err, "%s gives %s LP%s", a[0], coins(l.Shares), charges(l))
}

func (s *stage) leave(a []string) string {
	l, err := s.pool.(*StableSwap).WithdrawOne(s.v.Book, s.who(a[0]), s.asset(a[2]), s.coins(a[1]), s.limit(a[3:], 0))
	return said(err, "%s gets %s %s%s", a[0], coins(l.Coins[0]+l.Coins[1]), a[2], charges(l))
}

// limit is a limit that may stand at the end of a command.
func (s *stage) limit(rest []string, otherwise money.Gwei) money.Gwei {
	if len(rest) == 0 {
		return otherwise
	}
	return s.coins(rest[0])
}

// charges is what an uneven deposit or withdrawal paid in fees.
func charges(l Liquidity) string {
	return fmt.Sprintf(", fees %s LRT and %s ETH, of them %s and %s leave", coins(l.Fees[0]), coins(l.Fees[1]), coins(l.AdminFees[0]), coins(l.AdminFees[1]))
}
