package java

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// text reads "…", and """ … """ without the line that opens it.
func text(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	op := g.Plain
	if bytes.HasPrefix(lo.Text(i), []byte(`"""`)) {
		op = g.Raw
		if line := bytes.IndexByte(lo.Source[start:end], '\n'); line >= 0 && len(bytes.TrimSpace(lo.Source[start:start+uint32(line)])) == 0 {
			start += uint32(line) + 1
		}
	}
	return lo.Parts(i, op, start, end, syntax.CEscapes)
}

func char(lo *syntax.Lowering, i int) g.ID {
	id := lo.List(i, g.Char, g.Plain)
	if t := lo.Text(i); len(t) > 2 {
		lo.SetRef(id, lo.Intern(syntax.Unescape(nil, t[1:len(t)-1], syntax.CEscapes)))
	}
	return id
}

func templateExpression(lo *syntax.Lowering, i int) g.ID {
	processor := lo.Get(i, "template_processor")
	c := lo.Child(i, "template_argument")
	argument := lo.Get(i, "template_argument")
	if c == 0 {
		c = i
	}
	return lo.Node(i, g.Call, g.Tagged, processor, lo.Node(c, g.Args, g.Plain, argument))
}

// classLiteral is T.class.
func classLiteral(lo *syntax.Lowering, i int) g.ID {
	word := lo.Token(i, "class")
	if word == 0 {
		return lo.List(i, g.Other, g.Plain, lo.Kids(i))
	}
	return lo.Node(i, g.Member, g.Plain, lo.Next1(i), lo.Word(word, g.Ident, g.Plain))
}

func call(lo *syntax.Lowering, i int) g.ID {
	types := lo.Get(i, "type_arguments")
	object, callee := lo.Get(i, "object"), lo.Get(i, "name")
	if super := lo.Of(i, "super"); super != 0 { // Outer.super.m()
		object = lo.Over(object, super, g.Member, g.Plain, object, super)
	}
	if object != 0 && callee != 0 {
		callee = lo.Over(object, callee, g.Member, g.Plain, object, callee)
	}
	id := lo.Node(i, g.Call, g.Plain, callee, lo.Get(i, "arguments"))
	lo.Append(id, types)
	return id
}

func member(lo *syntax.Lowering, i int) g.ID {
	object := lo.Get(i, "object")
	if super := lo.Of(i, "super"); super != 0 && object != 0 {
		object = lo.Over(object, super, g.Member, g.Plain, object, super)
	}
	return lo.Node(i, g.Member, g.Plain, object, lo.Get(i, "field"))
}

func construct(lo *syntax.Lowering, i int) g.ID {
	types := lo.Get(i, "type_arguments")
	id := lo.Node(i, g.New, g.Plain, annotated(lo, i, lo.Get(i, "type")), lo.Get(i, "arguments"))
	lo.Append(id, lo.Join(lo.Of(i, "class_body"), types))
	return id
}

// arrayCreation is new T[2][] or new T[]{1, 2}: the lengths are in the type, the elements are arguments.
func arrayCreation(lo *syntax.Lowering, i int) g.ID {
	typ, value := annotated(lo, i, lo.Get(i, "type")), lo.Get(i, "value")
	var lengths []g.ID
	end := lo.Flat(i).Start
	lo.Children(i, func(c int) {
		switch lo.Symbol(c) {
		case "dimensions_expr":
			lengths = append(lengths, lo.Single(lo.Take(c)))
			end = lo.Flat(c).End
		case "dimensions":
			for range brackets(lo, c) {
				lengths = append(lengths, 0)
			}
			end = lo.Flat(c).End
		}
	})
	for at := len(lengths) - 1; at >= 0 && typ != 0; at-- { // the first length belongs to the outermost array
		start, _ := lo.Span(typ)
		array := lo.At(start, max(end, lo.EndOf(typ)), g.TypeArray, g.Plain, typ)
		lo.Append(array, lengths[at])
		typ = array
	}
	if value != 0 && lo.Kind(value) == g.List {
		lo.SetKind(value, g.Args)
	}
	return lo.Node(i, g.New, g.Composite, typ, value)
}

func brackets(lo *syntax.Lowering, c int) int {
	n := 0
	lo.Children(c, func(t int) {
		if lo.Symbol(t) == "[" {
			n++
		}
	})
	return n
}

func cast(lo *syntax.Lowering, i int) g.ID {
	typ := lo.Get(i, "type")
	if typ != 0 && lo.Next(typ) != 0 {
		union := lo.Over(typ, lo.Tail(typ), g.TypeUnion, g.BitAnd)
		lo.SetChildren(union, typ)
		typ = union
	}
	return lo.Node(i, g.Cast, g.Plain, typ, lo.Get(i, "value"))
}

// instanceOf has a type, with a name that it binds or without, or a pattern.
func instanceOf(lo *syntax.Lowering, i int) g.ID {
	left, right := lo.Get(i, "left"), lo.Get(i, "right")
	if pattern := lo.Get(i, "pattern"); right == 0 {
		right = pattern
	}
	var binding g.ID
	if name := lo.Get(i, "name"); name != 0 {
		binding = lo.Over(name, name, g.Param, g.Plain, name, 0, 0)
	}
	id := lo.Node(i, g.TypeTest, g.Plain, left, right)
	lo.Append(id, binding)
	return id
}

func lambda(lo *syntax.Lowering, i int) g.ID {
	params, body := lo.Get(i, "parameters"), lo.Get(i, "body")
	if c := lo.Child(i, "parameters"); params != 0 && lo.Kind(params) == g.Ident {
		params = lo.Node(c, g.Params, g.Plain, lo.Node(c, g.Param, g.Plain, params, 0, 0))
	}
	if body != 0 && lo.Kind(body) != g.Block && lo.Next(body) == 0 {
		body = lo.Over(body, body, g.Block, g.Implicit, lo.Over(body, body, g.Return, g.Implicit, body))
	}
	return lo.Node(i, g.Lambda, g.Plain, 0, params, 0, body)
}

func inferred(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		if id != 0 && lo.Kind(id) == g.Ident {
			id = lo.Node(c, g.Param, g.Plain, id, 0, 0)
		}
		lo.Add(&chain, id)
	})
	return lo.List(i, g.Params, g.Plain, chain.First)
}

// methodReference is a::b, T::new.
func methodReference(lo *syntax.Lowering, i int) g.ID {
	types := lo.Of(i, "type_arguments")
	object := lo.Next1(i)
	name := lo.Next1(i)
	if word := lo.Token(i, "new"); word != 0 && name == 0 {
		name = lo.Word(word, g.Ident, g.Plain)
	}
	id := lo.Node(i, g.Member, g.Method, object, name)
	lo.Append(id, types)
	return id
}

func assignment(lo *syntax.Lowering, i int) g.ID {
	left, right := lo.Get(i, "left"), lo.Get(i, "right")
	if o := lo.Child(i, "operator"); o != 0 && len(lo.Text(o)) > 1 {
		t := lo.Text(o)
		return lo.Node(i, g.AssignOp, g.Operator(string(t[:len(t)-1])), left, right)
	}
	return lo.Node(i, g.Assign, g.Plain, left, right)
}

// update is ++ or --, which has no fields here.
func update(lo *syntax.Lowering, i int) g.ID {
	op := g.Plain
	lo.Children(i, func(c int) {
		if !lo.Flat(c).Named() {
			if op = lo.OpAt(c); c > i+1 {
				op = syntax.Behind(op)
			}
		}
	})
	return lo.Node(i, g.Unary, op, lo.Next1(i))
}
