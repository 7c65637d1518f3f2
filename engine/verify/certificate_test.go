package verify

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// drawCertified draws a small network: whole stakes, partial and overlapping amounts,
// slash fractions, bonds, services without backers, zero stakes.
func drawCertified(t *rapid.T) *CertifiedNetwork {
	n := &CertifiedNetwork{}
	if rapid.Bool().Draw(t, "bond") {
		n.Bond = NewFraction(big.NewRat(rapid.Int64Range(0, 3).Draw(t, "num"), 4))
	}
	step := rapid.SampledFrom([]int64{1, 1, 10, 1 << 40}).Draw(t, "step")
	validators := rapid.IntRange(1, 6).Draw(t, "validators")
	for range validators {
		n.Stakes = append(n.Stakes, step*rapid.Int64Range(0, 40).Draw(t, "stake"))
	}
	for range rapid.IntRange(1, 4).Draw(t, "services") {
		den := rapid.Int64Range(1, 6).Draw(t, "alpha den")
		s := CertifiedService{Alpha: *NewFraction(big.NewRat(rapid.Int64Range(1, den).Draw(t, "alpha num"), den)), Members: []int32{},
			Profit: step * rapid.Int64Range(0, 60).Draw(t, "profit")}
		partial := rapid.Bool().Draw(t, "partial")
		if rapid.Bool().Draw(t, "slash") {
			s.SlashFraction = NewFraction(rapid.SampledFrom([]*big.Rat{big.NewRat(0, 1), big.NewRat(1, 2), big.NewRat(1, 3)}).Draw(t, "fraction"))
		}
		for v := range validators {
			if !rapid.Bool().Draw(t, "serves") {
				continue
			}
			s.Members = append(s.Members, int32(v))
			if partial {
				s.Slashable = append(s.Slashable, step*rapid.Int64Range(0, n.Stakes[v]/step).Draw(t, "slashable"))
			}
		}
		n.Services = append(n.Services, s)
	}
	drawCertifiedJoint(t, n, step)
	return n
}

// drawCertifiedJoint adds a bonus with any parts that add up, and a penalty, on all
// services.
func drawCertifiedJoint(t *rapid.T, n *CertifiedNetwork, step int64) {
	if len(n.Services) < 2 || rapid.Bool().Draw(t, "plain") {
		return
	}
	bonus, penalty := CertifiedJoint{}, CertifiedJoint{Profit: -rapid.Int64Range(0, n.Services[0].Profit/step).Draw(t, "penalty") * step}
	for s, svc := range n.Services {
		bonus.Services, penalty.Services = append(bonus.Services, int32(s)), append(penalty.Services, int32(s))
		penalty.Profit = max(penalty.Profit, -svc.Profit)
		part := step * rapid.Int64Range(0, 30).Draw(t, "part")
		bonus.Spread, bonus.Profit = append(bonus.Spread, part), bonus.Profit+part
	}
	if bonus.Profit > 0 {
		n.Joint = append(n.Joint, bonus)
	}
	n.Joint = append(n.Joint, penalty)
}

// certify makes a certificate by enumeration, from drawn shares.
func certify(t *rapid.T, n *CertifiedNetwork) *Certificate {
	x := slow(n)
	c := &Certificate{Format: CertificateFormat, Network: *n, Unit: 1}
	c.NetworkSHA256, _ = n.Hash()
	left := make([]int64, len(n.Stakes))
	for v := range left {
		left[v] = Scale
	}
	last := make([]int, len(n.Stakes)) // the service that bears what is left of a validator
	unit := new(big.Int)
	for s, svc := range n.Services {
		for _, v := range svc.Members {
			last[v] = s
			unit.GCD(nil, nil, unit, big.NewInt(x.weight(s, v)))
		}
	}
	c.Unit = max(1, unit.Int64())
	bound := new(big.Rat)
	var slack *big.Rat
	for s, svc := range n.Services {
		row := make([]uint32, len(svc.Members))
		for k, v := range svc.Members {
			switch {
			case x.total[v].Cmp(x.cost(v)) <= 0:
				row[k] = Scale
			case s == last[v]:
				row[k] = uint32(left[v])
			default:
				row[k] = uint32(rapid.Int64Range(0, left[v]).Draw(t, "share"))
				left[v] -= int64(row[k])
			}
		}
		c.Shares = append(c.Shares, row)
		value := x.leastPrice(s, row)
		c.ServiceValues = append(c.ServiceValues, value)
		worth := svc.Profit
		for _, j := range n.Joint {
			if j.Spread != nil {
				worth += j.Spread[s]
			}
		}
		if profit := big.NewRat(worth, 1); value != nil && worth > 0 {
			if d := new(big.Rat).Sub(profit, &value.Rat); d.Sign() > 0 {
				bound.Add(bound, d)
			}
			r := new(big.Rat).Quo(&value.Rat, profit)
			if r.Sub(r, big.NewRat(1, 1)); slack == nil || r.Cmp(slack) < 0 {
				slack = r
			}
		}
	}
	c.Bound, c.GammaLower = *NewAmount(bound), NewFraction(slack)
	return c
}

// TestCertificatesOfDrawnNetworks makes certificates by enumeration, with a witness,
// and wants them accepted; and wants what they say to hold for every attack.
func TestCertificatesOfDrawnNetworks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawCertified(t)
		c := certify(t, n)
		x := slow(n)
		var best *big.Rat
		for services := 1; services < 1<<len(n.Services); services++ {
			for validators := range 1 << len(n.Stakes) {
				profit, cost, ok := x.attack(services, validators)
				if !ok {
					continue
				}
				net := new(big.Rat).Sub(profit, cost)
				if net.Cmp(&c.Bound.Rat) > 0 {
					t.Fatalf("services %b by validators %b net %s, more than the bound of %s", services, validators, net, &c.Bound)
				}
				if profit.Sign() > 0 && new(big.Rat).Quo(new(big.Rat).Sub(cost, profit), profit).Cmp(&c.GammaLower.Rat) < 0 {
					t.Fatalf("services %b by validators %b cost %s for %s, closer than γ %s", services, validators, cost, profit, c.GammaLower)
				}
				if best == nil || net.Cmp(best) > 0 {
					best = net
					c.Witness = Witness{bitsOf(services), bitsOf(validators), *NewAmount(profit), *NewAmount(cost)}
				}
			}
		}
		if best == nil {
			c.Witness = Witness{Services: []int32{}, Validators: []int32{}}
		}
		if err := c.Check(); err != nil {
			t.Fatal(err)
		}
		text, err := c.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseCertificate("proof.json", text)
		if err != nil || again.Check() != nil {
			t.Fatalf("read back: %v, %v", err, again.Check())
		}
		if twice, err := again.Encode(); err != nil || string(twice) != string(text) {
			t.Fatalf("%v: written again:\n%s\n%s", err, text, twice)
		}
	})
}

func bitsOf(mask int) []int32 {
	out := []int32{}
	for i := int32(0); mask>>i != 0; i++ {
		if mask>>i&1 == 1 {
			out = append(out, i)
		}
	}
	return out
}
