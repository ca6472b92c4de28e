package route

import (
	"fmt"
	"slices"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/codegate/sast/formula"
)

// A Finding is something missing.
type Finding struct {
	Rule    *formula.Rule
	File    int32
	At      Place
	Message string // of a subject that is a call: filled in already
	Method  string // of the route, if there is one
	Path    string
	Checked []Checked // what runs before and was looked at
	Doubts  int
	Flow    *flow.Finding // where the subject is a flow
}

// A Checked is a step that was looked at in vain.
type Checked struct {
	File    int32
	At      Place
	Text    string
	Unknown bool
}

// judged are the routes with what they show.
type judged struct {
	*Route
	chain   []showing
	handler showing
	names   map[string]bool // of the chain
	unknown bool
	funcs   map[int32]bool // that the handler runs
}

// Judge gives what the rules of a plan miss in a project; flows are those that data flow found for rules of mode require.
func (m *Model) Judge(plan *Plan, flows []flow.Finding, ruleOf func(*flow.Finding) *formula.Rule) []Finding {
	j := &judge{Model: m, plan: plan}
	steps := map[*Step]showing{}
	for i := range m.Routes {
		r := &judged{Route: &m.Routes[i], names: map[string]bool{}, funcs: map[int32]bool{}}
		for _, l := range r.Chain {
			s, ok := steps[l.Step]
			if !ok {
				s = m.shows(l)
				steps[l.Step] = s
			}
			r.chain = append(r.chain, s)
			if l.Maybe {
				continue
			}
			for name := range s.names {
				r.names[name] = true
			}
			r.unknown = r.unknown || s.unknown
		}
		r.handler = m.shows(r.Handler)
		for _, fn := range m.stepFunctions(r.Handler, 0) {
			for _, below := range m.close(fn).funcs {
				r.funcs[below] = true
			}
		}
		j.routes = append(j.routes, r)
	}
	if slices.ContainsFunc(j.routes, func(r *judged) bool { return anyOf(r.names, []string{"auth.authenticated", "auth.role"}) }) {
		for _, r := range j.routes {
			r.names["project.authenticates"] = true
		}
	}
	for i, r := range plan.Rules {
		switch {
		case r.Require.Route != nil:
			j.judgeRoutes(r)
		case r.Formula != nil:
			j.judgeCalls(i, r)
		}
	}
	for i := range flows {
		if r := ruleOf(&flows[i]); r != nil && r.Mode == formula.Require {
			j.judgeFlow(r, &flows[i])
		}
	}
	return j.found
}

type judge struct {
	*Model
	plan   *Plan
	routes []*judged
	found  []Finding
}

func anyOf(names map[string]bool, of []string) bool {
	return slices.ContainsFunc(of, func(n string) bool { return names[n] })
}

// guarded says whether a route has what an obligation asks for.
func (r *judged) guarded(o *formula.Must) bool {
	return o.At != formula.Handler && anyOf(r.names, o.Any) || o.At != formula.Chain && anyOf(r.handler.names, o.Any)
}

func (r *judged) has(names []string) bool {
	return anyOf(r.names, names) || anyOf(r.handler.names, names)
}

func (j *judge) judgeRoutes(rule *formula.Rule) {
	q := rule.Require.Route
	done := map[string]bool{}
	for _, r := range j.routes {
		if !q.Fits(r.Method, r.Path) || anyOf(r.handler.names, rule.Require.Unless) || anyOf(r.names, rule.Require.Unless) {
			continue
		}
		if !allOf(q.Has, func(names []string) bool { return anyOf(r.handler.names, names) }) || !allOf(q.With, r.has) {
			continue
		}
		missing := len(rule.Require.Must) == 0
		for k := range rule.Require.Must {
			missing = missing || !r.guarded(&rule.Require.Must[k])
		}
		if !missing {
			continue
		}
		f := Finding{Rule: rule, File: r.File, At: r.At, Method: r.Method, Path: r.Path}
		if !j.account(&f, rule, r) {
			continue
		}
		if key := j.group(rule, &f, r); !done[key] {
			done[key] = true
			j.found = append(j.found, f)
		}
	}
}

func allOf(lists [][]string, has func([]string) bool) bool {
	return !slices.ContainsFunc(lists, func(names []string) bool { return !has(names) })
}

// account adds what was looked at, and says whether the finding stands where a step is not known.
func (j *judge) account(f *Finding, rule *formula.Rule, r *judged) bool {
	for i, l := range r.Chain {
		if len(f.Checked) < 12 {
			f.Checked = append(f.Checked, Checked{l.File, l.Place, l.Text, r.chain[i].unknown})
		}
	}
	if r.unknown {
		switch rule.Require.Unknown {
		case formula.Skip:
			return false
		case formula.Doubt:
			f.Doubts++
		}
	}
	return true
}

func (j *judge) group(rule *formula.Rule, f *Finding, r *judged) string {
	switch rule.Require.Group {
	case formula.ByFile:
		return fmt.Sprint(f.File)
	case formula.ByHandler:
		if r != nil {
			return fmt.Sprint(r.Handler.File, r.Handler.Start)
		}
	}
	return fmt.Sprint(f.File, f.At.Start, f.At.End)
}

