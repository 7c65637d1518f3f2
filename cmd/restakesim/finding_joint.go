package main

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/verify"
)

// takeJoint lists the joint profits of an attack on services.
func (f *finding) takeJoint(n *restake.Network, services []int32) {
	for _, j := range n.Joint {
		if !slices.ContainsFunc(j.Services, func(s int32) bool { return !slices.Contains(services, s) }) {
			f.Best.Joint = append(f.Best.Joint, jointProfit{labels{j.Services, f.services}, verify.NewAmount(big.NewRat(int64(j.Profit), int64(n.Unit)))})
		}
	}
}

// jointRemarks say what of the best attack's profit is joint, and what bounds it.
func (f *finding) jointRemarks() (lines []string) {
	if f.network == nil || len(f.network.Joint) == 0 {
		return nil
	}
	if f.Best != nil {
		for _, j := range f.Best.Joint {
			if j.Profit.Sign() < 0 {
				lines = append(lines, fmt.Sprintf("The attack takes %s less because %s fall together.", f.show(verify.NewAmount(new(big.Rat).Neg(&j.Profit.Rat))), j.Services.phrase("service")))
				continue
			}
			lines = append(lines, fmt.Sprintf("Of its profit, %s is for %s together.", f.show(j.Profit), j.Services.phrase("service")))
		}
	}
	return append(lines, "The split of stake and the local condition count bonuses spread over their services, and no penalties.")
}
