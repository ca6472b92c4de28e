package javascript

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

var modifiers = []string{"async", "static", "readonly", "abstract", "declare", "accessor"}

// attributes are the words and decorators before a definition.
func attributes(lo *syntax.Lowering, i int) g.ID {
	return lo.Join(lo.Get(i, "decorator"), lo.Of(i, "decorator"), lo.Of(i, "accessibility_modifier"), lo.Of(i, "override_modifier"),
		lo.Attrs(i, modifiers...), lo.Get(i, "type_parameters"))
}

// body is a function's block; an arrow's expression is a block that returns it.
func body(lo *syntax.Lowering, i int) g.ID {
	b := lo.Get(i, "body")
	if b == 0 || lo.Kind(b) == g.Block {
		return b
	}
	return lo.Over(b, b, g.Block, g.Implicit, lo.Over(b, b, g.Return, g.Implicit, b))
}

func functionParts(lo *syntax.Lowering, i int, k g.Kind, op g.Op) g.ID {
	mods := attributes(lo, i)
	params := lo.Get(i, "parameters")
	if c := lo.Child(i, "parameter"); c != 0 { // x => …
		name := lo.Take(c)
		params = lo.Node(c, g.Params, g.Plain, lo.Node(c, g.Param, g.Plain, name, 0, 0))
	}
	result := lo.Join(lo.Get(i, "return_type"), lo.Get(i, "type"))
	id := lo.Node(i, k, op, lo.Get(i, "name"), params, result, body(lo, i))
	lo.Prepend(id, mods)
	return id
}

func lambda(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if lo.Symbol(i) == "generator_function" {
		op = g.Generator
	}
	return functionParts(lo, i, g.Lambda, op)
}

func function(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	switch lo.Symbol(i) {
	case "method_definition", "method_signature", "abstract_method_signature", "call_signature":
		op = g.Method
	case "construct_signature":
		op = g.Constructor
	case "generator_function_declaration":
		op = g.Generator
	}
	if op == g.Method {
		switch name := lo.Child(i, "name"); {
		case lo.Has(i, "get"):
			op = g.Getter
		case lo.Has(i, "set"):
			op = g.Setter
		case lo.Has(i, "*"):
			op = g.Generator
		case name != 0 && string(lo.Text(name)) == "constructor":
			op = g.Constructor
		}
	}
	return functionParts(lo, i, g.Func, op)
}

// parameters makes a Param of each pattern; TypeScript's parameters are Params already.
func parameters(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		if id == 0 {
			return
		}
		switch lo.Kind(id) {
		case g.Param, g.Error, g.Decorator, g.Other:
		default:
			id = parameter(lo, c, id, 0, 0, g.Plain)
		}
		lo.Add(&chain, id)
	})
	return lo.List(i, g.Params, g.Plain, chain.First)
}

func parameter(lo *syntax.Lowering, c int, id, typ, value g.ID, op g.Op) g.ID {
	switch lo.Kind(id) {
	case g.Assign:
		value = lo.Join(lo.Cut(lo.First(id)), value)
		id = lo.First(id)
	case g.Spread:
		op = g.Rest
		if inner := lo.First(id); inner != 0 && lo.Next(inner) == 0 {
			id = inner
		}
	}
	return lo.Node(c, g.Param, op, id, typ, value)
}

func class(lo *syntax.Lowering, i int) g.ID {
	return classParts(lo, i, g.Plain, lo.Of(i, "class_heritage"))
}

func classParts(lo *syntax.Lowering, i int, op g.Op, extends g.ID) g.ID {
	mods := attributes(lo, i)
	id := lo.Node(i, g.Class, op, lo.Name(lo.Get(i, "name")))
	extends, rest := lo.Split(extends, g.Extends)
	lo.Append(id, extends)
	lo.Spill(rest)
	lo.Place(id, lo.Get(i, "body"))
	lo.Prepend(id, mods)
	return id
}

// classBody gives each member the decorators that stand before it.
func classBody(lo *syntax.Lowering, i int) g.ID {
	var chain, decorators syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		switch {
		case id == 0:
		case lo.Kind(id) == g.Decorator:
			lo.Add(&decorators, id)
		default:
			if k := lo.Kind(id); decorators.First != 0 && (k == g.Func || k == g.Field) {
				lo.Prepend(id, decorators.First)
				decorators = syntax.Chain{}
			}
			lo.Add(&chain, id)
		}
	})
	lo.Add(&chain, decorators.First)
	return lo.List(i, g.Block, g.Plain, chain.First)
}

func staticBlock(lo *syntax.Lowering, i int) g.ID {
	b := lo.Get(i, "body")
	if b != 0 && lo.Kind(b) == g.Block {
		lo.SetOp(b, g.Static)
	}
	return b
}

func field(lo *syntax.Lowering, i int) g.ID {
	mods := attributes(lo, i)
	name := lo.Join(lo.Get(i, "property"), lo.Get(i, "name"))
	id := lo.Node(i, g.Field, g.Plain, name, lo.Get(i, "type"), lo.Get(i, "value"))
	lo.Prepend(id, mods)
	return id
}
