package flow

import "slices"

// exit takes a record at an end of its function back to where its context was entered from.
func (s *solver) exit(ri, ctx int32) {
	if s.intra {
		return
	}
	c := &s.ctxs[ctx]
	if c.open {
		s.exitOpen(ri, c.fn)
		return
	}
	c.exits = append(c.exits, ri)
	if c.door.kind == Captured {
		s.exitCaptured(ri, ctx)
	}
	for i := 0; i < len(s.ctxs[ctx].incoming); i++ {
		s.land(s.ctxs[ctx].incoming[i], ri)
	}
}

// expose takes a record to where data leaves its context for good, for all that arrived in it.
func (s *solver) expose(ctx int32, x exposure) {
	c := &s.ctxs[ctx]
	if c.open {
		f := s.facts.at(s.recs.at(x.rec).fact)
		s.fire(x, f.kind, append(s.scratch[:0], s.mask(s.recs.at(x.rec).mask)...), -1)
		return
	}
	c.live = append(c.live, x)
	for i := 0; i < len(s.ctxs[ctx].arrivals); i++ {
		s.meet(x, s.ctxs[ctx].arrivals[i])
	}
}

// arrived takes what came into a context to all that leaves it.
func (s *solver) arrived(ai int32) {
	ctx := s.arrivals[ai].ctx
	for i := 0; i < len(s.ctxs[ctx].live) && s.tick(); i++ {
		s.meet(s.ctxs[ctx].live[i], ai)
	}
}

func (s *solver) meet(x exposure, ai int32) {
	a := s.arrivals[ai]
	kind := s.facts.at(s.recs.at(x.rec).fact).kind
	if kind == 0 {
		kind = a.kind
	}
	m := s.take(s.recs.at(x.rec).mask, s.mask(a.mask))
	if !isEmpty(m) {
		s.fire(x, kind, m, ai)
	}
}

// fire delivers data of a kind, for the rules in m.
func (s *solver) fire(x exposure, kind int32, m []uint64, arr int32) {
	if !s.tick() {
		return
	}
	if x.in >= 0 {
		in := *s.ins.at(x.in)
		for k, w := range s.mask(in.mask) {
			m[k] &= w
		}
		s.arrive(in.into, kind, m, x.rec, arr)
		return
	}
	f := *s.facts.at(s.recs.at(x.rec).fact)
	if x.shared >= 0 {
		to := s.shared[x.shared]
		if s.fileOfFunc[to.fn] != s.fileOf(&f) {
			for k := range m {
				m[k] &= s.within[k]
			}
		}
		s.begin(s.openContext(to.fn), to.entry, kind, m, record{pred: x.rec, via: -1, arr: arr, how: byCall})
		return
	}
	if x.out >= 0 {
		by := s.outs[x.out]
		s.landAt(s.openContext(s.funcOfCall(by)), kind, m, record{pred: x.rec, via: -1, arr: arr, how: byReturn}, by, f)
		return
	}
	n, file, t := f.node&nodeMask, s.fileOf(&f), s.targetOf(&f)
	switch t.kind {
	case SinkAt:
		s.hit(n, t, kind, m, x.rec, arr)
	case SourceAt:
		s.ask(n, file, t, kind, m, x.rec, arr)
	default:
		s.toCell(file, t, f.path, kind, m, x.rec, arr)
	}
}

// arrive notes data in a context.
func (s *solver) arrive(ctx, kind int32, m []uint64, rec, arr int32) {
	if isEmpty(m) {
		return
	}
	c := &s.ctxs[ctx]
	at := slices.IndexFunc(c.values, func(v value) bool { return v.kind == kind })
	if at < 0 {
		at = len(c.values)
		c.values = append(c.values, value{kind: kind})
	}
	if !s.grow(&c.values[at].mask, m) {
		return
	}
	c.arrivals = append(c.arrivals, int32(len(s.arrivals)))
	s.arrivals = append(s.arrivals, arrival{ctx, kind, s.keep(m), rec, arr})
}
