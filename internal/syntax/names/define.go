package names

import g "bartizan/internal/syntax/generic"

// class defines a class's name and has its scope open at its type parameters, or with its body.
func (r *resolver) class(id g.ID) {
	n := &r.Nodes[id]
	var name, at g.ID
	for c := r.First(id); c != 0; c = r.Nodes[c].Next {
		switch k := r.Nodes[c].Kind; {
		case k == g.Decorator || k == g.Attr:
		case k == g.TypeParams:
			at = c
		case name == 0:
			name = c
		case k == g.Block && at == 0:
			at = c
		}
	}
	s := scope{node: id, end: r.End(id), kind: classScope, class: id}
	if n.Op == g.Namespace {
		s.kind, s.class = funcScope, 0
	}
	p := pending{at: at, scope: s}
	if name != 0 && r.Nodes[name].Kind == g.Ident {
		switch parent := r.Nodes[r.Parents[id]].Kind; {
		case parent == g.Block || id == 1 || !r.rules.hoist && !parent.Expression():
			if sym := r.define(r.top(), name, Class, id); sym != 0 {
				if n.Op != g.Namespace && n.Op != g.Interface {
					r.write(sym, name, 0, id, "")
				}
				if d := &r.Defs[sym]; d.Kind == Type || d.Kind == Class && r.Nodes[d.Owner].Op == g.Interface {
					d.Kind, d.Owner, d.At = Class, id, name
				}
			}
		default:
			p.self = name
		}
	}
	if at != 0 {
		r.pending = append(r.pending, p)
	}
}

// method defines a method that stands outside its class.
func (r *resolver) method(name, id, typ g.ID) {
	sym := Symbol(len(r.Defs))
	r.Defs = append(r.Defs, Def{Name: r.Name(name), Kind: Member, At: name, Owner: id, Scope: 1, Constant: true, Writes: 1})
	r.Uses[name] = sym
	r.methods = append(r.methods, method{sym, r.Nodes[typ].Ref, r.Nodes[name].Ref})
}

func (r *resolver) variable(id g.ID) {
	name, value := r.Part(id, 0), r.Part(id, 2)
	if name == 0 {
		return
	}
	in, kind := r.top(), Local
	if r.rules.hoist && r.attr(id, "var") || r.rules.assigns {
		in = r.scopes[in].fn
	}
	constant := r.attr(id, "const", "final", "val", "readonly")
	parent := r.Parents[id]
	each := r.Nodes[parent].Kind == g.ForEach && parent+1 == id
	if each {
		kind, value = Bound, 0
	}
	if r.Nodes[name].Kind == g.Ident {
		sym := r.define(in, name, kind, id)
		if sym == 0 {
			return
		}
		r.Defs[sym].Constant = r.Defs[sym].Constant || constant && !each
		// A declaration without a value is no write, but in Go: var gives a zero, const repeats what is above it.
		if value != 0 || each || r.rules.cases {
			r.write(sym, name, value, id, "")
		}
		return
	}
	before := len(r.Defs)
	r.targets(in, name, kind, id, value)
	for i := before; i < len(r.Defs); i++ {
		r.Defs[i].Constant = constant && !each
	}
}

func (r *resolver) parameter(id g.ID) {
	name := r.Part(id, 0)
	if name == 0 {
		return
	}
	kind, in := Param, r.top()
	value := g.ID(0)
	switch parent := r.Parents[id]; r.Nodes[parent].Kind {
	case g.Params:
		if k := r.Nodes[r.Parents[parent]].Kind; k != g.Func && k != g.Lambda {
			return
		}
	case g.TypeOther: // Go's named results
		if k := r.Nodes[r.Parents[parent]].Kind; k != g.Func && k != g.Lambda || r.Nodes[name].Kind != g.Ident {
			return
		}
		if sym := r.define(in, name, Local, id); sym != 0 {
			r.Defs[sym].escapes = true // a return writes it
		}
		return
	case g.Catch:
		kind = Bound
		if r.rules.assigns {
			in = r.scopes[in].fn
		}
	case g.TypeTest:
		kind, value = Bound, r.First(parent)
	case g.Lambda:
	default:
		kind = Bound
	}
	if r.Nodes[name].Kind != g.Ident {
		r.targets(in, name, kind, id, 0)
		return
	}
	var sym Symbol
	if kind == Bound && r.rules.ordered {
		sym = r.shadow(in, name, kind, id)
	} else {
		sym = r.define(in, name, kind, id)
	}
	if sym == 0 {
		return
	}
	r.write(sym, name, value, id, "")
	if kind == Param && r.rules.hoist && r.attr(id, "public", "private", "protected", "readonly") {
		if class := r.scopes[in].class; class != 0 { // TypeScript's parameter that is a field too
			field := Symbol(len(r.Defs))
			r.Defs = append(r.Defs, Def{Name: r.Name(name), Kind: Member, At: name, Owner: id, Scope: class, Writes: 1, escapes: true})
			r.member(class, r.Nodes[name].Ref, field)
		}
	}
}

