package names

import g "bartizan/internal/syntax/generic"

// collect goes through the arena once: it finds the scopes, in the order in which they open, and what is defined in each.
func (r *resolver) collect() {
	nodes := r.Nodes
	r.open(scope{node: 1, start: 1, end: g.ID(len(nodes)), kind: rootScope})
	for id := g.ID(1); int(id) < len(nodes); id++ {
		for r.scopes[r.top()].end <= id {
			r.stack = r.stack[:len(r.stack)-1]
		}
		for n := len(r.pending); n > 0 && r.pending[n-1].at <= id; n-- {
			p := r.pending[n-1]
			r.pending = r.pending[:n-1]
			p.start = id
			in := r.open(p.scope)
			if p.self != 0 {
				kind := Function
				if nodes[p.node].Kind == g.Class {
					kind = Class
				}
				r.shadow(in, p.self, kind, p.node)
			}
		}
		n := &nodes[id]
		if n.Size > 1 {
			for c := id + 1; c != 0; c = nodes[c].Next {
				r.Parents[c] = id
			}
		}
		switch n.Kind {
		case g.Ident, g.Member, g.Call, g.Args, g.String, g.Empty, g.ExprStmt, g.Attr, g.Pair: // most nodes
		case g.Block:
			r.block(id)
		case g.Func, g.Lambda:
			r.function(id)
		case g.Class:
			r.class(id)
		case g.Var:
			r.variable(id)
		case g.Param:
			r.parameter(id)
		case g.Field:
			r.field(id)
		case g.Import:
			r.imports(id)
		case g.Package:
			if c := r.First(id); c != 0 && r.module == "" {
				if name := r.dotted(c); len(name) < nameLimit {
					r.module = name + "."
				}
			}
		case g.Assign:
			switch {
			case n.Op == g.Declare:
				r.targets(r.top(), id+1, Local, id, r.second(id))
			case r.rules.assigns && nodes[r.Parents[id]].Kind != g.Destructure:
				kind := Local
				if nodes[r.Parents[id]].Kind == g.With {
					kind = Bound
				}
				r.targets(r.assigning(id), id+1, kind, id, r.second(id))
			}
		case g.AssignOp:
			if r.rules.assigns && nodes[id+1].Kind == g.Ident {
				if sym := r.define(r.assigning(id), id+1, Local, id); sym != 0 {
					r.write(sym, id+1, id, id, "")
				}
			}
		case g.ForEach:
			r.each(id)
		case g.For, g.Switch, g.With:
			if r.rules.blocks {
				r.open(scope{node: id, start: id, end: r.End(id)})
			}
		case g.Catch:
			if r.rules.blocks {
				r.open(scope{node: id, start: id, end: r.End(id)})
			}
		case g.Case, g.Default:
			if r.rules.cases {
				r.open(scope{node: id, start: id, end: r.End(id)})
			}
			if r.rules.assigns {
				r.patterns(id)
			}
		case g.Comprehension:
			s := scope{node: id, start: id, end: r.End(id), kind: loopScope}
			for c := range r.Children(id) {
				if nodes[c].Kind == g.ForEach {
					if source := r.Child(c, 1); source != 0 {
						s.hole, s.holeEnd = source, r.End(source)
					}
					break
				}
			}
			r.open(s)
		case g.TypeDef:
			if name := r.named(id); name != 0 {
				r.define(r.top(), name, Type, id)
			}
		case g.TypeParams:
			r.typeParams(id)
		case g.Directive:
			r.directive(id)
		}
	}
	r.stack = r.stack[:0]
}

// attr tells whether a definition has a word before it.
func (t *Table) attr(id g.ID, words ...string) bool {
	for c := t.First(id); c != 0; c = t.Nodes[c].Next {
		switch t.Nodes[c].Kind {
		case g.Attr:
			for _, w := range words {
				if t.Name(c) == w {
					return true
				}
			}
		case g.Decorator, g.TypeParams:
		default:
			return false
		}
	}
	return false
}

