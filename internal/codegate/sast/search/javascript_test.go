package search_test

import "testing"

func TestJavaScriptExpressions(t *testing.T) {
	run(t, "javascript", []test{
		{"$F(...)", "require('x'); super_(1); import('y'); typeof z; new Foo(1); a?.(1);", []string{"require('x') | $F=require", "super_(1) | $F=super_", "import('y') | $F=import", "a?.(1) | $F=a"}},
		{"send({a: $X})", "send({b: 1, a: 2}); send({'a': 3}); send({b: 4});", []string{"send({b: 1, a: 2}) | $X=2", "send({'a': 3}) | $X=3"}},
		{"new $C(...)", "new Foo; new a.Bar(1);", []string{"new Foo | $C=Foo", "new a.Bar(1) | $C=a.Bar"}},
		{"x = $Y", "let x = 1; x = 2; const [x2] = 3; class A { x = 4 }", []string{"x = 1 | $Y=1", "x = 2 | $Y=2", "x = 4 | $Y=4"}},
		{"`...${$X}...`", "a = `q${b}r`; c = `q`;", []string{"`q${b}r` | $X=b"}},
		{`send("...")`, "const k = 'v'; send(k); send('a' + 'b'); send(`c`); send(`c${d}`);", []string{"send(k)", "send('a' + 'b')", "send(`c`)"}},
		{"$X === $X", "const k = 'v'; k === 'v'; a === b;", []string{"k === 'v' | $X=k"}},
		{"(...) => {...}", "a = x => y; b = (p, q) => { r }; c = function(s) { u };", []string{"x => y", "(p, q) => { r }", "function(s) { u }"}},
		{"f(x => g(x))", "f(x => g(x)); f(x => { return g(x) }); f(x => { h(); g(x) });", []string{"f(x => g(x))", "f(x => { return g(x) })"}},
		{"lib.cut(...)", "const { cut: c } = require('lib'); import * as l from 'lib'; c(1); l.cut(2); require('lib').cut(3);", []string{"c(1)", "l.cut(2)", "require('lib').cut(3)"}},
		{"a.b(1)", "a?.b(1); a.b(1); a['b'](1);", []string{"a.b(1)"}},
		{"f(/x$/)", "f(/x$/); const r = /x$/; f(r); f(/y/)", []string{"f(/x$/)", "f(r)"}},
		{"f(<... g() ...>)", "f(a[g()], 1); f(b, () => { g() }); f(g() ? 1 : 2)", []string{"f(g() ? 1 : 2)"}},
		{"{..., $K: 1, ...}", "x = {a: 0, b: 1, 'c': 1}", []string{"{a: 0, b: 1, 'c': 1} | $K=b", "{a: 0, b: 1, 'c': 1} | $K='c'"}},
		{"options: {symbolic_propagation: true}\npattern: run(make(...))", "const m = make(1); run(m);", []string{"run(m)"}},
		{"f(function $N(...) { ... })", "f(function () { a }); f(function g() { b }); f(() => c);", []string{"f(function () { a })", "f(function g() { b })", "f(() => c)"}},
		{"`...`", "a = `b`; c = `d${e}g`; h = sql`i`; j = sql`k${l}m`;", []string{"`b`", "`d${e}g`"}},
		{"sql`...`", "h = sql`i`; j = sql`k${l}m`; n = `o`;", []string{"sql`i`", "sql`k${l}m`"}},
		{"$X = $Y", "a += 1; b ??= 2; c++;", []string{"a += 1 | $X=a | $Y=a += 1", "b ??= 2 | $X=b | $Y=2"}},
		{"$X = $X + $Y", "a += 1; b -= 2; c = c + 3;", []string{"a += 1 | $X=a | $Y=1", "c = c + 3 | $X=c | $Y=3"}},
		{"$X += $Y", "a += 1; a = a + 2;", []string{"a += 1 | $X=a | $Y=1"}},
		{"\"a\" + $Y", "x = 'a' + b; x = 'b' + c;", []string{"'a' + b | $Y=b"}},
		{"a && $X", "y = (a && b) && c", []string{"(a && b) | $X=b", "(a && b) && c | $X=b) && c"}},
	})
}

