package route

import (
	"path"
	"slices"
	"sort"
	"strings"

	"bartizan/internal/codegate/sast/flow"
)

// Views: what answers a request may be a class whose methods are verbs, with what its bases, attributes and the project's
// settings put before it; and a registration may stand in another file than the view.

// viewAt gives the view that begins at a place.
func (m *Model) viewAt(file int32, start uint32) *View {
	list := m.files[file].Views
	i := sort.Search(len(list), func(i int) bool { return list[i].Start >= start })
	if i < len(list) && list[i].Start == start {
		return &list[i]
	}
	return nil
}

// viewNamed gives a class of a file by its name, and where it is among the views.
func (m *Model) viewNamed(file int32, name string) *View {
	for i := range m.files[file].Views {
		if v := &m.files[file].Views[i]; v.Name == name {
			return v
		}
	}
	return nil
}

// A target is one view that a handler names: the view of a function, or those of a class and what is above it.
type target struct {
	line  []*View // the nearest first
	files []int32
}

// targets gives the views that a step names.
func (m *Model) targets(l Link, depth int) (all []target) {
	if l.Func > 0 {
		if v := m.viewAt(l.File, l.Func-1); v != nil {
			all = append(all, target{[]*View{v}, []int32{l.File}})
		}
	}
	for _, r := range l.Refs {
		if r.Dotted != "" {
			all = append(all, m.dottedView(l.File, r.Dotted)...)
			continue
		}
		switch t := m.p.Stands(l.File, r.Asked-1); t.Kind {
		case flow.Functions:
			for _, fn := range t.Funcs {
				if at := m.p.Function(fn); at.File >= 0 {
					if v := m.viewAt(at.File, at.Start); v != nil && len(v.Verbs) > 0 {
						all = append(all, target{[]*View{v}, []int32{at.File}})
					}
				}
			}
		case flow.ClassOf, flow.ObjectOf:
			if of := m.lineage(t.Class); len(of.line) > 0 {
				all = append(all, of)
			}
		case flow.Variable:
			if v := m.value(t.File, t.Name); v != nil && depth < 4 {
				all = append(all, m.targets(Link{v, t.File}, depth+1)...)
			}
		}
		if len(all) > 4 {
			return all[:4]
		}
	}
	return all
}

// lineage gives the views of a class and of those above it.
func (m *Model) lineage(class int32) (t target) {
	for _, c := range m.p.Above(class) {
		if v := m.viewNamed(c.File, c.Name); v != nil {
			t.line, t.files = append(t.line, v), append(t.files, c.File)
		}
	}
	return t
}

func modulePath(file string) string {
	return strings.TrimSuffix(strings.TrimSuffix(file, ".py"), "/__init__")
}

// dottedFile gives the file of a module, by its dotted name: of several the one nearest to who names it; -1 is none.
func (m *Model) dottedFile(from int32, dotted string) int32 {
	want := strings.ReplaceAll(dotted, ".", "/")
	near := m.p.Path(from)
	best, shared := int32(-1), -1
	for _, i := range m.modules[path.Base(want)] {
		p := modulePath(m.p.Path(i))
		if p != want && !strings.HasSuffix(p, "/"+want) {
			continue
		}
		n := 0
		for n < len(p) && n < len(near) && p[n] == near[n] {
			n++
		}
		if n > shared {
			best, shared = i, n
		}
	}
	return best
}

// dottedView gives the view of a dotted name.
func (m *Model) dottedView(from int32, dotted string) []target {
	module, name := cutLast(dotted)
	file := m.dottedFile(from, module)
	if file < 0 || module == "" {
		return nil
	}
	if c := m.p.ClassNamed(file, name); c >= 0 {
		if t := m.lineage(c); len(t.line) > 0 {
			return []target{t}
		}
	}
	if v := m.viewNamed(file, name); v != nil {
		return []target{{[]*View{v}, []int32{file}}}
	}
	return nil
}

