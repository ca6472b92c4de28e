package lang

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
)

var update = flag.Bool("update", false, "write the trees in testdata anew")

// TestGolden compares the generic trees of the samples in testdata, which a person can read, with what they were.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	p := syntax.NewParser()
	defer p.Close()
	read := 0
	for _, path := range files {
		name := strings.TrimSuffix(path, ".txt") // a Go file as such would be one of this module
		language := extensions[filepath.Ext(name)]
		if language == "" {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		l, err := For(language, name)()
		if err != nil {
			t.Fatal(err)
		}
		f, r, err := l.Read(p, text)
		if err != nil {
			t.Fatal(err)
		}
		if r.Partial() != "" {
			t.Errorf("%s: %s", path, r.Partial())
		}
		if err := generic.Check(f); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		read++
		golden := name + ".tree"
		if *update {
			if err := os.WriteFile(golden, []byte(f.Dump(1)), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Dump(1); got != string(want) {
			at := 0
			for at < len(got) && at < len(want) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s differs from line %d on; look, then go test -update", golden, strings.Count(got[:at], "\n")+1)
		}
	}
	if read < len(Languages) {
		t.Errorf("%d samples for %d languages", read, len(Languages))
	}
}

// TestTables asks each grammar for symbols that its table does not speak of.
func TestTables(t *testing.T) {
	for _, e := range Languages {
		l, err := e.Get()
		if err != nil {
			t.Fatal(err)
		}
		if unknown := l.Unknown(); len(unknown) > 0 {
			t.Errorf("%s: neither lowered nor ignored: %v", e.Name, unknown)
		}
		if For(e.Name, "") == nil || len(l.Wrappers) == 0 {
			t.Errorf("%s is not found by its name, or has no wrappers", e.Name)
		}
	}
	if tsx, _ := For("typescript", "a/B.TSX")(); tsx == nil || tsx.Name != "tsx" {
		t.Error("a .tsx file is not TSX")
	}
	if shell, _ := For("shell", "a.sh")(); shell == nil || shell.Name != "bash" {
		t.Error("a shell script is not Bash")
	}
	if terraform, _ := For("terraform", "a.tf")(); terraform == nil || terraform.Name != "hcl" {
		t.Error("Terraform is not HCL")
	}
	if For("cobol", "a.cob") != nil {
		t.Error("COBOL is read")
	}
}

// TestEquivalent holds what lowering makes equal: a rule's author need not think of it.
func TestEquivalent(t *testing.T) {
	p := syntax.NewParser()
	defer p.Close()
	for _, c := range []struct{ language, a, b string }{
		{"javascript", "f((a))", "f(a)"},
		{"javascript", "f('a')", `f("a")`},
		{"javascript", "f(0x10, 1.50, 08)", "f(16, 1.5, 8)"},
		{"javascript", "f(`a\\n`)", "f(`a\n`)"},
		{"javascript", "if (a) b()", "if (a) b() // c\n;"},
		{"javascript", "f(a, b)", "f(a, b,);"},
		{"javascript", `f("\x41\u{42}\u0043")`, "f('ABC')"},
		{"typescript", "let a: (b)[] = [1,]", "let a: b[] = [1];"},
		{"tsx", "<a b='c'></a>", "<a b=\"c\"/>"},
		{"python", "f('a' \"b\")", "f('ab')"},
		{"python", "x = (a)", "x = \\\n a # b"},
		{"python", "f(b'\\x41', 0o17, 1_0)", "f(b'A', 15, 10)"},
		{"python", "if a: b", "if a:\n\n    b\n"},
		{"go", "package p\nvar x = (0b11)", "package p\nvar (\nx = 3\n)"},
		{"go", "package p\nfunc f(a, b int) {}", "package p\nfunc f(a int, b int) {}"},
		{"go", `package p; var x = "\x41\101\u0041"`, "package p; var x = \"AAA\""},
		{"java", "class A { int x = 0x1F, y; }", "class A { int x = 31; int y; }"},
		{"java", "class A { int x[]; void m() { a(); ; } }", "class A { int[] x; void m() { a(); } }"},
		{"java", `class A { String s = "\u0041\t"; }`, "class A { String s = \"A\t\"; }"},
		{"csharp", "class C { int x = 0x1F, y; }", "class C { int x = 31; int y; }"},
		{"csharp", `class C { string s = @"a""\b"; }`, `class C { string s = @"a""\b" /* c */; }`},
		{"csharp", "class C { int P => 1; }", "class C { int P /**/ => (1); }"},
		{"csharp", "class C { long x = 010uL; }", "class C { long x = 10; }"},
		{"php", "<?php f('a', 0x10,);", "<?php\nf(\"a\", 16) ;"},
		{"php", "<?php if ($a) { b(); } else { c(); }", "<?php if ($a): b(); else: c(); endif;"},
		{"php", "<?php $x = array(1, 'a' => 2);", "<?php $x = [1, 'a' => 2];"},
		{"php", "<?php echo $x;", "<?= $x ?>"},
		{"php", "<?php new \\A\\B();", "<?php new A\\B();"},
		{"ruby", "foo 1, a: 2", "foo(1, :a => 2)"},
		{"ruby", "a if b", "if b then a end"},
		{"ruby", "xs.each { |x| y }", "xs.each do |x| y end"},
		{"ruby", `f('a' "b")`, `f "ab"`},
		{"ruby", "A::b(1)", "A.b 1"},
		{"kotlin", "val x = f { a }", "val x = f({ a })"},
		{"kotlin", "fun f() { a(0x10, 1_0L) }", "fun f() { a(16, 10); }"},
		{"rust", "fn f() { a(0x1F_u8, 1_0i64); }", "fn f() { a(31, (10)); }"},
		{"rust", "use a::{b, c};", "use a::{b, c,};"},
		{"rust", `fn f() { x("\x41"); }`, "fn f() { x(\"A\") ; }"},
		{"c", "int x, *y;", "int x; int *y;"},
		{"c", "int f() { return \"a\" \"b\"; }", "int f() { return (\"ab\"); }"},
		{"cpp", "int x = 1'000;", "int x = 1000u;"},
		{"cpp", "namespace a::b { int x; }", "namespace a::b { int x ; }"},
		{"bash", "a b 'c'; d", "a  b 'c'\nd"},
		{"bash", "x=`ls`", "x=$(ls)"},
		{"bash", "a $x", "a ${x}"},
		{"hcl", "a \"b\" { c = (1) }", "a \"b\" {\n c = 1 # d\n}"},
		{"yaml", "a: [1, {b: c}]", "a:\n  - 1\n  - b: 'c'"},
		{"yaml", "a: \"b c\"", "a: b\n  c"},
		{"yaml", "a: &x 1\nb: *x", "a: 1\nb: 1"},
		{"json", `{"a": 1.50}`, `{"\u0061" : 1.5}`},
		{"dockerfile", "RUN a \\\n  b\n", "run a \"b\"\n"},
		{"dockerfile", "ENV A b\n", "ENV A=\"b\"\n"},
	} {
		l, err := For(c.language, "")()
		if err != nil {
			t.Fatal(err)
		}
		a, _, err := l.Read(p, []byte(c.a))
		if err != nil {
			t.Fatal(err)
		}
		b, _, err := l.Read(p, []byte(c.b))
		if err != nil {
			t.Fatal(err)
		}
		if a.Canonical(1) != b.Canonical(1) {
			t.Errorf("%s: %q and %q differ:\n%s\n%s", c.language, c.a, c.b, a.Canonical(1), b.Canonical(1))
		}
	}
}
