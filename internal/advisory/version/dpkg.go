package version

import (
	"cmp"
	"strings"
)

// cutEpoch returns a leading number and colon, and the rest.
func cutEpoch(s string) (epoch, rest string) {
	if head, tail, found := strings.Cut(s, ":"); found && allDigits(head) {
		return head, tail
	}
	return "", s
}

// cutLast cuts at the last separator; without one all is head.
func cutLast(s string, separator byte) (head, tail string, found bool) {
	if i := strings.LastIndexByte(s, separator); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// checkDpkg accepts what the policy allows, and versions that start with a letter, which exist.
func checkDpkg(s string) bool {
	if head, _, found := strings.Cut(s, ":"); found && !allDigits(head) {
		return false
	}
	_, s = cutEpoch(s)
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r > '~' || !isDigit(byte(r)) && !isLetter(byte(r)) && !strings.ContainsRune(".+-~:_", r)
	})
}

func compareDpkg(a, b string) int {
	epochA, a := cutEpoch(a)
	epochB, b := cutEpoch(b)
	a, revisionA, _ := cutLast(a, '-')
	b, revisionB, _ := cutLast(b, '-')
	return cmp.Or(compareDigits(epochA, epochB), compareDebian(a, b), compareDebian(revisionA, revisionB))
}

// compareDebian compares runs that are no digits, character by character, then runs of digits by value, in turn.
func compareDebian(a, b string) int {
	for a != "" || b != "" {
		for a != "" && !isDigit(a[0]) || b != "" && !isDigit(b[0]) {
			if c := cmp.Compare(debianOrder(a), debianOrder(b)); c != 0 {
				return c
			}
			a, b = a[1:], b[1:] // of one order, hence neither at an end nor at a digit
		}
		var x, y string
		x, a = digits(a)
		y, b = digits(b)
		if c := compareDigits(x, y); c != 0 {
			return c
		}
	}
	return 0
}

// debianOrder ranks the first byte: a tilde, the end of the run, letters, all else.
func debianOrder(s string) int {
	switch {
	case s == "" || isDigit(s[0]):
		return 0
	case s[0] == '~':
		return -1
	case isLetter(s[0]):
		return int(s[0])
	}
	return int(s[0]) + 256
}
