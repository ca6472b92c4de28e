package flow

import (
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// A callee is what is called, as far as the file says.
type callee struct {
	node      generic.ID // of a call on an object: the Member
	canonical string
	method    string
	typ       string
	recv      generic.ID // the object
	object    int32      // its value, or that of a function that is computed
	local     generic.ID
	isNew     bool
	outside   bool // the object is a module, class or something else that the file does not define
}

// newCallee finds the constructor of a class of the file.
func (b *body) newCallee(c *callee, typ generic.ID) {
	c.typ = c.canonical
	if n := &b.Nodes[typ]; n.Kind == generic.TypeApply {
		typ = b.First(typ)
		if c.canonical == "" {
			c.canonical, _ = b.Canonical(typ)
		}
	}
	if c.canonical == "" {
		c.canonical = b.Name(typ)
	}
	d := b.Def(typ)
	if d == nil || d.Kind != names.Class || b.Nodes[d.Owner].Kind != generic.Class {
		return
	}
	want := ""
	switch b.Language {
	case "python":
		want = "__init__"
	case "java", "csharp":
		want = d.Name
	default:
		want = "constructor"
	}
	if s := b.stepOf(want) - stepBase; int(s) < len(b.Strings) {
		c.local = b.methodOf(d.Owner, s, b.countArgs(typ))
	}
}

// codeOf gives a definition that has a body here.
func (b *body) codeOf(owner generic.ID) generic.ID {
	if owner == 0 || !unitKind(b.Nodes[owner].Kind) {
		return 0
	}
	return owner
}

// selfName says whether an expression is the name of the receiver.
func (b *body) selfName(id generic.ID) bool {
	d := b.Def(id)
	if d == nil || d.Kind != names.Param || b.Nodes[id].Kind != generic.Ident {
		return false
	}
	if v := b.cur[b.refer[id]]; v > 0 && b.values[v].op == opOrigin {
		return b.origins[b.values[v].a].Kind == Receiver
	}
	return false
}

// countArgs counts the arguments of the call whose callee is given.
func (b *body) countArgs(callee generic.ID) int {
	args := b.Nodes[callee].Next
	if args == 0 || b.Nodes[args].Kind != generic.Args {
		return 0
	}
	n := 0
	for range b.Children(args) {
		n++
	}
	return n
}

// imported says whether a name or a chain of members starts at an import.
func (b *body) imported(id generic.ID) bool {
	for range 16 {
		switch b.Nodes[id].Kind {
		case generic.Member, generic.Call:
			id = b.First(id)
			continue
		case generic.Ident:
			return b.refer[id] != 0 && b.vars[b.refer[id]].kind == varImport
		}
		break
	}
	return false
}

// fromLibrary says whether an object is what a function of a library gave: its methods are none of the project's.
func (b *body) fromLibrary(v int32) bool {
	if b.Language != "javascript" && b.Language != "typescript" && b.Language != "tsx" {
		return false
	}
	for range 16 {
		switch x := &b.values[v]; x.op {
		case opCopy, opClean, opSource:
			v = x.a
		case opJoin:
			v = b.lists[x.first]
		case opOrigin:
			o := &b.origins[x.a]
			if o.Kind != CallResult || b.calls[o.Call].Local != 0 {
				return false
			}
			name := b.calls[o.Call].Callee
			return name != "" && name[0] != '.' && name[0] != '/' && b.imported(b.First(b.calls[o.Call].Node))
		default:
			return false
		}
		if v <= 0 {
			return false
		}
	}
	return false
}
