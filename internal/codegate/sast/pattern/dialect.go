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
	entries  bool   // braces hold entries, whatever stands before them
	quoted   bool   // what stands for a name or a value is a string
	single   bool   // a mapping of one entry is that entry, a sequence of one item that item
	lines    bool   // the beginnings of lines say what belongs together
	blocks   bool   // braces hold statements, whatever stands before them
	insert   string // what opens an expression in a regular expression
	calls    bool   // of expressions only a call, and the like, is a statement
	lone     string // the prefix of the wrapper in which any expression can stand
	inserts  bool   // $x is an insertion in a string
	pointers bool   // -> stands before a member
	spelling spelling
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

// A spelling says how the placeholder of a metavariable is written.
type spelling uint8

const (
	plain       spelling = iota
	dollars              // as a variable, with $
	constants            // with capitals where a constant must stand
	command              // as a word of a command
	instruction          // as a word of a Dockerfile's instruction
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

// dialects are the languages, by name.
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
	"csharp": {
		comments: cComments, block: true, quotes: []quote{
			{open: `$@"`, close: `"`, insert: "{", lines: true, raw: true}, {open: `@$"`, close: `"`, insert: "{", lines: true, raw: true}, {open: `$"`, close: `"`, insert: "{"},
			{open: `@"`, close: `"`, lines: true, raw: true}, triple, double, single,
		},
		terminal: true, types: "class C { @ x; }", typed: typeFirst, calls: true, lone: "class C { object x = ",
		forms: [roles]string{statement: "E();", parameter: "T E", member: "int E;", caseOf: "case E:", named: "E = E", header: "E; E; E", decorator: "[E]"},
	},
	"php": {
		comments: []string{"//", "#"}, block: true, quotes: []quote{double, single, {open: "`", close: "`", lines: true}},
		terminal: true, spelling: dollars, inserts: true, spread: spreadFirst,
		forms: [roles]string{statement: "E;", parameter: "$E", member: "public $E;", caseOf: "case E:", header: "E; E; E"},
	},
	"ruby": {
		comments: []string{"#"}, quotes: []quote{
			{open: `"`, close: `"`, lines: true, insert: "#{"}, {open: "`", close: "`", lines: true, insert: "#{"}, {open: `'`, close: `'`, lines: true},
		},
		regex: true, insert: "#{", spelling: constants, forms: [roles]string{pair: "**E"},
	},
	"kotlin": {
		comments: cComments, block: true, quotes: []quote{{open: `"""`, close: `"""`, lines: true, insert: "${"}, {open: `"`, close: `"`, insert: "${"}, single},
		blocks: true, inserts: true, typed: typeBehind, types: "val x: @",
		forms: [roles]string{parameter: "E: T", member: "val E = E", caseOf: "E -> E", decorator: "@E"},
	},
	"rust": {
		comments: cComments, block: true, quotes: []quote{{open: `r#"`, close: `"#`, lines: true, raw: true}, {open: `r"`, close: `"`, lines: true, raw: true}, {open: `"`, close: `"`, lines: true}},
		terminal: true, typed: typeBehind, types: "static x: @ = 1;",
		forms: [roles]string{statement: "E;", parameter: "E: T", member: "E: E,", caseOf: "E => E,", decorator: "#[E]"},
	},
	"c":   inC,
	"cpp": inC,
	"bash": {
		comments: []string{" #", "\t#"}, quotes: []quote{{open: `"`, close: `"`, insert: "${", lines: true}, {open: `'`, close: `'`, lines: true, raw: true}},
		blocks: true, spelling: command, forms: [roles]string{caseOf: "E) ;;"},
	},
	"dockerfile": {
		comments: []string{"\n#"}, quotes: []quote{double, single},
		blocks: true, spelling: instruction, forms: [roles]string{statement: "RUN E"},
	},
	"hcl": {
		comments: []string{"#", "//"}, block: true, quotes: []quote{{open: `"`, close: `"`, insert: "${"}},
		entries: true, forms: [roles]string{statement: "E = E", pair: "E = E"},
	},
	"json": {
		comments: cComments, block: true, quotes: []quote{double},
		entries: true, quoted: true, forms: [roles]string{value: `"E"`, statement: `"E"`, pair: `"E": "E"`},
	},
	"yaml": {
		comments: []string{"#"}, quotes: []quote{double, single},
		single: true, lines: true, forms: [roles]string{statement: "- E", pair: "E: E"},
	},
}

// inC is the dialect of C and C++.
var inC = dialect{
	comments: cComments, block: true, quotes: []quote{double, single},
	terminal: true, pointers: true, types: "@ x;", typed: typeFirst,
	forms: [roles]string{statement: "E;", parameter: "T E", member: "int E;", caseOf: "case E:", header: "E; E; E"},
}

// script is the dialect of JavaScript and what has grown out of it.
func script(also ...string) dialect {
	return dialect{
		comments: cComments, block: true, quotes: []quote{double, single, template},
		xml: true, regex: true, paths: true, entry: "x = {", types: "let x: @;", typed: typeNamed, spread: spreadFirst, also: also,
		forms: [roles]string{statement: "E;", member: "E;", caseOf: "case E:", header: "E; E; E", decorator: "@E"},
	}
}

// own tells a name that looks like a metavariable and is the language's: a variable that is there in every scope of PHP.
func (d *dialect) own(name string) bool {
	if d.spelling != dollars {
		return false
	}
	switch name {
	case "$GLOBALS", "$_SERVER", "$_GET", "$_POST", "$_FILES", "$_COOKIE", "$_SESSION", "$_REQUEST", "$_ENV":
		return true
	}
	return false
}
