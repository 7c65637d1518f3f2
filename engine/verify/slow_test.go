package verify

import (
	"math/big"
	"slices"
)

// slowNetwork restates a network in rationals, sharing nothing with the package.
type slowNetwork struct {
	n     *CertifiedNetwork
	bond  *big.Rat
	total []*big.Rat // by validator, all that its services may take
}

func slow(n *CertifiedNetwork) *slowNetwork {
	x := &slowNetwork{n: n, bond: big.NewRat(1, 1), total: make([]*big.Rat, len(n.Stakes))}
	if n.Bond != nil {
		x.bond = &n.Bond.Rat
	}
	for v := range x.total {
		x.total[v] = new(big.Rat)
		for s := range n.Services {
			x.total[v].Add(x.total[v], x.loss(s, int32(v)))
		}
	}
	return x
}

func (x *slowNetwork) weight(s int, v int32) int64 {
	svc := x.n.Services[s]
	k := slices.Index(svc.Members, v)
	switch {
	case k < 0:
		return 0
	case svc.Slashable != nil:
		return svc.Slashable[k]
	}
	return x.n.Stakes[v]
}

func (x *slowNetwork) loss(s int, v int32) *big.Rat {
	r := big.NewRat(x.weight(s, v), 1)
	if f := x.n.Services[s].SlashFraction; f != nil {
		r.Mul(r, &f.Rat)
		r.SetInt(new(big.Int).Quo(r.Num(), r.Denom()))
	}
	return r.Mul(r, x.bond)
}

func (x *slowNetwork) cost(v int32) *big.Rat {
	return new(big.Rat).Mul(x.bond, big.NewRat(x.n.Stakes[v], 1))
}

// price is what validator v asks at service s, counted in units of 1/den.
func (x *slowNetwork) price(s int, v int32, share uint32) *big.Rat {
	if x.total[v].Cmp(x.cost(v)) <= 0 {
		return x.loss(s, v)
	}
	den := new(big.Rat).SetInt(x.bond.Denom())
	p := new(big.Rat).Mul(x.cost(v), den)
	p.Mul(p, big.NewRat(int64(share), Scale))
	p.SetInt(new(big.Int).Quo(p.Num(), p.Denom())).Quo(p, den)
	if l := x.loss(s, v); l.Cmp(p) < 0 {
		return l
	}
	return p
}

// covers says whether the validators of a mask take service s.
func (x *slowNetwork) covers(s int, mask int) bool {
	have, base := new(big.Rat), new(big.Rat)
	for v := range int32(len(x.n.Stakes)) {
		w := big.NewRat(x.weight(s, v), 1)
		base.Add(base, w)
		if mask>>v&1 == 1 {
			have.Add(have, w)
		}
	}
	return base.Sign() > 0 && have.Cmp(base.Mul(base, &x.n.Services[s].Alpha.Rat)) >= 0
}

// attack amounts to profit and cost of a set of services and one of validators, and
// says whether it is one.
func (x *slowNetwork) attack(services, validators int) (profit, cost *big.Rat, ok bool) {
	profit, cost = new(big.Rat), new(big.Rat)
	for s := range x.n.Services {
		if services>>s&1 == 1 {
			if !x.covers(s, validators) {
				return nil, nil, false
			}
			profit.Add(profit, big.NewRat(x.n.Services[s].Profit, 1))
		}
	}
	for _, j := range x.n.Joint {
		if !slices.ContainsFunc(j.Services, func(s int32) bool { return services>>s&1 == 0 }) {
			profit.Add(profit, big.NewRat(j.Profit, 1))
		}
	}
	for v := range int32(len(x.n.Stakes)) {
		if validators>>v&1 == 0 {
			continue
		}
		lost := new(big.Rat)
		for s := range x.n.Services {
			if services>>s&1 == 1 {
				lost.Add(lost, x.loss(s, v))
			}
		}
		if c := x.cost(v); c.Cmp(lost) < 0 {
			lost = c
		}
		cost.Add(cost, lost)
	}
	return profit, cost, services != 0
}

// leastPrice tries every set of validators; nil when none takes the service.
func (x *slowNetwork) leastPrice(s int, shares []uint32) *Amount {
	var least *big.Rat
	for mask := range 1 << len(x.n.Stakes) {
		if !x.covers(s, mask) {
			continue
		}
		sum := new(big.Rat)
		for k, v := range x.n.Services[s].Members {
			if mask>>v&1 == 1 {
				sum.Add(sum, x.price(s, v, shares[k]))
			}
		}
		if least == nil || sum.Cmp(least) < 0 {
			least = sum
		}
	}
	if least == nil {
		return nil
	}
	return NewAmount(least)
}
