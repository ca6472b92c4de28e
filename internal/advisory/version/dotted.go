package version

import "strings"

func checkDotted(s string) bool {
	for part := range strings.SplitSeq(strings.ReplaceAll(s, "-", "."), ".") {
		if !allDigits(part) {
			return false
		}
	}
	return true
}

// compareDotted compares number by number; of two lists of which one begins with the other, the longer is after.
func compareDotted(a, b string) int {
	a, b = strings.ReplaceAll(a, "-", "."), strings.ReplaceAll(b, "-", ".")
	moreA, moreB := true, true
	for moreA && moreB {
		x, y := next(&a, '.', &moreA), next(&b, '.', &moreB)
		if c := compareDigits(x, y); c != 0 {
			return c
		}
	}
	return rank(moreA, 1) - rank(moreB, 1)
}
