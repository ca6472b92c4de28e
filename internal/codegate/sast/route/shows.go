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
	m.enter(c, fn, 0, false, map[int32]bool{})
	m.closed[fn] = c
	return c
}

// enter adds a function; told says that the call of it was given who asks. Seen are those entered, true those that were told.
func (m *Model) enter(c *closure, fn int32, depth int, told bool, seen map[int32]bool) {
	was, again := seen[fn]
	if again && (was || !told) || depth > maxDeep || len(c.funcs) >= maxClosure || m.p.Outermost(fn) {
		return
	}
	seen[fn] = told
	if !again {
		c.funcs = append(c.funcs, fn)
	}
	at := m.p.Function(fn)
	from := at.Start
	if v := m.viewAt(at.File, at.Start); v != nil {
		from = max(from, v.From)
		for i := range v.Needs {
			m.need(c, Link{&v.Needs[i], at.File}, depth+1, seen)
		}
	}
	var tells []*Evidence // calls that are given who asks
	m.within(at.File, from, at.End, func(e *Evidence) {
		name, lent := strings.CutSuffix(e.Name, lentMark)
		switch {
		case e.Name == handed || e.Name == passed && told:
			tells = append(tells, e)
		case e.Name != passed && (!lent || told):
			c.names[name] = true
		}
	})
	m.p.Calls(fn, func(callee int32, site flow.Site) {
		if m.activates(fn) && m.activates(callee) { // super.canActivate: of a class above, which is looked at itself
			return
		}
		m.enter(c, callee, depth+1, slices.ContainsFunc(tells, func(e *Evidence) bool { return e.Start == site.Start && e.End == site.End }), seen)
	})
	lo, hi := m.p.Functions(at.File)
	for other := fn + 1; other < hi && other > lo; other++ { // those written inside
		if in := m.p.Function(other); in.Start >= at.End {
			break
		} else if in.Start >= at.Start && in.End <= at.End {
			m.enter(c, other, depth, told, seen)
		}
	}
}

// activates tells what a guard of Nest does.
func (m *Model) activates(fn int32) bool {
	return strings.HasSuffix(m.p.Function(fn).Title, "canActivate")
}

// classMethods are the methods of a class that a framework calls for each request.
var classMethods = []string{"canActivate", "intercept", "use", "transform", "catch", "validate", "has_permission", "has_object_permission", "dispatch", "__call__", "process_request", "process_view",
	"doFilterInternal", "doFilter", "preHandle", "filter", "test_func", "allow_request", "authenticate", "check", "handle", "execute", "run", "ServeHTTP", "handleRequest", "clean", "process_request_body",
	"get", "post", "put", "patch", "delete", "list", "create", "retrieve", "update", "partial_update", "destroy", "get_queryset", "form_valid", "perform_create", "perform_update", "perform_destroy", "get_object", "get_permissions", "__init__"}

