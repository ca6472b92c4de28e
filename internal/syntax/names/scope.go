package names

import "bartizan/internal/syntax/generic"

// rules are what a language says of its scopes.
type rules struct {
	blocks   bool // a block is a scope
	hoist    bool // var and function belong to the function, whatever block they stand in
	ordered  bool // a local name begins behind its definition
	assigns  bool // to assign is to define, in the function's scope
	closures bool // … unless a function around has the name already
	members  bool // a class's members are names in its methods
	body     bool // a class's members are names in its body, and not in its methods
	cases    bool // each case is a scope
	alias    bool // functions and modules are values: a variable may stand for one
	caps     bool // free names with a capital are classes of the same package
}

var languages = map[string]*rules{
	"javascript": {blocks: true, hoist: true, alias: true},
	"typescript": {blocks: true, hoist: true, alias: true},
	"tsx":        {blocks: true, hoist: true, alias: true},
	"python":     {assigns: true, body: true, alias: true},
	"go":         {blocks: true, ordered: true, cases: true, alias: true},
	"java":       {blocks: true, ordered: true, members: true, caps: true},
	"kotlin":     {blocks: true, ordered: true, members: true, caps: true},
	"scala":      {blocks: true, members: true},
	"csharp":     {blocks: true, ordered: true, members: true},
	"php":        {assigns: true},
	"ruby":       {assigns: true, closures: true},
	"rust":       {blocks: true, ordered: true, cases: true},
	"c":          {blocks: true, ordered: true},
	"cpp":        {blocks: true, ordered: true, members: true},
}

var anyLanguage = &rules{blocks: true, assigns: true, closures: true}

type scopeKind uint8

const (
	blockScope scopeKind = iota
	rootScope
	funcScope
	classScope
	loopScope // a comprehension
)

// A scope is a part of the arena in which names hold.
type scope struct {
	node, start, end generic.ID
	hole, holeEnd    generic.ID // inside, but of the scope around: default values, a comprehension's first source
	kind             scopeKind
	outer            int32
	fn               int32      // the nearest function's, class's or root's
	near             int32      // the same, or a comprehension's
	class            generic.ID // the class that this means, or 0
	first, last      int32      // bindings
}

// A binding is a name in a scope.
type binding struct {
	ref   int32
	sym   Symbol
	scope int32
	next  int32 // in the scope
	below int32 // the same name further out, while the scope is open
}

// lookupLimit is the most bindings of one name that a use looks through.
const lookupLimit = 200

// A resolver makes a table.
type resolver struct {
	*Table
	scopes   []scope
	bindings []binding
	byName   map[uint64]int32 // scope and string: binding
	stack    []int32          // open scopes
	pending  []pending        // scopes that open further on, the nearest last
	head     []int32          // by string: the innermost binding
	fields   []generic.ID     // assignments whose target is a Member
	methods  []method
	refs     map[string]int32 // by string, once one is asked for
	free     []generic.ID     // names without a definition
	implicit []generic.ID     // those of them that are assigned
}

// A pending scope opens at a node further on. Self is the name that only the scope itself holds.
type pending struct {
	at, self generic.ID
	scope
}

// A method stands outside its class, which ref names.
type method struct {
	sym  Symbol
	ref  int32
	name int32
}

func key(scope, ref int32) uint64 { return uint64(scope)<<32 | uint64(uint32(ref)) }

// open makes a scope the innermost.
func (r *resolver) open(s scope) int32 {
	n := int32(len(r.scopes))
	s.outer, s.fn, s.near = -1, n, n
	if len(r.stack) > 0 {
		s.outer = r.stack[len(r.stack)-1]
		outer := &r.scopes[s.outer]
		switch s.kind {
		case blockScope:
			s.fn, s.near, s.class = outer.fn, outer.near, outer.class
		case loopScope:
			s.fn, s.class = outer.fn, outer.class
		}
	}
	r.scopes = append(r.scopes, s)
	r.stack = append(r.stack, n)
	return n
}

func (r *resolver) top() int32 { return r.stack[len(r.stack)-1] }

// bind puts a name into a scope, over what it already holds of that name.
func (r *resolver) bind(in, ref int32, sym Symbol) {
	b := int32(len(r.bindings))
	r.bindings = append(r.bindings, binding{ref: ref, sym: sym, scope: in})
	s := &r.scopes[in]
	if s.first == 0 {
		s.first = b
	} else {
		r.bindings[s.last].next = b
	}
	s.last = b
	r.byName[key(in, ref)] = b
}

// held gives what a scope holds of a name, or 0. A name that the scope takes from outside (nonlocal) is -1.
func (r *resolver) held(in, ref int32) Symbol {
	if b := r.byName[key(in, ref)]; b != 0 {
		return r.bindings[b].sym
	}
	return 0
}

// enter makes a scope's names those that uses find; leave takes them back.
func (r *resolver) enter(s int32) {
	for b := r.scopes[s].first; b != 0; b = r.bindings[b].next {
		x := &r.bindings[b]
		x.below = r.head[x.ref]
		r.head[x.ref] = b
	}
	r.stack = append(r.stack, s)
}

func (r *resolver) leave() {
	s := r.top()
	r.stack = r.stack[:len(r.stack)-1]
	for b := r.scopes[s].first; b != 0; b = r.bindings[b].next {
		// Bindings of one name in one scope lie on each other: the first one's below is what was there before.
		x := r.bindings[b]
		if under := r.bindings[x.below]; x.below == 0 || under.scope != s {
			r.head[x.ref] = x.below
		}
	}
}

// lookup finds what a name means at a node.
func (r *resolver) lookup(id generic.ID, ref int32) Symbol {
	here := &r.scopes[r.top()]
	n := 0
	for b := r.head[ref]; b != 0; b = r.bindings[b].below {
		if n++; n > lookupLimit {
			return 0
		}
		x := &r.bindings[b]
		s := &r.scopes[x.scope]
		switch {
		case x.sym < 0, id >= s.hole && id < s.holeEnd:
		case s.kind == classScope && r.hidden(here, x):
		case id < r.Defs[x.sym].from:
		default:
			return x.sym
		}
	}
	return 0
}

// hidden tells whether a name of a class's scope cannot be seen from here.
func (r *resolver) hidden(here *scope, x *binding) bool {
	switch kind := r.Defs[x.sym].Kind; {
	case r.rules.members:
		return false
	case r.rules.body:
		return here.near != x.scope && kind != Type
	default:
		return kind == Member
	}
}
