package version

import (
	"cmp"
	"strings"
)

// A semver is a version cut in three: numbers between dots, the pre-release, the build.
type semver struct{ numbers, pre, build string }

// cutSemVer reads leniently, as the tools of these ecosystems do: a leading v or =, fewer or more than three numbers, a
// pre-release without its hyphen (1.0.0beta) or with a dot for it (1.0.0.beta.3).
func cutSemVer(s string) semver {
	s = strings.TrimPrefix(s, "=")
	if len(s) > 1 && s[0]|0x20 == 'v' {
		s = s[1:]
	}
	var v semver
	s, v.build, _ = strings.Cut(s, "+")
	v.numbers, v.pre = numbers(s)
	if v.pre != "" && (v.pre[0] == '-' || v.pre[0] == '.') {
		v.pre = v.pre[1:]
	}
	return v
}

// checkSemVer refuses a number that is left open (1.x) beside all that is no version.
func checkSemVer(s string) bool {
	v := cutSemVer(s)
	first, _, _ := strings.Cut(strings.ToLower(v.pre), ".")
	return v.numbers != "" && first != "x" && identifiers(v.pre) && identifiers(v.build)
}

// identifiers says whether s is empty or made of letters, digits, dots and hyphens.
func identifiers(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) && !isLetter(s[i]) && s[i] != '.' && s[i] != '-' {
			return false
		}
	}
	return true
}

func compareSemVer(a, b string) int {
	x, y := cutSemVer(a), cutSemVer(b)
	return cmp.Or(compareNumbers(x.numbers, y.numbers), comparePre(x.pre, y.pre))
}

func compareNuGet(a, b string) int { return compareSemVer(strings.ToLower(a), strings.ToLower(b)) }

// comparePub puts a version with a build after the same one without; pre-releases of the same text likewise.
func comparePub(a, b string) int {
	x, y := cutSemVer(a), cutSemVer(b)
	if c := cmp.Or(compareNumbers(x.numbers, y.numbers), comparePre(x.pre, y.pre)); c != 0 {
		return c
	}
	if x.build == "" || y.build == "" {
		return cmp.Compare(len(x.build), len(y.build))
	}
	return compareIdentifiers(x.build, y.build)
}

// comparePre compares pre-releases: none is after any.
func comparePre(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(len(b), len(a))
	}
	return compareIdentifiers(a, b)
}

// compareIdentifiers compares lists between dots: numbers by value and before words, a prefix before the longer list.
func compareIdentifiers(a, b string) int {
	moreA, moreB := true, true
	for moreA && moreB {
		x, y := next(&a, '.', &moreA), next(&b, '.', &moreB)
		numX, numY := allDigits(x), allDigits(y)
		var c int
		switch {
		case numX && numY:
			c = compareDigits(x, y)
		case numX:
			c = -1
		case numY:
			c = 1
		default:
			c = strings.Compare(x, y)
		}
		if c != 0 {
			return c
		}
	}
	switch {
	case moreA:
		return 1
	case moreB:
		return -1
	}
	return 0
}
