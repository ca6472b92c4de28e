package formula

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
)

// A Regexp is a compiled regular expression in the syntax of PCRE. Where Go's linear matcher can read it, that runs; the
// rest (look-around, back-references, atomic groups, possessive quantifiers) runs on a backtracking matcher whose steps are
// counted, so that no text can make it hang. It is safe for concurrent use.
type Regexp struct {
	Fast *regexp.Regexp // nil where only the backtracking matcher can read it

	source   string // as Go reads it
	anchored func() *regexp.Regexp
	slow     *program
}

// MaxRegex bounds a regular expression, in bytes.
const MaxRegex = 64 << 10

// CompileRegex compiles a regular expression. With multiline, ^ and $ hold at line ends, as in pattern-regex; without, $ holds at the
// end of the text and before a last newline. A dot never matches a newline unless the expression says (?s).
func CompileRegex(pattern string, multiline bool) (*Regexp, error) {
	if len(pattern) > MaxRegex {
		return nil, fmt.Errorf("a regular expression of more than %d bytes", MaxRegex)
	}
	source := goSyntax(pattern, multiline)
	fast, err := regexp.Compile(source)
	if err != nil {
		slow, slowErr := compileSlow(pattern, multiline)
		if slowErr != nil {
			return nil, slowErr
		}
		return &Regexp{slow: slow}, nil
	}
	return &Regexp{Fast: fast, source: source, anchored: sync.OnceValue(func() *regexp.Regexp {
		// What compiled compiles with an anchor too.
		return regexp.MustCompile(`\A(?:` + source + `)`)
	})}, nil
}

// checkRegex tells whether CompileRegex would succeed, for less.
func checkRegex(pattern string) error {
	if len(pattern) <= 1<<10 {
		if _, err := syntax.Parse(goSyntax(pattern, false), syntax.Perl); err == nil {
			return nil
		}
	}
	_, err := CompileRegex(pattern, false)
	return err
}

// Linear reports that Go's matcher runs the expression.
func (r *Regexp) Linear() bool { return r.Fast != nil }

// Names are the names of the groups by their number; "" for the whole and for groups without one.
func (r *Regexp) Names() []string {
	if r.Fast != nil {
		return r.Fast.SubexpNames()
	}
	return r.slow.names
}

// FindAll finds at most most matches that do not overlap, from left to right; most < 0 is all. Each is a list of offsets: those of
// the match, then those of each group, -1 for a group that took no part. complete is false where the matcher ran out of steps:
// what follows in the text was not looked at.
func (r *Regexp) FindAll(text []byte, most int) (all [][]int, complete bool) {
	if r.Fast != nil {
		return r.Fast.FindAllSubmatchIndex(text, most), true
	}
	return r.slow.findAll(text, most)
}

// Match tells whether the expression matches anywhere. complete is as for FindAll.
func (r *Regexp) Match(text []byte) (found, complete bool) {
	if r.Fast != nil {
		return r.Fast.Match(text), true
	}
	all, complete := r.slow.findAll(text, 1)
	return len(all) > 0, complete
}

// MatchStart matches at the start of the text only, as metavariable-regex does. It gives offsets as FindAll does, or nil.
func (r *Regexp) MatchStart(text []byte) (loc []int, complete bool) {
	if r.Fast != nil {
		return r.anchored().FindSubmatchIndex(text), true
	}
	m := machine{program: r.slow, text: text, budget: budget(len(text))}
	if m.at(0) {
		return m.captures(), true
	}
	return nil, m.budget >= 0
}

// StartsWith tells whether MatchStart finds anything.
func (r *Regexp) StartsWith(text []byte) (found, complete bool) {
	if r.Fast != nil {
		return r.anchored().Match(text), true
	}
	loc, complete := r.MatchStart(text)
	return loc != nil, complete
}

// inlineMultiline are flags within an expression that say what $ means.
var inlineMultiline = regexp.MustCompile(`\(\?[a-zA-Z]*m[a-zA-Z]*[-:)]`)

// goSyntax rewrites what PCRE and Go both accept and read differently, or only PCRE has a name for.
func goSyntax(pattern string, multiline bool) string {
	if multiline {
		pattern = `(?m)` + pattern
	}
	dollar := !multiline && !inlineMultiline.MatchString(pattern)
	if !strings.ContainsAny(pattern, `\$`) {
		return pattern
	}
	var b strings.Builder
	class := false
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		switch {
		case c == '\\' && i+1 < len(pattern):
			i++
			if pattern[i] == 'Q' {
				end := strings.Index(pattern[i:], `\E`)
				if end < 0 {
					return b.String() + pattern[i-1:]
				}
				b.WriteString(pattern[i-1 : i+end+2])
				i += end + 1
				continue
			}
			b.WriteString(goEscape(pattern[i], class))
		case c == '[' && !class:
			class = true
			b.WriteByte(c)
			// A bracket that stands first in a class is a member.
			if strings.HasPrefix(pattern[i+1:], "^") {
				i++
				b.WriteByte('^')
			}
			if strings.HasPrefix(pattern[i+1:], "]") {
				i++
				b.WriteString(`\]`)
			}
		case c == '[' && strings.HasPrefix(pattern[i:], "[:") && strings.Contains(pattern[i:], ":]"):
			end := i + strings.Index(pattern[i:], ":]")
			b.WriteString(pattern[i : end+2])
			i = end + 1
		case c == ']' && class:
			class = false
			b.WriteByte(c)
		case c == '$' && !class && dollar:
			b.WriteString(`(?:\n?\z)`)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// goEscape writes what follows a backslash.
func goEscape(c byte, class bool) string {
	open, closing := "[", "]"
	if class {
		open, closing = "", ""
	}
	switch c {
	case 's':
		return open + `\s\x0b` + closing
	case 'h':
		return open + ` \t` + closing
	case 'v':
		return open + `\n\x0b\f\r` + closing
	case 'S':
		if !class {
			return `[^\s\x0b]`
		}
	case 'Z':
		if !class {
			return `(?:\n?\z)`
		}
	}
	return `\` + string(rune(c))
}
