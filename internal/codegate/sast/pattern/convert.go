package pattern

import (
	"bytes"
	"sort"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// maxDepth is how deep a pattern's tree may be.
const maxDepth = 1000

// A converter makes the tree of a candidate from the tree of its draft.
type converter struct {
	*g.Builder
	file  *g.File
	draft *draft
	types []*g.File // of the draft's typed names
	// span is what all nodes get whose file is not the draft's: a type's
	spanned    bool
	start, end uint32
	deep       bool // the tree is too deep
	bad        bool // a placeholder stands where the pattern has no node for it
	others     int
	language   string
	dialect    *dialect
}

func (c *converter) leaf(k g.Kind, op g.Op, id g.ID, name string) g.ID {
	n := c.file.Nodes[id]
	start, end := n.Start, n.End
	if c.spanned {
		start, end = c.start, c.end
	}
	ref := int32(0)
	if name != "" {
		ref = c.InternString(name)
	}
	return c.Leaf(k, op, n.Sym, start, end, ref)
}

// mark gives the ellipsis whose place holds all of a node.
func (c *converter) mark(id g.ID) *mark {
	n := c.file.Nodes[id]
	if n.Kind == g.Empty || c.spanned || n.Start == n.End && c.dialect.spelling == command {
		return nil
	}
	marks := c.draft.marks
	i := sort.Search(len(marks), func(i int) bool { return marks[i].end >= n.End })
	if i < len(marks) && n.Start >= marks[i].start && n.End <= marks[i].end {
		return &marks[i]
	}
	return nil
}

// beyond tells a node of the suffix.
func (c *converter) beyond(id g.ID) bool {
	n := c.file.Nodes[id]
	if n.Kind == g.Args && n.Start == n.End && n.Start == c.draft.to && c.dialect.spelling == command { // no words behind the last command
		return false
	}
	return !c.spanned && n.Kind != g.Empty && n.Start >= c.draft.to
}

// before tells a node of the prefix.
func (c *converter) ahead(id g.ID) bool {
	n := c.file.Nodes[id]
	return !c.spanned && n.Kind != g.Empty && n.End <= c.draft.from && n.Start < n.End
}

// node converts a node with all below it.
func (c *converter) node(id g.ID, depth int) g.ID {
	n := c.file.Nodes[id]
	if depth > maxDepth {
		c.deep = true
		return c.leaf(g.Other, g.Plain, id, "")
	}
	if c.beyond(id) || c.ahead(id) {
		return c.leaf(g.Ellipsis, g.Plain, id, "")
	}
	if m := c.mark(id); m != nil {
		switch n.Kind {
		case g.Params, g.Args, g.Block, g.Extends, g.Decorator:
		default:
			return c.ellipsis(id, m)
		}
	}
	switch n.Kind {
	case g.Ident, g.TypeName, g.Attr, g.Atom:
		if n.Ref != 0 && n.Size == 1 {
			if made := c.name(id, n); made != 0 {
				return c.expansion(n, id, made)
			}
			if made := c.variable(n, id); made != 0 {
				return made
			}
		}
	case g.String, g.XmlText, g.Char, g.Regex:
		if id := c.special(id, n); id != 0 {
			return id
		}
		if c.dialect.spelling == command && c.file.Name(id) == "..." && c.draft.text[n.Start] == '.' { // in a substitution in quotes
			return c.leaf(g.Ellipsis, g.Plain, id, "")
		}
	case g.Call:
		callee := c.file.Child(id, 0)
		if callee != 0 && c.file.Nodes[callee].Kind == g.Member && c.named(c.file.Child(callee, 1), chainEnd) {
			chain := c.leaf(g.ChainEllipsis, g.Plain, id, "")
			c.SetChildren(chain, c.node(c.file.Child(callee, 0), depth+1))
			return chain
		}
		if c.named(callee, aloneWord) {
			return c.node(c.file.First(c.file.Child(id, 1)), depth+1)
		}
		if c.named(callee, deepWord) {
			deep := c.leaf(g.Deep, g.Plain, id, "")
			c.SetChildren(deep, c.children(c.file.Child(id, 1), depth+1))
			if first := c.First(deep); first == 0 || c.Next(first) != 0 {
				c.bad = true
			}
			return deep
		} else if callee != 0 && c.file.Nodes[callee].Kind == g.Ident && statementWord(c.file.Name(callee)) {
			c.bad = true // some grammars take if (x) for a call where no statement can stand
		}
	case g.Member:
		if c.named(c.file.Child(id, 1), chainWord) {
			chain := c.leaf(g.ChainEllipsis, g.Plain, id, "")
			c.SetChildren(chain, c.node(c.file.Child(id, 0), depth+1))
			return chain
		}
	case g.Other:
		c.others++
	case g.Param:
		if n.Op == g.Implicit { // it, which the text has not
			return c.leaf(g.Ellipsis, g.Plain, id, "")
		}
	case g.Error:
		c.bad = true
	}
	if deep := c.substituted(id); deep != 0 {
		made := c.leaf(g.Deep, g.Plain, id, "")
		c.SetChildren(made, c.children(deep, depth+1))
		c.wordOrName(c.First(made))
		return made
	}
	made := c.leaf(n.Kind, n.Op, id, c.file.Name(id))
	c.SetChildren(made, c.children(id, depth+1))
	switch {
	case n.Kind == g.Call && c.dialect.spelling == command:
		c.anyWords(made)
	case n.Kind == g.Call && n.Op == g.Tagged && (c.dialect.spelling == dollars || c.dialect.spelling == constants): // `...`
		if text := c.First(c.Next(c.First(made))); text != 0 && c.Kind(text) == g.AnyString && c.Ref(text) == 0 {
			c.SetKind(text, g.Ellipsis)
		}
	case n.Kind == g.StrConcat && c.dialect.spelling == instruction: // an operand that is one placeholder
		if first := c.First(made); first != 0 && c.Next(first) == 0 && c.Kind(first) == g.MV {
			return first
		}
	case n.Kind == g.ExprStmt && c.ellipses(c.First(made)): // ...; where an expression would do
		return c.First(made)
	case n.Kind == g.New && c.dialect.calls:
		c.initialiser(made)
	case n.Kind == g.Xml:
		c.attributes(id, made)
	case n.Kind == g.Try && c.Next(c.First(made)) == 0: // any handlers
		c.Append(made, c.leaf(g.Ellipsis, g.Plain, id, ""))
	}
	return made
}

func (c *converter) children(id g.ID, depth int) g.ID {
	var first, tail g.ID
	for k := c.file.First(id); k != 0; k = c.file.Nodes[k].Next {
		made := c.node(k, depth)
		if c.file.Nodes[id].Kind == g.StrConcat {
			c.part(made)
			if at := c.file.Nodes[k].Start; c.Kind(made) == g.AnyString && (c.file.Source[at] == '"' || c.file.Source[at] == '\'') {
				c.SetOp(made, g.Keyword) // a string that is put in, and no piece
			}
		}
		if c.Kind(made) == g.Ellipsis && tail != 0 && c.Kind(tail) == g.Ellipsis && lists(c.file.Nodes[id].Kind) {
			continue // an ellipsis behind an ellipsis says nothing
		}
		if first == 0 {
			first = made
		} else {
			c.Link(tail, made)
		}
		tail = made
	}
	return first
}

// initialiser makes entries of what C# has between the braces of new T {a = b}, which an ellipsis makes a list for its grammar.
func (c *converter) initialiser(made g.ID) {
	body := c.Next(c.Next(c.First(made)))
	if body == 0 || c.Kind(body) != g.List {
		return
	}
	for k := c.First(body); k != 0; k = c.Next(k) {
		if c.Kind(k) == g.Assign && c.OpOf(k) == g.Plain {
			c.SetKind(k, g.Pair)
			c.SetKind(body, g.Dict)
		}
	}
}

// attributes marks the ellipses that stand among an element's attributes, and not inside the element: a > that belongs to
// no attribute stands before those.
func (c *converter) attributes(id, made g.ID) {
	at := c.file.Nodes[id].Start
	old := c.file.First(id)
	for k := c.First(made); k != 0 && old != 0; k, old = c.Next(k), c.file.Nodes[old].Next {
		n := c.file.Nodes[old]
		if n.Start > at && bytes.IndexByte(c.file.Source[at:n.Start], '>') >= 0 {
			return
		}
		at = n.End
		if c.ellipses(k) {
			c.SetOp(k, g.Keyword)
		}
	}
}

// lists tells the kinds whose children are one list.
func lists(k g.Kind) bool {
	switch k {
	case g.Block, g.Args, g.Params, g.List, g.Tuple, g.Set, g.Dict, g.StrConcat, g.Destructure:
		return true
	}
	return false
}

func statementWord(name string) bool {
	switch name {
	case "if", "while", "for", "switch", "catch":
		return true
	}
	return false
}

func (c *converter) ellipses(id g.ID) bool {
	return id != 0 && (c.Kind(id) == g.Ellipsis || c.Kind(id) == g.MVEllipsis)
}

// part makes a part of a string with insertions: a piece that is ... stands for any parts, an inserted ... for one. A piece
// is a string of one part so far.
func (c *converter) part(made g.ID) {
	switch c.Kind(made) {
	case g.String:
		if c.dialect.inserts && c.String(c.Ref(made)) == "..." {
			c.SetKind(made, g.Ellipsis)
			c.SetRef(made, 0)
		}
	case g.Ident:
		start, _ := c.Span(made)
		if name := "$" + c.String(c.Ref(made)); c.dialect.inserts && start > 0 && c.file.Source[start-1] == '$' && metavariable(name) == len(name) {
			c.SetKind(made, g.MV)
			c.SetRef(made, c.InternString(name))
		}
	case g.Ellipsis:
		if c.dialect.spelling == command {
			return
		}
		c.SetKind(made, g.MV)
		c.SetRef(made, c.InternString("$_"))
	case g.StrConcat:
		if first := c.First(made); first != 0 && c.Next(first) == 0 {
			c.SetKind(made, c.Kind(first))
			c.SetOp(made, g.Plain)
			c.SetRef(made, c.Ref(first))
			c.SetChildren(made, 0)
		}
	}
}

func (c *converter) ellipsis(id g.ID, m *mark) g.ID {
	if m.name != "" && !strings.HasPrefix(m.name, "$...") { // all of a line
		whole := c.leaf(g.ExprStmt, g.Plain, id, "")
		c.SetChildren(whole, c.leaf(g.MV, g.Plain, id, m.name))
		return whole
	}
	if m.name != "" {
		return c.leaf(g.MVEllipsis, g.Plain, id, m.name)
	}
	return c.leaf(g.Ellipsis, g.Plain, id, "")
}

func (c *converter) named(id g.ID, name string) bool {
	return id != 0 && c.file.Nodes[id].Kind == g.Ident && c.file.Name(id) == name
}

// name converts a name that is a placeholder, or a dotted one that has placeholders; 0 for any other.
func (c *converter) name(id g.ID, n g.Node) g.ID {
	name := c.file.Strings[n.Ref]
	if !strings.Contains(name, "__") {
		if c.dialect.spelling == dollars && metavariable(name) == len(name) && name != "" && !c.dialect.own(name) { // in a string
			return c.leaf(g.MV, g.Plain, id, name)
		}
		return 0
	}
	if c.dialect.spelling == constants {
		name = strings.ReplaceAll(name, metaConstant, metaPrefix)
	}
	if rest, ok := strings.CutPrefix(name, "$"); ok && (strings.HasPrefix(rest, metaPrefix) || rest == ellipsisWord || rest == fillerWord) {
		name = rest
	}
	if atom, ok := strings.CutPrefix(name, ":"); ok {
		if mv, ok := strings.CutPrefix(atom, metaPrefix); ok && n.Kind == g.Atom { // a symbol, whose name is bound
			return c.leaf(g.Atom, g.Plain, id, ":$"+mv)
		}
		name = atom
	}
	dots := len(name) - len(strings.TrimLeft(name, ".")) // of a relative import
	if strings.Contains(name, ".") {
		if !strings.Contains(name, metaPrefix) && !strings.Contains(name, ellipsisWord) && !strings.Contains(name, chainWord) {
			return 0
		}
		var whole g.ID
		if dots > 0 {
			whole = c.leaf(g.Ident, g.Plain, id, name[:dots])
			name = name[dots:]
		}
		for part := range strings.SplitSeq(name, ".") {
			made := c.word(id, part, g.Ident)
			switch {
			case whole == 0:
				whole = made
			case part == chainWord:
				chain := c.leaf(g.ChainEllipsis, g.Plain, id, "")
				c.SetChildren(chain, whole)
				whole = chain
			default:
				c.Link(whole, made)
				member := c.leaf(g.Member, g.Plain, id, "")
				c.SetChildren(member, whole)
				whole = member
			}
		}
		return whole
	}
	return c.word(id, name, n.Kind)
}

func (c *converter) word(id g.ID, name string, k g.Kind) g.ID {
	switch {
	case c.partly(name):
		return c.leaf(k, g.Plain, id, c.restored(name))
	case strings.HasPrefix(name, metaPrefix):
		return c.leaf(g.MV, g.Plain, id, "$"+strings.TrimSuffix(name[len(metaPrefix):], "!")) // a macro of Rust
	case name == fillerWord:
		return c.leaf(g.Empty, g.Plain, id, "")
	case name == ellipsisWord:
		return c.leaf(g.Ellipsis, g.Plain, id, "")
	case strings.HasPrefix(name, typedPrefix):
		at, err := strconv.Atoi(name[len(typedPrefix):])
		if err != nil || at >= len(c.draft.typed) || c.spanned {
			c.bad = true
			return c.leaf(g.Ident, g.Plain, id, name)
		}
		return c.typed(id, at)
	case strings.HasPrefix(name, "$ "):
		c.bad = true
	}
	return c.leaf(k, g.Plain, id, name)
}

func (c *converter) typed(id g.ID, at int) g.ID {
	n := c.file.Nodes[id]
	t := c.leaf(g.Typed, g.Plain, id, "")
	name := c.leaf(g.MV, g.Plain, id, c.draft.typed[at].name)
	inner := converter{Builder: c.Builder, file: c.types[at], draft: c.draft, dialect: c.dialect, spanned: true, start: n.Start, end: n.End}
	c.Link(name, inner.node(typeRoot(inner.file), 0))
	c.others += inner.others
	c.bad = c.bad || inner.bad
	c.SetChildren(t, name)
	return t
}

// typeRoot finds the type in a text that declares x to be of it.
func typeRoot(f *g.File) g.ID {
	for id := g.ID(1); int(id) < len(f.Nodes); id++ {
		if k := f.Nodes[id].Kind; k == g.Var || k == g.Field {
			return f.Part(id, 1)
		}
	}
	return 0
}
