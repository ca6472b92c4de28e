package generic

// An Op refines a kind: an operator, or a flavour. The shapes say which kind takes which.
type Op uint8

const (
	Plain Op = iota

	// Operators.
	Add
	Sub
	Mul
	Div
	FloorDiv
	Mod
	Pow
	MatMul
	Shl
	Shr
	ShrUnsigned
	BitAnd
	BitOr
	BitXor
	BitAndNot
	And
	Or
	Nullish
	Eq
	Ne
	Same
	NotSame
	Lt
	Le
	Gt
	Ge
	In
	NotIn
	Is
	IsNot
	Not
	BitNot
	Inc
	Dec
	PostInc
	PostDec
	Typeof
	Void
	Delete
	Deref
	AddressOf
	Receive
	Send

	// Operators whose tokens mean something else elsewhere: a language's own table names them.
	Concat
	Compare
	Range
	RangeUntil
	Matches
	NotMatches
	Xor

	// Flavours.
	Optional
	Method
	Constructor
	Getter
	Setter
	Generator
	Async
	Rest
	Double
	Receiver
	Positional
	Keyword
	True
	False
	Imaginary
	Raw
	Bytes
	Template
	Format
	Tagged
	Computed
	Composite
	Declare
	Bind
	Implicit
	Fall
	TypeSwitch
	Select
	Match
	From
	Of
	Lock
	As
	Satisfies
	NonNull
	ListOf
	SetOf
	DictOf
	Comma
	Static
	Require
	Export
	Side
	DefaultName
	Namespace
	Wildcard
	Interface
	Enum
	Record
	Struct
	Annotation
	Implements
	Embeds
	Permits
	Constant
	Alias
	Map
	Chan
	TypeOnly

	ops
)

var opNames = [ops]string{
	Add: "+", Sub: "-", Mul: "*", Div: "/", FloorDiv: "//", Mod: "%", Pow: "**", MatMul: "@", Shl: "<<", Shr: ">>", ShrUnsigned: ">>>",
	BitAnd: "&", BitOr: "|", BitXor: "^", BitAndNot: "&^", And: "&&", Or: "||", Nullish: "??", Eq: "==", Ne: "!=", Same: "===",
	NotSame: "!==", Lt: "<", Le: "<=", Gt: ">", Ge: ">=", In: "in", NotIn: "not in", Is: "is", IsNot: "is not", Not: "!", BitNot: "~",
	Inc: "++", Dec: "--", PostInc: "post++", PostDec: "post--", Typeof: "typeof", Void: "void", Delete: "delete", Deref: "deref",
	AddressOf: "address", Receive: "<-", Send: "send",
	Concat: "concat", Compare: "<=>", Range: "..", RangeUntil: "..<", Matches: "=~", NotMatches: "!~", Xor: "xor",
	Optional: "optional", Method: "method", Constructor: "constructor", Getter: "get", Setter: "set", Generator: "generator", Async: "async",
	Rest: "rest", Double: "double", Receiver: "receiver", Positional: "positional", Keyword: "keyword", True: "true", False: "false",
	Imaginary: "imaginary", Raw: "raw", Bytes: "bytes", Template: "template", Format: "format", Tagged: "tagged", Computed: "computed",
	Composite: "composite", Declare: "declare", Bind: "bind", Implicit: "implicit", Fall: "fall", TypeSwitch: "type", Select: "select",
	Match: "match", From: "from", Of: "of", Lock: "lock", As: "as", Satisfies: "satisfies", NonNull: "nonnull", ListOf: "list",
	SetOf: "set of", DictOf: "dict", Comma: "comma", Static: "static", Require: "require", Export: "export", Side: "side",
	DefaultName: "default", Namespace: "namespace", Wildcard: "wildcard", Interface: "interface", Enum: "enum", Record: "record",
	Struct: "struct", Annotation: "annotation", Implements: "implements", Embeds: "embeds", Permits: "permits", Constant: "constant",
	Alias: "alias", Map: "map", Chan: "chan", TypeOnly: "type only",
}

func (o Op) String() string {
	if o < ops {
		return opNames[o]
	}
	return "?"
}

// Operator finds the operator of a token that most languages write alike. A language's own table goes before it.
func Operator(token string) Op {
	switch token {
	case "and":
		return And
	case "or":
		return Or
	case "not":
		return Not
	case "<>":
		return Ne
	}
	for o := Add; o <= Send; o++ {
		if opNames[o] == token {
			return o
		}
	}
	return Plain
}
