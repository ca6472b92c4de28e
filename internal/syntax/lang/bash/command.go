package bash

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// apart puts what stands beside a command's words behind its call.
func apart(lo *syntax.Lowering, id, extras g.ID) {
	if extras == 0 {
		return
	}
	args := lo.Next(lo.First(id))
	if old := lo.Next(args); old != 0 && lo.Kind(old) == g.TypeParams {
		lo.Append(old, extras)
		return
	}
	params := lo.Over(extras, lo.Tail(extras), g.TypeParams, g.Plain)
	lo.SetChildren(params, extras)
	lo.Append(id, params)
}

// command is the call of its name; those that only move the control are statements.
func command(lo *syntax.Lowering, i int) g.ID {
	extras := lo.Join(lo.Of(i, "variable_assignment"), lo.Get(i, "redirect"))
	name := lo.Single(lo.Get(i, "name"))
	n := lo.Flat(i)
	start := n.Start
	if name != 0 {
		start = max(start, lo.EndOf(name))
	}
	words := lo.Kids(i)
	if name != 0 && extras == 0 && lo.Kind(name) == g.Ident {
		switch lo.String(lo.Ref(name)) {
		case "return":
			return lo.List(i, g.Return, g.Plain, lo.AsTuple(words))
		case "break":
			return lo.List(i, g.Break, g.Plain, lo.AsTuple(words))
		case "continue":
			return lo.List(i, g.Continue, g.Plain, lo.AsTuple(words))
		}
	}
	args := lo.At(min(start, n.End), n.End, g.Args, g.Plain)
	lo.SetChildren(args, words)
	if words == 0 {
		lo.SetEnd(args, min(start, n.End))
	} else {
		lo.SetStart(args, lo.StartOf(words))
		lo.SetEnd(args, lo.EndOf(words))
	}
	id := lo.Node(i, g.Call, g.Plain, name, args)
	apart(lo, id, extras)
	return id
}

// pipeline folds a | b, a && b and a || b from the left.
func pipeline(lo *syntax.Lowering, i int) g.ID {
	var left g.ID
	op := g.Plain
	lo.Children(i, func(c int) {
		if !lo.Flat(c).Named() {
			if op = lo.OpAt(c); lo.Symbol(c) == "|&" {
				op = g.BitOr
			}
			return
		}
		for id := lo.Take(c); id != 0; {
			next := lo.Cut(id)
			switch {
			case left == 0:
				left = id
			case lo.Kind(id) == g.Error || op == g.Plain:
				lo.Spill(id)
			default:
				left = lo.Over(left, id, g.Binary, op, left, id)
			}
			id = next
		}
	})
	return left
}

// test is [ … ], [[ … ]] or (( … )).
func test(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	args := lo.At(n.Start, n.End, g.Args, g.Plain)
	lo.SetChildren(args, lo.Kids(i))
	open := i
	if n.Size > 1 {
		open = i + 1
	}
	callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, n.Start, lo.InternString(string(lo.Text(open))))
	return lo.Node(i, g.Call, g.Plain, callee, args)
}

// testOperators are those that are words.
var testOperators = map[string]g.Op{
	"-eq": g.Eq, "-ne": g.Ne, "-lt": g.Lt, "-le": g.Le, "-gt": g.Gt, "-ge": g.Ge, "-a": g.And, "-o": g.Or,
}

func binary(lo *syntax.Lowering, i int) g.ID {
	op := lo.Op(i)
	o := lo.Child(i, "operator")
	if o != 0 {
		if named, ok := testOperators[string(lo.Text(o))]; ok {
			op = named
		}
	}
	left, right := lo.Get(i, "left"), lo.AsTuple(lo.Get(i, "right"))
	if left == 0 {
		left = lo.Next1(i)
	}
	if right == 0 {
		right = lo.Next1(i)
	}
	if o == 0 {
		op = lo.Prefixed(i)
	}
	if o != 0 && op == g.Plain || o != 0 && bytes.HasSuffix(lo.Text(o), []byte("=")) && assigns(lo, o) {
		if t := lo.Text(o); len(t) > 1 && t[len(t)-1] == '=' {
			return lo.Node(i, g.AssignOp, lo.Operator(string(t[:len(t)-1])), left, right)
		}
		n := lo.Flat(i) // -nt, -ef
		args := lo.At(n.Start, n.End, g.Args, g.Plain)
		lo.SetChildren(args, lo.Join(left, right))
		callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, n.Start, lo.InternString(string(lo.Text(o))))
		return lo.Node(i, g.Call, g.Plain, callee, args)
	}
	return lo.Node(i, g.Binary, op, left, right)
}

// assigns tells += and the like from comparisons.
func assigns(lo *syntax.Lowering, o int) bool {
	switch string(lo.Text(o)) {
	case "=", "==", "!=", "<=", ">=":
		return false
	}
	return true
}

