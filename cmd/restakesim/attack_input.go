package main

import (
	"bytes"
	"encoding/json"
	"os"
	"unicode/utf8"

	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/reports/store"
	"github.com/restakesim/restakesim/scenarios"
)

// read reads the network and shows every problem in place.
func (o *attackOptions) read(name string) (*restake.Network, *restake.Elastic, error) {
	files := &reader{}
	n, elastic, problems := restake.ReadEither(files, name, o.services)
	if text, read := files.sources.Text(name); read && len(problems) > 0 && o.services == "" && isTable(text) {
		return nil, nil, &failure{codeUsage, "restakesim: " + name + " is no JSON; a table of edges needs its services too: --services FILE"}
	}
	if len(problems) > 0 {
		if format := formatOf(files.sources, name); format != "" {
			return nil, nil, &failure{codeInvalid, "restakesim: " + name + " is a file of format " + format + " and no network; restakesim verify checks it"}
		}
		return nil, nil, &failure{codeInvalid, (&invalid{problems, files.sources}).Error()}
	}
	return n, elastic, nil
}

// formatOf is the format that a file states; networks state none.
func formatOf(files scenarios.Sources, name string) string {
	var head struct {
		Format string `json:"format"`
	}
	if text, read := files.Text(name); !read || json.Unmarshal(text, &head) != nil {
		return ""
	}
	return head.Format
}

// isTable says whether a text may be a CSV: its first line has commas and no braces.
func isTable(text []byte) bool {
	head, _, _ := bytes.Cut(bytes.TrimSpace(text), []byte("\n"))
	return utf8.Valid(text) && bytes.IndexByte(head, ',') >= 0 && !bytes.ContainsAny(head, "{[\x00")
}

// checkCertificate wants a place to which a certificate can be written, before the time
// for the search is spent, and none that what was read would be lost for.
func (o *attackOptions) checkCertificate(read ...string) error {
	if o.certificate == "" {
		return nil
	}
	place, err := os.Stat(o.certificate)
	for _, name := range read {
		if info, bad := os.Stat(name); err == nil && bad == nil && os.SameFile(place, info) {
			return &failure{codeUsage, "restakesim: --certificate " + o.certificate + " would replace the network that it is about"}
		}
	}
	return store.CheckFile(o.certificate)
}
