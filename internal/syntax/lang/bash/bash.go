// Package bash lowers Bash and what other shells share with it.
package bash

import (
	"sync"

	tree_sitter_bash "github.com/tree-sitter/tree-sitter-bash/bindings/go"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// Bash is the language of shell scripts. A command is the call of its name; words are strings, and variables, wherever they
// stand, names without the $. What a command is redirected to, and the variables set for it alone, stand where another
// language has a call's type arguments. A pipe is the binary |.
var Bash = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:      "bash",
		Grammar:   syntax.NewGrammar("bash", tree_sitter_bash.Language()),
		Rules:     rules,
		Ignored:   ignored,
		Operators: map[string]g.Op{"=": g.Eq, "-a": g.And, "-o": g.Or, "=~": g.Matches, "**": g.Pow},
		Wrappers:  []syntax.Wrapper{{}, {Prefix: "x=("}, {Prefix: "case x in ", Suffix: " esac"}, {Prefix: "if x; then x; ", Suffix: " fi"}},
	})
})

var ignored = []string{
	"comment", "string_content", "heredoc_start", "heredoc_end", "heredoc_content", "file_descriptor", "test_operator",
}

var rules = map[string]syntax.Rule{
	"program":            syntax.Bodied(g.Plain),
	"compound_statement": syntax.Bodied(g.Plain),
	"subshell":           syntax.Bodied(g.Plain),
	"do_group":           syntax.Bodied(g.Plain),

	// Words.
	"word":                  word,
	"command_name":          commandName,
	"variable_name":         syntax.Word(g.Ident),
	"special_variable_name": syntax.Word(g.Ident),
	"number":                number,
	"string":                text,
	"translated_string":     syntax.Pass,
	"raw_string":            rawText,
	"ansi_c_string":         ansiText,
	"regex":                 raw,
	"extglob_pattern":       raw,
	"brace_expression":      brace,
	"concatenation":         syntax.Joined,
	"array":                 syntax.Children(g.List, g.Plain),
	"simple_expansion":      syntax.Pass,
	"expansion":             expansion,
	"arithmetic_expansion":  sequence,
	"command_substitution":  substitution("$()"),
	"process_substitution":  substitution("<()"),
	"subscript":             syntax.Fields(g.Index, g.Plain, "name", "index"),

	// Expressions of tests and arithmetic.
	"parenthesized_expression": sequence,
	"binary_expression":        binary,
	"unary_expression":         unary,
	"postfix_expression":       syntax.Update,
	"ternary_expression":       syntax.Fields(g.Cond, g.Plain, "condition", "consequence", "alternative"),

	// Commands.
	"command":              command,
	"pipeline":             pipeline,
	"list":                 pipeline,
	"negated_command":      syntax.Positions(g.Unary, g.Not, 1),
	"test_command":         test,
	"redirected_statement": redirected,
	"file_redirect":        redirect,
	"herestring_redirect":  redirect,
	"heredoc_redirect":     heredoc,
	"heredoc_body":         heredocBody,
	"variable_assignment":  assignment,
	"variable_assignments": syntax.Pass,
	"declaration_command":  declaration,
	"unset_command":        syntax.CallOf("unset"),

	// Statements.
	"if_statement":          ifStatement,
	"elif_clause":           elif,
	"else_clause":           syntax.Bodied(g.Implicit),
	"while_statement":       while,
	"for_statement":         forStatement,
	"c_style_for_statement": forC,
	"case_statement":        caseStatement,
	"case_item":             caseItem,
	"function_definition":   function,
}

// word is text without quotes, in which \ stands before what it is taken for itself.
func word(lo *syntax.Lowering, i int) g.ID {
	lo.Kids(i)
	id := lo.List(i, g.String, g.Plain)
	t := lo.Text(i)
	plain := make([]byte, 0, len(t))
	for at := 0; at < len(t); at++ {
		if t[at] == '\\' && at+1 < len(t) {
			if at++; t[at] == '\n' {
				continue
			}
		}
		plain = append(plain, t[at])
	}
	lo.SetRef(id, lo.Intern(plain))
	return id
}

// commandName is a name where it is a constant.
func commandName(lo *syntax.Lowering, i int) g.ID {
	id := lo.Single(lo.Kids(i))
	if id != 0 && lo.Kind(id) == g.String {
		lo.SetKind(id, g.Ident)
		lo.SetOp(id, g.Plain)
	}
	return id
}

func number(lo *syntax.Lowering, i int) g.ID {
	if kids := lo.Kids(i); kids != 0 {
		return kids
	}
	return syntax.Number(lo, i)
}

func text(lo *syntax.Lowering, i int) g.ID {
	start, end := lo.Inside(i)
	return lo.Parts(i, g.Plain, start, end, syntax.QuoteEscapes)
}

func rawText(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	return lo.Literal(i, g.Raw, min(n.Start+1, n.End), max(n.End-1, min(n.Start+1, n.End)), syntax.NoEscapes)
}

// ansiText is $'…'.
func ansiText(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	return lo.Literal(i, g.Plain, min(n.Start+2, n.End), max(n.End-1, min(n.Start+2, n.End)), syntax.CEscapes)
}

func raw(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	return lo.Literal(i, g.Raw, n.Start, n.End, syntax.NoEscapes)
}

func brace(lo *syntax.Lowering, i int) g.ID {
	from := lo.Next1(i)
	return lo.Node(i, g.Binary, g.Range, from, lo.Next1(i))
}

// expansion is ${x}, with a default behind :- and the like, or the call of what is done to x.
func expansion(lo *syntax.Lowering, i int) g.ID {
	operator := ""
	if o := lo.Child(i, "operator"); o != 0 {
		operator = string(lo.Text(o))
	}
	chain := lo.Kids(i)
	if chain == 0 || operator == "" && lo.Next(chain) == 0 {
		return chain
	}
	switch operator {
	case ":-", "-", ":=", "=":
		if value := lo.Next(chain); value != 0 {
			lo.Cut(chain)
			return lo.Node(i, g.Binary, g.Nullish, chain, value)
		}
	}
	n := lo.Flat(i)
	args := lo.At(n.Start, n.End, g.Args, g.Plain)
	lo.SetChildren(args, chain)
	callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, n.Start, lo.InternString("${"+operator+"}"))
	return lo.Node(i, g.Call, g.Plain, callee, args)
}

// sequence is one expression, or several of which the last counts.
func sequence(lo *syntax.Lowering, i int) g.ID {
	id := lo.AsTuple(lo.Kids(i))
	if id != 0 && lo.Kind(id) == g.Tuple {
		lo.SetOp(id, g.Comma)
	}
	return id
}

// substitution is the call of the marks around what runs in it.
func substitution(name string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		n := lo.Flat(i)
		chain := lo.Kids(i)
		if chain != 0 && lo.Next(chain) != 0 {
			chain = lo.List(i, g.Block, g.Implicit, lo.Statements(chain))
		}
		args := lo.At(n.Start, n.End, g.Args, g.Plain)
		lo.SetChildren(args, chain)
		callee := lo.Leaf(g.Ident, g.Plain, 0, n.Start, n.Start, lo.InternString(name))
		return lo.Node(i, g.Call, g.Plain, callee, args)
	}
}
