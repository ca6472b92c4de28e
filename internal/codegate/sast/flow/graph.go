// Package flow follows data through functions and between them.
//
// It works in two phases. The local phase reads one file and gives, for each of its functions, a Graph: which of the
// function's origins (parameters, results of calls, sources, captured variables …) reach which of its targets (returns,
// arguments of calls, sinks …). It knows nothing of other functions, so its result depends on the file and the rules alone and
// can be kept. The link phase joins the graphs of all files, callees before callers, and finds the paths from source to sink.
package flow

import (
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax/generic"
)

// A Path is a place inside a value: at most MaxPath steps, ".name" or "[]", written one after another: ".body.user", "".
type Path = string

// MaxPath is the most steps of a Path; what lies deeper counts as the whole at that depth.
const MaxPath = 3

// An EndKind says what an end of an edge is.
type EndKind uint8

const (
	NoEnd EndKind = iota
	Param         // Index counts parameters from 0; the receiver (this, self, Go's receiver) is Receiver
	Receiver
	Return     // of a function; what it throws is not followed
	CallArg    // Call and Index: argument as written, from 0
	CallNamed  // Call and Name: a named argument
	CallRecv   // Call: the object that the method is called on
	CallResult // Call
	CallOut    // Call and Index: what the call leaves in its argument; Index -1 for the receiver
	Captured   // Index (a number of its own in the file) and Name: a variable of an enclosing function, as it is when the inner function runs
	GlobalVar  // Name: a variable of the file's outermost scope, or of another file by canonical name
	FieldVar   // Name: a field of this, self or the receiver's class, shared by its methods
	SourceAt   // Spec and Node
	SinkAt     // Spec and Node
)

// An End is an origin or a target of an edge.
type End struct {
	Kind  EndKind
	Call  int32 // of the Call… kinds: index into the graph's Calls
	Index int32
	Name  string
	Path  Path
	Node  generic.ID // of a source or sink: the matched node; of others: where it stands
	Spec  int32      // SourceAt, SinkAt
	From  uint32     // SinkAt: where the match begins and ends; To is 0 where that is the node's place
	To    uint32
	Env   int32 // SourceAt, SinkAt: index into the graph's Envs, the bindings of the match; -1 for none
}

// An Edge says that data of From reaches To. No edge passes through a call: one ends at CallArg, CallNamed or CallRecv, and
// another starts at CallResult or CallOut, so that what the call does is decided when its callee is known. Rules is the set of
// taint rules for which nothing on the way cleans it; of an edge from or to a spec, only rules that have the spec.
//
// Paths: what lies at From.Path and below it arrives at To.Path, with what is below in its place where the value itself moves.
// Where an operator or a sink takes the value as a whole, From.Path is where the whole is.
//
// An edge to Param, Receiver, GlobalVar, Captured or FieldVar is an assignment into it: what the function leaves there. The
// result of `new T(…)` is the new object: what the constructor leaves in its Receiver is in CallResult. A generator's yields
// are Returns at the path "[]".
//
// A source or a propagator whose Requires restricts what it takes is an end on both sides: edges to SourceAt bring what it is
// asked about, edges from SourceAt carry its own Label where the labels that came satisfy it. A propagator without one and
// with a Label only gives its edges Labels.
type Edge struct {
	From, To End
	Rules    RuleSet
	Labels   []string     // labels that propagators on the way put in the place of the ones it came with; nil: as it came
	Steps    []generic.ID // where it passes: assignments, calls, operators, in order; at most MaxSteps
}

// MaxSteps bounds the steps that one edge keeps.
const MaxSteps = 16

// A RuleSet is a set of taint rules by their index in the run's list. A nil set is all rules.
type RuleSet []uint64

// A Call is one call in a function.
type Call struct {
	Node generic.ID
	// Callee is the canonical dotted name where the callee is imported or global ("child_process.exec", "helper"), else "".
	Callee string
	// Method is the last name of a call on an object; Type the object's canonical type where it is known.
	Method, Type string
	// Local is the Func or Lambda of this file that is called, where names resolve it; 0 otherwise.
	Local generic.ID
	// Args is how many positional arguments there are; Lambdas lists which of them are functions of this file.
	Args    int32
	Lambdas []LambdaArg
}

// A LambdaArg is an argument that is a function: written there, or the name of one.
type LambdaArg struct {
	Index  int32
	Name   string     // of a named argument or of the option that holds it
	Func   generic.ID // in this file; 0 where Callee names it
	Callee string
}

// A Graph is one function's edges. The code outside of all functions is a Graph too, with Node 1.
type Graph struct {
	Node      generic.ID // Func, Lambda, the root, or a Class for what its body runs outside of its methods
	Name      string     // as a person would name it: "Class.method", "handler", "<anonymous>"
	Class     string     // canonical name of the class it belongs to, or ""
	Params    []string
	Calls     []Call // ends name them by Index
	Edges     []Edge
	Envs      [][]search.Binding // of matches; ends name them by index
	Truncated string             // why edges may be missing, or ""
}
