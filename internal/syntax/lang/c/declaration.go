package c

import (
	"strings"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// A declarator says the type of its name inside out: what is around it comes first. Each gives a Var whose type has a hole
// for what the declarators around it, and last the declaration, put there; the hole is noted with the Var.

// hole makes the place of a type that is to come.
func hole(lo *syntax.Lowering, i int) g.ID {
	at := lo.Flat(i).End
	return lo.At(at, at, g.Empty, g.Plain)
}

// around puts a type into the hole of what a declarator holds, and notes the hole in it.
func around(lo *syntax.Lowering, i int, inner, typ, gap g.ID) g.ID {
	if inner = lo.Single(inner); inner == 0 || lo.Kind(inner) != g.Var {
		inner = lo.Node(i, g.Var, g.Plain, inner, typ, 0)
	} else if old := lo.Noted(inner); old != 0 {
		lo.Become(old, typ)
	} else {
		lo.Spill(typ)
		return inner
	}
	lo.Note(inner, gap)
	return inner
}

func wrap(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := lo.OfAny(i, "type_qualifier", "ms_based_modifier")
		inner := lo.Get(i, "declarator")
		if inner == 0 {
			inner = lo.Next1(i)
		}
		gap := hole(lo, i)
		typ := lo.List(i, g.TypeOther, op, gap, mods)
		return around(lo, i, inner, typ, gap)
	}
}

func arrayOf(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "type_qualifier")
	inner, size := lo.Get(i, "declarator"), lo.Single(lo.Get(i, "size"))
	gap := hole(lo, i)
	typ := lo.Node(i, g.TypeArray, g.Plain, gap)
	lo.Append(typ, size)
	if mods != 0 {
		typ = lo.List(i, g.TypeOther, g.Annotation, typ, mods)
	}
	return around(lo, i, inner, typ, gap)
}

// functionOf has the words behind its parameters as Attr.
func functionOf(lo *syntax.Lowering, i int) g.ID {
	inner, params := lo.Get(i, "declarator"), lo.Single(lo.Get(i, "parameters"))
	result := lo.Single(lo.Of(i, "trailing_return_type"))
	gap := hole(lo, i)
	if result != 0 { // auto f() -> T
		gap = result
	}
	typ := lo.Node(i, g.TypeFunc, g.Plain, params, gap)
	var words syntax.Chain
	for c := lo.Kids(i); c != 0; {
		next := lo.Cut(c)
		if lo.Kind(c).Expression() { // asm("name"), or a macro
			attr := lo.Over(c, c, g.Attr, g.Plain, c)
			lo.SetRef(attr, lo.InternString("macro"))
			c = attr
		}
		lo.Add(&words, c)
		c = next
	}
	lo.Prepend(typ, words.First)
	if inner = lo.Single(inner); inner == 0 || lo.Kind(inner) != g.Var {
		inner = lo.Node(i, g.Var, g.Plain, inner, typ, 0)
	} else if old := lo.Noted(inner); old != 0 {
		lo.Become(old, typ)
	}
	if result == 0 {
		lo.Note(inner, gap)
	}
	return inner
}

func attributedDeclarator(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "attribute_declaration")
	return lo.Join(lo.Next1(i), mods)
}

// initialised is a declarator with its value; T x(1) makes one with these arguments.
func initialised(lo *syntax.Lowering, i int) g.ID {
	inner, attributes := declared(lo, i)
	value := lo.Single(lo.Get(i, "value"))
	if value != 0 && lo.Kind(value) == g.Args {
		value = lo.Over(value, value, g.New, g.Plain, 0, value)
	}
	if inner == 0 || lo.Kind(inner) != g.Var {
		return lo.Join(lo.Node(i, g.Var, g.Plain, inner, 0, value), attributes)
	}
	lo.Spill(attributes)
	lo.Fill(inner, 2, value)
	lo.SetEnd(inner, lo.Flat(i).End)
	return inner
}

