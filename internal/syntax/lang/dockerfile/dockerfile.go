// Package dockerfile lowers Dockerfiles.
//
// Their grammar has no Go module, so that its C files stand here: parser.c, scanner.c and tree_sitter are those of
// github.com/camdencheek/tree-sitter-dockerfile v0.2.0, under the licence beside them.
package dockerfile

/*
#cgo CFLAGS: -std=c11 -fPIC
typedef struct TSLanguage TSLanguage;
const TSLanguage *tree_sitter_dockerfile(void);
static void *grammar(void) { return (void *)tree_sitter_dockerfile(); }
*/
import "C"

import (
	"sync"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// Dockerfile is the language of Dockerfiles. An instruction is the call of its word; what stands behind -- or AS, which a
// pattern need not name, stands where another language has a call's type arguments. The words of a shell command are its
// arguments, with && and the like as atoms between them; an array in brackets is one List.
var Dockerfile = sync.OnceValues(func() (*syntax.Language, error) {
	return syntax.NewLanguage(syntax.Definition{
		Name:     "dockerfile",
		Grammar:  syntax.NewGrammar("dockerfile", C.grammar()),
		Rules:    rules,
		Ignored:  ignored,
		Wrappers: []syntax.Wrapper{{Suffix: "\n"}, {Prefix: "RUN ", Suffix: "\n"}, {Prefix: "RUN x ", Suffix: "\n"}},
	})
})

var ignored = []string{"comment", "line_continuation", "escape_sequence", "heredoc_marker", "heredoc_end", "shell_fragment", "error_sentinel"}

var rules = map[string]syntax.Rule{
	"source_file": syntax.Bodied(g.Plain),

	"from_instruction":        from,
	"run_instruction":         instruction,
	"cmd_instruction":         instruction,
	"entrypoint_instruction":  instruction,
	"label_instruction":       instruction,
	"expose_instruction":      instruction,
	"env_instruction":         instruction,
	"add_instruction":         instruction,
	"copy_instruction":        instruction,
	"volume_instruction":      instruction,
	"user_instruction":        user,
	"workdir_instruction":     instruction,
	"arg_instruction":         arg,
	"onbuild_instruction":     instruction,
	"stopsignal_instruction":  rest,
	"healthcheck_instruction": healthcheck,
	"shell_instruction":       instruction,
	"maintainer_instruction":  rest,
	"cross_build_instruction": rest,

	"param":             param,
	"mount_param":       param,
	"mount_param_param": syntax.Nothing,
	"image_spec":        image,
	"image_name":        word,
	"image_tag":         marked,
	"image_digest":      marked,
	"image_alias":       word,
	"env_pair":          pair("name"),
	"label_pair":        pair("key"),
	"expose_port":       port,
	"path":              word,
	"unquoted_string":   word,

	"double_quoted_string": quoted(syntax.CEscapes),
	"single_quoted_string": quoted(syntax.QuoteEscapes),
	"json_string_array":    syntax.Children(g.List, g.Plain),
	"json_string":          quoted(syntax.JSEscapes),
	"expansion":            syntax.Pass,
	"variable":             syntax.Word(g.Ident),
	"shell_command":        shell,
	"heredoc_block":        heredoc,
	"heredoc_line":         line,
}
