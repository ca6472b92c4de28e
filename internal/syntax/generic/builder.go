package generic

import "slices"

// A Builder makes a tree from its leaves up. What it hands out are chains: a node and its later siblings. A chain becomes
// the children of one node, once; Finish lays what hangs below the root out in pre-order.
type Builder struct {
	source  []byte
	text    string // the source again, whose parts are strings without a copy each
	nodes   []raw
	strings []string
	index   map[string]int32
}

// A raw node has its first child where the finished one has its size.
type raw struct {
	kind        Kind
	op          Op
	sym         uint16
	first, next ID
	start, end  uint32
	ref         int32
}

// NewBuilder makes a builder for a text of which it keeps parts. The hint is how many nodes to expect.
func NewBuilder(source []byte, hint int) *Builder {
	return &Builder{source: source, text: string(source), nodes: make([]raw, 1, hint+1), strings: []string{""}, index: map[string]int32{"": 0}}
}

// Leaf adds a node without children.
func (b *Builder) Leaf(k Kind, op Op, sym uint16, start, end uint32, ref int32) ID {
	b.nodes = append(b.nodes, raw{kind: k, op: op, sym: sym, start: start, end: end, ref: ref})
	return ID(len(b.nodes) - 1)
}

// Kind, OpOf, Ref and Span read a node; Next its sibling.
func (b *Builder) Kind(id ID) Kind           { return b.nodes[id].kind }
func (b *Builder) OpOf(id ID) Op             { return b.nodes[id].op }
func (b *Builder) Ref(id ID) int32           { return b.nodes[id].ref }
func (b *Builder) Span(id ID) (s, e uint32)  { return b.nodes[id].start, b.nodes[id].end }
func (b *Builder) First(id ID) ID            { return b.nodes[id].first }
func (b *Builder) Next(id ID) ID             { return b.nodes[id].next }
func (b *Builder) String(ref int32) string   { return b.strings[ref] }
func (b *Builder) SetSym(id ID, sym uint16)  { b.nodes[id].sym = sym }
func (b *Builder) SetKind(id ID, k Kind)     { b.nodes[id].kind = k }
func (b *Builder) SetOp(id ID, op Op)        { b.nodes[id].op = op }
func (b *Builder) SetRef(id ID, ref int32)   { b.nodes[id].ref = ref }
func (b *Builder) SetStart(id ID, at uint32) { b.nodes[id].start = at }
func (b *Builder) SetEnd(id ID, at uint32)   { b.nodes[id].end = at }

// StartOf gives where a chain begins.
func (b *Builder) StartOf(id ID) uint32 { return b.nodes[id].start }

// EndOf gives where a chain ends.
func (b *Builder) EndOf(id ID) uint32 { return b.nodes[b.Tail(id)].end }

// Tail gives the last node of a chain.
func (b *Builder) Tail(id ID) ID {
	for b.nodes[id].next != 0 {
		id = b.nodes[id].next
	}
	return id
}

// Link makes a chain the continuation of another, which ends in tail.
func (b *Builder) Link(tail, chain ID) { b.nodes[tail].next = chain }

// Join makes one chain of several; those that are 0 are left out.
func (b *Builder) Join(chains ...ID) ID {
	var first, tail ID
	for _, c := range chains {
		if c == 0 {
			continue
		}
		if first == 0 {
			first = c
		} else {
			b.nodes[tail].next = c
		}
		tail = b.Tail(c)
	}
	return first
}

// Cut takes a chain apart behind its first node and gives the rest.
func (b *Builder) Cut(id ID) (rest ID) {
	rest, b.nodes[id].next = b.nodes[id].next, 0
	return rest
}

// SetChildren gives a node a chain as its children, in the place of those it had.
func (b *Builder) SetChildren(id, chain ID) { b.nodes[id].first = chain }

// Prepend puts a chain before a node's children, and stretches the node over it.
func (b *Builder) Prepend(id, chain ID) {
	if chain == 0 {
		return
	}
	b.nodes[id].start = min(b.nodes[id].start, b.nodes[chain].start)
	b.nodes[b.Tail(chain)].next = b.nodes[id].first
	b.nodes[id].first = chain
}

