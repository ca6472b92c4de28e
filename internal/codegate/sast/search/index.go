package search

import (
	"slices"
	"strings"

	"bartizan/internal/syntax/generic"
)

// An index is what of one file is computed once for all patterns: where each kind and each name stands, and which
// statement an expression belongs to.
type index struct {
	kindAt  []int32 // by kind: its nodes are kindIDs[kindAt[k]:kindAt[k+1]]
	kindIDs []generic.ID
	refAt   []int32 // by string: the names that are spelled so are refIDs[refAt[r]:refAt[r+1]]
	refIDs  []generic.ID
	refs    map[string]int32
	// aliases are names that stand for something spelled otherwise, by the last word of what they stand for.
	aliases map[string][]generic.ID
	// statements are the nodes that stand in a Block, as the If behind an else, behind a label, or where a resource is
	// opened, in order.
	statements []generic.ID
	// owner is by node the statement whose own expression it is part of: not inside a nested function or statement.
	owner []generic.ID
	words map[string]bool
}

func newIndex(u *Unit) *index {
	nodes := u.Nodes
	x := &index{refs: make(map[string]int32, len(u.Strings)), owner: make([]generic.ID, len(nodes))}
	x.kindAt = make([]int32, 258)
	x.refAt = make([]int32, len(u.Strings)+2)
	for i, s := range u.Strings {
		x.refs[s] = int32(i)
	}
	named := [256]bool{}
	for k := range named {
		named[k] = generic.Kind(k) == generic.Ident || generic.Kind(k) == generic.TypeName
	}
	for id := 1; id < len(nodes); id++ {
		n := &nodes[id]
		x.kindAt[int(n.Kind)+2]++
		if named[n.Kind] && n.Ref != 0 {
			x.refAt[n.Ref+2]++
		}
	}
	for i := 2; i < len(x.kindAt); i++ {
		x.kindAt[i] += x.kindAt[i-1]
	}
	for i := 2; i < len(x.refAt); i++ {
		x.refAt[i] += x.refAt[i-1]
	}
	x.kindIDs = make([]generic.ID, x.kindAt[len(x.kindAt)-1])
	x.refIDs = make([]generic.ID, x.refAt[len(x.refAt)-1])
	for id := 1; id < len(nodes); id++ {
		n := &nodes[id]
		x.kindIDs[x.kindAt[int(n.Kind)+1]] = generic.ID(id)
		x.kindAt[int(n.Kind)+1]++
		if named[n.Kind] && n.Ref != 0 {
			x.refIDs[x.refAt[n.Ref+1]] = generic.ID(id)
			x.refAt[n.Ref+1]++
		}
		x.own(u, generic.ID(id))
	}
	x.words = words(u.Text)
	x.alias(u)
	return x
}

// own finds the statement that a node belongs to. Parents come before their children.
func (x *index) own(u *Unit, id generic.ID) {
	parent := u.Parents[id]
	if parent == 0 {
		return
	}
	k, pk := u.Nodes[id].Kind, u.Nodes[parent].Kind
	if pk == generic.Block || k == generic.If && pk == generic.If || pk == generic.Label && u.First(parent) != id || pk == generic.With && k == generic.Var {
		x.statements = append(x.statements, id)
		if deepStatement(k) && (k != generic.Directive || strings.HasPrefix(u.Name(id), "export")) {
			x.owner[id] = id
		}
		return
	}
	if deepBelow(u, parent, id, pk) {
		x.owner[id] = x.owner[parent]
	}
}

// deepStatement holds for the statements of which a pattern's expression statement may be a part.
func deepStatement(k generic.Kind) bool {
	switch k {
	case generic.ExprStmt, generic.Return, generic.Var, generic.Field, generic.Directive, generic.Yield:
		return true
	}
	return k.Expression()
}

// deepBelow holds where the parts of an expression are part of the same statement: not what a function does later, not the
// parts of a comprehension, a condition, an index, an element or of a class.
func deepBelow(u *Unit, parent, id generic.ID, pk generic.Kind) bool {
	switch pk {
	case generic.New:
		return u.Language == "csharp"
	case generic.Lambda, generic.Comprehension, generic.Class, generic.Func, generic.Block, generic.Index, generic.Slice, generic.Cond, generic.Xml:
		return false
	case generic.Tuple:
		if u.Nodes[parent].Op == generic.Comma {
			return false
		}
	}
	switch u.Nodes[id].Kind {
	case generic.Attr, generic.Decorator, generic.TypeParams:
		return false
	}
	return true
}

// alias lists the names whose meaning ends in another word than they do.
func (x *index) alias(u *Unit) {
	x.aliases = map[string][]generic.ID{}
	for id := 1; id < len(u.Nodes); id++ {
		if u.Uses[id] == 0 {
			continue
		}
		c, maybe := u.Canonical(generic.ID(id))
		if c == "" {
			continue
		}
		name := u.Name(generic.ID(id))
		if last := lastWord(c); last != name {
			x.aliases[last] = append(x.aliases[last], generic.ID(id))
		}
		if !maybe {
			continue
		}
		for _, other := range u.Names(generic.ID(id))[1:] {
			if last := lastWord(other); last != name {
				x.aliases[last] = append(x.aliases[last], generic.ID(id))
			}
		}
	}
}

// kind gives the nodes of a kind, in order.
func (x *index) kind(k generic.Kind) []generic.ID { return x.kindIDs[x.kindAt[k]:x.kindAt[int(k)+1]] }

// spelled gives the Idents and TypeNames of a name, in order.
func (x *index) spelled(name string) []generic.ID {
	r, ok := x.refs[name]
	if !ok || r == 0 {
		return nil
	}
	return x.refIDs[x.refAt[r]:x.refAt[r+1]]
}

// within cuts an ordered list down to from <= id < to.
func within(ids []generic.ID, from, to generic.ID) []generic.ID {
	lo, _ := slices.BinarySearch(ids, from)
	hi, _ := slices.BinarySearch(ids[lo:], to)
	return ids[lo : lo+hi]
}

// lastWord gives what stands behind the last dot.
func lastWord(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		switch name[i] {
		case '.', '/', ':', '\\':
			return name[i+1:]
		}
	}
	return name
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// words are the runs of letters and digits of a text.
func words(text []byte) map[string]bool {
	set := make(map[string]bool, len(text)/16)
	for i := 0; i < len(text); {
		if !wordByte(text[i]) {
			i++
			continue
		}
		start := i
		for i < len(text) && wordByte(text[i]) {
			i++
		}
		if w := text[start:i]; !set[string(w)] {
			set[string(w)] = true
		}
	}
	return set
}
