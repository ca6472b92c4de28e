package route

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"bartizan/internal/codegate/sast/flow"
)

// What steps and functions show.

const (
	maxClosure = 400 // functions below one
	maxDeep    = 8   // calls below each other
)

// A closure is what a function and all that it calls show.
type closure struct {
	funcs []int32
	names map[string]bool
}

// within gives the evidence inside a part of a file.
func (m *Model) within(file int32, start, end uint32, yield func(e *Evidence)) {
	list := m.files[file].Evidence
	for i := sort.Search(len(list), func(i int) bool { return list[i].Start >= start }); i < len(list) && list[i].Start < end; i++ {
		if list[i].End <= end {
			yield(&list[i])
		}
	}
}

// close gives what a function and what it calls show.
func (m *Model) close(fn int32) *closure {
	if c := m.closed[fn]; c != nil {
		return c
	}
	c := &closure{names: map[string]bool{}}
	seen := map[int32]bool{}
	m.enter(c, fn, 0, seen)
	m.closed[fn] = c
	return c
}

func (m *Model) enter(c *closure, fn int32, depth int, seen map[int32]bool) {
	if seen[fn] || depth > maxDeep || len(c.funcs) >= maxClosure || m.p.Outermost(fn) {
		return
	}
	seen[fn] = true
	c.funcs = append(c.funcs, fn)
	at := m.p.Function(fn)
	m.within(at.File, at.Start, at.End, func(e *Evidence) { c.names[e.Name] = true })
	m.p.Calls(fn, func(callee int32, _ flow.Site) { m.enter(c, callee, depth+1, seen) })
	lo, hi := m.p.Functions(at.File)
	for other := fn + 1; other < hi && other > lo; other++ { // those written inside
		if in := m.p.Function(other); in.Start >= at.End {
			break
		} else if in.End <= at.End {
			m.enter(c, other, depth, seen)
		}
	}
}

// classMethods are the methods of a class that a framework calls for each request.
var classMethods = []string{"canActivate", "intercept", "use", "transform", "catch", "validate", "has_permission", "has_object_permission", "dispatch", "__call__", "process_request", "process_view",
	"doFilterInternal", "doFilter", "preHandle", "filter", "test_func", "allow_request", "authenticate", "check", "handle", "execute", "run", "ServeHTTP", "handleRequest", "clean", "process_request_body",
	"get", "post", "put", "patch", "delete", "list", "create", "retrieve", "update", "partial_update", "destroy", "get_queryset", "form_valid", "perform_create", "perform_update", "perform_destroy", "get_object", "get_permissions"}

// stepFunctions gives the functions that a step runs.
func (m *Model) stepFunctions(l Link, depth int) (list []int32) {
	if depth > 4 {
		return nil
	}
	places := append([]Place{l.Place}, l.Also...)
	lo, hi := m.p.Functions(l.File)
	for fn := lo + 1; fn < hi; fn++ {
		at := m.p.Function(fn)
		if slices.ContainsFunc(places, func(p Place) bool { return p.Has(at.Start, at.End) }) {
			list = append(list, fn)
		}
	}
	for _, r := range l.Refs {
		switch t := m.p.Stands(l.File, r.Asked-1); t.Kind {
		case flow.Functions:
			list = append(list, t.Funcs...)
		case flow.ClassOf, flow.ObjectOf:
			for _, name := range classMethods {
				list = append(list, m.p.Method(t.Class, name)...)
			}
		case flow.Variable:
			if v := m.value(t.File, t.Name); v != nil {
				list = append(list, m.stepFunctions(Link{v, t.File}, depth+1)...)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (m *Model) value(file int32, name string) *Step {
	list := m.files[file].Values
	i := sort.Search(len(list), func(i int) bool { return list[i].Name >= name })
	if i < len(list) && list[i].Name == name {
		return &list[i].Step
	}
	return nil
}

// A showing is what a step shows.
type showing struct {
	names   map[string]bool
	unknown bool // something in it cannot be followed
}

// shows gives what a step shows: the evidence in its text, in what it names, and in the functions that it runs.
func (m *Model) shows(l Link) showing {
	s := showing{names: map[string]bool{}}
	m.look(&s, l, 0)
	for _, fn := range m.stepFunctions(l, 0) {
		for name := range m.close(fn).names {
			s.names[name] = true
		}
	}
	if len(s.names) > 0 {
		s.unknown = false
	}
	return s
}

func (m *Model) look(s *showing, l Link, depth int) {
	for _, p := range append([]Place{l.Place}, l.Also...) {
		m.within(l.File, p.Start, p.End, func(e *Evidence) { s.names[e.Name] = true })
	}
	for _, name := range l.Caps {
		s.names[name] = true
	}
	for _, r := range l.Refs {
		t := m.p.Stands(l.File, r.Asked-1)
		if t.Kind == flow.Variable && depth < 4 {
			if v := m.value(t.File, t.Name); v != nil && !(t.File == l.File && v.Place == l.Place) {
				m.look(s, Link{v, t.File}, depth+1)
			}
		}
		if t.Kind == flow.Nothing && (!r.Free && r.Name == "" || guardLike(r.Name)) {
			s.unknown = true
		}
	}
}

// guardLike tells a library's name that sounds like a guard that no model knows.
func guardLike(name string) bool {
	lower := strings.ToLower(name)
	for _, w := range []string{"auth", "guard", "limit", "protect", "permission", "role", "throttl", "acl", "policy"} {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}

// Shown tells what a step shows: the names of guards and effects in order, with a ? where something cannot be followed.
func (m *Model) Shown(l Link) string {
	s := m.shows(l)
	text := strings.Join(slices.Sorted(maps.Keys(s.names)), " ")
	if s.unknown {
		text += " ?"
	}
	return text
}

// Path gives the path of a file.
func (m *Model) Path(file int32) string { return m.p.Path(file) }
