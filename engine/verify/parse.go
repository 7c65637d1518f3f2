package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// ParseCertificate reads a certificate. The text must say what Encode would write, in
// any order and spacing: no key may be missing, unknown, twice, or spelled in other
// letters, so that whoever reads the file with other tools reads the same claims. It
// checks nothing else. Errors: param.Problems with their places in the named file.
func ParseCertificate(name string, text []byte) (*Certificate, error) {
	s := newSource(name, text)
	if err := s.check(); err != nil {
		return nil, err
	}
	if err := s.twice(s.text, 0, ""); err != nil {
		return nil, err
	}
	c := &Certificate{}
	fields := c.fields()
	given := entries(s.text, 0)
	for _, e := range given {
		into := value(fields, e.key)
		if into == nil {
			return nil, s.refuse(e.at, e.key, "unknown key", "")
		}
		d := json.NewDecoder(bytes.NewReader(e.value))
		d.DisallowUnknownFields()
		if err := d.Decode(into); err != nil {
			return nil, s.mistyped(e.at, e.key, err)
		}
	}
	for _, f := range fields {
		e, stands := find(given, f.key)
		if !stands {
			return nil, s.refuse(0, f.key, "the key is missing", "")
		}
		again, err := canonical(f.value)
		if err != nil {
			return nil, err
		}
		if err := s.plain(e, again); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// value is where the value of a key belongs; nil for an unknown key.
func value(fields []field, key string) any {
	for _, f := range fields {
		if f.key == key {
			return f.value
		}
	}
	return nil
}

// plain wants a value to be written as it would be written again.
func (s *source) plain(given entry, again json.RawMessage) error {
	list, read := entries(given.value, given.at), entries(again, 0)
	switch {
	case is(given.value, '{') && is(again, '{'):
		for _, e := range list {
			if _, said := find(read, e.key); !said {
				return s.refuse(e.at, given.key+"."+e.key, "what says nothing here is left out", "keys are in small letters")
			}
		}
		for _, r := range read {
			e, stands := find(list, r.key)
			if !stands {
				return s.refuse(given.at, given.key+"."+r.key, "the key is missing", "")
			}
			e.key = given.key + "." + e.key
			if err := s.plain(e, r.value); err != nil {
				return err
			}
		}
	case is(given.value, '[') && len(list) == len(read) && bytes.IndexByte(given.value, '{') >= 0:
		for i, e := range list {
			e.key = fmt.Sprintf("%s.%d", given.key, i)
			if err := s.plain(e, read[i].value); err != nil {
				return err
			}
		}
	default:
		if a := written(given.value); a == nil || !bytes.Equal(a, written(again)) {
			return s.refuse(given.at, given.key, fmt.Sprintf("%.40s cannot stand here", given.value), "")
		}
	}
	return nil
}

// written is a JSON value without white space, its numbers as they are written.
func written(text []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	out, err := canonical(v)
	if err != nil {
		return nil
	}
	return out
}
