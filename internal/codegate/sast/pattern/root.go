package pattern

import (
	"bytes"

	g "bartizan/internal/syntax/generic"
)

// candidate finds the nodes that are the pattern itself and converts them.
func (c *converter) candidate() *reading {
	roots, partial := c.roots()
	if len(roots) == 0 {
		return nil
	}
	form := Statements
	if len(roots) == 1 && c.dialect.single {
		roots[0] = c.only(roots[0])
	}
	if len(roots) == 1 {
		root := roots[0]
		n := c.file.Nodes[root]
		if n.Kind == g.ExprStmt && n.Size > 1 && c.draft.text[c.draft.to-1] != ';' && c.mark(root) == nil {
			root = c.substitution(c.file.First(root))
			roots[0] = root
			n = c.file.Nodes[root]
		}
		form = formOf(n.Kind)
		if n.Kind == g.Try && c.file.Child(root, 1) == 0 {
			form = Partial
		}
		if c.mark(root) != nil {
			form = Statements
		}
	} else {
		form = c.formOfAll(roots)
	}
	if partial {
		form = Partial
		if mods := c.mods(roots[0]); len(mods) > 0 {
			roots, form = mods, Attributes
		}
	}
	words := c.words(roots)
	bodiless := len(roots) == 1 && c.bodiless(roots[0])
	if bodiless {
		form = Partial
	}
	block := c.Leaf(g.Block, g.Plain, 0, 0, uint32(len(c.draft.text)), 0)
	var chain g.ID
	for _, r := range roots {
		made := c.node(r, 0)
		if bodiless {
			c.SetKind(c.Tail(c.First(made)), g.Ellipsis)
		}
		if chain == 0 {
			chain = made
		} else {
			c.Link(c.Tail(chain), made)
		}
	}
	if c.bad || c.deep {
		return nil
	}
	if words {
		args := c.Leaf(g.Args, g.Plain, 0, 0, uint32(len(c.draft.text)), 0)
		c.SetChildren(args, chain)
		chain, form = args, Expression
	}
	c.SetChildren(block, chain)
	r := &reading{others: c.others}
	r.Form = form
	r.Tree = c.Finish(c.language, block)
	for id := range r.Tree.Children(1) {
		r.Roots = append(r.Roots, id)
	}
	return r
}

// only gives the one entry of a mapping, the one item of a sequence, and what these hold in their turn.
func (c *converter) only(id g.ID) g.ID {
	for {
		n := c.file.Nodes[id]
		if n.Kind != g.List && n.Kind != g.Dict {
			return id
		}
		first := c.file.First(id)
		if first == 0 || c.file.Nodes[first].Next != 0 || c.mark(first) != nil {
			return id
		}
		id = first
	}
}

// roots are the outermost nodes in the pattern's range. Partial is one that begins in it and ends in the suffix.
func (c *converter) roots() (roots []g.ID, partial bool) {
	f, from, to := c.file, c.draft.from, c.draft.to
	if id := c.otherwise(); id != 0 {
		return []g.ID{id}, true
	}
	for id := g.ID(1); int(id) < len(f.Nodes); {
		n := f.Nodes[id]
		switch {
		case n.End <= from && n.Start < from || n.Start >= to && !(n.Start == n.End && n.Start == to && from == to):
			id += g.ID(n.Size) // outside
			continue
		case id == 1 || n.Start < from:
			id++
			continue
		case n.Kind == g.Empty:
			id++
			continue
		case n.End > to && c.completes(id):
			if len(roots) == 0 {
				return []g.ID{id}, true
			}
			roots = append(roots, id)
			id += g.ID(n.Size)
			continue
		case n.End > to && n.Start == from && n.Kind == g.Block && f.Nodes[id].Op == g.Implicit:
			id++
			continue
		}
		roots = append(roots, id)
		id += g.ID(n.Size)
	}
	return roots, false
}

// otherwise finds the If to whose else the pattern is, with the else in it.
func (c *converter) otherwise() g.ID {
	if text := c.draft.text[c.draft.from:c.draft.to]; !bytes.HasPrefix(text, []byte("else")) || len(text) > 4 && wordByte(text[4]) {
		return 0
	}
	for id := g.ID(1); int(id) < len(c.file.Nodes); id++ {
		if n := c.file.Nodes[id]; n.Kind == g.If && n.Start < c.draft.from && n.End >= c.draft.to {
			return id
		}
	}
	return 0
}

// completes tells a node of which some part stands in the suffix.
func (c *converter) completes(id g.ID) bool {
	for at, end := id+1, c.file.End(id); at < end; at++ {
		if n := c.file.Nodes[at]; n.Start >= c.draft.to && n.Kind != g.Empty {
			return true
		}
	}
	return false
}

// bodiless tells the header of a function that the grammar takes for a whole one.
func (c *converter) bodiless(id g.ID) bool {
	f := c.file
	if f.Nodes[id].Kind != g.Func || c.draft.text[c.draft.to-1] == ';' {
		return false
	}
	last := f.First(id)
	for last != 0 && f.Nodes[last].Next != 0 {
		last = f.Nodes[last].Next
	}
	return last != 0 && f.Nodes[last].Kind == g.Empty && f.Part(id, 3) == 0
}

// mods gives the modifiers of a definition that has nothing else in the pattern's range.
func (c *converter) mods(id g.ID) []g.ID {
	var mods []g.ID
	for k := range c.file.Children(id) {
		switch n := c.file.Nodes[k]; {
		case n.Kind == g.Empty || n.Start >= c.draft.to:
		case n.Kind == g.Attr || n.Kind == g.Decorator:
			mods = append(mods, k)
		default:
			return nil
		}
	}
	return mods
}

func formOf(k g.Kind) Form {
	switch {
	case k == g.Pair:
		return Pairs
	case k == g.NamedArg:
		return Arguments
	case k == g.Param:
		return Parameters
	case k == g.XmlAttr || k == g.Decorator || k == g.Attr:
		return Attributes
	case k == g.Field:
		return Members
	case k == g.Catch || k == g.Finally || k == g.Case || k == g.Default:
		return Partial
	case k.Statement() || k.Definition():
		return Statements
	}
	return Expression
}

func (c *converter) formOfAll(roots []g.ID) Form {
	form := Statements
	for _, r := range roots {
		if c.mark(r) != nil {
			continue
		}
		switch f := formOf(c.file.Nodes[r].Kind); f {
		case Members, Pairs, Parameters, Attributes, Arguments:
			form = f
		}
	}
	return form
}
