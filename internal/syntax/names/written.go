package names

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// SameType tells whether a canonical type is the one that somebody wrote: short or qualified, a pointer or not, with
// arguments or without.
func SameType(canonical, written string) bool {
	written = strings.TrimLeft(strings.TrimSpace(written), "*&")
	for {
		rest, ok := strings.CutPrefix(written, "[]")
		if !ok {
			break
		}
		written = strings.TrimLeft(rest, "*") + "[]"
	}
	if i := strings.IndexByte(written, '<'); i > 0 {
		if j := strings.LastIndexByte(written, '>'); j > i {
			written = written[:i] + written[j+1:]
		}
	} else if i := strings.IndexByte(written, '['); i > 0 && !strings.HasPrefix(written[i:], "[]") {
		written = written[:i]
	}
	written = strings.TrimSpace(written)
	if canonical == "" || written == "" {
		return false
	}
	if canonical == written {
		return true
	}
	rest, ok := strings.CutSuffix(canonical, written)
	return ok && (strings.HasSuffix(rest, ".") || strings.HasSuffix(rest, "/"))
}

// Declared gives the type node of the declaration that an identifier, a field or a call means, or 0.
func (t *Table) Declared(id g.ID) g.ID {
	switch n := &t.Nodes[id]; n.Kind {
	case g.Var, g.Field, g.Param, g.Func, g.Lambda:
		return t.typeOf(id)
	case g.Ident, g.Member:
		sym := t.Uses[id]
		if n.Kind == g.Member {
			sym = t.Field(id)
		}
		if sym != 0 && t.Defs[sym].Kind != Imported {
			return t.typeOf(t.Defs[sym].Owner)
		}
	case g.Cast:
		if c := t.First(id); c != 0 && t.Nodes[c].Kind.Type() {
			return c
		}
	}
	return 0
}

// typeOf gives the type that a declaration names; var and val name none.
func (t *Table) typeOf(id g.ID) g.ID {
	i := 1
	switch t.Nodes[id].Kind {
	case g.Var, g.Field, g.Param:
	case g.Func, g.Lambda:
		i = 2
	default:
		return 0
	}
	typ := t.Part(id, i)
	if typ != 0 && t.Nodes[typ].Kind == g.TypeName {
		switch t.Name(typ) {
		case "var", "val", "auto", "let":
			return 0
		}
	}
	return typ
}

// typ is a type as it is written.
func (k *typer) typ(id g.ID, depth int) string {
	if k.steps++; id == 0 || depth > typeDepth || k.steps > 200 {
		return ""
	}
	switch n := &k.Nodes[id]; n.Kind {
	case g.TypeName, g.Ident, g.Member:
		name, _ := k.Canonical(id)
		return name
	case g.TypeApply:
		base := k.typ(k.First(id), depth+1)
		switch base {
		case "typing.Optional", "typing.Annotated", "typing.Final", "typing.ClassVar", "Optional", "Annotated", "Readonly", "Final":
			if inner := k.Child(id, 1); inner != 0 && !k.rules.members {
				return k.typ(inner, depth+1)
			}
		case "typing.List":
			return "list"
		case "typing.Dict":
			return "dict"
		case "Array", "ReadonlyArray":
			if inner := k.typ(k.Child(id, 1), depth+1); inner != "" && k.rules.hoist {
				return inner + "[]"
			}
		}
		return base
	case g.TypeArray:
		if element := k.typ(k.First(id), depth+1); element != "" {
			return element + "[]"
		}
	case g.TypeOther:
		switch n.Op {
		case g.Deref, g.Optional:
			return k.typ(k.First(id), depth+1)
		case g.Map:
			if k.rules.cases {
				return "map"
			}
		case g.ListOf: // Go's results: the one beside error
			found := ""
			for i, p := 0, k.First(id); p != 0 && i < 3; i, p = i+1, k.Nodes[p].Next {
				if k.Nodes[p].Kind != g.Param {
					return ""
				}
				if typ := k.typ(k.Part(p, 1), depth+1); i == 0 {
					found = typ
				}
			}
			return found
		}
	case g.TypeUnion:
		if n.Op == g.BitAnd {
			return k.typ(k.First(id), depth+1)
		}
		found := ""
		for c := range k.Children(id) {
			typ := k.typ(c, depth+1)
			for k.Nodes[c].Kind == g.TypeOther && k.Nodes[c].Size == 2 {
				if c++; k.Nodes[c].Kind == g.Ident {
					typ = k.Name(c)
				}
			}
			switch {
			case typ == "null" || typ == "undefined" || typ == "None" || k.Nodes[c].Kind == g.Null:
			case found != "" || typ == "":
				return ""
			default:
				found = typ
			}
		}
		return found
	}
	return ""
}
