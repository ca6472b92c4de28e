package kotlin

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// annotation is @A, @A(…) or @[A B].
func annotation(lo *syntax.Lowering, i int) g.ID {
	var all syntax.Chain
	for chain := lo.Kids(i); chain != 0; {
		name := chain
		chain = lo.Cut(name)
		var args g.ID
		if chain != 0 && lo.Kind(chain) == g.Args {
			args = chain
			chain = lo.Cut(args)
		}
		to := name
		value := lo.Name(name)
		if args != 0 {
			to = args
			value = lo.Over(name, args, g.Call, g.Plain, value, args)
		}
		lo.Add(&all, lo.Over(name, to, g.Decorator, g.Plain, value))
	}
	if d := all.First; d != 0 && lo.Next(d) == 0 {
		lo.SetStart(d, lo.Flat(i).Start)
	}
	return all.First
}

// class is a class, an interface, an enum or an object. What its constructor takes are its fields.
func class(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Of(i, "modifiers"), lo.Attrs(i, "object", "companion", "fun"), lo.Of(i, "type_parameters"), lo.Of(i, "type_constraints"))
	op := g.Plain
	if lo.Has(i, "interface") {
		op = g.Interface
	}
	for m := mods; m != 0; m = lo.Next(m) {
		if lo.Kind(m) == g.Attr && lo.String(lo.Ref(m)) == "enum" {
			op = g.Enum
		}
	}
	name, bases := lo.Get(i, "name"), lo.Of(i, "delegation_specifiers")
	constructor := lo.Single(lo.Of(i, "primary_constructor"))
	block := lo.Single(lo.OfAny(i, "class_body", "enum_class_body"))
	if constructor != 0 && lo.Kind(constructor) == g.Params {
		if block == 0 {
			block = lo.Over(constructor, constructor, g.Block, g.Plain)
		}
		lo.Prepend(block, lo.First(constructor))
	} else {
		lo.Spill(constructor)
	}
	id := lo.Node(i, g.Class, op, name)
	extends, rest := lo.Split(bases, g.Extends)
	lo.Append(id, extends)
	lo.Spill(rest)
	if block == 0 {
		end := lo.Flat(i).End
		block = lo.At(end, end, g.Block, g.Implicit)
	}
	lo.Place(id, block)
	lo.Prepend(id, mods)
	return id
}

// members makes a Field of each property.
func members(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	for c := chain; c != 0; c = lo.Next(c) {
		if lo.Kind(c) == g.Var {
			lo.SetKind(c, g.Field)
		}
	}
	return lo.List(i, g.Block, g.Plain, chain)
}

func enumEntry(lo *syntax.Lowering, i int) g.ID {
	mods, args, block := lo.Of(i, "modifiers"), lo.Of(i, "value_arguments"), lo.Of(i, "class_body")
	name := lo.Next1(i)
	var value g.ID
	if args != 0 || block != 0 {
		start := lo.Flat(i).Start
		if name != 0 {
			start = lo.EndOf(name)
		}
		value = lo.At(start, lo.Flat(i).End, g.New, g.Plain, 0, args)
		lo.Append(value, block)
	}
	id := lo.Node(i, g.Field, g.Constant, name, 0, value)
	lo.Prepend(id, mods)
	return id
}

// primaryConstructor is its parameters, each with the words before the constructor's.
func primaryConstructor(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "modifiers")
	params := lo.Single(lo.Of(i, "class_parameters"))
	if params != 0 && lo.Kind(params) == g.Params && mods != 0 {
		chain := lo.First(params)
		lo.SetChildren(params, lo.Join(chain, mods))
		return params
	}
	return lo.Join(params, mods)
}

func classParameter(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Of(i, "modifiers"), lo.Attrs(i, "val", "var"))
	name := lo.Next1(i)
	typ := lo.Next1(i)
	id := lo.Node(i, g.Field, g.Plain, name, typ, lo.Next1(i))
	lo.Prepend(id, mods)
	return id
}

func secondaryConstructor(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "modifiers")
	params, first, block := lo.Of(i, "function_value_parameters"), lo.Single(lo.Of(i, "constructor_delegation_call")), lo.Single(lo.Of(i, "block"))
	if first != 0 {
		if block == 0 {
			block = lo.Over(first, first, g.Block, g.Implicit)
		}
		lo.Prepend(block, first)
	}
	var name g.ID
	if word := lo.Token(i, "constructor"); word != 0 {
		name = lo.Word(word, g.Ident, g.Plain)
	}
	id := lo.Node(i, g.Func, g.Constructor, name, params, 0, block)
	lo.Prepend(id, mods)
	return id
}

func delegationCall(lo *syntax.Lowering, i int) g.ID {
	args := lo.Of(i, "value_arguments")
	callee := lo.List(i+1, g.This, g.Plain)
	if lo.Has(i, "super") {
		lo.SetKind(callee, g.Super)
	}
	return lo.Node(i, g.ExprStmt, g.Plain, lo.Node(i, g.Call, g.Plain, callee, args))
}

