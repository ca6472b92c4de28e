package search

import (
	"slices"

	"bartizan/internal/syntax/generic"
)

// A place is one node of a pattern's tree.
type place struct {
	c  *candidate
	at generic.ID
}

// A posting lists the nodes of the file that can match a place, in order; ok is false where any can.
type posting struct {
	ids []generic.ID
	ok  bool
}

// expressions gives the nodes that can match a node of a pattern, in order; ok is false where nothing narrows them down.
func (p *Pass) expressions(c *candidate, at generic.ID) ([]generic.ID, bool) {
	key := place{c, at}
	if got, done := p.posts[key]; done {
		return got.ids, got.ok
	}
	ids, ok := p.find(c, at)
	p.posts[key] = posting{ids, ok}
	return ids, ok
}

func (p *Pass) find(c *candidate, at generic.ID) ([]generic.ID, bool) {
	f := c.Tree
	n := &f.Nodes[at]
	switch n.Kind {
	case generic.Ident, generic.TypeName:
		return p.namesLike(f.Name(at)), true
	case generic.Member:
		name := f.Child(at, 1)
		if name == 0 {
			return nil, true
		}
		if f.Nodes[name].Kind == generic.Ident {
			return p.members(f.Name(name)), true
		}
		if want, ok := typedObject(f, at); ok {
			return p.merge(p.membersOf(want), p.x.kind(generic.Ident)), true
		}
		return p.merged(generic.Member, generic.Ident), true
	case generic.Call:
		callee := f.First(at)
		switch f.Nodes[callee].Kind {
		case generic.Ident, generic.Member:
			if want, ok := typedObject(f, callee); ok {
				return p.callsOf(want), true
			}
			heads, ok := p.expressions(c, callee)
			if !ok {
				break
			}
			return p.callsWith(heads), true
		}
		return p.x.kind(generic.Call), true
	case generic.Binary:
		if l := p.u.Language; l == "javascript" || l == "typescript" || l == "tsx" {
			return p.merged(generic.Binary, generic.AssignOp), true
		}
	case generic.Assign:
		switch p.u.Language {
		case "javascript", "typescript", "tsx":
			return p.merged(generic.Assign, generic.AssignOp, generic.Var, generic.Field), true
		case "csharp":
			return p.merged(generic.Assign, generic.Var, generic.Field, generic.Pair), true
		}
		return p.merged(generic.Assign, generic.Var, generic.Field), true
	case generic.Var, generic.Field:
		return p.merged(generic.Var, generic.Field), true
	case generic.Func:
		return p.merged(generic.Func, generic.Lambda, generic.Pair, generic.Field), true
	case generic.Int, generic.Float:
		return p.merge(p.merged(generic.Int, generic.Float), p.constants()), true
	case generic.String, generic.Char, generic.Bool:
		return p.merge(p.x.kind(n.Kind), p.constants()), true
	case generic.StrConcat:
		return p.merged(generic.String, generic.StrConcat), true
	case generic.AnyString, generic.RegexString:
		return p.merge(p.merged(generic.String, generic.StrConcat, generic.Char), p.constants()), true
	case generic.Dict, generic.Set, generic.Destructure:
		return p.merged(generic.Dict, generic.Set, generic.Destructure, generic.Comprehension), true
	case generic.List:
		return p.merged(generic.List, generic.Destructure, generic.Comprehension), true
	case generic.Tuple:
		return p.x.kind(generic.Tuple), true
	case generic.Cast:
		return p.merged(generic.Cast, generic.Call), true
	case generic.Unary:
		if n.Op == generic.Sub {
			return p.merge(p.x.kind(generic.Unary), p.constants()), true
		}
		return p.x.kind(generic.Unary), true
	case generic.Deep:
		return p.around(c, f.First(at))
	case generic.MV, generic.Typed, generic.Ellipsis, generic.MVEllipsis, generic.ChainEllipsis:
		return nil, false
	case generic.Disj:
		var list []generic.ID
		for k := f.First(at); k != 0; k = f.Nodes[k].Next {
			ids, ok := p.expressions(c, k)
			if !ok {
				return nil, false
			}
			list = p.merge(list, ids)
		}
		return list, true
	case generic.Import:
		if l := p.u.Language; l == "javascript" || l == "typescript" || l == "tsx" {
			return p.merged(generic.Import, generic.Var), true
		}
	case generic.Return:
		if returnsLast(p.u.Language) {
			return p.merge(p.x.kind(generic.Return), p.tailStatements()), true
		}
	case generic.For:
		return p.merged(generic.For, generic.ForEach, generic.While), true
	}
	return p.x.kind(n.Kind), true
}

