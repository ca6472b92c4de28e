package csharp

import (
	"bytes"
	"strings"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

func boolean(lo *syntax.Lowering, i int) g.ID {
	if string(lo.Text(i)) == "true" {
		return lo.List(i, g.Bool, g.True)
	}
	return lo.List(i, g.Bool, g.False)
}

// integer has no octal form: 010 is ten.
func integer(lo *syntax.Lowering, i int) g.ID {
	t := bytes.TrimRight(lo.Text(i), "uUlL")
	if len(t) > 1 && t[0] == '0' && (t[1] == '_' || t[1] >= '0' && t[1] <= '9') {
		if t = bytes.TrimLeft(t, "0_"); len(t) == 0 {
			t = []byte{'0'}
		}
	}
	return lo.NumberText(i, string(t))
}

func real(lo *syntax.Lowering, i int) g.ID {
	t := bytes.TrimRight(lo.Text(i), "fFdDmM")
	if !bytes.ContainsAny(t, ".eE") {
		t = append(bytes.Clone(t), ".0"...)
	}
	return lo.NumberText(i, string(t))
}

func text(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	if c := lo.Flat(i); c.Size > 1 { // "…"u8 ends in what is no quote
		lo.Children(i, func(c int) {
			if lo.Symbol(c) == "string_literal_encoding" {
				end = max(start, lo.Flat(c).Start-1)
			}
		})
	}
	return lo.Literal(i, g.Plain, start, end, syntax.CEscapes)
}

// verbatim is @"…", in which only a quote is escaped, by another.
func verbatim(lo *syntax.Lowering, i int) g.ID {
	t := lo.Text(i)
	t = bytes.TrimPrefix(t, []byte(`@"`))
	if end := bytes.LastIndexByte(t, '"'); end >= 0 {
		t = t[:end]
	}
	id := lo.List(i, g.String, g.Raw)
	lo.SetRef(id, lo.Intern(bytes.ReplaceAll(t, []byte(`""`), []byte(`"`))))
	return id
}

// rawText is """…""", whose line breaks behind the first quotes and before the last do not belong to it.
func rawText(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	start, end := n.Start, n.End
	lo.Children(i, func(c int) {
		switch lo.Symbol(c) {
		case "raw_string_start":
			start = lo.Flat(c).End
		case "raw_string_end":
			end = lo.Flat(c).Start
		}
	})
	return lo.Literal(i, g.Raw, start, max(start, end), syntax.NoEscapes)
}

// interpolated is $"…{x}…", $@"…" or $"""…""".
func interpolated(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	start, end, quotes := n.Start, n.End, 0
	verbatim, raw := false, false
	lo.Children(i, func(c int) {
		switch s := lo.Symbol(c); {
		case s == "interpolation_start":
			verbatim = bytes.IndexByte(lo.Text(c), '@') >= 0
		case s == "interpolation_quote" || s == `"` && !lo.Flat(c).Named():
			raw = s == "interpolation_quote"
			if quotes++; quotes == 1 {
				start = lo.Flat(c).End
			} else {
				end = lo.Flat(c).Start
			}
		}
	})
	escapes := syntax.BraceEscapes
	if raw || verbatim {
		escapes = syntax.NoEscapes
	}
	id := lo.Parts(i, g.Format, start, max(start, end), escapes)
	if verbatim {
		unquote(lo, id)
		for part := lo.First(id); part != 0; part = lo.Next(part) {
			unquote(lo, part)
		}
	}
	return id
}

// unquote reads the pairs that stand for one character in a verbatim string.
func unquote(lo *syntax.Lowering, id g.ID) {
	if lo.Kind(id) != g.String || lo.OpOf(id) != g.Format {
		return
	}
	value := strings.NewReplacer(`""`, `"`, "{{", "{", "}}", "}").Replace(lo.String(lo.Ref(id)))
	lo.SetRef(id, lo.InternString(value))
}

// genericName is a type with its arguments until an expression takes it apart.
func genericName(lo *syntax.Lowering, i int) g.ID {
	args := lo.Of(i, "type_argument_list")
	return lo.Applied(i, lo.AsType(lo.Next1(i)), args)
}

func typeArguments(lo *syntax.Lowering, i int) g.ID {
	return lo.List(i, g.TypeParams, g.Plain, lo.AsTypes(lo.Kids(i)))
}

func call(lo *syntax.Lowering, i int) g.ID {
	callee, types := lo.Bare(lo.Single(lo.Get(i, "function")))
	id := lo.Node(i, g.Call, g.Plain, callee, lo.Get(i, "arguments"))
	lo.Append(id, types)
	return id
}

func member(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	if lo.Has(i, "->") {
		op = g.Deref
	}
	object := lo.Name(lo.Single(lo.Get(i, "expression")))
	name, types := lo.Bare(lo.Single(lo.Get(i, "name")))
	id := lo.Node(i, g.Member, op, object, name)
	lo.Append(id, types)
	return id
}

// conditionalAccess is a?.b or a?[b].
func conditionalAccess(lo *syntax.Lowering, i int) g.ID {
	object := lo.Single(lo.Get(i, "condition"))
	part := lo.Next1(i)
	if part != 0 && lo.Kind(part) == g.Args {
		id := lo.Node(i, g.Index, g.Optional, object)
		lo.Append(id, lo.First(part))
		return id
	}
	name, types := lo.Bare(part)
	id := lo.Node(i, g.Member, g.Optional, object, name)
	lo.Append(id, types)
	return id
}

func index(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.Index, g.Plain, lo.Get(i, "expression"))
	args := lo.Single(lo.Get(i, "subscript"))
	if args != 0 && lo.Kind(args) == g.Args {
		args = lo.First(args)
	}
	lo.Append(id, args)
	return id
}