// types gives the type before a symbol, which an extension is of, as an Attr; and the one behind it.
func types(lo *syntax.Lowering, i int, symbol string) (receiver, result g.ID) {
	behind := false
	lo.Children(i, func(c int) {
		if lo.Symbol(c) == symbol {
			behind = true
			return
		}
		if !behind && lo.Flat(c).Extra() {
			return
		}
		if id := lo.Take(c); behind {
			result = lo.Join(result, id)
		} else {
			receiver = lo.Join(receiver, id)
		}
	})
	if receiver != 0 {
		attr := lo.Over(receiver, lo.Tail(receiver), g.Attr, g.Plain)
		lo.SetRef(attr, lo.InternString("receiver"))
		lo.SetChildren(attr, receiver)
		receiver = attr
	}
	return receiver, result
}

func function(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Of(i, "modifiers"), lo.Of(i, "type_parameters"), lo.Of(i, "type_constraints"))
	name, params, block := lo.Get(i, "name"), lo.Of(i, "function_value_parameters"), lo.Of(i, "function_body")
	receiver, result := types(lo, i, "function_value_parameters")
	id := lo.Node(i, g.Func, g.Plain, name, params, result, block)
	lo.Prepend(id, lo.Join(mods, receiver))
	return id
}

func functionBody(lo *syntax.Lowering, i int) g.ID { return lo.Returned(lo.Kids(i)) }

// parameters has the modifiers before each parameter and its default behind it.
func parameters(lo *syntax.Lowering, i int) g.ID {
	var chain, mods syntax.Chain
	var last g.ID
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		switch {
		case id == 0:
		case lo.Symbol(c) == "parameter_modifiers":
			lo.Add(&mods, id)
		case lo.Kind(id) == g.Param:
			for m := mods.First; m != 0; m = lo.Next(m) {
				if lo.Kind(m) == g.Attr && lo.String(lo.Ref(m)) == "vararg" {
					lo.SetOp(id, g.Rest)
				}
			}
			lo.Prepend(id, mods.First)
			mods = syntax.Chain{}
			last = id
			lo.Add(&chain, id)
		case last != 0 && lo.Kind(id) != g.Error:
			lo.Fill(last, position(lo, last)+2, id)
			last = 0
		default:
			lo.Add(&chain, id)
		}
	})
	lo.Add(&chain, mods.First)
	return lo.List(i, g.Params, g.Plain, chain.First)
}

func parameter(lo *syntax.Lowering, i int) g.ID {
	name := lo.Next1(i)
	return lo.Node(i, g.Param, g.Plain, name, lo.Next1(i), 0)
}

// property is a Var, which the body of a class makes a Field, and a function for each accessor that has a body.
func property(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Of(i, "modifiers"), lo.Attrs(i, "val", "var"), lo.Of(i, "type_parameters"), lo.Of(i, "type_constraints"))
	accessors := lo.OfAny(i, "getter", "setter")
	functions, words := lo.Split(accessors, g.Func)
	v := lo.Single(lo.OfAny(i, "variable_declaration", "multi_variable_declaration"))
	if d := lo.Of(i, "property_delegate"); d != 0 {
		mods = lo.Join(mods, lo.Called(i, g.Attr, g.Plain, "by"))
		words = lo.Join(words, d)
	}
	delegates, words := lo.Split(words, g.Attr)
	mods = lo.Join(mods, delegates)
	var value, receiver g.ID
	behind := false
	lo.Children(i, func(c int) {
		switch id := lo.Take(c); {
		case id == 0:
			behind = behind || !lo.Flat(c).Named() && lo.Symbol(c) == "="
		case behind:
			value = lo.Join(value, id)
		default:
			receiver = lo.Join(receiver, id)
		}
	})
	if value == 0 {
		value, words = words, 0
	}
	lo.Spill(words)
	if receiver != 0 {
		attr := lo.Over(receiver, lo.Tail(receiver), g.Attr, g.Plain)
		lo.SetRef(attr, lo.InternString("receiver"))
		lo.SetChildren(attr, receiver)
		mods = lo.Join(mods, attr)
	}
	if v == 0 || lo.Kind(v) != g.Var {
		v = lo.Node(i, g.Var, g.Plain, v, 0, value)
	} else {
		lo.Fill(v, position(lo, v)+2, value)
		lo.SetStart(v, lo.Flat(i).Start)
		if functions == 0 {
			lo.SetEnd(v, lo.Flat(i).End)
		}
	}
	name := lo.First(v)
	for f := functions; f != 0 && lo.Kind(name) == g.Ident; f = lo.Next(f) {
		own := lo.First(f)
		for at := position(lo, f); at > 0; at-- {
			own = lo.Next(own)
		}
		if own != 0 && lo.Kind(own) == g.Empty {
			lo.SetKind(own, g.Ident)
			lo.SetRef(own, lo.Ref(name))
		}
	}
	lo.Prepend(v, mods)
	return lo.Join(v, functions)
}

