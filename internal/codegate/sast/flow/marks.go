package flow

import (
	"cmp"
	"slices"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax/generic"
)

// Marks finds where the plan's specs hold in a file, in the order of the specs, then of the text.
func (p *Plan) Marks(pass *search.Pass) []Mark {
	var marks []Mark
	u := pass.Unit()
	for i, possible := range p.filter.Pick(u.Text, u.Language, nil) {
		if !possible {
			continue
		}
		s := &p.Specs[i]
		from := len(marks)
		for _, m := range pass.Eval(s.Formula, s.Options) {
			marks = append(marks, Mark{Spec: int32(i), Start: m.Start, End: m.End, Node: m.Node, Env: m.Env})
		}
		slices.SortStableFunc(marks[from:], func(a, b Mark) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
		})
	}
	return marks
}

// A markIndex finds the marks of a node: each mark begins at the outermost nodes that it covers and that are looked at when
// code is lowered, and holds for all below.
type markIndex struct {
	all    []Mark
	first  []int32 // by node: the first event + 1
	events []event
	bySpan []generic.ID         // nodes by start, for marks that name no node; made when needed
	heads  map[int32]generic.ID // the first node of a mark that names none
}

type eventKind uint8

const (
	evSource eventKind = iota
	evSink
	evClean
	evFrom
	evTo
)

// An event is a mark, or an end of a propagator, at a node. Start and end are the span that an exact match has.
type event struct {
	mark       int32
	next       int32 // + 1
	node       generic.ID
	start, end uint32
	kind       eventKind
	inside     bool // it also holds for what lies inside
}

// placeLimit bounds how many nodes one mark is laid over.
const placeLimit = 256

// index lays marks over the tree. What names no spec, node or text of these is left alone.
func (l *layout) index(marks []Mark) *markIndex {
	marks = slices.Clone(marks)
	x := &markIndex{all: marks, first: make([]int32, len(l.Nodes))}
	conflicts := map[[2]uint32]RuleSet{} // what sources and sinks match exactly
	for i := range marks {
		m := &marks[i]
		if m.Spec < 0 || int(m.Spec) >= len(l.plan.Specs) || int(m.End) > len(l.Source) || m.Start > m.End {
			m.Spec = -1
			continue
		}
		if m.Node < 0 || int(m.Node) >= len(l.Nodes) {
			m.Node = 0
		}
		if s := &l.plan.Specs[m.Spec]; s.Role == Source || s.Role == Sink {
			key := [2]uint32{m.Start, m.End}
			if conflicts[key] == nil {
				conflicts[key] = make(RuleSet, l.rules.words)
			}
			for i := range conflicts[key] {
				conflicts[key][i] |= s.Rules[i]
			}
		}
	}
	// Backwards, as each is put before those that its node has.
	for i := len(marks) - 1; i >= 0; i-- {
		m := &marks[i]
		if m.Spec < 0 {
			continue
		}
		s := &l.plan.Specs[m.Spec]
		switch s.Role {
		case Source:
			x.place(l, m.Node, event{mark: int32(i), start: m.Start, end: m.End, kind: evSource, inside: !s.Exact})
		case Sink:
			x.place(l, m.Node, event{mark: int32(i), start: m.Start, end: m.End, kind: evSink, inside: !s.Exact})
		case Sanitizer:
			if s.NotConflicting && s.Rules.meets(conflicts[[2]uint32{m.Start, m.End}]) && conflicts[[2]uint32{m.Start, m.End}] != nil {
				continue
			}
			x.place(l, m.Node, event{mark: int32(i), start: m.Start, end: m.End, kind: evClean, inside: !s.Exact})
		case Propagator:
			for _, b := range m.Env {
				if b.Name == s.To {
					x.place(l, b.Node, event{mark: int32(i), start: b.Start, end: b.End, kind: evTo})
				}
			}
			for _, b := range m.Env {
				if b.Name == s.From {
					x.place(l, b.Node, event{mark: int32(i), start: b.Start, end: b.End, kind: evFrom})
				}
			}
		}
	}
	return x
}

