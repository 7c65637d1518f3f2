package restake

// The words of rules, as files and lists write them. A rule without a word is a fault
// of the program; it reads as an empty string.

func (o Overlap) String() string { return word(o, "disjoint", "capped", "shared") }

func (b Basis) String() string { return word(b, "now", "capture") }

func (f Fixing) String() string { return word(f, "execution", "request") }

func (r TrancheRule) String() string {
	return word(r, "never", "until ready", "until the epoch ends", "until taken")
}

func (a Accounts) String() string { return word(a, "pooled", "scaled") }

func (s Split) String() string { return word(s, "each down", "last takes the rest") }

func (g Gate) String() string { return word(g, "resolver", "committee", "nobody") }

func (d Delegator) String() string { return word(d, "by part", "full", "by shares", "single") }

func (p ExitPrice) String() string { return word(p, "lower", "request", "payment") }

func (r RateRule) String() string { return word(r, "exact", "wad", "frozen", "share") }

func (c ExitClock) String() string { return word(c, "cooldown", "calendar", "curator", "batch") }

// word is the one that belongs to a rule.
func word[R ~uint8](rule R, words ...string) string {
	if int(rule) < len(words) {
		return words[rule]
	}
	return ""
}
