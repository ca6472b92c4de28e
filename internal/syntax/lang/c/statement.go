package c

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func expressionStatement(lo *syntax.Lowering, i int) g.ID {
	value := lo.Next1(i)
	if value == 0 { // ; alone
		return 0
	}
	return lo.Node(i, g.ExprStmt, g.Plain, value)
}

// bare is the expression or the declaration of a header's statement.
func bare(lo *syntax.Lowering, id g.ID) g.ID {
	if id != 0 && lo.Kind(id) == g.ExprStmt && lo.Next(id) == 0 {
		return lo.First(id)
	}
	return lo.AsOne(id)
}

func forStatement(lo *syntax.Lowering, i int) g.ID {
	init, condition, update := bare(lo, lo.Get(i, "initializer")), lo.Get(i, "condition"), lo.Get(i, "update")
	return lo.Node(i, g.For, g.Plain, init, condition, update, lo.GetBody(i, "body"))
}

// switchStatement has what is in its block as its cases; statements before the first case are never reached.
func switchStatement(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Fall, lo.Get(i, "condition"))
	body := lo.Single(lo.Get(i, "body"))
	if body != 0 && lo.Kind(body) == g.Block {
		body = lo.First(body)
	}
	lo.Append(id, body)
	return id
}

func caseStatement(lo *syntax.Lowering, i int) g.ID {
	value := lo.Single(lo.Get(i, "value"))
	if lo.Has(i, "default") {
		return lo.Node(i, g.Default, g.Plain, lo.Rest(i))
	}
	return lo.Node(i, g.Case, g.Plain, value, lo.Rest(i))
}

func labeled(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "label")
	return lo.Node(i, g.Label, g.Plain, name, lo.AsOne(lo.Kids(i)))
}

// attributed has its attributes behind it.
func attributed(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "attribute_declaration")
	return lo.Join(lo.Kids(i), mods)
}

func try(lo *syntax.Lowering, i int) g.ID {
	first, body := lo.Of(i, "field_initializer_list"), lo.Single(lo.Get(i, "body"))
	if body != 0 && first != 0 {
		lo.Prepend(body, first)
		first = 0
	}
	id := lo.Node(i, g.Try, g.Plain, body)
	lo.Append(id, lo.Join(first, lo.Kids(i)))
	return id
}

// except has the condition under which it handles as the If at the head of its block.
func except(lo *syntax.Lowering, i int) g.ID {
	filter, body := lo.Single(lo.Get(i, "filter")), lo.Single(lo.Get(i, "body"))
	if filter != 0 && body != 0 && lo.Kind(body) == g.Block {
		lo.Prepend(body, lo.Over(filter, filter, g.If, g.Plain, filter, 0, 0))
	} else {
		lo.Spill(filter)
	}
	return lo.Node(i, g.Catch, g.Plain, 0, body)
}
