package search

import (
	"fmt"
	"slices"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/pattern"
	"bartizan/internal/syntax/generic"
)

// maxMatches is the most that one rule reports of one file, maxRanges the most that one part of a formula may give.
const (
	maxMatches = 1000
	maxRanges  = 50_000
)

// A Pass is what is known of one file while rules are tried on it. It is for one goroutine.
type Pass struct {
	set *Set
	u   *Unit
	x   *index // of the tree; nil until a pattern asks for it

	left     int  // steps of the rule at work
	cut      bool // they are used up, or something else was left out
	strict   bool // names are the same only where they mean the same
	folds    bool // known values are the same as written ones
	symbolic bool // a name is what it always stands for

	posts, items map[place]posting
	known        bool
	constantIDs  []generic.ID
	typed        bool
	objects      []typedMembers // by the type of the object
	called       bool
	nameCalls    []generic.ID // calls of names
	tailed       bool
	tails        []generic.ID // statements that give a function its value
	leaves       map[leafKey]*leaf
	models       map[evalKey]*leaf
	options      []formula.Options // by number: those that were asked for
	mergedIDs    map[[4]generic.Kind][]generic.ID
	tokens       map[string][]token // of generic mode, by comment style
	importAt     uint32             // where the word import of a group stands of which the last import that was asked for is one
	importEnd    uint32             // and where that ends
	depth        int                // of formulas in metavariable-patterns
	partial      []string
	m            matcher
}

type leafKey struct {
	c       *compiled
	options int
	longest bool
}

type evalKey struct {
	f       *formula.Formula
	options int
}

// A leaf is what a pattern gave.
type leaf struct {
	found []ranged
	cut   bool
}

// On prepares a file.
func (s *Set) On(u *Unit) *Pass {
	return &Pass{set: s, u: u, posts: map[place]posting{}, items: map[place]posting{}, leaves: map[leafKey]*leaf{}, models: map[evalKey]*leaf{}, mergedIDs: map[[4]generic.Kind][]generic.ID{}}
}

// Unit gives the file.
func (p *Pass) Unit() *Unit { return p.u }

// option gives the number of a set of options.
func (p *Pass) option(o *formula.Options) int {
	for i := range p.options {
		if p.options[i] == *o {
			return i
		}
	}
	p.options = append(p.options, *o)
	return len(p.options) - 1
}

// Find gives the matches of a search rule, sorted by place and without repetition.
func (p *Pass) Find(r *formula.Rule) []Match {
	if r.Formula == nil {
		return nil
	}
	return p.eval(r.Formula, &r.Options, p.languageOf(r), r.ID)
}

// Eval gives the matches of a formula in the file's own language, likewise.
func (p *Pass) Eval(f *formula.Formula, o *formula.Options) []Match {
	if f == nil {
		return nil
	}
	return p.eval(f, o, p.u.Language, "")
}

// Partial says what was cut short by a budget: sorted, each once.
func (p *Pass) Partial() []string {
	slices.Sort(p.partial)
	p.partial = slices.Compact(p.partial)
	return p.partial
}

// languageOf says in which language a rule reads this file.
func (p *Pass) languageOf(r *formula.Rule) string {
	for _, l := range r.Languages {
		if l == p.u.Language || l == "typescript" && p.u.Language == "tsx" {
			return p.u.Language
		}
	}
	for _, l := range r.Languages {
		if l == "generic" || l == "regex" {
			return l
		}
	}
	return p.u.Language
}

func (p *Pass) eval(f *formula.Formula, o *formula.Options, language, rule string) []Match {
	p.left, p.cut = 50*p.size()+20_000, false
	p.strict, p.folds, p.symbolic = o.UnifyIDsStrictly, o.ConstantPropagation, o.SymbolicPropagation
	e := evaluation{Pass: p, o: o, language: language}
	found := e.formula(f)
	sortRanges(found)
	out := make([]Match, 0, len(found))
	for i := range found {
		if i > 0 && sameRange(&found[i-1], &found[i]) {
			continue
		}
		if len(out) == maxMatches {
			p.note(rule, f, "more than %d matches", maxMatches)
			break
		}
		out = append(out, found[i].Match)
	}
	if p.cut {
		p.note(rule, f, "match budget")
	}
	return out
}

func (p *Pass) size() int {
	if p.u.Table != nil && p.u.File != nil {
		return max(len(p.u.Nodes), len(p.u.Text)/16)
	}
	return len(p.u.Text) / 4
}

func (p *Pass) note(rule string, f *formula.Formula, format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	if rule == "" {
		rule = fmt.Sprintf("formula at line %d", f.Line)
	}
	p.partial = append(p.partial, rule+": "+what)
}

// pattern gives the matches of one pattern in the whole file.
func (p *Pass) pattern(c *compiled, o *formula.Options, longest bool) []ranged {
	if c.err != nil || p.u.Table == nil || len(p.u.Nodes) < 2 {
		return nil
	}
	if p.x == nil {
		p.x = newIndex(p.u)
	}
	for _, w := range c.words {
		if !p.x.words[w] {
			return nil
		}
	}
	key := leafKey{c, p.option(o), longest}
	if l := p.leaves[key]; l != nil {
		p.cut = p.cut || l.cut
		return l.found
	}
	l := &leaf{}
	p.strict, p.folds, p.symbolic = o.UnifyIDsStrictly, o.ConstantPropagation, o.SymbolicPropagation
	before := p.cut
	p.cut = false
	for _, cand := range c.candidates {
		l.found = append(l.found, p.candidate(cand, o, longest)...)
	}
	l.cut = p.cut
	p.cut = p.cut || before
	l.found = compact(l.found)
	p.leaves[key] = l
	return l.found
}

