package pattern

import g "bartizan/internal/syntax/generic"

// expansion makes ${$X} of a metavariable that a shell's text expands: any variable, and no other word.
func (c *converter) expansion(n g.Node, id, made g.ID) g.ID {
	if c.dialect.spelling != command || c.Kind(made) != g.MV || c.spanned || !expanded(c.draft.text, n.Start) {
		return made
	}
	whole := c.leaf(g.Unary, g.Deref, id, "")
	c.SetChildren(whole, made)
	return whole
}

// variable makes a metavariable of $X where a string in quotes has it.
func (c *converter) variable(n g.Node, id g.ID) g.ID {
	if c.dialect.spelling != command || c.spanned || n.Start == 0 || c.draft.text[n.Start-1] != '$' {
		return 0
	}
	name := "$" + c.file.Strings[n.Ref]
	if metavariable(name) != len(name) {
		return 0
	}
	return c.leaf(g.MV, g.Plain, id, name)
}

// expanded tells a name behind $ or ${.
func expanded(text []byte, at uint32) bool {
	return at > 0 && text[at-1] == '$' || at > 1 && text[at-1] == '{' && text[at-2] == '$'
}

// anyWords puts an ellipsis in the place of a command's name before its words, too: it stands for any number of them.
func (c *converter) anyWords(call g.ID) {
	callee := c.First(call)
	if callee == 0 || c.Kind(callee) != g.Ellipsis {
		return
	}
	if args := c.Next(callee); args != 0 && c.Kind(args) == g.Args {
		first := c.First(args)
		if first != 0 && c.Kind(first) == g.Ellipsis {
			return
		}
		start, end := c.Span(callee)
		dots := c.Leaf(g.Ellipsis, g.Plain, 0, start, end, 0)
		if first != 0 {
			c.Link(dots, first)
		}
		c.SetChildren(args, dots)
		c.SetStart(args, start)
	}
}

// substituted gives the words of <... e ...> in a shell's text, where it is written as a substitution.
func (c *converter) substituted(id g.ID) g.ID {
	if n := c.file.Nodes[id]; c.dialect.spelling != command || n.Kind != g.Call || !c.named(c.file.Child(id, 0), "$()") {
		return 0
	}
	inner := c.file.First(c.file.Child(id, 1))
	if inner == 0 || c.file.Nodes[inner].Next != 0 || c.file.Nodes[inner].Kind != g.Call || !c.named(c.file.Child(inner, 0), deepWord) {
		return 0
	}
	return c.file.Child(inner, 1)
}

// wordOrName lets a word also be the name of a command.
func (c *converter) wordOrName(id g.ID) {
	if id == 0 || c.Kind(id) != g.String {
		return
	}
	start, end := c.Span(id)
	word := c.Leaf(g.String, c.OpOf(id), 0, start, end, c.Ref(id))
	c.Link(word, c.Leaf(g.Ident, g.Plain, 0, start, end, c.Ref(id)))
	c.SetKind(id, g.Disj)
	c.SetOp(id, g.Plain)
	c.SetRef(id, 0)
	c.SetChildren(id, word)
}

// substitution gives a substitution that is all of a pattern, and no command by the name that it gives.
func (c *converter) substitution(id g.ID) g.ID {
	if c.dialect.spelling != command || c.file.Nodes[id].Kind != g.Call {
		return id
	}
	callee := c.file.First(id)
	if callee == 0 || c.file.Nodes[callee].Kind == g.Ident || c.file.First(c.file.Child(id, 1)) != 0 {
		return id
	}
	return callee
}
