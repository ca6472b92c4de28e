package javascript

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func text(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	return lo.Literal(i, g.Plain, start, end, syntax.JSEscapes)
}

func template(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	return lo.Parts(i, g.Template, start, end, syntax.JSEscapes)
}

func regex(lo *syntax.Lowering, i int) g.ID { return lo.Word(i, g.Regex, g.Plain) }

// shorthand is a key that is the name of its value too.
func shorthand(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Pair, g.Plain, lo.Word(i, g.Ident, g.Plain), lo.Word(i, g.Ident, g.Plain))
}

// shorthandDefault is { a = 1 } in a pattern: the pair of a with a's default.
func shorthandDefault(lo *syntax.Lowering, i int) g.ID {
	left, right := lo.Get(i, "left"), lo.Get(i, "right")
	if left == 0 || lo.Kind(left) != g.Pair {
		return lo.Node(i, g.Assign, g.Plain, left, right)
	}
	name := lo.Cut(lo.First(left))
	lo.SetEnd(left, lo.Flat(i).End)
	lo.SetChildren(left, lo.Join(lo.First(left), lo.Node(i, g.Assign, g.Plain, name, right)))
	return left
}

func parenthesized(lo *syntax.Lowering, i int) g.ID {
	value := lo.Next1(i)
	if t := lo.Get(i, "type"); t != 0 { // Flow's (x: T)
		return lo.Node(i, g.Cast, g.Plain, t, value)
	}
	return lo.Join(value, lo.Kids(i))
}

func optional(lo *syntax.Lowering, i int) g.Op {
	if lo.Child(i, "optional_chain") != 0 || lo.Has(i, "?.") {
		return g.Optional
	}
	return g.Plain
}

func call(lo *syntax.Lowering, i int) g.ID {
	op := optional(lo, i)
	args := lo.Child(i, "arguments")
	arguments := lo.Get(i, "arguments")
	if args != 0 && lo.Symbol(args) == "template_string" {
		op, arguments = g.Tagged, lo.Node(args, g.Args, g.Plain, arguments)
	}
	types := lo.Get(i, "type_arguments")
	function := lo.Get(i, "function")
	if callee := awaited(lo, i, function, types != 0, op == g.Tagged); callee != 0 {
		start, _ := lo.Span(callee)
		if types == 0 {
			types = behind(lo, callee)
		}
		id := lo.At(start, lo.Flat(i).End, g.Call, op, callee, arguments)
		lo.Append(id, types)
		return lo.Node(i, g.Await, g.Plain, id)
	}
	id := lo.Node(i, g.Call, op, function, arguments)
	lo.Append(id, types)
	return id
}

// awaited gives what is called where the grammar takes the await of a call as part of what is called: it reads
// await f<T>(x) as (await f)<T>(x), and await f<T>`x` as (await f<T>)!`x` with a ! that nobody wrote.
func awaited(lo *syntax.Lowering, i int, function g.ID, typed, tagged bool) (callee g.ID) {
	c := lo.Child(i, "function")
	switch {
	case c == 0 || function == 0:
		return 0
	case typed && lo.Symbol(c) == "await_expression":
		return lo.First(function)
	case tagged && lo.Symbol(c) == "non_null_expression" && !bytes.HasSuffix(lo.Text(c), []byte("!")):
		inner := lo.First(function)
		if inner = lo.Next(inner); inner == 0 || lo.Kind(inner) != g.Await {
			return 0
		}
		if inner = lo.First(inner); inner != 0 && lo.Kind(inner) == g.TypeApply {
			return lo.First(inner)
		}
	}
	return 0
}

// behind cuts off what stands behind a callee and makes it the type arguments of a call.
func behind(lo *syntax.Lowering, callee g.ID) g.ID {
	rest := lo.Next(callee)
	lo.Cut(callee)
	if rest == 0 {
		return 0
	}
	start, end := lo.Span(rest)
	for last := rest; last != 0; last = lo.Next(last) {
		_, end = lo.Span(last)
	}
	id := lo.At(start, end, g.TypeParams, g.Plain)
	lo.Append(id, rest)
	return id
}

func construct(lo *syntax.Lowering, i int) g.ID {
	types := lo.Get(i, "type_arguments")
	id := lo.Node(i, g.New, g.Plain, lo.Get(i, "constructor"), lo.Get(i, "arguments"))
	lo.Append(id, types)
	return id
}

func chained(k g.Kind, object, part string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		return lo.Node(i, k, optional(lo, i), lo.Get(i, object), lo.Get(i, part))
	}
}

func binary(lo *syntax.Lowering, i int) g.ID {
	left, right := lo.Get(i, "left"), lo.Get(i, "right")
	if o := lo.Child(i, "operator"); o != 0 && lo.Symbol(o) == "instanceof" {
		return lo.Node(i, g.TypeTest, g.Plain, left, right)
	}
	if l, r := lo.Child(i, "left"), lo.Child(i, "right"); r != 0 && lo.Symbol(r) == "template_string" && lo.Op(i) == g.Gt && lo.Symbol(l) == "binary_expression" && lo.Kind(left) == g.Binary && lo.OpOf(left) == g.Lt {
		tag := lo.First(left) // f<T>`x`, which the grammar takes for comparisons
		types := behind(lo, tag)
		id := lo.Node(i, g.Call, g.Tagged, tag, lo.Node(r, g.Args, g.Plain, right))
		lo.Append(id, types)
		return id
	}
	return lo.Node(i, g.Binary, lo.Op(i), left, right)
}

func augmented(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if o := lo.Child(i, "operator"); o != 0 {
		if t := lo.Text(o); len(t) > 1 {
			op = g.Operator(string(t[:len(t)-1]))
		}
	}
	return lo.Node(i, g.AssignOp, op, lo.Get(i, "left"), lo.Get(i, "right"))
}

func yield(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if lo.Has(i, "*") {
		op = g.From
	}
	return lo.List(i, g.Yield, op, lo.Next1(i))
}

func pair(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if k := lo.Child(i, "key"); k != 0 && lo.Symbol(k) == "computed_property_name" {
		op = g.Computed
	}
	return lo.Node(i, g.Pair, op, lo.Get(i, "key"), lo.Get(i, "value"))
}
