// Package rust lowers Rust.
package rust

import (
	"sync"

	tree_sitter_rust "github.com/tree-sitter/tree-sitter-rust/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// Rust is the language of .rs files. Both . and :: are a Member; the name of a macro keeps its !; the bodies of macro_rules
// are not read.
var Rust = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:      "rust",
		Grammar:   syntax.NewGrammar("rust", tree_sitter_rust.Language()),
		Rules:     rules,
		Tokens:    map[string]syntax.Rule{"_": syntax.Word(g.Ident)},
		Ignored:   ignored,
		Operators: map[string]g.Op{"..": g.RangeUntil, "..=": g.Range, "...": g.Range},
		Wrappers:  wrappers,
	})
})

var ignored = []string{
	"line_comment", "block_comment", "doc_comment", "inner_doc_comment_marker", "outer_doc_comment_marker", "shebang",
	"empty_statement", "escape_sequence", "string_content", "mutable_specifier", "macro_rule", "token_tree_pattern",
	"token_binding_pattern", "token_repetition_pattern", "fragment_specifier", "lifetime", "for_lifetimes", "use_bounds",
}

var rules = map[string]syntax.Rule{
	"source_file":      items(g.Block),
	"declaration_list": items(g.Block),
	"block":            block(""),

	// Names and literals.
	"identifier":                 syntax.Word(g.Ident),
	"field_identifier":           syntax.Word(g.Ident),
	"shorthand_field_identifier": syntax.Word(g.Ident),
	"crate":                      syntax.Word(g.Ident),
	"super":                      syntax.Word(g.Ident),
	"metavariable":               syntax.Word(g.Ident),
	"self":                       syntax.Mark(g.This, g.Plain),
	"scoped_identifier":          scoped,
	"boolean_literal":            boolean,
	"integer_literal":            number,
	"float_literal":              number,
	"negative_literal":           syntax.Positions(g.Unary, g.Sub, 1),
	"char_literal":               char,
	"string_literal":             text,
	"raw_string_literal":         rawText,
	"unit_expression":            syntax.Mark(g.Tuple, g.Plain),

	// Expressions.
	"parenthesized_expression":    syntax.Pass,
	"call_expression":             call,
	"generic_function":            genericFunction,
	"arguments":                   arguments(g.Args),
	"macro_invocation":            macro,
	"token_tree":                  tokens,
	"token_repetition":            tokens,
	"field_expression":            syntax.Fields(g.Member, g.Plain, "value", "field"),
	"index_expression":            syntax.Positions(g.Index, g.Plain, 2),
	"array_expression":            arguments(g.List),
	"tuple_expression":            arguments(g.Tuple),
	"struct_expression":           structExpression,
	"field_initializer_list":      syntax.Children(g.Args, g.Plain),
	"field_initializer":           fieldInitializer,
	"shorthand_field_initializer": shorthand,
	"base_field_initializer":      syntax.Some(g.Spread, g.Plain, 1),
	"reference_expression":        syntax.Positions(g.Unary, g.AddressOf, 1),
	"unary_expression":            unary,
	"binary_expression":           syntax.Operation(g.Binary, "left", "right"),
	"assignment_expression":       syntax.Fields(g.Assign, g.Plain, "left", "right"),
	"compound_assignment_expr":    syntax.Assignment,
	"range_expression":            rangeOf,
	"type_cast_expression":        syntax.Fields(g.Cast, g.As, "type", "value"),
	"try_expression":              try,
	"await_expression":            syntax.Positions(g.Await, g.Plain, 1),
	"yield_expression":            syntax.Some(g.Yield, g.Plain, 1),
	"closure_expression":          closure,
	"closure_parameters":          parameters,

	// Statements.
	"expression_statement": expressionStatement,
	"let_declaration":      let,
	"let_condition":        syntax.Fields(g.Assign, g.Bind, "pattern", "value"),
	"let_chain":            letChain,
	"if_expression":        syntax.If,
	"else_clause":          syntax.Pass,
	"match_expression":     match,
	"match_block":          syntax.Pass,
	"match_arm":            arm,
	"match_pattern":        matchPattern,
	"while_expression":     loop,
	"loop_expression":      loop,
	"for_expression":       loop,
	"label":                syntax.Pass,
	"break_expression":     jump(g.Break),
	"continue_expression":  jump(g.Continue),
	"return_expression":    syntax.Some(g.Return, g.Plain, 1),
	"unsafe_block":         block("unsafe"),
	"async_block":          block("async"),
	"try_block":            block("try"),
	"const_block":          block("const"),
	"gen_block":            block("gen"),

	// Patterns.
	"mut_pattern":             syntax.Pass,
	"ref_pattern":             syntax.Pass,
	"reference_pattern":       syntax.Positions(g.Unary, g.AddressOf, 1),
	"tuple_pattern":           syntax.Children(g.Tuple, g.Plain),
	"slice_pattern":           syntax.Children(g.Destructure, g.ListOf),
	"tuple_struct_pattern":    structPattern,
	"struct_pattern":          structPattern,
	"field_pattern":           fieldPattern,
	"remaining_field_pattern": syntax.Mark(g.Spread, g.Plain),
	"or_pattern":              syntax.Children(g.Destructure, g.Or),
	"captured_pattern":        syntax.Positions(g.Assign, g.Bind, 2),
	"range_pattern":           rangePattern,
	"generic_pattern":         genericPattern,

	// Definitions.
	"attribute_item":                 syntax.Pass,
	"inner_attribute_item":           inner,
	"attribute":                      attribute,
	"visibility_modifier":            visibility,
	"function_modifiers":             modifiers,
	"extern_modifier":                extern,
	"use_declaration":                use,
	"use_list":                       useList,
	"scoped_use_list":                scopedUse,
	"use_as_clause":                  useAs,
	"use_wildcard":                   useWildcard,
	"extern_crate_declaration":       externCrate,
	"mod_item":                       module,
	"foreign_mod_item":               foreign,
	"macro_definition":               syntax.Directive("macro_rules!"),
	"function_item":                  function,
	"function_signature_item":        function,
	"parameters":                     parameters,
	"parameter":                      syntax.Fields(g.Param, g.Plain, "pattern", "type", "value"),
	"self_parameter":                 receiver,
	"variadic_parameter":             syntax.Fields(g.Param, g.Rest, "pattern", "type", "value"),
	"struct_item":                    class(g.Struct),
	"union_item":                     class(g.Struct),
	"enum_item":                      class(g.Enum),
	"trait_item":                     class(g.Interface),
	"impl_item":                      impl,
	"field_declaration_list":         items(g.Block),
	"enum_variant_list":              items(g.Block),
	"ordered_field_declaration_list": orderedFields,
	"field_declaration":              field,
	"enum_variant":                   variant,
	"const_item":                     constant("const"),
	"static_item":                    constant("static"),
	"type_item":                      alias,
	"associated_type":                alias,

	// Types.
	"type_identifier":             syntax.Word(g.TypeName),
	"primitive_type":              syntax.Word(g.TypeName),
	"never_type":                  syntax.Word(g.TypeName),
	"scoped_type_identifier":      scopedType,
	"generic_type":                genericType,
	"generic_type_with_turbofish": genericType,
	"type_arguments":              typeArguments,
	"type_binding":                syntax.Children(g.TypeOther, g.Bind),
	"type_parameters":             typeArguments,
	"type_parameter":              syntax.Children(g.TypeOther, g.Plain),
	"const_parameter":             syntax.Children(g.TypeOther, g.Constant),
	"lifetime_parameter":          syntax.Pass,
	"where_clause":                syntax.Children(g.TypeParams, g.Plain),
	"where_predicate":             syntax.Children(g.TypeOther, g.Plain),
	"trait_bounds":                syntax.Pass,
	"higher_ranked_trait_bound":   syntax.Children(g.TypeOther, g.Plain),
	"removed_trait_bound":         syntax.Children(g.TypeOther, g.Not),
	"reference_type":              syntax.Children(g.TypeOther, g.AddressOf),
	"pointer_type":                syntax.Children(g.TypeOther, g.Deref),
	"array_type":                  arrayType,
	"tuple_type":                  syntax.Children(g.TypeOther, g.ListOf),
	"unit_type":                   syntax.Mark(g.TypeOther, g.ListOf),
	"function_type":               functionType,
	"dynamic_type":                syntax.Children(g.TypeOther, g.Interface),
	"abstract_type":               syntax.Children(g.TypeOther, g.Interface),
	"bounded_type":                syntax.Children(g.TypeUnion, g.BitAnd),
	"bracketed_type":              syntax.Pass,
	"qualified_type":              syntax.Fields(g.TypeOther, g.As, "type", "alias"),
}

var wrappers = []syntax.Wrapper{
	{}, {Prefix: "fn f() {", Suffix: "}"}, {Prefix: "fn f() {", Suffix: ";}"}, {Prefix: "const X: T = ", Suffix: ";"},
	{Prefix: "struct S {", Suffix: "}"}, {Prefix: "impl S {", Suffix: "}"}, {Suffix: "{}"}, {Suffix: " fn f() {}"},
	{Prefix: "fn f() { match x {", Suffix: "} }"}, {Prefix: "fn f() { x(", Suffix: ") }"},
}
