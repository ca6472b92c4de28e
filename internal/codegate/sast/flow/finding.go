package flow

import (
	"cmp"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
)

// A Finding is a way from a source to a sink of a rule.
type Finding struct {
	Rule         int32 // index into the plan's Rules
	Sink, Source Step
	// Env is what the metavariables stand for, of the sink and then of the source, sorted by name; each with its text.
	Env []search.Binding
	// Trace goes from the source to the sink, both included; at most MaxTrace steps, the middle is left out first.
	Trace []Step
	// Inner says that the way stays in one function, with the lambdas in it. Weak says that it rests on a method found by its
	// name alone, on a field that all objects of a class share, or on a way too long to be shown whole.
	Inner, Weak bool

	env int32 // of the sink
}

// MaxTrace bounds a trace.
const MaxTrace = 48

// A Step is one place on the way. Lines and columns count from 1, columns in bytes.
type Step struct {
	Path                             string
	Start, End                       uint32
	Line, Column, EndLine, EndColumn int
	Kind                             StepKind
	Function                         string // where it is, as a person would name it; "" outside of functions
}

// A StepKind says what happens at a step.
type StepKind uint8

const (
	StepSource   StepKind = iota
	StepThrough           // it passes an assignment, an operator, a call of something unknown
	StepCall              // it goes into a function
	StepReturn            // it comes back
	StepCallback          // it goes into or comes back from a function that was handed over
	StepVariable          // it passes a captured or global variable
	StepField             // it passes a field
	StepSink
)

func (k StepKind) String() string {
	return [...]string{"source", "through", "call", "return", "callback", "variable", "field", "sink"}[k]
}

type findingKey struct {
	rule       int32
	path       string
	start, end uint32
	env        int32
}

func (f *Finding) key() findingKey {
	return findingKey{f.Rule, f.Sink.Path, f.Sink.Start, f.Sink.End, f.env}
}

const defaultKind = formula.DefaultLabel

func (s *solver) labelOf(spec *Spec) string { return cmp.Or(spec.Label, defaultKind) }

// hit notes data at a sink.
func (s *solver) hit(target int32, t *target, kind int32, m []uint64, rec, arr int32) {
	if t.spec < 0 || int(t.spec) >= len(s.plan.Specs) {
		return
	}
	if set := s.plan.Specs[t.spec].Rules; set != nil {
		for k := range m {
			if k < len(set) {
				m[k] &= set[k]
			} else {
				m[k] = 0
			}
		}
	}
	if mask, ok := s.noted(s.hitMask, hitKey{target, kind}, m); ok {
		s.hits = append(s.hits, hit{target, kind, mask, rec, arr})
	}
}

// ask notes data at a source that asks for labels.
func (s *solver) ask(n, file int32, t *target, kind int32, m []uint64, rec, arr int32) {
	i, ok := s.askerOf[askerKey{file, t.fun, t.spec, t.place, t.env}]
	if !ok {
		return
	}
	if mask, ok := s.noted(s.asked, hitKey{n, kind}, m); ok {
		s.askers[i].came = append(s.askers[i].came, hit{n, kind, mask, rec, arr})
		s.askers[i].news = true
	}
}

// noted adds rules to a kept set and gives those that are new.
func (s *solver) noted(in map[hitKey]int32, key hitKey, m []uint64) (mask int32, ok bool) {
	if isEmpty(m) {
		return 0, false
	}
	at := in[key]
	if !s.grow(&at, m) {
		return 0, false
	}
	in[key] = at
	return s.keep(m), true
}

// An asker is a source that asks for labels, with what has come to it.
type asker struct {
	file, origin int32
	came         []hit
	done         []uint64 // rules for which it is seeded
	news         bool
}

// An askerKey tells askers apart: a match of a spec in a function.
type askerKey struct{ file, fun, spec, place, env int32 }

// answer seeds the sources whose labels have come. It says whether it seeded any.
func (s *solver) answer() bool {
	before := s.recs.n
	for i := range s.askers {
		if q := &s.askers[i]; q.news {
			q.news = false
			s.answerOne(q)
		}
	}
	return s.recs.n > before
}

func (s *solver) answerOne(q *asker) {
	o := &s.files[q.file].origins[q.origin]
	spec, live := &s.plan.Specs[o.spec], s.liveRules(s.funcBase[q.file]+o.fun)
	for rule := range s.plan.Rules {
		word, bit := rule/64, uint64(1)<<(rule%64)
		if live[word]&bit == 0 || q.done[word]&bit != 0 || spec.Rules != nil && (word >= len(spec.Rules) || spec.Rules[word]&bit == 0) {
			continue
		}
		var came []hit
		for _, h := range q.came {
			if s.mask(h.mask)[word]&bit != 0 {
				came = append(came, h)
			}
		}
		if !holds(spec.Requires, func(label string) bool { return s.has(came, label) }) {
			continue
		}
		m := make([]uint64, s.words)
		m[word] = bit
		switch {
		case len(came) == 0:
			q.done[word] |= bit
			s.seed(q.file, q.origin, s.labelOf(spec), m, -1, -1)
		case spec.Label != "" || spec.Role == Source:
			q.done[word] |= bit
			s.seed(q.file, q.origin, s.labelOf(spec), m, came[0].rec, came[0].arr)
		default: // it passes on what came
			for _, h := range came {
				s.seed(q.file, q.origin, s.kinds.list[h.kind].label, append([]uint64{}, m...), h.rec, h.arr)
			}
		}
	}
}

