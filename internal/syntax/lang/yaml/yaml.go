// Package yaml lowers YAML.
package yaml

import (
	"sync"

	tree_sitter_yaml "github.com/tree-sitter-grammars/tree-sitter-yaml/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// YAML is the language of .yaml and .yml files: a mapping is a Dict, a sequence a List, a scalar what its text is in YAML
// 1.2. A file is the values of its documents, which are no statements; tags are left out; an alias is a copy of what it
// stands for where that is small.
var YAML = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:     "yaml",
		Grammar:  syntax.NewGrammar("yaml", tree_sitter_yaml.Language()),
		Rules:    rules,
		Ignored:  ignored,
		Wrappers: []syntax.Wrapper{{}, {Prefix: "[", Suffix: "]"}, {Prefix: "x:\n"}},
	})
})

var ignored = []string{
	"comment", "escape_sequence", "tag", "yaml_directive", "tag_directive", "reserved_directive", "directive_name",
	"directive_parameter", "yaml_version", "tag_handle", "tag_prefix", "alias_name", "anchor_name",
}

var rules = map[string]syntax.Rule{
	"stream":              syntax.Children(g.Block, g.Plain),
	"document":            syntax.Pass,
	"block_node":          node,
	"flow_node":           node,
	"anchor":              anchor,
	"alias":               alias,
	"block_mapping":       syntax.Children(g.Dict, g.Plain),
	"block_mapping_pair":  pair,
	"flow_mapping":        flowMapping,
	"flow_pair":           pair,
	"block_sequence":      syntax.Children(g.List, g.Plain),
	"block_sequence_item": item,
	"flow_sequence":       flowSequence,
	"plain_scalar":        syntax.Pass,
	"string_scalar":       plain,
	"timestamp_scalar":    plain,
	"boolean_scalar":      boolean,
	"null_scalar":         syntax.Mark(g.Null, g.Plain),
	"integer_scalar":      integer,
	"float_scalar":        syntax.Number,
	"double_quote_scalar": doubleQuoted,
	"single_quote_scalar": singleQuoted,
	"block_scalar":        blockScalar,
}

// anchor waits for the node that it names.
func anchor(lo *syntax.Lowering, i int) g.ID {
	t := lo.Text(i)
	return lo.Called(i, g.Label, g.Implicit, string(t[min(1, len(t)):]))
}

// alias waits for the nearest anchor before it, which is lowered after it. The aliases of one name are a list in the notes,
// under a number that is no node's.
func alias(lo *syntax.Lowering, i int) g.ID {
	t := lo.Text(i)
	ref := lo.InternString(string(t[min(1, len(t)):]))
	id := lo.Word(i, g.Ident, g.Plain)
	if earlier := lo.Noted(g.ID(-ref - 1)); earlier != 0 {
		lo.Note(id, earlier)
	}
	lo.Note(g.ID(-ref-1), id)
	return id
}

// small is the most nodes that an alias repeats.
const small = 48

// node is a value; its anchor gives it to the aliases that come behind.
func node(lo *syntax.Lowering, i int) g.ID {
	anchors := lo.Single(lo.Of(i, "anchor"))
	value := lo.Single(lo.Kids(i))
	if anchors == 0 {
		return value
	}
	for a := lo.Noted(g.ID(-lo.Ref(anchors) - 1)); a != 0; {
		next := lo.Noted(a)
		if value != 0 && count(lo, value, small) <= small {
			start, end := lo.Span(a)
			repeat(lo, a, value, start, end)
		}
		a = next
	}
	if value == 0 {
		return lo.List(i, g.Null, g.Plain)
	}
	return value
}

// count counts a node and what is below it, as far as a limit.
func count(lo *syntax.Lowering, id g.ID, limit int) int {
	n := 1
	for c := lo.First(id); c != 0 && n <= limit; c = lo.Next(c) {
		n += count(lo, c, limit-n)
	}
	return n
}

// repeat makes a node what another is; what is below it stands where the node does.
func repeat(lo *syntax.Lowering, place, id g.ID, start, end uint32) {
	lo.SetKind(place, lo.Kind(id))
	lo.SetOp(place, lo.OpOf(id))
	lo.SetRef(place, lo.Ref(id))
	var chain syntax.Chain
	for c := lo.First(id); c != 0; c = lo.Next(c) {
		again := lo.Leaf(lo.Kind(c), lo.OpOf(c), 0, start, end, 0)
		repeat(lo, again, c, start, end)
		lo.Add(&chain, again)
	}
	lo.SetChildren(place, chain.First)
}

// pair of a key without a value has null; << takes in what its value holds.
func pair(lo *syntax.Lowering, i int) g.ID {
	key, value := lo.Single(lo.Get(i, "key")), lo.Single(lo.Get(i, "value"))
	end := lo.Flat(i).End
	if value == 0 {
		value = lo.At(end, end, g.Null, g.Plain)
	}
	if key != 0 && lo.Kind(key) == g.String && lo.String(lo.Ref(key)) == "<<" {
		return lo.Node(i, g.Spread, g.Plain, value)
	}
	return lo.Node(i, g.Pair, g.Plain, key, value)
}

func item(lo *syntax.Lowering, i int) g.ID {
	if value := lo.Next1(i); value != 0 {
		return value
	}
	return lo.List(i, g.Null, g.Plain)
}

// flowMapping is {a: 1, b}, in which b has no value.
func flowMapping(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		if id != 0 && lo.Symbol(c) == "flow_node" {
			end := lo.Flat(c).End
			id = lo.Node(c, g.Pair, g.Plain, id, lo.At(end, end, g.Null, g.Plain))
		}
		lo.Add(&chain, id)
	})
	return lo.List(i, g.Dict, g.Plain, chain.First)
}

// flowSequence is [a, b: c], in which b: c is a mapping of its own.
func flowSequence(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		if id != 0 && lo.Symbol(c) == "flow_pair" {
			id = lo.Node(c, g.Dict, g.Plain, id)
		}
		lo.Add(&chain, id)
	})
	return lo.List(i, g.List, g.Plain, chain.First)
}
