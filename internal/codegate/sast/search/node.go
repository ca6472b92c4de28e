package search

import (
	"slices"
	"strings"

	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// node shows that the pattern's node p matches the file's node t, or replaces that by what must be shown for it. It gives
// the goal to go on with, or fail where there is none or the alternatives have been tried.
func (m *matcher) node(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
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
		if pn.Kind == generic.For && tn.Kind == generic.ForEach {
			return m.anyLoop(p, t, next)
		}
		return m.symbolic(p, t, next)
	}
	switch pn.Kind {
	case generic.Call:
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

// member matches a chain of names, which may be written otherwise: through an import, or an alias.
func (m *matcher) member(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	object, name := m.pat.First(p), m.next(m.pat.First(p))
	if tn.Kind == generic.Member {
		if m.optional(pn.Op) != m.optional(tn.Op) {
			return fail
		}
		to := m.u.First(t)
		if d := m.c.dotted[p]; d != "" {
			if m.chainEqual(p, t) || m.canonicalIs(t, d) {
				return next
			}
			return m.symbolicMember(p, t, next)
		}
		tname := m.after(to)
		if tname == 0 || !m.nameFits(name, tname) {
			return fail
		}
		if next = m.typeParams(name, tname, next); next == fail {
			return fail
		}
		return m.nodeGoal(object, to, m.nodeGoal(name, tname, next))
	}
	if tn.Kind == generic.TypeName {
		k := m.mark()
		if m.dottedFits(p, t, m.u.Name(t)) {
			return next
		}
		m.undo(k)
	}
	if tn.Kind == generic.Ident && m.pass.standsAlone(t) || tn.Kind == generic.TypeName {
		if c, maybe := m.u.Canonical(t); c != "" && (!maybe || !m.c.binds[p]) && !m.pass.early(t) {
			k := m.mark()
			if m.dottedFits(p, t, c) {
				return next
			}
			m.undo(k)
		}
	}
	return m.symbolic(p, t, next)
}

// typeParams matches the type arguments behind a member's name, where the pattern has some.
func (m *matcher) typeParams(p, t generic.ID, next int32) int32 {
	pt, tt := m.next(p), m.after(t)
	if pt == 0 {
		return next
	}
	if tt == 0 {
		return fail
	}
	return m.nodeGoal(pt, tt, next)
}

func (m *matcher) optional(o generic.Op) bool { return o == generic.Optional }

// nameFits refuses at once a name that cannot match.
func (m *matcher) nameFits(p, t generic.ID) bool {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	return pn.Kind != generic.Ident || tn.Kind != generic.Ident || m.pat.Strings[pn.Ref] == m.u.Strings[tn.Ref]
}

// chainEqual compares a chain without metavariables with one that is spelled alike.
func (m *matcher) chainEqual(p, t generic.ID) bool {
	for {
		pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
		if pn.Kind != tn.Kind {
			return m.name(p, t)
		}
		if pn.Kind != generic.Member {
			return m.name(p, t)
		}
		po, to := m.pat.First(p), m.u.First(t)
		if m.optional(pn.Op) != m.optional(tn.Op) || !m.nameFits(m.next(po), m.after(to)) {
			return false
		}
		if a, b := m.pat.Nodes[m.next(po)].Kind, m.u.Nodes[m.after(to)].Kind; a != b {
			return false
		}
		p, t = po, to
	}
}

// dottedFits matches a pattern's chain with a canonical name that the node t stands for.
func (m *matcher) dottedFits(p, t generic.ID, dotted string) bool {
	for {
		pn := &m.pat.Nodes[p]
		switch pn.Kind {
		case generic.Ident, generic.TypeName:
			return m.pat.Strings[pn.Ref] == dotted
		case generic.MV:
			return m.bind(Binding{Name: m.pat.Name(p), Node: t, Last: t})
		case generic.Member:
			head, last := cutLast(dotted)
			if head == "" {
				return false
			}
			object := m.pat.First(p)
			switch name := m.next(object); m.pat.Nodes[name].Kind {
			case generic.Ident:
				if m.pat.Name(name) != last {
					return false
				}
			case generic.MV:
				if !m.bind(Binding{Name: m.pat.Name(name), Node: t, Last: t, Text: last}) {
					return false
				}
			default:
				return false
			}
			p, dotted = object, head
		default:
			return false
		}
	}
}

func cutLast(dotted string) (head, last string) {
	last = lastWord(dotted)
	if len(last) == len(dotted) {
		return "", last
	}
	return dotted[:len(dotted)-len(last)-1], last
}

// name says that a name of the pattern is one of the file: spelled alike, or of the same canonical name.
func (m *matcher) name(p, t generic.ID) bool {
	tn := &m.u.Nodes[t]
	want := m.pat.Name(p)
	switch tn.Kind {
	case generic.Ident, generic.TypeName:
		if got := m.u.Strings[tn.Ref]; got == want {
			return true
		}
	case generic.Member:
		if m.pat.Nodes[p].Kind == generic.Ident && !m.c.isDotted(p) {
			return false
		}
	case generic.TypeApply:
		return m.name(p, m.u.First(t))
	default:
		return false
	}
	return m.canonicalIs(t, want)
}

func (m *matcher) canonicalIs(t generic.ID, want string) bool {
	c, maybe := m.u.Canonical(t)
	if c == "" || m.pass.early(t) {
		return false
	}
	if c == want {
		return true
	}
	if m.u.Language == "go" {
		return goName(c) == want
	}
	return maybe && slices.Contains(m.u.Names(t), want)
}

// goName gives a canonical name of Go as a file writes it: the package by the last part of its path that is no version,
// without the go that some are called after.
func goName(c string) string {
	slash := strings.LastIndexByte(c, '/')
	base, member, ok := strings.Cut(c[slash+1:], ".")
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" && slash > 0 {
		base = c[strings.LastIndexByte(c[:slash], '/')+1 : slash]
	}
	base = strings.TrimSuffix(strings.TrimPrefix(base, "go-"), "-go")
	if ok {
		return base + "." + member
	}
	return base
}

// early tells a name that stands before the import that gives it its meaning, where a file is run from top to bottom.
func (p *Pass) early(t generic.ID) bool {
	if p.u.Language != "python" {
		return false
	}
	for p.u.Nodes[t].Kind == generic.Member {
		t = p.u.First(t)
	}
	d := p.u.Def(t)
	return d != nil && d.Kind == names.Imported && d.At > t
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
