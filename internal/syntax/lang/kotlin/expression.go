package kotlin

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// identifier may stand between backquotes. The grammar has break and continue as names too.
func identifier(lo *syntax.Lowering, i int) g.ID {
	t := lo.Text(i)
	switch {
	case string(t) == "break":
		return lo.List(i, g.Break, g.Plain)
	case string(t) == "continue":
		return lo.List(i, g.Continue, g.Plain)
	case string(t) == "null":
		return lo.List(i, g.Null, g.Plain)
	case string(t) == "true":
		return lo.List(i, g.Bool, g.True)
	case string(t) == "false":
		return lo.List(i, g.Bool, g.False)
	case len(t) > 2 && t[0] == '`':
		return lo.Called(i, g.Ident, g.Plain, string(t[1:len(t)-1]))
	}
	return lo.Word(i, g.Ident, g.Plain)
}

func qualified(lo *syntax.Lowering, i int) g.ID {
	lo.Kids(i)
	return lo.Dotted(i)
}

// this may name the class that it is of.
func this(lo *syntax.Lowering, i int) g.ID {
	if name := lo.Next1(i); name != 0 {
		return lo.Node(i, g.Member, g.Plain, name, lo.List(i+1, g.This, g.Plain))
	}
	return lo.List(i, g.This, g.Plain)
}

func super(lo *syntax.Lowering, i int) g.ID {
	names := lo.Kids(i)
	if names == 0 {
		return lo.List(i, g.Super, g.Plain)
	}
	if next := lo.Cut(names); next != 0 { // super<A>@B
		names = lo.Over(names, next, g.Member, g.Plain, names, next)
	}
	return lo.Node(i, g.Member, g.Plain, names, lo.List(i+1, g.Super, g.Plain))
}

func number(lo *syntax.Lowering, i int) g.ID {
	t := lo.Text(i)
	if lo.Symbol(i) == "float_literal" {
		t = bytes.TrimRight(t, "fF")
		if !bytes.ContainsAny(t, ".eE") {
			return lo.NumberText(i, string(t)+".0")
		}
		return lo.NumberText(i, string(t))
	}
	return lo.NumberText(i, string(bytes.TrimRight(t, "uUlL")))
}

func text(op g.Op, escapes syntax.Escapes) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		start, end := lo.Inside(i)
		short := false
		lo.Children(i, func(c int) { short = short || inserted(lo, c) > 0 })
		if !short {
			return lo.Parts(i, op, start, end, escapes)
		}
		var chain syntax.Chain
		at := start
		piece := func(to uint32) {
			if at < to {
				id := lo.Literal(i, op, at, to, escapes)
				lo.SetStart(id, at)
				lo.SetEnd(id, to)
				lo.Add(&chain, id)
			}
		}
		lo.Children(i, func(c int) {
			n := lo.Flat(c)
			if size := inserted(lo, c); size > 0 {
				piece(n.Start)
				at = n.End + size
				if string(lo.Source[n.End:at]) == "this" {
					lo.Add(&chain, lo.Leaf(g.This, g.Plain, n.Symbol, n.End, at, 0))
					return
				}
				lo.Add(&chain, lo.Leaf(g.Ident, g.Plain, n.Symbol, n.End, at, lo.InternSource(n.End, at)))
			} else if id := lo.Take(c); id != 0 {
				piece(n.Start)
				at = n.End
				lo.Add(&chain, id)
			}
		})
		piece(end)
		return lo.List(i, g.StrConcat, op, chain.First)
	}
}

// inserted gives the length of the name behind a $ of a string, which the grammar takes for text; 0 where there is none.
func inserted(lo *syntax.Lowering, c int) uint32 {
	n := lo.Flat(c)
	if lo.Symbol(c) != "string_content" || !bytes.Equal(lo.Text(c), []byte("$")) || c+1 >= lo.Count() {
		return 0
	}
	next := lo.Flat(c + 1)
	if lo.Symbol(c+1) != "string_content" || next.Start != n.End {
		return 0
	}
	size := uint32(0)
	for _, b := range lo.Text(c + 1) {
		if b != '_' && b < 0x80 && (b|0x20 < 'a' || b|0x20 > 'z') && (b < '0' || b > '9' || size == 0) {
			break
		}
		size++
	}
	return size
}