func delegate(lo *syntax.Lowering, i int) g.ID { return lo.Next1(i) }

func variable(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "annotation")
	name := lo.Next1(i)
	id := lo.Node(i, g.Var, g.Plain, name, lo.Next1(i), 0)
	lo.Prepend(id, mods)
	return id
}

// variables is (a, b: B), of which one without a type is its name.
func variables(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	for c := lo.Kids(i); c != 0; {
		next := lo.Cut(c)
		if lo.Kind(c) == g.Var {
			name := lo.First(c)
			typ := lo.Next(name)
			if value := lo.Next(typ); lo.Kind(name) == g.Ident && lo.Kind(typ) == g.Empty && value != 0 && lo.Next(value) == 0 {
				lo.Cut(name)
				c = name
			}
		}
		lo.Add(&chain, c)
		c = next
	}
	return lo.Node(i, g.Var, g.Plain, lo.List(i, g.Tuple, g.Plain, chain.First), 0, 0)
}

// accessor is a function that its property names, or the word alone.
func accessor(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods, block := lo.Of(i, "modifiers"), lo.Single(lo.Of(i, "function_body"))
		own := lo.Of(i, "parameter_modifiers")
		if block == 0 {
			lo.Spill(own)
			return lo.Join(mods, lo.Word(word(lo, i), g.Attr, g.Plain))
		}
		start := lo.StartOf(block)
		params := lo.At(start, start, g.Params, g.Plain)
		if name := lo.Single(lo.Of(i, "identifier")); name != 0 {
			p := lo.Over(name, name, g.Param, g.Plain, name, 0, 0)
			lo.Prepend(p, own)
			own = 0
			params = lo.Over(p, p, g.Params, g.Plain, p)
		}
		lo.Spill(own)
		id := lo.Node(i, g.Func, op, 0, params, lo.Next1(i), block)
		lo.Prepend(id, mods)
		return id
	}
}

// word finds the get or set of an accessor.
func word(lo *syntax.Lowering, i int) int {
	at := i
	lo.Children(i, func(c int) {
		if t := lo.Text(c); !lo.Flat(c).Named() && (bytes.Equal(t, []byte("get")) || bytes.Equal(t, []byte("set"))) {
			at = c
		}
	})
	return at
}

func alias(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Of(i, "modifiers"), lo.Of(i, "type_parameters"))
	name := lo.Get(i, "type")
	id := lo.Node(i, g.TypeDef, g.Alias, name, lo.Next1(i))
	lo.Prepend(id, mods)
	return id
}

// userType is a.b.C, with arguments behind the last name or, as a rarity, behind each.
func userType(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "type_modifiers")
	args := lo.Single(lo.Of(i, "type_arguments"))
	names := lo.Kids(i)
	id := names
	if names != 0 && lo.Next(names) != 0 {
		var path []byte
		for n := names; n != 0; n = lo.Next(n) {
			if len(path) > 0 {
				path = append(path, '.')
			}
			path = append(path, lo.String(lo.Ref(n))...)
		}
		id = lo.Over(names, lo.Tail(names), g.TypeName, g.Plain)
		lo.SetRef(id, lo.Intern(path))
	} else {
		id = lo.AsType(names)
	}
	if args != 0 {
		id = lo.Applied(i, id, args)
	}
	if mods != 0 {
		id = lo.List(i, g.TypeOther, g.Annotation, id, mods)
	}
	return id
}

func functionType(lo *syntax.Lowering, i int) g.ID {
	mods, params := lo.Of(i, "type_modifiers"), lo.Of(i, "function_type_parameters")
	receiver, result := types(lo, i, "function_type_parameters")
	id := lo.Node(i, g.TypeFunc, g.Plain, params, result)
	lo.Prepend(id, lo.Join(mods, receiver))
	return id
}

func functionTypeParameters(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	for c := lo.Kids(i); c != 0; {
		next := lo.Cut(c)
		if lo.Kind(c).Type() {
			c = lo.Over(c, c, g.Param, g.Plain, 0, c, 0)
		}
		lo.Add(&chain, c)
		c = next
	}
	return lo.List(i, g.Params, g.Plain, chain.First)
}

// projection is in T, out T or *.
func projection(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "variance_modifier")
	typ := lo.Next1(i)
	switch {
	case typ == 0:
		return lo.List(i, g.TypeOther, g.Wildcard, mods)
	case mods != 0:
		return lo.List(i, g.TypeOther, g.Wildcard, typ, mods)
	}
	return typ
}

func typeParameter(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "type_parameter_modifiers")
	name := lo.AsType(lo.Of(i, "identifier"))
	bound := lo.Next1(i)
	if bound == 0 && mods == 0 {
		return name
	}
	return lo.List(i, g.TypeOther, g.Plain, name, bound, mods)
}
