package flow

import (
	"slices"
	"strconv"
	"strings"
)

// cells are what outlives a call: a variable of a file's outermost scope, or a field of a class, shared by its objects.
type cells struct {
	*project
	ids     map[cell]int32
	readers [][]cellEnd // by cell
	fields  []int32     // cells that are fields
	foreign int32       // the cell of all that is nowhere in the project
	memo    []map[cell]cellEnd
}

type cell struct {
	scope int32 // file of a variable; of a field the class, counted down from -2; -1 for what is nowhere in the project
	name  string
}

// A cellEnd is a cell, or with a path a place inside of it. Of a reader, node is the origin, and inside the cell's place in it.
type cellEnd struct {
	cell         int32
	file, node   int32
	path, inside Path
}

func newCells(p *project) *cells {
	c := &cells{project: p, ids: map[cell]int32{{-1, ""}: 0}, readers: make([][]cellEnd, 1), memo: make([]map[cell]cellEnd, len(p.files))}
	for i, f := range p.files {
		c.memo[i] = map[cell]cellEnd{}
		for k := range f.origins {
			switch o := &f.origins[k]; o.kind {
			case GlobalVar, FieldVar:
				c.read(c.of(int32(i), o.kind, o.fun, f.strs[o.name]), int32(i), p.originBase[i]+int32(k))
			case Receiver:
				for _, e := range f.edges[o.edges.lo:o.edges.hi] {
					if name := fieldOf(f.paths[e.from]); name != "" {
						at := c.of(int32(i), FieldVar, o.fun, name)
						at.inside = f.paths[e.from][:len(name)+1]
						c.read(at, int32(i), p.originBase[i]+int32(k))
					}
				}
			}
		}
	}
	return c
}

// fieldOf gives the field that a path of an object starts with.
func fieldOf(p Path) string {
	if p == "" || p[0] != '.' {
		return ""
	}
	return firstStep(p)[1:]
}

// read notes a reader, once.
func (c *cells) read(e cellEnd, file, node int32) {
	e.file, e.node = file, node
	if e.cell == c.foreign {
		return
	}
	list := c.readers[e.cell]
	for i := len(list) - 1; i >= 0 && list[i].node == node; i-- {
		if list[i] == e {
			return
		}
	}
	c.readers[e.cell] = append(list, e)
}

// of gives the cell of a global or a field that a function names.
func (c *cells) of(file int32, kind EndKind, fn int32, name string) cellEnd {
	scope := int32(-1)
	if kind != GlobalVar {
		scope = -2 - c.classOf(file, fn)
	}
	key := cell{scope, name}
	if e, ok := c.memo[file][key]; ok {
		return e
	}
	at, path := cell{file, name}, ""
	if scope < -2 {
		at = cell{-2 - c.fieldHome(-3-scope, name), name}
	} else if kind != GlobalVar {
		at.name = "this." + at.name
	} else {
		if at, path = c.variable(file, name, 0); at.scope == -1 && !strings.HasPrefix(name, "global.") && !strings.HasPrefix(name, "globalThis.") && !strings.HasPrefix(name, "window.") {
			at, path = cell{-1, ""}, ""
		}
	}
	id, ok := c.ids[at]
	if !ok {
		id = int32(len(c.readers))
		c.ids[at] = id
		c.readers = append(c.readers, nil)
		if kind != GlobalVar {
			c.fields = append(c.fields, id)
		}
	}
	e := cellEnd{cell: id, path: path}
	c.memo[file][key] = e
	return e
}

// classOf gives the class in whose method a function stands, plus 1, or 0.
func (c *cells) classOf(file, fn int32) int32 {
	f := c.files[file]
	for up := 0; fn >= 0 && up < 64; fn, up = f.funcs[fn].owner, up+1 {
		x := &f.funcs[fn]
		if x.class >= 0 {
			return c.classBase[file] + x.class + 1
		}
		if x.receiver != 0 {
			if e := c.lookup(file, f.strs[x.receiver], 0); e.kind == aClass {
				return e.a + 1
			}
		}
	}
	return 0
}

