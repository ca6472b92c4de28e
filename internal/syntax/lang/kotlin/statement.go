package kotlin

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// stated makes statements of a chain. What is annotated and stands before a definition is an annotation of that, with
// the expression as its argument.
func stated(lo *syntax.Lowering, chain g.ID) g.ID {
	var all, mods syntax.Chain
	for chain = lo.Statements(chain); chain != 0; {
		id := chain
		chain = lo.Cut(id)
		if lo.Kind(id) == g.Directive && lo.String(lo.Ref(id)) == "@" {
			if chain != 0 && (lo.Kind(chain) == g.Class || lo.Kind(chain) == g.Func || lo.Kind(chain) == g.Var) && bracketed(lo, id) {
				lo.Add(&mods, decorators(lo, id))
				continue
			}
		}
		if mods.First != 0 {
			lo.Prepend(id, mods.First)
			mods = syntax.Chain{}
		}
		lo.Add(&all, id)
	}
	return all.First
}

// bracketed tells whether the expression that is annotated stands in parentheses, as an argument would.
func bracketed(lo *syntax.Lowering, id g.ID) bool {
	for id != 0 {
		last := lo.First(id)
		if last == 0 {
			return false
		}
		if last = lo.Tail(last); lo.Kind(last) != g.Directive {
			start, _ := lo.Span(last)
			return start > 0 && lo.Source[start-1] == '('
		}
		id = last
	}
	return false
}

// decorators are the annotations of an annotated expression, the last with the expression as its argument.
func decorators(lo *syntax.Lowering, id g.ID) g.ID {
	var all syntax.Chain
	for id != 0 {
		next := g.ID(0)
		for c := lo.First(id); c != 0; {
			rest := lo.Cut(c)
			switch {
			case lo.Kind(c) == g.Decorator || lo.Kind(c) == g.Error:
				lo.Add(&all, c)
			case lo.Kind(c) == g.Directive:
				next = c
			case all.First != 0:
				last := lo.Tail(all.First)
				if name := lo.First(last); lo.Kind(last) == g.Decorator && name != 0 && lo.Kind(name) == g.Ident {
					lo.SetChildren(last, lo.Over(name, c, g.Call, g.Plain, name, lo.Over(c, c, g.Args, g.Plain, c)))
					_, end := lo.Span(c)
					lo.SetEnd(last, end)
				} else {
					lo.Add(&all, c)
				}
			default:
				lo.Add(&all, c)
			}
			c = rest
		}
		id = next
	}
	return all.First
}

func statements(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID { return lo.List(i, g.Block, op, stated(lo, lo.Kids(i))) }
}

// body gives what an if, a loop or an arrow governs as a Block.
func body(lo *syntax.Lowering, id g.ID) g.ID { return lo.Body(stated(lo, id)) }

func ifExpression(lo *syntax.Lowering, i int) g.ID {
	condition := lo.Get(i, "condition")
	var then, otherwise g.ID
	behind := false
	lo.Children(i, func(c int) {
		switch id := lo.Take(c); {
		case id == 0:
			behind = behind || !lo.Flat(c).Named() && lo.Symbol(c) == "else"
		case behind:
			otherwise = lo.Join(otherwise, id)
		default:
			then = lo.Join(then, id)
		}
	})
	if otherwise == 0 || lo.Kind(otherwise) != g.If || lo.Next(otherwise) != 0 {
		otherwise = body(lo, otherwise)
	}
	return lo.Node(i, g.If, g.Plain, condition, body(lo, then), otherwise)
}

func when(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Switch, g.Match, lo.Of(i, "when_subject"))
	lo.Append(id, lo.Kids(i))
	return id
}

func whenSubject(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "annotation")
	v := lo.Single(lo.Of(i, "variable_declaration"))
	value := lo.Next1(i)
	if v != 0 && lo.Kind(v) == g.Var {
		lo.Fill(v, position(lo, v)+2, value)
		lo.Prepend(v, mods)
		return v
	}
	lo.Spill(mods)
	return lo.Join(v, value)
}

