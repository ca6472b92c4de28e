package flow

import (
	"cmp"
	"slices"
	"strings"
)

// An Alias says what a module name stands for in a project: TypeScript's paths ("@/*" → "src/*", "*" → "src/*"), a workspace's
// packages, Go's module path ("example.com/m" → "" or the module's folder). A star stands for the rest; without one, Name
// stands for itself and, of folders, for what is below. To is a path in the target.
type Alias struct{ Name, To string }

// A project is all files that are linked together, and what names stand for in them. All that is asked of it is kept, so that
// it is asked once. It is used by one goroutine.
type project struct {
	files   []*File
	aliases []Alias

	funcBase, callBase, lambdaBase, originBase, targetBase, classBase []int32 // the first of each file, and the end
	fileOfFunc                                                        []int32
	fileOfClass                                                       []int32

	byPath  map[string]int32
	folders map[string]int32 // folders by path; Java's packages by "package "+name
	titles  []string         // of folders
	inside  [][]int32        // files, by folder
	home    []int32          // folder by file
	defined []map[string]entity
	simple  map[string][]int32 // Python's files by their last name

	memo    [][]entity // by file and string
	modules [][]entity // by file and import

	words   []string // names of methods
	word    map[string]int32
	parents [][]int32 // by class
	kids    [][]int32
	lines   [][]int32         // classes and those above them
	joined  map[int32][]int32 // methods that stand apart from their class, by class
	classes map[string][]int32
	spent   int // evaluation steps
}

// An entityKind says what a description turned out to be.
type entityKind uint8

const (
	unasked entityKind = iota
	asking
	nothing
	aModule   // a: file
	aFolder   // a: folder
	aClass    // a: class
	anObject  // a: class
	aSuper    // a: class, as seen from inside it
	aFunction // a: function
	aMade     // a: function that was called as a constructor
	aMethod   // a: class, b: word; of an object of it
	aStatic   // a: class, b: word
	aVariable // a: file, b: binding
	aLiteral  // a: file, b: object
)

type entity struct {
	kind entityKind
	a, b int32
}

var unknown = entity{kind: nothing}

// newProject takes files in order of their paths, each path once.
func newProject(files []*File, aliases []Alias) *project {
	p := &project{files: files, byPath: make(map[string]int32, len(files)), folders: map[string]int32{}, word: map[string]int32{}, joined: map[int32][]int32{}}
	p.aliases = slices.Clone(aliases)
	slices.SortFunc(p.aliases, func(a, b Alias) int { // the longest first
		return cmp.Or(cmp.Compare(len(b.Name), len(a.Name)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.To, b.To))
	})
	n := len(files)
	bases := []*[]int32{&p.funcBase, &p.callBase, &p.lambdaBase, &p.originBase, &p.targetBase, &p.classBase}
	for _, b := range bases {
		*b = make([]int32, n+1)
	}
	p.home, p.memo, p.modules = make([]int32, n), make([][]entity, n), make([][]entity, n)
	for i, f := range files {
		for k, l := range []int{len(f.funcs), len(f.calls), len(f.lambdas), len(f.origins), len(f.targets), len(f.classes)} {
			(*bases[k])[i+1] = (*bases[k])[i] + int32(l)
		}
		p.byPath[f.Path] = int32(i)
		for range f.funcs {
			p.fileOfFunc = append(p.fileOfFunc, int32(i))
		}
		for range f.classes {
			p.fileOfClass = append(p.fileOfClass, int32(i))
		}
	}
	for i, f := range files {
		dir := folderOf(f.Path)
		for d := dir; ; d = folderOf(d) {
			p.folder(d)
			if d == "" {
				break
			}
		}
		p.home[i] = p.folder(dir)
		if f.Language == "java" || f.Language == "kotlin" {
			p.home[i] = p.folder("package " + f.Package)
		}
		p.inside[p.home[i]] = append(p.inside[p.home[i]], int32(i))
	}
	p.defined = make([]map[string]entity, len(p.inside))
	p.parents = make([][]int32, p.classBase[n])
	p.kids = make([][]int32, p.classBase[n])
	p.lines = make([][]int32, p.classBase[n])
	p.joinMethods()
	for c := range p.parents {
		f := p.fileOfClass[c]
		list := files[f].classes[int32(c)-p.classBase[f]].parents
		for _, d := range files[f].parents[list.lo:list.hi] {
			if e := p.eval(f, d, 0); e.kind == aClass && int(e.a) != c && len(p.parents[c]) < 16 {
				p.parents[c] = append(p.parents[c], e.a)
				p.kids[e.a] = append(p.kids[e.a], int32(c))
			}
		}
	}
	return p
}

