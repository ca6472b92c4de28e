package search

import (
	"bartizan/internal/syntax/generic"
)

func modifier(k generic.Kind) bool {
	return k == generic.Attr || k == generic.Decorator || k == generic.TypeParams
}

// modifiers wants every modifier of the pattern among those of the file, in any order, and gives the first part behind.
func (m *matcher) modifiers(p, t generic.ID, next int32) (generic.ID, generic.ID, int32) {
	pc, tc := m.pat.First(p), m.u.First(t)
	from := tc
	for tc != 0 && modifier(m.u.Nodes[tc].Kind) {
		tc = m.after(tc)
	}
	for ; pc != 0 && (modifier(m.pat.Nodes[pc].Kind) || listEllipsis(m.pat.Nodes[pc].Kind) && modifier(m.following1(pc))); pc = m.next(pc) {
		n := &m.pat.Nodes[pc]
		switch {
		case listEllipsis(n.Kind) || next == fail:
		case n.Kind == generic.Attr:
			if !m.hasAttr(pc, from) {
				next = fail
			} else if n.Size > 1 {
				next = m.push(goal{op: goalOne, p: pc, t: from, next: next})
			}
		case from == tc:
			next = fail
		default:
			next = m.push(goal{op: goalOne, p: pc, t: from, next: next})
		}
	}
	return pc, tc, next
}

func (m *matcher) following1(p generic.ID) generic.Kind {
	if p = m.next(p); p == 0 {
		return generic.None
	}
	return m.pat.Nodes[p].Kind
}

func (m *matcher) hasAttr(p, t generic.ID) bool {
	want := m.pat.Name(p)
	for ; t != 0 && modifier(m.u.Nodes[t].Kind); t = m.after(t) {
		if m.u.Nodes[t].Kind != generic.Attr {
			continue
		}
		got := m.u.Name(t)
		if got == want {
			return true
		}
		if m.o.LetIsVar && want == "var" && (got == "let" || got == "const") {
			return true
		}
	}
	return false
}

// decorator matches a decorator; one without arguments is one that is called with none.
func (m *matcher) decorator(p, t generic.ID, next int32) int32 {
	pe, te := m.pat.First(p), m.u.First(t)
	if pe == 0 || te == 0 {
		return fail
	}
	pc, tc := m.pat.Nodes[pe].Kind == generic.Call, m.u.Nodes[te].Kind == generic.Call
	switch {
	case pc && !tc:
		return m.calledBare(pe, te, next)
	case tc && !pc:
		callee := m.u.First(te)
		if m.u.First(m.after(callee)) != 0 {
			return fail
		}
		te = callee
	}
	return m.nodeGoal(pe, te, next)
}

// calledBare matches a call without arguments with what stands in a decorator alone.
func (m *matcher) calledBare(pe, te generic.ID, next int32) int32 {
	callee := m.pat.First(pe)
	for a := m.pat.First(m.next(callee)); a != 0; a = m.next(a) {
		switch m.pat.Nodes[a].Kind {
		case generic.Ellipsis:
		case generic.MVEllipsis:
			if !m.bind(Binding{Name: m.pat.Name(a)}) {
				return fail
			}
		default:
			return fail
		}
	}
	return m.nodeGoal(callee, te, next)
}

// function matches a function with a function, a method, or what holds one: a property of an object, a field.
func (m *matcher) function(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	switch {
	case tn.Kind == pn.Kind, pn.Kind == generic.Func && tn.Kind == generic.Lambda && m.nameless(p):
	case pn.Kind == generic.Func && m.o.ArrowIsFunction && m.u.Language != "python" && (tn.Kind == generic.Pair || tn.Kind == generic.Field):
		name, value := m.u.Part(t, 0), m.u.Part(t, 2)
		if tn.Kind == generic.Pair {
			value = m.u.Part(t, 1)
		}
		if value == 0 || name == 0 || m.u.Nodes[value].Kind != generic.Lambda {
			return fail
		}
		pc, tc, next := m.modifiers(p, value, next)
		if pc == 0 || tc == 0 || next == fail {
			return fail
		}
		next = m.signature(m.next(pc), m.after(tc), next)
		if k := m.pat.Nodes[pc].Kind; k != generic.Empty && k != generic.Ellipsis && next != fail {
			next = m.nodeGoal(pc, name, next)
		}
		return next
	default:
		return m.symbolic(p, t, next)
	}
	pc, tc, next := m.modifiers(p, t, next)
	if pc == 0 || tc == 0 || next == fail {
		return fail
	}
	next = m.signature(m.next(pc), m.after(tc), next)
	if next == fail {
		return fail
	}
	if pn.Kind == generic.Lambda { // the name of a function expression is its own affair
		return next
	}
	switch k := m.pat.Nodes[pc].Kind; k {
	case generic.Empty, generic.Ellipsis:
		return next
	case generic.Ident:
		if m.u.Nodes[tc].Kind == generic.Ident && m.pat.Name(pc) != m.u.Name(tc) {
			return fail
		}
	}
	return m.nodeGoal(pc, tc, next)
}

// nameless tells a pattern of a function with any name or none.
func (m *matcher) nameless(p generic.ID) bool {
	pc := m.pat.First(p)
	for pc != 0 && modifier(m.pat.Nodes[pc].Kind) {
		pc = m.next(pc)
	}
	return pc != 0 && m.pat.Nodes[pc].Kind == generic.Ellipsis
}