// fieldHome gives the farthest class above that has a field.
func (c *cells) fieldHome(cl int32, name string) int32 {
	line := c.above(cl)
	for k := len(line) - 1; k > 0; k-- {
		i, x := c.class(line[k])
		f := c.files[i]
		if f.find(f.fields[x.fields.lo:x.fields.hi], name) >= 0 {
			return line[k]
		}
	}
	return cl
}

// variable gives the variable that a name stands for in a file, and the place in it. The name may be dotted, and canonical:
// "state", "config.state.user", "./config.state".
func (c *cells) variable(file int32, name string, depth int) (cell, Path) {
	f := c.files[file]
	if depth > maxEval {
		return cell{-1, name}, ""
	}
	if jsLike(f.Language) {
		name = strings.TrimPrefix(strings.TrimPrefix(name, "module."), "exports.")
	}
	first, path := name, ""
	if i := strings.IndexByte(name, '.'); i > 0 {
		first, path = name[:i], trim(name[i:])
	}
	if at := f.find(f.names, first); at >= 0 {
		d := f.strs[f.names[at].value]
		if !strings.HasPrefix(d, "#M") {
			return cell{file, first}, path
		}
		root, item, inner := strings.Cut(d, ".")
		if inner {
			item = "." + item
		}
		if n, err := strconv.Atoi(root[2:]); err == nil && n < len(f.imports) && n >= 0 {
			return c.imported(file, int32(n), item+path, name, depth)
		}
		return cell{-1, name}, ""
	}
	best, rest := -1, ""
	for i, source := range f.imports {
		text := strings.TrimPrefix(f.strs[source], "node:")
		if best < 0 || len(text) > len(f.strs[f.imports[best]]) {
			if r, ok := strings.CutPrefix(name, text); ok && text != "" && (r == "" || r[0] == '.' || strings.HasSuffix(text, ".")) {
				best, rest = i, "."+strings.TrimPrefix(r, ".")
			}
		}
	}
	if best >= 0 {
		return c.imported(file, int32(best), rest, name, depth)
	}
	if f.Language == "go" { // of another file of the package
		for _, other := range c.inside[c.home[file]] {
			if o := c.files[other]; other != file && o.find(o.names, first) >= 0 {
				return cell{other, first}, path
			}
		}
	}
	if path == "" || jsLike(f.Language) && f.find(f.exports, first) >= 0 {
		return cell{file, first}, path
	}
	return cell{-1, name}, ""
}

// imported follows a name into a module: what is there is ".item" and maybe more.
func (c *cells) imported(file, module int32, what Path, name string, depth int) (cell, Path) {
	of := c.module(file, module, 0)
	what = strings.TrimPrefix(what, ".")
	first, _, _ := strings.Cut(what, ".")
	switch {
	case what == "":
	case of.kind == aModule:
		return c.exportedVariable(of.a, what, depth+1)
	case of.kind == aFolder:
		for _, other := range c.inside[of.a] {
			if o := c.files[other]; o.find(o.names, first) >= 0 {
				return c.variable(other, what, depth+1)
			}
		}
	}
	return cell{-1, name}, ""
}

