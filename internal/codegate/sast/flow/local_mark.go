package flow

import (
	"slices"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/syntax/generic"
)

// maxActive is how many marks may hold at one place.
const maxActive = 4096

// enter puts the marks of a node in force and gives the level to go back to.
func (b *body) enter(id generic.ID) int {
	level := len(b.active)
	for e := b.marks.first[id]; e != 0; {
		if len(b.active) >= maxActive {
			b.truncate("more than 4096 matches around one place")
			break
		}
		ev := b.marks.events[e-1]
		b.active = append(b.active, ev)
		e = ev.next
	}
	return level
}

func (b *body) spec(e *event) *Spec { return &b.plan.Specs[b.marks.all[e.mark].Spec] }

// sourceEnd and sinkEnd are a mark as the end of an edge. Env is the mark until the graph is made.
func (b *body) markEnd(kind EndKind, mark int32) End {
	m := &b.marks.all[mark]
	node := m.Node
	if node == 0 {
		node = b.marks.heads[mark]
	}
	e := End{Kind: kind, Spec: m.Spec, Node: node, Env: mark}
	if kind == SinkAt && node != 0 && (m.Start != b.Nodes[node].Start || m.End != b.Nodes[node].End) {
		e.From, e.To = m.Start, m.End
	}
	return e
}

// marked applies to an expression's value what the marks in force say of it.
func (b *body) marked(id generic.ID, v int32) int32 {
	n := &b.Nodes[id]
	killed := int32(0)
	before := v
	effects := false
	for i := 0; i < len(b.active); i++ {
		e := &b.active[i]
		exact := e.start == n.Start && e.end == n.End
		if !exact && !e.inside {
			continue
		}
		s := b.spec(e)
		switch e.kind {
		case evSource:
			if exact && sideEffects(s) && b.lvalue(id) {
				effects = true
				if s.BySideEffect == formula.SideEffectOnly {
					continue
				}
			} else if s.BySideEffect == formula.SideEffectOnly {
				continue
			}
			if s.Control {
				if exact {
					b.setControl(e.mark, id)
				}
				continue
			}
			v = b.source(id, v, before, e.mark)
		case evClean:
			if exact && sideEffects(s) && b.lvalue(id) {
				effects = true
			}
			killed = b.rules.union(killed, b.rules.number(s.Rules))
		}
	}
	if killed != 0 && v != 0 {
		v = b.newValue(ilValue{op: opClean, a: v, b: killed, node: id})
	}
	for i := 0; i < len(b.active); i++ {
		e := &b.active[i]
		exact := e.start == n.Start && e.end == n.End
		switch e.kind {
		case evSink:
			if exact || e.inside {
				b.sink(id, v, e, exact)
			}
		case evFrom:
			if exact {
				b.propagateFrom(e.mark, v)
			}
		case evTo:
			if exact {
				v = b.propagateTo(id, v, e.mark)
			}
		}
	}
	if effects {
		b.sideEffects(id, killed)
	}
	return v
}

// source makes the value of an expression that a source matches.
func (b *body) source(id generic.ID, v, before, mark int32) int32 {
	if s := &b.plan.Specs[b.marks.all[mark].Spec]; s.asks() {
		b.goal(goal{value: before, end: b.markEnd(SourceAt, mark), rules: s.Rules})
	}
	return b.newValue(ilValue{op: opSource, a: v, b: mark, node: id})
}

// sideEffects changes the place that sources or sanitizers match exactly.
func (b *body) sideEffects(id generic.ID, killed int32) {
	n := &b.Nodes[id]
	v := b.peek(id)
	for i := range b.active {
		e := &b.active[i]
		if s := b.spec(e); e.start == n.Start && e.end == n.End && sideEffects(s) {
			switch e.kind {
			case evSource:
				v = b.source(id, v, v, e.mark)
			case evClean:
				v = b.newValue(ilValue{op: opClean, a: v, b: b.rules.number(s.Rules), node: id})
			}
		}
	}
	b.update(id, v)
}

func (b *body) setControl(mark int32, id generic.ID) {
	if b.control == 0 {
		return
	}
	v := b.version(b.control, id)
	b.set(b.control, b.newValue(ilValue{op: opSource, a: v, b: mark, node: id}))
}

