package scenarios

import "github.com/restakesim/restakesim/engine/restake"

// The origins of parameters that values in the code do not state themselves: date and
// grade, and the source where it is not that of the whole value. What was never read
// anywhere is a guess and says so.

// unread is a number recalled without a document at hand.
func unread(why string) origin { return origin{"unchecked: " + why, "", gradeGuess} }

// untilStated is a number that stands until a scenario states its snapshot's.
func untilStated() origin {
	return origin{"opening, no source; a scenario states its own", "", gradeGuess}
}

// readIn is what the source of a value says, by its date.
func readIn(source, date, grade string, but map[string]origin) origins {
	return origins{origin{source, date, grade}, but}
}

// platformOrigins are those of a platform's rules from a day on.
func platformOrigins(p *restake.Platform) origins {
	switch p.Name + " " + p.Since.String() {
	case "eigenlayer 2023-06-14":
		return readIn(p.Source, "2024", gradeMeasured, map[string]origin{"since": unread("day on which deposits opened")})
	case "eigenlayer 2025-04-17":
		return readIn(p.Source, "2026-05-01", gradeMeasured, map[string]origin{
			"since": {"slashing on mainnet; the publication was not kept", "2025-04-17", gradeGuess},
			"hold":  {"ELIP-016 and eigencloud-docs, safety delays; day on mainnet not found", "2026", gradeReported}})
	case "karak 2024-04-08":
		return readIn(p.Source, "2024-05-11", gradeMeasured, map[string]origin{
			"since":         {"altszn.com, April 2024", "2024-04", gradeReported},
			"withdrawal":    unread("configurable, at most 30 days; 7 in production"),
			"virtual_units": unread("default of solady's ERC-4626")})
	case "karak 2024-10-01":
		return readIn(p.Source, "2024-09-30", gradeMeasured, map[string]origin{
			"since":         {"hindenrank: October 2024, of which the first day is taken", "2024-10", gradeReported},
			"virtual_units": unread("default of solady's ERC-4626")})
	case "symbiotic 2024-06-11":
		return readIn(p.Source, "2024-06", gradeReported, map[string]origin{
			"since":     {"The Defiant, June 2024", "2024-06-11", gradeReported},
			"exposure":  {"no delegation before the core contracts: the rule does nothing", "", gradeGuess},
			"delegator": {"no delegation before the core contracts: the rule does nothing", "", gradeGuess}})
	case "symbiotic 2025-01-28":
		return readIn(p.Source, "2025-03-24", gradeMeasured, map[string]origin{
			"since":      unread("late January 2025"),
			"delegator":  {"how files of networks state a vault's parts; the contracts have three others", "", gradeGuess},
			"withdrawal": unread("epoch is set per vault, any length; 7 days are common"),
			"lapse":      unread("length of an epoch, which is set per vault"),
			"veto":       unread("set per vault, below the epoch")})
	}
	return origins{}
}

