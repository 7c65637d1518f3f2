package engine_test

import "testing"

// seasonOfASplit is a world whose only holders are passive, with a season of points.
const seasonOfASplit = `
assets:
  LRT: {kind: native, supply: 10 000 LRT, rate: 1.25 ETH, buffer: 5 %, delegation: {a: 100 %}}
markets:
  pt: {kind: pendle, token: LRT, principal: 1 000 ETH, tokens: 400 LRT, expires: 10d, implied_rate: 20 %/y, scalar_root: 5}
programmes:
  points: {token: LRT, pays: TOKEN, supply: 1000 TOKEN, share: 10 %, ends: 30d, rate: 1 point/ETH/h, expected_price: 1 ETH}
network: {kind: files, platform: eigenlayer, edges: edges.csv, services: services.csv, rewards: 0 /y, faults: {fraction: 10 %}}
`

// TestPointsOfASplit: 800 tokens lie behind 1,000 principal and yield tokens. Those who
// hold yield tokens and liquidity earn their points, less the treasury's 5 % of the former;
// from expiry on the treasury earns all of them.
func TestPointsOfASplit(t *testing.T) {
	w := opened(t, seasonOfASplit, "a,x,a,ETH,20000,20000\n", "ethereum.tips=0 %/y")
	hours := func(days int) {
		for range days * 24 {
			if err := w.Step(); err != nil {
				t.Fatal(err)
			}
		}
	}
	check := func(days, treasury float64) {
		t.Helper()
		near(t, "the treasury's points", w.Points("treasury of pt"), treasury, 1e-6*treasury)
		near(t, "all points", w.Points("treasury of pt")+w.Points("passive holders"), 10_000*24*days, 1e-3*10_000*24*days)
	}
	hours(9)
	first := w.Points("treasury of pt")
	check(9, first)
	near(t, "the treasury's points before expiry", first, 0.05*800*24*9, 0.05*800*24*9*1e-3)
	hours(5)
	check(14, 0.05*800*24*10+(800+400)*24*4)
}
