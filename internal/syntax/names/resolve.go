package names

import (
	"cmp"
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// Resolve gives every name of a file its meaning. It takes time in the size of the file, whatever the file holds.
func Resolve(f *g.File) *Table {
	n := len(f.Nodes)
	t := &Table{File: f, Parents: make([]g.ID, n), Uses: make([]Symbol, n), canon: make([]name, n), memo: make([]uint32, n),
		members: map[uint64]Symbol{}, Defs: make([]Def, 1, 16+n/24), strings: []string{""}}
	t.rules = languages[f.Language]
	if t.rules == nil {
		t.rules = anyLanguage
	}
	if n < 2 {
		t.first = make([]int32, 2)
		return t
	}
	r := &resolver{Table: t, byName: make(map[uint64]int32, n/24), head: make([]int32, len(f.Strings)),
		bindings: make([]binding, 1, 16+n/24), scopes: make([]scope, 0, 16+n/60)}
	r.collect()
	r.attach()
	r.outermost()
	r.use()
	r.implied()
	r.assignFields()
	r.order()
	(&namer{Table: t, ids: map[string]name{}, chains: map[uint64]name{}, words: map[string]name{}}).run()
	return t
}

// outermost keeps the names of the file's own scope, for its list of exports.
func (r *resolver) outermost() {
	if !r.rules.hoist {
		return
	}
	r.outer = map[int32]Symbol{}
	for b := r.scopes[0].first; b != 0; b = r.bindings[b].next {
		r.outer[r.bindings[b].ref] = r.bindings[b].sym
	}
}

// attach gives methods that stand outside their class to it.
func (r *resolver) attach() {
	for _, m := range r.methods {
		if class := r.held(0, m.ref); class > 0 && r.Defs[class].Kind == Class {
			r.Defs[m.sym].Scope = r.Defs[class].Owner
			r.member(r.Defs[class].Owner, m.name, m.sym)
		}
	}
}

// use goes through the arena again and finds what each name means.
func (r *resolver) use() {
	next := 0
	for id := g.ID(1); int(id) < len(r.Nodes); id++ {
		for len(r.stack) > 0 && r.scopes[r.top()].end <= id {
			r.leave()
		}
		for ; next < len(r.scopes) && r.scopes[next].start == id; next++ {
			r.enter(int32(next))
		}
		n := &r.Nodes[id]
		switch n.Kind {
		case g.Ident:
			if n.Ref != 0 && r.Uses[id] == 0 && r.isUse(id) {
				r.ident(id, n.Ref)
			}
		case g.TypeName:
			if r.Uses[id] == 0 {
				if sym := r.lookup(id, n.Ref); sym != 0 {
					switch r.Defs[sym].Kind {
					case Class, Type, Imported, Global, Member:
						r.Uses[id] = sym
					}
				}
			}
		case g.This, g.Super:
			if class := r.scopes[r.top()].class; class != 0 {
				if name := r.named(class); name != 0 {
					r.Uses[id] = r.Uses[name]
				}
			}
		case g.Assign, g.AssignOp:
			if k := r.Nodes[id+1].Kind; n.Size > 1 && (k == g.Member || k == g.Index) {
				r.fields = append(r.fields, id)
			}
		case g.Unary:
			if n.Size > 1 && (n.Op >= g.Inc && n.Op <= g.PostDec || n.Op == g.Delete || n.Op == g.AddressOf) {
				if k := r.Nodes[id+1].Kind; k == g.Member || k == g.Index {
					r.fields = append(r.fields, id)
				}
			}
		}
	}
}

// ident resolves a name that is used as a variable.
func (r *resolver) ident(id g.ID, ref int32) {
	sym := r.lookup(id, ref)
	if sym == 0 {
		r.free = append(r.free, id)
		if value, _, written := r.written(id); written && value != id {
			r.implicit = append(r.implicit, id)
		}
		return
	}
	r.meet(id, sym)
	d := &r.Defs[sym]
	if r.scopes[r.top()].fn != d.fn {
		d.Captured = true
	}
}

// meet notes that a name means a symbol, and what is done to it there.
func (r *resolver) meet(id g.ID, sym Symbol) {
	r.Uses[id] = sym
	value, owner, written := r.written(id)
	switch {
	case !written:
	case value == id: // its address
		r.Defs[sym].escapes = true
	default:
		r.write(sym, id, value, owner, "")
	}
}

// written tells whether a variable gets a value where it stands, and which one: 0 for one that has no expression of its own,
// the variable itself where its address is taken.
func (r *resolver) written(id g.ID) (value, owner g.ID, ok bool) {
	p := r.Parents[id]
	n := &r.Nodes[p]
	switch n.Kind {
	case g.Assign:
		if p+1 == id {
			if r.Nodes[r.Parents[p]].Kind == g.Destructure {
				return 0, p, true
			}
			return r.second(p), p, true
		}
	case g.AssignOp:
		if p+1 == id {
			return p, p, true
		}
	case g.Unary:
		switch {
		case n.Op >= g.Inc && n.Op <= g.PostDec || n.Op == g.Delete:
			return 0, p, true
		case n.Op == g.AddressOf:
			return id, p, true
		}
	case g.ForEach:
		if p+1 == id {
			return 0, p, true
		}
	case g.Directive:
		if r.Name(p) == "del" {
			return 0, p, true
		}
	case g.Tuple, g.List, g.Destructure, g.Spread, g.Pair:
		c := id
		for range 16 {
			switch r.Nodes[p].Kind {
			case g.Tuple, g.List, g.Destructure, g.Spread, g.Dict:
			case g.Pair:
				if p+1 == c && r.Nodes[c].Next != 0 {
					return 0, 0, false
				}
			case g.Assign:
				return 0, p, p+1 == c
			case g.ForEach:
				return 0, p, p+1 == c
			case g.Var:
				return 0, p, r.Part(p, 0) == c && r.Nodes[c].Kind != g.Ident
			default:
				return 0, 0, false
			}
			c, p = p, r.Parents[p]
		}
	}
	return 0, 0, false
}

// isUse tells whether an Ident is a variable, and not a member's name, a key, a label, a tag.
func (t *Table) isUse(id g.ID) bool {
	p := t.Parents[id]
	switch n := &t.Nodes[p]; n.Kind {
	case g.Member:
		return p+1 == id
	case g.Pair:
		return p+1 != id || n.Op == g.Computed || t.rules.cases && t.mapKey(p)
	case g.NamedArg, g.XmlAttr, g.Label:
		return p+1 != id
	case g.Break, g.Continue, g.Goto, g.Import, g.ImportItem, g.Package, g.MV, g.Typed:
		return false
	case g.Func, g.Class, g.Field, g.Param:
		return t.Part(p, 0) != id
	case g.Lambda:
		return t.Part(p, 0) != id || t.Nodes[id].Next == 0
	case g.Xml:
		if p+1 == id && t.Nodes[id].Ref != 0 {
			return !strings.ContainsAny(t.Name(id)[:1], "abcdefghijklmnopqrstuvwxyz")
		}
	case g.TypeOther:
		return n.Op != g.Map
	}
	return true
}

// mapKey tells whether the keys of a composite literal of Go are expressions, as those of maps and lists are.
func (t *Table) mapKey(pair g.ID) bool {
	made := t.Parents[t.Parents[pair]]
	if t.Nodes[made].Kind != g.New {
		return false
	}
	n := &t.Nodes[made+1]
	return n.Kind == g.TypeArray || n.Kind == g.TypeOther && n.Op == g.Map
}

// runtimeNames are names that the runtime gives: to assign one is not to define it.
var runtimeNames = map[string]bool{"exports": true, "module": true, "require": true, "window": true, "document": true, "location": true,
	"name": true, "self": true, "globalThis": true, "global": true, "status": true, "process": true, "console": true,
	"onmessage": true, "onerror": true, "onload": true, "Promise": true, "fetch": true}

// implied defines what JavaScript's scripts assign without a declaration: a variable of the file.
func (r *resolver) implied() {
	if !r.rules.hoist || len(r.implicit) == 0 {
		return
	}
	byRef := map[int32]Symbol{}
	for _, id := range r.implicit {
		ref := r.Nodes[id].Ref
		if byRef[ref] == 0 && !runtimeNames[r.Name(id)] {
			byRef[ref] = Symbol(len(r.Defs))
			r.Defs = append(r.Defs, Def{Name: r.Name(id), Kind: Global, At: id, Owner: r.Parents[id], Scope: 1, Captured: true})
		}
	}
	for _, id := range r.free {
		if sym := byRef[r.Nodes[id].Ref]; sym != 0 {
			r.meet(id, sym)
		}
	}
}

// selfOf gives the class whose method has the symbol as its own object: Python's first parameter, Go's receiver.
func (t *Table) selfOf(sym Symbol) g.ID {
	d := &t.Defs[sym]
	if d.Kind != Param || t.Nodes[d.Owner].Kind != g.Param {
		return 0
	}
	params := t.Parents[d.Owner]
	fn := t.Parents[params]
	if params+1 != d.Owner || t.Nodes[fn].Kind != g.Func {
		return 0
	}
	if t.Nodes[d.Owner].Op == g.Receiver {
		if typ := t.receiver(params); typ != 0 && t.Uses[typ] != 0 {
			if c := t.Defs[t.Uses[typ]]; c.Kind == Class {
				return c.Owner
			}
		}
		return 0
	}
	block := t.Parents[fn]
	if class := t.Parents[block]; t.rules.body && t.Nodes[block].Kind == g.Block && t.Nodes[class].Kind == g.Class && !t.static(fn) {
		return class
	}
	return 0
}

// static tells whether a function of Python has @staticmethod before it.
func (t *Table) static(fn g.ID) bool {
	for c, n := t.First(fn), 0; c != 0 && t.Nodes[c].Kind == g.Decorator && n < 32; c, n = t.Nodes[c].Next, n+1 {
		if t.Nodes[c].Size > 1 && t.Name(c+1) == "staticmethod" {
			return true
		}
	}
	return false
}

// classOf gives the class of what is this, self or a receiver, or 0.
func (t *Table) classOf(id g.ID) g.ID {
	sym := t.Uses[id]
	if sym == 0 {
		return 0
	}
	switch t.Nodes[id].Kind {
	case g.This, g.Super:
		return t.Defs[sym].Owner
	case g.Ident:
		return t.selfOf(sym)
	}
	return 0
}

// Field gives the member that this.x, self.x or a receiver's x means, or 0.
func (t *Table) Field(id g.ID) Symbol {
	if t.Nodes[id].Kind != g.Member || t.Nodes[id].Size < 3 {
		return 0
	}
	class := t.classOf(id + 1)
	if class == 0 {
		return 0
	}
	return t.members[key(int32(class), t.Nodes[t.Nodes[id+1].Next].Ref)]
}

// assignFields notes what assignments to members do: they write a field of the class, or change what a variable holds.
func (r *resolver) assignFields() {
	for _, id := range r.fields {
		target := id + 1
		if r.Nodes[target].Kind == g.Member && r.Nodes[target].Size > 2 {
			if class := r.classOf(target + 1); class != 0 {
				name := r.Nodes[target+1].Next
				ref := r.Nodes[name].Ref
				sym := r.members[key(int32(class), ref)]
				if sym == 0 && ref != 0 && r.Nodes[id].Kind == g.Assign {
					sym = Symbol(len(r.Defs))
					r.Defs = append(r.Defs, Def{Name: r.Name(name), Kind: Member, At: name, Owner: id, Scope: class})
					r.members[key(int32(class), ref)] = sym
				}
				if sym != 0 {
					value := r.second(id)
					if r.Nodes[id].Kind != g.Assign {
						value = 0
					}
					r.write(sym, name, value, id, "")
				}
				continue
			}
		}
		if n := &r.Nodes[target]; n.Kind == g.Member && n.Size > 2 {
			if r.foreign == nil {
				r.foreign = map[int32]bool{}
			}
			r.foreign[r.Nodes[r.Nodes[target+1].Next].Ref] = true
		}
		// The root of the chain has something below it written.
		for n := 0; n < 64 && (r.Nodes[target].Kind == g.Member || r.Nodes[target].Kind == g.Index) && r.Nodes[target].Size > 1; n++ {
			if sym := r.Field(target); sym != 0 {
				r.Defs[sym].mutated = true
			}
			target++
		}
		if sym := r.Uses[target]; sym != 0 && r.Nodes[target].Kind == g.Ident {
			r.Defs[sym].mutated = true
		}
	}
}

// order sorts the writes by symbol and place.
func (r *resolver) order() {
	slices.SortFunc(r.writes, func(a, b write) int {
		return cmp.Or(cmp.Compare(a.sym, b.sym), cmp.Compare(a.at, b.at))
	})
	r.first = make([]int32, len(r.Defs)+1)
	for i := len(r.Defs) - 1; i > 0; i-- {
		if r.Defs[i].Kind == Class {
			if r.classes == nil {
				r.classes = map[string]Symbol{}
			}
			r.classes[r.Defs[i].Name] = Symbol(i)
		}
	}
	at := 0
	for sym := range r.first {
		for at < len(r.writes) && int(r.writes[at].sym) < sym {
			at++
		}
		r.first[sym] = int32(at)
	}
}

// writesOf gives the places that give a symbol a value, in the order of the text.
func (t *Table) writesOf(sym Symbol) []write { return t.writes[t.first[sym]:t.first[sym+1]] }
