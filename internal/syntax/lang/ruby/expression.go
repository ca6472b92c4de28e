package ruby

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// setter is name=, a method that an assignment calls.
func setter(lo *syntax.Lowering, i int) g.ID {
	lo.Kids(i)
	return lo.Word(i, g.Ident, g.Plain)
}

func imaginary(lo *syntax.Lowering, i int) g.ID {
	id := lo.Next1(i)
	if id != 0 {
		lo.SetOp(id, g.Imaginary)
	}
	return id
}

// character is ?a.
func character(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	return lo.Literal(i, g.Plain, min(n.Start+1, n.End), n.End, syntax.CEscapes)
}

// group is what parentheses or #{…} hold: one expression, or statements.
func group(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	if chain == 0 || lo.Next(chain) == 0 {
		return chain
	}
	return lo.List(i, g.Block, g.Implicit, lo.Statements(chain))
}

// text reads '…', "…", %q(…), %(…) and what a symbol has between its quotes.
func text(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	return lo.Parts(i, g.Plain, start, end, escapes(lo, i))
}

func escapes(lo *syntax.Lowering, i int) syntax.Escapes {
	n := lo.Flat(i)
	if n.Size == 1 {
		return syntax.CEscapes
	}
	if open := lo.Text(i + 1); bytes.HasPrefix(open, []byte("'")) || bytes.HasPrefix(open, []byte(":'")) || bytes.HasPrefix(open, []byte("%q")) {
		return syntax.QuoteEscapes
	}
	return syntax.CEscapes
}

// bare is one word of %w[…].
func bare(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	return lo.Parts(i, g.Plain, n.Start, n.End, syntax.CEscapes)
}

// heredocWindow is how many nodes behind its beginning the body of a heredoc is looked for: it begins on the next line.
const heredocWindow = 512

// heredoc takes the body that belongs to its word, which stands further down the text and is lowered already.
func heredoc(lo *syntax.Lowering, i int) g.ID {
	word := bytes.Trim(bytes.TrimLeft(lo.Text(i), "<-~"), "'\"`")
	for c := i + 1; c < lo.Count() && c < i+heredocWindow; c++ {
		if lo.Symbol(c) != "heredoc_body" || !bytes.Equal(bytes.TrimSpace(heredocEnd(lo, c)), word) {
			continue
		}
		if id := lo.Single(lo.Take(c)); id != 0 {
			return id
		}
	}
	return lo.List(i, g.String, g.Raw)
}

func heredocEnd(lo *syntax.Lowering, c int) (word []byte) {
	lo.Children(c, func(e int) {
		if lo.Symbol(e) == "heredoc_end" {
			word = lo.Text(e)
		}
	})
	return word
}

func heredocBody(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	start, end := n.Start, n.End
	lo.Children(i, func(c int) {
		if lo.Symbol(c) == "heredoc_end" {
			end = lo.Flat(c).Start
		}
	})
	if start < end && lo.Source[start] == '\n' {
		start++
	}
	return lo.Parts(i, g.Raw, start, max(start, end), syntax.CEscapes)
}

// subshell is `…`: the call of the method that has this name.
func subshell(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	start, end := lo.Inside(i)
	command := lo.Parts(i, g.Plain, start, end, syntax.CEscapes)
	callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, n.Start, lo.InternString("`"))
	return lo.Node(i, g.Call, g.Tagged, callee, lo.Node(i, g.Args, g.Plain, command))
}

// regex is a Regex, or a StrConcat where something is put into it.
func regex(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	id := lo.Parts(i, g.Raw, start, end, syntax.NoEscapes)
	if lo.Kind(id) == g.String {
		flags := lo.Source[end:lo.Flat(i).End]
		if len(flags) > 0 {
			flags = flags[1:]
		}
		value := append([]byte{'/'}, lo.Source[start:end]...)
		lo.SetRef(id, lo.Intern(append(append(value, '/'), flags...)))
		lo.SetKind(id, g.Regex)
		lo.SetOp(id, g.Plain)
	}
	return id
}

// keySymbol is the a of a: 1, which is :a.
func keySymbol(lo *syntax.Lowering, i int) g.ID {
	return lo.Called(i, g.Atom, g.Plain, ":"+string(lo.Text(i)))
}

// symbol is :"…", or a word of %i[…].
func symbol(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Flat(i).Start, lo.Flat(i).End
	if lo.Symbol(i) == "delimited_symbol" {
		start, end = lo.Inside(i)
	}
	id := lo.Parts(i, g.Plain, start, end, escapes(lo, i))
	if lo.Kind(id) == g.String {
		lo.SetKind(id, g.Atom)
		lo.SetRef(id, lo.InternString(":"+lo.String(lo.Ref(id))))
	}
	return id
}

