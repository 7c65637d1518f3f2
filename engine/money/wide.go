package money

import (
	"math"
	"math/big"
	"math/bits"
)

// Wide is an unsigned 128-bit integer.
type Wide struct{ Hi, Lo uint64 }

// W returns x as a Wide.
func W(x uint64) Wide { return Wide{0, x} }

// Mul64 returns the product of two 64-bit integers.
func Mul64(a, b uint64) Wide {
	hi, lo := bits.Mul64(a, b)
	return Wide{hi, lo}
}

// IsZero says whether a is 0.
func (a Wide) IsZero() bool { return a.Hi == 0 && a.Lo == 0 }

// Cmp returns -1, 0 or 1 as a is less than, equal to or more than b.
func (a Wide) Cmp(b Wide) int {
	switch {
	case a.Hi != b.Hi:
		return order(a.Hi < b.Hi)
	case a.Lo != b.Lo:
		return order(a.Lo < b.Lo)
	}
	return 0
}

func order(less bool) int {
	if less {
		return -1
	}
	return 1
}

// Add returns a+b, or ErrOverflow.
func (a Wide) Add(b Wide) (Wide, error) {
	lo, carry := bits.Add64(a.Lo, b.Lo, 0)
	hi, carry := bits.Add64(a.Hi, b.Hi, carry)
	if carry != 0 {
		return Wide{}, ErrOverflow
	}
	return Wide{hi, lo}, nil
}

// Sub returns a-b, or ErrOverflow when b is larger.
func (a Wide) Sub(b Wide) (Wide, error) {
	lo, borrow := bits.Sub64(a.Lo, b.Lo, 0)
	hi, borrow := bits.Sub64(a.Hi, b.Hi, borrow)
	if borrow != 0 {
		return Wide{}, ErrOverflow
	}
	return Wide{hi, lo}, nil
}

// Int64 returns a as a signed 64-bit integer, or ErrOverflow.
func (a Wide) Int64() (int64, error) {
	if a.Hi != 0 || a.Lo > math.MaxInt64 {
		return 0, ErrOverflow
	}
	return int64(a.Lo), nil
}

// Float returns the float nearest to a, up to one rounding of each half.
func (a Wide) Float() float64 { return float64(float64(a.Hi)*(1<<64)) + float64(a.Lo) }

// String returns a in decimal.
func (a Wide) String() string {
	x := new(big.Int).SetUint64(a.Hi)
	return x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(a.Lo)).String()
}

// MulDivWide returns a*b/c with an exact 256-bit product. It fails with
// ErrDivideByZero, or with ErrOverflow when the quotient does not fit 128 bits.
func MulDivWide(a, b, c Wide, r Rounding) (Wide, error) {
	if c.IsZero() {
		return Wide{}, ErrDivideByZero
	}
	q, rest, fits := divide(product(a, b), c)
	if !fits {
		return Wide{}, ErrOverflow
	}
	if r == Up && !rest.IsZero() {
		return q.Add(W(1))
	}
	return q, nil
}

// product returns the four limbs of a*b, the lowest first.
func product(a, b Wide) (p [4]uint64) {
	h0, l0 := bits.Mul64(a.Lo, b.Lo)
	h1, l1 := bits.Mul64(a.Hi, b.Lo)
	h2, l2 := bits.Mul64(a.Lo, b.Hi)
	h3, l3 := bits.Mul64(a.Hi, b.Hi)
	var c1, c2, c3 uint64
	p[0] = l0
	p[1], c1 = bits.Add64(h0, l1, 0)
	p[1], c2 = bits.Add64(p[1], l2, 0)
	p[2], c3 = bits.Add64(h1, h2, c1)
	p[3] = h3 + c3
	p[2], c1 = bits.Add64(p[2], l3, c2)
	p[3] += c1
	return p
}

// divide returns the quotient and the rest of p/c, and whether the quotient fits
// 128 bits: Knuth's algorithm D (The Art of Computer Programming, 4.3.1) with two
// digits of 64 bits in the divisor.
func divide(p [4]uint64, c Wide) (q, rest Wide, fits bool) {
	top := Wide{p[3], p[2]}
	if top.Cmp(c) >= 0 {
		return Wide{}, Wide{}, false
	}
	if c.Hi == 0 {
		var r uint64
		q.Hi, r = bits.Div64(p[2], p[1], c.Lo)
		q.Lo, r = bits.Div64(r, p[0], c.Lo)
		return q, W(r), true
	}
	s := uint(bits.LeadingZeros64(c.Hi))
	c = shiftLeft(c, s)
	for i := 3; i > 0; i-- {
		p[i] = p[i]<<s | p[i-1]>>(64-s)
	}
	p[0] <<= s
	q.Hi, p[2], p[1] = digit(p[3], p[2], p[1], c)
	q.Lo, p[1], p[0] = digit(p[2], p[1], p[0], c)
	rest = Wide{p[1] >> s, p[0]>>s | p[1]<<(64-s)}
	return q, rest, true
}

// digit divides three limbs by a normalised divisor of two, given that the quotient
// is one limb: guess from the top, then correct at most twice.
func digit(u2, u1, u0 uint64, c Wide) (q, r1, r0 uint64) {
	if u2 >= c.Hi {
		q = math.MaxUint64
	} else {
		q, _ = bits.Div64(u2, u1, c.Hi)
	}
	for {
		h0, l0 := bits.Mul64(q, c.Lo)
		h1, l1 := bits.Mul64(q, c.Hi)
		m1, carry := bits.Add64(h0, l1, 0)
		m2 := h1 + carry
		var b uint64
		r0, b = bits.Sub64(u0, l0, 0)
		r1, b = bits.Sub64(u1, m1, b)
		if _, b = bits.Sub64(u2, m2, b); b == 0 {
			return q, r1, r0
		}
		q--
	}
}

func shiftLeft(a Wide, s uint) Wide { return Wide{a.Hi<<s | a.Lo>>(64-s), a.Lo << s} }
