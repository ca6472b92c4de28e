package flow

import (
	"bartizan/internal/syntax/generic"
)

// The inquiry answers what reaches a place of a value. A question is a node: value, path, and whether all that lies below the
// path counts. It walks from a goal back along the values to origins, once per question, and then lets the origins' facts
// flow forward until nothing changes.

// A way is a path of at most three steps, 21 bits each, the first in the lowest.
type way uint64

func (w way) first() step { return step(w & wayMask) }

// prepend puts a step in front; over says that the last fell off.
func (w way) prepend(s step) (now way, over bool) {
	return (w<<wayBits | way(s)) & (1<<wayWidth - 1), w>>(wayWidth-wayBits) != 0
}

// A datum says that data of an origin is here. Below is the origin's path.
type datum struct {
	origin int32
	path   way
	killed int32 // rules for which it is clean
	label  int32 // 0, or 1 + the mark of the propagator that gave it one
	prev   int32 // where it came from: an index into facts, or -1
	node   generic.ID
}

type question struct {
	value int32
	deep  bool
	done  bool
	open  bool
	mask  int32 // rules cleaned on the way out
	label int32
	path  way
	deps  span
	facts span  // into facts; a range of its own, or another question's
	asked int32 // when it was last computed
	grown int32 // when its facts last changed
}

type dep struct{ question, mask int32 }

type inquiry struct {
	known     []int32
	sourced   []bool // what of known is made of a constant that a source matches
	reached   []bool
	taken     []bool
	skipped   []bool
	exact     []int32 // by value: the question with an empty path
	deep      []int32
	places    []int32 // by value: how many questions with a path
	most      int32   // how many are told apart in a loop
	paths     int     // how many of one origin are told apart in one place
	others    map[questionKey]int32
	questions []question
	deps      []dep
	facts     []datum
	order     []int32
	stack     []visit
	sources   map[int32]int32 // mark: origin
	work      int
	limit     int
	room      int // for facts
	cyclic    bool
	over      bool
	merged    []datum
	next      []int32 // of merged: the one before with the same origin
	chain     []int32 // by origin: the last one merged
	outs      int     // how many merged are what calls leave
	clock     int32
}

type questionKey struct {
	value int32
	deep  bool
	path  way
}

type visit struct{ question, next int32 }

// maxFacts is how many origins one place may have; maxOuts how many of them may be what calls leave in their arguments.
const (
	maxFacts  = 256
	maxOuts   = 96
	maxPlaces = 64 // of one value in a loop that are told apart
)

// ask gives the question for a place, new or known. The empty answer is 0.
func (b *body) ask(v int32, path way, deep bool) int32 {
	s := &b.solver
	for v != 0 {
		x := &b.values[v]
		if x.op == opNone || x.op == opConst || s.known[v] > 0 && !s.sourced[v] || !s.reached[x.block] {
			return 0
		}
		if x.op == opMix && (path != 0 || deep) {
			path, deep = 0, false
		}
		if x.op == opGet && x.b == 0 {
			p, over := path.prepend(x.key)
			v, path, deep = x.a, p, deep || over
			continue
		}
		break
	}
	if v == 0 {
		return 0
	}
	q := question{value: v, path: path, deep: deep}
	if path == 0 {
		at := &s.exact[v]
		if deep {
			at = &s.deep[v]
		}
		if *at == 0 {
			*at = int32(len(s.questions))
			s.questions = append(s.questions, q)
		}
		return *at
	}
	key := questionKey{v, deep, path}
	n, ok := s.others[key]
	if !ok {
		if s.places[v]++; s.places[v] > maxPlaces {
			return b.ask(v, 0, true) // a loop that walks down a tree
		}
		n = int32(len(s.questions))
		s.others[key] = n
		s.questions = append(s.questions, q)
	}
	return n
}

// solve lets facts flow until nothing changes.
func (b *body) solve() {
	s := &b.solver
	s.chain, s.merged = s.chain[:0], s.merged[:0]
	s.clock = 0
	for {
		changed := false
		for _, n := range s.order {
			q := &s.questions[n]
			if b.values[q.value].op == opOrigin {
				continue
			}
			fresh := q.asked == 0
			for _, d := range s.deps[q.deps.lo:q.deps.hi] {
				fresh = fresh || s.questions[d.question].grown >= q.asked
			}
			if !fresh {
				continue
			}
			if s.work++; s.work > s.limit || len(s.facts) > s.room {
				s.over = true
				return
			}
			s.clock++
			grown := b.flow(n)
			q.asked = s.clock
			if grown {
				q.grown = s.clock
				changed = true
			}
		}
		if !s.cyclic || !changed {
			return
		}
	}
}

