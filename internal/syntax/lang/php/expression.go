package php

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// name may be an expression in braces, where a constant's name is known only when it runs.
func name(lo *syntax.Lowering, i int) g.ID {
	if lo.Flat(i).Size > 1 {
		return lo.Kids(i)
	}
	return lo.Word(i, g.Ident, g.Plain)
}

func variable(lo *syntax.Lowering, i int) g.ID {
	lo.Kids(i)
	if string(lo.Text(i)) == "$this" {
		return lo.List(i, g.This, g.Plain)
	}
	return lo.Word(i, g.Ident, g.Plain)
}

// path is a\b\c as the Member chain of its names; a leading \ says nothing.
func path(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	if t := lo.Token(i, "namespace"); t != 0 {
		chain = lo.Join(lo.Word(t, g.Ident, g.Plain), chain)
	}
	var id g.ID
	for chain != 0 {
		part := chain
		chain = lo.Cut(part)
		switch {
		case lo.Kind(part) == g.Error:
			lo.Spill(part)
		case id == 0:
			id = part
		default:
			id = lo.Over(id, part, g.Member, g.Plain, id, part)
		}
	}
	return id
}

// scope is self, static or parent.
func scope(lo *syntax.Lowering, i int) g.ID {
	if bytes.EqualFold(lo.Text(i), []byte("parent")) {
		return lo.List(i, g.Super, g.Plain)
	}
	return lo.Word(i, g.Ident, g.Plain)
}

func boolean(lo *syntax.Lowering, i int) g.ID {
	if bytes.EqualFold(lo.Text(i), []byte("true")) {
		return lo.List(i, g.Bool, g.True)
	}
	return lo.List(i, g.Bool, g.False)
}

func text(op g.Op, escapes syntax.Escapes) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		start, end := lo.Inside(i)
		return lo.Pieces(i, op, start, end, escapes)
	}
}

// body is what stands between a heredoc's words, behind the first line break.
func body(escapes syntax.Escapes) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		n := lo.Flat(i)
		start := n.Start
		if start < n.End && lo.Source[start] == '\r' {
			start++
		}
		if start < n.End && lo.Source[start] == '\n' {
			start++
		}
		return lo.Pieces(i, g.Raw, start, n.End, escapes)
	}
}

// shell is `…`, which is a call of shell_exec.
func shell(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	start, end := lo.Inside(i)
	command := lo.Pieces(i, g.Plain, start, end, syntax.DollarEscapes)
	callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, n.Start, lo.InternString("shell_exec"))
	return lo.Node(i, g.Call, g.Tagged, callee, lo.Node(i, g.Args, g.Plain, command))
}

// named is object->name; a name that is known only when it runs is an index.
func named(lo *syntax.Lowering, i int, op g.Op, field string) g.ID {
	object, name := lo.Single(lo.Get(i, field)), lo.Single(lo.Get(i, "name"))
	to := name
	if to == 0 {
		to = object
	}
	if object == 0 || to == 0 {
		return lo.Join(object, name)
	}
	if c := lo.Child(i, "name"); c != 0 && lo.Symbol(c) != "name" {
		return lo.Over(object, to, g.Index, op, object, name)
	}
	return lo.Over(object, to, g.Member, op, object, name)
}

// classConstant is A::B, or A::{expression}.
func classConstant(lo *syntax.Lowering, i int) g.ID {
	k := g.Member
	lo.Children(i, func(c int) {
		if n := lo.Flat(c); c > i+1 && n.Named() && (n.Size > 1 || lo.Symbol(c) != "name") {
			k = g.Index
		}
	})
	object := lo.Next1(i)
	return lo.Node(i, k, g.Plain, object, lo.Next1(i))
}

func unary(lo *syntax.Lowering, i int) g.ID { return lo.Node(i, g.Unary, lo.Prefixed(i), lo.Next1(i)) }

func member(op g.Op, field string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		id := named(lo, i, op, field)
		if id == 0 {
			return lo.Node(i, g.Member, op, 0, 0)
		}
		lo.SetEnd(id, lo.Flat(i).End)
		return id
	}
}

func call(op g.Op, field string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		callee := named(lo, i, op, field)
		return lo.Node(i, g.Call, g.Plain, callee, lo.Get(i, "arguments"))
	}
}

// argument may have a name; that it is handed over by reference is left out.
func argument(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "name")
	value := lo.Next1(i)
	if name == 0 {
		return value
	}
	return lo.Node(i, g.NamedArg, g.Plain, name, value)
}

func subscript(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Index, g.Plain, lo.Next1(i))
	lo.Append(id, lo.Next1(i))
	return id
}

