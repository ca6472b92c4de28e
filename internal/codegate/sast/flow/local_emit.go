package flow

import (
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax/generic"
)

// maxEdges is how many edges a graph may have, and as many again from sources to sinks.
const maxEdges = 20000

// maxParts is how many places inside one value are told apart where it leaves the function.
const maxParts = 32

// A request is a question of which the answer becomes edges.
type request struct {
	goal     int32
	question int32
	base     int32 // of a goal into an object: the question what the object is
	path     string
}

type edgeKey struct {
	origin, label int32
	path          way
	field         bool
	to            End
}

// graph answers the goals of the function that was lowered.
func (b *body) graph() Graph {
	b.constants()
	requests := b.search(maxPlaces)
	if b.solver.over {
		requests = b.search(maxPlaces / 16) // what walks through trees: their members are not told apart
	}
	if b.solver.over {
		b.truncate("more work than 64 steps for each instruction")
	}
	e := emitter{body: b, seen: map[edgeKey]int32{}, envs: map[int32]int32{}}
	for _, r := range requests {
		e.answer(r)
	}
	b.result.Calls, b.result.Edges, b.result.Envs = b.calls, e.edges, e.bindings
	return b.result
}

// search answers the goals, with at most so many places of a value told apart where there is a loop.
func (b *body) search(places int32) (requests []request) {
	b.prepare(places)
	for i := range b.goals {
		g := &b.goals[i]
		if g.value == 0 || !b.solver.reached[g.block] {
			continue
		}
		requests = b.request(requests, int32(i), g)
	}
	for _, r := range requests {
		b.explore(r.question)
		b.explore(r.base)
	}
	if !b.solver.over || places < maxPlaces {
		b.solve()
	}
	return requests
}

func (b *body) request(requests []request, i int32, g *goal) []request {
	if g.mode == goalWhole {
		if q := b.ask(g.value, 0, true); q != 0 {
			requests = append(requests, request{goal: i, question: q})
		}
		return requests
	}
	base := int32(0)
	if g.mode == goalInto {
		if base = b.ask(g.base, 0, false); base == 0 {
			return requests
		}
	}
	parts, ok := b.parts(g.value)
	if !ok {
		if q := b.ask(g.value, 0, true); q != 0 {
			requests = append(requests, request{goal: i, question: q, base: base})
		}
		return requests
	}
	for _, p := range parts {
		deep := p>>(2*wayBits) != 0
		if q := b.ask(g.value, p, deep); q != 0 {
			requests = append(requests, request{goal: i, question: q, base: base, path: b.pathOf(p)})
		}
	}
	return requests
}

// parts lists the places inside a value that were stored into here: the value itself first.
func (b *body) parts(v int32) (list []way, ok bool) {
	list = b.partList[:0]
	list = append(list, 0)
	switch b.values[v].op {
	case opOrigin, opMix, opConst, opGet:
		b.partList = list
		return list, true
	}
	type item struct {
		value  int32
		prefix way
		steps  int
	}
	stack := []item{{v, 0, 0}}
	var seen []int32
	work := 0
	add := func(w way) {
		for _, x := range list {
			if x == w {
				return
			}
		}
		list = append(list, w)
	}
	for len(stack) > 0 {
		t := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		x := &b.values[t.value]
		if work++; work > 512 || len(list) > maxParts {
			return nil, false
		}
		into := func(value int32, at step) {
			if value == 0 || t.steps >= MaxPath {
				return
			}
			w := t.prefix | way(at)<<(wayBits*t.steps)
			add(w)
			stack = append(stack, item{value, w, t.steps + 1})
		}
		switch x.op {
		case opPhi, opJoin:
			known := false
			for _, s := range seen {
				known = known || s == t.value
			}
			if known {
				continue
			}
			seen = append(seen, t.value)
			pace := int32(1)
			if x.op == opPhi {
				pace = 2
			}
			for i := x.first; i < x.first+x.count; i += pace {
				if b.lists[i] != 0 {
					stack = append(stack, item{b.lists[i], t.prefix, t.steps})
				}
			}
		case opStore:
			at := x.key
			if x.c != 0 {
				at = b.stepOfValue(x.c)
			}
			if at != stepNone {
				into(x.b, at)
			}
			if x.a != 0 {
				stack = append(stack, item{x.a, t.prefix, t.steps})
			}
		case opAppend:
			into(x.b, stepAny)
			if x.a != 0 {
				stack = append(stack, item{x.a, t.prefix, t.steps})
			}
		case opRemove, opSource, opClean, opLabel, opCopy:
			if x.a != 0 {
				stack = append(stack, item{x.a, t.prefix, t.steps})
			}
		case opRecord:
			for i := x.first; i < x.first+x.count; i += 2 {
				switch at := b.lists[i]; {
				case at == stepSpread:
					if b.lists[i+1] != 0 {
						stack = append(stack, item{b.lists[i+1], t.prefix, t.steps})
					}
				case at < 0:
					into(b.lists[i+1], b.stepOfValue(-at))
				default:
					into(b.lists[i+1], at)
				}
			}
		}
	}
	b.partList = list
	return list, true
}

func (b *body) pathOf(w way) Path {
	path := ""
	for ; w != 0; w >>= wayBits {
		path += b.stepName(w.first())
	}
	return path
}

type emitter struct {
	*body
	edges    []Edge
	counted  int
	seen     map[edgeKey]int32
	envs     map[int32]int32
	bindings [][]search.Binding
}

