package scenarios

import (
	"github.com/restakesim/restakesim/agents"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/param"
)

// File is a scenario file: a study in one place. Maps are by name and sorted, so that
// the order in the file decides nothing.
type File struct {
	Version      param.Count                `key:"version" doc:"version of the file format" required:"true" min:"1" max:"1"`
	Name         param.Name                 `key:"name" doc:"name of the scenario and of its directory of results" required:"true"`
	About        param.Text                 `key:"about" doc:"what happens, in a sentence" required:"true"`
	Question     param.Text                 `key:"question" doc:"what the study asks" required:"true"`
	Snapshot     param.Date                 `key:"snapshot" doc:"day whose state the scenario starts from" required:"true"`
	Seed         param.Count                `key:"seed" doc:"seed of all random numbers" required:"true"`
	Horizon      param.Duration             `key:"horizon" doc:"simulated time" required:"true" min:"1h" max:"3650d"`
	Step         param.Duration             `key:"step" doc:"length of a step" default:"1h" min:"1m" max:"1d"`
	Replications param.Count                `key:"replications" doc:"number of populations" required:"true" min:"1" max:"10000000"`
	EthUSD       param.Variant              `key:"eth_usd" doc:"price of ETH, which nothing in the model moves" catalogue:"prices" required:"true"`
	Ethereum     EthereumSection            `key:"ethereum" doc:"state and rules of Ethereum's staking" required:"true"`
	Gas          param.Amount               `key:"gas" doc:"cost of one action" unit:"ETH" default:"0.005 ETH"`
	Stress       StressSection              `key:"stress" doc:"how fear builds up and fades"`
	Assets       param.Named[param.Variant] `key:"assets" doc:"liquid tokens by name" catalogue:"assets" required:"true"`
	Markets      param.Named[param.Variant] `key:"markets" doc:"pools and lending desks by name" catalogue:"markets"`
	Programmes   param.Named[Programme]     `key:"programmes" doc:"points programmes by name"`
	Network      *param.Variant             `key:"network" doc:"operators, vaults and services" catalogue:"networks"`
	Agents       param.Named[param.Variant] `key:"agents" doc:"cohorts of agents by name" catalogue:"agents" required:"true"`
	Events       []Event                    `key:"events" doc:"what happens when"`
	Metrics      MetricsSection             `key:"metrics" doc:"what the report is about" required:"true"`
	Thresholds   []param.Text               `key:"thresholds" doc:"lines that must hold, such as upper95(p99(bad_debt)) < 50 ETH"`
	Frontier     *FrontierSection           `key:"frontier" doc:"where a statistic crosses a target, for restakesim frontier"`
	Report       ReportSection              `key:"report" doc:"how the report presents itself" required:"true"`
}

// EthereumSection is the state of Ethereum's staking.
type EthereumSection struct {
	Rules      param.Choice `key:"rules" doc:"fork whose rules hold; by default that of the snapshot" default:"auto" oneof:"auto|deneb|electra|gloas"`
	Staked     param.Amount `key:"staked" doc:"active stake" unit:"ETH" required:"true"`
	ExitQueue  param.Amount `key:"exit_queue" doc:"stake ahead in the exit queue" unit:"ETH" default:"0 ETH"`
	Background param.Flow   `key:"background_exits" doc:"stake whose exit others ask for" unit:"ETH" default:"0 ETH/d"`
	Tips       param.Rate   `key:"tips" doc:"priority fees and MEV per staked ETH" default:"0.4 %/y"`
}

// StressSection says how fear builds up and fades.
type StressSection struct {
	Memory param.Duration `key:"memory" doc:"time constant with which a discount turns into stress and stress fades" default:"3d" min:"1h"`
	Slash  param.Number   `key:"slash" doc:"stress per share of backing written off" default:"5" min:"0"`
}

// Programme is a points programme on a token.
type Programme struct {
	Token    param.Name    `key:"token" doc:"liquid token whose holders earn points" required:"true"`
	Pays     param.Name    `key:"pays" doc:"token that is handed out" required:"true"`
	Decimals param.Count   `key:"decimals" doc:"decimals in which that token is counted" default:"6" max:"9"`
	Cliff    param.Bool    `key:"cliff" doc:"whether those who sell, redeem or are liquidated before the end lose the points of the part that leaves" default:"false"`
	Pool     *Pool         `key:"pool" doc:"constant-product market of that token against ETH"`
	Expected *param.Amount `key:"expected_price" doc:"price that holders reckon with where the token has no market" unit:"ETH"`
	market.ProgrammeParams
}

// Pool is the market of a programme's token.
type Pool struct {
	Reserves []param.Amount `key:"reserves" doc:"token and ETH in the pool" required:"true"`
	market.ConstantProductParams
}

// Event is a dated event.
type Event struct {
	At        param.Duration `key:"at" doc:"when, from the snapshot" required:"true"`
	Do        param.Choice   `key:"do" doc:"what happens" required:"true" oneof:"airdrop|announce|open-exits|close-exits|set-cap|price-shock|fault|fault-largest"`
	Programme param.Name     `key:"programme" doc:"programme that ends"`
	Token     param.Name     `key:"token" doc:"liquid token concerned"`
	Operator  param.Name     `key:"operator" doc:"operator at fault"`
	Count     param.Count    `key:"count" doc:"how many of the largest operators are at fault" default:"1" min:"1"`
	Cap       param.Amount   `key:"cap" doc:"new deposit cap" unit:"ETH" default:"0 ETH"`
	Change    param.Percent  `key:"change" doc:"jump of the price of ETH" default:"0 %" signed:"true"`
	Fraction  param.Percent  `key:"fraction" doc:"share of what a service can slash that it takes" default:"100 %" max:"1"`
	Text      param.Text     `key:"text" doc:"what the timeline says"`
}

// MetricsSection names the metrics that the report leads with.
type MetricsSection struct {
	Headline param.Text `key:"headline" doc:"metric that answers the question" required:"true"`
}

// ReportSection is how a report presents itself.
type ReportSection struct {
	Title    param.Text   `key:"title" doc:"title of the report" required:"true"`
	Language param.Choice `key:"language" doc:"language of the report" default:"en" oneof:"en"`
	Limits   []param.Text `key:"limits" doc:"what the study leaves out, in sentences"`
}

// prices, assets, markets and networks list the kinds that a file may name.
func prices() param.Catalogue {
	return param.Catalogue{Name: "prices", Kinds: []param.Kind{
		{Name: "jump-diffusion", Doc: "diffusion with jumps of random size", New: func() any { return new(market.JumpDiffusionParams) }},
		{Name: "bootstrap", Doc: "blocks of days drawn from a series", New: func() any { return new(market.BootstrapParams) }},
	}}
}

// Catalogues lists every catalogue of kinds that a file may refer to.
func Catalogues() []param.Catalogue {
	return []param.Catalogue{prices(), assets(), markets(), networks(), agents.Catalogue()}
}
