package restake

import "github.com/restakesim/restakesim/engine/money"

// Elastic is a network of validators who allocate part of their stake to each service
// and may allocate more in total than they hold (Bar-Zur and Eyal, "Elastic Restaking
// Networks", arXiv 2503.00170). Validators and services are numbered; amounts are
// whole numbers of one common unit.
type Elastic struct {
	Stakes   []money.Gwei
	Alloc    [][]money.Gwei // by validator and service, each in [0, stake of the validator]
	Services []ElasticService
}

// ElasticService is one service of an elastic network.
type ElasticService struct {
	Prize money.Gwei  // what corrupting it yields, ≥ 0
	Theta money.Ratio // share of its allocations that must misbehave, in (0, 1]
}
