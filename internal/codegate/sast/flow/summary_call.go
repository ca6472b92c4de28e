package flow

// toCall passes on what reached an argument or the receiver of a call.
func (s *solver) toCall(ri int32, f fact, file int32, t *target) {
	x := s.files[file]
	c := &x.calls[t.call]
	call := s.callBase[file] + t.call
	if s.graph == nil {
		s.unknownCall(ri, f, file, t.call)
		return
	}
	to := &s.graph.of[call]
	for _, fn := range s.graph.callees[to.lo:to.hi] {
		of, g := s.function(fn)
		if t.kind == CallRecv {
			if !to.made {
				s.enter(fn, entry{kind: Receiver, path: f.path}, ri, f.ctx, caller{file, call, -1})
			}
			continue
		}
		param, within := g.parameter(of, x, t.index, t.name)
		if param >= 0 {
			path := s.paths.join(s.paths.number(within), f.path)
			s.enter(fn, entry{kind: Param, index: param, path: path}, ri, f.ctx, caller{file, call, -1})
		}
	}
	if c.param >= 0 && t.kind == CallArg {
		s.toCallback(ri, f, file, c, call, t.index)
	}
	if to.certain {
		return
	}
	keep := true
	if to.known != nil {
		keep = s.toKnown(ri, f, file, c, to.known, t)
	}
	if keep {
		s.unknownCall(ri, f, file, t.call)
	}
}

// unknownCall lets what goes into a call come out of it.
func (s *solver) unknownCall(ri int32, f fact, file, call int32) {
	s.result(ri, f.ctx, f.kind, file, call, 0, byUnknown, s.take(s.recs.at(ri).mask, s.through))
}

// result notes data in the result of a call.
func (s *solver) result(ri, ctx, kind, file, call, path int32, how passKind, m []uint64) {
	fn := s.files[file].calls[call].fun
	if o := s.originOf(file, fn, CallResult, call, 0); o >= 0 {
		s.add(fact{ctx: ctx, node: nodeOrigin | o, path: path, kind: kind}, m, record{pred: ri, via: -1, arr: -1, how: how})
	}
}

// originOf finds a function's origin of a call, by kind, call and index; -1 where it has none.
func (s *solver) originOf(file, fn int32, kind EndKind, call, index int32) int32 {
	f := s.files[file]
	lo, hi := f.funcs[fn].origins.lo, f.funcs[fn].origins.hi
	for lo < hi {
		mid := (lo + hi) / 2
		o := &f.origins[mid]
		switch {
		case o.kind < kind, o.kind == kind && o.call < call, o.kind == kind && o.call == call && o.index < index:
			lo = mid + 1
		case o.kind == kind && o.call == call && o.index == index:
			return s.originBase[file] + mid
		default:
			hi = mid
		}
	}
	return -1
}

// enter takes a record through a door of a function.
func (s *solver) enter(fn int32, door entry, ri, from int32, by caller) {
	if !s.tick() {
		return
	}
	key := ctxKey{fn, door}
	into, ok := s.ctxOf[key]
	if !ok && door.path != 0 {
		count := key
		count.path = -1
		n := s.ctxOf[count]
		if path := s.cut(door.path, n); path != door.path {
			door.path, key.path = path, path
			s.widened[fn] = true
			into, ok = s.ctxOf[key]
		}
		if !ok {
			s.ctxOf[count] = n + 1
		}
	}
	if !ok {
		into = int32(len(s.ctxs))
		if s.doors[fn]++; s.doors[fn] > maxDoors {
			s.widened[fn] = true
			s.shared = append(s.shared, key)
			s.expose(from, exposure{ri, -1, -1, int32(len(s.shared) - 1)})
			return
		}
		s.ctxOf[key] = into
		s.ctxs = append(s.ctxs, context{fn: fn, door: door})
		s.begin(into, door, 0, append(s.scratch[:0], s.liveRules(fn)...), record{pred: -1, via: -1, arr: -1, how: byDoor})
	}
	m := append(s.scratch[:0], s.mask(s.recs.at(ri).mask)...)
	if s.fileOfFunc[fn] != s.fileOfFunc[s.ctxs[from].fn] {
		for k := range m {
			m[k] &= s.within[k]
		}
	}
	if isEmpty(m) {
		return
	}
	in := s.ins.add(incoming{into: into, ctx: from, rec: ri, mask: s.keep(m), by: by})
	s.ctxs[into].incoming = append(s.ctxs[into].incoming, in)
	for i := 0; i < len(s.ctxs[into].exits); i++ {
		s.land(in, s.ctxs[into].exits[i])
	}
	s.expose(from, exposure{ri, in, -1, -1})
}

