package search

import (
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/formula"
)

// An evaluation is one formula at work on a file, or on a part of it.
type evaluation struct {
	*Pass
	o        *formula.Options
	language string
	within   *ranged // only what lies in it counts: what a metavariable is bound to
}

// formula gives the ranges where a formula holds.
func (e *evaluation) formula(f *formula.Formula) []ranged {
	if e.cut {
		return nil
	}
	switch f.Op {
	case formula.Pattern:
		return e.restrict(e.leaf(f, false))
	case formula.Regex:
		return e.restrict(e.regex(f.Text))
	case formula.Any:
		var all []ranged
		for _, k := range f.Kids {
			all = append(all, e.formula(k)...)
		}
		return e.limit(withFix(compact(all), f))
	case formula.All:
		return withFix(e.all(f), f)
	case formula.Inside:
		return marked(e.inside(f.Kids[0]), inside)
	case formula.Anywhere:
		return marked(e.formula(f.Kids[0]), anywhere)
	case formula.Not: // alone it has nothing to take away from
		return nil
	case formula.Model:
		return e.restrict(e.model(f))
	}
	return nil
}

// inside gives the ranges of a formula of which only the longest of each start matter.
func (e *evaluation) inside(f *formula.Formula) []ranged {
	if f.Op == formula.Pattern {
		return e.restrict(e.leaf(f, true))
	}
	if f.Op == formula.Any {
		var all []ranged
		for _, k := range f.Kids {
			all = append(all, e.inside(k)...)
		}
		return compact(all)
	}
	return e.formula(f)
}

func (e *evaluation) leaf(f *formula.Formula, longest bool) []ranged {
	switch e.language {
	case "generic":
		return e.generic(f.Text, e.o)
	case "regex":
		return e.regex(strings.TrimSuffix(f.Text, "\n"))
	case "":
		return nil
	}
	c := e.set.leafPattern(f, e.language)
	if c.any && e.within != nil {
		return []ranged{*e.within}
	}
	found := e.pattern(c, e.o, longest)
	if w := e.within; w != nil && w.Node != 0 && !e.standsAlone(w.Node) { // a name that is part of another node
		found = slices.Concat(found, e.patternAt(c, e.o, w.Node))
	}
	return found
}

// model is the union of what libraries give to a name. Rules share models, so each is computed once.
func (e *evaluation) model(f *formula.Formula) []ranged {
	var all []ranged
	for _, part := range e.set.models.Formulas[f.Text] {
		if part.Spec.Formula == nil || !slices.ContainsFunc(part.Languages, func(l string) bool { return l == e.language || l == "typescript" && e.language == "tsx" }) {
			continue
		}
		key := evalKey{part.Spec.Formula, e.option(e.o)}
		l := e.models[key]
		if l == nil {
			l = &leaf{}
			e.models[key] = l // a model that names itself is empty
			whole := evaluation{Pass: e.Pass, o: e.o, language: e.language}
			l.found = whole.formula(part.Spec.Formula)
			l.cut = e.cut
		}
		e.cut = e.cut || l.cut
		all = append(all, l.found...)
	}
	return compact(all)
}

// restrict keeps what lies in the part of the file that is looked at.
func (e *evaluation) restrict(found []ranged) []ranged {
	if e.within == nil {
		return found
	}
	var kept []ranged
	for i := range found {
		if e.includes(e.within, &found[i]) {
			kept = append(kept, found[i])
		}
	}
	return kept
}

func (e *evaluation) limit(found []ranged) []ranged {
	if len(found) > maxRanges {
		e.cut = true
		return found[:maxRanges]
	}
	return found
}

func marked(found []ranged, k kind) []ranged {
	out := slices.Clone(found)
	for i := range out {
		out[i].kind = k
	}
	return out
}

func withFix(found []ranged, f *formula.Formula) []ranged {
	if f.Fix == "" {
		return found
	}
	found = slices.Clone(found)
	for i := range found {
		found[i].Fix = f.Fix
	}
	return found
}

// all intersects the positive members, takes the negative ones away, tests the conditions and moves to the focus.
func (e *evaluation) all(f *formula.Formula) []ranged {
	var found []ranged
	started := false
	take := func(next []ranged) {
		if !started {
			found, started = next, true
			return
		}
		found = e.intersect(found, next)
	}
	if e.within != nil {
		take([]ranged{*e.within})
	}
	if !e.possible(f) {
		return nil
	}
	var selectors []string
	positives := 0
	for _, k := range f.Kids {
		if k.Op != formula.Not {
			positives++
		}
	}
	for _, k := range f.Kids {
		if k.Op == formula.Not || k.Op == formula.Inside {
			continue
		}
		if s := e.selector(k); s != "" && positives > 1 {
			selectors = append(selectors, s)
			continue
		}
		if take(e.formula(k)); len(found) == 0 {
			return nil
		}
	}
	for _, k := range f.Kids {
		if k.Op == formula.Inside {
			if take(e.formula(k)); len(found) == 0 {
				return nil
			}
		}
	}
	for _, s := range selectors {
		if started {
			found = e.selected(found, s)
		} else {
			take(e.pattern(e.set.pattern(s, e.language), e.o, false))
		}
	}
	for _, k := range f.Kids {
		if k.Op == formula.Not && len(found) > 0 {
			found = e.subtract(found, k.Kids[0])
		}
	}
	for i := range f.Conditions {
		if len(found) > 0 {
			found = e.limit(compact(e.condition(found, &f.Conditions[i])))
		}
	}
	if len(f.Focus) > 0 {
		found = compact(e.focus(found, f.Focus))
	}
	return found
}

// possible says whether the words are there that the positive members of a formula need.
func (e *evaluation) possible(f *formula.Formula) bool {
	switch f.Op {
	case formula.Pattern:
		if e.language == "generic" || e.language == "regex" || e.language == "" || e.u.Table == nil {
			return true
		}
		c := e.set.leafPattern(f, e.language)
		if c.err != nil {
			return false
		}
		if e.x == nil {
			if len(e.u.Nodes) < 2 {
				return false
			}
			e.x = newIndex(e.u)
		}
		for _, w := range c.words {
			if !e.x.words[w] {
				return false
			}
		}
	case formula.All:
		for _, k := range f.Kids {
			if !e.possible(k) {
				return false
			}
		}
	case formula.Any:
		return slices.ContainsFunc(f.Kids, e.possible)
	case formula.Inside:
		return e.possible(f.Kids[0])
	}
	return true
}

func (e *evaluation) selector(f *formula.Formula) string {
	if f.Op != formula.Pattern || e.language == "generic" || e.language == "regex" || e.language == "" {
		return ""
	}
	return e.set.leafPattern(f, e.language).selector
}
