package route

import (
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

const (
	maxRefs  = 40 // of one step
	maxStep  = 4  // names that stand for names
	maxWords = 60 // bytes of what is shown of a step
)

// step takes an expression as a step: the names in it are references, but not those inside functions, whose code is the step's
// own.
func (b *builder) step(id g.ID) Step {
	s := Step{Place: b.at(id), Text: b.words(id)}
	b.refs(&s, id, 0, 0)
	return s
}

// steps takes several expressions, lists taken apart.
func (b *builder) steps(ids ...g.ID) (all []Step) {
	for _, id := range ids {
		if id == 0 {
			continue
		}
		switch b.u.Nodes[id].Kind {
		case g.List, g.Tuple:
			for c := range b.u.Children(id) {
				all = append(all, b.steps(c)...)
			}
		case g.Spread:
			all = append(all, b.steps(b.u.First(id))...)
		case g.Empty, g.Null:
		case g.Cond:
			for _, c := range []g.ID{b.u.Child(id, 1), b.u.Child(id, 2)} {
				for _, s := range b.steps(c) {
					s.Maybe = true
					all = append(all, s)
				}
			}
		default:
			if len(all) < 100 {
				all = append(all, b.step(id))
			}
		}
	}
	return all
}

// refs collects the references of an expression.
func (b *builder) refs(s *Step, id g.ID, follow, depth int) {
	if id == 0 || id == b.skip || depth > 30 || len(s.Refs) >= maxRefs {
		return
	}
	n := &b.u.Nodes[id]
	switch n.Kind {
	case g.Lambda, g.Func, g.String, g.Int, g.Empty:
		return
	case g.Dict:
		for c := range b.u.Children(id) {
			if b.u.Nodes[c].Kind == g.Pair {
				b.refs(s, b.u.Child(c, 1), follow, depth+1)
			}
		}
		return
	case g.Pair: // Config{Limit: n}
		b.refs(s, b.u.Child(id, 1), follow, depth+1)
		return
	case g.Call, g.New:
		callee := b.u.First(id)
		if of, name := b.member(id); name == "bind" { // orders.list.bind(orders)
			b.refs(s, of, follow, depth+1)
			return
		}
		if n.Kind == g.Call && b.u.Nodes[callee].Kind != g.Ident && b.u.Nodes[callee].Kind != g.Member {
			b.refs(s, callee, follow, depth+1) // f(x)(y)
		} else if k := b.u.Nodes[callee].Kind; callee != 0 && (n.Kind == g.Call || k == g.Ident || k == g.Member || k == g.TypeName || k == g.Qualified) { // not []string{…}
			b.ref(s, callee, id, follow, depth)
			if b.u.Nodes[callee].Kind == g.Member { // a chain: the calls before
				if inner := b.u.First(callee); b.u.Nodes[inner].Kind == g.Call || b.u.Nodes[inner].Kind == g.New {
					b.refs(s, inner, follow, depth+1)
				}
			}
		}
		for c := range b.u.Children(id) {
			if b.u.Nodes[c].Kind == g.Args {
				for a := range b.u.Children(c) {
					b.refs(s, a, follow, depth+1)
				}
			}
		}
		return
	case g.Ident, g.Member, g.TypeName:
		b.ref(s, id, 0, follow, depth)
		return
	case g.NamedArg: // its name stands for nothing
		b.refs(s, b.u.Child(id, 1), follow, depth+1)
		return
	}
	for c := range b.u.Children(id) {
		b.refs(s, c, follow, depth+1)
	}
}

// ref adds one name; call is the call whose callee it is, or 0.
func (b *builder) ref(s *Step, id, call g.ID, follow, depth int) {
	if len(s.Refs) >= maxRefs {
		return
	}
	root := id
	for n := 0; n < 32 && b.u.Nodes[root].Kind == g.Member; n++ {
		root = b.u.First(root)
	}
	r := Ref{Asked: b.ask(id), Call: call != 0}
	if call != 0 { // require('./x')(deps), where what is called is asked as a whole
		if b.requires(call) {
			r.Asked, r.Call = b.ask(call), false
		}
	}
	if k := b.u.Nodes[id].Kind; call != 0 && (k == g.TypeName || k == g.TypeApply) { // new X(): an object of X
		r.Asked, r.Call = b.ask(call), false
	}
	r.Name, _ = b.u.Canonical(id)
	r.Quiet = b.u.Language == "python" && b.plan.covers(r.Name)
	if b.u.Nodes[id].Kind == g.TypeName && b.u.Language == "go" && strings.Contains(b.u.Name(id), ".") { // cors.Config{…}
		r.Free = true
	}
	if root != id && r.Name == "" && b.u.Nodes[id].Kind == g.Member {
		r.Field = b.u.Name(b.u.Child(id, 1))
	}
	if root != 0 && (b.u.Nodes[root].Kind == g.Ident || b.u.Nodes[root].Kind == g.TypeName) {
		switch d := b.u.Def(root); {
		case d == nil:
		case d.Kind == names.Param:
			r.Free = true
		case d.Kind == names.Imported:
			r.Free = !strings.HasPrefix(d.Canonical, ".") && !strings.HasPrefix(d.Canonical, "@/") && !strings.HasPrefix(d.Canonical, "~") && !strings.HasPrefix(d.Canonical, "src/")
		case root == id && d.Value != 0 && (d.Path == "" || b.u.Nodes[d.Value].Kind == g.Call && !b.requires(d.Value)) && follow < maxStep:
			switch b.u.Nodes[d.Value].Kind {
			case g.Call, g.New, g.List, g.Tuple, g.Dict, g.Ident, g.Member, g.Await, g.Unary, g.Lambda:
				r.Free = true // by what it is made of
				s.Also = append(s.Also, b.at(d.Value))
				b.refs(s, d.Value, follow+1, depth+1)
			}
		}
		d := b.u.Def(root)
		if d != nil && root != id && r.Name == "" && d.Value != 0 && d.Path == "" && (b.u.Nodes[d.Value].Kind == g.Call || b.u.Nodes[d.Value].Kind == g.New) {
			if made, _ := b.u.Canonical(b.u.First(d.Value)); made != "" && !strings.HasPrefix(made, ".") && !strings.HasPrefix(made, "@/") && !strings.HasPrefix(made, "~") && !b.requires(d.Value) {
				r.Free, r.Name = true, made // a method of what a library made: upload.single
			}
		}
		if root != id && d != nil && !r.Free && (d.Kind == names.Imported || d.Value != 0 && b.u.Nodes[d.Value].Kind == g.Call && b.requires(d.Value)) {
			r.Root = b.ask(root)
			if b.u.Nodes[id].Kind == g.Member && b.u.First(id) == root {
				r.Field = b.u.Name(b.u.Child(id, 1))
			}
		}
		if root == id && d != nil && !r.Free { // import { list } from './handlers'
			switch {
			case d.Kind == names.Imported:
				r.Field = d.Canonical[strings.LastIndexByte(d.Canonical, '.')+1:]
			case d.Path != "" && d.Value != 0 && b.u.Nodes[d.Value].Kind == g.Call && b.requires(d.Value):
				r.Field = d.Path
			}
		}
		if n := b.objectOfSymbol(root); n > 0 && s.Local == 0 {
			s.Local = n
		}
	}
	if b.u.Language == "python" && r.Free && root == id {
		if d := b.u.Def(root); d != nil && d.Kind != names.Imported {
			r.Quiet = true // what it is made of is known for what it is
		}
	}
	s.Refs = append(s.Refs, r)
}

// objectOfSymbol gives the object that a name stands for where one is known already, from 1.
func (b *builder) objectOfSymbol(id g.ID) int {
	if sym := b.u.Uses[id]; sym != 0 {
		for i, s := range b.symbols {
			if s == sym {
				return i + 1
			}
		}
	}
	return 0
}

// requires tells require('…') and import('…').
func (b *builder) requires(call g.ID) bool {
	callee := b.u.First(call)
	if callee == 0 || b.u.Nodes[callee].Kind != g.Ident {
		return false
	}
	name := b.u.Name(callee)
	return name == "require" || name == "import"
}

// words shows an expression by its names alone.
func (b *builder) words(id g.ID) string {
	text := ""
	for depth := 0; id != 0 && depth < 8; depth++ {
		switch b.u.Nodes[id].Kind {
		case g.Lambda, g.Func:
			if name := b.u.Part(id, 0); name != 0 {
				return b.u.Name(name)
			}
			return "a function here"
		case g.Call, g.New:
			if b.requires(id) {
				if list, _ := b.args(id); len(list) > 0 {
					if s, ok := b.constant(list[0]); ok {
						return clipped(s)
					}
				}
			}
			id = b.u.First(id)
			continue
		case g.Member, g.Ident, g.TypeName:
			if text = b.dotted(id); text == "" {
				id = b.u.First(id)
				continue
			}
			return clipped(text)
		case g.Decorator, g.Await, g.Unary:
			id = b.u.First(id)
			continue
		}
		break
	}
	return clipped(text)
}

func clipped(s string) string { return s[:min(len(s), maxWords)] }
