// Package formula reads rules in the syntax of Semgrep into formulas over patterns.
//
// Sources: the public rule syntax documentation of Semgrep (rule syntax, taint mode, metavariable-* operators).
package formula

import "bartizan/internal/finding"

// A Mode says how a rule finds.
type Mode uint8

const (
	Search Mode = iota
	Taint
	Require // something is missing; see RequireSpec
)

// A Rule is one rule as the engine needs it.
type Rule struct {
	ID         string
	Message    string // with $X to interpolate
	Severity   finding.Severity
	Confidence finding.Confidence
	CWE        []int
	Languages  []string // canonical names: those of lang.Languages, "generic", "regex"; aliases (js, py, golang …) are resolved
	Mode       Mode
	Formula    *Formula // of a search rule; of a require rule whose subject is a call
	Taint      *TaintSpec
	Require    *RequireSpec
	Options    Options
	Include    []string // path globs
	Exclude    []string
	Fix        string
	FixRegex   *FixRegex
	Fixers     []string // names the code that repairs what a template cannot: the first that applies
	File       string   // of the rule
	Line       int
}

// An Op says what a formula is.
type Op uint8

const (
	Pattern  Op = iota // Text is a pattern of the rule's language
	Regex              // Text is a regular expression over the file's text
	All                // patterns: all of Kids, then Conditions, then Focus
	Any                // pattern-either
	Not                // one kid: pattern-not, pattern-not-regex
	Inside             // one kid: pattern-inside; under Not: pattern-not-inside
	Anywhere           // one kid: v2 syntax
	Model              // Text names a model; its alternatives are in the Models that the rules were read with
)

// A Formula is one node of a rule's condition. A Formula is never changed after reading, so that its address is its identity.
type Formula struct {
	Op         Op
	Text       string
	Kids       []*Formula
	Conditions []Condition // of All, in file order
	Focus      [][]string  // of All: each focus-metavariable with its names; a list is a union, several intersect
	Fix        string
	Line       int // in the rule's file
}

// A Test says what a condition tests.
type Test uint8

const (
	MetavariableRegex Test = iota
	MetavariablePattern
	MetavariableComparison
	MetavariableType
	MetavariableAnalysis
)

// A Condition restricts the bindings of a match.
type Condition struct {
	Test       Test
	Name       string   // the metavariable, "$X"; empty for a comparison that names none
	Regex      string   // MetavariableRegex
	Constant   bool     // MetavariableRegex: constant-propagation is on
	Formula    *Formula // MetavariablePattern
	Language   string   // MetavariablePattern, MetavariableType: canonical; empty for the rule's own
	Comparison *Expr    // MetavariableComparison
	Strip      bool
	Base       int
	Types      []string // MetavariableType
	Analyzer   string   // MetavariableAnalysis: entropy, redos
	Line       int
}

// A FixRegex rewrites the text of a match.
type FixRegex struct {
	Regex       string
	Replacement string // \1 as Semgrep has it
	Count       int    // 0 is all
}

// A TaintSpec is what a taint rule says.
type TaintSpec struct {
	Sources, Sinks, Sanitizers, Propagators []Spec
}

// A SideEffect says whether a match also changes the l-value that it matches.
type SideEffect uint8

const (
	NoSideEffect SideEffect = iota
	SideEffectToo
	SideEffectOnly
)

// DefaultLabel is the label of a source that names none.
const DefaultLabel = "__SOURCE__"

// A Spec is one source, sink, sanitizer or propagator. A Spec of a model is shared by all rules that name the model.
type Spec struct {
	Formula        *Formula // of Op Model where the item is `model: name`
	Exact          bool     // only the matched expression, not what is inside it; sinks: true by default
	BySideEffect   SideEffect
	Control        bool
	Label          string
	ReplaceLabels  []string
	Requires       *Expr // nil is: any taint (DefaultLabel for sinks)
	NotConflicting bool
	AtExit         bool
	From, To       string // metavariables of a propagator
	Line           int
}

// Options are a rule's options, with Semgrep's defaults filled in.
type Options struct {
	ConstantPropagation, SymbolicPropagation, ACMatching, CommutativeBoolop, SymmetricEq, VardefAssign, FlddefAssign, AttrExpr,
	UnifyIDsStrictly, ArrowIsFunction, LetIsVar, GoDeeperExpr, GoDeeperStmt, ImplicitDeepExprstmt, ImplicitEllipsis,
	XMLSingletonLooseMatching, XMLAttrsImplicitEllipsis, XMLChildrenOrdered, ImplicitReturn, DecoratorsOrderMatters,
	TaintUnifyMvars, TaintAssumeSafeFunctions, TaintAssumeSafeIndexes, TaintAssumeSafeComparisons, TaintAssumeSafeBooleans,
	TaintAssumeSafeNumbers, TaintOnlyPropagateThroughAssignments, TaintIntrafile, Interfile bool
	GenericEllipsisMaxSpan int
	GenericCaseless        bool
	GenericCommentStyle    string // c, cpp or shell; "" for none
}

// An Expr is a parsed comparison or requires expression: Python's syntax over metavariables or labels.
type Expr struct {
	Op   string // "and", "or", "not", "==", …, "call", "name", "list", "string", "int", "float"
	Text string // of a name or literal
	Kids []*Expr

	regex func() (*Regexp, error) // of a call of re with a literal expression
}

// Models are the named formulas that rules share: what a library has as sources, sinks, sanitizers and propagators.
type Models struct {
	Formulas map[string][]*ModelPart // by model name; "http.request" also holds what "http.request.body" has
	Files    []*ModelFile
}

// A ModelPart is what one library gives to one model, for some languages.
type ModelPart struct {
	Name      string // as written: "http.request.body"
	Role      string // sources, sinks, sanitizers, guards, effects, formulas
	Library   string
	Languages []string
	Spec      Spec
}

// A NamedPart says that calling, or naming, what a library has under a canonical name is a guard or an effect: a function, a
// class, a decorator, an annotation. A canonical name may end in *.
type NamedPart struct {
	Name      string
	Canonical string
	Languages []string
}

// A ModelFile is one library's file.
type ModelFile struct {
	Library   string
	Languages []string
	Parts     []*ModelPart
	// Named are guards and effects that a library has under a canonical name.
	Named []NamedPart
	// Propagators of a library hold for every taint rule of its languages.
	Propagators []Spec
}
