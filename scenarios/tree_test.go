package scenarios

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/restakesim/restakesim/engine/param"
)

var rewrite = flag.Bool("rewrite", false, "write what the loader says into the archives of testdata/trees")

// study is a small file format that has every shape a scenario has.
type study struct {
	Name    param.Name                 `key:"name" doc:"name of the study" required:"true"`
	Seed    param.Count                `key:"seed" doc:"seed of all random numbers" required:"true"`
	Horizon param.Duration             `key:"horizon" doc:"simulated time" required:"true" min:"1h"`
	Rates   []param.Rate               `key:"rates" doc:"rates to try"`
	Pair    *param.Pair                `key:"pair" doc:"what is traded"`
	Agents  param.Named[param.Variant] `key:"agents" doc:"cohorts by name" catalogue:"agents" required:"true"`
	Events  []studyEvent               `key:"events" doc:"what happens when"`
	Report  struct {
		Title param.Text `key:"title" doc:"title" default:"A study"`
	} `key:"report" doc:"how it is shown"`
}

type studyEvent struct {
	At param.Duration `key:"at" doc:"when" required:"true"`
	Do param.Choice   `key:"do" doc:"what" default:"airdrop" oneof:"airdrop|fault"`
}

type studyFarmer struct {
	Count    param.Count   `key:"count" doc:"how many" required:"true" max:"100000"`
	Holdings param.Amount  `key:"holdings" doc:"what they hold together" unit:"ETH" default:"100 ETH"`
	Share    param.Percent `key:"share" doc:"share that leaves" default:"0 %" max:"1"`
	Size     param.Dist    `key:"size" doc:"sizes" unit:"ETH" default:"1 ETH"`
	Review   param.Clock   `key:"review" doc:"when they decide" default:"{every: 12h}"`
}

type studyHolder struct {
	Count    param.Count    `key:"count" doc:"how many" required:"true"`
	Patience param.Duration `key:"patience" doc:"how long they wait" default:"7d"`
}

func studyKinds() param.Catalogue {
	return param.Catalogue{Name: "agents", Kinds: []param.Kind{
		{Name: "farmer", Doc: "follows the points", New: func() any { return new(studyFarmer) }},
		{Name: "conservative", Doc: "stays", New: func() any { return new(studyHolder) }},
	}}
}

// TestTrees loads every archive and compares what is said about it, or the tree that
// comes of it, with what the archive wants.
func TestTrees(t *testing.T) {
	names, err := filepath.Glob("testdata/trees/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { testArchive(t, name) })
	}
}

// archive is a text with files: the comment, then each file after a line "-- name --".
type archive struct {
	comment string
	files   []Source
}

func readArchive(t *testing.T, name string) archive {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var a archive
	for line := range strings.Lines(string(text)) {
		file, opens := strings.CutPrefix(line, "-- ")
		file, closes := strings.CutSuffix(file, " --\n")
		switch {
		case opens && closes:
			a.files = append(a.files, Source{Name: file})
		case len(a.files) == 0:
			a.comment += line
		default:
			last := &a.files[len(a.files)-1]
			last.Text = append(last.Text, line...)
		}
	}
	if len(a.files) == 0 || a.files[len(a.files)-1].Name != "want" {
		t.Fatal("the last file of the archive is not named want")
	}
	return a
}

func (a archive) write(name string) error {
	text := a.comment
	for _, f := range a.files {
		text += "-- " + f.Name + " --\n" + string(f.Text)
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

func testArchive(t *testing.T, name string) {
	a := readArchive(t, name)
	want := &a.files[len(a.files)-1]
	fsys := fstest.MapFS{}
	for _, f := range a.files[:len(a.files)-1] {
		fsys[f.Name] = &fstest.MapFile{Data: f.Text}
	}
	var sets []string
	for line := range strings.Lines(a.comment) {
		if edit, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "--set "); ok {
			sets = append(sets, edit)
		}
	}
	got := said(fsys, sets)
	if *rewrite {
		want.Text = []byte(got)
		if err := a.write(name); err != nil {
			t.Fatal(err)
		}
	}
	if got != string(want.Text) {
		t.Errorf("%s\n--- got\n%s--- want\n%s", a.comment, got, want.Text)
	}
}

// said loads main.yaml as a study and writes the diagnosis, or the canonical tree with
// the values that have a role or a source.
func said(fsys fstest.MapFS, sets []string) string {
	tree, sources, problems := DecodeTree(fsys, "main.yaml", sets, new(study), studyKinds())
	if len(problems) > 0 {
		return Diagnose(problems, sources)
	}
	var b strings.Builder
	b.Write(Canonical(tree))
	tree.Walk(func(n *param.Node) {
		if n.Role != param.Plain || n.From != nil {
			fmt.Fprintf(&b, "%s: role %d, doc %q, from %+v, at %s\n", n.Path, n.Role, n.Doc, n.From, n.Pos)
		}
	})
	return b.String()
}

// single is a file system with one file, main.yaml.
func single(text string) fstest.MapFS { return fstest.MapFS{"main.yaml": {Data: []byte(text)}} }
