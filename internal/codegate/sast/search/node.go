package search

import (
	"strings"

	"bartizan/internal/syntax/generic"
)

// node shows that the pattern's node p matches the file's node t, or replaces that by what must be shown for it. It gives
// the goal to go on with, or fail where there is none or the alternatives have been tried.
func (m *matcher) node(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	if tn.Kind == generic.Cast && m.sees(pn.Kind, tn.Op) { // a pattern without a cast sees through one
		inner := m.u.Child(t, 1)
		if inner == 0 {
			return fail
		}
		if pn.Kind != generic.MV {
			return m.nodeGoal(p, inner, next)
		}
		m.choice(p, inner, next)
	}
	switch pn.Kind {
	case generic.MV:
		return m.metavariable(p, t, next)
	case generic.Ellipsis:
		return next
	case generic.MVEllipsis:
		if m.bind(Binding{Name: m.pat.Name(p), Node: t, Last: t}) {
			return next
		}
		return fail
	case generic.Disj:
		for c := m.pat.First(p); c != 0; c = m.next(c) {
			m.choice(c, t, next)
		}
		return fail
	case generic.Typed:
		if !tn.Kind.Expression() || !m.hasType(m.next(m.pat.First(p)), t) {
			return fail
		}
		return m.metavariable(m.pat.First(p), t, next)
	case generic.Deep:
		return m.deep(p, t, next)
	case generic.ChainEllipsis:
		return m.chainEllipsis(p, t, next)
	case generic.AnyString, generic.RegexString, generic.String, generic.Char, generic.Int, generic.Float, generic.Bool, generic.Null, generic.Regex, generic.StrConcat:
		return m.literal(p, t, next)
	case generic.Ident, generic.TypeName:
		if m.name(p, t) {
			return next
		}
		return m.symbolic(p, t, next)
	case generic.Atom:
		if name := m.pat.Name(p); strings.HasPrefix(name, ":$") { // :$X
			if tn.Kind != generic.Atom || !strings.HasPrefix(m.u.Name(t), ":") {
				return m.symbolic(p, t, next)
			}
			if m.bind(Binding{Name: name[1:], Start: tn.Start + 1, End: tn.End}) {
				return next
			}
			return fail
		}
	case generic.Empty:
		if tn.Kind == generic.Empty {
			return next
		}
		return fail
	case generic.Member:
		return m.member(p, t, next)
	case generic.Binary:
		return m.binary(p, t, next)
	case generic.Unary:
		if v, ok := m.negative(p); ok && tn.Kind != generic.Unary {
			if m.constantIs(t, v) {
				return next
			}
			return m.symbolic(p, t, next)
		}
		if m.u.Language == "bash" && pn.Op == generic.Deref {
			return m.expansion(p, t, next)
		}
	case generic.Assign:
		return m.assign(p, t, next)
	case generic.Var, generic.Field:
		return m.variable(p, t, next)
	case generic.ExprStmt:
		return m.expressionStatement(p, t, next)
	case generic.Func, generic.Lambda:
		return m.function(p, t, next)
	case generic.Class:
		return m.class(p, t, next)
	case generic.Import:
		return m.imports(p, t, next)
	case generic.Block:
		return m.block(p, t, next)
	case generic.Dict, generic.Set, generic.Destructure:
		return m.container(p, t, next)
	case generic.List, generic.Tuple:
		return m.sequence(p, t, next)
	case generic.Xml:
		return m.xml(p, t, next)
	case generic.Cast:
		if tn.Kind == generic.Call {
			return m.conversion(p, t, next)
		}
	}
	if pn.Kind != tn.Kind {
		if pn.Kind == generic.Call && m.o.AttrExpr && m.u.Nodes[m.u.Parents[t]].Kind == generic.Decorator {
			return m.calledBare(p, t, next)
		}
		if pn.Kind == generic.Args && tn.Kind == generic.Empty && (m.pat.First(p) == 0 || m.onlyEllipsis(m.pat.First(p))) { // new T
			return next
		}
		if pn.Kind == generic.Return && m.o.ImplicitReturn && returnsLast(m.u.Language) {
			return m.implicitReturn(p, t, next)
		}
		if pn.Kind == generic.For && tn.Kind == generic.ForEach {
			return m.anyLoop(p, t, next)
		}
		return m.symbolic(p, t, next)
	}
	switch pn.Kind {
	case generic.Call:
		switch m.u.Language {
		case "bash":
			return m.command(p, t, next)
		case "dockerfile":
			return m.instruction(p, t, next)
		}
		return m.parts(p, t, next)
	case generic.New:
		if pn.Op != tn.Op && (pn.Op == generic.Composite || tn.Op == generic.Composite) {
			return fail
		}
		return m.parts(p, t, next)
	case generic.Args:
		return m.arguments(p, t, next)
	case generic.Params:
		return m.chainOf(m.pat.First(p), m.u.First(t), modeExact, next)
	case generic.Param:
		return m.parameter(p, t, next)
	case generic.If, generic.Try, generic.Catch, generic.Switch, generic.For, generic.ForEach, generic.While, generic.With:
		return m.compound(p, t, next)
	case generic.Decorator:
		return m.decorator(p, t, next)
	case generic.Case:
		return m.chainOf(m.pat.First(p), m.u.First(t), modeExact, next)
	case generic.Attr:
		if pn.Ref != 0 && m.pat.Name(p) != m.u.Name(t) {
			return fail
		}
		return m.chainOf(m.pat.First(p), m.u.First(t), modeOpen, next)
	case generic.Pair, generic.NamedArg, generic.XmlAttr:
		return m.keyed(p, t, next)
	case generic.TypeFunc:
		if c := m.pat.Child(p, 1); c != 0 && m.pat.Nodes[c].Kind == generic.MV && m.u.Part(t, 1) == 0 { // a function without result
			return m.nodeGoal(m.pat.First(p), m.u.First(t), next)
		}
	case generic.TypeApply:
		return m.chainOf(m.pat.First(p), m.u.First(t), modeExact, next)
	case generic.ImportItem:
		return m.importItem(p, t, next)
	case generic.Return:
		return m.chainOf(m.pat.First(p), m.u.First(t), modeExact, next)
	}
	if pn.Op != tn.Op || pn.Ref != 0 && m.pat.Name(p) != m.u.Name(t) {
		return fail
	}
	return m.chainOf(m.pat.First(p), m.u.First(t), modeExact, next)
}

