// Package search finds where formulas hold in a file.
//
// A pattern is matched by a machine of goals over two trees, with a trail of bindings and a budget of steps; no input makes
// it recurse deeper than a pattern is large. Ranges are then combined as the rule syntax says. What a budget cuts off is
// reported by Pass.Partial.
package search

import (
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// A Unit is one file as the engine reads it. Table is nil for generic and regex rules over files without a grammar.
type Unit struct {
	Path     string // in the target, with slashes
	Language string // canonical; empty where there is no grammar
	Text     []byte
	*names.Table
}

// A Binding is what a metavariable stands for. Node is 0 where it stands for text: the content of a string, a capture group.
// A $...X stands for the siblings from Node up to Last.
type Binding struct {
	Name       string
	Node, Last generic.ID
	Start, End uint32 // in the unit's text
	Text       string // set where it is not the text between Start and End: a constant's value
}

// A Match is one place where a formula holds. Node is the matched node, or 0 for a run of statements or for text.
type Match struct {
	Start, End uint32
	Node       generic.ID
	Env        []Binding // sorted by name
	Fix        string    // of the innermost part of the formula that has one
}
