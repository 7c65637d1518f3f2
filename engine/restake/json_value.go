package restake

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/restakesim/restakesim/engine/param"
)

// jsonKind is what stands at a place of a JSON file.
type jsonKind string

const (
	jsonObject jsonKind = "an object"
	jsonList   jsonKind = "a list"
	jsonString jsonKind = "a text"
	jsonNumber jsonKind = "a number"
	jsonOther  jsonKind = "true, false or null"
)

// jsonValue is a JSON value that knows its place. Numbers stay as they are written,
// so that no amount passes through a float.
type jsonValue struct {
	cell
	kind  jsonKind
	keys  []cell       // of an object, in file order
	items []*jsonValue // values of keys, or elements of a list
}

// get returns the value under a key of an object, the first if there are several.
func (v *jsonValue) get(key string) *jsonValue {
	for i, k := range v.keys {
		if k.text == key {
			return v.items[i]
		}
	}
	return nil
}

// deepest is how far a network nests: the object, a list, its elements, and their
// members.
const deepest = 4

// jsonReader walks over the tokens of a file and keeps count of lines and columns.
type jsonReader struct {
	text    []byte
	decoder *json.Decoder
	offset  int // up to which line and column have been counted
	at      param.Pos
}

var errDeep = errors.New("nested deeper than any network is")

// parseJSON reads one JSON value and refuses anything behind it.
func parseJSON(file string, text []byte) (*jsonValue, *param.Problem) {
	r := jsonReader{text: text, decoder: json.NewDecoder(bytes.NewReader(text)), at: param.Pos{File: file, Line: 1, Col: 1}}
	r.decoder.UseNumber()
	v, err := r.value("", 0)
	at := r.place()
	if err == nil {
		if _, rest := r.decoder.Token(); !errors.Is(rest, io.EOF) {
			err = errors.New("something stands behind the network")
		}
	}
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, &param.Problem{Pos: at, Message: "no JSON: " + err.Error()}
	}
	return v, nil
}

// place is where the next token begins.
func (r *jsonReader) place() param.Pos {
	next := int(r.decoder.InputOffset())
	for next < len(r.text) && bytes.IndexByte([]byte(" \t\r\n,:"), r.text[next]) >= 0 {
		next++
	}
	for r.offset < next {
		c, size := utf8.DecodeRune(r.text[r.offset:])
		r.offset += size
		r.at.Col++
		if c == '\n' {
			r.at.Line, r.at.Col = r.at.Line+1, 1
		}
	}
	return r.at
}

func (r *jsonReader) value(path string, depth int) (*jsonValue, error) {
	v := &jsonValue{cell: cell{at: r.place(), path: path}}
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case string:
		v.kind, v.text = jsonString, t
	case json.Number:
		v.kind, v.text = jsonNumber, t.String()
	case json.Delim:
		if depth == deepest {
			return nil, errDeep
		}
		if t == '{' {
			v.kind = jsonObject
			return v, r.object(v, depth+1)
		}
		v.kind = jsonList
		return v, r.list(v, depth+1)
	default:
		v.kind = jsonOther
	}
	return v, nil
}

func (r *jsonReader) object(v *jsonValue, depth int) error {
	for r.decoder.More() {
		at := r.place()
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string) // the decoder lets nothing else stand here
		path := param.Join(v.path, key)
		x, err := r.value(path, depth)
		if err != nil {
			return err
		}
		v.keys, v.items = append(v.keys, cell{text: key, at: at, path: path}), append(v.items, x)
	}
	_, err := r.decoder.Token()
	return err
}

func (r *jsonReader) list(v *jsonValue, depth int) error {
	for r.decoder.More() {
		x, err := r.value(param.Join(v.path, strconv.Itoa(len(v.items))), depth)
		if err != nil {
			return err
		}
		v.items = append(v.items, x)
	}
	_, err := r.decoder.Token()
	return err
}
