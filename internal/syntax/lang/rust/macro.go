package rust

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// macro is the call of a function whose name ends in !.
func macro(lo *syntax.Lowering, i int) g.ID {
	name, args := lo.Single(lo.Get(i, "macro")), lo.Single(lo.Of(i, "token_tree"))
	marked(lo, name)
	if args != 0 {
		lo.SetOp(args, g.Plain)
	}
	return lo.Node(i, g.Call, g.Plain, name, args)
}

// marked puts the ! behind the last part of a name.
func marked(lo *syntax.Lowering, name g.ID) {
	if name == 0 {
		return
	}
	last := name
	if lo.Kind(last) == g.Member {
		last = lo.Next(lo.First(last))
	}
	if last != 0 && lo.Kind(last) == g.Ident {
		lo.SetRef(last, lo.InternString(lo.String(lo.Ref(last))+"!"))
	}
}

// tokens reads what a macro is given as the expressions that it most likely is, separated by commas: the grammar has only
// words, literals and further trees. An Op says which brackets are around them.
func tokens(lo *syntax.Lowering, i int) g.ID {
	r := reader{Lowering: lo}
	lo.Children(i, func(c int) { r.tokens = append(r.tokens, c) })
	op := g.Plain
	if len(r.tokens) > 0 {
		switch lo.Symbol(r.tokens[0]) {
		case "[":
			op = g.ListOf
		case "{":
			op = g.DictOf
		}
	}
	var chain syntax.Chain
	for r.at < len(r.tokens) {
		if id := r.item(); id != 0 {
			lo.Add(&chain, id)
		} else {
			r.at++ // a comma, a bracket, or what is no expression
		}
	}
	return lo.List(i, g.Args, op, chain.First)
}

// A reader goes through the tokens of one tree. The trees inside are read already.
type reader struct {
	*syntax.Lowering
	tokens []int
	at     int
}

// is tells whether a token, so many further, is an unnamed one.
func (r *reader) is(ahead int, token string) bool {
	at := r.at + ahead
	return at < len(r.tokens) && !r.Flat(r.tokens[at]).Named() && r.Symbol(r.tokens[at]) == token
}

func (r *reader) symbol(ahead int) string {
	if at := r.at + ahead; at < len(r.tokens) && r.Flat(r.tokens[at]).Named() {
		return r.Symbol(r.tokens[at])
	}
	return ""
}

// item is name = value, key: value, or an expression.
func (r *reader) item() g.ID {
	if r.symbol(0) == "identifier" && r.is(1, "=") {
		name := r.Take(r.tokens[r.at])
		r.at += 2
		if value := r.expression(); value != 0 && name != 0 {
			return r.Over(name, value, g.NamedArg, g.Plain, name, value)
		}
		return name
	}
	id := r.expression()
	if id != 0 && r.is(0, ":") {
		r.at++
		if value := r.expression(); value != 0 {
			return r.Over(id, value, g.Pair, g.Computed, id, value)
		}
	}
	return id
}

// expression folds operators from the left: which one binds closer is not told apart.
func (r *reader) expression() g.ID {
	left := r.operand()
	for left != 0 && r.at+1 < len(r.tokens) {
		c := r.tokens[r.at]
		op := r.OpAt(c)
		if r.Flat(c).Named() || op == g.Plain || op == g.Not {
			return left
		}
		start := r.at
		r.at++
		right := r.operand()
		if right == 0 {
			r.at = start
			return left
		}
		left = r.Over(left, right, g.Binary, op, left, right)
	}
	return left
}

var prefixes = map[string]g.Op{"&": g.AddressOf, "&&": g.AddressOf, "*": g.Deref, "-": g.Sub, "!": g.Not}

func (r *reader) operand() g.ID {
	begin := r.at
	for r.at < len(r.tokens) {
		c := r.tokens[r.at]
		if _, prefix := prefixes[r.Symbol(c)]; !(prefix && !r.Flat(c).Named()) && r.Symbol(c) != "mutable_specifier" {
			break
		}
		r.at++
	}
	end := r.at
	id := r.primary()
	if id == 0 {
		r.at = begin
		return 0
	}
	for at := end - 1; at >= begin; at-- {
		if op := prefixes[r.Symbol(r.tokens[at])]; op != g.Plain {
			id = r.At(r.Flat(r.tokens[at]).Start, r.EndOf(id), g.Unary, op, id)
		}
	}
	return id
}

