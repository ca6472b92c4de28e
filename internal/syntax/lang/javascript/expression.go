package javascript

import (
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
	id := lo.Node(i, g.Call, op, lo.Get(i, "function"), arguments)
	lo.Append(id, types)
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
