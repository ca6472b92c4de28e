package match

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"bartizan/internal/rule"
)

// A Spec is what the front matter of a text rule says beyond what every rule says. A rule needs either keywords and a
// regexp, or the name of a reader that hands it values.
type Spec struct {
	Keywords      []string `yaml:"keywords"`       // at least 3 bytes each, matched without regard to case
	Regex         string   `yaml:"regex"`          // RE2
	Group         int      `yaml:"group"`          // the capture that is the value; 0 is the whole match
	Window        *Window  `yaml:"window"`         // what is read around a keyword
	Check         string   `yaml:"check"`          // one of Checks; a value that fails it is a guess
	CheckRequired bool     `yaml:"check_required"` // … or is not reported at all
	Entropy       float64  `yaml:"entropy"`        // least bits per character
	Score         bool     `yaml:"score"`          // the scoring table decides
	Allow         Allow    `yaml:"allow"`
	Verify        string   `yaml:"verify"` // entry of the verification table; nothing runs by default
	Reader        string   `yaml:"reader"` // the reader that hands over values, in place of keywords and regex
}

// A Window says how many bytes before and after a keyword a regexp sees.
type Window struct {
	Before int `yaml:"before"`
	After  int `yaml:"after"`
}

// Allow lists what a rule does not report.
type Allow struct {
	Paths  []string `yaml:"paths"`  // regexps over the file's path
	Values []string `yaml:"values"` // regexps over the value
	Stop   []string `yaml:"stop"`   // words that a real value does not hold, matched without regard to case
}

// Bounds of a rule.
const (
	minKeyword    = 3
	maxKeyword    = 64
	maxWindow     = 16 << 10
	defaultBefore = 150
	defaultAfter  = 600
)

// A Rule is a text rule ready to match. Its regexps are compiled when first needed.
type Rule struct {
	*rule.Rule
	Spec

	stop    []string
	compile sync.Once
	re      *regexp.Regexp
	window  Window
	paths   []*regexp.Regexp
	values  []*regexp.Regexp
}

// newRule checks everything that can be checked without compiling.
func newRule(r *rule.Rule) (*Rule, error) {
	m := &Rule{Rule: r}
	if err := r.Decode(&m.Spec); err != nil {
		return nil, err
	}
	fail := func(format string, args ...any) (*Rule, error) {
		return nil, fmt.Errorf("%s: %s", r.File, fmt.Sprintf(format, args...))
	}
	switch {
	case m.Reader == "" && m.Regex == "":
		return fail("neither regex nor reader")
	case m.Reader != "" && m.Regex != "":
		return fail("both regex and reader")
	case m.Regex != "" && len(m.Keywords) == 0:
		return fail("regex without keywords")
	case m.Reader != "" && len(m.Keywords) > 0:
		return fail("a rule with a reader has no keywords")
	case m.Check != "" && checks[m.Check] == nil:
		return fail("unknown check %q: use one of %s", m.Check, strings.Join(Checks(), ", "))
	case m.CheckRequired && m.Check == "":
		return fail("check_required without check")
	case m.Group < 0 || m.Entropy < 0 || m.Entropy > 8:
		return fail("group or entropy out of range")
	case m.Window != nil && (m.Window.Before < 0 || m.Window.After < 1 || m.Window.Before > maxWindow || m.Window.After > maxWindow):
		return fail("window out of range: at most %d bytes each way", maxWindow)
	}
	for _, k := range m.Keywords {
		if len(k) < minKeyword || len(k) > maxKeyword {
			return fail("keyword %q: from %d to %d bytes are needed", k, minKeyword, maxKeyword)
		}
	}
	for _, s := range m.Allow.Stop {
		if s == "" {
			return fail("empty stop word")
		}
		m.stop = append(m.stop, strings.ToLower(s))
	}
	return m, nil
}

// check compiles everything of the rule, and reports what a lazy compilation would meet.
func (r *Rule) check() error {
	for _, expr := range slices.Concat([]string{r.Regex}, r.Allow.Paths, r.Allow.Values) {
		re, err := regexp.Compile(expr)
		if err != nil {
			return fmt.Errorf("%s: %w", r.File, err)
		}
		if expr == r.Regex && re.NumSubexp() < r.Group {
			return fmt.Errorf("%s: group %d of a regex with %d", r.File, r.Group, re.NumSubexp())
		}
	}
	return nil
}

// ready compiles the rule. An expression that does not compile matches nothing; Verify reports it.
func (r *Rule) ready() {
	r.compile.Do(func() {
		if re, err := regexp.Compile(r.Regex); err == nil && re.NumSubexp() >= r.Group {
			r.re = re
		}
		r.paths, r.values = compileAll(r.Allow.Paths), compileAll(r.Allow.Values)
		r.window = Window{defaultBefore, defaultAfter}
		if r.Window != nil {
			r.window = *r.Window
		} else if w, ok := tight(r.Regex, r.Keywords); ok {
			r.window = w
		}
	})
}

func compileAll(exprs []string) (out []*regexp.Regexp) {
	for _, e := range exprs {
		if re, err := regexp.Compile(e); err == nil {
			out = append(out, re)
		}
	}
	return out
}

// tight finds the smallest window that loses no match, for a regexp whose matches hold every keyword in one literal with
// only bounded parts before it.
func tight(expr string, keywords []string) (Window, bool) {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return Window{}, false
	}
	parts := []*syntax.Regexp{re}
	if re.Op == syntax.OpConcat {
		parts = re.Sub
	}
	before := 0
	for i, p := range parts {
		for p.Op == syntax.OpCapture {
			p = p.Sub[0]
		}
		if p.Op == syntax.OpConcat && len(p.Sub) > 0 {
			p = p.Sub[0] // a literal further inside would need its own sum; the first part is the common case
		}
		if p.Op == syntax.OpLiteral {
			literal := strings.ToLower(string(p.Rune))
			if !ascii(literal) || slices.ContainsFunc(keywords, func(k string) bool { return !strings.Contains(literal, strings.ToLower(k)) }) {
				return Window{}, false
			}
			after := 0
			for _, rest := range parts[i:] {
				n := longest(rest)
				if n < 0 {
					return Window{before + len(literal) + 1, defaultAfter}, true
				}
				after += n
			}
			return Window{before + len(literal) + 1, min(after+1, maxWindow)}, true
		}
		n := longest(p)
		if n < 0 || n > defaultBefore {
			return Window{}, false
		}
		before += n
	}
	return Window{}, false
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// longest gives the most bytes that re can match, or -1 for no bound.
func longest(re *syntax.Regexp) int {
	const most = 1 << 20
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return len(re.Rune) * utf8.UTFMax
		}
		return len(string(re.Rune))
	case syntax.OpCharClass:
		if n := len(re.Rune); n > 0 && re.Rune[n-1] < utf8.RuneSelf {
			return 1
		}
		return utf8.UTFMax
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return utf8.UTFMax
	case syntax.OpCapture, syntax.OpQuest:
		return longest(re.Sub[0])
	case syntax.OpStar, syntax.OpPlus:
		return -1
	case syntax.OpRepeat:
		n := longest(re.Sub[0])
		if re.Max < 0 || n < 0 || n*re.Max > most {
			return -1
		}
		return n * re.Max
	case syntax.OpConcat, syntax.OpAlternate:
		sum := 0
		for _, s := range re.Sub {
			n := longest(s)
			if n < 0 {
				return -1
			}
			if re.Op == syntax.OpAlternate {
				sum = max(sum, n)
			} else {
				sum += n
			}
		}
		return min(sum, most)
	}
	return 0
}