// primary is a word, a literal or a tree with what hangs behind it: .name, ::name, (…), […], ?.
func (r *reader) primary() g.ID {
	if r.at >= len(r.tokens) {
		return 0
	}
	c := r.tokens[r.at]
	id := r.Take(c)
	if id == 0 || r.Next(id) != 0 {
		if id != 0 {
			r.at++
		}
		return id
	}
	r.at++
	if r.Kind(id) == g.Args {
		id = r.group(id)
	}
	for r.at < len(r.tokens) {
		switch {
		case (r.is(0, ".") || r.is(0, "::")) && r.name(1):
			name := r.Name(r.Take(r.tokens[r.at+1]))
			if name == 0 {
				return id
			}
			r.at += 2
			id = r.Over(r.Name(id), name, g.Member, g.Plain, id, name)
		case r.is(0, ".") && r.is(1, "await"):
			id = r.At(r.StartOf(id), r.Flat(r.tokens[r.at+1]).End, g.Await, g.Plain, id)
			r.at += 2
		case r.is(0, "!") && r.symbol(1) == "token_tree":
			marked(r.Lowering, id)
			r.at++
			args := r.Take(r.tokens[r.at])
			r.at++
			r.SetOp(args, g.Plain)
			id = r.Over(id, args, g.Call, g.Plain, id, args)
		case r.is(0, "?"):
			id = r.At(r.StartOf(id), r.Flat(r.tokens[r.at]).End, g.Cast, g.NonNull, 0, id)
			r.at++
		case r.symbol(0) == "token_tree":
			args := r.Take(r.tokens[r.at])
			if args == 0 || r.Kind(args) != g.Args {
				return r.Join(id, args)
			}
			r.at++
			id = r.applied(id, args)
		default:
			return id
		}
	}
	return id
}

func (r *reader) name(ahead int) bool {
	switch r.symbol(ahead) {
	case "identifier", "integer_literal", "primitive_type", "super", "self", "crate":
		return true
	}
	return false
}

// applied is f(…), a[…] or T {…}.
func (r *reader) applied(id, args g.ID) g.ID {
	op := r.OpOf(args)
	r.SetOp(args, g.Plain)
	switch op {
	case g.ListOf:
		index := r.Over(id, args, g.Index, g.Plain, id)
		r.Append(index, r.First(args))
		return index
	case g.DictOf:
		return r.Over(id, args, g.New, g.Composite, r.AsType(id), args)
	}
	return r.Over(id, args, g.Call, g.Plain, id, args)
}

// group is what brackets alone hold: one expression, a tuple, a list, a dictionary.
func (r *reader) group(args g.ID) g.ID {
	switch first := r.First(args); r.OpOf(args) {
	case g.ListOf:
		r.SetKind(args, g.List)
	case g.DictOf:
		r.SetKind(args, g.Dict)
	default:
		if first != 0 && r.Next(first) == 0 {
			return first
		}
		r.SetKind(args, g.Tuple)
	}
	r.SetOp(args, g.Plain)
	return args
}

// attribute is #[name], #[name(…)] or #[name = value].
func attribute(lo *syntax.Lowering, i int) g.ID {
	args, value := lo.Single(lo.Get(i, "arguments")), lo.Single(lo.Get(i, "value"))
	name := lo.Next1(i)
	if args != 0 {
		lo.SetOp(args, g.Plain)
	}
	if value != 0 && args == 0 {
		args = lo.Over(value, value, g.Args, g.Plain, value)
	}
	return lo.Named(i, name, args)
}

// inner is #![…], of the file or block that it stands in.
func inner(lo *syntax.Lowering, i int) g.ID {
	id := lo.Called(i, g.Directive, g.Plain, "#!")
	lo.SetChildren(id, lo.Kids(i))
	return id
}

func visibility(lo *syntax.Lowering, i int) g.ID {
	word, _, _ := bytes.Cut(lo.Text(i), []byte("("))
	id := lo.Called(i, g.Attr, g.Plain, string(bytes.TrimSpace(word)))
	lo.SetChildren(id, lo.Kids(i))
	return id
}

func modifiers(lo *syntax.Lowering, i int) g.ID {
	return lo.Join(lo.Attrs(i, "async", "default", "const", "unsafe", "gen"), lo.Kids(i))
}

func extern(lo *syntax.Lowering, i int) g.ID {
	id := lo.Called(i, g.Attr, g.Plain, "extern")
	lo.SetChildren(id, lo.Kids(i))
	return id
}