func label(lo *syntax.Lowering, i int) g.ID {
	return lo.Called(i, g.Ident, g.Plain, string(bytes.TrimRight(lo.Text(i), "@")))
}

// call has a lambda behind its parentheses, or in their place, as its last argument.
func call(lo *syntax.Lowering, i int) g.ID {
	types, args, last := lo.Of(i, "type_arguments"), lo.Single(lo.Of(i, "value_arguments")), lo.Of(i, "annotated_lambda")
	callee := lo.Next1(i)
	if args == 0 && last != 0 {
		args = lo.Over(last, last, g.Args, g.Plain)
	}
	if args != 0 {
		lo.Append(args, last)
	}
	id := lo.Node(i, g.Call, g.Plain, callee, args)
	lo.Append(id, types)
	return id
}

func argument(lo *syntax.Lowering, i int) g.ID {
	var name g.ID
	if lo.Has(i, "=") {
		name = lo.Next1(i)
	}
	value := lo.Next1(i)
	if star := lo.Token(i, "*"); star != 0 && value != 0 {
		value = lo.At(lo.Flat(star).Start, lo.EndOf(value), g.Spread, g.Plain, value)
	}
	if name == 0 {
		return value
	}
	return lo.Node(i, g.NamedArg, g.Plain, name, value)
}

func annotatedLambda(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "annotation")
	lo.Of(i, "label")
	id := lo.Single(lo.Of(i, "lambda_literal"))
	if id == 0 {
		return mods
	}
	lo.Prepend(id, mods)
	return id
}

// lambda without parameters has one called it.
func lambda(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	params := lo.Single(lo.Of(i, "lambda_parameters"))
	at := min(n.Start+1, n.End)
	if params == 0 {
		params = lo.At(at, at, g.Params, g.Plain)
		if !lo.Has(i, "->") {
			it := lo.Leaf(g.Ident, g.Plain, 0, at, at, lo.InternString("it"))
			lo.SetChildren(params, lo.At(at, at, g.Param, g.Implicit, it, 0, 0))
		}
	}
	body := lo.At(at, at, g.Block, g.Implicit)
	if chain := stated(lo, lo.Kids(i)); chain != 0 {
		body = lo.Over(chain, lo.Tail(chain), g.Block, g.Implicit)
		lo.SetChildren(body, chain)
	} else if end := lo.EndOf(params); end > at {
		body = lo.At(end, end, g.Block, g.Implicit)
	}
	return lo.Node(i, g.Lambda, g.Plain, 0, params, 0, body)
}

func lambdaParameters(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	for c := chain; c != 0; c = lo.Next(c) {
		if lo.Kind(c) == g.Var {
			lo.SetKind(c, g.Param)
		}
	}
	return lo.List(i, g.Params, g.Plain, chain)
}

func anonymousFunction(lo *syntax.Lowering, i int) g.ID {
	mods, params, body := lo.Of(i, "type_constraints"), lo.Single(lo.Of(i, "function_value_parameters")), lo.Of(i, "function_body")
	receiver, result := types(lo, i, "function_value_parameters")
	id := lo.Node(i, g.Lambda, g.Plain, 0, params, result, body)
	lo.Prepend(id, lo.Join(receiver, mods))
	return id
}

// navigation is a.b, a?.b or a::b.
func navigation(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	switch {
	case lo.Has(i, "?."):
		op = g.Optional
	case lo.Has(i, "::"):
		op = g.Method
	}
	object := lo.Next1(i)
	return lo.Node(i, g.Member, op, object, lo.Next1(i))
}

