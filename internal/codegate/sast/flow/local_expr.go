package flow

import "bartizan/internal/syntax/generic"

// expr lowers an expression and gives its value.
func (b *body) expr(id generic.ID) int32 {
	if id == 0 {
		return 0
	}
	if b.depth >= maxDepth {
		b.truncate("code nested deeper than 2000")
		return 0
	}
	b.depth++
	level := b.enter(id)
	v := b.expression(id)
	if len(b.active) > 0 {
		v = b.marked(id, v)
	}
	if b.ends {
		b.ends = false
		b.die()
	}
	b.active = b.active[:level]
	b.depth--
	return v
}

func (b *body) expression(id generic.ID) int32 {
	n := &b.Nodes[id]
	first := b.First(id)
	switch n.Kind {
	case generic.Call, generic.New, generic.Member, generic.Index, generic.Await, generic.Yield, generic.Throw:
		b.throws++
	}
	switch n.Kind {
	case generic.Ident:
		return b.ident(id)
	case generic.This, generic.Super:
		return b.read(b.this, id)
	case generic.Int, generic.Float, generic.String, generic.Char, generic.Bool, generic.Null:
		return b.literal(id)
	case generic.Regex, generic.Atom, generic.XmlText, generic.Empty, generic.None:
		return 0
	case generic.StrConcat:
		return b.mixOf(id, generic.Add, b.masks.assignments)
	case generic.Call, generic.New:
		return b.call(id)
	case generic.Member:
		return b.member(id)
	case generic.Index:
		return b.element(id)
	case generic.Slice:
		return b.mixOf(id, generic.Plain, b.masks.assignments)
	case generic.Unary:
		return b.unary(id)
	case generic.Binary:
		return b.binary(id)
	case generic.Assign:
		v := b.expr(b.Nodes[first].Next)
		b.assign(first, v)
		return v
	case generic.AssignOp:
		return b.assignOp(id)
	case generic.Cond:
		return b.conditional(id)
	case generic.Lambda:
		b.expose(id)
		return 0
	case generic.Await:
		return b.expr(first)
	case generic.Yield:
		return b.yield(id)
	case generic.Spread, generic.NamedArg:
		if n.Kind == generic.NamedArg {
			first = b.Nodes[first].Next
		}
		return b.expr(first)
	case generic.Cast:
		v := b.expr(b.Child(id, 1))
		if t := b.Child(id, 0); t != 0 && b.Nodes[t].Kind == generic.TypeName {
			v = b.typed(id, v, b.Name(t))
		}
		return v
	case generic.TypeTest:
		v := b.expr(first)
		if binding := b.Child(id, 2); binding != 0 {
			name := b.Part(binding, 0)
			if b.Nodes[binding].Kind == generic.Ident {
				name = binding
			}
			b.bind(name, v)
		}
		return b.mix(id, generic.Plain, b.masks.logic, v)
	case generic.List, generic.Tuple, generic.Set, generic.Args:
		if n.Op == generic.Comma {
			v := int32(0)
			for c := range b.Children(id) {
				v = b.expr(c)
			}
			return v
		}
		return b.items(id, first)
	case generic.Dict:
		return b.dict(id)
	case generic.Comprehension:
		return b.comprehension(id)
	case generic.Xml:
		return b.xml(id)
	case generic.Switch:
		return b.pick(id, true)
	case generic.Func, generic.Class:
		b.definition(id)
		return 0
	case generic.Throw, generic.Return:
		return b.statementKind(id)
	case generic.Block:
		b.statement(id)
		return 0
	}
	if n.Kind.Type() || n.Kind == generic.Params || n.Kind == generic.Attr {
		return 0
	}
	if n.Kind.Statement() || n.Kind.Definition() {
		return b.statementKind(id)
	}
	return b.mixOf(id, generic.Plain, b.masks.assignments)
}

// mixOf lowers all children as operands.
func (b *body) mixOf(id generic.ID, op generic.Op, killed int32) int32 {
	list := make([]int32, 0, 8)
	for c := range b.Children(id) {
		if k := b.Nodes[c].Kind; k.Statement() || k.Definition() {
			b.statement(c)
			continue
		}
		list = append(list, b.expr(c))
	}
	return b.mix(id, op, killed, list...)
}

