package lang

import (
	"testing"

	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
)

// TestFallback reads files of JavaScript whose types its grammar does not know.
func TestFallback(t *testing.T) {
	l, err := For("javascript", "a.js")()
	if err != nil {
		t.Fatal(err)
	}
	p := syntax.NewParser()
	defer p.Close()
	for _, c := range []struct {
		text  string
		whole bool
	}{
		{"import type { A } from './a';\nexport class B { c: string; d(e: number, f?: A): Promise<void> { return run(e); } }\n", true},
		{"const a = <b c={1}>text</b>;\nfunction f(x: any) { return x as string; }\n", true},
		{"const a = (b ? c : d);\n", true},
		{"const a = ;;; ) } {\n", false},
	} {
		file, report, err := l.Read(p, []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		if err := generic.Check(file); err != nil {
			t.Errorf("%q: %v", c.text, err)
		}
		if (report.Partial() == "") != c.whole {
			t.Errorf("%q: %q", c.text, report.Partial())
		}
	}
}
