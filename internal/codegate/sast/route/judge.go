package route

import (
	"fmt"
	"slices"
	"strings"

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
	// Registered is where the route is registered, if At is its view.
	Registered *Checked
	Doubts     int
	Flow       *flow.Finding // where the subject is a flow
	Elsewhere  []Elsewhere   // what other routes have of what is missing, the nearest first
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
	j := &judge{Model: m, plan: plan, anywhere: map[string]bool{}}
	for i := range m.files {
		for k := range m.files[i].Evidence {
			j.anywhere[m.files[i].Evidence[k].Name] = true
		}
	}
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
		}
		r.handler = showing{names: map[string]bool{}}
		for _, part := range append([]Link{r.Handler}, r.Inner...) {
			s := m.shows(part)
			for name := range s.names {
				r.handler.names[name] = true
			}
			r.handler.unknown = r.handler.unknown || s.unknown
			for _, c := range m.runs(part) {
				for _, below := range c.funcs {
					r.funcs[below] = true
				}
			}
		}
		r.sum()
		j.routes = append(j.routes, r)
	}
	if slices.ContainsFunc(j.routes, func(r *judged) bool { return anyOf(r.names, []string{"auth.authenticated", "auth.role"}) }) {
		for _, r := range j.routes {
			r.names["project.authenticates"] = true
		}
	}
	for i := range m.files { // what counts for the project wherever it stands
		for k := range m.files[i].Evidence {
			if e := &m.files[i].Evidence[k]; strings.HasPrefix(e.Name, "project.") {
				for _, r := range j.routes {
					r.names[e.Name] = true
				}
			}
		}
	}
	j.neighbours()
	for name := range j.anywhere {
		if strings.HasPrefix(name, "project.") { // holds for all of it
			for _, r := range j.routes {
				r.names[name] = true
			}
		}
	}
	given := func(r *formula.Rule) bool {
		return allOf(r.Require.Given, func(names []string) bool { return anyOf(j.anywhere, names) })
	}
	for i, r := range plan.Rules {
		switch {
		case !given(r):
		case r.Require.Route != nil:
			j.judgeRoutes(r)
		case r.Formula != nil:
			j.judgeCalls(i, r)
		}
	}
	for i := range flows {
		if r := ruleOf(&flows[i]); r != nil && r.Mode == formula.Require && given(r) {
			j.judgeFlow(r, &flows[i])
		}
	}
	return j.found
}

// neighbours marks routes for a path below an object, where another one for a path below the same object asks before its
// handler for a role or for whose the object is.
func (j *judge) neighbours() {
	below := func(r *judged) string {
		parts := strings.Split(strings.Trim(r.Path, "/"), "/")
		for i, p := range parts {
			if i > 0 && open(p) && p != "{}" {
				parts[i] = "{}"
				of := fmt.Sprint(r.File)
				if p := nextOf(j.p.Path(r.File)); p.kind == "route" || p.kind == "api" { // each has a file of its own
					of = "next " + p.root
				}
				return of + " " + strings.Join(parts[:i+1], "/")
			}
		}
		return ""
	}
	asks := map[string]bool{}
	for _, r := range j.routes {
		at := below(r)
		if at != "" && (anyOf(r.names, []string{"auth.role", "auth.ownership"}) || strings.HasPrefix(at, "next ") && r.handler.names["auth.role"]) {
			asks[at] = true
		}
	}
	for _, r := range j.routes {
		if at := below(r); at != "" && asks[at] {
			r.names["neighbours.authorize"] = true
		}
	}
}

// sum gathers what the chain shows, steps that a decorator switched off left out.
func (r *judged) sum() {
	left := map[string]bool{}
	for _, s := range append(slices.Clip(r.chain), r.handler) {
		for name := range s.names {
			if key, ok := strings.CutPrefix(name, "meta:"); ok {
				left[key] = true
			}
		}
	}
	if left["KeepThrottle"] {
		delete(left, "SkipThrottle")
	}
	for i, l := range r.Chain {
		if l.Maybe {
			continue
		}
		s := r.chain[i]
		r.unknown = r.unknown || s.unknown
		off := map[string]bool{}
		for name := range s.names {
			word, key, _ := strings.Cut(name, ":")
			switch {
			case word == "waives" && left[key]:
				off["auth.authenticated"], off["auth.role"], off["auth.ownership"], off["rate-limit"] = true, true, true, true
			case word == "gate" && !left[key] && !anyOf(left, s.keys("gate:")):
				off["auth.authenticated"], off["auth.role"], off["auth.ownership"] = true, true, true
			case word == "wants" && !left[key] && !anyOf(left, s.keys("wants:")):
				off["auth.role"], off["auth.ownership"] = true, true
			}
		}
		if s.names["auth.authenticated"] { // what it tests is what proves who asks
			off["validate.checked"] = true
		}
		for name := range s.names {
			if !off[name] {
				r.names[holdsFor(name, r.Path)] = true
			}
		}
		if i >= len(r.Chain)-r.Own && s.names["credential.check"] && r.Method == "POST" { // a step that signs in
			r.handler.names["credential.check"] = true
		}
	}
	if r.names["validate.pipe"] && r.names["validate.dto"] {
		r.names["validate.schema"] = true
		if r.names["validate.pipe-strict"] {
			r.names["validate.strict"] = true
		}
	}
}

