package flow

import "bartizan/internal/syntax/generic"

// The intermediate form of a function is a list of values in static single assignment: a value is computed once, from values
// before it; where control flow joins, and at the head of a loop, a phi chooses. Objects are values too: a store gives a new
// version of its object. So nothing is kept per place and block, and a question "what is in x.a here" walks back along the
// versions of x.

type ilOp uint8

const (
	opNone   ilOp = iota // carries no data: undefined, a function, what is not looked at
	opConst              // a: index into consts
	opOrigin             // a: index into origins
	opPhi                // operands in pairs: value, edge
	opJoin               // operands: may be any of them
	opMix                // operands: an operator or a library function of them; data arrives, places inside do not. a: killed rules
	opGet                // a: object, key or b: the step; c: rules that the step's own data does not pass
	opStore              // a: object, b: what is stored, key or c: the step
	opAppend             // a: list, b: what is appended
	opRemove             // a: list, b: index; removes one
	opRecord             // operands in pairs: step or -value of a computed one, value; stepSpread has the members of the value
	opSource             // a: value, b: mark
	opClean              // a: value, b: killed rules
	opLabel              // a: value, b: mark of a propagator with a label
	opCopy               // a: value; it got a name
)

// A step is one step of a path: the index of a string of the file, shifted by stepBase, or one of these.
type step = int32

const (
	stepNone step = iota
	stepAny       // "[]"
	stepSpread
	stepBase
)

type ilValue struct {
	op           ilOp
	fold         generic.Op // operator of a mix, for constants
	soft         bool       // a constant that may be meant to be changed: branches do not follow it
	again        bool       // made in a loop
	block        int32
	a, b, c      int32
	key          step
	node         generic.ID
	first, count int32 // operands, in lists
}

// An ilEdge is an edge of the control flow. Its condition is a value, or 0; at is how many values there were when it was made.
type ilEdge struct {
	from, to, cond, at int32
	when               bool
}

// A goal is a value that arrives somewhere: an argument, a return, a sink.
type goal struct {
	value int32
	base  int32 // of a store: the object, whose own origins are what is stored into; end is then empty
	block int32
	mode  goalMode
	end   End
	rules RuleSet
}

type goalMode uint8

const (
	goalWhole goalMode = iota // as a whole, all that is inside
	goalParts                 // each part at its path
	goalInto                  // what is stored at end.Path of what base is
)

// A delta is a variable's version that differs from the one at a region's start.
type delta struct{ variable, value int32 }

// A state is how variables stand on an edge, as a difference from the start of the region it leaves.
type state struct {
	edge     int32
	from, to int32 // into deltas
}

type logEntry struct{ variable, old, stamp int32 }

// newValue appends a value of the current block.
func (b *body) newValue(v ilValue) int32 {
	v.block, v.again = b.block, b.loops > 0
	b.values = append(b.values, v)
	return int32(len(b.values) - 1)
}

func (b *body) operands(v ilValue, list ...int32) int32 {
	v.first, v.count = int32(len(b.lists)), int32(len(list))
	b.lists = append(b.lists, list...)
	return b.newValue(v)
}

// mix gives the value of an operator over others: nothing if none of them carries data.
func (b *body) mix(node generic.ID, fold generic.Op, killed int32, list ...int32) int32 {
	live := false
	for _, v := range list {
		if v != 0 {
			live = true
		}
	}
	if !live {
		return 0
	}
	return b.operands(ilValue{op: opMix, fold: fold, a: killed, node: node}, list...)
}

// join gives a value that may be any of two.
func (b *body) join(node generic.ID, x, y int32) int32 {
	if x == 0 || x == y {
		return y
	}
	if y == 0 {
		return x
	}
	return b.operands(ilValue{op: opJoin, node: node}, x, y)
}

func (b *body) get(node generic.ID, object int32, key step) int32 {
	if object == 0 {
		return 0
	}
	return b.newValue(ilValue{op: opGet, a: object, key: key, node: node})
}

func (b *body) origin(node generic.ID, e End) int32 {
	b.origins = append(b.origins, e)
	return b.newValue(ilValue{op: opOrigin, a: int32(len(b.origins) - 1), node: node})
}

func (b *body) newBlock() int32 {
	b.blocks++
	return b.blocks - 1
}

// edge makes an edge from the current block.
func (b *body) edge(to, cond int32, when bool) int32 {
	return b.edgeFrom(b.block, to, cond, when)
}

func (b *body) edgeFrom(from, to, cond int32, when bool) int32 {
	b.edges = append(b.edges, ilEdge{from, to, cond, int32(len(b.values)), when})
	return int32(len(b.edges) - 1)
}

