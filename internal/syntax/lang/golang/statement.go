package golang

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func ifStatement(lo *syntax.Lowering, i int) g.ID {
	init := lo.Get(i, "initializer")
	id := syntax.If(lo, i)
	if init != 0 {
		lo.Begin(id, lo.EndOf(init))
	}
	return lo.WithInit(i, init, id)
}

// bare is the expression of a header's statement.
func bare(lo *syntax.Lowering, id g.ID) g.ID {
	if id != 0 && lo.Kind(id) == g.ExprStmt && lo.Next(id) == 0 {
		return lo.First(id)
	}
	return id
}

// forStatement adds the body to what the clause is.
func forStatement(lo *syntax.Lowering, i int) g.ID {
	body := lo.Get(i, "body")
	clause := lo.Next1(i)
	switch {
	case clause == 0:
		return lo.Node(i, g.For, g.Plain, 0, 0, 0, body)
	case lo.Kind(clause) == g.For || lo.Kind(clause) == g.ForEach:
		lo.SetStart(clause, lo.Flat(i).Start)
		parts := 3
		if lo.Kind(clause) == g.ForEach {
			parts = 2
		}
		lo.Fill(clause, parts, body)
		lo.SetEnd(clause, lo.Flat(i).End)
		return clause
	}
	return lo.Node(i, g.While, g.Plain, clause, body)
}

func forClause(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.For, g.Plain, bare(lo, lo.Get(i, "initializer")), lo.Get(i, "condition"), bare(lo, lo.Get(i, "update")), 0)
}

func rangeClause(lo *syntax.Lowering, i int) g.ID {
	op := g.Of
	if lo.Has(i, ":=") {
		op = g.Declare
	}
	return lo.Node(i, g.ForEach, op, lo.Get(i, "left"), lo.Get(i, "right"), 0)
}

func switchOn(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		init := lo.Get(i, "initializer")
		subject := lo.Get(i, "value")
		if alias := lo.Get(i, "alias"); alias != 0 {
			subject = lo.Over(alias, subject, g.Assign, g.Declare, alias, subject)
		}
		id := lo.Node(i, g.Switch, op, subject)
		if init != 0 {
			lo.Begin(id, lo.EndOf(init))
		}
		lo.Append(id, lo.Kids(i))
		return lo.WithInit(i, init, id)
	}
}

// statements is the block behind a case's colon.
func statements(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	start, end := lo.Flat(i).End, lo.Flat(i).End
	if chain != 0 {
		start, _ = lo.Span(chain)
	}
	block := lo.At(start, end, g.Block, g.Implicit)
	lo.SetChildren(block, chain)
	return block
}

func caseOf(field string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		patterns := lo.Get(i, field)
		if patterns != 0 && lo.Kind(patterns) == g.Tuple && field == "value" {
			patterns = lo.Join(lo.First(patterns), lo.Next(patterns))
		}
		id := lo.List(i, g.Case, g.Plain, patterns)
		lo.Place(id, statements(lo, i))
		return id
	}
}

func defaultCase(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Default, g.Plain, statements(lo, i))
}

func labeled(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "label")
	return lo.Node(i, g.Label, g.Plain, name, lo.Next1(i))
}