// modifiers are the words and attributes of a declaration.
var modifiers = []string{
	"storage_class_specifier", "type_qualifier", "attribute_declaration", "attribute_specifier", "ms_declspec_modifier",
	"explicit_function_specifier", "virtual_specifier", "alignas_qualifier",
}

// typed gives what a declarator declares the type of its declaration.
func typed(lo *syntax.Lowering, i int, v, typ g.ID, k g.Kind) g.ID {
	if lo.Kind(v) != g.Var {
		return lo.Over(v, v, k, g.Plain, v, typ, 0)
	}
	lo.SetKind(v, k)
	name := lo.Name(lo.First(v))
	slot := lo.Next(name)
	if gap := lo.Noted(v); gap != 0 && typ != 0 {
		lo.Become(gap, typ)
	} else if slot != 0 && lo.Kind(slot) == g.Empty && typ != 0 {
		lo.Become(slot, typ)
	} else if typ != 0 && lo.Kind(typ) == g.TypeName && lo.String(lo.Ref(typ)) == "auto" { // auto f() -> T
		return v
	} else {
		lo.Spill(typ)
	}
	return v
}

// declared parts the attributes behind a declarator from it.
func declared(lo *syntax.Lowering, i int) (d, attributes g.ID) {
	attributes, d = lo.Split(lo.Get(i, "declarator"), g.Decorator)
	return lo.Single(d), attributes
}

// declaration gives a Var for each declarator, all of one type, and a Func for what declares a function. A class that the
// declaration defines stands before them.
func declaration(k g.Kind) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := lo.OfAny(i, modifiers...)
		before, typ := named(lo, lo.Single(lo.Get(i, "type")))
		value := lo.Join(lo.Get(i, "value"), lo.Get(i, "default_value"))
		attributes, declarators := lo.Split(lo.Get(i, "declarator"), g.Decorator)
		mods = lo.Join(mods, attributes)
		if bits := lo.Of(i, "bitfield_clause"); bits != 0 {
			attr := lo.Over(bits, lo.Tail(bits), g.Attr, g.Plain)
			lo.SetRef(attr, lo.InternString("bits"))
			lo.SetChildren(attr, bits)
			mods = lo.Join(mods, attr)
		}
		var all syntax.Chain
		used := false
		for d := declarators; d != 0; {
			next := lo.Cut(d)
			if lo.Kind(d) == g.Error || lo.Kind(d) == g.Call {
				lo.Add(&all, d)
				d = next
				continue
			}
			again := lo.Copy(typ)
			d = typed(lo, i, d, typ, k)
			typ, used = again, true
			if value != 0 {
				lo.Fill(d, 2, value)
				value = 0
			}
			lo.Add(&all, prototype(lo, d, k))
			d = next
		}
		lo.Spill(value)
		if !used && all.First != 0 {
			lo.Spill(typ)
		}
		if all.First == 0 {
			if k == g.Field && typ != 0 && before == 0 { // an anonymous member
				id := lo.Node(i, k, g.Embeds, 0, typ, 0)
				lo.Prepend(id, mods)
				return id
			}
			if before != 0 {
				lo.Prepend(before, mods)
				return before
			}
			return lo.Join(mods, typ)
		}
		return lo.Join(before, lo.Shared(i, all.First, mods))
	}
}

// prototype makes a Func of a declaration whose type is a function's.
func prototype(lo *syntax.Lowering, v g.ID, k g.Kind) g.ID {
	name := lo.First(v)
	typ := lo.Next(name)
	if typ == 0 || lo.Kind(typ) != g.TypeFunc || lo.Kind(name) == g.Empty {
		return v
	}
	op := g.Plain
	if k == g.Field {
		op = g.Method
	}
	return functionParts(lo, v, op, 0)
}

