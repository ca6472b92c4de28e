package search_test

import "testing"

func TestHCL(t *testing.T) {
	text := "box \"a\" \"b\" {\n  size = 1\n  disk {\n    boot = true\n    part {\n      n = 2\n    }\n  }\n  tags = { k = \"v\", l = 2 }\n}\n"
	run(t, "hcl", []test{
		{"size = $X", text, []string{"size = 1 | $X=1"}},
		{"box $A $B { size = 1 }", text, []string{text[:len(text)-1] + " | $A=\"a\" | $B=\"b\""}},
		{"box $A $B { n = 2 }", text, nil},
		{"box \"a\" \"b\" {\n  ...\n  part { ... n = $N ... }\n}", text, []string{text[:len(text)-1] + " | $N=2"}},
		{"{..., l = $X, ...}", text, []string{"{ k = \"v\", l = 2 } | $X=2"}},
	})
}

func TestYAML(t *testing.T) {
	text := "on: [push, pull]\njobs:\n  a:\n    run: x\n    if: y\n  b:\n    run: z\nlist:\n  - id: 1\n  - id: 2\n    n: 3\n"
	run(t, "yaml", []test{
		{"run: $X", text, []string{"run: x | $X=x", "run: z | $X=z"}},
		{"run: $X\n...", text, []string{"run: x\n    if: y | $X=x", "run: z | $X=z"}},
		{"if: $Y\nrun: $X", text, []string{"run: x\n    if: y | $X=x | $Y=y"}},
		{"run: $X\nrun: $Y", text, nil},
		{"on: [..., pull, ...]", text, []string{"on: [push, pull]"}},
		{"on: [push]", text, nil},
		{"- id: $X\n  ...\n", text, []string{"id: 1 | $X=1", "id: 2\n    n: 3 | $X=2"}},
		{"list:\n  ...\n  - id: 2\n    ...\n", text, []string{"list:\n  - id: 1\n  - id: 2\n    n: 3"}},
	})
}

func TestJSON(t *testing.T) {
	text := "{\"a\": 1, \"b\": {\"c\": [1, 2], \"d\": \"x\"}}"
	run(t, "json", []test{
		{"\"a\": $X", text, []string{"\"a\": 1 | $X=1"}},
		{"{\"c\": [1, ...], ...}", text, []string{"{\"c\": [1, 2], \"d\": \"x\"}"}},
		{"{\"c\": [1, ...]}", text, nil},
		{"$K: \"=~/^x/\"", text, []string{"\"d\": \"x\" | $K=\"d\""}},
	})
}

func TestDockerfile(t *testing.T) {
	text := "FROM a/b:1@sha256:ab AS x\nRUN one && apt install -y c > log | d\nCMD [\"p\", \"q\"]\nUSER u\nENV K=v\nARG Z=1\n"
	run(t, "dockerfile", []test{
		{"FROM $I", text, []string{"FROM a/b:1@sha256:ab AS x | $I=a/b"}},
		{"FROM $I:$T AS $N", text, []string{"FROM a/b:1@sha256:ab AS x | $I=a/b | $N=x | $T=1"}},
		{"RUN ... install $...ARGS", text, []string{"RUN one && apt install -y c > log | d | $...ARGS=-y c"}},
		{"RUN one && apt ...", text, []string{"RUN one && apt install -y c > log | d"}},
		{"RUN apt", text, nil},
		{"apt install ...", text, []string{"apt install -y c"}},
		{"CMD [..., $X]", text, []string{"CMD [\"p\", \"q\"] | $X=\"q\""}},
		{"USER $U\n...\nENV K=$V", text, []string{"USER u\nENV K=v | $U=u | $V=v"}},
		{"ARG $X", text, nil},
	})
}

func TestBash(t *testing.T) {
	text := "sudo sh -c $x y\ncat f | a | b > g\nx=$(curl u)\neval \"$x\"\n"
	run(t, "bash", []test{
		{"... sh ...", text, []string{"sudo sh -c $x y"}},
		{"... ${$V} ...", text, []string{"sudo sh -c $x y | $V=x"}},
		{"$(curl ...)", text, []string{"$(curl u)"}},
		{"cat $F | ... | b", text, []string{"cat f | a | b | $F=f"}},
		{"b | a", text, nil},
		{"eval \"$X\"", text + "eval \"a\"\n", []string{"eval \"$x\" | $X=x"}},
	})
}