// unary is an operator, or the call of a test like -f.
func unary(lo *syntax.Lowering, i int) g.ID {
	o := lo.Child(i, "operator")
	if o == 0 || lo.Symbol(o) != "test_operator" {
		return lo.Node(i, g.Unary, lo.Op(i), lo.Next1(i))
	}
	n := lo.Flat(i)
	args := lo.At(lo.Flat(o).End, n.End, g.Args, g.Plain)
	lo.SetChildren(args, lo.Kids(i))
	callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, lo.Flat(o).End, lo.InternString(string(lo.Text(o))))
	return lo.Node(i, g.Call, g.Plain, callee, args)
}

// redirect is a NamedArg whose name is the operator.
func redirect(lo *syntax.Lowering, i int) g.ID {
	name := i
	lo.Children(i, func(c int) {
		if name == i && !lo.Flat(c).Named() {
			name = c
		}
	})
	key := lo.Word(name, g.Ident, g.Plain)
	if name == i {
		key = lo.Called(i, g.Ident, g.Plain, ">")
		lo.SetEnd(key, lo.Flat(i).Start)
	}
	return lo.Node(i, g.NamedArg, g.Plain, key, lo.AsTuple(lo.Kids(i)))
}

// heredoc has its text, and with it what the rest of its line says of the command.
func heredoc(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	body := lo.Single(lo.Of(i, "heredoc_body"))
	key := lo.Leaf(g.Ident, g.Plain, 0, n.Start, min(n.Start+2, n.End), lo.InternString("<<"))
	return lo.Join(lo.Node(i, g.NamedArg, g.Plain, key, body), lo.Kids(i))
}

func heredocBody(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	return lo.Parts(i, g.Raw, n.Start, n.End, syntax.NoEscapes)
}

// redirected is a command with its redirections, and with the commands behind the beginning of its heredoc.
func redirected(lo *syntax.Lowering, i int) g.ID {
	body := lo.Single(lo.Get(i, "body"))
	extras, others := lo.Split(lo.Join(lo.Get(i, "redirect"), lo.Kids(i)), g.NamedArg)
	switch {
	case body == 0:
		body = lo.List(i, g.With, g.Plain, extras)
		lo.Place(body, 0)
	case lo.Kind(body) == g.Call:
		apart(lo, body, extras)
	case extras != 0:
		with := lo.List(i, g.With, g.Plain, extras)
		lo.Place(with, lo.Body(lo.Statements(body)))
		body = with
	}
	for others != 0 {
		id := others
		others = lo.Cut(id)
		if lo.Kind(id) == g.Error || !lo.Kind(id).Expression() {
			lo.Spill(id)
			continue
		}
		if lo.Kind(id) == g.String || lo.Kind(id) == g.StrConcat { // words behind the heredoc's
			if lo.Kind(body) == g.Call {
				lo.Append(lo.Next(lo.First(body)), id)
				continue
			}
		}
		body = lo.Over(body, id, g.Binary, g.BitOr, body, id)
	}
	return body
}

func assignment(lo *syntax.Lowering, i int) g.ID {
	name, value := lo.Get(i, "name"), lo.Get(i, "value")
	if value == 0 {
		end := lo.Flat(i).End
		value = lo.At(end, end, g.String, g.Plain)
	}
	if lo.Has(i, "+=") {
		return lo.Node(i, g.AssignOp, g.Add, name, value)
	}
	return lo.Node(i, g.Assign, g.Plain, name, value)
}

// declaration is export, local, declare …: a Var for each name.
func declaration(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Word(i+1, g.Attr, g.Plain)
	var chain syntax.Chain
	for c := lo.Kids(i); c != 0; {
		next := lo.Cut(c)
		switch lo.Kind(c) {
		case g.Assign:
			lo.SetKind(c, g.Var)
			name := lo.First(c)
			value := lo.Cut(name)
			_, end := lo.Span(name)
			lo.Link(name, lo.Join(lo.At(end, end, g.Empty, g.Plain), value))
			lo.Add(&chain, c)
		case g.Ident:
			lo.Add(&chain, lo.Over(c, c, g.Var, g.Plain, c, 0, 0))
		default: // -r
			mods = lo.Join(mods, option(lo, c))
		}
		c = next
	}
	if chain.First == 0 {
		id := lo.Called(i, g.Directive, g.Plain, string(lo.Text(i+1)))
		lo.SetChildren(id, mods)
		return id
	}
	return lo.Shared(i, chain.First, mods)
}

// option is an Attr with the word, or around what is no word.
func option(lo *syntax.Lowering, id g.ID) g.ID {
	if lo.Kind(id) == g.String {
		lo.SetKind(id, g.Attr)
		lo.SetOp(id, g.Plain)
		return id
	}
	attr := lo.Over(id, id, g.Attr, g.Plain, id)
	lo.SetRef(attr, lo.InternString("option"))
	return attr
}