// patternAt gives the matches of a pattern at one node.
func (p *Pass) patternAt(c *compiled, o *formula.Options, id generic.ID) []ranged {
	if c.err != nil || p.x == nil {
		return nil
	}
	m := &p.m
	var found []ranged
	for _, cand := range c.candidates {
		if cand.Form != pattern.Expression {
			continue
		}
		m.pass, m.u, m.x, m.c, m.pat, m.o = p, p.u, p.x, cand, cand.Tree, o
		m.out, m.longest = nil, false
		m.at(cand.Roots[0], id)
		found = append(found, m.out...)
		m.out = nil
	}
	return found
}

func (p *Pass) candidate(c *candidate, o *formula.Options, longest bool) []ranged {
	m := &p.m
	m.pass, m.u, m.x, m.c, m.pat, m.o = p, p.u, p.x, c, c.Tree, o
	m.out, m.longest = nil, longest && c.open
	root := c.Roots[0]
	switch c.Form {
	case pattern.Statements:
		// Of the runs that begin anywhere, the one that begins first holds all others.
		p.statementRuns(m, root, longest && o.GoDeeperStmt && len(c.Roots) > 1 && c.Tree.Nodes[root].Kind == generic.Ellipsis)
	case pattern.Members, pattern.Arguments, pattern.Parameters, pattern.Pairs, pattern.Attributes:
		if len(c.Roots) > 1 {
			p.siblings(m, root)
			break
		}
		p.each(m, root)
	default:
		if p.u.Language == "dockerfile" && c.Tree.Nodes[root].Kind == generic.Args {
			p.wordRuns(m, root)
			break
		}
		p.each(m, root)
	}
	out := m.out
	m.out = nil
	return out
}

// each tries a root at every node that can match it.
func (p *Pass) each(m *matcher, root generic.ID) {
	ids, ok := p.expressions(m.c, root)
	if !ok {
		for id := generic.ID(2); int(id) < len(p.u.Nodes) && !p.cut; id++ {
			if selectable(p.u.Nodes[id].Kind) && (p.standsAlone(id) || m.pat.Nodes[root].Kind == generic.Typed && p.declares(id)) {
				m.at(root, id)
			}
		}
		return
	}
	lone := false
	switch m.pat.Nodes[root].Kind {
	case generic.Ident, generic.String, generic.AnyString, generic.RegexString, generic.Int:
		lone = true
	}
	for _, id := range ids {
		if p.cut {
			return
		}
		if !lone || p.standsAlone(id) {
			m.at(root, id)
		}
	}
}

// declares tells the name of a variable or a parameter.
func (p *Pass) declares(id generic.ID) bool {
	parent := p.u.Parents[id]
	switch p.u.Nodes[parent].Kind {
	case generic.Var, generic.Field, generic.Param:
		return p.u.Part(parent, 0) == id
	}
	return false
}

// statementRuns tries a run of statements wherever its first one can stand, or at the file's first statement alone.
func (p *Pass) statementRuns(m *matcher, root generic.ID, first bool) {
	starts, ok := p.statementsOf(m.c, root)
	if !ok {
		starts = p.x.statements
	}
	if len(m.c.Roots) > 1 { // no place has what the others need
		for _, r := range m.c.Roots[1:] {
			if ids, known := p.statementsOf(m.c, r); known && len(ids) == 0 {
				return
			}
		}
	}
	if first && len(starts) > 1 {
		starts = starts[:1]
	}
	for _, s := range starts {
		if p.cut {
			return
		}
		parent := p.u.Parents[s]
		if p.u.Language == "python" && p.u.Nodes[p.u.Parents[parent]].Kind == generic.Lambda && m.pat.Nodes[root].Kind == generic.ExprStmt {
			continue
		}
		if len(m.c.Roots) > 1 && p.u.Nodes[parent].Kind != generic.Block {
			continue
		}
		m.reset()
		m.start, m.root = s, s
		limit := p.u.End(parent)
		m.run(m.push(goal{op: goalStatements, mode: modeOpen | modeTop, p: root, t: s, limit: limit}))
	}
}

// siblings tries several roots at the children of every node that has a child of the first one's kind.
func (p *Pass) siblings(m *matcher, root generic.ID) {
	var kind generic.Kind
	for _, r := range m.c.Roots {
		if k := m.pat.Nodes[r].Kind; !listEllipsis(k) {
			kind = k
			break
		}
	}
	last := generic.ID(0)
	for _, id := range p.x.kind(kind) {
		parent := p.u.Parents[id]
		if parent == last || p.cut {
			continue
		}
		last = parent
		m.reset()
		m.root = parent
		m.run(m.push(goal{op: goalSet, mode: modeOpen, p: root, t: p.u.First(parent)}))
	}
}
