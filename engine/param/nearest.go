package param

import (
	"strings"
	"unicode/utf8"
)

// suggest writes the hint for an unknown word: the nearest known one, or all of them
// when they are few.
func suggest(word string, known []string) string {
	best, least := "", 1+max(1, utf8.RuneCountInString(word)/3)
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	if best != "" {
		return "did you mean \"" + best + "\"?"
	}
	return "known here: " + list(known)
}

// list writes words as prose, cut after a dozen.
func list(words []string) string {
	const most = 12
	switch {
	case len(words) == 0:
		return "nothing"
	case len(words) > most:
		return strings.Join(words[:most], ", ") + ", …"
	}
	return strings.Join(words, ", ")
}

// distance is the number of insertions, deletions, substitutions and swaps of
// neighbours between two words (optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	const longest = 64
	if len(x) > longest || len(y) > longest {
		return longest
	}
	var before, last, row [longest + 1]int
	for j := range y {
		last[j+1] = j + 1
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			change := last[j]
			if x[i] != y[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(y)]
}
