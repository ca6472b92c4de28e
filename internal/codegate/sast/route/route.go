// Package route knows the routes of web applications: what runs before a handler, what the handler does, and what is missing.
//
// Like data flow it works in two phases. Local reads one file: the objects on which routes are registered (applications,
// routers, groups, controllers), the registrations, the steps that run before handlers, and evidence, which are the places
// where models of libraries or the shape of the code show a guard or an effect. Link joins the files into routes with their
// whole chain and judges the rules of mode require.
//
// Rules of this package:
//   - A front end for a framework says what its calls, decorators and files mean in the terms of File, and nothing else.
//   - A step that cannot be followed is unknown, never absent.
package route

// A File is what one file says of routes. Objects and functions name each other by index and by place, names of other files
// are questions (index into what Local asks of the facts).
type File struct {
	Objects  []Object   `json:"o,omitempty"`
	Routes   []Entry    `json:"r,omitempty"`
	Uses     []Use      `json:"u,omitempty"`
	Hands    []Hand     `json:"h,omitempty"`
	Returns  []Return   `json:"t,omitempty"`
	Values   []Value    `json:"v,omitempty"`
	Evidence []Evidence `json:"e,omitempty"`
	Subjects []Subject  `json:"s,omitempty"`
	Partial  []string   `json:"p,omitempty"`
}

// A Place is a part of a file. Lines and columns count from 1, columns in bytes.
type Place struct {
	Start     uint32 `json:"a"`
	End       uint32 `json:"b"`
	Line      int    `json:"l"`
	Column    int    `json:"c"`
	EndLine   int    `json:"m"`
	EndColumn int    `json:"d"`
}

// Has says whether another place lies within.
func (p Place) Has(start, end uint32) bool { return p.Start <= start && end <= p.End }

// An Object is what routes are registered on, or a class that holds them.
type Object struct {
	Name   string `json:"n,omitempty"` // of the file's outermost scope
	Global string `json:"g,omitempty"` // the same in all files: the default mux of net/http, the one application of a framework
	// Func and Param say whose parameter it is: the function that begins at the byte Func; Param counts from 1, 0 is none.
	Func    uint32 `json:"f,omitempty"`
	Param   int    `json:"p,omitempty"`
	Asked   int    `json:"q,omitempty"` // what it is called elsewhere: question, from 1; 0 is none
	Class   string `json:"k,omitempty"` // the class that it is
	Prefix  string `json:"x,omitempty"`
	Steps   []Step `json:"s,omitempty"` // of its own, before what is used on it
	Parent  int    `json:"u,omitempty"` // the object of this file that it was made of, from 1; 0 is none
	At      Place  `json:"a"`           // where it was made of Parent
	Closed  bool   `json:"c,omitempty"` // what is used on Parent later does not reach it
	Unbound bool   `json:"b,omitempty"` // what is used on it holds for all it has, wherever it stands
}

// An Entry is one registration of a route.
type Entry struct {
	Object int    `json:"o"`
	Method string `json:"m"` // upper case; "*" is any
	Path   string `json:"p"`
	Known  bool   `json:"k"` // the path is
	Steps  []Step `json:"s,omitempty"`
	// Handler is the step that answers.
	Handler Step  `json:"h"`
	At      Place `json:"a"`
}

// A Use puts steps before what is registered on an object. A step that turns out to be an object of its own is mounted: what
// stands before it in the list runs before what is registered on that.
type Use struct {
	Object int    `json:"o"`
	Path   string `json:"p,omitempty"` // prefix; "" is all
	Exact  bool   `json:"x,omitempty"` // Path is a pattern for whole paths: * for one segment, ** for any number
	Method string `json:"m,omitempty"` // "" is any
	Except bool   `json:"e,omitempty"` // it decides: later uses do not count for the paths that it fits
	Steps  []Step `json:"s,omitempty"`
	At     Place  `json:"a"`
	Late   bool   `json:"l,omitempty"` // it holds wherever it stands
	// Plugin says that a step is handed the object itself (or one below it, if the framework keeps plugins apart) as its first argument.
	Plugin bool `json:"g,omitempty"`
}

// A Step is one thing that runs before a handler, or the handler.
type Step struct {
	Place
	Text  string   `json:"t,omitempty"` // as it may be shown
	Refs  []Ref    `json:"r,omitempty"`
	Also  []Place  `json:"v,omitempty"` // where what it names gets its value in this file
	Caps  []string `json:"k,omitempty"` // guards that the front end knows it to be
	Maybe bool     `json:"y,omitempty"` // it runs only under a condition
	Local int      `json:"o,omitempty"` // the object of this file that it is, from 1; 0 is none
	Path  string   `json:"p,omitempty"` // prefix that the step gives to an object
}

// A Ref is a name in a step.
type Ref struct {
	Asked int    `json:"q"`           // question, from 1
	Call  bool   `json:"c,omitempty"` // it is called: what it gives is meant
	Name  string `json:"n,omitempty"` // canonical, of what a library has
	Free  bool   `json:"f,omitempty"` // it stands for something outside of the project for certain: a library, a parameter
}

// A Hand says that an object is given to a call as an argument, from 0.
type Hand struct {
	Object int    `json:"o"`
	Asked  int    `json:"q"`
	Arg    int    `json:"i"`
	At     Place  `json:"a"`
	Prefix string `json:"p,omitempty"`
}

// A Return says that a function gives an object.
type Return struct {
	Func   uint32 `json:"f"`
	Object int    `json:"o"`
}

// A Value is what a name of the outermost scope is made of, for steps of other files that name it.
type Value struct {
	Name string `json:"n"`
	Step Step   `json:"s"`
}

// Evidence is a place that shows a guard or an effect.
type Evidence struct {
	Name string `json:"n"`
	Place
}

// A Subject is a match of a rule whose subject is a call.
type Subject struct {
	Rule int `json:"r"` // number in the plan
	Place
	Message string `json:"m,omitempty"`
	Text    string `json:"t,omitempty"`
	Anchor  string `json:"k,omitempty"`
}
