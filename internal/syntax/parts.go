package syntax

import (
	"slices"
	"strings"

	"bartizan/internal/syntax/generic"
)

// The parts below are what several languages make of several symbols: types from expressions, bodies, lists of variables.

// NumberText is Number for a literal of which only a part is digits: the rest is a suffix that says its type.
func (lo *Lowering) NumberText(i int, digits string) generic.ID {
	kind, op, value := number(digits)
	return lo.Called(i, kind, op, value)
}

// Char is a rule for a literal between single quotes.
func Char(lo *Lowering, i int) generic.ID {
	id := lo.List(i, generic.Char, generic.Plain)
	if start, end := lo.Inside(i); start < end {
		lo.SetRef(id, lo.value(start, end, CEscapes))
	}
	return id
}

// Directive is a statement that only its word and its operands say what it is.
func Directive(word string) Rule {
	return func(lo *Lowering, i int) generic.ID {
		id := lo.Called(i, generic.Directive, generic.Plain, word)
		lo.SetChildren(id, lo.Kids(i))
		return id
	}
}

// CallOf is a word with operands that other languages write as the call of a function.
func CallOf(word string) Rule {
	return func(lo *Lowering, i int) generic.ID {
		n := lo.Flat(i)
		at := min(n.Start+uint32(len(word)), n.End)
		callee := lo.Leaf(generic.Ident, generic.Plain, 0, n.Start, at, lo.InternString(word))
		args := lo.At(at, n.End, generic.Args, generic.Plain)
		lo.SetChildren(args, lo.Kids(i))
		return lo.Node(i, generic.Call, generic.Plain, callee, args)
	}
}

// Assignment is one with the fields left, operator and right: Assign for =, AssignOp for the others.
func Assignment(lo *Lowering, i int) generic.ID {
	left, right := lo.Get(i, "left"), lo.Get(i, "right")
	if o := lo.Child(i, "operator"); o != 0 && len(lo.Text(o)) > 1 {
		t := lo.Text(o)
		return lo.Node(i, generic.AssignOp, lo.Operator(string(t[:len(t)-1])), left, right)
	}
	return lo.Node(i, generic.Assign, generic.Plain, left, right)
}

// Operator finds the operator that a token is in this language.
func (lo *Lowering) Operator(token string) generic.Op {
	if op, ok := lo.language.Operators[token]; ok {
		return op
	}
	return generic.Operator(token)
}

// Prefixed is an operator token without a field, before or behind its one operand. It gives Plain where there is none.
func (lo *Lowering) Prefixed(i int) generic.Op {
	op := generic.Plain
	lo.Children(i, func(c int) {
		if n := lo.Flat(c); !n.Named() && op == generic.Plain {
			if op = lo.OpAt(c); n.Start > lo.Flat(i).Start {
				op = Behind(op)
			}
		}
	})
	return op
}

// Returned gives a body that is an expression as the implicit Block that returns it.
func (lo *Lowering) Returned(body generic.ID) generic.ID {
	if body = lo.Single(body); body == 0 || lo.Kind(body) == generic.Block {
		return body
	}
	return lo.Over(body, body, generic.Block, generic.Implicit, lo.Over(body, body, generic.Return, generic.Implicit, body))
}

// Stated gives an expression as the statement of a Block, as an arm behind an arrow has it.
func (lo *Lowering) Stated(body generic.ID) generic.ID {
	if body = lo.Single(body); body == 0 || lo.Kind(body) == generic.Block {
		return body
	}
	if lo.Kind(body).Expression() {
		body = lo.Over(body, body, generic.ExprStmt, generic.Plain, body)
	}
	return lo.bracket(body)
}

// Rest is an implicit Block of all children that are not taken yet, empty at the node's end where there are none.
func (lo *Lowering) Rest(i int) generic.ID {
	if chain := lo.Kids(i); chain != 0 {
		return lo.bracket(chain)
	}
	end := lo.Flat(i).End
	return lo.At(end, end, generic.Block, generic.Implicit)
}

