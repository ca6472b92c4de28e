package flow

import (
	"cmp"
	"fmt"
	"slices"
)

// LinkOptions say how files are linked.
type LinkOptions struct {
	// Intra keeps to single functions, with the lambdas in them, as plain Semgrep does.
	Intra bool
	// Aliases are names of modules that stand for paths of the target.
	Aliases []Alias
	// Budget is the most units of work, about one for each edge that is followed; 0 is workPerEdge for each edge of the files,
	// and no less than leastWork. Usual projects need about one for each edge.
	Budget int
}

const (
	workPerEdge = 64
	leastWork   = 200_000
)

// Link finds the ways from sources to sinks in files that have facts of the same plan: findings in order of path, place and
// rule, and what was cut short. Neither depends on the order of the files.
func Link(files []File, plan *Plan, o LinkOptions) ([]Finding, []string) {
	var notes []string
	sorted := make([]*File, 0, len(files))
	for i := range files {
		sorted = append(sorted, &files[i])
	}
	slices.SortStableFunc(sorted, func(a, b *File) int { return cmp.Compare(a.Path, b.Path) })
	kept := sorted[:0]
	for i, f := range sorted {
		if i > 0 && sorted[i-1].Path == f.Path {
			notes = append(notes, fmt.Sprintf("%s: given twice, taken once", f.Path))
			continue
		}
		kept = append(kept, f)
	}
	p := newProject(kept, o.Aliases)
	found, more := p.link(plan, o, nil)
	return found, append(notes, more...)
}

// Link does what the function Link does, for the files of the project.
func (p *Project) Link(plan *Plan, o LinkOptions) ([]Finding, []string) {
	defer func() { p.p.spent = 0 }()
	return p.p.link(plan, o, p.g)
}

// link finds the ways in a project; the graph may be nil.
func (p *project) link(plan *Plan, o LinkOptions, graph *callgraph) (found []Finding, notes []string) {
	kept := p.files
	if len(plan.Rules) == 0 || len(kept) == 0 {
		return nil, nil
	}
	if o.Budget <= 0 {
		o.Budget = leastWork
		for _, f := range kept {
			o.Budget += workPerEdge * len(f.edges)
		}
	}
	if total := max(p.originBase[len(kept)], p.targetBase[len(kept)]); total >= nodeMask {
		return nil, []string{fmt.Sprintf("%d places where data starts or ends are too many to link: scan parts of the target", total)}
	}
	paths, cells := newPaths(kept), newCells(p)
	var outer []Finding
	inside := make([]bool, len(kept)) // files whose functions are looked at alone
	cut := o.Intra
	if !o.Intra {
		s := newSolver(p, plan, o.Budget, paths, cells)
		if s.graph = graph; graph == nil {
			s.graph = newCallgraph(p)
		}
		s.solve(nil)
		outer, cut = s.findings(), s.spent
		notes = append(notes, s.notes("between functions")...)
		if p.spent > maxAsked {
			notes = append(notes, fmt.Sprintf("names: stopped after %d steps; calls may be missing", maxAsked))
		}
		for i := range outer {
			inside[p.byPath[outer[i].Sink.Path]] = true
		}
	}
	if cut {
		inside = nil
	}
	if !cut && len(outer) == 0 {
		return nil, notes
	}
	s := newSolver(p, plan, o.Budget, paths, cells)
	s.intra = true
	s.solve(inside)
	found, notes = s.findings(), append(s.notes("inside functions"), notes...)
	if !o.Intra {
		found = merge(found, outer, cut)
	}
	return outermost(found), notes
}

// merge gives what the whole analysis found, with the shorter way where it stays in one function; where the analysis was cut
// short, also what only the analysis of single functions found.
func merge(inner, outer []Finding, cut bool) []Finding {
	short := make(map[findingKey]*Finding, len(inner))
	for i := range inner {
		short[inner[i].key()] = &inner[i]
	}
	all := make([]Finding, 0, len(outer))
	for _, f := range outer {
		if in := short[f.key()]; in != nil {
			f = *in
			delete(short, f.key())
		}
		all = append(all, f)
	}
	if cut {
		for i := range inner {
			if short[inner[i].key()] != nil {
				all = append(all, inner[i])
			}
		}
	}
	return all
}

