package flow

import (
	"slices"
	"sort"
	"strings"

	"bartizan/internal/codegate/sast/search"
	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Facts gives what the link phase needs of a file. The graphs are those that Local gave for it; what the expressions asked
// stand for can be found out when all files are known (Project.Stands).
func Facts(u *search.Unit, plan *Plan, graphs []Graph, asked ...g.ID) File {
	p := newPacker(u.Path, u.Language)
	r := &reader{packer: p, u: u}
	if u.Table == nil || len(u.Nodes) < 2 {
		return p.File
	}
	p.locate, p.within = r.locate, r.within
	r.read(graphs)
	for _, id := range asked {
		r.asked = append(r.asked, r.intern(r.describe(id, 0)))
	}
	return p.File
}

// A reader collects a file's facts from its tree.
type reader struct {
	*packer
	u       *search.Unit
	lines   []uint32         // where they start
	placeOf []int32          // by node
	partOf  map[uint64]int32 // by start and end: places that are not a node's
	funcOf  []int32          // by node, of functions: their index; -1
	classOf []int32          // by node, of classes; -1
	inside  []g.ID           // by function: its node
	imps    []int32          // by node, of imports: their index; -1
	objs    map[g.ID]int32
	bodies  []g.ID // of classes
}

func (r *reader) read(graphs []Graph) {
	u := r.u
	r.lines = append(r.lines, 0)
	for i, c := range u.Text {
		if c == '\n' {
			r.lines = append(r.lines, uint32(i+1))
		}
	}
	r.placeOf, r.partOf = make([]int32, len(u.Nodes)), map[uint64]int32{}
	r.funcOf = filled(len(u.Nodes))
	r.classOf = filled(len(u.Nodes))
	r.imps = filled(len(u.Nodes))
	r.objs = map[g.ID]int32{}
	r.skeleton()
	r.describeNames()
	r.describeClasses()
	byNode := make(map[g.ID]*Graph, len(graphs))
	for i := range graphs {
		if _, twice := byNode[graphs[i].Node]; !twice {
			byNode[graphs[i].Node] = &graphs[i]
		}
	}
	for ci, node := range r.bodies { // what a class runs of its own
		if byNode[node] != nil {
			r.inside = append(r.inside, node)
			title := r.intern(r.strs[r.classes[ci].name])
			r.funcs = append(r.funcs, function{place: r.locate(node), title: title, class: int32(ci), owner: -1, flavour: isInit, rest: -1, named: -1})
		}
	}
	for fi, node := range r.inside {
		gr := byNode[node]
		fn := &r.funcs[fi]
		fn.result = r.resultOf(int32(fi))
		fn.calls.lo = int32(len(r.calls))
		if gr != nil {
			if gr.Name != "" {
				fn.title = r.intern(gr.Name)
			}
			for i := range gr.Calls {
				r.call(int32(fi), &gr.Calls[i])
			}
		}
		r.funcs[fi].calls.hi = int32(len(r.calls))
		if gr != nil {
			r.graph(int32(fi), r.withTexts(gr))
		}
	}
}

func filled(n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = -1
	}
	return s
}

// withTexts gives every binding of a graph its text, since the text of the file is gone later.
func (r *reader) withTexts(gr *Graph) *Graph {
	out := *gr
	out.Envs = make([][]search.Binding, len(gr.Envs))
	for i, env := range gr.Envs {
		out.Envs[i] = slices.Clone(env)
		for j := range env {
			if b := &out.Envs[i][j]; b.Text == "" && b.Start <= b.End && int(b.End) <= len(r.u.Text) {
				b.Text = string(r.u.Text[b.Start:min(b.End, b.Start+maxText)])
			}
		}
	}
	return &out
}

func (r *reader) locate(n g.ID) int32 {
	if n <= 0 || int(n) >= len(r.placeOf) {
		return 0
	}
	if r.placeOf[n] == 0 {
		r.placeOf[n] = r.addPlace(r.u.Nodes[n].Start, r.u.Nodes[n].End)
	}
	return r.placeOf[n]
}

// within gives the place of a part of the text.
func (r *reader) within(start, end uint32) int32 {
	key := uint64(start)<<32 | uint64(end)
	at := r.partOf[key]
	if at == 0 {
		at = r.addPlace(start, end)
		r.partOf[key] = at
	}
	return at
}

