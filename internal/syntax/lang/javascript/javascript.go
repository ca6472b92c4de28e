// Package javascript lowers JavaScript with JSX, TypeScript and TSX: one table, which TypeScript extends.
package javascript

import (
	"maps"
	"sync"

	tree_sitter_javascript "github.com/tree-sitter/tree-sitter-javascript/bindings/go"
	tree_sitter_typescript "github.com/tree-sitter/tree-sitter-typescript/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// JavaScript is the language of .js, .mjs, .cjs and .jsx files.
var JavaScript = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:      "javascript",
		Grammar:   syntax.NewGrammar("javascript", tree_sitter_javascript.Language()),
		Rules:     merge(rules, jsx, javascriptOnly),
		Ignored:   append(ignored, jsxIgnored...),
		Operators: operators,
		Fallback:  TSX,
		Wrappers:  wrappers,
	})
})

// TypeScript is the language of .ts, .mts and .cts files.
var TypeScript = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:      "typescript",
		Grammar:   syntax.NewGrammar("typescript", tree_sitter_typescript.LanguageTypescript()),
		Rules:     merge(rules, types, typescriptOnly),
		Ignored:   append(ignored, typesIgnored...),
		Operators: operators,
		Wrappers:  wrappers,
	})
})

// TSX is the language of .tsx files.
var TSX = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:      "tsx",
		Grammar:   syntax.NewGrammar("tsx", tree_sitter_typescript.LanguageTSX()),
		Rules:     merge(rules, types, jsx),
		Ignored:   append(ignored, jsxIgnored...),
		Operators: operators,
		Wrappers:  wrappers,
	})
})

