package ledger

// Reason says why value moved. Flows are totalled by reason.
type Reason uint8

// The reasons.
const (
	Genesis      Reason = iota // opening positions
	Trade                      // into or out of a pool
	TradeFee                   // fee of a trade that leaves the pool
	Mint                       // derived token minted, and what was given for it
	Redeem                     // derived token burned
	ExitRequest                // token handed to an exit queue
	ExitClaim                  // exit paid
	Unbond                     // stake on its way out
	Stake                      // stake on its way in
	Reward                     // staking or service reward
	Commission                 // operator's part of a reward
	Slash                      // stake lost
	SlashSink                  // slashed stake that reaches a recipient
	Airdrop                    // programme tokens handed out
	Borrow                     // loan paid out, and its debt shares
	Repay                      // loan repaid, and its debt shares
	Interest                   // interest
	Collateral                 // pledged or released
	Liquidation                // seized or repaid in a liquidation
	BadDebt                    // debt written off
	Supply                     // into a lending desk
	Withdraw                   // out of a lending desk
	Liquidity                  // pool shares and what they stand for
	GasFee                     // paid for an action
	AttackProfit               // profit from corruption
	Bribe                      // paid by an attacker to an operator
	Fee                        // fees of protocols and services
	Leave                      // taken outside
	Arrive                     // brought in from outside
	reasons
)
