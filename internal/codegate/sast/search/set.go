package search

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/pattern"
	"bartizan/internal/syntax/generic"
)

// A Set holds what rules are compiled to. It is safe for several goroutines.
type Set struct {
	// Today is the date that counts as today in comparisons, as Unix seconds; 0 is none. Set it before the set is used.
	Today int64

	models   *formula.Models
	patterns sync.Map // of patternKey to *compiled
	leaves   sync.Map // of leafOf to *compiled: the same by formula, whose text need not be looked at
	regexes  sync.Map // of regexKey to *regexEntry
	texts    sync.Map // of string to *textPattern
}

type patternKey struct{ text, language string }

type leafOf struct {
	f        *formula.Formula
	language string
}

type regexKey struct {
	text      string
	multiline bool
}

// A compiled pattern, or the reason why there is none.
type compiled struct {
	text       string
	candidates []*candidate
	words      []string // that a file must have
	selector   string   // the metavariable that is all of the pattern
	any        bool     // it is nothing but an ellipsis
	err        error
}

// A candidate is one reading of a pattern with what is computed from its tree alone.
type candidate struct {
	pattern.Candidate
	parents []generic.ID
	binds   []bool   // by node: a metavariable is below it
	dotted  []string // by node: the chain of names that it is, without metavariables
	open    bool     // a run that ends in an ellipsis
}

type regexEntry struct {
	re    *formula.Regexp
	err   error
	binds bool // it has groups with names

	mu    sync.RWMutex
	known map[string]bool // short texts that it was tried at the start of: names and literals come again and again
}

// Bounds of what is kept of one regular expression.
const (
	maxKnown     = 4096
	maxKnownText = 64
)

// startsWith is formula.Regexp.MatchStart without places.
func (r *regexEntry) startsWith(text string) (found, complete bool) {
	if len(text) > maxKnownText {
		return r.re.StartsWith([]byte(text))
	}
	r.mu.RLock()
	found, ok := r.known[text]
	r.mu.RUnlock()
	if ok {
		return found, true
	}
	found, complete = r.re.StartsWith([]byte(text))
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil {
		r.known = map[string]bool{}
	}
	if complete && len(r.known) < maxKnown {
		r.known[strings.Clone(text)] = found
	}
	return found, complete
}

// NewSet makes a set for rules that were read with these models; nil is none.
func NewSet(models *formula.Models) *Set {
	if models == nil {
		models = &formula.Models{}
	}
	return &Set{models: models}
}

// Check compiles all of a rule and names what cannot be compiled: by language, with the formula's line.
func (s *Set) Check(r *formula.Rule) []formula.Problem {
	c := checker{set: s, rule: r}
	for _, l := range r.Languages {
		c.formula(r.Formula, l)
		if t := r.Taint; t != nil {
			for _, specs := range [][]formula.Spec{t.Sources, t.Sinks, t.Sanitizers, t.Propagators} {
				for _, spec := range specs {
					c.formula(spec.Formula, l)
				}
			}
		}
	}
	return c.problems
}

type checker struct {
	set      *Set
	rule     *formula.Rule
	problems []formula.Problem
}

func (c *checker) problem(line int, err error) {
	p := formula.Problem{File: c.rule.File, Line: line, Rule: c.rule.ID, Reason: err.Error()}
	if !slices.Contains(c.problems, p) {
		c.problems = append(c.problems, p)
	}
}

func (c *checker) formula(f *formula.Formula, language string) {
	if f == nil {
		return
	}
	switch f.Op {
	case formula.Pattern:
		switch language {
		case "regex":
			if _, err := c.set.regex(strings.TrimSuffix(f.Text, "\n"), true); err != nil { // all its patterns are
				c.problem(f.Line, err)
			}
		case "generic":
			if err := c.set.textPattern(f.Text, &c.rule.Options).err; err != nil {
				c.problem(f.Line, err)
			}
		default:
			if p := c.set.pattern(f.Text, language); p.err != nil {
				c.problem(f.Line, p.err)
			}
		}
	case formula.Regex:
		if _, err := c.set.regex(f.Text, true); err != nil {
			c.problem(f.Line, err)
		}
	case formula.Model:
		if len(c.set.models.Formulas[f.Text]) == 0 {
			c.problem(f.Line, fmt.Errorf("no model is named %s", f.Text))
		}
	}
	for _, k := range f.Kids {
		c.formula(k, language)
	}
	for i := range f.Conditions {
		cond := &f.Conditions[i]
		switch cond.Test {
		case formula.MetavariableRegex:
			if _, err := c.set.regex(cond.Regex, false); err != nil {
				c.problem(cond.Line, err)
			}
		case formula.MetavariablePattern:
			l := cond.Language
			if l == "" {
				l = language
			}
			c.formula(cond.Formula, l)
		}
	}
}

