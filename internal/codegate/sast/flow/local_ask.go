package flow

import "bartizan/internal/syntax/generic"

func (b *body) prepare(places int32) {
	s := &b.solver
	n := len(b.values)
	s.exact, s.deep, s.places = resize(s.exact, n), resize(s.deep, n), resize(s.places, n)
	clear(s.places)
	clear(s.exact)
	clear(s.deep)
	if s.others == nil {
		s.others, s.sources = map[questionKey]int32{}, map[int32]int32{}
	}
	clear(s.others)
	clear(s.sources)
	s.questions, s.deps, s.facts, s.order = append(s.questions[:0], question{}), s.deps[:0], s.facts[:0], s.order[:0]
	s.work, s.limit, s.cyclic, s.over = 0, 64*n+4096, false, false
	s.most, s.paths = places, int(places)/4+1
	s.room = min(64*n+1<<16, 1<<21)
}

const (
	wayBits  = 21
	wayMask  = 1<<wayBits - 1
	wayWidth = wayBits * MaxPath
)

// expand finds what a question depends on.
func (b *body) expand(n int32) {
	s := &b.solver
	q := s.questions[n]
	v := &b.values[q.value]
	lo := int32(len(s.deps))
	need := func(value int32, path way, deep bool, mask int32) {
		if d := b.ask(value, path, deep); d != 0 {
			s.deps = append(s.deps, dep{d, mask})
		}
	}
	first, rest := q.path.first(), q.path>>wayBits
	if q.deep && q.path == 0 && (v.op == opStore || v.op == opRecord || v.op == opAppend || v.op == opRemove) {
		// All that is inside is what is at each of its places: so what was overwritten does not count.
		if parts, ok := b.parts(q.value); ok {
			for _, p := range parts {
				need(q.value, p, p>>(2*wayBits) != 0, 0)
			}
			s.questions[n].deps = span{lo, int32(len(s.deps))}
			return
		}
	}
	switch v.op {
	case opOrigin:
		s.questions[n].facts = b.single(v.a, q.path, v.node)
	case opPhi:
		for i := v.first; i < v.first+v.count; i += 2 {
			if e := b.lists[i+1]; e < 0 || s.taken[e] {
				need(b.lists[i], q.path, q.deep, 0)
			}
		}
	case opJoin:
		for _, w := range b.lists[v.first : v.first+v.count] {
			need(w, q.path, q.deep, 0)
		}
	case opMix:
		s.questions[n].mask = v.a
		for _, w := range b.lists[v.first : v.first+v.count] {
			need(w, 0, true, 0)
		}
	case opGet: // by a computed key
		at := b.stepOfValue(v.b)
		p, over := q.path.prepend(at)
		need(v.a, p, q.deep || over, 0)
		need(v.b, 0, true, v.c)
	case opStore:
		at := v.key
		if v.c != 0 {
			at = b.stepOfValue(v.c)
		}
		switch {
		case q.path == 0:
			need(v.a, 0, q.deep, 0)
			if q.deep {
				need(v.b, 0, true, 0)
			}
		case at == stepNone: // the whole is put into it
			need(v.a, q.path, q.deep, 0)
			need(v.b, 0, true, 0)
		case first == at && at != stepAny:
			need(v.b, rest, q.deep, 0)
		case first == stepAny || at == stepAny:
			need(v.b, rest, q.deep, 0)
			need(v.a, q.path, q.deep, 0)
		default:
			need(v.a, q.path, q.deep, 0)
		}
	case opAppend:
		switch length, ok := b.listLength(v.a, 0); {
		case q.path == 0:
			need(v.a, 0, q.deep, 0)
			if q.deep {
				need(v.b, 0, true, 0)
			}
		case ok && first != stepAny && b.indexOf(first) >= 0:
			if b.indexOf(first) == length {
				need(v.b, rest, q.deep, 0)
			} else {
				need(v.a, q.path, q.deep, 0)
			}
		default:
			need(v.a, q.path, q.deep, 0)
			need(v.b, rest, q.deep, 0)
		}
	case opRemove:
		path := q.path
		if q.path != 0 && first != stepAny {
			at := stepAny
			if k := s.known[v.b]; k > 0 && b.consts[k-1].kind == intKind {
				if i := b.indexOf(first); i >= 0 && int64(i) >= b.consts[k-1].i {
					at = b.stepOf(indexName(i + 1))
				} else if i >= 0 {
					at = first
				}
			}
			path, _ = rest.prepend(at)
		}
		need(v.a, path, q.deep, 0)
	case opRecord:
		b.expandRecord(v, q, first, rest, need)
	case opSource:
		s.questions[n].label = 0
		need(v.a, q.path, q.deep, 0)
	case opClean:
		s.questions[n].mask = v.b
		need(v.a, q.path, q.deep, 0)
	case opCopy:
		need(v.a, q.path, q.deep, 0)
	case opLabel:
		s.questions[n].label = v.b + 1
		need(v.a, q.path, q.deep, 0)
	}
	s.questions[n].deps = span{lo, int32(len(s.deps))}
}

func (b *body) expandRecord(v *ilValue, q question, first step, rest way, need func(int32, way, bool, int32)) {
	list := b.lists[v.first : v.first+v.count]
	exact := false
	for i := len(list) - 2; i >= 0; i -= 2 {
		at, w := list[i], list[i+1]
		key := int32(0)
		if at < 0 {
			key, at = -at, b.stepOfValue(-at)
		}
		switch {
		case at == stepSpread:
			if !exact {
				need(w, q.path, q.deep, 0)
			}
		case q.path == 0:
			if q.deep {
				need(w, 0, true, 0)
				if key != 0 {
					need(key, 0, true, 0)
				}
			}
		case first == at && at != stepAny:
			if !exact {
				need(w, rest, q.deep, 0)
			}
			exact = true // what stands before is hidden
		case first == stepAny || at == stepAny:
			need(w, rest, q.deep, 0)
		}
	}
}

// stepOfValue gives the step that a computed key stands for.
func (b *body) stepOfValue(v int32) step {
	if k := b.solver.known[v]; k > 0 {
		if name, ok := b.consts[k-1].text(); ok {
			return b.stepOf(name)
		}
	}
	return stepAny
}

// single makes the facts of a question that is an origin.
func (b *body) single(origin int32, path way, node generic.ID) span {
	s := &b.solver
	s.facts = append(s.facts, datum{origin: origin, path: path, prev: -1, node: node})
	return span{int32(len(s.facts)) - 1, int32(len(s.facts))}
}

// explore lays out all that a question depends on, what is asked first behind what it needs.
func (b *body) explore(root int32) {
	s := &b.solver
	if root == 0 || s.questions[root].open {
		return
	}
	push := func(n int32) {
		s.questions[n].open = true
		b.expand(n)
		s.stack = append(s.stack, visit{n, s.questions[n].deps.lo})
	}
	push(root)
	for len(s.stack) > 0 {
		t := &s.stack[len(s.stack)-1]
		if t.next < s.questions[t.question].deps.hi {
			d := s.deps[t.next].question
			t.next++
			if !s.questions[d].open {
				if len(s.questions) > s.limit {
					s.over = true
					s.questions[d].open = true
					continue
				}
				push(d)
			} else if !s.questions[d].done {
				s.cyclic = true
			}
			continue
		}
		s.order = append(s.order, t.question)
		s.questions[t.question].done = true
		s.stack = s.stack[:len(s.stack)-1]
	}
}
