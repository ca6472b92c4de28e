package syntax

// A Node is one node of the flat tree. The subtree of node i is nodes[i : i+Size]; its first child, if it has one, is i+1,
// and the sibling after child c is c+Size.
type Node struct {
	Symbol uint16 // of the grammar; ErrorSymbol for a region that did not parse
	Flags  uint16
	Start  uint32 // bytes
	End    uint32
	Size   uint32 // nodes, this one included
}

// ErrorSymbol is the symbol of a region that the grammar could not place.
const ErrorSymbol = 0xFFFF

const (
	flagNamed = 1 << iota
	flagBroken
	flagExtra
	fieldShift = iota
)

// Named tells nodes with a name of their own in the grammar from punctuation and keywords.
func (n Node) Named() bool { return n.Flags&flagNamed != 0 }

// Broken holds for a region that did not parse, and for a token that the parser invented to go on.
func (n Node) Broken() bool { return n.Flags&flagBroken != 0 }

// Extra holds for what may stand anywhere: comments, and skipped text.
func (n Node) Extra() bool { return n.Flags&flagExtra != 0 }

// Field is the number of the field that the node fills in its parent; 0 for none.
func (n Node) Field() uint16 { return n.Flags >> fieldShift }

// A Tree is what the parser made of one file, in source order. A tree without nodes belongs to a stopped parse.
type Tree struct {
	Nodes  []Node
	Depth  int // of the deepest node, the root being at 1
	Steps  int // of the parser; one is 100 of its operations, or 1 KiB of the text that it reads, again and again too
	Memory int // bytes that the parser asked for in all
	Stop   Stop
}

// A Stop says why a tree is not whole.
type Stop uint8

// Whole is a tree to the end of the file. After ParseBudget there are no nodes; after NodeBudget the last ones are cut off.
const (
	Whole Stop = iota
	ParseBudget
	NodeBudget
)

func (s Stop) String() string { return [...]string{"", "parse budget", "node budget"}[s] }

// A Span is a range of bytes.
type Span struct{ Start, End uint32 }

// Broken lists the outermost regions that did not parse, in source order. A token that the parser invented is an empty one.
func (t *Tree) Broken() []Span {
	var spans []Span
	for i := 0; i < len(t.Nodes); {
		n := t.Nodes[i]
		if n.Broken() {
			spans = append(spans, Span{n.Start, n.End})
			i += int(n.Size)
			continue
		}
		i++
	}
	return spans
}
