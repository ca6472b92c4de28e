package flow

import (
	"cmp"
	"slices"

	"bartizan/internal/codegate/sast/search"
)

// finding makes the finding of a rule from data at a sink.
func (s *solver) finding(rule, file int32, t *target, h hit) Finding {
	b := tracer{solver: s, rule: rule}
	b.walk(h.rec, h.arr, 0, 0)
	f := s.files[file]
	out := Finding{Rule: rule, env: t.env, Inner: s.intra, Weak: b.weak}
	out.Sink = s.step(file, t.place, t.fun, StepSink)
	if b.source >= 0 {
		at := fileAt(s.originBase, b.source)
		o := &s.files[at].origins[b.source-s.originBase[at]]
		out.Source = s.step(at, o.place, o.fun, StepSource)
		out.Env = s.env(at, o.env, s.env(file, t.env, nil))
	} else {
		out.Source = out.Sink
		out.Env = s.env(file, t.env, nil)
	}
	slices.SortStableFunc(out.Env, func(a, b search.Binding) int { return cmp.Compare(a.Name, b.Name) })
	slices.Reverse(b.steps)
	out.Trace = append(out.Trace, out.Source)
	for _, st := range b.steps {
		last := &out.Trace[len(out.Trace)-1]
		if last.Path == st.Path && last.Start == st.Start && last.End == st.End {
			if last.Kind == StepThrough {
				last.Kind = st.Kind
			}
			continue
		}
		if last.Path == st.Path && last.Line == st.Line && last.Kind == StepThrough && st.Kind == StepThrough {
			*last = st // an expression around it
			continue
		}
		if st.Line > 0 {
			out.Trace = append(out.Trace, st)
		}
	}
	if last := &out.Trace[len(out.Trace)-1]; len(out.Trace) > 1 && last.Path == out.Sink.Path && last.Start == out.Sink.Start && last.End == out.Sink.End {
		out.Trace = out.Trace[:len(out.Trace)-1]
	}
	if over := len(out.Trace) + 1 - MaxTrace; over > 0 {
		out.Trace = slices.Delete(out.Trace, MaxTrace/2, MaxTrace/2+over)
		out.Weak = true
	}
	out.Trace = append(out.Trace, out.Sink)
	_ = f
	return out
}

func (s *solver) step(file, at, fn int32, kind StepKind) Step {
	f := s.files[file]
	p := f.places[at]
	st := Step{Path: f.Path, Start: p.start, End: p.end, Line: int(p.line), Column: int(p.column), EndLine: int(p.endLine), EndColumn: int(p.endColumn), Kind: kind}
	if fn > 0 {
		st.Function = f.strs[f.funcs[fn].title]
	}
	return st
}

// env adds the bindings of an env that are not there.
func (s *solver) env(file, env int32, list []search.Binding) []search.Binding {
	if env < 0 {
		return list
	}
	f := s.files[file]
	for _, b := range f.binds[f.envs[env].lo:f.envs[env].hi] {
		name := f.strs[b.name]
		if !slices.ContainsFunc(list, func(o search.Binding) bool { return o.Name == name }) {
			list = append(list, search.Binding{Name: name, Start: b.start, End: b.end, Text: f.strs[b.text]})
		}
	}
	return list
}

// A tracer walks from a sink back to the source, for one rule. Steps are collected sink first.
type tracer struct {
	*solver
	rule   int32
	steps  []Step
	source int32 // origin
	weak   bool
	walked int
}

// maxWalk bounds the records that one trace visits, and maxExpand the functions one inside the other that it shows on a way
// through them.
const (
	maxWalk   = 4096
	maxExpand = 6
)

