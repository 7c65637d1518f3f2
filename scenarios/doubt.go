package scenarios

import (
	"fmt"

	"github.com/restakesim/restakesim/agents"
)

// doubt warns of a world that runs but cannot answer its question: where those who
// buy a token's discount have more capital than there is to buy, no discount can ever
// last, whatever the holders do.
func (p *Plan) doubt() {
	for i := range p.Spec.Tokens {
		name := p.Spec.Tokens[i].Name
		capital := p.buying(name)
		if capital == 0 {
			continue
		}
		stock := p.forSale(i)
		switch {
		case stock == 0:
			p.Warnings = append(p.Warnings, fmt.Sprintf("%.0f ETH wait to buy %s, which no pool trades: this capital can do nothing", capital, name))
		case capital > stock:
			p.Warnings = append(p.Warnings, fmt.Sprintf("%.0f ETH wait to buy %s, and all that could ever be sold is worth %.0f ETH: no discount can last, so that this world cannot say how far the price falls", capital, name, stock))
		}
	}
}

// buying is the capital of all who buy a token below its redemption value, in ETH.
func (p *Plan) buying(token string) float64 {
	sum := 0.0
	for i := range p.File.Agents {
		if a, ok := p.File.Agents[i].Value.Params.(*agents.ArbitrageurParams); ok && string(a.Token) == token {
			sum += a.Capital.Float()
		}
	}
	return sum
}

// forSale bounds what could ever be bought of token i, in ETH of redemption value:
// what lies in pools, what cohorts hold and have bought on credit, and what depositors
// may mint. Passive holders never sell. It is zero where no pool trades the token.
func (p *Plan) forSale(i int) float64 {
	t := &p.Spec.Tokens[i]
	pooled := 0.0
	for k := range p.Spec.Pools {
		if q := &p.Spec.Pools[k]; q.Base == t.Name {
			pooled += q.BaseQty.Float() * t.Params.Opening.Float()
		}
	}
	if pooled == 0 {
		return 0
	}
	sum := pooled
	for k := range p.Spec.Cohorts {
		if c := &p.Spec.Cohorts[k]; c.Holds == int16(i) {
			sum += c.Amount
		}
	}
	for k := range p.Spec.Desks {
		if d := &p.Spec.Desks[k]; d.Collateral == t.Name {
			sum += d.Borrowed.Float()
		}
	}
	for k := range p.File.Agents {
		if a, ok := p.File.Agents[k].Value.Params.(*agents.DepositorParams); ok && string(a.Token) == t.Name {
			sum += a.Capital.Float()
		}
	}
	return sum
}
