package syntax

import (
	"fmt"
	"testing"

	js "github.com/tree-sitter/tree-sitter-javascript/bindings/go"
)

func TestSmoke(t *testing.T) {
	g := NewGrammar("javascript", js.Language())
	p := NewParser()
	defer p.Close()
	tr, err := p.Parse(g, []byte("a.b(1, `x${y}`) // c\n"))
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range tr.Nodes {
		fmt.Println(i, g.Symbols[n.Symbol], n.Named(), g.Fields[n.Field()], n.Start, n.End, n.Size)
	}
}
