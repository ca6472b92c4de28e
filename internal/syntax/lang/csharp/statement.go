package csharp

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// variables gives a Var for each declarator, all of one type.
func variables(lo *syntax.Lowering, i int) g.ID {
	typ := lo.AsType(lo.Get(i, "type"))
	vars := lo.Kids(i)
	first := true
	for v := vars; v != 0; v = lo.Next(v) {
		if lo.Kind(v) != g.Var {
			continue
		}
		if first {
			again := lo.Copy(typ)
			lo.Fill(v, 1, typ)
			first, typ = false, again
			continue
		}
		start, end := lo.Span(v)
		lo.Fill(v, 1, lo.Copy(typ))
		lo.SetStart(v, start)
		lo.SetEnd(v, end)
	}
	if first {
		return lo.Join(typ, vars)
	}
	return vars
}

func declarator(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "name")
	if name == 0 {
		name = lo.Of(i, "tuple_pattern")
	}
	size := lo.Of(i, "bracketed_argument_list")
	id := lo.Node(i, g.Var, g.Plain, name, 0, lo.Next1(i))
	lo.Spill(size)
	return id
}

func local(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Attrs(i, "await", "using"), lo.Of(i, "modifier"))
	return lo.Shared(i, lo.Kids(i), mods)
}

func forStatement(lo *syntax.Lowering, i int) g.ID {
	several := func(id g.ID) g.ID {
		if id == 0 || lo.Kind(id) == g.Var {
			return lo.AsOne(id)
		}
		if id = lo.AsTuple(id); lo.Kind(id) == g.Tuple {
			lo.SetOp(id, g.Comma)
		}
		return id
	}
	init, condition := several(lo.Get(i, "initializer")), lo.Get(i, "condition")
	return lo.Node(i, g.For, g.Plain, init, condition, several(lo.Get(i, "update")), lo.GetBody(i, "body"))
}

func forEach(lo *syntax.Lowering, i int) g.ID {
	op := g.Of
	if lo.Has(i, "await") {
		op = g.Async
	}
	typ, target := lo.AsType(lo.Get(i, "type")), lo.Single(lo.Get(i, "left"))
	if typ != 0 && target != 0 {
		target = lo.Over(typ, target, g.Var, g.Plain, target, typ, 0)
	}
	return lo.Node(i, g.ForEach, op, target, lo.Get(i, "right"), lo.GetBody(i, "body"))
}

func switchStatement(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Fall, lo.Get(i, "value"))
	lo.Append(id, lo.Get(i, "body"))
	return id
}

// section is one label with what follows it; of two labels in a row the first has an empty block.
func section(lo *syntax.Lowering, i int) g.ID {
	if lo.Has(i, "default") {
		return lo.Node(i, g.Default, g.Plain, lo.Rest(i))
	}
	var heads, statements syntax.Chain
	behind := false
	lo.Children(i, func(c int) {
		if !lo.Flat(c).Named() && lo.Symbol(c) == ":" {
			behind = true
		}
		if behind {
			lo.Add(&statements, lo.Take(c))
		} else {
			lo.Add(&heads, lo.Take(c))
		}
	})
	end := lo.Flat(i).End
	block := lo.At(end, end, g.Block, g.Implicit)
	if statements.First != 0 {
		block = lo.Over(statements.First, lo.Tail(statements.First), g.Block, g.Implicit)
		lo.SetChildren(block, statements.First)
	}
	return lo.List(i, g.Case, g.Plain, heads.First, block)
}

func switchExpression(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Match, lo.Next1(i))
	lo.Append(id, lo.Kids(i))
	return id
}

// arm is pattern when guard => value.
func arm(lo *syntax.Lowering, i int) g.ID {
	guard := lo.Of(i, "when_clause")
	pattern := lo.Next1(i)
	body := lo.Stated(lo.Next1(i))
	if pattern != 0 && guard == 0 && lo.Kind(pattern) == g.Ident && lo.String(lo.Ref(pattern)) == "_" {
		return lo.Node(i, g.Default, g.Plain, body)
	}
	id := lo.List(i, g.Case, g.Match, lo.Join(pattern, guard))
	lo.Place(id, body)
	return id
}

func yield(lo *syntax.Lowering, i int) g.ID {
	if lo.Has(i, "break") {
		return lo.List(i, g.Return, g.Plain)
	}
	return lo.Node(i, g.ExprStmt, g.Plain, lo.List(i, g.Yield, g.Plain, lo.Next1(i)))
}

func try(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Try, g.Plain, lo.Get(i, "body"))
	lo.Append(id, lo.Kids(i))
	return id
}

// catch has its filter at the head of its block, as an If around nothing.
func catch(lo *syntax.Lowering, i int) g.ID {
	body := lo.Single(lo.Get(i, "body"))
	filter := lo.Of(i, "catch_filter_clause")
	if body != 0 && lo.Kind(body) == g.Block {
		lo.Prepend(body, filter)
	} else {
		lo.Spill(filter)
	}
	return lo.Node(i, g.Catch, g.Plain, lo.Of(i, "catch_declaration"), body)
}

