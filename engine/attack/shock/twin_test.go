package shock

import (
	"context"
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// random makes a network with zero stakes, services without backers and profits of zero
// among the rest; stakes are few and small, so that ties are many.
func random(r *rand.Rand, validators, services int) *Network {
	n := &Network{}
	for range r.IntN(validators + 1) {
		n.Stakes = append(n.Stakes, r.Int64N(7))
	}
	for range r.IntN(services + 1) {
		den := 1 + r.Int64N(6)
		s := Service{Profit: r.Int64N(16), Alpha: money.Ratio{Num: 1 + r.Int64N(den), Den: den}}
		for v := range n.Stakes {
			if r.IntN(2) == 0 {
				s.Members = append(s.Members, int32(v))
			}
		}
		n.Services = append(n.Services, s)
	}
	return n
}

func (n *Network) stake(b set) (sum int64) {
	for _, v := range b.list() {
		sum += n.Stakes[v]
	}
	return sum
}

// slowTaken counts anew what coalition b takes once those in gone are lost and those in
// dead have fallen.
func slowTaken(n *Network, b, gone set, dead uint32, orphans bool) (services uint32, profit int64) {
	for s, svc := range n.Services {
		var members set
		for _, v := range svc.Members {
			members |= 1 << v
		}
		have := new(big.Int).Mul(big.NewInt(n.stake(b&members&^gone)), big.NewInt(svc.Alpha.Den))
		base := big.NewInt(n.stake(members &^ gone))
		if dead>>s&1 == 1 || base.Sign() == 0 && !orphans {
			continue
		}
		if have.Cmp(base.Mul(base, big.NewInt(svc.Alpha.Num))) >= 0 {
			services |= 1 << s
			profit += svc.Profit
		}
	}
	return services, profit
}

// slowCascade is the most that any sequence of valid attacks loses from here, each of
// them on any of the services that it could take.
func slowCascade(n *Network, gone set, dead uint32, orphans bool) (most int64) {
	all := set(1)<<len(n.Stakes) - 1
	for b := all &^ gone; b > 0; b = (b - 1) &^ gone {
		services, _ := slowTaken(n, b, gone, dead, orphans)
		for a := services; a > 0; a = (a - 1) & services {
			var profit int64
			for s, svc := range n.Services {
				if a>>s&1 == 1 {
					profit += svc.Profit
				}
			}
			if cost := n.stake(b); profit > cost {
				most = max(most, cost+slowCascade(n, gone|b, dead|a, orphans))
			}
		}
	}
	return most
}

// TestWorstCaseIsTheWorstCascade compares the enumeration of single attacks with that
// of all shocks and all cascades: corollary 1 of Durvasula and Roughgarden.
func TestWorstCaseIsTheWorstCascade(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		n := random(r, 4, 3)
		psi := money.Ratio{Num: r.Int64N(11), Den: 10}
		dead := r.IntN(2) == 0
		got, err := WorstCase(context.Background(), n, psi, dead)
		if err != nil {
			t.Fatal(err)
		}
		all := set(1)<<len(n.Stakes) - 1
		var attacked, most int64
		for d := set(0); d <= all; d++ {
			if n.stake(d)*psi.Den > psi.Num*n.stake(all) {
				continue
			}
			lost := slowCascade(n, d, 0, !dead)
			attacked, most = max(attacked, lost), max(most, lost+n.stake(d))
		}
		if got.Attacked != attacked || got.Most != most {
			t.Fatalf("%+v: %d and %d, all cascades say %d and %d", n, got.Attacked, got.Most, attacked, most)
		}
		requireAttains(t, n, got, psi, !dead)
	}
}

// requireAttains replays the shock and the attack of a worst case.
func requireAttains(t *testing.T, n *Network, got Loss, psi money.Ratio, orphans bool) {
	t.Helper()
	var d, b set
	for _, v := range got.Shock {
		d |= 1 << v
	}
	for _, v := range got.Attackers {
		b |= 1 << v
	}
	all := set(1)<<len(n.Stakes) - 1
	services, profit := slowTaken(n, b, d, 0, orphans)
	if d&b != 0 || n.stake(b) != got.Attacked || n.stake(d)*psi.Den > psi.Num*n.stake(all) || got.Attacked > 0 && profit <= got.Attacked {
		t.Fatalf("%+v is no shock with an attack", got)
	}
	if got.Attacked > 0 && services != mask(got.Services) {
		t.Fatalf("takes %b, not %v", services, got.Services)
	}
}

func mask(list []int32) (out uint32) {
	for _, x := range list {
		out |= 1 << x
	}
	return out
}

// TestCascadesAgainstEnumeration plays both cascades with a plain loop over all masks.
func TestCascadesAgainstEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		n := random(r, 6, 4)
		d := set(r.Uint32()&r.Uint32()) & (1<<len(n.Stakes) - 1)
		cheapest, err := Cheapest(context.Background(), n, d.list())
		if err != nil {
			t.Fatal(err)
		}
		single, err := Single(context.Background(), n, d.list())
		if err != nil {
			t.Fatal(err)
		}
		replay(t, n, d, cheapest, slowCheapest)
		replay(t, n, d, single, slowSingle)
	}
}

type slowAttack func(n *Network, gone set, dead uint32) (b set, services uint32, profit int64)

