// Package pattern compiles patterns, which are code with metavariables and ellipses, over the unmodified grammars.
package pattern

import "bartizan/internal/syntax/generic"

// A Form says what a candidate's roots are to be matched against.
type Form uint8

const (
	Expression Form = iota // one root, an expression, a type name or a modifier
	Statements             // roots are a run of statements or definitions; Ellipsis may stand among them
	Members                // roots are members of a class
	Arguments              // roots are a run of arguments
	Parameters
	Pairs      // roots are entries of a Dict
	Attributes // roots are XmlAttr, Decorator or Attr
	Partial    // one root whose missing parts (body, branches) are Ellipsis: a header, a lone catch or finally
)

// A Pattern is one pattern of one language. In its trees the kinds MV … Disj occur; wherever a list has an ellipsis, the item
// is the bare Ellipsis or MVEllipsis, without a statement, argument, parameter, pair or case around it.
type Pattern struct {
	Text       string
	Language   string
	Candidates []Candidate // readings of equal rank: a match of any is a match
	Names      []string    // metavariables, sorted: "$X", "$...ARGS"
	// Literals are identifiers and pieces of strings of which all must occur in a text that matches.
	Literals []string
}

// A Candidate is one reading of a pattern.
type Candidate struct {
	Form  Form
	Tree  *generic.File // its Source is the text with placeholders; spans mean nothing
	Roots []generic.ID
}

// Refs in pattern trees: MV "$X" (anonymous: "$_"), MVEllipsis "$...X", RegexString "/re/flags", Typed as (MV, type).
