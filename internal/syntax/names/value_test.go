package names

import (
	"fmt"
	"strings"
	"testing"

	g "bartizan/internal/syntax/generic"
)

// argument gives the first argument of the last call of foo.
func argument(t testing.TB, table *Table) g.ID {
	t.Helper()
	found := g.ID(0)
	for id := g.ID(1); int(id) < len(table.Nodes); id++ {
		if n := table.Nodes[id]; n.Kind == g.Call && table.Name(id+1) == "foo" {
			found = table.First(table.Child(id, 1))
		}
	}
	if found == 0 {
		t.Fatalf("no call of foo in\n%s", table.Dump(1))
	}
	return found
}

// shown is a value on one line; "" is unknown.
func shown(v Value, ok bool) string {
	if !ok {
		return ""
	}
	s := fmt.Sprintf("%s%s", [...]string{"?", "s:", "i:", "f:", "b:", "null"}[v.Kind], v.Text)
	if v.Fallback {
		s += " fallback"
	}
	return s
}

func TestConstant(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"javascript", `foo("a")`, "s:a"},
		{"javascript", `foo(0x10)`, "i:16"},
		{"javascript", `const A = "lit"; foo(A)`, "s:lit"},
		{"javascript", `let A; A = "lit"; foo(A)`, "s:lit"},
		{"javascript", `let A = "lit"; A = "x"; foo(A)`, "s:x"},
		{"javascript", `let A = "lit"; function f() { A = "x"; } foo(A)`, ""},
		{"javascript", `function f(p) { let q = "lit"; if (p) { q = "y"; } foo(q) }`, ""},
		{"javascript", `function f(p) { let q = "y"; if (p) { q = "lit"; foo(q) } }`, "s:lit"},
		{"javascript", `function f(p) { let q = "y"; if (p) { foo(q) } q = "z"; }`, "s:y"},
		{"javascript", `function f(p) { let q = "y"; while (p) { foo(q); q = "z"; } }`, ""},
		{"javascript", `function f(p) { let q = "y"; while (p) { q = "z"; foo(q); } }`, "s:z"},
		{"javascript", `function f(p) { let q = "y"; try { q = "z"; g(); } catch (e) { foo(q); } }`, ""},
		{"javascript", `function f(p) { let q = "y"; for (;; q = "z") { foo(q); } }`, ""},
		{"javascript", `function f(p) { let q = "y"; p && (q = "z"); foo(q); }`, ""},
		{"javascript", `function f(p) { let q = "li"; q += "t"; foo(q); }`, "s:lit"},
		{"javascript", `function f(p) { let q = "li"; while (p) q += "t"; foo(q); }`, ""},
		{"javascript", `function f(p) { let q = "a"; g(() => { q = "b" }); foo(q); }`, ""},
		{"javascript", `function f(q) { foo(q); }`, ""},
		{"javascript", `function f(q) { q = "a"; foo(q); }`, "s:a"},
		{"javascript", `function f(q) { let a; if (q) a = "x"; else a = "x"; foo(a); }`, "s:x"},
		{"javascript", `const A = 1; function f() { const A = 2; } foo(A)`, "i:1"},
		{"javascript", `var a = b, b = a; foo(a)`, ""},
		{"javascript", `const C = {secret: "lit"}; foo(C.secret)`, "s:lit"},
		{"javascript", `const C = {a: {b: "lit"}}; foo(C.a.b)`, "s:lit"},
		{"javascript", `const C = {secret: "lit"}; foo(C["secret"])`, "s:lit"},
		{"javascript", `const C = {secret: "lit"}; C.secret = x; foo(C.secret)`, ""},
		{"javascript", `const C = {secret: "lit"}; C.x.y = x; foo(C.secret)`, ""},
		{"javascript", `const C = {secret: "lit"}; Object.assign(C, x); foo(C.secret)`, ""},
		{"javascript", `const C = {secret: "lit", ...x}; foo(C.secret)`, ""},
		{"javascript", `const C = {...x, secret: "lit"}; foo(C.secret)`, "s:lit"},
		{"javascript", `const C = Object.freeze({secret: "lit"}); foo(C.secret)`, "s:lit"},
		{"javascript", `const {secret} = {secret: "lit"}; foo(secret)`, "s:lit"},
		{"javascript", `const C = {a: "lit"}; const {a: b} = C; foo(b)`, "s:lit"},
		{"javascript", `const [a, b] = ["x", "y"]; foo(b)`, "s:y"},
		{"javascript", `const a = ["lit"]; foo(a[0])`, "s:lit"},
		{"javascript", `const a = ["lit"]; a.push(1); foo(a[0])`, ""},
		{"javascript", `foo("li" + "t")`, "s:lit"},
		{"javascript", `foo("a" + 1 + true)`, "s:a1true"},
		{"javascript", "foo(`li${'t'}`)", "s:lit"},
		{"javascript", "foo(`li${x}`)", ""},
		{"javascript", "foo(tag`lit`)", ""},
		{"javascript", "foo(60 * 60 * 24)", "i:86400"},
		{"javascript", "foo(1 / 2)", "f:0.5"},
		{"javascript", "foo(-1)", "i:-1"},
		{"javascript", "foo(!true)", "b:false"},
		{"javascript", `foo(process.env.X || "lit")`, "s:lit fallback"},
		{"javascript", `const e = process.env.X ?? "lit"; foo(e)`, "s:lit fallback"},
		{"javascript", `foo(process.env["X"] || process.env.Y || "lit")`, "s:lit fallback"},
		{"javascript", `foo(process.env.X ? process.env.X : "lit")`, "s:lit fallback"},
		{"javascript", `const {X = "lit"} = process.env; foo(X)`, "s:lit fallback"},
		{"javascript", `const {X = "lit"} = config; foo(X)`, ""},
		{"javascript", `function f(c) { let x; if (c) x = "lit"; foo(x) }`, ""},
		{"javascript", `let x; function f(c) { x = "lit" } function g() { foo(x) }`, "s:lit"},
		{"javascript", `foo(x || "lit")`, ""},
		{"javascript", `foo(z ? "lit" : "lit")`, "s:lit"},
		{"javascript", `foo(z ? "a" : "b")`, ""},
		{"javascript", `class K { s = "lit"; m() { foo(this.s) } }`, "s:lit"},
		{"javascript", `class K { constructor() { this.s = "lit" } m() { foo(this.s) } }`, "s:lit"},
		{"javascript", `class K { s = "lit"; m() { foo(this.s) } n(o) { o.s = 1 } }`, ""},
		{"javascript", `class K { s = "lit"; m() { foo(this.s) } n(o) { this.s = 1 } }`, ""},
		{"javascript", `class K { static S = "lit" } foo(K.S)`, "s:lit"},
		{"javascript", `const path = require('path'); foo(path.join("a", "..", "b"))`, "s:b"},
		{"javascript", `foo(["a", "b"].join("-"))`, "s:a-b"},
		{"javascript", `foo("a".concat("b"))`, "s:ab"},
		{"javascript", `for (const x of ["a"]) foo(x)`, ""},
		{"typescript", `foo("lit" as any)`, "s:lit"},
		{"typescript", `enum E { A = "lit" } foo(E.A)`, "s:lit"},
		{"typescript", `class K { private readonly s: string = "lit"; m() { foo(this.s) } }`, "s:lit"},
		{"typescript", `class K { constructor(private s = "lit") { } m() { foo(this.s) } }`, ""},

		{"python", "A = 'lit'\ndef f():\n  foo(A)", "s:lit"},
		{"python", "B = 'lit'\nB = 'z'\ndef f():\n  foo(B)", ""},
		{"python", "def f():\n  q = 'y'\n  q = 'lit'\n  foo(q)", "s:lit"},
		{"python", "def f(p):\n  q = 'y'\n  if p:\n    q = 'lit'\n  foo(q)", ""},
		{"python", "def f(p):\n  q = 'y'\n  with p:\n    q = 'lit'\n  foo(q)", "s:lit"},
		{"python", "def f(p):\n  global q\n  q = 'y'\nq = 'x'\ndef g():\n  foo(q)", ""},
		{"python", "def f(p):\n  q = 'y'\n  def g():\n    nonlocal q\n    q = 'z'\n  foo(q)", ""},
		{"python", "foo('%s-%d' % ('lit', 2))", "s:lit-2"},
		{"python", "foo('l%s' % 'it')", "s:lit"},
		{"python", "foo('l%5s' % 'it')", ""},
		{"python", "foo('l{}'.format('it'))", "s:lit"},
		{"python", "foo('{1}{0}{n}{{'.format('a', 'b', n='c'))", "s:bac{"},
		{"python", "foo('{:>5}'.format('a'))", ""},
		{"python", "foo(f\"l{'it'}\")", "s:lit"},
		{"python", "x = 1\nfoo(f\"l{x:>5}\")", ""},
		{"python", "foo(''.join(['l', 'it']))", "s:lit"},
		{"python", "import os\nfoo(os.environ.get('X', 'lit'))", "s:lit fallback"},
		{"python", "import os\nfoo(os.getenv('X', default='lit'))", "s:lit fallback"},
		{"python", "import os\nfoo(os.environ.get('X') or 'lit')", "s:lit fallback"},
		{"python", "import os\nfoo(os.path.join('a', 'b'))", "s:a/b"},
		{"python", "class K:\n  s = 'lit'\n  def m(self):\n    foo(self.s)", "s:lit"},
		{"python", "class K:\n  s = 'lit'\nfoo(K.s)", "s:lit"},
		{"python", "class K:\n  def m(self):\n    self.t = 'lit'\n  def n(self):\n    foo(self.t)", "s:lit"},
		{"python", "C = {'a': 'lit'}\nfoo(C['a'])", "s:lit"},
		{"python", "C = {'a': 'lit'}\nC['a'] = x\nfoo(C['a'])", ""},
		{"python", "C = {'a': 'lit'}\nC.update(x)\nfoo(C['a'])", ""},
		{"python", "x, y = 'lit', 2\nfoo(x)", "s:lit"},
		{"python", "def d(a='lit'):\n  foo(a)", ""},
		{"python", "foo('ab' * 2)", "s:abab"},
		{"python", "foo(7 // 2)", "i:3"},
		{"python", "foo(-7 % 3)", "i:2"},
		{"python", "foo(7 / 2)", "f:3.5"},
		{"python", "foo(2 ** 10)", "i:1024"},
		{"python", "foo(str(5))", "s:5"},
		{"python", "x = 'a'\ndel x\nfoo(x)", ""},
		{"python", "x = 'a'\nfor x in y:\n  pass\nfoo(x)", ""},
		{"python", "if (n := 10) > 5:\n  foo(n)", "i:10"},

		{"java", `class A { static final String S = "lit"; void m() { foo(S); } }`, "s:lit"},
		{"java", `class A { private String p = "lit"; void m() { foo(p); } }`, "s:lit"},
		{"java", `class A { private String p = "lit"; void m() { foo(this.p); } }`, "s:lit"},
		{"java", `class A { String p = "lit"; void m() { foo(p); } }`, ""},
		{"java", `class A { private String p; A() { p = "lit"; } void m() { foo(p); } }`, "s:lit"},
		{"java", `class A { private String p; A(String p) { this.p = p; } void m() { foo(p); } }`, ""},
		{"java", `class A { private String p = "a"; void n() { p = x; } void m() { foo(p); } }`, ""},
		{"java", `class A { static final String S = "lit"; } class B { void m() { foo(A.S); } }`, "s:lit"},
		{"java", `interface A { String S = "lit"; } class B { void m() { foo(A.S); } }`, "s:lit"},
		{"java", `class A { void m() { String s; if (c) s = "lit"; else s = "lit"; foo(s); } }`, "s:lit"},
		{"java", `class A { void m() { String s = "x"; s = s + "y"; foo(s); } }`, "s:xy"},
		{"java", `class A { void m() { foo("a" + 1 + 'c'); } }`, "s:a1c"},
		{"java", `class A { void m() { foo('a' + 1); } }`, ""},
		{"java", `class A { void m() { foo(1 + 'a'); } }`, ""},
		{"java", `class A { void m() { foo(7 / 2); } }`, "i:3"},
		{"java", `class A { void m() { foo(2147483647 + 1); } }`, ""},
		{"java", `class A { void m() { foo(String.format("l%s", "it")); } }`, "s:lit"},
		{"java", `class A { void m() { foo("li".concat("t")); } }`, "s:lit"},
		{"java", `class A { void m() { foo((String) "lit"); } }`, "s:lit"},
		{"java", `class A { void m() { foo((int) 1.5); } }`, ""},
		{"java", `class A { void m() { foo(System.getProperty("x", "lit")); } }`, "s:lit fallback"},
		{"java", `class A { void m() { foo(System.getenv().getOrDefault("x", "lit")); } }`, "s:lit fallback"},
		{"java", `class A { void m(Object o) { if (o instanceof String s) foo(s); } }`, ""},

		{"go", "package p\nconst A = \"lit\"\nfunc f() { foo(A) }", "s:lit"},
		{"go", "package p\nvar A = \"lit\"\nfunc f() { foo(A) }", "s:lit"},
		{"go", "package p\nfunc f() { q := \"lit\"; foo(q) }", "s:lit"},
		{"go", "package p\nfunc f() { q := \"lit\"; q, err := g(); foo(q) }", ""},
		{"go", "package p\nfunc f() { q := \"lit\"; { q := g() }; foo(q) }", "s:lit"},
		{"go", "package p\nfunc f() { q := \"lit\"; g(&q); foo(q) }", ""},
		{"go", "package p\nfunc f() { x, y := \"lit\", 2; foo(x) }", "s:lit"},
		{"go", "package p\nimport \"fmt\"\nfunc f() { foo(fmt.Sprintf(\"l%s\", \"it\")) }", "s:lit"},
		{"go", "package p\nfunc f() { foo([]byte(\"lit\")) }", "s:lit"},
		{"go", "package p\nfunc f() { c := C{S: \"lit\"}; foo(c.S) }", "s:lit"},
		{"go", "package p\nfunc f() { c := &C{S: \"lit\"}; c.S = g(); foo(c.S) }", ""},
		{"go", "package p\nfunc f() { c := C{S: \"lit\"}; c.load(); foo(c.S) }", ""},
		{"go", "package p\nfunc f() { var q string; if c { q = \"lit\" }; foo(q) }", ""},
		{"go", "package p\nfunc f() { var q string; q = \"lit\"; foo(q) }", "s:lit"},
		{"go", "package p\nfunc f() (q string) { q = \"lit\"; foo(q); return g() }", ""},
		{"go", "package p\nconst (A = iota; B)\nfunc f() { foo(B) }", ""},
		{"go", "package p\nfunc f() { foo(7 / 2) }", "i:3"},
	} {
		table := read(t, c.language, c.text)
		id := argument(t, table)
		if got := shown(table.Constant(id)); got != c.want {
			t.Errorf("%s: %s\nis %q, want %q\n%s", c.language, c.text, got, c.want, table.Dump(1))
		}
		if got := shown(table.Constant(id)); got != c.want {
			t.Errorf("%s: %s\nasked again is %q, want %q", c.language, c.text, got, c.want)
		}
	}
}

