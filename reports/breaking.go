package reports

import "strings"

// breakLines breaks a paragraph into lines no wider than width: at spaces, between
// characters of scripts that are written without spaces, and inside a word only if it
// is wider than a line. Nothing but the space at a break is dropped, and no line is
// empty unless the paragraph is.
func breakLines(s string, width float64, measure func(string) float64) []string {
	var out []string
	line := ""
	end := func() {
		if l := strings.TrimRight(line, " "); l != "" {
			out = append(out, l)
		}
		line = ""
	}
	for _, p := range pieces(s) {
		if measure(strings.TrimRight(line+p, " ")) > width {
			end()
			for measure(strings.TrimRight(p, " ")) > width {
				n := fitting(p, width, measure)
				out = append(out, p[:n])
				p = strings.TrimLeft(p[n:], " ")
			}
		}
		line += p
	}
	end()
	if out == nil {
		return []string{""} // an empty line is a line
	}
	return out
}

// pieces cuts a text where a line may end: each piece ends with its spaces.
func pieces(s string) []string {
	var out []string
	from := 0
	spaced := false
	for i, r := range s {
		if i > from && r != ' ' && (spaced || wide(r)) {
			out = append(out, s[from:i])
			from = i
		}
		spaced = r == ' ' || wide(r)
	}
	return append(out, s[from:])
}

// wide says whether a character belongs to a script that breaks anywhere: the East
// Asian blocks from CJK radicals on.
func wide(r rune) bool { return r >= 0x2e80 && r < 0xfe00 || r >= 0x20000 }

// fitting is how many bytes of a word fit, at least its first character; it prefers to
// end after a dot, a slash, a hyphen or an underscore.
func fitting(word string, width float64, measure func(string) float64) int {
	n, soft := 0, 0
	for i, r := range word {
		end := i + len(string(r))
		if n > 0 && measure(word[:end]) > width {
			break
		}
		n = end
		if strings.ContainsRune("./-_", r) {
			soft = end
		}
	}
	if soft > n/2 {
		return soft
	}
	return n
}
