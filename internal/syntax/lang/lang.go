// Package lang lists the languages whose source is read.
package lang

import (
	"strings"

	"bartizan/internal/syntax"
	"bartizan/internal/syntax/lang/bash"
	"bartizan/internal/syntax/lang/c"
	"bartizan/internal/syntax/lang/csharp"
	"bartizan/internal/syntax/lang/dockerfile"
	"bartizan/internal/syntax/lang/golang"
	"bartizan/internal/syntax/lang/hcl"
	"bartizan/internal/syntax/lang/java"
	"bartizan/internal/syntax/lang/javascript"
	"bartizan/internal/syntax/lang/json"
	"bartizan/internal/syntax/lang/kotlin"
	"bartizan/internal/syntax/lang/php"
	"bartizan/internal/syntax/lang/python"
	"bartizan/internal/syntax/lang/ruby"
	"bartizan/internal/syntax/lang/rust"
	"bartizan/internal/syntax/lang/yaml"
)

// An Entry is one language of the list. Get compiles its grammar's tables the first time.
type Entry struct {
	Name string
	Get  func() (*syntax.Language, error)
}

// Languages are all of them. Names are those of an inventory's files, but for shell and terraform, whose files are read as
// bash and hcl; tsx is what is written in .tsx files.
var Languages = []Entry{
	{"javascript", javascript.JavaScript},
	{"typescript", javascript.TypeScript},
	{"tsx", javascript.TSX},
	{"python", python.Python},
	{"go", golang.Go},
	{"java", java.Java},
	{"csharp", csharp.CSharp},
	{"php", php.PHP},
	{"ruby", ruby.Ruby},
	{"kotlin", kotlin.Kotlin},
	{"rust", rust.Rust},
	{"c", c.C},
	{"cpp", c.CPP},
	{"bash", bash.Bash},
	{"hcl", hcl.HCL},
	{"yaml", yaml.YAML},
	{"json", json.JSON},
	{"dockerfile", dockerfile.Dockerfile},
}

// Name gives the name here of a file's language, by the name that the inventory gives it and by its path.
func Name(name, path string) string {
	switch {
	case name == "typescript" && strings.HasSuffix(strings.ToLower(path), ".tsx"):
		return "tsx"
	case name == "shell":
		return "bash"
	case name == "terraform":
		return "hcl"
	}
	return name
}

// For finds the language of a file by the name that the inventory gives it and by its path; nil for what is not read.
func For(name, path string) func() (*syntax.Language, error) {
	name = Name(name, path)
	for _, e := range Languages {
		if e.Name == name {
			return e.Get
		}
	}
	return nil
}
