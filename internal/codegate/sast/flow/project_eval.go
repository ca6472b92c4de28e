package flow

import (
	"slices"
	"strconv"
	"strings"
)

const (
	maxEval  = 24        // depth: re-exports, aliases of aliases
	maxAsked = 1_000_000 // of evaluation in a whole project
)

// eval gives what a description of a file stands for.
func (p *project) eval(file, d int32, depth int) entity {
	if d == 0 {
		return unknown
	}
	memo := p.memo[file]
	if memo == nil {
		memo = make([]entity, len(p.files[file].strs))
		p.memo[file] = memo
	}
	switch e := memo[d]; e.kind {
	case unasked:
	case asking:
		return unknown
	default:
		return e
	}
	if p.spent++; depth > maxEval || p.spent > maxAsked {
		return unknown
	}
	memo[d].kind = asking
	e := p.evalText(file, p.files[file].strs[d], depth)
	memo[d] = e
	return e
}

func (p *project) evalText(file int32, d string, depth int) entity {
	if len(d) < 2 {
		return unknown
	}
	end := 1
	for end < len(d) && d[end] != '.' && d[end] != '(' && d[end] != '!' {
		end++
	}
	root, rest := d[:end], d[end:]
	f := p.files[file]
	e := unknown
	if root[0] == '$' {
		e = p.lookup(file, root[1:], depth)
		if e.kind <= nothing && strings.HasPrefix(rest, "!") {
			e = p.onlyClass(file, root[1:])
		}
	} else if len(root) > 2 && root[0] == '#' {
		n, err := strconv.Atoi(root[2:])
		if err != nil || n < 0 {
			return unknown
		}
		i := int32(n)
		switch {
		case root[1] == 'F' && n < len(f.funcs):
			e = entity{aFunction, p.funcBase[file] + i, 0}
		case root[1] == 'C' && n < len(f.classes):
			e = entity{aClass, p.classBase[file] + i, 0}
		case root[1] == 'I' && n < len(f.classes):
			e = entity{anObject, p.classBase[file] + i, 0}
		case root[1] == 'P' && n < len(f.classes):
			e = entity{aSuper, p.classBase[file] + i, 0}
		case root[1] == 'O' && n < len(f.objects):
			e = entity{aLiteral, file, i}
		case root[1] == 'M' && n < len(f.imports):
			e = p.module(file, i, depth)
			if e.kind == aModule && strings.HasPrefix(rest, ".default") && (len(rest) == 8 || strings.ContainsRune(".(!", rune(rest[8]))) {
				e, rest = p.exported(e.a, "default", depth+1), rest[8:]
			} else if e.kind == aModule && jsLike(p.files[e.a].Language) {
				if at := p.files[e.a].find(p.files[e.a].exports, "="); at >= 0 && e.a != file {
					if whole := p.eval(e.a, p.files[e.a].exports[at].value, depth+1); whole.kind > nothing {
						e = whole
					}
				}
			}
		}
	}
	done := len(d) - len(rest)
	for rest != "" && e.kind > nothing {
		switch {
		case rest[0] == '!':
			e, rest = p.instance(e), rest[1:]
		case strings.HasPrefix(rest, "()"):
			e, rest = p.called(e, depth), rest[2:]
		case rest[0] == '.':
			end := 1
			for end < len(rest) && rest[end] != '.' && rest[end] != '(' && rest[end] != '!' {
				end++
			}
			next := p.member(e, rest[1:end], depth+1)
			if next.kind <= nothing && root[0] == '$' { // X.y = …
				if at := f.find(f.names, d[1:done+end]); at >= 0 && f.names[at].value != 0 {
					next = p.eval(file, f.names[at].value, depth+1)
				}
			}
			e, rest = next, rest[end:]
		default:
			return unknown
		}
		done = len(d) - len(rest)
	}
	if rest != "" {
		return unknown
	}
	return e
}

// lookup gives what a name of the outermost scope stands for.
func (p *project) lookup(file int32, name string, depth int) entity {
	if p.spent++; depth > maxEval || p.spent > maxAsked {
		return unknown
	}
	f := p.files[file]
	if e := p.own(file, name, depth); e.kind > nothing {
		return e
	}
	if f.Language == "go" || f.Language == "java" || f.Language == "kotlin" {
		if e := p.inFolder(p.home[file], name, depth); e.kind > nothing {
			return e
		}
	}
	for _, d := range f.stars {
		if of := p.eval(file, d, depth+1); of.kind > nothing && of != (entity{aModule, file, 0}) {
			if e := p.member(of, name, depth+1); e.kind > nothing {
				return e
			}
		}
	}
	for i := range f.classes { // a nested class by its own name
		if whole := f.strs[f.classes[i].name]; len(whole) > len(name) && strings.HasSuffix(whole, name) && whole[len(whole)-len(name)-1] == '.' {
			return entity{aClass, p.classBase[file] + int32(i), 0}
		}
	}
	return unknown
}