// assigning gives the scope in which an assignment defines a new name.
func (r *resolver) assigning(id g.ID) int32 {
	in := r.scopes[r.top()].fn
	if !r.rules.closures || r.Nodes[id+1].Kind != g.Ident {
		return in
	}
	ref := r.Nodes[id+1].Ref
	for s, n := r.top(), 0; s >= 0 && n < 50; s, n = r.scopes[s].outer, n+1 {
		if r.held(s, ref) != 0 {
			return s
		}
		if k := r.Nodes[r.scopes[s].node].Kind; k == g.Func || k == g.Class {
			break
		}
	}
	return in
}

// define gives the symbol of a name in a scope, a new one if it has none; 0 where the scope takes the name from outside.
func (r *resolver) define(in int32, at g.ID, kind DefKind, owner g.ID) Symbol {
	ref := r.Nodes[at].Ref
	if ref == 0 {
		return 0
	}
	sym := r.held(in, ref)
	switch {
	case sym < 0:
		return 0
	case sym > 0:
		r.Uses[at] = sym
		if d := &r.Defs[sym]; r.Nodes[d.Owner].Kind == g.Directive { // global
			d.At, d.Owner = at, owner
		}
		return sym
	}
	return r.shadow(in, at, kind, owner)
}

// shadow makes a new symbol, whether the scope has one of that name or not.
func (r *resolver) shadow(in int32, at g.ID, kind DefKind, owner g.ID) Symbol {
	sym := r.add(in, r.Nodes[at].Ref, Def{Name: r.Name(at), Kind: kind, At: at, Owner: owner})
	r.Uses[at] = sym
	return sym
}

func (r *resolver) add(in, ref int32, d Def) Symbol {
	s := &r.scopes[in]
	if d.Kind == Local {
		switch s.kind {
		case rootScope:
			d.Kind = Global
		case classScope:
			d.Kind = Member
		}
	}
	if r.rules.ordered && (s.kind == blockScope || s.kind == funcScope) && d.Owner != 0 && d.Kind != Class && d.Kind != Type && d.Kind != Function {
		d.from = r.End(d.Owner)
		switch r.Nodes[d.Owner].Kind {
		case g.ForEach:
			d.from = r.End(r.Child(d.Owner, 1))
		case g.Param, g.Switch, g.Catch, g.Class, g.Func:
			d.from = d.At
		}
	}
	d.Scope, d.fn = s.node, s.fn
	sym := Symbol(len(r.Defs))
	r.Defs = append(r.Defs, d)
	r.bind(in, ref, sym)
	if s.kind == classScope {
		r.member(s.node, ref, sym)
	}
	return sym
}

// member makes a symbol known as a class's member, besides those of the same name before it.
func (r *resolver) member(class g.ID, ref int32, sym Symbol) {
	k := key(int32(class), ref)
	if held := r.members[k]; held != 0 {
		if held != sym {
			r.Defs[sym].more, r.Defs[held].more = r.Defs[held].more, sym
		}
		return
	}
	r.members[k] = sym
}

// write notes that a symbol gets a value.
func (r *resolver) write(sym Symbol, at, value, owner g.ID, path string) {
	for n := 0; value != 0 && r.Nodes[value].Kind == g.Assign && n < 16; n++ { // a = b = value
		value = r.second(value)
	}
	if value != 0 && r.Nodes[value].Kind == g.Empty {
		value = 0
	}
	d := &r.Defs[sym]
	if d.Kind == Imported && d.Writes > 0 && (value == 0 || r.Nodes[value].Kind != g.Null) {
		d.Maybe = true
	}
	if d.Writes++; d.Writes == 1 {
		d.Value, d.Path = value, path
		if d.Kind == Param || d.Kind == Imported {
			d.Value, d.Path = 0, ""
		}
	} else {
		d.Value, d.Path = 0, ""
	}
	if path != "" {
		value = 0
	}
	fn := g.ID(0)
	if len(r.stack) > 0 {
		fn = r.scopes[r.scopes[r.top()].fn].node
	}
	r.writes = append(r.writes, write{sym, at, value, owner, fn})
}

