// Package golang lowers Go.
package golang

import (
	"sync"

	tree_sitter_go "github.com/tree-sitter/tree-sitter-go/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// Go is the language of .go files.
var Go = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:     "go",
		Grammar:  syntax.NewGrammar("go", tree_sitter_go.Language()),
		Rules:    rules,
		Ignored:  ignored,
		Wrappers: wrappers,
	})
})

var ignored = []string{
	"comment", "empty_statement", "escape_sequence", "interpreted_string_literal_content", "raw_string_literal_content",
}

var rules = map[string]syntax.Rule{
	"source_file":    syntax.Children(g.Block, g.Plain),
	"block":          syntax.Children(g.Block, g.Plain),
	"statement_list": syntax.Pass,

	// Names and literals.
	"identifier":                 syntax.Word(g.Ident),
	"field_identifier":           syntax.Word(g.Ident),
	"package_identifier":         syntax.Word(g.Ident),
	"blank_identifier":           syntax.Word(g.Ident),
	"label_name":                 syntax.Word(g.Ident),
	"iota":                       syntax.Word(g.Ident),
	"dot":                        syntax.Word(g.Ident),
	"nil":                        syntax.Mark(g.Null, g.Plain),
	"true":                       syntax.Mark(g.Bool, g.True),
	"false":                      syntax.Mark(g.Bool, g.False),
	"int_literal":                syntax.Number,
	"float_literal":              syntax.Number,
	"imaginary_literal":          syntax.Number,
	"rune_literal":               char,
	"interpreted_string_literal": quoted,
	"raw_string_literal":         raw,

	// Expressions.
	"parenthesized_expression":      syntax.Pass,
	"expression_list":               list,
	"call_expression":               call,
	"argument_list":                 syntax.Children(g.Args, g.Plain),
	"variadic_argument":             syntax.Some(g.Spread, g.Plain, 1),
	"selector_expression":           syntax.Fields(g.Member, g.Plain, "operand", "field"),
	"index_expression":              syntax.Fields(g.Index, g.Plain, "operand", "index"),
	"slice_expression":              syntax.Fields(g.Slice, g.Plain, "operand", "start", "end", "capacity"),
	"type_assertion_expression":     syntax.Fields(g.Cast, g.As, "type", "operand"),
	"type_conversion_expression":    conversion,
	"type_instantiation_expression": instantiation,
	"composite_literal":             syntax.Fields(g.New, g.Composite, "type", "body"),
	"literal_value":                 syntax.Children(g.Args, g.Plain),
	"literal_element":               element,
	"keyed_element":                 keyed,
	"unary_expression":              unary,
	"binary_expression":             syntax.Operation(g.Binary, "left", "right"),
	"func_literal":                  lambda,

	// Statements.
	"expression_statement":        syntax.Positions(g.ExprStmt, g.Plain, 1),
	"assignment_statement":        assignment,
	"short_var_declaration":       shortVar,
	"inc_statement":               step(g.PostInc),
	"dec_statement":               step(g.PostDec),
	"send_statement":              send,
	"receive_statement":           receive,
	"if_statement":                ifStatement,
	"for_statement":               forStatement,
	"for_clause":                  forClause,
	"range_clause":                rangeClause,
	"expression_switch_statement": switchOn(g.Plain),
	"type_switch_statement":       switchOn(g.TypeSwitch),
	"select_statement":            switchOn(g.Select),
	"expression_case":             caseOf("value"),
	"type_case":                   caseOf("type"),
	"communication_case":          caseOf("communication"),
	"default_case":                defaultCase,
	"return_statement":            syntax.Some(g.Return, g.Plain, 1),
	"break_statement":             syntax.Some(g.Break, g.Plain, 1),
	"continue_statement":          syntax.Some(g.Continue, g.Plain, 1),
	"fallthrough_statement":       syntax.Mark(g.Break, g.Fall),
	"goto_statement":              syntax.Positions(g.Goto, g.Plain, 1),
	"labeled_statement":           labeled,
	"defer_statement":             syntax.Positions(g.Defer, g.Plain, 1),
	"go_statement":                syntax.Positions(g.Go, g.Plain, 1),

	// Definitions.
	"package_clause":                 syntax.Positions(g.Package, g.Plain, 1),
	"import_declaration":             importDeclaration,
	"import_spec_list":               syntax.Pass,
	"import_spec":                    importSpec,
	"const_declaration":              declaration("const"),
	"var_declaration":                declaration("var"),
	"var_spec_list":                  syntax.Pass,
	"const_spec":                     variables,
	"var_spec":                       variables,
	"type_declaration":               syntax.Pass,
	"type_spec":                      typeSpec,
	"type_alias":                     typeSpec,
	"function_declaration":           function,
	"method_declaration":             function,
	"method_elem":                    function,
	"parameter_list":                 syntax.Children(g.Params, g.Plain),
	"parameter_declaration":          parameter,
	"variadic_parameter_declaration": parameter,
	"type_parameter_list":            syntax.Children(g.TypeParams, g.Plain),
	"type_parameter_declaration":     typeParameter,
	"field_declaration_list":         syntax.Children(g.Block, g.Plain),
	"field_declaration":              fields,

	// Types.
	"type_identifier":            syntax.Word(g.TypeName),
	"qualified_type":             qualified,
	"pointer_type":               syntax.Some(g.TypeOther, g.Deref, 1),
	"array_type":                 syntax.Fields(g.TypeArray, g.Plain, "element", "length"),
	"slice_type":                 syntax.Fields(g.TypeArray, g.Plain, "element"),
	"implicit_length_array_type": syntax.Fields(g.TypeArray, g.Plain, "element"),
	"map_type":                   syntax.Fields(g.TypeOther, g.Map, "key", "value"),
	"channel_type":               syntax.Fields(g.TypeOther, g.Chan, "value"),
	"function_type":              functionType,
	"struct_type":                syntax.Children(g.TypeOther, g.Struct),
	"interface_type":             interfaceType,
	"generic_type":               genericType,
	"type_arguments":             syntax.Children(g.TypeParams, g.Plain),
	"parenthesized_type":         syntax.Pass,
	"negated_type":               syntax.Some(g.TypeOther, g.BitNot, 1),
	"type_elem":                  union,
	"type_constraint":            union,
}

var wrappers = []syntax.Wrapper{
	{Prefix: "package p;"}, {Prefix: "package p; func f() {", Suffix: "\n}"}, {Prefix: "package p; var x = "}, {},
	{Prefix: "package p; type T struct {", Suffix: "}"}, {Prefix: "package p; var x = x(", Suffix: ")"},
	{Prefix: "package p; var x = T{", Suffix: "}"}, {Prefix: "package p; func f() { switch x {", Suffix: "}}"},
	{Prefix: "package p; ", Suffix: "{}"}, {Prefix: "package p; type X "}, {Prefix: "package p; func f() { for ", Suffix: "{} }"},
}
