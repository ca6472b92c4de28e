package rust

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// stated makes statements of expressions, and gives each item the attributes that stand before it.
func stated(lo *syntax.Lowering, chain g.ID) g.ID {
	var all, attributes syntax.Chain
	for chain = lo.Statements(chain); chain != 0; {
		id := chain
		chain = lo.Cut(id)
		switch k := lo.Kind(id); {
		case k == g.Decorator:
			lo.Add(&attributes, id)
			continue
		case attributes.First != 0 && (k == g.Func || k == g.Class || k == g.Var || k == g.Field || k == g.TypeDef):
			lo.Prepend(id, attributes.First)
		default:
			lo.Add(&all, attributes.First)
		}
		attributes = syntax.Chain{}
		lo.Add(&all, id)
	}
	lo.Add(&all, attributes.First)
	return all.First
}

func items(k g.Kind) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID { return lo.List(i, k, g.Plain, stated(lo, lo.Kids(i))) }
}

// block may have a label, and a word before it, which is an Attr at its head.
func block(word string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		label := lo.Of(i, "label")
		if word != "" {
			id := lo.Single(lo.Kids(i))
			if id == 0 || lo.Kind(id) != g.Block {
				return lo.List(i, g.Block, g.Plain, id)
			}
			lo.Prepend(id, lo.Attrs(i, word))
			return id
		}
		id := lo.List(i, g.Block, g.Plain, stated(lo, lo.Kids(i)))
		if label != 0 {
			return lo.Node(i, g.Label, g.Plain, label, id)
		}
		return id
	}
}

func expressionStatement(lo *syntax.Lowering, i int) g.ID {
	value := lo.Next1(i)
	if value != 0 && !lo.Kind(value).Expression() {
		return value
	}
	return lo.Node(i, g.ExprStmt, g.Plain, value)
}

// let is a Var; what its else does stands behind it, in an If without a condition.
func let(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Attrs(i, "let")
	otherwise := lo.Single(lo.Get(i, "alternative"))
	id := lo.Node(i, g.Var, g.Plain, lo.Get(i, "pattern"), lo.AsType(lo.Get(i, "type")), lo.Get(i, "value"))
	lo.Prepend(id, mods)
	if otherwise != 0 {
		lo.SetEnd(id, max(lo.Flat(i).Start, lo.StartOf(otherwise)))
		return lo.Join(id, lo.Over(otherwise, otherwise, g.If, g.Plain, 0, otherwise, 0))
	}
	return id
}

func letChain(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	left := chain
	if chain != 0 {
		chain = lo.Cut(left)
	}
	for chain != 0 {
		right := chain
		chain = lo.Cut(right)
		left = lo.Over(left, right, g.Binary, g.And, left, right)
	}
	return left
}

func match(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Match, lo.Get(i, "value"))
	lo.Append(id, lo.Get(i, "body"))
	return id
}

func arm(lo *syntax.Lowering, i int) g.ID {
	patterns, value := lo.Get(i, "pattern"), lo.Stated(lo.Get(i, "value"))
	attributes := lo.Kids(i)
	if value == 0 {
		end := lo.Flat(i).End
		value = lo.At(end, end, g.Block, g.Implicit)
	}
	if patterns != 0 && lo.Next(patterns) == 0 && lo.Kind(patterns) == g.Ident && lo.String(lo.Ref(patterns)) == "_" && attributes == 0 {
		return lo.Node(i, g.Default, g.Plain, value)
	}
	id := lo.List(i, g.Case, g.Match, patterns, attributes)
	lo.Place(id, value)
	return id
}

// matchPattern is a pattern with its guard behind it.
func matchPattern(lo *syntax.Lowering, i int) g.ID {
	guard := lo.Single(lo.Get(i, "condition"))
	pattern := lo.Kids(i)
	if guard == 0 {
		return pattern
	}
	return lo.Join(pattern, lo.Over(guard, guard, g.If, g.Plain, guard, 0, 0))
}

func loop(lo *syntax.Lowering, i int) g.ID {
	label := lo.Of(i, "label")
	var id g.ID
	switch lo.Symbol(i) {
	case "while_expression":
		id = lo.Node(i, g.While, g.Plain, lo.Get(i, "condition"), lo.Get(i, "body"))
	case "for_expression":
		id = lo.Node(i, g.ForEach, g.Of, lo.Get(i, "pattern"), lo.Get(i, "value"), lo.Get(i, "body"))
	default:
		id = lo.Node(i, g.For, g.Plain, 0, 0, 0, lo.Get(i, "body"))
	}
	if label != 0 {
		return lo.Node(i, g.Label, g.Plain, label, id)
	}
	return id
}

// jump has a label, or the value of the loop that it ends.
func jump(k g.Kind) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		label := lo.Single(lo.Of(i, "label"))
		value := lo.Single(lo.Kids(i))
		if value != 0 && label != 0 {
			return lo.Node(i, g.Label, g.Plain, label, lo.List(i, k, g.Plain, value))
		}
		return lo.List(i, k, g.Plain, lo.Join(label, value))
	}
}