// AsType makes a type of the expression that the grammar has in its place: a name, a path, a path with arguments.
func (lo *Lowering) AsType(id generic.ID) generic.ID {
	if id = lo.Single(id); id == 0 || lo.Kind(id).Type() || lo.Kind(id) == generic.Error {
		return id
	}
	switch lo.Kind(id) {
	case generic.Ident:
		lo.SetKind(id, generic.TypeName)
		return id
	case generic.Member:
		if name := lo.path(id); name != "" {
			start, end := lo.Span(id)
			typ := lo.Leaf(generic.TypeName, generic.Plain, 0, start, end, lo.InternString(name))
			last := lo.Next(lo.First(id))
			if args := lo.Next(last); args != 0 {
				return lo.List2(id, generic.TypeApply, typ, lo.First(args))
			}
			return typ
		}
	}
	return lo.Over(id, id, generic.TypeOther, generic.Plain, id)
}

// List2 makes a node over a lowered one, with two chains as its children.
func (lo *Lowering) List2(over generic.ID, k generic.Kind, a, b generic.ID) generic.ID {
	start, end := lo.Span(over)
	return lo.span(start, end, k, generic.Plain, a, b)
}

// AsTypes is AsType of each node of a chain.
func (lo *Lowering) AsTypes(chain generic.ID) generic.ID {
	var types Chain
	for chain != 0 {
		id := chain
		chain = lo.Cut(id)
		if lo.Kind(id).Expression() && lo.Kind(id) != generic.Args {
			id = lo.AsType(id)
		}
		lo.Add(&types, id)
	}
	return types.First
}

// path joins the names of a Member chain with dots; it is empty where there is more than names. Type arguments count only
// behind the last name.
func (lo *Lowering) path(id generic.ID) string {
	var names []string
	for top := id; lo.Kind(id) == generic.Member; {
		object := lo.First(id)
		name := lo.Next(object)
		if name == 0 || lo.Kind(name) != generic.Ident || lo.Next(name) != 0 && (id != top || lo.Kind(lo.Next(name)) != generic.TypeParams) {
			return ""
		}
		names = append(names, lo.String(lo.Ref(name)))
		id = object
	}
	switch k := lo.Kind(id); k {
	case generic.Ident, generic.TypeName:
		names = append(names, lo.String(lo.Ref(id)))
	case generic.Empty:
	default:
		return ""
	}
	var joined strings.Builder
	for at := len(names) - 1; at >= 0; at-- {
		if joined.Len() > 0 {
			joined.WriteByte('.')
		}
		joined.WriteString(names[at])
	}
	return joined.String()
}

// AsPath makes one Ident of a Member chain, for the source of an import. What is more than names stays.
func (lo *Lowering) AsPath(id generic.ID) generic.ID {
	id = lo.Single(id)
	if id != 0 && lo.Kind(id) == generic.Member {
		if name := lo.path(id); name != "" {
			start, end := lo.Span(id)
			return lo.Leaf(generic.Ident, generic.Plain, 0, start, end, lo.InternString(name))
		}
	}
	return id
}

// Shared gives each definition of a chain, made by one declaration, the modifiers of all: the first begins with the
// declaration, the others have a copy.
func (lo *Lowering) Shared(i int, chain, mods generic.ID) generic.ID {
	first := true
	for v := chain; v != 0; v = lo.Next(v) {
		if k := lo.Kind(v); k != generic.Var && k != generic.Field && k != generic.TypeDef && k != generic.Func {
			continue
		}
		if first {
			again := lo.Copy(mods)
			lo.Prepend(v, mods)
			lo.SetStart(v, lo.Flat(i).Start)
			if lo.Next(v) == 0 {
				lo.SetEnd(v, lo.Flat(i).End)
			}
			first, mods = false, again
			continue
		}
		start, _ := lo.Span(v)
		lo.Prepend(v, lo.Copy(mods))
		lo.SetStart(v, start)
	}
	if first {
		return lo.Join(mods, chain)
	}
	return chain
}

// Named makes a Decorator of a name and its arguments, as a Call where it has some.
func (lo *Lowering) Named(i int, name, args generic.ID) generic.ID {
	if name == 0 || args == 0 {
		return lo.Node(i, generic.Decorator, generic.Plain, lo.Join(name, args))
	}
	return lo.Node(i, generic.Decorator, generic.Plain, lo.Over(name, args, generic.Call, generic.Plain, name, args))
}

