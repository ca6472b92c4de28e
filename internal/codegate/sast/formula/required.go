package formula

import (
	"strings"
	"unicode"
)

// Bounds of what RequiredText gives.
const (
	minRequired = 3   // bytes: what is shorter tells nothing
	maxClauses  = 20  // of one expression
	maxWays     = 100 // of one clause
)

// RequiredText gives texts that whatever an expression matches must contain: of each list at least one, in any case of its ASCII
// letters. An empty result says nothing. An expression that does not compile gives none.
func RequiredText(pattern string) [][]string {
	root, _, err := parseSlow(pattern, 0)
	if err != nil {
		return nil
	}
	var r requirer
	r.node(root)
	r.flush()
	return r.clauses
}

// A requirer walks an expression from left to right and keeps the run of fixed characters that it is in.
type requirer struct {
	run     []byte
	clauses [][]string
}

func (r *requirer) flush() {
	if len(r.run) >= minRequired && len(r.clauses) < maxClauses {
		r.clauses = append(r.clauses, []string{string(r.run)})
	}
	r.run = r.run[:0]
}

func (r *requirer) node(n *reNode) {
	switch n.kind {
	case reChar:
		c := n.char
		// Some letters have an upper case outside of ASCII: (?i)k matches the sign of Kelvin.
		if c >= 0x80 || n.flags&flagI != 0 && (unicode.ToLower(c) == 'k' || unicode.ToLower(c) == 's') {
			r.flush()
			return
		}
		r.run = append(r.run, lower(string(c))[0])
	case reSeq:
		for _, k := range n.kids {
			r.node(k)
		}
	case reGroup, reAtomic:
		r.node(n.kids[0])
	case reRepeat:
		r.flush()
		if n.min > 0 {
			r.node(n.kids[0])
		}
		r.flush()
	case reAlt:
		r.flush()
		r.alternatives(n.kids)
	case reEmpty, reLineStart, reLineEnd, reTextStart, reTextEnd, reNearEnd, reBoundary, reNoBoundary: // take no character
	case reLook: // what it sees may lie outside of the match, and need not be there at all when it is negative
	default:
		r.flush()
	}
}

// alternatives adds one clause that says what the alternatives need: of each its longest text.
func (r *requirer) alternatives(kids []*reNode) {
	var ways []string
	for _, k := range kids {
		var own requirer
		own.node(k)
		own.flush()
		best := own.best()
		if best == nil {
			return
		}
		if ways = append(ways, best...); len(ways) > maxWays {
			return
		}
	}
	if len(r.clauses) < maxClauses {
		r.clauses = append(r.clauses, ways)
	}
}

// best is the clause that says most: the one whose shortest text is longest.
func (r *requirer) best() (best []string) {
	length := 0
	for _, c := range r.clauses {
		shortest := len(c[0])
		for _, w := range c {
			shortest = min(shortest, len(w))
		}
		if shortest > length || shortest == length && strings.Join(c, "") < strings.Join(best, "") {
			best, length = c, shortest
		}
	}
	return best
}