// sees says that a kind of pattern goes on with what is cast.
func (m *matcher) sees(k generic.Kind, cast generic.Op) bool {
	if cast == generic.NonNull || m.u.Language == "go" || m.u.Language == "python" {
		return false
	}
	switch k {
	case generic.Cast, generic.Ellipsis, generic.MVEllipsis, generic.Deep, generic.Typed, generic.Disj, generic.Empty:
		return false
	}
	return k == generic.MV || k.Expression() || k.Pattern()
}

// parts matches the children one by one; what the pattern has none of at the end does not matter.
func (m *matcher) parts(p, t generic.ID, next int32) int32 {
	pc, tc := m.pat.First(p), m.u.First(t)
	for ; pc != 0; pc = m.next(pc) {
		if tc == 0 {
			return fail
		}
		if k := m.pat.Nodes[pc].Kind; k != generic.Ellipsis && (k != generic.Empty || m.u.Nodes[tc].Kind != generic.Empty) {
			next = m.nodeGoal(pc, tc, next)
		}
		tc = m.after(tc)
	}
	return next
}

// metavariable binds a metavariable to a node.
func (m *matcher) metavariable(p, t generic.ID, next int32) int32 {
	switch m.u.Nodes[t].Kind {
	case generic.Empty, generic.NamedArg, generic.Error:
		return fail
	case generic.Param:
		if t = m.u.Part(t, 0); t == 0 {
			return fail
		}
	case generic.Args, generic.Params:
		return fail
	}
	name := m.pat.Name(p)
	if name == "$_" {
		return next
	}
	if m.bind(Binding{Name: name, Node: t, Last: t}) {
		return next
	}
	if m.o.SymbolicPropagation {
		return m.symbolic(p, t, next)
	}
	return fail
}

// bindRun binds a $...X to the siblings from one up to another one, which is not part of it; 0 is the end.
func (m *matcher) bindRun(p, from, to generic.ID) bool {
	b := Binding{Name: m.pat.Name(p)}
	if from != to && from != 0 {
		b.Node, b.Last = from, from
		for t := m.after(from); t != to && t != 0; t = m.after(t) {
			b.Last = t
		}
	}
	return m.bind(b)
}

// bind adds a binding, or compares it with the one that there is.
func (m *matcher) bind(b Binding) bool {
	if b.Node != 0 && b.End == 0 {
		b.Start, b.End = m.u.Nodes[b.Node].Start, m.u.Nodes[b.Last].End
		if b.Node == b.Last && m.u.Nodes[b.Node].Kind.Expression() {
			b.Start, b.End = m.pass.grouped(b.Start, b.End, b.Node)
		}
	}
	for i := range m.env {
		if m.env[i].Name == b.Name {
			return m.pass.sameBinding(&m.env[i], &b)
		}
	}
	m.env = append(m.env, b)
	return true
}

// deep matches a pattern's expression with every expression that is part of a node, and with itself: not with what stands
// in the statements of a function that is defined there.
func (m *matcher) deep(p, t generic.ID, next int32) int32 {
	inner := m.pat.First(p)
	end := m.u.End(t)
	if ids, ok := m.pass.expressions(m.c, inner); ok {
		for _, id := range within(ids, t, end) {
			if m.pass.reaches(t, id) {
				m.choice(inner, id, next)
			}
		}
		return fail
	}
	for id := t; id < end && !m.pass.cut; id++ {
		if m.u.Nodes[id].Kind.Expression() && m.pass.reaches(t, id) {
			m.choice(inner, id, next)
		}
	}
	return fail
}

// reaches says that no statement stands between a node and one below it.
func (p *Pass) reaches(t, id generic.ID) bool {
	for id != t && id != 0 {
		id = p.u.Parents[id]
		if p.left--; p.left < 0 {
			p.cut = true
			return false
		}
		if p.bars(id) {
			return id == t
		}
	}
	return true
}

// bars tells what holds statements. A lambda that can hold nothing but an expression does not.
func (p *Pass) bars(id generic.ID) bool {
	switch p.u.Nodes[id].Kind {
	case generic.Func, generic.Class:
		return true
	case generic.Block:
		return p.u.Language != "python" || p.u.Nodes[p.u.Parents[id]].Kind != generic.Lambda
	}
	return false
}

// chainEllipsis matches o. ... with what o is, or with what any number of members and calls behind it give.
func (m *matcher) chainEllipsis(p, t generic.ID, next int32) int32 {
	inner := m.pat.First(p)
	for t != 0 && !m.pass.cut {
		m.choice(inner, t, next)
		switch m.u.Nodes[t].Kind {
		case generic.Member, generic.Call, generic.Index:
			t = m.u.First(t)
		case generic.Cast:
			if m.u.Nodes[t].Op != generic.NonNull {
				return fail
			}
			t = m.u.Child(t, 1)
		default:
			return fail
		}
	}
	return fail
}