func (r *reader) addPlace(start, end uint32) int32 {
	line, column := r.position(start)
	endLine, endColumn := r.position(end)
	r.places = append(r.places, place{start, end, line, column, endLine, endColumn})
	return int32(len(r.places) - 1)
}

func (r *reader) position(at uint32) (line, column int32) {
	i := sort.Search(len(r.lines), func(i int) bool { return r.lines[i] > at }) - 1
	return int32(i + 1), int32(at-r.lines[i]) + 1
}

// skeleton lists functions, classes and imports with what surrounds them.
func (r *reader) skeleton() {
	u := r.u
	type frame struct {
		end       g.ID
		fun, cl   int32
		className string
	}
	r.addFunction(1, isRoot, frameOwner{-1, -1})
	stack := []frame{{g.ID(len(u.Nodes)), 0, -1, ""}}
	for id := g.ID(2); int(id) < len(u.Nodes); id++ {
		for stack[len(stack)-1].end <= id {
			stack = stack[:len(stack)-1]
		}
		top := stack[len(stack)-1]
		switch u.Nodes[id].Kind {
		case g.Func, g.Lambda:
			if u.Nodes[id].Kind == g.Func && u.Part(id, 3) == 0 {
				break // a declaration
			}
			owner := frameOwner{top.fun, -1}
			if parent := u.Parents[id]; top.cl >= 0 && r.classOf[u.Parents[parent]] == top.cl {
				owner.class = top.cl
			} else if top.cl >= 0 && u.Nodes[parent].Kind == g.Field && u.Parents[parent] != 0 && r.classOf[u.Parents[u.Parents[parent]]] == top.cl {
				owner.class = top.cl
			}
			flavour := uint8(isLambda)
			if u.Nodes[id].Kind == g.Func {
				flavour = isFunc
			}
			fi := r.addFunction(id, flavour, owner)
			stack = append(stack, frame{u.End(id), fi, -1, ""})
		case g.Class:
			name := ""
			if n := u.Part(id, 0); n != 0 {
				name = u.Name(n)
			}
			if top.className != "" && name != "" {
				name = top.className + "." + name
			}
			ci := int32(len(r.classes))
			r.classOf[id] = ci
			r.classes = append(r.classes, class{name: r.intern(name), iface: u.Nodes[id].Op == g.Interface})
			r.bodies = append(r.bodies, id)
			stack = append(stack, frame{u.End(id), top.fun, ci, name})
		case g.Import:
			src := u.Child(id, 0)
			r.imps[id] = r.addImport(r.sourceText(src))
		case g.Package:
			if n := u.Child(id, 0); n != 0 && r.Package == "" {
				r.Package = r.dotted(n)
			}
		}
	}
}

type frameOwner struct{ fun, class int32 }

func (r *reader) addImport(source string) int32 {
	if i := slices.Index(r.imports, r.intern(source)); i >= 0 {
		return int32(i)
	}
	r.imports = append(r.imports, r.intern(source))
	return int32(len(r.imports) - 1)
}

// sourceText gives an import's source as it is written: a path, or dotted names.
func (r *reader) sourceText(n g.ID) string {
	if n == 0 {
		return ""
	}
	if r.u.Nodes[n].Kind == g.String {
		return r.u.Name(n)
	}
	return r.dotted(n)
}

// dotted gives a chain of names, or "".
func (r *reader) dotted(n g.ID) string {
	var parts []string
	for n != 0 && len(parts) < 32 {
		switch r.u.Nodes[n].Kind {
		case g.Ident, g.TypeName, g.Qualified:
			parts = append(parts, r.u.Name(n))
			slices.Reverse(parts)
			return strings.Join(parts, ".")
		case g.Member:
			if name := r.u.Child(n, 1); name != 0 {
				parts = append(parts, r.u.Name(name))
			}
			n = r.u.Child(n, 0)
		default:
			return ""
		}
	}
	return ""
}

