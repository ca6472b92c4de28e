package search

import (
	"slices"

	"bartizan/internal/syntax/generic"
)

// statements matches a run of statements. What stands behind an ellipsis is looked for in the blocks below, too: all
// statements behind a place, in the order of the text, are one flat list.
func (m *matcher) statements(g goal) int32 {
	p, t := g.p, g.t
	if p == 0 {
		if t == 0 || g.mode&modeOpen != 0 || m.onlyBroken(t) {
			return g.next
		}
		return fail
	}
	k := m.pat.Nodes[p].Kind
	if !listEllipsis(k) {
		if t == 0 {
			return fail
		}
		after := m.after(t)
		if after == 0 && g.mode&modeDeep != 0 {
			after = m.following(t, g.limit)
		}
		rest := m.push(goal{op: goalStatements, mode: g.mode, p: m.next(p), t: after, limit: g.limit, next: g.next})
		if g.mode&modeTop != 0 {
			rest = m.push(goal{op: goalLast, t: t, next: rest})
		}
		return m.node(p, t, rest)
	}
	rest := m.next(p)
	g.mode |= modeOpen
	if rest == 0 {
		if g.mode&modeTop != 0 {
			return m.ends(g)
		}
		if k == generic.Ellipsis || m.bindRun(p, t, 0) {
			return g.next
		}
		return fail
	}
	if t == 0 {
		return fail
	}
	if k == generic.MVEllipsis || !m.o.GoDeeperStmt {
		for at := t; at != 0 && !m.pass.cut; at = m.after(at) {
			b := m.mark()
			if k == generic.Ellipsis || m.bindRun(p, t, at) {
				m.run(m.push(goal{op: goalStatements, mode: g.mode, p: rest, t: at, limit: g.limit, next: g.next}))
			}
			m.undo(b)
		}
		return fail
	}
	list, ok := m.pass.statementsOf(m.c, rest)
	if !ok {
		list = m.x.statements
	}
	again := m.laterEllipsis(0, rest)
	for _, at := range within(list, t, g.limit) {
		if again && m.met(p, at, g.next) || m.pass.cut {
			break
		}
		b := m.mark()
		m.run(m.push(goal{op: goalStatements, mode: g.mode | modeDeep, p: rest, t: at, limit: g.limit, next: g.next}))
		m.undo(b)
	}
	return fail
}

// following gives the first statement behind the end of one, of those before a limit.
func (m *matcher) following(t, limit generic.ID) generic.ID {
	if list := within(m.x.statements, m.u.End(t), limit); len(list) > 0 {
		return list[0]
	}
	return 0
}

// setLast notes the statement of the run's own list in which the last one matched.
func (m *matcher) setLast(t generic.ID) {
	parent := m.u.Parents[m.start]
	for t != 0 && m.u.Parents[t] != parent {
		t = m.u.Parents[t]
		m.pass.left--
	}
	if t > m.last {
		m.last = t
	}
}

// ends takes every end that an ellipsis at the end of a run may have.
func (m *matcher) ends(g goal) int32 {
	at := m.last
	if at == 0 { // nothing but the ellipsis: one statement
		m.last = m.start
		return g.next
	}
	if m.longest {
		for m.after(at) != 0 {
			at = m.after(at)
		}
		m.last = at
		return g.next
	}
	for ; at != 0 && !m.pass.cut; at = m.after(at) {
		b := m.mark()
		m.last = at
		m.run(g.next)
		m.undo(b)
	}
	return fail
}

// block matches the statements in braces. A lone metavariable stands for all of them.
func (m *matcher) block(p, t generic.ID, next int32) int32 {
	pf := m.pat.First(p)
	tn := &m.u.Nodes[t]
	if m.pat.Nodes[p].Op == generic.Static && tn.Op != generic.Static {
		return fail
	}
	if m.onlyEllipsis(pf) {
		return next
	}
	first := t
	switch {
	case tn.Kind == generic.Block:
		first = m.u.First(t)
	case tn.Kind == generic.Empty:
		first = 0
	}
	if pf != 0 && m.next(pf) == 0 && m.pat.Nodes[pf].Kind == generic.ExprStmt && m.pat.Nodes[pf+1].Kind == generic.MV && first != 0 {
		if m.after(first) != 0 && tn.Kind == generic.Block {
			return m.metavariable(pf+1, t, next)
		}
	}
	return m.push(goal{op: goalStatements, p: pf, t: first, limit: m.u.End(t), next: next})
}