// Pieces is Parts for a grammar that has the braces around an expression beside it: what stands before and behind these
// is text, and they are not.
func (lo *Lowering) Pieces(i int, op generic.Op, start, end uint32, e Escapes) generic.ID {
	var chain Chain
	at, found := start, false
	piece := func(to uint32) {
		if at < to {
			lo.Add(&chain, lo.Leaf(generic.String, op, 0, at, to, lo.value(at, to, e)))
		}
	}
	lo.Children(i, func(c int) {
		n := lo.Flat(c)
		brace := !n.Named() && n.End <= end && n.Start >= start && (lo.Symbol(c) == "{" || lo.Symbol(c) == "}" || lo.Symbol(c) == "${")
		if lo.lowered[c] == 0 && !brace {
			return
		}
		found = true
		piece(min(n.Start, end))
		at = max(at, n.End)
		lo.Add(&chain, lo.Take(c))
	})
	if !found {
		return lo.Literal(i, op, start, end, e)
	}
	piece(end)
	return lo.List(i, generic.StrConcat, op, chain.First)
}

// OfAny is Of for several symbols, in the order of the text.
func (lo *Lowering) OfAny(i int, symbols ...string) generic.ID {
	var chain Chain
	lo.Children(i, func(c int) {
		if lo.lowered[c] != 0 && slices.Contains(symbols, lo.Symbol(c)) {
			lo.Add(&chain, lo.Take(c))
		}
	})
	return chain.First
}

// Joined is a rule for literals that stand side by side: one String where all are constant, else the parts of all.
func Joined(lo *Lowering, i int) generic.ID {
	chain := lo.Kids(i)
	op, constant := generic.Plain, chain != 0
	if chain != 0 {
		op = lo.OpOf(chain)
	}
	var value []byte
	var parts Chain
	for id := chain; id != 0; {
		next := lo.Cut(id)
		switch lo.Kind(id) {
		case generic.String:
			value = append(value, lo.String(lo.Ref(id))...)
			lo.Add(&parts, id)
		case generic.StrConcat:
			constant = false
			lo.Add(&parts, lo.First(id))
		default:
			constant = false
			lo.Add(&parts, id)
		}
		id = next
	}
	if !constant {
		return lo.List(i, generic.StrConcat, op, parts.First)
	}
	id := lo.List(i, generic.String, op)
	lo.SetRef(id, lo.Intern(value))
	return id
}

// Statements makes statements of a chain in which expressions stand for themselves.
func (lo *Lowering) Statements(chain generic.ID) generic.ID {
	var all Chain
	for chain != 0 {
		id := chain
		if chain = lo.Cut(id); lo.Kind(id).Expression() {
			id = lo.Over(id, id, generic.ExprStmt, generic.Plain, id)
		}
		lo.Add(&all, id)
	}
	return all.First
}

// Bodied is a rule for a block whose statements are expressions too.
func Bodied(op generic.Op) Rule {
	return func(lo *Lowering, i int) generic.ID {
		return lo.List(i, generic.Block, op, lo.Statements(lo.Kids(i)))
	}
}

// Bare takes the type arguments off a name in an expression: F<int> as a callee is F and <int>.
func (lo *Lowering) Bare(id generic.ID) (name, types generic.ID) {
	if id == 0 || lo.Next(id) != 0 {
		return id, 0
	}
	switch lo.Kind(id) {
	case generic.TypeApply:
		name = lo.First(id)
		args := lo.Cut(name)
		_, end := lo.Span(id)
		_, at := lo.Span(name)
		lo.SetChildren(id, 0)
		types = lo.At(at, end, generic.TypeParams, generic.Plain)
		lo.SetChildren(types, args)
		return lo.Name(name), types
	case generic.Member:
		last := lo.Next(lo.First(id))
		if last != 0 {
			types = lo.Cut(last)
		}
		return id, types
	}
	return lo.Name(id), 0
}

// Become puts a node in the place of another, which keeps only its siblings.
func (lo *Lowering) Become(place, id generic.ID) {
	start, end := lo.Span(id)
	lo.SetKind(place, lo.Kind(id))
	lo.SetOp(place, lo.OpOf(id))
	lo.SetRef(place, lo.Ref(id))
	lo.SetStart(place, start)
	lo.SetEnd(place, end)
	lo.SetChildren(place, lo.First(id))
}
