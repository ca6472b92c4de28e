package version

import (
	"cmp"
	"strings"
)

// A pep440 is a version in its parts, written as the specification normalises them. Phase and post are ordered by rank.
type pep440 struct {
	epoch, release  string
	phase           string // "a", "b", "rc" or ""
	phaseNumber     string
	post, dev       string // numbers
	hasPost, hasDev bool
	local           string
}

// phases maps every spelling of a pre-release to the one that is compared. Longer spellings stand before their prefixes.
var phases = [...][2]string{{"alpha", "a"}, {"a", "a"}, {"beta", "b"}, {"b", "b"}, {"preview", "rc"}, {"pre", "rc"}, {"rc", "rc"}, {"c", "rc"}}

// parsePEP440 follows the grammar of the specification's appendix B. ok is false for what it does not accept.
func parsePEP440(text string) (v pep440, ok bool) {
	s := strings.TrimPrefix(strings.ToLower(text), "v")
	if head, tail, found := strings.Cut(s, "!"); found {
		if !allDigits(head) {
			return v, false
		}
		v.epoch, s = head, tail
	}
	if s, v.local, ok = strings.Cut(s, "+"); ok && !localVersion(v.local) {
		return v, false
	}
	if v.release, s = numbers(s); v.release == "" {
		return v, false
	}
	for _, p := range phases {
		if rest, found := strings.CutPrefix(trimSeparator(s), p[0]); found {
			v.phase = p[1]
			v.phaseNumber, s = numberAfter(rest)
			break
		}
	}
	if rest, found := strings.CutPrefix(s, "-"); found && rest != "" && isDigit(rest[0]) {
		v.hasPost = true
		v.post, s = digits(rest)
	} else {
		for _, word := range [...]string{"post", "rev", "r"} {
			if rest, found := strings.CutPrefix(trimSeparator(s), word); found {
				v.hasPost = true
				v.post, s = numberAfter(rest)
				break
			}
		}
	}
	if rest, found := strings.CutPrefix(trimSeparator(s), "dev"); found {
		v.hasDev = true
		v.dev, s = numberAfter(rest)
	}
	return v, s == ""
}

func trimSeparator(s string) string {
	if s != "" && strings.IndexByte(".-_", s[0]) >= 0 {
		return s[1:]
	}
	return s
}

// numberAfter reads an optional separator and number. A separator without a number is not taken.
func numberAfter(s string) (number, rest string) {
	if number, rest = digits(trimSeparator(s)); number == "" {
		return "", s
	}
	return number, rest
}

func localVersion(s string) bool {
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '.' || r == '-' || r == '_' }) {
		for i := range len(part) {
			if !isDigit(part[i]) && !isLower(part[i]) {
				return false
			}
		}
	}
	return s != ""
}

func checkPEP440(s string) bool {
	_, ok := parsePEP440(s)
	return ok
}

// comparePEP440 puts what the specification does not accept before everything else, as the installers of its time did.
func comparePEP440(a, b string) int {
	x, okX := parsePEP440(a)
	y, okY := parsePEP440(b)
	switch {
	case !okX && !okY:
		return compareLegacy(a, b)
	case !okX:
		return -1
	case !okY:
		return 1
	}
	return cmp.Or(
		compareDigits(x.epoch, y.epoch),
		compareNumbers(x.release, y.release),
		cmp.Compare(x.phaseRank(), y.phaseRank()),
		compareDigits(x.phaseNumber, y.phaseNumber),
		cmp.Compare(rank(x.hasPost, 1), rank(y.hasPost, 1)),
		compareDigits(x.post, y.post),
		cmp.Compare(rank(x.hasDev, -1), rank(y.hasDev, -1)),
		compareDigits(x.dev, y.dev),
		compareLocal(x.local, y.local),
	)
}

func rank(present bool, value int) int {
	if present {
		return value
	}
	return 0
}

// phaseRank orders a development release of no pre-release before all pre-releases, and a final or post release after them.
func (v pep440) phaseRank() int {
	switch {
	case v.phase == "" && !v.hasPost && v.hasDev:
		return -1
	case v.phase == "a":
		return 0
	case v.phase == "b":
		return 1
	case v.phase == "rc":
		return 2
	}
	return 3
}

// compareLocal compares local versions: none first, then part by part, words before numbers, a prefix before the longer one.
func compareLocal(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(len(a), len(b))
	}
	unify := strings.NewReplacer("-", ".", "_", ".")
	a, b = unify.Replace(a), unify.Replace(b)
	moreA, moreB := true, true
	for moreA && moreB {
		x, y := next(&a, '.', &moreA), next(&b, '.', &moreB)
		numX, numY := allDigits(x), allDigits(y)
		var c int
		switch {
		case numX && numY:
			c = compareDigits(x, y)
		case numX:
			c = 1
		case numY:
			c = -1
		default:
			c = strings.Compare(x, y)
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(rank(moreA, 1), rank(moreB, 1))
}
