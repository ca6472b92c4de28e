// Package python lowers Python 3, and what is left of Python 2.
package python

import (
	"sync"

	tree_sitter_python "github.com/tree-sitter/tree-sitter-python/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// Python is the language of .py and .pyi files.
var Python = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:      "python",
		Grammar:   syntax.NewGrammar("python", tree_sitter_python.Language()),
		Rules:     rules,
		Ignored:   ignored,
		Operators: map[string]g.Op{"not in": g.NotIn, "is not": g.IsNot},
		Wrappers:  wrappers,
	})
})

var ignored = []string{
	"comment", "line_continuation", "string_start", "string_end", "string_content", "escape_sequence", "escape_interpolation",
	"type_conversion", "import_prefix",
}

var rules = map[string]syntax.Rule{
	"module": syntax.Children(g.Block, g.Plain),
	"block":  syntax.Children(g.Block, g.Plain),

	// Names and literals.
	"identifier":          syntax.Word(g.Ident),
	"dotted_name":         dottedName,
	"true":                syntax.Mark(g.Bool, g.True),
	"false":               syntax.Mark(g.Bool, g.False),
	"none":                syntax.Mark(g.Null, g.Plain),
	"ellipsis":            syntax.Word(g.Atom),
	"integer":             syntax.Number,
	"float":               syntax.Number,
	"string":              text,
	"concatenated_string": texts,
	"interpolation":       syntax.Pass,
	"format_specifier":    syntax.Pass,
	"format_expression":   syntax.Pass,

	// Expressions.
	"parenthesized_expression": syntax.Pass,
	"parenthesized_list_splat": syntax.Pass,
	"call":                     call,
	"argument_list":            syntax.Children(g.Args, g.Plain),
	"keyword_argument":         syntax.Fields(g.NamedArg, g.Plain, "name", "value"),
	"attribute":                syntax.Fields(g.Member, g.Plain, "object", "attribute"),
	"subscript":                subscript,
	"slice":                    slice,
	"unary_operator":           syntax.Operation(g.Unary, "argument"),
	"not_operator":             syntax.Fields(g.Unary, g.Not, "argument"),
	"binary_operator":          syntax.Operation(g.Binary, "left", "right"),
	"boolean_operator":         syntax.Operation(g.Binary, "left", "right"),
	"comparison_operator":      comparison,
	"named_expression":         syntax.Fields(g.Assign, g.Bind, "name", "value"),
	"as_pattern":               asPattern,
	"as_pattern_target":        syntax.Pass,
	"conditional_expression":   conditional,
	"lambda":                   lambda,
	"await":                    syntax.Positions(g.Await, g.Plain, 1),
	"yield":                    yield,
	"list_splat":               syntax.Some(g.Spread, g.Plain, 1),
	"dictionary_splat":         syntax.Some(g.Spread, g.Double, 1),
	"list_splat_pattern":       syntax.Some(g.Spread, g.Plain, 1),
	"dictionary_splat_pattern": syntax.Some(g.Spread, g.Double, 1),
	"list":                     syntax.Children(g.List, g.Plain),
	"list_pattern":             syntax.Children(g.List, g.Plain),
	"tuple":                    syntax.Children(g.Tuple, g.Plain),
	"tuple_pattern":            syntax.Children(g.Tuple, g.Plain),
	"expression_list":          syntax.Children(g.Tuple, g.Plain),
	"pattern_list":             syntax.Children(g.Tuple, g.Plain),
	"set":                      syntax.Children(g.Set, g.Plain),
	"dictionary":               syntax.Children(g.Dict, g.Plain),
	"pair":                     syntax.Fields(g.Pair, g.Computed, "key", "value"),
	"list_comprehension":       comprehension(g.ListOf),
	"set_comprehension":        comprehension(g.SetOf),
	"dictionary_comprehension": comprehension(g.DictOf),
	"generator_expression":     comprehension(g.Generator),
	"for_in_clause":            forIn,
	"if_clause":                syntax.Positions(g.If, g.Plain, 3),

	// Definitions.
	"decorated_definition":    decorated,
	"decorator":               syntax.Positions(g.Decorator, g.Plain, 1),
	"function_definition":     function,
	"parameters":              parameters,
	"lambda_parameters":       parameters,
	"default_parameter":       syntax.Fields(g.Param, g.Plain, "name", "type", "value"),
	"typed_default_parameter": syntax.Fields(g.Param, g.Plain, "name", "type", "value"),
	"typed_parameter":         typedParameter,
	"keyword_separator":       syntax.Fields(g.Param, g.Keyword, "name", "type", "value"),
	"positional_separator":    syntax.Fields(g.Param, g.Positional, "name", "type", "value"),
	"class_definition":        class,
	"type_alias_statement":    alias,

	// Statements.
	"expression_statement":    expressionStatement,
	"assignment":              assignment,
	"augmented_assignment":    augmented,
	"if_statement":            ifStatement,
	"elif_clause":             elif,
	"else_clause":             syntax.Pass,
	"for_statement":           forStatement,
	"while_statement":         whileStatement,
	"try_statement":           try,
	"except_clause":           except,
	"finally_clause":          syntax.Positions(g.Finally, g.Plain, 1),
	"with_statement":          with,
	"with_clause":             syntax.Pass,
	"with_item":               syntax.Pass,
	"return_statement":        syntax.Some(g.Return, g.Plain, 1),
	"break_statement":         syntax.Some(g.Break, g.Plain, 1),
	"continue_statement":      syntax.Some(g.Continue, g.Plain, 1),
	"raise_statement":         raise,
	"assert_statement":        assert,
	"pass_statement":          directive("pass"),
	"delete_statement":        directive("del"),
	"global_statement":        directive("global"),
	"nonlocal_statement":      directive("nonlocal"),
	"print_statement":         legacyCall("print"),
	"exec_statement":          legacyCall("exec"),
	"chevron":                 syntax.Pass,
	"import_statement":        importStatement,
	"import_from_statement":   importFrom,
	"future_import_statement": importFrom,
	"aliased_import":          syntax.Fields(g.ImportItem, g.Plain, "name", "alias"),
	"relative_import":         relative,
	"wildcard_import":         syntax.Fields(g.ImportItem, g.Wildcard, "name", "alias"),

	// match
	"match_statement": match,
	"case_clause":     caseClause,
	"case_pattern":    syntax.Pass,
	"class_pattern":   syntax.Children(g.Destructure, g.Record),
	"dict_pattern":    dictPattern,
	"union_pattern":   syntax.Children(g.Destructure, g.Or),
	"splat_pattern":   syntax.Some(g.Spread, g.Plain, 1),
	"keyword_pattern": syntax.Positions(g.NamedArg, g.Plain, 2),
	"complex_pattern": syntax.Children(g.Tuple, g.Plain),

	// Types.
	"type":             typeOf,
	"generic_type":     genericType,
	"type_parameter":   syntax.Children(g.TypeParams, g.Plain),
	"union_type":       syntax.Children(g.TypeUnion, g.BitOr),
	"constrained_type": syntax.Children(g.TypeOther, g.Plain),
	"member_type":      syntax.Children(g.TypeOther, g.Plain),
	"splat_type":       syntax.Children(g.TypeOther, g.Rest),
}

var wrappers = []syntax.Wrapper{
	{}, {Prefix: "(", Suffix: ")"}, {Prefix: "f(", Suffix: ")"}, {Suffix: "\n  pass"}, {Suffix: "\ndef f(): pass"},
	{Prefix: "try:\n  pass\n"}, {Prefix: "{", Suffix: "}"}, {Suffix: "\nexcept: pass"},
	{Prefix: "if x:\n  pass\n"}, {Suffix: ":\n  pass"},
}
