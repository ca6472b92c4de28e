package java

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// modifiers are words and annotations, as the text has them.
func modifiers(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	lo.Children(i, func(c int) {
		if lo.Flat(c).Named() {
			lo.Add(&chain, lo.Take(c))
		} else if !lo.Flat(c).Broken() {
			lo.Add(&chain, lo.Word(c, g.Attr, g.Plain))
		}
	})
	return chain.First
}

// before are the modifiers of a definition, or the annotations where the grammar has them without.
func before(lo *syntax.Lowering, i int) g.ID {
	return lo.Join(lo.Of(i, "modifiers"), lo.Of(i, "annotation"), lo.Of(i, "marker_annotation"), lo.Get(i, "type_parameters"))
}

func annotation(lo *syntax.Lowering, i int) g.ID {
	name, args := lo.Get(i, "name"), lo.Get(i, "arguments")
	if name == 0 || args == 0 {
		return lo.Node(i, g.Decorator, g.Plain, lo.Join(name, args))
	}
	return lo.Node(i, g.Decorator, g.Plain, lo.Over(name, args, g.Call, g.Plain, name, args))
}

func class(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := before(lo, i)
		components := lo.Get(i, "parameters")
		body := lo.Get(i, "body")
		id := lo.Node(i, g.Class, op, lo.Get(i, "name"))
		lo.Append(id, lo.Join(lo.Get(i, "superclass"), lo.Of(i, "extends_interfaces"), lo.Get(i, "interfaces"), lo.Get(i, "permits")))
		if components != 0 && body != 0 && lo.Kind(body) == g.Block { // a record's components are its fields
			for p := lo.First(components); p != 0; p = lo.Next(p) {
				if lo.Kind(p) == g.Param {
					lo.SetKind(p, g.Field)
				}
			}
			lo.Prepend(body, lo.First(components))
		}
		lo.Place(id, body)
		lo.Prepend(id, mods)
		return id
	}
}

func enumConstant(lo *syntax.Lowering, i int) g.ID {
	mods, name, args, body := before(lo, i), lo.Get(i, "name"), lo.Get(i, "arguments"), lo.Get(i, "body")
	var value g.ID
	if args != 0 || body != 0 {
		start, end := lo.EndOf(name), lo.Flat(i).End
		value = lo.At(start, end, g.New, g.Plain, 0, args)
		lo.Append(value, body)
	}
	id := lo.Node(i, g.Field, g.Constant, name, 0, value)
	lo.Prepend(id, mods)
	return id
}

// arrays wraps a type in the dimensions that stand behind a name.
func arrays(lo *syntax.Lowering, typ g.ID, dimensions int) g.ID {
	if dimensions == 0 || typ == 0 {
		return typ
	}
	for range brackets(lo, dimensions) {
		typ = lo.Over(typ, typ, g.TypeArray, g.Plain, typ)
	}
	return typ
}

// declarator is a Var whose type its declaration will know; brackets behind the name wait in its place.
func declarator(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "name")
	var typ g.ID
	if d := lo.Child(i, "dimensions"); d != 0 {
		at := lo.EndOf(name)
		typ = arrays(lo, lo.At(at, at, g.Empty, g.Plain), d)
	}
	return lo.Node(i, g.Var, g.Plain, name, typ, lo.Get(i, "value"))
}

// typed puts a type into a declarator's Var.
func typed(lo *syntax.Lowering, v, typ g.ID) {
	name := lo.First(v)
	slot := lo.Next(name)
	if slot == 0 || typ == 0 {
		return
	}
	value := lo.Cut(slot)
	if lo.Kind(slot) == g.TypeArray {
		start, end := lo.Span(typ)
		inner := slot
		for {
			lo.SetStart(inner, start)
			lo.SetEnd(inner, max(end, lo.EndOf(inner)))
			if next := lo.First(inner); next == 0 || lo.Kind(next) != g.TypeArray {
				break
			}
			inner = lo.First(inner)
		}
		lo.SetChildren(inner, typ)
		typ = slot
	}
	lo.Link(name, lo.Join(typ, value))
}

// variables gives a Var or a Field for each declarator. The first begins with the declaration.
func variables(k g.Kind) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods, typ := before(lo, i), lo.Single(lo.Get(i, "type"))
		vars := lo.Get(i, "declarator")
		first := true
		for v := vars; v != 0; v = lo.Next(v) {
			if lo.Kind(v) != g.Var {
				continue
			}
			lo.SetKind(v, k)
			if first {
				again, against := lo.Copy(mods), lo.Copy(typ)
				typed(lo, v, typ)
				lo.Prepend(v, mods)
				lo.SetStart(v, lo.Flat(i).Start)
				if lo.Next(v) == 0 {
					lo.SetEnd(v, lo.Flat(i).End)
				}
				first, mods, typ = false, again, against
				continue
			}
			start, _ := lo.Span(v)
			typed(lo, v, lo.Copy(typ))
			lo.Prepend(v, lo.Copy(mods))
			lo.SetStart(v, start)
		}
		return vars
	}
}

func element(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	id := lo.Node(i, g.Field, g.Method, lo.Get(i, "name"), arrays(lo, lo.Get(i, "type"), lo.Child(i, "dimensions")), lo.Get(i, "value"))
	lo.Prepend(id, mods)
	return id
}

