package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// Tokens returns the liquid tokens that the package knows. Terms are read from
// the contracts named in Source; "memory" marks what was not checked, and rates,
// buffers and caps are openings that a scenario replaces by its snapshot's.
func Tokens() []TokenParams {
	const day, week = clock.Day, 7 * clock.Day
	percent := func(n int64) money.Ratio { return money.Ratio{Num: n, Den: 100} }
	one := money.Ratio{Num: 1, Den: 1}
	milli := func(n money.Gwei) money.Gwei { return n * money.ETH / 1000 }
	return []TokenParams{
		{Name: "stETH", Family: "lst", Source: "lidofinance/core 372b02e1 WithdrawalQueueBase, deployed-mainnet.json: report every 225 epochs, requests at least 7,680 s old; fee 10 % from memory",
			Price: LowerValue, Rate: ShareRate, Clock: Batch, Delay: 7680, Report: day, Opening: one, RewardFee: percent(10)},
		{Name: "rETH", Family: "lst", Source: "rocket-pool/rocketpool fef41a4f RocketTokenRETH, settings: instant while collateral lasts, deposit fee 0.05 %, least deposit 0.01 ETH; node share 15 %",
			Price: PaymentValue, Clock: Cooldown, BufferOnly: true, Report: day, Opening: one, Buffer: percent(1),
			RewardFee: percent(15), DepositFee: money.Ratio{Num: 5, Den: 10_000}, MinDeposit: milli(10)},
		{Name: "ezETH-2024-04", Family: "basket", Source: "code-423n4/2024-04-renzo b5b5b76a WithdrawQueue: fixed at request, only from the buffer; cooldown of 3 days; xRenzoDeposit: 0.05 % of at most 32 ETH, prices of at most a day",
			Price: RequestValue, Clock: Cooldown, Delay: 3 * day, BufferOnly: true, Report: day, Opening: one, Buffer: percent(7), RewardFee: percent(10),
			Bridge: BridgeTerms{Fee: money.Ratio{Num: 5, Den: 10_000}, Batch: 32 * money.ETH, MaxAge: day}},
		{Name: "ezETH", Family: "basket", Source: "Renzo-Protocol/contracts-public fc8c8e08 WithdrawQueue, RenzoOracle: lower of request and claim, 14-day cooldown; fee 10 % from memory",
			Price: LowerValue, Clock: Cooldown, Delay: 2 * week, Report: day, Opening: one, Buffer: percent(5), RewardFee: percent(10)},
		{Name: "rsETH", Family: "basket", Source: "Kelp-DAO/LRT-rsETH c289b815 LRTWithdrawalManager, LRTOracle: lower of request and unlock, 8 days, price jump limit; fee minted in tokens",
			Price: LowerValue, Clock: Cooldown, Delay: 8 * day, Report: day, Opening: one, Buffer: percent(2), RewardFee: percent(10), JumpLimit: percent(1)},
		{Name: "pufETH", Family: "native", Source: "PufferFinance/puffer-contracts 38060006 PufferWithdrawalManager, PufferVaultV5: batches, least exit 0.01, instant exit for 1 %",
			Price: LowerValue, Rate: WadRate, Clock: Curator, Period: day, Delay: 0, Instant: percent(1), Report: day, Opening: one,
			Buffer: percent(2), RewardFee: percent(5), MinExit: milli(10)},
		{Name: "eETH", Family: "native", Source: "etherfi-protocol/smart-contracts b4a09680 WithdrawRequestNFT: lower of request and finalisation; least deposit 0.001 ETH",
			Price: LowerValue, Rate: FrozenRate, Clock: Curator, Period: day, Delay: day, Report: day, Opening: one, Buffer: percent(2), RewardFee: percent(10), MinDeposit: milli(1)},
		{Name: "mstETH", Family: "isolated", Source: "magpiexyz/eigenpie_contracts e86c1ddb EigenpieWithdrawManager: fixed at request, calendar weeks and an extra delay (3 days assumed)",
			Price: RequestValue, Rate: WadRate, Clock: Calendar, Period: week, Delay: 3 * day, Report: day, Opening: one},
		{Name: "mellow", Family: "isolated", Source: "mellow-finance/mellow-lrt c37fad55 Vault: curator's rounds (5 days assumed), value at processing, cancelled below the user's minimum (98 % assumed)",
			Price: PaymentValue, Clock: Curator, Period: 5 * day, MinKept: percent(98), Report: day, Opening: one},
	}
}

// TokenNamed returns the terms of that name and whether there are any.
func TokenNamed(name string) (TokenParams, bool) {
	for _, t := range Tokens() {
		if t.Name == name {
			return t, true
		}
	}
	return TokenParams{}, false
}
