package restake

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// cell is one written value and where it stands.
type cell struct {
	text string
	at   param.Pos
	path string // column of a CSV, dotted path in JSON
	bad  bool   // already refused: nothing more is to be said of it
}

// byteOrderMark is what some spreadsheets put before a text in UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

// plain checks that a file is text, and takes off its byte order mark.
func plain(file string, text []byte) ([]byte, param.Problems) {
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, param.Problems{{Pos: param.Pos{File: file}, Message: "the file is empty"}}
	}
	at := param.Pos{File: file, Line: 1, Col: 1}
	for rest := text; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == 0 || r == utf8.RuneError && size == 1 {
			return nil, param.Problems{{Pos: at, Message: "the file is not text in UTF-8", Hint: "save it as UTF-8"}}
		}
		if at.Col++; r == '\n' {
			at.Line, at.Col = at.Line+1, 1
		}
		rest = rest[size:]
	}
	return text, nil
}

// named refuses empty names and those that no message could show.
func (a *assembly) named(cells ...cell) {
	for _, c := range cells {
		if c.text == "" && !c.bad {
			a.refuse(c, "a name is missing", "")
		}
		if strings.ContainsFunc(c.text, unicode.IsControl) {
			a.refuse(c, "a name holds a control character", "")
		}
	}
}

// amount reads whole units, exact to 1e-9.
func (a *assembly) amount(c cell) (v money.Gwei, ok bool) {
	if c.bad {
		return 0, false
	}
	if c.text == "" {
		a.refuse(c, "a number is missing", "")
		return 0, false
	}
	var x param.Amount
	err := x.UnmarshalText([]byte(c.text + " ETH"))
	if err == nil {
		v, err = x.Gwei()
	}
	if err != nil {
		a.refuse(c, err.Error(), "")
	}
	return v, err == nil
}

// share reads a part of one, from 0 to 1.
func (a *assembly) share(c cell) money.Ratio {
	if c.bad {
		return money.Ratio{Num: 1, Den: 1}
	}
	r, err := money.ParseRatio(c.text)
	if err != nil || r.Num < 0 || r.Num > r.Den {
		a.refuse(c, fmt.Sprintf("%q is not a share from 0 to 1", c.text), "write 1/3, 0.25 or 25 %")
		return money.Ratio{Num: 1, Den: 1}
	}
	return r
}

// alpha reads a threshold, which is above zero.
func (a *assembly) alpha(c cell) money.Ratio {
	r := a.share(c)
	if r.Num == 0 {
		a.refuse(c, "a threshold of 0 leaves nothing to corrupt", "write a share above 0")
	}
	return r
}
