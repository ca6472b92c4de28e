package golang

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func importDeclaration(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	if chain != 0 && lo.Next(chain) == 0 {
		lo.SetStart(chain, lo.Flat(i).Start)
		lo.SetEnd(chain, lo.Flat(i).End)
	}
	return chain
}

func importSpec(lo *syntax.Lowering, i int) g.ID {
	name, op := lo.Get(i, "name"), g.Plain
	var item g.ID
	if c := lo.Child(i, "name"); name != 0 {
		switch lo.Symbol(c) {
		case "dot":
			item = lo.Node(c, g.ImportItem, g.Wildcard, 0, 0)
		case "blank_identifier":
			op = g.Side
			fallthrough
		default:
			item = lo.Node(c, g.ImportItem, g.Namespace, 0, name)
		}
	}
	id := lo.Node(i, g.Import, op, lo.Get(i, "path"))
	lo.Append(id, item)
	return id
}

// declaration gives each Var the word that they share.
func declaration(word string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		mods := lo.Attrs(i, word)
		chain := lo.Kids(i)
		for v := chain; v != 0; v = lo.Next(v) {
			if lo.Kind(v) != g.Var {
				continue
			}
			start, _ := lo.Span(v)
			lo.Prepend(v, lo.Copy(mods))
			lo.SetStart(v, start)
		}
		if chain != 0 && lo.Next(chain) == 0 {
			lo.SetStart(chain, lo.Flat(i).Start)
			lo.SetEnd(chain, lo.Flat(i).End)
		}
		return chain
	}
}

// each makes a node of every name, with a type that they share. The last one reaches to the end of the declaration.
func each(lo *syntax.Lowering, k g.Kind, names, typ g.ID, end uint32) g.ID {
	var chain syntax.Chain
	typ = lo.Single(typ)
	for n := names; n != 0; {
		next := lo.Cut(n)
		start, to := lo.Span(n)
		t := typ
		if next != 0 {
			t = lo.Copy(typ)
		} else {
			to = end
		}
		lo.Add(&chain, lo.At(start, to, k, g.Plain, n, t, 0))
		n = next
	}
	return chain.First
}

// variables gives a Var for each name; where there are values behind several names, one Var with a Tuple of names.
func variables(lo *syntax.Lowering, i int) g.ID {
	names, typ, values := lo.Get(i, "name"), lo.Get(i, "type"), lo.Get(i, "value")
	switch {
	case names == 0 || lo.Next(names) == 0:
		return lo.Node(i, g.Var, g.Plain, names, typ, values)
	case values == 0:
		return each(lo, g.Var, names, typ, lo.Flat(i).End)
	}
	return lo.Node(i, g.Var, g.Plain, lo.AsTuple(names), typ, values)
}

func typeSpec(lo *syntax.Lowering, i int) g.ID {
	mods, name, typ := lo.Get(i, "type_parameters"), lo.Name(lo.Get(i, "name")), lo.Get(i, "type")
	var id g.ID
	op := g.Plain
	if lo.Symbol(i) == "type_alias" {
		op = g.Alias
	}
	switch {
	case op == g.Plain && typ != 0 && lo.Next(typ) == 0 && lo.Kind(typ) == g.TypeOther && (lo.OpOf(typ) == g.Struct || lo.OpOf(typ) == g.Interface):
		block, rest := lo.Split(lo.First(typ), g.Block)
		id = lo.Node(i, g.Class, lo.OpOf(typ), name, block)
		lo.Spill(rest)
	default:
		id = lo.Node(i, g.TypeDef, op, name, typ)
	}
	lo.Prepend(id, mods)
	return id
}

func interfaceType(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.TypeOther, g.Interface, lo.List(i, g.Block, g.Plain, lo.Kids(i)))
}

// function takes the receiver in as the first of the parameters.
func function(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if lo.Symbol(i) != "function_declaration" {
		op = g.Method
	}
	mods, receiver := lo.Get(i, "type_parameters"), lo.Get(i, "receiver")
	name, params, result := lo.Get(i, "name"), lo.Get(i, "parameters"), results(lo, i)
	if receiver != 0 && params != 0 && lo.Kind(params) == g.Params && lo.Kind(receiver) == g.Params {
		if p := lo.First(receiver); p != 0 {
			if lo.Kind(p) == g.Param {
				lo.SetOp(p, g.Receiver)
			}
			lo.Prepend(params, p)
		}
	}
	id := lo.Node(i, g.Func, op, name, params, result, lo.Get(i, "body"))
	lo.Prepend(id, mods)
	return id
}

// results makes one type of several results.
func results(lo *syntax.Lowering, i int) g.ID {
	r := lo.Get(i, "result")
	if r != 0 && lo.Kind(r) == g.Params {
		lo.SetKind(r, g.TypeOther)
		lo.SetOp(r, g.ListOf)
	}
	return r
}

func lambda(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Lambda, g.Plain, 0, lo.Get(i, "parameters"), results(lo, i), lo.Get(i, "body"))
}

func functionType(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.TypeFunc, g.Plain, lo.Get(i, "parameters"), results(lo, i))
}

func parameter(lo *syntax.Lowering, i int) g.ID {
	names, typ := lo.Get(i, "name"), lo.Get(i, "type")
	op := g.Plain
	if lo.Symbol(i) == "variadic_parameter_declaration" {
		op = g.Rest
	}
	if names == 0 || lo.Next(names) == 0 {
		return lo.Node(i, g.Param, op, names, typ, 0)
	}
	return each(lo, g.Param, names, typ, lo.Flat(i).End)
}

func typeParameter(lo *syntax.Lowering, i int) g.ID {
	names := lo.Get(i, "name")
	for n := names; n != 0; n = lo.Next(n) {
		if lo.Kind(n) == g.Ident {
			lo.SetKind(n, g.TypeName)
		}
	}
	return lo.List(i, g.TypeOther, g.Plain, names, lo.Get(i, "type"))
}

// fields gives a Field for each name; a tag is an Attr.
func fields(lo *syntax.Lowering, i int) g.ID {
	names, typ, tag := lo.Get(i, "name"), lo.Get(i, "type"), lo.Get(i, "tag")
	if tag != 0 && lo.Kind(tag) == g.String {
		lo.SetKind(tag, g.Attr)
		lo.SetOp(tag, g.Plain)
	}
	if names == 0 {
		id := lo.Node(i, g.Field, g.Embeds, 0, typ, 0)
		lo.Prepend(id, tag)
		return id
	}
	chain := each(lo, g.Field, names, typ, lo.Flat(i).End)
	for f := chain; tag != 0 && f != 0; f = lo.Next(f) {
		again := tag
		if lo.Next(f) != 0 {
			again = lo.Copy(tag)
		}
		start, _ := lo.Span(f)
		lo.Prepend(f, again)
		lo.SetStart(f, start)
	}
	return chain
}

func qualified(lo *syntax.Lowering, i int) g.ID {
	lo.Kids(i)
	id := lo.Dotted(i)
	lo.SetKind(id, g.TypeName)
	return id
}

func genericType(lo *syntax.Lowering, i int) g.ID {
	return lo.Applied(i, lo.Get(i, "type"), lo.Get(i, "type_arguments"))
}

// union is one type, or several of which any will do.
func union(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	if chain == 0 || lo.Next(chain) == 0 {
		return chain
	}
	return lo.List(i, g.TypeUnion, g.BitOr, chain)
}
