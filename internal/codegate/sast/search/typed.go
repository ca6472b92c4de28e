package search

import (
	"strings"

	"bartizan/internal/syntax/generic"
)

// hasType says that an expression is of the type that a pattern names.
func (m *matcher) hasType(p, t generic.ID) bool {
	if p == 0 {
		return false
	}
	got := m.u.Type(t)
	if m.pat.Nodes[p].Kind == generic.MV {
		return got != "" && m.bind(Binding{Name: m.pat.Name(p), Start: m.u.Nodes[t].Start, End: m.u.Nodes[t].End, Text: got})
	}
	return got != "" && m.pass.isType(got, typeText(m.pat, p))
}

// typeText writes a type of a pattern as names.Type does: without type arguments.
func typeText(f *generic.File, id generic.ID) string {
	n := &f.Nodes[id]
	switch n.Kind {
	case generic.TypeName, generic.Ident:
		return f.Name(id)
	case generic.TypeApply:
		return typeText(f, f.First(id))
	case generic.Member:
		object := f.First(id)
		if f.Nodes[object].Kind == generic.MV { // any qualifier
			return f.Name(f.Nodes[object].Next)
		}
		return typeText(f, object) + "." + f.Name(f.Nodes[object].Next)
	case generic.TypeArray:
		return typeText(f, f.First(id)) + "[]"
	case generic.TypeOther:
		if n.Op == generic.Deref {
			return "*" + typeText(f, f.First(id))
		}
	}
	return ""
}

// isType compares a known type with one that a rule names, which may leave the qualifier out.
func (p *Pass) isType(got, want string) bool {
	if want == "" {
		return false
	}
	if got == want {
		return true
	}
	gp, wp := strings.HasPrefix(got, "*"), strings.HasPrefix(want, "*")
	if gp != wp {
		return false
	}
	got, want = strings.TrimPrefix(got, "*"), strings.TrimPrefix(want, "*")
	if i := strings.LastIndexByte(got, '/'); i >= 0 {
		got = got[i+1:]
	}
	if got == want || strings.HasSuffix(got, "."+want) {
		return true
	}
	switch p.u.Language {
	case "java":
		got = strings.TrimPrefix(got, "java.lang.")
		return got == "Integer" && want == "int" || got == "long" && want == "int" || got == "Boolean" && want == "boolean"
	case "javascript", "typescript", "tsx":
		return got == "number" && (want == "float" || want == "int")
	}
	return false
}

// typedAs says that an expression is of one of several types.
func (p *Pass) typedAs(id generic.ID, types []string) bool {
	got := p.u.Type(id)
	if got == "" {
		return false
	}
	for _, t := range types {
		if p.isType(got, strings.TrimSpace(t)) {
			return true
		}
	}
	return false
}