func (s *Set) regex(text string, multiline bool) (*formula.Regexp, error) {
	e := s.regexEntry(text, multiline)
	return e.re, e.err
}

func (s *Set) regexEntry(text string, multiline bool) *regexEntry {
	key := regexKey{text, multiline}
	if e, ok := s.regexes.Load(key); ok {
		return e.(*regexEntry)
	}
	made := &regexEntry{}
	if made.re, made.err = formula.CompileRegex(text, multiline); made.err == nil {
		made.binds = slices.ContainsFunc(made.re.Names(), func(name string) bool { return name != "" })
	}
	e, _ := s.regexes.LoadOrStore(key, made)
	return e.(*regexEntry)
}

// leafPattern gives the pattern of a formula.
func (s *Set) leafPattern(f *formula.Formula, language string) *compiled {
	key := leafOf{f, language}
	if c, ok := s.leaves.Load(key); ok {
		return c.(*compiled)
	}
	c := s.pattern(f.Text, language)
	s.leaves.Store(key, c)
	return c
}

func (s *Set) pattern(text, language string) *compiled {
	key := patternKey{text, language}
	if c, ok := s.patterns.Load(key); ok {
		return c.(*compiled)
	}
	c, _ := s.patterns.LoadOrStore(key, compile(text, language))
	return c.(*compiled)
}

func compile(text, language string) *compiled {
	c := &compiled{text: text}
	p, err := pattern.Compile(text, language)
	if err != nil {
		c.err = err
		return c
	}
	switch t := strings.TrimSpace(text); {
	case metavariableName(t):
		c.selector = t
	case t == "...":
		c.any = true
	}
	c.words = slices.DeleteFunc(slices.Clone(p.Literals), func(w string) bool {
		return strings.ContainsFunc(w, func(r rune) bool { return r < 0x80 && !wordByte(byte(r)) })
	})
	for i := range p.Candidates {
		c.candidates = append(c.candidates, prepare(p.Candidates[i]))
	}
	return c
}

func prepare(p pattern.Candidate) *candidate {
	c := &candidate{Candidate: p, parents: p.Tree.Parents()}
	n := len(p.Tree.Nodes)
	c.binds, c.dotted = make([]bool, n), make([]string, n)
	for id := generic.ID(n - 1); id > 0; id-- {
		node := &p.Tree.Nodes[id]
		switch node.Kind {
		case generic.MV, generic.MVEllipsis, generic.Typed, generic.Deep:
			c.binds[id] = true
		case generic.AnyString, generic.Regex:
			c.binds[id] = node.Ref != 0
		case generic.Atom:
			c.binds[id] = strings.HasPrefix(p.Tree.Name(id), ":$")
		case generic.Ident:
			c.dotted[id] = p.Tree.Name(id)
		case generic.Member:
			object := p.Tree.First(id)
			name := p.Tree.Child(id, 1)
			if name != 0 && node.Op == generic.Plain && p.Tree.Nodes[name].Next == 0 && p.Tree.Nodes[name].Kind == generic.Ident && c.dotted[object] != "" {
				c.dotted[id] = c.dotted[object] + "." + p.Tree.Name(name)
			}
		}
		if c.binds[id] {
			c.binds[c.parents[id]] = true
		}
	}
	if last := p.Roots[len(p.Roots)-1]; len(p.Roots) > 1 && p.Tree.Nodes[last].Kind == generic.Ellipsis {
		c.open = true
	}
	return c
}

func (c *candidate) isDotted(p generic.ID) bool { return strings.Contains(c.dotted[p], ".") }
