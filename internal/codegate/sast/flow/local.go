package flow

import (
	"fmt"

	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Local follows data through each function of one file and gives their graphs, in the order of the text and the file's outermost
// code first, and what was cut short. It gives nothing for a file without a tree or a plan without rules.
func Local(u *search.Unit, plan *Plan, marks []Mark) ([]Graph, []string) {
	if u.Table == nil || len(u.Nodes) < 2 {
		return nil, nil
	}
	l := newLayout(u, plan)
	l.marks = l.index(marks)
	b := newBody(l)
	graphs := make([]Graph, 0, len(l.units))
	var cut []string
	for _, unit := range l.units {
		b.start(unit)
		b.lower()
		g := b.graph()
		if g.Truncated != "" {
			cut = append(cut, fmt.Sprintf("%s: %s", g.Name, g.Truncated))
		}
		if unit != 1 && l.Nodes[unit].Kind == generic.Class && len(g.Edges) == 0 && len(g.Calls) == 0 {
			continue // a class that runs nothing of its own
		}
		graphs = append(graphs, g)
	}
	return graphs, cut
}

// maxDepth is how deep expressions and statements may nest.
const maxDepth = 2000

// A body is the function that is being lowered. Its lists are used again for the next one.
type body struct {
	*layout
	unit  generic.ID
	depth int

	values  []ilValue
	lists   []int32
	consts  []constant
	origins []End
	edges   []ilEdge
	blocks  int32
	block   int32
	dead    bool // control cannot come here
	ends    bool // what is being lowered leaves the function
	goals   []goal
	calls   []Call
	callOf  map[generic.ID]int32
	result  Graph

	cur, stamp, seen, slot []int32 // by variable
	touched                []int32
	mark                   int32
	serial                 int32
	regions                []region
	log                    []logEntry
	deltas                 []delta
	changed                []change
	incoming               [][2]int32
	inner                  map[int32]int32 // variable: what functions inside write into it
	exposed                map[int32]bool  // variable: a function inside has been made that uses it

	tries    []tryFrame
	frames   []frame
	finals   int
	gotos    []gone
	throws   int  // how much has been lowered that may throw
	defining bool // the names of a pattern in the place of a parameter are being bound
	loops    int
	control  int32 // the variable that stands for control, or 0
	active   []event
	from     map[int32]int32 // mark: the value of a propagator's from
	waiting  map[int32]waiting
	args     []argument
	lastCall callValues
	solver   inquiry
	partList []way
}

// A waiting propagator has seen its target before its origin.
type waiting struct {
	slot int32 // into lists: what the occurrence still misses
	node generic.ID
}

// A definition is a version that a variable got inside a try.
type definition struct {
	variable, value, block int32
	throws, loops          int // how much that throws came before, and the loops around it
}

type tryFrame struct {
	defs   []definition
	thrown []int32
}

// A frame is a statement that break or continue may name.
type frame struct {
	label     int32 // of the file's strings, or 0
	loop      bool
	pick      bool // a switch
	region    int
	exit      int32 // blocks
	next      int32
	tries     int
	exits     []state
	nexts     []state
	values    [][2]int32 // of a switch that is an expression: value, edge
	wantValue bool
}

func newBody(l *layout) *body {
	n := len(l.vars) + 1
	b := &body{layout: l, callOf: map[generic.ID]int32{}, inner: map[int32]int32{}, exposed: map[int32]bool{}, from: map[int32]int32{}, waiting: map[int32]waiting{}}
	b.cur, b.stamp, b.seen, b.slot = make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n)
	for i := range b.cur {
		b.cur[i] = -1
	}
	if l.plan.control() {
		b.control = int32(len(l.vars))
	}
	return b
}

// start clears what the last function left.
func (b *body) start(unit generic.ID) {
	for _, v := range b.touched {
		b.cur[v], b.stamp[v] = -1, 0
	}
	b.touched = b.touched[:0]
	b.unit, b.depth, b.blocks, b.block, b.dead, b.ends = unit, 0, 1, 0, false, false
	b.values, b.lists, b.consts, b.origins, b.edges = append(b.values[:0], ilValue{}), b.lists[:0], b.consts[:0], b.origins[:0], b.edges[:0]
	b.goals, b.calls = b.goals[:0], nil
	b.regions, b.log, b.deltas = b.regions[:0], b.log[:0], b.deltas[:0]
	b.tries, b.frames, b.finals, b.loops, b.active, b.args = b.tries[:0], b.frames[:0], 0, 0, b.active[:0], b.args[:0]
	b.gotos = b.gotos[:0]
	clear(b.callOf)
	clear(b.inner)
	clear(b.exposed)
	clear(b.from)
	clear(b.waiting)
	b.lastCall = callValues{}
	b.result = Graph{Node: unit}
}

