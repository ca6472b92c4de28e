// Package names resolves the names of one file: scopes, imports, types, and the values that are known before it runs.
package names

import (
	"sync"
	"sync/atomic"

	"bartizan/internal/syntax/generic"
)

// A Symbol is an index into a table's Defs; 0 is a name that nothing in the file defines.
type Symbol int32

// A DefKind says what defines a name.
type DefKind uint8

const (
	NoDef DefKind = iota
	Local         // a variable of a function or block
	Param
	Global // a variable of the file's outermost scope
	Function
	Class
	Member // a field or method of a class
	Imported
	Bound // by catch, with, for, comprehension, match
	Type  // a type parameter or alias
)

// A Def is one definition of a name in a scope.
type Def struct {
	Name  string
	Kind  DefKind
	At    generic.ID // the Ident that defines it first
	Owner generic.ID // the node that it is the name of: Func, Class, Var, Param, Assign, ImportItem, Import, Catch, ForEach …
	Scope generic.ID // the node whose scope it lives in: the root, a Func, Lambda, Class, Block, Comprehension
	// Value is the expression that it always has: it is assigned once, or declared constant. 0 where it is assigned more
	// than once, is a parameter, or gets a part of a value (destructuring, iteration). With Path it is what is taken apart.
	Value generic.ID
	// Path is where in Value it is, for a name taken out of an object by its keys: "exec", "body.user". Value is then what is
	// taken apart: Canonical, Constant and Reaching follow it, Origin does not.
	Path string
	// Writes counts assignments and definitions with a value; a parameter's first one is its caller's.
	Writes int32
	// Canonical is what an import stands for: "child_process.exec", "os/exec", "java.util.List", "a.b.c".
	Canonical string
	// Also is what it stands for as well where two imports define it (try one, except the other).
	Also string
	// Maybe says that the import may stand for it (star imports, one of two imports).
	Maybe bool
	// Captured says that a function inside the scope's function reads or writes it.
	Captured bool
	// Constant says that it is declared so: const, final, readonly, an enum's member.
	Constant bool
	// Static says that it is a member of the class itself.
	Static bool

	from    generic.ID // uses before it mean another one
	more    Symbol     // the next method of the same name and class
	mutated bool       // something below it is written: a key, a field, an element
	escapes bool       // what else writes it cannot be seen: its address is taken, or it is a field that others reach
	fn      int32      // the scope of the function that it lives in
}

// A Table is one file with its names resolved. It is made once and then only read, by several goroutines.
type Table struct {
	*generic.File
	Parents []generic.ID // by node
	Defs    []Def        // Defs[0] is unused
	Uses    []Symbol     // by node: what an Ident or TypeName (This, Super: the Class) stands for

	// External gives the value of what another file exports, by canonical name; nil where there is none to ask. It answers
	// from what is known already and asks no table: set it before the table is shared.
	External func(canonical string) (Value, bool)

	rules   *rules
	module  string            // Java's package and a dot
	members map[uint64]Symbol // by scope's node and string: members of classes
	stars   []string          // what is imported whole
	outer   map[int32]Symbol  // names of the file's outermost scope, by string
	classes map[string]Symbol // of the file, by their last name
	roots   map[string]Symbol // imports and classes by name, for types that are written with dots
	canon   []name            // by node
	strings []string          // of names
	writes  []write           // sorted by symbol, then place
	first   []int32           // by symbol: into writes

	foreign map[int32]bool // names of members that something writes which need not be this
	once    sync.Once
	touched []bool // by symbol: a method that changes what it holds is called on it

	memo   []uint32 // by node: 0 not asked, 1 unknown, else 2 + the index of a value; read and written atomically
	mu     sync.Mutex
	values atomic.Pointer[[]Value]
}

// A name is the index of a canonical name, shifted to the left by two, and two marks.
type name uint32

const (
	maybe  name = 1 << iota // a star import may bring it
	module                  // it is a module, not what is in one
	marks  = maybe | module
)

// A write is one place that gives a symbol a value.
type write struct {
	sym       Symbol
	at, value generic.ID // value is 0 where it is a part of a value, or none that is written
	owner     generic.ID
	fn        generic.ID // the function in whose code it stands, or the root
}

// A ValueKind tells values apart.
type ValueKind uint8

const (
	Unknown ValueKind = iota
	StringValue
	IntValue
	FloatValue
	BoolValue
	NullValue
)

// A Value is what an expression is known to be. Text is a string's content, a number's shortest decimal, true or false.
type Value struct {
	Kind ValueKind
	Text string
	// Fallback says that it is what holds where the environment says nothing.
	Fallback bool
}

// Def gives what defines a name, or nil.
func (t *Table) Def(id generic.ID) *Def {
	if s := t.Uses[id]; s != 0 {
		return &t.Defs[s]
	}
	return nil
}
