package verify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/restakesim/restakesim/engine/param"
)

// Unknown reports JSON that states no format, or one that is not known here.
type Unknown struct{ param.Problem }

// Report says of one file what was compared and what differed. An operation is one
// statement of the file that was recomputed.
type Report struct {
	File             string       `json:"file"`
	Cases            int          `json:"cases"`
	Operations       int          `json:"operations"`
	Passed           int          `json:"passed"`
	Failed           int          `json:"failed"`
	NotRepresentable []Omission   `json:"not_representable"`
	Differences      []Difference `json:"differences"`
	Statement        string       `json:"-"` // what a certificate proves, or why it is refused
}

// Omission is a case that cannot be replayed, and why.
type Omission struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// Difference is a statement that was found to be otherwise.
type Difference struct {
	ID       string `json:"id"`    // of the case
	Op       string `json:"op"`    // what was recomputed
	Field    string `json:"field"` // of what is expected
	Expected string `json:"expected"`
	Got      string `json:"got"`
}

// File replays the worked examples of a file, or checks the certificate that it is.
// Errors: Unknown; param.Problems for what cannot be read, with their places; and the
// context's.
func File(ctx context.Context, name string, text []byte) (*Report, error) {
	s := newSource(name, text)
	if err := s.check(); err != nil {
		return nil, err
	}
	r := &Report{File: name, NotRepresentable: []Omission{}, Differences: []Difference{}}
	e, format := s.format()
	if format == "" {
		is, err := r.market(ctx, s)
		if !is {
			err = &Unknown{param.Problem{Pos: param.Pos{File: name}, Message: "it states no format", Hint: known}}
		}
		if err != nil {
			return nil, err
		}
		return r, nil
	}
	var err error
	switch format {
	case protocolFormat:
		err = r.protocol(ctx, s)
	case CertificateFormat:
		err = r.certificate(s)
	case restakingFormat:
		err = r.restaking(ctx, s)
	default:
		err = &Unknown{param.Problem{Pos: s.at(e.at), Path: e.key, Message: fmt.Sprintf("%q is not known", format), Hint: known}}
	}
	if err != nil {
		return nil, err
	}
	return r, nil
}

// format is what a file says that it is, and where it says so; "" if it does not.
func (s *source) format() (e entry, format string) {
	keys := entries(s.text, 0)
	for _, key := range []string{"format", "schema"} {
		if e, stated := find(keys, key); stated && json.Unmarshal(e.value, &format) == nil {
			return e, format
		}
	}
	return entry{}, ""
}

// Expect compares one thing more that is known of a certificate from elsewhere.
func (r *Report) Expect(id, field, expected, got string) {
	replay{r, id}.check("certificate", field, expected == got, expected, got)
	if expected != got {
		r.Statement = fmt.Sprintf("refused: %s: %s was expected, and it is %s", field, expected, got)
	}
}

// known says which formats are.
const known = "verify reads " + CertificateFormat + ", " + restakingFormat + ", " + protocolFormat + " and market vectors"

// certificate checks a certificate; a refusal is the one difference there is.
func (r *Report) certificate(s *source) error {
	c, err := ParseCertificate(s.name, s.text)
	if err != nil {
		return err
	}
	r.Cases = 1
	at := replay{report: r, id: c.NetworkSHA256}
	if refused := (*Refused)(nil); errors.As(c.Check(), &refused) {
		at.check("certificate", refused.Field, false, "a proof", refused.Reason)
		r.Statement = "refused: " + refused.Error()
		return nil
	}
	for range len(c.ServiceValues) + 3 { // with bound, slack and witness
		at.check("certificate", "", true, "", "")
	}
	r.Statement = c.Statement()
	return nil
}

// replay is one case on its way through the mechanisms.
type replay struct {
	report *Report
	id     string
}

// check counts one operation, and keeps what differs.
func (p replay) check(op, field string, same bool, expected, got any) {
	p.report.Operations++
	if same {
		p.report.Passed++
		return
	}
	p.report.Failed++
	p.report.Differences = append(p.report.Differences, Difference{p.id, op, field, shown(expected), shown(got)})
}

// shown writes a value as the files do.
func shown(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case json.RawMessage:
		return string(x)
	}
	text, err := canonical(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