// position counts the modifiers of a definition.
func position(lo *syntax.Lowering, id g.ID) int {
	at := 0
	for c := lo.First(id); c != 0 && (lo.Kind(c) == g.Attr || lo.Kind(c) == g.Decorator || lo.Kind(c) == g.TypeParams); c = lo.Next(c) {
		at++
	}
	return at
}

func whenEntry(lo *syntax.Lowering, i int) g.ID {
	conditions := lo.Get(i, "condition")
	block := body(lo, lo.Kids(i))
	if block == 0 {
		end := lo.Flat(i).End
		block = lo.At(end, end, g.Block, g.Implicit)
	}
	if conditions == 0 {
		return lo.Node(i, g.Default, g.Plain, block)
	}
	id := lo.List(i, g.Case, g.Match, conditions)
	lo.Place(id, block)
	return id
}

// rangeTest is in x; what is tested stands before the arrow's when.
func rangeTest(lo *syntax.Lowering, i int) g.ID {
	op := g.In
	if lo.Has(i, "!in") {
		op = g.NotIn
	}
	return lo.Node(i, g.Binary, op, 0, lo.Next1(i))
}

func typeTest(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.TypeTest, g.Plain, 0, lo.Next1(i))
	if lo.Has(i, "!is") {
		return lo.Node(i, g.Unary, g.Not, id)
	}
	return id
}

// named puts a label around a loop.
func named(lo *syntax.Lowering, i int, name, id g.ID) g.ID {
	if name == 0 {
		return id
	}
	return lo.Node(i, g.Label, g.Plain, name, id)
}

func forStatement(lo *syntax.Lowering, i int) g.ID {
	name, mods := lo.Of(i, "label"), lo.Of(i, "annotation")
	target := lo.Single(lo.OfAny(i, "variable_declaration", "multi_variable_declaration"))
	if target != 0 {
		lo.Prepend(target, mods)
	}
	source := lo.Next1(i)
	return named(lo, i, name, lo.Node(i, g.ForEach, g.Of, target, source, body(lo, lo.Next1(i))))
}

func while(lo *syntax.Lowering, i int) g.ID {
	name, condition := lo.Of(i, "label"), lo.Get(i, "condition")
	block := body(lo, lo.Next1(i))
	if lo.Symbol(i) == "do_while_statement" {
		return named(lo, i, name, lo.Node(i, g.DoWhile, g.Plain, block, condition))
	}
	return named(lo, i, name, lo.Node(i, g.While, g.Plain, condition, block))
}

// returned may name the function that it leaves.
func returned(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "label")
	return named(lo, i, name, lo.List(i, g.Return, g.Plain, lo.Next1(i)))
}

func try(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Try, g.Plain, lo.Of(i, "block"))
	lo.Append(id, lo.Kids(i))
	return id
}

func catch(lo *syntax.Lowering, i int) g.ID {
	mods, block := lo.Of(i, "annotation"), lo.Of(i, "block")
	name := lo.Next1(i)
	typ := lo.Next1(i)
	var param g.ID
	if name != 0 {
		to := name
		if typ != 0 {
			to = typ
		}
		param = lo.Over(name, to, g.Param, g.Plain, name, typ, 0)
		lo.Prepend(param, mods)
	} else {
		lo.Spill(mods)
	}
	return lo.Node(i, g.Catch, g.Plain, param, block)
}

func importOf(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Import, g.Plain, lo.Of(i, "qualified_identifier"))
	if alias := lo.Next1(i); alias != 0 {
		lo.Append(id, lo.Over(alias, alias, g.ImportItem, g.Namespace, 0, alias))
	} else if star := lo.Token(i, "*"); star != 0 {
		lo.Append(id, lo.Node(star, g.ImportItem, g.Wildcard, 0, 0))
	}
	return id
}
