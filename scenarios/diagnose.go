package scenarios

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/restakesim/restakesim/engine/param"
)

// Diagnose writes problems for people: file:line:col: path: message; hint, then the
// line concerned and a caret below the place.
func Diagnose(ps param.Problems, src Sources) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.Error() + "\n")
		if line, ok := src.line(p.Pos); ok {
			shown, caret := excerpt(line, p.Pos.Col)
			b.WriteString("    " + shown + "\n    " + strings.Repeat(" ", caret) + "^\n")
		}
	}
	return b.String()
}

// line returns the line that a position lies on.
func (s Sources) line(at param.Pos) (string, bool) {
	text, ok := s.Text(at.File)
	if !ok || at.Line < 1 {
		return "", false
	}
	for range at.Line - 1 {
		var more bool
		if _, text, more = bytes.Cut(text, []byte("\n")); !more {
			return "", false
		}
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return strings.TrimRight(string(line), "\r"), true
}

// excerpt cuts a long line around a column and returns where the column is in it.
// What would move a terminal's cursor is shown as a space.
func excerpt(line string, col int) (string, int) {
	const widest, before = 120, 80
	runes := []rune(line)
	for i, r := range runes {
		if !unicode.IsPrint(r) {
			runes[i] = ' '
		}
	}
	caret := min(max(col-1, 0), len(runes))
	if len(runes) <= widest {
		return string(runes), caret
	}
	start := max(0, min(caret-before, len(runes)-widest))
	shown := string(runes[start:min(start+widest, len(runes))])
	if start > 0 {
		shown, caret = "…"+shown, caret+1
	}
	if start+widest < len(runes) {
		shown += "…"
	}
	return shown, caret - start
}

// DiagnoseJSON writes problems for programs: [{file, line, col, path, message, hint}].
// A line or column of 0 is not known.
func DiagnoseJSON(ps param.Problems) ([]byte, error) {
	type problem struct {
		File    string `json:"file"`
		Line    int    `json:"line"`
		Col     int    `json:"col"`
		Path    string `json:"path"`
		Message string `json:"message"`
		Hint    string `json:"hint"`
	}
	list := make([]problem, len(ps))
	for i, p := range ps {
		list[i] = problem{p.Pos.File, p.Pos.Line, p.Pos.Col, p.Path, p.Message, p.Hint}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(list)
	return b.Bytes(), err
}
