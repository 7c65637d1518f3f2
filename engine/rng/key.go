package rng

import "math"

// Key addresses one draw. Time is in seconds since the snapshot.
type Key struct {
	Seed        uint64
	Replication uint32
	Entity      uint64
	Purpose     Purpose
	Time        int64
	N           uint16
}

// Odd constants that keep the fields apart: the golden ratio increment of SplitMix64
// (Steele, Lea, Flood, Fast splittable pseudorandom number generators, OOPSLA 2014)
// and the increments of Stafford's and Weyl sequences.
const (
	golden = 0x9E3779B97F4A7C15
	weyl   = 0xD1B54A32D192ED03
)

// mix is the finaliser of SplitMix64: a bijection in which every input bit moves
// about half of the output bits.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// Stream is a key without its n: At(n) costs one finaliser.
type Stream struct{ state uint64 }

// Stream returns the stream of all draws that differ from k in N alone.
func (k Key) Stream() Stream {
	z := mix(k.Seed + golden)
	z = mix(z ^ (uint64(k.Replication)<<16 | uint64(k.Purpose)) + weyl)
	z = mix(z ^ k.Entity + golden)
	return Stream{mix(z ^ uint64(k.Time) + weyl)}
}

// Bits returns the 64 random bits of the draw.
func (k Key) Bits() uint64 { return k.Stream().At(k.N) }

// Unit returns the draw as a uniform number, see [Stream.UnitAt].
func (k Key) Unit() float64 { return k.Stream().UnitAt(k.N) }

// At returns the 64 random bits of draw n.
func (s Stream) At(n uint16) uint64 { return mix(s.state + golden*(uint64(n)+1)) }

// UnitAt returns draw n as a uniform number strictly between 0 and 1: 52 bits placed
// in the mantissa of a number in [1,2), less 1, plus half a step.
func (s Stream) UnitAt(n uint16) float64 {
	return math.Float64frombits(s.At(n)>>12|0x3FF0000000000000) - 1 + 0x1p-53
}

// Entity hashes a name and an index: the FNV-1a hash of the name, mixed with the
// index.
func Entity(name string, index int) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(name); i++ {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return mix(mix(h+golden) + golden*(uint64(index)+1))
}
