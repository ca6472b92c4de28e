package version

import (
	"slices"
	"strings"
)

// compareLegacy orders versions that PEP 440 does not accept as setuptools did before it: numbers padded, words marked so
// that pre-releases come before the end of a version.
func compareLegacy(a, b string) int {
	return slices.CompareFunc(legacyKey(a), legacyKey(b), func(x, y string) int {
		if x[0] == '0' && y[0] == '0' {
			return compareDigits(x, y)
		}
		return strings.Compare(x, y)
	})
}

// legacyKey cuts a version into parts. A number is written with a leading 0, a word with a leading *, so that each part
// starts with its class; trailing zeros before a word are dropped, and *final ends the list.
func legacyKey(s string) []string {
	s = strings.ToLower(s)
	var key []string
	word := func(w string) {
		if w < "*final" {
			for len(key) > 0 && key[len(key)-1] == "*final-" {
				key = key[:len(key)-1]
			}
		}
		for len(key) > 0 && key[len(key)-1][0] == '0' && strings.Trim(key[len(key)-1], "0") == "" {
			key = key[:len(key)-1]
		}
		key = append(key, w)
	}
	for s != "" {
		var part string
		switch c := s[0]; {
		case isDigit(c):
			part, s = digits(s)
			key = append(key, "0"+part)
		case isLower(c):
			part, s = letters(s)
			switch part {
			case "pre", "preview", "rc":
				part = "c"
			case "dev":
				part = "@"
			}
			word("*" + part)
		case c == '-':
			s = s[1:]
			word("*final-")
		case c == '.':
			s = s[1:]
		default:
			word("*" + s[:1])
			s = s[1:]
		}
	}
	word("*final")
	return key
}
