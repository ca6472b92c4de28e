package flow

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFan is the most functions that a call may turn out to be when only the method's name is known.
const maxFan = 8

// A callgraph says which functions each call calls, which functions each function argument is, and who calls a function.
type callgraph struct {
	of      []callees // by call
	callees []int32   // functions
	lambdas []span    // by function argument, into bound
	bound   []int32   // functions
	callers []span    // by function, into calling
	calling []caller
}

// callees are what one call calls.
type callees struct {
	span
	certain bool // it calls one of these and nothing else
	made    bool // they are constructors
	known   *higherOrder
}

// A caller is a call of a function, or a call that is handed it.
type caller struct {
	file, call, lambda int32 // lambda is -1 where it is called
}

// newCallgraph resolves all calls of a project.
func newCallgraph(p *project) *callgraph {
	files := len(p.files)
	g := &callgraph{of: make([]callees, p.callBase[files]), lambdas: make([]span, p.lambdaBase[files])}
	named := p.methodIndex()
	var found []int32
	for i, f := range p.files {
		for k := range f.calls {
			c, out := &f.calls[k], &g.of[p.callBase[i]+int32(k)]
			found = found[:0]
			found, out.certain, out.made = p.callees(int32(i), c, found, named)
			out.lo = int32(len(g.callees))
			g.callees = append(g.callees, found...)
			out.hi = int32(len(g.callees))
			for l := c.lambdas.lo; l < c.lambdas.hi; l++ {
				s := &g.lambdas[p.lambdaBase[i]+l]
				s.lo = int32(len(g.bound))
				g.bound = append(g.bound, p.lambdaOf(int32(i), &f.lambdas[l])...)
				s.hi = int32(len(g.bound))
			}
			if c.lambdas.len() > 0 && !out.certain {
				out.known = higherOrderOf(f, c)
			}
		}
	}
	g.reverse(p)
	return g
}

// reverse fills who calls a function.
func (g *callgraph) reverse(p *project) {
	funcs := p.funcBase[len(p.files)]
	g.callers = make([]span, funcs)
	for _, fn := range g.callees {
		g.callers[fn].hi++
	}
	for _, fn := range g.bound {
		g.callers[fn].hi++
	}
	at := int32(0)
	for i := range g.callers {
		n := g.callers[i].hi
		g.callers[i] = span{at, at}
		at += n
	}
	g.calling = make([]caller, at)
	put := func(fn int32, c caller) {
		g.calling[g.callers[fn].hi] = c
		g.callers[fn].hi++
	}
	for i, f := range p.files {
		for k := range f.calls {
			call := p.callBase[i] + int32(k)
			for _, fn := range g.callees[g.of[call].lo:g.of[call].hi] {
				put(fn, caller{int32(i), call, -1})
			}
			for l := f.calls[k].lambdas.lo; l < f.calls[k].lambdas.hi; l++ {
				s := g.lambdas[p.lambdaBase[i]+l]
				for _, fn := range g.bound[s.lo:s.hi] {
					put(fn, caller{int32(i), call, p.lambdaBase[i] + l})
				}
			}
		}
	}
}

// methodIndex lists the methods of the project by name, those only that a call may mean without more evidence.
func (p *project) methodIndex() map[string][]int32 {
	named := map[string][]int32{}
	for i, f := range p.files {
		for k := range f.funcs {
			fn := &f.funcs[k]
			if (fn.class >= 0 || fn.receiver != 0) && fn.name != 0 && fn.graph && fn.flavour == isFunc {
				if name := f.strs[fn.name]; !commonMethod(name) {
					named[name] = append(named[name], p.funcBase[i]+int32(k))
				}
			}
		}
	}
	return named
}

// callees gives what a call calls.
func (p *project) callees(file int32, c *call, found []int32, named map[string][]int32) (list []int32, certain, made bool) {
	f := p.files[file]
	if c.local >= 0 && f.funcs[c.local].graph {
		found = append(found, p.funcBase[file]+c.local)
		if x := &f.funcs[c.local]; x.class >= 0 && x.flavour == isFunc && len(p.kids[p.classBase[file]+x.class]) > 0 {
			over := p.fitting(p.overriding(p.classBase[file]+x.class, f.strs[x.name], nil), c.args)
			found = append(found, over[:min(len(over), maxFan)]...)
		}
		return found, true, c.flavour == isNew
	}
	if c.param >= 0 && c.option == 0 {
		return found, false, false
	}
	e := p.eval(file, c.value, 0)
	if c.flavour == isNew {
		if e.kind != aSuper {
			e = p.instance(e)
		}
		if e.kind == anObject {
			e.kind = aClass
		}
	}
	list, made = p.functions(e, c.args)
	if len(list) > maxFan {
		return found, false, false
	}
	for _, fn := range list {
		if _, x := p.function(fn); x.graph {
			found = append(found, fn)
		}
	}
	if len(list) > 0 {
		return found, len(found) == len(list), made
	}
	if c.method == 0 || c.callee != 0 || c.flavour == isNew {
		return found, false, false
	}
	if of := p.typed(file, c.typ); of.kind == anObject {
		list, _ = p.functions(entity{aMethod, of.a, p.wordOf(f.strs[c.method])}, c.args)
		if len(list) > 0 && len(list) <= maxFan {
			return append(found, list...), true, false
		}
	}
	if c.typ != 0 || !p.open(file, c.recv) {
		return found, false, false
	}
	for _, fn := range named[f.strs[c.method]] {
		x, m := p.function(fn)
		if (jsLike(x.Language) == jsLike(f.Language)) && (jsLike(f.Language) || x.Language == f.Language) && m.takes(c.args) && p.visible(fn, file) {
			if found = append(found, fn); len(found) > maxFan {
				return found[:0], false, false
			}
		}
	}
	return found, false, false
}

