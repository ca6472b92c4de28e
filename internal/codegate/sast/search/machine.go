package search

import (
	"strings"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/syntax/generic"
)

// A goal is one thing that is left to show. Goals are chained: what is left behind a goal is its next. A match is found
// where the chain is at its end, which is 0. There are no closures and no recursion but over alternatives, of which a
// pattern has few at a time.
type goal struct {
	op    goalOp
	mode  mode
	p     generic.ID // of the pattern's tree: a node, or the first of a chain
	t     generic.ID // of the file's tree: likewise
	limit generic.ID // behind the last node of a statement list
	next  int32
	stamp uint32 // never given twice, so that a goal is known again after others took its place in the arena
}

type goalOp uint8

const (
	goalNode  goalOp = iota // p matches t
	goalChain               // the chain from p matches the chain from t
	goalSet                 // the chain from p matches nodes of the chain from t, in any order
	goalStatements
	goalLast  // t was the last statement that matched
	goalEqual // the operand lists match; p and t index into lists
	goalOne   // p matches one of the siblings from t
	goalProbe // reached: the test that ends here holds
)

// A mode says how the ends of lists are taken.
type mode uint16

const (
	modeExact  mode = 0
	modeOpen   mode = 1 << (iota - 1) // what the file has beyond the pattern does not matter
	modeTop                           // the statements of the pattern itself: reported from the first to the last one
	modeFirst                         // of goalStatements: t has been chosen, it must be the first
	modeArgs                          // named arguments stand apart
	modeDeep                          // of goalStatements: t was reached through an ellipsis
	modeWith                          // items and a Block, which is the last: items may be left for it
	modeKey                           // of goalOne: the keys of what the siblings are
	modeConcat                        // the parts of a string: "..." among them is an ellipsis
)

const fail int32 = -1

// A matcher matches one candidate of one pattern against places of one file.
type matcher struct {
	pass *Pass
	u    *Unit
	x    *index
	c    *candidate
	pat  *generic.File
	o    *formula.Options

	goals []goal
	env   []Binding
	used  []generic.ID // nodes that are taken in sets
	lists []generic.ID // operands
	seen  map[state]struct{}
	last  generic.ID
	root  generic.ID
	start generic.ID // first statement of a run, or 0
	stamp uint32

	substituted int
	reached     bool
	longest     bool // only the longest of the runs that end in an ellipsis is wanted
	alone       [1]generic.ID
	from        int // of out, where the results of this place begin
	out         []ranged
}

type state struct {
	p, t  generic.ID
	next  uint32
	bound uint64
}

type mark struct {
	goals, env, used, lists, substituted int
	last                                 generic.ID
}

func (m *matcher) mark() mark {
	return mark{len(m.goals), len(m.env), len(m.used), len(m.lists), m.substituted, m.last}
}

func (m *matcher) undo(k mark) {
	m.goals, m.env, m.used, m.lists = m.goals[:k.goals], m.env[:k.env], m.used[:k.used], m.lists[:k.lists]
	m.last, m.substituted = k.last, k.substituted
}

func (m *matcher) push(g goal) int32 {
	m.stamp++
	g.stamp = m.stamp
	m.goals = append(m.goals, g)
	return int32(len(m.goals) - 1)
}

// reset prepares for another place.
func (m *matcher) reset() {
	m.goals = append(m.goals[:0], goal{})
	m.env, m.used, m.lists = m.env[:0], m.used[:0], m.lists[:0]
	m.last, m.start, m.substituted, m.from = 0, 0, 0, len(m.out)
	clear(m.seen)
}

// at tries the pattern's node p at the file's node t.
func (m *matcher) at(p, t generic.ID) {
	m.reset()
	m.root = t
	m.run(m.push(goal{op: goalNode, p: p, t: t}))
}

// run shows a chain of goals in all ways there are. What is found goes to m.out.
func (m *matcher) run(g int32) {
	for g > 0 {
		if m.pass.left--; m.pass.left < 0 {
			m.pass.cut = true
			return
		}
		switch gl := m.goals[g]; gl.op {
		case goalNode:
			g = m.node(gl.p, gl.t, gl.next)
		case goalChain:
			g = m.chain(gl)
		case goalSet:
			g = m.set(gl)
		case goalStatements:
			g = m.statements(gl)
		case goalLast:
			m.setLast(gl.t)
			g = gl.next
		case goalEqual:
			g = m.operands(gl)
		case goalOne:
			g = m.one(gl)
		case goalProbe:
			m.reached = true
			return
		}
	}
	if g == 0 {
		m.found()
	}
}

