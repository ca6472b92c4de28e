package main

import (
	"cmp"
	"fmt"
	"slices"

	"bartizan/internal/codegate/sast/formula"
)

// A bucket is a reason for which a line is not as it was annotated.
type bucket string

const (
	notLoaded   bucket = "rule not loaded"
	notCompiled bucket = "pattern not compiled"
	noLanguage  bucket = "language not read"
	crashed     bucket = "engine crashed"
	cutShort    bucket = "cut by a budget"
	noMatch     bucket = "rule finds nothing"
	missed      bucket = "line missed"
	okFlagged   bucket = "ok line flagged"
	unmarked    bucket = "unmarked line flagged"
)

// A miss is one line that is not as annotated.
type miss struct {
	Bucket bucket
	Case   string
	Rule   string
	Target string
	Line   int
	Note   string
}

// A score counts for one language.
type score struct {
	Rules, Loaded, Compiled int
	Found, Missing          int // ruleid
	Quiet, Flagged          int // ok
	Extra                   int
	Files, Strict           int
}

func (s *score) add(o score) {
	s.Rules += o.Rules
	s.Loaded += o.Loaded
	s.Compiled += o.Compiled
	s.Found += o.Found
	s.Missing += o.Missing
	s.Quiet += o.Quiet
	s.Flagged += o.Flagged
	s.Extra += o.Extra
	s.Files += o.Files
	s.Strict += o.Strict
}

// A verdict is what a case gave.
type verdict struct {
	Languages map[string]*score
	Misses    []miss
	Ambiguous []string // file:line of marks after code
	Crashes   []string
}

func (v *verdict) of(language string) *score {
	if language == "" {
		language = "other"
	}
	if language == "tsx" {
		language = "typescript"
	}
	if v.Languages[language] == nil {
		v.Languages[language] = &score{}
	}
	return v.Languages[language]
}

// judge runs a case and compares it with its marks.
func judge(e *engine, c *testCase, only func(id, language string) bool) (*verdict, error) {
	v := &verdict{Languages: map[string]*score{}}
	bad := e.compiles(c.Rules)
	for _, r := range c.Rules {
		if !only(r.ID, r.Languages[0]) {
			continue
		}
		s := v.of(r.Languages[0])
		s.Rules++
		s.Loaded++
		if bad[r] == "" {
			s.Compiled++
		}
	}
	for _, p := range c.Problems {
		language := ""
		if len(c.Targets) > 0 {
			language = languageOf(c.Targets[0])
		}
		if only(p.Rule, language) {
			v.of(language).Rules++
		}
	}
	for _, target := range c.Targets {
		text, err := readTarget(target)
		if err != nil {
			return nil, fmt.Errorf("reading a target: %w", err)
		}
		v.target(e, c, target, text, bad, only)
	}
	slices.SortStableFunc(v.Misses, func(a, b miss) int {
		return cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Bucket, b.Bucket))
	})
	return v, nil
}

// A demand is what the marks of a target want of one rule, by line.
type demand struct {
	want, quiet, free map[int]bool
}

func newDemand() demand { return demand{map[int]bool{}, map[int]bool{}, map[int]bool{}} }

// demandOf gathers the marks that mean a rule. Marks for a deeper engine hold only for one; todo marks hold for nobody.
func demandOf(m marks, id string, inter bool) demand {
	d := newDemand()
	deeper := map[int]bool{}
	for _, k := range m.All {
		if !slices.ContainsFunc(k.IDs, func(i string) bool { return means(i, id) }) {
			continue
		}
		switch {
		case k.Kind != "" && k.Kind != "deep" && k.Kind != "pro", k.Kind != "" && !inter:
			d.free[k.Line] = true
		case k.Want:
			d.want[k.Line] = true
		default:
			d.quiet[k.Line] = true
		}
		if k.Kind != "" && inter && k.Kind != "todo" {
			deeper[k.Line] = true
		}
	}
	for line := range d.free {
		if !d.want[line] && !d.quiet[line] {
			continue
		}
		delete(d.free, line)
	}
	for line := range deeper { // what the deeper engine gives goes before what the plain one does
		if d.want[line] && d.quiet[line] {
			delete(d.want, line)
		}
	}
	return d
}