func newSolver(p *project, plan *Plan, budget int, paths *paths, cells *cells) *solver {
	n := len(p.files)
	s := &solver{project: p, plan: plan, words: (len(plan.Rules) + 63) / 64, budget: budget, paths: paths, cells: cells,
		ctxs: make([]context, 1), openOf: make([]int32, p.funcBase[n]), doors: make([]int32, p.funcBase[n]), ctxOf: map[ctxKey]int32{},
		handedOf: map[handed]int32{}, hitMask: map[hitKey]int32{}, asked: map[hitKey]int32{}, askerOf: map[askerKey]int32{}, widened: map[int32]bool{}, captured: make([]*captures, n)}
	set := func(has func(i int) bool) []uint64 {
		m := make([]uint64, s.words)
		for i := range plan.Rules {
			if has(i) {
				m[i/64] |= 1 << (i % 64)
			}
		}
		return m
	}
	s.within = set(func(i int) bool { return !plan.Rules[i].Options.TaintIntrafile })
	s.through = set(func(i int) bool {
		return !plan.Rules[i].Options.TaintAssumeSafeFunctions && !plan.Rules[i].Options.TaintOnlyPropagateThroughAssignments
	})
	s.unify = set(func(i int) bool { return plan.Rules[i].Options.TaintUnifyMvars })
	s.masks = newSetTable(s.words)
	for _, m := range []*[]uint64{&s.scratch, &s.spare, &s.kept, &s.union} {
		*m = make([]uint64, s.words)
	}
	s.kinds.labelled(defaultKind)
	return s
}

// notes says what was cut short.
func (s *solver) notes(where string) []string {
	var notes []string
	if s.spent {
		notes = append(notes, fmt.Sprintf("taint %s: stopped after %d steps; what was found until then is kept", where, s.budget))
	}
	// That members were taken together somewhere (s.widened) is no loss: more may be found then, nothing less.
	return notes
}

// solve seeds all sources, or those of some files, and works until nothing is new. Sources that ask for labels are then seeded
// where they have them.
func (s *solver) solve(in []bool) {
	s.group()
	s.follow(in)
}

func (s *solver) follow(in []bool) {
	for i, f := range s.files {
		if in != nil && !in[i] {
			continue
		}
		for k := range f.origins {
			o := &f.origins[k]
			if o.kind != SourceAt || o.spec < 0 || int(o.spec) >= len(s.plan.Specs) {
				continue
			}
			if s.plan.Specs[o.spec].Requires != nil {
				s.askerOf[askerKey{int32(i), o.fun, o.spec, o.place, o.env}] = int32(len(s.askers))
				s.askers = append(s.askers, asker{file: int32(i), origin: int32(k), done: make([]uint64, s.words), news: true})
				continue
			}
			s.seed(int32(i), int32(k), s.labelOf(&s.plan.Specs[o.spec]), append(s.scratch[:0], s.liveRules(s.funcBase[i]+o.fun)...), -1, -1)
		}
	}
	for s.run(); !s.spent && s.answer(); s.run() {
	}
}

// seed starts data at a source, for the rules in m that have it.
func (s *solver) seed(file, at int32, label string, m []uint64, rec, arr int32) {
	f := s.files[file]
	o := &f.origins[at]
	if set := s.plan.Specs[o.spec].Rules; set != nil {
		for k := range m {
			if k < len(set) {
				m[k] &= set[k]
			} else {
				m[k] = 0
			}
		}
	}
	if isEmpty(m) {
		return
	}
	rest := make([]uint64, len(m))
	for k := range m {
		rest[k] = m[k] & s.unify[k]
		m[k] &^= rest[k]
	}
	ctx := s.openContext(s.funcBase[file] + o.fun)
	to := fact{ctx: ctx, node: nodeOrigin | (s.originBase[file] + at), kind: s.kinds.labelled(label)}
	r := record{pred: rec, via: -1, arr: arr, how: bySource}
	s.add(to, m, r)
	if !isEmpty(rest) {
		to.kind = s.kinds.number(kind{label, o.env, file})
		s.add(to, rest, r)
	}
}