// call is a method, with a receiver or without, with arguments, with a block.
func call(lo *syntax.Lowering, i int) g.ID {
	receiver, name := lo.Single(lo.Get(i, "receiver")), lo.Single(lo.Get(i, "method"))
	args, blk := lo.Single(lo.Get(i, "arguments")), lo.Single(lo.Get(i, "block"))
	n := lo.Flat(i)
	op := g.Plain
	if o := lo.Child(i, "operator"); o != 0 && string(lo.Text(o)) == "&." {
		op = g.Optional
	}
	callee := name
	end := n.Start
	if receiver != 0 {
		end = lo.EndOf(receiver)
		if name == 0 { // f.(x)
			name = lo.Leaf(g.Ident, g.Plain, 0, end, end, lo.InternString("call"))
		}
		end = max(end, lo.EndOf(name))
		callee = lo.At(n.Start, end, g.Member, op, receiver, name)
	} else if callee != 0 {
		end = lo.EndOf(callee)
	}
	if args == 0 && blk == 0 {
		if callee == 0 {
			return lo.Node(i, g.Call, g.Plain, 0, 0)
		}
		return callee
	}
	if args == 0 {
		args = lo.At(end, end, g.Args, g.Plain)
	}
	end = max(end, lo.EndOf(args))
	if blk == 0 {
		end = n.End
	}
	id := lo.At(n.Start, end, g.Call, g.Plain, callee, args)
	return called(lo, i, id, blk)
}

// called is the call of what stands before a block.
func called(lo *syntax.Lowering, i int, id, blk g.ID) g.ID {
	if blk == 0 {
		return id
	}
	return lo.Node(i, g.Call, g.Plain, id, lo.Over(blk, blk, g.Args, g.Plain, blk))
}

// arguments makes a NamedArg of a pair whose key is a symbol: a: 1 and :a => 1.
func arguments(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	for c := chain; c != 0; c = lo.Next(c) {
		if lo.Kind(c) != g.Pair {
			continue
		}
		if key := lo.First(c); key != 0 && lo.Kind(key) == g.Atom {
			lo.SetKind(c, g.NamedArg)
			lo.SetOp(c, g.Plain)
			lo.SetKind(key, g.Ident)
			lo.SetRef(key, lo.InternString(lo.String(lo.Ref(key))[1:]))
			if start, end := lo.Span(key); start+1 < end && lo.Source[start] == ':' {
				lo.SetStart(key, start+1)
			}
		}
	}
	return lo.List(i, g.Args, g.Plain, chain)
}

func index(lo *syntax.Lowering, i int) g.ID {
	blk := lo.Single(lo.Get(i, "block"))
	id := lo.Node(i, g.Index, g.Plain, lo.Get(i, "object"))
	lo.Append(id, lo.Kids(i))
	return called(lo, i, id, blk)
}

// block is a Lambda without a name.
func block(lo *syntax.Lowering, i int) g.ID {
	params, body := lo.Single(lo.Get(i, "parameters")), lo.Single(lo.Get(i, "body"))
	n := lo.Flat(i)
	start, end := n.Start, n.Start
	if params == 0 {
		params = lo.At(start, start, g.Params, g.Plain)
	} else {
		end = lo.EndOf(params)
	}
	if body == 0 {
		body = lo.At(end, n.End, g.Block, g.Implicit)
	}
	return lo.Node(i, g.Lambda, g.Plain, 0, params, 0, body)
}

// lambda is ->(x) { … }, whose block has no parameters of its own.
func lambda(lo *syntax.Lowering, i int) g.ID {
	params, body := lo.Single(lo.Get(i, "parameters")), lo.Single(lo.Get(i, "body"))
	if body == 0 || lo.Kind(body) != g.Lambda {
		return lo.Node(i, g.Lambda, g.Plain, 0, params, 0, body)
	}
	name := lo.First(body)
	own := lo.Next(name)
	if params != 0 && own != 0 {
		rest := lo.Cut(own)
		lo.Cut(name)
		lo.SetStart(name, lo.Flat(i).Start)
		lo.SetEnd(name, lo.Flat(i).Start)
		lo.Link(name, lo.Join(params, rest))
		lo.Spill(lo.First(own))
	}
	lo.SetStart(body, lo.Flat(i).Start)
	return body
}

// pair has a symbol as its key in a: 1, "a": 1 and :a => 1; a: alone is the pair of :a with a.
func pair(lo *syntax.Lowering, i int) g.ID {
	key, value := lo.Single(lo.Get(i, "key")), lo.Single(lo.Get(i, "value"))
	if key != 0 && lo.Kind(key) == g.String && lo.Has(i, ":") {
		lo.SetKind(key, g.Atom)
		lo.SetRef(key, lo.InternString(":"+lo.String(lo.Ref(key))))
	}
	if key != 0 && value == 0 && lo.Kind(key) == g.Atom {
		_, end := lo.Span(key)
		value = lo.Leaf(g.Ident, g.Plain, 0, end, end, lo.InternString(lo.String(lo.Ref(key))[1:]))
	}
	return lo.Node(i, g.Pair, g.Computed, key, value)
}

func rangeOf(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Binary, lo.Op(i), lo.Get(i, "begin"), lo.Get(i, "end"))
}

func unary(lo *syntax.Lowering, i int) g.ID {
	if o := lo.Child(i, "operator"); o != 0 && lo.Symbol(o) == "defined?" {
		return syntax.CallOf("defined?")(lo, i)
	}
	return lo.Node(i, g.Unary, lo.Op(i), lo.Get(i, "operand"))
}

func yield(lo *syntax.Lowering, i int) g.ID {
	args := lo.Next1(i)
	callee := lo.Called(i+1, g.Ident, g.Plain, "yield")
	if lo.Flat(i).Size == 1 {
		return lo.Called(i, g.Ident, g.Plain, "yield")
	}
	return lo.Node(i, g.Call, g.Plain, callee, args)
}