func TestExternal(t *testing.T) {
	table := read(t, "javascript", "const c = require('./config'); foo(c.SECRET + '!')")
	table.External = func(name string) (Value, bool) {
		return Value{Kind: StringValue, Text: "from " + name}, true
	}
	if got := shown(table.Constant(argument(t, table))); got != "s:from ./config.SECRET!" {
		t.Error(got)
	}
}

func TestTemplate(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"javascript", "foo(`SELECT '${a.b}' x`)", "SELECT '⟨a.b⟩' x"},
		{"javascript", `foo("a" + b + "c" + d)`, "a⟨b⟩c⟨d⟩"},
		{"javascript", `foo(a + b)`, "nil"},
		{"javascript", `foo(a)`, "nil"},
		{"javascript", `foo("a")`, "a"},
		{"javascript", `const q = "a" + b; foo(q + "c")`, "a⟨b⟩c"},
		{"javascript", `function f(b) { let q = "a" + b; q += " and "; q += c; foo(q) }`, "a⟨b⟩ and ⟨c⟩"},
		{"javascript", `function f(b) { let q = "a"; if (b) q += " and "; foo(q + "x") }`, "⟨q⟩x"},
		{"javascript", `const T = "users"; foo("SELECT * FROM " + T + " WHERE " + x)`, "SELECT * FROM users WHERE ⟨x⟩"},
		{"javascript", `const T = x; foo("SELECT " + T)`, "SELECT ⟨x⟩"},
		{"javascript", `foo(["a", b].join(" "))`, "a ⟨b⟩"},
		{"javascript", `var q = "a" + q; foo(q)`, "a⟨q⟩"},
		{"python", "foo(f'a {b} c')", "a ⟨b⟩ c"},
		{"python", "foo('a %s c' % b)", "a ⟨b⟩ c"},
		{"python", "foo('a %s c %d' % (b, d))", "a ⟨b⟩ c ⟨d⟩"},
		{"python", "foo('a {} c {x}'.format(b, x=d))", "a ⟨b⟩ c ⟨d⟩"},
		{"python", "q = 'a %s'\nfoo(q % b)", "a ⟨b⟩"},
		{"python", "foo('a' 'b' + c)", "ab⟨c⟩"},
		{"java", `class A { void m(String b) { foo("a" + b + "c"); } }`, "a⟨b⟩c"},
		{"java", `class A { void m(String b) { foo(String.format("a%sc", b)); } }`, "a⟨b⟩c"},
		{"java", `class A { void m(String b) { String q = "a" + b; foo(q); } }`, "a⟨b⟩"},
		{"go", "package p\nimport \"fmt\"\nfunc f(b string) { foo(fmt.Sprintf(\"a '%s' c\", b)) }", "a '⟨b⟩' c"},
		{"go", "package p\nfunc f(b string) { q := \"a\" + b; foo(q) }", "a⟨b⟩"},
	} {
		table := read(t, c.language, c.text)
		parts := table.Template(argument(t, table))
		var out strings.Builder
		for _, p := range parts {
			if p.Hole != 0 {
				fmt.Fprintf(&out, "⟨%s⟩", table.Text(p.Hole))
			} else {
				out.WriteString(p.Text)
			}
		}
		got := out.String()
		if parts == nil {
			got = "nil"
		}
		if got != c.want {
			t.Errorf("%s: %s\nis %q, want %q", c.language, c.text, got, c.want)
		}
	}
}