// functionParts is the Func that a declarator with a body, or without, is.
func functionParts(lo *syntax.Lowering, v g.ID, op g.Op, body g.ID) g.ID {
	name := lo.First(v)
	typ := lo.Cut(name)
	rest := lo.Cut(typ)
	var mods, parts syntax.Chain
	for c := lo.First(typ); c != 0; {
		next := lo.Cut(c)
		if k := lo.Kind(c); k == g.Attr || k == g.Decorator || k == g.TypeParams {
			lo.Add(&mods, c)
		} else {
			lo.Add(&parts, c)
		}
		c = next
	}
	params := parts.First
	result := g.ID(0)
	if params != 0 {
		result = lo.Cut(params)
	}
	if result != 0 {
		lo.Spill(lo.Cut(result))
	}
	for rest != 0 { // = 0
		next := lo.Cut(rest)
		if lo.Kind(rest) != g.Empty {
			attr := lo.Over(rest, rest, g.Attr, g.Plain, rest)
			lo.SetRef(attr, lo.InternString("pure"))
			lo.Add(&mods, attr)
		}
		rest = next
	}
	start, end := lo.Span(v)
	if body != 0 {
		end = max(end, lo.EndOf(body))
	}
	id := lo.At(start, end, g.Func, op, name, params, result, body)
	lo.Prepend(id, mods.First)
	return id
}

// named parts a class that is defined in the place of a type from its name.
func named(lo *syntax.Lowering, typ g.ID) (class, name g.ID) {
	if typ == 0 || lo.Kind(typ) != g.Class {
		return 0, lo.AsType(typ)
	}
	at, _ := lo.Span(typ)
	name = lo.Leaf(g.TypeName, g.Plain, 0, at, at, 0)
	for c := lo.First(typ); c != 0; c = lo.Next(c) {
		if lo.Kind(c) == g.Ident {
			start, end := lo.Span(c)
			lo.SetStart(name, start)
			lo.SetEnd(name, end)
			lo.SetRef(name, lo.Ref(c))
			break
		}
	}
	return typ, name
}

// typeDefinition names a type; a class without a name gets this one.
func typeDefinition(lo *syntax.Lowering, i int) g.ID {
	mods := lo.OfAny(i, modifiers...)
	before, typ := named(lo, lo.Single(lo.Get(i, "type")))
	var all syntax.Chain
	attributes, declarators := lo.Split(lo.Get(i, "declarator"), g.Decorator)
	mods = lo.Join(mods, attributes)
	used := false
	for d := declarators; d != 0; {
		next := lo.Cut(d)
		if lo.Kind(d) == g.TypeName {
			d = lo.Name(d)
			if before != 0 && lo.Ref(typ) == 0 && lo.Kind(d) == g.Ident {
				if slot := lo.First(before); lo.Kind(slot) == g.Empty {
					lo.Become(slot, d)
					lo.SetRef(typ, lo.Ref(d))
					d = next
					continue
				}
			}
		}
		again := lo.Copy(typ)
		if lo.Kind(d) != g.Error {
			used = true
			v := typed(lo, i, d, typ, g.Var)
			name := lo.First(v)
			lo.Name(name)
			rest := lo.Next(name)
			if empty := lo.Cut(rest); empty != 0 {
				lo.Spill(lo.Cut(empty))
			}
			lo.SetKind(v, g.TypeDef)
			d = v
		} else {
			again = typ
		}
		typ = again
		lo.Add(&all, d)
		d = next
	}
	if !used && all.First != 0 {
		lo.Spill(typ)
	}
	if all.First == 0 {
		if before != 0 {
			lo.Prepend(before, mods)
			return before
		}
		return lo.Join(mods, typ)
	}
	return lo.Join(before, lo.Shared(i, all.First, mods))
}

