package restake

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// within reports a value that is further from another than a part of it.
func within(t *testing.T, what string, got, want, part float64) {
	t.Helper()
	if !(math.Abs(got-want) <= part*math.Abs(want)) {
		t.Errorf("%s is %v, want %v to within %v of it", what, got, want, part)
	}
}

// Of a Pareto law with exponent a the mean logarithm over the least value is 1/a; cut
// at four decades it is smaller by ln(10⁴)/(10^{4a}-1), below 0.2 % of it from a = 1 on.
func TestStakesFollowTheTail(t *testing.T) {
	for _, hill := range []float64{1, 1.2, 2.5} {
		s := plainShape()
		s.Operators, s.Services, s.Breadth, s.Hill = 2000, 1, 0, hill
		n := generated(t, s, drawn(1))
		least := n.Nodes[len(n.Nodes)-1].Stake.Float()
		logs := 0.0
		for _, v := range n.Nodes {
			logs += math.Log(v.Stake.Float() / least)
		}
		within(t, fmt.Sprintf("mean logarithm at %v", hill), logs/2000, 1/hill, 0.01)
		within(t, "stake of all", n.Stake().Float(), s.Stake.Float(), 1e-9)
	}
}

// The largest operator has its share and no other has more, whether the law would
// have given it less or several of them more.
func TestTopShareIsMet(t *testing.T) {
	for _, share := range []float64{0.005, 0.01, 0.03, 0.1, 0.4, 0.95} {
		s := plainShape()
		s.TopShare = share
		n := generated(t, s, drawn(1))
		most := money.Gwei(0)
		for _, v := range n.Nodes {
			most = max(most, v.Stake)
		}
		within(t, "largest share", float64(most)/float64(n.Stake()), share, 1e-6)
	}
	s := plainShape()
	s.TopShare = 0.0049 // 200 operators have 0.5 % each if all are equal
	if _, err := Generate(s, drawn(1)); !errors.Is(err, ErrShape) {
		t.Errorf("less than an equal share: %v", err)
	}
}

// A service's operators are its power of the rank, to the nearest whole number, so
// that the mean number of services per operator is off by at most half a unit for
// each service over the number of operators.
func TestBreadthIsMet(t *testing.T) {
	for _, tail := range []float64{0, 0.5, 1} {
		s := plainShape()
		s.BreadthTail, s.Breadth = tail, 3
		n := generated(t, s, drawn(1))
		within(t, "mean number of services", float64(len(n.Edges))/200, 3, 0.5*20/200/3)
		all := 0.0
		for k := range 20 {
			all += math.Pow(float64(k+1), -tail)
		}
		for k, operators := range operatorsOf(n) {
			want := math.Min(200, 600*math.Pow(float64(k+1), -tail)/all)
			if math.Abs(float64(len(operators))-want) > 0.5 {
				t.Errorf("service %d at tail %v has %d operators, want %v", k, tail, len(operators), want)
			}
		}
	}
}

// Each of 5,000 services is served by one of ten operators, whose chances are as the
// roots of their stakes. Chi-squared with 9 degrees of freedom is below 27.9 in 999 of
// 1,000 draws.
func TestChancesGrowWithTheRootOfStake(t *testing.T) {
	s := plainShape()
	s.Operators, s.Services, s.Breadth = 10, 5000, 500
	n := generated(t, s, drawn(1))
	roots, served := 0.0, make([]float64, 10)
	for _, v := range n.Nodes {
		roots += math.Sqrt(v.Stake.Float())
	}
	for _, e := range n.Edges {
		served[e.Node]++
	}
	chi := 0.0
	for i, v := range n.Nodes {
		want := 5000 * math.Sqrt(v.Stake.Float()) / roots
		chi += (served[i] - want) * (served[i] - want) / want
	}
	if len(n.Edges) != 5000 || chi > 27.9 {
		t.Errorf("%d edges, chi-squared %v: %v", len(n.Edges), chi, served)
	}
}

// Where everybody serves everything, reuse is what was asked for: at most once where
// stake is unique, and as often as there are services where it is shared whole.
func TestReuseIsMet(t *testing.T) {
	for _, c := range []struct {
		overlap     Overlap
		asked, want float64
	}{{Disjoint, 1, 1}, {Disjoint, 0.25, 0.25}, {Capped, 3.5, 3.5}, {Capped, 99, 20}, {Shared, 0, 20}} {
		s := plainShape()
		s.Overlap, s.Reuse, s.Breadth = c.overlap, c.asked, 20
		within(t, fmt.Sprintf("reuse of %v asked for under rule %d", c.asked, c.overlap), generated(t, s, drawn(1)).Reuse(), c.want, 1e-9)
	}
}

// Profits have the asked mean over the stake behind each service; the standard error
// of 2,000 lognormal ratios of sigma 0.5 is √(e^0.25-1)/√2000 = 1.2 %.
func TestProfitsHaveTheirMean(t *testing.T) {
	s := plainShape()
	s.Operators, s.Services, s.Breadth = 10, 2000, 2000
	for sigma, part := range map[float64]float64{0: 1e-9, 0.5: 4 * 0.012} {
		s.ProfitSigma = sigma
		n := generated(t, s, drawn(1))
		behind := make([]float64, s.Services)
		for _, e := range n.Edges {
			behind[e.Service] += e.Slashable.Float()
		}
		mean := 0.0
		for k, v := range n.Services {
			mean += v.Profit.Float() / behind[k] / 2000
		}
		within(t, fmt.Sprintf("mean profit over stake at sigma %v", sigma), mean, 0.1, part)
	}
}

// A generated network can be brought to life, written to files and read back.
func TestGeneratedNetworkIsReadBack(t *testing.T) {
	s := plainShape()
	s.Bond = ratio(0, 1) // files say nothing of bonds
	n := generated(t, s, drawn(1))
	edges, services := written(t, n)
	again, problems := ParseNetworkCSV("e.csv", edges, "s.csv", services)
	if problems != nil {
		t.Fatal(problems)
	}
	served := map[int32]bool{}
	for _, e := range n.Edges {
		served[e.Node] = true
	}
	equal(t, "operators that serve", len(again.Operators), len(served))
	within(t, "reuse", again.Reuse()*again.Stake().Float(), n.Reuse()*n.Stake().Float(), 1e-12)
}
