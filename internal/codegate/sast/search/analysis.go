package search

import (
	"math"
	"strings"
)

// bigrams are the pairs of letters that make up most of English and of the names in programs.
const bigrams = " th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si ar ve ra ld ur" +
	" ro ri io ic ne me li co ll ee om ma ch ce ta la el us ot ho em om ec ca wa no ns di il ac wh we ly tr pe ut ie ai un do ge rs" +
	" ss ad so be wi ow ct id po ee pr mo ke fo wo tt pa ev oo lo gh ni am ul su bo ap op fi sh ay pl mp ag ir ol sp ei rt bl ab ig" +
	" ex ts ef fe ty ba ry da rd mi ck na vi bu ey cr ia ks cl rm rn ci iv dd ob ru gr ds im if ak fr ov gi ff rk tu nc sc qu go ki" +
	" av ep pi ty up ue ga lu mb ew uc br pp hr ht ys my mm nn ye yo ud au og dr os fa cu nk ok hu ub oc ct jo ju ja ip db ui gs ga" +
	" va vo um tw ph xp xt xc oa ym yp ju eb ib af pt ps sw sk sm sn sy lf lt lv ms nf nu nv oi pu rl rg rc rr rv tm wn ws ug za ze zi "

// secretBits is the information that tells a random string from words.
const secretBits = 35

// secretLike says that a text has more information than words of its length have: a digit is worth what one of ten is, a
// letter behind another one that it often follows almost nothing, and one that it seldom follows as much as one of twenty.
func secretLike(text []byte) bool {
	if len(text) > 4096 {
		text = text[:4096]
	}
	lower := strings.ToLower(string(text))
	bits := 0.0
	for i := 0; i < len(lower); i++ {
		c, before := lower[i], byte(' ')
		if i > 0 {
			before = lower[i-1]
		}
		switch {
		case c == before || i > 2 && c == lower[i-2] && before == lower[i-3]:
			bits += 0.2
		case c >= '0' && c <= '9':
			bits += math.Log2(10)
		case c == ' ':
			bits += 0.5
		case c < 'a' || c > 'z':
			bits++
		case before >= '0' && before <= '9':
			bits += 4
		case before < 'a' || before > 'z':
			bits++
		case strings.Contains(bigrams, lower[i-1:i+1]):
			bits += 0.3
		default:
			bits += 4.8
		}
	}
	return bits >= secretBits && !strings.Contains(lower, "example")
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
