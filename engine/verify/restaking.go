package verify

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"
)

const restakingFormat = "restaking-vectors/1"

// restakingCase is one case of a file of restaking vectors, before anything is known
// of its form.
type restakingCase struct {
	ID       string                     `json:"id"`
	Network  json.RawMessage            `json:"network"`
	Input    json.RawMessage            `json:"input"`
	Shock    []int32                    `json:"shock"`
	Expected map[string]json.RawMessage `json:"expected"`
}

// restaking replays restaking vectors: graphs, elastic networks and fluid attackers.
func (r *Report) restaking(ctx context.Context, text []byte) error {
	var file struct{ Cases []restakingCase }
	if err := json.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	for i := range file.Cases {
		c := &file.Cases[i]
		r.Cases++
		p := replay{r, c.ID}
		var err error
		switch {
		case c.Input != nil:
			err = p.fluid(c)
		case has(c.Network, "alloc"):
			err = p.elastic(ctx, c)
		default:
			err = p.graph(ctx, c)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("%w: case %s: %w", ErrUnreadable, c.ID, err)
		}
	}
	return nil
}

// has says whether an object has a key.
func has(object json.RawMessage, key string) bool {
	var keys map[string]json.RawMessage
	return json.Unmarshal(object, &keys) == nil && keys[key] != nil
}

// judge compares one expected field with what the mechanisms say.
type judge func(raw json.RawMessage) error

// fields compares every expected field, in the order of their names. A field that
// nothing answers is a difference, unless it is about the making of the file.
func (p *replay) fields(c *restakingCase, judges map[string]judge) error {
	for _, name := range slices.Sorted(maps.Keys(c.Expected)) {
		j, known := judges[name]
		switch {
		case aboutMaking(name):
		case !known:
			p.check("read", name, false, c.Expected[name], "nothing answers this field")
		default:
			if err := j(c.Expected[name]); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// aboutMaking says whether a field tells how long and by what means an answer was
// found.
func aboutMaking(field string) bool {
	return strings.HasSuffix(field, "_seconds") || strings.HasPrefix(field, "milp_") || field == "gamma_milps"
}

// decoded wraps a comparison of a typed value.
func decoded[T any](do func(T)) judge {
	return func(raw json.RawMessage) error {
		var v T
		if err := json.Unmarshal(raw, &v); err != nil {
			return err
		}
		do(v)
		return nil
	}
}

// equal is the judge of a field that must be the same.
func equal[T comparable](p *replay, op, field string, got T) judge {
	return decoded(func(want T) { p.check(op, field, want == got, want, got) })
}

// equalList is the same for lists.
func equalList[T comparable](p *replay, op, field string, got []T) judge {
	return decoded(func(want []T) { p.check(op, field, slices.Equal(want, got), want, got) })
}

// equalText is the same for fractions, which files write in lowest terms and JSON
// reads as text; nil stands for null.
func equalText(p *replay, op, field string, got *big.Rat) judge {
	return decoded(func(want *string) {
		text := fractionText(got)
		p.check(op, field, (want == nil) == (text == nil) && (want == nil || *want == *text), want, text)
	})
}

func fractionText(r *big.Rat) *string {
	if r == nil {
		return nil
	}
	s := r.String()
	return &s
}

// nearly is the tolerance of floating fields: 1e-6, relative and absolute.
func nearly(p *replay, op, field string, got *big.Rat) judge {
	return decoded(func(want *float64) {
		if want == nil || got == nil {
			p.check(op, field, want == nil && got == nil, want, fractionText(got))
			return
		}
		x, _ := got.Float64()
		p.check(op, field, close(*want, x), *want, x)
	})
}

func close(a, b float64) bool { return math.Abs(a-b) <= 1e-6*(1+math.Abs(a)) }

// rational reads "num/den".
func rational(text string) (*big.Rat, error) {
	r, ok := parseRat(text)
	if !ok {
		return nil, fmt.Errorf("%q is no fraction", text)
	}
	return r, nil
}
