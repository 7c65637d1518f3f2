package verify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrUnreadable reports a text that is no file of a known format.
var ErrUnreadable = errors.New("not a file that verify knows")

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
// It fails with ErrUnreadable, or with the context's error.
func File(ctx context.Context, name string, text []byte) (*Report, error) {
	var head struct {
		Format string `json:"format"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("%w: no JSON: %w", ErrUnreadable, err)
	}
	r := &Report{File: name, NotRepresentable: []Omission{}, Differences: []Difference{}}
	err := fmt.Errorf("%w: its format is %q", ErrUnreadable, head.Format)
	switch head.Format {
	case "":
		err = fmt.Errorf("%w: it states no format", ErrUnreadable)
	case CertificateFormat:
		err = r.certificate(text)
	case restakingFormat:
		err = r.restaking(ctx, text)
	}
	if err != nil {
		return nil, err
	}
	return r, nil
}

// certificate checks a certificate; a refusal is the one difference there is.
func (r *Report) certificate(text []byte) error {
	c, err := ParseCertificate(text)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
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
func (p *replay) check(op, field string, same bool, expected, got any) {
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
