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
	Gives    []Give     `json:"g,omitempty"`
	Values   []Value    `json:"v,omitempty"`
	Evidence []Evidence `json:"e,omitempty"`
	Subjects []Subject  `json:"s,omitempty"`
	Views    []View     `json:"w,omitempty"` // sorted by Start
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
	Same    bool   `json:"m,omitempty"` // it is what Asked stands for under another name: what is used on it holds for that
	Unbound bool   `json:"b,omitempty"` // what is used on it holds for all it has, wherever it stands
	// Below names what it is below where nothing of the project mounts it: the object with that Global, and of several the one
	// whose Root, a folder, is nearest.
	Below string `json:"y,omitempty"`
	Root  string `json:"t,omitempty"`
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
	// AtView says that what is missing is shown at the view that the handler names, not at the registration.
	AtView bool     `json:"v,omitempty"`
	Only   []string `json:"y,omitempty"` // of a view's verbs, those with these words: "GET list"; empty is all
}

// A Use puts steps before what is registered on an object. A step that turns out to be an object of its own is mounted: what
// stands before it in the list runs before what is registered on that.
type Use struct {
	Object int      `json:"o"`
	Path   string   `json:"p,omitempty"` // prefix; "" is all
	Exact  bool     `json:"x,omitempty"` // Path is a pattern for whole paths: * for one segment, ** for any number
	Method string   `json:"m,omitempty"` // "" is any
	Only   []string `json:"y,omitempty"` // of these patterns too one fits
	Not    []string `json:"n,omitempty"` // paths that these patterns fit are left out
	Except bool     `json:"e,omitempty"` // it decides: later uses do not count for the paths that it fits
	Steps  []Step   `json:"s,omitempty"`
	At     Place    `json:"a"`
	Late   bool     `json:"l,omitempty"` // it holds wherever it stands
	// Plugin says that a step is handed the object itself (or one below it, if the framework keeps plugins apart) as its first argument.
	Plugin bool `json:"g,omitempty"`
	Own    bool `json:"ow,omitempty"` // what stands before what it mounts is for that alone
	Top    bool `json:"tp,omitempty"` // it holds for what the object is mounted on, too
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
	// Marks are annotations whose meaning another file may give, as a Value whose name is @ and the annotation's.
	Marks []string `json:"w,omitempty"`
	Not   []string `json:"n,omitempty"` // what it does not show, whatever stands in it
	// Needs is what a project must switch on for the step to count: evidence of that name and .on, where there is one with .off.
	Needs string `json:"z,omitempty"`
	Func  uint32 `json:"fn,omitempty"` // where a function of this file begins that it runs, and one; 0 is none
	Type  bool   `json:"ty,omitempty"` // it is a type that counts where it is a name for a dependency
	// Slot names what later steps with the same slot replace: the permissions of a view replace those of the settings.
	Slot string `json:"sl,omitempty"`
	// Part says that its places are parts of the function around them, which is run for other routes too.
	Part bool `json:"pt,omitempty"`
}

// A Ref is a name in a step.
type Ref struct {
	Asked int    `json:"q"`           // question, from 1
	Call  bool   `json:"c,omitempty"` // it is called: what it gives is meant
	Name  string `json:"n,omitempty"` // canonical, of what a library has
	Quiet bool   `json:"u,omitempty"` // a library's, which is known to be no guard
	Free  bool   `json:"f,omitempty"` // it stands for something outside of the project for certain: a library, a parameter
	// Dotted is a name in a text that the framework resolves, in place of a question: "shop.permissions.IsOwner", "shop.urls".
	Dotted string `json:"d,omitempty"`
	// Field is what an object of the framework may have been given elsewhere, as a Value whose name is a dot and this.
	Field string `json:"i,omitempty"`
	Root  int    `json:"o,omitempty"` // question: what the name begins with; 0 is none
}

// A View is a function or class that answers requests, or that others depend on, with what its definition says: decorators,
// parameters that the framework fills, bases, attributes.
type View struct {
	Name  string   `json:"n,omitempty"` // of the file's outermost scope
	Start uint32   `json:"a"`           // where its definition begins
	From  uint32   `json:"f,omitempty"` // where what it shows begins, if its decorators do not count for that
	At    Place    `json:"p"`           // where what is missing is shown
	Steps []Step   `json:"s,omitempty"` // before it
	Needs []Step   `json:"d,omitempty"` // that the framework runs to fill its parameters
	Parts *Step    `json:"t,omitempty"` // of a class: what all of its verbs use
	Verbs []Verb   `json:"v,omitempty"` // of a class
	Kinds []string `json:"k,omitempty"` // words of the front end, and canonical names of a class's bases
	Owned bool     `json:"o,omitempty"` // a class of stored objects that belong to users
}

// A Verb is what a view answers one method with.
type Verb struct {
	Word    string `json:"w"`           // method and name: "GET list"
	Path    string `json:"x,omitempty"` // below that of the registration
	Steps   []Step `json:"s,omitempty"`
	Handler Step   `json:"h"`
	At      Place  `json:"a"`
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

// A Give says that a function gives what a step is: a decorator made of others, a list of guards.
type Give struct {
	Func uint32 `json:"f"`
	Step Step   `json:"s"`
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
	Message string `json:"x,omitempty"`
	Text    string `json:"t,omitempty"`
	Anchor  string `json:"k,omitempty"`
}
