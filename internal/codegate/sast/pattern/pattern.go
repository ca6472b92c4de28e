// Package pattern compiles patterns, which are code with metavariables and ellipses, over the unmodified grammars.
//
// Method: placeholders that are legal code go in for metavariables and ellipses, the text is parsed in a context in which it is
// a whole file, lowered like any file, and the placeholders become the pattern's kinds. What follows is the form that a tree
// has then; a matcher may rely on it.
//
// Lists. Among arguments, parameters, statements, items, members, cases, attributes, decorators, imported names and types an
// ellipsis is the item: a bare Ellipsis, or MVEllipsis with its name as Ref ("$...X"). No two Ellipsis stand side by side in a
// Block, Args, Params, List, Tuple, Set, Dict or Destructure. Among an element's attributes it has the Op Keyword, to tell it
// from one among the element's children. Among decorators it is a Decorator of an Ellipsis, so that the definition's parts
// stay in their places.
//
// Single places. An Ellipsis in the place of one part stands for any such part, or for none: a function's name or body, a
// condition, a value, a catch's Param. For with an Ellipsis as init, condition and update is `for (...)`: any loop with for.
// A Try without handlers in the text ends in an Ellipsis.
//
// Names. MV has "$X" as Ref; "$_" is anonymous. It stands wherever a name, an expression or a type does: the name of a Func,
// Class, Param, Field, Member, NamedArg, Pair, XmlAttr or ImportItem, in a Decorator, an Extends, an Import. A dotted name with
// a metavariable in it is a Member chain, where one without is an Ident or a TypeName; that of a relative import begins with
// an Ident of its dots. ExprStmt of MV is `$X;`, or a $X where
// only a statement can stand: any statement.
//
// Typed is (MV, type): ($X: T), (T $X), f($X: T). The type is as lowering makes one, and may hold MV and Ellipsis.
//
// Deep is <... e ...>; as a statement it is in an ExprStmt. ChainEllipsis(object) is `object. ...`, and stands where the object
// of the rest of the chain would.
//
// Strings. AnyString is "..."; with a Ref "$X" or "$...X" it is "$X" and binds the content. RegexString is "=~/re/flags", with
// "/re/flags" as Ref, as written. Of a StrConcat, a part that is a piece of text is a String, an AnyString (one piece that a
// metavariable binds), an Ellipsis or MVEllipsis (any parts); with the Op Keyword it is a string that is put in; an inserted expression is that, `${...}` being the MV "$_". A
// literal with insertions that has none, `...` or f"$X", is a StrConcat too, and also stands for a String of its Op. A Regex
// has the Ref "..." for any, "$X" for one whose text it binds; any other begins with a slash.
//
// An Atom ":$X" is a symbol, whose name it binds. A Unary with the Op Deref over an MV is ${$X} of a shell: any use of a
// variable, whose name it binds. Args at the root are words of commands in a Dockerfile.
//
// Empty is a part that the pattern does not speak of. Attr, Op of Func and the Block around one statement are as the text has
// them: what less in a pattern means is the matcher's.
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

func (f Form) String() string {
	return [...]string{"expression", "statements", "members", "arguments", "parameters", "pairs", "attributes", "partial"}[f]
}

// A Pattern is one pattern of one language.
type Pattern struct {
	Text       string
	Language   string
	Candidates []Candidate // readings of equal rank: a match of any is a match
	Names      []string    // metavariables, sorted: "$X", "$...ARGS"
	// Literals are identifiers and names of modules, sorted, of which all must occur in a text that matches.
	Literals []string
}

// A Candidate is one reading of a pattern.
type Candidate struct {
	Form  Form
	Tree  *generic.File // its Source is the text with placeholders; spans mean nothing
	Roots []generic.ID
}
