package search

import "math"

// secretLike says that a text has more information a character than words have. Shannon's entropy of the characters is
// taken, and the length: short texts never are, and what repeats itself is not.
func secretLike(text []byte) bool {
	if len(text) < 8 {
		return false
	}
	var counts [256]int
	classes := 0
	var lower, upper, digit bool
	for _, c := range text {
		counts[c]++
		lower = lower || c >= 'a' && c <= 'z'
		upper = upper || c >= 'A' && c <= 'Z'
		digit = digit || c >= '0' && c <= '9'
		if c == ' ' {
			classes = -8
		}
	}
	for _, has := range []bool{lower, upper, digit} {
		if has {
			classes++
		}
	}
	bits := 0.0
	for _, n := range counts {
		if n > 0 {
			f := float64(n) / float64(len(text))
			bits -= f * math.Log2(f)
		}
	}
	return classes >= 2 && bits*float64(len(text)) > 40 && bits > 2.5
}

// exponential says that a regular expression repeats a group that repeats, or one whose alternatives begin alike: what a
// backtracking matcher needs exponential time for.
func exponential(re []byte) bool {
	type group struct{ repeats, alternatives bool }
	var stack []group
	top := group{}
	class := false
	for i := 0; i < len(re); i++ {
		switch c := re[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
			if i+1 < len(re) && re[i+1] == ']' || i+2 < len(re) && re[i+1] == '^' && re[i+2] == ']' {
				i++
			}
		case c == '(':
			stack = append(stack, top)
			top = group{}
			if i+1 < len(re) && re[i+1] == '?' {
				i++
			}
		case c == '|':
			top.alternatives = true
		case c == '+' || c == '*' || c == '{' && unbounded(re[i:]):
			top.repeats = true
		case c == ')' && len(stack) > 0:
			inner := top
			top = stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if i+1 < len(re) && (re[i+1] == '+' || re[i+1] == '*' || re[i+1] == '{' && unbounded(re[i+1:])) {
				if inner.repeats {
					return true
				}
			}
			top.repeats = top.repeats || inner.repeats
		}
	}
	return false
}

// unbounded tells {n,} from {n} and {n,m}.
func unbounded(re []byte) bool {
	for i := 1; i < len(re); i++ {
		switch c := re[i]; {
		case c >= '0' && c <= '9':
		case c == ',':
			return i+1 < len(re) && re[i+1] == '}'
		default:
			return false
		}
	}
	return false
}