// dottedFunctions gives the functions that a framework calls of a dotted name.
func (m *Model) dottedFunctions(from int32, dotted string) (list []int32) {
	module, name := cutLast(dotted)
	file := m.dottedFile(from, module)
	if file < 0 || module == "" {
		return nil
	}
	if c := m.p.ClassNamed(file, name); c >= 0 {
		for _, method := range classMethods {
			list = append(list, m.p.Method(c, method)...)
		}
		return list
	}
	lo, hi := m.p.Functions(file)
	for fn := lo + 1; fn < hi; fn++ {
		if m.p.Function(fn).Title == name {
			list = append(list, fn)
		}
	}
	return list
}

func cutLast(dotted string) (module, name string) {
	i := strings.LastIndexByte(dotted, '.')
	if i < 0 {
		return "", dotted
	}
	return dotted[:i], dotted[i+1:]
}

// settle puts objects that nothing mounts below the settings that are nearest to them.
func (m *Model) settle() {
	type root struct {
		dir  string
		node int
	}
	roots := map[string][]root{}
	for i := range m.files {
		for k := range m.files[i].Objects {
			if o := &m.files[i].Objects[k]; o.Global != "" && o.Root != "" {
				roots[o.Global] = append(roots[o.Global], root{o.Root, m.base[i] + k})
			}
		}
	}
	for i := range m.files {
		for k := range m.files[i].Objects {
			o, n := &m.files[i].Objects[k], m.base[i]+k
			if o.Below == "" || len(m.parents[n]) > 0 {
				continue
			}
			best, dir := -1, ""
			for name, list := range roots {
				if !strings.HasPrefix(name, o.Below+":") {
					continue
				}
				for _, r := range list {
					if (r.dir == "." || strings.HasPrefix(path.Dir(m.p.Path(int32(i)))+"/", r.dir+"/")) && (best < 0 || len(r.dir) > len(dir) || len(r.dir) == len(dir) && r.node < best) {
						best, dir = r.node, r.dir
					}
				}
			}
			if best >= 0 {
				m.parents[n] = append(m.parents[n], edge{to: best, file: -1, late: true})
			}
		}
	}
}

// raise gives what is used on an object for the application above it to those that it is mounted on.
func (m *Model) raise() {
	for n := range m.uses {
		for _, u := range slices.Clone(m.uses[n]) {
			if !u.Top {
				continue
			}
			seen := []int{n}
			for at := 0; at < len(seen) && at < 64; at++ {
				for _, up := range m.parents[seen[at]] {
					if !slices.Contains(seen, up.to) {
						seen = append(seen, up.to)
						m.uses[up.to] = append(m.uses[up.to], u)
					}
				}
			}
		}
	}
}

// A ranked step knows how near to the handler it stands: settings, bases, the class, the method.
type ranked struct {
	Link
	rank int
}

// answers adds the routes that a view has at one way to one registration.
func (m *Model) answers(r Route, e *Entry, chain []ranked, t target) {
	rest := false
	for _, v := range t.line {
		rest = rest || slices.ContainsFunc(v.Kinds, restName)
	}
	for i := len(t.line) - 1; i >= 0; i-- {
		for s := range t.line[i].Steps {
			chain = append(chain, ranked{Link{&t.line[i].Steps[s], t.files[i]}, 2 + len(t.line) - i})
		}
		if p := t.line[i].Parts; p != nil {
			r.Inner = append(r.Inner, Link{p, t.files[i]})
		}
	}
	registered := r
	done := map[string]bool{}
	for i, v := range t.line {
		for k := range v.Verbs {
			verb := &v.Verbs[k]
			method, name, _ := strings.Cut(verb.Word, " ")
			if done[name] || len(e.Only) > 0 && !slices.ContainsFunc(e.Only, func(w string) bool { return strings.HasSuffix(w, " "+name) }) {
				continue
			}
			done[name] = true
			for _, only := range e.Only {
				if m, n, _ := strings.Cut(only, " "); n == name {
					method = m
				}
			}
			one := registered
			one.Handler, one.Path = Link{&verb.Handler, t.files[i]}, joinPath(r.Path, verb.Path)
			if r.Method == "*" || r.Method == "" {
				one.Method = method
			} else if method != "*" && method != r.Method {
				continue
			}
			if e.AtView {
				one.Registered = &Checked{File: r.File, At: r.At}
				one.File, one.At = t.files[i], verb.At
			}
			whole := slices.Clone(chain)
			for s := range verb.Steps {
				whole = append(whole, ranked{Link{&verb.Steps[s], t.files[i]}, 100})
			}
			one.Chain = slotted(whole, rest)
			m.Routes = append(m.Routes, one)
		}
	}
}

