package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
)

// FarmerParams describes those who hold for points: short horizons, high discount
// rates, leverage, and no reason to stay once the programme has resolved.
type FarmerParams struct {
	StakerParams
	Discount param.Dist    `key:"discount" doc:"what capital earns elsewhere" unit:"%/y" default:"{dist: lognormal, median: 9 %/y, p95: 30 %/y}"`
	Horizon  param.Dist    `key:"horizon" doc:"how far ahead a farmer looks" unit:"d" default:"{dist: uniform, min: 14d, max: 90d}"`
	Risk     param.Dist    `key:"risk" doc:"value lost per unit of recognised stress" unit:"1" default:"{dist: uniform, min: 0.1, max: 1}"`
	Hope     param.Dist    `key:"hope" doc:"what a farmer believes a point is worth, over what the market does" unit:"1" default:"{dist: lognormal, median: 1, p95: 2}"`
	Leverage param.Dist    `key:"leverage" doc:"leverage a farmer likes" unit:"x" default:"1x"`
	Health   param.Dist    `key:"health" doc:"health of a loan, the desk's limit over its loan-to-value, below which a farmer reckons with liquidation" unit:"1" default:"{dist: uniform, min: 1, max: 1.03}"`
	Sells    param.Percent `key:"sells" doc:"share of an airdrop that is sold at once" default:"80 %" max:"1"`
}

// Validate reports what the tags cannot say.
func (p *FarmerParams) Validate() param.Problems { return p.StakerParams.check(p.Leverage) }

// Cohort describes the farmers to the world.
func (p *FarmerParams) Cohort(n *engine.Names) (engine.CohortSpec, param.Problems) {
	return p.cohort(n, stakerTraits{p.Discount, p.Horizon, p.Risk, p.Hope, p.Leverage, p.Health, p.Sells.Float()})
}