func (s *solver) has(hits []hit, label string) bool {
	return slices.ContainsFunc(hits, func(h hit) bool { return s.kinds.list[h.kind].label == label })
}

// holds evaluates an expression over labels. What is not of and, or, not and names holds never.
func holds(e *formula.Expr, has func(label string) bool) bool { return holdsTo(e, has, 0) }

func holdsTo(e *formula.Expr, has func(label string) bool, depth int) bool {
	if e == nil {
		return true
	}
	if depth > 200 {
		return false
	}
	switch e.Op {
	case "name":
		return e.Text == "True" || e.Text != "False" && has(e.Text)
	case "bool":
		return strings.EqualFold(e.Text, "true")
	case "not":
		return len(e.Kids) == 1 && !holdsTo(e.Kids[0], has, depth+1)
	case "and":
		for _, k := range e.Kids {
			if !holdsTo(k, has, depth+1) {
				return false
			}
		}
		return len(e.Kids) > 0
	case "or":
		for _, k := range e.Kids {
			if holdsTo(k, has, depth+1) {
				return true
			}
		}
	}
	return false
}

// findings gives the first way to each sink for each rule whose labels the sink's expression accepts.
func (s *solver) findings() []Finding {
	order := make([]int, len(s.hits))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.hits[a].target, s.hits[b].target) })
	var found []Finding
	for lo := 0; lo < len(order); {
		hi := lo
		for hi < len(order) && s.hits[order[hi]].target == s.hits[order[lo]].target {
			hi++
		}
		found = s.atSink(order[lo:hi], found)
		lo = hi
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Sink.Path, b.Sink.Path), cmp.Compare(a.Sink.Start, b.Sink.Start), cmp.Compare(a.Sink.End, b.Sink.End),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.env, b.env), cmp.Compare(len(a.Trace), len(b.Trace)))
	})
	return slices.CompactFunc(found, func(a, b Finding) bool { return a.key() == b.key() })
}

// atSink judges all that reached one sink.
func (s *solver) atSink(order []int, found []Finding) []Finding {
	n := s.hits[order[0]].target
	file := s.fileOf(s.facts.at(s.recs.at(s.hits[order[0]].rec).fact))
	t := &s.files[file].targets[n-s.targetBase[file]]
	requires := s.plan.Specs[t.spec].Requires
	for rule := range s.plan.Rules {
		var came []hit
		for _, i := range order {
			if h := s.hits[i]; s.mask(h.mask)[rule/64]&(1<<(rule%64)) != 0 && s.agree(rule, t, file, h.kind) {
				came = append(came, h)
			}
		}
		if len(came) == 0 {
			continue
		}
		best := slices.IndexFunc(came, func(h hit) bool { return s.kinds.list[h.kind].label == defaultKind })
		if requires != nil {
			if !holds(requires, func(label string) bool { return s.has(came, label) }) {
				continue
			}
			best = slices.IndexFunc(came, func(h hit) bool { return mentions(requires, s.kinds.list[h.kind].label, 0) })
			best = max(best, 0)
		}
		if best >= 0 {
			found = append(found, s.finding(int32(rule), file, t, came[best]))
		}
	}
	return found
}

// mentions holds for a label that an expression wants.
func mentions(e *formula.Expr, label string, depth int) bool {
	if e.Op == "name" {
		return e.Text == label
	}
	return e.Op != "not" && depth < 200 && slices.ContainsFunc(e.Kids, func(k *formula.Expr) bool { return mentions(k, label, depth+1) })
}

// agree holds where the metavariables that source and sink share stand for the same text, if the rule wants that.
func (s *solver) agree(rule int, t *target, file, kind int32) bool {
	k := s.kinds.list[kind]
	if s.unify[rule/64]&(1<<(rule%64)) == 0 || k.env < 0 || t.env < 0 {
		return true
	}
	a, b := s.files[k.file], s.files[file]
	for _, x := range a.binds[a.envs[k.env].lo:a.envs[k.env].hi] {
		for _, y := range b.binds[b.envs[t.env].lo:b.envs[t.env].hi] {
			name := a.strs[x.name]
			if name == b.strs[y.name] && !(len(name) > 1 && name[1] >= '0' && name[1] <= '9') && a.strs[x.text] != b.strs[y.text] {
				return false
			}
		}
	}
	return true
}

// outermost leaves out findings inside of others of the same rule.
func outermost(found []Finding) []Finding {
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Sink.Path, b.Sink.Path), cmp.Compare(a.Sink.Start, b.Sink.Start), cmp.Compare(b.Sink.End, a.Sink.End))
	})
	kept := found[:0]
	for _, f := range found {
		if n := len(kept); n > 0 {
			o := &kept[n-1]
			if o.Rule == f.Rule && o.Sink.Path == f.Sink.Path && f.Sink.End <= o.Sink.End && (f.Sink.Start != o.Sink.Start || f.Sink.End != o.Sink.End) {
				continue
			}
		}
		kept = append(kept, f)
	}
	slices.SortStableFunc(kept, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Sink.Path, b.Sink.Path), cmp.Compare(a.Sink.Start, b.Sink.Start), cmp.Compare(a.Sink.End, b.Sink.End), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.env, b.env))
	})
	return kept
}
