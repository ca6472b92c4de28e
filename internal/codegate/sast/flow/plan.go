package flow

import (
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/prefilter"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax/generic"
)

// A Role says what a spec is to a rule.
type Role uint8

const (
	Source Role = iota
	Sink
	Sanitizer
	Propagator
)

// A Spec is one source, sink, sanitizer or propagator with the taint rules that have it. A part of a model is one Spec
// for all rules that name the model in this role.
type Spec struct {
	Role  Role
	Rules RuleSet
	formula.Spec
	Options *formula.Options // of the first rule that has it
}

// A Plan is all taint rules of one language, and their specs without repetition.
type Plan struct {
	Rules []*formula.Rule
	Specs []Spec

	filter *prefilter.Filter // of the specs' formulas
}

// A Mark is one place of a file where a spec's formula holds.
type Mark struct {
	Spec       int32 // index into the plan's Specs
	Start, End uint32
	Node       generic.ID
	Env        []search.Binding
}

// NewPlan gathers the specs of a language's taint rules. Rules of other modes and languages are left out. Specs that ask the
// same are one Spec: above all the parts of models, which many rules name.
func NewPlan(language string, rules []*formula.Rule, models *formula.Models) *Plan {
	p := &Plan{}
	for _, r := range rules {
		if r.Taint != nil && slices.ContainsFunc(r.Languages, func(l string) bool { return related(l, language) }) {
			p.Rules = append(p.Rules, r)
		}
	}
	g := gatherer{plan: p, models: models, language: language, index: map[specKey]int32{}, words: map[*formula.Formula]string{}}
	for i, r := range p.Rules {
		g.rule = i
		for role, specs := range [][]formula.Spec{Source: r.Taint.Sources, Sink: r.Taint.Sinks, Sanitizer: r.Taint.Sanitizers, Propagator: r.Taint.Propagators} {
			for _, s := range specs {
				g.add(Role(role), s, &r.Options, false)
			}
		}
		if models == nil {
			continue
		}
		for _, f := range models.Files {
			if !slices.ContainsFunc(f.Languages, func(l string) bool { return related(l, language) }) {
				continue
			}
			for _, s := range f.Propagators {
				g.add(Propagator, s, &r.Options, true)
			}
		}
	}
	formulas := make([]*formula.Formula, len(p.Specs))
	for i := range p.Specs {
		formulas[i] = p.Specs[i].Formula
	}
	p.filter = prefilter.NewFormulas(formulas, models)
	return p
}

// families are languages whose files share a plan, because data flows between their files.
var families = map[string]string{"typescript": "javascript", "tsx": "javascript", "cpp": "c"}

// Family gives the language after which a language's family is called.
func Family(language string) string {
	if f, ok := families[language]; ok {
		return f
	}
	return language
}

// related says whether rules of a language can matter in files of another.
func related(rule, file string) bool { return Family(rule) == Family(file) }

type gatherer struct {
	plan     *Plan
	models   *formula.Models
	language string
	rule     int
	index    map[specKey]int32
	words    map[*formula.Formula]string
}

func (g *gatherer) wordsOf(f *formula.Formula) string {
	w, ok := g.words[f]
	if !ok {
		var b strings.Builder
		writeFormula(&b, f)
		w = b.String()
		g.words[f] = w
	}
	return w
}

// A specKey is what makes two specs the same question with the same answer. A formula and an expression are their words; a
// formula of a model is asked with the options of the first rule that names it, others with their own.
type specKey struct {
	role                  Role
	formula, requires     string
	options               formula.Options
	label, replace        string
	from, to              string
	exact, control        bool
	notConflicting, atEnd bool
	effect                formula.SideEffect
}

func (g *gatherer) add(role Role, s formula.Spec, o *formula.Options, shared bool) {
	if s.Formula == nil {
		return
	}
	if s.Formula.Op == formula.Model {
		if g.models == nil {
			return
		}
		for _, part := range g.models.Formulas[s.Formula.Text] {
			if !slices.ContainsFunc(part.Languages, func(l string) bool { return related(l, g.language) }) {
				continue
			}
			// The rule's own words go before the model's.
			of := part.Spec
			if s.Label != "" && s.Label != formula.DefaultLabel {
				of.Label = s.Label
			}
			if s.Requires != nil {
				of.Requires = s.Requires
			}
			if s.BySideEffect != formula.NoSideEffect {
				of.BySideEffect = s.BySideEffect
			}
			of.Control = of.Control || s.Control
			of.NotConflicting = of.NotConflicting || s.NotConflicting
			of.AtExit = of.AtExit || s.AtExit
			if of.Formula != nil && of.Formula.Op != formula.Model {
				g.add(role, of, o, true)
			}
		}
		return
	}
	var own formula.Options
	if !shared {
		own = matching(*o)
	}
	key := specKey{role, g.wordsOf(s.Formula), words(s.Requires), own, s.Label, strings.Join(s.ReplaceLabels, " "), s.From, s.To, s.Exact, s.Control, s.NotConflicting, s.AtExit, s.BySideEffect}
	i, ok := g.index[key]
	if !ok {
		i = int32(len(g.plan.Specs))
		g.index[key] = i
		g.plan.Specs = append(g.plan.Specs, Spec{Role: role, Rules: make(RuleSet, (len(g.plan.Rules)+63)/64), Spec: s, Options: o})
	}
	g.plan.Specs[i].Rules[g.rule/64] |= 1 << (g.rule % 64)
}

// masks are the rules that have an option on, as sets that the step in question cleans.
type masks struct {
	functions, indexes, comparisons, booleans, numbers, assignments int32
	arithmetic, logic                                               int32 // numbers and booleans that an operator gives
}

func (p *Plan) masks(t *ruleTable) masks {
	of := func(has func(o *formula.Options) bool) int32 {
		return t.number(setOf(len(p.Rules), func(i int) bool { return has(&p.Rules[i].Options) }))
	}
	m := masks{
		functions:   of(func(o *formula.Options) bool { return o.TaintAssumeSafeFunctions }),
		indexes:     of(func(o *formula.Options) bool { return o.TaintAssumeSafeIndexes }),
		comparisons: of(func(o *formula.Options) bool { return o.TaintAssumeSafeComparisons }),
		booleans:    of(func(o *formula.Options) bool { return o.TaintAssumeSafeBooleans }),
		numbers:     of(func(o *formula.Options) bool { return o.TaintAssumeSafeNumbers }),
		assignments: of(func(o *formula.Options) bool { return o.TaintOnlyPropagateThroughAssignments }),
	}
	m.arithmetic, m.logic = t.union(m.numbers, m.assignments), t.union(m.booleans, m.assignments)
	return m
}

// asks says whether what reaches a source or propagator decides what leaves it.
func (s *Spec) asks() bool {
	return s.Role != Sink && s.Role != Sanitizer && (s.Requires != nil || s.Role == Propagator && len(s.ReplaceLabels) > 0)
}
