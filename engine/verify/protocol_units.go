package verify

import (
	"fmt"
	"math"
	"math/big"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// answer is what the graph says of a number, in base units, and how far a case may be
// from it.
type answer struct{ got, slack *big.Int }

// longest bounds times and delays, in seconds, so that their sums stay times.
const longest = 1 << 50

// span reads a time or a delay.
func span(o object, key string) (clock.Span, error) {
	x := o.big(key)
	if !x.IsInt64() || x.Int64() < 0 || x.Int64() > longest {
		return 0, fmt.Errorf("%s: %s seconds", key, x)
	}
	return clock.Span(x.Int64()), nil
}

// unitOf is a base unit if all that is deposited fits 63 bits, and 1e9 of them if it
// does so then. Nothing else in a vault is larger; what is asked for may be.
func unitOf(ops []object) (*big.Int, error) {
	sum, gwei := new(big.Int), big.NewInt(1e9)
	for _, o := range ops {
		if o.text("op") == "deposit" {
			sum.Add(sum, o.big("amount"))
		}
	}
	if sum.IsInt64() {
		return big.NewInt(1), nil
	}
	if !sum.Quo(sum, gwei).IsInt64() {
		return nil, &unrepresentable{"balances exceed 63 bits of 1e-9 tokens"}
	}
	return gwei, nil
}

// saturated reads an amount that is asked for, or a limit, in units of the book.
func (s *staked) saturated(o object, key string) money.Gwei {
	x := new(big.Int).Div(o.big(key), s.unit)
	if x.Sign() < 0 {
		return 0
	}
	if !x.IsInt64() {
		return math.MaxInt64
	}
	return money.Gwei(x.Int64())
}

// asked reads an amount that is asked for, at least a unit if it is any. nothing says
// that it is less than that and must not be refused, so that nothing moves.
func (s *staked) asked(o object, key string) (x money.Gwei, nothing bool) {
	if x = s.saturated(o, key); x > 0 || o.big(key).Sign() <= 0 {
		return x, false
	}
	return 1, !o.has("expect_error")
}

// noEdge is a margin that is not small.
const noEdge = math.MaxInt64

// edge says whether an operation came out against a case's word by no more than the
// units that the case allows: then the case turns on amounts that the book cannot hold.
func (s *staked) edge(o object, err error) error {
	if s.whole() || (err != nil) == o.has("expect_error") || s.margin > money.Gwei(s.done+1) {
		return nil
	}
	return &unrepresentable{"it turns on amounts below 1e-9 tokens"}
}

// whole says that the unit of the book is the case's own.
func (s *staked) whole() bool { return s.unit.IsInt64() && s.unit.Int64() == 1 }

// within is what is asked for, or what there is if it is less by rounding alone; and how
// far the two are apart.
func (s *staked) within(asked, there money.Gwei, o object) (x, margin money.Gwei) {
	margin = max(asked-there, there-asked)
	if asked > there && margin <= money.Gwei(s.done+1) && !s.whole() && !o.has("expect_error") {
		return there, margin
	}
	return asked, margin
}

// asShares reads a number of shares in units of the book; the most there are if it has
// more than 128 bits.
func (s *staked) asShares(o object, key string) money.Wide {
	return wide(new(big.Int).Div(o.big(key), s.unit))
}

// wide saturates a number at 128 bits, and at 0.
func wide(x *big.Int) money.Wide {
	if x.Sign() < 0 {
		return money.Wide{}
	}
	if x.BitLen() > 128 {
		return money.Wide{Hi: math.MaxUint64, Lo: math.MaxUint64}
	}
	lo := new(big.Int).And(x, new(big.Int).SetUint64(math.MaxUint64))
	return money.Wide{Hi: new(big.Int).Rsh(x, 64).Uint64(), Lo: lo.Uint64()}
}

// bigOf is a 128-bit number as a big one.
func bigOf(w money.Wide) *big.Int {
	x := new(big.Int).SetUint64(w.Hi)
	return x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(w.Lo))
}

// counted is a number that must be met.
func counted(n int64) answer { return answer{big.NewInt(n), new(big.Int)} }

// amount may be wrong by a unit for each operation and one more, if the unit is not the
// case's own.
func (s *staked) amount(x money.Gwei) answer {
	return answer{new(big.Int).Mul(big.NewInt(int64(x)), s.unit), s.slack()}
}

// slack is how far an amount may be off.
func (s *staked) slack() *big.Int {
	if s.whole() {
		return new(big.Int)
	}
	return new(big.Int).Mul(big.NewInt(s.done+1), s.unit)
}

// shares may be wrong by what so much value buys at the price of a pool; in an empty
// one, at its last price.
func (s *staked) shares(x money.Wide, pool int64, assets money.Gwei, issued money.Wide) answer {
	if assets > 0 {
		s.prices[pool] = new(big.Rat).SetFrac(new(big.Int).Add(bigOf(issued), big.NewInt(1)), big.NewInt(int64(assets)))
	}
	price := s.prices[pool]
	if price == nil {
		price = big.NewRat(1, 1)
	}
	slack := new(big.Int).Mul(s.slack(), price.Num())
	return answer{new(big.Int).Mul(bigOf(x), s.unit), slack.Quo(slack, price.Denom())}
}