// reference is A::b, ::b or A::class.
func reference(lo *syntax.Lowering, i int) g.ID {
	var object, name g.ID
	behind := false
	lo.Children(i, func(c int) {
		switch id := lo.Take(c); {
		case id == 0 && !lo.Flat(c).Named() && lo.Symbol(c) == "::":
			behind = true
		case id == 0 && !lo.Flat(c).Named() && lo.Symbol(c) == "class":
			name = lo.Word(c, g.Ident, g.Plain)
		case behind:
			name = lo.Join(name, id)
		default:
			object = lo.Join(object, id)
		}
	})
	return lo.Node(i, g.Member, g.Method, lo.Name(lo.Single(object)), name)
}

func index(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Index, g.Plain, lo.Next1(i))
	lo.Append(id, lo.Kids(i))
	return id
}

func unary(lo *syntax.Lowering, i int) g.ID {
	op, value := lo.Op(i), lo.Get(i, "argument")
	o := lo.Child(i, "operator")
	if o != 0 && string(lo.Text(o)) == "!!" {
		return lo.Node(i, g.Cast, g.NonNull, 0, value)
	}
	if o != 0 && lo.Flat(o).Start > lo.Flat(i).Start {
		op = syntax.Behind(op)
	}
	return lo.Node(i, g.Unary, op, value)
}

func in(lo *syntax.Lowering, i int) g.ID {
	op := g.In
	if lo.Has(i, "!in") {
		op = g.NotIn
	}
	return lo.Node(i, g.Binary, op, lo.Get(i, "left"), lo.Get(i, "right"))
}

func is(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.TypeTest, g.Plain, lo.Get(i, "left"), lo.Get(i, "right"))
	if lo.Has(i, "!is") {
		return lo.Node(i, g.Unary, g.Not, id)
	}
	return id
}

func as(lo *syntax.Lowering, i int) g.ID {
	value := lo.Get(i, "left")
	return lo.Node(i, g.Cast, g.As, lo.Get(i, "right"), value)
}

func rangeOf(lo *syntax.Lowering, i int) g.ID {
	op := g.Range
	if lo.Has(i, "..<") {
		op = g.RangeUntil
	}
	left := lo.Next1(i)
	return lo.Node(i, g.Binary, op, left, lo.Next1(i))
}

// infix is a f b, the call of a's method f.
func infix(lo *syntax.Lowering, i int) g.ID {
	object := lo.Next1(i)
	name := lo.Next1(i)
	value := lo.Next1(i)
	if object == 0 || name == 0 {
		return lo.Node(i, g.Call, g.Plain, lo.Join(object, name), 0)
	}
	callee := lo.Over(object, name, g.Member, g.Plain, object, name)
	var args g.ID
	if value != 0 {
		args = lo.Over(value, value, g.Args, g.Plain, value)
	}
	return lo.Node(i, g.Call, g.Plain, callee, args)
}

// objectLiteral is an anonymous class, made where it stands.
func objectLiteral(lo *syntax.Lowering, i int) g.ID {
	bases, body := lo.Single(lo.Of(i, "delegation_specifiers")), lo.Of(i, "class_body")
	var typ, args g.ID
	if bases != 0 && lo.Kind(bases) == g.Extends {
		chain := lo.First(bases)
		args, chain = lo.Split(chain, g.Args)
		if typ = chain; typ != 0 && lo.Next(typ) != 0 {
			typ = lo.Over(typ, lo.Tail(typ), g.TypeUnion, g.BitAnd)
			lo.SetChildren(typ, chain)
		}
	} else {
		typ = bases
	}
	id := lo.Node(i, g.New, g.Plain, typ, args)
	lo.Append(id, body)
	return id
}

// annotatedExpression is a Directive until the statements around it know whether a definition comes behind it: the
// grammar takes @A("x") before a class for an annotation of the expression ("x").
func annotatedExpression(lo *syntax.Lowering, i int) g.ID {
	id := lo.Called(i, g.Directive, g.Plain, "@")
	lo.SetChildren(id, lo.Kids(i))
	return id
}

func labeled(lo *syntax.Lowering, i int) g.ID {
	name := lo.Of(i, "label")
	return lo.Node(i, g.Label, g.Plain, name, stated(lo, lo.Next1(i)))
}
