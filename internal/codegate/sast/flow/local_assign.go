package flow

import "bartizan/internal/syntax/generic"

// bind gives a name, or each name of a pattern, its part of a value.
func (b *body) bind(target generic.ID, v int32) {
	if target == 0 {
		return
	}
	if b.depth >= maxDepth {
		b.truncate("code nested deeper than 2000")
		return
	}
	b.depth++
	defer func() { b.depth-- }()
	level := b.enter(target)
	if len(b.active) > level {
		v = b.markedTarget(target, v)
	}
	defer func() { b.active = b.active[:level] }()
	n := &b.Nodes[target]
	first := b.First(target)
	switch n.Kind {
	case generic.Ident:
		variable := b.refer[target]
		if variable == 0 {
			return
		}
		if b.vars[variable].kind == varMember {
			b.storeField(target, v)
			return
		}
		if b.vars[variable].kind == varCode || b.vars[variable].kind == varImport {
			if b.cur[variable] < 0 {
				b.version(variable, target)
			}
			b.set(variable, v)
			return
		}
		if v != 0 && b.values[v].op != opConst {
			v = b.newValue(ilValue{op: opCopy, a: v, node: target})
		}
		b.write(variable, v, target)
	case generic.Member, generic.Index:
		b.store(target, v)
	case generic.Tuple, generic.List:
		i := 0
		for c := range b.Children(target) {
			if b.Nodes[c].Kind == generic.Spread {
				b.bind(b.First(c), b.rest(c, v))
				continue
			}
			b.bind(c, b.getIndex(c, v, i))
			i++
		}
	case generic.Destructure:
		b.destructure(target, v)
	case generic.Var, generic.Param:
		b.bind(b.Part(target, 0), v)
	case generic.Assign: // with a default
		if next := b.Nodes[first].Next; next != 0 {
			v = b.join(target, v, b.expr(next))
		}
		b.bind(first, v)
	case generic.Pair:
		b.bind(b.Nodes[first].Next, v)
	case generic.Spread, generic.Unary:
		b.bind(first, v)
	case generic.Cast:
		b.bind(b.Child(target, 1), v)
	case generic.Slice:
		b.update(first, b.join(target, b.expr(first), v))
	case generic.Empty, generic.None:
	default:
		if n.Kind.Expression() {
			b.expr(target)
		}
	}
}

// assign is bind; an assignment to what another name may share is seen by those who share it.
func (b *body) assign(target generic.ID, v int32) { b.bind(target, v) }

func (b *body) destructure(target generic.ID, v int32) {
	i := 0
	for c := range b.Children(target) {
		n := &b.Nodes[c]
		switch {
		case n.Kind == generic.Spread && b.Nodes[target].Op == generic.DictOf:
			b.bind(b.First(c), b.others(target, c, v))
		case n.Kind == generic.Spread:
			b.bind(b.First(c), b.rest(c, v))
		case n.Kind == generic.Pair:
			key := b.First(c)
			switch {
			case n.Op != generic.Computed && b.Nodes[key].Kind == generic.Ident || b.Nodes[key].Kind == generic.String || b.Nodes[key].Kind == generic.Int:
				b.bind(b.Nodes[key].Next, b.get(c, v, b.Nodes[key].Ref+stepBase))
			default:
				b.bind(b.Nodes[key].Next, b.getAt(c, v, stepAny, b.expr(key)))
			}
		case b.Nodes[target].Op == generic.DictOf && n.Kind == generic.Ident:
			b.bind(c, b.get(c, v, n.Ref+stepBase))
		case b.Nodes[target].Op == generic.DictOf && n.Kind == generic.Assign && b.Nodes[b.First(c)].Kind == generic.Ident:
			b.bind(c, b.get(c, v, b.Nodes[b.First(c)].Ref+stepBase))
		default:
			b.bind(c, b.getIndex(c, v, i))
			i++
		}
	}
}

// getIndex gives an item by its place.
func (b *body) getIndex(node generic.ID, v int32, i int) int32 {
	if v == 0 {
		return 0
	}
	return b.get(node, v, b.indexStep(i))
}

// maxIndex is how many items of a literal have a place of their own.
const maxIndex = 64

func (b *body) indexStep(i int) step {
	if i >= maxIndex {
		return stepAny
	}
	return b.stepOf(smallNumbers[i])
}

// rest gives what is left of a value when some of it has been taken: the whole, with lists' items at places not known.
func (b *body) rest(node generic.ID, v int32) int32 {
	if v == 0 {
		return 0
	}
	return b.operands(ilValue{op: opRecord, node: node}, stepSpread, v, stepAny, b.get(node, v, stepAny))
}

// others gives what is left of an object when the members named before have been taken.
func (b *body) others(target, node generic.ID, v int32) int32 {
	if v == 0 {
		return 0
	}
	list := []int32{stepSpread, v}
	for c := range b.Children(target) {
		key := c
		for b.Nodes[key].Kind == generic.Pair || b.Nodes[key].Kind == generic.Assign {
			key = b.First(key)
		}
		if k := b.Nodes[key].Kind; (k == generic.Ident || k == generic.String) && b.Nodes[c].Op != generic.Computed {
			list = append(list, b.Nodes[key].Ref+stepBase, 0)
		}
	}
	return b.operands(ilValue{op: opRecord, node: node}, list...)
}

