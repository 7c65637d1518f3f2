package scenarios

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/restakesim/restakesim/engine/param"
)

// set applies one edit of the form path=value. The value is a text as it stands, or
// YAML's flow form when it begins with a bracket or a quote. A tree that could not
// be read is nil; the edit's own form is checked all the same.
func (l *loader) set(tree *param.Node, edit string) {
	s := Source{Name: "--set " + edit, Text: []byte(edit)}
	l.sources.Files = append(l.sources.Files, s)
	at := param.Pos{File: s.Name, Line: 1, Col: 1}
	refuse := func(path, message, hint string) {
		l.problems = append(l.problems, param.Problem{Path: path, Pos: at, Message: message, Hint: hint})
	}
	to, text, found := strings.Cut(edit, "=")
	switch section, below, _ := strings.Cut(to, "."); {
	case !utf8.ValidString(edit) || strings.ContainsFunc(edit, unicode.IsControl):
		refuse("", "an edit is one line of text", "")
	case !found || to == "" || strings.HasPrefix(to, ".") || strings.HasSuffix(to, ".") || strings.Contains(to, ".."):
		refuse("", "not an edit", "write path=value, as in agents.farmers.count=100")
	case section == leversKey || section == uncertainKey:
		refuse(to, "an edit sets the value itself", "write --set "+below+"="+text)
	case section == "extends":
		refuse(to, "an edit cannot change what a file extends", "write a file that extends another")
	default:
		value, problems := editValue(s, len(to)+1)
		l.problems = append(l.problems, problems...)
		l.broken = l.broken || value == nil
		if value != nil && tree != nil {
			l.put(tree, to, at, value)
		}
	}
}

// editValue reads the value of an edit, which begins at a byte of its text.
func editValue(s Source, start int) (*param.Node, param.Problems) {
	text := string(s.Text[start:])
	lead := utf8.RuneCount(s.Text[:start]) + len(text) - len(strings.TrimLeft(text, " "))
	text = strings.TrimSpace(text)
	if text == "" || !strings.ContainsRune("{[\"'", rune(text[0])) {
		return &param.Node{Text: text, Pos: param.Pos{File: s.Name, Line: 1, Col: 1 + lead}}, nil
	}
	return parse(Source{Name: s.Name, Text: []byte(strings.Repeat(" ", lead) + text)})
}