func slowCheapest(n *Network, gone set, dead uint32) (best set, taken uint32, profit int64) {
	for b := set(0); b < 1<<len(n.Stakes); b++ {
		services, won := slowTaken(n, b, gone, dead, false)
		if b&gone != 0 || won <= n.stake(b) {
			continue
		}
		if taken == 0 || n.stake(b) < n.stake(best) || n.stake(b) == n.stake(best) && won > profit {
			best, taken, profit = b, services, won
		}
	}
	return best, taken, profit
}

func slowSingle(n *Network, gone set, dead uint32) (best set, taken uint32, profit int64) {
	for s, svc := range n.Services {
		var cheapest set
		found := false
		for b := set(0); b < 1<<len(n.Stakes); b++ {
			services, _ := slowTaken(n, b, gone, dead, false)
			if b&gone == 0 && services>>s&1 == 1 && (!found || n.stake(b) < n.stake(cheapest)) {
				cheapest, found = b, true
			}
		}
		if net := svc.Profit - n.stake(cheapest); found && net > 0 && (taken == 0 || net > profit-n.stake(best)) {
			best, taken, profit = cheapest, 1<<s, svc.Profit
		}
	}
	return best, taken, profit
}

func replay(t *testing.T, n *Network, gone set, got Cascade, next slowAttack) {
	t.Helper()
	lost, attacked, dead := n.stake(gone), int64(0), uint32(0)
	for i := 0; ; i++ {
		b, services, profit := next(n, gone, dead)
		if services == 0 {
			if i != len(got.Rounds) || got.Lost != lost || got.Attacked != attacked {
				t.Fatalf("%+v: %+v, want %d rounds, %d lost, %d of it to attacks", n, got, i, lost, attacked)
			}
			return
		}
		if i >= len(got.Rounds) || mask(got.Rounds[i].Validators) != uint32(b) || mask(got.Rounds[i].Services) != services ||
			got.Rounds[i].Profit != profit || got.Rounds[i].Cost != n.stake(b) {
			t.Fatalf("%+v: round %d of %+v: want %v taking %b for %d", n, i, got, b.list(), services, profit)
		}
		gone, dead, lost, attacked = gone|b, dead|services, lost+n.stake(b), attacked+n.stake(b)
	}
}

func TestRefusals(t *testing.T) {
	half := money.Ratio{Num: 1, Den: 2}
	for name, n := range map[string]*Network{
		"negative stake":  {Stakes: []int64{-1}},
		"negative profit": {Services: []Service{{-1, half, nil}}},
		"alpha of zero":   {Services: []Service{{1, money.Ratio{Num: 0, Den: 1}, nil}}},
		"alpha above one": {Services: []Service{{1, money.Ratio{Num: 3, Den: 2}, nil}}},
		"nobody":          {Stakes: []int64{1}, Services: []Service{{1, half, []int32{1}}}},
		"twice":           {Stakes: []int64{1}, Services: []Service{{1, half, []int32{0, 0}}}},
	} {
		if _, err := WorstCase(t.Context(), n, half, true); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	one := &Network{Stakes: []int64{1}}
	if _, err := WorstCase(t.Context(), one, money.Ratio{Num: 3, Den: 2}, true); !errors.Is(err, ErrMalformed) {
		t.Errorf("a shock of 3/2: %v", err)
	}
	if _, err := Single(t.Context(), one, []int32{1}); !errors.Is(err, ErrMalformed) {
		t.Errorf("a shock to nobody: %v", err)
	}
	if _, err := Cheapest(t.Context(), &Network{Stakes: []int64{1 << 62, 1}}, nil); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("too much stake: %v", err)
	}
	if _, err := WorstCase(t.Context(), &Network{Stakes: make([]int64, MostWorst+1)}, half, true); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too many validators: %v", err)
	}
	if _, err := Single(t.Context(), &Network{Stakes: make([]int64, MostCascade+1)}, nil); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too many validators: %v", err)
	}
}

// TestStopsWhenTold: enumeration that nobody waits for is no answer.
func TestStopsWhenTold(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	n := &Network{Stakes: []int64{1}, Services: []Service{{1, money.Ratio{Num: 1, Den: 2}, []int32{0}}}}
	if _, err := WorstCase(ctx, n, money.Ratio{Num: 1, Den: 1}, true); !errors.Is(err, context.Canceled) {
		t.Errorf("worst case: %v", err)
	}
	if _, err := Cheapest(ctx, n, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cascade: %v", err)
	}
}

// TestBounds has the numbers of theory: a slack of a tenth and a shock of a thousandth
// lose less than 1.1 %; no slack, no bound.
func TestBounds(t *testing.T) {
	if b := Bound(big.NewRat(1, 10), big.NewRat(1, 1000)); b.Cmp(big.NewRat(11, 1000)) != 0 {
		t.Errorf("bound %v", b)
	}
	if b := AttackBound(big.NewRat(1, 10), big.NewRat(1, 1000)); b.Cmp(big.NewRat(1, 100)) != 0 {
		t.Errorf("bound on attacks %v", b)
	}
	if Bound(new(big.Rat), big.NewRat(1, 2)) != nil || AttackBound(big.NewRat(-1, 2), big.NewRat(1, 2)) != nil {
		t.Error("a bound without slack")
	}
}
