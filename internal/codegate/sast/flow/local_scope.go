package flow

import (
	"slices"

	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// A varKind says where a variable lives.
type varKind uint8

const (
	varOwned  varKind = iota // in the function, class or file that owner names
	varImport                // Name is canonical
	varCode                  // a function or class
	varMember                // a field of this
	varThis
	varFree // defined nowhere in the file
)

// A variable is what a name of the file stands for. Those of the table's definitions have their symbol's number; behind them
// come this, and the names that nothing in the file defines.
type variable struct {
	name    string
	kind    varKind
	global  bool       // owned by the file
	owner   generic.ID // a Func, Lambda, Class, or the root
	inner   bool       // written by a function inside its owner
	shared  bool       // used by a function inside its owner
	lastUse generic.ID
}

// A layout is what the functions of a file have in common: who owns which variable, and what each node refers to.
type layout struct {
	*search.Unit
	plan      *Plan
	rules     *ruleTable
	marks     *markIndex
	masks     masks
	inside    []generic.ID // by node: the innermost Func, Lambda, Class or root around it
	refer     []int32      // by node: the variable, or 0
	vars      []variable
	this      int32
	units     []generic.ID // the root, and each Func and Lambda with a body, each Class
	captures  []capture    // sorted
	methods   []memberFunc // sorted
	extra     map[string]int32
	extraList []string
}

// A capture says that a function, or one inside it, uses a variable of a function around it.
type capture struct {
	unit     generic.ID
	variable int32
}

// A memberFunc is a function of a class.
type memberFunc struct {
	class generic.ID
	name  int32 // of the file's strings
	fun   generic.ID
}

// A unit is code that has a graph of its own.
func unitKind(k generic.Kind) bool {
	return k == generic.Func || k == generic.Lambda || k == generic.Class
}

// captureDepth is how many functions may lie between a variable's use and its owner.
const captureDepth = 64

func newLayout(u *search.Unit, plan *Plan) *layout {
	l := &layout{Unit: u, plan: plan, rules: newRuleTable(len(plan.Rules))}
	l.masks = plan.masks(l.rules)
	n := len(u.Nodes)
	l.inside, l.refer = make([]generic.ID, n), make([]int32, n)
	l.units = []generic.ID{1}
	l.enclose()
	l.define()
	l.use()
	return l
}

// enclose finds the unit around each node, and marks with -1 the identifiers that are words and no references.
func (l *layout) enclose() {
	current := generic.ID(1)
	for id := generic.ID(1); int(id) < len(l.Nodes); id++ {
		for current != 1 && id >= l.End(current) {
			current = l.inside[current]
		}
		l.inside[id] = current
		n := &l.Nodes[id]
		switch n.Kind {
		case generic.Func, generic.Lambda:
			if l.Part(id, 3) != 0 || n.Kind == generic.Lambda {
				l.units = append(l.units, id)
			}
			if name := l.Part(id, 0); name != 0 && n.Kind == generic.Func {
				l.refer[name] = -1
				if class := l.inside[id]; l.Nodes[class].Kind == generic.Class {
					l.methods = append(l.methods, memberFunc{class, l.Nodes[name].Ref, id})
				}
			}
			current = id
		case generic.Class:
			l.units = append(l.units, id)
			if name := l.Part(id, 0); name != 0 {
				l.refer[name] = -1
			}
			current = id
		case generic.Member:
			if name := l.Child(id, 1); name != 0 {
				l.refer[name] = -1
			}
		case generic.Pair:
			if key := l.First(id); key != 0 && n.Op != generic.Computed && l.Nodes[key].Kind == generic.Ident {
				l.refer[key] = -1
			}
		case generic.NamedArg, generic.XmlAttr, generic.Label, generic.Goto, generic.Break, generic.Continue:
			if key := l.First(id); key != 0 {
				l.refer[key] = -1
			}
		case generic.Import, generic.Package, generic.ImportItem, generic.TypeParams, generic.Attr:
			for c := range l.Children(id) {
				l.refer[c] = -1
			}
		case generic.Field:
			if name := l.Part(id, 0); name != 0 {
				l.refer[name] = -1
			}
		}
	}
	slices.SortFunc(l.methods, func(a, b memberFunc) int {
		if a.class != b.class {
			return int(a.class - b.class)
		}
		if a.name != b.name {
			return int(a.name - b.name)
		}
		return int(a.fun - b.fun)
	})
}

// define gives every symbol its variable.
func (l *layout) define() {
	l.vars = make([]variable, len(l.Defs), len(l.Defs)+16)
	for i := range l.Defs {
		if i == 0 {
			continue
		}
		d, v := &l.Defs[i], &l.vars[i]
		v.name = d.Name
		v.owner = d.Scope
		if d.Scope == 0 {
			v.owner = 1
		} else if !unitKind(l.Nodes[d.Scope].Kind) {
			v.owner = l.inside[d.Scope]
		}
		switch d.Kind {
		case names.Imported:
			v.kind, v.name = varImport, d.Canonical
			if v.name == "" {
				v.name = d.Name
			}
		case names.Function, names.Class:
			v.kind = varCode
		case names.Member:
			v.kind = varMember
		case names.Global:
			v.owner = 1
		}
		v.global = v.owner == 1 && v.kind == varOwned
	}
	l.this = int32(len(l.vars))
	l.vars = append(l.vars, variable{name: "this", kind: varThis})
}

// use gives every reference its variable, and finds what is used and written by functions inside its owner.
func (l *layout) use() {
	free := map[int32]int32{}
	for id := generic.ID(1); int(id) < len(l.Nodes); id++ {
		n := &l.Nodes[id]
		switch n.Kind {
		case generic.This, generic.Super:
			l.refer[id] = l.this
			continue
		case generic.Ident:
		default:
			l.refer[id] = 0
			continue
		}
		word := l.refer[id] < 0
		l.refer[id] = 0
		variable := int32(l.Uses[id])
		if variable == 0 {
			if word || n.Ref == 0 {
				continue
			}
			k, ok := free[n.Ref]
			if !ok {
				k = int32(len(l.vars))
				free[n.Ref] = k
				l.vars = append(l.vars, freeVariable(l.Strings[n.Ref]))
			}
			variable = k
		}
		if word && (l.vars[variable].kind == varMember || l.Nodes[l.Parents[id]].Kind == generic.Member) {
			continue
		}
		l.refer[id] = variable
		v := &l.vars[variable]
		v.lastUse = id
		if v.kind != varOwned || v.owner == 0 || l.inside[id] == v.owner {
			continue
		}
		v.shared = true
		if l.writes(id) {
			v.inner = true
		}
		if v.owner == 1 {
			continue
		}
		at := l.inside[id]
		for range captureDepth {
			if at == v.owner || at <= 1 {
				break
			}
			l.captures = append(l.captures, capture{at, variable})
			at = l.inside[at]
		}
	}
	slices.SortFunc(l.captures, func(a, b capture) int {
		if a.unit != b.unit {
			return int(a.unit - b.unit)
		}
		return int(a.variable - b.variable)
	})
	l.captures = slices.Compact(l.captures)
}

func freeVariable(name string) variable { return variable{name: name, kind: varFree} }

// writes says whether an identifier is assigned where it stands.
func (l *layout) writes(id generic.ID) bool {
	for range 4 {
		p := l.Parents[id]
		switch n := &l.Nodes[p]; n.Kind {
		case generic.Assign, generic.AssignOp, generic.ForEach:
			return l.First(p) == id
		case generic.Unary:
			return n.Op == generic.Inc || n.Op == generic.Dec || n.Op == generic.PostInc || n.Op == generic.PostDec
		case generic.Tuple, generic.List, generic.Destructure, generic.Spread, generic.Pair:
			id = p
		default:
			return false
		}
	}
	return false
}

// capturedBy lists the variables of functions around it that a unit uses.
func (l *layout) capturedBy(unit generic.ID) []capture {
	lo, _ := slices.BinarySearchFunc(l.captures, unit, func(c capture, u generic.ID) int { return int(c.unit - u) })
	hi := lo
	for hi < len(l.captures) && l.captures[hi].unit == unit {
		hi++
	}
	return l.captures[lo:hi]
}

// methodOf finds the function of a class by name; of several, the one with as many parameters, or the first.
func (l *layout) methodOf(class generic.ID, name int32, args int) generic.ID {
	i, _ := slices.BinarySearchFunc(l.methods, memberFunc{class: class, name: name}, func(m, want memberFunc) int {
		if m.class != want.class {
			return int(m.class - want.class)
		}
		return int(m.name - want.name)
	})
	first := generic.ID(0)
	for ; i < len(l.methods) && l.methods[i].class == class && l.methods[i].name == name; i++ {
		fun := l.methods[i].fun
		if first == 0 {
			first = fun
		}
		count := 0
		if params := l.Part(fun, 1); params != 0 {
			for range l.Children(params) {
				count++
			}
		}
		if count == args {
			return fun
		}
	}
	return first
}

// classOf finds the class that a unit belongs to, or 0.
func (l *layout) classOf(unit generic.ID) generic.ID {
	for range captureDepth {
		if unit <= 1 || l.Nodes[unit].Kind == generic.Class {
			break
		}
		unit = l.inside[unit]
	}
	if unit > 1 && l.Nodes[unit].Kind == generic.Class {
		return unit
	}
	return 0
}

// stepOf gives the step of a name or of a constant key.
func (l *layout) stepOf(name string) step {
	if l.extra == nil {
		l.extra = make(map[string]int32, len(l.Strings))
		for i, s := range l.Strings {
			l.extra[s] = int32(i)
		}
	}
	i, ok := l.extra[name]
	if !ok {
		i = int32(len(l.Strings) + len(l.extraList))
		l.extraList = append(l.extraList, name)
		l.extra[name] = i
	}
	return i + stepBase
}

func (l *layout) stepName(s step) string {
	if s == stepAny {
		return "[]"
	}
	if i := int(s - stepBase); i < len(l.Strings) {
		return "." + l.Strings[i]
	} else {
		return "." + l.extraList[i-len(l.Strings)]
	}
}