func (r *reader) addFunction(id g.ID, flavour uint8, owner frameOwner) int32 {
	u := r.u
	fi := int32(len(r.funcs))
	r.funcOf[id] = fi
	r.inside = append(r.inside, id)
	fn := function{place: r.locate(id), class: owner.class, owner: owner.fun, flavour: flavour, rest: -1, named: -1}
	fn.params.lo = int32(len(r.params))
	if flavour != isRoot {
		r.signature(id, &fn)
	}
	fn.params.hi = int32(len(r.params))
	if fn.class >= 0 && fn.name != 0 {
		name := r.strs[fn.name]
		if u.Nodes[id].Op == g.Constructor || name == "constructor" && jsLike(r.Language) || name == "__init__" && r.Language == "python" {
			fn.flavour = isConstructor
		}
	}
	fn.title = fn.name
	if fn.class >= 0 && r.classes[fn.class].name != 0 {
		fn.title = r.intern(r.strs[r.classes[fn.class].name] + "." + r.strs[fn.name])
	}
	if flavour != isRoot && fn.name == 0 {
		fn.title = r.intern("<anonymous>")
	}
	r.funcs = append(r.funcs, fn)
	return fi
}

// signature reads a function's name and parameters.
func (r *reader) signature(id g.ID, fn *function) {
	u := r.u
	name := u.Part(id, 0)
	if name == 0 { // const f = () => …, {f: function…}, f = …
		switch parent := u.Parents[id]; u.Nodes[parent].Kind {
		case g.Var, g.Field:
			name = u.Part(parent, 0)
		case g.Pair, g.Assign:
			name = u.Child(parent, 0)
		}
		if name != 0 && u.Nodes[name].Kind == g.Member {
			name = u.Child(name, 1)
		}
	}
	if name != 0 && (u.Nodes[name].Kind == g.Ident || u.Nodes[name].Kind == g.String) {
		fn.name = r.intern(u.Name(name))
	}
	static := u.Nodes[id].Kind == g.Lambda
	for c := range u.Children(id) {
		if k := u.Nodes[c].Kind; k == g.Attr && u.Name(c) == "static" {
			static = true
		} else if k == g.Decorator && u.Name(u.Child(c, 0)) == "staticmethod" {
			static = true
		} else if k != g.Attr && k != g.Decorator && k != g.TypeParams {
			break
		}
	}
	list := u.Part(id, 1)
	if list == 0 || u.Nodes[list].Kind != g.Params {
		return
	}
	i, first := int32(0), true
	for param := range u.Children(list) {
		if u.Nodes[param].Kind != g.Param {
			continue
		}
		op, at := u.Nodes[param].Op, u.Part(param, 0)
		if op == g.Receiver {
			fn.receiver = r.intern(r.typeRoot(u.Part(param, 1)))
			continue
		}
		if (op == g.Positional || op == g.Keyword) && at == 0 {
			continue // the marks / and *
		}
		if first && r.Language == "python" && fn.class >= 0 && !static {
			first = false
			continue // self
		}
		first = false
		word := ""
		if at != 0 && u.Nodes[at].Kind == g.Ident {
			word = u.Name(at)
		}
		r.params = append(r.params, r.intern(word))
		switch {
		case op == g.Rest:
			fn.rest = i
		case op == g.Double:
			fn.named = i
		case op != g.Optional && u.Part(param, 2) == 0 && !jsLike(r.Language):
			fn.required = i + 1
		}
		i++
	}
}

// typeRoot gives the name of the type that a receiver is of.
func (r *reader) typeRoot(n g.ID) string {
	for depth := 0; n != 0 && depth < 8; depth++ {
		switch r.u.Nodes[n].Kind {
		case g.TypeName, g.Ident:
			return r.u.Name(n)
		}
		n = r.u.First(n)
	}
	return ""
}

func jsLike(language string) bool {
	return language == "javascript" || language == "typescript" || language == "tsx" || language == "vue"
}

// self holds for an identifier that stands for the object a method is called on.
func (r *reader) self(d *names.Def) bool {
	u := r.u
	if d.Kind != names.Param || d.Owner == 0 || u.Nodes[d.Owner].Kind != g.Param {
		return false
	}
	if u.Nodes[d.Owner].Op == g.Receiver {
		return true
	}
	list := u.Parents[d.Owner]
	if r.Language != "python" || list == 0 || u.First(list) != d.Owner {
		return false
	}
	fi := r.funcOf[u.Parents[list]]
	return fi >= 0 && r.funcs[fi].class >= 0
}
