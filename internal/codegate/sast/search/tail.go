package search

import (
	"slices"

	"bartizan/internal/syntax/generic"
)

// returnsLast holds for the languages in which a function gives what its last statement has as its value.
func returnsLast(language string) bool { return language == "ruby" || language == "rust" }

// tailStatements gives the statements whose value is that of a function, in order.
func (p *Pass) tailStatements() []generic.ID {
	if p.tailed {
		return p.tails
	}
	p.tailed = true
	var open []generic.ID
	for _, k := range []generic.Kind{generic.Func, generic.Lambda} {
		for _, id := range p.x.kind(k) {
			open = append(open, p.lastChild(id))
		}
	}
	for len(open) > 0 {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		if id == 0 {
			continue
		}
		inner := id
		if p.u.Nodes[id].Kind == generic.ExprStmt {
			if inner = p.u.First(id); inner == 0 {
				continue
			}
		}
		switch p.u.Nodes[inner].Kind {
		case generic.Block, generic.Case, generic.Default, generic.With, generic.Catch, generic.Finally:
			open = append(open, p.lastChild(inner))
		case generic.If:
			for c := p.u.Nodes[p.u.First(inner)].Next; c != 0; c = p.u.Nodes[c].Next {
				open = append(open, c)
			}
		case generic.Switch:
			for c := p.u.Nodes[p.u.First(inner)].Next; c != 0; c = p.u.Nodes[c].Next {
				open = append(open, c)
			}
		case generic.Try:
			if last := p.lastChild(inner); last != 0 && p.u.Nodes[last].Kind == generic.Finally {
				open = append(open, last)
				break
			}
			for c := p.u.First(inner); c != 0; c = p.u.Nodes[c].Next {
				open = append(open, c)
			}
		default:
			if p.u.Nodes[inner].Kind.Expression() {
				p.tails = append(p.tails, id)
			}
		}
	}
	slices.Sort(p.tails)
	p.tails = slices.Compact(p.tails)
	return p.tails
}

func (p *Pass) lastChild(id generic.ID) generic.ID {
	last := p.u.First(id)
	for last != 0 && p.u.Nodes[last].Next != 0 {
		last = p.u.Nodes[last].Next
	}
	return last
}

// implicitReturn matches return v with a function's last statement.
func (m *matcher) implicitReturn(p, t generic.ID, next int32) int32 {
	value := m.pat.First(p)
	if _, last := slices.BinarySearch(m.pass.tailStatements(), t); !last || value == 0 {
		return fail
	}
	if m.u.Nodes[t].Kind == generic.ExprStmt {
		t = m.u.First(t)
	}
	return m.nodeGoal(value, t, next)
}