// flow computes a question's facts from those it depends on.
func (b *body) flow(n int32) (changed bool) {
	s := &b.solver
	q := &s.questions[n]
	v := &b.values[q.value]
	deps := s.deps[q.deps.lo:q.deps.hi]
	source := int32(-1)
	if v.op == opSource {
		source = b.sourceOrigin(v.b)
	}
	if source < 0 && q.label == 0 && q.mask == 0 && len(deps) == 1 && deps[0].mask == 0 && (v.op == opPhi || v.op == opJoin || v.op == opGet || v.op == opStore || v.op == opRecord || v.op == opAppend) {
		from := s.questions[deps[0].question].facts
		changed = from != q.facts
		q.facts = from
		return changed
	}
	for _, f := range s.merged {
		s.chain[f.origin] = -1
	}
	s.merged, s.next, s.outs = s.merged[:0], s.next[:0], 0
	for _, f := range s.facts[q.facts.lo:q.facts.hi] {
		b.put(f)
	}
	grown := false
	if source >= 0 && b.add(datum{origin: source, killed: b.foreign(v.b), prev: -1, node: v.node}) {
		grown = true
	}
	for _, d := range deps {
		from := s.questions[d.question].facts
		mask := b.rules.union(q.mask, d.mask)
		for i := from.lo; i < from.hi; i++ {
			f := s.facts[i]
			f.killed = b.rules.union(f.killed, mask)
			if q.label != 0 {
				f.label = q.label
			}
			f.prev, f.node = i, v.node
			if f.killed == b.rules.full {
				continue
			}
			if b.add(f) {
				grown = true
			}
		}
	}
	if !grown {
		return false
	}
	lo := int32(len(s.facts))
	s.facts = append(s.facts, s.merged...)
	q.facts = span{lo, int32(len(s.facts))}
	return true
}

// add puts a fact among those merged; of two of the same origin, what both are clean for stays.
func (b *body) add(f datum) bool {
	s := &b.solver
	for int(f.origin) >= len(s.chain) {
		s.chain = append(s.chain, -1)
	}
	paths := 0
	for i := s.chain[f.origin]; i >= 0; i = s.next[i] {
		m := &s.merged[i]
		if m.path == f.path && m.label == f.label {
			both := b.rules.intersection(m.killed, f.killed)
			if both == m.killed {
				return false
			}
			if m.killed = both; both == f.killed {
				m.prev, m.node = f.prev, f.node
			}
			return true
		}
		paths++
	}
	if paths >= s.paths && f.path != 0 {
		f.path = 0 // the whole of it
		return b.add(f)
	}
	switch kind := b.origins[f.origin].Kind; {
	case kind == CallOut && s.outs >= maxOuts:
		b.truncate("more than 96 calls that may change one object")
		return false
	case len(s.merged) >= maxFacts && kind != SourceAt, len(s.merged) >= maxFacts+maxFacts/4:
		b.truncate("more than 256 origins in one place")
		return false
	}
	b.put(f)
	return true
}

// put adds a fact of which it is known that there is none like it.
func (b *body) put(f datum) {
	s := &b.solver
	for int(f.origin) >= len(s.chain) {
		s.chain = append(s.chain, -1)
	}
	s.next = append(s.next, s.chain[f.origin])
	s.chain[f.origin] = int32(len(s.merged))
	s.merged = append(s.merged, f)
	if b.origins[f.origin].Kind == CallOut {
		s.outs++
	}
}

// foreign is the rules that do not have the spec of a mark.
func (b *body) foreign(mark int32) int32 {
	spec := &b.plan.Specs[b.marks.all[mark].Spec]
	return b.rules.number(setOf(len(b.plan.Rules), func(i int) bool { return spec.Rules != nil && spec.Rules[i/64]&(1<<(i%64)) == 0 }))
}

func (b *body) sourceOrigin(mark int32) int32 {
	s := &b.solver
	o, ok := s.sources[mark]
	if !ok {
		o = int32(len(b.origins))
		b.origins = append(b.origins, b.markEnd(SourceAt, mark))
		s.sources[mark] = o
	}
	return o
}
