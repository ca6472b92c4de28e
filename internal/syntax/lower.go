package syntax

import (
	"slices"

	"bartizan/internal/syntax/generic"
)

// A Lowering turns one flat tree into a generic one. In the flat tree a node stands before its descendants, so that going
// through it from the end meets every node after all its children: there is no recursion, whatever the text's depth.
type Lowering struct {
	*generic.Builder
	Source []byte

	language *Language
	nodes    []Node
	lowered  []generic.ID // by flat node: what it became, until its parent takes it
	spilled  Chain        // what found no place in the node that is being made
	notes    map[generic.ID]generic.ID
}

// Note keeps a node with another until Noted asks for it: what the rules of one construct tell each other.
func (lo *Lowering) Note(id, about generic.ID) {
	if lo.notes == nil {
		lo.notes = map[generic.ID]generic.ID{}
	}
	lo.notes[id] = about
}

// Noted gives what was kept with a node, once; 0 where there is nothing.
func (lo *Lowering) Noted(id generic.ID) generic.ID {
	about := lo.notes[id]
	delete(lo.notes, id)
	return about
}

// Lower gives the generic tree of a text from its flat one. What no rule takes is not lost: it stands in an Other at the
// end of the node that it was found in. A region that did not parse is an Error with what is lowered inside it.
func (l *Language) Lower(t *Tree, source []byte) *generic.File {
	lo := &Lowering{
		Builder:  generic.NewBuilder(source, len(t.Nodes)*3/4),
		Source:   source,
		language: l,
		nodes:    t.Nodes,
		lowered:  make([]generic.ID, len(t.Nodes)),
	}
	if len(t.Nodes) == 0 {
		return lo.Finish(l.Name, 0)
	}
	for i := len(t.Nodes) - 1; i >= 0; i-- {
		n := &t.Nodes[i]
		if n.Flags&flagNamed == 0 {
			switch {
			case n.Size > 1: // a token of several words, with what did not parse between them
				lo.lowered[i] = lo.Kids(i)
			case n.Symbol != ErrorSymbol && !n.Broken():
				if r := l.rules[n.Symbol]; r != nil {
					lo.lowered[i] = r(lo, i)
				}
			}
			continue
		}
		lo.lowered[i] = lo.one(i, n)
	}
	root := lo.lowered[0]
	if root == 0 || lo.Kind(root) != generic.Block || lo.Next(root) != 0 {
		root = lo.span(0, 0, generic.Block, generic.Plain, root)
	}
	lo.SetStart(root, 0)
	lo.SetEnd(root, uint32(len(source)))
	return lo.Finish(l.Name, root)
}

func (lo *Lowering) one(i int, n *Node) generic.ID {
	if n.Flags&flagBroken != 0 {
		return lo.List(i, generic.Error, generic.Plain, lo.Kids(i))
	}
	if lo.language.ignored[n.Symbol] {
		return 0
	}
	lo.spilled = Chain{}
	id := lo.language.rules[n.Symbol](lo, i)
	if n.Size == 1 {
		return id
	}
	for c, end := i+1, i+int(n.Size); c < end; c += int(lo.nodes[c].Size) {
		lo.spill(lo.Take(c), n.Symbol)
	}
	left := lo.spilled.First
	switch {
	case left == 0:
	case id == 0 || leaf(lo.Kind(id)) || lo.Next(id) != 0:
		id = lo.Join(id, left)
	default:
		lo.Append(id, left)
	}
	return id
}

// spill keeps what no rule has taken: regions that did not parse as they are, the rest in an Other.
func (lo *Lowering) spill(chain generic.ID, sym uint16) {
	for chain != 0 {
		k := chain
		chain = lo.Cut(k)
		if lo.Kind(k) != generic.Error {
			start, end := lo.Span(k)
			k = lo.span(start, end, generic.Other, generic.Plain, k)
			lo.SetSym(k, sym)
		}
		lo.Add(&lo.spilled, k)
	}
}

