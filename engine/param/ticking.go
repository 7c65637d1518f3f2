package param

import (
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine/clock"
)

// Clock is when something recurs: {every: 12h} is an exponential clock of that mean,
// {fixed: 12h} a regular one.
type Clock struct {
	Every clock.Span // mean or interval, above zero
	Fixed bool
}

// clockKeys are the two spellings of a clock.
var clockKeys = [...]string{"every", "fixed"}

func (c *Clock) decodeNode(n *Node, _ tag, d *decoder) {
	const hint = "write {every: 12h} for a mean or {fixed: 12h} for an interval"
	for _, key := range n.Keys {
		if !slices.Contains(clockKeys[:], key) {
			d.add(Problem{Join(n.Path, key), n.KeyAt(key), "unknown key", suggest(key, clockKeys[:])})
			return
		}
	}
	if n.Kind != Map || len(n.Keys) != 1 {
		d.add(n.Problem("not a clock", hint))
		return
	}
	var span Duration
	before := len(d.problems)
	d.scalar(n.Items[0], &span, tag{})
	if len(d.problems) == before && span == 0 {
		d.add(n.Items[0].Problem("a clock cannot have no interval", ""))
	}
	c.Every, c.Fixed = span.Span(), n.Keys[0] == "fixed"
}

// UnmarshalText reads the flow form of a clock.
func (c *Clock) UnmarshalText(text []byte) error { return fromLiteral(text, c) }

// String writes the flow form.
func (c Clock) String() string {
	key := clockKeys[0]
	if c.Fixed {
		key = clockKeys[1]
	}
	return "{" + key + ": " + c.Every.String() + "}"
}

// Pair names two assets: [ezETH, ETH].
type Pair [2]Name

func (p *Pair) decodeNode(n *Node, _ tag, d *decoder) {
	if n.Kind != List || len(n.Items) != 2 {
		d.add(n.Problem("not a pair", "write two names, as in [ezETH, ETH]"))
		return
	}
	for i, item := range n.Items {
		d.scalar(item, &p[i], tag{})
	}
	if p[0] == p[1] && p[0] != "" {
		d.add(n.Items[1].Problem("a pair needs two different names", ""))
	}
}

// UnmarshalText reads the flow form of a pair.
func (p *Pair) UnmarshalText(text []byte) error { return fromLiteral(text, p) }

// String writes the flow form.
func (p Pair) String() string { return "[" + p[0].String() + ", " + p[1].String() + "]" }

// fromLiteral decodes the flow form of a composite type and returns its first problem.
func fromLiteral(text []byte, into nodeDecoder) error {
	n, err := parseLiteral(string(text))
	if err != nil {
		return err
	}
	var d decoder
	into.decodeNode(n, tag{}, &d)
	if len(d.problems) > 0 {
		p := d.problems[0]
		return &Refusal{Message: strings.TrimPrefix(p.Path+": "+p.Message, ": "), Hint: p.Hint}
	}
	return nil
}