// begin makes the first facts of a context for a door.
func (s *solver) begin(ctx int32, door entry, kind int32, m []uint64, r record) {
	fn := s.ctxs[ctx].fn
	kept := append(s.kept[:0], m...)
	file := s.fileOfFunc[fn]
	f := s.files[file]
	x := &f.funcs[fn-s.funcBase[file]]
	for i := x.origins.lo; i < x.origins.hi; i++ {
		o := &f.origins[i]
		path := door.path
		switch {
		case door.kind == Param && o.kind == Param && o.index == door.index,
			door.kind == Receiver && o.kind == Receiver,
			door.kind == Captured && o.kind == Captured && o.index == door.index && o.name == door.name:
		case door.kind == Receiver && o.kind == FieldVar:
			if path != 0 {
				text := s.paths.text[path]
				first := firstStep(text)
				if first[1:] != f.strs[o.name] && first != "[]" {
					continue
				}
				path = s.paths.number(text[len(first):])
			}
		case door.kind == CallResult && o.kind == CallResult:
			c := &f.calls[o.call]
			if c.param != door.index || s.funcBase[file]+c.holder != fn || s.wordOf(f.strs[c.option]) != door.name {
				continue
			}
		default:
			continue
		}
		s.add(fact{ctx: ctx, node: nodeOrigin | (s.originBase[file] + i), path: path, kind: kind}, append(s.scratch[:0], kept...), r)
	}
}

// land takes a record at an exit of a context to where it was entered from.
func (s *solver) land(ii, ri int32) {
	if !s.tick() {
		return
	}
	in, e := *s.ins.at(ii), *s.recs.at(ri)
	f := *s.facts.at(e.fact)
	m := s.take(e.mask, s.mask(in.mask))
	if isEmpty(m) {
		return
	}
	kind := f.kind
	if kind == 0 {
		kind = s.facts.at(s.recs.at(in.rec).fact).kind
	}
	r := record{pred: in.rec, via: ri, arr: -1, how: byReturn}
	if in.by.call >= 0 {
		s.landAt(in.ctx, kind, m, r, in.by, f)
		return
	}
	// What a captured variable brought in comes out where the function is called or handed over.
	kept := append(s.kept[:0], m...)
	for _, by := range s.callersOf(s.ctxs[in.into].fn) {
		if s.funcOfCall(by) == s.ctxs[in.ctx].fn {
			s.landAt(in.ctx, kind, append(s.scratch[:0], kept...), r, by, f)
		}
	}
}

// exitOpen takes what left a function, wherever it entered, to all its callers.
func (s *solver) exitOpen(ri, fn int32) {
	f := *s.facts.at(s.recs.at(ri).fact)
	for _, by := range s.callersOf(fn) {
		if !s.tick() {
			return
		}
		m := append(s.scratch[:0], s.mask(s.recs.at(ri).mask)...)
		s.landAt(s.openContext(s.funcOfCall(by)), f.kind, m, record{pred: ri, via: -1, arr: -1, how: byReturn}, by, f)
	}
}

