package search

import (
	"bartizan/internal/syntax/generic"
)

// arguments matches the arguments of a call: those with a name in any order, the others in theirs.
func (m *matcher) arguments(p, t generic.ID, next int32) int32 {
	pf, tf := m.pat.First(p), m.u.First(t)
	if pf != 0 && m.next(pf) == 0 && m.pat.Nodes[pf].Kind == generic.Ellipsis {
		return next
	}
	namedP, pairs, open, run := 0, false, false, false
	for c := pf; c != 0; c = m.next(c) {
		switch m.pat.Nodes[c].Kind {
		case generic.NamedArg:
			namedP++
		case generic.Pair:
			pairs = true
		case generic.Ellipsis:
			open = true
		case generic.MVEllipsis:
			run = true
		}
	}
	if pairs { // Go's T{a: 1}
		md := modeExact
		if open {
			md = modeOpen
		}
		return m.push(goal{op: goalSet, mode: md, p: pf, t: tf, next: next})
	}
	namedT := 0
	for c := tf; c != 0; c = m.after(c) {
		if m.u.Nodes[c].Kind == generic.NamedArg {
			namedT++
		}
	}
	if namedP == 0 && (namedT == 0 || run) {
		return m.chainOf(pf, tf, modeExact, next)
	}
	if namedP > namedT || namedP < namedT && !open && !run || !m.lastNamed(pf, tf) {
		return fail
	}
	first := pf
	for first != 0 && m.pat.Nodes[first].Kind == generic.NamedArg {
		first = m.next(first)
	}
	next = m.chainOf(first, tf, modeArgs, next)
	for c := pf; c != 0; c = m.next(c) {
		if m.pat.Nodes[c].Kind == generic.NamedArg {
			next = m.push(goal{op: goalOne, p: c, t: tf, next: next})
		}
	}
	return next
}

// lastNamed refuses a call whose last argument is a named one of which a pattern that ends in a named argument says nothing.
func (m *matcher) lastNamed(p, t generic.ID) bool {
	pl, tl := p, t
	for pl != 0 && m.next(pl) != 0 {
		pl = m.next(pl)
	}
	for tl != 0 && m.after(tl) != 0 {
		tl = m.after(tl)
	}
	if pl == 0 || tl == 0 || m.pat.Nodes[pl].Kind != generic.NamedArg || m.u.Nodes[tl].Kind != generic.NamedArg {
		return true
	}
	for ; p != 0; p = m.next(p) {
		if m.pat.Nodes[p].Kind != generic.NamedArg {
			continue
		}
		if k := m.pat.First(p); m.pat.Nodes[k].Kind != generic.Ident || m.pat.Name(k) == m.u.Name(m.u.First(tl)) {
			return true
		}
	}
	return false
}

// one matches p with one of the siblings from t that is not taken yet.
func (m *matcher) one(g goal) int32 {
	k := m.pat.Nodes[g.p].Kind
	for t := g.t; t != 0 && !m.pass.cut; t = m.after(t) {
		at := t
		if g.mode&modeKey != 0 { // the names that an object is taken apart into
			if at = m.u.First(t); at == 0 || m.u.Nodes[t].Kind != generic.Pair {
				continue
			}
		} else if m.u.Nodes[t].Kind != k {
			continue
		}
		if m.taken(t) {
			continue
		}
		b := m.mark()
		m.used = append(m.used, t)
		m.run(m.nodeGoal(g.p, at, g.next))
		m.undo(b)
	}
	return fail
}

// keyed matches a key and its value. A key is the same whether it is written as a name or as a string.
func (m *matcher) keyed(p, t generic.ID, next int32) int32 {
	pk, tk := m.pat.First(p), m.u.First(t)
	if pk == 0 || tk == 0 {
		return fail
	}
	pv, tv := m.next(pk), m.after(tk)
	if pv != 0 {
		if tv == 0 {
			return fail
		}
		switch k := m.pat.Nodes[pv].Kind; {
		case k == generic.Empty && m.u.Nodes[tv].Kind != generic.Empty:
			return fail
		case k != generic.Empty:
			next = m.nodeGoal(pv, tv, next)
		}
	}
	pn, tn := &m.pat.Nodes[pk], &m.u.Nodes[tk]
	a, b := pn.Kind, tn.Kind
	if (a == generic.Ident || a == generic.String) && (b == generic.Ident || b == generic.String) && a != b && m.u.Language != "python" {
		if m.pat.Name(pk) == m.u.Name(tk) && m.u.Nodes[t].Op != generic.Computed {
			return next
		}
		return fail
	}
	if a == generic.Ident && b == generic.Ident {
		if m.pat.Strings[pn.Ref] != m.u.Strings[tn.Ref] {
			return fail
		}
		return next
	}
	if a == generic.RegexString && b == generic.Ident {
		re, err := m.pass.set.stringRegex(m.pat.Name(pk))
		if err == nil && matches(re, m.u.Name(tk)) {
			return next
		}
		return fail
	}
	return m.nodeGoal(pk, tk, next)
}

