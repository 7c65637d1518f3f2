package scenarios

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/restake"
)

// assets lists the families of liquid tokens.
func assets() param.Catalogue {
	family := func(name, doc string) param.Kind {
		return param.Kind{Name: name, Doc: doc, New: func() any { return &Asset{family: name} }}
	}
	return param.Catalogue{Name: "assets", Kinds: []param.Kind{
		family("basket", "restaking token backed by several assets at once, as ezETH and rsETH"),
		family("native", "restaking token backed by validators of its own, as pufETH"),
		family("isolated", "restaking token backed by one asset, as Eigenpie's and Mellow's"),
		family("lst", "liquid staking token, as stETH"),
	}}
}

// Asset is a liquid token. Terms that are not given are those of the real token of
// the same name.
type Asset struct {
	family     string
	Terms      param.Name                 `key:"terms" doc:"real token whose terms hold where nothing else is said; by default that of the asset's name"`
	Supply     param.Amount               `key:"supply" doc:"tokens at the snapshot" required:"true"`
	Rate       *param.Amount              `key:"rate" doc:"redemption value of a token" unit:"ETH"`
	Held       *param.Percent             `key:"buffer" doc:"share of the backing in the buffer at the snapshot, and its target" max:"1"`
	Backing    param.Named[param.Percent] `key:"backing" doc:"shares of the backing: native, or the name of a liquid staking token"`
	Delegation param.Named[param.Percent] `key:"delegation" doc:"shares of the stake by operator of the network"`
	Exit       ExitSection                `key:"exit" doc:"how holders leave"`
	Report     *param.Duration            `key:"report" doc:"how often the redemption rate is recognised"`
	RewardFee  *param.Percent             `key:"reward_fee" doc:"share of rewards that the token's treasury keeps" max:"1"`
	Cap        *param.Amount              `key:"cap" doc:"most backing that deposits may reach; 0 for none" unit:"ETH"`
	Services   param.Rate                 `key:"services_yield" doc:"what services outside the network pay on what is at work, in ETH, out of users' pockets" default:"0 %/y"`
	SlashRate  param.Rate                 `key:"slash_rate" doc:"slashes that holders reckon with" default:"0 /y"`
	SlashLoss  param.Percent              `key:"slash_loss" doc:"share of the backing that holders reckon to lose in one" default:"0 %" max:"1"`
}

// ExitSection is how holders of a token leave.
type ExitSection struct {
	Price  *param.Choice   `key:"price" doc:"when the price of an exit is fixed" oneof:"request|payment|lower"`
	Clock  *param.Choice   `key:"clock" doc:"from when on an exit may be paid" oneof:"cooldown|calendar|curator|batch"`
	Delay  *param.Duration `key:"delay" doc:"least time from request to payment"`
	Period *param.Duration `key:"period" doc:"length of a calendar period or between a curator's rounds"`
	Closed param.Bool      `key:"closed" doc:"whether exit requests are refused at the snapshot" default:"false"`
}

// token describes the asset to the world.
func (a *Asset) token(name string) (engine.TokenSpec, param.Problems) {
	var out param.Problems
	terms := name
	if a.Terms != "" {
		terms = string(a.Terms)
	}
	p, known := restake.TokenNamed(terms)
	if !known {
		p = restake.TokenParams{Opening: money.Ratio{Num: 1, Den: 1}}
		if a.Terms != "" {
			out = append(out, param.Problem{Path: "terms", Message: "no real token is called " + terms})
		}
	}
	p.Name, p.Family = name, a.family
	a.override(&p)
	for _, r := range []*money.Ratio{&p.Buffer, &p.RewardFee, &p.DepositFee} {
		if r.Den == 0 {
			*r = money.Ratio{Num: 0, Den: 1}
		}
	}
	if a.Supply.Unit != name {
		out = append(out, param.Problem{Path: "supply", Message: "the supply is counted in " + name + ", not in " + a.Supply.Unit, Hint: "write " + name + " after the number"})
	}
	supply, err := a.Supply.In(9)
	if err != nil {
		out = append(out, param.Problem{Path: "supply", Message: err.Error()})
	}
	s := engine.TokenSpec{Name: name, Params: p, Supply: money.Gwei(supply), Held: p.Buffer, Shut: bool(a.Exit.Closed), Services: a.Services.PerYear(),
		SlashRate: a.SlashRate.PerYear(), SlashLoss: a.SlashLoss.Float()}
	return s, out
}

// override replaces the real token's terms by what the file says.
func (a *Asset) override(p *restake.TokenParams) {
	if a.Rate != nil {
		if nano, err := a.Rate.Gwei(); err == nil {
			p.Opening = money.Ratio{Num: int64(nano), Den: int64(money.ETH)}
		}
	}
	if a.Held != nil {
		p.Buffer = a.Held.Ratio()
	}
	if a.Report != nil {
		p.Report = a.Report.Span()
	}
	if a.RewardFee != nil {
		p.RewardFee = a.RewardFee.Ratio()
	}
	if a.Cap != nil {
		p.Cap, _ = a.Cap.Gwei()
	}
	a.Exit.override(p)
}

func (e *ExitSection) override(p *restake.TokenParams) {
	if e.Price != nil {
		p.Price = map[param.Choice]restake.ExitPrice{"request": restake.RequestValue, "payment": restake.PaymentValue, "lower": restake.LowerValue}[*e.Price]
	}
	if e.Clock != nil {
		p.Clock = map[param.Choice]restake.ExitClock{"cooldown": restake.Cooldown, "calendar": restake.Calendar, "curator": restake.Curator, "batch": restake.Batch}[*e.Clock]
	}
	if e.Delay != nil {
		p.Delay = e.Delay.Span()
	}
	if e.Period != nil {
		p.Period = e.Period.Span()
	}
}

// parts places the backing: each asset of it, divided over the operators that the
// token delegates to, or with the token itself where there are none. Weights are in
// parts per million of a million.
func (a *Asset) parts(vaults func(operator, asset string) string) []engine.PartSpec {
	backing := a.Backing
	if len(backing) == 0 {
		backing = param.Named[param.Percent]{{Name: nativeBacking, Value: param.PercentOf(money.Ratio{Num: 1, Den: 1})}}
	}
	var out []engine.PartSpec
	for _, b := range backing {
		base := b.Name
		asset := b.Name
		if b.Name == nativeBacking {
			base, asset = "", "ETH"
		}
		if len(a.Delegation) == 0 || a.family == "lst" {
			out = append(out, engine.PartSpec{Base: base, Weight: weight(b.Value, 1)})
			continue
		}
		for _, d := range a.Delegation {
			out = append(out, engine.PartSpec{Vault: vaults(d.Name, asset), Base: base, Weight: weight(b.Value, d.Value.Float())})
		}
	}
	return out
}

// nativeBacking is the word for ETH staked by the token itself.
const nativeBacking = "native"

// weight is a share of a share in parts per million, at least one.
func weight(p param.Percent, of float64) int64 { return max(1, int64(p.Float()*of*1e6)) }
