package flow

import (
	"strings"

	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// An argument is one argument of the call that is being lowered.
type argument struct {
	node   generic.ID
	value  int32
	index  int32 // -1 for a named one
	name   string
	spread bool
}

// callValues are what the last lowered call was given, for sinks that match the call.
type callValues struct {
	node   generic.ID
	values []int32
}

func (b *body) call(id generic.ID) int32 {
	n := &b.Nodes[id]
	first := b.First(id)
	args := b.Nodes[first].Next
	if args != 0 && b.Nodes[args].Kind != generic.Args {
		args = 0
	}
	if n.Kind == generic.New && n.Op == generic.Composite {
		for t, deep := first, 0; t != 0 && b.Nodes[t].Kind == generic.TypeArray && deep < 64; t, deep = b.First(t), deep+1 {
			if length := b.Child(t, 1); length != 0 && b.Nodes[length].Kind.Expression() {
				b.expr(length)
			}
		}
		return b.composite(id, first, args)
	}
	c := b.callee(id, first)
	base := len(b.args)
	if args != 0 {
		b.arguments(args)
	}
	if n.Kind == generic.New {
		for x := range b.Children(id) {
			if b.Nodes[x].Kind == generic.Block { // of an anonymous class
				b.members(x)
			}
		}
	}
	b.lastCall.node = 0
	v := b.called(id, &c, base)
	if len(b.active) > 0 {
		b.lastCall.node = id
		b.lastCall.values = append(b.lastCall.values[:0], c.object)
		for _, a := range b.args[base:] {
			b.lastCall.values = append(b.lastCall.values, a.value)
		}
	}
	b.args = b.args[:base]
	return v
}

// callee finds out what is called, and lowers the object of a method.
func (b *body) callee(id, first generic.ID) callee {
	c := callee{node: first, isNew: b.Nodes[id].Kind == generic.New}
	c.canonical, _ = b.Canonical(first)
	n := &b.Nodes[first]
	switch {
	case c.isNew:
		b.newCallee(&c, first)
	case n.Kind == generic.Ident:
		variable := b.refer[first]
		if variable == 0 {
			break
		}
		if d := b.Def(first); d != nil {
			switch {
			case d.Kind == names.Function:
				c.local = b.codeOf(d.Owner)
			case d.Value != 0 && (b.Nodes[d.Value].Kind == generic.Lambda || b.Nodes[d.Value].Kind == generic.Func):
				c.local = d.Value
			case d.Kind == names.Class:
				c.isNew = true
				b.newCallee(&c, first)
			case d.Kind == names.Member:
				if class := b.classOf(b.unit); class != 0 {
					c.local = b.methodOf(class, n.Ref, b.countArgs(first))
				}
				c.method = b.Name(first)
				if c.object = b.read(b.this, first); c.object != 0 {
					c.recv = 0
				}
				return c
			case d.Kind != names.Imported:
				c.object = b.read(variable, first)
			}
		} else if c.canonical == "" {
			c.object = b.read(variable, first)
		}
		if c.local == 0 && c.canonical != "" && b.Nodes[b.inside[b.unit]].Kind == generic.Class && b.Language == "java" {
			if class := b.classOf(b.unit); class != 0 {
				c.local = b.methodOf(class, n.Ref, b.countArgs(first))
			}
		}
	case n.Kind == generic.Member:
		c.recv = b.First(first)
		name := b.Child(first, 1)
		if name != 0 && b.Nodes[name].Kind == generic.Ident {
			c.method = b.Name(name)
		}
		c.outside = c.canonical != "" && b.rootedOutside(c.recv)
		c.typ = b.Type(c.recv)
		c.object = b.expr(c.recv)
		if k := b.Nodes[c.recv].Kind; (k == generic.This || k == generic.Super || b.selfName(c.recv)) && name != 0 {
			if class := b.classOf(b.unit); class != 0 && k != generic.Super {
				c.local = b.methodOf(class, b.Nodes[name].Ref, b.countArgs(first))
			}
		} else if d := b.Def(c.recv); d != nil && d.Kind == names.Class && name != 0 {
			if class := b.codeOf(d.Owner); class != 0 {
				c.local = b.methodOf(class, b.Nodes[name].Ref, b.countArgs(first))
			}
		}
	case n.Kind == generic.Lambda || n.Kind == generic.Func:
		b.expr(first)
		c.local = first
	case n.Kind == generic.Super || n.Kind == generic.This:
		c.object = b.read(b.this, first)
	case n.Kind.Type():
		c.isNew = true
	default:
		c.object = b.expr(first)
	}
	if b.marks.first[first] != 0 || len(b.active) > 0 {
		level := b.enter(first)
		if n.Kind == generic.Member && len(b.active) > 0 {
			c.object = b.marked(first, c.object)
		}
		b.active = b.active[:level]
	}
	return c
}

// arguments lowers arguments in order.
func (b *body) arguments(args generic.ID) {
	level := b.enter(args)
	index := int32(0)
	for c := range b.Children(args) {
		n := &b.Nodes[c]
		a := argument{node: c, index: index}
		switch {
		case n.Kind == generic.NamedArg:
			name := b.First(c)
			a.index, a.name, a.node = -1, b.Name(name), b.Nodes[name].Next
			in := b.enter(c)
			a.value = b.expr(a.node)
			b.active = b.active[:in]
		case n.Kind.Type():
			index++
		case n.Kind == generic.Spread:
			a.value = b.expr(c)
			a.spread = true
			if n.Op == generic.Double {
				a.index, a.name = -1, "**"
			} else {
				index++
			}
		case n.Kind == generic.ForEach || n.Kind == generic.If:
			b.statement(c)
			continue
		default:
			a.value = b.expr(c)
			index++
		}
		b.args = append(b.args, a)
	}
	b.active = b.active[:level]
}

// called gives the result of a call: what the library's function is known to do, or that of a call to be linked.
func (b *body) called(id generic.ID, c *callee, base int) int32 {
	if c.local == 0 {
		if v, ok := b.known(id, c, b.args[base:]); ok {
			return v
		}
	}
	index, ok := b.callOf[id]
	if !ok {
		index = int32(len(b.calls))
		b.callOf[id] = index
		b.calls = append(b.calls, Call{Node: id, Callee: c.canonical, Method: c.method, Type: c.typ, Local: c.local})
	}
	call := &b.calls[index]
	if !ok {
		for _, a := range b.args[base:] {
			if a.index >= 0 {
				call.Args++
			}
			b.lambdaArgs(call, a)
		}
	}
	for _, a := range b.args[base:] {
		b.passArgument(index, a)
	}
	if c.object != 0 && !(c.outside && b.plainGlobal(c.object)) {
		b.goal(goal{value: c.object, mode: goalParts, end: End{Kind: CallRecv, Call: index, Node: id, Env: -1}})
	}
	b.leaveBehind(id, index, c, base)
	return b.origin(id, End{Kind: CallResult, Call: index, Env: -1})
}

func (b *body) plainGlobal(v int32) bool {
	return b.values[v].op == opOrigin && b.origins[b.values[v].a].Kind == GlobalVar
}

func (b *body) passArgument(call int32, a argument) {
	if a.value == 0 || b.values[a.value].op == opConst {
		return
	}
	end := End{Kind: CallArg, Call: call, Index: a.index, Node: a.node, Env: -1}
	switch {
	case a.index < 0:
		if a.name == "**" {
			b.goal(goal{value: a.value, mode: goalParts, end: End{Kind: CallNamed, Call: call, Name: a.name, Node: a.node, Env: -1}})
			return
		}
		end.Kind, end.Index, end.Name = CallNamed, 0, a.name
		b.goal(goal{value: a.value, mode: goalParts, end: end})
	case a.spread:
		for i := range 4 {
			end.Index = a.index + int32(i)
			b.goal(goal{value: b.getIndex(a.node, a.value, i), mode: goalParts, end: end})
		}
	default:
		b.goal(goal{value: a.value, mode: goalParts, end: end})
	}
}

// lambdaArgs lists the functions that an argument brings.
func (b *body) lambdaArgs(call *Call, a argument) {
	add := func(node generic.ID, name string) {
		l := LambdaArg{Index: a.index, Name: name}
		switch n := &b.Nodes[node]; n.Kind {
		case generic.Lambda, generic.Func:
			l.Func = node
		case generic.Ident:
			d := b.Def(node)
			switch {
			case d == nil:
				return
			case d.Kind == names.Function:
				l.Func = b.codeOf(d.Owner)
			case d.Value != 0 && b.Nodes[d.Value].Kind == generic.Lambda:
				l.Func = d.Value
			case d.Kind == names.Imported:
				l.Callee = d.Canonical
			}
		case generic.Member:
			name := b.Child(node, 1)
			object := b.First(node)
			if b.Nodes[object].Kind == generic.This || b.selfName(object) {
				if class := b.classOf(b.unit); class != 0 && name != 0 {
					l.Func = b.methodOf(class, b.Nodes[name].Ref, 0)
				}
			} else if d := b.Def(object); d != nil && d.Kind == names.Imported {
				l.Callee, _ = b.Canonical(node)
			}
		default:
			return
		}
		if l.Func != 0 || l.Callee != "" {
			call.Lambdas = append(call.Lambdas, l)
		}
	}
	if b.Nodes[a.node].Kind != generic.Dict {
		add(a.node, a.name)
		return
	}
	for p := range b.Children(a.node) {
		switch b.Nodes[p].Kind {
		case generic.Pair:
			key := b.First(p)
			if value := b.Nodes[key].Next; value != 0 && (b.Nodes[value].Kind == generic.Lambda || b.Nodes[value].Kind == generic.Ident) {
				add(value, b.Name(key))
			}
		case generic.Func:
			if name := b.Part(p, 0); name != 0 {
				add(p, b.Name(name))
			}
		}
	}
}

// leaveBehind gives the variables that are passed to a call what the call may leave in them, where that is read later.
func (b *body) leaveBehind(id generic.ID, call int32, c *callee, base int) {
	resolved := c.local != 0 || c.canonical != "" || c.typ != ""
	for _, a := range b.args[base:] {
		if a.index < 0 || a.spread {
			continue
		}
		b.leaveIn(id, call, a.index, a.node, a.value, resolved)
	}
	if c.recv != 0 && !c.outside && b.Nodes[c.recv].Kind != generic.This && !b.selfName(c.recv) && !b.fromLibrary(c.object) {
		b.leaveIn(id, call, -1, c.recv, c.object, resolved)
	}
}

func (b *body) leaveIn(id generic.ID, call, index int32, node generic.ID, v int32, resolved bool) {
	place := node
	address := b.Nodes[node].Kind == generic.Unary && b.Nodes[node].Op == generic.AddressOf
	if address {
		place = b.First(node)
	}
	if b.Nodes[place].Kind != generic.Ident {
		return
	}
	variable := b.refer[place]
	if variable == 0 || b.vars[variable].kind != varOwned {
		return
	}
	if !address {
		if v == 0 {
			return
		}
		switch b.values[v].op {
		case opConst:
			return
		case opMix: // a string, or a builder that holds something
			if b.collectionType(b.Type(place)) != builder {
				return
			}
		}
		if scalar(b.Type(place)) {
			return
		}
	}
	end := End{Kind: CallOut, Call: call, Index: index, Node: node, Env: -1}
	later := b.loops > 0 || b.vars[variable].lastUse >= b.End(id) || b.vars[variable].shared
	var out int32
	if later {
		out = b.origin(node, end)
		b.replace(variable, b.join(node, b.cur[variable], out))
	}
	if v != 0 && resolved {
		if out == 0 {
			out = b.origin(node, end)
		}
		b.goal(goal{value: out, base: v, mode: goalInto, end: End{Node: node, Env: -1}})
	}
}

// scalar says whether values of a type are never changed by who gets them.
func scalar(typ string) bool {
	switch typ {
	case "int", "long", "short", "byte", "char", "boolean", "float", "double", "bool", "string", "str", "number", "java.lang.String", "java.lang.Integer",
		"java.lang.Long", "java.lang.Boolean", "int64", "int32", "uint", "uint64", "float64", "error", "rune":
		return true
	}
	return false
}

// typed gives a value of a declared type: rules that take numbers or booleans for safe do not pass it.
func (b *body) typed(id generic.ID, v int32, typ string) int32 {
	killed := int32(0)
	switch strings.TrimPrefix(typ, "java.lang.") {
	case "int", "long", "short", "float", "double", "number", "Integer", "Long", "Short", "Float", "Double", "Number", "int8", "int16", "int32", "int64",
		"uint", "uint8", "uint16", "uint32", "uint64", "float32", "float64", "bigint", "usize", "isize", "i32", "i64", "u32", "u64", "f32", "f64":
		killed = b.masks.numbers
	case "boolean", "bool", "Boolean":
		killed = b.masks.booleans
	}
	if killed == 0 || v == 0 {
		return v
	}
	return b.newValue(ilValue{op: opClean, a: v, b: killed, node: id})
}

// component lowers an element of JSX as the call of a function with its attributes.
func (b *body) component(id, name generic.ID, props int32) {
	index, ok := b.callOf[id]
	if !ok {
		c := Call{Node: id, Args: 1}
		c.Callee, _ = b.Canonical(name)
		if d := b.Def(name); d != nil {
			if d.Kind == names.Function {
				c.Local = b.codeOf(d.Owner)
			} else if d.Value != 0 && b.Nodes[d.Value].Kind == generic.Lambda {
				c.Local = d.Value
			}
		}
		index = int32(len(b.calls))
		b.callOf[id] = index
		b.calls = append(b.calls, c)
	}
	b.goal(goal{value: props, mode: goalParts, end: End{Kind: CallArg, Call: index, Node: id, Env: -1}})
}

// composite lowers a literal of a type: T{…}, new T[]{…}.
func (b *body) composite(id, typ, args generic.ID) int32 {
	if args == 0 {
		return b.operands(ilValue{op: opRecord, node: id})
	}
	level := b.enter(args)
	v := b.items(id, b.First(args))
	b.active = b.active[:level]
	if b.lastCall.node = 0; len(b.active) > 0 {
		b.lastCall = callValues{id, append(b.lastCall.values[:0], v)}
	}
	return v
}
