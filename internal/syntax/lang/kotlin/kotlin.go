// Package kotlin lowers Kotlin.
package kotlin

import (
	"sync"

	tree_sitter_kotlin "github.com/tree-sitter-grammars/tree-sitter-kotlin/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// Kotlin is the language of .kt and .kts files. Its grammar has few fields: what a child is says what it is for.
var Kotlin = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:      "kotlin",
		Grammar:   syntax.NewGrammar("kotlin", tree_sitter_kotlin.Language()),
		Rules:     rules,
		Tokens:    map[string]syntax.Rule{"dynamic": syntax.Word(g.TypeName)},
		Ignored:   ignored,
		Operators: map[string]g.Op{"?:": g.Nullish, "!in": g.NotIn, "..": g.Range, "..<": g.RangeUntil},
		Wrappers:  wrappers,
	})
})

var ignored = []string{
	"line_comment", "block_comment", "shebang", "escape_sequence", "string_content", "use_site_target",
}

var rules = map[string]syntax.Rule{
	"source_file": statements(g.Plain),
	"block":       statements(g.Plain),

	// Names and literals.
	"identifier":               identifier,
	"qualified_identifier":     qualified,
	"this_expression":          this,
	"super_expression":         super,
	"number_literal":           number,
	"float_literal":            number,
	"character_literal":        syntax.Char,
	"string_literal":           text(g.Plain, syntax.DollarEscapes),
	"multiline_string_literal": text(g.Raw, syntax.NoEscapes),
	"interpolation":            syntax.Pass,
	"label":                    label,

	// Expressions.
	"parenthesized_expression": syntax.Pass,
	"call_expression":          call,
	"value_arguments":          syntax.Children(g.Args, g.Plain),
	"value_argument":           argument,
	"annotated_lambda":         annotatedLambda,
	"lambda_literal":           lambda,
	"lambda_parameters":        lambdaParameters,
	"anonymous_function":       anonymousFunction,
	"navigation_expression":    navigation,
	"callable_reference":       reference,
	"index_expression":         index,
	"assignment":               syntax.Assignment,
	"unary_expression":         unary,
	"binary_expression":        syntax.Operation(g.Binary, "left", "right"),
	"in_expression":            in,
	"is_expression":            is,
	"as_expression":            as,
	"range_expression":         rangeOf,
	"infix_expression":         infix,
	"spread_expression":        syntax.Some(g.Spread, g.Plain, 1),
	"collection_literal":       syntax.Children(g.List, g.Plain),
	"object_literal":           objectLiteral,
	"annotated_expression":     annotatedExpression,
	"labeled_expression":       labeled,

	// Statements.
	"if_expression":      ifExpression,
	"when_expression":    when,
	"when_subject":       whenSubject,
	"when_entry":         whenEntry,
	"range_test":         rangeTest,
	"type_test":          typeTest,
	"for_statement":      forStatement,
	"while_statement":    while,
	"do_while_statement": while,
	"return_expression":  returned,
	"throw_expression":   syntax.Some(g.Throw, g.Plain, 1),
	"try_expression":     try,
	"catch_block":        catch,
	"finally_block":      syntax.Positions(g.Finally, g.Plain, 1),

	// Definitions.
	"package_header":              syntax.Positions(g.Package, g.Plain, 1),
	"import":                      importOf,
	"modifiers":                   syntax.Pass,
	"parameter_modifiers":         syntax.Pass,
	"type_parameter_modifiers":    syntax.Pass,
	"annotation":                  annotation,
	"file_annotation":             annotation,
	"class_modifier":              syntax.Word(g.Attr),
	"function_modifier":           syntax.Word(g.Attr),
	"inheritance_modifier":        syntax.Word(g.Attr),
	"member_modifier":             syntax.Word(g.Attr),
	"parameter_modifier":          syntax.Word(g.Attr),
	"platform_modifier":           syntax.Word(g.Attr),
	"property_modifier":           syntax.Word(g.Attr),
	"reification_modifier":        syntax.Word(g.Attr),
	"variance_modifier":           syntax.Word(g.Attr),
	"visibility_modifier":         syntax.Word(g.Attr),
	"class_declaration":           class,
	"object_declaration":          class,
	"companion_object":            class,
	"class_body":                  members,
	"enum_class_body":             members,
	"enum_entry":                  enumEntry,
	"delegation_specifiers":       syntax.Children(g.Extends, g.Plain),
	"delegation_specifier":        syntax.Pass,
	"constructor_invocation":      syntax.Pass,
	"explicit_delegation":         syntax.Pass,
	"primary_constructor":         primaryConstructor,
	"class_parameters":            syntax.Children(g.Params, g.Plain),
	"class_parameter":             classParameter,
	"anonymous_initializer":       syntax.Pass,
	"secondary_constructor":       secondaryConstructor,
	"constructor_delegation_call": delegationCall,
	"function_declaration":        function,
	"function_body":               functionBody,
	"function_value_parameters":   parameters,
	"parameter":                   parameter,
	"property_declaration":        property,
	"property_delegate":           delegate,
	"variable_declaration":        variable,
	"multi_variable_declaration":  variables,
	"getter":                      accessor(g.Getter),
	"setter":                      accessor(g.Setter),
	"type_alias":                  alias,

	// Types.
	"user_type":                userType,
	"nullable_type":            syntax.Children(g.TypeOther, g.Optional),
	"non_nullable_type":        syntax.Children(g.TypeUnion, g.BitAnd),
	"parenthesized_type":       syntax.Pass,
	"function_type":            functionType,
	"function_type_parameters": functionTypeParameters,
	"type_modifiers":           syntax.Pass,
	"type_arguments":           syntax.Children(g.TypeParams, g.Plain),
	"type_projection":          projection,
	"type_parameters":          syntax.Children(g.TypeParams, g.Plain),
	"type_parameter":           typeParameter,
	"type_constraints":         syntax.Children(g.TypeParams, g.Plain),
	"type_constraint":          typeParameter,
}

var wrappers = []syntax.Wrapper{
	{}, {Prefix: "fun f() {", Suffix: "\n}"}, {Prefix: "val x = "}, {Prefix: "class C {", Suffix: "\n}"}, {Suffix: "{}"},
	{Suffix: " fun f() {}"}, {Prefix: "fun f() { when (x) {", Suffix: "\n} }"}, {Prefix: "fun f() { try {} ", Suffix: " }"},
}
