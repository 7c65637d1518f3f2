package shock

import (
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/vectors"
	"github.com/restakesim/restakesim/engine/money"
)

// answers are what is checked of the published networks.
type answers struct {
	GammaMax *string       `json:"gamma_max"`
	Worst    []vectorLoss  `json:"worst_case"`
	Dead     []vectorLoss  `json:"worst_case_orphans_dead"`
	Cheapest vectorCascade `json:"cascade_cheapest"`
	Single   vectorCascade `json:"cascade_single"`
}

type vectorLoss struct {
	Psi      string
	Attacked int64 `json:"max_attack_stake"`
	R        string
	Most     int64 `json:"max_total_stake_lost"`
}

type vectorCascade struct {
	Rounds   []Round
	Lost     int64 `json:"stake_lost"`
	Attacked int64 `json:"stake_lost_to_attacks"`
}

func published(t testing.TB) []vectors.Case[answers] {
	t.Helper()
	return append(vectors.Read[answers](t, "../testdata/hand.json"), vectors.Read[answers](t, "../testdata/random_small.json")...)
}

func networkOf(c *vectors.Case[answers]) *Network {
	n := &Network{Stakes: c.Network.Stakes}
	for _, s := range c.Network.Services {
		n.Services = append(n.Services, Service{s.Profit, s.Alpha.Ratio, s.Members})
	}
	return n
}

func TestWorstCaseVectors(t *testing.T) {
	for _, c := range published(t) {
		n := networkOf(&c)
		for i, list := range [][]vectorLoss{c.Expected.Worst, c.Expected.Dead} {
			for _, want := range list {
				psi := vectors.Rational(t, want.Psi)
				got, err := WorstCase(t.Context(), n, money.Ratio{Num: psi.Num().Int64(), Den: psi.Denom().Int64()}, i == 1)
				if err != nil {
					t.Fatal(err)
				}
				if got.Attacked != want.Attacked || got.Most != want.Most || got.R.Cmp(vectors.Rational(t, want.R)) != 0 {
					t.Errorf("%s at %s: %d %v %d, want %d %s %d", c.ID, want.Psi, got.Attacked, got.R, got.Most, want.Attacked, want.R, want.Most)
				}
			}
		}
	}
}

func TestCascadeVectors(t *testing.T) {
	for _, c := range published(t) {
		n := networkOf(&c)
		cheapest, err := Cheapest(t.Context(), n, c.Shock)
		if err != nil {
			t.Fatal(err)
		}
		requireCascade(t, c.ID+" cheapest", cheapest, c.Expected.Cheapest)
		single, err := Single(t.Context(), n, c.Shock)
		if err != nil {
			t.Fatal(err)
		}
		requireCascade(t, c.ID+" single", single, c.Expected.Single)
	}
}

func requireCascade(t *testing.T, what string, got Cascade, want vectorCascade) {
	t.Helper()
	same := slices.EqualFunc(got.Rounds, want.Rounds, func(a, b Round) bool {
		return a.Profit == b.Profit && a.Cost == b.Cost && slices.Equal(a.Services, b.Services) && slices.Equal(a.Validators, b.Validators)
	})
	if !same || got.Lost != want.Lost || got.Attacked != want.Attacked {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}
