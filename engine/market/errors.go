package market

import "errors"

// Refusals. A refused operation has posted nothing.
var (
	ErrLimit     = errors.New("market: below the least that the order accepts")
	ErrTooSmall  = errors.New("market: rounds to nothing")
	ErrDepth     = errors.New("market: the pool cannot pay that much")
	ErrNoCash    = errors.New("market: the desk's cash is lent out")
	ErrUnhealthy = errors.New("market: the loan would exceed what its collateral supports")
	ErrHealthy   = errors.New("market: the loan is within its limit")
	ErrNoLoan    = errors.New("market: nothing is owed")
	ErrWorthless = errors.New("market: the desk's shares stand for nothing")
	ErrLoss      = errors.New("market: the collateral seized sells for less than the debt repaid")
	ErrShortfall = errors.New("market: the collateral does not fetch the debt")
	// Refusals of a market for principal and yield tokens.
	ErrProportion = errors.New("market: principal tokens would be too large a part of the pool")
	ErrBelowPar   = errors.New("market: a principal token would cost more than the asset it redeems for")
	ErrExpired    = errors.New("market: the yield token has expired")
	ErrNotExpired = errors.New("market: the principal token has not expired yet")
)

// Faults. They never follow from what an agent asks for; they mean that this
// package, or whoever calls it, is wrong.
var (
	ErrInvariant = errors.New("market: a trade would take value out of the pool's other owners")
	ErrAudit     = errors.New("market: the desk's totals differ from the ledger")
	ErrUnbacked  = errors.New("market: principal or yield tokens are not backed")
	ErrSetting   = errors.New("market: a setting is out of range")
)