func (r *resolver) field(id g.ID) {
	name := r.named(id)
	in := r.top()
	if name == 0 || r.scopes[in].kind != classScope || r.Nodes[r.Parents[id]].Kind != g.Block {
		return
	}
	n := &r.Nodes[id]
	sym := r.define(in, name, Member, id)
	if sym == 0 {
		return
	}
	d := &r.Defs[sym]
	class := r.Nodes[r.scopes[in].node].Op
	constant := r.attr(id, "final", "const", "readonly") || n.Op == g.Constant || r.rules.members && class == g.Interface
	d.Constant = d.Constant || constant
	d.Static = r.attr(id, "static") || n.Op == g.Constant || r.rules.members && class == g.Interface
	d.escapes = d.escapes || r.rules.members && !constant && !r.attr(id, "private")
	if value := r.Part(id, 2); value != 0 && n.Op != g.Method {
		r.write(sym, name, value, id, "")
	}
}

// each opens a loop's scope and defines what it runs over; where that is a Var, it defines itself.
func (r *resolver) each(id g.ID) {
	if r.Nodes[r.Parents[id]].Kind == g.Comprehension {
		r.targets(r.top(), id+1, Bound, id, 0)
		return
	}
	if r.rules.blocks {
		r.open(scope{node: id, start: id, end: r.End(id)})
	}
	switch op := r.Nodes[id].Op; {
	case r.Nodes[id+1].Kind == g.Var:
	case op == g.Declare:
		r.targets(r.top(), id+1, Bound, id, 0)
	case r.rules.assigns:
		r.targets(r.scopes[r.top()].fn, id+1, Bound, id, 0)
	}
}

// typeParams defines the parameters of a generic function or type.
func (r *resolver) typeParams(id g.ID) {
	switch r.Nodes[r.Parents[id]].Kind {
	case g.Func, g.Class, g.Lambda, g.TypeDef:
	default:
		return
	}
	for c := range r.Children(id) {
		for r.Nodes[c].Kind == g.TypeOther && r.First(c) != 0 {
			c = r.First(c)
		}
		if k := r.Nodes[c].Kind; k == g.TypeName || k == g.Ident {
			if r.Nodes[r.Parents[id]].Kind != g.TypeDef {
				r.define(r.top(), c, Type, id)
			}
		}
	}
}

// patterns defines what the patterns of a case bind, in a language where to assign is to define.
func (r *resolver) patterns(id g.ID) {
	if r.Nodes[id].Kind != g.Case || r.Nodes[id].Op != g.Match {
		return
	}
	in := r.scopes[r.top()].fn
	for c := range r.Children(id) {
		if k := r.Nodes[c].Kind; k == g.Block || k == g.If {
			continue
		}
		for at, end := c, r.End(c); at < end; {
			n := &r.Nodes[at]
			switch {
			case n.Kind == g.Ident:
				if sym := r.define(in, at, Bound, id); sym != 0 {
					r.write(sym, at, 0, id, "")
				}
			case n.Kind == g.Destructure && n.Op == g.Record && n.Size > 1, n.Kind == g.NamedArg && n.Size > 1,
				n.Kind == g.Pair && n.Size > 1:
				at = r.End(at + 1)
				continue
			case n.Kind == g.Member || n.Kind == g.Call:
				at = r.End(at)
				continue
			}
			at++
		}
	}
}

