package names

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// Canonical gives the dotted name that an Ident, a Member chain or a TypeName stands for, through imports and through
// variables that always stand for the same thing: "child_process.exec", "os.system", "java.lang.String", "os/exec.Command".
// A call that gives a module (require, import, import_module) has the module's name. A name that nothing defines is
// itself. What begins at a variable, a parameter, or a function or class of a file whose language gives it no package is
// "". A relative module keeps its dots: "./util.x", "..q". Maybe says that it need not be this one; Names has the others.
func (t *Table) Canonical(id g.ID) (name string, maybe bool) {
	n := t.canon[id]
	return t.strings[n>>2], n&marks&1 != 0
}

// Names gives all names that Canonical could have given: one, none, or several where it is not sure.
func (t *Table) Names(id g.ID) []string {
	first, unsure := t.Canonical(id)
	if first == "" {
		return nil
	}
	all := []string{first}
	if !unsure {
		return all
	}
	root := id
	for n := 0; n < 64 && t.Nodes[root].Kind == g.Member; n++ {
		root = t.First(root)
	}
	base, _ := t.Canonical(root)
	rest, ok := strings.CutPrefix(first, base)
	if !ok {
		return all
	}
	if d := t.Def(root); d != nil {
		if d.Also != "" {
			all = append(all, d.Also+rest)
		}
		return all
	}
	word := t.Name(root)
	for _, s := range t.stars {
		if name := join(s, word) + rest; name != first {
			all = append(all, name)
		}
	}
	return all
}

// A namer gives nodes their canonical names.
type namer struct {
	*Table
	ids    map[string]name
	chains map[uint64]name // name and string: the name of the member
	words  map[string]name // of free names and types
	defs   []name          // by symbol
	state  []uint8         // by symbol: 1 in work, 2 done
}

// aliasLimit is how many variables a name is followed through.
const aliasLimit = 20

func (n *namer) intern(s string, m name) name {
	if s == "" || len(s) > nameLimit {
		return 0
	}
	id, ok := n.ids[s]
	if !ok {
		id = name(len(n.strings)) << 2
		n.strings = append(n.strings, s)
		n.ids[s] = id
	}
	return id | m
}

// nameLimit is the longest canonical name.
const nameLimit = 400

// member gives the name of what is in something with a name.
func (n *namer) member(object name, ref int32) name {
	if object == 0 || ref == 0 {
		return 0
	}
	k := uint64(object)<<32 | uint64(ref)
	if got, ok := n.chains[k]; ok {
		return got
	}
	got := name(0)
	base, word := n.strings[object>>2], n.Strings[ref]
	switch {
	case word == "default" && object&module != 0:
		got = object
	case len(base)+len(word) < nameLimit:
		got = n.intern(join(base, word), object&maybe)
	}
	n.chains[k] = got
	return got
}

func (n *namer) run() {
	n.defs, n.state = make([]name, len(n.Defs)), make([]uint8, len(n.Defs))
	for id := g.ID(len(n.Nodes) - 1); id > 0; id-- { // children before parents
		switch n.Nodes[id].Kind {
		case g.Ident, g.Member, g.TypeName, g.Call, g.Await, g.Cast, g.Tuple, g.Index, g.TypeApply:
			n.canon[id] = n.node(id, 0)
		}
	}
}

// node names a node whose children are named, or, where depth is not 0, one further back in the text.
func (n *namer) node(id g.ID, depth int) name {
	node := &n.Nodes[id]
	switch node.Kind {
	case g.Ident:
		if sym := n.Uses[id]; sym != 0 {
			return n.symbol(sym, depth)
		}
		if node.Ref != 0 && n.isUse(id) {
			return n.freeName(id)
		}
	case g.TypeName:
		return n.typeName(id, depth)
	case g.Member:
		if node.Size < 3 {
			return 0
		}
		word := n.Nodes[id+1].Next
		if n.Nodes[word].Kind != g.Ident {
			return 0
		}
		if sym := n.Field(id); sym != 0 {
			return n.symbol(sym, depth)
		}
		return n.member(n.inner(id+1, depth), n.Nodes[word].Ref)
	case g.Index:
		if node.Size > 2 && n.rules.hoist {
			if i := n.Nodes[id+1].Next; n.Nodes[i].Kind == g.String && plain(n.Name(i)) {
				return n.member(n.inner(id+1, depth), n.Nodes[i].Ref)
			}
		}
	case g.Call:
		return n.call(id, depth)
	case g.Await:
		if node.Size > 1 {
			return n.inner(id+1, depth)
		}
	case g.Cast:
		if v := n.Child(id, 1); v != 0 && n.rules.hoist {
			return n.inner(v, depth)
		}
	case g.TypeApply:
		if node.Size > 1 {
			return n.inner(id+1, depth)
		}
	case g.Tuple: // (0, f)(x)
		if node.Op == g.Comma && node.Size > 1 {
			c := id + 1
			for i := 0; n.Nodes[c].Next != 0 && i < 8; i++ {
				c = n.Nodes[c].Next
			}
			if n.Nodes[c].Next == 0 {
				return n.inner(c, depth)
			}
		}
	}
	return 0
}

