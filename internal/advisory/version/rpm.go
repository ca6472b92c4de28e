package version

import (
	"cmp"
	"strings"
)

func checkRPM(s string) bool {
	if head, _, found := strings.Cut(s, ":"); found && !allDigits(head) {
		return false
	}
	_, s = cutEpoch(s)
	return s != "" && s[0] != '-'
}

// compareRPM compares epoch, version and release. A version without a release is before the same one with any.
func compareRPM(a, b string) int {
	epochA, a := cutEpoch(a)
	epochB, b := cutEpoch(b)
	a, releaseA, hasA := cutLast(a, '-')
	b, releaseB, hasB := cutLast(b, '-')
	return cmp.Or(compareDigits(epochA, epochB), rpmvercmp(a, b), cmp.Compare(rank(hasA, 1), rank(hasB, 1)), rpmvercmp(releaseA, releaseB))
}

// rpmvercmp compares runs of digits and of letters in turn. A tilde is before everything, the end included; a caret is after
// the end and before all else; numbers are after words; every other character only separates.
func rpmvercmp(a, b string) int {
	separator := func(r rune) bool {
		return r > '~' || !isDigit(byte(r)) && !isLetter(byte(r)) && r != '~' && r != '^'
	}
	for {
		a, b = strings.TrimLeftFunc(a, separator), strings.TrimLeftFunc(b, separator)
		if x, y := rpmOrder(a), rpmOrder(b); x != y {
			return cmp.Compare(x, y)
		}
		if a == "" {
			return 0
		}
		var x, y string
		c := 0
		switch {
		case a[0] == '~' || a[0] == '^':
			a, b = a[1:], b[1:]
		case isDigit(a[0]):
			x, a = digits(a)
			y, b = digits(b)
			c = compareDigits(x, y)
		default:
			x, a = letters(a)
			y, b = letters(b)
			c = strings.Compare(x, y)
		}
		if c != 0 {
			return c
		}
	}
}

// rpmOrder ranks what comes next: a tilde, the end, a caret, a word, a number.
func rpmOrder(s string) int {
	switch {
	case s == "":
		return 1
	case s[0] == '~':
		return 0
	case s[0] == '^':
		return 2
	case isDigit(s[0]):
		return 4
	}
	return 3
}
