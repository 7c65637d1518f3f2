package scenarios

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/restakesim/restakesim/engine/param"
)

// refusals holds archives of bad scenarios and what is said about each. The files of
// its directory base lie beside those of every archive.
const refusals = "testdata/refused"

// base reads the files that archives build on: a whole, good scenario with its network.
func base(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	root := os.DirFS(filepath.Join(refusals, "base"))
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		out[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRefusals loads main.yaml of every archive as the command does, and compares all
// that is said with what the archive wants.
func TestRefusals(t *testing.T) {
	names, err := filepath.Glob(refusals + "/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	good := base(t)
	if _, sources, problems := Load(good, "base.yaml", nil); len(problems) > 0 {
		t.Fatal(Diagnose(problems, sources))
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a := readArchive(t, name)
			fsys := maps.Clone(good)
			for _, f := range a.files {
				fsys[f.Name] = &fstest.MapFile{Data: f.Text}
			}
			plan, sources, problems := Load(fsys, "main.yaml", nil)
			if (plan == nil) != (len(problems) > 0) {
				t.Fatalf("a plan %v with problems %v", plan, problems)
			}
			want := &a.files[len(a.files)-1]
			got := Diagnose(problems, sources)
			if *rewrite {
				want.Text = []byte(got)
				if err := a.write(name); err != nil {
					t.Fatal(err)
				}
			}
			if got != string(want.Text) {
				t.Errorf("%s\n--- got\n%s--- want\n%s", a.comment, got, want.Text)
			}
		})
	}
}

// TestRefusedFiles tries what no archive can hold: files that are not there, are no
// files, hold nothing or no text.
func TestRefusedFiles(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"missing.yaml", "", "missing.yaml: there is no such file\n"},
		{"empty.yaml", "", "empty.yaml: the file is empty\n"},
		{"binary.yaml", "name: x\nseed: \x00\x01\n", "binary.yaml:2:7: the file is binary\n    seed:   \n          ^\n"},
		{"latin.yaml", "name: caf\xe9\n", "latin.yaml:1:10: the text is not UTF-8; save the file as UTF-8\n    name: caf\ufffd\n             ^\n"},
		{"main.yaml", "extends: empty.yaml\n", "empty.yaml: the file is empty\n"},
		{"main.yaml", "extends: missing.yaml\n", "main.yaml:1:10: extends: missing.yaml: there is no such file\n    extends: missing.yaml\n             ^\n"},
	} {
		dir := t.TempDir()
		for name, text := range map[string]string{"empty.yaml": "", c.name: c.text} {
			if name == "missing.yaml" {
				continue
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		_, sources, problems := Load(os.DirFS(dir), c.name, nil)
		if got := Diagnose(problems, sources); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.name, c.text, got, c.want)
		}
	}
	_, _, problems := Load(os.DirFS("testdata"), "refused", nil)
	if len(problems) != 1 || !strings.HasPrefix(problems.Error(), "refused: the file cannot be read: ") {
		t.Errorf("a directory: %v", problems)
	}
}

// TestEveryValueRefused puts nonsense in the place of every single value of the base
// scenario. Each time something must be said about that place, and about no other:
// what only follows from it is left out.
func TestEveryValueRefused(t *testing.T) {
	good := base(t)
	tree, _, problems := ParseTree(good, "base.yaml", nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	tree.Walk(func(n *param.Node) {
		if n.Kind != param.Scalar || n.Path == "about" || n.Path == "question" || n.Path == "report.title" {
			return
		}
		_, _, problems := Load(good, "base.yaml", []string{n.Path + "=?!"})
		if len(problems) == 0 {
			t.Errorf("%s: ?! is accepted", n.Path)
		}
		for _, x := range problems {
			if x.Path != n.Path {
				t.Errorf("%s=?! brings about %v", n.Path, x)
			}
		}
	})
}

// TestEveryKindMayBeMissing takes each asset, market, programme, network and cohort
// away in turn. Loading must end with a plan or with problems, each with a place.
func TestEveryKindMayBeMissing(t *testing.T) {
	good := base(t)
	tree, _, _ := ParseTree(good, "base.yaml", nil)
	var paths []string
	for _, section := range []string{"assets", "markets", "programmes", "agents"} {
		for _, name := range tree.Get(section).Keys {
			paths = append(paths, param.Join(section, name))
		}
	}
	for _, path := range append(paths, "network", "events", "eth_usd", "metrics", "ethereum") {
		broken := maps.Clone(good)
		broken["main.yaml"] = &fstest.MapFile{Data: []byte(without(string(good["base.yaml"].Data), path[strings.LastIndex(path, ".")+1:]))}
		plan, _, problems := Load(broken, "main.yaml", nil)
		if (plan == nil) != (len(problems) > 0) {
			t.Errorf("without %s: a plan %v with problems %v", path, plan, problems)
		}
		for _, x := range problems {
			if x.Pos.Line == 0 || x.Message == "" {
				t.Errorf("without %s: a problem without a place: %v", path, x)
			}
		}
	}
}

// without drops the line that sets a key.
func without(text, key string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimLeft(line, " "), key+":") {
			b.WriteString(line)
		}
	}
	return b.String()
}
