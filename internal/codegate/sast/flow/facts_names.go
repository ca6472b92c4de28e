package flow

import (
	"cmp"
	"slices"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// sorted orders bindings by name and keeps the first of each; of "*" it keeps all.
func (r *reader) sorted(list []binding) []binding {
	slices.SortStableFunc(list, func(a, b binding) int { return cmp.Compare(r.strs[a.name], r.strs[b.name]) })
	return slices.CompactFunc(list, func(a, b binding) bool { return a.name == b.name && r.strs[a.name] != "*" })
}

// describeNames fills names, exports and stars.
func (r *reader) describeNames() {
	u := r.u
	for i := 1; i < len(u.Defs); i++ {
		d := &u.Defs[i]
		if d.Scope != 1 || !plainName(d.Name) {
			continue
		}
		if d.Kind == names.Type && u.Nodes[d.Owner].Kind == g.TypeDef {
			r.bind(d.Name, r.describeType(u.Part(d.Owner, 1), 0))
			continue
		}
		r.bind(d.Name, r.describeDef(d, 0))
	}
	for id := g.ID(2); int(id) < len(u.Nodes); id++ {
		switch u.Nodes[id].Kind {
		case g.Import:
			r.importNode(id)
		case g.Func, g.Class, g.Var:
			r.exported(id)
		case g.Assign:
			r.assigned(id)
		case g.Directive:
			if d := u.Name(id); jsLike(r.Language) && (d == "export default" || d == "export =") {
				name := "default"
				if d == "export =" {
					name = "="
				}
				r.export(name, r.describe(u.Child(id, 0), 0))
			}
		}
	}
	r.names, r.exports = r.sorted(r.names), r.sorted(r.exports)
}

func (r *reader) bind(name, value string) {
	r.names = append(r.names, binding{r.intern(name), r.intern(value)})
}

func (r *reader) export(name, value string) {
	r.exports = append(r.exports, binding{r.intern(name), r.intern(value)})
}

// importNode notes what an import passes on whole, and what an export list exports.
func (r *reader) importNode(id g.ID) {
	u := r.u
	source := u.Child(id, 0)
	exports := u.Nodes[id].Op == g.Export
	module := numbered("#M", r.imps[id])
	if u.Nodes[id].Op == g.Static && r.Language == "java" {
		module = r.javaStatic(id)
	}
	for item := range u.Children(id) {
		if u.Nodes[item].Kind != g.ImportItem {
			continue
		}
		name, alias := u.Child(item, 0), u.Child(item, 1)
		word := r.dotted(name)
		if word == "" && u.Nodes[item].Op == g.Plain && jsLike(r.Language) { // default as x
			word = "default"
		}
		as := word
		if alias != 0 && u.Nodes[alias].Kind != g.Empty {
			as = r.nameText(alias)
		}
		switch op := u.Nodes[item].Op; {
		case op == g.Wildcard && exports && as != "":
			r.export(as, module)
		case op == g.Wildcard && exports:
			r.export("*", module)
		case op == g.Wildcard:
			r.stars = append(r.stars, r.intern(module))
		case exports && op == g.Namespace:
			r.export(as, module)
		case exports && u.Nodes[source].Kind == g.Empty:
			r.export(as, "$"+word)
		case exports && plainName(word):
			r.export(as, module+"."+word)
		}
	}
}

// javaStatic is the class of `import static a.B.*`.
func (r *reader) javaStatic(id g.ID) string { return numbered("#M", r.imps[id]) }

func (r *reader) nameText(id g.ID) string {
	if k := r.u.Nodes[id].Kind; k == g.Ident || k == g.String || k == g.TypeName {
		return r.u.Name(id)
	}
	return ""
}

// exported notes a definition that its modifiers export.
func (r *reader) exported(id g.ID) {
	u := r.u
	if !jsLike(r.Language) || u.Parents[id] != 1 {
		return
	}
	export, isDefault := false, false
	for c := range u.Children(id) {
		if u.Nodes[c].Kind == g.Attr {
			export = export || u.Name(c) == "export"
			isDefault = isDefault || u.Name(c) == "default"
		}
	}
	if !export {
		return
	}
	if isDefault {
		r.export("default", r.describe(id, 0))
		return
	}
	if u.Nodes[id].Kind != g.Var {
		if n := u.Part(id, 0); n != 0 && plainName(u.Name(n)) {
			r.export(u.Name(n), "$"+u.Name(n))
		}
		return
	}
	end := u.End(u.Part(id, 0))
	for n := u.Part(id, 0); n != 0 && n < end; n++ { // all that the pattern names
		if u.Nodes[n].Kind == g.Ident && plainName(u.Name(n)) && !(u.Nodes[u.Parents[n]].Kind == g.Pair && u.Child(u.Parents[n], 0) == n) {
			r.export(u.Name(n), "$"+u.Name(n))
		}
	}
}

// assigned notes CommonJS exports and members given to what the outermost scope names.
func (r *reader) assigned(id g.ID) {
	u := r.u
	target, value := u.Child(id, 0), u.Child(id, 1)
	if target == 0 || value == 0 || u.Nodes[target].Kind != g.Member || !jsLike(r.Language) {
		return
	}
	path := r.dotted(target)
	root := target
	for u.Nodes[root].Kind == g.Member {
		root = u.Child(root, 0)
	}
	if path == "" || u.Nodes[root].Kind != g.Ident {
		return
	}
	free := u.Uses[root] == 0
	last := u.Name(u.Child(target, 1))
	switch {
	case path == "module.exports" && free:
		d := r.describe(value, 0)
		r.export("=", d)
		for _, m := range r.literal(d) {
			if r.strs[m.name] != "*" {
				r.exports = append(r.exports, m)
			}
		}
	case free && (path == "exports."+last || path == "module.exports."+last):
		r.export(last, r.describe(value, 0))
	default:
		if s := u.Uses[root]; s != 0 && int(s) < len(u.Defs) && u.Defs[s].Scope == 1 && len(path) <= maxDescription {
			if d := r.describe(value, 0); d != "" {
				r.bind(path, d)
			}
		}
	}
}

// literal gives the members of a described literal.
func (r *reader) literal(d string) []binding {
	for _, i := range r.objs {
		if d == numbered("#O", i) {
			s := r.objects[i]
			return r.members[s.lo:s.hi]
		}
	}
	return nil
}

// describeClasses fills what classes inherit, do and hold.
func (r *reader) describeClasses() {
	u := r.u
	held := make([][]binding, len(r.classes))
	methods := make([][]method, len(r.classes))
	for fi := range r.funcs {
		fn := &r.funcs[fi]
		if fn.class >= 0 && fn.name != 0 {
			methods[fn.class] = append(methods[fn.class], method{fn.name, int32(fi)})
		}
	}
	for ci, body := range r.bodies {
		c := &r.classes[ci]
		c.parents.lo = int32(len(r.parents))
		for part := range u.Children(body) {
			switch u.Nodes[part].Kind {
			case g.Extends:
				if op := u.Nodes[part].Op; op == g.Keyword || op == g.Permits {
					continue
				}
				for t := range u.Children(part) {
					r.parent(t)
				}
			case g.Block:
				for m := range u.Children(part) {
					if u.Nodes[m].Kind == g.Func && c.iface && r.Language == "go" && u.Part(m, 0) != 0 { // what satisfies asks for
						held[ci] = append(held[ci], binding{r.intern(u.Name(u.Part(m, 0))), 0})
					}
					if u.Nodes[m].Kind != g.Field {
						continue
					}
					if u.Nodes[m].Op == g.Embeds {
						r.parent(u.Part(m, 1))
						if name := r.lastName(u.Part(m, 1)); name != "" {
							held[ci] = append(held[ci], binding{r.intern(name), r.intern(marked(r.describeType(u.Part(m, 1), 0), "!"))})
						}
						continue
					}
					if name := u.Part(m, 0); name != 0 && plainName(u.Name(name)) {
						held[ci] = append(held[ci], binding{r.intern(u.Name(name)), r.intern(r.fieldValue(u.Part(m, 1), u.Part(m, 2)))})
					}
				}
			}
		}
		c.parents.hi = int32(len(r.parents))
	}
	r.heldByMethods(held)
	for ci := range r.classes {
		c := &r.classes[ci]
		c.fields.lo = int32(len(r.fields))
		slices.SortStableFunc(held[ci], func(a, b binding) int { // what is described goes first
			return cmp.Or(cmp.Compare(r.strs[a.name], r.strs[b.name]), -cmp.Compare(min(a.value, 1), min(b.value, 1)))
		})
		r.fields = append(r.fields, slices.CompactFunc(held[ci], func(a, b binding) bool { return a.name == b.name })...)
		c.fields.hi = int32(len(r.fields))
		c.methods.lo = int32(len(r.methods))
		slices.SortStableFunc(methods[ci], func(a, b method) int { return cmp.Compare(r.strs[a.name], r.strs[b.name]) })
		r.methods = append(r.methods, methods[ci]...)
		c.methods.hi = int32(len(r.methods))
	}
}

func (r *reader) parent(t g.ID) {
	if k := r.u.Nodes[t].Kind; k == g.NamedArg || k == g.Empty {
		return
	}
	if d := r.describeType(t, 0); d != "" {
		r.parents = append(r.parents, r.intern(d))
	}
}

// lastName is the name under which an embedded type is a field.
func (r *reader) lastName(t g.ID) string {
	name := r.typeRoot(t)
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return name
}

func (r *reader) fieldValue(t, value g.ID) string {
	if t != 0 {
		if d := marked(r.describeType(t, 0), "!"); d != "" {
			return d
		}
	}
	return r.describe(value, 0)
}

// heldByMethods adds what methods assign to fields of their object, and parameters that are fields.
func (r *reader) heldByMethods(held [][]binding) {
	u := r.u
	for id := g.ID(2); int(id) < len(u.Nodes); id++ {
		switch u.Nodes[id].Kind {
		case g.Assign:
			target := u.Child(id, 0)
			if target == 0 || u.Nodes[target].Kind != g.Member || u.Child(target, 1) == 0 {
				continue
			}
			of, name := u.Child(target, 0), u.Name(u.Child(target, 1))
			self := u.Nodes[of].Kind == g.This
			if s := u.Uses[of]; u.Nodes[of].Kind == g.Ident && s != 0 && int(s) < len(u.Defs) {
				self = r.self(&u.Defs[s])
			}
			if !self || !plainName(name) {
				continue
			}
			if c := r.classAround(id); c >= 0 {
				held[c] = append(held[c], binding{r.intern(name), r.intern(r.describe(u.Child(id, 1), 0))})
			}
		case g.Param:
			fi := r.funcOf[u.Parents[u.Parents[id]]]
			if fi < 0 || r.funcs[fi].flavour != isConstructor {
				continue
			}
			for c := range u.Children(id) {
				if w := u.Name(c); u.Nodes[c].Kind == g.Attr && (w == "private" || w == "public" || w == "protected" || w == "readonly") {
					name := u.Part(id, 0)
					if name != 0 && plainName(u.Name(name)) {
						cl := r.funcs[fi].class
						held[cl] = append(held[cl], binding{r.intern(u.Name(name)), r.intern(r.fieldValue(u.Part(id, 1), u.Part(id, 2)))})
					}
					break
				}
			}
		}
	}
}

// resultOf describes what a function gives: by its declared type, or by the first return of which something is known.
func (r *reader) resultOf(fi int32) int32 {
	u, node := r.u, r.inside[fi]
	if fi == 0 {
		return 0
	}
	if r.Language != "python" || r.funcs[fi].flavour != isConstructor {
		if t := u.Part(node, 2); t != 0 {
			if u.Nodes[t].Kind == g.TypeOther && u.Nodes[t].Op == g.ListOf && u.First(t) != 0 { // the first of several
				if t = u.First(t); u.Nodes[t].Kind == g.Param {
					t = u.Part(t, 1)
				}
			}
			if d := marked(r.describeType(t, 0), "!"); d != "" {
				return r.intern(d)
			}
		}
	}
	body := u.Part(node, 3)
	if body == 0 {
		return 0
	}
	looked := 0
	for id, end := body, u.End(body); id < end && looked < 16; {
		switch u.Nodes[id].Kind {
		case g.Func, g.Lambda, g.Class:
			id = u.End(id)
			continue
		case g.Return:
			looked++
			value := u.First(id)
			if value != 0 && u.Nodes[value].Kind == g.Tuple && r.Language == "go" {
				value = u.First(value)
			}
			if d := r.describe(value, 0); d != "" {
				return r.intern(d)
			}
		}
		id++
	}
	return 0
}
