package search

import (
	"slices"

	"bartizan/internal/syntax/generic"
)

// maxOperands bounds what is matched in any order or grouping; longer operations match as they are written.
const maxOperands = 8

// maxFlat is the most operands that are laid out at all.
const maxFlat = 64

// binary matches an operation. What an operator allows to be grouped or ordered otherwise is laid out as a list of operands.
func (m *matcher) binary(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	if tn.Kind == generic.AssignOp && pn.Op == tn.Op && m.script() { // x += y has the value x + y
		pl, tl := m.pat.First(p), m.u.First(t)
		if pr := m.next(pl); !listEllipsis(m.pat.Nodes[pr].Kind) && !listEllipsis(m.pat.Nodes[pl].Kind) && pn.Op != generic.And && pn.Op != generic.Or && pn.Op != generic.Nullish {
			return m.nodeGoal(pl, tl, m.nodeGoal(pr, m.after(tl), next))
		}
	}
	if tn.Kind != generic.Binary || pn.Op != tn.Op {
		return m.symbolic(p, t, next)
	}
	pl, tl := m.pat.First(p), m.u.First(t)
	pr, tr := m.next(pl), m.after(tl)
	if m.u.Language == "bash" && pn.Op == generic.BitOr {
		return m.pipeline(p, t, next)
	}
	if listEllipsis(m.pat.Nodes[pr].Kind) || listEllipsis(m.pat.Nodes[pl].Kind) {
		return m.flat(p, t, next)
	}
	switch pn.Op {
	case generic.BitOr, generic.BitAnd, generic.BitXor, generic.And, generic.Or:
		if m.o.ACMatching {
			return m.flat(p, t, next)
		}
	case generic.Eq, generic.Ne:
		if m.o.SymmetricEq {
			m.choice(pl, tl, m.nodeGoal(pr, tr, next))
			m.choice(pl, tr, m.nodeGoal(pr, tl, next))
			return fail
		}
	}
	return m.nodeGoal(pl, tl, m.nodeGoal(pr, tr, next))
}

// flat lays the operands of both sides out and matches the lists.
func (m *matcher) flat(p, t generic.ID, next int32) int32 {
	op := m.pat.Nodes[p].Op
	if t == m.root && m.inner(t) {
		return fail
	}
	from := len(m.lists)
	m.lists = flatten(m.pat, p, op, m.lists)
	np := len(m.lists) - from
	m.lists = append(m.lists, 0)
	at := len(m.lists)
	m.lists = flatten(m.u.File, t, op, m.lists)
	nt := len(m.lists) - at
	if nt > maxFlat {
		m.lists = m.lists[:from]
		pl, tl := m.pat.First(p), m.u.First(t)
		return m.nodeGoal(pl, tl, m.nodeGoal(m.next(pl), m.after(tl), next))
	}
	m.lists = append(m.lists, 0)
	m.pass.left -= nt
	md := modeExact
	switch op {
	case generic.BitAnd, generic.BitOr, generic.BitXor:
		md = modeOpen
	case generic.And, generic.Or:
		if m.o.CommutativeBoolop {
			md = modeOpen
		}
	}
	if nt > maxOperands && (np > 2 || md == modeOpen) && !slices.ContainsFunc(m.lists[from:from+np], func(o generic.ID) bool { return listEllipsis(m.pat.Nodes[o].Kind) }) { // too many ways: as it is written
		free := 0
		for _, o := range m.lists[from : from+np] {
			if m.pat.Nodes[o].Kind == generic.MV {
				free++
			}
		}
		if free > 1 {
			m.lists = m.lists[:from]
			pl, tl := m.pat.First(p), m.u.First(t)
			return m.nodeGoal(pl, tl, m.nodeGoal(m.next(pl), m.after(tl), next))
		}
	}
	return m.push(goal{op: goalEqual, mode: md, p: generic.ID(from), t: generic.ID(at), next: next})
}

