// Package restake holds the mechanics of restaked ether: vaults, operators, services,
// slashing, exit queues, Ethereum's own queue, and the liquid tokens on top.
//
// The types:
//
//  1. [Network] says who is delegated to whom: it is generated to a shape ([Generate])
//     or read from files ([ReadNetwork]).
//  2. [Graph] is a network that lives: stake moves in and out, services slash it. What
//     tells restaking systems apart is a value, [Platform].
//  3. [LiquidToken] is a token with buffer, queue, exit price and recognition lag; what
//     tells families of tokens apart is a value too, [TokenParams].
//  4. [Ethereum] is the validators' exit queue, whose churn depends on the [Era].
//  5. [Exposure] is what each service can slash of each operator, as the search for
//     attacks reads it.
//
// The way through:
//
//  1. NewGraph opens vaults in the ledger for a network; every balance is an account.
//  2. A delegator's exit becomes a tranche of its vault's queue. Whether a slash reaches
//     queued tranches, which fraction of what it takes, and what fixes the price of an
//     exit are fields of the platform.
//  3. Graph.Slash takes one fault: service, operator, fraction. Burned and redistributed
//     stake leave through the ledger.
//  4. A liquid token mints and redeems at its own rate. It recognises what its vaults
//     lost when it reports, not when it happens; exits are paid from buffer, then from
//     vaults, then from Ethereum's queue.
//
// Invariant: what vaults, queues and tokens owe never exceeds what their accounts hold,
// and Recheck counts it over from nothing.
//
// Left out: who decides (agents), what a share trades at (engine/market), which attacks
// pay (engine/attack).
package restake
