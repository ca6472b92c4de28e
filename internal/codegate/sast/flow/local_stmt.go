package flow

import "bartizan/internal/syntax/generic"

// statement lowers a statement, a definition, or an expression that stands for its effect.
func (b *body) statement(id generic.ID) {
	if id == 0 {
		return
	}
	if b.depth >= maxDepth {
		b.truncate("code nested deeper than 2000")
		return
	}
	b.depth++
	level := b.enter(id)
	v := b.statementKind(id)
	if len(b.active) > 0 {
		b.markedStatement(id, v)
	}
	if b.ends {
		b.ends = false
		b.die()
	}
	b.active = b.active[:level]
	b.depth--
}

// statementKind gives the value that a mark on the whole statement is about.
func (b *body) statementKind(id generic.ID) int32 {
	n := &b.Nodes[id]
	first := b.First(id)
	switch n.Kind {
	case generic.Empty, generic.None, generic.Import, generic.ImportItem, generic.Package, generic.TypeDef, generic.Attr, generic.TypeParams, generic.Params:
	case generic.Block:
		if n.Op != generic.Implicit {
			b.hoist(id)
		}
		for c := range b.Children(id) {
			b.statement(c)
		}
	case generic.ExprStmt:
		for c := range b.Children(id) {
			return b.expr(c)
		}
	case generic.Var, generic.Field:
		return b.declaration(id)
	case generic.If:
		b.ifElse(id)
	case generic.For:
		b.forLoop(id)
	case generic.While:
		b.whileLoop(id)
	case generic.DoWhile:
		b.doWhile(id)
	case generic.ForEach:
		b.forEach(id, func() {
			b.statement(b.Child(id, 2))
		})
		b.statement(b.Child(id, 3))
	case generic.Switch:
		b.pick(id, false)
	case generic.Return:
		return b.returns(first)
	case generic.Break, generic.Continue:
		b.jump(id, n.Kind == generic.Continue)
	case generic.Goto:
		b.goes(first)
	case generic.Throw:
		v := b.expr(first)
		if first != 0 && b.Nodes[first].Next != 0 {
			b.expr(b.Nodes[first].Next)
		}
		if n := len(b.tries); n > 0 && v != 0 {
			b.tries[n-1].thrown = append(b.tries[n-1].thrown, v)
		}
		b.ends = true
		b.throws++
		return v
	case generic.Try:
		b.try(id)
	case generic.With:
		b.with(id)
	case generic.Defer, generic.Go:
		return b.expr(first)
	case generic.Label:
		b.label(id)
	case generic.Assert:
		for c := range b.Children(id) {
			b.expr(c)
		}
	case generic.Func:
		b.definition(id)
	case generic.Class:
		b.definition(id)
	case generic.Directive:
		var v int32
		for c := range b.Children(id) {
			if b.Nodes[c].Kind.Expression() {
				v = b.expr(c)
			} else {
				b.statement(c)
			}
		}
		if v != 0 && b.Name(id) == "export default" {
			b.goal(goal{value: v, mode: goalParts, end: End{Kind: GlobalVar, Name: "default", Node: id, Env: -1}})
		}
		return v
	case generic.Other, generic.Error:
		for c := range b.Children(id) {
			b.statement(c)
		}
	default:
		if n.Kind.Expression() {
			return b.expr(id)
		}
		if n.Kind.Type() {
			return 0
		}
		for c := range b.Children(id) {
			b.statement(c)
		}
	}
	return 0
}

// definition lowers what the definition of a function or class runs where it stands.
func (b *body) definition(id generic.ID) {
	b.expose(id)
	for c := range b.Children(id) {
		switch b.Nodes[c].Kind {
		case generic.Decorator:
			b.expr(b.First(c))
		case generic.Extends:
			for x := range b.Children(c) {
				if b.Nodes[x].Kind.Expression() {
					b.expr(x)
				}
			}
		}
	}
}

// die ends the block: what follows is reached from elsewhere or not at all.
func (b *body) die() {
	b.block = b.newBlock()
	b.dead = true
}

func (b *body) declaration(id generic.ID) int32 {
	name, value := b.Part(id, 0), b.Part(id, 2)
	if value == 0 {
		if name != 0 && b.Nodes[name].Kind == generic.Ident {
			if variable := b.refer[name]; variable != 0 && !(b.Language == "javascript" && b.loops > 0) {
				// Without a value it is what it was: var x; x stays x in JavaScript, and nothing elsewhere.
				if b.cur[variable] < 0 {
					b.version(variable, name)
				}
			}
		}
		return 0
	}
	v := b.expr(value)
	if t := b.Part(id, 1); t != 0 && v != 0 {
		if named := b.Type(name); named != "" {
			v = b.typed(id, v, named)
		}
	}
	if name != 0 {
		b.bind(name, v)
	}
	return v
}

func (b *body) returns(value generic.ID) int32 {
	v := b.expr(value)
	if v != 0 {
		b.goal(goal{value: v, mode: goalParts, end: End{Kind: Return, Node: value, Env: -1}})
	}
	b.ends = true
	return v
}

