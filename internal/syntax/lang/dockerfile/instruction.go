package dockerfile

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// called is an instruction with its arguments, and with what it is told beside them.
func called(lo *syntax.Lowering, i int, args, beside g.ID) g.ID {
	n := lo.Flat(i)
	at := n.Start
	if n.Size > 1 {
		at = lo.Flat(i + 1).End
	}
	name := bytes.ToUpper(lo.Source[n.Start:at])
	callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, at, lo.Intern(name))
	list := lo.At(at, n.End, g.Args, g.Plain)
	lo.SetChildren(list, args)
	id := lo.Node(i, g.Call, g.Plain, callee, list)
	if beside != 0 {
		params := lo.Over(beside, lo.Tail(beside), g.TypeParams, g.Plain)
		lo.SetChildren(params, beside)
		lo.Append(id, params)
	}
	return id
}

func instruction(lo *syntax.Lowering, i int) g.ID {
	beside := lo.OfAny(i, "param", "mount_param")
	return called(lo, i, lo.Kids(i), beside)
}

func from(lo *syntax.Lowering, i int) g.ID {
	beside := lo.Of(i, "param")
	if alias := lo.Single(lo.Get(i, "as")); alias != 0 {
		start, end := lo.Span(alias)
		key := lo.Leaf(g.Ident, g.Plain, 0, start, start, lo.InternString("AS"))
		beside = lo.Join(beside, lo.At(start, end, g.NamedArg, g.Plain, key, alias))
	}
	return called(lo, i, lo.Kids(i), beside)
}

// image is a name, the pair of a name and a tag, or either with a digest behind @.
func image(lo *syntax.Lowering, i int) g.ID {
	id, tag, digest := lo.Single(lo.Get(i, "name")), lo.Single(lo.Get(i, "tag")), lo.Single(lo.Get(i, "digest"))
	if tag != 0 && id != 0 {
		id, tag = lo.Over(id, tag, g.Pair, g.Plain, id, tag), 0
	}
	if digest != 0 && id != 0 {
		id, digest = lo.Over(id, digest, g.Binary, g.MatMul, id, digest), 0
	}
	return lo.Join(id, tag, digest)
}

// marked is a word behind : or @.
func marked(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	id := lo.Parts(i, g.Plain, min(n.Start+1, n.End), n.End, syntax.NoEscapes)
	lo.SetStart(id, min(n.Start+1, n.End))
	return id
}

func word(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	if n.Size > 1 { // $X alone is the variable
		if kids := expansions(lo, i); kids != 0 && lo.Flat(kids).Start == n.Start && lo.Flat(kids).End == n.End {
			return lo.Single(lo.Take(kids))
		}
	}
	return lo.Parts(i, g.Plain, n.Start, n.End, syntax.NoEscapes)
}

// expansions gives the first child that is one.
func expansions(lo *syntax.Lowering, i int) int {
	first := 0
	lo.Children(i, func(c int) {
		if first == 0 && lo.Symbol(c) == "expansion" {
			first = c
		}
	})
	return first
}

func quoted(e syntax.Escapes) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		start, end := lo.Inside(i)
		return lo.Parts(i, g.Plain, start, end, e)
	}
}

// pair is NAME=value, or NAME value.
func pair(field string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		key, value := lo.Single(lo.Get(i, field)), lo.Single(lo.Get(i, "value"))
		if value == 0 {
			end := lo.Flat(i).End
			value = lo.At(end, end, g.String, g.Plain)
		}
		return lo.Node(i, g.Pair, g.Plain, ident(lo, key), value)
	}
}

// ident makes the name that a variable is declared by of a word.
func ident(lo *syntax.Lowering, id g.ID) g.ID {
	if id != 0 && lo.Kind(id) == g.String {
		lo.SetKind(id, g.Ident)
		lo.SetOp(id, g.Plain)
	}
	return id
}

func arg(lo *syntax.Lowering, i int) g.ID {
	name, value := ident(lo, lo.Single(lo.Get(i, "name"))), lo.Single(lo.Get(i, "default"))
	if name != 0 && value != 0 {
		name = lo.Over(name, value, g.Pair, g.Plain, name, value)
	}
	return called(lo, i, name, 0)
}

func user(lo *syntax.Lowering, i int) g.ID {
	name, group := lo.Single(lo.Get(i, "user")), lo.Single(lo.Get(i, "group"))
	if name != 0 && group != 0 {
		name = lo.Over(name, group, g.Pair, g.Plain, name, group)
	}
	return called(lo, i, name, 0)
}

// port is a number, or a range or a protocol as text.
func port(lo *syntax.Lowering, i int) g.ID {
	for _, c := range lo.Text(i) {
		if c < '0' || c > '9' {
			n := lo.Flat(i)
			return lo.Literal(i, g.Plain, n.Start, n.End, syntax.NoEscapes)
		}
	}
	return syntax.Number(lo, i)
}

// param is --name=value; what --mount is told stays one text.
func param(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	lo.Kids(i)
	name, _, _ := bytes.Cut(lo.Text(i), []byte("="))
	at := n.Start + uint32(len(name))
	key := lo.Leaf(g.Ident, g.Plain, 0, n.Start, at, lo.InternSource(min(n.Start+2, at), at))
	from := min(at+1, n.End)
	value := lo.Leaf(g.String, g.Plain, 0, from, n.End, lo.InternSource(from, n.End))
	return lo.Node(i, g.NamedArg, g.Plain, key, value)
}

// rest is an instruction with the text behind its word.
func rest(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	start := n.End
	if n.Size > 1 {
		start = lo.Flat(i + 1).End
	}
	for start < n.End && (lo.Source[start] == ' ' || lo.Source[start] == '\t') {
		start++
	}
	var args g.ID
	if kids := lo.Kids(i); kids != 0 {
		args = kids
	} else if start < n.End {
		args = lo.Leaf(g.String, g.Plain, 0, start, n.End, lo.InternSource(start, n.End))
	}
	return called(lo, i, args, 0)
}

func healthcheck(lo *syntax.Lowering, i int) g.ID {
	beside := lo.Of(i, "param")
	args := lo.Kids(i)
	if none := lo.Token(i, "NONE"); none != 0 && args == 0 {
		args = lo.Word(none, g.String, g.Plain)
	}
	return called(lo, i, args, beside)
}

func heredoc(lo *syntax.Lowering, i int) g.ID {
	lines := lo.Kids(i)
	if lines == 0 {
		return 0
	}
	start, end := lo.StartOf(lines), lo.EndOf(lines)
	return lo.Leaf(g.String, g.Raw, 0, start, end, lo.InternSource(start, end))
}

func line(lo *syntax.Lowering, i int) g.ID { return lo.Word(i, g.String, g.Raw) }