func TestOrigin(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"javascript", `const a = make(1); foo(a)`, "make(1)"},
		{"javascript", `let a = make(1); a = 2; foo(a)`, "2"},
		{"javascript", `function f(x) { let a = make(1); if (x) a = 2; foo(a) }`, ""},
		{"javascript", `const a = make(1); function f() { foo(a) }`, "make(1)"},
		{"javascript", `const {a} = make(1); foo(a)`, ""},
		{"javascript", `for (const a of make(1)) foo(a)`, ""},
		{"javascript", `var a = foo(a)`, ""},
		{"javascript", `function f() { for (let a = make(1); c(); ) { foo(a); } }`, "make(1)"},
		{"javascript", `function f() { for (let a = make(1); c(); ) { foo(a); a = 2; } }`, ""},
		{"javascript", `function f() { for (let a = make(1); c(); a++) { if (b) foo(a); } }`, ""},
		{"javascript", `function f() { for (let a = make(1); c(); a = 2) { foo(a); } foo(1) }`, ""},
		{"python", "with make(1) as a:\n  foo(a)", "make(1)"},
		{"python", "def f():\n  a = 1\n  a = make(1)\n  foo(a)", "make(1)"},
		{"go", "package p\nfunc f() { a, err := make2(1); foo(a) }", ""},
	} {
		table := read(t, c.language, c.text)
		got := ""
		if o := table.Origin(argument(t, table)); o != 0 {
			got = string(table.Text(o))
		}
		if got != c.want {
			t.Errorf("%s: %s\nis %q, want %q", c.language, c.text, got, c.want)
		}
	}
}