// inner tells a part of an and- or or-chain of Python, which is one operation there however long it is.
func (m *matcher) inner(t generic.ID) bool {
	if m.u.Language != "python" {
		return false
	}
	n := &m.u.Nodes[t]
	parent := m.u.Parents[t]
	if n.Op != generic.And && n.Op != generic.Or || m.u.Nodes[parent].Kind != generic.Binary || m.u.Nodes[parent].Op != n.Op {
		return false
	}
	for at := int(n.Start) - 1; at >= 0; at-- {
		switch m.u.Text[at] {
		case ' ', '\t', '\n', '\r', '\\':
			continue
		case '(':
			return m.u.First(parent) == t && m.u.Nodes[parent].Start == n.Start
		}
		break
	}
	return true
}

// flatten appends the operands of an operation in order; of a long one only the first.
func flatten(f *generic.File, id generic.ID, op generic.Op, list []generic.ID) []generic.ID {
	steps := 0
	for at, end := id, f.End(id); at < end; {
		if steps++; steps > 4*maxFlat {
			for range maxFlat + 1 { // too many, however many are in the list
				list = append(list, at)
			}
			break
		}
		if n := &f.Nodes[at]; n.Kind == generic.Binary && n.Op == op {
			at++
			continue
		}
		list = append(list, at)
		at = f.End(at)
	}
	return list
}

// operands matches lists of operands: in order and all of them, or in any order and some.
func (m *matcher) operands(g goal) int32 {
	p, t := m.lists[g.p], m.lists[g.t]
	if p == 0 {
		if t == 0 || g.mode&modeOpen != 0 {
			return g.next
		}
		return fail
	}
	k := m.pat.Nodes[p].Kind
	if g.mode&modeOpen != 0 {
		rest := goal{op: goalEqual, mode: g.mode, p: g.p + 1, t: g.t, next: g.next}
		if listEllipsis(k) {
			return m.push(rest)
		}
		next := m.push(rest)
		for at := g.t; m.lists[at] != 0 && !m.pass.cut; at++ {
			if m.taken(m.lists[at]) {
				continue
			}
			b := m.mark()
			m.used = append(m.used, m.lists[at])
			m.run(m.nodeGoal(p, m.lists[at], next))
			m.undo(b)
		}
		return fail
	}
	if !listEllipsis(k) && k != generic.MV {
		if t == 0 {
			return fail
		}
		return m.nodeGoal(p, t, m.push(goal{op: goalEqual, p: g.p + 1, t: g.t + 1, next: g.next}))
	}
	for at := g.t; !m.pass.cut; at++ { // p takes what stands before at
		if k == generic.Ellipsis && m.met(p, generic.ID(at), g.next) {
			break
		}
		b := m.mark()
		if m.takeOperands(p, k, g.t, at) {
			m.run(m.push(goal{op: goalEqual, p: g.p + 1, t: at, next: g.next}))
		}
		m.undo(b)
		if m.lists[at] == 0 {
			break
		}
	}
	return fail
}

// takeOperands binds a metavariable to the operands from one place of the lists up to another.
func (m *matcher) takeOperands(p generic.ID, k generic.Kind, from, to generic.ID) bool {
	if k == generic.Ellipsis {
		return true
	}
	name := m.pat.Name(p)
	if from == to {
		return k == generic.MVEllipsis && m.bind(Binding{Name: name})
	}
	if name == "$_" {
		return true
	}
	first, last := m.lists[from], m.lists[to-1]
	if first == last {
		return m.bind(Binding{Name: name, Node: first, Last: first})
	}
	return m.bind(Binding{Name: name, Start: m.u.Nodes[first].Start, End: m.u.Nodes[last].End})
}

// assign matches an assignment, also with the definition of a variable that has a value.
func (m *matcher) assign(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	target := m.pat.First(p)
	value := m.next(target)
	switch tn.Kind {
	case generic.Assign:
		if pn.Op != tn.Op && (pn.Op != generic.Plain || tn.Op != generic.Declare) {
			return fail
		}
		to := m.u.First(t)
		return m.nodeGoal(target, to, m.nodeGoal(value, m.after(to), next))
	case generic.Var, generic.Field:
		if !m.o.VardefAssign || pn.Op == generic.Declare || pn.Op == generic.Bind {
			return fail
		}
		name, val := m.u.Part(t, 0), m.u.Part(t, 2)
		if name == 0 || val == 0 {
			return fail
		}
		if m.pat.Nodes[target].Kind == generic.Typed {
			if typ := m.u.Part(t, 1); typ != 0 && !m.inferred(typ) {
				inner := m.pat.First(target)
				return m.nodeGoal(inner, name, m.nodeGoal(m.next(inner), typ, m.nodeGoal(value, val, next)))
			}
		}
		return m.nodeGoal(target, name, m.nodeGoal(value, val, next))
	case generic.AssignOp:
		if pn.Op == generic.Plain && m.script() {
			return m.compoundAssign(target, value, t, next)
		}
		return fail
	case generic.ForEach:
		return fail
	case generic.Pair: // new T { a = b }
		if m.u.Language == "csharp" && pn.Op == generic.Plain && tn.Op == generic.Plain {
			to := m.u.First(t)
			return m.nodeGoal(target, to, m.nodeGoal(value, m.after(to), next))
		}
	}
	return m.symbolic(p, t, next)
}

