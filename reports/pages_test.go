package reports

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"
)

// written is a string on a page of a PDF, where it begins and how large it is.
type written struct {
	x, y, size float64 // y is counted from the bottom
	font       string  // as the page names it
	text       string
}

// streams returns what a PDF's pages are drawn with, page by page.
func streams(t testing.TB, pdf *fpdf.Fpdf) []string {
	t.Helper()
	pdf.SetCompression(false)
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range regexp.MustCompile(`/Contents (\d+) 0 R`).FindAllSubmatch(b.Bytes(), -1) {
		object := regexp.MustCompile(`(?s)\n` + string(m[1]) + ` 0 obj\n<</Length (\d+)>>\nstream\n`)
		at := object.FindSubmatchIndex(b.Bytes())
		if at == nil {
			t.Fatalf("no content %s", m[1])
		}
		length, _ := strconv.Atoi(string(b.Bytes()[at[2]:at[3]]))
		out = append(out, b.String()[at[1]:at[1]+length])
	}
	return out
}

var (
	showing = regexp.MustCompile(`(?s)\(((?:\\.|[^\\)])*)\) Tj`)
	placing = regexp.MustCompile(`(?s)BT (/F\w+) ([\d.]+) Tf ET|BT (-?[\d.]+) (-?[\d.]+) Td \(((?:\\.|[^\\)])*)\) Tj`)
)

// unescaped reads a string of a page: UTF-16 behind backslashes.
func unescaped(s string) string {
	s = strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r").Replace(s)
	var units []uint16
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

// readable makes a page's content fit for a text file.
func readable(stream string) string {
	s := showing.ReplaceAllStringFunc(stream, func(m string) string {
		return fmt.Sprintf("(%s) Tj", unescaped(showing.FindStringSubmatch(m)[1]))
	})
	return regexp.MustCompile(`/F\w+`).ReplaceAllString(s, "/F")
}

// pageText reads the strings of a page in the order in which they are drawn. Turned
// text, which has a coordinate system of its own, is left out.
func pageText(stream string) []written {
	var out []written
	font, size := "", 0.
	for _, m := range placing.FindAllStringSubmatch(stream, -1) {
		if m[1] != "" {
			font = m[1]
			size, _ = strconv.ParseFloat(m[2], 64)
			continue
		}
		x, _ := strconv.ParseFloat(m[3], 64)
		y, _ := strconv.ParseFloat(m[4], 64)
		if x != 0 || y != 0 {
			out = append(out, written{x, y, size, font, unescaped(m[5])})
		}
	}
	return out
}

// allText joins the strings of pages, a line each.
func allText(pages []string) string {
	var b strings.Builder
	for _, p := range pages {
		for _, w := range showing.FindAllStringSubmatch(p, -1) {
			b.WriteString(unescaped(w[1]) + "\n")
		}
	}
	return b.String()
}
