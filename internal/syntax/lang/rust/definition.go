package rust

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// before are the words in front of an item, and its type parameters with what they are held to.
func before(lo *syntax.Lowering, i int) g.ID {
	return lo.Join(lo.OfAny(i, "visibility_modifier", "function_modifiers", "extern_modifier"), lo.Get(i, "type_parameters"), lo.Of(i, "where_clause"))
}

func function(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	id := lo.Node(i, g.Func, g.Plain, lo.Get(i, "name"), lo.Get(i, "parameters"), lo.AsType(lo.Get(i, "return_type")), lo.Get(i, "body"))
	lo.Prepend(id, mods)
	return id
}

func parameters(lo *syntax.Lowering, i int) g.ID {
	var chain, attributes syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		switch {
		case id == 0:
			return
		case lo.Kind(id) == g.Decorator:
			lo.Add(&attributes, id)
			return
		case lo.Kind(id) == g.Param || lo.Kind(id) == g.Error:
		case lo.Kind(id).Type():
			id = lo.Node(c, g.Param, g.Plain, 0, id, 0)
		default:
			id = lo.Node(c, g.Param, g.Plain, id, 0, 0)
		}
		if lo.Kind(id) == g.Param {
			lo.Prepend(id, attributes.First)
			attributes = syntax.Chain{}
		}
		lo.Add(&chain, id)
	})
	lo.Add(&chain, attributes.First)
	return lo.List(i, g.Params, g.Plain, chain.First)
}

func receiver(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Param, g.Receiver, lo.Next1(i), 0, 0)
}

// class is a struct, a union, an enum or a trait.
func class(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := before(lo, i)
		name, bounds, body := lo.Name(lo.Single(lo.Get(i, "name"))), lo.Get(i, "bounds"), lo.Get(i, "body")
		id := lo.Node(i, g.Class, op, name)
		if bounds != 0 {
			extends := lo.Over(bounds, lo.Tail(bounds), g.Extends, g.Plain)
			lo.SetChildren(extends, bounds)
			lo.Append(id, extends)
		}
		lo.Place(id, methods(lo, body))
		lo.Prepend(id, mods)
		return id
	}
}

// methods makes methods and fields of what stands in the body of a trait or an impl.
func methods(lo *syntax.Lowering, body g.ID) g.ID {
	if body = lo.Single(body); body == 0 {
		return 0
	}
	for c := lo.First(body); c != 0; c = lo.Next(c) {
		switch lo.Kind(c) {
		case g.Func:
			lo.SetOp(c, g.Method)
		case g.Var:
			lo.SetKind(c, g.Field)
		}
	}
	return body
}

// impl is a class with the name of the type that it is of, and the trait as what it implements.
func impl(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Attrs(i, "impl", "unsafe"), before(lo, i))
	trait, typ, body := lo.Single(lo.Get(i, "trait")), lo.Single(lo.Get(i, "type")), lo.Get(i, "body")
	if typ != 0 && lo.Kind(typ) == g.TypeApply {
		if base := lo.First(typ); base != 0 && lo.Kind(base) == g.TypeName {
			args := lo.Cut(base)
			params := lo.Over(typ, typ, g.TypeParams, g.Plain)
			lo.SetStart(params, lo.EndOf(base))
			lo.SetChildren(params, args)
			mods = lo.Join(mods, params)
			typ = base
		}
	}
	id := lo.Node(i, g.Class, g.Plain, lo.Name(typ))
	if trait != 0 {
		lo.Append(id, lo.Over(trait, trait, g.Extends, g.Implements, trait))
	}
	lo.Place(id, methods(lo, body))
	lo.Prepend(id, mods)
	return id
}

func field(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	id := lo.Node(i, g.Field, g.Plain, lo.Get(i, "name"), lo.AsType(lo.Get(i, "type")), 0)
	lo.Prepend(id, mods)
	return id
}

// orderedFields are the fields of a tuple struct, which have no names.
func orderedFields(lo *syntax.Lowering, i int) g.ID {
	var chain, mods syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		switch {
		case id == 0:
		case lo.Kind(id) == g.Attr || lo.Kind(id) == g.Decorator:
			lo.Add(&mods, id)
		default:
			f := lo.Node(c, g.Field, g.Plain, 0, lo.AsType(id), 0)
			lo.Prepend(f, mods.First)
			mods = syntax.Chain{}
			lo.Add(&chain, f)
		}
	})
	lo.Add(&chain, mods.First)
	return lo.List(i, g.Block, g.Plain, chain.First)
}

// variant has what it holds as its type.
func variant(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	name, body, value := lo.Get(i, "name"), lo.Single(lo.Get(i, "body")), lo.Get(i, "value")
	if body != 0 {
		body = lo.Over(body, body, g.TypeOther, g.Record, body)
	}
	id := lo.Node(i, g.Field, g.Constant, name, body, value)
	lo.Prepend(id, mods)
	return id
}