// Single gives the one node that a part has place for; what else is in the chain is spilled.
func (lo *Lowering) Single(chain generic.ID) generic.ID {
	if chain == 0 || lo.Next(chain) == 0 {
		return chain
	}
	var main generic.ID
	for chain != 0 {
		k := chain
		chain = lo.Cut(k)
		if main == 0 && (lo.Kind(k) != generic.Error || chain == 0) {
			main = k
			continue
		}
		lo.spill(k, 0)
	}
	return main
}

// leaf holds for the kinds that never have children.
func leaf(k generic.Kind) bool {
	shape, _ := generic.Shape(k)
	return shape == ""
}

func other(lo *Lowering, i int) generic.ID {
	id := lo.List(i, generic.Other, generic.Plain, lo.Kids(i))
	lo.SetSym(id, lo.nodes[i].Symbol)
	return id
}

// Count is how many flat nodes there are.
func (lo *Lowering) Count() int { return len(lo.nodes) }

// Flat gives a flat node, Symbol its name in the grammar, Text its source.
func (lo *Lowering) Flat(i int) Node { return lo.nodes[i] }

// Symbol gives the name of a flat node in the grammar; ERROR for a region that did not parse.
func (lo *Lowering) Symbol(i int) string {
	if s := lo.nodes[i].Symbol; s != ErrorSymbol {
		return lo.language.Grammar.Symbols[s]
	}
	return "ERROR"
}

// Text gives the source of a flat node.
func (lo *Lowering) Text(i int) []byte { return lo.Source[lo.nodes[i].Start:lo.nodes[i].End] }

// Children calls visit for each child of a flat node, unnamed ones too.
func (lo *Lowering) Children(i int, visit func(c int)) {
	for c, end := i+1, i+int(lo.nodes[i].Size); c < end; c += int(lo.nodes[c].Size) {
		visit(c)
	}
}

// Child gives the first child in a field, or 0: the root is nobody's child.
func (lo *Lowering) Child(i int, field string) int {
	fields := lo.language.Grammar.Fields
	for c, end := i+1, i+int(lo.nodes[i].Size); c < end; c += int(lo.nodes[c].Size) {
		if f := lo.nodes[c].Field(); f != 0 && fields[f] == field {
			return c
		}
	}
	return 0
}

// Token gives the first child that is the unnamed token, or 0.
func (lo *Lowering) Token(i int, token string) int {
	for c, end := i+1, i+int(lo.nodes[i].Size); c < end; c += int(lo.nodes[c].Size) {
		if !lo.nodes[c].Named() && lo.Symbol(c) == token {
			return c
		}
	}
	return 0
}

// Has tells whether an unnamed token is among the children.
func (lo *Lowering) Has(i int, token string) bool { return lo.Token(i, token) != 0 }

// Op gives the operator that the child in the field "operator" is.
func (lo *Lowering) Op(i int) generic.Op { return lo.OpIn(i, "operator") }

// OpIn gives the operator that the child in a field is.
func (lo *Lowering) OpIn(i int, field string) generic.Op {
	if c := lo.Child(i, field); c != 0 {
		return lo.OpAt(c)
	}
	return generic.Plain
}

// OpAt gives the operator that a flat node is.
func (lo *Lowering) OpAt(c int) generic.Op {
	if s := lo.nodes[c].Symbol; s != ErrorSymbol {
		return lo.language.ops[s]
	}
	return generic.Plain
}

// Take gives what a flat node became, once.
func (lo *Lowering) Take(i int) generic.ID {
	id := lo.lowered[i]
	lo.lowered[i] = 0
	return id
}

// Get takes the children in a field.
func (lo *Lowering) Get(i int, field string) generic.ID {
	var chain Chain
	fields := lo.language.Grammar.Fields
	for c, end := i+1, i+int(lo.nodes[i].Size); c < end; c += int(lo.nodes[c].Size) {
		if f := lo.nodes[c].Field(); f != 0 && lo.lowered[c] != 0 && fields[f] == field {
			lo.Add(&chain, lo.Take(c))
		}
	}
	return chain.First
}