// sink asks what reaches an expression. Of a call that is matched itself, it is what reaches its arguments and its object,
// unless it is what a metavariable stands for.
func (b *body) sink(id generic.ID, v int32, e *event, exact bool) {
	s := b.spec(e)
	if s.AtExit && !b.atExit(id) {
		return
	}
	g := goal{value: v, end: b.markEnd(SinkAt, e.mark), rules: s.Rules}
	if g.end.Node == 0 {
		g.end.Node = id
	}
	if call := b.callIn(id); exact && call != 0 && b.lastCall.node == call && !(call == id && focused(s.Formula)) {
		for _, w := range b.lastCall.values {
			if w != 0 {
				g.value = w
				b.goal(g)
			}
		}
		if k := b.Nodes[id].Kind; (k == generic.Call || k == generic.New) && (v == 0 || b.values[v].op != opSource) {
			g.value = 0 // its result is what its arguments make it
		} else {
			g.value = v
		}
	}
	if g.value != 0 {
		b.goal(g)
	}
	if b.control != 0 {
		if c := b.version(b.control, id); c != 0 {
			g.value = c
			b.goal(g)
		}
	}
}

// focused says whether a formula finds what a metavariable stands for.
func focused(f *formula.Formula) bool {
	if f.Op != formula.Any {
		return len(f.Focus) > 0
	}
	return !slices.ContainsFunc(f.Kids, func(k *formula.Formula) bool { return !focused(k) })
}

// callIn gives the call that an expression is, or whose result a statement assigns or returns.
func (b *body) callIn(id generic.ID) generic.ID {
	for range 4 {
		switch b.Nodes[id].Kind {
		case generic.Call, generic.New:
			return id
		case generic.Var, generic.Field:
			id = b.Part(id, 2)
		case generic.Assign:
			id = b.Child(id, 1)
		case generic.ExprStmt, generic.Return, generic.Await:
			id = b.First(id)
		default:
			return 0
		}
		if id == 0 {
			return 0
		}
	}
	return 0
}

// atExit says whether the function ends behind an expression.
func (b *body) atExit(id generic.ID) bool {
	for range maxDepth {
		p := b.Parents[id]
		if p == 0 || p == b.unit {
			return true
		}
		switch n := &b.Nodes[p]; {
		case n.Kind == generic.Return || n.Kind == generic.Throw:
			return true
		case n.Kind == generic.Block && b.Nodes[id].Next != 0:
			return false
		case n.Kind == generic.For || n.Kind == generic.ForEach || n.Kind == generic.While || n.Kind == generic.DoWhile:
			return false
		}
		id = p
	}
	return false
}

// propagateFrom takes up the value that a propagator passes on.
func (b *body) propagateFrom(mark, v int32) {
	v = b.carried(mark, v)
	b.from[mark] = v
	w, ok := b.waiting[mark]
	if !ok || v == 0 {
		return
	}
	b.lists[w.slot] = b.join(0, b.lists[w.slot], v)
	if s := &b.plan.Specs[b.marks.all[mark].Spec]; sideEffects(s) && b.lvalue(w.node) {
		b.deliver(w.node, v)
	}
}

// carried is what a propagator makes of the value that it passes on.
func (b *body) carried(mark, v int32) int32 {
	s := &b.plan.Specs[b.marks.all[mark].Spec]
	node := b.marks.all[mark].Node
	if s.asks() {
		if v != 0 {
			b.goal(goal{value: v, end: b.markEnd(SourceAt, mark), rules: s.Rules})
		}
		return b.newValue(ilValue{op: opSource, b: mark, node: node})
	}
	if v == 0 {
		return 0
	}
	// Only the rules that have the propagator see it.
	v = b.mix(node, foldSame, b.foreign(mark), v)
	if s.Label != "" && s.Label != formula.DefaultLabel {
		v = b.newValue(ilValue{op: opLabel, a: v, b: mark, node: node})
	}
	return v
}

