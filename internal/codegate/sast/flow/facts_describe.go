package flow

import (
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// A description says what an expression stands for, in terms that hold beyond its function. It is a root and then steps:
//
//	$name   what the file's outermost scope, its package or a star import calls so
//	#F1     the function of that index; #C1 the class, #M1 the imported module, #O1 the literal with members
//	#I1     an object of the class of that index; #P1 the same, seen as its parent's
//	.name   a member
//	()      what a call of it gives
//	!       an object of this type
//
// An empty description is nothing known.
const (
	maxDescription = 200
	maxDescribing  = 12 // depth
)

func plainName(s string) bool {
	return s != "" && !strings.ContainsAny(s, ".()!\x00") && len(s) <= 100
}

func numbered(kind string, i int32) string { return kind + strconv.Itoa(int(i)) }

func memberOf(of, name string) string {
	if of == "" || !plainName(name) || len(of)+len(name) > maxDescription {
		return ""
	}
	return of + "." + name
}

func marked(of, mark string) string {
	if of == "" || len(of) > maxDescription {
		return ""
	}
	return of + mark
}

// describe gives an expression's description.
func (r *reader) describe(id g.ID, depth int) string {
	if id == 0 || depth > maxDescribing {
		return ""
	}
	u, n := r.u, r.u.Nodes[id]
	switch n.Kind {
	case g.Ident:
		return r.describeName(id, depth)
	case g.TypeName:
		return r.describeType(id, depth)
	case g.Qualified:
		return ""
	case g.This:
		if c := r.classAround(id); c >= 0 {
			return numbered("#I", c)
		}
	case g.Super:
		if c := r.classAround(id); c >= 0 {
			return numbered("#P", c)
		}
	case g.Member:
		if name := u.Child(id, 1); name != 0 {
			return memberOf(r.describe(u.Child(id, 0), depth+1), u.Name(name))
		}
	case g.Index:
		if r.Language == "python" { // CurrentUser = Annotated[User, Depends(current_user)]
			if head := r.dotted(u.Child(id, 0)); head == "Annotated" || head == "typing.Annotated" || head == "typing_extensions.Annotated" {
				return r.describeType(u.Child(id, 1), depth+1)
			}
		}
		if key := u.Child(id, 1); key != 0 && u.Nodes[key].Kind == g.String && u.Nodes[key].Next == 0 {
			return memberOf(r.describe(u.Child(id, 0), depth+1), u.Name(key))
		}
	case g.Call:
		return r.describeCall(id, depth)
	case g.New:
		t := u.Child(id, 0)
		if body := u.Child(id, 2); body != 0 && r.classOf[body] >= 0 {
			return numbered("#I", r.classOf[body])
		}
		return marked(r.describeType(t, depth+1), "!")
	case g.Await, g.Spread:
		return r.describe(u.Child(id, 0), depth+1)
	case g.Unary:
		if n.Op == g.AddressOf || n.Op == g.Deref {
			return r.describe(u.Child(id, 0), depth+1)
		}
	case g.Cast:
		if n.Op == g.NonNull {
			return r.describe(u.Child(id, 1), depth+1)
		}
		if d := r.describe(u.Child(id, 1), depth+1); d != "" && n.Op == g.As {
			return d
		}
		return marked(r.describeType(u.Child(id, 0), depth+1), "!")
	case g.Assign:
		return r.describe(u.Child(id, 1), depth+1)
	case g.Binary:
		if n.Op == g.Or || n.Op == g.Nullish { // exports = module.exports = …, x || {}
			if d := r.describe(u.Child(id, 0), depth+1); d != "" {
				return d
			}
			return r.describe(u.Child(id, 1), depth+1)
		}
	case g.Lambda, g.Func:
		if fi := r.funcOf[id]; fi >= 0 {
			return numbered("#F", fi)
		}
	case g.Class:
		if c := r.classOf[id]; c >= 0 {
			return numbered("#C", c)
		}
	case g.Dict:
		return numbered("#O", r.object(id, depth))
	}
	return ""
}

func (r *reader) describeCall(id g.ID, depth int) string {
	u := r.u
	callee, args := u.Child(id, 0), u.Child(id, 1)
	if source, ok := r.required(id); ok {
		return numbered("#M", r.addImport(source))
	}
	if r.superCall(id) {
		if c := r.classAround(id); c >= 0 {
			return numbered("#P", c)
		}
	}
	if u.Nodes[callee].Kind == g.Member && args != 0 {
		switch u.Name(u.Child(callee, 1)) {
		case "bind": // f.bind(this)
			if jsLike(r.Language) {
				return r.describe(u.Child(callee, 0), depth+1)
			}
		case "freeze": // Object.freeze({…})
			if jsLike(r.Language) && u.Nodes[u.Child(callee, 0)].Kind == g.Ident && u.Name(u.Child(callee, 0)) == "Object" {
				return r.describe(u.Child(args, 0), depth+1)
			}
		}
	}
	if u.Nodes[callee].Kind == g.Ident && r.Language == "go" && u.Name(callee) == "new" && u.Uses[callee] == 0 {
		return marked(r.describeType(u.Child(args, 0), depth+1), "!")
	}
	return marked(r.describe(callee, depth+1), "()")
}

// required gives the source of require('…'), import('…') and importlib.import_module('…').
func (r *reader) required(id g.ID) (string, bool) {
	u := r.u
	callee, args := u.Child(id, 0), u.Child(id, 1)
	if callee == 0 || args == 0 || u.Nodes[args].Kind != g.Args {
		return "", false
	}
	arg := u.Child(args, 0)
	if arg == 0 || u.Nodes[arg].Kind != g.String {
		return "", false
	}
	name := r.dotted(callee)
	switch {
	case jsLike(r.Language) && (name == "require" || name == "import") && (u.Nodes[callee].Kind != g.Ident || u.Uses[callee] == 0):
		return u.Name(arg), true
	case r.Language == "python" && (name == "importlib.import_module" || name == "import_module" || name == "__import__"):
		return u.Name(arg), true
	}
	return "", false
}

func (r *reader) superCall(id g.ID) bool {
	u := r.u
	callee := u.Child(id, 0)
	return r.Language == "python" && u.Nodes[id].Kind == g.Call && callee != 0 && u.Nodes[callee].Kind == g.Ident && u.Name(callee) == "super"
}

// describeName gives what an identifier stands for.
func (r *reader) describeName(id g.ID, depth int) string {
	u := r.u
	s := u.Uses[id]
	if s == 0 || int(s) >= len(u.Defs) {
		if name := u.Name(id); plainName(name) {
			return "$" + name
		}
		return ""
	}
	d := &u.Defs[s]
	if d.Scope == 1 && d.Kind != names.Imported && plainName(d.Name) && d.Kind != names.Bound {
		return "$" + d.Name
	}
	return r.describeDef(d, depth)
}

// describeDef gives what a definition stands for.
func (r *reader) describeDef(d *names.Def, depth int) string {
	u := r.u
	if d.Owner == 0 || depth > maxDescribing {
		return ""
	}
	if r.self(d) {
		if c := r.classAround(d.At); c >= 0 {
			return numbered("#I", c)
		}
		if fi := r.funcOf[u.Parents[u.Parents[d.Owner]]]; fi >= 0 && r.funcs[fi].receiver != 0 {
			return marked("$"+r.strs[r.funcs[fi].receiver], "!")
		}
		return ""
	}
	if imp := r.importAt(d); imp != "" {
		return imp
	}
	switch u.Nodes[d.Owner].Kind {
	case g.Func, g.Lambda:
		if fi := r.funcOf[d.Owner]; fi >= 0 {
			return numbered("#F", fi)
		}
		return ""
	case g.Class:
		if c := r.classOf[d.Owner]; c >= 0 {
			return numbered("#C", c)
		}
		return ""
	case g.Param:
		return marked(r.describeType(u.Part(d.Owner, 1), depth+1), "!")
	case g.Var, g.Field:
		if t := u.Part(d.Owner, 1); t != 0 && d.Path == "" {
			if s := marked(r.describeType(t, depth+1), "!"); s != "" {
				return s
			}
		}
	}
	if d.Value != 0 {
		of := r.describe(d.Value, depth+1)
		for d.Path != "" {
			name, rest, more := strings.Cut(d.Path, ".")
			if of = memberOf(of, name); !more {
				break
			}
			d = &names.Def{Path: rest}
		}
		return of
	}
	if d.Writes <= 1 && u.Nodes[d.Owner].Kind == g.Var && u.Nodes[u.Part(d.Owner, 0)].Kind == g.Ident {
		return r.describe(u.Part(d.Owner, 2), depth+1)
	}
	if u.Nodes[d.Owner].Kind == g.Assign || u.Nodes[d.Owner].Kind == g.Var { // x, err := New()
		target, value := u.Child(d.Owner, 0), u.Child(d.Owner, 1)
		if u.Nodes[d.Owner].Kind == g.Var {
			target, value = u.Part(d.Owner, 0), u.Part(d.Owner, 2)
		}
		if r.Language == "go" && u.Nodes[target].Kind == g.Tuple && u.First(target) == d.At && value != 0 && u.Nodes[value].Kind == g.Call {
			return r.describe(value, depth+1)
		}
	}
	return ""
}

// importAt describes what an import binds.
func (r *reader) importAt(d *names.Def) string {
	u := r.u
	item, imp := d.Owner, d.Owner
	if u.Nodes[item].Kind == g.ImportItem {
		imp = u.Parents[item]
	}
	if u.Nodes[imp].Kind != g.Import || u.Nodes[imp].Op == g.Alias {
		return ""
	}
	module := numbered("#M", r.imps[imp])
	if item == imp { // import a.b, import java.util.List, import "a/b"
		source := r.strs[r.imports[r.imps[imp]]]
		switch {
		case r.Language == "python":
			first, _, _ := strings.Cut(source, ".")
			return numbered("#M", r.addImport(first))
		case u.Nodes[imp].Op == g.Static:
			if i := strings.LastIndexByte(source, '.'); i > 0 {
				return memberOf(numbered("#M", r.addImport(source[:i])), source[i+1:])
			}
		}
		return module
	}
	switch u.Nodes[item].Op {
	case g.Namespace:
		return module
	case g.DefaultName:
		return module + ".default"
	case g.Wildcard:
		return ""
	}
	name := u.Child(item, 0)
	if name == 0 || u.Nodes[name].Kind == g.Empty { // default as x
		return module + ".default"
	}
	if u.Nodes[u.Child(imp, 0)].Kind == g.Empty { // a plain export list, or names without a source
		return ""
	}
	of := module
	for part := range strings.SplitSeq(r.dotted(name), ".") {
		of = memberOf(of, part)
	}
	return of
}

// describeType gives a type's description: that of the class, not of an object.
func (r *reader) describeType(id g.ID, depth int) string {
	if id == 0 || depth > maxDescribing {
		return ""
	}
	u, n := r.u, r.u.Nodes[id]
	switch n.Kind {
	case g.TypeName:
		if s := u.Uses[id]; s != 0 && int(s) < len(u.Defs) && u.Defs[s].Name == u.Name(id) {
			if d := &u.Defs[s]; d.Kind == names.Imported || d.Scope != 1 && (d.Kind == names.Class || d.Kind == names.Type) {
				return r.describeDef(d, depth+1)
			}
		}
		of := ""
		for part := range strings.SplitSeq(u.Name(id), ".") {
			if of == "" && plainName(part) {
				of = r.describeRoot(part)
			} else {
				of = memberOf(of, part)
			}
		}
		return of
	case g.TypeApply:
		switch head := u.Child(id, 0); r.dotted(head) {
		case "Promise", "Optional", "Awaitable", "Annotated", "Readonly", "Partial", "Final", "ClassVar", "Provider", "ObjectProvider", "Instance", "Lazy":
			return r.describeType(u.Child(id, 1), depth+1)
		default:
			return r.describeType(head, depth+1)
		}
	case g.TypeOther:
		if n.Op == g.Deref || n.Op == g.Optional {
			return r.describeType(u.Child(id, 0), depth+1)
		}
	case g.TypeUnion:
		if n.Op != g.BitAnd { // the one member that is not null
			found := ""
			for c := range u.Children(id) {
				if d := r.describeType(c, depth+1); d != "" && d != "$null" && d != "$undefined" && d != "$None" {
					if found != "" && found != d {
						return ""
					}
					found = d
				}
			}
			return found
		}
		return r.describeType(u.Child(id, 0), depth+1)
	case g.Ident, g.Member, g.Class:
		return r.describe(id, depth+1)
	case g.String: // a forward reference
		if plainName(u.Name(id)) {
			return r.describeRoot(u.Name(id))
		}
	}
	return ""
}

// describeRoot describes a name of the outermost scope that is given as text.
func (r *reader) describeRoot(name string) string { return "$" + name }

// classAround gives the class whose object This is at a node.
func (r *reader) classAround(id g.ID) int32 {
	u := r.u
	for depth := 0; id != 0 && depth < 2000; id, depth = u.Parents[id], depth+1 {
		if c := r.classOf[id]; c >= 0 {
			return c
		}
		if fi := r.funcOf[id]; fi >= 0 && u.Nodes[id].Kind == g.Func && r.funcs[fi].class < 0 && jsLike(r.Language) && u.Nodes[u.Parents[id]].Kind != g.Dict {
			return -1 // this of a plain function
		}
	}
	return -1
}

// object lists the members of a literal.
func (r *reader) object(id g.ID, depth int) int32 {
	if i, ok := r.objs[id]; ok {
		return i
	}
	i := int32(len(r.objects))
	r.objs[id] = i
	r.objects = append(r.objects, span{})
	var found []binding
	u := r.u
	for c := range u.Children(id) {
		name, value := "", ""
		switch u.Nodes[c].Kind {
		case g.Pair:
			key := u.Child(c, 0)
			if u.Nodes[c].Op != g.Computed && (u.Nodes[key].Kind == g.Ident || u.Nodes[key].Kind == g.String) {
				name, value = u.Name(key), r.describe(u.Child(c, 1), depth+1)
			}
		case g.Func:
			if key := u.Part(c, 0); key != 0 {
				name, value = u.Name(key), r.describe(c, depth+1)
			}
		case g.Spread:
			name, value = "*", r.describe(u.Child(c, 0), depth+1)
		}
		if value != "" && name != "" && len(found) < 4096 {
			found = append(found, binding{r.intern(name), r.intern(value)})
		}
	}
	lo := int32(len(r.members))
	r.members = append(r.members, r.sorted(found)...)
	r.objects[i] = span{lo, int32(len(r.members))}
	return i
}
