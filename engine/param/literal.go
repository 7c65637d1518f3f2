package param

import (
	"strconv"
	"strings"
)

// parseLiteral reads a default or the text form of a composite type: a flow map, a
// flow list, or a scalar, which may hold anything. Quoting is not needed there.
func parseLiteral(text string) (*Node, error) {
	p := literal{rest: strings.TrimSpace(text)}
	if !strings.HasPrefix(p.rest, "{") && !strings.HasPrefix(p.rest, "[") {
		return &Node{Text: p.rest}, nil
	}
	n, err := p.value("", 0)
	if err == nil && p.rest != "" {
		err = refuse("", "%q follows the closing bracket", p.rest)
	}
	return n, err
}

// literal is what of a text is still to be read.
type literal struct{ rest string }

// deepest bounds the nesting that is read.
const deepest = 32

// value reads one value and the space after it.
func (p *literal) value(path string, depth int) (*Node, error) {
	switch {
	case depth > deepest:
		return nil, refuse("", "the value is nested too deeply")
	case p.skip("{"):
		n := &Node{Kind: Map, Path: path}
		return n, p.until("}", func() error { return p.entry(n, depth) })
	case p.skip("["):
		n := &Node{Kind: List, Path: path}
		return n, p.until("]", func() error {
			item, err := p.value(Join(path, strconv.Itoa(len(n.Items))), depth+1)
			n.Items = append(n.Items, item)
			return err
		})
	}
	return &Node{Text: p.take(",]}"), Path: path}, nil
}

// entry reads "key: value" of a map.
func (p *literal) entry(n *Node, depth int) error {
	key := p.take(":,}")
	if key == "" || n.Get(key) != nil || !p.skip(":") {
		return refuse("write {key: value, key: value}", "%q is no new key of a map", key)
	}
	v, err := p.value(Join(n.Path, key), depth+1)
	n.Set(key, Pos{}, v)
	return err
}

// until reads comma-separated elements up to a closing bracket.
func (p *literal) until(end string, element func() error) error {
	for !p.skip(end) {
		if err := element(); err != nil {
			return err
		}
		if !p.skip(",") && !strings.HasPrefix(p.rest, end) {
			return refuse("", "%s is missing", end)
		}
	}
	return nil
}

// skip passes over a bracket, comma or colon if it comes next.
func (p *literal) skip(s string) bool {
	rest, found := strings.CutPrefix(p.rest, s)
	if found {
		p.rest = strings.TrimSpace(rest)
	}
	return found
}

// take reads up to one of the stops.
func (p *literal) take(stops string) string {
	i := strings.IndexAny(p.rest, stops)
	if i < 0 {
		i = len(p.rest)
	}
	s := strings.TrimSpace(p.rest[:i])
	p.rest = p.rest[i:]
	return s
}