func catchDeclaration(lo *syntax.Lowering, i int) g.ID {
	typ := lo.AsType(lo.Get(i, "type"))
	return lo.Node(i, g.Param, g.Plain, lo.Get(i, "name"), typ, 0)
}

// opened is using (…), fixed (…) or lock (…) with a statement.
func opened(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		with := op
		if lo.Has(i, "await") {
			with = g.Async
		}
		body := lo.Get(i, "body")
		var items syntax.Chain
		last := 0
		lo.Children(i, func(c int) {
			if lo.Flat(c).Named() && !lo.Flat(c).Extra() {
				last = c
			}
		})
		lo.Children(i, func(c int) {
			if body == 0 && c == last {
				body = lo.Take(c)
				return
			}
			lo.Add(&items, lo.Take(c))
		})
		id := lo.List(i, g.With, with, items.First)
		lo.Place(id, lo.Body(body))
		return id
	}
}

// using is a namespace whose names all come in, a static class whose members do, or another name for something.
func using(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "name")
	op := g.Plain
	if lo.Has(i, "static") {
		op = g.Static
	}
	source := lo.AsPath(lo.Next1(i))
	id := lo.Node(i, g.Import, op, source)
	if name != 0 {
		lo.Append(id, lo.Over(name, name, g.ImportItem, g.Namespace, 0, name))
		return id
	}
	at := lo.Flat(i).End
	lo.Append(id, lo.At(at, at, g.ImportItem, g.Wildcard, 0, 0))
	return id
}

// conditional is what stands between #if or #elif and what ends it, whether it holds or not, behind the condition itself.
func conditional(lo *syntax.Lowering, i int) g.ID {
	c := lo.Child(i, "condition")
	condition := lo.Get(i, "condition")
	if condition == 0 {
		return lo.Kids(i)
	}
	id := lo.Called(c, g.Directive, g.Plain, "#if")
	lo.SetChildren(id, condition)
	kids := lo.Kids(i)
	if kids != 0 && lo.Kind(kids).Expression() { // where one expression has place
		return lo.Join(kids, id)
	}
	if kids != 0 && lo.Kind(kids) == g.Decorator {
		lo.Spill(id)
		return kids
	}
	return lo.Join(id, kids)
}

// query is from x in xs where c select r: a comprehension.
func query(lo *syntax.Lowering, i int) g.ID {
	result := 0
	lo.Children(i, func(c int) {
		if s := lo.Symbol(c); s == "select_clause" || s == "group_clause" {
			result = c
		}
	})
	var value g.ID
	if result != 0 {
		value = lo.Take(result)
	}
	id := lo.Node(i, g.Comprehension, g.Generator, value)
	lo.Append(id, lo.Kids(i))
	return id
}

func from(lo *syntax.Lowering, i int) g.ID {
	typ, name := lo.AsType(lo.Get(i, "type")), lo.Single(lo.Get(i, "name"))
	if typ != 0 && name != 0 {
		name = lo.Over(typ, name, g.Var, g.Plain, name, typ, 0)
	}
	return lo.Node(i, g.ForEach, g.Of, name, lo.Next1(i), 0)
}

// join is a second source whose elements are compared with the first's.
func join(lo *syntax.Lowering, i int) g.ID {
	into, typ := lo.Of(i, "join_into_clause"), lo.AsType(lo.Get(i, "type"))
	name := lo.Next1(i)
	if typ != 0 && name != 0 {
		name = lo.Over(typ, name, g.Var, g.Plain, name, typ, 0)
	}
	id := lo.Node(i, g.ForEach, g.Of, name, lo.Next1(i), 0)
	left, right := lo.Next1(i), lo.Next1(i)
	if left == 0 || right == 0 {
		lo.Spill(lo.Join(left, right))
		return lo.Join(id, into)
	}
	lo.SetEnd(id, max(lo.StartOf(left), lo.StartOf(id)))
	return lo.Join(id, lo.Over(left, right, g.If, g.Plain, lo.Over(left, right, g.Binary, g.Eq, left, right), 0, 0), into)
}

func group(lo *syntax.Lowering, i int) g.ID { return lo.AsTuple(lo.Kids(i)) }

func declarationPattern(lo *syntax.Lowering, i int) g.ID {
	typ := lo.AsType(lo.Get(i, "type"))
	name := lo.Get(i, "name")
	if name == 0 {
		name = lo.Next1(i)
	}
	return lo.Node(i, g.Param, g.Plain, name, typ, 0)
}

func varPattern(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "name")
	if name == 0 {
		name = lo.Next1(i)
	}
	return lo.Node(i, g.Param, g.Plain, name, 0, 0)
}

func relational(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Binary, lo.Prefixed(i), 0, lo.Next1(i))
}

// recursive is T(a, b) { C: c } name.
func recursive(lo *syntax.Lowering, i int) g.ID {
	typ, name := lo.AsType(lo.Get(i, "type")), lo.Get(i, "name")
	return lo.List(i, g.Destructure, g.Record, typ, lo.Kids(i), name)
}

func subpattern(lo *syntax.Lowering, i int) g.ID {
	if !lo.Has(i, ":") {
		return lo.Kids(i)
	}
	key := lo.Next1(i)
	return lo.Node(i, g.Pair, g.Plain, key, lo.Next1(i))
}