func constant(word string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := lo.Join(before(lo, i), lo.Attrs(i, word))
		id := lo.Node(i, g.Var, g.Plain, lo.Get(i, "name"), lo.AsType(lo.Get(i, "type")), lo.Get(i, "value"))
		lo.Prepend(id, mods)
		return id
	}
}

func alias(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	name, typ, bounds := lo.Name(lo.Single(lo.Get(i, "name"))), lo.AsType(lo.Get(i, "type")), lo.Get(i, "bounds")
	if bounds != 0 {
		typ = lo.Over(bounds, lo.Tail(bounds), g.TypeOther, g.Interface)
		lo.SetChildren(typ, bounds)
	}
	id := lo.Node(i, g.TypeDef, g.Alias, name, typ)
	lo.Prepend(id, mods)
	return id
}

func module(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	name, body := lo.Get(i, "name"), lo.Get(i, "body")
	if body == 0 { // in another file
		id := lo.Called(i, g.Directive, g.Plain, "mod")
		lo.SetChildren(id, lo.Join(name, mods))
		return id
	}
	id := lo.Node(i, g.Class, g.Namespace, name, body)
	lo.Prepend(id, mods)
	return id
}

// foreign is extern "C" { … }.
func foreign(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(before(lo, i), lo.Attrs(i, "unsafe"))
	id := lo.Node(i, g.Class, g.Namespace, 0, lo.Get(i, "body"))
	lo.Prepend(id, mods)
	return id
}

// use gives an Import for each source. Inside a list, a path is not cut yet into source and item.
func use(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "visibility_modifier")
	chain := lo.Kids(i)
	var all syntax.Chain
	for chain != 0 {
		id := chain
		chain = lo.Cut(id)
		switch lo.Kind(id) {
		case g.Import:
			if lo.OpOf(id) == g.Implicit { // use {a, b}
				id = imports(lo, id)
			}
		case g.Error:
		default:
			id = imported(lo, id)
		}
		lo.Add(&all, id)
	}
	if first := all.First; first != 0 && lo.Next(first) == 0 && lo.Kind(first) == g.Import {
		lo.SetStart(first, lo.Flat(i).Start)
		lo.SetEnd(first, lo.Flat(i).End)
	}
	if first := all.First; mods != 0 && first != 0 && lo.Kind(first) == g.Import { // pub use: the word stands behind the items
		lo.Append(first, mods)
	} else {
		lo.Spill(mods)
	}
	return all.First
}

// useList is an Import without a source until its path or its declaration is known. Lists in it are taken in.
func useList(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	for c := lo.Kids(i); c != 0; {
		next := lo.Cut(c)
		if lo.Kind(c) == g.Import && lo.OpOf(c) == g.Implicit {
			c = lo.First(c)
		}
		lo.Add(&chain, c)
		c = next
	}
	return lo.List(i, g.Import, g.Implicit, chain.First)
}

// imports takes a list without a source apart.
func imports(lo *syntax.Lowering, list g.ID) g.ID {
	var all syntax.Chain
	for c := lo.First(list); c != 0; {
		next := lo.Cut(c)
		switch {
		case lo.Kind(c) == g.Import || lo.Kind(c) == g.Error:
			lo.Add(&all, c)
		default:
			lo.Add(&all, imported(lo, c))
		}
		c = next
	}
	return all.First
}

// imported is the Import of a path, a name, or an item under another name.
func imported(lo *syntax.Lowering, id g.ID) g.ID {
	item := id
	if lo.Kind(id) != g.ImportItem {
		item = lo.Over(id, id, g.ImportItem, g.Plain, id, 0)
	}
	name := lo.First(item)
	if name == 0 || lo.Kind(name) != g.Member {
		if lo.Kind(item) == g.ImportItem && name != 0 {
			alias := lo.Cut(name)
			id := lo.Over(item, item, g.Import, g.Plain, name)
			if alias != 0 && (lo.Kind(alias) != g.Empty || lo.Next(alias) != 0) {
				lo.Append(id, lo.Over(alias, lo.Tail(alias), g.ImportItem, g.Namespace, 0, alias))
			}
			return id
		}
		return item
	}
	source := lo.First(name)
	last := lo.Cut(source)
	alias := lo.Cut(name)
	lo.Spill(lo.Cut(last))
	to := last
	if alias != 0 && lo.Kind(alias) != g.Empty {
		to = alias
	} else {
		alias = 0
	}
	short := lo.Over(last, to, g.ImportItem, g.Plain, last, alias)
	imp := lo.Over(name, to, g.Import, g.From, lo.AsPath(source))
	lo.Append(imp, short)
	return imp
}

