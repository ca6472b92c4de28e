package flow

// The link phase asks for summaries of functions only as data arrives in them. A context is a function together with one place
// where data enters it: a parameter, the receiver, a captured variable, what a callback gave, at a path. In a context, a fact
// says that what entered is at an end of the function's graph, for a set of rules; facts of a context are its summary, made
// once for all callers. Each function has one context more, the open one, for what did not enter through a door: its own
// sources, globals and fields, what comes back from its callees without having come from it, and what enters through doors
// beyond maxDoors. Nothing here needs callees to be done before callers: recursion is a context that is entered from itself.
//
// In a context with a door, facts are conditional; what does arrive there, with its labels and for which rules, is kept in
// arrivals. Where data leaves for good (a sink, a global, another context) facts and arrivals meet.
//
// Every fact keeps how it came about, for each rule the first way. All lists are worked on in the order in which they grow and
// every set only grows, so that the result is the same each time and the work ends.

// A context is a function with a door.
type context struct {
	fn       int32
	door     entry
	open     bool
	values   []value
	arrivals []int32
	incoming []int32
	exits    []int32 // records
	live     []exposure
}

// An entry is a door of a function.
type entry struct {
	kind        EndKind // Param, Receiver, Captured; CallResult is what the callback that is a parameter gave
	index, name int32   // name is a member of the callback's parameter, as a word
	path        int32
}

// A value is which rules' data of a kind has arrived in a context; the set is in masks.
type value struct{ kind, mask int32 }

// An arrival is data that came into a context: by a record of another one, which itself arrived.
type arrival struct{ ctx, kind, mask, rec, arr int32 }

// An incoming is a way into a context from another one.
type incoming struct {
	into           int32 // context
	ctx, rec, mask int32
	by             caller
}

// An exposure is a record of a conditional context that leaves it for good: at its target, into a context as an incoming,
// out to a caller of its function, or through a door of a function that has too many.
type exposure struct{ rec, in, out, shared int32 }

type passKind uint8

const (
	byEdge passKind = iota
	bySource
	byUnknown  // through a call of something unknown
	byKnown    // through a library's function
	byReturn   // out of a callee
	byCall     // into a callee
	byCallback // to or from a function that was handed over
	byGlobal
	byField
	byDoor // the start of a conditional context
)

// A fact is that data is at a node of a context's function.
type fact struct {
	ctx, node, path, kind int32 // kind 0 is what entered
	mask                  int32
}

// A record is one way that a fact came about, for some rules.
type record struct {
	fact, mask int32
	pred       int32 // record, or -1
	via        int32 // of byEdge the edge; else the record of the callee that it came through, or -1
	arr        int32 // arrival by which pred's context is live, or -1
	how        passKind
}

// Nodes of facts: origins and targets of all files, then passages of function arguments.
const (
	nodeShift  = 28
	nodeOrigin = 0 << nodeShift
	nodeTarget = 1 << nodeShift
	nodeHanded = 2 << nodeShift
	nodeOwn    = 3 << nodeShift // what a call of a method of the same object left in the object
	nodeMask   = 1<<nodeShift - 1
)

// A handed node is a parameter of a function argument, or with index -1 its result.
type handed struct{ lambda, index int32 }

// A solver propagates facts.
type solver struct {
	*project
	graph *callgraph // nil: every call is unknown
	plan  *Plan
	words int // of a set

	// sets of rules: those that may cross files; those that unknown calls pass on; those that want metavariables to agree
	within, through, unify []uint64
	live                   []uint64 // of groups of functions
	liveOf                 []int32  // by function: the place in live

	paths  *paths
	kinds  kinds
	cells  *cells
	intra  bool
	budget int
	work   int
	spent  bool // the budget

	ctxs     []context
	openOf   []int32 // by function: context or 0
	ctxOf    map[ctxKey]int32
	facts    pages[fact]
	index    factIndex
	recs     pages[record]
	arrivals []arrival
	ins      pages[incoming]
	outs     []caller
	shared   []ctxKey
	doors    []int32 // by function: how many contexts
	masks    setTable
	handed   []handed
	handedOf map[handed]int32
	scratch  []uint64 // the set that is being worked on
	spare    []uint64 // a copy of it for add
	kept     []uint64 // and one to copy from
	union    []uint64 // of grow
	done     struct {
		recs     int32
		arrivals int
	}

	hits    []hit
	hitMask map[hitKey]int32
	asked   map[hitKey]int32 // labels that reached sources that ask for some
	askers  []asker
	askerOf map[askerKey]int32

	widened  map[int32]bool // functions
	captured []*captures    // by file
}

