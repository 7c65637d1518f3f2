package scenarios

// Systems lists the real systems that the simulator knows by name: platforms, the
// tokens of staking and restaking, services, markets, chains.
func Systems() []System {
	var out []System
	for _, part := range [][]System{platformSystems(), stakingSystems(), restakingSystems(), serviceSystems(), marketSystems(), chainSystems()} {
		out = append(out, part...)
	}
	for i := range out {
		s := &out[i] // as data, an empty list is one too
		s.Rules, s.Known, s.Unused = append([]RuleSet{}, s.Rules...), append([]Parameter{}, s.Known...), append([]string{}, s.Unused...)
	}
	return out
}

// fact is something known of a system that no default holds.
func fact(name, value, source, date, grade string) Parameter {
	return Parameter{Name: name, Value: value, Source: source, Date: date, Grade: grade}
}

// platformSystems are the restaking platforms.
func platformSystems() []System {
	return []System{
		{Name: "EigenLayer", Kind: "restaking platform", Rules: platformRules("eigenlayer"),
			Modelled: "Delegation in scaled accounts under a magnitude that falls with each slash, operator sets that hold fractions of it, allocations and deallocations with delays, slashes of queued withdrawals, beacon losses, redistribution or burning.",
			Known: []Parameter{
				fact("change of an allocation delay", "17d12h", "eigenlayer-contracts docs: 126,000 blocks; an operator may choose a delay of zero", "2026-05-01", gradeMeasured),
				fact("operators' share of rewards", "10 %", "eigenlayer-contracts script/configs/mainnet.json; network.commission has it as its default", "2026-05-01", gradeMeasured),
				fact("activation of rewards", "7d", "the same file", "2026-05-01", gradeMeasured),
				fact("services in the directory", "58", "l2beat discovery, block 21786536", "2025-02", gradeMeasured),
				fact("largest net outflow of a day", "43 550 ETH", "The Block: 11 July 2024, about 1 % of what was there", "2024-07-11", gradeReported),
			},
			Unused:  []string{"beacon losses of single stakers", "single magnitudes and their allocation delays: in scenarios operators divide their stake into equal shares", "slashes to a recipient other than those harmed", "deposit limits"},
			LeftOut: []string{"duration vaults", "weekly roots of rewards: rewards accrue", "a set's own slasher contract, which may add a veto", "stake tables on other chains"}},
		{Name: "Karak", Kind: "restaking platform", Rules: platformRules("karak"),
			Modelled: "Vaults of one operator and one asset, promised whole to every service; slashes earmarked at request as a share of all there is, a committee that may cancel them, redemption that anybody may finish.",
			Known: []Parameter{
				fact("vaults, and services, of an operator", "32", "code-423n4/2024-07-karak d803024a, Constants", "2024-09-30", gradeMeasured),
				fact("value locked", "461 000 000 USD", "Chaos Labs: 61.5 % of it liquid restaking tokens", "2024", gradeReported),
			},
			Unused:  []string{"the committee: in scenarios every request is carried out", "redemptions that somebody else finishes"},
			LeftOut: []string{"K2 and other chains on which version 1 took deposits", "the allow-list of assets, and the caps of version 1 in dollars at a price set by hand", "limits of 32: network.operators and services are not checked against them"}},
		{Name: "K2", Kind: "chain of Karak",
			Modelled: "Named only: nothing of the chain is.",
			Known:    []Parameter{fact("deposits", "open at launch, beside Ethereum and Arbitrum", "altszn.com, April 2024", "2024-04-08", gradeReported)},
			LeftOut:  []string{"everything; deposits made there would have the rules of Karak's version 1"}},
		{Name: "Symbiotic", Kind: "restaking platform", Rules: platformRules("symbiotic"),
			Modelled: "Vaults of one asset and many operators, withdrawal epochs with a bucket each, limits by network and operator, stake captured when a fault happened, slashes of an amount with or without a veto, first come, first served.",
			Known: []Parameter{
				fact("first deposit limit", "41 290 wstETH", "The Defiant: filled within 5 hours", "2024-06-11", gradeReported),
				fact("second deposit limit", "210 600 wstETH", "docs.mellow.finance, points", "2024-07-03", gradeReported),
				fact("change of a resolver", "3 epochs", "symbioticfi/core ed39ff4f, VetoSlasher: at least", "2025-03-24", gradeMeasured),
				fact("registry", "159 vaults, 121 operators, 21 networks, 19 curators", "Symbiotic's registry, names without stakes", "2026-08", gradeMeasured),
			},
			Unused:  []string{"full, network and operator delegators with their limits: in scenarios operators divide a vault", "the resolver: in scenarios every request is carried out", "deposit limits, which count active stake"},
			LeftOut: []string{"burners' way through the exit queues of wrapped tokens: what is slashed is burned or paid out at once", "version 2, with vaults of ERC-4626 and adapters"}},
	}
}

