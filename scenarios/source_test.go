package scenarios

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"github.com/restakesim/restakesim/engine/param"
)

func TestRefusedTexts(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"name: a\x00b\n", "main.yaml:1:8: the file is binary"},
		{"\x7fELF\x01\x00\x00", "main.yaml:1:6: the file is binary"},
		{"name: study\nabout: caf\xe9\n", "main.yaml:2:11: the text is not UTF-8; save the file as UTF-8"},
		{"name: \ufffd\nseed: \xff\n", "main.yaml:2:7: the text is not UTF-8; save the file as UTF-8"},
		{strings.Repeat("#\n", largest/2) + "a", "main.yaml: the file is larger than 4 MB"},
		{"name: " + strings.Repeat("[", 100), "main.yaml:1:71: values are nested too deeply here"},
		{"name: " + strings.Repeat("- ", 3000), "main.yaml:1:2007: values are nested too deeply here"},
		{strings.Repeat("k: 1\n", mostKeys+1), "main.yaml:20001:2: the file has more than 20000 keys"},
	} {
		tree, _, problems := ParseTree(single(c.text), "main.yaml", nil)
		if tree != nil || len(problems) != 1 || problems[0].Error() != c.want {
			t.Errorf("%.40q: got %v, want %s", c.text, problems, c.want)
		}
	}
}

// A short file of aliases of aliases would have ten million values.
func TestAliasesOfAliases(t *testing.T) {
	list := func(item string) string { return "[" + item + strings.Repeat(", "+item, 24) + "]\n" }
	bomb := "a: &a " + list("1") + "b: &b " + list("*a") + "c: &c " + list("*b") + "d: &d " + list("*c") + "e: " + list("*d")
	tree, _, problems := ParseTree(single(bomb), "main.yaml", nil)
	if tree != nil || len(problems) != 1 || problems[0].Message != "the file has more than 200000 values" {
		t.Errorf("got %v", problems)
	}
}

// faulty is a file system whose files cannot be read to the end.
type faulty struct{ fs.FS }

type faultyFile struct{ fs.File }

func (f faulty) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	return faultyFile{file}, err
}

func (faultyFile) Read(p []byte) (int, error) {
	return iotest.ErrReader(&fs.PathError{Op: "read", Path: "/some/where", Err: errors.New("disk trouble")}).Read(p)
}

func TestUnreadableFile(t *testing.T) {
	_, _, problems := ParseTree(faulty{single("name: study")}, "main.yaml", nil)
	if want := "main.yaml: the file cannot be read: disk trouble"; problems.Error() != want {
		t.Errorf("got %s, want %s", problems.Error(), want)
	}
	_, _, problems = ParseTree(fstest.MapFS{}, "./main.yaml", nil)
	if want := "main.yaml: there is no such file"; problems.Error() != want {
		t.Errorf("got %s, want %s", problems.Error(), want)
	}
}

func TestByteOrderMarkIsNoText(t *testing.T) {
	tree, sources, problems := ParseTree(single("\ufeffname: study"), "main.yaml", nil)
	if len(problems) > 0 {
		t.Fatal(Diagnose(problems, sources))
	}
	if n := tree.Get("name"); n == nil || n.Pos != (param.Pos{File: "main.yaml", Line: 1, Col: 7}) {
		t.Errorf("the first key is %v", tree.Keys)
	}
}

// A file that is extended on two ways is one source, and its problems are told once.
func TestSharedBase(t *testing.T) {
	fsys := fstest.MapFS{
		"main.yaml": {Data: []byte("extends: [a.yaml, b.yaml]\n")},
		"a.yaml":    {Data: []byte("extends: base.yaml\n")},
		"b.yaml":    {Data: []byte("extends: base.yaml\n")},
		"base.yaml": {Data: []byte("seed: 1\nseed: 2\n")},
	}
	_, sources, problems := ParseTree(fsys, "main.yaml", nil)
	if len(problems) != 1 {
		t.Errorf("got %v", problems)
	}
	if got := strings.Join(sources.names(), " "); got != "main.yaml a.yaml base.yaml b.yaml" {
		t.Errorf("read %s", got)
	}
}

// Files that extend two others each are read a bounded number of times.
func TestManyFiles(t *testing.T) {
	fsys := fstest.MapFS{}
	for c := 'a'; c < 'z'; c++ {
		next := string(c+1) + ".yaml"
		fsys[string(c)+".yaml"] = &fstest.MapFile{Data: []byte("extends: [" + next + ", " + next + "]\n")}
	}
	fsys["z.yaml"] = &fstest.MapFile{Data: []byte("seed: 1\n")}
	_, _, problems := ParseTree(fsys, "a.yaml", nil)
	if len(problems) == 0 || !strings.Contains(problems.Error(), "too many files extend one another") {
		t.Errorf("got %v", problems)
	}
}