// slotted leaves out the steps that nearer ones replace, and those that only views of a REST framework know.
func slotted(chain []ranked, rest bool) (all []Link) {
	top := map[string]int{}
	for _, s := range chain {
		if s.Slot != "" {
			top[s.Slot] = max(top[s.Slot], s.rank)
		}
	}
	for _, s := range chain {
		if s.Slot != "" && (s.rank < top[s.Slot] || !rest && strings.HasPrefix(s.Slot, restSlot)) {
			continue
		}
		if len(all) < maxSteps {
			all = append(all, s.Link)
		}
	}
	return all
}

// restSlot begins the slots of steps that count for views of a REST framework alone.
const restSlot = "rest."

// restName tells the bases, decorators and views of a REST framework, and of the packages that build on it.
func restName(name string) bool {
	for _, root := range []string{"rest_framework", "dj_rest_auth", "djoser", "knox", "drf_", "rest_auth"} {
		if strings.HasPrefix(name, root) {
			return true
		}
	}
	return false
}

// modulePatterns is the name of the list of routes that a module has for those who mount the module.
const modulePatterns = "urlpatterns"

// owned tells a class of stored objects that belong to users.
func (m *Model) owned(class int32) bool {
	for _, c := range m.p.Above(class) {
		if v := m.viewNamed(c.File, c.Name); v != nil && v.Owned {
			return true
		}
	}
	return false
}

// need adds to a closure what the framework runs to fill a parameter.
func (m *Model) need(c *closure, l Link, depth int, seen map[int32]bool) {
	if depth > maxDeep {
		return
	}
	s := showing{names: map[string]bool{}}
	m.look(&s, l, 0)
	for name := range s.names {
		c.names[name] = true
	}
	for _, fn := range m.stepFunctions(l, 0) {
		m.enter(c, fn, depth, false, seen)
	}
}

// alias gives what a type that is a name of another file stands for: Annotated[User, Depends(current_user)].
func (m *Model) alias(file int32, r Ref) (l Link, ok bool) {
	if t := m.p.Stands(file, r.Asked-1); t.Kind == flow.Variable {
		if v := m.value(t.File, t.Name); v != nil {
			return Link{v, t.File}, true
		}
	}
	module, name := cutLast(strings.TrimLeft(r.Name, "."))
	if module == "" {
		return l, false
	}
	if f := m.dottedFile(file, module); f >= 0 {
		if v := m.value(f, name); v != nil {
			return Link{v, f}, true
		}
	}
	return l, false
}

// fills gives what the framework runs for a type: what it is a name for, or what a class needs to be made.
func (m *Model) fills(file int32, r Ref) (all []Link) {
	if of, ok := m.alias(file, r); ok {
		return []Link{of}
	}
	t := m.p.Stands(file, r.Asked-1)
	if t.Kind != flow.ClassOf && t.Kind != flow.ObjectOf {
		return nil
	}
	of := m.lineage(t.Class)
	for i, v := range of.line {
		for k := range v.Needs {
			if len(all) < 50 {
				all = append(all, Link{&v.Needs[k], of.files[i]})
			}
		}
	}
	return all
}
