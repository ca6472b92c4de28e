package version

import (
	"cmp"
	"strings"
)

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

func isLetter(c byte) bool { return isLower(c | 0x20) }

// digits returns the run of digits at the head of s, and the rest.
func digits(s string) (run, rest string) {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return s[:i], s[i:]
}

// letters returns the run of letters at the head of s, and the rest.
func letters(s string) (run, rest string) {
	i := 0
	for i < len(s) && isLetter(s[i]) {
		i++
	}
	return s[:i], s[i:]
}

func allDigits(s string) bool {
	run, rest := digits(s)
	return run != "" && rest == ""
}

// compareDigits compares runs of digits by value. No digits are zero.
func compareDigits(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if c := cmp.Compare(len(a), len(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// next cuts s at its first separator, as strings.Cut does, and says whether there was anything left to cut.
func next(s *string, separator byte, more *bool) string {
	head, tail, found := strings.Cut(*s, string(separator))
	*s, *more = tail, found
	return head
}

// compareNumbers compares numbers between dots; absent ones are zero.
func compareNumbers(a, b string) int {
	moreA, moreB := true, true
	for moreA || moreB {
		var x, y string
		if moreA {
			x = next(&a, '.', &moreA)
		}
		if moreB {
			y = next(&b, '.', &moreB)
		}
		if c := compareDigits(x, y); c != 0 {
			return c
		}
	}
	return 0
}

// numbers returns the numbers between dots at the head of s, and the rest. A dot belongs to them only if a digit follows.
func numbers(s string) (head, rest string) {
	run, _ := digits(s)
	i := len(run)
	for i > 0 && i+1 < len(s) && s[i] == '.' && isDigit(s[i+1]) {
		run, _ = digits(s[i+1:])
		i += 1 + len(run)
	}
	return s[:i], s[i:]
}
