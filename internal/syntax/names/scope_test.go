package names

import (
	"fmt"
	"strings"
	"testing"

	g "bartizan/internal/syntax/generic"
)

// TestUses marks names with the line, counted from 1, of the definition that they mean: [x@2]. Line 0 is none.
func TestUses(t *testing.T) {
	for _, c := range []struct{ language, text string }{
		{"javascript", "let x = 1;\n{ let x = 2;\n[x@2] }\n[x@1]"},
		{"javascript", "var x = 1;\nfunction f() { [x@4];\nif (a) {\nvar x = 2 } }"},
		{"javascript", "[f@2]();\nfunction f() {}"},
		{"javascript", "for (let i = 0; [i@1] < 1; [i@1]++) {\n[i@1] }\n[i@0]"},
		{"javascript", "class A {\nfoo() { [foo@0] } }\nnew [A@1]()"},
		{"javascript", "const g = function h() { [h@1] };\n[h@0]"},
		{"javascript", "switch (a) { case 1: let x = 1; break;\ncase 2: [x@1] }"},
		{"javascript", "function f(a, {b, c: d}, [e], ...r) { [a@1]; [b@1]; [c@0]; [d@1]; [e@1]; [r@1] }"},
		{"javascript", "function f() { x = 1 }\nfunction g() { [x@1] }"},
		{"javascript", "try { } catch (e) {\n[e@1] }\n[e@0]"},
		{"javascript", "({ a: 1, [a@0]: 2 }).a"},
		{"javascript", "const K = 1;\nconst e = <[K@1] a={[K@1]} />"},
		{"python", "x = 1\ndef f():\n  [x@1]"},
		{"python", "x = 1\ndef f():\n  [x@4]\n  x = 2"},
		{"python", "x = 1\ndef f():\n  global x\n  x = 2\n[x@1]"},
		{"python", "def f():\n  x = 1\n  def g():\n    nonlocal x\n    x = 2\n    [x@2]"},
		{"python", "class A:\n  x = 1\n  y = [x@2]\n  def m(self):\n    [x@0]"},
		{"python", "[i for i in a]\n[i@0]"},
		{"python", "def f(a, *b, c=1, **d):\n  [a@1], [b@1], [c@1], [d@1]"},
		{"python", "x = 1\ndef f(x=[x@1]): pass"},
		{"python", "g = lambda x: [x@1]"},
		{"python", "for i in a: pass\n[i@1]"},
		{"python", "with a as b: pass\n[b@1]"},
		{"python", "try: pass\nexcept E as e:\n  [e@2]"},
		{"python", "match x:\n  case {'k': v, **rest}: [v@2], [rest@2]\n  case A(b=w): [w@3], [b@0], [A@0]"},
		{"python", "f(a=1)\na = 2\nf(a=[a@2])"},
		{"go", "package p\nfunc f(x int) { x := [x@2]\n{ x := [x@2]\n_ = [x@3] } }"},
		{"go", "package p\nfunc f() { if x := 1; [x@2] > 0 { [x@2]() } else { [x@2]() }\n[x@0]() }"},
		{"go", "package p\nfunc f() { for x := range [x@0] { [x@2]() } }"},
		{"go", "package p\nfunc f() { [g@3]() }\nfunc g() {}"},
		{"go", "package p\nfunc f() { x, err := a()\ny, err := b()\n_ = [err@2] }"},
		{"go", "package p\nfunc f() { switch v := x.(type) { case int: [v@2]() } }"},
		{"go", "package p\nfunc f() { select { case v := <-c: [v@2]()\ncase w := <-c: [v@0]() } }"},
		{"go", "package p\ntype T struct { a int }\nfunc (t *T) m() { [t@3].a = 1; [m@0]() }"},
		{"go", "package p\nfunc f() (n int) { [n@2]++ }"},
		{"java", "class A { int x;\nvoid m() { [x@1]++; int x = 1;\n[x@2]++; } }"},
		{"java", "class A { void m() { for (int i = 0; [i@1] < 1; [i@1]++) {}\n[i@0]++; } }"},
		{"java", "class A { void m() { a(x -> [x@1]);\nb((x, y) -> { [y@2]++; }); } }"},
		{"java", "class A { void m() { if (o instanceof B b) [b@1].x();\nelse if (o instanceof C b) [b@2].x(); } }"},
		{"java", "class A { void m() { try (B b = c()) { [b@1].x(); } } }"},
		{"java", "class A { void m() { n(new B() { int z;\nvoid o() { [z@1]++; } });\n[z@0]++; } }"},
		{"typescript", "function f(this: A, x: B) { [x@1] }"},
		{"typescript", "namespace N { export const a = 1;\n[a@1] }\n[a@0]"},
	} {
		var text strings.Builder
		want := map[uint32]string{}
		rest := c.text
		for {
			before, mark, found := strings.Cut(rest, "[")
			name, after, ok := strings.Cut(mark, "]")
			word, line, marked := strings.Cut(name, "@")
			if !found {
				text.WriteString(rest)
				break
			}
			text.WriteString(before)
			if !ok || !marked {
				text.WriteString("[")
				rest = mark
				continue
			}
			want[uint32(text.Len())] = line
			text.WriteString(word)
			rest = after
		}
		table := read(t, c.language, text.String())
		seen := 0
		for id := g.ID(1); int(id) < len(table.Nodes); id++ {
			n := table.Nodes[id]
			line, marked := want[n.Start]
			if !marked || n.Kind != g.Ident {
				continue
			}
			seen++
			got := 0
			if d := table.Def(id); d != nil {
				got = 1 + strings.Count(text.String()[:table.Nodes[d.At].Start], "\n")
			}
			if fmt.Sprint(got) != line {
				t.Errorf("%s: %s\n%s at byte %d means line %d, want %s", c.language, text.String(), table.Name(id), n.Start, got, line)
			}
		}
		if seen < len(want) {
			t.Errorf("%s: %s\n%d of %d names seen", c.language, text.String(), seen, len(want))
		}
	}
}
