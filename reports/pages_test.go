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
	file := b.String()
	for _, after := range strings.Split(file, "/Contents ")[1:] {
		number, _, _ := strings.Cut(after, " ")
		_, object, ok := strings.Cut(file, "\n"+number+" 0 obj\n<</Length ")
		digits, content, too := strings.Cut(object, ">>\nstream\n")
		length, err := strconv.Atoi(digits)
		if !ok || !too || err != nil {
			t.Fatalf("no content %q: %v", number, err)
		}
		out = append(out, content[:length])
	}
	return out
}

var showing = regexp.MustCompile(`(?s)\(((?:\\.|[^\\)])*)\) Tj`)

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
	for _, s := range strings.Split(stream, "BT ")[1:] {
		words := strings.SplitN(s, " ", 4)
		if strings.HasPrefix(s, "/F") { // BT /F 7.50 Tf ET
			font = words[0]
			size, _ = strconv.ParseFloat(words[1], 64)
			continue
		}
		x, _ := strconv.ParseFloat(words[0], 64) // BT 10.00 20.00 Td (text) Tj ET
		y, _ := strconv.ParseFloat(words[1], 64)
		if x != 0 || y != 0 {
			text, _, _ := strings.Cut(words[3], ") Tj ET")
			out = append(out, written{x, y, size, font, unescaped(text[1:])})
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