func (b *body) truncate(why string) {
	if b.result.Truncated == "" {
		b.result.Truncated = why
	}
}

// read gives a variable's version.
func (b *body) read(variable int32, at generic.ID) int32 {
	v := b.version(variable, at)
	if variable < int32(len(b.vars)) && b.vars[variable].inner && b.vars[variable].owner == b.unit {
		v = b.join(at, v, b.writtenInside(variable, at))
	}
	return v
}

// writtenInside gives what functions inside write into a variable.
func (b *body) writtenInside(variable int32, at generic.ID) int32 {
	v, ok := b.inner[variable]
	if !ok {
		v = b.origin(at, b.outside(variable))
		b.values[v].block = 0
		b.inner[variable] = v
	}
	return v
}

// outside is a variable as the end of an edge.
func (b *body) outside(variable int32) End {
	v := &b.vars[variable]
	switch {
	case v.kind == varThis:
		return End{Kind: Receiver, Env: -1}
	case v.kind == varOwned && !v.global:
		return End{Kind: Captured, Index: variable, Name: v.name, Env: -1}
	}
	return End{Kind: GlobalVar, Name: v.name, Env: -1}
}

func (b *body) version(variable int32, at generic.ID) int32 {
	if v := b.cur[variable]; v >= 0 {
		return v
	}
	b.touched = append(b.touched, variable)
	v := int32(0)
	if variable != b.control {
		v = b.initial(variable, at)
		b.values[v].block = 0
	}
	b.cur[variable] = v
	return v
}

// initial is what a variable holds when the function begins.
func (b *body) initial(variable int32, at generic.ID) int32 {
	v := &b.vars[variable]
	switch v.kind {
	case varCode:
		return 0
	case varThis:
		if b.classOf(b.unit) == 0 && b.unit == 1 {
			return 0
		}
		return b.origin(at, b.outside(variable))
	case varOwned:
		if v.owner == b.unit {
			return 0
		}
		if b.unit != 1 && v.owner != 0 && at != 0 && !b.markedWithin(b.Defs[variable].Value) {
			if c, ok := b.Constant(at); ok && !c.Fallback {
				return b.constant(at, c, true)
			}
		}
	case varImport:
		if c, ok := b.Constant(at); ok && !c.Fallback {
			return b.constant(at, c, true)
		}
	}
	return b.origin(at, b.outside(variable))
}

// markedWithin says whether marks lie on an expression: a constant may be a source.
func (b *body) markedWithin(id generic.ID) bool {
	for at, end := id, b.End(id); id != 0 && at < end && at-id < 64; at++ {
		if b.marks.first[at] != 0 {
			return true
		}
	}
	return false
}

// constant makes the value of what is known before the program runs.
func (b *body) constant(node generic.ID, c names.Value, soft bool) int32 {
	k := constantOf(c)
	b.consts = append(b.consts, k)
	return b.newValue(ilValue{op: opConst, a: int32(len(b.consts) - 1), node: node, soft: soft})
}

// write gives a variable a new version, and tells those who see it from outside.
func (b *body) write(variable, v int32, node generic.ID) {
	if b.cur[variable] < 0 {
		b.version(variable, node)
	}
	b.set(variable, v)
	if variable >= int32(len(b.vars)) {
		return
	}
	b.publish(variable, v, "", node)
}

// publish makes what arrives in a variable, or at a path in it, visible to those who see it from outside.
func (b *body) publish(variable, v int32, path Path, node generic.ID) {
	if v == 0 || !b.seenOutside(variable) {
		return
	}
	end := b.outside(variable)
	end.Path, end.Node = path, node
	b.goal(goal{value: v, mode: goalParts, end: end})
}

// seenOutside says whether functions but this one see a variable's new version.
func (b *body) seenOutside(variable int32) bool {
	switch v := &b.vars[variable]; v.kind {
	case varOwned:
		return v.owner != b.unit || v.global || v.shared && b.exposed[variable]
	case varFree:
		return true
	}
	return false
}

// expose makes the variables that a function uses visible to it, from now on.
func (b *body) expose(fun generic.ID) {
	for _, c := range b.capturedBy(fun) {
		if b.vars[c.variable].owner != b.unit || b.exposed[c.variable] {
			continue
		}
		b.exposed[c.variable] = true
		if b.cur[c.variable] > 0 {
			b.publish(c.variable, b.cur[c.variable], "", fun)
		}
	}
}

func (b *body) goal(g goal) {
	g.block = b.block
	b.goals = append(b.goals, g)
}
