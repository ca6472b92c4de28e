package route

import (
	"path"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/flow"
)

// A Route is one route with all that runs for it.
type Route struct {
	Method  string
	Path    string // with the prefixes of all that it is mounted below
	File    int32
	At      Place
	Chain   []Link // in the order in which it runs; the handler is not among them
	Handler Link
	Inner   []Link // what the handler's class adds to it
	Own     int    // how many steps at the end of the chain the registration itself has
	Entry   int    // the same for all ways to one registration
	// Registered is where it is registered, if File and At are those of its view.
	Registered *Checked
}

// A Link is a step and the file that it stands in.
type Link struct {
	*Step
	File int32
}

// A Model is the routes of a project, and what its functions and steps show.
type Model struct {
	p      *flow.Project
	files  []File
	Routes []Route

	base    []int // of objects, by file
	parents [][]edge
	shares  [][]edge // objects that are the same under another name, with where they are handed over
	uses    [][]use
	byName  map[string]int     // objects by file and name
	modules map[string][]int32 // files of Python by the last part of their module's name
	marks   map[string][]Link
	off     map[string]bool // what steps may need and the project does not switch on
	prefix  map[int]string  // of objects that are the same in all files
	closed  map[int32]*closure
	nodes   int
}

// An edge says that an object is below another.
type edge struct {
	to     int
	path   string
	before []Link // that run between
	file   int32
	at     uint32
	late   bool
}

type use struct {
	*Use
	file int32
}

const (
	maxWays  = 8 // to one registration
	maxAbove = 8 // objects above each other
	maxSteps = 200
)

// NewModel joins files, which are those of the project in its order.
func NewModel(p *flow.Project, files []File) *Model {
	m := &Model{p: p, files: files, byName: map[string]int{}, closed: map[int32]*closure{}, prefix: map[int]string{}}
	for i := range files {
		m.base = append(m.base, m.nodes)
		m.nodes += len(files[i].Objects)
	}
	m.parents, m.shares, m.uses = make([][]edge, m.nodes), make([][]edge, m.nodes), make([][]use, m.nodes)
	m.bindRules()
	globals := map[string]int{}
	m.modules = map[string][]int32{}
	for i := range files {
		if p := m.p.Path(int32(i)); strings.HasSuffix(p, ".py") {
			name := path.Base(modulePath(p))
			m.modules[name] = append(m.modules[name], int32(i))
		}
	}
	m.switches()
	for i := range files {
		for k := range files[i].Objects {
			o := &files[i].Objects[k]
			if o.Name != "" {
				m.byName[key(int32(i), o.Name)] = m.base[i] + k
			}
			if o.Global != "" {
				first, ok := globals[o.Global]
				if ok {
					m.parents[m.base[i]+k] = append(m.parents[m.base[i]+k], edge{to: first, file: -1, late: true})
					m.shares[first] = append(m.shares[first], edge{to: m.base[i] + k, file: -1, late: true})
				} else {
					first = m.base[i] + k
					globals[o.Global] = first
				}
				if o.Prefix != "" && m.prefix[first] == "" {
					m.prefix[first] = o.Prefix
				}
			}
		}
	}
	for i := range files {
		m.join(int32(i))
	}
	m.settle()
	m.contexts()
	m.raise()
	for i := range files {
		for k := range files[i].Routes {
			m.route(int32(i), k)
		}
	}
	return m
}

// switches finds what annotations of the project's own mean, and what is not switched on.
func (m *Model) switches() {
	m.marks, m.off = map[string][]Link{}, map[string]bool{}
	on := map[string]bool{}
	for i := range m.files {
		for k := range m.files[i].Values {
			if v := &m.files[i].Values[k]; v.Name != "" && v.Name[0] == '@' && len(m.marks[v.Name]) < 20 {
				m.marks[v.Name] = append(m.marks[v.Name], Link{&v.Step, int32(i)})
			}
		}
		for k := range m.files[i].Evidence {
			if name, ok := strings.CutSuffix(m.files[i].Evidence[k].Name, ".on"); ok {
				on[name] = true
			} else if name, ok := strings.CutSuffix(m.files[i].Evidence[k].Name, ".off"); ok {
				m.off[name] = true
			}
		}
	}
	for name := range on {
		delete(m.off, name)
	}
}