// answer makes edges of what reached a question.
func (e *emitter) answer(r request) {
	s, g := &e.solver, &e.goals[r.goal]
	facts := s.questions[r.question].facts
	if g.mode != goalInto {
		to := g.end
		to.Path = joinPaths(to.Path, r.path)
		for i := facts.lo; i < facts.hi; i++ {
			e.emit(i, to, g)
		}
		return
	}
	bases := s.questions[r.base].facts
	for j := bases.lo; j < bases.hi; j++ {
		base := &s.facts[j]
		to := e.origins[base.origin]
		switch to.Kind {
		case Param, Receiver, GlobalVar, Captured, FieldVar:
		default:
			continue
		}
		path := joinPaths(e.pathOf(base.path), joinPaths(g.end.Path, r.path))
		to.Node = g.end.Node
		if to.Kind == FieldVar {
			path = joinPaths(to.Path, path)
		}
		to.Path = path
		for i := facts.lo; i < facts.hi; i++ {
			e.emit(i, to, g)
			if to.Kind == Receiver {
				if name, rest, ok := cutPath(path); ok {
					e.emit(i, End{Kind: FieldVar, Name: name, Path: rest, Node: to.Node, Env: -1}, g)
				}
			}
		}
	}
}

// emit makes the edge of one fact, and for a field of the receiver a second one that all methods share.
func (e *emitter) emit(i int32, to End, g *goal) {
	f := &e.solver.facts[i]
	from := e.origins[f.origin]
	if from.Kind == FieldVar || from.Kind == GlobalVar {
		from.Path = joinPaths(from.Path, e.pathOf(f.path))
	} else if from.Kind != SourceAt {
		from.Path = e.pathOf(f.path)
	}
	e.edge(i, from, to, g, false)
	if from.Kind == Receiver {
		if name, rest, ok := cutPath(from.Path); ok {
			e.edge(i, End{Kind: FieldVar, Name: name, Path: rest, Node: from.Node, Env: -1}, to, g, true)
		}
	}
}

func (e *emitter) edge(i int32, from, to End, g *goal, field bool) {
	f := &e.solver.facts[i]
	if from.Kind == to.Kind && from.Kind != SourceAt && from.Index == to.Index && from.Name == to.Name && from.Path == to.Path && from.Call == to.Call {
		return // stays where it is
	}
	direct := from.Kind == SourceAt && to.Kind == SinkAt
	if e.counted >= maxEdges && !direct || len(e.edges) >= 2*maxEdges {
		e.truncate("more than 20000 edges")
		return
	}
	key := edgeKey{f.origin, f.label, f.path, field, to}
	if to.Kind != SourceAt && to.Kind != SinkAt {
		key.to.Node = 0
	}
	if n, ok := e.seen[key]; ok {
		old := &e.edges[n]
		if rules, empty := e.rules.left(f.killed, g.rules, e.ruleSet(from)); !empty {
			for w := range rules {
				old.Rules[w] |= rules[w]
			}
		}
		return
	}
	rules, empty := e.rules.left(f.killed, g.rules, e.ruleSet(from))
	if empty {
		return
	}
	from.Env, to.Env = e.env(from), e.env(to)
	edge := Edge{From: from, To: to, Rules: rules, Steps: e.steps(i)}
	if f.label != 0 {
		edge.Labels = []string{e.plan.Specs[e.marks.all[f.label-1].Spec].Label}
	}
	e.seen[key] = int32(len(e.edges))
	e.edges = append(e.edges, edge)
	if !direct {
		e.counted++
	}
}

// ruleSet is the rules that an end is about; nil is all.
func (e *emitter) ruleSet(end End) RuleSet {
	if end.Kind == SourceAt || end.Kind == SinkAt {
		return e.plan.Specs[end.Spec].Rules
	}
	return nil
}

// env gives the bindings of a mark their place in the graph.
func (e *emitter) env(end End) int32 {
	if end.Kind != SourceAt && end.Kind != SinkAt {
		return -1
	}
	bindings := e.marks.all[end.Env].Env
	if len(bindings) == 0 {
		return -1
	}
	n, ok := e.envs[end.Env]
	if !ok {
		n = int32(len(e.bindings))
		e.bindings = append(e.bindings, bindings)
		e.envs[end.Env] = n
	}
	return n
}

// steps lists where a fact came along, the origin first: of a long way its two ends.
func (e *emitter) steps(i int32) []generic.ID {
	var buffer [128]generic.ID
	list := buffer[:0]
	last := generic.ID(0)
	for n := 0; i >= 0 && n < 4096; n++ {
		f := &e.solver.facts[i]
		if f.prev >= 0 && f.node != 0 && f.node != last {
			if len(list) == cap(list) {
				list = append(list[:MaxSteps/2], list[len(list)-MaxSteps:]...)
			}
			list = append(list, f.node)
			last = f.node
		}
		i = f.prev
	}
	if len(list) == 0 {
		return nil
	}
	if len(list) > MaxSteps {
		list = append(list[:MaxSteps/2], list[len(list)-MaxSteps/2:]...)
	}
	steps := make([]generic.ID, len(list))
	for i, n := range list {
		steps[len(list)-1-i] = n
	}
	return steps
}

// joinPaths puts one path behind another and keeps the first three steps.
func joinPaths(a, b Path) Path {
	if a == "" {
		return b
	}
	if b == "" {
		return a
	}
	path := a + b
	steps := 0
	for i := 0; i < len(path); i++ {
		if path[i] == '.' || path[i] == '[' && i+1 < len(path) && path[i+1] == ']' {
			if steps++; steps > MaxPath {
				return path[:i]
			}
		}
	}
	return path
}

// cutPath takes a named first step off a path.
func cutPath(p Path) (name string, rest Path, ok bool) {
	if p == "" || p[0] != '.' {
		return "", "", false
	}
	for i := 1; i < len(p); i++ {
		if p[i] == '.' || p[i] == '[' {
			return p[1:i], p[i:], true
		}
	}
	return p[1:], "", true
}
