package names

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// imports defines what an import brings in. One inside a function defines it there.
func (r *resolver) imports(id g.ID) {
	n := &r.Nodes[id]
	source := r.First(id)
	if source == 0 || n.Op == g.Export {
		return
	}
	from := r.dotted(source)
	if r.Nodes[source].Kind == g.Empty || from == "" || len(from) > nameLimit {
		return
	}
	items := r.Nodes[source].Next
	switch {
	case r.rules.hoist:
		r.importScript(id, source, items, strings.TrimPrefix(from, "node:"))
	case r.rules.cases && r.Nodes[source].Kind == g.String:
		r.importGo(id, source, items, from)
	case n.Op == g.From:
		for c := items; c != 0; c = r.Nodes[c].Next {
			if r.Nodes[c].Kind != g.ImportItem {
				continue
			}
			if r.Nodes[c].Op == g.Wildcard {
				r.star(from)
				continue
			}
			if name := r.First(c); name != 0 {
				r.imported(c, r.bound(c), join(from, r.dotted(name)))
			}
		}
	case items == 0 && r.rules.assigns: // import a.b is the name a
		first, _, _ := strings.Cut(from, ".")
		r.brought(id, source, first, first)
	case items == 0:
		name := from[strings.LastIndexByte(from, '.')+1:]
		r.brought(id, source, name, from)
	default:
		for c := items; c != 0; c = r.Nodes[c].Next {
			switch {
			case r.Nodes[c].Kind != g.ImportItem:
			case r.Nodes[c].Op == g.Wildcard:
				r.star(from)
			default:
				r.imported(c, r.bound(c), from)
			}
		}
	}
}

// join appends a name to where it is from; relative modules end in dots.
func join(from, name string) string {
	if strings.HasSuffix(from, ".") {
		return from + name
	}
	return from + "." + name
}

func (r *resolver) star(from string) {
	if len(r.stars) < 64 && !slices.Contains(r.stars, from) {
		r.stars = append(r.stars, from)
	}
}

// bound gives the Ident that an import item defines: its alias, or its name.
func (r *resolver) bound(item g.ID) g.ID {
	if alias := r.second(item); alias != 0 {
		return alias
	}
	return r.First(item)
}

func (r *resolver) importScript(id, source, items g.ID, from string) {
	if r.Nodes[id].Op == g.Alias {
		for c := items; c != 0; c = r.Nodes[c].Next {
			if name := r.bound(c); r.Nodes[c].Kind == g.ImportItem && r.Nodes[name].Kind == g.Ident {
				if sym := r.define(r.top(), name, Local, id); sym != 0 {
					r.write(sym, name, source, id, "")
				}
			}
		}
		return
	}
	for c := items; c != 0; c = r.Nodes[c].Next {
		if r.Nodes[c].Kind != g.ImportItem {
			continue
		}
		name := r.First(c)
		canonical := from
		if op := r.Nodes[c].Op; op != g.DefaultName && op != g.Namespace {
			if word := r.Name(name); word != "default" {
				canonical = from + "." + word
			}
		}
		r.imported(c, r.bound(c), canonical)
	}
}

// importGo binds the package's own name, which is mostly the path's last part: without a version, and without what says go.
func (r *resolver) importGo(id, source, items g.ID, from string) {
	for c := items; c != 0; c = r.Nodes[c].Next {
		switch {
		case r.Nodes[c].Kind != g.ImportItem:
		case r.Nodes[c].Op == g.Wildcard:
			r.star(from)
		case r.Name(r.bound(c)) != "_":
			r.imported(c, r.bound(c), from)
		}
	}
	if items != 0 {
		return
	}
	r.brought(id, source, PackageName(from), from)
}

// PackageName gives the name that a Go package of that path most likely has.
func PackageName(path string) string {
	last := path[strings.LastIndexByte(path, '/')+1:]
	if version(last) && len(last) < len(path) {
		path = path[:len(path)-len(last)-1]
		last = path[strings.LastIndexByte(path, '/')+1:]
	}
	if i := strings.LastIndex(last, ".v"); i > 0 && version(last[i+1:]) {
		last = last[:i]
	}
	for _, prefix := range []string{"go-", "go.", "golang-"} {
		last = strings.TrimPrefix(last, prefix)
	}
	for _, suffix := range []string{"-go", ".go", "-golang"} {
		last = strings.TrimSuffix(last, suffix)
	}
	return strings.ReplaceAll(last, "-", "_")
}

// version tells whether a part of a path is v2, v3 …
func version(s string) bool {
	return len(s) > 1 && s[0] == 'v' && strings.Trim(s[1:], "0123456789") == ""
}

// imported defines an item's name.
func (r *resolver) imported(item, at g.ID, canonical string) {
	if at == 0 || r.Nodes[at].Kind != g.Ident {
		return
	}
	in := r.top()
	if r.rules.assigns {
		in = r.scopes[in].fn
	}
	if sym := r.define(in, at, Imported, item); sym != 0 {
		r.stands(sym, at, item, canonical)
	}
}

// brought defines a name that does not stand in the import as such.
func (r *resolver) brought(id, at g.ID, name, canonical string) {
	if name == "" {
		return
	}
	ref, in := r.ref(name), r.top()
	if r.rules.assigns {
		in = r.scopes[in].fn
	}
	if ref == 0 { // nothing uses it
		r.Defs = append(r.Defs, Def{Name: name, Kind: Imported, At: at, Owner: id, Scope: r.scopes[in].node, Canonical: canonical, Writes: 1})
		return
	}
	sym := r.held(in, ref)
	if sym < 0 {
		return
	}
	if sym == 0 {
		sym = r.add(in, ref, Def{Name: name, Kind: Imported, At: at, Owner: id})
	}
	r.stands(sym, at, id, canonical)
}

// stands notes what an import stands for. Where two define one name, one of them is it.
func (r *resolver) stands(sym Symbol, at, owner g.ID, canonical string) {
	d := &r.Defs[sym]
	if d.Canonical == canonical {
		return
	}
	if d.Canonical == "" {
		d.Canonical, d.Kind, d.Owner, d.At = canonical, Imported, owner, at
		d.Maybe = d.Writes > 0
	} else {
		if d.Also == "" {
			d.Also = canonical
		}
		d.Maybe = true
	}
	r.write(sym, at, 0, owner, "")
}

// ref finds a string's number, or 0.
func (r *resolver) ref(s string) int32 {
	if r.refs == nil {
		r.refs = make(map[string]int32, len(r.Strings))
		for i := len(r.Strings) - 1; i > 0; i-- {
			r.refs[r.Strings[i]] = int32(i)
		}
	}
	return r.refs[s]
}

// dotted writes a name of Idents and Members as the text has it; other expressions are "".
func (t *Table) dotted(id g.ID) string {
	switch t.Nodes[id].Kind {
	case g.Ident, g.TypeName, g.String:
		return t.Name(id)
	case g.Member:
	default:
		return ""
	}
	var parts []string
	for n := 0; t.Nodes[id].Kind == g.Member && n < 64; n++ {
		parts = append(parts, t.Name(t.Child(id, 1)))
		id = t.First(id)
	}
	if t.Nodes[id].Kind != g.Ident {
		return ""
	}
	parts = append(parts, t.Name(id))
	slices.Reverse(parts)
	return strings.Join(parts, ".")
}