// visible says that a function of Go may be called from a file: an unexported one inside its package, one of a test by tests.
func (p *project) visible(fn, file int32) bool {
	of, m := p.function(fn)
	if of.Language != "go" {
		return true
	}
	at := p.fileOfFunc[fn]
	if strings.HasSuffix(of.Path, "_test.go") && (!strings.HasSuffix(p.files[file].Path, "_test.go") || p.home[at] != p.home[file]) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(of.strs[m.name])
	return unicode.IsUpper(first) || p.home[at] == p.home[file]
}

// open holds for a receiver of which nothing is known, so that a method's name may decide: not a library's, nor what has a
// declared type.
func (p *project) open(file, d int32) bool {
	if d == 0 {
		return true
	}
	text := p.files[file].strs[d]
	if strings.HasPrefix(text, "#M") || strings.Contains(text, "!") {
		return false
	}
	if name, _, _ := strings.Cut(strings.TrimPrefix(text, "$"), "."); text[0] == '$' {
		name, _, _ = strings.Cut(name, "(")
		at := p.files[file].find(p.files[file].names, name)
		return at >= 0 && !strings.HasPrefix(p.files[file].strs[p.files[file].names[at].value], "#M")
	}
	return true
}

// typed gives the class that the local phase's canonical name of a type stands for.
func (p *project) typed(file, t int32) entity {
	if t == 0 {
		return unknown
	}
	name := p.files[file].strs[t]
	if l := p.files[file].Language; l == "java" || l == "kotlin" {
		if e := p.resolveJava(name, 0); e.kind == aClass {
			return entity{anObject, e.a, 0}
		}
	}
	if i := strings.LastIndexAny(name, "./"); i >= 0 {
		name = name[i+1:]
	}
	if e := p.lookup(file, name, 0); e.kind == aClass {
		return entity{anObject, e.a, 0}
	}
	return unknown
}

// lambdaOf gives the functions that an argument is.
func (p *project) lambdaOf(file int32, l *lambda) []int32 {
	if l.fun >= 0 {
		return []int32{p.funcBase[file] + l.fun}
	}
	e := p.eval(file, l.value, 0)
	if e.kind != aFunction && e.kind != aMethod && e.kind != aStatic {
		return nil
	}
	list, _ := p.functions(e, -1)
	if len(list) > maxFan {
		return nil
	}
	return list
}

// parameter gives the parameter that takes an argument of a call, and the step at which it lies there.
func (x *function) parameter(f *File, from *File, index, name int32) (param int32, within Path) {
	n := int32(x.params.len())
	if name != 0 {
		word := from.strs[name]
		for i, q := range f.params[x.params.lo:x.params.hi] {
			if f.strs[q] == word {
				return int32(i), ""
			}
		}
		if x.named >= 0 {
			return x.named, "." + word
		}
		return -1, ""
	}
	switch {
	case x.rest >= 0 && index >= x.rest:
		return x.rest, "[]"
	case index < n && index != x.named:
		return index, ""
	}
	return -1, ""
}

// lambdasFor gives the function arguments of a call that arrive at a callee's parameter, or at a member of it.
func (p *project) lambdasFor(by caller, callee, param, holder, option int32, out []int32) []int32 {
	i, call := by.file, by.call
	f := p.files[i]
	c := &f.calls[call-p.callBase[i]]
	of, x := p.function(callee)
	hf, _ := p.function(holder)
	for l := c.lambdas.lo; l < c.lambdas.hi; l++ {
		arg := &f.lambdas[l]
		index, name, want := arg.index, int32(0), hf.strs[option]
		if index < 0 {
			name = arg.name
		} else if arg.name != 0 && want != f.strs[arg.name] || arg.name == 0 && want != "" {
			continue
		}
		if got, _ := x.parameter(of, f, index, name); got == param {
			out = append(out, p.lambdaBase[i]+l)
		}
	}
	return out
}

// fileAt finds the file of a number by the first of each file.
func fileAt(base []int32, n int32) int32 {
	i, exact := slices.BinarySearch(base, n)
	if !exact {
		return int32(i - 1)
	}
	for base[i+1] == n { // files without any
		i++
	}
	return int32(i)
}
