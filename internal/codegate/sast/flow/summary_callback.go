package flow

// toCallback passes on what reached an argument of a call of a parameter: to the functions that callers hand over there.
func (s *solver) toCallback(ri int32, f fact, file int32, c *call, call, index int32) {
	holder := s.funcBase[file] + c.holder
	if holder == s.ctxs[f.ctx].fn {
		s.exit(ri, f.ctx)
		return
	}
	for _, by := range s.callersOf(holder) { // a parameter of a function around this one
		if by.lambda >= 0 {
			if s.graph.of[by.call].known == settles {
				s.outs = append(s.outs, by)
				s.expose(f.ctx, exposure{ri, -1, int32(len(s.outs) - 1), -1})
			}
			continue
		}
		for _, l := range s.lambdasFor(by, holder, c.param, holder, c.option, nil) {
			for _, fn := range s.bound(l) {
				of, x := s.function(fn)
				if param, within := x.parameter(of, s.files[file], index, 0); param >= 0 {
					path := s.paths.join(s.paths.number(within), f.path)
					s.enter(fn, entry{kind: Param, index: param, path: path}, ri, f.ctx, caller{file, call, -1})
				}
			}
		}
	}
}

func (s *solver) bound(lambda int32) []int32 {
	l := s.graph.lambdas[lambda]
	return s.graph.bound[l.lo:l.hi]
}

// toHanded passes on what reached a function argument: its parameter, or its result.
func (s *solver) toHanded(ri int32, f fact, h handed) {
	file := s.fileOf(&f)
	x := s.files[file]
	l := &x.lambdas[h.lambda-s.lambdaBase[file]]
	call := s.callBase[file] + l.call
	if h.index >= 0 {
		for _, fn := range s.bound(h.lambda) {
			of, g := s.function(fn)
			if param, within := g.parameter(of, x, h.index, 0); param >= 0 {
				path := s.paths.join(s.paths.number(within), f.path)
				s.enter(fn, entry{kind: Param, index: param, path: path}, ri, f.ctx, caller{file, call, h.lambda})
			}
		}
		return
	}
	to := &s.graph.of[call]
	for _, fn := range s.graph.callees[to.lo:to.hi] {
		of, g := s.function(fn)
		name, option := int32(0), l.name
		if l.index < 0 {
			name, option = l.name, 0
		}
		if param, _ := g.parameter(of, x, l.index, name); param >= 0 {
			s.enter(fn, entry{kind: CallResult, index: param, name: s.wordOf(x.strs[option]), path: f.path}, ri, f.ctx, caller{file, call, -1})
		}
	}
	switch {
	case to.certain:
	case to.known != nil:
		for _, row := range to.known.rows {
			if row.from == theGiven {
				s.pass(ri, f, file, l.call, h.lambda, row, f.path)
			}
		}
	default:
		s.unknownCall(ri, f, file, l.call)
	}
}

// toKnown passes on what reached a call of a library's function that calls its function arguments. It says whether the call
// also does what an unknown one does.
func (s *solver) toKnown(ri int32, f fact, file int32, c *call, known *higherOrder, t *target) (keep bool) {
	keep = true
	for l := c.lambdas.lo; l < c.lambdas.hi; l++ {
		arg := &s.files[file].lambdas[l]
		lambda := s.lambdaBase[file] + l
		if len(s.bound(lambda)) == 0 || arg.name != 0 && arg.index >= 0 {
			continue
		}
		keep = known.keep
		for _, row := range known.rows {
			path := f.path
			switch row.from {
			case theData:
				if !isData(c, arg, t) {
					continue
				}
			case theArg:
				if t.kind != CallArg || t.index != arg.index+1+row.skip+row.n {
					continue
				}
			default:
				continue
			}
			if row.part {
				if path = s.paths.below(path, s.paths.number("[]")); path < 0 {
					continue
				}
			}
			s.pass(ri, f, file, t.call, lambda, row, path)
		}
	}
	return keep
}

// isData holds for the end of a call that brings what its function argument is called with: the object, or the other argument.
func isData(c *call, l *lambda, t *target) bool {
	onObject := c.method != 0 && c.callee == 0
	switch {
	case onObject && l.index <= 0:
		return t.kind == CallRecv
	case l.index == 0:
		return t.kind == CallArg && t.index == 1
	default:
		return t.kind == CallArg && t.index == 0
	}
}

// pass follows a passage to its end.
func (s *solver) pass(ri int32, f fact, file, call, lambda int32, row passage, path int32) {
	m := append(s.scratch[:0], s.mask(s.recs.at(ri).mask)...)
	switch row.to {
	case theParam:
		s.add(fact{ctx: f.ctx, node: s.handedNode(lambda, row.n), path: path, kind: f.kind}, m, record{pred: ri, via: -1, arr: -1, how: byKnown})
	case theResult:
		if row.part {
			path = s.paths.join(s.paths.number("[]"), path)
		}
		s.result(ri, f.ctx, f.kind, file, call, path, byKnown, m)
	}
}

// toCaptured passes on what was left in a captured variable to the functions that have it.
func (s *solver) toCaptured(ri int32, f fact, file int32, t *target) {
	own := s.ctxs[f.ctx].fn
	for _, k := range s.captures(file).readers[[2]int32{t.index, t.name}] {
		fn := s.funcBase[file] + k
		if fn == own {
			continue
		}
		if s.intra && s.files[file].funcs[k].flavour != isLambda && s.files[file].funcs[t.fun].flavour != isLambda {
			continue
		}
		s.enter(fn, entry{kind: Captured, index: t.index, name: t.name, path: f.path}, ri, f.ctx, caller{-1, -1, -1})
	}
}

// captures are the captured variables of a file.
type captures struct {
	readers map[[2]int32][]int32 // functions, by symbol and name
	writers map[[2]int32]bool    // by function and symbol
}

func (c *captures) writes(fn, symbol int32) bool { return c.writers[[2]int32{fn, symbol}] }

func (s *solver) captures(file int32) *captures {
	if s.captured[file] == nil {
		c := &captures{map[[2]int32][]int32{}, map[[2]int32]bool{}}
		f := s.files[file]
		for i := range f.origins {
			if o := &f.origins[i]; o.kind == Captured {
				key := [2]int32{o.index, o.name}
				c.readers[key] = append(c.readers[key], o.fun)
			}
		}
		for i := range f.targets {
			if t := &f.targets[i]; t.kind == Captured {
				c.writers[[2]int32{t.fun, t.index}] = true
			}
		}
		s.captured[file] = c
	}
	return s.captured[file]
}