// stakingSystems are Ethereum and the tokens of staking.
func stakingSystems() []System {
	return []System{
		{Name: "Ethereum", Kind: "chain", Rules: eraRules(),
			Modelled: "Issuance, one exit queue shared by everybody with churn by fork, the delay to withdrawable and the sweep; tips as an input. The price of ETH is exogenous.",
			Known: []Parameter{
				fact("staked", "32 820 000 ETH", "etheralpha/validatorqueue-com f6a337c0, median of three days", "2024-06-26", gradeMeasured),
				fact("staked", "34 667 000 ETH", "same", "2025-06-15", gradeMeasured),
				fact("background exits", "34 000 ETH/d", "same: inflow at capacity less net growth; ethereum.background_exits states it", "2024-06-26", gradeMeasured),
			},
			Unused:  []string{"slashing of validators with its initial and correlation penalties", "activation and consolidation churn"},
			LeftOut: []string{"single validators, attestations and missed rewards", "the entry queue's wait before deposits earn", "the least service of 256 epochs before a voluntary exit", "a price of gas that follows demand"}},
		{Name: "Lido", Kind: "liquid staking token", Rules: []RuleSet{tokenRules("stETH")},
			Modelled: "stETH with its queue: requests are settled at a daily report, first come, first served, at the lower of value at request and the report's share rate.",
			Known: []Parameter{
				fact("usual wait", "1 to 5 d", "page of an exchange's plugin", "", gradeReported),
				fact("size of a request", "100 wei to 1 000 stETH", "lidofinance/core 372b02e1, WithdrawalQueueBase", "2026-06-23", gradeMeasured),
			},
			LeftOut: []string{"bunker mode", "cover funds", "the wrapper wstETH: a rate stands for the growing balance"}},
		{Name: "Rocket Pool", Kind: "liquid staking token", Rules: []RuleSet{tokenRules("rETH")},
			Modelled: "rETH: burned at once while the buffer lasts, refused otherwise; fee on deposits.",
			Known: []Parameter{
				fact("size of the deposit pool", "160 ETH", "rocket-pool/rocketpool fef41a4f, settings", "2026-04-17", gradeMeasured),
				fact("nodes, Gini of 2,744", "0.752", "Valdorff/rp-thoughts b17ff208", "2023-07", gradeMeasured),
			},
			LeftOut: []string{"node operators' bonds and RPL, which bear losses first", "a full deposit pool, which lets rETH trade above its rate"}},
	}
}

