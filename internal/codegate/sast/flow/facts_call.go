package flow

import (
	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// call adds a call of function fi.
func (r *reader) call(fi int32, c *Call) {
	u := r.u
	out := call{place: r.locate(c.Node), callee: r.intern(c.Callee), method: r.intern(c.Method), typ: r.intern(c.Type), local: -1, param: -1, holder: -1, args: c.Args, fun: fi}
	at := int32(len(r.calls))
	if c.Local > 0 && int(c.Local) < len(r.funcOf) {
		out.local = r.funcOf[c.Local]
	}
	if c.Node > 0 && int(c.Node) < len(u.Nodes) {
		r.callNode(c.Node, &out)
	}
	out.lambdas.lo = int32(len(r.lambdas))
	for _, l := range c.Lambdas {
		arg := lambda{index: l.Index, name: r.intern(l.Name), fun: -1, call: at}
		if l.Func > 0 && int(l.Func) < len(r.funcOf) {
			arg.fun = r.funcOf[l.Func]
		}
		if arg.fun < 0 && plainDotted(l.Callee) {
			arg.value = r.intern("$" + l.Callee)
		}
		r.lambdas = append(r.lambdas, arg)
	}
	if c.Node > 0 && int(c.Node) < len(u.Nodes) {
		r.functionArguments(c.Node, at, out.lambdas.lo)
	}
	out.lambdas.hi = int32(len(r.lambdas))
	r.calls = append(r.calls, out)
}

func plainDotted(s string) bool {
	for i := range len(s) {
		if s[i] == '(' || s[i] == '!' {
			return false
		}
	}
	return s != "" && len(s) <= maxDescription
}

// callNode reads from the tree what is called.
func (r *reader) callNode(id g.ID, out *call) {
	u := r.u
	switch u.Nodes[id].Kind {
	case g.New:
		out.flavour = isNew
		out.value = r.intern(r.describeType(u.Child(id, 0), 0))
		return
	case g.Call:
	default:
		return
	}
	callee := u.Child(id, 0)
	switch u.Nodes[callee].Kind {
	case g.Super: // super(…)
		out.flavour, out.own = isNew, true
		out.value = r.intern(r.describe(callee, 0))
	case g.This: // this(…)
		if c := r.classAround(callee); c >= 0 {
			out.flavour, out.own = isNew, true
			out.value = r.intern(numbered("#C", c))
		}
	case g.Member:
		name := u.Child(callee, 1)
		if name != 0 && out.method == 0 {
			out.method = r.intern(u.Name(name))
		}
		out.recv = r.intern(r.describe(u.Child(callee, 0), 0))
		out.own = r.ownObject(u.Child(callee, 0))
		out.value = r.intern(memberOf(r.strs[out.recv], u.Name(name)))
	default:
		out.value = r.intern(r.describe(callee, 0))
		if s := u.Uses[callee]; s != 0 && int(s) < len(u.Defs) { // a method named without its object
			out.own = u.Defs[s].Kind == names.Member && !u.Defs[s].Static
		}
	}
	// a call of a parameter, or of a member of one
	option := int32(0)
	if u.Nodes[callee].Kind == g.Member && u.Nodes[u.Child(callee, 0)].Kind == g.Ident {
		option = r.intern(u.Name(u.Child(callee, 1)))
		callee = u.Child(callee, 0)
	}
	if u.Nodes[callee].Kind != g.Ident {
		return
	}
	s := u.Uses[callee]
	if s == 0 || int(s) >= len(u.Defs) {
		return
	}
	d := &u.Defs[s]
	if d.Kind != names.Param || d.Owner == 0 || r.self(d) {
		return
	}
	param := d.Owner
	for up := 0; up < 6 && u.Nodes[param].Kind != g.Param; up++ { // ({onDone}) => onDone()
		param = u.Parents[param]
	}
	if u.Nodes[param].Kind != g.Param {
		return
	}
	fi := r.funcOf[u.Parents[u.Parents[param]]]
	if fi < 0 {
		return
	}
	if at := u.Part(param, 0); at != 0 && u.Nodes[at].Kind == g.Destructure && option == 0 {
		option = r.intern(d.Name)
	}
	i := int32(0)
	for c := range u.Children(u.Parents[param]) {
		if c == param {
			out.param, out.holder, out.option = i, fi, option
			return
		}
		if u.Nodes[c].Kind == g.Param && r.counts(c, fi) {
			i++
		}
	}
}

// ownObject holds for this, self, super and super().
func (r *reader) ownObject(id g.ID) bool {
	u := r.u
	switch u.Nodes[id].Kind {
	case g.This, g.Super:
		return true
	case g.Ident:
		s := u.Uses[id]
		return s != 0 && int(s) < len(u.Defs) && r.self(&u.Defs[s])
	case g.Call:
		return r.superCall(id)
	}
	return false
}

// counts holds for a parameter that has an index, as signature gives them.
func (r *reader) counts(param g.ID, fi int32) bool {
	u := r.u
	op := u.Nodes[param].Op
	if op == g.Receiver || (op == g.Positional || op == g.Keyword) && u.Part(param, 0) == 0 {
		return false
	}
	if at := u.Part(param, 0); at != 0 && u.Nodes[at].Kind == g.Ident && u.Uses[at] != 0 && int(u.Uses[at]) < len(u.Defs) {
		return !r.self(&u.Defs[u.Uses[at]])
	}
	return true
}

// functionArguments adds the arguments that are known to be functions beyond those that the local phase lists: members of
// the object, and what another file exports.
func (r *reader) functionArguments(id g.ID, at, lo int32) {
	u := r.u
	args := u.Child(id, 1)
	if args == 0 || u.Nodes[args].Kind != g.Args {
		return
	}
	i := int32(-1)
	for a := range u.Children(args) {
		name, value := int32(0), a
		if u.Nodes[a].Kind == g.NamedArg {
			name, value = r.intern(u.Name(u.Child(a, 0))), u.Child(a, 1)
		} else {
			i++
		}
		index := i
		if name != 0 {
			index = -1
		}
		if u.Nodes[value].Kind == g.Dict && name == 0 {
			for pair := range u.Children(value) {
				switch u.Nodes[pair].Kind {
				case g.Pair:
					if key := u.Child(pair, 0); u.Nodes[pair].Op != g.Computed && (u.Nodes[key].Kind == g.Ident || u.Nodes[key].Kind == g.String) {
						r.functionArgument(u.Child(pair, 1), index, r.intern(u.Name(key)), at, lo)
					}
				case g.Func:
					if key := u.Part(pair, 0); key != 0 {
						r.functionArgument(pair, index, r.intern(u.Name(key)), at, lo)
					}
				}
			}
			continue
		}
		r.functionArgument(value, index, name, at, lo)
	}
}

func (r *reader) functionArgument(value g.ID, index, name, at, lo int32) {
	u := r.u
	switch u.Nodes[value].Kind {
	case g.Ident, g.Member, g.Lambda, g.Func, g.Call:
	default:
		return
	}
	fun, d := int32(-1), r.describe(value, 0)
	if d == "" || len(r.lambdas)-int(lo) >= 32 {
		return
	}
	if u.Nodes[value].Kind == g.Lambda || u.Nodes[value].Kind == g.Func {
		fun = r.funcOf[value]
	}
	for i := lo; i < int32(len(r.lambdas)); i++ {
		if l := &r.lambdas[i]; l.name == name && (l.index == index || name != 0 && (l.index < 0 || index < 0)) {
			if l.fun < 0 {
				l.fun, l.value = fun, r.intern(d)
			}
			return
		}
	}
	r.lambdas = append(r.lambdas, lambda{index, name, r.intern(d), fun, at})
}
