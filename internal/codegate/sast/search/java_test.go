package search_test

import "testing"

func TestJava(t *testing.T) {
	in := func(body string) string { return "class A { void f() { " + body + " } }" }
	run(t, "java", []test{
		{"$T $X = 1;", "class A { final int u = 1, v = 1; void f() { int z = 1; z = 1; } }", []string{"final int u = 1 | $T=int | $X=u", "final int u = 1, v = 1 | $T=int | $X=v", "int z = 1; | $T=int | $X=z"}},
		{"$X = 1;", in("int z = 1; z = 1; g(z = 1);"), []string{"int z = 1; | $X=z", "z = 1; | $X=z", "g(z = 1); | $X=z"}},
		{"int $X;", in("int a; int b = 1;"), []string{"int a; | $X=a"}},
		{"g($X);", in("g(1); int y = g(2); return g(3);"), []string{"g(1); | $X=1", "int y = g(2); | $X=2", "return g(3) | $X=3"}},
		{"g(...)", in("g(1); this.g(2); x.g(3);"), []string{"g(1)"}},
		{"(Box $B).open(...)", "import store.Box; class A { Box f; void g(Box p, Lid q) { p.open(1); q.open(2); f.open(3); new Box().open(4); } }", []string{"p.open(1) | $B=p", "f.open(3) | $B=f", "new Box().open(4) | $B=new Box()"}},
		{"(store.Box $B).open()", "import store.Box; class A { void g(Box p) { p.open(); } }", []string{"p.open() | $B=p"}},
		{"(Box $B) = ...", "import store.Box; class A { void g() { var a = new Box(); Box b = h(); Lid c = h(); b = h(); } }", []string{"a = new Box() | $B=a", "b = h() | $B=b", "b = h() | $B=b"}},
		{"class $C { $T $M(...) { ... } }", "@X public class A<T> extends B implements D { int y; @O public int m(int a) { return a; } }", []string{"@X public class A<T> extends B implements D { int y; @O public int m(int a) { return a; } } | $C=A | $M=m | $T=int"}},
		{"@Route(...)\n$T $M(...) { ... }", "class A { @Route(\"/x\") public String m() { } String n() { } }", []string{"@Route(\"/x\") public String m() { } | $M=m | $T=String"}},
		{"class $C implements D { ... }", "class A implements B, D { }\nclass E implements B { }", []string{"class A implements B, D { } | $C=A"}},
		{"import java.util.*;", "import java.util.List;\nimport java.util.*;\nclass A { }", []string{"import java.util.*"}},
		{"a.b.Maker.$NEW(...)", "import x.y.*;\nimport a.b.*;\nimport c.d.*;\n" + in("Maker.make(1); Other.make();"), []string{"Maker.make(1) | $NEW=make"}},
		{"try { ... } catch ($T $E) { ... }", in("try { a(); } catch (X e) { b(); }"), []string{"try { a(); } catch (X e) { b(); } | $E=e | $T=X"}},
		{"new $T(...)", in("Object o = new Foo(1); Object p = new Bar<String>();"), []string{"new Foo(1) | $T=Foo", "new Bar<String>() | $T=Bar<String>"}},
		{"if ($C) { ... return $X; }", in("if (a) { b(); return 1; }"), []string{"if (a) { b(); return 1; } | $C=a | $X=1"}},
		{"$S + \"...\"", in("String q = \"a\" + b + \"c\";"), []string{"\"a\" + b + \"c\" | $S=\"a\" + b"}},
		{"for ($T $X : $Y) { ... }", in("for (int i : l) { }"), []string{"for (int i : l) { } | $T=int | $X=i | $Y=l"}},
		{"for (...) { ... }", in("for (int i : l) { } for (int j = 0; ; ) { }"), []string{"for (int i : l) { }", "for (int j = 0; ; ) { }"}},
		{"$B.start(...). ... .end()", in("x.start(1).a().b().end(); y.start().end();"), []string{"x.start(1).a().b().end() | $B=x", "y.start().end() | $B=y"}},
		{"static { ... }", "class A { static { a(); } { b(); } }", []string{"static { a(); }"}},
	})
}