// keys gives the keys that a step shows behind a word.
func (s *showing) keys(word string) (keys []string) {
	for name := range s.names {
		if key, ok := strings.CutPrefix(name, word); ok {
			keys = append(keys, key)
		}
	}
	return keys
}

type judge struct {
	*Model
	plan     *Plan
	routes   []*judged
	anywhere map[string]bool // what any file shows
	found    []Finding
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
			o := &rule.Require.Must[k]
			missing = missing || o.At == formula.InProject && !anyOf(j.anywhere, o.Any) || o.At != formula.InProject && !r.guarded(o)
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
	f.Registered = r.Registered
	f.Elsewhere = j.elsewhere(rule, r.File, r.Path)
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

// passing gives the routes that run a function before their handler.
func (j *judge) passing(fn int32) (list []*judged) {
	runs := map[*Step]bool{}
	for _, r := range j.routes {
		for _, l := range r.Chain {
			does, known := runs[l.Step]
			if !known {
				does = slices.ContainsFunc(j.runs(l), func(c *closure) bool { return slices.Contains(c.funcs, fn) })
				runs[l.Step] = does
			}
			if does {
				list = append(list, r)
				break
			}
		}
	}
	return list
}

// armsOf gives the routes whose handler is a part of a function with the source of a flow, and with its sink if that stands in
// the same function; parted says that the function has such parts.
func (j *judge) armsOf(source int32, from uint32, sink int32, to uint32) (list []*judged, parted bool) {
	for _, r := range j.routes {
		has, around := j.holds(r.Handler, source, from)
		parted = parted || around
		if hasSink, aroundSink := j.holds(r.Handler, sink, to); has && (hasSink || !aroundSink) {
			list = append(list, r)
		}
	}
	return list, parted
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
			arms, _ := j.armsOf(int32(i), s.Start, int32(i), s.Start)
			f := Finding{Rule: rule, File: int32(i), At: s.Place, Message: s.Message}
			routes := append(j.routesOf(fn), arms...)
			if len(routes) == 0 {
				routes = j.passing(fn)
			}
			if r, missing := j.lacks(rule, int32(i), s.Start, s.End, routes, []int32{fn}); missing {
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
	for name := range j.anywhere {
		if strings.HasPrefix(name, "project.") {
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
		if o.At == formula.InProject {
			if anyOf(j.anywhere, o.Any) {
				continue
			}
			return nil, true
		}
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
	routes, rest := j.routesOf(fns[0]), fns[1:]
	if arms, parted := j.armsOf(source, h.Source.Start, sink, h.Sink.Start); parted {
		routes, fns = append(routes, arms...), rest
	}
	if len(routes) == 0 {
		routes = j.routesOf(rest...)
	}
	routes = j.onTheWay(routes, h)
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

// onTheWay keeps the routes that run every function that a flow passes: the source may stand in a helper that all of them call.
func (j *judge) onTheWay(routes []*judged, h *flow.Finding) []*judged {
	if len(routes) < 2 {
		return routes
	}
	var fns []int32
	for _, s := range h.Trace {
		if file := j.fileOf(s.Path); file >= 0 {
			if fn := j.p.At(file, s.Start); !j.p.Outermost(fn) && !slices.Contains(fns, fn) {
				fns = append(fns, fn)
			}
		}
	}
	var all []*judged
	for _, r := range routes {
		if !slices.ContainsFunc(fns, func(fn int32) bool { return !r.funcs[fn] }) {
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		return routes
	}
	return all
}

func (j *judge) fileOf(path string) int32 {
	for i := range j.p.Files() {
		if j.p.Path(int32(i)) == path {
			return int32(i)
		}
	}
	return -1
}