func TestMadeBy(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"javascript", "const express = require('express'); const app = express(); foo(app)", "express"},
		{"javascript", "import express from 'express'; const r = express.Router(); const s = r; foo(s)", "express.Router"},
		{"javascript", "async function f() { const c = await require('m').connect(); foo(c) }", "m.connect"},
		{"javascript", "function f(app) { foo(app) }", ""},
		{"javascript", "var a = b, b = a; foo(a)", ""},
		{"typescript", "import {Pool} from 'pg'; class A { db = new Pool(); m() { foo(this.db) } }", "pg.Pool"},
		{"python", "from flask import Flask\napp = Flask(x)\nfoo(app)", "flask.Flask"},
		{"go", "package p\nimport \"net/http\"\nfunc f() { m := http.NewServeMux(); foo(m) }", "net/http.NewServeMux"},
	} {
		table := read(t, c.language, c.text)
		if got := table.MadeBy(argument(t, table)); got != c.want {
			t.Errorf("%s: %s\nis %q, want %q", c.language, c.text, got, c.want)
		}
	}
}

func TestType(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"java", `class A { void m(String s) { foo(s); } }`, "java.lang.String"},
		{"java", `class A { String s; void m() { foo(s); } }`, "java.lang.String"},
		{"java", `class A { String s; void m() { foo(this.s); } }`, "java.lang.String"},
		{"java", `import java.util.*; class A { void m(List<String> s) { foo(s); } }`, "java.util.List"},
		{"java", `class A { void m(String[] s) { foo(s); } }`, "java.lang.String[]"},
		{"java", `class A { void m(String[] s) { foo(s[0]); } }`, "java.lang.String"},
		{"java", `class A { void m(String... s) { foo(s); } }`, "java.lang.String[]"},
		{"java", `import java.io.File; class A { void m() { var f = new File("x"); foo(f); } }`, "java.io.File"},
		{"java", `import java.io.File; class A { void m() { foo(new File("x")); } }`, "java.io.File"},
		{"java", `class A { void m() { foo("a" + x); } }`, "java.lang.String"},
		{"java", `class A { void m(String s) { foo(x + s); } }`, "java.lang.String"},
		{"java", `class A { void m(Object o) { foo((String) o); } }`, "java.lang.String"},
		{"java", `class A { String h() { return ""; } void m() { foo(h()); } }`, "java.lang.String"},
		{"java", `class A { String h() { return ""; } int h(int a) { return 1; } void m() { foo(h()); } }`, ""},
		{"java", `class B { String h() { return ""; } } class A { void m(B b) { foo(b.h()); } }`, "java.lang.String"},
		{"java", `package p; class B { String s; } class A { void m(B b) { foo(b.s); } }`, "java.lang.String"},
		{"java", `package p; class A { void m(Foo b) { foo(b); } }`, "p.Foo"},
		{"java", `import java.sql.*; class A { void m(Connection c) { foo(c.createStatement()); } }`, "java.sql.Statement"},
		{"java", `import javax.servlet.http.*; class A { void m(HttpServletRequest r) { foo(r.getParameter("x").trim()); } }`, "java.lang.String"},
		{"java", `class A { void m(Object o) { if (o instanceof String s) foo(s); } }`, "java.lang.String"},
		{"java", `class A { void m() { try { } catch (RuntimeException e) { foo(e); } } }`, "java.lang.RuntimeException"},
		{"java", `class A { void m() { for (String s : x) foo(s); } }`, "java.lang.String"},
		{"java", `class A { void m() { foo(1 < 2); } }`, "boolean"},
		{"java", `class A<T> { void m(T t) { foo(t); } }`, ""},
		{"go", "package p\nimport \"net/http\"\nfunc f(r *http.Request) { foo(r) }", "net/http.Request"},
		{"go", "package p\nimport \"net/http\"\nfunc f(r *http.Request) { foo(r.FormValue(\"x\")) }", "string"},
		{"go", "package p\nimport \"database/sql\"\nfunc f() { db, err := sql.Open(\"x\"); foo(db) }", "database/sql.DB"},
		{"go", "package p\nfunc f(b []byte) { foo(b) }", "byte[]"},
		{"go", "package p\ntype T struct { db *DB }\nfunc (t *T) m() { foo(t.db) }", "DB"},
		{"go", "package p\nimport \"x/y\"\ntype T struct { db y.DB }\nfunc (t T) m() { foo(t.db) }", "x/y.DB"},
		{"go", "package p\nfunc g() (*T, error)\nfunc f() { x, err := g(); foo(x) }", "T"},
		{"go", "package p\nimport \"x/y\"\nfunc f() { x := &y.T{}; foo(x) }", "x/y.T"},
		{"go", "package p\nfunc f() { x := \"a\"; foo(x) }", "string"},
		{"go", "package p\nfunc f() { x := new(T); foo(x) }", "T"},
		{"go", "package p\nfunc f(x any) { y := x.(*T); foo(y) }", "T"},
		{"typescript", "function f(s: string) { foo(s) }", "string"},
		{"typescript", "import {Request} from 'express'; function f(s: Request) { foo(s) }", "express.Request"},
		{"typescript", "import e from 'express'; function f(s?: e.Request) { foo(s) }", "express.Request"},
		{"typescript", "function f(s: T | null) { foo(s) }", "T"},
		{"typescript", "function f(s: T | null | undefined) { foo(s) }", "T"},
		{"typescript", "function f(s: string[]) { foo(s) }", "string[]"},
		{"typescript", "class A { constructor(private db: Db) {} m() { foo(this.db) } }", "Db"},
		{"typescript", "class A { db: Db; m() { foo(this.db) } }", "Db"},
		{"typescript", "class A { h(): string {} m() { foo(this.h()) } }", "string"},
		{"typescript", "class A { } foo(new A())", "A"},
		{"typescript", "foo(x as Foo)", "Foo"},
		{"javascript", "const x = new Map(); foo(x)", "Map"},
		{"javascript", "import {Pool} from 'pg'; const x = new Pool(); foo(x)", "pg.Pool"},
		{"javascript", "foo(`a${b}`)", "string"},
		{"javascript", "foo(a + 'b' + c)", "string"},
		{"javascript", "foo(a.b)", ""},
		{"python", "def f(s: str):\n  foo(s)", "str"},
		{"python", "def f(s: 'str'):\n  foo(s)", "str"},
		{"python", "from typing import Optional\ndef f(s: Optional[str] = None):\n  foo(s)", "str"},
		{"python", "def f(s: str | None):\n  foo(s)", "str"},
		{"python", "import a.b as m\ndef f(s: m.C):\n  foo(s)", "a.b.C"},
		{"python", "from a import B\nx = B()\nfoo(x)", "a.B"},
		{"python", "class K:\n  def m(self):\n    foo(self)", "K"},
		{"python", "class K:\n  def __init__(self, db: DB):\n    self.db = db\n  def m(self):\n    foo(self.db)", "DB"},
		{"python", "def g() -> str: ...\nfoo(g())", "str"},
		{"python", "foo('a %s' % b)", "str"},
		{"python", "foo([1])", "list"},
		{"python", "class K: pass\nfoo(K())", "K"},
	} {
		table := read(t, c.language, c.text)
		if got := table.Type(argument(t, table)); got != c.want {
			t.Errorf("%s: %s\nis %q, want %q\n%s", c.language, c.text, got, c.want, table.Dump(1))
		}
	}
}

func TestSameType(t *testing.T) {
	for _, c := range []struct {
		canonical, written string
		want               bool
	}{
		{"java.lang.String", "String", true},
		{"java.lang.String", "java.lang.String", true},
		{"java.util.List", "List<String>", true},
		{"java.util.List", "java.util.List<java.lang.String>", true},
		{"java.lang.String[]", "String[]", true},
		{"java.lang.String", "String[]", false},
		{"java.lang.String[]", "String", false},
		{"net/http.Request", "*http.Request", true},
		{"net/http.Request", "http.Request", true},
		{"net/http.Request", "Request", true},
		{"x/nethttp.Request", "http.Request", false},
		{"byte[]", "[]byte", true},
		{"a.MyString", "String", false},
		{"", "String", false},
		{"string", "", false},
	} {
		if got := SameType(c.canonical, c.written); got != c.want {
			t.Errorf("%q and %q: %v", c.canonical, c.written, got)
		}
	}
}