// expressionStatement matches a pattern's expression with one that is part of a statement.
func (m *matcher) expressionStatement(p, t generic.ID, next int32) int32 {
	e := m.pat.First(p)
	if e == 0 {
		return fail
	}
	tn := &m.u.Nodes[t]
	inner := t
	if tn.Kind == generic.ExprStmt && tn.Size > 1 {
		inner = m.u.First(t)
	}
	switch m.pat.Nodes[e].Kind {
	case generic.Ellipsis:
		return next
	case generic.MV:
		return m.metavariable(e, inner, next)
	case generic.Deep:
		return m.deep(e, t, next)
	}
	if !m.o.ImplicitDeepExprstmt || m.x.owner[t] != t {
		if tn.Kind == generic.ExprStmt || tn.Kind == generic.Var || tn.Kind == generic.Field {
			return m.node(e, inner, next)
		}
		return fail
	}
	end := m.u.End(t)
	list, ok := m.pass.expressions(m.c, e)
	if ok {
		list = within(list, t, end)
	}
	for i := 0; ; i++ {
		id := t + generic.ID(i)
		if ok {
			if i == len(list) {
				break
			}
			id = list[i]
		} else if id >= end {
			break
		}
		if m.x.owner[id] == t && (m.u.Nodes[id].Kind.Expression() || id == t) {
			m.choice(e, id, next)
		}
		if m.pass.cut {
			break
		}
	}
	return fail
}

// compound matches statements with parts of their own. What a statement has beyond the pattern, an else or a finally,
// does not matter.
func (m *matcher) compound(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	pc, tc := m.pat.First(p), m.u.First(t)
	switch pn.Kind {
	case generic.ForEach:
		if pn.Op != tn.Op && (pn.Op == generic.In) != (tn.Op == generic.In) {
			return fail
		}
		if pc != 0 && tc != 0 && m.u.Nodes[tc].Kind == generic.Var && m.pat.Nodes[pc].Kind != generic.Var {
			if name := m.u.Part(tc, 0); name != 0 {
				if m.pat.Nodes[pc].Kind != generic.Ellipsis {
					next = m.nodeGoal(pc, name, next)
				}
				return m.loose(m.next(pc), m.after(tc), next)
			}
		}
	case generic.Switch:
		if pc != 0 && tc != 0 && m.next(pc) == 0 { // no case is asked for
			return m.nodeGoal(pc, tc, next)
		}
		return m.chainOf(pc, tc, modeExact, next)
	case generic.With:
		if pn.Op == generic.Lock && tn.Op != generic.Lock {
			return fail
		}
		for ; tc != 0 && m.u.Nodes[tc].Kind != generic.Block; tc = m.after(tc) { // with a, b is with a: with b
			k := m.mark()
			m.run(m.push(goal{op: goalChain, mode: modeWith, p: pc, t: tc, next: next}))
			m.undo(k)
		}
		return fail
	case generic.Try:
		return m.try(p, t, next)
	case generic.Catch:
		if pc != 0 && tc != 0 && (m.pat.Nodes[pc].Kind == generic.Empty || m.u.Nodes[tc].Kind == generic.Empty && m.anyParam(pc)) {
			return m.loose(m.next(pc), m.after(tc), next)
		}
	}
	return m.loose(pc, tc, next)
}

// anyLoop matches for (...) with a loop over a collection.
func (m *matcher) anyLoop(p, t generic.ID, next int32) int32 {
	pc := m.pat.First(p)
	for range 3 {
		if pc == 0 || m.pat.Nodes[pc].Kind != generic.Ellipsis {
			return fail
		}
		pc = m.next(pc)
	}
	return m.loose(pc, m.u.Child(t, 2), next)
}

