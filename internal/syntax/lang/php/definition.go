package php

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// namespace reaches to the end of its block, or to that of the file.
func namespace(lo *syntax.Lowering, i int) g.ID {
	name, body := lo.AsPath(lo.Get(i, "name")), lo.Get(i, "body")
	if body == 0 {
		return lo.Node(i, g.Package, g.Plain, name)
	}
	return lo.Node(i, g.Class, g.Namespace, name, body)
}

// use gives an Import for each name: use A\B as C is the item B of A under the name C. A group has one source.
func use(lo *syntax.Lowering, i int) g.ID {
	lo.Get(i, "type")
	if items := lo.Get(i, "body"); items != 0 {
		id := lo.Node(i, g.Import, g.From, lo.AsPath(lo.Next1(i)))
		lo.Append(id, items)
		return id
	}
	var chain syntax.Chain
	for item := lo.Kids(i); item != 0; {
		next := lo.Cut(item)
		if lo.Kind(item) == g.ImportItem {
			item = imported(lo, item)
		}
		lo.Add(&chain, item)
		item = next
	}
	if c := chain.First; c != 0 && lo.Next(c) == 0 {
		lo.SetStart(c, lo.Flat(i).Start)
		lo.SetEnd(c, lo.Flat(i).End)
	}
	return chain.First
}

// imported is the Import of one item whose name is a path.
func imported(lo *syntax.Lowering, item g.ID) g.ID {
	name := lo.First(item)
	full := lo.String(lo.Ref(name))
	dot := bytes.LastIndexByte([]byte(full), '.')
	if dot < 0 {
		alias := lo.Cut(name)
		id := lo.Over(item, item, g.Import, g.Plain, name)
		if lo.Kind(alias) != g.Empty || lo.Next(alias) != 0 {
			lo.Append(id, lo.Over(alias, lo.Tail(alias), g.ImportItem, g.Namespace, 0, alias))
		}
		return id
	}
	start, end := lo.Span(name)
	last := end - min(end-start, uint32(len(full)-dot-1))
	source := lo.Leaf(g.Ident, g.Plain, 0, start, last, lo.InternString(full[:dot]))
	lo.SetRef(name, lo.InternString(full[dot+1:]))
	id := lo.Over(item, item, g.Import, g.From, source)
	lo.SetStart(name, last)
	lo.SetStart(item, last)
	lo.Append(id, item)
	return id
}

func useClause(lo *syntax.Lowering, i int) g.ID {
	lo.Get(i, "type")
	alias := lo.Get(i, "alias")
	return lo.Node(i, g.ImportItem, g.Plain, lo.AsPath(lo.Next1(i)), alias)
}

func attribute(lo *syntax.Lowering, i int) g.ID {
	args := lo.Get(i, "parameters")
	return lo.Named(i, lo.Next1(i), args)
}

func class(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := before(lo, i)
		name := lo.Get(i, "name")
		bases := lo.Join(lo.Of(i, "base_clause"), lo.Of(i, "class_interface_clause"))
		if typ := lo.Of(i, "primitive_type"); typ != 0 { // an enum's
			bases = lo.Join(lo.Over(typ, typ, g.Extends, g.Plain, typ), bases)
		}
		id := lo.Node(i, g.Class, op, name)
		extends, rest := lo.Split(bases, g.Extends)
		lo.Append(id, extends)
		lo.Spill(rest)
		lo.Place(id, lo.Get(i, "body"))
		lo.Prepend(id, mods)
		return id
	}
}

func extends(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID { return lo.List(i, g.Extends, op, lo.AsTypes(lo.Kids(i))) }
}

// members makes a Field of each constant.
func members(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	for c := chain; c != 0; c = lo.Next(c) {
		if lo.Kind(c) == g.Var {
			lo.SetKind(c, g.Field)
		}
	}
	return lo.List(i, g.Block, g.Plain, chain)
}

func enumCase(lo *syntax.Lowering, i int) g.ID {
	mods := before(lo, i)
	id := lo.Node(i, g.Field, g.Constant, lo.Get(i, "name"), 0, lo.Get(i, "value"))
	lo.Prepend(id, mods)
	return id
}

func useTraits(lo *syntax.Lowering, i int) g.ID {
	changes := lo.Of(i, "use_list")
	id := lo.Called(i, g.Directive, g.Plain, "use")
	lo.SetChildren(id, lo.Join(lo.AsTypes(lo.Kids(i)), changes))
	return id
}

// properties gives a Field for each, and a function for each of its hooks.
func properties(lo *syntax.Lowering, i int) g.ID {
	mods, typ := before(lo, i), lo.Single(lo.Get(i, "type"))
	hooks := lo.Of(i, "property_hook_list")
	chain := lo.Kids(i)
	typed(lo, chain, typ, g.Field)
	return lo.Join(lo.Shared(i, chain, mods), hooks)
}

func hook(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Get(i, "attributes"), lo.Get(i, "final"))
	params, body := lo.Single(lo.Get(i, "parameters")), lo.Returned(lo.Get(i, "body"))
	name := lo.Next1(i)
	op := g.Getter
	if name != 0 && lo.String(lo.Ref(name)) == "set" {
		op = g.Setter
	}
	if params == 0 {
		at := lo.Flat(i).End
		if body != 0 {
			at = lo.StartOf(body)
		}
		params = lo.At(at, at, g.Params, g.Plain)
	}
	id := lo.Node(i, g.Func, op, name, params, 0, body)
	lo.Prepend(id, mods)
	return id
}

func function(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if lo.Symbol(i) == "method_declaration" {
		op = g.Method
		if c := lo.Child(i, "name"); c != 0 && bytes.EqualFold(lo.Text(c), []byte("__construct")) {
			op = g.Constructor
		}
	}
	mods := before(lo, i)
	id := lo.Node(i, g.Func, op, lo.Get(i, "name"), lo.Get(i, "parameters"), lo.Get(i, "return_type"), lo.Get(i, "body"))
	lo.Prepend(id, mods)
	return id
}

func parameter(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := lo.Join(lo.Get(i, "attributes"), lo.Get(i, "visibility"), lo.Get(i, "readonly"))
		hooks := lo.Of(i, "property_hook_list")
		id := lo.Node(i, g.Param, op, lo.Get(i, "name"), lo.Get(i, "type"), lo.Get(i, "default_value"))
		lo.Prepend(id, mods)
		lo.Spill(hooks)
		return id
	}
}

func namedType(lo *syntax.Lowering, i int) g.ID { return lo.AsType(lo.Next1(i)) }

func typeList(lo *syntax.Lowering, i int) g.ID {
	types := lo.Kids(i)
	if types != 0 && lo.Next(types) != 0 {
		return lo.List(i, g.TypeUnion, g.BitOr, types)
	}
	return types
}