// test says whether a goal can be shown, and leaves the bindings as they were.
func (m *matcher) test(p, t generic.ID) bool {
	k, before := m.mark(), m.reached
	m.reached = false
	m.run(m.push(goal{op: goalNode, p: p, t: t, next: m.push(goal{op: goalProbe})}))
	m.undo(k)
	ok := m.reached
	m.reached = before
	return ok
}

// choice tries to show p at t, and then what is left, as one of several ways.
func (m *matcher) choice(p, t generic.ID, next int32) {
	k := m.mark()
	m.run(m.push(goal{op: goalNode, p: p, t: t, next: next}))
	m.undo(k)
}

// met says that this place of a list was reached before with the same bindings and the same goals left.
func (m *matcher) met(p, t generic.ID, next int32) bool {
	s := state{p: p, t: t, next: m.goals[next].stamp, bound: hashEnv(m.env)}
	if _, ok := m.seen[s]; ok {
		return true
	}
	if m.seen == nil {
		m.seen = map[state]struct{}{}
	}
	m.seen[s] = struct{}{}
	return false
}

func (m *matcher) found() {
	r := ranged{Match: Match{Node: m.root}}
	if m.start != 0 {
		first, last := m.start, m.last
		if last == 0 {
			last = first
		}
		r.Start, r.End = m.pass.span(first)
		if len(m.c.Roots) == 1 {
			r.Start, r.End = m.reported(first, m.c.Roots[0])
		}
		if last != first {
			r.Node = 0
			start, end := m.pass.span(last)
			r.Start, r.End = min(r.Start, start), max(r.End, end)
		}
	} else {
		r.Start, r.End = m.reported(m.root, m.c.Roots[0])
	}
	if m.u.Language == "yaml" { // whose blocks end with their last line's end
		r.End = m.pass.trimmed(r.Start, r.End, " \t\r\n")
	}
	if m.longest {
		for i := len(m.out) - 1; i >= m.from; i-- {
			if o := &m.out[i]; o.Start == r.Start && sameEnv(o.Env, m.env) {
				if r.End > o.End {
					o.End, o.Node = r.End, r.Node
				}
				return
			}
		}
	}
	if len(m.out) >= maxRanges {
		m.pass.cut = true
		m.pass.left = 0
		return
	}
	r.Env = sortedEnv(m.env)
	m.out = append(m.out, r)
}

// next and after give the siblings of a pattern's and of a file's node.
func (m *matcher) next(p generic.ID) generic.ID  { return m.pat.Nodes[p].Next }
func (m *matcher) after(t generic.ID) generic.ID { return m.u.Nodes[t].Next }

// chainOf pushes the goal that the siblings from p match those from t.
func (m *matcher) chainOf(p, t generic.ID, md mode, next int32) int32 {
	return m.push(goal{op: goalChain, p: p, t: t, mode: md, next: next})
}

func (m *matcher) nodeGoal(p, t generic.ID, next int32) int32 {
	return m.push(goal{op: goalNode, p: p, t: t, next: next})
}

func listEllipsis(k generic.Kind) bool { return k == generic.Ellipsis || k == generic.MVEllipsis }

// chain matches lists whose order matters.
func (m *matcher) chain(g goal) int32 {
	p, t := g.p, m.skip(g, g.t)
	if p == 0 {
		if t == 0 || g.mode&modeOpen != 0 || m.onlyBroken(t) {
			return g.next
		}
		return fail
	}
	k := m.item(g.mode, p)
	if !listEllipsis(k) {
		if t == 0 {
			return fail
		}
		if g.mode&modeWith != 0 && k == generic.Block {
			for m.after(t) != 0 {
				if pf := m.pat.First(p); pf == 0 || m.pat.Nodes[pf].Kind != generic.Ellipsis {
					return fail
				}
				t = m.after(t)
			}
		}
		if g.mode&modeConcat != 0 && (k == generic.MV || k == generic.AnyString && m.pat.Nodes[p].Op == generic.Keyword) && m.piece(t) {
			return fail
		}
		return m.node(p, t, m.push(goal{op: goalChain, mode: g.mode, p: m.nextPositional(g, p), t: m.after(t), next: g.next}))
	}
	rest := m.nextPositional(g, p)
	if rest == 0 && k == generic.Ellipsis {
		return g.next
	}
	if rest == 0 {
		if m.bindRun(p, g.t, 0) {
			return g.next
		}
		return fail
	}
	again := m.laterEllipsis(g.mode, rest)
	for at := t; ; at = m.skip(g, m.after(at)) {
		if again && k == generic.Ellipsis && m.met(p, at, g.next) {
			break
		}
		b := m.mark()
		if k == generic.Ellipsis || m.bindRun(p, t, at) {
			m.run(m.push(goal{op: goalChain, mode: g.mode, p: rest, t: at, next: g.next}))
		}
		m.undo(b)
		if at == 0 || m.pass.cut {
			break
		}
	}
	return fail
}

