// Package names resolves the names of one file: scopes, imports, types, and the values that are known before it runs.
package names

import "bartizan/internal/syntax/generic"

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
	// than once, is a parameter, or gets a part of a value (destructuring, iteration).
	Value generic.ID
	// Writes counts assignments and definitions.
	Writes int32
	// Canonical is what an import stands for: "child_process.exec", "os/exec", "java.util.List", "a.b.c".
	Canonical string
	// Maybe says that the import may stand for it (star imports).
	Maybe bool
	// Captured says that a function inside the scope's function reads or writes it.
	Captured bool
}

// A Table is one file with its names resolved. It is made once and then only read, by several goroutines.
type Table struct {
	*generic.File
	Parents []generic.ID // by node
	Defs    []Def        // Defs[0] is unused
	Uses    []Symbol     // by node: what an Ident (This, Super: the Class) stands for

	// External gives the value of what another file exports, by canonical name; nil where there is none to ask.
	External func(canonical string) (Value, bool)
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
}