// own gives what a file itself defines.
func (p *project) own(file int32, name string, depth int) entity {
	f := p.files[file]
	at := f.find(f.names, name)
	if at < 0 {
		return unknown
	}
	if d := f.names[at].value; d != 0 {
		if e := p.eval(file, d, depth+1); e.kind > nothing {
			return e
		}
	}
	return entity{aVariable, file, int32(at)}
}

// inFolder gives what the files of a package define together.
func (p *project) inFolder(folder int32, name string, depth int) entity {
	if p.defined[folder] == nil {
		all := map[string]entity{}
		for _, i := range p.inside[folder] {
			f := p.files[i]
			for at, b := range f.names {
				if _, twice := all[f.strs[b.name]]; !twice {
					all[f.strs[b.name]] = entity{aVariable, i, int32(at)}
				}
			}
		}
		p.defined[folder] = all
	}
	e, ok := p.defined[folder][name]
	if !ok {
		return unknown
	}
	b := p.files[e.a].names[e.b]
	if d := p.files[e.a].strs[b.value]; strings.HasPrefix(d, "#M") {
		return unknown // an import belongs to its file
	}
	return p.own(e.a, name, depth)
}

// onlyClass gives the one class of the project that has a name.
func (p *project) onlyClass(file int32, name string) entity {
	if p.classes == nil {
		p.classes = map[string][]int32{}
		for c := range p.fileOfClass {
			i, cl := p.class(int32(c))
			word := p.files[i].strs[cl.name]
			p.classes[word] = append(p.classes[word], int32(c))
		}
	}
	found := unknown
	for _, c := range p.classes[name] {
		if p.family(p.fileOfClass[c]) == p.family(file) {
			if found.kind == aClass {
				return unknown
			}
			found = entity{aClass, c, 0}
		}
	}
	return found
}

// family tells apart languages that do not call each other.
func (p *project) family(file int32) string {
	l := p.files[file].Language
	if jsLike(l) {
		return "javascript"
	}
	return l
}

func (p *project) instance(e entity) entity {
	switch e.kind {
	case aClass:
		return entity{anObject, e.a, 0}
	case aFunction:
		return entity{aMade, e.a, 0}
	case anObject, aMade:
		return e
	}
	return unknown
}

// called gives what a call of an entity gives.
func (p *project) called(e entity, depth int) entity {
	switch e.kind {
	case aClass:
		return entity{anObject, e.a, 0}
	case aFunction:
		return p.result(e.a, depth)
	case aMethod, aStatic:
		if found := p.inherited(e.a, p.words[e.b]); len(found) > 0 {
			return p.result(found[0], depth)
		}
	}
	return unknown
}

func (p *project) result(fn int32, depth int) entity {
	_, x := p.function(fn)
	return p.eval(p.fileOfFunc[fn], x.result, depth+1)
}

// member gives a member of an entity.
func (p *project) member(e entity, name string, depth int) entity {
	if p.spent++; depth > maxEval || p.spent > maxAsked {
		return unknown
	}
	switch e.kind {
	case aModule:
		return p.exported(e.a, name, depth)
	case aFolder:
		return p.folderMember(e.a, name, depth)
	case aClass, anObject:
		return p.classMember(e, name, depth)
	case aSuper:
		for _, up := range p.parents[e.a] {
			if m := p.classMember(entity{anObject, up, 0}, name, depth); m.kind > nothing {
				return m
			}
		}
	case aLiteral:
		f := p.files[e.a]
		list := f.members[f.objects[e.b].lo:f.objects[e.b].hi]
		if at := f.find(list, name); at >= 0 {
			return p.eval(e.a, list[at].value, depth+1)
		}
		for _, b := range list {
			if f.strs[b.name] == "*" {
				if m := p.member(p.eval(e.a, b.value, depth+1), name, depth+1); m.kind > nothing {
					return m
				}
			}
		}
	case aFunction, aMade, aVariable:
		return p.given(e, name, depth)
	}
	return unknown
}

