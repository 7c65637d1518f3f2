package engine_test

import "testing"

// TestStartFollowsFromTheOpeningAlone: a world that has opened another network before
// starts its searches where a new world does.
func TestStartFollowsFromTheOpeningAlone(t *testing.T) {
	open := func() interface {
		Start(grown int64) string
	} {
		return besieged(t, "assets: {LRT: {kind: native, supply: 100 LRT, rate: 1 ETH}}\nnetwork: {kind: files, platform: karak, profit_in: ETH, edges: edges.csv, services: services.csv}\n",
			"a,x,a-eth,ETH,100,100\na,y,a-eth,ETH,100,100\nb,x,b-eth,ETH,80,80\nb,y,b-eth,ETH,80,80\nc,y,c-eth,ETH,60,60\n", "x,90,1/3,1\ny,90,1/3,1\n", settled...)
	}
	used := open()
	here, elsewhere := open().Start(1), used.Start(3)
	if again := used.Start(1); again != here || elsewhere == here {
		t.Errorf("starts at %s, want %s; with other stakes at %s", again, here, elsewhere)
	}
}
