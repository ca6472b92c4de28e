package c

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func number(lo *syntax.Lowering, i int) g.ID {
	t := bytes.ReplaceAll(lo.Text(i), []byte("'"), nil)
	hex := bytes.HasPrefix(t, []byte("0x")) || bytes.HasPrefix(t, []byte("0X"))
	if t = bytes.TrimRight(t, "uUlLzZ"); !hex && bytes.ContainsAny(t, ".eE") {
		t = bytes.TrimRight(t, "fF")
	}
	return lo.NumberText(i, string(t))
}

// char may have a prefix that says how wide it is.
func char(lo *syntax.Lowering, i int) g.ID { return syntax.Char(lo, i) }

func text(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	return lo.Literal(i, g.Plain, start, end, syntax.CEscapes)
}

// systemPath is <stdio.h>.
func systemPath(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	return lo.Literal(i, g.Raw, min(n.Start+1, n.End), max(n.End-1, min(n.Start+1, n.End)), syntax.NoEscapes)
}

func call(lo *syntax.Lowering, i int) g.ID {
	callee, types := lo.Bare(lo.Single(lo.Get(i, "function")))
	args := lo.Single(lo.Get(i, "arguments"))
	id := lo.Node(i, g.Call, g.Plain, callee, args)
	lo.Append(id, types)
	return id
}

// member is a.b; a->b is (*a).b.
func member(lo *syntax.Lowering, i int) g.ID {
	object := lo.Single(lo.Get(i, "argument"))
	if o := lo.Child(i, "operator"); o != 0 && object != 0 && lo.Symbol(o) == "->" {
		object = lo.Over(object, object, g.Unary, g.Deref, object)
	}
	name, types := lo.Bare(lo.Single(lo.Get(i, "field")))
	id := lo.Node(i, g.Member, g.Plain, object, name)
	lo.Append(id, types)
	return id
}

func index(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Index, g.Plain, lo.Get(i, "argument"))
	lo.Append(id, lo.Join(lo.Get(i, "index"), lo.Get(i, "indices")))
	return id
}

func pointer(lo *syntax.Lowering, i int) g.ID {
	op := g.Deref
	if lo.Op(i) == g.BitAnd {
		op = g.AddressOf
	}
	return lo.Node(i, g.Unary, op, lo.Get(i, "argument"))
}

func binary(lo *syntax.Lowering, i int) g.ID {
	left, right := lo.Get(i, "left"), lo.Get(i, "right")
	return lo.Node(i, g.Binary, lo.Op(i), left, right)
}

func compoundLiteral(lo *syntax.Lowering, i int) g.ID {
	typ, value := lo.AsType(lo.Get(i, "type")), lo.Single(lo.Get(i, "value"))
	if value != 0 && (lo.Kind(value) == g.List || lo.Kind(value) == g.Dict) {
		lo.SetKind(value, g.Args)
	}
	return lo.Node(i, g.New, g.Composite, typ, value)
}

// initializers is {a, b}, or {.a = b}, which is a Dict.
func initializers(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	if chain != 0 && lo.Kind(chain) == g.Pair {
		return lo.List(i, g.Dict, g.Plain, chain)
	}
	return lo.List(i, g.List, g.Plain, chain)
}

// initializerPair has one designator, or the path of several.
func initializerPair(lo *syntax.Lowering, i int) g.ID {
	value := lo.Get(i, "value")
	var key g.ID
	op := g.Plain
	for d := lo.Get(i, "designator"); d != 0; {
		next := lo.Cut(d)
		if lo.Kind(d) == g.List && lo.OpOf(d) == g.Implicit { // [0]
			op = g.Computed
			d = lo.Single(lo.First(d))
		}
		switch {
		case d == 0:
		case key == 0:
			key = d
		default:
			key, op = lo.Over(key, d, g.Member, g.Plain, key, d), g.Computed
		}
		d = next
	}
	return lo.Node(i, g.Pair, op, key, value)
}

// wordCall is the call of a word with a type or a value.
func wordCall(word string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		id := syntax.CallOf(word)(lo, i)
		if args := lo.Next(lo.First(id)); args != 0 && lo.First(args) == 0 {
			lo.SetStart(args, lo.Flat(i).End)
		}
		return id
	}
}

func include(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Import, g.Side, lo.Get(i, "path"))
}

// define is a constant with the value that its text is.
func define(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Called(i+1, g.Attr, g.Plain, "#define")
	id := lo.Node(i, g.Var, g.Plain, lo.Get(i, "name"), 0, lo.Get(i, "value"))
	lo.Prepend(id, mods)
	return id
}

// defined is the text behind a name: a number, a string, a name, or what is not read.
func defined(lo *syntax.Lowering, i int) g.ID {
	t := bytes.TrimSpace(lo.Text(i))
	n := lo.Flat(i)
	switch {
	case len(t) == 0:
	case t[0] >= '0' && t[0] <= '9' && !bytes.ContainsAny(t, " \t()+*/-"):
		return lo.NumberText(i, string(bytes.TrimRight(t, "uUlL")))
	case len(t) > 1 && t[0] == '"' && t[len(t)-1] == '"' && bytes.Count(t, []byte(`"`)) == 2:
		id := lo.List(i, g.String, g.Plain)
		lo.SetRef(id, lo.Intern(syntax.Unescape(nil, t[1:len(t)-1], syntax.CEscapes)))
		return id
	case lo.Simple(n.Start, n.End) && !bytes.Contains(t, []byte(".")):
		return lo.Word(i, g.Ident, g.Plain)
	}
	return 0
}

// conditional is what stands between #if and what ends it, whether it holds or not, behind the condition itself.
func conditional(lo *syntax.Lowering, i int) g.ID {
	condition := lo.Join(lo.Get(i, "condition"), lo.Get(i, "name"))
	id := lo.Called(i+1, g.Directive, g.Plain, "#if")
	lo.SetChildren(id, condition)
	return lo.Join(id, lo.Kids(i))
}