// open starts a region: what is set in it can be taken back.
func (b *body) open() {
	b.serial++
	b.regions = append(b.regions, region{int32(len(b.log)), b.serial})
}

type region struct{ log, serial int32 }

// set gives a variable a new version.
func (b *body) set(variable, v int32) {
	if n := len(b.regions); n > 0 && b.stamp[variable] != b.regions[n-1].serial {
		b.log = append(b.log, logEntry{variable, b.cur[variable], b.stamp[variable]})
		b.stamp[variable] = b.regions[n-1].serial
	}
	b.cur[variable] = v
	if n := len(b.tries); n > 0 {
		b.tries[n-1].defs = append(b.tries[n-1].defs, definition{variable, v, b.block, b.throws, b.loops})
	}
}

// snapshot records how variables differ from the start of a region, on an edge that leaves it.
func (b *body) snapshot(region int, edge int32) state {
	s := state{edge: edge, from: int32(len(b.deltas))}
	b.mark++
	for _, l := range b.log[b.regions[region].log:] {
		if b.seen[l.variable] != b.mark {
			b.seen[l.variable] = b.mark
			b.deltas = append(b.deltas, delta{l.variable, b.cur[l.variable]})
		}
	}
	s.to = int32(len(b.deltas))
	return s
}

// close ends the innermost region and puts variables back to how they were at its start.
func (b *body) close() {
	r := b.regions[len(b.regions)-1]
	b.regions = b.regions[:len(b.regions)-1]
	for i := len(b.log) - 1; i >= int(r.log); i-- {
		l := b.log[i]
		b.cur[l.variable], b.stamp[l.variable] = l.old, l.stamp
	}
	b.log = b.log[:r.log]
}

// exactStates is the most states of which a phi has an operand each; past it one operand stands for all that change nothing.
const exactStates = 64

// merge starts a block where control flow comes from several edges, in the region that they all started from.
func (b *body) merge(block int32, states []state) {
	b.block = block
	b.dead = len(states) == 0
	switch len(states) {
	case 0:
		return
	case 1:
		for _, d := range b.deltas[states[0].from:states[0].to] {
			b.set(d.variable, d.value)
		}
		return
	}
	// Which variables differ, in the order of the states, and how often.
	b.mark++
	b.changed = b.changed[:0]
	for _, s := range states {
		for _, d := range b.deltas[s.from:s.to] {
			if b.seen[d.variable] != b.mark {
				b.seen[d.variable] = b.mark
				b.slot[d.variable] = int32(len(b.changed))
				b.changed = append(b.changed, change{variable: d.variable})
			}
			b.changed[b.slot[d.variable]].count++
		}
	}
	if len(b.changed) == 0 {
		return
	}
	at := int32(0)
	for i := range b.changed {
		c := &b.changed[i]
		c.first = at
		if int(c.count) < len(states) {
			if len(states) <= exactStates {
				c.count = int32(len(states))
			} else {
				c.count++
			}
		}
		at += c.count
	}
	if cap(b.incoming) < int(at) {
		b.incoming = make([][2]int32, at)
	}
	b.incoming = b.incoming[:at]
	for n, s := range states {
		for _, d := range b.deltas[s.from:s.to] {
			c := &b.changed[b.slot[d.variable]]
			if len(states) <= exactStates {
				for c.filled < int32(n) {
					b.incoming[c.first+c.filled] = [2]int32{b.cur[d.variable], states[c.filled].edge}
					c.filled++
				}
			}
			b.incoming[c.first+c.filled] = [2]int32{d.value, s.edge}
			c.filled++
		}
	}
	for i := range b.changed {
		c := b.changed[i]
		for c.filled < c.count {
			edge := int32(-1)
			if len(states) <= exactStates {
				edge = states[c.filled].edge
			}
			b.incoming[c.first+c.filled] = [2]int32{b.cur[c.variable], edge}
			c.filled++
		}
		b.set(c.variable, b.phi(b.incoming[c.first:c.first+c.count]))
	}
}

type change struct{ variable, first, count, filled int32 }

// phi gives the value that is one of several, by the edge that control came from; an edge of -1 is always there.
func (b *body) phi(incoming [][2]int32) int32 {
	same := true
	for _, in := range incoming {
		same = same && in[0] == incoming[0][0]
	}
	if same {
		return incoming[0][0]
	}
	v := ilValue{op: opPhi, first: int32(len(b.lists)), count: int32(2 * len(incoming))}
	for _, in := range incoming {
		b.lists = append(b.lists, in[0], in[1])
	}
	return b.newValue(v)
}