// scopedUse is path::{…}: an Import of the names in the list, and one for each list or path inside it, under the path.
func scopedUse(lo *syntax.Lowering, i int) g.ID {
	path, list := lo.AsPath(lo.Get(i, "path")), lo.Single(lo.Get(i, "list"))
	if list == 0 || lo.Kind(list) != g.Import {
		return lo.Join(path, list)
	}
	prefix := ""
	if path != 0 && lo.Kind(path) == g.Ident {
		prefix = lo.String(lo.Ref(path)) + "."
	}
	main := lo.Node(i, g.Import, g.From, path)
	var others syntax.Chain
	for c := lo.First(list); c != 0; {
		next := lo.Cut(c)
		switch lo.Kind(c) {
		case g.Import:
			if source := lo.First(c); source != 0 && lo.Kind(source) == g.Ident && len(prefix) < syntax.LongName {
				lo.SetRef(source, lo.InternString(prefix+lo.String(lo.Ref(source))))
			} else if source != 0 && lo.Kind(source) == g.Empty { // *
				lo.Append(main, lo.Next(source))
				c = 0
			}
			lo.Add(&others, c)
		case g.ImportItem, g.Member, g.Ident, g.This:
			if lo.Kind(c) == g.Member || lo.Kind(c) == g.ImportItem && lo.Kind(lo.First(c)) == g.Member {
				imp := imported(lo, c)
				if source := lo.First(imp); lo.Kind(source) == g.Ident && len(prefix) < syntax.LongName {
					lo.SetRef(source, lo.InternString(prefix+lo.String(lo.Ref(source))))
				}
				lo.Add(&others, imp)
				break
			}
			if lo.Kind(c) != g.ImportItem {
				c = lo.Over(c, c, g.ImportItem, g.Plain, c, 0)
			}
			lo.Append(main, c)
		default:
			lo.Append(main, c)
		}
		c = next
	}
	if first := others.First; first != 0 && lo.Next(lo.First(main)) == 0 && lo.Kind(first) == g.Import { // all under longer paths
		start := lo.Flat(i).Start
		lo.SetStart(first, start)
		if source := lo.First(first); lo.Kind(source) == g.Ident {
			lo.SetStart(source, start)
		}
		return first
	}
	return lo.Join(main, others.First)
}

func useAs(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.ImportItem, g.Plain, lo.Get(i, "path"), lo.Get(i, "alias"))
}

// useWildcard is path::*; in a list, * alone has no source.
func useWildcard(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Import, g.From, lo.AsPath(lo.Next1(i)))
	end := lo.Flat(i).End
	lo.Append(id, lo.At(end, end, g.ImportItem, g.Wildcard, 0, 0))
	return id
}

func externCrate(lo *syntax.Lowering, i int) g.ID {
	name, alias := lo.Get(i, "name"), lo.Get(i, "alias")
	mods := lo.Of(i, "visibility_modifier")
	lo.Of(i, "crate")
	id := lo.Node(i, g.Import, g.Plain, name)
	if alias != 0 {
		lo.Append(id, lo.Over(alias, alias, g.ImportItem, g.Namespace, 0, alias))
	}
	lo.Append(id, mods)
	return id
}

func scopedType(lo *syntax.Lowering, i int) g.ID {
	path, name := lo.Name(lo.Single(lo.Get(i, "path"))), lo.Name(lo.Single(lo.Get(i, "name")))
	if path == 0 {
		return lo.AsType(name)
	}
	return lo.AsType(lo.Node(i, g.Member, g.Plain, path, name))
}

func genericType(lo *syntax.Lowering, i int) g.ID {
	args := lo.Get(i, "type_arguments")
	return lo.Applied(i, lo.AsType(lo.Get(i, "type")), args)
}

func typeArguments(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	for c := lo.Kids(i); c != 0; {
		next := lo.Cut(c)
		if only := lo.First(c); lo.Kind(c) == g.TypeOther && only != 0 && lo.Next(only) == 0 && lo.Kind(only) == g.TypeName && lo.OpOf(c) == g.Plain {
			c = only
		}
		lo.Add(&chain, c)
		c = next
	}
	return lo.List(i, g.TypeParams, g.Plain, lo.AsTypes(chain.First))
}

func arrayType(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.TypeArray, g.Plain, lo.AsType(lo.Get(i, "element")))
	lo.Append(id, lo.Single(lo.Get(i, "length")))
	return id
}

func functionType(lo *syntax.Lowering, i int) g.ID {
	mods, trait := lo.Of(i, "function_modifiers"), lo.Get(i, "trait")
	id := lo.Node(i, g.TypeFunc, g.Plain, lo.Get(i, "parameters"), lo.AsType(lo.Get(i, "return_type")))
	lo.Prepend(id, mods)
	if trait != 0 {
		return lo.List(i, g.TypeApply, g.Plain, trait, id)
	}
	return id
}
