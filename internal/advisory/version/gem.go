package version

import "strings"

// checkGem accepts what Gem::Version.correct? does: digits and words between dots, then a pre-release after one hyphen.
func checkGem(s string) bool {
	if s == "" || !isDigit(s[0]) {
		return false
	}
	main, pre, hyphen := strings.Cut(s, "-")
	return gemParts(main) && (!hyphen || gemParts(strings.ReplaceAll(pre, "-", "")))
}

func gemParts(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool { return r > '~' || !isDigit(byte(r)) && !isLetter(byte(r)) }) {
			return false
		}
	}
	return true
}

// gemSegments returns the runs of digits and of letters; a hyphen counts as the word "pre". Zeros at the end of the leading
// numbers and at the end of the whole are dropped, as they change nothing.
func gemSegments(s string) []string {
	var segments []string
	words := false
	trim := func() {
		for n := len(segments); n > 0 && strings.Trim(segments[n-1], "0") == ""; n-- {
			segments = segments[:n-1]
		}
	}
	word := func(w string) {
		if !words {
			trim()
			words = true
		}
		segments = append(segments, w)
	}
	for s != "" {
		var part string
		switch c := s[0]; {
		case isDigit(c):
			part, s = digits(s)
			segments = append(segments, part)
		case isLetter(c):
			part, s = letters(s)
			word(part)
		default:
			if c == '-' {
				word("pre")
			}
			s = s[1:]
		}
	}
	trim()
	return segments
}

// compareGem compares segment by segment: absent ones are zero, words are before numbers.
func compareGem(a, b string) int {
	x, y := gemSegments(a), gemSegments(b)
	for i := range max(len(x), len(y)) {
		p, q := "0", "0"
		if i < len(x) {
			p = x[i]
		}
		if i < len(y) {
			q = y[i]
		}
		numP, numQ := isDigit(p[0]), isDigit(q[0])
		var c int
		switch {
		case numP && numQ:
			c = compareDigits(p, q)
		case numP:
			c = 1
		case numQ:
			c = -1
		default:
			c = strings.Compare(p, q)
		}
		if c != 0 {
			return c
		}
	}
	return 0
}
