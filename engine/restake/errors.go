package restake

import "errors"

// Refusals. Each leaves every balance as it was; test with errors.Is.
var (
	ErrAmount       = errors.New("restake: the amount must be positive")
	ErrShares       = errors.New("restake: more than the holder owns")
	ErrWiped        = errors.New("restake: the pool was slashed to nothing and takes no more stake")
	ErrNotServing   = errors.New("restake: the operator does not serve this service")
	ErrServing      = errors.New("restake: the operator already serves this service")
	ErrPending      = errors.New("restake: a change of this commitment is still waiting")
	ErrMagnitude    = errors.New("restake: commitments would exceed the operator's stake")
	ErrDegree       = errors.New("restake: the operator serves as many services as it may")
	ErrNotSlashable = errors.New("restake: the platform cannot slash")
	ErrFraction     = errors.New("restake: a slash takes more than none and at most all")
	ErrCooldown     = errors.New("restake: the service has asked for a slash too recently")
	ErrLapsed       = errors.New("restake: the fault is too old to be slashed")
	ErrCase         = errors.New("restake: no such open slash case")
	ErrBroken       = errors.New("restake: claims and balances disagree")
	ErrCap          = errors.New("restake: the deposit cap leaves no room")
	ErrTooSmall     = errors.New("restake: below the token's minimum")
	ErrBuffer       = errors.New("restake: the buffer does not cover the exit")
	ErrPaused       = errors.New("restake: the token has stopped deposits and exits")
	ErrNoInstant    = errors.New("restake: the token has no instant exit")
	ErrParts        = errors.New("restake: the token has nowhere to put its stake")
)