func key(file int32, name string) string {
	return string([]byte{byte(file), byte(file >> 8), byte(file >> 16), byte(file >> 24)}) + name
}

// join finds what the objects of a file are below.
func (m *Model) join(i int32) {
	f := &m.files[i]
	base := m.base[i]
	for k := range f.Objects {
		o := &f.Objects[k]
		if o.Parent > 0 {
			m.parents[base+k] = append(m.parents[base+k], edge{to: base + o.Parent - 1, file: i, at: o.At.Start, late: !o.Closed})
		}
		if o.Asked > 0 {
			for _, to := range m.objectsOf(i, Ref{Asked: o.Asked}) {
				if to != base+k && o.Same {
					m.shares[to] = append(m.shares[to], edge{to: base + k, file: -1, late: true})
				} else if to != base+k {
					m.parents[base+k] = append(m.parents[base+k], edge{to: to, file: -1, late: true})
				}
			}
		}
	}
	for k := range f.Hands {
		h := &f.Hands[k]
		for _, fn := range m.functionsOf(i, h.Asked) {
			if to := m.parameter(fn, h.Arg+1); to >= 0 && to != base+h.Object {
				m.parents[to] = append(m.parents[to], edge{to: base + h.Object, path: h.Prefix, file: i, at: h.At.Start})
				m.shares[base+h.Object] = append(m.shares[base+h.Object], edge{to: to, file: i, at: h.At.Start})
			}
		}
	}
	for k := range f.Uses {
		u := &f.Uses[k]
		m.uses[base+u.Object] = append(m.uses[base+u.Object], use{u, i})
		var before []Link
		for s := range u.Steps {
			step := &u.Steps[s]
			for _, to := range m.mounted(i, u, step) {
				if to != base+u.Object {
					m.parents[to] = append(m.parents[to], edge{to: base + u.Object, path: u.Path + step.Path, before: slices.Clone(before), file: i, at: u.At.Start, late: u.Late})
				}
			}
			before = append(before, Link{step, i})
		}
	}
}

// mounted gives the objects that a step is, other than the one that it is used on: session(options, app).
func (m *Model) mounted(i int32, u *Use, s *Step) []int {
	self := m.base[i] + u.Object
	return slices.DeleteFunc(m.standsFor(i, u, s), func(n int) bool { return n == self })
}