// tokenOrigins are those of a token's terms.
func tokenOrigins(p *restake.TokenParams) origins {
	daily := origin{"usual interval of reports", "", gradeGuess}
	o := origins{origin{p.Source, "", gradeMeasured}, map[string]origin{"opening_rate": untilStated(), "buffer": untilStated(), "report": daily}}
	fee := func(x origin) { o.but["reward_fee"] = x }
	switch p.Name {
	case "stETH":
		o.all.date = "2026-06-23"
		o.but["report"] = o.all
		fee(unread("5 % treasury and 5 % operators"))
	case "rETH":
		o.all.date = "2026-04-17"
	case "ezETH-2024-04":
		o.all.date, o.all.grade = "2024-04", gradeReported
		o.but["exit.delay"] = origin{"Renzo's documentation", "2024-06-10", gradeReported}
		fee(origin{"Renzo's documentation; LlamaRisk, August 2024", "2024", gradeReported})
	case "ezETH":
		o.all.date = "2025-12-10"
		fee(origin{"Renzo's documentation; LlamaRisk, August 2024", "2024", gradeReported})
	case "rsETH":
		o.all.date = "2025-02-26"
		fee(unread("a fee minted in rsETH; its size"))
		o.but["jump_limit"] = unread("the limit exists in LRTOracle; its size")
	case "pufETH":
		o.all.date = "2026-05-07"
		fee(unread("size"))
		o.but["exit.period"] = unread("batches are the operator's; about 14 days reported")
	case "eETH":
		o.all.date = "2026-07-15"
		fee(unread("a fee in the rebase; its size"))
		o.but["exit.period"], o.but["exit.delay"] = unread("rounds; 1 to 7 days reported"), unread("1 to 7 days reported")
	case "mstETH":
		o.all.date = "2024-08-07"
		o.but["exit.delay"] = unread("the contract has an extra delay; its length")
	case "mellow":
		o.but["exit.period"] = unread("the curator decides")
		o.but["exit.least_kept"] = unread("the user states a least amount; its size")
	default:
		return origins{}
	}
	return o
}

// eraOrigins are those of a fork's rules.
func eraOrigins(*restake.Era) origins {
	return readIn("ethereum/consensus-specs a08d8a6e, beacon-chain.md of the fork", "2026-08-07", gradeMeasured,
		map[string]origin{"since": unread("day of the fork on mainnet")})
}

// marketOrigins are those of the defaults of markets, by kind and key; those of lending
// are an isolated market of Morpho Blue with a kinked rate as Aave has it.
func marketOrigins() map[string]origin {
	blue := origin{"morpho-org/morpho-blue, src/Morpho.sol", "", gradeMeasured}
	kinked := unread("near Aave's curve for WETH and Morpho's target")
	return map[string]origin{
		"stableswap.amplification":      unread("usual setting of pools of liquid staking tokens; 50 to 1,000"),
		"stableswap.fee":                {"common setting of stable pools; 0.01 to 0.1 %", "2024", gradeGuess},
		"stableswap.admin_fee":          {"Curve's contracts", "2024", gradeMeasured},
		"stableswap.offpeg_multiplier":  {"constant fee, as pools before Curve's StableSwap-NG have it", "", gradeGuess},
		"constant-product.fee":          {"fee of Uniswap v2", "", gradeReported},
		"concentrated.fee":              {"one of the fees of Uniswap v3", "", gradeGuess},
		"concentrated.tick_spacing":     {"that of Uniswap v3 at a fee of 0.05 %", "", gradeReported},
		"concentrated.ranges.liquidity": {"ranges of equal liquidity until a scenario states it", "", gradeGuess},
		"pendle.fee":                    {"within what markets charge, which take up to 5 %", "", gradeGuess},
		"pendle.reserve_share":          {"pendle-finance/documentation 2150fb57, fees: providers keep 20 %", "", gradeReported},
		"pendle.yield_fee":              {"pendle-finance/documentation 2150fb57, fees; 3 % in an older text", "", gradeReported},
		"lending.borrowed":              {"takes levered positions as they come", "", gradeGuess},
		"lending.oracle.kind":           {"choice of the model; Morpho's markets have one oracle each, of either kind", "", gradeGuess},
		"lending.oracle.lag":            {"first liquidation of 24 April 2024 5 min after the oracle passed 1, the last of the wave 28 min later", "2024-04-24", gradeGuess},
		"lending.ltv":                   blue,
		"lending.bonus":                 blue,
		"lending.protocol_share":        blue,
		"lending.close_factor":          blue,
		"lending.close_below":           blue,
		"lending.write_off":             blue,
		"lending.base_rate":             {"Aave's curve starts at 0", "", gradeGuess},
		"lending.slope1":                kinked,
		"lending.slope2":                kinked,
		"lending.optimal_utilisation":   kinked,
		"lending.reserve_factor":        unread("Morpho's fee is off unless voted"),
	}
}
