package verify

import (
	"bytes"
	"encoding/json"
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
		if err := s.plain(e, f.value); err != nil {
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

// plain wants a value to be written as it was read.
func (s *source) plain(e entry, read any) error {
	again, err := canonical(read)
	if err != nil {
		return s.refuse(e.at, e.key, err.Error(), "")
	}
	if a, b := sorted(e.value), sorted(again); a == nil || !bytes.Equal(a, b) {
		return s.refuse(e.at, e.key, "a key here is spelled in other letters, or says nothing", "docs/certificates.md lists the keys")
	}
	return nil
}

// sorted is a JSON value without white space, its keys sorted and its numbers as they
// are written.
func sorted(text []byte) []byte {
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
