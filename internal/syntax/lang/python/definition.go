package python

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func decorated(lo *syntax.Lowering, i int) g.ID {
	id := lo.Get(i, "definition")
	decorators := lo.Of(i, "decorator")
	if id == 0 || lo.Next(id) != 0 {
		return lo.Join(decorators, id)
	}
	lo.Prepend(id, decorators)
	return id
}

func function(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Attrs(i, "async"), lo.Get(i, "type_parameters"))
	id := lo.Node(i, g.Func, g.Plain, lo.Get(i, "name"), lo.Get(i, "parameters"), lo.Get(i, "return_type"), lo.Get(i, "body"))
	lo.Prepend(id, mods)
	return id
}

func lambda(lo *syntax.Lowering, i int) g.ID {
	body := lo.Get(i, "body")
	if body != 0 && lo.Next(body) == 0 {
		body = lo.Over(body, body, g.Block, g.Implicit, lo.Over(body, body, g.Return, g.Implicit, body))
	}
	params := lo.Get(i, "parameters")
	if params == 0 {
		at := lo.Flat(i).Start + uint32(len("lambda"))
		params = lo.At(at, at, g.Params, g.Plain)
	}
	return lo.Node(i, g.Lambda, g.Plain, 0, params, 0, body)
}

func parameters(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		if id != 0 && lo.Kind(id) != g.Param && lo.Kind(id) != g.Error {
			id = parameter(lo, c, id, 0)
		}
		lo.Add(&chain, id)
	})
	return lo.List(i, g.Params, g.Plain, chain.First)
}

// parameter is a name, *name or **name.
func parameter(lo *syntax.Lowering, c int, id, typ g.ID) g.ID {
	op := g.Plain
	if lo.Kind(id) == g.Spread {
		op = g.Rest
		if lo.OpOf(id) == g.Double {
			op = g.Double
		}
		if inner := lo.First(id); inner != 0 && lo.Next(inner) == 0 {
			id = inner
		}
	}
	return lo.Node(c, g.Param, op, id, typ, 0)
}

func typedParameter(lo *syntax.Lowering, i int) g.ID {
	typ := lo.Get(i, "type")
	if name := lo.Next1(i); name != 0 {
		return parameter(lo, i, name, typ)
	}
	return lo.Node(i, g.Param, g.Plain, 0, typ, 0)
}

func class(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Get(i, "type_parameters")
	id := lo.Node(i, g.Class, g.Plain, lo.Get(i, "name"))
	if bases := lo.Get(i, "superclasses"); bases != 0 {
		if lo.Kind(bases) == g.Args {
			lo.SetKind(bases, g.Extends)
		}
		lo.Append(id, bases)
	}
	lo.Place(id, lo.Get(i, "body"))
	lo.Prepend(id, mods)
	return id
}

func alias(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "left")
	var mods g.ID
	if name != 0 && lo.Kind(name) == g.TypeApply { // type Pair[T] = …
		base := lo.First(name)
		if args := lo.Cut(base); args != 0 {
			mods = lo.Over(args, lo.Tail(args), g.TypeParams, g.Plain)
			lo.SetChildren(mods, args)
		}
		name = base
	}
	id := lo.Node(i, g.TypeDef, g.Alias, lo.Name(name), lo.Get(i, "right"))
	lo.Prepend(id, mods)
	return id
}