// stepFunctions gives the functions that a step runs.
func (m *Model) stepFunctions(l Link, depth int) (list []int32) {
	if depth > 4 {
		return nil
	}
	places := append([]Place{l.Place}, l.Also...)
	lo, hi := m.p.Functions(l.File)
	for fn := lo + 1; fn < hi && !l.Type; fn++ {
		at := m.p.Function(fn)
		if l.Func > 0 && at.Start == l.Func-1 || slices.ContainsFunc(places, func(p Place) bool { return p.Has(at.Start, at.End) }) {
			list = append(list, fn)
		}
	}
	for _, r := range l.Refs {
		if r.Dotted != "" {
			list = append(list, m.dottedFunctions(l.File, r.Dotted)...)
			continue
		}
		if l.Type {
			for _, of := range m.fills(l.File, r) {
				list = append(list, m.stepFunctions(of, depth+1)...)
			}
			continue
		}
		t := m.p.Stands(l.File, r.Asked-1)
		if v, ok := m.member(l.File, r); ok {
			list = append(list, m.stepFunctions(v, depth+1)...)
		}
		switch t.Kind {
		case flow.Functions:
			list = append(list, t.Funcs...)
			for _, v := range m.wrapped(r.Field, t.Funcs) {
				list = append(list, m.stepFunctions(v, depth+1)...)
			}
			for _, g := range m.gives(t.Funcs) {
				list = append(list, m.stepFunctions(g, depth+1)...)
			}
		case flow.ClassOf, flow.ObjectOf:
			for _, name := range classMethods {
				list = append(list, m.p.Method(t.Class, name)...)
			}
		case flow.Variable:
			if v := m.value(t.File, t.Name); v != nil {
				list = append(list, m.stepFunctions(Link{v, t.File}, depth+1)...)
			}
		case flow.Nothing:
			for _, v := range m.decorated(r.Field) {
				list = append(list, m.stepFunctions(v, depth+1)...)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// gives tells the steps that functions give.
func (m *Model) gives(fns []int32) (all []Link) {
	for _, fn := range fns {
		at := m.p.Function(fn)
		for i := range m.files[at.File].Gives {
			if g := &m.files[at.File].Gives[i]; g.Func == at.Start {
				all = append(all, Link{&g.Step, at.File})
			}
		}
	}
	return all
}

// member gives what a module of the project has under a name, where that is made of something: wrapped(handler).
func (m *Model) member(file int32, r Ref) (Link, bool) {
	if r.Root == 0 || r.Field == "" {
		return Link{}, false
	}
	if t := m.p.Stands(file, r.Root-1); t.Kind == flow.Module || t.Kind == flow.Literal {
		if v := m.value(t.File, r.Field); v != nil {
			return Link{v, t.File}, true
		}
	}
	return Link{}, false
}

// wrapped gives what a name stands for whose function was made of another: list = wrap(async (req, res) => …). Made is what wrap
// gave.
func (m *Model) wrapped(name string, made []int32) (all []Link) {
	if name == "" || len(made) != 1 {
		return nil
	}
	inner := m.p.Function(made[0])
	for i := range m.files {
		v := m.value(int32(i), name)
		if v == nil || len(v.Refs) == 0 || !v.Refs[0].Call || len(all) > 8 {
			continue
		}
		if t := m.p.Stands(int32(i), v.Refs[0].Asked-1); t.Kind == flow.Functions && len(t.Funcs) == 1 {
			if at := m.p.Function(t.Funcs[0]); at.File == inner.File && at.Start <= inner.Start && inner.End <= at.End {
				all = append(all, Link{v, int32(i)})
			}
		}
	}
	return all
}

// ofLibrary tells what a file of the project has had made by a library, and is no guard by its name.
func (m *Model) ofLibrary(file int32, asked int) bool {
	t := m.p.Stands(file, asked-1)
	if t.Kind != flow.Variable {
		return false
	}
	v := m.value(t.File, t.Name)
	return v != nil && len(v.Refs) > 0 && v.Refs[0].Free && v.Refs[0].Name != "" && !guardLike(v.Refs[0].Name)
}

// decorated gives what objects of the framework were given under a name, anywhere in the project.
func (m *Model) decorated(field string) (all []Link) {
	if field == "" {
		return nil
	}
	for i := range m.files {
		if v := m.value(int32(i), "."+field); v != nil {
			all = append(all, Link{v, int32(i)})
		}
	}
	return all
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
	if l.Needs != "" && m.off[l.Needs] {
		return s
	}
	m.look(&s, l, 0)
	for _, c := range m.runs(l) {
		for name := range c.names {
			s.names[name] = true
		}
	}
	m.meaning(&s, l, 0)
	for _, name := range l.Not {
		delete(s.names, name)
	}
	if len(s.names) > 0 {
		s.unknown = false
	}
	return s
}

// meaning adds what annotations of the project's own stand for.
func (m *Model) meaning(s *showing, l Link, depth int) {
	for _, mark := range l.Marks {
		for _, of := range m.marks["@"+mark] {
			if depth >= 4 || of.Needs != "" && m.off[of.Needs] {
				continue
			}
			m.look(s, of, 0)
			for _, fn := range m.stepFunctions(of, 0) {
				for name := range m.close(fn).names {
					s.names[name] = true
				}
			}
			m.meaning(s, of, depth+1)
		}
	}
}

func (m *Model) look(s *showing, l Link, depth int) {
	for i, p := range append([]Place{l.Place}, l.Also...) {
		m.within(l.File, p.Start, p.End, func(e *Evidence) {
			if l.Part && i > 0 && e.Name == "validate.checked" { // what all methods have is the path
				return
			}
			if e.Name != handed && e.Name != passed && !strings.HasSuffix(e.Name, lentMark) {
				s.names[e.Name] = true
			}
		})
	}
	for _, name := range l.Caps {
		s.names[name] = true
	}
	for _, r := range l.Refs {
		if r.Dotted != "" {
			module, name := cutLast(r.Dotted)
			if f := m.dottedFile(l.File, module); f >= 0 && module != "" && depth < 4 {
				if v := m.value(f, name); v != nil {
					m.look(s, Link{v, f}, depth+1)
				}
			}
			continue
		}
		if l.Type {
			for _, of := range m.fills(l.File, r) {
				if depth < 4 {
					m.look(s, of, depth+1)
				}
			}
			continue
		}
		t := m.p.Stands(l.File, r.Asked-1)
		if t.Kind == flow.ClassOf && m.owned(t.Class) {
			s.names["data.owned"] = true
		}
		if t.Kind == flow.Variable && depth < 4 {
			if v := m.value(t.File, t.Name); v != nil && !(t.File == l.File && v.Place == l.Place) {
				m.look(s, Link{v, t.File}, depth+1)
			}
		}
		if depth < 4 {
			for _, g := range m.gives(t.Funcs) {
				m.look(s, g, depth+1)
			}
		}
		if (t.Kind == flow.ClassOf || t.Kind == flow.ObjectOf) && depth < 4 {
			for _, c := range m.p.Above(t.Class) {
				if v := m.value(c.File, c.Name); v != nil && !(c.File == l.File && v.Place == l.Place) {
					m.look(s, Link{v, c.File}, depth+1)
				}
			}
		}
		if t.Kind == flow.Nothing && depth < 4 {
			for _, v := range m.decorated(r.Field) {
				m.look(s, v, depth+1)
			}
		}
		if t.Kind == flow.Nothing && r.Root > 0 && m.ofLibrary(l.File, r.Root) {
			continue
		}
		if t.Kind == flow.Nothing && !r.Quiet && (!r.Free && (r.Name == "" || ownName(r.Name)) || guardLike(r.Name)) {
			s.unknown = true
		}
	}
}

// ownName tells a name of the project itself, in a file that is not there.
func ownName(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "@/") || strings.HasPrefix(name, "~/") || strings.HasPrefix(name, "src/")
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