func construct(lo *syntax.Lowering, i int) g.ID {
	args := lo.Of(i, "arguments")
	if class := lo.Of(i, "anonymous_class"); class != 0 {
		if lo.Kind(class) == g.Args {
			args, class = class, lo.Cut(class)
		}
		id := lo.Node(i, g.New, g.Plain, 0, args)
		lo.Append(id, class)
		return id
	}
	class := lo.Next1(i)
	if class != 0 && (lo.Kind(class) == g.Ident && !dollar(lo, class) || lo.Kind(class) == g.Member) {
		class = lo.AsType(class)
	}
	return lo.Node(i, g.New, g.Plain, class, args)
}

func dollar(lo *syntax.Lowering, id g.ID) bool {
	return bytes.HasPrefix([]byte(lo.String(lo.Ref(id))), []byte("$"))
}

// anonymousClass comes behind the arguments of its constructor.
func anonymousClass(lo *syntax.Lowering, i int) g.ID {
	args := lo.Of(i, "arguments")
	return lo.Join(args, class(g.Plain)(lo, i))
}

// array is a List, or a Dict where one of its elements has a key.
func array(list, dict g.Kind, op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		chain := lo.Kids(i)
		for c := chain; c != 0; c = lo.Next(c) {
			if lo.Kind(c) == g.Pair {
				return lo.List(i, dict, op, chain)
			}
		}
		return lo.List(i, list, op, chain)
	}
}

func pair(lo *syntax.Lowering, i int) g.ID {
	if !lo.Has(i, "=>") {
		return lo.Kids(i)
	}
	key := lo.Next1(i)
	return lo.Node(i, g.Pair, g.Computed, key, lo.Next1(i))
}

// list is what an assignment takes apart; keys stand before =>.
func list(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	var key g.ID
	op, arrow := g.ListOf, false
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		switch {
		case id == 0:
			arrow = arrow || !lo.Flat(c).Named() && lo.Symbol(c) == "=>"
		case arrow && key != 0:
			op, arrow = g.DictOf, false
			lo.Add(&chain, lo.Over(key, lo.Tail(id), g.Pair, g.Computed, key, id))
			key = 0
		default:
			lo.Add(&chain, key)
			key = id
		}
	})
	lo.Add(&chain, key)
	return lo.List(i, g.Destructure, op, chain.First)
}

func reference(lo *syntax.Lowering, i int) g.ID {
	left, right := lo.Get(i, "left"), lo.Single(lo.Get(i, "right"))
	if right != 0 {
		right = lo.Over(right, right, g.Unary, g.AddressOf, right)
	}
	return lo.Node(i, g.Assign, g.Plain, left, right)
}

func binary(lo *syntax.Lowering, i int) g.ID {
	left, right := lo.Get(i, "left"), lo.Single(lo.Get(i, "right"))
	if o := lo.Child(i, "operator"); o != 0 && lo.Symbol(o) == "instanceof" {
		if c := lo.Child(i, "right"); c != 0 && (lo.Symbol(c) == "name" || lo.Symbol(c) == "qualified_name") {
			right = lo.AsType(right)
		}
		return lo.Node(i, g.TypeTest, g.Plain, left, right)
	}
	return lo.Node(i, g.Binary, lo.Op(i), left, right)
}

func castType(lo *syntax.Lowering, i int) g.ID {
	return lo.Called(i, g.TypeName, g.Plain, string(bytes.ToLower(bytes.TrimSpace(lo.Text(i)))))
}

func match(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Match, lo.Get(i, "condition"))
	lo.Append(id, lo.Get(i, "body"))
	return id
}

func arm(lo *syntax.Lowering, i int) g.ID {
	patterns := lo.Get(i, "conditional_expressions")
	value := lo.Stated(lo.Get(i, "return_expression"))
	if lo.Symbol(i) == "match_default_expression" {
		return lo.Node(i, g.Default, g.Plain, value)
	}
	id := lo.List(i, g.Case, g.Match, patterns)
	lo.Place(id, value)
	return id
}

func yield(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if c := i + 1; c < i+int(lo.Flat(i).Size) && bytes.HasSuffix(bytes.ToLower(lo.Text(c)), []byte("from")) {
		op = g.From
	}
	return lo.List(i, g.Yield, op, lo.Next1(i))
}

func lambda(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Get(i, "attributes"), lo.Get(i, "static_modifier"), lo.Of(i, "anonymous_function_use_clause"))
	id := lo.Node(i, g.Lambda, g.Plain, 0, lo.Get(i, "parameters"), lo.Get(i, "return_type"), lo.Returned(lo.Get(i, "body")))
	lo.Prepend(id, mods)
	return id
}

// captures is use ($a, &$b): an Attr with the variables.
func captures(lo *syntax.Lowering, i int) g.ID {
	id := lo.Called(i, g.Attr, g.Plain, "use")
	lo.SetChildren(id, lo.Kids(i))
	return id
}
