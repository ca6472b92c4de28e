package ruby

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// negated is the condition of unless and until.
func negated(lo *syntax.Lowering, condition g.ID) g.ID {
	if condition = lo.Single(condition); condition == 0 {
		return 0
	}
	return lo.Over(condition, condition, g.Unary, g.Not, condition)
}

func ifStatement(lo *syntax.Lowering, i int) g.ID {
	condition, then, otherwise := lo.Get(i, "condition"), lo.Get(i, "consequence"), lo.Get(i, "alternative")
	if lo.Symbol(i) == "unless" {
		condition = negated(lo, condition)
	}
	return lo.Node(i, g.If, g.Plain, condition, then, otherwise)
}

// modifier is a statement before its if, unless, while or until. One with begin … end is run once before it asks.
func modifier(lo *syntax.Lowering, i int) g.ID {
	condition := lo.Get(i, "condition")
	c := lo.Child(i, "body")
	body := lo.Statements(lo.Get(i, "body"))
	body = lo.Body(body)
	switch lo.Symbol(i) {
	case "unless_modifier", "until_modifier":
		condition = negated(lo, condition)
	}
	switch lo.Symbol(i) {
	case "while_modifier", "until_modifier":
		if c != 0 && lo.Symbol(c) == "begin" {
			return lo.Node(i, g.DoWhile, g.Plain, body, condition)
		}
		return lo.Node(i, g.While, g.Plain, condition, body)
	}
	return lo.Node(i, g.If, g.Plain, condition, body, 0)
}

func rescueModifier(lo *syntax.Lowering, i int) g.ID {
	body, handler := lo.Body(lo.Statements(lo.Get(i, "body"))), lo.Body(lo.Statements(lo.Get(i, "handler")))
	id := lo.Node(i, g.Try, g.Plain, body)
	if handler != 0 {
		lo.Append(id, lo.Over(handler, handler, g.Catch, g.Plain, 0, handler))
	}
	return id
}

func while(lo *syntax.Lowering, i int) g.ID {
	condition := lo.Get(i, "condition")
	if lo.Symbol(i) == "until" {
		condition = negated(lo, condition)
	}
	return lo.Node(i, g.While, g.Plain, condition, lo.Get(i, "body"))
}

func forStatement(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.ForEach, g.Of, lo.Get(i, "pattern"), lo.Get(i, "value"), lo.Get(i, "body"))
}

// defaults makes the Default of a case from the block of its else.
func defaults(lo *syntax.Lowering, chain g.ID) g.ID {
	var all syntax.Chain
	for chain != 0 {
		id := chain
		if chain = lo.Cut(id); lo.Kind(id) == g.Block {
			id = lo.Over(id, id, g.Default, g.Plain, id)
		}
		lo.Add(&all, id)
	}
	return all.First
}

func caseStatement(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Plain, lo.Get(i, "value"))
	lo.Append(id, defaults(lo, lo.Kids(i)))
	return id
}

func when(lo *syntax.Lowering, i int) g.ID {
	patterns, body := lo.Get(i, "pattern"), lo.Get(i, "body")
	if body == 0 {
		end := lo.Flat(i).End
		body = lo.At(end, end, g.Block, g.Implicit)
	}
	id := lo.List(i, g.Case, g.Plain, patterns)
	lo.Place(id, body)
	return id
}

func caseMatch(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Match, lo.Get(i, "value"))
	lo.Append(id, lo.Get(i, "clauses"))
	lo.Append(id, defaults(lo, lo.Get(i, "else")))
	return id
}

func inClause(lo *syntax.Lowering, i int) g.ID {
	pattern, guard, body := lo.Get(i, "pattern"), lo.Get(i, "guard"), lo.Get(i, "body")
	if body == 0 {
		end := lo.Flat(i).End
		body = lo.At(end, end, g.Block, g.Implicit)
	}
	id := lo.List(i, g.Case, g.Match, pattern, guard)
	lo.Place(id, body)
	return id
}

func unlessGuard(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.If, g.Plain, negated(lo, lo.Get(i, "condition")), 0, 0)
}

// tried is the statements of a body: a Try around them where they have rescue, else or ensure.
func tried(lo *syntax.Lowering, i int) g.ID {
	var statements, handlers syntax.Chain
	at := lo.Flat(i).Start
	lo.Children(i, func(c int) {
		switch lo.Symbol(c) {
		case "rescue", "ensure", "else":
			lo.Add(&handlers, lo.Take(c))
		default:
			lo.Add(&statements, lo.Take(c))
		}
	})
	chain := lo.Statements(statements.First)
	if handlers.First == 0 {
		return chain
	}
	block := lo.At(at, at, g.Block, g.Implicit)
	if chain != 0 {
		block = lo.Over(chain, lo.Tail(chain), g.Block, g.Implicit)
		lo.SetChildren(block, chain)
	}
	try := lo.Node(i, g.Try, g.Plain, block)
	lo.Append(try, handlers.First)
	return try
}

// begin is begin … end: a Try, or a block.
func begin(lo *syntax.Lowering, i int) g.ID {
	chain := tried(lo, i)
	if chain != 0 && lo.Kind(chain) == g.Try && lo.Next(chain) == 0 {
		return chain
	}
	return lo.List(i, g.Block, g.Plain, chain)
}