func throws(lo *syntax.Lowering, i int) g.ID {
	id := lo.Called(i, g.Attr, g.Plain, "throws")
	lo.SetChildren(id, lo.Kids(i))
	return id
}

func method(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := lo.Join(before(lo, i), lo.Of(i, "throws"))
		result := arrays(lo, lo.Get(i, "type"), lo.Child(i, "dimensions"))
		id := lo.Node(i, g.Func, op, lo.Get(i, "name"), lo.Get(i, "parameters"), result, lo.Get(i, "body"))
		lo.Prepend(id, mods)
		return id
	}
}

func constructorCall(lo *syntax.Lowering, i int) g.ID {
	types := lo.Get(i, "type_arguments")
	object, callee := lo.Get(i, "object"), lo.Get(i, "constructor")
	if object != 0 && callee != 0 {
		callee = lo.Over(object, callee, g.Member, g.Plain, object, callee)
	}
	id := lo.Node(i, g.Call, g.Plain, callee, lo.Get(i, "arguments"))
	lo.Append(id, types)
	return lo.Node(i, g.ExprStmt, g.Plain, id)
}

func staticBlock(lo *syntax.Lowering, i int) g.ID {
	b := lo.Next1(i)
	if b != 0 && lo.Kind(b) == g.Block {
		lo.SetOp(b, g.Static)
	}
	return b
}

func parameter(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := before(lo, i)
		typ := lo.Get(i, "type")
		name := lo.Get(i, "name")
		if typ == 0 { // a catch's, which has no field for it
			typ = lo.Of(i, "catch_type")
		}
		id := lo.Node(i, g.Param, op, name, arrays(lo, typ, lo.Child(i, "dimensions")), 0)
		lo.Prepend(id, mods)
		return id
	}
}

// spread is T... name: its name is a declarator.
func spread(lo *syntax.Lowering, i int) g.ID {
	mods, v := before(lo, i), lo.Of(i, "variable_declarator")
	typ := lo.Next1(i)
	name, rest := v, g.ID(0)
	if v != 0 && lo.Kind(v) == g.Var && lo.Next(v) == 0 {
		typed(lo, v, typ)
		name = lo.First(v)
		if t := lo.Cut(name); t != 0 {
			typ, rest = t, lo.Cut(t)
		}
	}
	id := lo.Node(i, g.Param, g.Rest, name, typ, rest)
	lo.Prepend(id, mods)
	return id
}

// receiver is the parameter T this.
func receiver(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	path := lo.Join(lo.Of(i, "identifier"), lo.Of(i, "this"))
	var name g.ID
	for path != 0 { // Outer.this
		part := path
		if path = lo.Cut(part); name == 0 {
			name = part
		} else {
			name = lo.Over(name, part, g.Member, g.Plain, name, part)
		}
	}
	id := lo.Node(i, g.Param, g.Receiver, name, lo.Next1(i), 0)
	lo.Prepend(id, mods)
	return id
}

// typePattern is T name.
func typePattern(lo *syntax.Lowering, i int) g.ID {
	typ := lo.Next1(i)
	return lo.Node(i, g.Param, g.Plain, lo.Next1(i), typ, 0)
}

func recordPattern(lo *syntax.Lowering, i int) g.ID {
	return lo.List(i, g.Destructure, g.Record, lo.Kids(i))
}

// scopedType is a.b.T; with arguments on the way, A<B>.C, the parts in order.
func scopedType(lo *syntax.Lowering, i int) g.ID {
	parts := lo.Kids(i)
	if lo.Flat(i).End-lo.Flat(i).Start > syntax.LongName {
		return lo.List(i, g.TypeOther, g.Plain, parts)
	}
	for p := parts; p != 0; p = lo.Next(p) {
		if lo.Kind(p) != g.TypeName {
			return lo.List(i, g.TypeOther, g.Plain, parts)
		}
	}
	id := lo.Dotted(i)
	lo.SetKind(id, g.TypeName)
	return id
}

func genericType(lo *syntax.Lowering, i int) g.ID {
	args := lo.Of(i, "type_arguments")
	return lo.Applied(i, lo.Next1(i), args)
}

func typeParameter(lo *syntax.Lowering, i int) g.ID {
	parts := lo.Kids(i)
	if parts == 0 || lo.Next(parts) == 0 {
		return parts
	}
	return lo.List(i, g.TypeOther, g.Plain, parts)
}

func arrayType(lo *syntax.Lowering, i int) g.ID {
	return arrays(lo, lo.Get(i, "element"), lo.Child(i, "dimensions"))
}

func annotatedType(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Of(i, "annotation"), lo.Of(i, "marker_annotation"))
	return lo.List(i, g.TypeOther, g.Annotation, lo.Kids(i), mods)
}

// annotated is a type with the annotations that stand before it.
func annotated(lo *syntax.Lowering, i int, typ g.ID) g.ID {
	mods := lo.Join(lo.Of(i, "annotation"), lo.Of(i, "marker_annotation"))
	if mods == 0 || typ == 0 {
		return lo.Join(mods, typ)
	}
	start, end := lo.Span(mods)
	id := lo.At(min(start, lo.StartOf(typ)), max(end, lo.EndOf(typ)), g.TypeOther, g.Annotation, typ)
	lo.Append(id, mods)
	return id
}