// routesOf gives the routes whose handler runs one of some functions.
func (j *judge) routesOf(fns ...int32) (list []*judged) {
	for _, r := range j.routes {
		if slices.ContainsFunc(fns, func(fn int32) bool { return r.funcs[fn] }) {
			list = append(list, r)
		}
	}
	return list
}

// inside says whether a place, or every call of the function around it, lies within evidence of one of the names.
func (j *judge) inside(file int32, start, end uint32, names []string, depth int, seen []int32) bool {
	for i := range j.files[file].Evidence {
		if e := &j.files[file].Evidence[i]; e.Has(start, end) && slices.Contains(names, e.Name) {
			return true
		}
	}
	fn := j.p.At(file, start)
	if depth >= 6 || slices.Contains(seen, fn) || j.p.Outermost(fn) {
		return false
	}
	sites := j.p.Callers(fn)
	if len(sites) == 0 || len(sites) > 40 {
		return false
	}
	seen = append(slices.Clip(seen), fn)
	for _, s := range sites {
		if !j.inside(s.File, s.Start, s.End, names, depth+1, seen) {
			return false
		}
	}
	return true
}

func (j *judge) judgeCalls(n int, rule *formula.Rule) {
	done := map[string]bool{}
	for i := range j.files {
		for k := range j.files[i].Subjects {
			s := &j.files[i].Subjects[k]
			if s.Rule != n {
				continue
			}
			fn := j.p.At(int32(i), s.Start)
			f := Finding{Rule: rule, File: int32(i), At: s.Place, Message: s.Message}
			if r, missing := j.lacks(rule, int32(i), s.Start, s.End, j.routesOf(fn), []int32{fn}); missing {
				if r != nil {
					f.Method, f.Path = r.Method, r.Path
					if !j.account(&f, rule, r) {
						continue
					}
				}
				if key := j.group(rule, &f, r); !done[key] {
					done[key] = true
					j.found = append(j.found, f)
				}
			}
		}
	}
}

// lacks says whether an obligation is not met at a place, on the way of one of the routes that lead to it.
func (j *judge) lacks(rule *formula.Rule, file int32, start, end uint32, routes []*judged, fns []int32) (*judged, bool) {
	shown := map[string]bool{}
	for _, fn := range fns {
		for name := range j.close(fn).names {
			shown[name] = true
		}
	}
	for _, name := range rule.Require.Unless {
		if shown[name] {
			return nil, false
		}
	}
	if q := rule.Require.On; q != nil {
		routes = slices.DeleteFunc(routes, func(r *judged) bool {
			return !q.Fits(r.Method, r.Path) || !allOf(q.With, r.has) || !allOf(q.Has, func(names []string) bool { return anyOf(r.handler.names, names) })
		})
		if len(routes) == 0 {
			return nil, false
		}
	}
	for k := range rule.Require.Must {
		o := &rule.Require.Must[k]
		if o.Inside && j.inside(file, start, end, o.Any, 0, nil) || !o.Inside && o.At != formula.Chain && anyOf(shown, o.Any) {
			continue
		}
		if len(routes) == 0 {
			return nil, o.Inside || o.At != formula.Chain
		}
		for _, r := range routes {
			met := r.guarded(o)
			if o.Inside { // a handler of errors around all, not one inside a step
				met = r.names["error-boundary"] && slices.Contains(o.Any, "error-boundary")
			}
			if !met && !r.has(rule.Require.Unless) {
				return r, true
			}
		}
	}
	return nil, false
}

func (j *judge) judgeFlow(rule *formula.Rule, h *flow.Finding) {
	source, sink := j.fileOf(h.Source.Path), j.fileOf(h.Sink.Path)
	if source < 0 || sink < 0 {
		return
	}
	fns := []int32{j.p.At(source, h.Source.Start)}
	if fn := j.p.At(sink, h.Sink.Start); fn != fns[0] {
		fns = append(fns, fn)
	}
	routes := j.routesOf(fns[0])
	if len(routes) == 0 {
		routes = j.routesOf(fns[1:]...)
	}
	if r, missing := j.lacks(rule, sink, h.Sink.Start, h.Sink.End, routes, fns); missing {
		f := Finding{Rule: rule, File: sink, Flow: h, At: Place{h.Sink.Start, h.Sink.End, h.Sink.Line, h.Sink.Column, h.Sink.EndLine, h.Sink.EndColumn}}
		if r != nil {
			f.Method, f.Path = r.Method, r.Path
			if rule.Require.Group == formula.ByRoute {
				f.File, f.At = r.File, r.At
			}
			if !j.account(&f, rule, r) {
				return
			}
		}
		key := j.group(rule, &f, r)
		for i := range j.found {
			if other := &j.found[i]; other.Rule == rule && j.group(rule, other, r) == key {
				return
			}
		}
		j.found = append(j.found, f)
	}
}

func (j *judge) fileOf(path string) int32 {
	for i := range j.p.Files() {
		if j.p.Path(int32(i)) == path {
			return int32(i)
		}
	}
	return -1
}
