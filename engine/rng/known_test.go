package rng

import (
	"hash/fnv"
	"math"
	"testing"
)

// TestSplitMix64 is the published sequence of SplitMix64 from seed 1234567: a stream
// is that generator, entered at n.
func TestSplitMix64(t *testing.T) {
	s := Stream{1234567}
	for n, want := range []uint64{
		6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
	} {
		if got := s.At(uint16(n)); got != want {
			t.Errorf("draw %d: %d, want %d", n, got, want)
		}
	}
}

// TestGoldenDraws were computed by a program in another language. A change of one of
// them changes every published number.
func TestGoldenDraws(t *testing.T) {
	for _, c := range []struct {
		key  Key
		bits uint64
		unit float64
	}{
		{Key{}, 0xf1b4a9130a3d6d60, 0x1.e3695226147adp-1},
		{Key{Seed: 1}, 0x1ad4ccea1b681e50, 0x1.ad4ccea1b6818p-4},
		{Key{Replication: 1}, 0x342776093ea466e0, 0x1.a13bb049f5234p-3},
		{Key{Entity: 1}, 0xc6962ed560d4acaf, 0x1.8d2c5daac1a95p-1},
		{Key{Purpose: 1}, 0x379ac08a762e9db9, 0x1.bcd60453b174cp-3},
		{Key{Time: 1}, 0xede5eb3085582884, 0x1.dbcbd6610ab05p-1},
		{Key{N: 1}, 0x91f017df741b1916, 0x1.23e02fbee8363p-1},
		{Key{20240627, 999, 0x360df01dc074db7b, Taste, 604800, 2}, 0x3944c45b943fa73a, 0x1.ca2622dca1fd4p-3},
		{Key{20240627, 0, 0x21fa69a58f3d62f5, Resample, -1, math.MaxUint16}, 0xb2fca4ffdcc183d3, 0x1.65f949ffb9831p-1},
		{Key{math.MaxUint64, math.MaxUint32, math.MaxUint64, math.MaxUint16, math.MaxInt64, math.MaxUint16}, 0xcf09643da2357278, 0x1.9e12c87b446afp-1},
		{Key{math.MaxUint64, math.MaxUint32, math.MaxUint64, math.MaxUint16, math.MinInt64, 0}, 0x51b24fcbf938fe14, 0x1.46c93f2fe4e3ep-2},
	} {
		if got := c.key.Bits(); got != c.bits {
			t.Errorf("%+v: %#016x, want %#016x", c.key, got, c.bits)
		}
		if got := c.key.Unit(); got != c.unit {
			t.Errorf("%+v: %x, want %x", c.key, got, c.unit)
		}
	}
}

func TestGoldenEntities(t *testing.T) {
	for _, c := range []struct {
		name  string
		index int
		want  uint64
	}{
		{"", 0, 0x21fa69a58f3d62f5},
		{"farmers", 0, 0xd3621bdb5c4a3f0a},
		{"farmers", 1, 0x4c4d954a4961d72a},
		{"farmers", 17, 0x360df01dc074db7b},
		{"farmers", 1199, 0xc17d2b4f84e5619a},
		{"dip-buyers", 0, 0x54339bdd17654495},
		{"häuser", 3, 0xee2db34d627bc394},
	} {
		if got := Entity(c.name, c.index); got != c.want {
			t.Errorf("%s %d: %#016x, want %#016x", c.name, c.index, got, c.want)
		}
	}
}

// TestEntityHashesByFNV takes the hash of the standard library.
func TestEntityHashesByFNV(t *testing.T) {
	for _, name := range []string{"", "a", "farmers", "farmers-2", "žluťoučký kůň"} {
		h := fnv.New64a()
		h.Write([]byte(name))
		for _, index := range []int{0, 1, 41} {
			if want := finish(wrap(finish(wrap(word(h.Sum64()), word(golden))), times(word(golden), uint64(index)+1))); Entity(name, index) != want.Uint64() {
				t.Errorf("%s %d: %#x, want %#x", name, index, Entity(name, index), want)
			}
		}
	}
}

// TestPurposesKeepTheirNumbers, which are part of every published draw's address.
func TestPurposesKeepTheirNumbers(t *testing.T) {
	for i, p := range []Purpose{
		Population, Size, Taste, TasteRedraw, Review, Choice, Order, Price, Jump, Bootstrap, Fault, CommonFault,
		Wrongful, ContractFailure, News, Attack, Graph, Resample, Profit,
	} {
		if p != Purpose(i+1) {
			t.Errorf("purpose %d has become %d", i+1, p)
		}
	}
}