// exportedVariable follows an export to the variable that it is.
func (c *cells) exportedVariable(file int32, name string, depth int) (cell, Path) {
	f := c.files[file]
	if !jsLike(f.Language) || depth > maxEval {
		return c.variable(file, name, depth)
	}
	first, path := name, ""
	if i := strings.IndexByte(name, '.'); i > 0 {
		first, path = name[:i], trim(name[i:])
	}
	at := f.find(f.exports, first)
	if at < 0 { // a member of the default
		if at = max(f.find(f.exports, "default"), f.find(f.exports, "=")); at >= 0 {
			first, path = "default", trim("."+name)
		}
	}
	if at >= 0 {
		d := f.strs[f.exports[at].value]
		if strings.HasPrefix(d, "$") && !strings.ContainsAny(d, "(!") {
			return c.variable(file, d[1:]+path, depth+1)
		}
		if root, item, inner := strings.Cut(d, "."); inner && strings.HasPrefix(root, "#M") {
			if n, err := strconv.Atoi(root[2:]); err == nil && n >= 0 && n < len(f.imports) {
				return c.imported(file, int32(n), "."+item+path, name, depth)
			}
		}
	} else {
		for _, b := range f.exports {
			if d := f.strs[b.value]; f.strs[b.name] == "*" && strings.HasPrefix(d, "#M") {
				if n, err := strconv.Atoi(d[2:]); err == nil && n >= 0 && n < len(f.imports) {
					if of := c.module(file, int32(n), 0); of.kind == aModule && of.a != file && c.files[of.a].find(c.files[of.a].exports, first) >= 0 {
						return c.exportedVariable(of.a, name, depth+1)
					}
				}
			}
		}
	}
	return cell{file, first}, path
}

// related holds for classes of which one inherits from the other.
func (p *project) related(a, b int32) bool {
	return a >= 0 && b >= 0 && (slices.Contains(p.above(a), b) || slices.Contains(p.above(b), a))
}

// written gives the cell that a target leaves data in, and the place in it.
func (s *solver) written(file int32, t *target, path int32) (e cellEnd, whole int32, ok bool) {
	name := s.files[file].strs[t.name]
	if t.kind == Receiver {
		text := s.paths.text[path]
		if name = fieldOf(text); name == "" {
			return e, 0, false
		}
		path = s.paths.number(text[len(name)+1:])
	}
	e = s.cells.of(file, t.kind, t.fun, name)
	return e, s.paths.join(s.paths.number(e.path), path), true
}

func (s *solver) isRead(file int32, t *target, path int32) bool {
	e, _, ok := s.written(file, t, path)
	return ok && e.cell != s.cells.foreign && len(s.cells.readers[e.cell]) > 0
}

// toCell passes on what was left in a global or a field to all that read it.
func (s *solver) toCell(file int32, t *target, path, kind int32, m []uint64, rec, arr int32) {
	writer := s.files[file].funcs[t.fun].flavour
	if s.intra && writer != isRoot && writer != isInit {
		return
	}
	e, whole, ok := s.written(file, t, path)
	if !ok {
		return
	}
	kept := append(s.kept[:0], m...)
	how, class := byGlobal, int32(-1)
	if t.kind != GlobalVar {
		// What a caller handed in belongs to one object and is followed with it; what the class itself fetches is in all.
		if c := &s.ctxs[s.facts.at(s.recs.at(rec).fact).ctx]; !c.open && c.door.kind != Captured {
			return
		}
		how, class = byField, s.cells.classOf(file, t.fun)
	}
	for _, r := range s.cells.readers[e.cell] {
		if !s.tick() {
			return
		}
		to := r.file
		m := append(s.scratch[:0], kept...)
		if to != file {
			if s.intra {
				continue
			}
			for k := range m {
				m[k] &= s.within[k]
			}
		}
		at := s.paths.below(whole, s.paths.number(r.path))
		if at < 0 {
			continue
		}
		if class > 0 {
			if of := s.cells.classOf(to, s.files[to].origins[r.node-s.originBase[to]].fun); of != class && !s.related(of-1, class-1) {
				continue
			}
		}
		at = s.paths.join(s.paths.number(r.inside), at)
		fn := s.funcBase[to] + s.files[to].origins[r.node-s.originBase[to]].fun
		s.add(fact{ctx: s.openContext(fn), node: nodeOrigin | r.node, path: at, kind: kind}, m, record{pred: rec, via: -1, arr: arr, how: how})
	}
}
