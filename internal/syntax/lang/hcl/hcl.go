// Package hcl lowers HCL, the language of Terraform.
package hcl

import (
	"sync"

	tree_sitter_hcl "github.com/tree-sitter-grammars/tree-sitter-hcl/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// HCL is the language of .tf, .tfvars and .hcl files. A block is the call of its type with its labels and, last, a Dict of
// what is in its braces: a Pair for each attribute and a Call for each block, in any order. Nothing is a statement.
var HCL = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:     "hcl",
		Grammar:  syntax.NewGrammar("hcl", tree_sitter_hcl.Language()),
		Rules:    rules,
		Ignored:  ignored,
		Wrappers: wrappers,
	})
})

var ignored = []string{
	"comment", "block_start", "block_end", "object_start", "object_end", "tuple_start", "tuple_end", "ellipsis", "strip_marker",
	"quoted_template_start", "quoted_template_end", "template_literal", "heredoc_start", "heredoc_identifier",
	"template_interpolation_start", "template_interpolation_end", "template_directive_start", "template_directive_end",
}

var rules = map[string]syntax.Rule{
	"config_file": syntax.Children(g.Block, g.Plain),
	"body":        syntax.Pass,
	"attribute":   syntax.Positions(g.Pair, g.Plain, 2),
	"block":       block,

	// Names and literals.
	"identifier":             syntax.Word(g.Ident),
	"variable_expr":          syntax.Pass,
	"literal_value":          syntax.Pass,
	"bool_lit":               boolean,
	"null_lit":               syntax.Mark(g.Null, g.Plain),
	"numeric_lit":            syntax.Number,
	"string_lit":             text,
	"template_expr":          syntax.Pass,
	"quoted_template":        text,
	"heredoc_template":       heredoc,
	"template_interpolation": syntax.Pass,
	"template_directive":     syntax.Pass,
	"template_if":            syntax.Pass,
	"template_if_intro":      syntax.Pass,
	"template_else_intro":    syntax.Pass,
	"template_if_end":        syntax.Pass,
	"template_for":           syntax.Pass,
	"template_for_start":     syntax.Pass,
	"template_for_end":       syntax.Pass,

	// Expressions. What stands behind a term waits as a node with an empty first part.
	"expression":         expression,
	"operation":          syntax.Pass,
	"unary_operation":    unary,
	"binary_operation":   binary,
	"conditional":        syntax.Positions(g.Cond, g.Plain, 3),
	"get_attr":           getAttr,
	"index":              syntax.Pass,
	"new_index":          index,
	"legacy_index":       legacyIndex,
	"splat":              syntax.Pass,
	"attr_splat":         splat(g.Member),
	"full_splat":         splat(g.Index),
	"function_call":      call,
	"function_arguments": arguments,
	"collection_value":   syntax.Pass,
	"tuple":              syntax.Children(g.List, g.Plain),
	"object":             syntax.Children(g.Dict, g.Plain),
	"object_elem":        element,
	"for_expr":           syntax.Pass,
	"for_tuple_expr":     forTuple,
	"for_object_expr":    forObject,
	"for_intro":          forIntro,
	"for_cond":           syntax.Positions(g.If, g.Plain, 3),
}

var wrappers = []syntax.Wrapper{
	{}, {Prefix: "x {\n", Suffix: "\n}"}, {Prefix: "x = "}, {Prefix: "x = [", Suffix: "]"}, {Prefix: "x = {\n", Suffix: "\n}"},
}

func boolean(lo *syntax.Lowering, i int) g.ID {
	if string(lo.Text(i)) == "true" {
		return lo.List(i, g.Bool, g.True)
	}
	return lo.List(i, g.Bool, g.False)
}

func block(lo *syntax.Lowering, i int) g.ID {
	body := lo.Of(i, "body")
	name := lo.Next1(i)
	n := lo.Flat(i)
	open, end := n.End, n.End
	lo.Children(i, func(c int) {
		if lo.Symbol(c) == "block_start" {
			open = lo.Flat(c).Start
		}
	})
	start := n.Start
	if name != 0 {
		start = lo.EndOf(name)
	}
	dict := lo.At(open, end, g.Dict, g.Plain)
	lo.SetChildren(dict, body)
	args := lo.At(start, end, g.Args, g.Plain)
	lo.SetChildren(args, lo.Join(lo.Kids(i), dict))
	return lo.Node(i, g.Call, g.Plain, name, args)
}

func element(lo *syntax.Lowering, i int) g.ID {
	key, value := lo.Single(lo.Get(i, "key")), lo.Get(i, "val")
	op := g.Plain
	if c := lo.Child(i, "key"); key != 0 && lo.Kind(key) != g.String && (lo.Kind(key) != g.Ident || lo.Text(c)[0] == '(') {
		op = g.Computed
	}
	return lo.Node(i, g.Pair, op, key, value)
}
