// Package lang lists the languages whose source is read.
package lang

import (
	"strings"

	"bartizan/internal/syntax"
	"bartizan/internal/syntax/lang/golang"
	"bartizan/internal/syntax/lang/java"
	"bartizan/internal/syntax/lang/javascript"
	"bartizan/internal/syntax/lang/python"
)

// An Entry is one language of the list. Get compiles its grammar's tables the first time.
type Entry struct {
	Name string
	Get  func() (*syntax.Language, error)
}

// Languages are all of them. Names are those of an inventory's files; tsx is what is written in .tsx files.
var Languages = []Entry{
	{"javascript", javascript.JavaScript},
	{"typescript", javascript.TypeScript},
	{"tsx", javascript.TSX},
	{"python", python.Python},
	{"go", golang.Go},
	{"java", java.Java},
}

// For finds the language of a file by the name that the inventory gives it and by its path; nil for what is not read.
func For(name, path string) func() (*syntax.Language, error) {
	if name == "typescript" && strings.HasSuffix(strings.ToLower(path), ".tsx") {
		name = "tsx"
	}
	for _, e := range Languages {
		if e.Name == name {
			return e.Get
		}
	}
	return nil
}
