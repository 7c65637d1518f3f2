package restake

// Gate says who may stop a slash between its request and its execution, and with it
// the order in which refusals are told. Without a veto window every slash is carried
// out at once, whatever the gate.
type Gate uint8

// The gates.
const (
	Resolver  Gate = iota // one party, until the window ends (Symbiotic's VetoSlasher)
	Committee             // one party, until somebody carries it out (Karak's SlasherLib)
	Nobody                // requests need not wait, but the window still bounds the age of a fault
)

// Delegator says how a vault's stake becomes the stake of its operators at a service.
// A is the active stake, N the service's limit on the vault, O its limit on the
// operator.
type Delegator uint8

// The delegators (Symbiotic's delegator contracts, but for the first).
const (
	ByPart   Delegator = iota // min(down(A·part), N, O): operators divide the vault, as files of networks state it
	Full                      // min(A, N, O): each operator has all of it
	ByShares                  // down(share·min(A, N)/shares): operators divide it anew for each service
	Single                    // min(A, N) for the operator of the vault's first node, 0 for others
)