// container matches dictionaries and sets, whose members stand in any order. Objects may have more than the pattern names.
func (m *matcher) container(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	pf := m.pat.First(p)
	if tn.Kind == generic.Comprehension {
		if m.onlyEllipsis(pf) && (pn.Kind == generic.Dict && (tn.Op == generic.DictOf || tn.Op == generic.SetOf) || pn.Kind == generic.Set && tn.Op == generic.SetOf ||
			pn.Op == generic.ListOf && tn.Op == generic.ListOf) {
			return next
		}
		return fail
	}
	if pn.Op == generic.ListOf {
		return m.sequence(p, t, next)
	}
	if pn.Kind != tn.Kind {
		switch {
		case m.onlyEllipsis(pf) && pn.Kind == generic.Dict && tn.Kind == generic.Set:
			return next
		case pn.Kind == generic.Dict && tn.Kind == generic.Destructure && tn.Op == generic.DictOf, pn.Kind == generic.Destructure && tn.Kind == generic.Dict:
		default:
			return m.symbolic(p, t, next)
		}
	}
	md := modeExact
	if m.o.ImplicitEllipsis && pn.Kind != generic.Set {
		switch m.u.Language {
		case "python", "yaml", "json":
		default:
			md = modeOpen
		}
	}
	for c := pf; c != 0; c = m.next(c) {
		if m.pat.Nodes[c].Kind == generic.MVEllipsis && c == pf && m.next(c) == 0 {
			return m.chainOf(pf, m.u.First(t), modeExact, next)
		}
	}
	return m.push(goal{op: goalSet, mode: md, p: pf, t: m.u.First(t), next: next})
}

func (m *matcher) onlyEllipsis(p generic.ID) bool {
	return p != 0 && m.next(p) == 0 && m.pat.Nodes[p].Kind == generic.Ellipsis
}

// sequence matches lists and tuples.
func (m *matcher) sequence(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	pf := m.pat.First(p)
	switch {
	case tn.Kind == generic.Comprehension:
		if pn.Kind == generic.List && tn.Op == generic.ListOf && m.onlyEllipsis(pf) {
			return next
		}
		return fail
	case pn.Kind == tn.Kind && (pn.Kind != generic.Tuple || pn.Op == tn.Op):
	case pn.Kind == generic.List && tn.Kind == generic.Dict && (m.u.Language == "csharp" || m.u.Language == "php") && m.onlyEllipsis(pf): // new T {...}, array(...)
		return next
	case (pn.Kind == generic.List || pn.Op == generic.ListOf) && (tn.Kind == generic.List || tn.Kind == generic.Destructure && tn.Op == generic.ListOf):
	default:
		return m.symbolic(p, t, next)
	}
	return m.chainOf(pf, m.u.First(t), modeExact, next)
}

// xml matches an element: its attributes in any order, its content from the beginning in order; there may be more of both.
func (m *matcher) xml(p, t generic.ID, next int32) int32 {
	if m.u.Nodes[t].Kind != generic.Xml {
		return m.symbolic(p, t, next)
	}
	pc, tc := m.pat.First(p), m.u.First(t)
	if pc == 0 || tc == 0 {
		return next
	}
	attributes := func(k generic.Kind) bool {
		return k == generic.XmlAttr || k == generic.Spread || k == generic.TypeParams
	}
	pa, ta := m.next(pc), m.after(tc)
	body, to := pa, ta
	for body != 0 && (attributes(m.pat.Nodes[body].Kind) || listEllipsis(m.pat.Nodes[body].Kind) && m.laterAttribute(body)) {
		body = m.next(body)
	}
	for to != 0 && attributes(m.u.Nodes[to].Kind) {
		to = m.after(to)
	}
	if body != 0 {
		next = m.chainOf(body, to, modeOpen, next)
	} else if to != 0 && !m.o.XMLSingletonLooseMatching {
		return fail
	}
	for c := pa; c != body; c = m.next(c) {
		if attributes(m.pat.Nodes[c].Kind) {
			next = m.push(goal{op: goalOne, p: c, t: ta, next: next})
		}
	}
	return m.nodeGoal(pc, tc, next)
}

func (m *matcher) laterAttribute(p generic.ID) bool {
	for p = m.next(p); p != 0; p = m.next(p) {
		if k := m.pat.Nodes[p].Kind; k == generic.XmlAttr || k == generic.Spread {
			return true
		}
	}
	return false
}
