package param

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a source. Line and Col count from 1, Col in characters; zero
// means that the place is not known.
type Pos struct {
	File      string
	Line, Col int
}

// String writes file:line:col, without the parts that are not known.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Problem says what is wrong with one place of an input and, where that can be
// known, what to write instead.
type Problem struct {
	Path    string // dotted path, as in agents.farmers.count; empty for the whole input
	Pos     Pos
	Message string
	Hint    string // may be empty
}

// Error writes "file:line:col: path: message; hint".
func (p Problem) Error() string {
	var b strings.Builder
	for _, part := range []string{p.Pos.String(), p.Path} {
		if part != "" {
			b.WriteString(part + ": ")
		}
	}
	b.WriteString(p.Message)
	if p.Hint != "" {
		b.WriteString("; " + p.Hint)
	}
	return b.String()
}

// Problems are all that is wrong with an input. An empty list means that nothing is.
type Problems []Problem

// Error writes one problem per line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Err returns nil when there is no problem, so that Problems can be returned as an
// error without the trap of a non-nil interface around an empty list.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Sort puts problems into the order of the files given, then of lines and columns;
// files that are not given follow by name. Problems of one place keep their order.
func (ps Problems) Sort(files ...string) {
	rank := func(file string) int {
		if i := slices.Index(files, file); i >= 0 {
			return i
		}
		return len(files)
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(rank(a.Pos.File), rank(b.Pos.File)),
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
		)
	})
}

// Refusal is the error of the unit-bearing types: why a text is no value of the
// type, and what to write instead.
type Refusal struct {
	Message string
	Hint    string // may be empty
}

// Error writes "message; hint".
func (r *Refusal) Error() string {
	if r.Hint == "" {
		return r.Message
	}
	return r.Message + "; " + r.Hint
}

// refuse builds a Refusal; the hint comes first because it is the constant part.
func refuse(hint, format string, args ...any) *Refusal {
	return &Refusal{Message: fmt.Sprintf(format, args...), Hint: hint}
}