// propagateTo gives the value of an expression that a propagator passes something to.
func (b *body) propagateTo(id generic.ID, v, mark int32) int32 {
	s := &b.plan.Specs[b.marks.all[mark].Spec]
	if from, ok := b.from[mark]; ok {
		if from == 0 {
			return v
		}
		if sideEffects(s) && b.lvalue(id) {
			b.deliver(id, from)
		}
		return b.join(id, v, from)
	}
	now := b.operands(ilValue{op: opJoin, node: id}, v, 0)
	b.waiting[mark] = waiting{b.values[now].first + 1, id}
	return now
}

// deliver adds a value to what a place holds.
func (b *body) deliver(id generic.ID, v int32) {
	old := b.peek(id)
	if old != 0 {
		b.goal(goal{value: v, base: old, mode: goalInto, end: End{Node: id, Env: -1}})
	}
	b.update(id, b.join(id, old, v))
}

// markedStatement asks what marks say of a whole statement.
func (b *body) markedStatement(id generic.ID, v int32) {
	n := &b.Nodes[id]
	for i := 0; i < len(b.active); i++ {
		e := &b.active[i]
		if e.start != n.Start || e.end != n.End {
			continue
		}
		switch s := b.spec(e); e.kind {
		case evSink:
			if !n.Kind.Expression() && n.Kind != generic.ExprStmt {
				b.sink(id, v, e, true)
			}
		case evSource:
			if s.Control && !n.Kind.Expression() && n.Kind != generic.ExprStmt {
				b.setControl(e.mark, id)
			}
		}
	}
}

// markedDefinition gives a parameter, field or caught value what marks on its definition say.
func (b *body) markedDefinition(id generic.ID, v int32) int32 {
	name := b.Part(id, 0)
	level := len(b.active)
	if name != 0 {
		level = b.enter(name)
	}
	killed := int32(0)
	for i := 0; i < len(b.active); i++ {
		e := &b.active[i]
		exact := b.spans(e, id) || name != 0 && b.spans(e, name)
		if !exact && !e.inside {
			continue
		}
		switch s := b.spec(e); e.kind {
		case evSource:
			if !s.Control {
				v = b.source(id, v, v, e.mark)
			}
		case evClean:
			killed = b.rules.union(killed, b.rules.number(s.Rules))
		}
	}
	if killed != 0 && v != 0 {
		v = b.newValue(ilValue{op: opClean, a: v, b: killed, node: id})
	}
	for i := 0; i < len(b.active); i++ {
		if e := &b.active[i]; e.kind == evSink && (b.spans(e, id) || name != 0 && b.spans(e, name)) {
			b.sink(id, v, e, true)
		}
	}
	b.active = b.active[:level]
	return v
}

func (b *body) spans(e *event, id generic.ID) bool {
	n := &b.Nodes[id]
	return e.start == n.Start && e.end == n.End
}

// markedPlace asks what marks say of a place that is assigned to, before it is.
func (b *body) markedPlace(id generic.ID, v int32) {
	for i := 0; i < len(b.active); i++ {
		if e := &b.active[i]; e.kind == evSink && b.spans(e, id) {
			b.sink(id, v, e, true)
		}
	}
}

// markedTarget gives what is assigned to a place what marks on the place say.
func (b *body) markedTarget(id generic.ID, v int32) int32 {
	for i := 0; i < len(b.active); i++ {
		e := &b.active[i]
		if !b.spans(e, id) {
			continue
		}
		switch s := b.spec(e); e.kind {
		case evSource:
			if sideEffects(s) || b.defining {
				v = b.source(id, v, v, e.mark)
			}
		case evClean:
			if (sideEffects(s) || b.defining) && v != 0 {
				v = b.newValue(ilValue{op: opClean, a: v, b: b.rules.number(s.Rules), node: id})
			}
		case evFrom:
			b.propagateFrom(e.mark, v)
		case evTo:
			v = b.propagateTo(id, v, e.mark)
		}
	}
	if v == 0 {
		return v
	}
	for i := range b.active {
		// What is assigned to a place that is a sink itself reaches it: location = v.
		e := &b.active[i]
		if s := b.spec(e); e.kind == evSink && b.spans(e, id) && !s.AtExit {
			b.goal(goal{value: v, end: b.markEnd(SinkAt, e.mark), rules: s.Rules})
		}
	}
	return v
}
