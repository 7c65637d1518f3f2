package reports

import (
	"fmt"
	"maps"
	"math"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

const day = 86400

// long is a name as some scenario may have it.
const long = "a-liquid-restaking-token-whose-name-does-not-end-where-one-would-expect"

// usualRun has something of everything: two tokens, a network, thresholds that pass,
// fail and stay undecided.
func usualRun(n int) *result.Run {
	m := newMaker(n)
	m.metric("lowest_price[ezETH]", "ETH/ETH", func(u float64) float64 { return 0.3 + 0.6*u*u })
	m.metric("lowest_price[pufETH]", "ETH/ETH", func(u float64) float64 { return 1 - 0.05*u })
	m.metric("bad_debt", "ETH", func(u float64) float64 { return math.Round(1e5 * math.Pow(u, 30)) }) // a few far out
	m.metric("attack_profit", "ETH", func(u float64) float64 { return 3e4 * (u - 0.7) })
	m.metric("gamma_sigma", "1", func(u float64) float64 { return -0.4 + u })
	m.metric("outflow_share[ezETH]", "%", func(u float64) float64 { return math.Round(3 * u) }) // four values
	m.constant("stake_lost", "%", 6.25)
	for i := range 5 {
		m.metric(fmt.Sprintf("stake_lost_round[%d]", i+1), "ETH", func(u float64) float64 { return 2e5 * math.Max(0, u-0.15*float64(i)) })
	}
	m.cohort("holders", 260000, -30).cohort("loopers", 9000, -60).cohort("dip buyers", 10000, 12).cohort("operators", 0, 0)
	m.series("price[ezETH]", "ETH/ETH", 31, func(day float64) float64 { return 1 - 0.5*math.Exp(-day/5) }, func(float64) float64 { return 1 })
	m.series("net_flow[ezETH]", "ETH/d", 31, func(day float64) float64 { return -2000 * day }, func(day float64) float64 { return 500 * day })
	m.series("queue[ezETH]", "ETH", 31, func(day float64) float64 { return 8000 * day }, func(day float64) float64 { return 9000 * day })
	yes, no := true, false
	m.threshold("lower95(p05(lowest_price[ezETH])) > 0.2", 0.31, 0.302, &yes)
	m.threshold("upper95(p99(bad_debt)) < 50 ETH", 41234, 78123, &no)
	m.threshold("upper95(p99.9(bad_debt)) < 5000 ETH", 78123, math.NaN(), nil)
	k := m.run.Context
	k.Headline = "lowest_price[ezETH]"
	k.Events = []result.Event{{At: 0, Text: "the airdrop is announced"}, {At: 7 * day, Text: "the airdrop"}, {At: 7 * day, Text: "rewards end"}, {At: 30 * day, Text: "the last withdrawal is paid out to those who asked for it in the first week"}}
	m.world()
	m.numbers()
	m.run.Summary.Warnings = []string{"bad_debt: one replication holds 40 % of the sum", "bad_debt: no outer bound for p99.9"}
	return m.run
}

// world adds what stands at the snapshot.
func (m *maker) world() {
	k := m.run.Context
	k.Balance = []result.Position{
		{Holder: "holders", Role: "holds", Asset: "ezETH", Amount: 260000, Unit: "ETH", In: "ezETH"},
		{Holder: "loopers", Role: "holds", Asset: "ezETH", Amount: 35000, Unit: "ETH", In: "ezETH"},
		{Holder: "loopers", Role: "borrows", Asset: "ETH", Amount: 26000, Unit: "ETH", In: "morpho"},
		{Holder: "lenders", Role: "lends", Asset: "ETH", Amount: 30000, Unit: "ETH", In: "morpho"},
		{Holder: "providers", Role: "provides liquidity", Asset: "pufETH", Amount: 6000, Unit: "ETH", In: "curve"},
		{Holder: "ezETH", Role: "secures", Asset: "ETH", Amount: 332100, Unit: "ETH", In: "vaults"},
		{Holder: "farmers", Role: "holds", Asset: "REZ", Amount: 5e9, Unit: "REZ", In: "wallets"},
	}
	k.Matrix = &result.Matrix{}
	for s := range 12 {
		k.Matrix.Services = append(k.Matrix.Services, fmt.Sprintf("service-%02d", s+1))
	}
	for o := range 30 {
		row := make([]float64, 12)
		for s := range row {
			if (o*7+s*5)%3 > 0 {
				row[s] = 3e5 / float64(o+1) / float64(s+1)
			}
		}
		k.Matrix.Operators = append(k.Matrix.Operators, fmt.Sprintf("operator-%03d", o+1))
		k.Matrix.Stake = append(k.Matrix.Stake, 8e5/float64(o+1))
		k.Matrix.Profit = append(k.Matrix.Profit, 0)
		k.Matrix.Slashable = append(k.Matrix.Slashable, row)
	}
	k.Witness = &result.Witness{Operators: []string{"operator-004", "operator-027"}, Services: []string{"service-09"}, Cost: 23505, Reward: 18775, Bond: 795.2}
	k.Examination = examined()
	for _, token := range []string{"ezETH", "pufETH"} {
		k.Slippage = append(k.Slippage, result.Curve{Name: token, XUnit: "ETH", YUnit: "ETH/ETH", X: []float64{0, 2000, 4000, 8000}, Y: []float64{1, 0.99, 0.9, 0.5}})
	}
	for _, name := range []string{"holders: holders", "holders: loopers", "operators"} {
		k.Lorenz = append(k.Lorenz, result.Curve{Name: name, XUnit: "1", YUnit: "1", X: []float64{0, 0.5, 0.9, 1}, Y: []float64{0, 0.1, 0.5, 1}})
	}
}

// examined is an examination whose search proves more than its certificate.
func examined() *result.Examination {
	yes := true
	return &result.Examination{
		Certificate: result.Certificate{File: "certificate.json", SHA256: strings.Repeat("cd", 32), NetworkSHA256: strings.Repeat("ef", 32), Bound: 0, Slack: 0.12344},
		Method:      "services", Secure: &yes, Upper: -1000.4, Slack: result.Interval{Lower: 0.12346, Upper: 0.2519}, Local: -0.1, Certified: 28, Operators: 30, Nodes: 120, Limit: 100,
		Best: &result.Witness{Operators: []string{"operator-004", "operator-027"}, Services: []string{"service-09"}, Cost: 23505, Reward: 18775, Bond: 795.2},
	}
}

// numbers adds what the report prints in tables.
func (m *maker) numbers() {
	k := m.run.Context
	grades := []string{"measured", "reported", "guess"}
	for i := range 60 {
		a := result.Assumption{Path: fmt.Sprintf("agents.cohort-%02d.setting", i), Value: fmt.Sprintf("%d ETH", i), Source: "reading of a dashboard, with a remark on what it leaves out", Date: "2025-01", Grade: grades[i%3]}
		if i >= 20 {
			a.Source, a.Grade = "default of the model", "guess"
		}
		k.Assumptions = append(k.Assumptions, a)
	}
	k.Levers = []result.Setting{{Path: "assets.ezETH.exit.cooldown", Value: "3d", Doc: "days between asking and being paid"}}
	k.Uncertain = []result.Setting{{Path: "eth_usd.volatility", Value: "60 %/√y", Doc: "of the price of ether"}}
	k.Limits = []string{"The price of ether is exogenous."}
	k.Inputs = []result.Input{{Name: "network.json", SHA256: strings.Repeat("ab", 32)}}
}

// longRun has names, texts and titles that are longer than any place for them, some in
// a script that the built-in font does not have.
func longRun(n int) *result.Run {
	r := usualRun(n)
	k := r.Context
	k.Title = "再质押代币在空投之后的挤兑 " + long + " 再质押代币在空投之后的挤兑"
	k.Question = strings.Repeat("Does it hold? 能守住吗？", 20)
	k.Scenario = long
	k.Matrix.Operators[3], k.Matrix.Services[5] = long, long
	k.Balance = append(k.Balance, result.Position{Holder: long, Role: "buries", Asset: long, Amount: 12, Unit: "ETH", In: long + "-too"})
	k.Slippage[0].Name, k.Lorenz[1].Name = long, long
	k.Slippage[0].XUnit, k.Slippage[0].YUnit = long, long
	k.Events = append(k.Events, result.Event{At: 15 * day, Text: strings.Repeat(long+" ", 3)})
	k.Assumptions[2].Value, k.Assumptions[3].Source = long, strings.Repeat("质押", 80)
	k.Command = "restakesim run " + strings.Repeat(long+"/", 4) + "made-up.yaml"
	m := &maker{r, n}
	m.metric("lowest_price["+long+"]", "ETH per unit of what was put in", func(u float64) float64 { return u })
	m.metric("wait["+long+"]", "d", func(u float64) float64 { return 40 * u })
	m.cohort(long, 10, 4)
	k.Headline = "lowest_price[" + long + "]"
	m.series("wait["+long+"]", "ETH per unit of what was put in", 5, func(day float64) float64 { return day }, func(day float64) float64 { return 2 * day })
	m.threshold("upper95(p99(wait["+long+"])) < 50 d or so", 1.23456789e11, -1.23456789e-11, nil)
	return r
}

// runs are ordinary and odd runs by name; few of them in short tests.
func runs() map[string]*result.Run {
	out := map[string]*result.Run{"nothing": newMaker(40).run, "one": usualRun(1), "long": longRun(40), "constant": constantRun()}
	if !testing.Short() {
		maps.Copy(out, map[string]*result.Run{
			"usual": usualRun(40), "two": usualRun(2), "many": usualRun(2000), "huge": scaledRun(1e20), "tiny": scaledRun(1e-20),
			"empty": emptyRun(), "crowded": crowdedRun(), "far out": farRun(), "frontier": frontierRun(40), "single row": singleRow(40), "long frontier": longFrontier(),
		})
	}
	return out
}

// constantRun has metrics and paths that never vary.
func constantRun() *result.Run {
	r := usualRun(40)
	m := newMaker(40)
	for _, k := range r.Context.Metrics {
		m.constant(k.Name, k.Unit, -3.5)
	}
	flat := func(float64) float64 { return 7 }
	m.series("price[ezETH]", "ETH/ETH", 31, flat, flat)
	m.series("queue[ezETH]", "ETH", 1, flat, func(float64) float64 { return 8 }) // a single day
	k := *r.Context
	k.Horizon = 0
	for i := range k.Matrix.Slashable {
		for j := range k.Matrix.Slashable[i] {
			k.Matrix.Slashable[i][j] = 70 // all the same, at no mark
		}
	}
	m.run.Context, m.run.Summary.Thresholds = &k, r.Summary.Thresholds
	return m.run
}

// scaledRun is the usual run in other units: every number is multiplied.
func scaledRun(by float64) *result.Run {
	r := usualRun(40)
	m := newMaker(40)
	for i, k := range r.Columns.Metrics {
		j := 0
		m.metric(k.Name, k.Unit, func(float64) float64 { j++; return by * r.Columns.Values[i][j-1] })
	}
	scale := func(xs []float64) {
		for i := range xs {
			xs[i] *= by
		}
	}
	for i := range r.Series {
		for _, line := range r.Series[i].Values {
			scale(line)
		}
	}
	k := r.Context
	for _, row := range k.Matrix.Slashable {
		scale(row)
	}
	scale(k.Matrix.Stake)
	for i := range k.Balance {
		k.Balance[i].Amount *= by
	}
	for i := range k.Slippage {
		scale(k.Slippage[i].X)
		scale(k.Slippage[i].Y)
	}
	r.Columns, r.Summary.Metrics = m.run.Columns, m.run.Summary.Metrics
	return r
}

// emptyRun has lists with nothing in them.
func emptyRun() *result.Run {
	r := newMaker(1).run
	k := r.Context
	k.Headline = "lost"
	k.Matrix = &result.Matrix{Operators: []string{"a", "b"}, Stake: []float64{1, 2}, Slashable: [][]float64{{}, {}}}
	k.Witness, k.Examination = &result.Witness{}, &result.Examination{Slack: result.Interval{Lower: stats.Nullable(math.NaN()), Upper: stats.Nullable(math.NaN())}}
	k.Slippage = []result.Curve{{Name: "ezETH", XUnit: "ETH", YUnit: "ETH/ETH"}}
	k.Lorenz = []result.Curve{{Name: "operators"}}
	k.Cohorts = []result.Cohort{{Name: "nobody"}}
	k.Balance = []result.Position{{Holder: "farmers", Role: "holds", Asset: "REZ", Amount: 1, Unit: "REZ", In: "wallets"}}
	r.Series = []result.Series{{Metric: result.Metric{Name: "price"}}, {Metric: result.Metric{Name: "queue"}, Quantiles: []float64{0.5}, Values: [][]float64{{}}}}
	return r
}

// crowdedRun has more of everything than fits with ease.
func crowdedRun() *result.Run {
	r := usualRun(40)
	k := r.Context
	m := &maker{r, 40}
	for i := range 25 {
		name := fmt.Sprintf("pool-%02d", i)
		m.cohort(name, 1e6, float64(i-12))
		m.metric(fmt.Sprintf("stake_lost_round[%d]", i+6), "ETH", func(u float64) float64 { return 1e5 * u })
		k.Balance = append(k.Balance, result.Position{Holder: name, Role: "lends", Asset: "ETH", Amount: 1e7, Unit: "ETH", In: name})
		k.Balance = append(k.Balance, result.Position{Holder: name, Role: "secures", Asset: "ETH", Amount: 1e4, Unit: "ETH", In: fmt.Sprintf("pool-%02d", i*7%25)})
		k.Events = append(k.Events, result.Event{At: int64(i) * day, Text: "something happens to " + name})
		k.Slippage = append(k.Slippage, result.Curve{Name: name, XUnit: "ETH", YUnit: "ETH/ETH", X: []float64{0, 1e6}, Y: []float64{1.2, 0.2}})
	}
	k.Events = append(k.Events, result.Event{At: 45 * day, Text: "after the horizon"}, result.Event{At: -day, Text: "before the snapshot"})
	for s := range 18 {
		k.Matrix.Services = append(k.Matrix.Services, fmt.Sprintf("service-%d", s+13))
		for o := range k.Matrix.Slashable {
			k.Matrix.Slashable[o] = append(k.Matrix.Slashable[o], float64(o*s))
		}
	}
	return r
}

// farRun has distributions whose ends lie far from their middles, on either side.
func farRun() *result.Run {
	m := newMaker(400)
	m.metric("bad_debt", "ETH", func(u float64) float64 { return -math.Pow(u, -2) })
	m.metric("liquidated", "ETH", func(u float64) float64 { return 1e9 * math.Pow(u, 400) })
	m.metric("attack_profit", "ETH", func(u float64) float64 { return math.Tan(3 * (u - 0.5)) })
	m.metric("longest_wait[ezETH]", "d", func(u float64) float64 { return 1e6 + 1e-3*u })
	m.run.Context.Headline = "bad_debt"
	return m.run
}