func (b *body) ident(id generic.ID) int32 {
	variable := b.refer[id]
	if variable == 0 {
		return 0
	}
	if b.vars[variable].kind == varMember {
		return b.fieldOf(id)
	}
	return b.read(variable, id)
}

// fieldOf reads a field of this that is named without it.
func (b *body) fieldOf(id generic.ID) int32 {
	if c, ok := b.Constant(id); ok && !c.Fallback {
		return b.constant(id, c, true)
	}
	object := b.read(b.this, id)
	if object == 0 { // in the class's own body
		return b.origin(id, End{Kind: FieldVar, Name: b.Name(id), Env: -1})
	}
	return b.get(id, object, b.Nodes[id].Ref+stepBase)
}

func (b *body) member(id generic.ID) int32 {
	object, name := b.Child(id, 0), b.Child(id, 1)
	if name == 0 {
		return b.expr(object)
	}
	if b.Nodes[name].Kind != generic.Ident { // A.class, a.(type)
		v := b.expr(object)
		if b.Nodes[name].Kind.Expression() && b.Nodes[name].Kind != generic.Super {
			b.expr(name)
		}
		return v
	}
	if c, _ := b.Canonical(id); c != "" && b.rootedOutside(object) {
		if k, ok := b.Constant(id); ok && !k.Fallback {
			return b.constant(id, k, true)
		}
		if b.marks.first[object] != 0 { // a mark on the object
			return b.get(id, b.expr(object), b.Nodes[name].Ref+stepBase)
		}
		return b.origin(id, End{Kind: GlobalVar, Name: c, Env: -1})
	}
	v := b.expr(object)
	if b.Name(name) == "length" && b.Language != "python" {
		return b.mix(id, foldLength, b.masks.arithmetic, v)
	}
	return b.plain(id, b.get(id, v, b.Nodes[name].Ref+stepBase))
}

// plain gives a part of an object to rules that follow data through more than assignments.
func (b *body) plain(id generic.ID, v int32) int32 {
	if v == 0 || b.masks.assignments == 0 {
		return v
	}
	return b.newValue(ilValue{op: opClean, a: v, b: b.masks.assignments, node: id})
}

// rootedOutside says whether a chain of members starts at an import or at a name that the file does not define, and has not
// been assigned here.
func (b *body) rootedOutside(id generic.ID) bool {
	for range MaxPath * 8 {
		n := &b.Nodes[id]
		switch n.Kind {
		case generic.Member:
			id = b.First(id)
			continue
		case generic.Ident:
			variable := b.refer[id]
			if variable == 0 {
				return true
			}
			k := b.vars[variable].kind
			if k != varImport && k != varFree {
				return false
			}
			v := b.cur[variable]
			return v < 0 || b.values[v].op == opOrigin && b.origins[b.values[v].a].Kind == GlobalVar
		}
		return false
	}
	return false
}

// key gives the step of an index, or the value that it is computed as.
func (b *body) key(id generic.ID) (s step, v int32) {
	switch b.Nodes[id].Kind {
	case generic.String, generic.Int:
		b.expr(id)
		if b.Nodes[id].Ref == 0 {
			return b.stepOf(""), 0
		}
		return b.Nodes[id].Ref + stepBase, 0
	case generic.Slice:
		b.expr(id)
		return stepNone, 0
	}
	return stepAny, b.expr(id)
}

func (b *body) element(id generic.ID) int32 {
	object := b.Child(id, 0)
	v := b.expr(object)
	at := b.Nodes[object].Next
	if at == 0 {
		return v
	}
	if second := b.Nodes[at].Next; second != 0 {
		list := []int32{v}
		for c := at; c != 0; c = b.Nodes[c].Next {
			list = append(list, b.expr(c))
		}
		return b.mix(id, generic.Plain, b.masks.assignments, list...)
	}
	s, k := b.key(at)
	if s == stepNone {
		return b.mix(id, generic.Plain, b.masks.assignments, v)
	}
	return b.plain(id, b.getAt(id, v, s, k))
}

// getAt gives an element by a key that is known, or is a value.
func (b *body) getAt(id generic.ID, object int32, s step, k int32) int32 {
	if k == 0 {
		return b.get(id, object, s)
	}
	if object == 0 {
		return b.mix(id, generic.Plain, b.masks.indexes, k)
	}
	return b.newValue(ilValue{op: opGet, a: object, b: k, c: b.masks.indexes, key: s, node: id})
}