// argument may have a name; ref, out and in are left out.
func argument(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "name")
	value := lo.Next1(i)
	if name == 0 {
		return value
	}
	return lo.Node(i, g.NamedArg, g.Plain, name, value)
}

// declared is a variable that an argument declares: out var x.
func declared(lo *syntax.Lowering, i int) g.ID {
	typ := lo.AsType(lo.Get(i, "type"))
	return lo.Node(i, g.Var, g.Plain, lo.Get(i, "name"), typ, 0)
}

// construct has its initialiser behind the arguments: a Dict of members, or a List of elements.
func construct(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.New, g.Plain, lo.AsType(lo.Get(i, "type")), lo.Get(i, "arguments"))
	lo.Append(id, lo.Single(lo.Get(i, "initializer")))
	return id
}

func implicitNew(lo *syntax.Lowering, i int) g.ID {
	id := lo.Node(i, g.New, g.Plain, 0, lo.Of(i, "argument_list"))
	lo.Append(id, lo.Single(lo.Of(i, "initializer_expression")))
	return id
}

// newArray is new T[2], new T[] {1, 2} or new[] {1, 2}: the lengths are in the type, the elements are arguments.
func newArray(lo *syntax.Lowering, i int) g.ID {
	typ := lo.Single(lo.Get(i, "type"))
	value := lo.Single(lo.Of(i, "initializer_expression"))
	if value != 0 && (lo.Kind(value) == g.List || lo.Kind(value) == g.Dict) {
		lo.SetKind(value, g.Args)
	}
	return lo.Node(i, g.New, g.Composite, typ, value)
}

// initializer is {a, b}, or { A = a, ["b"] = b }, which is a Dict.
func initializer(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	if chain == 0 || lo.Kind(chain) != g.Assign {
		return lo.List(i, g.List, g.Plain, chain)
	}
	for c := chain; c != 0; c = lo.Next(c) {
		if lo.Kind(c) != g.Assign {
			continue
		}
		lo.SetKind(c, g.Pair)
		if key := lo.First(c); key != 0 && lo.Kind(key) == g.Args {
			lo.SetOp(c, g.Computed)
			if only := lo.First(key); only != 0 && lo.Next(only) == 0 {
				lo.Link(only, lo.Next(key))
				lo.SetChildren(c, only)
			} else {
				lo.SetKind(key, g.Tuple)
				lo.SetOp(key, g.Plain)
			}
		}
	}
	return lo.List(i, g.Dict, g.Plain, chain)
}

// anonymousObject is new { A = a, b, c.D }: a member without a name has that of its value.
func anonymousObject(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	var name g.ID
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		switch {
		case id == 0:
		case name != 0:
			lo.Add(&chain, lo.Over(name, id, g.Pair, g.Plain, name, id))
			name = 0
		case lo.Kind(id) == g.Ident && named(lo, i, c):
			name = id
		case lo.Kind(id) == g.Ident:
			lo.Add(&chain, lo.Node(c, g.Pair, g.Plain, lo.Word(c, g.Ident, g.Plain), id))
		case lo.Kind(id) == g.Member && lo.Kind(lo.Next(lo.First(id))) == g.Ident:
			last := lo.Next(lo.First(id))
			start, end := lo.Span(last)
			key := lo.Leaf(g.Ident, g.Plain, 0, start, end, lo.Ref(last))
			lo.Add(&chain, lo.Node(c, g.Pair, g.Plain, key, id))
		default:
			lo.Add(&chain, id)
		}
	})
	lo.Add(&chain, name)
	return lo.List(i, g.Dict, g.Plain, chain.First)
}

// named tells whether = stands behind a child.
func named(lo *syntax.Lowering, i, c int) bool {
	next := c + int(lo.Flat(c).Size)
	return next < i+int(lo.Flat(i).Size) && !lo.Flat(next).Named() && lo.Symbol(next) == "="
}

