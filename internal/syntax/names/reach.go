package names

import g "bartizan/internal/syntax/generic"

// writesLimit is the most writes of a variable among which the one that reaches a use is looked for.
const writesLimit = 64

// Reaching gives the expression whose value a variable has where it is used, or 0: the one that it always has, or what was
// assigned last on every way there. An AssignOp stands for its result. Path is where in the expression the value is.
func (t *Table) Reaching(id g.ID) (value g.ID, path string) {
	sym := t.Uses[id]
	if sym == 0 {
		if t.Nodes[id].Kind != g.Member {
			return 0, ""
		}
		if sym = t.Field(id); sym == 0 {
			return 0, ""
		}
	}
	return t.reach(sym, id)
}

func (t *Table) reach(sym Symbol, use g.ID) (value g.ID, path string) {
	d := &t.Defs[sym]
	switch {
	case d.Kind == Member && !d.Constant && t.foreign[t.Nodes[d.At].Ref]:
		return 0, "" // what need not be this writes a field of that name
	case d.escapes, d.Kind == Imported, d.Kind == Function, d.Kind == Class, d.Kind == Type:
		return 0, ""
	case d.Writes == 1:
		if d.Value == 0 || t.Nodes[d.Value].Kind.Type() {
			return 0, ""
		}
		// let x; if (c) x = 1: behind that x need not have the value, though nothing else gives it one.
		if w := &t.writesOf(sym)[0]; t.rules.hoist && w.at != d.At && d.Kind != Member && w.fn == t.function(use) &&
			(use < t.effect(w) || use >= t.End(t.region(w.at))) {
			return 0, ""
		}
		return d.Value, d.Path
	case d.Kind == Member || d.Writes == 0:
		return 0, ""
	}
	writes := t.writesOf(sym)
	if len(writes) > writesLimit {
		return 0, ""
	}
	// The last write before the use must lie on every way to it, and no way may lead from another one round a loop.
	fn := t.function(use)
	if fn == 0 {
		return 0, ""
	}
	var last *write
	for i := range writes {
		w := &writes[i]
		if w.fn != fn {
			return 0, ""
		}
		if t.effect(w) <= use && (last == nil || t.effect(w) >= t.effect(last)) {
			last = w
		}
	}
	if last == nil || last.value == 0 || use >= t.End(t.region(last.at)) {
		return 0, ""
	}
	loop, body := g.ID(0), g.ID(0)
	for at := t.Parents[use]; at != fn && at != 0; at = t.Parents[at] {
		if last.at > at && last.at < t.End(at) {
			if init := t.End(at + 1); t.Nodes[at].Kind == g.For && last.at < init && use >= init { // runs once, before the loop
				loop, body = at, init
			}
			break
		}
		switch t.Nodes[at].Kind {
		case g.For, g.ForEach, g.While, g.DoWhile, g.Comprehension:
			loop, body = at, at+1
		}
	}
	if loop != 0 {
		for i := range writes {
			if w := &writes[i]; w.at >= body && w.at < t.End(loop) {
				return 0, ""
			}
		}
	}
	return last.value, ""
}

// effect gives the node from which on a write has happened.
func (t *Table) effect(w *write) g.ID {
	switch t.Nodes[w.owner].Kind {
	case g.Assign, g.AssignOp, g.Var, g.Field, g.Unary:
		return t.End(w.owner)
	}
	return w.at
}

// climbLimit is how far up the tree the way of a value is followed.
const climbLimit = 400

// function gives the Func, Lambda or Class, or the root, in whose code a node stands; 0 where that is too far up.
func (t *Table) function(id g.ID) g.ID {
	at := t.Parents[id]
	for range climbLimit {
		switch {
		case at <= 1:
			return 1
		case t.Nodes[at].Kind == g.Func || t.Nodes[at].Kind == g.Lambda || t.Nodes[at].Kind == g.Class:
			return at
		}
		at = t.Parents[at]
	}
	return 0
}

// region gives the largest subtree in which what runs after a node has run it.
func (t *Table) region(id g.ID) g.ID {
	for range climbLimit {
		p := t.Parents[id]
		if p == 0 {
			return id
		}
		switch n := &t.Nodes[p]; n.Kind {
		case g.Func, g.Lambda, g.Class:
			return p
		case g.If, g.While, g.Cond, g.Switch:
			if id != p+1 {
				return id
			}
		case g.For:
			if id != p+1 && id != t.Nodes[p+1].Next {
				return id
			}
		case g.ForEach:
			if id != t.Nodes[p+1].Next {
				return id
			}
		case g.DoWhile, g.Case, g.Default, g.Catch, g.Label, g.Comprehension:
			return id
		case g.Try:
			if t.Nodes[id].Kind != g.Finally {
				return id
			}
		case g.Binary, g.AssignOp:
			if (n.Op == g.And || n.Op == g.Or || n.Op == g.Nullish) && id != p+1 {
				return id
			}
		case g.Block:
			if n.Op == g.Static {
				return p
			}
		}
		id = p
	}
	return id
}

// MadeBy gives the canonical name of the function or class that made what an expression always stands for: "express" for
// app behind app = express(), "pg.Pool" behind new pg.Pool(). It is "" where something else made it, or it is not known.
func (t *Table) MadeBy(id g.ID) string {
	for range aliasLimit {
		switch t.Nodes[id].Kind {
		case g.Call, g.New:
			if c := t.First(id); c != 0 {
				name, _ := t.Canonical(c)
				return name
			}
			return ""
		case g.Await:
			if id = t.First(id); id == 0 {
				return ""
			}
		case g.Cast:
			if id = t.Child(id, 1); id == 0 {
				return ""
			}
		case g.Ident, g.Member:
			var path string
			if id, path = t.Reaching(id); id == 0 || path != "" {
				return ""
			}
		default:
			return ""
		}
	}
	return ""
}

// Origin gives the expression that an identifier stands for where it is used, or 0: the way a person would read it, x is
// f(y) behind x = f(y). It is the whole expression, never a part of it.
func (t *Table) Origin(id g.ID) g.ID {
	if t.Nodes[id].Kind != g.Ident {
		return 0
	}
	value, path := t.Reaching(id)
	if value == 0 || path != "" || value <= id && id < t.End(value) || t.Nodes[value].Kind == g.AssignOp {
		return 0
	}
	return value
}
