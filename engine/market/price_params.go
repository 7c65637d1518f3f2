package market

import "github.com/restakesim/restakesim/engine/param"

// PriceParams is what a scenario says of the price of ETH.
type PriceParams interface {
	Open() (*Price, error)
}

// JumpDiffusionParams are the keys of kind jump-diffusion.
type JumpDiffusionParams struct {
	Spot       param.Amount  `key:"spot" doc:"price of ETH at the snapshot" unit:"USD" required:"true"`
	Drift      param.Percent `key:"drift" doc:"expected growth of the price in a year" default:"0 %" signed:"true"`
	Volatility param.Percent `key:"volatility" doc:"yearly standard deviation of the diffusion, jumps apart" default:"50 %"`
	Intensity  param.Rate    `key:"jumps" doc:"jumps a year" default:"0 /y"`
	JumpMean   param.Percent `key:"jump_mean" doc:"mean log return of a jump" default:"0 %" signed:"true"`
	JumpSD     param.Percent `key:"jump_sd" doc:"standard deviation of the log return of a jump" default:"0 %"`
}

// Open makes the price process.
func (p *JumpDiffusionParams) Open() (*Price, error) {
	return newPrice(p.Spot.Float(), JumpDiffusion{p.Drift.Float(), p.Volatility.Float(), p.Intensity.PerYear(), p.JumpMean.Float(), p.JumpSD.Float()})
}

// BootstrapParams are the keys of kind bootstrap. Prices are read from Series by the
// loader, oldest first, one a day.
type BootstrapParams struct {
	Spot   param.Amount `key:"spot" doc:"price of ETH at the snapshot" unit:"USD" required:"true"`
	Series param.Text   `key:"series" doc:"CSV file beside the scenario with a header and the daily price in its last column" required:"true"`
	Block  param.Count  `key:"block" doc:"days in a block" default:"10" min:"1" max:"365"`
	Prices []float64
}

// Open makes the price process.
func (p *BootstrapParams) Open() (*Price, error) {
	returns, err := LogReturns(p.Prices)
	if err != nil {
		return nil, err
	}
	return newPrice(p.Spot.Float(), BlockBootstrap{returns, p.Block.Int()})
}