// ifElse lowers a chain of else-ifs without going deeper for each.
func (b *body) ifElse(id generic.ID) {
	exit := b.newBlock()
	b.open()
	region := len(b.regions) - 1
	var states []state
	for range maxDepth * 10 {
		condition := b.Child(id, 0)
		c := b.expr(condition)
		then, otherwise := b.newBlock(), b.newBlock()
		b.edge(then, c, true)
		b.edge(otherwise, c, false)
		dead := b.dead
		b.open()
		b.block = then
		b.statement(b.Child(id, 1))
		if !b.dead {
			states = append(states, b.snapshot(region, b.edge(exit, 0, false)))
		}
		b.close()
		b.block, b.dead = otherwise, dead
		next := b.Child(id, 2)
		if next == 0 || b.Nodes[next].Kind != generic.If || b.marks.first[next] != 0 {
			b.statement(next)
			break
		}
		id = next
	}
	if !b.dead {
		states = append(states, b.snapshot(region, b.edge(exit, 0, false)))
	}
	b.close()
	b.merge(exit, states)
}

// labelOf gives the label before a statement, or 0.
func (b *body) labelOf(id generic.ID) int32 {
	if p := b.Parents[id]; p != 0 && b.Nodes[p].Kind == generic.Label {
		return b.Nodes[b.First(p)].Ref
	}
	return 0
}

// label lowers a statement with a label: loops and switches know their own, of others a break may leave the statement.
func (b *body) label(id generic.ID) {
	b.arrive(b.Nodes[b.First(id)].Ref)
	s := b.Child(id, 1)
	if s == 0 {
		return
	}
	switch b.Nodes[s].Kind {
	case generic.For, generic.ForEach, generic.While, generic.DoWhile, generic.Switch:
		b.statement(s)
		return
	}
	b.open()
	b.frames = append(b.frames, frame{label: b.Nodes[b.First(id)].Ref, region: len(b.regions) - 1, exit: b.newBlock(), tries: len(b.tries)})
	b.statement(s)
	b.leaveFrame()
}

// leaveFrame ends a frame that is no loop, with the state that control has here as one of its ends.
func (b *body) leaveFrame() {
	at := len(b.frames) - 1
	f := b.frames[at]
	b.frames = b.frames[:at]
	if !b.dead {
		f.exits = append(f.exits, b.snapshot(f.region, b.edge(f.exit, 0, false)))
	}
	for len(b.regions) > f.region {
		b.close()
	}
	b.merge(f.exit, f.exits)
	if b.dead {
		b.block = b.newBlock()
	}
}

// jump lowers break and continue.
func (b *body) jump(id generic.ID, again bool) {
	label := int32(0)
	if c := b.First(id); c != 0 {
		label = b.Nodes[c].Ref
	}
	for i := len(b.frames) - 1; i >= 0; i-- {
		f := &b.frames[i]
		switch {
		case label != 0 && f.label != label, label == 0 && again && !f.loop, label == 0 && !again && !f.loop && !f.pick:
			continue
		}
		if b.dead {
			break
		}
		to := f.exit
		if again {
			to = f.next
		}
		s := b.snapshot(f.region, b.edge(to, 0, false))
		if f = &b.frames[i]; again {
			f.nexts = append(f.nexts, s)
		} else {
			f.exits = append(f.exits, s)
		}
		break
	}
	b.die()
}

// A gone is a goto whose label has not come yet.
type gone struct {
	label int32
	state state
}

// goes lowers a goto. One that goes back is a loop that is followed once.
func (b *body) goes(label generic.ID) {
	if label != 0 && !b.dead {
		to := b.newBlock()
		b.gotos = append(b.gotos, gone{b.Nodes[label].Ref, b.snapshot(0, b.edge(to, 0, false))})
		b.gotos[len(b.gotos)-1].state.edge = to // the block, until the label comes
	}
	b.die()
}

// arrive joins what jumps to a label with what comes to it from above.
func (b *body) arrive(label int32) {
	kept := b.gotos[:0]
	for _, g := range b.gotos {
		if g.label != label {
			kept = append(kept, g)
			continue
		}
		to := b.newBlock()
		jumped := b.edgeFrom(g.state.edge, to, 0, false)
		above := int32(-1)
		if !b.dead {
			above = b.edge(to, 0, false)
		}
		b.block = to
		// What has changed since the function's start, here and there; what is not in the jump's list is as it was then.
		there := map[int32]int32{}
		for _, d := range b.deltas[g.state.from:g.state.to] {
			there[d.variable] = d.value
		}
		var variables []int32
		b.mark++
		for _, d := range b.deltas[g.state.from:g.state.to] {
			if b.seen[d.variable] != b.mark {
				b.seen[d.variable] = b.mark
				variables = append(variables, d.variable)
			}
		}
		for _, l := range b.log {
			if b.seen[l.variable] != b.mark {
				b.seen[l.variable] = b.mark
				variables = append(variables, l.variable)
				there[l.variable] = max(l.old, 0)
			}
		}
		for _, v := range variables {
			switch here := b.version(v, 0); {
			case above < 0:
				b.set(v, there[v])
			case here != there[v]:
				b.set(v, b.phi([][2]int32{{here, above}, {there[v], jumped}}))
			}
		}
		b.dead = false
	}
	b.gotos = kept
}
