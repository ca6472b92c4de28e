package syntax

import "bartizan/internal/syntax/generic"

// The rules below are what most symbols of most grammars need. What they do not say is a function in the language's folder.

// Pass gives the children as they are: the node is only a bracket around them.
func Pass(lo *Lowering, i int) generic.ID { return lo.Kids(i) }

// Nothing lowers to nothing; children that are something are kept.
func Nothing(*Lowering, int) generic.ID { return 0 }

// Word is a leaf with its own text.
func Word(k generic.Kind) Rule {
	return func(lo *Lowering, i int) generic.ID { return lo.Word(i, k, generic.Plain) }
}

// Mark is a leaf that its kind and op say all of.
func Mark(k generic.Kind, op generic.Op) Rule {
	return func(lo *Lowering, i int) generic.ID { return lo.List(i, k, op) }
}

// Children is a node with all children in order.
func Children(k generic.Kind, op generic.Op) Rule {
	return func(lo *Lowering, i int) generic.ID { return lo.List(i, k, op, lo.Kids(i)) }
}

// Fields is a node of fixed shape: a child for each field, Empty where there is none.
func Fields(k generic.Kind, op generic.Op, fields ...string) Rule {
	return func(lo *Lowering, i int) generic.ID {
		var parts [8]generic.ID
		for p, f := range fields {
			parts[p] = lo.Get(i, f)
		}
		return lo.Node(i, k, op, parts[:len(fields)]...)
	}
}

// Positions is a node of fixed shape: so many children in the order of the text, for grammars without fields.
func Positions(k generic.Kind, op generic.Op, count int) Rule {
	return func(lo *Lowering, i int) generic.ID {
		var parts [8]generic.ID
		for p := range count {
			parts[p] = lo.Next1(i)
		}
		return lo.Node(i, k, op, parts[:count]...)
	}
}

// Some is a node with so many children at most.
func Some(k generic.Kind, op generic.Op, count int) Rule {
	return func(lo *Lowering, i int) generic.ID {
		var chain Chain
		for range count {
			lo.Add(&chain, lo.Next1(i))
		}
		return lo.List(i, k, op, chain.First)
	}
}

// Name makes the name of a definition of what the grammar has as the name of a type.
func (lo *Lowering) Name(id generic.ID) generic.ID {
	if id != 0 && lo.Kind(id) == generic.TypeName {
		lo.SetKind(id, generic.Ident)
	}
	return id
}

// Operation is a node whose op is the token in the field "operator".
func Operation(k generic.Kind, fields ...string) Rule {
	return func(lo *Lowering, i int) generic.ID {
		var parts [4]generic.ID
		for p, f := range fields {
			parts[p] = lo.Get(i, f)
		}
		return lo.Node(i, k, lo.Op(i), parts[:len(fields)]...)
	}
}

// Update is ++ or -- with the field "operator", before or behind its one operand.
func Update(lo *Lowering, i int) generic.ID {
	op := lo.Op(i)
	if operator := lo.Child(i, "operator"); lo.Flat(operator).Start > lo.Flat(i).Start {
		op = Behind(op)
	}
	return lo.Node(i, generic.Unary, op, lo.Next1(i))
}

// Behind is the operator that stands behind its operand.
func Behind(op generic.Op) generic.Op {
	switch op {
	case generic.Inc:
		return generic.PostInc
	case generic.Dec:
		return generic.PostDec
	}
	return op
}

// Body gives a statement as a Block, implicit where the text has no braces; 0 as 0.
func (lo *Lowering) Body(chain generic.ID) generic.ID {
	if chain == 0 || lo.Kind(chain) == generic.Block && lo.Next(chain) == 0 {
		return chain
	}
	return lo.bracket(chain)
}

// bracket gives a chain as one implicit Block.
func (lo *Lowering) bracket(chain generic.ID) generic.ID {
	id := lo.Over(chain, lo.Tail(chain), generic.Block, generic.Implicit)
	lo.SetChildren(id, chain)
	return id
}

// GetBody is Get with Body.
func (lo *Lowering) GetBody(i int, field string) generic.ID { return lo.Body(lo.Get(i, field)) }

// If is an if statement with the usual fields; else if is an If in the place of else.
func If(lo *Lowering, i int) generic.ID {
	condition, then, otherwise := lo.Get(i, "condition"), lo.GetBody(i, "consequence"), lo.Get(i, "alternative")
	if otherwise == 0 || lo.Kind(otherwise) != generic.If || lo.Next(otherwise) != 0 {
		otherwise = lo.Body(otherwise)
	}
	return lo.Node(i, generic.If, generic.Plain, condition, then, otherwise)
}

// While is a while statement with the usual fields.
func While(lo *Lowering, i int) generic.ID {
	return lo.Node(i, generic.While, generic.Plain, lo.Get(i, "condition"), lo.GetBody(i, "body"))
}

// DoWhile is a do statement with the usual fields.
func DoWhile(lo *Lowering, i int) generic.ID {
	return lo.Node(i, generic.DoWhile, generic.Plain, lo.GetBody(i, "body"), lo.Get(i, "condition"))
}

// AsOne gives a chain as one node, in an implicit Block where it is several: `for (let a = 1, b = 2; …)`.
func (lo *Lowering) AsOne(chain generic.ID) generic.ID {
	if chain == 0 || lo.Next(chain) == 0 {
		return chain
	}
	return lo.bracket(chain)
}

// AsTuple gives a chain as one expression: a Tuple where it is several.
func (lo *Lowering) AsTuple(chain generic.ID) generic.ID {
	if chain == 0 || lo.Next(chain) == 0 {
		return chain
	}
	id := lo.Over(chain, lo.Tail(chain), generic.Tuple, generic.Plain)
	lo.SetChildren(id, chain)
	return id
}

// Simple holds for text that is a dotted name and nothing else.
func (lo *Lowering) Simple(start, end uint32) bool {
	for _, c := range lo.Source[start:end] {
		if !word(c) && c != '.' {
			return false
		}
	}
	return start < end
}

func word(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c >= 0x80
}

// LongName is where a dotted type is no longer one name: each of its prefixes is one too, to a rule that goes up from the
// leaves, and together they cost the square of its length.
const LongName = 512

// Dotted makes one Ident of a flat node that is a dotted name; white space and comments inside it are left out.
func (lo *Lowering) Dotted(i int) generic.ID {
	n := lo.nodes[i]
	if lo.Simple(n.Start, n.End) {
		return lo.Word(i, generic.Ident, generic.Plain)
	}
	var name []byte
	for c, end := i+1, i+int(n.Size); c < end; c++ {
		if leaf := lo.nodes[c]; leaf.Size == 1 && !leaf.Extra() {
			name = append(name, lo.Text(c)...)
		}
	}
	id := lo.Leaf(generic.Ident, generic.Plain, n.Symbol, n.Start, n.End, 0)
	lo.SetRef(id, lo.Intern(name))
	return id
}

// Behind a header's initialiser stands its statement: `if x := f(); x > 0 {}` is an implicit Block of the two.
func (lo *Lowering) WithInit(i int, init, statement generic.ID) generic.ID {
	if init == 0 {
		return statement
	}
	return lo.List(i, generic.Block, generic.Implicit, init, statement)
}

// Applied is a type with its arguments: base<args>, where args is a TypeParams that is taken apart.
func (lo *Lowering) Applied(i int, base, args generic.ID) generic.ID {
	if args != 0 && lo.Kind(args) == generic.TypeParams {
		args = lo.First(args)
	}
	return lo.List(i, generic.TypeApply, generic.Plain, base, args)
}
