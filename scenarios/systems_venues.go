package scenarios

// serviceSystems are services by name: their stakes, members, thresholds and profits
// are inputs of a network.
func serviceSystems() []System {
	service := func(name, kind, platform string, leftOut string, known ...Parameter) System {
		return System{Name: name, Kind: kind, Known: known, LeftOut: []string{"everything that is its own: a name, as any other in a network", leftOut},
			Modelled: "Named as a service of a network under " + platform + " (network: {platform: …, kind: files}); profit, threshold, share slashed and members are inputs of the network's files."}
	}
	return []System{
		service("EigenDA", "service on EigenLayer", "eigenlayer", "data availability, quorums by asset",
			fact("stake that must confirm", "55 %", "EigenDAThresholdRegistry as deployed, each quorum; not read on the chain here", "", gradeReported),
			fact("stake of adversaries borne", "33 %", "same", "", gradeReported),
			fact("operators", "258", "excerpt without a date, low confidence: 138,789 stakers, 9.6 bn USD", "", gradeReported),
			fact("index of an operator", "264", "l2beat discovery: so many had registered by then", "2024-07-05", gradeMeasured)),
		service("AltLayer", "service on EigenLayer", "eigenlayer", "rollups' verification and sequencing; no threshold, stake or fee was found"),
		service("Hyperlane", "service on EigenLayer", "eigenlayer", "validators of messages by origin; thresholds are an application's own, stakes were not found",
			fact("slashing", "not yet", "docs.hyperlane.xyz, Hyperlane AVS; page without a date", "", gradeReported)),
		service("Wormhole NTT", "service on Karak", "karak", "rate limits and other attesters; stake behind it was not found",
			fact("signatures wanted", "13 of 19", "wormhole.com/docs, Guardians: of the guardians by number, not of stake; page without a date", "", gradeReported)),
		service("Ethena", "network on Symbiotic", "symbiotic", "its stablecoin; no threshold, stake or fee was found"),
		service("LayerZero DVN", "network on Symbiotic", "symbiotic", "verification of messages; thresholds are an application's own, stakes were not found"),
	}
}

// marketSystems are pools, lenders and Pendle.
func marketSystems() []System {
	return []System{
		{Name: "Pendle", Kind: "market of principal and yield tokens", Rules: []RuleSet{marketRules("pendle")},
			Modelled: "One market for a token: principal and yield tokens, trades at the end price with the contract's checks in their order, fees that shrink to nothing, expiry, yield and points of yield tokens.",
			Known: []Parameter{
				fact("expired together", "about 4 000 000 000 USD", "five markets on one day; value locked fell from 6.2 to 3.5 bn USD within a week (The Defiant, DL News)", "2024-06-27", gradeReported),
				fact("largest share of principal tokens", "96 %", "pendle-core-v2-public e8c2cca4, MarketMathCore", "", gradeMeasured),
			},
			Unused:  []string{"principal and yield tokens in the hands of agents: in scenarios the market is followed, and nobody trades on it yet"},
			LeftOut: []string{"votes and incentives", "limit orders", "the router's search for sizes on chain: sizes are solved for"}},
		{Name: "Curve", Kind: "pools", Rules: []RuleSet{marketRules("stableswap")},
			Modelled: "StableSwap pools of a token and ETH by its redemption rate, with a constant fee or the dynamic one of StableSwap-NG.",
			Known:    []Parameter{fact("amplification of the stETH pool", "50 to 54", "fitted to six published pairs of composition and price, May to September 2022", "2022", gradeMeasured)},
			Unused:   []string{"more than two coins", "deposits and withdrawals out of proportion"},
			LeftOut:  []string{"ramps of A", "gauges and rewards, but for providers' incentive", "pools of volatile pairs"}},
		{Name: "Uniswap", Kind: "pools", Rules: []RuleSet{marketRules("constant-product"), marketRules("concentrated")},
			Modelled: "Version 2 as constant product, version 3 as liquidity in ranges of price, with ticks crossed one by one.",
			Known:    []Parameter{fact("lowest price of ezETH", "688 USD", "a thin pool on 24 April 2024, others print 700", "2024-04-24", gradeReported)},
			LeftOut:  []string{"positions that follow the price: ranges stay where they are", "protocol fee", "version 4 and its hooks"}},
		{Name: "Balancer", Kind: "pools", Rules: []RuleSet{marketRules("stableswap")},
			Modelled: "Its stable pools as StableSwap, with the coded amplification.",
			Known:    []Parameter{fact("WETH in the ezETH pool", "4 000 WETH", "at 00:00 UTC; 500 at the worst, 1,300 at 08:00", "2024-04-24", gradeReported)},
			LeftOut:  []string{"weighted pools", "boosted pools"}},
		{Name: "Aave", Kind: "lending", Rules: []RuleSet{marketRules("lending")},
			Modelled: "A desk of kind lending with one collateral: kinked rate, liquidation limit apart from the borrowing limit, close factor, the protocol's share of the bonus, bad debt that stays or is written off.",
			Known: []Parameter{
				fact("close factor", "50 %, all of a debt at a health of 0.95 or less", "aave-v3-core, LiquidationLogic; markets.*.close_factor, close_below", "", gradeMeasured),
				fact("WETH on Ethereum", "slope1 2.35 %/y, slope2 6 %/y, optimal 92 %, reserve 15 %", "Aave's market", "2026-04-18", gradeReported),
				fact("rsETH in E-mode", "LTV 93, limit 95 %", "texts on the event of 18 April 2026", "2026-04-18", gradeReported),
				fact("deficits", "debt without collateral is burned and booked", "governance text of version 3.3", "2025-02", gradeReported),
			},
			Unused:  []string{"unwinding round by round without a flash loan"},
			LeftOut: []string{"pools of many assets and isolation", "Umbrella and safety funds", "defaults are Morpho's: a scenario states Aave's terms"}},
		{Name: "Morpho", Kind: "lending", Rules: []RuleSet{marketRules("lending")},
			Modelled: "An isolated market of Morpho Blue: one limit, its formula of the incentive, no close factor, bad debt taken from lenders at once, an oracle of its own.",
			Known: []Parameter{
				fact("limit of the ezETH/WETH market", "86 %", "138 of 146 liquidations of 24 April 2024; 77 % in the other", "2024-04-24", gradeReported),
				fact("supplied to it", "7 600 WETH", "same; 10.96 WETH of bad debt", "2024-04-24", gradeReported),
			},
			LeftOut: []string{"vaults of curators over several markets", "its adaptive rate: a kinked one stands for it"}},
	}
}

// chainSystems are the chains on which restaking tokens are minted and traded.
func chainSystems() []System {
	chain := func(name string, known ...Parameter) System {
		known = append(known, fact("gas against Ethereum's", "0.1", "an overview article of mid-2024; far lower since blobs in March 2024, unchecked", "2024", gradeGuess))
		return System{Name: name, Kind: "chain (layer 2)", Rules: []RuleSet{bridgeRules("ezETH-2024-04")}, Known: known,
			Modelled: "Only as the terms on which a token is minted there, as Renzo's in April 2024 had them: the bridge's fee, its batch, the age of a price. The mechanism of tokens has them; no scenario has a second chain yet.",
			LeftOut:  []string{"pools of its own", "the delay of its bridge and the way back", "gas"}}
	}
	return []System{
		chain("Arbitrum", fact("deposits to Karak", "open at launch", "altszn.com, April 2024", "2024-04-08", gradeReported)),
		chain("Blast", fact("pool of ezETH", "200 000 000 USD", "reported as the only way out of ezETH there", "2024-04", gradeReported)),
		chain("Base"),
	}
}