// given finds what was assigned to a member of a function or a variable where it is defined.
func (p *project) given(e entity, name string, depth int) entity {
	var file int32
	var of string
	if e.kind == aVariable {
		file = e.a
		of = p.files[file].strs[p.files[file].names[e.b].name]
	} else {
		f, fn := p.function(e.a)
		file, of = p.fileOfFunc[e.a], f.strs[fn.name]
		if e.kind == aMade {
			of += ".prototype"
		}
	}
	f := p.files[file]
	if at := f.find(f.names, of+"."+name); at >= 0 && f.names[at].value != 0 {
		return p.eval(file, f.names[at].value, depth+1)
	}
	return unknown
}

func (p *project) classMember(e entity, name string, depth int) entity {
	kind := aMethod
	if e.kind == aClass {
		kind = aStatic
		i, cl := p.class(e.a)
		whole := p.files[i].strs[cl.name] + "." + name
		for k := range p.files[i].classes {
			if p.files[i].strs[p.files[i].classes[k].name] == whole {
				return entity{aClass, p.classBase[i] + int32(k), 0}
			}
		}
	}
	if f := p.field(e.a, name, depth); f.kind > nothing {
		return f
	}
	if len(p.inherited(e.a, name)) > 0 || len(p.overriding(e.a, name, nil)) > 0 || len(p.satisfying(e.a, name)) > 0 {
		return entity{kind, e.a, p.wordOf(name)}
	}
	return unknown
}

// field gives what a field of a class holds.
func (p *project) field(c int32, name string, depth int) entity {
	for _, up := range p.above(c) {
		i, cl := p.class(up)
		f := p.files[i]
		list := f.fields[cl.fields.lo:cl.fields.hi]
		if at := f.find(list, name); at >= 0 && list[at].value != 0 {
			if e := p.eval(i, list[at].value, depth+1); e.kind > nothing {
				return e
			}
		}
	}
	return unknown
}

// functions gives the functions that an entity is when it is called with so many arguments; made says that it is a class.
func (p *project) functions(e entity, args int32) (found []int32, made bool) {
	switch e.kind {
	case aFunction:
		return []int32{e.a}, false
	case aMade:
		return []int32{e.a}, true
	case aClass:
		return p.fitting(p.constructors(e.a), args), true
	case aSuper:
		for _, up := range p.parents[e.a] {
			if found = p.constructors(up); len(found) > 0 {
				break
			}
		}
		return p.fitting(found, args), true
	case aMethod:
		found = p.inherited(e.a, p.words[e.b])
		if i, cl := p.class(e.a); cl.iface && p.files[i].Language == "go" || len(found) == 0 {
			found = append(found, p.satisfying(e.a, p.words[e.b])...)
		}
		found = p.overriding(e.a, p.words[e.b], slices.Clip(found))
		return p.fitting(p.whole(found), args), false
	case aStatic:
		return p.fitting(p.inherited(e.a, p.words[e.b]), args), false
	}
	return nil, false
}

// satisfying gives the methods of that name of types that need not say that they satisfy an interface.
func (p *project) satisfying(c int32, name string) (found []int32) {
	i, cl := p.class(c)
	if !cl.iface || p.files[i].Language != "go" {
		return nil
	}
	for other := range p.fileOfClass {
		if p.joined[int32(other)] == nil {
			continue
		}
		if named := p.methodsNamed(int32(other), name, nil); len(named) > 0 && p.visible(named[0], i) && p.satisfies(int32(other), c) {
			found = append(found, named...)
		}
		if len(found) > maxFan {
			return nil
		}
	}
	return found
}

// satisfies says that a type of Go has the methods that an interface names itself.
func (p *project) satisfies(other, c int32) bool {
	i, cl := p.class(c)
	f := p.files[i]
	for _, m := range f.fields[cl.fields.lo:cl.fields.hi] {
		if m.value == 0 && len(p.inherited(other, f.strs[m.name])) == 0 {
			return false
		}
	}
	return true
}

// whole leaves out declarations where something has a body.
func (p *project) whole(list []int32) []int32 {
	kept := make([]int32, 0, len(list))
	for _, fn := range list {
		if _, x := p.function(fn); x.graph && !slices.Contains(kept, fn) {
			kept = append(kept, fn)
		}
	}
	if len(kept) == 0 {
		return list
	}
	return kept
}

// fitting chooses among overloads by the number of arguments; where none fits, all are kept.
func (p *project) fitting(list []int32, args int32) []int32 {
	if len(list) < 2 {
		return list
	}
	var kept []int32
	for _, fn := range list {
		if _, x := p.function(fn); x.takes(args) {
			kept = append(kept, fn)
		}
	}
	if len(kept) == 0 {
		return list
	}
	return kept
}

func (x *function) takes(args int32) bool {
	return args >= x.required && (args <= int32(x.params.len()) || x.rest >= 0)
}