func merge(tables ...map[string]syntax.Rule) map[string]syntax.Rule {
	all := map[string]syntax.Rule{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

var operators = map[string]g.Op{"===": g.Same, "!==": g.NotSame, "typeof": g.Typeof, "void": g.Void, "delete": g.Delete}

var ignored = []string{
	"comment", "html_comment", "hash_bang_line", "empty_statement", "optional_chain", "regex_pattern", "regex_flags",
	"string_fragment", "escape_sequence", "import_attribute",
}

var rules = map[string]syntax.Rule{
	"program":         syntax.Children(g.Block, g.Plain),
	"statement_block": syntax.Children(g.Block, g.Plain),

	// Names and literals.
	"identifier":                            syntax.Word(g.Ident),
	"property_identifier":                   syntax.Word(g.Ident),
	"private_property_identifier":           syntax.Word(g.Ident),
	"statement_identifier":                  syntax.Word(g.Ident),
	"undefined":                             syntax.Word(g.Ident),
	"import":                                syntax.Word(g.Ident),
	"meta_property":                         syntax.Word(g.Ident),
	"shorthand_property_identifier":         shorthand,
	"shorthand_property_identifier_pattern": shorthand,
	"this":                                  syntax.Mark(g.This, g.Plain),
	"super":                                 syntax.Mark(g.Super, g.Plain),
	"true":                                  syntax.Mark(g.Bool, g.True),
	"false":                                 syntax.Mark(g.Bool, g.False),
	"null":                                  syntax.Mark(g.Null, g.Plain),
	"number":                                syntax.Number,
	"string":                                text,
	"template_string":                       template,
	"template_substitution":                 syntax.Pass,
	"regex":                                 regex,

	// Expressions.
	"parenthesized_expression":        parenthesized,
	"call_expression":                 call,
	"new_expression":                  construct,
	"arguments":                       syntax.Children(g.Args, g.Plain),
	"member_expression":               chained(g.Member, "object", "property"),
	"subscript_expression":            chained(g.Index, "object", "index"),
	"unary_expression":                syntax.Operation(g.Unary, "argument"),
	"update_expression":               syntax.Update,
	"binary_expression":               binary,
	"assignment_expression":           syntax.Fields(g.Assign, g.Plain, "left", "right"),
	"augmented_assignment_expression": augmented,
	"ternary_expression":              syntax.Fields(g.Cond, g.Plain, "condition", "consequence", "alternative"),
	"sequence_expression":             syntax.Children(g.Tuple, g.Comma),
	"await_expression":                syntax.Positions(g.Await, g.Plain, 1),
	"yield_expression":                yield,
	"spread_element":                  syntax.Some(g.Spread, g.Plain, 1),
	"array":                           syntax.Children(g.List, g.Plain),
	"object":                          syntax.Children(g.Dict, g.Plain),
	"pair":                            pair,
	"computed_property_name":          syntax.Pass,
	"array_pattern":                   syntax.Children(g.Destructure, g.ListOf),
	"object_pattern":                  syntax.Children(g.Destructure, g.DictOf),
	"pair_pattern":                    pair,
	"object_assignment_pattern":       shorthandDefault,
	"assignment_pattern":              syntax.Fields(g.Assign, g.Plain, "left", "right"),
	"rest_pattern":                    syntax.Some(g.Spread, g.Plain, 1),

	// Functions and classes.
	"arrow_function":                 lambda,
	"function_expression":            lambda,
	"generator_function":             lambda,
	"function_declaration":           function,
	"generator_function_declaration": function,
	"formal_parameters":              parameters,
	"class":                          class,
	"class_declaration":              class,
	"class_body":                     classBody,
	"class_static_block":             staticBlock,
	"method_definition":              function,
	"decorator":                      syntax.Positions(g.Decorator, g.Plain, 1),

	// Statements.
	"expression_statement": expressionStatement,
	"variable_declaration": variables,
	"lexical_declaration":  variables,
	"variable_declarator":  syntax.Fields(g.Var, g.Plain, "name", "type", "value"),
	"if_statement":         syntax.If,
	"else_clause":          syntax.Pass,
	"for_statement":        forStatement,
	"for_in_statement":     forIn,
	"while_statement":      syntax.While,
	"do_statement":         syntax.DoWhile,
	"switch_statement":     switchStatement,
	"switch_body":          syntax.Pass,
	"switch_case":          switchCase,
	"switch_default":       switchDefault,
	"return_statement":     syntax.Some(g.Return, g.Plain, 1),
	"break_statement":      syntax.Some(g.Break, g.Plain, 1),
	"continue_statement":   syntax.Some(g.Continue, g.Plain, 1),
	"throw_statement":      syntax.Some(g.Throw, g.Plain, 1),
	"try_statement":        tryStatement,
	"catch_clause":         catch,
	"finally_clause":       syntax.Fields(g.Finally, g.Plain, "body"),
	"with_statement":       with,
	"labeled_statement":    syntax.Fields(g.Label, g.Plain, "label", "body"),
	"debugger_statement":   debugger,

	// Modules.
	"import_statement": importStatement,
	"import_clause":    importClause,
	"named_imports":    syntax.Pass,
	"import_specifier": syntax.Fields(g.ImportItem, g.Plain, "name", "alias"),
	"namespace_import": namespaceItem,
	"export_statement": export,
	"export_clause":    syntax.Pass,
	"export_specifier": syntax.Fields(g.ImportItem, g.Plain, "name", "alias"),
	"namespace_export": namespaceItem,
}

var javascriptOnly = map[string]syntax.Rule{
	"field_definition":  field,
	"class_heritage":    syntax.Children(g.Extends, g.Plain),
	"using_declaration": variables,
}

var wrappers = []syntax.Wrapper{
	{}, {Prefix: "(", Suffix: ")"}, {Suffix: " {}"}, {Prefix: "class C {", Suffix: "}"}, {Prefix: "x = {", Suffix: "}"},
	{Prefix: "function f(){", Suffix: "}"}, {Prefix: "async function f(){", Suffix: "}"}, {Prefix: "switch(x){", Suffix: "}"},
	{Prefix: "try {} "}, {Prefix: "<a ", Suffix: "/>"}, {Prefix: "import ", Suffix: " from 'x'"}, {Prefix: "class C { ", Suffix: " m(){} }"},
	{Prefix: "class C {", Suffix: " {} }"}, {Suffix: " class C {}"}, {Prefix: "if (x) {} "},
}