// callsWith gives the calls of what stands at heads, and what of it is a decorator.
func (p *Pass) callsWith(heads []generic.ID) (list []generic.ID) {
	for _, h := range heads {
		switch parent := p.u.Parents[h]; p.u.Nodes[parent].Kind {
		case generic.Call:
			if p.u.First(parent) == h {
				list = append(list, parent)
			}
		case generic.Decorator:
			list = append(list, h)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// typedObject tells a chain (T $X).$Y, whose members are known by the type of what they are members of.
func typedObject(f *generic.File, at generic.ID) (want string, ok bool) {
	object := f.First(at)
	if f.Nodes[at].Kind != generic.Member || f.Nodes[object].Kind != generic.Typed {
		return "", false
	}
	if name := f.Child(at, 1); name == 0 || f.Nodes[name].Kind == generic.Ident {
		return "", false
	}
	t := f.Nodes[f.First(object)].Next
	if t == 0 || f.Nodes[t].Kind == generic.MV {
		return "", false
	}
	return typeText(f, t), true
}

// membersOf gives the members of objects of a type, in order.
func (p *Pass) membersOf(want string) (list []generic.ID) {
	if !p.typed {
		p.typed = true
		at := map[string]int{}
		for _, id := range p.x.kind(generic.Member) {
			object := p.u.First(id)
			if !p.u.Nodes[object].Kind.Expression() {
				continue
			}
			got := p.typeOf(object)
			if got == "" {
				continue
			}
			k, ok := at[got]
			if !ok {
				k = len(p.objects)
				at[got] = k
				p.objects = append(p.objects, typedMembers{of: got})
			}
			p.objects[k].ids = append(p.objects[k].ids, id)
		}
	}
	for i := range p.objects {
		if p.isType(p.objects[i].of, want) {
			list = append(list, p.objects[i].ids...)
		}
	}
	slices.Sort(list)
	return list
}

// typedMembers are the members of objects of one type.
type typedMembers struct {
	of  string
	ids []generic.ID
}

// callsOf gives the calls of members of objects of a type, and of names, which may stand for one.
func (p *Pass) callsOf(want string) []generic.ID {
	if !p.called {
		p.called = true
		p.nameCalls = p.callsWith(p.x.kind(generic.Ident))
	}
	return p.merge(p.callsWith(p.membersOf(want)), p.nameCalls)
}

// namesLike gives the names that are spelled so or may stand for it.
func (p *Pass) namesLike(name string) []generic.ID {
	last := lastWord(name)
	list := p.x.spelled(name)
	if last != name { // a dotted type, or a module's path
		list = p.merge(list, p.x.spelled(last))
		list = p.merge(list, p.x.kind(generic.Member))
	}
	return p.merge(list, p.x.aliases[last])
}

// members gives the chains that end in a name, and the names that stand for such a chain.
func (p *Pass) members(name string) []generic.ID {
	var list []generic.ID
	for _, id := range p.x.spelled(name) {
		parent := p.u.Parents[id]
		if p.u.Nodes[parent].Kind == generic.Member && p.u.First(parent) != id {
			list = append(list, parent)
		}
		if p.u.Uses[id] != 0 || p.u.Nodes[parent].Kind != generic.Member {
			list = append(list, id)
		}
	}
	list = append(list, p.x.aliases[name]...)
	slices.Sort(list)
	return slices.Compact(list)
}

// around gives the expressions that hold one that can match.
func (p *Pass) around(c *candidate, inner generic.ID) ([]generic.ID, bool) {
	ids, ok := p.expressions(c, inner)
	if !ok {
		return nil, false
	}
	seen := map[generic.ID]bool{}
	var list []generic.ID
	for _, id := range ids {
		for at := id; at != 0 && !seen[at]; at = p.u.Parents[at] {
			seen[at] = true
			if p.u.Nodes[at].Kind.Expression() {
				list = append(list, at)
			}
			if at != id && p.bars(at) {
				break
			}
		}
	}
	slices.Sort(list)
	return list, true
}

// merged gives the nodes of up to four kinds.
func (p *Pass) merged(kinds ...generic.Kind) []generic.ID {
	var key [4]generic.Kind
	copy(key[:], kinds)
	list, done := p.mergedIDs[key]
	if done {
		return list
	}
	for _, k := range kinds {
		list = append(list, p.x.kind(k)...)
	}
	slices.Sort(list)
	p.mergedIDs[key] = list
	return list
}

func (p *Pass) merge(a, b []generic.ID) []generic.ID {
	if len(b) == 0 {
		return a
	}
	if len(a) == 0 {
		return b
	}
	list := append(append(make([]generic.ID, 0, len(a)+len(b)), a...), b...)
	slices.Sort(list)
	return slices.Compact(list)
}

// constants gives the expressions whose value is known though it is not written there.
func (p *Pass) constants() []generic.ID {
	if p.known {
		return p.constantIDs
	}
	p.known = true
	for id := generic.ID(1); int(id) < len(p.u.Nodes); id++ {
		switch p.u.Nodes[id].Kind {
		case generic.Ident, generic.Member, generic.Binary, generic.StrConcat, generic.Call, generic.Index, generic.Cond, generic.Unary, generic.Cast:
			if _, ok := p.constant(id); ok && !p.assigned(id) {
				p.constantIDs = append(p.constantIDs, id)
			}
		}
	}
	return p.constantIDs
}

// assigned tells what an assignment gives a value from an expression that has one.
func (p *Pass) assigned(id generic.ID) bool {
	parent := p.u.Parents[id]
	switch p.u.Nodes[parent].Kind {
	case generic.Assign, generic.AssignOp, generic.ForEach:
		return p.u.First(parent) == id
	case generic.Tuple, generic.List, generic.Destructure:
		return p.assigned(parent)
	}
	return false
}

// standsAlone tells an expression from a name that is part of another node: a member's, a key, a parameter's.
func (p *Pass) standsAlone(id generic.ID) bool {
	n := &p.u.Nodes[id]
	parent := p.u.Parents[id]
	pn := &p.u.Nodes[parent]
	switch pn.Kind {
	case generic.Member:
		return p.u.First(parent) == id
	case generic.Pair:
		return p.u.First(parent) != id || pn.Op == generic.Computed
	case generic.NamedArg, generic.XmlAttr, generic.Xml, generic.ImportItem, generic.Import, generic.Package, generic.Label, generic.Goto, generic.Break, generic.Continue,
		generic.TypeDef, generic.Class, generic.Func, generic.Param:
		if pn.Kind == generic.Param && p.u.Part(parent, 2) == id {
			return true
		}
		if pn.Kind == generic.NamedArg || pn.Kind == generic.XmlAttr {
			return p.u.First(parent) != id
		}
		return pn.Kind == generic.Xml && n.Kind != generic.Ident
	case generic.Lambda:
		return false
	case generic.Var, generic.Field:
		return p.u.Part(parent, 0) != id
	case generic.New:
		return p.u.First(parent) != id
	}
	return true
}
