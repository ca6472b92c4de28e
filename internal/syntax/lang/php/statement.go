package php

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// expressionStatement is a call of echo behind <?=.
func expressionStatement(lo *syntax.Lowering, i int) g.ID {
	value := lo.Next1(i)
	if value != 0 && lo.Kind(value) == g.Throw {
		return value
	}
	n := lo.Flat(i)
	before := lo.Source[max(0, int(n.Start)-200):n.Start]
	if value != 0 && bytes.HasSuffix(bytes.TrimRight(before, " \t\r\n"), []byte("<?=")) {
		args := lo.Over(value, value, g.Args, g.Plain, value)
		callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, n.Start, lo.InternString("echo"))
		value = lo.Over(value, value, g.Call, g.Plain, callee, args)
	}
	return lo.Node(i, g.ExprStmt, g.Plain, value)
}

// called is a statement that is the call of its word.
func called(word string) syntax.Rule {
	rule := syntax.CallOf(word)
	return func(lo *syntax.Lowering, i int) g.ID {
		id := rule(lo, i)
		if c := i + 1; c < i+int(lo.Flat(i).Size) && bytes.EqualFold(lo.Text(c), []byte("die")) {
			lo.SetRef(lo.First(id), lo.InternString("die"))
		}
		return lo.Node(i, g.ExprStmt, g.Plain, id)
	}
}

// ifStatement hangs each elseif into the else of the one before.
func ifStatement(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.If, g.Plain, lo.Get(i, "condition"), lo.GetBody(i, "body"), 0)
	last := id
	for alternative := lo.Get(i, "alternative"); alternative != 0; {
		next := lo.Cut(alternative)
		if lo.Kind(alternative) != g.If || lo.OpOf(alternative) != g.Implicit {
			if lo.Kind(alternative) != g.If || next != 0 {
				alternative = lo.Body(lo.Join(alternative, next))
			}
			lo.Fill(last, 2, alternative)
			return id
		}
		lo.SetOp(alternative, g.Plain)
		lo.SetEnd(alternative, lo.Flat(i).End)
		lo.Fill(last, 2, alternative)
		last, alternative = alternative, next
	}
	return id
}

// elseIf is an If whose else its if statement fills in.
func elseIf(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.If, g.Implicit, lo.Get(i, "condition"), lo.GetBody(i, "body"), 0)
}

func forStatement(lo *syntax.Lowering, i int) g.ID {
	several := func(id g.ID) g.ID {
		if id = lo.AsTuple(id); id != 0 && lo.Kind(id) == g.Tuple {
			lo.SetOp(id, g.Comma)
		}
		return id
	}
	init, condition := several(lo.Get(i, "initialize")), several(lo.Get(i, "condition"))
	return lo.Node(i, g.For, g.Plain, init, condition, several(lo.Get(i, "update")), lo.GetBody(i, "body"))
}

// forEach has a Tuple of key and value as its target where it wants both.
func forEach(lo *syntax.Lowering, i int) g.ID {
	body := lo.GetBody(i, "body")
	source := lo.Next1(i)
	return lo.Node(i, g.ForEach, g.Of, lo.Next1(i), source, body)
}

func switchStatement(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Fall, lo.Get(i, "condition"))
	lo.Append(id, lo.Get(i, "body"))
	return id
}

func caseStatement(lo *syntax.Lowering, i int) g.ID {
	value := lo.Get(i, "value")
	if lo.Symbol(i) == "default_statement" {
		return lo.Node(i, g.Default, g.Plain, lo.Rest(i))
	}
	return lo.Node(i, g.Case, g.Plain, value, lo.Rest(i))
}

func try(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Try, g.Plain, lo.Get(i, "body"))
	lo.Append(id, lo.Kids(i))
	return id
}

func catch(lo *syntax.Lowering, i int) g.ID {
	typ, name := lo.Single(lo.Get(i, "type")), lo.Single(lo.Get(i, "name"))
	body := lo.Get(i, "body")
	var param g.ID
	if typ != 0 {
		to := typ
		if name != 0 {
			to = name
		}
		param = lo.Over(typ, to, g.Param, g.Plain, name, typ, 0)
	}
	return lo.Node(i, g.Catch, g.Plain, param, body)
}

// declare is ticks=1 or strict_types=1.
func declare(lo *syntax.Lowering, i int) g.ID {
	c := i + 1
	return lo.Node(i, g.Assign, g.Plain, lo.Word(c, g.Ident, g.Plain), lo.Next1(i))
}

func static(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Attrs(i, "static")
	return lo.Shared(i, lo.Kids(i), mods)
}

var modifiers = []string{
	"abstract_modifier", "final_modifier", "readonly_modifier", "static_modifier", "var_modifier", "visibility_modifier",
}

// before are the attributes and words in front of a definition.
func before(lo *syntax.Lowering, i int) g.ID {
	return lo.Join(lo.Get(i, "attributes"), lo.OfAny(i, modifiers...))
}

// constants gives a Var for each, which the body of a class makes a Field.
func constants(lo *syntax.Lowering, i int) g.ID {
	mods, typ := lo.Join(before(lo, i), lo.Attrs(i, "const")), lo.Single(lo.Get(i, "type"))
	chain := lo.Kids(i)
	typed(lo, chain, typ, g.Var)
	return lo.Shared(i, chain, mods)
}

// typed gives each definition of a kind the one type of all.
func typed(lo *syntax.Lowering, chain, typ g.ID, k g.Kind) {
	for v := chain; v != 0 && typ != 0; v = lo.Next(v) {
		if lo.Kind(v) != k {
			continue
		}
		again := lo.Copy(typ)
		start, end := lo.Span(v)
		lo.Fill(v, 1, typ)
		lo.SetStart(v, start)
		lo.SetEnd(v, end)
		typ = again
	}
}

func constant(lo *syntax.Lowering, i int) g.ID {
	name := lo.Next1(i)
	return lo.Node(i, g.Var, g.Plain, name, 0, lo.Next1(i))
}
