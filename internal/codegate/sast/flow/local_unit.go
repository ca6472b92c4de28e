package flow

import (
	"slices"

	"bartizan/internal/syntax/generic"
)

// lower turns the unit's code into values.
func (b *body) lower() {
	b.inherit()
	b.open()
	root := b.unit
	switch n := &b.Nodes[root]; n.Kind {
	case generic.Func, generic.Lambda:
		b.hoist(b.Part(root, 3))
		b.params(b.Part(root, 1))
		b.statement(b.Part(root, 3))
	case generic.Class:
		for c := range b.Children(root) {
			if b.Nodes[c].Kind == generic.Block {
				b.members(c)
			}
		}
	default:
		b.hoist(root)
		for c := range b.Children(root) {
			b.statement(c)
		}
	}
	b.name()
	if len(b.gotos) > 0 {
		b.truncate("a goto that goes back")
	}
}

// inherit puts the marks that hold for all of the unit in force.
func (b *body) inherit() {
	var chain []generic.ID
	for id := b.unit; id != 0 && len(chain) < maxDepth; id = b.Parents[id] {
		if b.marks.first[id] != 0 {
			chain = append(chain, id)
		}
	}
	for _, id := range slices.Backward(chain) {
		b.enter(id)
	}
}

// hoist makes functions that are called before their definition see the variables that they use.
func (b *body) hoist(block generic.ID) {
	if block == 0 || b.Language != "javascript" && b.Language != "typescript" && b.Language != "tsx" && b.Language != "php" {
		return
	}
	for c := range b.Children(block) {
		if b.Nodes[c].Kind == generic.Func {
			b.expose(c)
		}
	}
}

// params gives the parameters their origins.
func (b *body) params(params generic.ID) {
	if params == 0 {
		return
	}
	index := int32(0)
	method := b.Nodes[b.inside[b.unit]].Kind == generic.Class && b.Nodes[b.unit].Kind == generic.Func
	for p := range b.Children(params) {
		n := &b.Nodes[p]
		if n.Kind != generic.Param {
			continue
		}
		if (n.Op == generic.Positional || n.Op == generic.Keyword) && b.Part(p, 0) == 0 {
			continue // Python's / and *
		}
		name := b.Part(p, 0)
		end := End{Kind: Param, Index: index, Node: p, Env: -1}
		receiver := n.Op == generic.Receiver || method && index == 0 && len(b.result.Params) == 0 && b.Language == "python" && !b.static(b.unit)
		if receiver && end.Index == 0 {
			end = End{Kind: Receiver, Node: p, Env: -1}
		} else {
			word := ""
			if name != 0 && b.Nodes[name].Kind == generic.Ident {
				word = b.Name(name)
			}
			b.result.Params = append(b.result.Params, word)
			index++
		}
		if receiver {
			method = false
		}
		level := b.enter(p)
		v := b.origin(p, end)
		if def := b.Part(p, 2); def != 0 {
			v = b.join(p, v, b.expr(def))
		}
		v = b.markedDefinition(p, v)
		if t := b.Type(p); t != "" {
			v = b.typed(p, v, t)
		}
		if name != 0 {
			// Of a plain name the marks are in already.
			b.defining = b.Nodes[name].Kind != generic.Ident
			b.bind(name, v)
			b.defining = false
		}
		b.active = b.active[:level]
	}
}

// static says whether a method of Python has no receiver.
func (b *body) static(fun generic.ID) bool {
	for c := range b.Children(fun) {
		if n := &b.Nodes[c]; n.Kind == generic.Decorator && string(b.File.Text(b.First(c))) == "staticmethod" {
			return true
		}
	}
	return false
}

// members lowers what a class's body runs outside of its methods.
func (b *body) members(block generic.ID) {
	for c := range b.Children(block) {
		level := b.enter(c)
		switch b.Nodes[c].Kind {
		case generic.Field:
			if value := b.Part(c, 2); value != 0 {
				v := b.expr(value)
				v = b.markedDefinition(c, v)
				if name := b.Part(c, 0); name != 0 && v != 0 {
					b.goal(goal{value: v, mode: goalParts, end: End{Kind: FieldVar, Name: b.Name(name), Node: c, Env: -1}})
				}
			}
		default:
			b.statement(c)
		}
		b.active = b.active[:level]
	}
}

// name names the graph as a person would.
func (b *body) name() {
	g, id := &b.result, b.unit
	class := b.classOf(id)
	if class != 0 {
		g.Class = b.className(class)
	}
	switch n := &b.Nodes[id]; {
	case id == 1:
		g.Name = "<file>"
	case n.Kind == generic.Class:
		g.Name = g.Class
	default:
		name := b.Part(id, 0)
		if name == 0 {
			name = b.namedBy(id)
		}
		g.Name = "<anonymous>"
		if name != 0 {
			if g.Name = b.Name(name); g.Name == "" {
				g.Name = "<anonymous>"
			}
		}
		if class != 0 && b.inside[id] == class {
			g.Name = lastName(g.Class) + "." + g.Name
		}
	}
}

func (b *body) className(class generic.ID) string {
	name := b.Part(class, 0)
	if name == 0 {
		return ""
	}
	if c, _ := b.Canonical(name); c != "" {
		return c
	}
	return b.Name(name)
}

// namedBy finds the variable or key that a function expression is the value of.
func (b *body) namedBy(id generic.ID) generic.ID {
	p := b.Parents[id]
	switch n := &b.Nodes[p]; n.Kind {
	case generic.Var, generic.Field:
		if name := b.Part(p, 0); name != 0 && b.Nodes[name].Kind == generic.Ident {
			return name
		}
	case generic.Assign, generic.Pair:
		name := b.First(p)
		if name != id && b.Nodes[name].Kind == generic.Member {
			name = b.Child(name, 1)
		}
		if name != 0 && name != id && b.Nodes[name].Kind == generic.Ident {
			return name
		}
	}
	return 0
}

func lastName(dotted string) string {
	for i := len(dotted) - 1; i >= 0; i-- {
		if dotted[i] == '.' {
			return dotted[i+1:]
		}
	}
	return dotted
}
