package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/restakesim/restakesim/engine/param"
)

// source is the text of a file, in which problems have their place.
type source struct {
	name string
	text []byte
}

// newSource leaves out a byte order mark, as the readers of networks do.
func newSource(name string, text []byte) *source {
	return &source{name, bytes.TrimPrefix(text, []byte("\ufeff"))}
}

// at is the place of the byte at an offset.
func (s *source) at(offset int) param.Pos {
	before := s.text[:min(max(offset, 0), len(s.text))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return param.Pos{File: s.name, Line: bytes.Count(before, []byte("\n")) + 1, Col: utf8.RuneCount(before[start:]) + 1}
}

// refuse is a problem at a place.
func (s *source) refuse(offset int, path, message, hint string) param.Problems {
	return param.Problems{{Pos: s.at(offset), Path: path, Message: message, Hint: hint}}
}

// check refuses what is no JSON text in UTF-8.
func (s *source) check() error {
	whole := bytes.TrimRight(s.text, " \t\r\n")
	switch {
	case len(whole) == 0:
		return param.Problems{{Pos: param.Pos{File: s.name}, Message: "the file is empty"}}
	case !utf8.Valid(whole):
		valid := 0
		for r, n := utf8.DecodeRune(whole); r != utf8.RuneError || n > 1; r, n = utf8.DecodeRune(whole[valid:]) {
			valid += n
		}
		return s.refuse(valid, "", "the file is not text in UTF-8", "")
	}
	var any json.RawMessage
	err := json.Unmarshal(whole, &any)
	if broken := (*json.SyntaxError)(nil); errors.As(err, &broken) {
		at := int(broken.Offset) - 1 // it has read the byte that it refuses
		if at == len(whole)-1 && strings.HasPrefix(broken.Error(), "unexpected end") {
			at++
		}
		return s.refuse(at, "", "no JSON: "+broken.Error(), "")
	}
	return err
}

// mistyped places what package json found wrong in a value that begins at an offset.
func (s *source) mistyped(offset int, path string, err error) param.Problems {
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		if offset += max(0, int(wrong.Offset)-1); wrong.Field != "" {
			path += "." + wrong.Field
		}
	}
	return s.refuse(offset, path, mistake(err), "")
}

// mistake says in our words what package json found wrong.
func mistake(err error) string {
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		article := "a "
		if strings.ContainsAny(wrong.Value[:1], "ao") {
			article = "an "
		}
		return article + wrong.Value + " cannot stand here"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// entry is a key of an object, or an element of a list, which has none.
type entry struct {
	key   string
	at    int // where the value begins
	value json.RawMessage
}

// entries lists what a valid JSON value that begins at an offset holds, in the order of
// the text; nothing if it is no object or list.
func entries(value json.RawMessage, offset int) (out []entry) {
	d := json.NewDecoder(bytes.NewReader(value))
	open, err := d.Token()
	if _, holds := open.(json.Delim); !holds || err != nil {
		return nil
	}
	for d.More() {
		var e entry
		if open == json.Delim('{') {
			key, err := d.Token()
			if err != nil {
				return out
			}
			e.key, _ = key.(string)
		}
		if err := d.Decode(&e.value); err != nil {
			return out
		}
		e.at = offset + int(d.InputOffset()) - len(e.value)
		out = append(out, e)
	}
	return out
}

// find returns the entry of a key.
func find(list []entry, key string) (entry, bool) {
	for _, e := range list {
		if e.key == key {
			return e, true
		}
	}
	return entry{}, false
}

// is says whether a value is an object ('{') or a list ('[').
func is(value json.RawMessage, open byte) bool { return len(value) > 0 && value[0] == open }

// twice looks for a key that stands twice in one object: readers differ in which of the
// two they believe.
func (s *source) twice(value json.RawMessage, offset int, path string) error {
	if bytes.IndexByte(value, '{') < 0 {
		return nil
	}
	seen := map[string]bool{}
	for _, e := range entries(value, offset) {
		below := path
		if is(value, '{') {
			below = strings.TrimPrefix(path+"."+e.key, ".")
			if seen[e.key] {
				return s.refuse(e.at, below, "the key stands twice", "")
			}
			seen[e.key] = true
		}
		if err := s.twice(e.value, e.at, below); err != nil {
			return err
		}
	}
	return nil
}
