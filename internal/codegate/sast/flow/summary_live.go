package flow

// Data is followed for a rule only where a sink of the rule can be near: functions fall into groups that no data leaves, and a
// group's rules are those that have a sink in it. In the single-function mode a group is a file.

// groups joins functions.
type groups []int32

func newGroups(n int32) groups {
	g := make(groups, n)
	for i := range g {
		g[i] = int32(i)
	}
	return g
}

func (g groups) of(i int32) int32 {
	for g[i] != i {
		g[i] = g[g[i]]
		i = g[i]
	}
	return i
}

// join keeps the smaller number, so that the result does not depend on the order.
func (g groups) join(a, b int32) {
	a, b = g.of(a), g.of(b)
	g[max(a, b)] = min(a, b)
}

// group finds the groups of functions and the rules of each.
func (s *solver) group() {
	n := s.funcBase[len(s.files)]
	g := newGroups(n)
	for i, f := range s.files {
		for k := range f.funcs {
			fn := s.funcBase[i] + int32(k)
			switch owner := f.funcs[k].owner; {
			case s.intra:
				g.join(fn, s.funcBase[i])
			case owner > 0:
				g.join(fn, s.funcBase[i]+owner)
			}
		}
	}
	if !s.intra {
		s.joinCalls(g)
		s.joinCells(g)
	}
	at := make([]int32, n) // of the group's rules in live
	s.liveOf = make([]int32, n)
	for i := range at {
		at[i] = -1
	}
	for fn := range n {
		root := g.of(fn)
		if at[root] < 0 {
			at[root] = int32(len(s.live))
			s.live = append(s.live, make([]uint64, s.words)...)
		}
		s.liveOf[fn] = at[root]
	}
	last := ^uint64(0)
	if k := len(s.plan.Rules) % 64; k > 0 {
		last = 1<<k - 1
	}
	for i, f := range s.files {
		for k := range f.targets {
			t := &f.targets[k]
			if t.kind != SinkAt || t.spec < 0 || int(t.spec) >= len(s.plan.Specs) {
				continue
			}
			m := s.liveRules(s.funcBase[i] + t.fun)
			set := s.plan.Specs[t.spec].Rules
			for w := range m {
				switch {
				case set == nil:
					m[w] = ^uint64(0)
				case w < len(set):
					m[w] |= set[w]
				}
			}
			m[len(m)-1] &= last
		}
	}
}

// liveRules gives the rules whose sinks data in a function may reach.
func (s *solver) liveRules(fn int32) []uint64 {
	return s.live[s.liveOf[fn] : s.liveOf[fn]+int32(s.words)]
}

func (s *solver) joinCalls(g groups) {
	for i, f := range s.files {
		for k := range f.calls {
			fn := s.funcBase[i] + f.calls[k].fun
			of := &s.graph.of[s.callBase[i]+int32(k)]
			for _, to := range s.graph.callees[of.lo:of.hi] {
				g.join(fn, to)
			}
			for l := f.calls[k].lambdas.lo; l < f.calls[k].lambdas.hi; l++ {
				for _, to := range s.bound(s.lambdaBase[i] + l) {
					g.join(fn, to)
				}
			}
		}
	}
}

// joinCells joins those that leave data in a global or a field with those that read it, and the functions of a file that
// share a variable of the code around them all.
func (s *solver) joinCells(g groups) {
	c := cellGroups{groups: g, readers: make([]int32, len(s.cells.readers)), all: -1}
	for i := range c.readers {
		c.readers[i] = -1
	}
	for i, f := range s.files {
		for k := range f.targets {
			t := &f.targets[k]
			fn := s.funcBase[i] + t.fun
			switch t.kind {
			case GlobalVar, FieldVar:
				s.joinReaders(&c, fn, s.cells.of(int32(i), t.kind, t.fun, f.strs[t.name]).cell)
			case Captured:
				for _, reader := range s.captures(int32(i)).readers[[2]int32{t.index, t.name}] {
					g.join(fn, s.funcBase[i]+reader)
				}
			}
		}
		for k := range f.origins {
			o := &f.origins[k]
			for _, e := range f.edges[o.edges.lo:o.edges.hi] {
				if t := &f.targets[e.target]; t.kind == Receiver {
					s.joinFields(&c, int32(i), t, f.paths[e.to])
				}
			}
		}
	}
}

// cellGroups are groups with one of the readers of each cell that is known to be in the group of all others, or -1, so that
// those who write a cell join one reader each, and in all a function of those who read any field.
type cellGroups struct {
	groups
	readers []int32
	all     int32
}

// joinFields joins a method that leaves data in its object with those that read it there.
func (s *solver) joinFields(c *cellGroups, file int32, t *target, path Path) {
	fn := s.funcBase[file] + t.fun
	if name := fieldOf(path); name != "" {
		s.joinReaders(c, fn, s.cells.of(file, FieldVar, t.fun, name).cell)
		return
	}
	if c.all >= 0 {
		c.join(fn, c.all)
		return
	}
	c.all = fn
	for _, cell := range s.cells.fields { // the whole object: any field
		s.joinReaders(c, fn, cell)
	}
}

func (s *solver) joinReaders(c *cellGroups, fn, cell int32) {
	if int(cell) >= len(c.readers) {
		return // named for the first time, so that nothing reads it
	}
	if c.readers[cell] >= 0 {
		c.join(fn, c.readers[cell])
		return
	}
	for _, r := range s.cells.readers[cell] {
		c.readers[cell] = s.funcBase[r.file] + s.files[r.file].origins[r.node-s.originBase[r.file]].fun
		c.join(fn, c.readers[cell])
	}
}