// walk follows records back. With stop it ends at the door of the context that it starts in.
func (b *tracer) walk(ri, arr int32, depth int, stop int32) {
	if depth == 0 {
		b.source = -1
	}
	for ri >= 0 {
		if b.walked++; b.walked > maxWalk {
			return
		}
		r := b.recs.at(ri)
		f := b.facts.at(r.fact)
		switch r.how {
		case byEdge:
			file := b.fileOf(f)
			x := b.files[file]
			e := &x.edges[r.via]
			fn := b.ctxs[f.ctx].fn - b.funcBase[file]
			for i := e.steps.hi - 1; i >= e.steps.lo; i-- {
				b.steps = append(b.steps, b.step(file, x.steps[i], fn, StepThrough))
			}
		case byDoor:
			if depth > 0 {
				return
			}
			ri, arr = b.leave(arr, b.ctxs[f.ctx].door)
			continue
		case bySource:
			if r.pred < 0 {
				if depth == 0 {
					b.source = f.node & nodeMask
				}
				return
			}
			b.at(f, StepThrough)
		case byUnknown, byKnown:
			b.at(f, StepThrough)
		case byReturn, byCallback:
			kind := StepReturn
			if r.how == byCallback {
				kind = StepCallback
			}
			b.at(f, kind)
			if r.via >= 0 && depth < maxExpand {
				b.walk(r.via, -1, depth+1, 0)
			}
			b.judge(f)
		case byCall:
			from := b.facts.at(b.recs.at(r.pred).fact)
			b.at(from, StepCall)
			b.judge(from)
		case byGlobal:
			b.at(f, StepVariable)
		case byField:
			b.at(f, StepField)
			b.weak = true
		}
		if r.arr >= 0 {
			ri, arr = r.pred, r.arr
			continue
		}
		ri = r.pred
	}
}

// leave goes from the door of a context to the record that brought the data.
func (b *tracer) leave(arr int32, door entry) (rec, next int32) {
	if arr < 0 {
		return -1, -1
	}
	a := &b.arrivals[arr]
	from := b.facts.at(b.recs.at(a.rec).fact)
	switch door.kind {
	case Captured:
		b.at(from, StepVariable)
	case CallResult:
		b.at(from, StepCallback)
	default:
		kind := StepCall
		if from.node&^nodeMask == nodeHanded {
			kind = StepCallback
		}
		b.at(from, kind)
	}
	b.judge(from)
	return a.rec, a.arr
}

// at adds a step where a fact is.
func (b *tracer) at(f *fact, kind StepKind) {
	n := f.node & nodeMask
	var file, at, fn int32
	switch f.node &^ nodeMask {
	case nodeOrigin:
		file = fileAt(b.originBase, n)
		o := &b.files[file].origins[n-b.originBase[file]]
		at, fn = o.place, o.fun
		if o.call >= 0 {
			at = b.files[file].calls[o.call].place
		}
	case nodeTarget:
		file = fileAt(b.targetBase, n)
		t := &b.files[file].targets[n-b.targetBase[file]]
		at, fn = t.place, t.fun
		if t.call >= 0 {
			at = b.files[file].calls[t.call].place
		}
	case nodeOwn:
		return
	default:
		file = fileAt(b.lambdaBase, b.handed[n].lambda)
		c := &b.files[file].calls[b.files[file].lambdas[b.handed[n].lambda-b.lambdaBase[file]].call]
		at, fn = c.place, c.fun
	}
	if at != 0 {
		b.steps = append(b.steps, b.step(file, at, fn, kind))
	}
}

// judge marks a way that goes through a call whose callee is only likely.
func (b *tracer) judge(f *fact) {
	if kind := f.node &^ nodeMask; b.graph == nil || kind == nodeHanded || kind == nodeOwn {
		return
	}
	n := f.node & nodeMask
	call := int32(-1)
	if f.node&^nodeMask == nodeOrigin {
		file := fileAt(b.originBase, n)
		if c := b.files[file].origins[n-b.originBase[file]].call; c >= 0 {
			call = b.callBase[file] + c
		}
	} else {
		file := fileAt(b.targetBase, n)
		if c := b.files[file].targets[n-b.targetBase[file]].call; c >= 0 {
			call = b.callBase[file] + c
		}
	}
	if call >= 0 && !b.graph.of[call].certain && b.graph.of[call].known == nil && b.graph.of[call].len() > 0 {
		b.weak = true
	}
}
