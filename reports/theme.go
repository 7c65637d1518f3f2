package reports

import (
	"fmt"
	"image/color"
	"strings"
	"unicode/utf8"

	"codeberg.org/go-fonts/liberation/liberationmonoregular"
	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansitalic"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	stdfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// Options says how a report looks. The zero value is an English report.
type Options struct {
	Font []byte // a TrueType face for scripts beyond Latin, Greek and Cyrillic; nil: Liberation Sans
}

// Theme is the look of all figures of a report: its fonts and, by the functions of
// this package, its colours. Make one with NewTheme.
type Theme struct {
	fonts [faces][]byte
	text  text.Handler
}

// face is one of the four fonts that a report uses.
type face uint8

const (
	regular face = iota
	bold
	italic
	mono
	faces
)

// descriptor names the face in the words of gonum/plot.
func (f face) descriptor() font.Font {
	d := font.Font{Typeface: "Liberation", Variant: "Sans"}
	switch f {
	case bold:
		d.Weight = stdfont.WeightBold
	case italic:
		d.Style = stdfont.StyleItalic
	case mono:
		d.Variant = "Mono"
	}
	return d
}

// NewTheme prepares the fonts. It fails if the given face is no TrueType font.
func NewTheme(o Options) (Theme, error) {
	t := Theme{fonts: [faces][]byte{
		regular: liberationsansregular.TTF,
		bold:    liberationsansbold.TTF,
		italic:  liberationsansitalic.TTF,
		mono:    liberationmonoregular.TTF,
	}}
	if o.Font != nil {
		t.fonts[regular], t.fonts[bold], t.fonts[italic] = o.Font, o.Font, o.Font
	}
	var all font.Collection
	for f := range faces {
		parsed, err := opentype.Parse(t.fonts[f])
		if err != nil {
			return Theme{}, fmt.Errorf("reports: font: %w", err)
		}
		all = append(all, font.Face{Font: f.descriptor(), Face: parsed})
	}
	t.text = text.Plain{Fonts: font.NewCache(all)}
	return t, nil
}

// style returns a text style; size is in points.
func (t Theme) style(f face, size vg.Length, c color.Color, x text.XAlignment, y text.YAlignment) text.Style {
	return text.Style{Color: c, Font: font.From(f.descriptor(), size), XAlign: x, YAlign: y, Handler: t.text}
}

// fit shortens a line of text to a width and shows by an ellipsis that it did.
func (t Theme) fit(f face, size vg.Length, s string, room vg.Length) string {
	if t.width(f, size, s) <= room {
		return s
	}
	for s != "" && t.width(f, size, s+"…") > room {
		_, n := utf8.DecodeLastRuneInString(s)
		s = strings.TrimRight(s[:len(s)-n], " ")
	}
	return s + "…"
}

// shrunk is the largest size, between two, at which a line of text fits, or the least.
func (t Theme) shrunk(f face, least, most vg.Length, s string, room vg.Length) vg.Length {
	for most > least && t.width(f, most, s) > room {
		most -= 0.25
	}
	return most
}

// width measures a line of text in points.
func (t Theme) width(f face, size vg.Length, s string) vg.Length {
	w, _, _ := t.text.Box(s, font.From(f.descriptor(), size))
	return w
}
