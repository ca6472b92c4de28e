package java

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func forStatement(lo *syntax.Lowering, i int) g.ID {
	several := func(id g.ID) g.ID { // i++, j--
		id = lo.AsTuple(id)
		if id != 0 && lo.Kind(id) == g.Tuple {
			lo.SetOp(id, g.Comma)
		}
		return id
	}
	init := lo.Get(i, "init")
	if init != 0 && lo.Kind(init) == g.Var {
		init = lo.AsOne(init)
	} else {
		init = several(init)
	}
	return lo.Node(i, g.For, g.Plain, init, lo.Get(i, "condition"), several(lo.Get(i, "update")), lo.GetBody(i, "body"))
}

func forEach(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "modifiers")
	typ, name := lo.Get(i, "type"), lo.Get(i, "name")
	target := name
	if typ != 0 && name != 0 {
		target = lo.Over(typ, name, g.Var, g.Plain, name, arrays(lo, typ, lo.Child(i, "dimensions")), 0)
		lo.Prepend(target, mods)
	}
	return lo.Node(i, g.ForEach, g.Of, target, lo.Get(i, "value"), lo.GetBody(i, "body"))
}

// switchOn runs on from case to case where the cases have colons, and not where they have arrows.
func switchOn(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if body := lo.Child(i, "body"); body != 0 {
		lo.Children(body, func(c int) {
			if lo.Symbol(c) == "switch_block_statement_group" {
				op = g.Fall
			}
		})
	}
	id := lo.Node(i, g.Switch, op, lo.Get(i, "condition"))
	lo.Append(id, lo.Get(i, "body"))
	return id
}

// label is a Case or a Default with an empty Block: it runs on into the next, unless it is the last of its group.
func label(lo *syntax.Lowering, i int) g.ID {
	end := lo.Flat(i).End
	block := lo.At(end, end, g.Block, g.Implicit)
	if lo.Has(i, "default") {
		return lo.Node(i, g.Default, g.Plain, block)
	}
	return lo.List(i, g.Case, g.Plain, lo.Kids(i), block)
}

// labels gives the last of a group's labels the block.
func labels(lo *syntax.Lowering, chain, block g.ID) g.ID {
	if chain == 0 {
		return block
	}
	last, at := lo.Tail(chain), 0
	for c := lo.First(last); c != 0 && lo.Kind(c) != g.Block; c = lo.Next(c) {
		at++
	}
	lo.Fill(last, at, block)
	return chain
}

func group(lo *syntax.Lowering, i int) g.ID {
	heads := lo.Of(i, "switch_label")
	body := lo.Kids(i)
	start, end := lo.Flat(i).End, lo.Flat(i).End
	if body != 0 {
		start, _ = lo.Span(body)
	}
	block := lo.At(start, end, g.Block, g.Implicit)
	lo.SetChildren(block, body)
	return labels(lo, heads, block)
}

func arrowCase(lo *syntax.Lowering, i int) g.ID {
	heads := lo.Of(i, "switch_label")
	body := lo.Body(lo.Kids(i))
	if body == 0 {
		end := lo.Flat(i).End
		body = lo.At(end, end, g.Block, g.Implicit)
	}
	return labels(lo, heads, body)
}

func yield(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.ExprStmt, g.Plain, lo.List(i, g.Yield, g.Plain, lo.Next1(i)))
}

func synchronized(lo *syntax.Lowering, i int) g.ID {
	body := lo.Get(i, "body")
	id := lo.List(i, g.With, g.Lock, lo.Next1(i))
	lo.Place(id, body)
	return id
}

// try puts the resources that it opens into a With around its block.
func try(lo *syntax.Lowering, i int) g.ID {
	resources, body := lo.Get(i, "resources"), lo.Get(i, "body")
	if resources != 0 && body != 0 {
		start, _ := lo.Span(resources)
		with := lo.At(start, lo.EndOf(body), g.With, g.Plain)
		lo.SetChildren(with, lo.Join(resources, body))
		body = with
	}
	id := lo.Node(i, g.Try, g.Plain, body)
	lo.Append(id, lo.Kids(i))
	return id
}

func resource(lo *syntax.Lowering, i int) g.ID {
	mods, name, typ := lo.Of(i, "modifiers"), lo.Get(i, "name"), lo.Get(i, "type")
	if name == 0 {
		return lo.Kids(i)
	}
	id := lo.Node(i, g.Var, g.Plain, name, arrays(lo, typ, lo.Child(i, "dimensions")), lo.Get(i, "value"))
	lo.Prepend(id, mods)
	return id
}

func catch(lo *syntax.Lowering, i int) g.ID {
	body := lo.Get(i, "body")
	return lo.Node(i, g.Catch, g.Plain, lo.Of(i, "catch_formal_parameter"), body)
}

func catchType(lo *syntax.Lowering, i int) g.ID {
	types := lo.Kids(i)
	if types != 0 && lo.Next(types) != 0 {
		return lo.List(i, g.TypeUnion, g.BitOr, types)
	}
	return types
}

func packageDeclaration(lo *syntax.Lowering, i int) g.ID {
	annotations := lo.Join(lo.Of(i, "annotation"), lo.Of(i, "marker_annotation"))
	id := lo.Node(i, g.Package, g.Plain, dotted(lo, i))
	if annotations != 0 {
		return lo.Join(annotations, id)
	}
	return id
}

// dotted is the path in a declaration as one Ident.
func dotted(lo *syntax.Lowering, i int) g.ID {
	var id g.ID
	lo.Children(i, func(c int) {
		if s := lo.Symbol(c); id == 0 && (s == "scoped_identifier" || s == "identifier") {
			lo.Take(c)
			id = lo.Dotted(c)
		}
	})
	return id
}

func importDeclaration(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if lo.Has(i, "static") {
		op = g.Static
	}
	id := lo.Node(i, g.Import, op, dotted(lo, i))
	lo.Children(i, func(c int) {
		if lo.Symbol(c) == "asterisk" {
			lo.Append(id, lo.Node(c, g.ImportItem, g.Wildcard, 0, 0))
		}
	})
	return id
}

func directive(word string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		id := lo.Called(i, g.Directive, g.Plain, word)
		lo.SetChildren(id, lo.Kids(i))
		return id
	}
}