// exitCaptured takes what a captured variable brought to the callers that did not set that variable.
func (s *solver) exitCaptured(ri, ctx int32) {
	fn, door := s.ctxs[ctx].fn, s.ctxs[ctx].door
	file := s.fileOfFunc[fn]
	for _, by := range s.callersOf(fn) {
		if s.captures(file).writes(s.funcOfCall(by)-s.funcBase[file], door.index) {
			continue
		}
		s.outs = append(s.outs, by)
		s.expose(ctx, exposure{ri, -1, int32(len(s.outs) - 1), -1})
	}
}

func (s *solver) funcOfCall(by caller) int32 {
	return s.funcBase[by.file] + s.files[by.file].calls[by.call-s.callBase[by.file]].fun
}

func (s *solver) callersOf(fn int32) []caller {
	if s.graph == nil {
		return nil
	}
	c := s.graph.callers[fn]
	return s.graph.calling[c.lo:c.hi]
}

// landAt notes in a context that holds the call what a callee, or a function handed over by it, left at an exit.
func (s *solver) landAt(ctx, kind int32, m []uint64, r record, by caller, out fact) {
	file := by.file
	call := by.call - s.callBase[file]
	c := &s.files[file].calls[call]
	from := s.fileOf(&out)
	t := s.targetOf(&out)
	fn := s.funcBase[from] + t.fun
	if from != file {
		for k := range m {
			m[k] &= s.within[k]
		}
	}
	at := func(kindOf EndKind, index, path int32) {
		if o := s.originOf(file, c.fun, kindOf, call, index); o >= 0 {
			s.add(fact{ctx: ctx, node: nodeOrigin | o, path: path, kind: kind}, append(s.spare[:0], m...), r)
		}
	}
	if by.lambda >= 0 {
		switch {
		case t.kind == Return:
			r.how = byCallback
			s.add(fact{ctx: ctx, node: s.handedNode(by.lambda, -1), path: out.path, kind: kind}, m, r)
		case t.kind == CallArg && t.index == 0 && s.graph.of[by.call].known == settles && s.files[from].calls[t.call].param == 0:
			at(CallResult, 0, out.path)
		}
		return
	}
	made := c.flavour == isNew || s.graph.of[by.call].made
	switch t.kind {
	case Return:
		if !made {
			at(CallResult, 0, out.path)
		}
	case Receiver, FieldVar:
		path := out.path
		if t.kind == FieldVar {
			path = s.paths.join(s.paths.number("."+s.files[from].strs[t.name]), path)
		}
		if made {
			at(CallResult, 0, path)
			at(CallOut, -1, path) // super(…)
		} else {
			at(CallOut, -1, path)
		}
		if c.own && path != 0 { // it is the caller's own object, too
			s.add(fact{ctx: ctx, node: nodeOwn, path: path, kind: kind}, append(s.spare[:0], m...), r)
			s.addOwn(file, c.fun, fact{ctx: ctx, path: path, kind: kind}, m, r)
		}
	case Param:
		at(CallOut, t.index, out.path)
	case CallArg: // of a call of the parameter
		k := &s.files[from].calls[t.call]
		for _, l := range s.lambdasFor(by, fn, k.param, s.funcBase[from]+k.holder, k.option, nil) {
			r.how = byCallback
			s.add(fact{ctx: ctx, node: s.handedNode(l, t.index), path: out.path, kind: kind}, append(s.spare[:0], m...), r)
		}
	}
}

// addOwn notes what is in a function's own object at where it reads it.
func (s *solver) addOwn(file, fn int32, f fact, m []uint64, r record) {
	x := s.files[file]
	for i := x.funcs[fn].origins.lo; i < x.funcs[fn].origins.hi && x.origins[i].kind <= Receiver; i++ {
		if x.origins[i].kind == Receiver {
			f.node = nodeOrigin | (s.originBase[file] + i)
			s.add(f, append(s.spare[:0], m...), r)
		}
	}
}

func (s *solver) handedNode(lambda, index int32) int32 {
	key := handed{lambda, index}
	i, ok := s.handedOf[key]
	if !ok {
		i = int32(len(s.handed))
		s.handedOf[key] = i
		s.handed = append(s.handed, key)
	}
	return nodeHanded | i
}