// restakingSystems are the liquid restaking tokens.
func restakingSystems() []System {
	return []System{
		{Name: "Renzo", Kind: "liquid restaking token", Rules: []RuleSet{tokenRules("ezETH-2024-04"), tokenRules("ezETH")},
			Modelled: "ezETH, a basket: deposits refill the buffer first; in April 2024 exits at the value of the request and only from the buffer, later at the lower of request and claim.",
			Known: []Parameter{
				fact("redemption opened", "2024-06-10", "Renzo's documentation: 10 or 11 June", "2024-06-10", gradeReported),
				fact("released", "1 000 ETH/h", "Renzo's documentation; a buffer of 72,000 ETH, 6.7 % of supply, refilled in up to 10 days", "2024-06-10", gradeReported),
				fact("delegation", "62, 38 %", "pjdurden/restake-xray 4cad297f: 45,312 ezETH over two operators", "2026-06", gradeMeasured),
			},
			Unused:  []string{"minting on another chain"},
			LeftOut: []string{"caps by asset", "a risk oracle that may lengthen or halt exits", "releases by the hour", "the day between the two sets of terms, which was not found: a scenario names the set"}},
		{Name: "Kelp", Kind: "liquid restaking token", Rules: []RuleSet{tokenRules("rsETH")},
			Modelled: "rsETH, a basket: exits at the lower of request and unlock, first come, first served; a report that jumps too far is refused once.",
			Known: []Parameter{
				fact("longest delay", "10d", "Kelp-DAO/LRT-rsETH c289b815, LRTWithdrawalManager", "2025-02-26", gradeMeasured),
				fact("backing", "stETH 63, native 28, ETHx 9 %", "pjdurden/restake-xray 4cad297f", "2026-06", gradeMeasured),
				fact("delegation", "74, 26 %", "the same: 516,219 rsETH over two operators", "2026-06", gradeMeasured),
			},
			Unused:  []string{"pauses"},
			LeftOut: []string{"limits by asset", "bounds on the price at which an operator unlocks", "pools on other chains, whose fee may be up to 100 %"}},
		{Name: "Puffer", Kind: "liquid restaking token", Rules: []RuleSet{tokenRules("pufETH")},
			Modelled: "pufETH: batches at the lower of request and batch rate.",
			Known: []Parameter{
				fact("usual wait", "14 d", "page of an exchange's plugin", "", gradeReported),
				fact("largest fee", "2.5 %", "PufferFinance/puffer-contracts 38060006", "2026-05-07", gradeMeasured),
				fact("held", "429 000 ETH", "survey by a third party", "2024-05-23", gradeReported),
			},
			Unused:  []string{"the instant exit for a fee"},
			LeftOut: []string{"the way from stETH at the start to validators of its own: backing is an input"}},
		{Name: "Eigenpie", Kind: "liquid restaking token", Rules: []RuleSet{tokenRules("mstETH")},
			Modelled: "mstETH for all of its tokens, one for each staking token: exits at the value of the request, paid after the next calendar week and an extra delay.",
			LeftOut:  []string{"fees, which were not found", "one set of terms for each of its tokens: they share these"}},
		{Name: "Mellow", Kind: "liquid restaking token", Rules: []RuleSet{tokenRules("mellow")},
			Modelled: "The first version: one vault by one curator, exits at the value of the round, cancelled below the user's minimum.",
			Known: []Parameter{
				fact("fee of a withdrawal", "at most 5 %", "mellow-finance/mellow-lrt c37fad55", "", gradeMeasured),
				fact("points", "0.00025 point/USD/h", "docs.mellow.finance, points; half as many again while a cap keeps deposits idle", "2024", gradeReported),
			},
			LeftOut: []string{"emergency exits pro rata", "the later version on Symbiotic, which follows its buckets", "the largest supply of a vault: assets.*.cap states it"}},
		{Name: "ether.fi", Kind: "liquid restaking token", Rules: []RuleSet{tokenRules("eETH")},
			Modelled: "eETH, native: exits at the lower of request and the frozen rate of finalisation, in rounds of the operator.",
			Known: []Parameter{
				fact("supply", "1 630 000 eETH", "DefiLlama by a rate of 1.04, which is unchecked", "2024-06-26", gradeMeasured),
				fact("usual wait", "1 to 7 d", "docs.yield.xyz: or more", "", gradeReported),
			},
			LeftOut: []string{"instant exits with their low-water mark and rate limiter", "the wrapper weETH"}},
	}
}