// function is a declarator with a body; C++ has the initialisers of members as the first statements.
func function(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.OfAny(i, modifiers...), lo.OfAny(i, "default_method_clause", "delete_method_clause", "pure_virtual_clause"))
	before, typ := named(lo, lo.Single(lo.Get(i, "type")))
	d, attributes := declared(lo, i)
	mods = lo.Join(mods, attributes)
	body := lo.Single(lo.Get(i, "body"))
	if body == 0 {
		body = lo.Single(lo.Of(i, "try_statement"))
	}
	if first := lo.Of(i, "field_initializer_list"); first != 0 {
		if body == 0 {
			body = lo.Over(first, lo.Tail(first), g.Block, g.Implicit)
		}
		lo.Prepend(body, first)
	}
	var old g.ID // the types of parameters as C had them at first
	lo.Children(i, func(c int) {
		if lo.Symbol(c) == "declaration" {
			old = lo.Join(old, lo.Take(c))
		}
	})
	if body != 0 && old != 0 {
		lo.Prepend(body, old)
	}
	if body != 0 && lo.Kind(body) != g.Block {
		body = lo.Body(body)
	}
	if d == 0 || lo.Kind(d) != g.Var {
		id := lo.Node(i, g.Func, g.Plain, d, 0, typ, body)
		lo.Prepend(id, mods)
		return lo.Join(before, id)
	}
	d = typed(lo, i, d, typ, g.Var)
	if t := lo.Next(lo.First(d)); t == 0 || lo.Kind(t) != g.TypeFunc { // a macro, mostly
		name := lo.First(d)
		id := lo.Node(i, g.Func, g.Plain, name, 0, lo.Cut(name), body)
		lo.Prepend(id, mods)
		return lo.Join(before, id)
	}
	id := functionParts(lo, d, g.Plain, body)
	lo.SetStart(id, lo.Flat(i).Start)
	lo.SetEnd(id, lo.Flat(i).End)
	lo.Prepend(id, mods)
	return lo.Join(before, id)
}

func parameter(lo *syntax.Lowering, i int) g.ID {
	mods := lo.OfAny(i, modifiers...)
	before, typ := named(lo, lo.Single(lo.Get(i, "type")))
	d, attributes := declared(lo, i)
	mods = lo.Join(mods, attributes)
	value := lo.Get(i, "default_value")
	op := g.Plain
	if lo.Symbol(i) == "variadic_parameter_declaration" {
		op = g.Rest
	}
	if d == 0 && mods == 0 && value == 0 && typ != 0 && lo.Kind(typ) == g.TypeName && lo.String(lo.Ref(typ)) == "void" {
		return 0 // f(void) has no parameter
	}
	var id g.ID
	if d == 0 || lo.Kind(d) != g.Var {
		id = lo.Node(i, g.Param, op, d, typ, value)
	} else {
		id = typed(lo, i, d, typ, g.Param)
		lo.SetOp(id, op)
		lo.Fill(id, 2, value)
		lo.SetStart(id, lo.Flat(i).Start)
		lo.SetEnd(id, lo.Flat(i).End)
	}
	lo.Prepend(id, mods)
	lo.Spill(before)
	return id
}

// descriptor is a type with declarators around no name.
func descriptor(lo *syntax.Lowering, i int) g.ID {
	mods := lo.OfAny(i, modifiers...)
	before, typ := named(lo, lo.Single(lo.Get(i, "type")))
	if d := lo.Single(lo.Get(i, "declarator")); d != 0 && lo.Kind(d) == g.Var {
		v := typed(lo, i, d, typ, g.Var)
		if typ = lo.Cut(lo.First(v)); typ != 0 {
			spillRest(lo, lo.Cut(typ))
		}
		spillRest(lo, lo.First(v))
	} else {
		lo.Spill(d)
	}
	lo.Spill(before)
	if mods != 0 {
		return lo.List(i, g.TypeOther, g.Annotation, typ, mods)
	}
	return typ
}

// spillRest keeps what stands in places that a node is not made of.
func spillRest(lo *syntax.Lowering, chain g.ID) {
	for chain != 0 {
		id := chain
		if chain = lo.Cut(id); lo.Kind(id) != g.Empty {
			lo.Spill(id)
		}
	}
}

func sized(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "type_qualifier")
	lo.Kids(i)
	id := lo.Called(i, g.TypeName, g.Plain, strings.Join(strings.Fields(string(lo.Text(i))), " "))
	lo.Spill(mods)
	return id
}

