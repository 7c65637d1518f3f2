package restakesim

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The rows of docs/facts.md.
var (
	factRow  = regexp.MustCompile(`^\| (\d+)\. (.+?) \| (.+?) \| \[(\w+)\]\(\.\./(\S+)\) \| ` + "`go test \\./(\\S+) -run TestScripts/(\\w+)`" + ` \|$`)
	quoted   = regexp.MustCompile("`([^`]+)`")
	factWord = regexp.MustCompile(`[^\s,:]+`)
)

// TestFactsAreShown holds the table of docs/facts.md against the scripts: there is one
// for each of the sixteen facts, the command runs it, and the numbers that the table
// quotes stand in what it prints.
func TestFactsAreShown(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("docs", "facts.md"))
	if err != nil {
		t.Fatal(err)
	}
	next, shown := 1, []string{}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| fact") {
			continue
		}
		row := factRow.FindStringSubmatch(strings.TrimSpace(line))
		if row == nil {
			t.Errorf("not a row: %s", line)
			continue
		}
		if row[1] != fmt.Sprint(next) {
			t.Errorf("fact %s stands where %d should", row[1], next)
		}
		next++
		checkFact(t, row[3], row[5], row[6], row[7])
		shown = append(shown, row[5])
	}
	if next != 17 {
		t.Errorf("%d facts instead of 16", next-1)
	}
	scripts, _ := filepath.Glob("engine/restake/testdata/facts/*.txt")
	for _, name := range scripts {
		if !slices.Contains(shown, filepath.ToSlash(name)) {
			t.Errorf("the table does not name %s", name)
		}
	}
}

// checkFact checks that a command runs a script and that it prints what is quoted of it.
func checkFact(t *testing.T, claim, file, dir, run string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Error(err)
		return
	}
	if file != path.Join(dir, "testdata", "facts", run+".txt") {
		t.Errorf("%s is not what TestScripts/%s in %s runs", file, run, dir)
	}
	numbers := quoted.FindAllStringSubmatch(claim, -1)
	if len(numbers) < 2 {
		t.Errorf("%s: the table quotes %d numbers; what somebody has with the fact and without are two", file, len(numbers))
	}
	printed := printedWords(string(text))
	for _, n := range numbers {
		if !slices.Contains(printed, n[1]) {
			t.Errorf("%s does not print %s", file, n[1])
		}
	}
}

// printedWords are those that a script prints, without its commands and comments.
func printedWords(script string) (words []string) {
	printing := false
	for line := range strings.Lines(script) {
		switch line = strings.TrimSpace(line); {
		case line == "":
			printing = false
		case line == "----":
			printing = true
		case printing:
			words = append(words, factWord.FindAllString(line, -1)...)
		}
	}
	return words
}