func (v *verdict) target(e *engine, c *testCase, target string, text []byte, bad map[*formula.Rule]string, only func(id, language string) bool) {
	m := readMarks(string(text))
	if len(m.All) == 0 && len(m.Any) == 0 && !c.Exact {
		return
	}
	for _, line := range m.Ambiguous {
		v.Ambiguous = append(v.Ambiguous, fmt.Sprintf("%s:%d", target, line))
	}
	var rules []*formula.Rule
	for _, r := range c.Rules {
		if only(r.ID, readAs(r, target)) {
			rules = append(rules, r)
		}
	}
	before := len(v.Misses)
	language := languageOf(target)
	if len(rules) > 0 {
		language = readAs(rules[0], target)
	}
	s := v.of(language)
	counted := false
	for _, p := range c.Problems {
		if !only(p.Rule, language) {
			continue
		}
		d := demandOf(m, p.Rule, e.inter)
		for line := range d.want {
			s.Missing++
			v.miss(notLoaded, c, p.Rule, target, line, p.Reason)
		}
		counted = counted || len(d.want)+len(d.quiet) > 0
	}
	out := e.run(target, text, rules)
	if out.Crash != "" {
		v.Crashes = append(v.Crashes, fmt.Sprintf("%s: %s", target, out.Crash))
	}
	if len(m.All) == 0 {
		counted = v.anyRule(s, c, target, m, rules, out, bad) || counted
	} else {
		for _, r := range rules {
			counted = v.rule(v.of(readAs(r, target)), c, target, r, demandOf(m, r.ID, e.inter), out, bad[r]) || counted
		}
	}
	if counted {
		s.Files++
		if len(v.Misses) == before {
			s.Strict++
		}
	}
}

// rule compares what one rule found with what its marks want. It tells whether they want anything.
func (v *verdict) rule(s *score, c *testCase, target string, r *formula.Rule, d demand, out outcome, bad string) bool {
	got := map[int]bool{}
	for _, h := range out.Hits {
		if h.Rule == r {
			got[h.Line] = true
		}
	}
	for line := range d.want {
		if got[line] {
			s.Found++
			continue
		}
		s.Missing++
		b, note := why(r, len(got) > 0, out, bad)
		v.miss(b, c, r.ID, target, line, note)
	}
	for line := range d.quiet {
		if !got[line] {
			if out.Unread[r] == "" && bad == "" { // a rule that was not run is not right
				s.Quiet++
			}
			continue
		}
		s.Flagged++
		v.miss(okFlagged, c, r.ID, target, line, "")
	}
	for line := range got {
		if !d.want[line] && !d.quiet[line] && !d.free[line] && len(d.want)+len(d.quiet)+len(d.free) > 0 {
			s.Extra++
			v.miss(unmarked, c, r.ID, target, line, "")
		}
	}
	return len(d.want)+len(d.quiet) > 0
}

// anyRule compares all findings with marks that name no rule.
func (v *verdict) anyRule(s *score, c *testCase, target string, m marks, rules []*formula.Rule, out outcome, bad map[*formula.Rule]string) bool {
	if len(rules) == 0 {
		return false
	}
	all := &formula.Rule{ID: rules[0].ID}
	var hits []hit
	for _, h := range out.Hits {
		hits = append(hits, hit{Rule: all, Line: h.Line})
	}
	reason := ""
	for _, r := range rules {
		reason = cmp.Or(reason, bad[r])
		if why := out.Unread[r]; why != "" {
			out.Unread[all] = why
		}
	}
	d := newDemand()
	for _, line := range m.Any {
		d.want[line] = true
	}
	if len(d.want) == 0 { // nothing may be found
		d.free[0] = true
	}
	merged := out
	merged.Hits = hits
	v.rule(s, c, target, all, d, merged, reason)
	return true
}

// why says for what reason a rule missed a line.
func why(r *formula.Rule, some bool, out outcome, bad string) (bucket, string) {
	switch {
	case out.Unread[r] != "":
		return noLanguage, out.Unread[r]
	case bad != "":
		return notCompiled, bad
	case out.Crash != "":
		return crashed, out.Crash
	case len(out.Partial) > 0:
		return cutShort, out.Partial[0]
	case !some:
		return noMatch, ""
	}
	return missed, ""
}

func (v *verdict) miss(b bucket, c *testCase, rule, target string, line int, note string) {
	v.Misses = append(v.Misses, miss{b, c.File, rule, target, line, note})
}
