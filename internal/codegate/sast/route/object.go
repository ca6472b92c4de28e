package route

import (
	"strconv"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// makers tell what makes an object on which routes are registered, by the canonical name of what is called.
type makers struct {
	names map[string]bool
	// derive reads a call of a method that gives an object made of another: a group, a sub-router. ok is false where it is none.
	derive func(b *builder, call, of g.ID, name string) (parent g.ID, o Object, ok bool)
	// likely says whether a variable or parameter that nothing is known of may be an object, by its name and type.
	likely func(b *builder, id g.ID) bool
	closed bool // what is used on an object later does not reach groups made of it before
}

// objectOf gives the number of the object that an expression is, from 1, or 0.
func (b *builder) objectOf(id g.ID, m *makers) int { return b.objectAt(id, m, 0) }

func (b *builder) objectAt(id g.ID, m *makers, depth int) int {
	if id == 0 || depth > 12 {
		return 0
	}
	n := &b.u.Nodes[id]
	switch n.Kind {
	case g.Await, g.Unary, g.Cast:
		last := b.u.First(id)
		for last != 0 && b.u.Nodes[last].Next != 0 {
			last = b.u.Nodes[last].Next
		}
		return b.objectAt(last, m, depth+1)
	case g.Call, g.New:
		return b.madeBy(id, m, depth)
	case g.Ident:
		sym := b.u.Uses[id]
		if sym == 0 {
			return 0
		}
		d := &b.u.Defs[sym]
		key := "s" + strconv.Itoa(int(sym))
		if b.objects[key] > 0 {
			return b.objects[key]
		}
		if v := b.valueOf(d); v != 0 {
			if made := b.objectAt(v, m, depth+1); made > 0 {
				b.objects[key] = made
				b.symbols[made-1] = sym
				if d.Scope == 1 {
					b.out.Objects[made-1].Name = d.Name
				}
				return made
			}
		}
		switch {
		case d.Kind == names.Imported:
			if !m.likely(b, id) {
				return 0
			}
			return b.named(key, sym, func() Object { return Object{Asked: b.ask(id)} })
		case d.Kind == names.Param && d.Owner != 0 && (b.sure || m.likely(b, id)):
			fn := b.around(d.Owner, g.Func, g.Lambda)
			index := b.paramIndex(d.Owner)
			if fn == 0 || index == 0 {
				return 0
			}
			return b.named(key, sym, func() Object { return Object{Func: b.u.Nodes[fn].Start, Param: index} })
		case m.likely(b, id) && d.Kind != names.Function && d.Kind != names.Class:
			return b.named(key, sym, func() Object {
				o := Object{}
				if d.Scope == 1 {
					o.Name = d.Name
				}
				if d.Value != 0 {
					o.Asked = b.ask(d.Value)
				}
				return o
			})
		}
	case g.Member: // this.router, s.mux
		if !m.likely(b, id) {
			return 0
		}
		text := b.dotted(id)
		if text == "" {
			return 0
		}
		class := b.around(id, g.Class)
		name := b.u.Name(b.u.Child(id, 1))
		key := "m" + strconv.Itoa(int(class)) + "." + name
		return b.object(key, func() Object {
			if v := b.fieldValue(id); v != 0 {
				if made := b.objectAt(v, m, depth+1); made > 0 {
					return Object{Parent: made, At: b.at(v)}
				}
			}
			return Object{Asked: b.ask(id)}
		})
	}
	return 0
}

func (b *builder) named(key string, sym names.Symbol, make func() Object) int {
	n := b.object(key, make)
	b.symbols[n-1] = sym
	return n
}

// valueOf gives what a name is first given.
func (b *builder) valueOf(d *names.Def) g.ID {
	if d.Value != 0 && d.Path == "" {
		return d.Value
	}
	if d.Owner == 0 {
		return 0
	}
	switch b.u.Nodes[d.Owner].Kind {
	case g.Var, g.Field:
		return b.u.Part(d.Owner, 2)
	case g.Assign:
		return b.u.Child(d.Owner, 1)
	}
	return 0
}

// fieldValue gives the one value that this.x = … gives a field in the file, or what its declaration has.
func (b *builder) fieldValue(member g.ID) g.ID {
	name := b.u.Name(b.u.Child(member, 1))
	class := b.around(member, g.Class)
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Assign:
			if t := b.u.First(id); b.u.Nodes[t].Kind == g.Member && b.u.Name(b.u.Child(t, 1)) == name && b.around(id, g.Class) == class {
				return b.u.Child(id, 1)
			}
		case g.Field:
			if n := b.u.Part(id, 0); n != 0 && b.u.Name(n) == name && b.around(id, g.Class) == class {
				if v := b.u.Part(id, 2); v != 0 {
					return v
				}
			}
		case g.Pair: // &Server{router: chi.NewRouter()}
			if k := b.u.First(id); class == 0 && b.u.Nodes[k].Kind == g.Ident && b.u.Name(k) == name {
				if v := b.u.Child(id, 1); b.u.Nodes[v].Kind == g.Call {
					return v
				}
			}
		}
	}
	return 0
}

// paramIndex counts a parameter from 1, the receiver and self left out.
func (b *builder) paramIndex(param g.ID) int {
	list := b.u.Parents[param]
	if list == 0 || b.u.Nodes[list].Kind != g.Params {
		return 0
	}
	i := 0
	for c := range b.u.Children(list) {
		if b.u.Nodes[c].Kind != g.Param || b.u.Nodes[c].Op == g.Receiver {
			continue
		}
		if i == 0 && b.u.Language == "python" && b.u.Part(c, 0) != 0 && b.u.Name(b.u.Part(c, 0)) == "self" {
			continue
		}
		if i++; c == param {
			return i
		}
	}
	return 0
}

// madeBy gives the object that a call makes.
func (b *builder) madeBy(call g.ID, m *makers, depth int) int {
	callee := b.u.First(call)
	key := "c" + strconv.Itoa(int(call))
	if b.objects[key] > 0 {
		return b.objects[key]
	}
	name, _ := b.u.Canonical(callee)
	if m.names[name] {
		return b.object(key, func() Object {
			o := Object{}
			list, named := b.args(call)
			for _, arg := range list {
				if p := b.keyed(arg, "prefix"); p != 0 {
					o.Prefix, _ = b.pathText(p)
				}
			}
			for _, word := range []string{"prefix", "url_prefix"} {
				if p := named[word]; p != 0 {
					o.Prefix, _ = b.pathText(p)
				}
			}
			if d := named["dependencies"]; d != 0 {
				o.Steps = b.steps(d)
			}
			return o
		})
	}
	if of, method := b.member(call); of != 0 && m.derive != nil {
		if parent, o, ok := m.derive(b, call, of, method); ok {
			up := b.objectAt(parent, m, depth+1)
			if up == 0 {
				return 0
			}
			return b.object(key, func() Object {
				o.Parent, o.At, o.Closed = up, b.at(call), m.closed
				return o
			})
		}
	}
	return 0
}
