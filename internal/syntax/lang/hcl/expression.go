package hcl

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// text is "…", with what ${…} puts into it.
func text(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Flat(i).Start, lo.Flat(i).End
	lo.Children(i, func(c int) {
		switch lo.Symbol(c) {
		case "quoted_template_start":
			start = lo.Flat(c).End
		case "quoted_template_end":
			end = lo.Flat(c).Start
		}
	})
	id := lo.Parts(i, g.Plain, start, max(start, end), syntax.CEscapes)
	undouble(lo, id)
	return id
}

// undouble reads $${ and %%{, which stand for themselves with one sign less.
func undouble(lo *syntax.Lowering, id g.ID) {
	if lo.Kind(id) == g.StrConcat {
		for c := lo.First(id); c != 0; c = lo.Next(c) {
			if lo.Kind(c) == g.String {
				undouble(lo, c)
			}
		}
		return
	}
	value := []byte(lo.String(lo.Ref(id)))
	if bytes.Contains(value, []byte("$${")) || bytes.Contains(value, []byte("%%{")) {
		value = bytes.ReplaceAll(value, []byte("$${"), []byte("${"))
		lo.SetRef(id, lo.Intern(bytes.ReplaceAll(value, []byte("%%{"), []byte("%{"))))
	}
}

// heredoc is what stands between the line with the first word and the second.
func heredoc(lo *syntax.Lowering, i int) g.ID {
	start, end, words := lo.Flat(i).Start, lo.Flat(i).End, 0
	lo.Children(i, func(c int) {
		if lo.Symbol(c) != "heredoc_identifier" {
			return
		}
		if words++; words == 1 {
			start = lo.Flat(c).End
		} else {
			end = lo.Flat(c).Start
		}
	})
	if start < end && lo.Source[start] == '\r' {
		start++
	}
	if start < end && lo.Source[start] == '\n' {
		start++
	}
	return lo.Parts(i, g.Raw, start, max(start, end), syntax.NoEscapes)
}

// suffix tells what waits for the term before it.
func suffix(lo *syntax.Lowering, id g.ID) bool {
	if k := lo.Kind(id); k != g.Member && k != g.Index || lo.OpOf(id) != g.Implicit {
		return false
	}
	lo.SetOp(id, g.Plain)
	return true
}

// terms gives the operands among the children, and calls token for each operator between them.
func terms(lo *syntax.Lowering, i int, token func(c int)) g.ID {
	var chain syntax.Chain
	var last g.ID
	lo.Children(i, func(c int) {
		if !lo.Flat(c).Named() {
			token(c)
		}
		for id := lo.Take(c); id != 0; {
			next := lo.Cut(id)
			if last != 0 && suffix(lo, id) {
				at := leftmost(lo, id)
				lo.Become(at, last)
				start, _ := lo.Span(last)
				lo.SetStart(id, start)
				last = id
			} else {
				lo.Add(&chain, last)
				last = id
			}
			id = next
		}
	})
	lo.Add(&chain, last)
	return chain.First
}

// leftmost gives the place that waits in what hangs behind a term: a splat is noted with its own.
func leftmost(lo *syntax.Lowering, id g.ID) g.ID {
	if at := lo.Noted(id); at != 0 {
		return at
	}
	return lo.First(id)
}

func expression(lo *syntax.Lowering, i int) g.ID { return terms(lo, i, func(int) {}) }

func unary(lo *syntax.Lowering, i int) g.ID {
	op := lo.Prefixed(i)
	return lo.Node(i, g.Unary, op, terms(lo, i, func(int) {}))
}

func binary(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	chain := terms(lo, i, func(c int) {
		if o := lo.OpAt(c); op == g.Plain {
			op = o
		}
	})
	var right g.ID
	if chain != 0 {
		right = lo.Cut(chain)
	}
	return lo.Node(i, g.Binary, op, chain, right)
}

func getAttr(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Member, g.Implicit, 0, lo.Next1(i))
}

