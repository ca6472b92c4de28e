package gate

import (
	"slices"

	"bartizan/internal/finding"
)

// once leaves one finding where both gates see the same credential in the same place of a client's configuration: gate
// 1's, which knows the server. Both call it CWE-798, and their columns differ at most by the opening quote.
func once(fs []finding.Finding) []finding.Finding {
	type place struct {
		path         string
		line, column int
	}
	seen := map[place]bool{}
	for _, f := range fs {
		if f.Scanner == "mcp" && slices.Contains(f.CWE, 798) {
			seen[place{f.Path, f.Line, f.Column}] = true
			seen[place{f.Path, f.Line, f.Column + 1}] = true
		}
	}
	return slices.DeleteFunc(fs, func(f finding.Finding) bool {
		return f.Scanner == "secrets" && slices.Contains(f.CWE, 798) && seen[place{f.Path, f.Line, f.Column}]
	})
}
