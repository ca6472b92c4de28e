package csharp

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// before are the attributes and words in front of a definition, and its type parameters with what they are held to.
func before(lo *syntax.Lowering, i int) g.ID {
	return lo.Join(lo.Of(i, "attribute_list"), lo.Of(i, "preproc_if_in_attribute_list"), lo.Of(i, "modifier"),
		lo.Attrs(i, "ref", "event", "extern", "implicit", "explicit", "params"), lo.Get(i, "type_parameters"), lo.Of(i, "type_parameter_list"),
		lo.Of(i, "type_parameter_constraints_clause"))
}

func attribute(lo *syntax.Lowering, i int) g.ID {
	args := lo.Of(i, "attribute_argument_list")
	name, types := lo.Bare(lo.Single(lo.Get(i, "name")))
	if types != 0 && args == 0 {
		args = lo.At(lo.EndOf(types), lo.Flat(i).End, g.Args, g.Plain)
	}
	id := lo.Named(i, name, args)
	if types != 0 && name != 0 {
		lo.Append(lo.First(id), types)
	}
	return id
}

func namespace(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Class, g.Namespace, lo.AsPath(lo.Get(i, "name")), lo.Get(i, "body"))
}

// packaged is a namespace to the end of the file.
func packaged(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Package, g.Plain, lo.AsPath(lo.Get(i, "name")))
}

func class(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := before(lo, i)
		components := lo.Single(lo.Of(i, "parameter_list"))
		name, extends, body := lo.Get(i, "name"), lo.Of(i, "base_list"), lo.Single(lo.Get(i, "body"))
		if components != 0 && lo.Kind(components) == g.Params { // a record's components are its fields
			for p := lo.First(components); p != 0; p = lo.Next(p) {
				if lo.Kind(p) == g.Param {
					lo.SetKind(p, g.Field)
				}
			}
			if body == 0 {
				body = lo.Over(components, components, g.Block, g.Plain)
			}
			lo.Prepend(body, lo.First(components))
		}
		id := lo.Node(i, g.Class, op, name)
		lo.Append(id, extends)
		lo.Place(id, body)
		lo.Prepend(id, mods)
		return id
	}
}

func bases(lo *syntax.Lowering, i int) g.ID {
	return lo.List(i, g.Extends, g.Plain, lo.AsTypes(lo.Kids(i)))
}

func primaryBase(lo *syntax.Lowering, i int) g.ID {
	typ := lo.AsType(lo.Get(i, "type"))
	return lo.Join(typ, lo.Of(i, "argument_list"))
}

func enumMember(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	id := lo.Node(i, g.Field, g.Constant, lo.Get(i, "name"), 0, lo.Get(i, "value"))
	lo.Prepend(id, mods)
	return id
}

func fields(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	chain := lo.Kids(i)
	for v := chain; v != 0; v = lo.Next(v) {
		if lo.Kind(v) == g.Var {
			lo.SetKind(v, g.Field)
		}
	}
	return lo.Shared(i, chain, mods)
}

// property is a Field, with a Func for each accessor that has a body. One that only computes its value is the Func alone,
// and so is an indexer, whose parameters a Field has no place for.
func property(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(before(lo, i), lo.Of(i, "explicit_interface_specifier"))
	typ, name, params := lo.AsType(lo.Get(i, "type")), lo.Single(lo.Get(i, "name")), lo.Single(lo.Get(i, "parameters"))
	if this := lo.Token(i, "this"); this != 0 && name == 0 {
		lo.Take(this)
		name = lo.Word(this, g.Ident, g.Plain)
	}
	value := lo.Single(lo.Get(i, "value"))
	functions, words := lo.Split(lo.Get(i, "accessors"), g.Func)
	mods = lo.Join(mods, words)
	for f := functions; f != 0 && name != 0; f = lo.Next(f) {
		own := lo.First(f)
		for lo.Kind(own) == g.Attr || lo.Kind(own) == g.Decorator {
			own = lo.Next(own)
		}
		if lo.Kind(own) == g.Empty && lo.Kind(name) == g.Ident {
			lo.SetKind(own, g.Ident)
			lo.SetRef(own, lo.Ref(name))
		}
	}
	computed := value != 0 && lo.Kind(value) == g.Block // => value
	var id g.ID
	if computed || params != 0 {
		if params == 0 {
			start, _ := lo.Span(value)
			params = lo.At(start, start, g.Params, g.Plain)
		}
		id = lo.Node(i, g.Func, g.Getter, name, params, typ, value)
	} else {
		id = lo.Node(i, g.Field, g.Plain, name, typ, value)
	}
	lo.Prepend(id, mods)
	return lo.Join(id, functions)
}

// accessor is the word get or set, or the function that stands behind it, which its property names.
func accessor(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	c := lo.Child(i, "name")
	name := lo.Get(i, "name") // no word of the language, in what does not parse
	body := lo.Single(lo.Get(i, "body"))
	if body == 0 {
		if c == 0 || name != 0 {
			return lo.Join(mods, name)
		}
		return lo.Join(mods, lo.Word(c, g.Attr, g.Plain))
	}
	start, _ := lo.Span(body)
	op := g.Getter
	params := lo.At(start, start, g.Params, g.Plain)
	if c == 0 || string(lo.Text(c)) != "get" {
		op = g.Setter
		value := lo.Leaf(g.Ident, g.Plain, 0, start, start, lo.InternString("value"))
		lo.SetChildren(params, lo.At(start, start, g.Param, g.Implicit, value, 0, 0))
	}
	id := lo.Node(i, g.Func, op, name, params, 0, body)
	lo.Prepend(id, mods)
	return id
}