// Append puts a chain behind a node's children, and stretches the node over it.
func (b *Builder) Append(id, chain ID) {
	if chain == 0 {
		return
	}
	if b.nodes[id].first == 0 {
		b.nodes[id].first = chain
	} else {
		b.nodes[b.Tail(b.nodes[id].first)].next = chain
	}
	for c := chain; c != 0; c = b.nodes[c].next {
		b.nodes[id].end = max(b.nodes[id].end, b.nodes[c].end)
	}
}

// copyLimit is the most nodes that Copy repeats: what one declaration shares between its variables is small, and where a
// text makes it large, repeating it would cost the square.
const copyLimit = 64

// Copy repeats a chain with all below it, or, where that is large, puts one TypeOther over its place.
func (b *Builder) Copy(chain ID) ID {
	if chain == 0 {
		return 0
	}
	var walk []ID // pre-order
	for stack := []ID{chain}; len(stack) > 0; {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if walk = append(walk, id); len(walk) > copyLimit {
			first, last := b.nodes[chain], b.nodes[b.Tail(chain)]
			return b.Leaf(TypeOther, Plain, first.sym, first.start, max(first.end, last.end), 0)
		}
		if next := b.nodes[id].next; next != 0 {
			stack = append(stack, next)
		}
		if first := b.nodes[id].first; first != 0 {
			stack = append(stack, first)
		}
	}
	base := ID(len(b.nodes))
	at := func(id ID) ID {
		if id == 0 {
			return 0
		}
		return base + ID(slices.Index(walk, id))
	}
	for _, id := range walk {
		n := b.nodes[id]
		n.first, n.next = at(n.first), at(n.next)
		b.nodes = append(b.nodes, n)
	}
	return base
}

// Intern gives the number of a string. The bytes may change afterwards.
func (b *Builder) Intern(s []byte) int32 {
	if ref, ok := b.index[string(s)]; ok {
		return ref
	}
	return b.add(string(s))
}

// InternString gives the number of a string.
func (b *Builder) InternString(s string) int32 {
	if ref, ok := b.index[s]; ok {
		return ref
	}
	return b.add(s)
}

// InternSource gives the number of a part of the source.
func (b *Builder) InternSource(start, end uint32) int32 {
	if start == end {
		return 0
	}
	s := b.text[start:end]
	if ref, ok := b.index[s]; ok {
		return ref
	}
	return b.add(s)
}

func (b *Builder) add(s string) int32 {
	ref := int32(len(b.strings))
	b.strings = append(b.strings, s)
	b.index[s] = ref
	return ref
}

// Finish lays the tree below root out in pre-order and gives the file. A node reaches over all its children but what a
// declaration shares between its variables; where an error stands between them, rules cannot know. The builder is spent.
func (b *Builder) Finish(language string, root ID) *File {
	f := &File{Language: language, Source: b.source, Strings: b.strings}
	f.Nodes = make([]Node, 1, len(b.nodes))
	if root == 0 {
		return f
	}
	type level struct{ old, now ID }
	stack := []level{}
	push := func(old ID) {
		n := b.nodes[old]
		stack = append(stack, level{old, ID(len(f.Nodes))})
		f.Nodes = append(f.Nodes, Node{Kind: n.kind, Op: n.op, Sym: n.sym, Start: n.start, End: n.end, Ref: n.ref})
	}
	push(root)
	b.nodes[root].next = 0
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		if c := b.nodes[top.old].first; c != 0 {
			b.nodes[top.old].first = 0 // entered
			push(c)
			continue
		}
		stack = stack[:len(stack)-1]
		n := &f.Nodes[top.now]
		n.Size = int32(len(f.Nodes)) - int32(top.now)
		if len(stack) > 0 && !shared(n.Kind) {
			parent := &f.Nodes[stack[len(stack)-1].now]
			parent.Start, parent.End = min(parent.Start, n.Start), max(parent.End, n.End)
		}
		if next := b.nodes[top.old].next; next != 0 {
			n.Next = ID(len(f.Nodes))
			push(next)
		}
	}
	return f
}

// shared holds for what the variables of one declaration share, and which stands before the second one.
func shared(k Kind) bool { return k.Type() || k == Attr || k == Decorator }