func TestCSharp(t *testing.T) {
	in := func(body string) string { return "using A.B;\nclass C {\n  void M(string s) {\n" + body + "\n  }\n}\n" }
	run(t, "csharp", []test{
		{"Safe = $X", in("var o = new O { Safe = false, N = 1 };"), []string{"Safe = false | $X=false"}},
		{"new O { ..., N = $X, ... }", in("var o = new O { Safe = false, N = 1 };"), []string{"new O { Safe = false, N = 1 } | $X=1"}},
		{"new O {...}", in("var o = new O { Safe = false };"), []string{"new O { Safe = false }"}},
		{"f($X);", in("var o = new O(f(1));"), []string{"var o = new O(f(1)) | $X=1"}},
		{"(T $X).Go()", in("T t = null; t.Go(); u.Go();"), []string{"t.Go() | $X=t"}},
	})
}

func TestRuby(t *testing.T) {
	run(t, "ruby", []test{
		{"f(:$X)", "f(:a)\nf(1)\n", []string{"f(:a) | $X=a"}},
		{"f(..., $K: false)", "f(1, :a => false)\nf(b: false)\n", []string{"f(1, :a => false) | $K=a", "f(b: false) | $K=b"}},
		{"return $X", "def m\n  if a\n    b\n  else\n    return c\n  end\nend\n", []string{"b | $X=b", "return c | $X=c"}},
		{"class $C < $B\n  ...\nend", "class A < B::C\n  x\nend\n", []string{"class A < B::C\n  x\nend | $B=B::C | $C=A"}},
		{"`...#{$X}...`", "`a #{b} c`\n`d`\n", []string{"`a #{b} c` | $X=b"}},
		{"`...#{\"...\"}...`", "`a #{b} c`\n`a #{'s'} c`\n", []string{"`a #{'s'} c`"}},
	})
}

func TestPHP(t *testing.T) {
	run(t, "php", []test{
		{"f($_GET[$X])", "<?php f($_GET['a']); f($b['a']);", []string{"f($_GET['a']) | $X='a'"}},
		{"`...`", "<?php $x = `ls {$y}`;", []string{"`ls {$y}`"}},
		{"$a-> ... ->end()", "<?php $a->b()->c(1)->end();", []string{"$a->b()->c(1)->end()"}},
		{"interface $I extends B { ... }", "<?php interface A extends C, B { }", []string{"interface A extends C, B { } | $I=A"}},
	})
}

func TestKotlin(t *testing.T) {
	run(t, "kotlin", []test{
		{"\"a $X b\"", "val s = \"a $n b\"\nval t = \"a b\"\n", []string{"\"a $n b\" | $X=n"}},
		{"$L.map { ... }", "val s = l.map { x -> x }\n", []string{"l.map { x -> x } | $L=l"}},
	})
}

func TestC(t *testing.T) {
	run(t, "c", []test{
		{"(char *$X) == $Y", "void f(char *a, int b) { g(a == b); g(b == a); }", []string{"a == b | $X=a | $Y=b"}},
		{"($T *$X) == $Y", "void f(char *a, int b) { g(a == b); g(b == a); }", []string{"a == b | $T=char | $X=a | $Y=b"}},
	})
}

// TestSymbolicCondition looks through names in a condition, too.
func TestSymbolicCondition(t *testing.T) {
	body := "options:\n  symbolic_propagation: true\npatterns:\n- pattern: sink($X)\n- metavariable-pattern:\n    metavariable: $X\n    pattern: bad(...)\n"
	run(t, "javascript", []test{{body, "const a = bad(1);\nconst b = a;\nsink(b);\nsink(c);\n", []string{"sink(b) | $X=b"}}})
}

// TestRegexCondition sees no more than what the metavariable is bound to.
func TestRegexCondition(t *testing.T) {
	body := "patterns:\n- pattern: f($X)\n- metavariable-pattern:\n    metavariable: $X\n    pattern-regex: ^.*b$\n"
	run(t, "python", []test{{body, "f(a + b)\nf(b + a)\n", []string{"f(a + b) | $X=a + b"}}})
}