func (m *Model) standsFor(i int32, u *Use, s *Step) (list []int) {
	if u.Plugin {
		same := false
		for _, r := range s.Refs {
			same = same || strings.HasPrefix(r.Name, "fastify-plugin")
		}
		var last flow.Code
		for _, fn := range m.stepFunctions(Link{s, i}, 0) {
			at := m.p.Function(fn)
			if last.End > 0 && at.File == last.File && at.Start >= last.Start && at.End <= last.End {
				continue // written inside a plugin
			}
			last = at
			if to := m.parameter(fn, 1); to >= 0 {
				list = append(list, to)
				if same {
					m.shares[m.base[i]+u.Object] = append(m.shares[m.base[i]+u.Object], edge{to: to, file: i, at: u.At.Start, late: true})
				}
			}
		}
		return list
	}
	if s.Local > 0 {
		if o := &m.files[i].Objects[s.Local-1]; o.Asked > 0 { // another name of an object elsewhere
			if list = m.objectsOf(i, Ref{Asked: o.Asked}); len(list) > 0 {
				return list
			}
		}
		return []int{m.base[i] + s.Local - 1}
	}
	for _, r := range s.Refs {
		if r.Dotted != "" {
			if f := m.dottedFile(i, r.Dotted); f >= 0 {
				if n, ok := m.byName[key(f, modulePatterns)]; ok {
					list = append(list, n)
				}
			}
			continue
		}
		list = append(list, m.objectsOf(i, r)...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// objectsOf gives the objects that a reference stands for.
func (m *Model) objectsOf(i int32, r Ref) (list []int) {
	if r.Asked == 0 {
		return nil
	}
	t := m.p.Stands(i, r.Asked-1)
	switch t.Kind {
	case flow.Variable:
		if n, ok := m.byName[key(t.File, t.Name)]; ok {
			list = append(list, n)
		}
	case flow.Module:
		if n, ok := m.byName[key(t.File, modulePatterns)]; ok {
			list = append(list, n)
		}
	case flow.ClassOf:
		if above := m.p.Above(t.Class); len(above) > 0 {
			if n, ok := m.byName[key(above[0].File, above[0].Name)]; ok {
				list = append(list, n)
			}
		}
	case flow.Functions:
		for _, fn := range t.Funcs {
			at := m.p.Function(fn)
			for _, ret := range m.files[at.File].Returns {
				if ret.Func == at.Start {
					list = append(list, m.base[at.File]+ret.Object)
				}
			}
		}
	}
	return list
}

// functionsOf gives the functions that a question stands for.
func (m *Model) functionsOf(i int32, asked int) []int32 {
	switch t := m.p.Stands(i, asked-1); t.Kind {
	case flow.Functions:
		return t.Funcs
	case flow.ClassOf:
		return append(slices.Clone(m.p.Method(t.Class, "constructor")), m.p.Method(t.Class, "__init__")...)
	}
	return nil
}

// parameter gives the object that a parameter of a function is, or -1.
func (m *Model) parameter(fn int32, param int) int {
	at := m.p.Function(fn)
	for k := range m.files[at.File].Objects {
		if o := &m.files[at.File].Objects[k]; o.Param == param && o.Func == at.Start {
			return m.base[at.File] + k
		}
	}
	return -1
}

func (m *Model) object(n int) (int32, *Object) {
	i, ok := slices.BinarySearch(m.base, n)
	if !ok {
		i--
	}
	for len(m.files[i].Objects) == 0 || n-m.base[i] >= len(m.files[i].Objects) {
		i++
	}
	return int32(i), &m.files[i].Objects[n-m.base[i]]
}

// A way is one of the ways from an application to a registration.
type way struct {
	prefix string
	chain  []Link
}

func (m *Model) route(i int32, k int) {
	e := &m.files[i].Routes[k]
	targets := m.targets(Link{&e.Handler, i}, 0)
	rest := slices.ContainsFunc(e.Handler.Refs, func(r Ref) bool { return restName(r.Name) })
	for _, w := range m.ways(m.base[i]+e.Object, i, e.At.Start, e.Path, e.Method, nil) {
		r := Route{Method: e.Method, Path: joinPath(w.prefix, e.Path), File: i, At: e.At, Handler: Link{&e.Handler, i}, Own: len(e.Steps), Entry: m.nodes<<20 + int(i)<<20 + k}
		var chain []ranked
		for _, l := range w.chain {
			chain = append(chain, ranked{l, 0})
		}
		for s := range e.Steps {
			chain = append(chain, ranked{Link{&e.Steps[s], i}, 1})
		}
		before := len(m.Routes)
		for _, t := range targets {
			m.answers(r, e, chain, t)
		}
		if len(m.Routes) == before {
			r.Chain = slotted(chain, rest)
			m.Routes = append(m.Routes, r)
		}
	}
}

// ways goes up from an object. At is where in file what is asked of it stands; rel is the path below it.
func (m *Model) ways(n int, file int32, at uint32, rel, method string, below []int) (all []way) {
	if slices.Contains(below, n) || len(below) >= maxAbove {
		return nil
	}
	i, o := m.object(n)
	own := make([]Link, 0, len(o.Steps))
	for s := range o.Steps {
		own = append(own, Link{&o.Steps[s], i})
	}
	prefix := o.Prefix
	if o.Global != "" {
		prefix = m.prefix[n]
	}
	own = append(own, m.usedOn(n, file, at, joinPath(prefix, rel), rel, method, nil)...)
	below = append(slices.Clip(below), n)
	for _, up := range m.parents[n] {
		from := up.file
		if up.late {
			from = -1
		}
		above := m.ways(up.to, from, up.at, joinPath(up.path, joinPath(prefix, rel)), method, below)
		for _, w := range above {
			if len(all) >= maxWays {
				return all
			}
			chain := slices.Concat(w.chain, up.before, own)
			all = append(all, way{joinPath(joinPath(w.prefix, up.path), prefix), chain[:min(len(chain), maxSteps)]})
		}
	}
	if len(all) == 0 {
		all = append(all, way{prefix, own})
	}
	return all
}

// usedOn gives the steps that are used on an object before a place, those of the same object under other names included.
func (m *Model) usedOn(n int, file int32, at uint32, whole, rel, method string, seen []int) (all []Link) {
	if slices.Contains(seen, n) || len(seen) > 6 {
		return nil
	}
	seen = append(slices.Clip(seen), n)
	type part struct {
		at    uint32
		links []Link
	}
	var parts []part
	decided := false
	_, o := m.object(n)
	global := o.Global != "" // what is used on an application is asked for whole paths
	for _, u := range m.uses[n] {
		if u.Own {
			continue
		}
		if !(u.Late || u.file != file || u.At.Start < at) || u.Method != "" && u.Method != "*" && method != "*" && u.Method != method {
			continue
		}
		if u.Exact {
			if decided || !globs(u.Path, whole) && !globs(u.Path, rel) {
				continue
			}
			decided = decided || u.Except
		} else if !below(u.Path, rel) && !(whole != rel && global && below(u.Path, whole)) {
			continue
		}
		fits := func(pattern string) bool { return globs(pattern, whole) || globs(pattern, rel) }
		if len(u.Only) > 0 && !slices.ContainsFunc(u.Only, fits) || slices.ContainsFunc(u.Not, fits) {
			continue
		}
		var links []Link
		for s := range u.Steps {
			if len(m.mounted(u.file, u.Use, &u.Steps[s])) > 0 {
				break
			}
			links = append(links, Link{&u.Steps[s], u.file})
		}
		parts = append(parts, part{u.At.Start, links})
	}
	for _, s := range m.shares[n] {
		if s.late || s.file != file || s.at < at {
			i, _ := m.object(s.to)
			parts = append(parts, part{s.at, m.usedOn(s.to, i, 1<<31, whole, rel, method, seen)})
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return int(int64(a.at) - int64(b.at)) })
	for _, p := range parts {
		all = append(all, p.links...)
	}
	return all
}

// joinPath puts one path below another.
func joinPath(above, rest string) string {
	switch {
	case above == "" || above == "/":
		return rest
	case rest == "" || rest == "/":
		return above
	}
	return strings.TrimSuffix(above, "/") + "/" + strings.TrimPrefix(rest, "/")
}

// below tells whether a path lies below a prefix, by segments. What is not known of a path fits.
func below(prefix, path string) bool {
	prefix, path = strings.Trim(strings.TrimSuffix(strings.TrimSuffix(prefix, "*"), "*"), "/"), strings.Trim(path, "/")
	if prefix == "" || prefix == "{}" {
		return true
	}
	ps, rs := strings.Split(prefix, "/"), strings.Split(path, "/")
	for i, p := range ps {
		if i >= len(rs) {
			return false
		}
		if p != rs[i] && !open(p) && !open(rs[i]) {
			return false
		}
	}
	return true
}

// open tells a segment that stands for many.
func open(s string) bool {
	return s != "" && (s[0] == ':' || s[0] == '{' || s[0] == '<' || s[0] == '*' || s[0] == '[')
}

// globs matches a path with * for a segment and ** for any number.
func globs(pattern, path string) bool {
	return globSegments(strings.Split(strings.Trim(pattern, "/"), "/"), strings.Split(strings.Trim(path, "/"), "/"), 0)
}

func globSegments(ps, rs []string, depth int) bool {
	if depth > 64 {
		return false
	}
	if len(ps) == 0 {
		return len(rs) == 0
	}
	if ps[0] == "**" {
		if len(ps) == 1 {
			return true
		}
		for i := range len(rs) + 1 {
			if globSegments(ps[1:], rs[i:], depth+1) {
				return true
			}
		}
		return false
	}
	if len(rs) == 0 {
		return ps[0] == "" && len(ps) == 1
	}
	if ps[0] != rs[0] && !open(ps[0]) && rs[0] != "{}" && !(strings.HasSuffix(ps[0], "*") && strings.HasPrefix(rs[0], strings.TrimSuffix(ps[0], "*"))) {
		return false
	}
	return globSegments(ps[1:], rs[1:], depth+1)
}