func folderOf(path string) string {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i]
	}
	return ""
}

func (p *project) folder(path string) int32 {
	i, ok := p.folders[path]
	if !ok {
		i = int32(len(p.inside))
		p.folders[path] = i
		p.inside, p.titles = append(p.inside, nil), append(p.titles, path)
	}
	return i
}

func (p *project) wordOf(s string) int32 {
	i, ok := p.word[s]
	if !ok {
		i = int32(len(p.words))
		p.words = append(p.words, s)
		p.word[s] = i
	}
	return i
}

// function gives a function of the project and its file.
func (p *project) function(fn int32) (*File, *function) {
	i := p.fileOfFunc[fn]
	f := p.files[i]
	return f, &f.funcs[fn-p.funcBase[i]]
}

// class gives a class of the project and its file.
func (p *project) class(c int32) (int32, *class) {
	i := p.fileOfClass[c]
	return i, &p.files[i].classes[c-p.classBase[i]]
}

// joinMethods finds the types of methods that stand outside of them, as Go's do.
func (p *project) joinMethods() {
	for i, f := range p.files {
		for k := range f.funcs {
			fn := &f.funcs[k]
			if fn.receiver == 0 {
				continue
			}
			if e := p.lookup(int32(i), f.strs[fn.receiver], 0); e.kind == aClass {
				p.joined[e.a] = append(p.joined[e.a], p.funcBase[i]+int32(k))
			}
		}
	}
}

// find gives the binding of a name in a sorted list, or -1.
func (f *File) find(list []binding, name string) int {
	i, ok := slices.BinarySearchFunc(list, name, func(b binding, name string) int { return cmp.Compare(f.strs[b.name], name) })
	if !ok {
		return -1
	}
	return i
}

// methodsNamed gives the methods of a class's own text.
func (p *project) methodsNamed(c int32, name string, found []int32) []int32 {
	i, cl := p.class(c)
	f := p.files[i]
	list := f.methods[cl.methods.lo:cl.methods.hi]
	at, _ := slices.BinarySearchFunc(list, name, func(m method, name string) int { return cmp.Compare(f.strs[m.name], name) })
	for ; at < len(list) && f.strs[list[at].name] == name; at++ {
		found = append(found, p.funcBase[i]+list[at].fun)
	}
	for _, fn := range p.joined[c] {
		if f, x := p.function(fn); f.strs[x.name] == name {
			found = append(found, fn)
		}
	}
	return found
}

// maxFamily is about how many classes above one and below it are looked at.
const maxFamily = 64

// above gives a class and those it inherits from, the nearest first.
func (p *project) above(c int32) []int32 {
	if p.lines[c] == nil {
		p.lines[c] = nearest(c, p.parents)
	}
	return p.lines[c]
}

// nearest walks a graph of classes breadth first.
func nearest(c int32, next [][]int32) []int32 {
	list := []int32{c}
	for i := 0; i < len(list) && len(list) < maxFamily; i++ {
		for _, n := range next[list[i]] {
			if !slices.Contains(list, n) {
				list = append(list, n)
			}
		}
	}
	return list
}

// inherited looks for methods in a class and, where it has none, in those above.
func (p *project) inherited(c int32, name string) (found []int32) {
	for _, up := range p.above(c) {
		if found = p.methodsNamed(up, name, nil); len(found) > 0 {
			break
		}
	}
	return found
}

// overriding adds the methods of classes below, little more than maxFan of them.
func (p *project) overriding(c int32, name string, found []int32) []int32 {
	if len(p.kids[c]) == 0 {
		return found
	}
	for _, k := range nearest(c, p.kids)[1:] {
		if found = p.methodsNamed(k, name, found); len(found) > maxFan {
			break
		}
	}
	return found
}

// constructors gives what `new` of a class calls.
func (p *project) constructors(c int32) (found []int32) {
	for _, up := range p.above(c) {
		i, cl := p.class(up)
		f := p.files[i]
		for _, m := range f.methods[cl.methods.lo:cl.methods.hi] {
			if f.funcs[m.fun].flavour == isConstructor {
				found = append(found, p.funcBase[i]+m.fun)
			}
		}
		if len(found) > 0 || f.Language == "java" {
			break
		}
	}
	return found
}