type ctxKey struct {
	fn int32
	entry
}

// A hit is that data of a kind reached a sink.
type hit struct{ target, kind, mask, rec, arr int32 }

type hitKey struct{ target, kind int32 }

// So many paths are told apart at one place of a context, or at one door of a function; beyond fewSteps only their first
// steps are, beyond firstSteps nothing is.
const (
	fewSteps   = 8
	firstSteps = 16
)

// maxDoors is the most contexts of a function. What comes through further ones is taken together in the open context.
const maxDoors = 16

// cut gives what of a path is kept where n others are known.
func (s *solver) cut(path, n int32) int32 {
	switch {
	case n < fewSteps:
		return path
	case n < firstSteps:
		return s.paths.number(firstStep(s.paths.text[path]))
	}
	return 0
}

// narrow counts a new path of a place, and gives what of it is kept.
func (s *solver) narrow(f fact) int32 {
	const counter = -1
	key := fact{ctx: f.ctx, node: f.node, path: counter, kind: f.kind}
	i := s.index.find(s, key)
	if i < 0 {
		i = s.facts.add(key)
		s.index.insert(s, i)
	}
	path := s.cut(f.path, s.facts.at(i).mask)
	if f.path = path; s.index.find(s, f) < 0 {
		s.facts.at(i).mask++ // of a counter, how many
	}
	return path
}

// mask gives a kept set, which nobody changes.
func (s *solver) mask(i int32) []uint64 { return s.masks.row(i) }

// keep stores a set.
func (s *solver) keep(m []uint64) int32 { return s.masks.number(m) }

func isEmpty(m []uint64) bool {
	for _, w := range m {
		if w != 0 {
			return false
		}
	}
	return true
}

// grow adds a set to a kept one and leaves in m what is new.
func (s *solver) grow(at *int32, m []uint64) bool {
	grew := uint64(0)
	have := s.mask(*at)
	all := s.union[:0]
	for k, w := range have {
		m[k] &^= w
		grew |= m[k]
		all = append(all, w|m[k])
	}
	if grew == 0 {
		return false
	}
	*at = s.keep(all)
	return true
}

// openContext gives the context of a function for what did not come through a door.
func (s *solver) openContext(fn int32) int32 {
	if s.openOf[fn] == 0 {
		s.openOf[fn] = int32(len(s.ctxs))
		s.ctxs = append(s.ctxs, context{fn: fn, open: true})
	}
	return s.openOf[fn]
}

// add notes a fact for the rules in m, which it may change.
func (s *solver) add(f fact, m []uint64, r record) {
	if f.path != 0 {
		if whole := s.index.find(s, fact{ctx: f.ctx, node: f.node, kind: f.kind}); whole >= 0 {
			for k, w := range s.mask(s.facts.at(whole).mask) {
				m[k] &^= w
			}
		}
	}
	if isEmpty(m) {
		return
	}
	i := s.index.find(s, f)
	if i < 0 && f.path != 0 {
		if path := s.narrow(f); path != f.path {
			f.path = path
			s.widened[s.ctxs[f.ctx].fn] = true
			i = s.index.find(s, f)
		}
	}
	if i < 0 {
		f.mask = 0
		i = s.facts.add(f)
		s.index.insert(s, i)
	}
	if !s.grow(&s.facts.at(i).mask, m) {
		return
	}
	r.fact, r.mask = i, s.keep(m)
	s.recs.add(r)
}

// run works until nothing is left or the budget is spent.
func (s *solver) run() {
	for !s.spent {
		switch {
		case s.done.recs < s.recs.n:
			s.done.recs++
			s.process(s.done.recs - 1)
		case s.done.arrivals < len(s.arrivals):
			s.done.arrivals++
			s.arrived(int32(s.done.arrivals - 1))
		default:
			return
		}
	}
}

