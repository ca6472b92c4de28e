package flow

import (
	"path"
	"strings"
)

// module gives what an import of a file names, by its source.
func (p *project) module(file, i int32, depth int) entity {
	if p.modules[file] == nil {
		p.modules[file] = make([]entity, len(p.files[file].imports))
	}
	e := &p.modules[file][i]
	if e.kind == unasked {
		*e = p.resolve(file, p.files[file].strs[p.files[file].imports[i]], depth)
	}
	return *e
}

func (p *project) resolve(file int32, source string, depth int) entity {
	f := p.files[file]
	switch {
	case source == "" || len(source) > 512:
		return unknown
	case jsLike(f.Language):
		return p.resolveScript(f.Path, source)
	case f.Language == "python":
		return p.resolvePython(f.Path, source)
	case f.Language == "go":
		return p.resolveGo(source)
	case f.Language == "java" || f.Language == "kotlin":
		return p.resolveJava(source, depth)
	}
	return unknown
}

var scriptEndings = []string{"", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".d.ts"}

func (p *project) resolveScript(from, source string) entity {
	source, _, _ = strings.Cut(source, "?")
	if strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../") || source == "." || source == ".." {
		return p.script(path.Join(folderOf(from), source))
	}
	for _, a := range p.aliases {
		if to, ok := a.apply(source); ok {
			if e := p.script(path.Clean(to)); e.kind > nothing {
				return e
			}
		}
	}
	if strings.HasPrefix(source, "/") {
		return p.script(path.Clean(source[1:]))
	}
	return p.customary(from, source)
}

// customary finds what @/x, ~/x and src/x stand for where nothing says it: below the nearest folder, or its src or app, that
// has such a file.
func (p *project) customary(from, source string) entity {
	rest, ok := strings.CutPrefix(source, "@/")
	if !ok {
		if rest, ok = strings.CutPrefix(source, "~/"); !ok && !strings.HasPrefix(source, "src/") {
			return unknown
		}
	}
	if !ok {
		rest = source
	}
	for folder := folderOf(from); ; folder = folderOf(folder) {
		for _, below := range []string{"", "src", "app"} {
			if e := p.script(path.Join(folder, below, rest)); e.kind > nothing {
				return e
			}
		}
		if folder == "" || folder == "." {
			return unknown
		}
	}
}

// apply gives what a source stands for under an alias.
func (a Alias) apply(source string) (string, bool) {
	before, behind, star := strings.Cut(a.Name, "*")
	if !star {
		if source == a.Name {
			return a.To, true
		}
		if rest, ok := strings.CutPrefix(source, a.Name+"/"); ok {
			return path.Join(a.To, rest), true
		}
		return "", false
	}
	if len(source) < len(before)+len(behind) || !strings.HasPrefix(source, before) || !strings.HasSuffix(source, behind) {
		return "", false
	}
	return strings.Replace(a.To, "*", source[len(before):len(source)-len(behind)], 1), true
}

// script finds the file that a path without ending stands for.
func (p *project) script(at string) entity {
	if at == ".." || strings.HasPrefix(at, "../") {
		return unknown
	}
	if at == "." {
		at = ""
	}
	bases := []string{at, path.Join(at, "index")}
	for _, end := range []string{".js", ".jsx", ".mjs", ".cjs"} { // TypeScript names what it becomes
		if stem, ok := strings.CutSuffix(at, end); ok {
			bases = append(bases, stem)
		}
	}
	for _, base := range bases {
		for _, end := range scriptEndings {
			if i, ok := p.byPath[base+end]; ok && base+end != "" && jsLike(p.files[i].Language) {
				return entity{aModule, i, 0}
			}
		}
	}
	return unknown
}

// exported gives what a module exports under a name.
func (p *project) exported(file int32, name string, depth int) entity {
	if p.spent++; depth > maxEval || p.spent > maxAsked {
		return unknown
	}
	f := p.files[file]
	if !jsLike(f.Language) {
		e := p.lookup(file, name, depth+1)
		if (e.kind <= nothing || e.kind == aVariable) && f.Language == "python" && path.Base(f.Path) == "__init__.py" {
			if m := p.python(path.Join(folderOf(f.Path), name)); m.kind > nothing {
				return m
			}
		}
		return e
	}
	if at := f.find(f.exports, name); at >= 0 {
		value := f.exports[at].value
		if e := p.eval(file, value, depth+1); e.kind > nothing {
			return e
		}
		if at := f.find(f.names, name); at >= 0 {
			return entity{aVariable, file, int32(at)}
		}
		return unknown
	}
	if at := f.find(f.exports, "="); at >= 0 {
		whole := p.eval(file, f.exports[at].value, depth+1)
		if name == "default" {
			return whole
		}
		if e := p.member(whole, name, depth+1); e.kind > nothing {
			return e
		}
	} else if name == "default" { // import db from a module without a default
		return entity{aModule, file, 0}
	}
	for _, b := range f.exports {
		if f.strs[b.name] == "*" {
			if of := p.eval(file, b.value, depth+1); of.kind > nothing && of != (entity{aModule, file, 0}) {
				if e := p.member(of, name, depth+1); e.kind > nothing {
					return e
				}
			}
		}
	}
	return unknown
}

