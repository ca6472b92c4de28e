package names

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
)

// FuzzResolve resolves any text of any language: nothing panics, every use has a definition of its name, and a table that
// is asked in another order answers the same.
func FuzzResolve(f *testing.F) {
	files, err := filepath.Glob("../lang/testdata/sample.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for i := range lang.Languages {
			f.Add(uint8(i), text)
		}
	}
	for i, text := range []string{
		"const {exec: x, ...r} = require('c'); let q = 'a' + x; q += `b${q}`; foo(q || process.env.X || 'd'); module.exports = {x, q}",
		"class A { s: string = 'a'; constructor(private p = this.s) { this.t = p } m(): string { return this.s + this.t } } new A().m()",
		"const e = <A b={c}>{d}</A>; export {e as f}; export default e",
		"from a import *\nimport b.c as d, e.f\nclass K(e.f):\n  x = 1\n  def m(self, *a, k=x):\n    global g\n    g = self.x = f'{k}' % (a,)\n    nonlocal h\n    del g\nx, (y, *z) = K.x, [i for i in d if (j := i)]",
		"package p\nimport . \"a/v2\"\ntype T struct { a *T }\nfunc (t *T) m(x int) (y string, err error) { x, z := t.a, \"s\"; for i := range x { y += z }; return }\nvar a, b = c()\nconst (d = iota; e)",
		"package p; import a.*; class A<T> extends B { String s = \"a\"; String m(T t) { if (t instanceof String s && s.x()) return s; for (var i : a) s += i; return this.s + m(t); } }",
	} {
		f.Add(uint8(i), []byte(text))
	}
	f.Fuzz(func(t *testing.T, which uint8, text []byte) {
		l, err := lang.Languages[int(which)%len(lang.Languages)].Get()
		if err != nil {
			t.Fatal(err)
		}
		p := syntax.NewParser()
		defer p.Close()
		file, _, err := l.Read(p, text)
		if err != nil {
			t.Fatal(err)
		}
		table := Resolve(file)
		check(t, "text", table)
		again := Resolve(file)
		for id := g.ID(len(again.Nodes) - 1); id > 0; id-- {
			v, ok := again.Constant(id)
			if w, ok2 := table.Constant(id); v != w || ok != ok2 {
				t.Fatalf("node %d is %v %v and %v %v", id, v, ok, w, ok2)
			}
		}
		if !reflect.DeepEqual(table.Exports(), again.Exports()) || !reflect.DeepEqual(table.Imports(), again.Imports()) {
			t.Fatal("two tables differ")
		}
	})
}

// TestHostile resolves texts that are large in one way each. Where the time were the square of the size, it would not end.
func TestHostile(t *testing.T) {
	many := func(s string) string { return strings.Repeat(s, 20000) }
	for _, c := range []struct{ language, text string }{
		{"javascript", many("{let a=b;") + many("}")},
		{"javascript", many("{let a=a;")},
		{"javascript", many("function f(a){var b=a;")},
		{"javascript", "x=" + many("a.") + "a"},
		{"javascript", "x=" + many("'a'+") + "a"},
		{"javascript", many("a='b'+a;")},
		{"javascript", "let a0=1;" + many("a0=a0+'x';f(a0);")},
		{"javascript", "const C={" + many("a:1,") + "};" + many("f(C.a);")},
		{"javascript", "const C='" + strings.Repeat("x", 8000) + "';" + many("f(C+C);")},
		{"javascript", "var a=b,b=a;" + many("f(a,b);")},
		{"javascript", many("const {a:{b:[c]}}=require('x');c.d();")},
		{"javascript", "class A{" + many("m(){this.x=this.y}") + "}"},
		{"javascript", "f(" + many("(a)=>") + "a)"},
		{"python", many("a = 'b' + a\n")},
		{"python", "def f(self):\n" + many(" self.a = a.b\n")},
		{"python", many("from a import *\n") + many("f(a)\n")},
		{"python", "x = " + many("[a for a in ") + "b"},
		{"python", many("@staticmethod\n") + "def f(): pass\n"},
		{"go", "package p\nfunc f() {" + many("a := a; { ") + many("}") + "}"},
		{"go", "package p\n" + many("import \"a/b\"\n") + many("var x = b.c\n")},
		{"java", "class A { void m() {" + many("if (a instanceof B b) b.c();") + "} }"},
		{"java", "class A {" + many("String m() { return m() + m(); }") + "}"},
		{"java", many("import java.util.*;") + "class A {" + many("Foo a; B b;") + "}"},
		{"java", many("class A { ") + many("}")},
	} {
		for _, e := range lang.Languages {
			if e.Name != c.language {
				continue
			}
			l, err := e.Get()
			if err != nil {
				t.Fatal(err)
			}
			p := syntax.NewParser()
			file, _, err := l.Read(p, []byte(c.text))
			p.Close()
			if err != nil {
				t.Fatal(err)
			}
			table := Resolve(file)
			check(t, c.text[:20], table)
			table.Exports()
			table.Imports()
		}
	}
}

func TestParallel(t *testing.T) {
	table := read(t, "javascript", strings.Repeat("const a = 'x' + 1; f(a + 'b', `c${a}`);", 200))
	want := read(t, "javascript", string(table.Source))
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for id := range table.Nodes {
				table.Constant(g.ID(id))
				table.Type(g.ID(id))
				table.Template(g.ID(id))
			}
		})
	}
	wait.Wait()
	for id := range table.Nodes {
		v, ok := table.Constant(g.ID(id))
		if w, ok2 := want.Constant(g.ID(id)); v != w || ok != ok2 {
			t.Errorf("node %d is %v, alone %v", id, v, w)
		}
	}
}