// block opens the scope of a block that is one.
func (r *resolver) block(id g.ID) {
	n := &r.Nodes[id]
	if n.Size == 1 || id == 1 {
		return
	}
	switch r.Nodes[r.Parents[id]].Kind {
	case g.New:
		r.open(scope{node: id, start: id, end: r.End(id), kind: classScope})
	case g.Func, g.Lambda, g.Class, g.Catch:
	case g.Case, g.Default:
		if r.rules.blocks && !r.rules.cases && n.Op != g.Implicit {
			r.open(scope{node: id, start: id, end: r.End(id)})
		}
	default:
		switch {
		case n.Op == g.Static:
			r.open(scope{node: id, start: id, end: r.End(id), kind: funcScope, class: r.scopes[r.top()].class})
		case r.rules.blocks && (n.Op != g.Implicit || r.rules.cases):
			r.open(scope{node: id, start: id, end: r.End(id)})
		}
	}
}

// function defines a function's name and has its scope open at its type parameters, or behind its name.
func (r *resolver) function(id g.ID) {
	n := &r.Nodes[id]
	var name, at, params g.ID
	for c := r.First(id); c != 0; c = r.Nodes[c].Next {
		switch k := r.Nodes[c].Kind; {
		case k == g.Decorator || k == g.Attr:
		case k == g.TypeParams:
			at = c
		case name == 0:
			name = c
		default:
			params = c
		}
		if params != 0 {
			break
		}
	}
	if at == 0 {
		at = params
	}
	top := &r.scopes[r.top()]
	s := scope{node: id, end: r.End(id), kind: funcScope, class: top.class}
	own := g.ID(0)
	if name != 0 && r.Nodes[name].Kind == g.Ident {
		parent := r.Nodes[r.Parents[id]].Kind
		switch {
		case n.Kind == g.Lambda || parent == g.Pair || parent == g.Args:
			own = name
		case parent == g.Dict:
		case n.Op == g.Method && params != 0 && r.receiver(params) != 0:
			r.method(name, id, r.receiver(params))
		case top.kind == classScope:
			d := &r.Defs[r.shadow(r.top(), name, Member, id)]
			d.Constant, d.Static = true, r.attr(id, "static")
		default:
			in := r.top()
			if r.rules.hoist {
				in = top.fn
			}
			if sym := r.define(in, name, Function, id); sym != 0 && r.Part(id, 3) != 0 {
				r.write(sym, name, 0, id, "")
				if d := &r.Defs[sym]; d.Writes == 1 {
					d.Owner, d.At = id, name
				}
			}
		}
	}
	if r.rules.hoist && top.kind != classScope && (n.Kind == g.Func || !r.arrow(id)) {
		s.class = 0
	}
	if r.rules.assigns && params != 0 {
		s.hole, s.holeEnd = params, r.End(params)
	}
	if at != 0 {
		r.pending = append(r.pending, pending{at: at, scope: s})
	}
	if own != 0 && at != 0 {
		r.pending[len(r.pending)-1].self = own
	}
}

// receiver gives the TypeName of a Go method's receiver, or 0.
func (t *Table) receiver(params g.ID) g.ID {
	p := t.First(params)
	if p == 0 || t.Nodes[p].Kind != g.Param || t.Nodes[p].Op != g.Receiver {
		return 0
	}
	typ := t.Part(p, 1)
	for n := 0; typ != 0 && n < 4; n++ {
		switch t.Nodes[typ].Kind {
		case g.TypeName:
			return typ
		case g.TypeOther, g.TypeApply:
			typ = t.First(typ)
		default:
			return 0
		}
	}
	return 0
}

// arrow tells whether a Lambda of JavaScript is an arrow function, which has no this of its own.
func (t *Table) arrow(id g.ID) bool {
	text := t.Text(id)
	for _, word := range []string{"async", "function"} {
		if len(text) >= len(word) && string(text[:len(word)]) == word {
			if word == "function" {
				return len(text) > len(word) && part(text[len(word)])
			}
			rest := text[len(word):]
			for len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n' || rest[0] == '\r') {
				rest = rest[1:]
			}
			if len(rest) < len(text)-len(word) {
				text = rest
			}
		}
	}
	return true
}

// part tells whether a byte may stand inside a name.
func part(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