// bindPattern gives the names of a pattern that is matched against a value.
func (b *body) bindPattern(p generic.ID, v int32) {
	if b.depth >= maxDepth {
		b.truncate("code nested deeper than 2000")
		return
	}
	b.depth++
	defer func() { b.depth-- }()
	n := &b.Nodes[p]
	switch n.Kind {
	case generic.Ident, generic.Param:
		name := p
		if n.Kind == generic.Param {
			name = b.Part(p, 0)
		}
		if name == 0 {
			return
		}
		if d := b.Def(name); d != nil && b.refer[name] != 0 && b.vars[b.refer[name]].kind == varOwned {
			b.bind(name, v)
		}
	case generic.List, generic.Tuple, generic.Destructure, generic.Dict:
		i := 0
		for c := range b.Children(p) {
			switch k := b.Nodes[c].Kind; {
			case n.Op == generic.Or || n.Op == generic.Bind:
				b.bindPattern(c, v)
			case k == generic.Spread:
				b.bindPattern(b.First(c), b.rest(c, v))
			case k == generic.Pair || k == generic.NamedArg:
				key := b.First(c)
				b.bindPattern(b.Nodes[key].Next, b.get(c, v, b.Nodes[key].Ref+stepBase))
			case n.Op == generic.Record && i == 0 && c == b.First(p):
			default:
				b.bindPattern(c, b.getIndex(c, v, i))
				i++
			}
		}
	case generic.Assign:
		b.bindPattern(b.First(p), v)
		b.bindPattern(b.Child(p, 1), v)
	case generic.Pair, generic.NamedArg:
		b.bindPattern(b.Child(p, 1), v)
	case generic.Spread, generic.Other, generic.Binary, generic.Cast, generic.TypeTest:
		for c := range b.Children(p) {
			b.bindPattern(c, v)
		}
	case generic.Call:
		if args := b.Child(p, 1); args != 0 {
			i := 0
			for c := range b.Children(args) {
				b.bindPattern(c, b.getIndex(c, v, i))
				i++
			}
		}
	}
}

// bindElement gives the target of a loop an element of what it runs over.
func (b *body) bindElement(id, target, source generic.ID, v int32) {
	if target == 0 || b.Nodes[target].Kind == generic.Empty {
		return
	}
	if b.Language == "go" {
		key, element := b.mix(id, foldSame, 0, v), b.get(id, v, stepAny)
		switch t := b.Type(source); {
		case t == "int":
			key = b.mix(id, foldSame, b.masks.arithmetic, v)
		case len(t) > 1 && t[0] == '[' || t == "string":
			key = 0
		}
		if b.Nodes[target].Kind == generic.Tuple {
			b.bind(b.Child(target, 0), key)
			b.bind(b.Child(target, 1), element)
			return
		}
		if k := b.Nodes[id].Op; k == generic.Of { // a channel
			b.bind(target, element)
			return
		}
		b.bind(target, key)
		return
	}
	if b.Nodes[id].Op == generic.In {
		b.bind(target, b.mix(id, foldSame, 0, v))
		return
	}
	b.bind(target, b.get(id, v, stepAny))
}

func (b *body) assignOp(id generic.ID) int32 {
	target := b.First(id)
	value := b.Nodes[target].Next
	op := b.Nodes[id].Op
	old := b.expr(target)
	var v int32
	switch op {
	case generic.And, generic.Or, generic.Nullish:
		v = b.shortCircuit(id, op, old, value)
	case generic.Sub, generic.Div, generic.FloorDiv, generic.Pow, generic.Shl, generic.Shr, generic.ShrUnsigned, generic.BitAnd, generic.BitXor:
		mask := b.masks.assignments
		if b.numeric(id, op) {
			mask = b.masks.arithmetic
		}
		v = b.mix(id, op, mask, old, b.expr(value))
	default:
		v = b.mix(id, op, b.masks.assignments, old, b.expr(value))
	}
	b.assign(target, v)
	return v
}

// lvalue says whether an expression is a place that can be given a new version.
func (b *body) lvalue(id generic.ID) bool {
	for range MaxPath * 4 {
		switch n := &b.Nodes[id]; n.Kind {
		case generic.Ident:
			return b.refer[id] != 0
		case generic.This:
			return true
		case generic.Member, generic.Index:
			id = b.First(id)
		case generic.Cast:
			id = b.Child(id, 1)
		case generic.Unary:
			if n.Op != generic.AddressOf && n.Op != generic.Deref {
				return false
			}
			id = b.First(id)
		default:
			return false
		}
	}
	return false
}

