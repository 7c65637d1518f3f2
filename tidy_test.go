package restakesim

import (
	"bufio"
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/restakesim/restakesim/"

// arrows is a row of the table of ARCHITECTURE.md.
type arrows struct{ ours, others []string }

// allowed reads the table of imports.
func allowed(t *testing.T) map[string]arrows {
	t.Helper()
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]arrows{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || strings.Contains(line, "---") || strings.Contains(line, "may import") {
			continue
		}
		table[strings.TrimSpace(cells[1])] = arrows{strings.Fields(cells[3]), strings.Fields(cells[4])}
	}
	if len(table) < 15 {
		t.Fatalf("the table of imports has %d rows; has its form changed?", len(table))
	}
	return table
}

// sources walks over the Go files of the module.
func sources(t *testing.T, visit func(name string, text []byte, f *ast.File, fset *token.FileSet)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "out" || strings.HasPrefix(d.Name(), ".") && name != "."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, text, parser.ParseComments)
		if err != nil {
			return err
		}
		visit(filepath.ToSlash(name), text, f, fset)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestImportsFollowTheTable(t *testing.T) {
	table := allowed(t)
	seen := map[string]bool{}
	sources(t, func(name string, _ []byte, f *ast.File, _ *token.FileSet) {
		dir := path.Dir(name)
		if strings.HasSuffix(name, "_test.go") || dir == "benchmarks" {
			return
		}
		row, ok := table[dir]
		if !ok {
			t.Errorf("%s: package %s has no row in ARCHITECTURE.md", name, dir)
			return
		}
		seen[dir] = true
		for _, spec := range f.Imports {
			if to, _ := strconv.Unquote(spec.Path.Value); !row.allow(to) {
				t.Errorf("%s imports %s, which its row in ARCHITECTURE.md does not allow", name, to)
			}
		}
	})
	for dir := range table {
		if !seen[dir] {
			t.Errorf("ARCHITECTURE.md has a row for %s, which has no files", dir)
		}
	}
}

// allow says whether a package may be imported: the standard library always.
func (a arrows) allow(to string) bool {
	if own, ok := strings.CutPrefix(to, module); ok {
		return slices.ContainsFunc(a.ours, func(x string) bool { return own == x || strings.HasSuffix(own, "/"+x) })
	}
	if host, _, _ := strings.Cut(to, "/"); !strings.Contains(host, ".") {
		return true
	}
	return slices.ContainsFunc(a.others, func(x string) bool { return to == x || strings.HasPrefix(to, x+"/") })
}

// special lists what differs between processors: functions of package math that are
// not exactly rounded or that have assembly versions.
func special() []string {
	return []string{"Exp", "Exp2", "Expm1", "Log", "Log1p", "Log2", "Log10", "Pow", "Sin", "Cos", "Tan", "Gamma", "Lgamma", "Erf", "Erfc", "Erfinv", "Cbrt", "Hypot", "FMA"}
}

// TestNumbersAreTheSameEverywhere keeps such functions off the way to a published
// number. Reports draw pictures, which are outside the promise across processors.
func TestNumbersAreTheSameEverywhere(t *testing.T) {
	sources(t, func(name string, _ []byte, f *ast.File, fset *token.FileSet) {
		if strings.HasSuffix(name, "_test.go") || !strings.HasPrefix(name, "engine") && !strings.HasPrefix(name, "agents") && !strings.HasPrefix(name, "scenarios") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "math" && slices.Contains(special(), sel.Sel.Name) && path.Dir(name) != "engine/detmath" {
				t.Errorf("%s: math.%s; use engine/detmath", fset.Position(n.Pos()), sel.Sel.Name)
			}
			return true
		})
	})
}

// TestEveryPackageIntroducesItself wants a doc.go with a package comment.
func TestEveryPackageIntroducesItself(t *testing.T) {
	for dir := range allowed(t) {
		name := path.Join(dir, "doc.go")
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Error(err)
		} else if f.Doc == nil || len(f.Doc.Text()) < 300 {
			t.Errorf("%s does not introduce its package", name)
		}
	}
}

// Limits of size, in lines: small enough to read in one go.
const (
	longestFile     = 300
	longestFunction = 70
)

func TestFilesAndFunctionsAreSmall(t *testing.T) {
	sources(t, func(name string, text []byte, f *ast.File, fset *token.FileSet) {
		if n := bytes.Count(text, []byte("\n")); n > longestFile {
			t.Errorf("%s has %d lines, more than %d", name, n, longestFile)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := fset.Position(fn.End()).Line - fset.Position(fn.Pos()).Line + 1; n > longestFunction {
				t.Errorf("%s: %s has %d lines, more than %d", fset.Position(fn.Pos()), fn.Name.Name, n, longestFunction)
			}
		}
	})
}

// TestNamesSayWhatTheyHold refuses packages named after nothing and functions that run
// at start-up.
func TestNamesSayWhatTheyHold(t *testing.T) {
	vague := []string{"util", "utils", "common", "core", "types", "model", "helpers", "misc"}
	sources(t, func(name string, _ []byte, f *ast.File, fset *token.FileSet) {
		if slices.Contains(vague, f.Name.Name) {
			t.Errorf("%s: package %s says nothing", name, f.Name.Name)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "init" && fn.Recv == nil {
				t.Errorf("%s: nothing runs at start-up", fset.Position(fn.Pos()))
			}
		}
	})
}

// TestCommandsOfTheReadme keeps README's two commands word for word.
func TestCommandsOfTheReadme(t *testing.T) {
	text, err := os.Open("README.md")
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	want := map[string]bool{"go run ./cmd/restakesim run scenarios/airdrop-exit.yaml": false, "go test ./...": false}
	for s := bufio.NewScanner(text); s.Scan(); {
		if _, ok := want[s.Text()]; ok {
			want[s.Text()] = true
		}
	}
	for line, found := range want {
		if !found {
			t.Errorf("README.md does not have the line %q", line)
		}
	}
}
