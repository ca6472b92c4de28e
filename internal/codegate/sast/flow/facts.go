package flow

// A File is the facts of one file: what the link phase needs to know of it. It is plain data in flat lists whose members name
// each other by index, so that it can be kept, and linked without the text and its tree. Facts makes it, Encode and Decode
// carry it; it is never changed.
type File struct {
	Path     string // in the target, with slashes
	Language string
	Package  string // the package clause of languages that have one
	More     string // what others keep with the facts; nothing here reads it

	strs    []string  // strs[0] is empty
	paths   []Path    // paths[0] is empty
	sets    []RuleSet // sets[0] is nil: all rules
	lists   []span    // of labels, into words; lists[0] is none
	words   []int32   // strings
	places  []place   // places[0] is nowhere
	binds   []bind    // of envs
	envs    []span    // into binds
	funcs   []function
	params  []int32 // names, of functions
	calls   []call  // of functions
	lambdas []lambda
	origins []origin // of functions, sorted by kind, call, index, name
	targets []target // of functions
	edges   []edge   // of origins
	steps   []int32  // places, of edges

	names   []binding // what the file's outermost scope defines, and the members it gives them; sorted
	exports []binding // sorted; "*" passes on all of what it describes
	stars   []int32   // descriptions of what is imported whole
	imports []int32   // sources as written
	objects []span    // literals with named members, into members
	members []binding // sorted within an object
	classes []class
	parents []int32   // descriptions, of classes
	methods []method  // of classes, sorted by name
	fields  []binding // of classes, sorted by name: what they hold, or 0
	asked   []int32   // descriptions of the expressions that Facts was asked about, in their order
}

// A span is a part of a list.
type span struct{ lo, hi int32 }

func (s span) len() int { return int(s.hi - s.lo) }

// A place is where something stands. Lines and columns count from 1, columns in bytes.
type place struct {
	start, end                       uint32
	line, column, endLine, endColumn int32
}

// A bind is what a metavariable stands for in an env.
type bind struct {
	name, text int32
	start, end uint32
}

// The flavours of functions.
const (
	isRoot = iota // the code outside of all functions
	isFunc
	isLambda
	isConstructor
	isInit // a class's own initialiser
)

// A function is one function of the file. The first is the code outside of all.
type function struct {
	place     int32
	title     int32 // as a person would name it
	name      int32 // by which it is called
	class     int32 // whose method it is, or -1
	receiver  int32 // name of the type whose method it is, where that may stand in another file
	owner     int32 // the function around it, or -1
	flavour   uint8
	graph     bool  // whether edges are known
	rest      int32 // the parameter that takes further arguments, or -1
	named     int32 // the parameter that takes further named arguments, or -1
	required  int32 // how many arguments a call has at least
	result    int32 // description of what it gives, or 0
	truncated int32 // why edges may be missing, or 0
	params    span
	calls     span
	origins   span
	targets   span
}

// The flavours of calls.
const (
	isCall = iota
	isNew
)

// A call is one call. What is called is described by value; by recv and method where that is known of an object.
type call struct {
	place   int32
	flavour uint8
	callee  int32 // canonical name that the local phase gives
	method  int32
	typ     int32 // canonical type of the receiver that the local phase gives
	value   int32
	recv    int32
	local   int32 // function of this file, or -1
	param   int32 // the parameter that is called, or -1
	holder  int32 // the function whose parameter that is
	option  int32 // the parameter's member that is called, or 0
	args    int32
	fun     int32 // where it stands
	own     bool  // on the object whose method it stands in, or of a constructor for it
	lambdas span
}

// A lambda is an argument that is a function.
type lambda struct {
	index int32 // of the argument, or -1
	name  int32 // of a named argument or an option, or 0
	value int32 // description
	fun   int32 // of this file, or -1
	call  int32
}

// An origin is where edges start. The index of Captured is a symbol.
type origin struct {
	kind      EndKind
	call      int32 // index into the file's calls, or -1
	index     int32
	name      int32
	spec, env int32
	place     int32
	fun       int32
	edges     span
}

// A target is where edges end.
type target struct {
	kind      EndKind
	call      int32
	index     int32
	name      int32
	spec, env int32
	place     int32
	fun       int32
}

type edge struct {
	target   int32
	from, to int32 // paths
	set      int32
	labels   int32
	steps    span
}

// A binding says what a name stands for: a description, or 0 for a variable of which nothing is known.
type binding struct{ name, value int32 }

type class struct {
	name    int32 // as written; a nested one's is dotted
	iface   bool
	parents span
	methods span
	fields  span
}

type method struct{ name, fun int32 }