func bodyStatement(lo *syntax.Lowering, i int) g.ID {
	return lo.List(i, g.Block, g.Implicit, tried(lo, i))
}

func rescue(lo *syntax.Lowering, i int) g.ID {
	types, name := lo.AsTypes(lo.Get(i, "exceptions")), lo.Single(lo.Get(i, "variable"))
	body := lo.Get(i, "body")
	if types != 0 && lo.Next(types) != 0 {
		union := lo.Over(types, lo.Tail(types), g.TypeUnion, g.Plain)
		lo.SetChildren(union, types)
		types = union
	}
	var param g.ID
	switch {
	case types != 0 && name != 0:
		param = lo.Over(types, name, g.Param, g.Plain, name, types, 0)
	case types != 0:
		param = lo.Over(types, types, g.Param, g.Plain, 0, types, 0)
	case name != 0:
		param = lo.Over(name, name, g.Param, g.Plain, name, 0, 0)
	}
	if body == 0 {
		end := lo.Flat(i).End
		body = lo.At(end, end, g.Block, g.Implicit)
	}
	return lo.Node(i, g.Catch, g.Plain, param, body)
}

func ensure(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Finally, g.Plain, lo.List(i, g.Block, g.Implicit, lo.Statements(lo.Kids(i))))
}

// jump has its values in a list of arguments.
func jump(k g.Kind) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		value := lo.Next1(i)
		if value != 0 && lo.Kind(value) == g.Args {
			value = lo.AsTuple(lo.First(value))
		}
		return lo.List(i, k, g.Plain, value)
	}
}

func method(lo *syntax.Lowering, i int) g.ID {
	name, params, body := lo.Single(lo.Get(i, "name")), lo.Single(lo.Get(i, "parameters")), lo.Single(lo.Get(i, "body"))
	op := g.Method
	if name != 0 && lo.Kind(name) == g.Ident && lo.String(lo.Ref(name)) == "initialize" {
		op = g.Constructor
	}
	var mods g.ID
	if c := lo.Child(i, "object"); c != 0 {
		mods = lo.Called(c, g.Attr, g.Plain, "static")
		if object := lo.Get(i, "object"); object != 0 && lo.Kind(object) != g.This {
			lo.SetChildren(mods, object)
		}
	}
	n := lo.Flat(i)
	if params == 0 {
		at := n.Start
		if name != 0 {
			at = lo.EndOf(name)
		}
		params = lo.At(at, at, g.Params, g.Plain)
	}
	switch {
	case body == 0:
		body = lo.At(n.End, n.End, g.Block, g.Implicit)
	case lo.Kind(body) != g.Block: // def f = expression
		body = lo.Returned(body)
	}
	id := lo.Node(i, g.Func, op, name, params, 0, body)
	lo.Prepend(id, mods)
	return id
}

func parameters(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		if id != 0 && lo.Kind(id) != g.Param && lo.Kind(id) != g.Error {
			id = lo.Node(c, g.Param, g.Plain, id, 0, 0)
		}
		lo.Add(&chain, id)
	})
	return lo.List(i, g.Params, g.Plain, chain.First)
}

// destructured is (a, b) among parameters.
func destructured(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Param, g.Plain, lo.List(i, g.Tuple, g.Plain, lo.Kids(i)), 0, 0)
}

func blockParameter(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Param, g.Plain, lo.Get(i, "name"), 0, 0)
	lo.Prepend(id, lo.Attrs(i, "&"))
	return id
}

func class(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	switch lo.Symbol(i) {
	case "module":
		op = g.Namespace
	case "singleton_class": // class << self
		op = g.Static
	}
	name := lo.AsPath(lo.Join(lo.Get(i, "name"), lo.Get(i, "value")))
	super, body := lo.Single(lo.Get(i, "superclass")), lo.Single(lo.Get(i, "body"))
	id := lo.Node(i, g.Class, op, name)
	extends, rest := lo.Split(super, g.Extends)
	lo.Append(id, extends)
	lo.Spill(rest)
	if body == 0 {
		end := lo.Flat(i).End
		body = lo.At(end, end, g.Block, g.Implicit)
	}
	lo.Place(id, body)
	return id
}

func superclass(lo *syntax.Lowering, i int) g.ID {
	return lo.List(i, g.Extends, g.Plain, lo.AsTypes(lo.Kids(i)))
}

func destructure(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		if typ := lo.AsType(lo.Get(i, "class")); typ != 0 {
			return lo.List(i, g.Destructure, g.Record, typ, lo.Kids(i))
		}
		return lo.List(i, g.Destructure, op, lo.Kids(i))
	}
}

// keywordPattern is a: pattern; a: alone binds a.
func keywordPattern(lo *syntax.Lowering, i int) g.ID {
	key, value := lo.Single(lo.Get(i, "key")), lo.Single(lo.Get(i, "value"))
	if key != 0 && value == 0 && lo.Kind(key) == g.Atom {
		name := bytes.TrimPrefix([]byte(lo.String(lo.Ref(key))), []byte(":"))
		_, end := lo.Span(key)
		value = lo.Leaf(g.Ident, g.Plain, 0, end, end, lo.Intern(name))
	}
	return lo.Node(i, g.Pair, g.Computed, key, value)
}
