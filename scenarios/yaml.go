package scenarios

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/restakesim/restakesim/engine/param"
)

// parse reads one YAML document into a tree whose scalars keep their written text.
// The tree is nil when it cannot be made out; other problems come with a tree that
// is whole except at their paths.
func parse(s Source) (*param.Node, param.Problems) {
	if problems := s.check(); len(problems) > 0 {
		return nil, problems
	}
	tokens := lexer.Tokenize(string(s.Text))
	if tk, message := excess(tokens); tk != nil {
		return nil, param.Problems{{Pos: place(s.Name, tk), Message: message}}
	}
	f, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, param.Problems{syntax(s.Name, err)}
	}
	body, problem := document(s.Name, f)
	if problem != nil {
		return nil, param.Problems{*problem}
	}
	b := builder{file: s.Name, anchors: map[string]ast.Node{}, open: map[string]bool{}}
	tree := b.node(body, "")
	if b.nodes > mostNodes {
		tree = nil
	}
	return tree, b.problems
}

// place is the position of a token.
func place(file string, tk *token.Token) param.Pos {
	if tk == nil || tk.Position == nil {
		return param.Pos{File: file}
	}
	return param.Pos{File: file, Line: max(tk.Position.Line, 1), Col: max(tk.Position.Column, 1)}
}

// mostKeys bounds the keys of a file: the parser takes quadratic time on a long map.
const mostKeys = 20_000

// excess returns the token at which a text goes beyond any scenario, and what is too
// much there. The parser descends by recursion, so depth is bounded before it runs.
func excess(tokens token.Tokens) (*token.Token, string) {
	const deepest, longest = 64, 1000
	depth, line, onLine, keys := 0, 0, 0, 0
	for _, tk := range tokens {
		if tk.Position.Line != line {
			line, onLine = tk.Position.Line, 0
		}
		switch tk.Type {
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		case token.MappingValueType:
			keys++
		case token.SequenceEntryType, token.MappingKeyType, token.TagType, token.AnchorType:
			onLine++
		}
		if keys > mostKeys {
			return tk, fmt.Sprintf("the file has more than %d keys", mostKeys)
		}
		if depth > deepest || onLine > longest || tk.Position.IndentNum > longest {
			return tk, "values are nested too deeply here"
		}
	}
	return nil, ""
}

// syntax turns an error of the parser into a problem.
func syntax(file string, err error) param.Problem {
	p := param.Problem{Pos: param.Pos{File: file}, Message: err.Error()}
	var e yaml.Error
	if !errors.As(err, &e) {
		return p
	}
	p.Pos, p.Message = place(file, e.GetToken()), e.GetMessage()
	for _, known := range [...]struct{ part, message, hint string }{
		{"mapping value is not allowed", "a key stands where none can", "indent the keys of one map alike, and quote a text that contains \": \""},
		{"value is not allowed in this context", "a value stands where none can", "indent the keys of one map alike, and check brackets and quotes above"},
		{"sequence end token ']' not found", "this list is not closed", "write ]"},
		{"flow mapping end token '}'", "this map is not closed", "write }"},
		{"end character of", "this quoted text is not closed", ""},
		{"reserved character", "this character cannot begin a text", "quote the text"},
		{"invalid key for this map", "this is no key", "write key: value"},
	} {
		if strings.Contains(p.Message, known.part) {
			p.Message, p.Hint = known.message, known.hint
			break
		}
	}
	return p
}

// document returns the body of the only document of a file.
func document(file string, f *ast.File) (ast.Node, *param.Problem) {
	var body ast.Node
	for _, d := range f.Docs {
		switch {
		case d.Body == nil:
		case d.Body.Type() == ast.DirectiveType:
			return nil, &param.Problem{Pos: place(file, d.Body.GetToken()), Message: "a directive has no place here", Hint: "delete the line"}
		case body != nil:
			return nil, &param.Problem{Pos: place(file, d.Start), Message: "a second document begins here", Hint: "a file holds one scenario"}
		default:
			body = d.Body
		}
	}
	if body == nil {
		return nil, &param.Problem{Pos: param.Pos{File: file}, Message: "the file is empty"}
	}
	return body, nil
}

// tokenText is the text of a scalar as it is written.
func tokenText(n ast.Node) string {
	switch x := n.(type) {
	case nil, *ast.NullNode:
		return ""
	case *ast.StringNode:
		return x.Value
	case *ast.LiteralNode:
		return x.Value.Value
	}
	return n.GetToken().Value
}

// shape names a kind of YAML node that a scenario has no use for.
func shape(n ast.Node) string {
	return fmt.Sprintf("a %s has no place here", strings.ToLower(n.Type().String()))
}
