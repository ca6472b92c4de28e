package generic

// A Kind says what a node is, in words that all languages share.
type Kind uint8

// None is no kind: the arena's unused first node. Empty holds the place of an absent part in a node of fixed shape.
const (
	None Kind = iota
	Empty

	// Expressions.
	Ident
	Qualified
	This
	Super
	Int
	Float
	String
	Char
	Bool
	Null
	Regex
	Atom
	StrConcat
	Call
	New
	Member
	Index
	Slice
	Unary
	Binary
	Assign
	AssignOp
	Destructure
	Cond
	Lambda
	Await
	Yield
	Spread
	Cast
	TypeTest
	List
	Tuple
	Set
	Dict
	Pair
	Comprehension
	Xml
	XmlAttr
	XmlText
	Args
	NamedArg

	// Statements.
	Block
	ExprStmt
	If
	For
	ForEach
	While
	DoWhile
	Switch
	Case
	Default
	Return
	Break
	Continue
	Throw
	Try
	Catch
	Finally
	With
	Defer
	Go
	Label
	Goto
	Assert
	Import
	ImportItem
	Package
	Directive

	// Definitions.
	Func
	Params
	Param
	Class
	Extends
	Field
	Var
	TypeDef
	Decorator
	Attr
	TypeParams

	// Types.
	TypeName
	TypeApply
	TypeArray
	TypeFunc
	TypeUnion
	TypeOther

	// In patterns only.
	MV
	MVEllipsis
	Ellipsis
	Deep
	Typed
	ChainEllipsis
	AnyString
	RegexString
	Disj

	// Escapes: a construct without a lowering, and a region that did not parse. Their children are lowered like any.
	Other
	Error

	kinds
)

// String is the kind's name.
func (k Kind) String() string {
	if k < kinds {
		return shapes[k].name
	}
	return "?"
}

// Expression, Statement, Definition, Type and Pattern tell the five groups apart. None, Empty, Other and Error are in none.
func (k Kind) Expression() bool { return k >= Ident && k <= NamedArg }

// Statement holds for what stands in a Block for its effect.
func (k Kind) Statement() bool { return k >= Block && k <= Directive }

// Definition holds for what gives something a name, and for the parts of that.
func (k Kind) Definition() bool { return k >= Func && k <= TypeParams }

// Type holds for the words in which a type is written.
func (k Kind) Type() bool { return k >= TypeName && k <= TypeOther }

// Pattern holds for what only a rule's pattern contains.
func (k Kind) Pattern() bool { return k >= MV && k <= Disj }
