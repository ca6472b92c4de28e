package search

import (
	"strings"

	"bartizan/internal/syntax/generic"
)

// imports matches an import of the same thing, or of a part of it.
func (m *matcher) imports(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	if tn.Kind != generic.Import {
		return m.required(p, t, next)
	}
	if (pn.Op == generic.Export) != (tn.Op == generic.Export) || (pn.Op == generic.Static) != (tn.Op == generic.Static) {
		return fail
	}
	source, tsource := m.pat.First(p), m.u.First(t)
	if source == 0 || tsource == 0 {
		return fail
	}
	for c := m.next(source); c != 0; c = m.next(c) {
		if !listEllipsis(m.pat.Nodes[c].Kind) {
			next = m.push(goal{op: goalOne, p: c, t: m.after(tsource), next: next})
		}
	}
	return m.importSource(p, t, source, tsource, next)
}

func (m *matcher) importSource(p, t, source, tsource generic.ID, next int32) int32 {
	sn, tn := &m.pat.Nodes[source], &m.u.Nodes[tsource]
	switch sn.Kind {
	case generic.Ident:
		want, got := m.pat.Name(source), m.u.Name(tsource)
		if tn.Kind != generic.Ident && tn.Kind != generic.Member && tn.Kind != generic.String {
			return fail
		}
		if tn.Kind == generic.Member {
			got = string(m.u.File.Text(tsource))
		}
		if got == want || strings.HasPrefix(got, want+".") && (m.u.Language == "python" || m.u.Language == "csharp") {
			return next
		}
		// import a.b.c and from a.b import c are the same.
		if m.pat.Nodes[p].Op == generic.Plain && m.u.Nodes[t].Op == generic.From && m.next(source) == 0 {
			for c := m.after(tsource); c != 0; c = m.after(c) {
				if name := m.u.First(c); name != 0 && m.u.Nodes[name].Kind == generic.Ident {
					if whole := got + "." + m.u.Name(name); whole == want || strings.HasPrefix(whole, want+".") {
						return next
					}
				}
			}
		}
		return fail
	case generic.Member:
		if tn.Kind == generic.Ident && m.dottedFits(source, tsource, m.u.Name(tsource)) {
			return next
		}
		return fail
	case generic.Empty, generic.Ellipsis:
		return next
	case generic.String:
		want, got := m.pat.Name(source), m.u.Name(tsource)
		if tn.Kind == generic.String && (got == want || len(got) > len(want) && got[:len(want)] == want && got[len(want)] == '/') {
			return next
		}
		return fail
	}
	return m.nodeGoal(source, tsource, next)
}

// required matches an import with a variable that holds what require gives.
func (m *matcher) required(p, t generic.ID, next int32) int32 {
	if m.u.Nodes[t].Kind != generic.Var || m.pat.Nodes[p].Op == generic.Export {
		return fail
	}
	name, value := m.u.Part(t, 0), m.u.Part(t, 2)
	if value == 0 || name == 0 || m.u.Nodes[value].Kind != generic.Call {
		return fail
	}
	callee := m.u.First(value)
	arg := m.u.First(m.after(callee))
	if m.u.Nodes[callee].Kind != generic.Ident || m.u.Name(callee) != "require" || arg == 0 {
		return fail
	}
	source := m.pat.First(p)
	for c := m.next(source); c != 0; c = m.next(c) {
		if listEllipsis(m.pat.Nodes[c].Kind) {
			continue
		}
		item := m.pat.First(c)
		switch m.pat.Nodes[c].Op {
		case generic.Namespace, generic.DefaultName:
			if m.u.Nodes[name].Kind != generic.Ident || m.pat.Nodes[c].Op == generic.DefaultName {
				return fail
			}
			next = m.nodeGoal(m.next(item), name, next)
		default:
			if m.u.Nodes[name].Kind != generic.Destructure {
				return fail
			}
			next = m.push(goal{op: goalOne, mode: modeKey, p: item, t: m.u.First(name), next: next})
		}
	}
	return m.importSource(p, t, source, arg, next)
}

// importItem matches a name that is imported, and the one that it gets.
func (m *matcher) importItem(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	if pn.Op == generic.Plain && tn.Op == generic.DefaultName { // import a and import {a}
		name, talias := m.pat.First(p), m.u.Child(t, 1)
		if name == 0 || talias == 0 || m.pat.Nodes[m.next(name)].Kind != generic.Empty {
			return fail
		}
		return m.nodeGoal(name, talias, next)
	}
	if pn.Op != tn.Op {
		return fail
	}
	name, alias := m.pat.First(p), m.pat.Child(p, 1)
	tname, talias := m.u.First(t), m.u.Child(t, 1)
	if name == 0 || alias == 0 || tname == 0 || talias == 0 {
		return fail
	}
	if m.pat.Nodes[alias].Kind != generic.Empty {
		if m.u.Nodes[talias].Kind == generic.Empty {
			return fail
		}
		next = m.nodeGoal(alias, talias, next)
	}
	if m.pat.Nodes[name].Kind == generic.Empty {
		return next
	}
	return m.nodeGoal(name, tname, next)
}