// directive reads Python's global and nonlocal, and del.
func (r *resolver) directive(id g.ID) {
	word := r.Name(id)
	in := r.scopes[r.top()].fn
	switch word {
	case "global":
		for c := range r.Children(id) {
			ref := r.Nodes[c].Ref
			if r.Nodes[c].Kind != g.Ident || in == 0 || r.held(in, ref) != 0 {
				continue
			}
			sym := r.held(0, ref)
			if sym <= 0 {
				sym = r.add(0, ref, Def{Name: r.Name(c), Kind: Global, At: c, Owner: id})
			}
			r.Uses[c] = sym
			r.bind(in, ref, sym)
		}
	case "nonlocal":
		for c := range r.Children(id) {
			if r.Nodes[c].Kind == g.Ident && in != 0 && r.held(in, r.Nodes[c].Ref) == 0 {
				r.bind(in, r.Nodes[c].Ref, -1)
			}
		}
	}
}

// A part is a target that is still to be looked at, with what it gets.
type target struct {
	id, value g.ID
	path      string
	sure      bool // value, or what path names in it, is all that it gets
}

// targets defines all names of an assignment's target: an Ident, or a Tuple, List, Destructure of targets.
func (r *resolver) targets(in int32, id g.ID, kind DefKind, owner, value g.ID) {
	if r.Nodes[id].Kind == g.Ident {
		if sym := r.define(in, id, kind, owner); sym != 0 {
			r.write(sym, id, value, owner, "")
		}
		return
	}
	r.unpack(target{id, value, "", value != 0}, func(t target) {
		if sym := r.define(in, t.id, kind, owner); sym != 0 {
			r.write(sym, t.id, t.value, owner, t.path)
		}
	})
}

// unpack calls found for each Ident that a target gives a value.
func (r *resolver) unpack(t target, found func(target)) {
	for stack := []target{t}; len(stack) > 0; {
		t := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if !t.sure {
			t.value, t.path = 0, ""
		}
		n := &r.Nodes[t.id]
		switch {
		case n.Kind == g.Ident:
			found(t)
		case n.Kind == g.Assign:
			t.id, t.sure = t.id+1, false
			stack = append(stack, t)
		case n.Kind == g.Spread && n.Size > 1:
			stack = append(stack, target{id: t.id + 1})
		case n.Kind == g.Destructure && n.Op == g.DictOf:
			at := len(stack)
			for c := range r.Children(t.id) {
				p := target{id: c}
				if r.Nodes[c].Kind == g.Pair && r.Nodes[c].Size > 2 {
					p = t
					k := &r.Nodes[c+1]
					if p.id = k.Next; r.Nodes[c].Op == g.Computed && k.Kind != g.String || k.Kind != g.Ident && k.Kind != g.String {
						p.sure = false
					} else {
						p.path = r.Strings[k.Ref]
						if t.path != "" {
							p.path = t.path + "." + p.path
						}
						p.sure = p.sure && len(p.path) < nameLimit
					}
				}
				stack = append(stack, p)
			}
			reverse(stack[at:])
		case n.Kind == g.Tuple || n.Kind == g.List || n.Kind == g.Destructure:
			at := len(stack)
			v := g.ID(0)
			if t.sure && t.path == "" && r.pairs(t.id, t.value) {
				v = r.First(t.value)
			}
			for c := range r.Children(t.id) {
				stack = append(stack, target{id: c, value: v, sure: v != 0})
				if v != 0 {
					v = r.Nodes[v].Next
				}
			}
			reverse(stack[at:])
		}
	}
}

func reverse(s []target) {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}

// pairs tells whether each target of a list gets the value in the same place of another.
func (r *resolver) pairs(targets, values g.ID) bool {
	if k := r.Nodes[values].Kind; k != g.Tuple && k != g.List {
		return false
	}
	a, b := r.First(targets), r.First(values)
	for a != 0 && b != 0 {
		if r.Nodes[a].Kind == g.Spread || r.Nodes[b].Kind == g.Spread {
			return false
		}
		a, b = r.Nodes[a].Next, r.Nodes[b].Next
	}
	return a == 0 && b == 0
}
