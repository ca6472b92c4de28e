package bash

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// several is the one expression that a condition is, or a block of the commands of which the last decides.
func several(lo *syntax.Lowering, chain g.ID) g.ID {
	if chain == 0 || lo.Next(chain) == 0 {
		return chain
	}
	return lo.Body(lo.Statements(chain))
}

// rest is the block of all children but the alternatives.
func rest(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	lo.Children(i, func(c int) {
		if s := lo.Symbol(c); s != "elif_clause" && s != "else_clause" {
			lo.Add(&chain, lo.Take(c))
		}
	})
	if chain.First == 0 {
		return 0
	}
	return lo.Body(lo.Statements(chain.First))
}

// ifStatement hangs each elif into the else of the one before.
func ifStatement(lo *syntax.Lowering, i int) g.ID {
	condition := several(lo, lo.Get(i, "condition"))
	id := lo.Node(i, g.If, g.Plain, condition, rest(lo, i), 0)
	last := id
	for alternative := lo.OfAny(i, "elif_clause", "else_clause"); alternative != 0; {
		next := lo.Cut(alternative)
		lo.Fill(last, 2, alternative)
		if lo.Kind(alternative) != g.If {
			lo.Spill(next)
			return id
		}
		lo.SetEnd(alternative, lo.Flat(i).End)
		last, alternative = alternative, next
	}
	return id
}

// elif is an If whose else its if statement fills in: the first command asks, the others are what it governs.
func elif(lo *syntax.Lowering, i int) g.ID {
	condition := lo.Next1(i)
	return lo.Node(i, g.If, g.Plain, condition, rest(lo, i), 0)
}

func while(lo *syntax.Lowering, i int) g.ID {
	condition := lo.Single(several(lo, lo.Get(i, "condition")))
	if lo.Has(i, "until") && condition != 0 {
		condition = lo.Over(condition, condition, g.Unary, g.Not, condition)
	}
	return lo.Node(i, g.While, g.Plain, condition, lo.Get(i, "body"))
}

func forStatement(lo *syntax.Lowering, i int) g.ID {
	name, values, body := lo.Get(i, "variable"), lo.Get(i, "value"), lo.Get(i, "body")
	if values != 0 {
		list := lo.Over(values, lo.Tail(values), g.List, g.Plain)
		lo.SetChildren(list, values)
		values = list
	}
	return lo.Node(i, g.ForEach, g.Of, name, values, body)
}

func forC(lo *syntax.Lowering, i int) g.ID {
	one := func(field string) g.ID {
		id := lo.AsTuple(lo.Get(i, field))
		if id != 0 && lo.Kind(id) == g.Tuple {
			lo.SetOp(id, g.Comma)
		}
		return id
	}
	init, condition := one("initializer"), one("condition")
	return lo.Node(i, g.For, g.Plain, init, condition, one("update"), lo.Get(i, "body"))
}

func caseStatement(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Plain, lo.Get(i, "value"))
	lo.Append(id, lo.Kids(i))
	return id
}

func caseItem(lo *syntax.Lowering, i int) g.ID {
	values := lo.Get(i, "value")
	block := rest(lo, i)
	if block == 0 {
		end := lo.Flat(i).End
		block = lo.At(end, end, g.Block, g.Implicit)
	}
	id := lo.List(i, g.Case, g.Plain, values)
	lo.Place(id, block)
	return id
}

func function(lo *syntax.Lowering, i int) g.ID {
	name, body := lo.Single(lo.Get(i, "name")), lo.Body(lo.Statements(lo.Get(i, "body")))
	redirects := lo.Get(i, "redirect")
	at := lo.Flat(i).Start
	if name != 0 {
		at = lo.EndOf(name)
		if lo.Kind(name) == g.String {
			lo.SetKind(name, g.Ident)
		}
	}
	id := lo.Node(i, g.Func, g.Plain, name, lo.At(at, at, g.Params, g.Plain), 0, body)
	if redirects != 0 && body != 0 {
		lo.Append(body, redirects)
	} else {
		lo.Spill(redirects)
	}
	return id
}
