package scenarios

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// ledgerTable is the header of the tables of ASSUMPTIONS.md that speak of keys.
const ledgerTable = "key|in|value|unit|source|date|grade|note"

// rowsUnder reads the rows of all tables of ASSUMPTIONS.md that have a header.
func rowsUnder(t *testing.T, header string) [][]string {
	t.Helper()
	text, err := os.ReadFile("../ASSUMPTIONS.md")
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	inside := false
	for line := range strings.Lines(string(text)) {
		cells, ok := cellsOf(line)
		switch {
		case !ok:
			inside = false
		case strings.Join(cells, "|") == header:
			inside = true
		case inside && strings.Trim(cells[0], "-") != "":
			if len(cells) != strings.Count(header, "|")+1 {
				t.Fatalf("a row has %d cells: %s", len(cells), line)
			}
			out = append(out, cells)
		}
	}
	if len(out) == 0 {
		t.Fatalf("no table of ASSUMPTIONS.md has the header %s", header)
	}
	return out
}

// cellsOf splits a row of a Markdown table.
func cellsOf(line string) ([]string, bool) {
	line, found := strings.CutPrefix(strings.TrimSpace(line), "|")
	if !found {
		return nil, false
	}
	cells := strings.Split(strings.TrimSuffix(line, "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells, true
}

// claim is what a row says of one key.
type claim struct {
	key               []string // elements of the path; a kind may stand for a name
	in                string   // a year, both, or the name of a scenario
	value             string   // with its unit, without spaces
	date, grade, text string   // text is the row, for messages
}

// claimsOf expands rows: {a, b} in a key stands for several keys. Rows whose key is in
// brackets make no claims on files.
func claimsOf(t *testing.T, rows [][]string) []claim {
	t.Helper()
	var out []claim
	for _, r := range rows {
		if strings.HasPrefix(r[0], "(") {
			continue
		}
		keys := expand(r[0])
		values := []string{r[2]}
		if len(keys) > 1 {
			values = strings.Split(r[2], ", ")
		}
		if len(keys) != len(values) {
			t.Errorf("%s: %d keys and %d values", r[0], len(keys), len(values))
			continue
		}
		for i, k := range keys {
			out = append(out, claim{key: strings.Split(k, "."), in: r[1], value: bare(values[i] + r[3]), date: r[5], grade: r[6], text: k + " in " + r[1]})
		}
	}
	return out
}

// expand lists the keys that a key with one pair of braces stands for.
func expand(key string) []string {
	before, rest, found := strings.Cut(key, "{")
	list, after, closed := strings.Cut(rest, "}")
	if !found || !closed {
		return []string{key}
	}
	var out []string
	for item := range strings.SplitSeq(list, ",") {
		out = append(out, before+strings.TrimSpace(item)+after)
	}
	return out
}

// bare removes spaces, narrow ones included: 20 000 ETH and 20000ETH are the same.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if slices.Contains([]rune{' ', '\u00a0', '\u202f'}, r) {
			return -1
		}
		return r
	}, text)
}