// skip passes over named arguments of the file, where those of the pattern are looked for apart.
func (m *matcher) skip(g goal, t generic.ID) generic.ID {
	if g.mode&modeArgs != 0 {
		for t != 0 && m.u.Nodes[t].Kind == generic.NamedArg {
			t = m.after(t)
		}
	}
	return t
}

func (m *matcher) nextPositional(g goal, p generic.ID) generic.ID {
	p = m.next(p)
	if g.mode&modeArgs != 0 {
		for p != 0 && m.pat.Nodes[p].Kind == generic.NamedArg {
			p = m.next(p)
		}
	}
	return p
}

// piece tells the text of a template or a format string from what is put into it.
func (m *matcher) piece(t generic.ID) bool {
	n := &m.u.Nodes[t]
	if n.Kind != generic.String {
		return false
	}
	at := int(n.Start) - 1
	for at >= 0 && space(m.u.Text[at]) {
		at--
	}
	return at < 0 || m.u.Text[at] != '{'
}

// item is the kind of a list's item.
func (m *matcher) item(md mode, p generic.ID) generic.Kind {
	k := m.pat.Nodes[p].Kind
	if k == generic.Case { // case ...:
		if c := m.pat.First(p); c != 0 && m.pat.Nodes[c].Kind == generic.Ellipsis && m.next(c) != 0 && m.onlyEllipsis(m.pat.First(m.next(c))) {
			return generic.Ellipsis
		}
	}
	if md&modeConcat != 0 && k == generic.AnyString && m.pat.Nodes[p].Op != generic.Keyword {
		switch name := m.pat.Name(p); {
		case name == "":
			return generic.Ellipsis
		case strings.HasPrefix(name, "$..."):
			return generic.MVEllipsis
		}
	}
	return k
}

func (m *matcher) laterEllipsis(md mode, p generic.ID) bool {
	for ; p != 0; p = m.next(p) {
		if listEllipsis(m.item(md, p)) {
			return true
		}
	}
	return false
}

// onlyBroken holds where nothing is left of a list but what did not parse.
func (m *matcher) onlyBroken(t generic.ID) bool {
	for ; t != 0; t = m.after(t) {
		if k := m.u.Nodes[t].Kind; k != generic.Error && k != generic.Other {
			return false
		}
	}
	return true
}

// set matches lists whose order does not matter. With modeOpen the file may have more.
func (m *matcher) set(g goal) int32 {
	p := g.p
	for p != 0 && listEllipsis(m.pat.Nodes[p].Kind) {
		g.mode |= modeOpen
		p = m.next(p)
	}
	if p == 0 {
		if g.mode&modeOpen == 0 {
			for t := g.t; t != 0; t = m.after(t) {
				if !m.taken(t) {
					return fail
				}
			}
		}
		return g.next
	}
	rest := m.push(goal{op: goalSet, mode: g.mode, p: m.next(p), t: g.t, limit: g.limit, next: g.next})
	fixed := !m.c.binds[p]
	for t := g.t; t != 0; t = m.after(t) {
		if m.taken(t) {
			continue
		}
		for _, at := range m.blocks(p, t) {
			if fixed {
				if !m.test(p, at) {
					continue
				}
				m.used = append(m.used, t)
				return rest
			}
			k := m.mark()
			m.used = append(m.used, t)
			m.run(m.push(goal{op: goalNode, p: p, t: at, next: rest}))
			m.undo(k)
			if m.pass.cut {
				return fail
			}
		}
	}
	return fail
}

// blocks gives what an item of a set may match: the item of the file and, of a block of HCL, the blocks in it.
func (m *matcher) blocks(p, t generic.ID) []generic.ID {
	if m.u.Language != "hcl" || m.pat.Nodes[p].Kind != generic.Call || m.u.Nodes[t].Kind != generic.Call || !m.o.ImplicitDeepExprstmt {
		m.alone[0] = t
		return m.alone[:]
	}
	list, ok := m.pass.expressions(m.c, p)
	if !ok {
		list = m.x.kind(generic.Call)
	}
	return within(list, t, m.u.End(t))
}

func (m *matcher) taken(t generic.ID) bool {
	for _, u := range m.used {
		if u == t {
			return true
		}
	}
	return false
}
