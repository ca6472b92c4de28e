package search

import (
	"cmp"
	"slices"

	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// sameBinding says whether two bindings of one metavariable agree: nodes of the same shape whose names mean the same, or
// text that is equal.
func (p *Pass) sameBinding(a, b *Binding) bool {
	if a.Start == b.Start && a.End == b.End && a.Text == b.Text && a.Node == b.Node {
		return true
	}
	if a.Node == 0 || b.Node == 0 || a.Text != "" || b.Text != "" {
		return p.text(a) == p.text(b)
	}
	x, y := a.Node, b.Node
	if a.Node == a.Last && b.Node == b.Last && (p.folds && p.sameValue(x, y) || p.symbolic && p.sameOrigin(x, y)) {
		return true
	}
	for {
		if !p.sameNode(x, y) {
			return false
		}
		if x == a.Last || y == b.Last {
			return x == a.Last && y == b.Last
		}
		x, y = p.u.Nodes[x].Next, p.u.Nodes[y].Next
		if x == 0 || y == 0 {
			return x == y
		}
	}
}

// sameValue says that two expressions are known to have one value, of which at least one is not written as it.
func (p *Pass) sameValue(x, y generic.ID) bool {
	a, b := p.u.Nodes[x].Kind, p.u.Nodes[y].Kind
	if !a.Expression() || !b.Expression() || a == b {
		return false
	}
	v, ok := p.value(x)
	if !ok {
		return false
	}
	w, ok := p.value(y)
	return ok && v.Kind == w.Kind && v.Text == w.Text
}

// sameOrigin says that a name always stands for what another one is: x behind x = y is y.
func (p *Pass) sameOrigin(x, y generic.ID) bool {
	if p.u.Nodes[x].Kind != generic.Ident || p.u.Nodes[y].Kind != generic.Ident {
		return false
	}
	if o := p.u.Origin(x); o != 0 && p.u.Nodes[o].Kind == generic.Ident && p.sameNode(o, y) {
		return true
	}
	o := p.u.Origin(y)
	return o != 0 && p.u.Nodes[o].Kind == generic.Ident && p.sameNode(o, x)
}

// value gives the value of an expression, written or known.
func (p *Pass) value(id generic.ID) (names.Value, bool) {
	n := &p.u.Nodes[id]
	switch n.Kind {
	case generic.Int, generic.Float, generic.String:
		return patternValue(n.Kind, p.u.Name(id)), true
	case generic.Bool:
		if n.Op == generic.True {
			return names.Value{Kind: names.BoolValue, Text: "true"}, true
		}
		return names.Value{Kind: names.BoolValue, Text: "false"}, true
	case generic.Null:
		return names.Value{Kind: names.NullValue}, true
	}
	if p.packageVariable(id) {
		return names.Value{}, false
	}
	v, ok := p.constant(id)
	if v.Kind == names.NullValue {
		v.Text = ""
	}
	return v, ok
}

// text is what a binding stands for, as text.
func (p *Pass) text(b *Binding) string {
	if b.Text != "" {
		return b.Text
	}
	return string(p.u.Text[b.Start:b.End])
}

// sameNode compares two subtrees. Names are the same if they mean the same definition.
func (p *Pass) sameNode(x, y generic.ID) bool {
	x, y = p.bare(x), p.bare(y)
	if x == y {
		return true
	}
	if p.redefined(x, y) {
		return false
	}
	if a, b := &p.u.Nodes[x], &p.u.Nodes[y]; a.Kind != b.Kind && p.u.Nodes[p.u.Parents[x]].Kind == generic.Pair && p.u.Nodes[p.u.Parents[y]].Kind == generic.Pair {
		return (a.Kind == generic.Ident && b.Kind == generic.String || a.Kind == generic.String && b.Kind == generic.Ident) && a.Ref == b.Ref
	}
	size := p.u.Nodes[x].Size
	if size != p.u.Nodes[y].Size {
		return false
	}
	for i := generic.ID(0); i < generic.ID(size); i++ {
		a, b := &p.u.Nodes[x+i], &p.u.Nodes[y+i]
		p.left--
		if a.Kind != b.Kind {
			if !(a.Kind == generic.Ident && b.Kind == generic.TypeName || a.Kind == generic.TypeName && b.Kind == generic.Ident) {
				return false
			}
		}
		if a.Size != b.Size || a.Ref != b.Ref || a.Op != b.Op && a.Kind != generic.String {
			return false
		}
		if a.Kind == generic.Ident {
			if s, t := p.u.Uses[x+i], p.u.Uses[y+i]; s != t && s != 0 && t != 0 && p.strict {
				return false
			}
		}
	}
	return true
}

// redefined tells the names of two declarations: each is a variable of its own, also where the language makes them one.
func (p *Pass) redefined(x, y generic.ID) bool {
	a, b := p.u.Parents[x], p.u.Parents[y]
	return p.u.Nodes[a].Kind == generic.Var && p.u.Nodes[b].Kind == generic.Var && p.u.Part(a, 0) == x && p.u.Part(b, 0) == y
}

// bare takes an expression out of its statement.
func (p *Pass) bare(id generic.ID) generic.ID {
	for p.u.Nodes[id].Kind == generic.ExprStmt && p.u.Nodes[id].Size > 1 {
		id++
	}
	return id
}

// sortedEnv copies bindings in the order of their names.
func sortedEnv(env []Binding) []Binding {
	if len(env) == 0 {
		return nil
	}
	out := slices.Clone(env)
	slices.SortFunc(out, func(a, b Binding) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// sameEnv says whether a sorted list has the same bindings as one in any order.
func sameEnv(sorted, env []Binding) bool {
	if len(sorted) != len(env) {
		return false
	}
	for i := range env {
		at, ok := lookup(sorted, env[i].Name)
		if !ok || sorted[at] != env[i] {
			return false
		}
	}
	return true
}

func lookup(env []Binding, name string) (int, bool) {
	for i := range env {
		if env[i].Name == name {
			return i, true
		}
	}
	return 0, false
}

// hashEnv is the same for equal bindings in whatever order they came.
func hashEnv(env []Binding) uint64 {
	sum := uint64(len(env))
	for i := range env {
		b := &env[i]
		h := uint64(14695981039346656037)
		for _, s := range [2]string{b.Name, b.Text} {
			for j := 0; j < len(s); j++ {
				h = (h ^ uint64(s[j])) * 1099511628211
			}
			h = (h ^ 0xff) * 1099511628211
		}
		for _, v := range [4]uint64{uint64(b.Node), uint64(b.Last), uint64(b.Start), uint64(b.End)} {
			h = (h ^ v) * 0x9E3779B97F4A7C15
			h ^= h >> 29
		}
		sum += h
	}
	return sum
}

func compareEnv(a, b []Binding) int {
	return slices.CompareFunc(a, b, func(x, y Binding) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End), cmp.Compare(x.Node, y.Node), cmp.Compare(x.Text, y.Text))
	})
}