// Of takes the children that are a symbol.
func (lo *Lowering) Of(i int, symbol string) generic.ID {
	var chain Chain
	for c, end := i+1, i+int(lo.nodes[i].Size); c < end; c += int(lo.nodes[c].Size) {
		if lo.lowered[c] != 0 && lo.Symbol(c) == symbol {
			lo.Add(&chain, lo.Take(c))
		}
	}
	return chain.First
}

// Next1 takes the first child that is not taken yet and no Error, or 0.
func (lo *Lowering) Next1(i int) generic.ID {
	for c, end := i+1, i+int(lo.nodes[i].Size); c < end; c += int(lo.nodes[c].Size) {
		if id := lo.lowered[c]; id != 0 && lo.Kind(id) != generic.Error {
			return lo.Single(lo.Take(c))
		}
	}
	return 0
}

// Kids takes all children that are not taken yet.
func (lo *Lowering) Kids(i int) generic.ID {
	var chain Chain
	for c, end := i+1, i+int(lo.nodes[i].Size); c < end; c += int(lo.nodes[c].Size) {
		if lo.lowered[c] != 0 {
			lo.Add(&chain, lo.Take(c))
		}
	}
	return chain.First
}

// A Chain grows at its end without being walked each time.
type Chain struct{ First, tail generic.ID }

// Add puts nodes at the end of a chain.
func (lo *Lowering) Add(c *Chain, id generic.ID) {
	if id == 0 {
		return
	}
	if c.First == 0 {
		c.First = id
	} else {
		lo.Link(c.tail, id)
	}
	c.tail = lo.Tail(id)
}

// Node makes a node of fixed shape over a flat node: each part is one child, and Empty where it is 0.
func (lo *Lowering) Node(i int, k generic.Kind, op generic.Op, parts ...generic.ID) generic.ID {
	return lo.fixed(lo.nodes[i].Start, lo.nodes[i].End, k, op, parts)
}

// At makes a node of fixed shape that the flat tree has not, between two places.
func (lo *Lowering) At(start, end uint32, k generic.Kind, op generic.Op, parts ...generic.ID) generic.ID {
	return lo.fixed(start, end, k, op, parts)
}

// Place puts one more part behind a node's children, Empty where it is 0.
func (lo *Lowering) Place(id, part generic.ID) { lo.Append(id, lo.orEmpty(id, part)) }

// Prepend puts modifiers before a definition's parts; what is none among them goes behind. A list takes any.
func (lo *Lowering) Prepend(id, chain generic.ID) {
	if k := lo.Kind(id); k == generic.Params || k == generic.Block || chain == 0 {
		lo.Builder.Prepend(id, chain)
		return
	}
	var mods, others Chain
	for chain != 0 {
		n := chain
		chain = lo.Cut(n)
		switch lo.Kind(n) {
		case generic.Attr, generic.Decorator, generic.TypeParams:
			lo.Add(&mods, n)
		case generic.Error, generic.Other:
			lo.Add(&others, n)
		default:
			lo.Add(&others, lo.Over(n, n, generic.Other, generic.Plain, n))
		}
	}
	lo.Builder.Prepend(id, mods.First)
	lo.Append(id, others.First)
}

// Split parts the nodes of a kind from the others of a chain.
func (lo *Lowering) Split(chain generic.ID, k generic.Kind) (these, others generic.ID) {
	var found, rest Chain
	for chain != 0 {
		n := chain
		if chain = lo.Cut(n); lo.Kind(n) == k {
			lo.Add(&found, n)
		} else {
			lo.Add(&rest, n)
		}
	}
	return found.First, rest.First
}

// Spill keeps a chain that has no place in the node that a rule makes: it will stand behind the node's children.
func (lo *Lowering) Spill(chain generic.ID) { lo.spill(chain, 0) }

