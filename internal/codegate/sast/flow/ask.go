package flow

// A Project is the facts of files that belong together, for those who ask what a name stands for across files and who calls
// whom. It is for one goroutine; functions and classes are numbered through all files.
type Project struct {
	p *project
	g *callgraph
}

// NewProject takes files in order of their paths, each path once.
func NewProject(files []File, aliases []Alias) *Project {
	list := make([]*File, len(files))
	for i := range files {
		list[i] = &files[i]
	}
	p := newProject(list, aliases)
	return &Project{p, newCallgraph(p)}
}

// A ThingKind says what an expression stands for.
type ThingKind uint8

const (
	Nothing   ThingKind = iota
	Functions           // one of some functions, or an object of what a constructor makes
	Variable            // of a file's outermost scope: its value is not a function or class of the project
	ClassOf             // a class
	ObjectOf            // an object of a class
	Module              // a file as a whole
	Literal             // an object with named members
)

// A Thing is what an expression stands for.
type Thing struct {
	Kind  ThingKind
	File  int32   // of Variable and Module
	Name  string  // of a Variable
	Class int32   // of ClassOf and ObjectOf
	Funcs []int32 // of Functions
}

// Stands tells what the i-th expression stands for that Facts was asked about in a file.
func (p *Project) Stands(file int32, i int) Thing {
	f := p.p.files[file]
	if i < 0 || i >= len(f.asked) {
		return Thing{}
	}
	e := p.p.eval(file, f.asked[i], 0)
	switch e.kind {
	case aModule:
		return Thing{Kind: Module, File: e.a}
	case aVariable:
		of := p.p.files[e.a]
		return Thing{Kind: Variable, File: e.a, Name: of.strs[of.names[e.b].name]}
	case aClass:
		return Thing{Kind: ClassOf, Class: e.a}
	case anObject:
		return Thing{Kind: ObjectOf, Class: e.a}
	case aLiteral:
		return Thing{Kind: Literal, File: e.a}
	case aFunction, aMade, aMethod, aStatic:
		if list, _ := p.p.functions(e, -1); len(list) > 0 && len(list) <= maxFan {
			return Thing{Kind: Functions, Funcs: list}
		}
	}
	return Thing{}
}

// Known says whether anything is known of what the i-th expression is called by: an import of the project that is not there,
// or a name that nothing defines, is not.
func (p *Project) Known(file int32, i int) bool { return p.Stands(file, i).Kind != Nothing }

// A Code is where a function, or a class, stands.
type Code struct {
	File       int32
	Start, End uint32
	Title      string
}

// Function gives a function's place.
func (p *Project) Function(fn int32) Code {
	f, x := p.p.function(fn)
	at := f.places[x.place]
	return Code{p.p.fileOfFunc[fn], at.start, at.end, f.strs[x.title]}
}

// At gives the innermost function around a byte of a file: the code outside of all functions where there is none.
func (p *Project) At(file int32, at uint32) int32 {
	f := p.p.files[file]
	best := int32(0)
	for i := range f.funcs {
		if pl := f.places[f.funcs[i].place]; f.funcs[i].flavour != isRoot && f.funcs[i].flavour != isInit && pl.start <= at && at < pl.end {
			best = int32(i) // what is inside comes later
		}
	}
	return p.p.funcBase[file] + best
}

// Around gives the function that a function is written in, or -1.
func (p *Project) Around(fn int32) int32 {
	_, x := p.p.function(fn)
	if x.owner < 0 {
		return -1
	}
	return p.p.funcBase[p.p.fileOfFunc[fn]] + x.owner
}

// Outermost tells the code outside of all functions of its file.
func (p *Project) Outermost(fn int32) bool {
	_, x := p.p.function(fn)
	return x.flavour == isRoot
}

// Method gives the methods of a class, its own or else inherited ones.
func (p *Project) Method(class int32, name string) []int32 { return p.p.inherited(class, name) }

// Classes gives a class and those above it, the nearest first, as their names.
func (p *Project) Classes(class int32) (names []string) {
	for _, c := range p.p.above(class) {
		i, cl := p.p.class(c)
		names = append(names, p.p.files[i].strs[cl.name])
	}
	return names
}

// ClassNamed gives a class of a file by its name, or -1.
func (p *Project) ClassNamed(file int32, name string) int32 {
	f := p.p.files[file]
	for i := range f.classes {
		if f.strs[f.classes[i].name] == name {
			return p.p.classBase[file] + int32(i)
		}
	}
	return -1
}

// A Site is one call, or one place where a function is handed on.
type Site struct {
	File       int32
	Start, End uint32
	Func       int32 // around it
}

// Calls gives the functions that the code of a function calls or hands on, with where; not those of the functions written
// inside it.
func (p *Project) Calls(fn int32, yield func(callee int32, at Site)) {
	i := p.p.fileOfFunc[fn]
	f, x := p.p.function(fn)
	for k := x.calls.lo; k < x.calls.hi; k++ {
		call := p.p.callBase[i] + k
		pl := f.places[f.calls[k].place]
		at := Site{i, pl.start, pl.end, fn}
		of := p.g.of[call]
		for _, callee := range p.g.callees[of.lo:of.hi] {
			yield(callee, at)
		}
		for l := f.calls[k].lambdas.lo; l < f.calls[k].lambdas.hi; l++ {
			s := p.g.lambdas[p.p.lambdaBase[i]+l]
			for _, callee := range p.g.bound[s.lo:s.hi] {
				yield(callee, at)
			}
		}
	}
}

// Callers gives where a function is called or handed on.
func (p *Project) Callers(fn int32) (sites []Site) {
	s := p.g.callers[fn]
	for _, c := range p.g.calling[s.lo:s.hi] {
		f := p.p.files[c.file]
		call := &f.calls[c.call-p.p.callBase[c.file]]
		pl := f.places[call.place]
		sites = append(sites, Site{c.file, pl.start, pl.end, p.p.funcBase[c.file] + call.fun})
	}
	return sites
}

// Files gives how many files there are, Path the path of one.
func (p *Project) Files() int { return len(p.p.files) }

// Path gives a file's path.
func (p *Project) Path(file int32) string { return p.p.files[file].Path }

// Language gives a file's language.
func (p *Project) Language(file int32) string { return p.p.files[file].Language }

// Line gives the line and column, from 1, of a function.
func (p *Project) Line(fn int32) (line, column int) {
	f, x := p.p.function(fn)
	return int(f.places[x.place].line), int(f.places[x.place].column)
}

// Functions gives the numbers of a file's functions, lo to hi; the first is the code outside of all.
func (p *Project) Functions(file int32) (lo, hi int32) {
	return p.p.funcBase[file], p.p.funcBase[file+1]
}

// Named is a class by the file that it stands in and its name there.
type Named struct {
	File int32
	Name string
}

// Above gives a class and those above it, the nearest first.
func (p *Project) Above(class int32) (all []Named) {
	for _, c := range p.p.above(class) {
		i, cl := p.p.class(c)
		all = append(all, Named{i, p.p.files[i].strs[cl.name]})
	}
	return all
}
