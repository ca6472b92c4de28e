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
	if n.Kind == g.Empty || c.spanned {
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
			if id := c.name(id, n); id != 0 {
				return id
			}
		}
	case g.String, g.XmlText, g.Char, g.Regex:
		if id := c.special(id, n); id != 0 {
			return id
		}
	case g.Call:
		if callee := c.file.Child(id, 0); c.named(callee, deepWord) {
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
	case g.Error:
		c.bad = true
	}
	made := c.leaf(n.Kind, n.Op, id, c.file.Name(id))
	c.SetChildren(made, c.children(id, depth+1))
	switch {
	case n.Kind == g.ExprStmt && c.ellipses(c.First(made)): // ...; where an expression would do
		return c.First(made)
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
	case g.Ellipsis:
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
		return 0
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
	case strings.HasPrefix(name, metaPrefix):
		return c.leaf(g.MV, g.Plain, id, "$"+name[len(metaPrefix):])
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
	}
	return c.leaf(k, g.Plain, id, name)
}

func (c *converter) typed(id g.ID, at int) g.ID {
	n := c.file.Nodes[id]
	t := c.leaf(g.Typed, g.Plain, id, "")
	name := c.leaf(g.MV, g.Plain, id, c.draft.typed[at].name)
	inner := converter{Builder: c.Builder, file: c.types[at], draft: c.draft, spanned: true, start: n.Start, end: n.End}
	c.Link(name, inner.node(typeRoot(inner.file), 0))
	c.others += inner.others
	c.bad = c.bad || inner.bad
	c.SetChildren(t, name)
	return t
}

// special converts a string whose content stands for several.
func (c *converter) special(id g.ID, n g.Node) g.ID {
	text := c.file.Strings[n.Ref]
	if !strings.Contains(text, "__") {
		return 0
	}
	switch n.Kind {
	case g.XmlText:
		text = strings.TrimSuffix(strings.TrimSpace(text), ";")
		switch {
		case text == ellipsisWord:
			return c.leaf(g.Ellipsis, g.Plain, id, "")
		case strings.HasPrefix(text, metaPrefix) && metavariable("$"+text[len(metaPrefix):]) == len(text)-len(metaPrefix)+1:
			return c.leaf(g.MV, g.Plain, id, "$"+text[len(metaPrefix):])
		}
		return c.leaf(n.Kind, n.Op, id, c.restored(c.file.Strings[n.Ref]))
	case g.Regex:
		text = strings.Trim(text, "/")
	}
	if strings.HasPrefix(text, metaPrefix) && metavariable("$"+text[len(metaPrefix):]) == len(text)-len(metaPrefix)+1 { // a module's name
		return c.leaf(g.MV, g.Plain, id, "$"+text[len(metaPrefix):])
	}
	content, rest, ok := c.content(text)
	if !ok || rest != "" {
		return c.joined(id, n, text)
	}
	switch {
	case n.Kind == g.Regex:
		return c.leaf(g.Regex, g.Plain, id, content)
	case strings.HasPrefix(content, "=~"):
		return c.leaf(g.RegexString, n.Op, id, content[2:])
	}
	k := g.AnyString
	switch {
	case content == "..." && (n.Op == g.Format || n.Op == g.Template):
		k, content = g.Ellipsis, ""
	case content == "...":
		content = ""
	case strings.HasPrefix(content, "$..."):
		k = g.MVEllipsis
	}
	if n.Op != g.Format && n.Op != g.Template {
		return c.leaf(g.AnyString, n.Op, id, content)
	}
	concat := c.leaf(g.StrConcat, n.Op, id, "")
	c.SetChildren(concat, c.leaf(k, g.Plain, id, content))
	return concat
}

// content gives what a placeholder at the beginning of a text stands for, and what is behind it.
func (c *converter) content(text string) (content, rest string, ok bool) {
	number, found := strings.CutPrefix(text, stringPrefix)
	if !found {
		return "", text, false
	}
	number, rest, found = strings.Cut(number, stringEnd)
	at, err := strconv.Atoi(number)
	if !found || err != nil || at < 0 || at >= len(c.draft.specials) {
		return "", text, false
	}
	return c.draft.specials[at].text, rest, true
}

// joined converts literals that stand side by side, of which some stand for several: a StrConcat of the pieces.
func (c *converter) joined(id g.ID, n g.Node, text string) g.ID {
	if !strings.Contains(text, stringPrefix) {
		return 0
	}
	var first, tail g.ID
	add := func(k g.Kind, name string) {
		made := c.leaf(k, g.Plain, id, name)
		if first == 0 {
			first = made
		} else {
			c.Link(tail, made)
		}
		tail = made
	}
	for text != "" {
		if content, rest, ok := c.content(text); ok {
			text = rest
			switch {
			case content == "...":
				add(g.AnyString, "")
			case strings.HasPrefix(content, "=~"):
				add(g.RegexString, content[2:])
			default:
				add(g.AnyString, content)
			}
			continue
		}
		end := strings.Index(text[1:], stringPrefix) + 1
		if end == 0 {
			end = len(text)
		}
		add(g.String, text[:end])
		text = text[end:]
	}
	concat := c.leaf(g.StrConcat, n.Op, id, "")
	c.SetChildren(concat, first)
	return concat
}

// restored gives text that is no code as the pattern had it.
func (c *converter) restored(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, ellipsisWord, "..."), metaPrefix, "$")
	for i := len(c.draft.specials) - 1; i >= 0; i-- {
		text = strings.ReplaceAll(text, stringPrefix+strconv.Itoa(i)+stringEnd, c.draft.specials[i].text)
	}
	return text
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
