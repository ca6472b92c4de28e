package lang

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestNotice wants every grammar, and what runs them, in the notices that are handed out with the program.
func TestNotice(t *testing.T) {
	notice, err := os.ReadFile("../../../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	module, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?m)^\s*(\S*tree-sitter\S*|github\.com/mattn/go-pointer) (v\S+)`).FindAllStringSubmatch(string(module), -1)
	if len(named) < len(grammars) {
		t.Fatalf("go.mod names %d modules of parsers for %d grammars", len(named), len(grammars))
	}
	for _, m := range append(named, []string{"", "github.com/camdencheek/tree-sitter-dockerfile", "v0.2.0"}) {
		_, rest, ok := strings.Cut(string(notice), m[1]+" "+m[2])
		if !ok {
			t.Errorf("%s %s is not in NOTICE", m[1], m[2])
			continue
		}
		if _, owner, _ := strings.Cut(rest, "\n"); !strings.HasPrefix(owner, "    ") {
			t.Errorf("NOTICE names no owner of %s", m[1])
		}
	}
	for _, text := range []string{"Permission is hereby granted, free of charge", "Apache License", "UNICODE"} {
		if !strings.Contains(strings.ToUpper(string(notice)), strings.ToUpper(text)) {
			t.Errorf("NOTICE has not the text of the licence that says %q", text)
		}
	}
}
