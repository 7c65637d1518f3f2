package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
)

// ConservativeParams describes those who stake for the yield: long horizons, low
// discount rates, no leverage, little faith in points and a strong dislike of losses.
// A minimalist, or a small holder on an L2, is a cohort of this kind with numbers of
// its own.
type ConservativeParams struct {
	StakerParams
	Discount param.Dist    `key:"discount" doc:"what capital earns elsewhere" unit:"%/y" default:"{dist: lognormal, median: 3 %/y, p95: 7 %/y}"`
	Horizon  param.Dist    `key:"horizon" doc:"how far ahead a staker looks" unit:"d" default:"{dist: uniform, min: 90d, max: 365d}"`
	Risk     param.Dist    `key:"risk" doc:"value lost per unit of recognised stress" unit:"1" default:"{dist: uniform, min: 0.5, max: 3}"`
	Hope     param.Dist    `key:"hope" doc:"what a staker believes a point is worth, over what the market does" unit:"1" default:"{dist: uniform, min: 0, max: 0.5}"`
	Sells    param.Percent `key:"sells" doc:"share of an airdrop that is sold at once" default:"50 %" max:"1"`
}

// Validate reports what the tags cannot say.
func (p *ConservativeParams) Validate() param.Problems { return p.StakerParams.check(none) }

// Cohort describes the stakers to the world.
func (p *ConservativeParams) Cohort(n *engine.Names) (engine.CohortSpec, param.Problems) {
	return p.cohort(n, stakerTraits{p.Discount, p.Horizon, p.Risk, p.Hope, none, none, p.Sells.Float()})
}

// none is a leverage of one.
var none = param.Dist{Law: param.Fixed, Value: 1, Unit: "x"}