// tick counts a unit of work.
func (s *solver) tick() bool {
	s.work++
	if s.work > s.budget {
		s.spent = true
	}
	return !s.spent
}

// process passes a record on.
func (s *solver) process(ri int32) {
	r := *s.recs.at(ri)
	f := *s.facts.at(r.fact)
	switch n := f.node & nodeMask; f.node &^ nodeMask {
	case nodeOrigin:
		s.fromOrigin(ri, r, f, n)
	case nodeTarget:
		s.toTarget(ri, f, n)
	case nodeOwn:
		s.exit(ri, f.ctx)
		if s.isRead(s.fileOf(&f), s.targetOf(&f), f.path) {
			s.expose(f.ctx, exposure{ri, -1, -1, -1})
		}
	default:
		s.toHanded(ri, f, s.handed[n])
	}
}

// targetOf gives the target at which a fact is.
func (s *solver) targetOf(f *fact) *target {
	file := s.fileOf(f)
	if f.node&^nodeMask == nodeOwn {
		return &target{kind: Receiver, call: -1, fun: s.ctxs[f.ctx].fn - s.funcBase[file], spec: -1, env: -1}
	}
	return &s.files[file].targets[f.node&nodeMask-s.targetBase[file]]
}

// fileOf gives the file of a fact's function.
func (s *solver) fileOf(f *fact) int32 { return s.fileOfFunc[s.ctxs[f.ctx].fn] }

// fromOrigin follows the edges of an origin.
func (s *solver) fromOrigin(ri int32, r record, f fact, n int32) {
	file := s.fileOf(&f)
	x := s.files[file]
	o := &x.origins[n-s.originBase[file]]
	base := s.paths.files[file]
	for ei := o.edges.lo; ei < o.edges.hi; ei++ {
		if !s.tick() {
			return
		}
		e := &x.edges[ei]
		rest := s.paths.below(f.path, base[e.from])
		if rest < 0 {
			continue
		}
		m := s.take(r.mask, x.sets[e.set])
		if isEmpty(m) {
			continue
		}
		to := fact{ctx: f.ctx, node: nodeTarget | (s.targetBase[file] + e.target), path: s.paths.join(base[e.to], rest), kind: f.kind}
		if e.labels == 0 {
			s.add(to, m, record{pred: ri, via: ei, arr: -1})
			continue
		}
		kept := append(s.kept[:0], m...)
		for _, l := range x.words[x.lists[e.labels].lo:x.lists[e.labels].hi] {
			to.kind = s.kinds.labelled(x.strs[l])
			s.add(to, append(s.scratch[:0], kept...), record{pred: ri, via: ei, arr: -1})
		}
	}
}

// take gives the part of a kept set that is in another one too, in scratch space.
func (s *solver) take(mask int32, set RuleSet) []uint64 {
	m := append(s.scratch[:0], s.mask(mask)...)
	if set != nil {
		for k := range m {
			if k < len(set) {
				m[k] &= set[k]
			} else {
				m[k] = 0
			}
		}
	}
	return m
}

// toTarget passes on what reached a target.
func (s *solver) toTarget(ri int32, f fact, n int32) {
	file := s.fileOf(&f)
	t := &s.files[file].targets[n-s.targetBase[file]]
	switch t.kind {
	case Return, Param:
		s.exit(ri, f.ctx)
	case Receiver:
		s.exit(ri, f.ctx)
		if f.path != 0 && !s.intra && s.isRead(file, t, f.path) {
			s.expose(f.ctx, exposure{ri, -1, -1, -1})
		}
	case CallArg, CallNamed, CallRecv:
		s.toCall(ri, f, file, t)
	case Captured:
		s.toCaptured(ri, f, file, t)
	case FieldVar:
		s.exit(ri, f.ctx)
		if s.isRead(file, t, f.path) {
			s.expose(f.ctx, exposure{ri, -1, -1, -1})
		}
	case GlobalVar:
		if s.isRead(file, t, f.path) {
			s.expose(f.ctx, exposure{ri, -1, -1, -1})
		}
	case SinkAt, SourceAt:
		s.expose(f.ctx, exposure{ri, -1, -1, -1})
	}
}