// peek gives the value of a place without evaluating anything.
func (b *body) peek(id generic.ID) int32 {
	switch n := &b.Nodes[id]; n.Kind {
	case generic.Ident:
		switch variable := b.refer[id]; {
		case variable == 0:
			return 0
		case b.vars[variable].kind == varMember:
			return b.get(id, b.version(b.this, id), n.Ref+stepBase)
		default:
			return b.version(variable, id)
		}
	case generic.This:
		return b.version(b.this, id)
	case generic.Member:
		if name := b.Child(id, 1); name != 0 {
			return b.get(id, b.peek(b.First(id)), b.Nodes[name].Ref+stepBase)
		}
	case generic.Index:
		return b.get(id, b.peek(b.First(id)), b.constantKey(b.Child(id, 1)))
	case generic.Cast:
		return b.peek(b.Child(id, 1))
	case generic.Unary:
		return b.peek(b.First(id))
	}
	return 0
}

func (b *body) constantKey(id generic.ID) step {
	if id != 0 && (b.Nodes[id].Kind == generic.String || b.Nodes[id].Kind == generic.Int) && b.Nodes[id].Ref != 0 {
		return b.Nodes[id].Ref + stepBase
	}
	return stepAny
}

// update gives a place a new version: the objects around it get new ones with it.
func (b *body) update(id generic.ID, v int32) {
	for range MaxPath * 4 {
		switch n := &b.Nodes[id]; n.Kind {
		case generic.Ident:
			variable := b.refer[id]
			if variable == 0 {
				return
			}
			if b.vars[variable].kind == varMember {
				b.replace(b.this, b.newValue(ilValue{op: opStore, a: b.version(b.this, id), b: v, key: n.Ref + stepBase, node: id}))
				return
			}
			b.replace(variable, v)
			return
		case generic.This:
			b.replace(b.this, v)
			return
		case generic.Member:
			name := b.Child(id, 1)
			if name == 0 {
				return
			}
			v = b.newValue(ilValue{op: opStore, a: b.peek(b.First(id)), b: v, key: b.Nodes[name].Ref + stepBase, node: id})
			id = b.First(id)
		case generic.Index:
			v = b.newValue(ilValue{op: opStore, a: b.peek(b.First(id)), b: v, key: b.constantKey(b.Child(id, 1)), node: id})
			id = b.First(id)
		case generic.Cast:
			id = b.Child(id, 1)
		case generic.Unary:
			id = b.First(id)
		default:
			return
		}
	}
}

func (b *body) replace(variable, v int32) {
	if b.cur[variable] < 0 {
		b.version(variable, 0)
	}
	b.set(variable, v)
}

// store assigns to a member or an element.
func (b *body) store(target generic.ID, v int32) {
	object := b.First(target)
	base := b.expr(object)
	var s step
	var k int32
	if b.Nodes[target].Kind == generic.Member {
		name := b.Child(target, 1)
		if name == 0 {
			return
		}
		s = b.Nodes[name].Ref + stepBase
	} else {
		at := b.Nodes[object].Next
		if at == 0 {
			return
		}
		if s, k = b.key(at); s == stepNone {
			s = stepAny
		}
	}
	if len(b.active) > 0 {
		b.markedPlace(target, b.getAt(target, base, s, k))
	}
	b.into(target, object, base, s, v)
	if b.lvalue(object) {
		now := b.newValue(ilValue{op: opStore, a: base, b: v, c: k, key: s, node: target})
		b.update(object, now)
	}
}

// storeField assigns to a field of this that is named without it.
func (b *body) storeField(target generic.ID, v int32) {
	s := b.Nodes[target].Ref + stepBase
	base := b.version(b.this, target)
	if base == 0 {
		if v != 0 {
			b.goal(goal{value: v, mode: goalParts, end: End{Kind: FieldVar, Name: b.Name(target), Node: target, Env: -1}})
		}
		return
	}
	b.into(target, 0, base, s, v)
	b.replace(b.this, b.newValue(ilValue{op: opStore, a: base, b: v, key: s, node: target}))
}

// into makes what is stored in a part of an object visible to those who hold the object from outside.
func (b *body) into(node, object generic.ID, base int32, s step, v int32) {
	if v == 0 {
		return
	}
	if base != 0 {
		b.goal(goal{value: v, base: base, mode: goalInto, end: End{Path: b.stepName(s), Node: node, Env: -1}})
	}
	// A variable of this function that others see: the object may be new, and then has no origin to say so.
	path := b.stepName(s)
	for range MaxPath {
		if object == 0 {
			return
		}
		switch n := &b.Nodes[object]; n.Kind {
		case generic.Ident:
			if variable := b.refer[object]; variable != 0 && b.vars[variable].kind == varOwned && b.vars[variable].owner == b.unit {
				b.publish(variable, v, path, node)
			}
			return
		case generic.Member:
			if name := b.Child(object, 1); name != 0 {
				path = "." + b.Name(name) + path
			}
			object = b.First(object)
		case generic.Index:
			path = b.stepName(b.constantKey(b.Child(object, 1))) + path
			object = b.First(object)
		default:
			return
		}
	}
}
