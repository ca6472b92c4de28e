package python

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// text reads a literal's prefix, and between the quotes its parts.
func text(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	start, end := n.Start, n.End
	op, escapes := g.Plain, syntax.CEscapes
	lo.Children(i, func(c int) {
		switch lo.Symbol(c) {
		case "string_start":
			start = lo.Flat(c).End
			op, escapes = prefix(lo.Text(c))
		case "string_end":
			end = lo.Flat(c).Start
		}
	})
	return lo.Parts(i, op, start, max(start, end), escapes)
}

func prefix(quote []byte) (op g.Op, e syntax.Escapes) {
	op, e = g.Plain, syntax.CEscapes
	letters := bytes.ToLower(bytes.TrimRight(quote, `"'`))
	has := func(c byte) bool { return bytes.IndexByte(letters, c) >= 0 }
	if has('b') {
		op, e = g.Bytes, syntax.ByteEscapes
	}
	if has('f') || has('t') {
		op, e = g.Format, syntax.BraceEscapes
	}
	if has('r') {
		e = syntax.NoEscapes
		if op == g.Plain {
			op = g.Raw
		}
	}
	return op, e
}

// texts joins literals that stand side by side: into one String where all are constant.
func texts(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	op, constant := g.Plain, true
	var value []byte
	var parts syntax.Chain
	for id := chain; id != 0; {
		next := lo.Cut(id)
		switch lo.Kind(id) {
		case g.String:
			if id == chain {
				op = lo.OpOf(id)
			}
			value = append(value, lo.String(lo.Ref(id))...)
			lo.Add(&parts, id)
		case g.StrConcat:
			constant = false
			lo.Add(&parts, lo.First(id))
		default:
			constant = false
			lo.Add(&parts, id)
		}
		id = next
	}
	if !constant {
		return lo.List(i, g.StrConcat, g.Format, parts.First)
	}
	id := lo.List(i, g.String, op)
	lo.SetRef(id, lo.Intern(value))
	return id
}

// dottedName is the path of a module, and in a case a name.
func dottedName(lo *syntax.Lowering, i int) g.ID {
	lo.Kids(i)
	return lo.Dotted(i)
}

func relative(lo *syntax.Lowering, i int) g.ID {
	lo.Kids(i)
	return lo.Dotted(i)
}

func call(lo *syntax.Lowering, i int) g.ID {
	args := lo.Get(i, "arguments")
	if c := lo.Child(i, "arguments"); args != 0 && lo.Kind(args) != g.Args {
		args = lo.Node(c, g.Args, g.Plain, args)
	}
	return lo.Node(i, g.Call, g.Plain, lo.Get(i, "function"), args)
}

func subscript(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Index, g.Plain, lo.Get(i, "value"))
	lo.Append(id, lo.Get(i, "subscript"))
	return id
}

// slice has no fields: the colons say which part is which.
func slice(lo *syntax.Lowering, i int) g.ID {
	var parts [3]g.ID
	at := 0
	lo.Children(i, func(c int) {
		if id := lo.Take(c); id != 0 {
			parts[at] = lo.Join(parts[at], id)
		} else if !lo.Flat(c).Named() && lo.Symbol(c) == ":" && at < 2 {
			at++
		}
	})
	return lo.Node(i, g.Slice, g.Plain, 0, parts[0], parts[1], parts[2])
}

// comparison leans a < b < c to the left.
func comparison(lo *syntax.Lowering, i int) g.ID {
	var left g.ID
	op := g.Plain
	lo.Children(i, func(c int) {
		if !lo.Flat(c).Named() {
			op = lo.OpAt(c)
			return
		}
		id := lo.Take(c)
		switch {
		case id == 0:
		case left == 0 || lo.Kind(id) == g.Error:
			left = lo.Join(left, id)
		default:
			left = lo.Over(left, id, g.Binary, op, left, id)
		}
	})
	return left
}

func asPattern(lo *syntax.Lowering, i int) g.ID {
	target := lo.Get(i, "alias")
	value := lo.Next1(i)
	if target == 0 { // in a case
		target = lo.Next1(i)
	}
	return lo.Node(i, g.Assign, g.Bind, target, value)
}

func conditional(lo *syntax.Lowering, i int) g.ID {
	then := lo.Next1(i)
	condition := lo.Next1(i)
	return lo.Node(i, g.Cond, g.Plain, condition, then, lo.Next1(i))
}

func yield(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if lo.Has(i, "from") {
		op = g.From
	}
	return lo.List(i, g.Yield, op, lo.Next1(i))
}

func comprehension(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		id := lo.Node(i, g.Comprehension, op, lo.Get(i, "body"))
		lo.Append(id, lo.Kids(i))
		return id
	}
}

func forIn(lo *syntax.Lowering, i int) g.ID {
	op := g.Of
	if lo.Has(i, "async") {
		op = g.Async
	}
	return lo.Node(i, g.ForEach, op, lo.Get(i, "left"), lo.AsTuple(lo.Get(i, "right")), 0)
}

func assignment(lo *syntax.Lowering, i int) g.ID {
	left, typ, right := lo.Get(i, "left"), lo.Get(i, "type"), lo.Get(i, "right")
	if typ != 0 {
		return lo.Node(i, g.Var, g.Plain, left, typ, right)
	}
	return lo.Node(i, g.Assign, g.Plain, left, right)
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

// typeOf makes a type of the expression in an annotation.
func typeOf(lo *syntax.Lowering, i int) g.ID { return asType(lo, lo.Next1(i)) }

func asType(lo *syntax.Lowering, id g.ID) g.ID {
	if id == 0 || lo.Kind(id).Type() {
		return id
	}
	start, end := lo.Span(id)
	switch k := lo.Kind(id); {
	case k == g.Ident || k == g.Null || k == g.String && lo.OpOf(id) == g.Plain: // a string is a type that comes later
		if k == g.Null {
			lo.SetRef(id, lo.InternString("None"))
		}
		lo.SetKind(id, g.TypeName)
		lo.SetOp(id, g.Plain)
		return id
	case k == g.Member && lo.Simple(start, end):
		return lo.Leaf(g.TypeName, g.Plain, 0, start, end, lo.InternSource(start, end))
	case k == g.Index:
		base := lo.First(id)
		args := lo.Cut(base)
		lo.SetKind(id, g.TypeApply)
		lo.SetChildren(id, lo.Join(asType(lo, base), args))
		return id
	case k == g.Binary && lo.OpOf(id) == g.BitOr || k == g.Tuple:
		var chain syntax.Chain
		for c := lo.First(id); c != 0; {
			next := lo.Cut(c)
			if ck := lo.Kind(c); ck == g.Ident || ck == g.Null || ck == g.String || ck == g.Member {
				c = asType(lo, c)
			}
			lo.Add(&chain, c)
			c = next
		}
		lo.SetKind(id, g.TypeUnion)
		lo.SetOp(id, g.Plain)
		lo.SetChildren(id, chain.First)
		return id
	}
	return lo.Over(id, id, g.TypeOther, g.Plain, id)
}

func genericType(lo *syntax.Lowering, i int) g.ID {
	base := asType(lo, lo.Next1(i))
	return lo.Applied(i, base, lo.Next1(i))
}
