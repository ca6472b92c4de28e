// Package ruby lowers Ruby.
package ruby

import (
	"sync"

	tree_sitter_ruby "github.com/tree-sitter/tree-sitter-ruby/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// Ruby is the language of .rb files. A method without arguments and parentheses is a Member; a call with a block is the
// call of what stands before the block, with the block as its argument.
var Ruby = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:      "ruby",
		Grammar:   syntax.NewGrammar("ruby", tree_sitter_ruby.Language()),
		Rules:     rules,
		Ignored:   ignored,
		Operators: map[string]g.Op{"=~": g.Matches, "!~": g.NotMatches, "<=>": g.Compare, "..": g.Range, "...": g.RangeUntil},
		Wrappers:  wrappers,
	})
})

var ignored = []string{
	"comment", "empty_statement", "uninterpreted", "escape_sequence", "string_content", "heredoc_content", "heredoc_end",
}

var rules = map[string]syntax.Rule{
	"program": syntax.Bodied(g.Plain),

	// Names and literals.
	"identifier":        syntax.Word(g.Ident),
	"constant":          syntax.Word(g.Ident),
	"instance_variable": syntax.Word(g.Ident),
	"class_variable":    syntax.Word(g.Ident),
	"global_variable":   syntax.Word(g.Ident),
	"operator":          syntax.Word(g.Ident),
	"setter":            setter,
	"file":              syntax.Word(g.Ident),
	"line":              syntax.Word(g.Ident),
	"encoding":          syntax.Word(g.Ident),
	"self":              syntax.Mark(g.This, g.Plain),
	"super":             syntax.Mark(g.Super, g.Plain),
	"nil":               syntax.Mark(g.Null, g.Plain),
	"true":              syntax.Mark(g.Bool, g.True),
	"false":             syntax.Mark(g.Bool, g.False),
	"integer":           syntax.Number,
	"float":             syntax.Number,
	"rational":          syntax.Pass,
	"complex":           imaginary,
	"character":         character,
	"string":            text,
	"bare_string":       bare,
	"chained_string":    syntax.Joined,
	"interpolation":     group,
	"heredoc_beginning": heredoc,
	"heredoc_body":      heredocBody,
	"subshell":          subshell,
	"regex":             regex,
	"simple_symbol":     syntax.Word(g.Atom),
	"hash_key_symbol":   keySymbol,
	"delimited_symbol":  symbol,
	"bare_symbol":       symbol,

	// Expressions.
	"parenthesized_statements": group,
	"scope_resolution":         syntax.Fields(g.Member, g.Plain, "scope", "name"),
	"call":                     call,
	"argument_list":            arguments,
	"block_argument":           syntax.Positions(g.Unary, g.AddressOf, 1),
	"splat_argument":           syntax.Some(g.Spread, g.Plain, 1),
	"hash_splat_argument":      syntax.Some(g.Spread, g.Double, 1),
	"forward_argument":         syntax.Mark(g.Spread, g.Plain),
	"element_reference":        index,
	"block":                    block,
	"do_block":                 block,
	"lambda":                   lambda,
	"array":                    syntax.Children(g.List, g.Plain),
	"string_array":             syntax.Children(g.List, g.Plain),
	"symbol_array":             syntax.Children(g.List, g.Plain),
	"hash":                     syntax.Children(g.Dict, g.Plain),
	"pair":                     pair,
	"range":                    rangeOf,
	"unary":                    unary,
	"binary":                   syntax.Operation(g.Binary, "left", "right"),
	"conditional":              syntax.Fields(g.Cond, g.Plain, "condition", "consequence", "alternative"),
	"assignment":               syntax.Fields(g.Assign, g.Plain, "left", "right"),
	"operator_assignment":      syntax.Assignment,

	"left_assignment_list":         syntax.Children(g.Tuple, g.Plain),
	"right_assignment_list":        syntax.Children(g.Tuple, g.Plain),
	"destructured_left_assignment": syntax.Children(g.Tuple, g.Plain),
	"rest_assignment":              syntax.Some(g.Spread, g.Plain, 1),
	"yield":                        yield,

	// Statements.
	"if":                 ifStatement,
	"unless":             ifStatement,
	"elsif":              ifStatement,
	"then":               syntax.Bodied(g.Implicit),
	"else":               syntax.Bodied(g.Implicit),
	"do":                 syntax.Bodied(g.Implicit),
	"block_body":         syntax.Bodied(g.Implicit),
	"if_modifier":        modifier,
	"unless_modifier":    modifier,
	"while_modifier":     modifier,
	"until_modifier":     modifier,
	"rescue_modifier":    rescueModifier,
	"while":              while,
	"until":              while,
	"for":                forStatement,
	"in":                 syntax.Pass,
	"case":               caseStatement,
	"when":               when,
	"pattern":            syntax.Pass,
	"case_match":         caseMatch,
	"in_clause":          inClause,
	"if_guard":           syntax.Fields(g.If, g.Plain, "condition", "consequence", "alternative"),
	"unless_guard":       unlessGuard,
	"begin":              begin,
	"body_statement":     bodyStatement,
	"rescue":             rescue,
	"exceptions":         syntax.Pass,
	"exception_variable": syntax.Pass,
	"ensure":             ensure,
	"return":             jump(g.Return),
	"break":              jump(g.Break),
	"next":               jump(g.Continue),
	"redo":               syntax.Directive("redo"),
	"retry":              syntax.Directive("retry"),
	"undef":              syntax.Directive("undef"),
	"alias":              syntax.Directive("alias"),
	"begin_block":        syntax.Bodied(g.Plain),
	"end_block":          syntax.Bodied(g.Plain),

	// Definitions.
	"method":                 method,
	"singleton_method":       method,
	"method_parameters":      parameters,
	"lambda_parameters":      parameters,
	"block_parameters":       parameters,
	"destructured_parameter": destructured,
	"optional_parameter":     syntax.Fields(g.Param, g.Plain, "name", "type", "value"),
	"keyword_parameter":      syntax.Fields(g.Param, g.Plain, "name", "type", "value"),
	"splat_parameter":        syntax.Fields(g.Param, g.Rest, "name", "type", "value"),
	"hash_splat_parameter":   syntax.Fields(g.Param, g.Double, "name", "type", "value"),
	"hash_splat_nil":         syntax.Fields(g.Param, g.Double, "name", "type", "value"),
	"block_parameter":        blockParameter,
	"forward_parameter":      syntax.Fields(g.Param, g.Rest, "name", "type", "value"),
	"class":                  class,
	"module":                 class,
	"singleton_class":        class,
	"superclass":             superclass,

	// Patterns.
	"match_pattern":                syntax.Fields(g.Binary, g.Matches, "value", "pattern"),
	"test_pattern":                 syntax.Fields(g.Binary, g.Matches, "value", "pattern"),
	"array_pattern":                destructure(g.ListOf),
	"find_pattern":                 destructure(g.ListOf),
	"hash_pattern":                 destructure(g.DictOf),
	"keyword_pattern":              keywordPattern,
	"alternative_pattern":          syntax.Children(g.Destructure, g.Or),
	"as_pattern":                   syntax.Fields(g.Assign, g.Bind, "name", "value"),
	"parenthesized_pattern":        syntax.Pass,
	"variable_reference_pattern":   syntax.Pass,
	"expression_reference_pattern": syntax.Pass,
}

var wrappers = []syntax.Wrapper{
	{}, {Prefix: "x(", Suffix: ")"}, {Suffix: "\nend"}, {Prefix: "begin\n", Suffix: "\nend"}, {Prefix: "{", Suffix: "}"},
	{Prefix: "case x\n", Suffix: "\nend"},
}
