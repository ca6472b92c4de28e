package version

import (
	"cmp"
	"slices"
	"strings"
)

// A mavenToken is a number or a word with the separator before it.
type mavenToken struct {
	separator byte
	text      string
}

func (t mavenToken) number() bool { return t.text != "" && isDigit(t.text[0]) }

// empty says whether the token means nothing at the end of a version: 0, or a word for a release.
func (t mavenToken) empty() bool { return strings.Trim(t.text, "0") == "" }

// checkMaven refuses what stands in a file instead of a version: a property or a range.
func checkMaven(s string) bool { return !strings.ContainsAny(s, "${}[](),") }

func mavenTokens(s string) []mavenToken {
	s = strings.ToLower(s)
	var tokens []mavenToken
	separator := byte('-')
	for {
		i := 0
		for i < len(s) && s[i] != '.' && s[i] != '-' && isDigit(s[i]) == isDigit(s[0]) {
			i++
		}
		text, rest := s[:i], s[i:]
		switch text {
		case "":
			text = "0"
		case "cr":
			text = "rc"
		case "final", "ga", "release":
			text = ""
		}
		if rest != "" && isDigit(rest[0]) {
			switch text {
			case "a":
				text = "alpha"
			case "b":
				text = "beta"
			case "m":
				text = "milestone"
			}
		}
		tokens = append(tokens, mavenToken{separator, text})
		if rest == "" {
			return trimMaven(tokens)
		}
		if separator = '-'; rest[0] == '.' || rest[0] == '-' {
			separator, rest = rest[0], rest[1:]
		}
		s = rest
	}
}

// trimMaven drops empty tokens at the end, before each hyphen and before each word, as Maven does since 3.9 (MNG-7644): before,
// its order ran in circles.
func trimMaven(tokens []mavenToken) []mavenToken {
	kept := make([]mavenToken, 0, len(tokens)) // in reverse
	atEnd := true
	for i := len(tokens) - 1; i >= 0; i-- {
		if i > 0 && atEnd && tokens[i].empty() {
			continue
		}
		kept = append(kept, tokens[i])
		atEnd = tokens[i].separator == '-' || !tokens[i].number()
	}
	slices.Reverse(kept)
	return kept
}

// compareMaven pads the shorter version with tokens that mean nothing beside the longer one's: 0 beside a number after a dot,
// else no word.
func compareMaven(a, b string) int {
	x, y := mavenTokens(a), mavenTokens(b)
	for i := range max(len(x), len(y)) {
		var p, q mavenToken
		switch {
		case i >= len(x):
			q = y[i]
			p = q.padding()
		case i >= len(y):
			p = x[i]
			q = p.padding()
		default:
			p, q = x[i], y[i]
		}
		if c := p.compare(q); c != 0 {
			return c
		}
	}
	return 0
}

func (t mavenToken) padding() mavenToken {
	if t.separator == '.' && t.number() {
		return mavenToken{'.', "0"}
	}
	return mavenToken{t.separator, ""}
}

// compare puts words first, then numbers after a hyphen, then those after a dot.
func (t mavenToken) compare(u mavenToken) int {
	if c := cmp.Compare(t.class(), u.class()); c != 0 {
		return c
	}
	if t.number() {
		return compareDigits(t.text, u.text)
	}
	if c := cmp.Compare(qualifier(t.text), qualifier(u.text)); c != 0 || qualifier(t.text) < len(qualifiers) {
		return c
	}
	return strings.Compare(t.text, u.text)
}

func (t mavenToken) class() int {
	switch {
	case !t.number():
		return 0
	case t.separator == '-':
		return 1
	}
	return 2
}

// qualifiers are the words that have a meaning, in their order.
var qualifiers = [...]string{"alpha", "beta", "milestone", "rc", "snapshot", "", "sp"}

// qualifier ranks a word: those without a meaning come last.
func qualifier(word string) int {
	if i := slices.Index(qualifiers[:], word); i >= 0 {
		return i
	}
	return len(qualifiers)
}
