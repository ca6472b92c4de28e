package search

import (
	"strings"

	"bartizan/internal/syntax/generic"
)

// command matches a command of a shell. Where the pattern's begins with an ellipsis, the name is one of the words.
func (m *matcher) command(p, t generic.ID, next int32) int32 {
	callee, tcallee := m.pat.First(p), m.u.First(t)
	args, targs := m.next(callee), m.after(tcallee)
	if args == 0 || targs == 0 || m.pat.Nodes[callee].Kind != generic.Ellipsis || m.pat.Nodes[args].Kind != generic.Args {
		return m.parts(p, t, next)
	}
	first := m.next(m.pat.First(args)) // behind the ellipsis, which is there again
	if first == 0 {
		return next
	}
	if listEllipsis(m.pat.Nodes[first].Kind) || m.pat.Nodes[first].Kind != generic.String {
		k := m.mark()
		m.run(m.nodeGoal(first, tcallee, m.chainOf(m.next(first), m.u.First(targs), modeExact, next)))
		m.undo(k)
	} else if m.u.Nodes[tcallee].Kind == generic.Ident && m.u.Name(tcallee) == m.pat.Name(first) {
		k := m.mark()
		m.run(m.chainOf(m.next(first), m.u.First(targs), modeExact, next))
		m.undo(k)
	}
	return m.parts(p, t, next)
}

// expansion matches ${$X} with the value of a variable, whatever is done with it, and binds the variable's name.
func (m *matcher) expansion(p, t generic.ID, next int32) int32 {
	at := t
	for {
		n := &m.u.Nodes[at]
		switch n.Kind {
		case generic.Ident:
			if !expanded(m.u.Text, n.Start) {
				return fail
			}
			if m.bind(Binding{Name: m.pat.Name(m.pat.First(p)), Node: at, Last: at, Start: n.Start, End: n.End, Text: m.u.Name(at)}) {
				return next
			}
			return fail
		case generic.Binary, generic.Index: // ${x:-y}, ${x[0]}
			at = m.u.First(at)
		case generic.Call: // ${x%y}
			name := m.u.First(at)
			if !strings.HasPrefix(m.u.Name(name), "${") {
				return fail
			}
			at = m.u.First(m.after(name))
		default:
			return fail
		}
		if at == 0 || m.u.Text[m.u.Nodes[t].Start] != '$' {
			return fail
		}
	}
}

// expanded tells a name behind $ or ${.
func expanded(text []byte, at uint32) bool {
	return at > 0 && text[at-1] == '$' || at > 1 && text[at-1] == '{' && text[at-2] == '$'
}

// pipeline matches commands that are piped into each other, in their order. An ellipsis is one of them or more.
func (m *matcher) pipeline(p, t generic.ID, next int32) int32 {
	from := len(m.lists)
	defer func() { m.lists = m.lists[:from] }()
	m.lists = flatten(m.pat, p, generic.BitOr, m.lists)
	middle := len(m.lists)
	m.lists = flatten(m.u.File, t, generic.BitOr, m.lists)
	ps, ts := m.lists[from:middle:middle], m.lists[middle:len(m.lists):len(m.lists)]
	if len(ps) > maxOperands || len(ts) > maxOperands {
		pl, tl := m.pat.First(p), m.u.First(t)
		return m.nodeGoal(pl, tl, m.nodeGoal(m.next(pl), m.after(tl), next))
	}
	m.piped(ps, ts, next)
	return fail
}

// piped takes every way in which the commands of the pattern are those of the file, from the last one on.
func (m *matcher) piped(ps, ts []generic.ID, next int32) {
	if len(ps) == 0 || len(ts) < len(ps) || m.pass.cut {
		if len(ps) == 0 && len(ts) == 0 {
			m.run(next)
		}
		return
	}
	p, last := ps[len(ps)-1], len(ts)-1
	k := m.mark()
	if m.pat.Nodes[p].Kind != generic.Ellipsis {
		m.piped(ps[:len(ps)-1], ts[:last], m.nodeGoal(p, ts[last], next))
		m.undo(k)
		return
	}
	for ; last >= 0; last-- {
		m.piped(ps[:len(ps)-1], ts[:last], next)
		m.undo(k)
	}
}

// bare tells a piece of a command's text that is not between quotes.
func bare(text []byte, start uint32) bool {
	return int(start) < len(text) && text[start] != '"'
}
