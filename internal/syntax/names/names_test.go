package names

import (
	"testing"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
)

// read parses a text and resolves its names.
func read(t testing.TB, language, text string) *Table {
	t.Helper()
	for _, e := range lang.Languages {
		if e.Name != language {
			continue
		}
		l, err := e.Get()
		if err != nil {
			t.Fatal(err)
		}
		p := syntax.NewParser()
		defer p.Close()
		f, report, err := l.Read(p, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if report.Partial() != "" {
			t.Fatalf("the %s does not parse: %s\n%s", language, text, f.Dump(1))
		}
		return Resolve(f)
	}
	t.Fatalf("no language %s", language)
	return nil
}

// at finds the last expression or type whose text is that, and the outermost where several begin there.
func at(t testing.TB, table *Table, text string) g.ID {
	t.Helper()
	found := g.ID(0)
	for id := g.ID(1); int(id) < len(table.Nodes); id++ {
		if k := table.Nodes[id].Kind; string(table.Text(id)) == text && (k.Expression() || k.Type()) &&
			(found == 0 || table.Nodes[found].Start != table.Nodes[id].Start) {
			found = id
		}
	}
	if found == 0 {
		t.Fatalf("no %q in\n%s", text, table.Dump(1))
	}
	return found
}

func TestCanonical(t *testing.T) {
	for _, c := range []struct {
		language, text, expression, want string
		maybe                            bool
	}{
		{"javascript", "const cp = require('child_process'); cp.exec(1)", "cp.exec", "child_process.exec", false},
		{"javascript", "import * as cp from 'child_process'; cp.exec(1)", "cp.exec", "child_process.exec", false},
		{"javascript", "import cp from 'node:child_process'; cp.exec(1)", "cp.exec", "child_process.exec", false},
		{"javascript", "import {exec as run} from 'child_process'; run(1)", "run", "child_process.exec", false},
		{"javascript", "import {default as cp, exec} from 'child_process'; cp.x; exec(1)", "cp.x", "child_process.x", false},
		{"javascript", "const {exec: run, spawn} = require('child_process'); run(1)", "run", "child_process.exec", false},
		{"javascript", "const {exec: run, spawn} = require('child_process'); spawn(1)", "spawn", "child_process.spawn", false},
		{"javascript", "const {a: {b}} = require('m'); b(1)", "b", "m.a.b", false},
		{"javascript", "const {promisify = x} = require('m'); promisify(1)", "promisify", "", false},
		{"javascript", "const cp = require('child_process'); const run = cp.exec; run(1)", "run", "child_process.exec", false},
		{"javascript", "const E = require('child_process').exec; E(1)", "E", "child_process.exec", false},
		{"javascript", "require('child_process').exec(10)", "require('child_process').exec", "child_process.exec", false},
		{"javascript", "const x = require('m').default; x.y()", "x.y", "m.y", false},
		{"javascript", "async function f() { const cp = await import('child_process'); cp.exec(1) }", "cp.exec", "child_process.exec", false},
		{"javascript", "async function f() { (await import('child_process')).exec(1) }", "(await import('child_process')).exec", "child_process.exec", false},
		{"javascript", "let cp; cp = require('child_process'); cp.exec(1)", "cp.exec", "child_process.exec", false},
		{"javascript", "let cp = require('a'); cp = require('b'); cp.exec(1)", "cp.exec", "", false},
		{"javascript", "const cp = require('c'); function f(cp) { cp.exec(1) }", "cp.exec", "", false},
		{"javascript", "const cp = require('c'); { const cp = 1; } cp.exec(1)", "cp.exec", "c.exec", false},
		{"javascript", "const cp = require('c'); if (x) { let cp = f(); cp.exec(1) }", "cp.exec", "", false},
		{"javascript", "const cp = require('c'); function f() { cp.exec(1); if (x) { var cp = 1 } }", "cp.exec", "", false},
		{"javascript", "const cp = require('c'); cp['exec'](1)", "cp['exec']", "c.exec", false},
		{"javascript", "import * as ns from '@a/b'; (0, ns.f)(1)", "0, ns.f", "@a/b.f", false},
		{"javascript", "document.write(x)", "document.write", "document.write", false},
		{"javascript", "eval(x)", "eval", "eval", false},
		{"javascript", "function eval2(x) {} eval2(x)", "eval2", "", false},
		{"javascript", "const app = require('express')(); app.get(1)", "app.get", "", false},
		{"javascript", "import {x} from './util'; x()", "x", "./util.x", false},
		{"javascript", "var a = b; var b = a; a()", "a", "", false},
		{"javascript", "try {} catch (fs) { fs.x() }", "fs.x", "", false},
		{"javascript", "import fs from 'fs'; class A { fs() {} m() { fs.x() } }", "fs.x", "fs.x", false},
		{"javascript", "import e from 'express'; class A { constructor() { this.r = e.Router } m() { this.r() } }", "this.r", "express.Router", false},
		{"typescript", "import x = require('m'); x.y()", "x.y", "m.y", false},
		{"typescript", "import cp from 'c'; (cp as any).exec()", "(cp as any).exec", "c.exec", false},
		{"typescript", "import type {T} from 't'; let v: T", "T", "t.T", false},
		{"typescript", "import * as e from 'express'; function f(r: e.Request) {}", "e.Request", "express.Request", false},
		{"typescript", "import {T} from 't'; function f<T>(r: T) {}", "T", "", false},
		{"typescript", "import a from 'm'; import Z = a.b; Z.c()", "Z.c", "m.b.c", false},

		{"python", "import os\nos.system(1)", "os.system", "os.system", false},
		{"python", "import os as o\ne = o.system\ne(1)", "e", "os.system", false},
		{"python", "from os import system as s\ns(1)", "s", "os.system", false},
		{"python", "import a.b\na.b.c(1)", "a.b.c", "a.b.c", false},
		{"python", "import a.b as m\nm.c(1)", "m.c", "a.b.c", false},
		{"python", "from .r import t\nt(1)", "t", ".r.t", false},
		{"python", "from .. import q\nq.f(1)", "q.f", "..q.f", false},
		{"python", "from z import *\nf(1)", "f", "z.f", true},
		{"python", "from z import *\nprint(1)", "print", "print", false},
		{"python", "import importlib\nm = importlib.import_module('os')\nm.system(1)", "m.system", "os.system", false},
		{"python", "__import__('os').system(1)", "__import__('os').system", "os.system", false},
		{"python", "import os\ngetattr(os, 'system')(1)", "getattr(os, 'system')", "os.system", false},
		{"python", "try:\n  import cPickle as p\nexcept ImportError:\n  import pickle as p\np.loads(1)", "p.loads", "cPickle.loads", true},
		{"python", "import os\ndef f(os):\n  os.system(1)", "os.system", "", false},
		{"python", "import os\ndef f():\n  os = g()\n  os.system(1)", "os.system", "", false},
		{"python", "import os\nclass A:\n  os = 1\n  def m(self):\n    os.system(1)", "os.system", "os.system", false},
		{"python", "import os\nclass A:\n  e = os.system\n  def m(self):\n    self.e(1)", "self.e", "os.system", false},
		{"python", "import os\nclass A:\n  def m(self, s=os.system(1)):\n    os = 1", "os.system", "os.system", false},
		{"python", "import x\n[x.f for x in x.y]", "x.y", "x.y", false},
		{"python", "import x\n[x.f for x in x.y]", "x.f", "", false},
		{"python", "def f():\n  global os\n  import os\nos.system(1)", "os.system", "os.system", false},
		{"javascript", "const {promisify} = require('util'); const run = promisify(require('child_process').exec); run(1)", "run", "child_process.exec", false},
		{"javascript", "var cp = __importDefault(require('child_process')); cp.default.exec(1)", "cp.default.exec", "child_process.exec", false},
		{"javascript", "var a = exports.b = require('c'); a.d()", "a.d", "c.d", false},
		{"go", "package p\nimport . \"os/exec\"\nfunc f() { len(1) }", "len", "len", false},
		{"go", "package p\nfunc f() { x := map[K]int{k: 1} }", "k", "k", false},
		{"go", "package p\nfunc f() { x := T{k: 1} }", "k", "", false},
		{"java", "package p; class A { static Logger log; void m() { log.info(1); } }", "log.info", "", false},
		{"python", "import os\nx: os.PathLike = 1", "os.PathLike", "os.PathLike", false},

		{"go", "package p\nimport \"os/exec\"\nfunc f() { exec.Command(1) }", "exec.Command", "os/exec.Command", false},
		{"go", "package p\nimport e \"os/exec\"\nfunc f() { e.Command(1) }", "e.Command", "os/exec.Command", false},
		{"go", "package p\nimport . \"os/exec\"\nfunc f() { Command(1) }", "Command", "os/exec.Command", true},
		{"go", "package p\nimport \"github.com/golang-jwt/jwt/v5\"\nfunc f() { jwt.Parse(1) }", "jwt.Parse", "github.com/golang-jwt/jwt/v5.Parse", false},
		{"go", "package p\nimport \"gopkg.in/yaml.v3\"\nfunc f() { yaml.Unmarshal(1) }", "yaml.Unmarshal", "gopkg.in/yaml.v3.Unmarshal", false},
		{"go", "package p\nimport \"net/http\"\nfunc f(r *http.Request) { }", "http.Request", "net/http.Request", false},
		{"go", "package p\nimport \"os/exec\"\nfunc f() { exec := g(); exec.Command(1) }", "exec.Command", "", false},
		{"go", "package p\nimport \"os/exec\"\nfunc f() { exec := exec.Command }", "exec.Command", "os/exec.Command", false},
		{"go", "package p\nimport \"os/exec\"\nfunc f() { run := exec.Command; run(1) }", "run", "os/exec.Command", false},
		{"go", "package p\nimport \"os/exec\"\nfunc f() { if exec := g(); exec != nil { }; exec.Command(1) }", "exec.Command", "os/exec.Command", false},
		{"go", "package p\nfunc f() { len(x) }", "len", "len", false},

		{"java", "import java.util.List; class A { List<String> x; }", "List", "java.util.List", false},
		{"java", "class A { String x; }", "String", "java.lang.String", false},
		{"java", "package a.b; class A { Foo x; }", "Foo", "a.b.Foo", false},
		{"java", "package a.b; class A { class B {} B x; }", "B", "a.b.A.B", false},
		{"java", "package a.b; import c.*; class A { Foo x; }", "Foo", "c.Foo", true},
		{"java", "package a.b; import java.util.*; class A { Foo x; Map y; }", "Map", "java.util.Map", false},
		{"java", "package a.b; import java.util.*; class A { Foo x; }", "Foo", "a.b.Foo", false},
		{"java", "package a.b; class A<T> { T x; }", "T", "", false},
		{"java", "import static a.B.c; class A { void m() { c(1); } }", "c", "a.B.c", false},
		{"java", "class A { void m() { Runtime.getRuntime(); } }", "Runtime.getRuntime", "java.lang.Runtime.getRuntime", false},
		{"java", "class A { void m() { java.util.List.of(); } }", "java.util.List.of", "java.util.List.of", false},
		{"java", "package p; class A { static void h() {} void m() { h(); A.h(); } }", "A.h", "p.A.h", false},
		{"java", "package p; class A { static void h() {} void m() { h(); } }", "h", "p.A.h", false},
		{"java", "import java.io.File; class A { void m(File File) { File.x(); } }", "File.x", "", false},
		{"java", "class A { String s; void m() { s.trim(); } }", "s.trim", "", false},
		{"java", "import java.util.Map; class A { Map.Entry e; }", "Map.Entry", "java.util.Map.Entry", false},
	} {
		table := read(t, c.language, c.text)
		id := at(t, table, c.expression)
		if got, maybe := table.Canonical(id); got != c.want || maybe != c.maybe {
			t.Errorf("%s: %s\n%q is %q %v, want %q %v\n%s", c.language, c.text, c.expression, got, maybe, c.want, c.maybe, table.Dump(id))
		}
	}
}