// Fill puts a part in the place of a node's at-th child, which another rule left Empty: a piece of a construct is whole by
// itself, as what did not parse may hold it without the construct.
func (lo *Lowering) Fill(id generic.ID, at int, part generic.ID) {
	if part = lo.Single(part); part == 0 {
		return
	}
	var before generic.ID
	old := lo.First(id)
	for ; at > 0 && old != 0; at-- {
		before, old = old, lo.Next(old)
	}
	if old == 0 {
		lo.Append(id, part)
		return
	}
	lo.Link(part, lo.Cut(old))
	if before == 0 {
		lo.SetChildren(id, part)
	} else {
		lo.Link(before, part)
	}
	start, end := lo.Span(id)
	from, to := lo.Span(part)
	lo.SetStart(id, min(start, from))
	lo.SetEnd(id, max(end, to))
}

func (lo *Lowering) orEmpty(id, part generic.ID) generic.ID {
	if part = lo.Single(part); part == 0 {
		_, end := lo.Span(id)
		part = lo.Leaf(generic.Empty, generic.Plain, 0, end, end, 0)
	}
	return part
}

// Begin moves a node's start, and with it the Empty parts that would stand before it.
func (lo *Lowering) Begin(id generic.ID, at uint32) {
	lo.SetStart(id, at)
	for c := lo.First(id); c != 0; c = lo.Next(c) {
		if start, _ := lo.Span(c); lo.Kind(c) == generic.Empty && start < at {
			lo.SetStart(c, at)
			lo.SetEnd(c, at)
		}
	}
}

// Over makes a node of fixed shape that reaches from one lowered node to the end of another.
func (lo *Lowering) Over(from, to generic.ID, k generic.Kind, op generic.Op, parts ...generic.ID) generic.ID {
	start, _ := lo.Span(from)
	_, end := lo.Span(to)
	return lo.fixed(start, end, k, op, parts)
}

func (lo *Lowering) fixed(start, end uint32, k generic.Kind, op generic.Op, parts []generic.ID) generic.ID {
	var chain Chain
	at := start
	for _, p := range parts {
		if p = lo.Single(p); p == 0 {
			p = lo.Leaf(generic.Empty, generic.Plain, 0, at, at, 0)
		}
		lo.Add(&chain, p)
		if _, e := lo.Span(chain.tail); e > at && e <= end {
			at = e
		}
	}
	id := lo.Leaf(k, op, 0, start, end, 0)
	lo.SetChildren(id, chain.First)
	return id
}

// List makes a node over a flat node, with all of some chains as its children; those that are 0 leave no trace.
func (lo *Lowering) List(i int, k generic.Kind, op generic.Op, chains ...generic.ID) generic.ID {
	return lo.span(lo.nodes[i].Start, lo.nodes[i].End, k, op, chains...)
}

func (lo *Lowering) span(start, end uint32, k generic.Kind, op generic.Op, chains ...generic.ID) generic.ID {
	id := lo.Leaf(k, op, 0, start, end, 0)
	lo.SetChildren(id, lo.Join(chains...))
	return id
}

// Word makes a leaf over a flat node whose Ref is its text.
func (lo *Lowering) Word(i int, k generic.Kind, op generic.Op) generic.ID {
	n := lo.nodes[i]
	return lo.Leaf(k, op, n.Symbol, n.Start, n.End, lo.InternSource(n.Start, n.End))
}

// Called makes a leaf over a flat node whose Ref is a text of one's own.
func (lo *Lowering) Called(i int, k generic.Kind, op generic.Op, name string) generic.ID {
	n := lo.nodes[i]
	return lo.Leaf(k, op, n.Symbol, n.Start, n.End, lo.InternString(name))
}

// Attrs makes an Attr of each child that is one of the unnamed tokens.
func (lo *Lowering) Attrs(i int, tokens ...string) generic.ID {
	var chain Chain
	for c, end := i+1, i+int(lo.nodes[i].Size); c < end; c += int(lo.nodes[c].Size) {
		if !lo.nodes[c].Named() && slices.Contains(tokens, lo.Symbol(c)) {
			lo.Add(&chain, lo.Word(c, generic.Attr, generic.Plain))
		}
	}
	return chain.First
}