// signature matches parameters, result and body.
func (m *matcher) signature(pc, tc generic.ID, next int32) int32 {
	if pc == 0 || tc == 0 {
		return next
	}
	params, tparams := pc, tc
	pc, tc = m.next(pc), m.after(tc)
	for ; pc != 0 && tc != 0; pc, tc = m.next(pc), m.after(tc) {
		switch m.pat.Nodes[pc].Kind {
		case generic.Empty, generic.Ellipsis:
			continue
		case generic.Block:
			if m.u.Nodes[tc].Kind == generic.Empty && !m.onlyEllipsis(m.pat.First(pc)) {
				return fail
			}
		}
		next = m.nodeGoal(pc, tc, next)
	}
	if k := m.pat.Nodes[params].Kind; k == generic.Empty || k == generic.Ellipsis || m.onlyEllipsis(m.pat.First(params)) && k == generic.Params {
		return next
	}
	return m.nodeGoal(params, tparams, next)
}

// parameter matches a name, and the type, default and modifiers that the pattern has.
func (m *matcher) parameter(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	pc, tc, next := m.modifiers(p, t, next)
	if pc == 0 || tc == 0 || next == fail {
		return fail
	}
	if pn.Op != tn.Op {
		switch {
		case pn.Op == generic.Plain && tn.Op == generic.Optional:
		case pn.Op == generic.Plain && tn.Op == generic.Rest && m.u.Language != "python":
		default:
			return fail
		}
	}
	if typ, ttyp := m.next(pc), m.after(tc); typ != 0 && ttyp != 0 {
		value, tvalue := m.next(typ), m.after(ttyp)
		if value != 0 && tvalue != 0 && m.pat.Nodes[value].Kind != generic.Empty {
			if m.u.Nodes[tvalue].Kind == generic.Empty {
				return fail
			}
			next = m.nodeGoal(value, tvalue, next)
		}
		if m.pat.Nodes[typ].Kind != generic.Empty {
			next = m.nodeGoal(typ, ttyp, next)
		}
	}
	switch m.pat.Nodes[pc].Kind {
	case generic.Empty, generic.Ellipsis:
		return next
	}
	return m.nodeGoal(pc, tc, next)
}

// class matches a class that has at least the modifiers, bases and members of the pattern.
func (m *matcher) class(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	if tn.Kind != generic.Class {
		return m.symbolic(p, t, next)
	}
	if pn.Op != tn.Op {
		return fail
	}
	pc, tc, next := m.modifiers(p, t, next)
	if pc == 0 || tc == 0 || next == fail {
		return fail
	}
	name, tname := pc, tc
	pc, tc = m.next(pc), m.after(tc)
	extends := tc
	for tc != 0 && m.u.Nodes[tc].Kind == generic.Extends {
		tc = m.after(tc)
	}
	for ; pc != 0; pc = m.next(pc) {
		switch m.pat.Nodes[pc].Kind {
		case generic.Extends:
			if next = m.bases(pc, extends, next); next == fail {
				return fail
			}
		case generic.Block:
			if tc == 0 {
				return fail
			}
			if pf := m.pat.First(pc); pf != 0 && !m.onlyEllipsis(pf) {
				if m.u.Nodes[tc].Kind != generic.Block {
					return fail
				}
				next = m.push(goal{op: goalSet, mode: modeOpen, p: pf, t: m.u.First(tc), next: next})
			}
		}
	}
	switch m.pat.Nodes[name].Kind {
	case generic.Empty, generic.Ellipsis:
		return next
	}
	return m.nodeGoal(name, tname, next)
}

// bases matches one list of base classes or interfaces with the one of the same flavour.
func (m *matcher) bases(p, t generic.ID, next int32) int32 {
	pf := m.pat.First(p)
	if pf == 0 || m.onlyEllipsis(pf) {
		return next
	}
	op := m.pat.Nodes[p].Op
	for ; t != 0 && m.u.Nodes[t].Kind == generic.Extends; t = m.after(t) {
		if m.u.Nodes[t].Op != op {
			continue
		}
		if op == generic.Plain && m.u.Language != "php" && m.u.Language != "kotlin" {
			return m.chainOf(pf, m.u.First(t), modeExact, next)
		}
		return m.push(goal{op: goalSet, mode: modeOpen, p: pf, t: m.u.First(t), next: next})
	}
	return fail
}

// variable matches the definition of a variable or a field.
func (m *matcher) variable(p, t generic.ID, next int32) int32 {
	tn := &m.u.Nodes[t]
	if tn.Kind != generic.Var && tn.Kind != generic.Field {
		return fail
	}
	pc, tc, next := m.modifiers(p, t, next)
	if pc == 0 || tc == 0 || next == fail {
		return fail
	}
	name, tname := pc, tc
	typ, ttyp := m.next(pc), m.after(tc)
	if typ == 0 || ttyp == 0 {
		return fail
	}
	value, tvalue := m.next(typ), m.after(ttyp)
	if value != 0 && tvalue != 0 {
		if (m.pat.Nodes[value].Kind == generic.Empty) != (m.u.Nodes[tvalue].Kind == generic.Empty) {
			return fail
		}
		next = m.nodeGoal(value, tvalue, next)
	}
	if k := m.pat.Nodes[typ].Kind; k != generic.Empty && k != generic.Ellipsis {
		next = m.nodeGoal(typ, ttyp, next)
	}
	return m.nodeGoal(name, tname, next)
}
