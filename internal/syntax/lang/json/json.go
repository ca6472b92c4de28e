// Package json lowers JSON.
package json

import (
	"sync"

	tree_sitter_json "github.com/tree-sitter/tree-sitter-json/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// JSON is the language of .json files, comments included. The file is its value, which is no statement.
var JSON = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:    "json",
		Grammar: syntax.NewGrammar("json", tree_sitter_json.Language()),
		Rules: map[string]syntax.Rule{
			"document": syntax.Children(g.Block, g.Plain),
			"object":   syntax.Children(g.Dict, g.Plain),
			"pair":     syntax.Fields(g.Pair, g.Plain, "key", "value"),
			"array":    syntax.Children(g.List, g.Plain),
			"string":   text,
			"number":   syntax.Number,
			"true":     syntax.Mark(g.Bool, g.True),
			"false":    syntax.Mark(g.Bool, g.False),
			"null":     syntax.Mark(g.Null, g.Plain),
		},
		Ignored:  []string{"comment", "string_content", "escape_sequence"},
		Wrappers: []syntax.Wrapper{{}, {Prefix: "{", Suffix: "}"}, {Prefix: "[", Suffix: "]"}},
	})
})

func text(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	return lo.Literal(i, g.Plain, start, end, syntax.JSEscapes)
}
