// Package java lowers Java.
package java

import (
	"sync"

	tree_sitter_java "github.com/tree-sitter/tree-sitter-java/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// Java is the language of .java files.
var Java = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:     "java",
		Grammar:  syntax.NewGrammar("java", tree_sitter_java.Language()),
		Rules:    rules,
		Ignored:  ignored,
		Wrappers: wrappers,
	})
})

var ignored = []string{
	"line_comment", "block_comment", "string_fragment", "multiline_string_fragment", "escape_sequence", "asterisk", "dimensions",
	"requires_modifier",
}

var rules = map[string]syntax.Rule{
	"program":          syntax.Children(g.Block, g.Plain),
	"block":            syntax.Children(g.Block, g.Plain),
	"constructor_body": syntax.Children(g.Block, g.Plain),

	// Names and literals.
	"identifier":                     syntax.Word(g.Ident),
	"underscore_pattern":             syntax.Word(g.Ident),
	"scoped_identifier":              syntax.Fields(g.Member, g.Plain, "scope", "name"),
	"this":                           syntax.Mark(g.This, g.Plain),
	"super":                          syntax.Mark(g.Super, g.Plain),
	"true":                           syntax.Mark(g.Bool, g.True),
	"false":                          syntax.Mark(g.Bool, g.False),
	"null_literal":                   syntax.Mark(g.Null, g.Plain),
	"decimal_integer_literal":        syntax.Number,
	"hex_integer_literal":            syntax.Number,
	"octal_integer_literal":          syntax.Number,
	"binary_integer_literal":         syntax.Number,
	"decimal_floating_point_literal": syntax.Number,
	"hex_floating_point_literal":     syntax.Number,
	"character_literal":              char,
	"string_literal":                 text,
	"string_interpolation":           syntax.Pass,
	"template_expression":            templateExpression,
	"class_literal":                  classLiteral,

	// Expressions.
	"parenthesized_expression":   syntax.Pass,
	"method_invocation":          call,
	"argument_list":              syntax.Children(g.Args, g.Plain),
	"object_creation_expression": construct,
	"field_access":               member,
	"array_access":               syntax.Fields(g.Index, g.Plain, "array", "index"),
	"array_creation_expression":  arrayCreation,
	"array_initializer":          syntax.Children(g.List, g.Plain),
	"dimensions_expr":            syntax.Pass,
	"cast_expression":            cast,
	"instanceof_expression":      instanceOf,
	"lambda_expression":          lambda,
	"inferred_parameters":        inferred,
	"method_reference":           methodReference,
	"ternary_expression":         syntax.Fields(g.Cond, g.Plain, "condition", "consequence", "alternative"),
	"assignment_expression":      assignment,
	"update_expression":          update,
	"unary_expression":           syntax.Operation(g.Unary, "operand"),
	"binary_expression":          syntax.Operation(g.Binary, "left", "right"),
	"switch_expression":          switchOn,

	// Statements.
	"expression_statement":         syntax.Positions(g.ExprStmt, g.Plain, 1),
	"local_variable_declaration":   variables(g.Var),
	"if_statement":                 syntax.If,
	"while_statement":              syntax.While,
	"do_statement":                 syntax.DoWhile,
	"for_statement":                forStatement,
	"enhanced_for_statement":       forEach,
	"switch_block":                 syntax.Pass,
	"switch_block_statement_group": group,
	"switch_rule":                  arrowCase,
	"switch_label":                 label,
	"guard":                        syntax.Positions(g.If, g.Plain, 3),
	"yield_statement":              yield,
	"return_statement":             syntax.Some(g.Return, g.Plain, 1),
	"break_statement":              syntax.Some(g.Break, g.Plain, 1),
	"continue_statement":           syntax.Some(g.Continue, g.Plain, 1),
	"throw_statement":              syntax.Some(g.Throw, g.Plain, 1),
	"labeled_statement":            syntax.Positions(g.Label, g.Plain, 2),
	"assert_statement":             syntax.Some(g.Assert, g.Plain, 2),
	"synchronized_statement":       synchronized,
	"try_statement":                try,
	"try_with_resources_statement": try,
	"resource_specification":       syntax.Pass,
	"resource":                     resource,
	"catch_clause":                 catch,
	"catch_formal_parameter":       parameter(g.Plain),
	"catch_type":                   catchType,
	"finally_clause":               syntax.Positions(g.Finally, g.Plain, 1),

	// Definitions.
	"package_declaration":                 packageDeclaration,
	"import_declaration":                  importDeclaration,
	"modifiers":                           modifiers,
	"annotation":                          annotation,
	"marker_annotation":                   syntax.Fields(g.Decorator, g.Plain, "name"),
	"annotation_argument_list":            syntax.Children(g.Args, g.Plain),
	"element_value_pair":                  syntax.Fields(g.NamedArg, g.Plain, "key", "value"),
	"element_value_array_initializer":     syntax.Children(g.List, g.Plain),
	"class_declaration":                   class(g.Plain),
	"interface_declaration":               class(g.Interface),
	"enum_declaration":                    class(g.Enum),
	"record_declaration":                  class(g.Record),
	"annotation_type_declaration":         class(g.Annotation),
	"class_body":                          syntax.Children(g.Block, g.Plain),
	"interface_body":                      syntax.Children(g.Block, g.Plain),
	"enum_body":                           syntax.Children(g.Block, g.Plain),
	"enum_body_declarations":              syntax.Pass,
	"annotation_type_body":                syntax.Children(g.Block, g.Plain),
	"superclass":                          syntax.Children(g.Extends, g.Plain),
	"extends_interfaces":                  syntax.Children(g.Extends, g.Plain),
	"super_interfaces":                    syntax.Children(g.Extends, g.Implements),
	"permits":                             syntax.Children(g.Extends, g.Permits),
	"type_list":                           syntax.Pass,
	"enum_constant":                       enumConstant,
	"field_declaration":                   variables(g.Field),
	"constant_declaration":                variables(g.Field),
	"annotation_type_element_declaration": element,
	"variable_declarator":                 declarator,
	"method_declaration":                  method(g.Method),
	"constructor_declaration":             method(g.Constructor),
	"compact_constructor_declaration":     method(g.Constructor),
	"explicit_constructor_invocation":     constructorCall,
	"throws":                              throws,
	"static_initializer":                  staticBlock,
	"formal_parameters":                   syntax.Children(g.Params, g.Plain),
	"formal_parameter":                    parameter(g.Plain),
	"spread_parameter":                    spread,
	"receiver_parameter":                  receiver,

	// Patterns.
	"pattern":                  syntax.Pass,
	"type_pattern":             typePattern,
	"record_pattern":           recordPattern,
	"record_pattern_body":      syntax.Pass,
	"record_pattern_component": typePattern,

	// Types.
	"type_identifier":        syntax.Word(g.TypeName),
	"integral_type":          syntax.Word(g.TypeName),
	"floating_point_type":    syntax.Word(g.TypeName),
	"boolean_type":           syntax.Word(g.TypeName),
	"void_type":              syntax.Word(g.TypeName),
	"scoped_type_identifier": scopedType,
	"generic_type":           genericType,
	"type_arguments":         syntax.Children(g.TypeParams, g.Plain),
	"type_parameters":        syntax.Children(g.TypeParams, g.Plain),
	"type_parameter":         typeParameter,
	"type_bound":             syntax.Pass,
	"array_type":             arrayType,
	"annotated_type":         annotatedType,
	"wildcard":               syntax.Children(g.TypeOther, g.Wildcard),

	// module-info.java
	"module_declaration":        directive("module"),
	"module_body":               syntax.Pass,
	"requires_module_directive": directive("requires"),
	"exports_module_directive":  directive("exports"),
	"opens_module_directive":    directive("opens"),
	"uses_module_directive":     directive("uses"),
	"provides_module_directive": directive("provides"),
}

var wrappers = []syntax.Wrapper{
	{}, {Prefix: "class C { void m() {", Suffix: "} }"}, {Prefix: "class C { void m() {", Suffix: ";} }"},
	{Prefix: "class C { Object x = ", Suffix: ";}"}, {Prefix: "class C {", Suffix: "}"}, {Prefix: "class C {", Suffix: "{} }"},
	{Suffix: " class C {}"}, {Prefix: "class C {", Suffix: " void m(){} }"}, {Prefix: "class C {", Suffix: ";}"},
	{Prefix: "class C { void m() { switch(x){", Suffix: "} } }"}, {Prefix: "class C { void m() { try{} ", Suffix: " } }"}, {Suffix: "{}"},
	{Prefix: "class C { C() {", Suffix: ";} }"}, {Prefix: "class C { void m() { if (x) {} ", Suffix: " } }"},
	{Prefix: "class C { void m() {", Suffix: " finally {} } }"}, {Prefix: "class C { void m() {", Suffix: "{} } }"},
}