// compoundAssign matches a pattern x = v with x op= w, which is x = x op w. A metavariable for v stands for all of it, but
// for w where x keeps its value unless it has none.
func (m *matcher) compoundAssign(target, value, t generic.ID, next int32) int32 {
	to := m.u.First(t)
	right := m.after(to)
	vn, op := &m.pat.Nodes[value], m.u.Nodes[t].Op
	keeps := op == generic.Nullish || op == generic.And || op == generic.Or
	switch {
	case vn.Kind == generic.MV && keeps:
		next = m.nodeGoal(value, right, next)
	case vn.Kind == generic.MV, vn.Kind == generic.Deep, vn.Kind == generic.Ellipsis:
		next = m.nodeGoal(value, t, next)
	case vn.Kind == generic.Binary && vn.Op == op && !keeps:
		l := m.pat.First(value)
		next = m.nodeGoal(l, to, m.nodeGoal(m.next(l), right, next))
	default:
		return fail
	}
	return m.nodeGoal(target, to, next)
}

// script says that the file is of the JavaScript family.
func (m *matcher) script() bool {
	switch m.u.Language {
	case "javascript", "typescript", "tsx":
		return true
	}
	return false
}

// inferred tells a variable's type that is the one of its value.
func (m *matcher) inferred(typ generic.ID) bool {
	switch m.u.Nodes[typ].Kind {
	case generic.Empty:
		return true
	case generic.TypeName, generic.Ident:
		return m.u.Language == "java" && m.u.Name(typ) == "var"
	}
	return false
}

// conversion matches what a pattern of Go has as a conversion, and a file as a call of the same name.
func (m *matcher) conversion(p, t generic.ID, next int32) int32 {
	typ := m.pat.First(p)
	args := m.u.Child(t, 1)
	if m.pat.Nodes[typ].Kind != generic.TypeName || args == 0 {
		return fail
	}
	callee := m.u.First(t)
	if m.u.Text == nil || string(m.u.File.Text(callee)) != m.pat.Name(typ) && !m.canonicalIs(callee, m.pat.Name(typ)) {
		return fail
	}
	value := m.next(typ)
	if listEllipsis(m.pat.Nodes[value].Kind) {
		return next
	}
	arg := m.u.First(args)
	if arg == 0 || m.after(arg) != 0 {
		return fail
	}
	return m.nodeGoal(value, arg, next)
}

// symbolic goes on with the expression that a name always stands for.
func (m *matcher) symbolic(p, t generic.ID, next int32) int32 {
	if !m.o.SymbolicPropagation || t == m.root || m.substituted >= maxSubstitutions || m.u.Nodes[t].Kind != generic.Ident {
		return fail
	}
	origin := m.u.Origin(t)
	if origin == 0 || origin == t {
		return fail
	}
	m.substituted++
	return m.nodeGoal(p, origin, next)
}

// maxSubstitutions is how often one match may go from a name to what it stands for.
const maxSubstitutions = 50

// symbolicMember goes on with the chain of which the object has been replaced by what it stands for.
func (m *matcher) symbolicMember(p, t generic.ID, next int32) int32 {
	if !m.o.SymbolicPropagation {
		return fail
	}
	object, to := m.pat.First(p), m.u.First(t)
	if !m.nameFits(m.next(object), m.after(to)) || m.u.Nodes[to].Kind != generic.Ident && m.u.Nodes[to].Kind != generic.Member {
		return fail
	}
	return m.nodeGoal(object, to, next)
}
