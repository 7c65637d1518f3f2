package rng

import (
	"slices"
	"testing"
)

// neighbours calls visit for a block of keys as a small study uses them.
func neighbours(visit func(Key)) {
	for seed := range uint64(3) {
		for replication := range uint32(8) {
			for index := range 24 {
				entity := Entity([]string{"farmers", "farmer", "dip-buyers"}[index%3], index/3)
				for purpose := Population; purpose <= Profit; purpose++ {
					for hour := range int64(8) {
						visit(Key{seed, replication, entity, purpose, hour * 3_600, 0})
					}
				}
			}
		}
	}
}

// TestNeighbouringKeysDoNotCollide: of 83 thousand streams and their first draws no
// two are alike. By chance two of so many meet once in five billion tests.
func TestNeighbouringKeysDoNotCollide(t *testing.T) {
	var states, draws []uint64
	neighbours(func(k Key) {
		s := k.Stream()
		states = append(states, s.state)
		for n := range uint16(4) {
			draws = append(draws, s.At(n))
		}
	})
	for name, values := range map[string][]uint64{"streams": states, "draws": draws} {
		if len(values) < 80_000 {
			t.Fatalf("only %d %s", len(values), name)
		}
		slices.Sort(values)
		if u := slices.Compact(slices.Clone(values)); len(u) != len(values) {
			t.Errorf("%d of %d %s are alike", len(values)-len(u), len(values), name)
		}
	}
}

// TestNeighbouringStreamsDoNotOverlap: a stream walks in steps of the golden ratio, so
// two of them share draws if their states are few steps apart. No two of the block
// are within the 2^16 steps that a stream has, which chance allows in one test of
// thousands.
func TestNeighbouringStreamsDoNotOverlap(t *testing.T) {
	var places []uint64
	step := inverse(golden)
	neighbours(func(k Key) { places = append(places, k.Stream().state*step) })
	slices.Sort(places)
	for i, p := range places {
		if next := places[(i+1)%len(places)]; next-p < 1<<16 {
			t.Errorf("two streams are %d steps apart", next-p)
		}
	}
}

func TestEntitiesDoNotCollide(t *testing.T) {
	seen := map[uint64]string{}
	for _, name := range []string{"", "a", "b", "aa", "ab", "ba", "farmers", "farmers1", "farmers-1", "Farmers"} {
		for index := range 10_000 {
			e := Entity(name, index)
			if other, found := seen[e]; found {
				t.Fatalf("%s %d collides with %s", name, index, other)
			}
			seen[e] = name
		}
	}
}

// TestDrawsAllocateNothing, the hash of a name included.
func TestDrawsAllocateNothing(t *testing.T) {
	sum := 0.0
	if n := testing.AllocsPerRun(100, func() {
		k := base
		k.Entity = Entity("farmers", 5)
		sum += k.Unit()
	}); n != 0 || sum == 0 {
		t.Errorf("%v allocations", n)
	}
}
