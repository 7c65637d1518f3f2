package engine_test

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
)

// faulty is a network in which x has two operators, y has eight and c is idle.
const faulty = `
assets: {stETH: {kind: lst, supply: 1 000 stETH, rate: 1 ETH}}
network: {kind: files, platform: symbiotic, edges: edges.csv, services: services.csv, rewards: 0 /y, faults: {fraction: 0.0001 %, groups: [100 %]}}
`

const faultyEdges = `a,x,a,ETH,1000,500
b,x,b,ETH,1000,500
d,y,d,ETH,1000,500
e,y,e,ETH,1000,500
f,y,f,ETH,1000,500
g,y,g,ETH,1000,500
h,y,h,ETH,1000,500
i,y,i,ETH,1000,500
j,y,j,ETH,1000,500
k,y,k,ETH,1000,500
`

// accusations counts by service, and by service and operator, over so many days.
func accusations(t *testing.T, days, hours int, sets ...string) (by [2]float64, each map[[2]int32]float64) {
	t.Helper()
	step := map[int]string{1: "1h", 6: "6h"}[hours]
	w := opened(t, faulty, faultyEdges, append(sets, "step="+step)...)
	each = map[[2]int32]float64{}
	for range days * 24 / hours {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
		for _, f := range w.Accused() {
			by[f[0]]++
			each[f]++
		}
	}
	return by, each
}

// poisson checks a count against its mean: four standard deviations on either side are
// left once in ten thousand tests.
func poisson(t *testing.T, what string, count, mean float64) {
	t.Helper()
	if math.Abs(count-mean) > 4*math.Sqrt(mean) {
		t.Errorf("%s: %v, want %v ± %.0f", what, count, mean, 4*math.Sqrt(mean))
	}
}

// TestFaultsComeAtTheStatedRate: a year of a rate of 400 is 400 events, however few
// operators a service has and however long a step is.
func TestFaultsComeAtTheStatedRate(t *testing.T) {
	for _, hours := range []int{1, 6} {
		by, each := accusations(t, 365, hours, "network.faults.wrongful=400 /y")
		poisson(t, "wrongful slashes by x", by[0], 400)
		poisson(t, "wrongful slashes by y", by[1], 400)
		if len(each) != 10 {
			t.Errorf("%d operators were hit", len(each))
		}
		for f, n := range each {
			poisson(t, "wrongful slashes of one operator", n, [2]float64{200, 50}[f[0]])
		}
	}
	by, _ := accusations(t, 365, 6, "network.faults.per_operator=100 /y")
	poisson(t, "faults of two operators", by[0], 200)
	poisson(t, "faults of eight operators", by[1], 800)
	by, _ = accusations(t, 365, 6, "network.faults.common=400 /y", "network.faults.hit=25 %")
	poisson(t, "faults of two operators with a common cause", by[0], 200)
}

// TestHazardCounts: counts that uniform numbers turn into have the Poisson law.
func TestHazardCounts(t *testing.T) {
	for _, mean := range []float64{1e-9, 0.03, 1, 5} {
		p, below := math.Exp(-mean), 0.0
		for k := range 8 {
			// Counts of k lie in (below, below+p) from above.
			below += p
			if below > 1-1e-12 {
				break
			}
			if n := engine.Times(mean, 1-below+1e-12); n != k {
				t.Errorf("mean %v: %d just before %d", mean, n, k)
			}
			if n := engine.Times(mean, 1-below-1e-12); n != k+1 {
				t.Errorf("mean %v: %d just behind %d", mean, n, k)
			}
			p *= mean / float64(k+1)
		}
	}
}
