package rng

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// The twin writes the definition out with integers of any size, cut to 64 bits.

var two64 = new(big.Int).Lsh(big.NewInt(1), 64)

func word(x uint64) *big.Int { return new(big.Int).SetUint64(x) }

// wrap is the sum modulo 2^64.
func wrap(x, y *big.Int) *big.Int {
	s := new(big.Int).Add(x, y)
	return s.Mod(s, two64)
}

// times is the product modulo 2^64.
func times(x *big.Int, y uint64) *big.Int {
	p := new(big.Int).Mul(x, word(y))
	return p.Mod(p, two64)
}

// folded is x with its upper bits, moved down, laid over it.
func folded(x *big.Int, by uint) *big.Int { return new(big.Int).Xor(x, new(big.Int).Rsh(x, by)) }

// finish is the finaliser of SplitMix64.
func finish(x *big.Int) *big.Int {
	x = times(folded(x, 30), 0xbf58476d1ce4e5b9)
	x = times(folded(x, 27), 0x94d049bb133111eb)
	return folded(x, 31)
}

// draw is the definition: each field is laid over the state, a constant is added and
// the sum is finished; n counts steps of the golden ratio.
func draw(k Key) *big.Int {
	const golden, weyl = 0x9e3779b97f4a7c15, 0xd1b54a32d192ed03
	identity := new(big.Int).Add(new(big.Int).Mul(big.NewInt(int64(k.Replication)), big.NewInt(1<<16)), big.NewInt(int64(k.Purpose)))
	moment := new(big.Int).Mod(big.NewInt(k.Time), two64)
	z := finish(wrap(word(k.Seed), word(golden)))
	z = finish(wrap(new(big.Int).Xor(z, identity), word(weyl)))
	z = finish(wrap(new(big.Int).Xor(z, word(k.Entity)), word(golden)))
	z = finish(wrap(new(big.Int).Xor(z, moment), word(weyl)))
	return finish(wrap(z, times(word(golden), uint64(k.N)+1)))
}

func anyKey() *rapid.Generator[Key] {
	return rapid.Custom(func(t *rapid.T) Key {
		return Key{
			rapid.Uint64().Draw(t, "seed"), rapid.Uint32().Draw(t, "replication"), rapid.Uint64().Draw(t, "entity"),
			Purpose(rapid.Uint16().Draw(t, "purpose")), rapid.Int64().Draw(t, "time"), rapid.Uint16().Draw(t, "n"),
		}
	})
}

func TestDrawsAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyKey().Draw(t, "key")
		want := draw(k)
		if got := k.Bits(); got != want.Uint64() {
			t.Fatalf("%+v: %#x, want %#x", k, got, want)
		}
		// (⌊bits/2^12⌋ + 1/2) / 2^52 is a float without rounding.
		exact := new(big.Rat).SetFrac(new(big.Int).Rsh(want, 12), big.NewInt(1<<52))
		exact.Add(exact, big.NewRat(1, 1<<53))
		if f, isExact := exact.Float64(); !isExact || k.Unit() != f {
			t.Fatalf("%+v: %v, want %v", k, k.Unit(), f)
		}
	})
}

// TestADrawAloneIsTheDrawInASequence: whatever was drawn before, and in whatever
// order, a key gives the same bits.
func TestADrawAloneIsTheDrawInASequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyKey().Draw(t, "key")
		s := k.Stream()
		var inOrder []uint64
		for n := range uint16(64) {
			inOrder = append(inOrder, s.At(n))
		}
		for _, n := range rapid.Permutation([]uint16{0, 1, 2, 5, 13, 31, 63}).Draw(t, "order") {
			alone := k
			alone.N = n
			if alone.Bits() != inOrder[n] || s.At(n) != inOrder[n] || alone.Unit() != s.UnitAt(n) {
				t.Fatalf("draw %d of %+v differs alone", n, k)
			}
		}
		other := k
		other.N++
		if other.Stream() != s {
			t.Fatal("the number of a draw is in its stream")
		}
	})
}

// TestUnitIsStrictlyInside visits both ends: bits of 0 and of 2^64-1.
func TestUnitIsStrictlyInside(t *testing.T) {
	for _, c := range []struct {
		bits uint64
		want float64
	}{{0, 0x1p-53}, {1<<12 - 1, 0x1p-53}, {1 << 12, 0x3p-53}, {1<<64 - 1, 1 - 0x1p-53}, {1 << 63, 0.5 + 0x1p-53}} {
		// The state one golden step before what mixes into the bits: draw 0 is they.
		s := Stream{unmix(c.bits) - golden}
		if s.At(0) != c.bits || s.UnitAt(0) != c.want || !(s.UnitAt(0) > 0 && s.UnitAt(0) < 1) {
			t.Errorf("bits %#x give %v, want %v", c.bits, s.UnitAt(0), c.want)
		}
	}
}

// unmix undoes mix, step by step.
func unmix(z uint64) uint64 {
	z ^= z>>31 ^ z>>62
	z *= inverse(0x94d049bb133111eb)
	z ^= z>>27 ^ z>>54
	z *= inverse(0xbf58476d1ce4e5b9)
	return z ^ z>>30 ^ z>>60
}

// inverse is 1/x modulo 2^64 for an odd x.
func inverse(x uint64) uint64 { return new(big.Int).ModInverse(word(x), two64).Uint64() }

// TestMixLosesNothing: no two inputs of the finaliser meet.
func TestMixLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if z := rapid.Uint64().Draw(t, "z"); unmix(mix(z)) != z {
			t.Fatalf("%#x does not come back", z)
		}
	})
}
