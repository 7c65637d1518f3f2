package engine

import (
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Verb names what an action asks for. The settlement of each verb stands in one
// settle_*.go file; settle.go holds the table.
type Verb uint8

// The verbs. Token, Pool and Desk are indices in name order; Amount is in units
// of the asset given.
const (
	Sell            Verb = iota // tokens into the token's pool, best price first, not below Limit
	Queue                       // tokens into the token's exit queue
	Buy                         // ETH into the token's pool, not above Limit; With Then = Queue what was bought is queued
	Deposit                     // ETH into the token at its mint price
	MintSell                    // ETH into the token, and all that it mints into its pool, not below Limit per ETH spent
	Switch                      // tokens sold, not below Limit, and the proceeds deposited in token Aux
	Lever                       // raise the position at Desk to leverage Ratio
	Unlever                     // lower the position at Desk to leverage Ratio; at 1 it is closed and what is left follows Then
	Borrow                      // pledge tokens at Desk and take Ratio of their value in ETH
	Repay                       // repay a loan at Desk out of the wallet and take the collateral back
	SellAirdrop                 // programme tokens into the programme's market
	AddLiquidity                // ETH and tokens into Pool, in proportion
	RemoveLiquidity             // pool shares out of Pool, in proportion; tokens follow Then
	Supply                      // ETH into Desk
	Withdraw                    // supply shares out of Desk
	Liquidate                   // repay Amount of the loan of Target at Desk, sell what is seized, not at a loss
	Unbond                      // Token starts withdrawals for Amount of uncovered requests
	Delegate                    // Token delegates Amount of idle stake to vault Aux
	Undelegate                  // Token withdraws Amount from vault Aux
	OptIn                       // operator Target starts to serve service Aux
	OptOut                      // operator Target leaves service Aux
	Attack                      // the world executes the attack that the attacker has prepared
	verbs
)

var verbNames = [verbs]string{"sell", "queue", "buy", "deposit", "mint and sell", "switch", "lever", "unlever", "borrow",
	"repay", "sell airdrop", "add liquidity", "remove liquidity", "supply", "withdraw", "liquidate", "unbond", "delegate",
	"undelegate", "opt in", "opt out", "attack"}

// String returns the verb as it is written in messages.
func (v Verb) String() string {
	if v < verbs {
		return verbNames[v]
	}
	return "unknown verb"
}

// Then says what happens to tokens that an action leaves in the agent's hands.
type Then uint8

// What may follow.
const (
	Keep Then = iota
	ThenQueue
	ThenSell
)

// Action is what an agent asks for after seeing the view. The world settles it,
// in an order drawn for the step, or counts why it could not.
type Action struct {
	Verb              Verb
	Then              Then
	Agent             ledger.Account
	Entity            uint64 // the agent's key, see rng.Entity
	Token, Pool, Desk int16
	Aux, Target       int32
	Amount            money.Gwei
	Limit             float64          // price per unit of redemption value; 0 means any
	Ratio             float64          // leverage or loan-to-value
	Means             attack.Objective // whose cost the attacker bears
	Plan              *attack.Attack   // what an attacker has prepared
	order             uint64           // drawn by the world
	sequence          uint16           // position among the agent's actions of the step
}

// Refusal says why an action was not, or not wholly, carried out.
type Refusal uint8

// The reasons that are counted.
const (
	Filled       Refusal = iota
	LimitUnmet           // the price is beyond the action's limit
	NoFunds              // the agent does not have what the action gives
	NoCash               // the desk's cash is lent out
	CapFull              // the token's deposit cap leaves no room
	Unhealthy            // the position would break its loan-to-value
	TooSmall             // below a minimum, or zero after rounding
	NotAllowed           // the rules of the platform or token refuse it
	Unprofitable         // a liquidation or attack that would not pay
	refusals
)

var refusalNames = [refusals]string{"filled", "limit unmet", "no funds", "no cash at the desk", "cap full", "unhealthy",
	"too small", "not allowed", "unprofitable"}

// String returns the reason as it is written in reports.
func (r Refusal) String() string {
	if r < refusals {
		return refusalNames[r]
	}
	return "unknown reason"
}