// place puts an event at the outermost nodes within its span.
func (x *markIndex) place(l *layout, node generic.ID, e event) {
	left := placeLimit
	if node > 0 && int(node) < len(l.Nodes) {
		// The span that is reported may be a part of the node's: a declaration without its type.
		e.start, e.end = l.Nodes[node].Start, l.Nodes[node].End
		x.lay(l, node, e, &left)
		return
	}
	laid := len(x.events)
	defer func() { x.best(l, x.events[laid:]) }()
	if x.bySpan == nil {
		x.bySpan = make([]generic.ID, 0, len(l.Nodes))
		for id := generic.ID(1); int(id) < len(l.Nodes); id++ {
			if looked(l.Nodes[id].Kind) {
				x.bySpan = append(x.bySpan, id)
			}
		}
		slices.SortStableFunc(x.bySpan, func(a, b generic.ID) int {
			return cmp.Or(cmp.Compare(l.Nodes[a].Start, l.Nodes[b].Start), cmp.Compare(l.Nodes[b].End, l.Nodes[a].End))
		})
	}
	at, _ := slices.BinarySearchFunc(x.bySpan, e.start, func(id generic.ID, start uint32) int { return cmp.Compare(l.Nodes[id].Start, start) })
	done := e.start
	for ; at < len(x.bySpan) && left > 0; at++ {
		n := &l.Nodes[x.bySpan[at]]
		if n.Start >= e.end {
			break
		}
		if n.End > e.end || n.End == n.Start || n.Start < done {
			continue
		}
		done = n.End
		x.lay(l, x.bySpan[at], e, &left)
	}
}

// lay puts an event at a node, or at what is looked at below it.
func (x *markIndex) lay(l *layout, node generic.ID, e event, left *int) {
	if *left <= 0 {
		return
	}
	*left--
	if p := l.Parents[node]; l.Nodes[p].Kind == generic.Pair && l.First(p) == node {
		// {a} is the pair of a with a: what it names is the second.
		if v := l.Nodes[node].Next; v != 0 && l.Nodes[v].Start == l.Nodes[node].Start && l.Nodes[v].End == l.Nodes[node].End {
			node = v
		}
	}
	if n := &l.Nodes[node]; n.Kind == generic.ExprStmt && n.Start >= e.start && n.End <= e.end {
		if c := l.First(node); c != 0 && n.Start == e.start && n.End == e.end {
			// A statement is its expression, with or without the semicolon.
			e.start, e.end = l.Nodes[c].Start, l.Nodes[c].End
		}
	} else if !looked(n.Kind) {
		for c := range l.Children(node) {
			x.lay(l, c, e, left)
		}
		return
	}
	x.events = append(x.events, event{e.mark, x.first[node], node, e.start, e.end, e.kind, e.inside})
	x.first[node] = int32(len(x.events))
}

// best makes each of the statements that a run was laid over the one that is matched exactly, where none is.
func (x *markIndex) best(l *layout, laid []event) {
	if len(laid) > 0 {
		if x.heads == nil {
			x.heads = map[int32]generic.ID{}
		}
		x.heads[laid[0].mark] = laid[0].node
	}
	for i := range laid {
		if n := &l.Nodes[laid[i].node]; n.Start == laid[i].start && n.End == laid[i].end {
			return
		}
	}
	for i := range laid {
		node := laid[i].node
		if l.Nodes[node].Kind == generic.ExprStmt && l.First(node) != 0 {
			node = l.First(node)
		}
		laid[i].start, laid[i].end = l.Nodes[node].Start, l.Nodes[node].End
	}
}

// looked says whether nodes of a kind are asked for their marks when code is lowered.
func looked(k generic.Kind) bool {
	switch k {
	case generic.Args, generic.Params, generic.NamedArg, generic.Pair, generic.Case, generic.Default, generic.Finally, generic.XmlAttr,
		generic.Decorator, generic.Empty, generic.None, generic.Attr, generic.TypeParams, generic.Extends:
		return false
	}
	return true
}

// control says whether any source of the plan taints by being reached.
func (p *Plan) control() bool {
	return slices.ContainsFunc(p.Specs, func(s Spec) bool { return s.Role == Source && s.Control })
}

// sideEffects says whether a spec changes what it matches.
func sideEffects(s *Spec) bool { return s.BySideEffect != formula.NoSideEffect }
