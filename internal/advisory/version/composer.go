package version

import (
	"cmp"
	"strings"
)

// checkComposer accepts numbers with a stability behind them, and numeric branches (1.x-dev). A branch with a name
// (dev-main) has no place among versions.
func checkComposer(s string) bool {
	if s[0]|0x20 == 'v' {
		s = s[1:]
	}
	return s != "" && isDigit(s[0]) && !strings.ContainsFunc(s, func(r rune) bool {
		return !isDigit(byte(r)) && !isLetter(byte(r)) && !strings.ContainsRune(".-_+~*", r)
	})
}

// composerParts cuts as version_compare does, at separators and where digits meet letters, after what Composer removes: a
// leading v, the build, the word "stable". The numbers at the head stand alone, for 1.2 and 1.2.0.0 are one version.
func composerParts(s string) (head, tail []string) {
	if len(s) > 1 && s[0]|0x20 == 'v' && isDigit(s[1]) {
		s = s[1:]
	}
	s, _, _ = strings.Cut(strings.ToLower(s), "+")
	for s != "" {
		var part string
		switch c := s[0]; {
		case isDigit(c):
			part, s = digits(s)
		case c == '.' || c == '-' || c == '_':
			s = s[1:]
			continue
		default:
			i := 1
			for i < len(s) && !isDigit(s[i]) && s[i] != '.' && s[i] != '-' && s[i] != '_' {
				i++
			}
			part, s = s[:i], s[i:]
		}
		switch {
		case part == "stable":
		case tail == nil && isDigit(part[0]):
			head = append(head, part)
		case tail == nil && (part == "x" || part == "*"):
			head = append(head, "9999999") // a numeric branch is after each of its releases
		default:
			tail = append(tail, part)
		}
	}
	return head, tail
}

func compareComposer(a, b string) int {
	headA, tailA := composerParts(a)
	headB, tailB := composerParts(b)
	if len(headA) == 0 || len(headB) == 0 { // the name of a branch, which is before all numbers
		if c := cmp.Compare(len(headA), len(headB)); c != 0 {
			return c
		}
	}
	for i := range max(len(headA), len(headB)) {
		if c := compareDigits(at(headA, i), at(headB, i)); c != 0 {
			return c
		}
	}
	for i := range max(len(tailA), len(tailB)) {
		if c := compareStability(at(tailA, i), at(tailB, i)); c != 0 {
			return c
		}
	}
	return 0
}

// at returns part i, or nothing.
func at(parts []string, i int) string {
	if i < len(parts) {
		return parts[i]
	}
	return ""
}

func compareStability(a, b string) int {
	x, y := stability(a), stability(b)
	switch {
	case x != y:
		return cmp.Compare(x, y)
	case x < 0:
		return strings.Compare(a, b)
	case a == "" || b == "":
		return cmp.Compare(len(a), len(b))
	case isDigit(a[0]):
		return compareDigits(a, b)
	}
	return 0
}

// stability ranks one part: a word that nobody knows, then dev, alpha, beta, RC, a number or nothing, patch.
func stability(part string) int {
	switch {
	case part == "" || isDigit(part[0]):
		return 4
	case strings.HasPrefix(part, "dev"):
		return 0
	case part[0] == 'a':
		return 1
	case part[0] == 'b':
		return 2
	case strings.HasPrefix(part, "rc"):
		return 3
	case part[0] == 'p':
		return 5
	}
	return -1
}
