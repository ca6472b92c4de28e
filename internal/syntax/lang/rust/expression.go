package rust

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// scoped is a::b; ::b is b.
func scoped(lo *syntax.Lowering, i int) g.ID {
	path := lo.Name(lo.Single(lo.Get(i, "path")))
	name := lo.Single(lo.Get(i, "name"))
	if path == 0 {
		return name
	}
	return lo.Node(i, g.Member, g.Plain, path, name)
}

func boolean(lo *syntax.Lowering, i int) g.ID {
	if string(lo.Text(i)) == "true" {
		return lo.List(i, g.Bool, g.True)
	}
	return lo.List(i, g.Bool, g.False)
}

var suffixes = []string{
	"u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64",
}

// number has its type behind it; 010 is ten.
func number(lo *syntax.Lowering, i int) g.ID {
	t := lo.Text(i)
	float := lo.Symbol(i) == "float_literal"
	hex := bytes.HasPrefix(t, []byte("0x"))
	for _, s := range suffixes {
		if hex && s[0] == 'f' {
			continue
		}
		if digits, ok := bytes.CutSuffix(t, []byte(s)); ok {
			t = digits
			float = float || s[0] == 'f'
			break
		}
	}
	if float {
		if !bytes.ContainsAny(t, ".eE") {
			return lo.NumberText(i, string(t)+".0")
		}
		return lo.NumberText(i, string(t))
	}
	if len(t) > 1 && t[0] == '0' && (t[1] == '_' || t[1] >= '0' && t[1] <= '9') {
		if t = bytes.TrimLeft(t, "0_"); len(t) == 0 {
			t = []byte{'0'}
		}
	}
	return lo.NumberText(i, string(t))
}

func char(lo *syntax.Lowering, i int) g.ID {
	id := lo.List(i, g.Char, g.Plain)
	t := bytes.TrimPrefix(lo.Text(i), []byte("b"))
	if len(t) > 2 {
		lo.SetRef(id, lo.Intern(syntax.Unescape(nil, t[1:len(t)-1], syntax.CEscapes)))
	}
	return id
}

func text(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	if bytes.HasPrefix(lo.Text(i), []byte("b")) {
		return lo.Literal(i, g.Bytes, start, end, syntax.ByteEscapes)
	}
	return lo.Literal(i, g.Plain, start, end, syntax.CEscapes)
}

func rawText(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	start, end := n.End, n.End
	lo.Children(i, func(c int) {
		if lo.Symbol(c) == "string_content" {
			start, end = lo.Flat(c).Start, lo.Flat(c).End
		}
	})
	return lo.Literal(i, g.Raw, start, end, syntax.NoEscapes)
}

func call(lo *syntax.Lowering, i int) g.ID {
	callee, types := lo.Bare(lo.Single(lo.Get(i, "function")))
	id := lo.Node(i, g.Call, g.Plain, callee, lo.Get(i, "arguments"))
	lo.Append(id, types)
	return id
}

// genericFunction is f::<T>, whose arguments its call takes over.
func genericFunction(lo *syntax.Lowering, i int) g.ID {
	types := lo.Get(i, "type_arguments")
	id := lo.Single(lo.Get(i, "function"))
	if id != 0 && lo.Kind(id) == g.Member {
		lo.Append(id, types)
		return id
	}
	return lo.Applied(i, lo.AsType(id), types)
}

// arguments may have attributes before them, which go behind.
func arguments(k g.Kind) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		attributes := lo.Of(i, "attribute_item")
		return lo.List(i, k, g.Plain, lo.Kids(i), attributes)
	}
}

func structExpression(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.New, g.Composite, lo.AsType(lo.Get(i, "name")), lo.Get(i, "body"))
}

func fieldInitializer(lo *syntax.Lowering, i int) g.ID {
	name, value := lo.Get(i, "field"), lo.Get(i, "value")
	attributes := lo.Kids(i)
	id := lo.Node(i, g.Pair, g.Plain, name, value)
	lo.Spill(attributes)
	return id
}

func shorthand(lo *syntax.Lowering, i int) g.ID {
	attributes := lo.Of(i, "attribute_item")
	name := lo.Next1(i)
	if name == 0 {
		return attributes
	}
	start, end := lo.Span(name)
	value := lo.Leaf(g.Ident, g.Plain, 0, start, end, lo.Ref(name))
	lo.Spill(attributes)
	return lo.Over(name, name, g.Pair, g.Plain, name, value)
}

func unary(lo *syntax.Lowering, i int) g.ID {
	op := lo.Prefixed(i)
	if op == g.Mul {
		op = g.Deref
	}
	return lo.Node(i, g.Unary, op, lo.Next1(i))
}

// rangeOf is a..b or a..=b, open at either end.
func rangeOf(lo *syntax.Lowering, i int) g.ID {
	var parts [2]g.ID
	at, op := 0, g.RangeUntil
	lo.Children(i, func(c int) {
		if id := lo.Take(c); id != 0 {
			parts[at] = lo.Join(parts[at], id)
		} else if !lo.Flat(c).Named() {
			at, op = 1, lo.OpAt(c)
		}
	})
	return lo.Node(i, g.Binary, op, parts[0], parts[1])
}

func rangePattern(lo *syntax.Lowering, i int) g.ID {
	op := g.Range
	if lo.Has(i, "..") {
		op = g.RangeUntil
	}
	return lo.Node(i, g.Binary, op, lo.Get(i, "left"), lo.Get(i, "right"))
}

// try is x?, which goes on with what is in x.
func try(lo *syntax.Lowering, i int) g.ID { return lo.Node(i, g.Cast, g.NonNull, 0, lo.Next1(i)) }

func closure(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Attrs(i, "async", "move", "static")
	id := lo.Node(i, g.Lambda, g.Plain, 0, lo.Get(i, "parameters"), lo.Get(i, "return_type"), lo.Returned(lo.Get(i, "body")))
	lo.Prepend(id, mods)
	return id
}

func structPattern(lo *syntax.Lowering, i int) g.ID {
	typ := lo.AsType(lo.Get(i, "type"))
	return lo.List(i, g.Destructure, g.Record, typ, lo.Kids(i))
}

// fieldPattern is a: pattern; a alone binds a.
func fieldPattern(lo *syntax.Lowering, i int) g.ID {
	name, pattern := lo.Single(lo.Get(i, "name")), lo.Get(i, "pattern")
	if pattern == 0 && name != 0 {
		start, end := lo.Span(name)
		pattern = lo.Leaf(g.Ident, g.Plain, 0, start, end, lo.Ref(name))
	}
	return lo.Node(i, g.Pair, g.Plain, name, pattern)
}

func genericPattern(lo *syntax.Lowering, i int) g.ID {
	args := lo.Get(i, "type_arguments")
	return lo.Applied(i, lo.AsType(lo.Next1(i)), args)
}