func (p *project) resolvePython(from, source string) entity {
	rest := strings.TrimLeft(source, ".")
	up := len(source) - len(rest)
	tail := strings.ReplaceAll(rest, ".", "/")
	if up > 0 {
		base := folderOf(from)
		for range min(up-1, 64) {
			if base == "" {
				return unknown
			}
			base = folderOf(base)
		}
		return p.python(path.Join(base, tail))
	}
	for base := folderOf(from); ; base = folderOf(base) {
		if e := p.python(path.Join(base, tail)); e.kind > nothing {
			return e
		}
		if base == "" {
			break
		}
	}
	return p.pythonAnywhere(tail)
}

// python finds the module or package at a path.
func (p *project) python(at string) entity {
	for _, end := range []string{".py", "/__init__.py", ".pyi"} {
		if i, ok := p.byPath[at+end]; ok {
			return entity{aModule, i, 0}
		}
	}
	if i, ok := p.folders[at]; ok && at != "" {
		return entity{aFolder, i, 0}
	}
	return unknown
}

// pythonAnywhere finds a module under a root that is not above the file that imports it: the one whose path ends so.
func (p *project) pythonAnywhere(tail string) entity {
	if p.simple == nil {
		p.simple = map[string][]int32{}
		for i, f := range p.files {
			if f.Language == "python" {
				stem := strings.TrimSuffix(strings.TrimSuffix(f.Path, ".py"), "/__init__")
				p.simple[path.Base(stem)] = append(p.simple[path.Base(stem)], int32(i))
			}
		}
	}
	found := unknown
	for _, i := range p.simple[path.Base(tail)] {
		stem := strings.TrimSuffix(strings.TrimSuffix(p.files[i].Path, ".py"), "/__init__")
		if strings.HasSuffix(stem, "/"+tail) && strings.Contains(tail, "/") {
			if found.kind == aModule {
				return unknown
			}
			found = entity{aModule, i, 0}
		}
	}
	return found
}

// folderMember gives a member of a folder: a Python module, what a Go package defines, a class of a Java package.
func (p *project) folderMember(folder int32, name string, depth int) entity {
	if len(p.inside[folder]) > 0 {
		switch first := p.files[p.inside[folder][0]]; {
		case first.Language == "go" || first.Language == "java" || first.Language == "kotlin":
			return p.inFolder(folder, name, depth+1)
		}
	}
	if at := p.titles[folder]; !strings.HasPrefix(at, "package ") {
		return p.python(path.Join(at, name))
	}
	return unknown
}

// resolveGo finds a package's folder: under the module paths that are given, else the folder whose path the import ends with.
func (p *project) resolveGo(source string) entity {
	for _, a := range p.aliases {
		if to, ok := a.apply(source); ok {
			if i, ok := p.folders[strings.TrimPrefix(path.Clean("/"+to), "/")]; ok && p.goFolder(i) {
				return entity{aFolder, i, 0}
			}
		}
	}
	first, rest, _ := strings.Cut(source, "/")
	if !strings.Contains(first, ".") && rest == "" {
		return unknown // of the standard library
	}
	for rest != "" {
		if i, ok := p.folders[rest]; ok && p.goFolder(i) {
			return entity{aFolder, i, 0}
		}
		_, rest, _ = strings.Cut(rest, "/")
	}
	return unknown
}

func (p *project) goFolder(i int32) bool {
	return len(p.inside[i]) > 0 && p.files[p.inside[i][0]].Language == "go"
}

// resolveJava finds a class, nested ones too, or a package.
func (p *project) resolveJava(source string, depth int) entity {
	if i, ok := p.folders["package "+source]; ok {
		return entity{aFolder, i, 0}
	}
	for cut := len(source); ; {
		cut = strings.LastIndexByte(source[:cut], '.')
		if cut < 0 {
			return unknown
		}
		i, ok := p.folders["package "+source[:cut]]
		if !ok {
			continue
		}
		e := entity{aFolder, i, 0}
		for part := range strings.SplitSeq(source[cut+1:], ".") {
			e = p.member(e, part, depth+1)
		}
		return e
	}
}
