package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/restakesim/restakesim/engine/param"
)

// Source is a text that positions point into: a file, or an edit of the command line.
type Source struct {
	Name string // slash-separated and relative to the file system it was read from
	Text []byte
}

// Sources are the texts behind a tree in the order in which they were read: the file
// asked for, the files that it extends, the edits.
type Sources struct{ Files []Source }

// Text returns a source by name, and whether there is one.
func (s Sources) Text(name string) ([]byte, bool) {
	for _, f := range s.Files {
		if f.Name == name {
			return f.Text, true
		}
	}
	return nil, false
}

// add adds the files of another scenario that this one rests on, each once. Its edits
// are its own.
func (s *Sources) add(others Sources) {
	for _, f := range others.Files {
		if _, known := s.Text(f.Name); !known && !strings.HasPrefix(f.Name, "--set ") {
			s.Files = append(s.Files, f)
		}
	}
}

// names lists the sources in the order in which they were read.
func (s Sources) names() []string {
	names := make([]string, len(s.Files))
	for i, f := range s.Files {
		names[i] = f.Name
	}
	return names
}

// largest bounds a scenario file: the files of the field have some kilobytes, and a
// parser that is fed anything should not be fed gigabytes.
const largest = 4 << 20

// readSource reads a file and refuses what is no text.
func readSource(fsys fs.FS, name string) (Source, error) {
	s := Source{Name: path.Clean(name)}
	f, err := fsys.Open(s.Name)
	if err != nil {
		return s, plainError(err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, largest+1))
	if err != nil {
		return s, plainError(err)
	}
	if len(text) > largest {
		return s, fmt.Errorf("the file is larger than %d MB", largest>>20)
	}
	s.Text = bytes.TrimPrefix(text, []byte("\ufeff"))
	return s, nil
}

// plainError says without the name of the file why it cannot be read.
func plainError(err error) error {
	var p *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file")
	case errors.Is(err, fs.ErrInvalid):
		return errors.New("the path leads out of the directory that files are read from")
	case errors.As(err, &p):
		return fmt.Errorf("the file cannot be read: %w", p.Err)
	}
	return fmt.Errorf("the file cannot be read: %w", err)
}

// check refuses texts that are not YAML for reasons that a parser explains badly.
func (s Source) check() param.Problems {
	text := string(s.Text)
	refuse := func(at int, message, hint string) param.Problems {
		return param.Problems{{Pos: s.at(at), Message: message, Hint: hint}}
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return refuse(i, "the file is binary", "")
	}
	if i := invalidUTF8(text); i >= 0 {
		return refuse(i, "the text is not UTF-8", "save the file as UTF-8")
	}
	start := 0
	for line := range strings.Lines(text) {
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		if i := strings.IndexByte(line[:indent], '\t'); i >= 0 {
			return refuse(start+i, "a tab indents this line", "indent with spaces, here and below")
		}
		start += len(line)
	}
	return nil
}

// invalidUTF8 returns where a text stops being UTF-8, or -1.
func invalidUTF8(text string) int {
	for i, r := range text {
		if r != utf8.RuneError {
			continue
		}
		if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
			return i
		}
	}
	return -1
}

// at turns a byte offset into a place.
func (s Source) at(offset int) param.Pos {
	before := s.Text[:offset]
	line := bytes.LastIndexByte(before, '\n') + 1
	return param.Pos{File: s.Name, Line: 1 + bytes.Count(before, []byte("\n")), Col: 1 + utf8.RuneCount(before[line:])}
}
