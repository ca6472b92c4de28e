package javascript

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func expressionStatement(lo *syntax.Lowering, i int) g.ID {
	value := lo.Next1(i)
	if value != 0 && lo.Kind(value) == g.Class && lo.OpOf(value) == g.Namespace { // an expression to the grammar
		return value
	}
	return lo.Node(i, g.ExprStmt, g.Plain, value)
}

// variables gives a Var for each declarator. The first one begins with the statement; what they share is repeated.
func variables(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Attrs(i, "var", "let", "const", "using", "await")
	vars := lo.Kids(i)
	first := true
	for v := vars; v != 0; v = lo.Next(v) {
		if lo.Kind(v) != g.Var {
			continue
		}
		if first {
			again := lo.Copy(mods)
			lo.Prepend(v, mods)
			first, mods = false, again
			if lo.Next(v) == 0 {
				lo.SetEnd(v, lo.Flat(i).End)
			}
			continue
		}
		start, _ := lo.Span(v)
		lo.Prepend(v, lo.Copy(mods))
		lo.SetStart(v, start)
	}
	return vars
}

func forStatement(lo *syntax.Lowering, i int) g.ID {
	bare := func(id g.ID) g.ID { // the header's parts are no statements
		if id != 0 && lo.Kind(id) == g.ExprStmt && lo.Next(id) == 0 {
			return lo.First(id)
		}
		return lo.AsOne(id)
	}
	return lo.Node(i, g.For, g.Plain, bare(lo.Get(i, "initializer")), bare(lo.Get(i, "condition")), bare(lo.Get(i, "increment")), lo.GetBody(i, "body"))
}

func forIn(lo *syntax.Lowering, i int) g.ID {
	op := g.In
	switch {
	case lo.Has(i, "await"):
		op = g.Async
	case lo.OpIn(i, "operator") != g.In:
		op = g.Of
	}
	target, value := lo.Get(i, "left"), lo.Get(i, "value")
	if kind := lo.Attrs(i, "var", "let", "const", "using"); kind != 0 && target != 0 {
		v := lo.Over(target, target, g.Var, g.Plain, target, 0, value)
		if value != 0 {
			_, end := lo.Span(value)
			lo.SetEnd(v, end)
		}
		lo.Prepend(v, kind)
		target = v
	}
	return lo.Node(i, g.ForEach, op, target, lo.Get(i, "right"), lo.GetBody(i, "body"))
}

func switchStatement(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Fall, lo.Get(i, "value"))
	lo.Append(id, lo.Get(i, "body"))
	return id
}

// caseBlock is the block of a case's statements, behind its colon.
func caseBlock(lo *syntax.Lowering, i int) g.ID {
	end := lo.Flat(i).End
	b := lo.Get(i, "body")
	start := end
	if b != 0 {
		start, _ = lo.Span(b)
	}
	block := lo.At(start, end, g.Block, g.Implicit)
	lo.SetChildren(block, b)
	return block
}

func switchCase(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Case, g.Plain, lo.Get(i, "value"), caseBlock(lo, i))
}

func switchDefault(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Default, g.Plain, caseBlock(lo, i))
}

func tryStatement(lo *syntax.Lowering, i int) g.ID {
	b := lo.Get(i, "body")
	id := lo.Node(i, g.Try, g.Plain, b)
	lo.Append(id, lo.Join(lo.Get(i, "handler"), lo.Get(i, "finalizer")))
	return id
}

func catch(lo *syntax.Lowering, i int) g.ID {
	p := lo.Get(i, "parameter")
	if p != 0 {
		typ := lo.Get(i, "type")
		to := p
		if typ != 0 {
			to = typ
		}
		p = lo.Over(p, to, g.Param, g.Plain, p, typ, 0)
	}
	return lo.Node(i, g.Catch, g.Plain, p, lo.Get(i, "body"))
}

func with(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.With, g.Plain, lo.Get(i, "object"), lo.GetBody(i, "body"))
}

func debugger(lo *syntax.Lowering, i int) g.ID { return lo.Called(i, g.Directive, g.Plain, "debugger") }

func importStatement(lo *syntax.Lowering, i int) g.ID {
	source := lo.Get(i, "source")
	clause := lo.Kids(i)
	op := g.From
	switch {
	case source == 0 && clause != 0 && lo.Kind(clause) == g.Import: // TypeScript's import x = require('y')
		lo.SetStart(clause, lo.Flat(i).Start)
		lo.SetEnd(clause, lo.Flat(i).End)
		return clause
	case clause == 0:
		op = g.Side
	case lo.Has(i, "type") || lo.Has(i, "typeof"):
		op = g.TypeOnly
	}
	return importOf(lo, i, op, source, clause)
}

// importOf is an Import with its source in the first place, wherever the text has it.
func importOf(lo *syntax.Lowering, i int, op g.Op, source, items g.ID) g.ID {
	id := lo.Node(i, g.Import, op, source)
	lo.Append(id, items)
	return id
}

func importClause(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		if id != 0 && lo.Symbol(c) == "identifier" {
			id = lo.Node(c, g.ImportItem, g.DefaultName, 0, id)
		}
		lo.Add(&chain, id)
	})
	return chain.First
}

func namespaceItem(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.ImportItem, g.Namespace, 0, lo.Next1(i))
}

func export(lo *syntax.Lowering, i int) g.ID {
	decorators := lo.Get(i, "decorator")
	words := lo.Attrs(i, "export", "default")
	if declared := lo.Get(i, "declaration"); declared != 0 {
		again := lo.Copy(words)
		lo.Prepend(declared, lo.Join(decorators, words))
		for v := lo.Next(declared); v != 0; v = lo.Next(v) { // the others of export const a = 1, b = 2
			start, _ := lo.Span(v)
			lo.Prepend(v, lo.Copy(again))
			lo.SetStart(v, start)
		}
		return declared
	}
	if value := lo.Get(i, "value"); value != 0 {
		id := lo.Called(i, g.Directive, g.Plain, "export default")
		lo.SetChildren(id, lo.Join(decorators, value))
		return id
	}
	source := lo.Get(i, "source")
	switch {
	case lo.Has(i, "="):
		id := lo.Called(i, g.Directive, g.Plain, "export =")
		lo.SetChildren(id, lo.Kids(i))
		return id
	case lo.Has(i, "as"): // export as namespace N
		id := lo.Called(i, g.Directive, g.Plain, "export as namespace")
		lo.SetChildren(id, lo.Kids(i))
		return id
	}
	items := lo.Kids(i)
	if star := lo.Token(i, "*"); star != 0 && items == 0 {
		items = lo.Node(star, g.ImportItem, g.Wildcard, 0, 0)
	}
	return importOf(lo, i, g.Export, source, items)
}
