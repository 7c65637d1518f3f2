package rng

// Purpose says what a draw is for. Draws for different purposes are independent. A
// value, once used in a published run, keeps its meaning: new ones go at the end.
type Purpose uint16

// The purposes.
const (
	Population      Purpose = iota + 1 // traits of an agent
	Size                               // size of an agent's holdings
	Taste                              // opening tastes
	TasteRedraw                        // tastes that change
	Review                             // when an agent looks next
	Choice                             // a choice that is drawn afresh
	Order                              // order of actions in a step
	Price                              // diffusion of the ETH price
	Jump                               // jumps of the ETH price
	Bootstrap                          // block of a price series
	Fault                              // an operator's own faults
	CommonFault                        // faults with a common cause
	Wrongful                           // wrongful slashes
	ContractFailure                    // failures of contracts
	News                               // news on points
	Attack                             // an attacker's traits
	Graph                              // a generated network
	Resample                           // bootstrap of an estimate
	Profit                             // profit from corrupting a service
	Search                             // moves of a search for coalitions
)
