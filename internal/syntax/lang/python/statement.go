package python

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func expressionStatement(lo *syntax.Lowering, i int) g.ID {
	value := lo.AsTuple(lo.Kids(i))
	if value != 0 && lo.Kind(value) == g.Var {
		return value
	}
	return lo.Node(i, g.ExprStmt, g.Plain, value)
}

// ifStatement hangs each elif into the else of the one before.
func ifStatement(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.If, g.Plain, lo.Get(i, "condition"), lo.Get(i, "consequence"), 0)
	last := id
	for alternative := lo.Get(i, "alternative"); alternative != 0; {
		next := lo.Cut(alternative)
		if lo.Kind(alternative) != g.If || lo.OpOf(alternative) != g.Implicit {
			lo.Fill(last, 2, lo.Join(alternative, next))
			return id
		}
		lo.SetOp(alternative, g.Plain)
		lo.SetEnd(alternative, lo.Flat(i).End)
		lo.Fill(last, 2, alternative)
		last, alternative = alternative, next
	}
	return id
}

// elif is an If whose else its if statement fills in.
func elif(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.If, g.Implicit, lo.Get(i, "condition"), lo.Get(i, "consequence"), 0)
}

func forStatement(lo *syntax.Lowering, i int) g.ID {
	op := g.Of
	if lo.Has(i, "async") {
		op = g.Async
	}
	id := lo.Node(i, g.ForEach, op, lo.Get(i, "left"), lo.Get(i, "right"), lo.Get(i, "body"))
	lo.Append(id, lo.Single(lo.Get(i, "alternative")))
	return id
}

func whileStatement(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.While, g.Plain, lo.Get(i, "condition"), lo.Get(i, "body"))
	lo.Append(id, lo.Single(lo.Get(i, "alternative")))
	return id
}

func try(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Try, g.Plain, lo.Get(i, "body"))
	lo.Append(id, lo.Kids(i))
	return id
}

func except(lo *syntax.Lowering, i int) g.ID {
	alias, value := lo.Get(i, "alias"), lo.Get(i, "value")
	body := lo.Of(i, "block")
	if value == 0 {
		return lo.Node(i, g.Catch, g.Plain, 0, body)
	}
	if lo.Kind(value) == g.Assign && lo.Next(value) == 0 { // except E as e, where the grammar makes one pattern of it
		alias = lo.First(value)
		value = lo.Cut(alias)
	}
	var chain syntax.Chain
	for value != 0 {
		next := lo.Cut(value)
		lo.Add(&chain, asType(lo, value))
		value = next
	}
	to := lo.Tail(chain.First)
	typ := chain.First
	if lo.Next(typ) != 0 {
		union := lo.Over(typ, to, g.TypeUnion, g.Plain)
		lo.SetChildren(union, typ)
		typ, to = union, union
	}
	if alias != 0 {
		to = alias
	}
	return lo.Node(i, g.Catch, g.Plain, lo.Over(typ, to, g.Param, g.Plain, alias, typ, 0), body)
}

func with(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if lo.Has(i, "async") {
		op = g.Async
	}
	body := lo.Get(i, "body")
	id := lo.List(i, g.With, op, lo.Kids(i))
	lo.Place(id, body)
	return id
}

func raise(lo *syntax.Lowering, i int) g.ID {
	cause := lo.Single(lo.Get(i, "cause"))
	return lo.List(i, g.Throw, g.Plain, lo.Next1(i), cause)
}

func assert(lo *syntax.Lowering, i int) g.ID {
	condition := lo.Next1(i)
	id := lo.Node(i, g.Assert, g.Plain, condition)
	lo.Append(id, lo.Next1(i))
	return id
}

func directive(word string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		kids := lo.Kids(i)
		id := lo.Called(i, g.Directive, g.Plain, word)
		lo.SetChildren(id, kids)
		return id
	}
}

// legacyCall is a statement of Python 2 that is a call in Python 3.
func legacyCall(name string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		n := lo.Flat(i)
		at := min(n.Start+uint32(len(name)), n.End)
		callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, at, lo.InternString(name))
		args := lo.At(at, n.End, g.Args, g.Plain)
		lo.SetChildren(args, lo.Kids(i))
		return lo.Node(i, g.ExprStmt, g.Plain, lo.Node(i, g.Call, g.Plain, callee, args))
	}
}

// importStatement gives an Import for each module.
func importStatement(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	for item := lo.Get(i, "name"); item != 0; {
		next := lo.Cut(item)
		if lo.Kind(item) == g.ImportItem {
			name := lo.First(item)
			alias := lo.Cut(name)
			id := lo.Over(item, item, g.Import, g.Plain, name)
			lo.Append(id, lo.Over(alias, lo.Tail(alias), g.ImportItem, g.Namespace, 0, alias))
			item = id
		} else {
			item = lo.Over(item, item, g.Import, g.Plain, item)
		}
		lo.Add(&chain, item)
		item = next
	}
	if c := chain.First; c != 0 && lo.Next(c) == 0 && lo.Kind(c) == g.Import {
		lo.SetStart(c, lo.Flat(i).Start)
		lo.SetEnd(c, lo.Flat(i).End)
	}
	return chain.First
}

func importFrom(lo *syntax.Lowering, i int) g.ID {
	source := lo.Get(i, "module_name")
	if lo.Symbol(i) == "future_import_statement" {
		if t := lo.Token(i, "__future__"); t != 0 {
			source = lo.Word(t, g.Ident, g.Plain)
		}
	}
	var items syntax.Chain
	lo.Children(i, func(c int) {
		n := lo.Take(c)
		if n != 0 && lo.Kind(n) == g.Ident {
			n = lo.Node(c, g.ImportItem, g.Plain, n, 0)
		}
		lo.Add(&items, n)
	})
	id := lo.Node(i, g.Import, g.From, source)
	lo.Append(id, items.First)
	return id
}

func match(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Match, lo.AsTuple(lo.Get(i, "subject")))
	body := lo.Get(i, "body")
	if body != 0 && lo.Kind(body) == g.Block {
		body = lo.Join(lo.First(body), lo.Next(body))
	}
	lo.Append(id, body)
	return id
}

func caseClause(lo *syntax.Lowering, i int) g.ID {
	body, guard := lo.Get(i, "consequence"), lo.Get(i, "guard")
	patterns := lo.Join(lo.Kids(i), guard)
	if patterns == 0 { // case _
		return lo.Node(i, g.Default, g.Plain, body)
	}
	id := lo.List(i, g.Case, g.Match, patterns)
	lo.Place(id, body)
	return id
}

// dictPattern pairs keys with what follows them.
func dictPattern(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	var key g.ID
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		switch {
		case id == 0:
		case key != 0:
			lo.Add(&chain, lo.Over(key, id, g.Pair, g.Computed, key, id))
			key = 0
		case lo.Kind(id) == g.Spread || lo.Kind(id) == g.Error:
			lo.Add(&chain, id)
		default:
			key = id
		}
	})
	lo.Add(&chain, key)
	return lo.List(i, g.Destructure, g.DictOf, chain.First)
}
