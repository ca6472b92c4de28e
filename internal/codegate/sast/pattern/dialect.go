package pattern

// A role is the place that an ellipsis stands in, read off the tokens around it.
type role uint8

const (
	value     role = iota // any place that takes an expression: an argument, an element, a condition, a name
	statement             // between statements
	parameter             // of a function's header
	pair                  // in a dictionary or object
	member                // of a class's body
	caseOf                // of a switch's body
	named                 // in an annotation's arguments
	imported              // in a list of imports
	decorator             // before a definition
	header                // all of a for's header
	roles
)

// A dialect is what a language's patterns need beside its grammar and the wrappers of its definition.
type dialect struct {
	comments []string // to the end of the line
	block    bool     // /* … */ is a comment
	quotes   []quote
	terminal bool   // a statement ends in ; or }
	xml      bool   // elements may stand among expressions
	regex    bool   // /…/ is a literal
	sets     bool   // {a} is a set, {a: b} a dictionary
	paths    bool   // what is imported is named by a string
	entry    string // the prefix of the wrapper in which a: b is an entry, where it would be something else by itself
	types    string // text in whose @ a type can stand, behind a name
	typed    typing
	spread   spreading
	// also are the languages in which a text is read that this one's grammar does not take.
	also []string
	// forms spell an ellipsis in a role: E is the placeholder, T a filler. An empty one is E alone.
	forms [roles]string
}

// A typing says how a metavariable is written with its type.
type typing uint8

const (
	untyped    typing = iota
	typeBehind        // ($X: T)
	typeFirst         // (T $X)
	typeNamed         // ($X: T), and f($X: T) for an argument
)

// A spreading says where a language itself has three dots.
type spreading uint8

const (
	noSpread    spreading = iota
	spreadFirst           // ...x
	spreadLast            // x..., and ...T for a type
	spreadType            // T... x
)

// A quote is one way to write a string.
type quote struct {
	open, close string
	insert      string // what opens an expression inside
	lines       bool   // may hold a line's end
	raw         bool   // a backslash is nothing special
	prefixed    bool   // insert holds only behind a prefix with f or t
}

var (
	double    = quote{open: `"`, close: `"`}
	single    = quote{open: `'`, close: `'`}
	backtick  = quote{open: "`", close: "`", lines: true, raw: true}
	template  = quote{open: "`", close: "`", lines: true, insert: "${"}
	triple    = quote{open: `"""`, close: `"""`, lines: true}
	cComments = []string{"//"}
)

// dialects are the languages whose patterns are read at the first try. Any other one needs more of them.
var dialects = map[string]dialect{
	"javascript": script("tsx"),
	"typescript": script("tsx"),
	"tsx":        script(),
	"python": {
		comments: []string{"#"},
		quotes: []quote{
			{open: `"""`, close: `"""`, lines: true, insert: "{", prefixed: true}, {open: `'''`, close: `'''`, lines: true, insert: "{", prefixed: true},
			{open: `"`, close: `"`, insert: "{", prefixed: true}, {open: `'`, close: `'`, insert: "{", prefixed: true},
		},
		sets: true, types: "x: @", typed: typeNamed,
		forms: [roles]string{pair: "**E", decorator: "@E"},
	},
	"go": {
		comments: cComments, block: true, quotes: []quote{double, single, backtick},
		paths: true, entry: "package p; var x = T{", types: "package p; var x @", typed: typeBehind, spread: spreadLast,
		forms: [roles]string{imported: `"E"`, caseOf: "case E:", header: "E; E; E"},
	},
	"java": {
		comments: cComments, block: true, quotes: []quote{triple, double, single},
		terminal: true, types: "@ x;", typed: typeFirst, spread: spreadType,
		forms: [roles]string{
			statement: "E;", parameter: "T E", member: "int E;", caseOf: "case E:", named: "E = E", header: "E; E; E", decorator: "@E",
		},
	},
}

// script is the dialect of JavaScript and what has grown out of it.
func script(also ...string) dialect {
	return dialect{
		comments: cComments, block: true, quotes: []quote{double, single, template},
		xml: true, regex: true, paths: true, entry: "x = {", types: "let x: @;", typed: typeNamed, spread: spreadFirst, also: also,
		forms: [roles]string{statement: "E;", member: "E;", caseOf: "case E:", header: "E; E; E", decorator: "@E"},
	}
}

// dialectOf gives a language's dialect; for one without a row of its own what most languages have.
func dialectOf(language string) dialect {
	if d, ok := dialects[language]; ok {
		return d
	}
	return dialect{comments: []string{"//", "#"}, block: true, quotes: []quote{double, single}, terminal: true, forms: [roles]string{statement: "E;"}}
}