func TestJavaScriptStatements(t *testing.T) {
	run(t, "javascript", []test{
		{"send();", "x = send();\nif (send()) { send(); }\nconst y = send();\nf(() => send());\nf(() => { send(); });\n", []string{"x = send();", "send();", "const y = send()", "send()", "send();"}},
		{"$X = 1;", "const a = 1, b = 1;\nf(h = 1);\n", []string{"const a = 1 | $X=a", "const a = 1, b = 1 | $X=b", "f(h = 1); | $X=h"}},
		{"var $X = 1", "let a = 1; const b = 1; c = 1;", []string{"let a = 1 | $X=a", "const b = 1 | $X=b"}},
		{"const $X = 1", "let a = 1; const b = 1;", []string{"const b = 1 | $X=b"}},
		{"let $X;", "let a; let b = 1;", []string{"let a | $X=a"}},
		{"const $APP = make();\n...\n$APP.run(...);", "const app = make();\nf(() => { app.run(1); });\n", []string{"const app = make();\nf(() => { app.run(1); }); | $APP=app"}},
		{"if (x) { a(); }", "if (x) a();\nif (x) { a(); b(); }\nif (x) { a(); } else { c(); }\n", []string{"if (x) a();", "if (x) { a(); } else { c(); }"}},
		{"function $F(...) { ... }", "function a() {}\nconst b = () => 1;\nclass A { m() {} }\no = { q: () => 1 };\n", []string{"function a() {} | $F=a", "m() {} | $F=m", "q: () => 1 | $F=q"}},
		{"function f() { ... a(); }", "function f() { a(); b(); }\nfunction f() { b(); }\n", []string{"function f() { a(); b(); }"}},
		{"import $X from 'lib'", "import a from 'lib'; import {b} from 'lib'; import c, {d} from 'lib';", []string{"import a from 'lib' | $X=a", "import c, {d} from 'lib' | $X=c"}},
		{"import {$X} from 'lib'", "import {a, b as c} from 'lib';\nconst {e} = require('lib');\n", []string{"import {a, b as c} from 'lib' | $X=a", "import {a, b as c} from 'lib' | $X=b", "const {e} = require('lib') | $X=e"}},
		{"import 'lib'", "import a from 'lib/sub'; import 'library';", []string{"import a from 'lib/sub'"}},
		{"try { ... } catch ($E) { ... }", "try { a } catch (e) { b }\ntry { a } catch (e) { b } finally { c }\n", []string{"try { a } catch (e) { b } | $E=e"}},
		{"for (...) { ... }", "for (const x of y) { a }\nfor (;;) { b }\nwhile (1) { c }\n", []string{"for (const x of y) { a }", "for (;;) { b }"}},
		{"switch ($X) { case 1: ... }", "switch (a) { case 1: b(); }\n", []string{"switch (a) { case 1: b(); } | $X=a"}},
		{"class $C extends $B { $M() { ... } }", "class A extends B { x = 1; m() { } }\nclass D { m() {} }\n", []string{"class A extends B { x = 1; m() { } } | $B=B | $C=A | $M=m"}},
		{"<div id=\"a\" />", "x = <div title='b' id='a'>text</div>; y = <div />", []string{"<div title='b' id='a'>text</div>"}},
		{"<p>$X</p>", "x = <p>text {a}</p>; y = <p>more</p>; z = <p></p>", []string{"<p>text {a}</p> | $X=text ", "<p>more</p> | $X=more"}},
		{"<p/>", "x = <q r={<p/>}>{<p></p>}</q>", []string{"<p/>", "<p></p>"}},
		{"<$T $A={$V} />", "x = <p q={r} />", []string{"<p q={r} /> | $A=q | $T=p | $V={r}"}},
	})
}

func TestTypeScript(t *testing.T) {
	run(t, "typescript", []test{
		{"f(($X: number))", "let a: number = g(); f(a); f(1); f('b'); function h(c: number) { f(c) }", []string{"f(a) | $X=a", "f(1) | $X=1", "f(c) | $X=c"}},
		{"function $F($X) { ... }", "function a(x?: number): void {}\nfunction b(@D() x = 1) {}\n", []string{"function a(x?: number): void {} | $F=a | $X=x", "function b(@D() x = 1) {} | $F=b | $X=x"}},
		{"f(a.$B)", "f(a.b as string); f(a.c!); f(<T>a.d)", []string{"f(a.b as string) | $B=b", "f(<T>a.d) | $B=d"}},
		{"$X as any", "f(a as any); b as string", []string{"a as any | $X=a"}},
		{"class $C { @Get(...) $M(...) { ... } }", "class A { @Get('x') @Other() async m(a: B) { return 1 } }", []string{"class A { @Get('x') @Other() async m(a: B) { return 1 } } | $C=A | $M=m"}},
		{"interface $I { ... }", "interface A { b: string }\nclass C {}", []string{"interface A { b: string } | $I=A"}},
	})
}