func delegate(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	result, name, params := lo.AsType(lo.Get(i, "type")), lo.Single(lo.Get(i, "name")), lo.Single(lo.Get(i, "parameters"))
	start, end := lo.Flat(i).Start, lo.Flat(i).End
	if result != 0 {
		start = lo.StartOf(result)
	}
	id := lo.Node(i, g.TypeDef, g.Plain, name, lo.At(start, end, g.TypeFunc, g.Plain, params, result))
	lo.Prepend(id, mods)
	return id
}

// method is a function with a body of any kind, or none.
func method(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := lo.Join(before(lo, i), lo.Of(i, "explicit_interface_specifier"))
		result := lo.AsType(lo.Join(lo.Get(i, "returns"), lo.Get(i, "type")))
		name, params, body := lo.Single(lo.Get(i, "name")), lo.Get(i, "parameters"), lo.Single(lo.Get(i, "body"))
		if first := lo.Single(lo.Of(i, "constructor_initializer")); first != 0 {
			if body == 0 {
				body = lo.Over(first, first, g.Block, g.Implicit)
			}
			lo.Prepend(body, first)
		}
		if name == 0 {
			name = operatorName(lo, i)
		}
		id := lo.Node(i, g.Func, op, name, params, result, body)
		lo.Prepend(id, mods)
		return id
	}
}

func operatorName(lo *syntax.Lowering, i int) g.ID {
	word := lo.Token(i, "operator")
	if word == 0 {
		return 0
	}
	if c := lo.Child(i, "operator"); c != 0 {
		return lo.Called(word, g.Ident, g.Plain, "operator "+string(lo.Text(c)))
	}
	return lo.Word(word, g.Ident, g.Plain)
}

// constructorCall is : base(…) or : this(…), the first statement of the body.
func constructorCall(lo *syntax.Lowering, i int) g.ID {
	args := lo.Of(i, "argument_list")
	return lo.Node(i, g.ExprStmt, g.Plain, lo.Node(i, g.Call, g.Plain, lo.Next1(i), args))
}

func explicitInterface(lo *syntax.Lowering, i int) g.ID {
	id := lo.Called(i, g.Attr, g.Plain, "explicit interface")
	lo.SetChildren(id, lo.AsTypes(lo.Kids(i)))
	return id
}

func arrow(lo *syntax.Lowering, i int) g.ID { return lo.Returned(lo.Kids(i)) }

// parameters has the parts of params T[] x among its own.
func parameters(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	typ, name := lo.AsType(lo.Get(i, "type")), lo.Single(lo.Get(i, "name"))
	mods := lo.Of(i, "attribute_list")
	lo.Add(&chain, lo.Kids(i))
	if typ != 0 || name != 0 {
		from, to := typ, name
		if from == 0 {
			from = name
		}
		if to == 0 {
			to = typ
		}
		rest := lo.Over(from, to, g.Param, g.Rest, name, typ, 0)
		lo.Prepend(rest, mods)
		mods = 0
		lo.Add(&chain, rest)
	}
	lo.Spill(mods)
	return lo.List(i, g.Params, g.Plain, chain.First)
}

func parameter(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	typ, name := lo.AsType(lo.Get(i, "type")), lo.Get(i, "name")
	id := lo.Node(i, g.Param, g.Plain, name, typ, lo.Next1(i))
	lo.Prepend(id, mods)
	return id
}

func typeIn(field string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID { return lo.AsType(lo.Get(i, field)) }
}

func wrapped(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		return lo.List(i, g.TypeOther, op, lo.AsType(lo.Get(i, "type")))
	}
}

// arrayType is T[2]; T[,] is an array of arrays, T[2, 3] one with both lengths.
func arrayType(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.TypeArray, g.Plain, lo.AsType(lo.Get(i, "type")))
	lengths := lo.Get(i, "rank")
	if lengths != 0 {
		lengths = lo.AsTuple(lengths)
	}
	lo.Append(id, lengths)
	return id
}

func rank(lo *syntax.Lowering, i int) g.ID { return lo.Kids(i) }

func tupleElement(lo *syntax.Lowering, i int) g.ID {
	typ, name := lo.AsType(lo.Get(i, "type")), lo.Get(i, "name")
	if name == 0 {
		return typ
	}
	return lo.Node(i, g.Param, g.Plain, name, typ, 0)
}

func functionPointer(lo *syntax.Lowering, i int) g.ID {
	result := lo.AsType(lo.Get(i, "returns"))
	params := lo.List(i, g.Params, g.Plain, lo.Kids(i))
	return lo.Node(i, g.TypeFunc, g.Plain, params, result)
}

func functionPointerParameter(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Param, g.Plain, 0, lo.AsType(lo.Get(i, "type")), 0)
}

func typeParameter(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	name := lo.AsType(lo.Get(i, "name"))
	if mods == 0 {
		return name
	}
	return lo.List(i, g.TypeOther, g.Annotation, name, mods)
}

// constraints is where T : A, B.
func constraints(lo *syntax.Lowering, i int) g.ID {
	return lo.List(i, g.TypeParams, g.Plain, lo.List(i, g.TypeOther, g.Plain, lo.AsTypes(lo.Kids(i))))
}