func unary(lo *syntax.Lowering, i int) g.ID {
	op := lo.Prefixed(i)
	behind := lo.Symbol(i) == "postfix_unary_expression"
	switch {
	case op == g.Not && behind: // x!
		return lo.Node(i, g.Cast, g.NonNull, 0, lo.Next1(i))
	case op == g.BitAnd:
		op = g.AddressOf
	case op == g.Mul:
		op = g.Deref
	case op == g.BitXor: // ^1, from the end
		op = g.From
	}
	return lo.Node(i, g.Unary, op, lo.Next1(i))
}

func cast(lo *syntax.Lowering, i int) g.ID {
	typ := lo.AsType(lo.Get(i, "type"))
	return lo.Node(i, g.Cast, g.Plain, typ, lo.Get(i, "value"))
}

func as(lo *syntax.Lowering, i int) g.ID {
	typ := lo.AsType(lo.Get(i, "right"))
	return lo.Node(i, g.Cast, g.As, typ, lo.Get(i, "left"))
}

func is(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.TypeTest, g.Plain, lo.Get(i, "left"), lo.AsType(lo.Get(i, "right")))
}

// isPattern is a test of a type, with a name that it binds, or of a pattern.
func isPattern(lo *syntax.Lowering, i int) g.ID {
	value, pattern := lo.Get(i, "expression"), lo.Single(lo.Get(i, "pattern"))
	switch {
	case pattern != 0 && lo.Kind(pattern) == g.Param:
		name := lo.First(pattern)
		typ := lo.Cut(name)
		empty := lo.Cut(typ)
		lo.Spill(lo.Cut(empty))
		id := lo.Node(i, g.TypeTest, g.Plain, value, typ)
		lo.Append(id, lo.Over(name, name, g.Param, g.Plain, name, 0, 0))
		return id
	case pattern != 0 && lo.Kind(pattern).Type():
		return lo.Node(i, g.TypeTest, g.Plain, value, pattern)
	case pattern != 0 && lo.Kind(pattern) == g.Unary && lo.OpOf(pattern) == g.Not && lo.First(pattern) != 0 && !lo.Kind(lo.First(pattern)).Type():
		return lo.Node(i, g.Binary, g.IsNot, value, lo.First(pattern))
	}
	return lo.Node(i, g.Binary, g.Is, value, pattern)
}

func lambda(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Of(i, "attribute_list"), lo.Of(i, "preproc_if_in_attribute_list"), lo.Of(i, "modifier"))
	params, typ := lo.Single(lo.Get(i, "parameters")), lo.AsType(lo.Get(i, "type"))
	if c := lo.Child(i, "parameters"); params != 0 && lo.Kind(params) == g.Ident {
		params = lo.Node(c, g.Params, g.Plain, lo.Node(c, g.Param, g.Plain, params, 0, 0))
	}
	body := lo.Get(i, "body")
	if body == 0 {
		body = lo.Of(i, "block")
	}
	id := lo.Node(i, g.Lambda, g.Plain, 0, params, typ, lo.Returned(body))
	lo.Prepend(id, mods)
	return id
}

func tuple(lo *syntax.Lowering, i int) g.ID { return lo.List(i, g.Tuple, g.Plain, lo.Kids(i)) }

// span is a..b, open at either end.
func span(lo *syntax.Lowering, i int) g.ID {
	var parts [2]g.ID
	at := 0
	lo.Children(i, func(c int) {
		if id := lo.Take(c); id != 0 {
			parts[at] = lo.Join(parts[at], id)
		} else if lo.Symbol(c) == ".." {
			at = 1
		}
	})
	return lo.Node(i, g.Binary, g.RangeUntil, parts[0], parts[1])
}

func typeOf(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Unary, g.Typeof, lo.AsType(lo.Get(i, "type")))
}

// typeCall is a word with a type in parentheses: a call of it, or the word alone.
func typeCall(word string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		value, typ := lo.Get(i, "value"), lo.AsType(lo.Get(i, "type"))
		n := lo.Flat(i)
		at := min(n.Start+uint32(len(word)), n.End)
		callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, at, lo.InternString(word))
		if value == 0 && typ == 0 {
			return callee
		}
		args := lo.At(at, n.End, g.Args, g.Plain)
		lo.SetChildren(args, lo.Join(value, typ))
		return lo.Node(i, g.Call, g.Plain, callee, args)
	}
}

// with copies a record: a Dict that spreads it.
func with(lo *syntax.Lowering, i int) g.ID {
	var old g.ID
	if c := i + 1; c < i+int(lo.Flat(i).Size) && lo.Symbol(c) != "with_initializer" {
		if value := lo.Single(lo.Take(c)); value != 0 {
			old = lo.Over(value, value, g.Spread, g.Plain, value)
		}
	}
	return lo.List(i, g.Dict, g.Plain, old, lo.Kids(i))
}
