package search_test

import "testing"

func TestGo(t *testing.T) {
	in := func(body string) string { return "package p\nfunc f() {\n" + body + "\n}\n" }
	run(t, "go", []test{
		{"$X := $Y", in("a := 1\nvar b = 2\nc = 3"), []string{"a := 1 | $X=a | $Y=1"}},
		{"$X = $Y", in("a := 1\nvar b = 2\nc = 3"), []string{"a := 1 | $X=a | $Y=1", "b = 2 | $X=b | $Y=2", "c = 3 | $X=c | $Y=3"}},
		{"if $X { ... }", in("if e := g(); e != nil { h() }"), []string{"if e := g(); e != nil { h() } | $X=e != nil"}},
		{"exec.Command(...)", "package p\nimport e \"os/exec\"\nfunc f() { e.Command(1); exec.Command(2); Command(3) }\n", []string{"e.Command(1)", "exec.Command(2)"}},
		{"&T{..., A: $X, ...}", in("x := &T{B: 1, A: 2}\ny := &T{B: 1}"), []string{"&T{B: 1, A: 2} | $X=2"}},
		{"func $F(...) $R { ... }", "package p\nfunc a(x int) error { return nil }\nfunc (t T) b() error { return nil }\nfunc c() { }\n", []string{"func a(x int) error { return nil } | $F=a | $R=error", "func (t T) b() error { return nil } | $F=b | $R=error"}},
		{"$X, err := $F(...)\n...\nuse($X)", in("a, err := g(1)\nif err != nil { return }\nuse(a)"), []string{"a, err := g(1)\nif err != nil { return }\nuse(a) | $F=g | $X=a"}},
		{"import \"a\"", "package p\nimport (\n\t\"b\"\n\t\"a\"\n)\nimport \"a/c\"\n", []string{"import (\n\t\"b\"\n\t\"a\"", "import \"a/c\""}},
		{"for $I, $V := range $L { ... }", in("for i, v := range l { g(v) }"), []string{"for i, v := range l { g(v) } | $I=i | $L=l | $V=v"}},
		{"go $F(...)", in("go a(1)\ndefer b(2)"), []string{"go a(1) | $F=a"}},
		{"defer $F(...)", in("go a(1)\ndefer b(2)"), []string{"defer b(2) | $F=b"}},
		{"switch $X {\ncase ...\n}", in("switch a {\ncase 1: b()\ndefault: c()\n}"), []string{"switch a {\ncase 1: b()\ndefault: c()\n} | $X=a"}},
		{"[]byte(\"...\")", in("k := []byte(\"s\")\nconst c = \"v\"\nl := []byte(c)"), []string{"[]byte(\"s\")", "[]byte(c)"}},
		{"f(($X: string))", "package p\nfunc g(a string, b int) {\nf(a)\nf(b)\nf(\"c\")\nf(a + \"d\")\nf(fmt.Sprint(b))\n}\n", []string{"f(a) | $X=a", "f(\"c\") | $X=\"c\"", "f(a + \"d\") | $X=a + \"d\""}},
		{"f(\"...\")", "package p\nvar a = \"x\"\nconst b = \"y\"\nfunc g() {\nf(a)\nf(b)\n}\n", []string{"f(a)", "f(b)"}},
		{"if (true) { ... }", "package p\nvar a = true\nconst b = true\nfunc g() {\nif a { c() }\nif b { d() }\n}\n", []string{"if b { d() }"}},
		{"$X == $X", "package p\nvar a = 1\nfunc g() {\nfor i := 0; i < 9; {\nh(i == 0, a == 1)\ni = k()\n}\nj := 1\nh(j == 1)\n}\n", []string{"j == 1 | $X=j"}},
		{"var $X string", "package p\nvar a string\nvar b int\n", []string{"a string | $X=a"}},
	})
}
