// Package c lowers C and C++: one table, which C++ extends.
package c

import (
	"maps"
	"sync"

	tree_sitter_c "github.com/tree-sitter/tree-sitter-c/bindings/go"
	tree_sitter_cpp "github.com/tree-sitter/tree-sitter-cpp/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// C is the language of .c and .h files. What the preprocessor may leave out is read, whatever its condition; p->x is a
// Member of *p.
var C = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:     "c",
		Grammar:  syntax.NewGrammar("c", tree_sitter_c.Language()),
		Rules:    merge(rules, onlyC),
		Ignored:  ignored,
		Wrappers: wrappers,
	})
})

// CPP is the language of .cpp, .cc, .hpp and the like. a::b is a Member with the op of a method.
var CPP = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:      "cpp",
		Grammar:   syntax.NewGrammar("cpp", tree_sitter_cpp.Language()),
		Rules:     merge(rules, onlyCPP),
		Ignored:   append(ignored, ignoredCPP...),
		Operators: operatorsCPP,
		Wrappers:  append(wrappers, wrappersCPP...),
	})
})

func merge(tables ...map[string]syntax.Rule) map[string]syntax.Rule {
	all := map[string]syntax.Rule{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

var ignored = []string{
	"comment", "escape_sequence", "string_content", "character", "preproc_call", "preproc_directive", "gnu_asm_qualifier",
	"ms_call_modifier", "ms_pointer_modifier", "ms_restrict_modifier", "ms_signed_ptr_modifier", "ms_unaligned_ptr_modifier",
	"ms_unsigned_ptr_modifier",
}

var rules = map[string]syntax.Rule{
	"translation_unit":   syntax.Children(g.Block, g.Plain),
	"compound_statement": syntax.Children(g.Block, g.Plain),
	"declaration_list":   syntax.Children(g.Block, g.Plain),

	// Names and literals.
	"identifier":           syntax.Word(g.Ident),
	"field_identifier":     syntax.Word(g.Ident),
	"statement_identifier": syntax.Word(g.Ident),
	"true":                 syntax.Mark(g.Bool, g.True),
	"false":                syntax.Mark(g.Bool, g.False),
	"null":                 syntax.Mark(g.Null, g.Plain),
	"number_literal":       number,
	"char_literal":         char,
	"string_literal":       text,
	"system_lib_string":    systemPath,
	"concatenated_string":  syntax.Joined,

	// Expressions.
	"parenthesized_expression":    syntax.Pass,
	"comma_expression":            syntax.Fields(g.Tuple, g.Comma, "left", "right"),
	"call_expression":             call,
	"argument_list":               syntax.Children(g.Args, g.Plain),
	"field_expression":            member,
	"subscript_expression":        index,
	"pointer_expression":          pointer,
	"unary_expression":            syntax.Operation(g.Unary, "argument"),
	"update_expression":           syntax.Update,
	"binary_expression":           binary,
	"assignment_expression":       syntax.Assignment,
	"conditional_expression":      syntax.Fields(g.Cond, g.Plain, "condition", "consequence", "alternative"),
	"cast_expression":             syntax.Fields(g.Cast, g.Plain, "type", "value"),
	"compound_literal_expression": compoundLiteral,
	"initializer_list":            initializers,
	"initializer_pair":            initializerPair,
	"field_designator":            syntax.Pass,
	"subscript_designator":        syntax.Children(g.List, g.Implicit),
	"subscript_range_designator":  syntax.Fields(g.Binary, g.Range, "start", "end"),
	"sizeof_expression":           wordCall("sizeof"),
	"alignof_expression":          wordCall("alignof"),
	"offsetof_expression":         wordCall("offsetof"),
	"generic_expression":          wordCall("_Generic"),
	"extension_expression":        syntax.Pass,
	"gnu_asm_expression":          wordCall("asm"),
	"gnu_asm_input_operand_list":  syntax.Pass,
	"gnu_asm_output_operand_list": syntax.Pass,
	"gnu_asm_input_operand":       syntax.Children(g.Tuple, g.Plain),
	"gnu_asm_output_operand":      syntax.Children(g.Tuple, g.Plain),
	"gnu_asm_clobber_list":        syntax.Pass,
	"gnu_asm_goto_list":           syntax.Pass,

	// Statements.
	"expression_statement": expressionStatement,
	"if_statement":         syntax.If,
	"else_clause":          syntax.Pass,
	"while_statement":      syntax.While,
	"do_statement":         syntax.DoWhile,
	"for_statement":        forStatement,
	"switch_statement":     switchStatement,
	"case_statement":       caseStatement,
	"return_statement":     syntax.Some(g.Return, g.Plain, 1),
	"break_statement":      syntax.Mark(g.Break, g.Plain),
	"continue_statement":   syntax.Mark(g.Continue, g.Plain),
	"goto_statement":       syntax.Fields(g.Goto, g.Plain, "label"),
	"labeled_statement":    labeled,
	"attributed_statement": attributed,
	"seh_try_statement":    try,
	"seh_except_clause":    except,
	"seh_finally_clause":   syntax.Fields(g.Finally, g.Plain, "body"),
	"seh_leave_statement":  syntax.Directive("__leave"),

	// Declarations.
	"declaration":                       declaration(g.Var),
	"field_declaration":                 declaration(g.Field),
	"type_definition":                   typeDefinition,
	"init_declarator":                   initialised,
	"pointer_declarator":                wrap(g.Deref),
	"array_declarator":                  arrayOf,
	"function_declarator":               functionOf,
	"parenthesized_declarator":          syntax.Pass,
	"attributed_declarator":             attributedDeclarator,
	"abstract_pointer_declarator":       wrap(g.Deref),
	"abstract_array_declarator":         arrayOf,
	"abstract_function_declarator":      functionOf,
	"abstract_parenthesized_declarator": syntax.Pass,
	"function_definition":               function,
	"parameter_list":                    syntax.Children(g.Params, g.Plain),
	"parameter_declaration":             parameter,
	"field_declaration_list":            members,
	"bitfield_clause":                   syntax.Pass,
	"enumerator_list":                   syntax.Children(g.Block, g.Plain),
	"enumerator":                        syntax.Fields(g.Field, g.Constant, "name", "type", "value"),
	"linkage_specification":             linkage,
	"storage_class_specifier":           syntax.Word(g.Attr),
	"type_qualifier":                    qualifier,
	"alignas_qualifier":                 attributeOf("alignas"),
	"attribute_declaration":             syntax.Pass,
	"attribute":                         attribute,
	"attribute_specifier":               attributeSpecifier,
	"ms_declspec_modifier":              attributeOf("__declspec"),
	"ms_based_modifier":                 attributeOf("__based"),

	// Types.
	"type_identifier":      syntax.Word(g.TypeName),
	"primitive_type":       syntax.Word(g.TypeName),
	"sized_type_specifier": sized,
	"type_descriptor":      descriptor,
	"struct_specifier":     class(g.Struct),
	"union_specifier":      class(g.Struct),
	"enum_specifier":       class(g.Enum),

	// The preprocessor.
	"preproc_include":      include,
	"preproc_def":          define,
	"preproc_function_def": syntax.Directive("#define"),
	"preproc_params":       syntax.Pass,
	"preproc_arg":          defined,
	"preproc_defined":      wordCall("defined"),
	"preproc_if":           conditional,
	"preproc_ifdef":        conditional,
	"preproc_elif":         conditional,
	"preproc_elifdef":      conditional,
	"preproc_else":         syntax.Pass,
}

var onlyC = map[string]syntax.Rule{
	"macro_type_specifier": macroType,
	"variadic_parameter":   syntax.Fields(g.Param, g.Rest, "name", "type", "value"),
}

var wrappers = []syntax.Wrapper{
	{}, {Prefix: "void f() {", Suffix: "}"}, {Prefix: "void f() {", Suffix: ";}"}, {Prefix: "int x = ", Suffix: ";"},
	{Prefix: "struct S {", Suffix: "};"}, {Suffix: "{}"}, {Suffix: " void f() {}"}, {Prefix: "void f() { switch (x) {", Suffix: "} }"},
}