// anyParam tells a parameter that is nothing but a metavariable.
func (m *matcher) anyParam(p generic.ID) bool {
	return m.pat.Nodes[p].Kind == generic.Param && m.pat.Nodes[m.pat.First(p)].Kind == generic.MV
}

// loose matches parts one by one; an absent part of the pattern matches any.
func (m *matcher) loose(pc, tc generic.ID, next int32) int32 {
	for ; pc != 0; pc, tc = m.next(pc), m.after(tc) {
		if tc == 0 {
			return fail
		}
		switch m.pat.Nodes[pc].Kind {
		case generic.Ellipsis, generic.Empty:
			continue
		case generic.Block:
			if m.u.Nodes[tc].Kind == generic.Empty && !m.onlyEllipsis(m.pat.First(pc)) {
				return fail
			}
			if m.u.Nodes[tc].Kind == generic.Empty && m.isElse(pc) {
				return fail
			}
		}
		next = m.nodeGoal(pc, tc, next)
	}
	return next
}

// isElse tells the third part of an If.
func (m *matcher) isElse(p generic.ID) bool {
	return m.c.parents[p] != 0 && m.pat.Nodes[m.c.parents[p]].Kind == generic.If
}

// try matches the body and has the handlers of the pattern, in any order; a finally is there if the pattern has it.
func (m *matcher) try(p, t generic.ID, next int32) int32 {
	pc, tc := m.pat.First(p), m.u.First(t)
	if pc == 0 || tc == 0 {
		return fail
	}
	if m.ending(m.pat, p) != m.ending(m.u.File, t) && !m.laterEllipsis(0, m.next(pc)) {
		return fail
	}
	next = m.push(goal{op: goalSet, mode: modeOpen, p: m.next(pc), t: m.after(tc), next: next})
	if m.pat.Nodes[pc].Kind == generic.Ellipsis {
		return next
	}
	return m.nodeGoal(pc, tc, next)
}

// ending says that a Try has a Finally.
func (m *matcher) ending(f *generic.File, id generic.ID) bool {
	for c := f.First(id); c != 0; c = f.Nodes[c].Next {
		if f.Nodes[c].Kind == generic.Finally {
			return true
		}
	}
	return false
}

// statementsOf gives the statements that can match an item of a pattern; ok is false where any can.
func (p *Pass) statementsOf(c *candidate, item generic.ID) (list []generic.ID, ok bool) {
	key := place{c, item}
	if got, done := p.items[key]; done {
		return got.ids, got.ok
	}
	list, ok = p.findStatements(c, item)
	p.items[key] = posting{list, ok}
	return list, ok
}

func (p *Pass) findStatements(c *candidate, item generic.ID) ([]generic.ID, bool) {
	n := &c.Tree.Nodes[item]
	switch n.Kind {
	case generic.ExprStmt:
		e := c.Tree.First(item)
		if e == 0 {
			return nil, true
		}
		deep := false
		switch c.Tree.Nodes[e].Kind {
		case generic.MV, generic.Ellipsis, generic.MVEllipsis, generic.Typed:
			return nil, false
		case generic.Deep:
			e, deep = c.Tree.First(e), true
		}
		found, ok := p.expressions(c, e)
		if !ok {
			return nil, false
		}
		var list []generic.ID
		seen := map[generic.ID]bool{}
		for _, id := range found {
			if deep {
				for at := id; at != 0 && !seen[at]; at = p.u.Parents[at] {
					seen[at] = true
					if pk := p.u.Nodes[p.u.Parents[at]].Kind; pk == generic.Block {
						list = append(list, at)
					}
				}
				continue
			}
			if s := p.x.owner[id]; s != 0 {
				list = append(list, s)
			}
		}
		slices.Sort(list)
		return slices.Compact(list), true
	case generic.Ellipsis, generic.MVEllipsis, generic.MV, generic.Disj:
		return nil, false
	}
	return p.expressions(c, item)
}