func index(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Index, g.Implicit, 0, lo.Next1(i))
}

// legacyIndex is .0.
func legacyIndex(lo *syntax.Lowering, i int) g.ID {
	digits := bytes.TrimLeft(lo.Text(i), ".")
	return lo.Node(i, g.Index, g.Implicit, 0, lo.NumberText(i, string(digits)))
}

// splat is .* or [*], with what is taken of each element behind it.
func splat(k g.Kind) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		n := lo.Flat(i)
		at := min(n.Start+1, n.End)
		star := lo.Leaf(g.Ident, g.Plain, 0, at, min(at+1, n.End), lo.InternString("*"))
		first := lo.At(n.Start, min(at+2, n.End), k, g.Implicit, 0, star)
		hole := lo.First(first)
		id := first
		for c := lo.Kids(i); c != 0; {
			next := lo.Cut(c)
			if suffix(lo, c) {
				lo.SetOp(id, g.Plain)
				place := leftmost(lo, c)
				if id == first {
					lo.Become(place, id)
					hole = lo.First(place)
				} else {
					lo.Become(place, id)
				}
				lo.SetStart(c, n.Start)
				id = c
			} else {
				lo.Spill(c)
			}
			c = next
		}
		lo.SetOp(id, g.Implicit)
		lo.Note(id, hole)
		return id
	}
}

func call(lo *syntax.Lowering, i int) g.ID {
	args := lo.Single(lo.Of(i, "function_arguments"))
	name := lo.Next1(i)
	for more := lo.Next1(i); more != 0 && name != 0; more = lo.Next1(i) { // provider::name::f
		name = lo.Over(name, more, g.Member, g.Method, name, more)
	}
	if args == 0 {
		end := lo.Flat(i).End
		args = lo.At(end, end, g.Args, g.Plain)
		if name != 0 {
			lo.SetStart(args, lo.EndOf(name))
		}
	}
	return lo.Node(i, g.Call, g.Plain, name, args)
}

// arguments end in ... where the last is a list of them.
func arguments(lo *syntax.Lowering, i int) g.ID {
	spread := false
	lo.Children(i, func(c int) { spread = spread || lo.Symbol(c) == "ellipsis" })
	chain := lo.Kids(i)
	if spread && chain != 0 {
		last := lo.Tail(chain)
		start, end := lo.Span(last)
		inner := lo.Leaf(lo.Kind(last), lo.OpOf(last), 0, start, end, lo.Ref(last))
		lo.SetChildren(inner, lo.First(last))
		lo.SetKind(last, g.Spread)
		lo.SetOp(last, g.Plain)
		lo.SetRef(last, 0)
		lo.SetChildren(last, inner)
	}
	return lo.List(i, g.Args, g.Plain, chain)
}

// forIntro is for k, v in source: what the other parts of its expression are for.
func forIntro(lo *syntax.Lowering, i int) g.ID {
	names := lo.Of(i, "identifier")
	return lo.Node(i, g.ForEach, g.Of, lo.AsTuple(names), lo.Next1(i), 0)
}

func forTuple(lo *syntax.Lowering, i int) g.ID {
	clauses := lo.Join(lo.Of(i, "for_intro"), lo.Of(i, "for_cond"))
	id := lo.Node(i, g.Comprehension, g.ListOf, lo.Next1(i))
	lo.Append(id, clauses)
	return id
}

func forObject(lo *syntax.Lowering, i int) g.ID {
	clauses := lo.Join(lo.Of(i, "for_intro"), lo.Of(i, "for_cond"))
	key := lo.Next1(i)
	value := lo.Next1(i)
	var result g.ID
	if key != 0 && value != 0 {
		result = lo.Over(key, value, g.Pair, g.Computed, key, value)
	} else {
		result = lo.Join(key, value)
	}
	id := lo.Node(i, g.Comprehension, g.DictOf, result)
	lo.Append(id, clauses)
	return id
}
