package names

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestExports(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"javascript", "export const a = 1, b = f(); export function c() {} export default class D {} export {e as x}; const e = 1", "a=Var:a b=Var:b c=Func:c default=Class:D x=Var:e"},
		{"javascript", "export const {a, b: [c]} = f()", "a=Var:a c=Var:c"},
		{"javascript", "export default function () {}", "default=Lambda:"},
		{"javascript", "export default { a: 1 }", "default=Dict:"},
		{"javascript", "function f() {} module.exports = f", "=Func:f"},
		{"javascript", "function f() {} module.exports = {f, g: f, h() {}, i: x => 1}", "=Dict: f=Func:f g=Func:f h=Func: i=Lambda:"},
		{"javascript", "exports.a = function () {}; module.exports.b = exports.c = 1; exports.d.e = 2", "a=Lambda: b=Int: c=Int:"},
		{"javascript", "const api = {a: 1}; module.exports = api", "=Var:api a=Int:"},
		{"typescript", "class A {} export = A", "=Class:A"},
		{"typescript", "export interface I {} export type T = string; export enum E {A}", "E=Class:E I=Class:I T=TypeDef:T"},
		{"python", "import os\nfrom a import b as c\nX = 1\ndef f(): pass\nclass K:\n  y = 1\n  def m(self): pass", "K=Class:K X=Assign:X c=ImportItem:c f=Func:f os=Import:os"},
		{"go", "package p\nimport \"os\"\nvar A, b = 1, 2\ntype T struct{ x int }\nfunc F() {}\nfunc (t *T) M() {}", "A=Var:A F=Func:F T.M=Func:M T=Class:T b=Var:b"},
		{"java", "package a.b; class K { String s; void m() {} class I { void n() {} } }", "a.b.K.I.n=Func:n a.b.K.I=Class:I a.b.K.m=Func:m a.b.K.s=Field:s a.b.K=Class:K"},
	} {
		table := read(t, c.language, c.text)
		var got []string
		for _, e := range table.Exports() {
			got = append(got, fmt.Sprintf("%s=%s:%s", e.Name, table.Nodes[e.Node].Kind, table.Defs[e.Symbol].Name))
		}
		slices.Sort(got)
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s\nhas  %s\nwant %s", c.language, c.text, s, c.want)
		}
	}
}

func TestImports(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"javascript", "import a, {b as c, d} from './m'; import * as n from 'n'; import 's'", "./m:default:a:a ./m:b:c:c ./m:d:d:d n::n:n s:::"},
		{"javascript", "const a = require('./m'), {b: c, d} = require('n'), e = require('o').x", "./m::a:a n:b:c:c n:d:d:d o:x:e:e"},
		{"javascript", "require('./m'); app.use(require('./r')); require('q').f(); require(x)", "./m::: ./r::: q:f::"},
		{"javascript", "async function f() { const m = await import('./m'); const {a} = await import('n') }", "./m::m:m n:a:a:a"},
		{"javascript", "export * from './m'; export {a as b} from 'n'; export {x as q}", "./m:*::! n:a:b:!"},
		{"typescript", "import x = require('m'); import type {T} from 't'", "m::x:x t:T:T:T"},
		{"python", "import a.b, c as d\nfrom ..x import y as z, w\nfrom q import *", "a.b::a:a c::d:d ..x:y:z:z ..x:w:w:w q:*::"},
		{"python", "import importlib\nm = importlib.import_module('os')", "importlib::importlib:importlib os::m:m"},
		{"go", "package p\nimport (\"a/b\"; c \"d\"; . \"e\"; _ \"f\")\nvar _ = b.X", "a/b::b:b d::c:c e:*:: f::_:"},
		{"java", "import a.B; import c.*; import static d.E.f; class K { B b; }", "a.B::B:B c:*:: d.E.f::f:f"},
	} {
		table := read(t, c.language, c.text)
		var got []string
		for _, i := range table.Imports() {
			s := fmt.Sprintf("%s:%s:%s:%s", i.Source, i.Name, i.Alias, table.Defs[i.Symbol].Name)
			if i.Export {
				s += "!"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s\nhas  %s\nwant %s", c.language, c.text, s, c.want)
		}
	}
}
