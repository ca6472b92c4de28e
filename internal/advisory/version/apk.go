package version

import (
	"cmp"
	"strings"
)

// The kinds of tokens, in the order in which they compare where two versions part: what ends first is the older one.
const (
	apkDigitOrZero = iota // a number after a dot: with leading zeros it is a fraction
	apkDigit
	apkLetter
	apkSuffix
	apkSuffixNumber
	apkHash
	apkRevision
	apkEnd
	apkInvalid
)

// apkSuffixRank ranks a suffix: those below zero come before the version without one.
func apkSuffixRank(word string) (int, bool) {
	switch word {
	case "alpha":
		return -4, true
	case "beta":
		return -3, true
	case "pre":
		return -2, true
	case "rc":
		return -1, true
	case "cvs":
		return 1, true
	case "svn":
		return 2, true
	case "git":
		return 3, true
	case "hg":
		return 4, true
	case "p":
		return 5, true
	}
	return 0, false
}

// An apkReader takes one token after another off a version.
type apkReader struct {
	rest  string
	kind  int    // of the token that stands at the head of rest
	text  string // the last token's digits, letter or hash
	value int    // the last token's rank, for zeros and suffixes
	zeros bool   // the last token was zeros: a number may follow, or nothing
}

// take reads the token at the head and finds the kind of the one after it.
func (r *apkReader) take() {
	zeros := r.zeros
	r.text, r.value, r.zeros = "", 0, false
	switch r.kind {
	case apkDigitOrZero, apkDigit, apkSuffixNumber, apkRevision:
		if r.kind == apkDigitOrZero && strings.HasPrefix(r.rest, "0") {
			trimmed := strings.TrimLeft(r.rest, "0")
			r.value = len(trimmed) - len(r.rest)
			r.rest, r.kind, r.zeros = trimmed, apkDigit, true
			return
		}
		if r.text, r.rest = digits(r.rest); r.text == "" && r.kind != apkRevision && !zeros {
			r.kind = apkInvalid
			return
		}
	case apkLetter:
		r.text, r.rest = r.rest[:1], r.rest[1:]
	case apkSuffix:
		i := 0
		for i < len(r.rest) && isLower(r.rest[i]) {
			i++
		}
		rank, known := apkSuffixRank(r.rest[:i])
		if !known {
			r.kind = apkInvalid
			return
		}
		r.value, r.rest = rank, r.rest[i:]
	case apkHash:
		i := 0
		for i < len(r.rest) && (isDigit(r.rest[i]) || 'a' <= r.rest[i] && r.rest[i] <= 'f') {
			i++
		}
		r.text, r.rest = r.rest[:i], r.rest[i:]
	default:
		return
	}
	r.advance()
}

// advance finds the kind of the next token and takes the separator before it.
func (r *apkReader) advance() {
	last := r.kind
	r.kind = apkInvalid
	if r.rest == "" {
		r.kind = apkEnd
		return
	}
	c := r.rest[0]
	switch {
	case isLower(c) && last <= apkDigit:
		r.kind = apkLetter
		return
	case isDigit(c) && last == apkSuffix:
		r.kind = apkSuffixNumber
		return
	case c == '.' && last <= apkDigit:
		r.kind = apkDigitOrZero
	case c == '_' && last <= apkSuffixNumber:
		r.kind = apkSuffix
	case c == '~' && last < apkHash:
		r.kind = apkHash
	case c == '-' && last < apkRevision && strings.HasPrefix(r.rest, "-r"):
		r.kind = apkRevision
		r.rest = r.rest[1:]
	default:
		return
	}
	r.rest = r.rest[1:]
}

func checkApk(s string) bool {
	if !isDigit(s[0]) {
		return false
	}
	r := apkReader{rest: s, kind: apkDigit}
	for r.kind < apkEnd {
		r.take()
	}
	return r.kind == apkEnd
}

func compareApk(a, b string) int {
	x, y := apkReader{rest: a, kind: apkDigit}, apkReader{rest: b, kind: apkDigit}
	for x.kind == y.kind && x.kind < apkEnd {
		kind := x.kind
		x.take()
		y.take()
		c := cmp.Compare(x.value, y.value)
		switch {
		case c != 0:
		case kind == apkLetter || kind == apkHash:
			c = strings.Compare(x.text, y.text)
		default:
			c = compareDigits(x.text, y.text)
		}
		if c != 0 {
			return c
		}
	}
	if x.kind == y.kind {
		return strings.Compare(x.rest, y.rest) // both ended, or both invalid from here
	}
	if x.pre() || y.pre() {
		return cmp.Compare(rank(y.pre(), 1), rank(x.pre(), 1))
	}
	return cmp.Compare(y.kind, x.kind)
}

// pre says whether the next token is a suffix that comes before the version without it.
func (r apkReader) pre() bool {
	if r.kind != apkSuffix {
		return false
	}
	r.take()
	return r.value < 0
}
