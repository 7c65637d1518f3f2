package market

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// ProgrammeParams are the keys of a points programme.
type ProgrammeParams struct {
	Rate    param.Flow     `key:"rate" doc:"points per token and time" default:"1 point/ETH/h" unit:"point/ETH"`
	Running param.Duration `key:"running" doc:"how long the season had run at the snapshot; opening holders are taken to have held throughout" default:"0d"`
	Ends    param.Duration `key:"ends" doc:"end of the season, from the snapshot" required:"true"`
	Supply  param.Amount   `key:"supply" doc:"supply of the token that is handed out" required:"true"`
	Share   param.Percent  `key:"share" doc:"share of that supply that the season hands out" required:"true" max:"1"`
}

// Open makes the programme; token is what it hands out.
func (p *ProgrammeParams) Open(token ledger.Asset, decimals uint8) (*Programme, error) {
	supply, err := p.Supply.In(decimals)
	if err != nil {
		return nil, fmt.Errorf("market: supply of the programme's token: %w", err)
	}
	pot, err := p.Share.Ratio().Of(money.Gwei(supply), money.Down)
	if err != nil {
		return nil, fmt.Errorf("market: the season's share: %w", err)
	}
	return &Programme{token: token, pot: pot, unit: unit(decimals), rate: p.Rate.PerSecond(), running: p.Running.Span(), ends: p.Ends.Span()}, nil
}
