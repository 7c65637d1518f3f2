// Package verify checks what others can check: published worked examples against the
// mechanisms that scenarios run, and certificates of security against nothing but
// themselves.
//
// A [Certificate] bounds every attack on the network that it embeds; Check recomputes
// it. A [Report] says of one file what was compared and what differed.
//
// The path through it:
//
//  1. certificate.go is the certificate's layout and its check; parse.go reads it, and
//     nothing that another reader might take for something else; tally.go reads its
//     network and recounts its attack, joint.go its joint profits; knapsack.go is the
//     one table for each service that the check needs; amount.go holds exact numbers in
//     their only notation.
//  2. seal.go turns an examination of engine/attack into a certificate.
//  3. report.go reads a file of any known format, json.go gives problems their places.
//     restaking.go replays restaking vectors: restaking_graph.go, restaking_loss.go and
//     restaking_identity.go plain networks, restaking_elastic.go allocations and fluid
//     attackers.
//  4. worked.go replays protocol and market vectors case by case, object.go reads a
//     case. Lending: market_loan.go is the ledger and what amounts may differ by,
//     market_liquidation.go, market_leverage.go and market_cascade.go are the cases,
//     market_fixed.go is the market of those that state a price.
//     Pools: market_uniswap.go says how trades are compared, market_uniswap_product.go and
//     market_ticks.go replay them. Principal and yield tokens: market_pendle.go and
//     market_pendle_operations.go; protocol_pendle.go has the contract's own swap.
//     StableSwap: market_stableswap.go compares quotes of any number of coins,
//     market_stableswap_ledger.go two coins as settled; market_history.go published prices.
//     Ethereum: protocol_ethereum.go, protocol_ethereum_waves.go.
//     Liquid tokens: protocol_tokens.go chooses the unit, protocol_token_book.go is the
//     ledger, protocol_token_exits.go and protocol_token_entries.go are the rules,
//     protocol_token_rates.go makes a stated rate one of whole amounts.
//     EigenLayer: protocol_eigenlayer.go makes the world of a case,
//     protocol_eigenlayer_ops.go has its operations, protocol_eigenlayer_state.go compares.
//     Vaults of pooled stake: protocol_vault.go builds the graph and compares,
//     protocol_units.go says what amounts may differ by; protocol_karak.go and
//     protocol_symbiotic.go have the operations.
//
// Replays go through the packages that scenarios and commands use, not through copies
// for testing. The files of the first point import nothing of engine/attack, so that a mistake of
// the search cannot hide in its own check.
//
// # The invariant
//
// A certificate that Check accepts proves its bound: for any attack, what the services
// cost alone at the stated shares adds up to no more than what the attack costs,
// because no validator's prices exceed what it would lose. Everything is computed in
// integers and fractions.
//
// # What is left out
//
// A certificate says nothing of how good its bound is, and nothing of attacks that the
// model does not know: operators who commit part of their stake, opt in just before
// striking, or profit elsewhere.
package verify
