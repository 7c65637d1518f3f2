package restake

import "github.com/restakesim/restakesim/engine/clock"

// Overlap is a platform's exposure rule: how the same stake is promised to
// several services.
type Overlap uint8

// The exposure rules.
const (
	Disjoint Overlap = iota // each service holds a fraction of the stake; fractions add up to at most one
	Capped                  // each service reaches the stake up to a share and a limit of its own
	Shared                  // each service reaches all of it
)

// Basis says whose stake a slash is measured against.
type Basis uint8

// The bases.
const (
	Now     Basis = iota // what is there when the slash is carried out
	Capture              // what was promised when the fault happened; Capped only
)

// Fixing says when the amount of a slash is settled.
type Fixing uint8

// The fixings.
const (
	AtExecution Fixing = iota // recomputed when carried out
	AtRequest                 // earmarked when asked for, taken later whoever is there
)

// TrancheRule says how long queued stake keeps paying for slashes.
type TrancheRule uint8

// The tranche rules.
const (
	Never      TrancheRule = iota // queued stake is safe at once
	UntilReady                    // until a fixed delay after the request has passed
	UntilEpoch                    // until the end of the epoch after the request's
	UntilTaken                    // until somebody finishes the withdrawal; its shares stay in the pool
)

// Accounts is a platform's share-account rule: what an owner of a vault has.
type Accounts uint8

// The share-account rules.
const (
	Pooled Accounts = iota // shares of a pool, whose price falls with a loss and rises with income
	Scaled                 // deposit shares with a scaling factor, under a magnitude that falls with every slash
)

// Split is the rounding rule by which one loss is shared by active stake and
// tranches.
type Split uint8

// The rounding rules.
const (
	EachDown Split = iota // every pool loses down(pool·fraction), so what is kept rounds up
	LastRest              // shares rounded down, the oldest tranche bears the rest
)

// Platform is a restaking platform as a value: six settings and its clocks.
// No code asks for a platform by name, so a further one is a further value.
type Platform struct {
	Name   string
	Since  Day    // first day on which these rules hold
	Source string // where the rules were read

	Overlap Overlap     // 1: exposure rule
	Basis   Basis       // 2: whose stake
	Fixing  Fixing      // 3: when the amount is settled
	Tranche TrancheRule // 4: how long leavers pay
	Slashes bool        // 5: gate; false closes it altogether
	Gate    Gate        //    who may stop a request, and until when
	Veto    clock.Span  //    wait between request and execution; 0 = none
	Pause   clock.Span  //    least time between two requests of one service against one operator
	Lapse   clock.Span  //    latest execution after the fault; 0 = no limit

	Delegator Delegator // Capped: how a vault's stake becomes that of its operators
	Reopens   bool      // a vault slashed to nothing takes stake again, priced by the virtual units

	Accounts Accounts // 6: what owners have
	Split    Split    //    how a loss of pooled stake is rounded
	Virtual  uint64   //    virtual units on both sides of the price of pooled shares

	Withdrawal   clock.Span // from request to payment; length of an epoch under UntilEpoch
	Allocation   clock.Span // until a new or larger commitment can be slashed
	Deallocation clock.Span // how long a reduced or ended one still can
	Hold         clock.Span // how long slashed funds rest before they reach the sink
}

// Platforms returns every platform that the package knows, by name and then by
// date. Sources are those of the contracts named; delays are mainnet settings.
func Platforms() []Platform {
	const day, week = clock.Day, 7 * clock.Day
	eigen := Platform{Name: "eigenlayer", Accounts: Scaled}
	before, after := eigen, eigen
	before.Since, before.Source = 20230614, "eigenlayer-contracts v0.3.2-mainnet-rewards, DelegationManager: 50,400 blocks, no slasher; eigenlayer-middleware StakeRegistry counts the whole delegation"
	before.Overlap, before.Tranche, before.Withdrawal = Shared, Never, week
	after.Since, after.Source = 20250417, "eigenlayer-contracts f84a5151, AllocationManager: 100,800 blocks; ELIP-016 hold of 7 days"
	after.Overlap, after.Tranche, after.Slashes = Disjoint, UntilReady, true
	after.Withdrawal, after.Deallocation, after.Hold = 2*week, 2*week, week
	predeposit := Platform{Name: "symbiotic", Since: 20240611, Source: "docs.symbiotic.fi: pre-deposit collateral, no delegation, no queue",
		Overlap: Capped, Tranche: Never, Virtual: 1}
	symbiotic := Platform{Name: "symbiotic", Since: 20250128, Source: "symbioticfi/core ed39ff4f (v1.1.0): Vault, VetoSlasher; epoch of 7 days and veto of 3 are per-vault settings, from memory",
		Overlap: Capped, Basis: Capture, Fixing: AtRequest, Tranche: UntilEpoch, Slashes: true, Veto: 3 * day, Lapse: week,
		Split: LastRest, Virtual: 1, Reopens: true, Withdrawal: week}
	first := Platform{Name: "karak", Since: 20240408, Source: "karak-restaking e731d4e0 (v1): no slashing code; 7 days in production from memory",
		Overlap: Shared, Tranche: Never, Virtual: 1, Withdrawal: week}
	karak := Platform{Name: "karak", Since: 20241001, Source: "code-423n4/2024-07-karak d803024a: SlasherLib, Vault, Constants",
		Overlap: Shared, Fixing: AtRequest, Tranche: UntilTaken, Slashes: true, Veto: 2 * day, Pause: 2 * day,
		Gate: Committee, Split: LastRest, Virtual: 1, Reopens: true, Withdrawal: 9 * day, Allocation: 9 * day, Deallocation: 9 * day}
	return []Platform{before, after, first, karak, predeposit, symbiotic}
}

// PlatformAt returns the rules of the named platform in force on a day, and
// false if there is no such platform or it had not begun.
func PlatformAt(name string, d Day) (Platform, bool) {
	found := Platform{}
	for _, p := range Platforms() {
		if p.Name == name && p.Since <= d {
			found = p
		}
	}
	return found, found.Name != ""
}

// exit returns the last moment at which a tranche asked for now can be slashed
// and the moment from which it is paid.
func (p Platform) exit(now clock.Time) (until, ready clock.Time) {
	ready = now.Add(p.Withdrawal)
	switch p.Tranche {
	case Never:
		until = now
	case UntilReady:
		until = ready
	case UntilEpoch:
		ready = p.epochStart(now).Add(2 * p.Withdrawal)
		until = ready - 1
	case UntilTaken:
		until = never
	}
	return until, ready
}

// epochStart returns the beginning of the withdrawal epoch that holds t.
func (p Platform) epochStart(t clock.Time) clock.Time {
	e := clock.Time(p.Withdrawal)
	return t - (t%e+e)%e
}

// reaches says whether a slash for a fault at capture can take from stake whose
// exit was asked for at asked: it was still promised when the fault happened.
func (p Platform) reaches(asked, capture clock.Time) bool {
	if p.Basis == Now {
		return true
	}
	return asked >= p.epochStart(capture)
}

// never is later than any simulated time.
const never = clock.Time(1<<63 - 1)