func macroType(lo *syntax.Lowering, i int) g.ID {
	name := lo.AsType(lo.Get(i, "name"))
	return lo.List(i, g.TypeApply, g.Plain, name, lo.Kids(i))
}

func qualifier(lo *syntax.Lowering, i int) g.ID {
	if kids := lo.Kids(i); kids != 0 {
		return kids
	}
	return lo.Word(i, g.Attr, g.Plain)
}

// class is a struct, a union, an enum or a class: its name where it has no body.
func class(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := lo.OfAny(i, modifiers...)
		name, body := lo.Single(lo.Get(i, "name")), lo.Single(lo.Get(i, "body"))
		extends := lo.Of(i, "base_class_clause")
		if base := lo.AsType(lo.Join(lo.Get(i, "base"), lo.Get(i, "underlying_type"))); base != 0 {
			extends = lo.Join(lo.Over(base, base, g.Extends, g.Plain, base), extends)
		}
		if body == 0 && extends == 0 {
			if name = lo.AsType(name); mods != 0 {
				return lo.List(i, g.TypeOther, g.Annotation, name, mods)
			}
			return name
		}
		if name != 0 && lo.Kind(name) == g.TypeApply { // a specialisation
			base := lo.First(name)
			args := lo.Cut(base)
			params := lo.Over(name, name, g.TypeParams, g.Plain)
			lo.SetStart(params, lo.EndOf(base))
			lo.SetChildren(params, args)
			mods = lo.Join(mods, params)
			name = base
		}
		id := lo.Node(i, g.Class, op, lo.Name(lo.AsPath(name)))
		these, others := lo.Split(extends, g.Extends)
		lo.Append(id, these)
		lo.Spill(others)
		lo.Place(id, body)
		lo.Prepend(id, mods)
		return id
	}
}

// members gives each the word public, protected or private that it stands behind, and makes methods of functions.
func members(lo *syntax.Lowering, i int) g.ID {
	var all syntax.Chain
	var access g.ID
	for c := lo.Kids(i); c != 0; {
		next := lo.Cut(c)
		k := lo.Kind(c)
		if k == g.Attr && lo.First(c) == 0 {
			access = c
			c = next
			continue
		}
		if k == g.Func && lo.OpOf(c) == g.Plain {
			lo.SetOp(c, g.Method)
		}
		if k == g.Var {
			lo.SetKind(c, g.Field)
		}
		if access != 0 && (k == g.Func || k == g.Field || k == g.Var) {
			start, _ := lo.Span(c)
			lo.Prepend(c, lo.Copy(access))
			lo.SetStart(c, start)
		}
		lo.Add(&all, c)
		c = next
	}
	return lo.List(i, g.Block, g.Plain, all.First)
}

// linkage is extern "C", whose declarations are those of the file.
func linkage(lo *syntax.Lowering, i int) g.ID {
	id := lo.Called(i+1, g.Directive, g.Plain, "extern")
	lo.SetChildren(id, lo.Get(i, "value"))
	body := lo.Get(i, "body")
	if body != 0 && lo.Kind(body) == g.Block && lo.Next(body) == 0 {
		body = lo.First(body)
	}
	return lo.Join(id, body)
}

func attribute(lo *syntax.Lowering, i int) g.ID {
	prefix, name, args := lo.Single(lo.Get(i, "prefix")), lo.Single(lo.Get(i, "name")), lo.Of(i, "argument_list")
	if prefix != 0 && name != 0 {
		name = lo.Over(prefix, name, g.Member, g.Method, prefix, name)
	}
	return lo.Named(i, name, args)
}

// attributeSpecifier is __attribute__((…)).
func attributeSpecifier(lo *syntax.Lowering, i int) g.ID {
	args := lo.Of(i, "argument_list")
	return lo.Named(i, lo.Word(i+1, g.Ident, g.Plain), args)
}

// attributeOf is a word with what stands in its parentheses.
func attributeOf(word string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		id := lo.Called(i, g.Attr, g.Plain, word)
		lo.SetChildren(id, lo.Kids(i))
		return id
	}
}
