package golang

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func quoted(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	return lo.Literal(i, g.Plain, start, end, syntax.CEscapes)
}

func raw(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	return lo.Literal(i, g.Raw, start, end, syntax.NoEscapes)
}

func char(lo *syntax.Lowering, i int) g.ID {
	id := lo.List(i, g.Char, g.Plain)
	if t := lo.Text(i); len(t) > 2 {
		lo.SetRef(id, lo.Intern(syntax.Unescape(nil, t[1:len(t)-1], syntax.CEscapes)))
	}
	return id
}

// list is one expression, or a Tuple of several.
func list(lo *syntax.Lowering, i int) g.ID { return lo.AsTuple(lo.Kids(i)) }

func call(lo *syntax.Lowering, i int) g.ID {
	types := lo.Get(i, "type_arguments")
	id := lo.Node(i, g.Call, g.Plain, lo.Get(i, "function"), lo.Get(i, "arguments"))
	lo.Append(id, types)
	return id
}

func instantiation(lo *syntax.Lowering, i int) g.ID {
	return lo.List(i, g.TypeApply, g.Plain, lo.Get(i, "type"), lo.Kids(i))
}

// conversion is T(x). F[int](x) and, outside of a function, p.F(x) are ones to the grammar, and nearly always calls.
func conversion(lo *syntax.Lowering, i int) g.ID {
	typ, operand := lo.Get(i, "type"), lo.Get(i, "operand")
	c := lo.Child(i, "type")
	if typ != 0 && lo.Kind(typ) == g.TypeName && lo.Next(typ) == 0 {
		start, end := lo.Span(typ)
		return lo.Node(i, g.Call, g.Plain, name(lo, start, end), lo.At(lo.Flat(c).End, lo.Flat(i).End, g.Args, g.Plain, operand))
	}
	if typ == 0 || lo.Kind(typ) != g.TypeApply || lo.Next(typ) != 0 || lo.Kind(lo.First(typ)) != g.TypeName {
		return lo.Node(i, g.Cast, g.Plain, typ, operand)
	}
	base := lo.First(typ)
	args := lo.Cut(base)
	start, end := lo.Span(base)
	types := lo.At(end, lo.Flat(c).End, g.TypeParams, g.Plain)
	lo.SetChildren(types, args)
	id := lo.Node(i, g.Call, g.Plain, name(lo, start, end), lo.At(lo.Flat(c).End, lo.Flat(i).End, g.Args, g.Plain, operand))
	lo.Append(id, types)
	return id
}

// name is the expression that a.b or a is.
func name(lo *syntax.Lowering, start, end uint32) g.ID {
	dot := bytes.IndexByte(lo.Source[start:end], '.')
	if dot < 0 || !lo.Simple(start, end) {
		return lo.Leaf(g.Ident, g.Plain, 0, start, end, lo.InternSource(start, end))
	}
	at := start + uint32(dot)
	return lo.At(start, end, g.Member, g.Plain, name(lo, start, at), name(lo, at+1, end))
}

// element is a literal without its type inside another: {1, 2} in [][]int{{1, 2}}.
func element(lo *syntax.Lowering, i int) g.ID {
	id := lo.Kids(i)
	if id != 0 && lo.Kind(id) == g.Args && lo.Next(id) == 0 {
		return lo.Node(i, g.New, g.Composite, 0, id)
	}
	return id
}

func keyed(lo *syntax.Lowering, i int) g.ID {
	key, value := lo.Get(i, "key"), lo.Get(i, "value")
	op := g.Computed
	if key != 0 && lo.Kind(key) == g.Ident { // a field's name, or a constant as a map's key
		op = g.Plain
	}
	return lo.Node(i, g.Pair, op, key, value)
}

func unary(lo *syntax.Lowering, i int) g.ID {
	op := lo.Op(i)
	switch op {
	case g.BitAnd:
		op = g.AddressOf
	case g.Mul:
		op = g.Deref
	case g.BitXor:
		op = g.BitNot
	}
	return lo.Node(i, g.Unary, op, lo.Get(i, "operand"))
}

func assignment(lo *syntax.Lowering, i int) g.ID {
	left, right := lo.Get(i, "left"), lo.Get(i, "right")
	var id g.ID
	if o := lo.Child(i, "operator"); o != 0 && len(lo.Text(o)) > 1 {
		t := lo.Text(o)
		id = lo.Node(i, g.AssignOp, g.Operator(string(t[:len(t)-1])), left, right)
	} else {
		id = lo.Node(i, g.Assign, g.Plain, left, right)
	}
	return lo.Node(i, g.ExprStmt, g.Plain, id)
}

func shortVar(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.ExprStmt, g.Plain, lo.Node(i, g.Assign, g.Declare, lo.Get(i, "left"), lo.Get(i, "right")))
}

func step(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		return lo.Node(i, g.ExprStmt, g.Plain, lo.Node(i, g.Unary, op, lo.Next1(i)))
	}
}

func send(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.ExprStmt, g.Plain, lo.Node(i, g.Binary, g.Send, lo.Get(i, "channel"), lo.Get(i, "value")))
}

// receive is the x := <-c of a select's case.
func receive(lo *syntax.Lowering, i int) g.ID {
	left, right := lo.Get(i, "left"), lo.Get(i, "right")
	if left == 0 {
		return lo.Node(i, g.ExprStmt, g.Plain, right)
	}
	op := g.Plain
	if lo.Has(i, ":=") {
		op = g.Declare
	}
	return lo.Node(i, g.ExprStmt, g.Plain, lo.Node(i, g.Assign, op, left, right))
}
