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
	got := m.pass.typeOf(t)
	if got == "" {
		return false
	}
	if n := &m.pat.Nodes[p]; n.Kind == generic.TypeOther && n.Op == generic.Deref && (m.u.Language == "c" || m.u.Language == "cpp") {
		if !m.pass.pointer(t) {
			return false
		}
		p = m.pat.First(p)
	}
	if m.pat.Nodes[p].Kind != generic.MV {
		return m.pass.isType(got, typeText(m.pat, p))
	}
	name := m.pat.Name(p)
	if at, bound := lookup(m.env, name); bound {
		return m.pass.isType(got, m.pass.text(&m.env[at]))
	}
	n := &m.u.Nodes[t]
	return m.bind(Binding{Name: name, Start: n.Start, End: n.End, Text: got})
}

// pointer tells a variable of C that is declared as one; types are known without.
func (p *Pass) pointer(t generic.ID) bool {
	d := p.u.Def(t)
	if d == nil || d.At == 0 {
		return false
	}
	typ := p.u.Part(p.u.Parents[d.At], 1)
	return typ != 0 && (p.u.Nodes[typ].Kind == generic.TypeArray || p.u.Nodes[typ].Kind == generic.TypeOther && p.u.Nodes[typ].Op == generic.Deref)
}

// typeOf gives the type of an expression as the types of patterns are compared with it.
func (p *Pass) typeOf(t generic.ID) string {
	got := ""
	if p.u.Language == "go" { // ($X: string) is written for what is declared so, not for whatever makes a string
		got = p.u.PlainType(t)
	} else {
		got = p.u.Type(t)
	}
	if got == "" && p.u.Language == "java" && p.u.Nodes[t].Kind == generic.Ident && p.u.Uses[t] == 0 { // the class itself
		got, _ = p.u.Canonical(t)
	}
	return got
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

// isType compares a known type with one that a rule names, which may leave the qualifier out. Pointers are not told from
// what they point to.
func (p *Pass) isType(got, want string) bool {
	if want == "" {
		return false
	}
	if got == want {
		return true
	}
	got, want = strings.TrimPrefix(got, "*"), strings.TrimPrefix(want, "*")
	if p.u.Language == "go" {
		got = goName(got)
	} else if i := strings.LastIndexByte(got, '/'); i >= 0 {
		got = got[i+1:]
	}
	if got == want || strings.HasSuffix(got, "."+want) {
		return true
	}
	switch p.u.Language {
	case "go":
		return want == "float" && strings.HasPrefix(got, "float")
	case "java":
		return unboxed(strings.TrimPrefix(got, "java.lang.")) == unboxed(want)
	case "python":
		return got == "str" && want == "string"
	case "javascript", "typescript", "tsx":
		return got == "number" && (want == "float" || want == "int")
	}
	return false
}

// unboxed gives the type of the numbers and truth values that a class of Java holds. Sizes do not count.
func unboxed(name string) string {
	switch name {
	case "Integer", "long", "Long", "short", "Short", "byte", "Byte":
		return "int"
	case "Boolean":
		return "boolean"
	case "Double", "float", "Float":
		return "double"
	case "Character":
		return "char"
	}
	return name
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
