package search

import (
	"cmp"
	"slices"

	"bartizan/internal/codegate/sast/formula"
)

// A kind says how a range takes part in the algebra.
type kind uint8

const (
	plain kind = iota
	inside
	regex
	anywhere
)

// A ranged match is one on its way through a formula.
type ranged struct {
	Match
	kind kind
}

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
	case "regex", "":
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
		key := evalKey{part.Spec.Formula, *e.o}
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

// includes says that y lies in x and that they agree on what they both bind. Numbered groups of regular expressions do
// not count.
func (p *Pass) includes(x, y *ranged) bool {
	if x.kind != anywhere && (y.Start < x.Start || y.End > x.End) {
		return false
	}
	return p.agree(x.Env, y.Env)
}

func (p *Pass) agree(a, b []Binding) bool {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch c := cmp.Compare(a[i].Name, b[j].Name); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			if !numbered(a[i].Name) && !p.sameBinding(&a[i], &b[j]) {
				return false
			}
			i++
			j++
		}
	}
	return true
}

func numbered(name string) bool { return len(name) > 1 && name[1] >= '0' && name[1] <= '9' }

// merge gives x with what y binds beyond it.
func merge(x, y *ranged) ranged {
	out := *x
	if len(y.Env) == 0 {
		return out
	}
	env := make([]Binding, 0, len(x.Env)+len(y.Env))
	i, j := 0, 0
	for i < len(x.Env) || j < len(y.Env) {
		switch {
		case j == len(y.Env) || i < len(x.Env) && x.Env[i].Name < y.Env[j].Name:
			env = append(env, x.Env[i])
			i++
		case i == len(x.Env) || y.Env[j].Name < x.Env[i].Name:
			env = append(env, y.Env[j])
			j++
		default:
			env = append(env, x.Env[i])
			i++
			j++
		}
	}
	out.Env = env
	if out.Fix == "" {
		out.Fix = y.Fix
	}
	return out
}

// intersect keeps of two ranges the one that lies in the other, with what both bind.
func (e *evaluation) intersect(xs, ys []ranged) []ranged {
	var out []ranged
	for i := range xs {
		x := &xs[i]
		for j := range ys {
			y := &ys[j]
			if x.kind != anywhere && y.kind != anywhere && !(x.Start >= y.Start && x.End <= y.End) && !(y.Start >= x.Start && y.End <= x.End) {
				continue
			}
			if !e.agree(x.Env, y.Env) {
				continue
			}
			if (y.kind == anywhere || x.Start >= y.Start && x.End <= y.End) && !(x.kind == inside && y.kind != inside) {
				out = append(out, merge(x, y))
			}
			if (x.kind == anywhere || y.Start >= x.Start && y.End <= x.End) && !(y.kind == inside && x.kind != inside) {
				out = append(out, merge(y, x))
			}
		}
		if e.left -= len(ys)/8 + 1; e.left < 0 {
			e.cut = true
			break
		}
	}
	return e.limit(compact(out))
}

// subtract takes away what a negated formula matches.
func (e *evaluation) subtract(found []ranged, f *formula.Formula) []ranged {
	ys := e.formula(f)
	if len(ys) == 0 {
		return found
	}
	var kept []ranged
	for i := range found {
		x := &found[i]
		gone := false
		for j := range ys {
			y := &ys[j]
			in, out := y.Start <= x.Start && x.End <= y.End, x.Start <= y.Start && y.End <= x.End
			switch y.kind {
			case inside:
			case regex:
				in = in || out
			case anywhere:
				in = true
			default:
				in = in && out
			}
			if in && e.agree(x.Env, y.Env) {
				gone = true
				break
			}
		}
		if !gone {
			kept = append(kept, *x)
		}
		if e.left -= len(ys)/8 + 1; e.left < 0 {
			e.cut = true
			break
		}
	}
	return kept
}

// selected gives the expressions in the ranges found, bound to a metavariable: those that agree with it where it is bound.
func (e *evaluation) selected(found []ranged, name string) []ranged {
	var out []ranged
	for i := range found {
		x := &found[i]
		at, bound := lookup(x.Env, name)
		from, to := 2, len(e.u.Nodes)
		if x.Node != 0 {
			from, to = int(x.Node), int(e.u.End(x.Node))
		}
		for id := from; id < to; id++ {
			n := &e.u.Nodes[id]
			if n.Start < x.Start || n.End > x.End || !n.Kind.Expression() || !e.standsAlone(nodeID(id)) || !selectable(n.Kind) {
				continue
			}
			y := ranged{Match: Match{Start: n.Start, End: n.End, Node: nodeID(id)}}
			if b := (Binding{Name: name, Node: nodeID(id), Last: nodeID(id), Start: n.Start, End: n.End}); name != "$_" {
				if bound && !e.sameBinding(&x.Env[at], &b) {
					continue
				}
				y.Env = []Binding{b}
			}
			out = append(out, merge(&y, x))
		}
		if e.left -= (to-from)/8 + 1; e.left < 0 || len(out) > maxRanges {
			e.cut = true
			break
		}
	}
	return e.limit(compact(out))
}

// focus moves ranges to what metavariables are bound to: each list is a union, several lists intersect.
func (e *evaluation) focus(found []ranged, lists [][]string) []ranged {
	var out []ranged
	for i := range found {
		x := &found[i]
		ranges := []ranged{*x}
		for k, names := range lists {
			var next []ranged
			for _, name := range names {
				at, ok := lookup(x.Env, name)
				if !ok {
					continue
				}
				b := &x.Env[at]
				if b.Start < x.Start || b.End > x.End || b.Start == b.End && b.Node == 0 {
					continue
				}
				for _, r := range ranges {
					y := r
					y.Start, y.End, y.Node = b.Start, b.End, 0
					if b.Node == b.Last {
						y.Node = b.Node
					}
					switch {
					case k == 0 || y.Start >= r.Start && y.End <= r.End:
						next = append(next, y)
					case r.Start >= y.Start && r.End <= y.End:
						next = append(next, r)
					}
				}
			}
			ranges = next
		}
		for _, r := range ranges {
			r.kind = plain
			out = append(out, r)
		}
	}
	return out
}

func sameRange(a, b *ranged) bool {
	return a.Start == b.Start && a.End == b.End && slices.Equal(a.Env, b.Env)
}

func sortRanges(found []ranged) {
	slices.SortStableFunc(found, func(a, b ranged) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), compareEnv(a.Env, b.Env), cmp.Compare(a.kind, b.kind), cmp.Compare(a.Node, b.Node))
	})
}

// compact sorts and leaves out what is there twice.
func compact(found []ranged) []ranged {
	if len(found) < 2 {
		return found
	}
	sortRanges(found)
	return slices.CompactFunc(found, func(a, b ranged) bool { return a.kind == b.kind && sameRange(&a, &b) })
}