// inner names a node's part: it is known already when all nodes are named in turn.
func (n *namer) inner(id g.ID, depth int) name {
	if depth == 0 {
		return n.canon[id]
	}
	if depth > aliasLimit {
		return 0
	}
	return n.node(id, depth+1)
}

// plain tells whether a string could stand behind a dot.
func plain(s string) bool {
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		return false
	}
	for i := range len(s) {
		if !part(s[i]) {
			return false
		}
	}
	return true
}

// symbol names what a symbol stands for.
func (n *namer) symbol(sym Symbol, depth int) name {
	switch n.state[sym] {
	case 1:
		return 0
	case 2:
		return n.defs[sym]
	}
	n.state[sym] = 1
	got := n.define(sym, depth)
	n.state[sym] = 2
	n.defs[sym] = got
	return got
}

func (n *namer) define(sym Symbol, depth int) name {
	d := &n.Defs[sym]
	switch d.Kind {
	case Imported:
		m := name(0)
		if n.isModule(d.Owner) {
			m = module
		}
		if d.Maybe {
			m |= maybe
		}
		return n.intern(d.Canonical, m)
	case Param, Bound, Type, NoDef:
		return 0
	case Class:
		if n.rules.members {
			return n.intern(n.className(d.Owner), 0)
		}
		return 0
	case Member:
		if n.rules.members {
			if n.Nodes[d.Owner].Kind == g.Func { // a field is a variable, if one of the class
				if c := n.className(d.Scope); c != "" && len(d.Name) < nameLimit {
					return n.intern(c+"."+d.Name, 0)
				}
			}
			return 0
		}
	}
	if !n.rules.alias || d.Writes != 1 || d.Value == 0 || depth > aliasLimit {
		return 0
	}
	switch n.Nodes[d.Value].Kind {
	case g.Ident, g.Member, g.Call, g.Await, g.Cast, g.Tuple, g.Index:
	default:
		return 0
	}
	got := n.node(d.Value, depth+1)
	if got == 0 || d.Path == "" {
		return got
	}
	if d.Path == "default" && got&module != 0 {
		return got
	}
	return n.intern(join(n.strings[got>>2], d.Path), got&maybe)
}

// isModule tells whether an import item brings a module and not what is in one.
func (n *namer) isModule(item g.ID) bool {
	switch n.Nodes[item].Kind {
	case g.Import:
		return true
	case g.ImportItem:
		op := n.Nodes[item].Op
		return op == g.DefaultName || op == g.Namespace
	}
	return false
}

// className gives a class's name with its package and the classes around it, or "" for one without a name.
func (t *Table) className(class g.ID) string {
	var parts []string
	for at, n := class, 0; at != 0 && n < 200; at, n = t.Parents[at], n+1 {
		switch t.Nodes[at].Kind {
		case g.Class:
			name := t.named(at)
			if name == 0 || len(parts) > 20 || len(t.Name(name)) > nameLimit {
				return ""
			}
			parts = append(parts, t.Name(name))
		case g.Func, g.Lambda, g.New:
			if len(parts) > 0 {
				return parts[0] // a class inside a function has no name outside
			}
			return ""
		}
	}
	var out strings.Builder
	out.WriteString(t.module)
	for i := len(parts) - 1; i >= 0; i-- {
		out.WriteString(parts[i])
		if i > 0 {
			out.WriteByte('.')
		}
	}
	return out.String()
}

// named gives the Ident that is the name of a definition, or 0.
func (t *Table) named(id g.ID) g.ID {
	if c := t.Part(id, 0); c != 0 && t.Nodes[c].Kind == g.Ident && t.Nodes[c].Ref != 0 {
		return c
	}
	return 0
}

// call names a call that gives a module, or what getattr gives.
func (n *namer) call(id g.ID, depth int) name {
	if n.Nodes[id].Size < 4 || !n.rules.alias || n.rules.cases {
		return 0
	}
	args := n.Nodes[id+1].Next
	if args == 0 || n.Nodes[args].Size < 2 {
		return 0
	}
	first := args + 1
	callee := n.inner(id+1, depth)
	switch n.strings[callee>>2] {
	case "require", "import":
		if n.rules.hoist && n.Nodes[first].Kind == g.String && n.Nodes[first].Next == 0 {
			return n.intern(strings.TrimPrefix(n.Name(first), "node:"), module)
		}
	case "__importDefault", "__importStar", "_interopRequireDefault", "_interopRequireWildcard", "util.promisify":
		if n.rules.hoist { // what compilers put around require, and what still is the function
			return n.inner(first, depth)
		}
	case "importlib.import_module", "__import__":
		if !n.rules.hoist && n.Nodes[first].Kind == g.String {
			return n.intern(n.Name(first), module)
		}
	case "getattr":
		if second := n.Nodes[first].Next; !n.rules.hoist && second != 0 && n.Nodes[second].Kind == g.String && plain(n.Name(second)) {
			return n.member(n.inner(first, depth), n.Nodes[second].Ref)
		}
	}
	return 0
}
