package verify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/restake"
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
func (r *Report) restaking(ctx context.Context, s *source) error {
	list, stands := find(entries(s.text, 0), "cases")
	cases := entries(list.value, list.at)
	if !stands || !is(list.value, '[') || len(cases) == 0 {
		return s.refuse(list.at, "cases", "a list of cases belongs here", "")
	}
	for i, e := range cases {
		path := fmt.Sprintf("cases.%d", i)
		var c restakingCase
		if err := json.Unmarshal(e.value, &c); err != nil {
			return s.mistyped(e.at, path, err)
		}
		r.Cases++
		err := replay{r, c.ID}.one(ctx, &c)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return s.ofCase(e, path, &c, err)
		}
	}
	return nil
}

// one replays one case.
func (p replay) one(ctx context.Context, c *restakingCase) error {
	switch {
	case c.Input != nil:
		return p.fluid(c)
	case has(c.Network, "alloc"):
		return p.elastic(ctx, c)
	}
	return p.graph(ctx, c)
}

// ofCase places an error of a case: that of a network where it stands, any other at
// the case's beginning.
func (s *source) ofCase(e entry, path string, c *restakingCase, err error) error {
	network, stands := find(entries(e.value, e.at), "network")
	if problems := (param.Problems)(nil); stands && errors.As(err, &problems) {
		_, _, problems = restake.ParseEitherJSON(s.name, append(blank(s.text[:network.at]), network.value...))
		for i := range problems {
			problems[i].Path = strings.TrimSuffix(path+".network."+problems[i].Path, ".")
		}
		if len(problems) > 0 {
			return problems
		}
	}
	return s.refuse(e.at, path, c.ID+": "+err.Error(), "")
}

// blank keeps the lines of a text and the number of their characters, and nothing else.
func blank(text []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return ' '
	}, text)
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
				return fmt.Errorf("%s: %s", name, mistake(err))
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
