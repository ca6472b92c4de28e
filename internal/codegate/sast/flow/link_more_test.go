package flow

import "testing"

func TestLinkMore(t *testing.T) {
	for _, c := range moreCases {
		t.Run(c.name, func(t *testing.T) { linked(t, testRules, c.project, LinkOptions{}) })
	}
}

// moreCases are the less usual ways of each language.
var moreCases = []struct{ name, project string }{
	{"commonjs passed on", `
-- impl.js --
module.exports.a = x => sink(x) // BAD
module.exports.b = function b(x) { sink(x) } // BAD
-- pass.js --
module.exports = require('./impl')
-- pick.js --
exports.a = require('./impl').a
const { b } = require('./impl')
module.exports.b2 = b
-- spread.js --
module.exports = { ...require('./impl'), c: 1 }
-- cls.js --
module.exports = class { run(x) { sink(x) } } // BAD
-- app.js --
require('./pass').a(source())
require('./pick').b2(source())
const all = require('./spread')
all.b(source())
const C = require('./cls')
new C().run(source())
`},
	{"es singletons and factories", `
-- db.js --
class Db { find(q) { sink(q) } } // BAD
export default new Db()
export const other = new Db()
export const make = () => ({ go(q) { sink(q) }, stay(q) { return 1 } }) // BAD
export function build() {
  const inner = (q) => { sink(q) } // BAD
  return { inner, const: 1 }
}
-- app.js --
import db, { other, make, build } from './db'
db.find(source())
other.find(source())
const m = make()
m.go(source())
sink(m.stay(source()))
build().inner(source())
`},
	{"js dynamic import, iife, currying", `
-- lib.js --
export function f(x) { sink(x) } // BAD
export const add = a => b => a + b
export const none = a => b => 1
-- app.js --
async function go() { const m = await import('./lib'); m.f(source()) }
(function (x) { sink(x) })(source()); // BAD
((x) => { sink(x) })(source()) // BAD
import { add, none } from './lib'
sink(add(source())(1)) // BAD
sink(none(source())(1))
`},
	{"js this in arrows, self, class property functions, statics", `
-- a.js --
class A {
  constructor() { this.items = source() }
  arrow = (x) => { sink(x) } // BAD
  static make(x) { return new A() }
  static out(x) { sink(x) } // BAD
  all() { [1].forEach(i => { sink(this.items) }) } // BAD
  old() { const self = this; [1].forEach(function () { self.leaf(source()) }) }
  leaf(x) { sink(x) } // BAD
  bound() { run(this.later.bind(this)) }
  later() { sink(this.items) } // BAD
}
new A().arrow(source())
A.out(source())
`},
	{"own methods that set fields", `
-- a.js --
class A {
  set(x) { this.x = x }
  start() { this.set(source()) }
  go() { sink(this.x) } // BAD
  both() { this.put(source()); sink(this.y) } // BAD
  put(y) { this.y = y }
  fine() { this.keep('x'); sink(this.z) }
  keep(z) { this.z = z }
}
class Other { set(x) { this.x = x } go() { sink(this.x) } }
function twoObjects() {
  const a = new A(), b = new A()
  a.keep(source())
  b.fine()
}
-- B.java --
class B {
  String x, y;
  void set(String v) { x = v; }
  void start() { set(source()); }
  void go() { sink(x); sink2(y); } // BAD
}
-- c.py --
class C:
    def __init__(self):
        self.load()
    def load(self):
        self.data = source()
    def show(self):
        sink(self.data) # BAD
        sink(self.other)
`},
	{"js parameters: destructured, rest, defaults, spread", `
-- a.js --
function named({ q, safe }) { sink(q); } // BAD
function quiet({ q, safe }) { sink(safe) }
function rest(a, ...all) { sink(all[0]) } // BAD
function first(a, ...all) { sink(a) }
function dflt(a, b = source()) { sink(b) } // BAD
function obj(o) { sink(o.user.name) } // BAD
function obj2(o) { sink(o.user.id) }
named({ q: source(), safe: 1 })
quiet({ q: source(), safe: 1 })
rest(1, source())
first(1, source())
dflt(1)
obj({ user: { name: source(), id: 1 } })
obj2({ user: { name: source(), id: 1 } })
`},
	{"js node callbacks and promise chains", `
-- a.js --
function load(name, cb) { cb(null, source()) }
load('x', (err, data) => {
  sink(data) // BAD
  sink(err)
})
async function get(u) { return source() }
Promise.all([get(1), get(2)]).then(([a, b]) => { sink(a) }) // BAD
get().then(x => x.body).then(b => { sink(b) }) // BAD
get().then(x => get(x)).then(x => clean(x)).then(b => { sink(b) })
function wrap(fn) { return async (...args) => fn(...args) }
const h = wrap(async (x) => { sink(x) }) // BAD
h(source())
function* gen() { yield source() }
for (const g of gen()) sink(g) // BAD
`},
	{"js out parameters", `
-- a.js --
function fill(o) { o.x = source() }
function skip(o) { o = {x: source()} }
const a = {}, b = {}
fill(a)
skip(b)
sink(a.x) // BAD
sink(a.y)
sink(b.x)
class P { setName(n) { this.n = n; return this } build() { return {n: this.n} } other() { return this.m } }
sink(new P().setName(source()).build().n) // BAD
sink(new P().setName(source()).other())
`},
	{"ts types only", `
-- db.ts --
export class Db { static make(): Db { return new Db() } find(q: string) { sink(q) } } // BAD
export function open(): Db { return null as any }
export type Alias = Db
-- app.ts --
import type { Db, Alias } from './db'
import { open } from './db'
function one(d: Db | null) { d!.find(source()) }
function two(d?: Alias) { d.find(clean(source())) }
open().find(source())
`},
	{"two callers, one clean", `
-- a.js --
function id(x) { return x }
const dirty = id(source()), fine = id('x')
sink(dirty) // BAD
sink(fine)
function both(x) { sink(x) } // BAD
both('fine')
both(source())
const withDb = f => f()
const r1 = withDb(() => source())
const r2 = withDb(() => 1)
sink(r1) // BAD
sink(r2)
function handler(q) { return [1].map(x => q + x) }
sink(handler(source())) // BAD
sink(handler(1))
`},
	{"python shapes", `
-- pkg/__init__.py --
from .core import *
from . import helpers
-- pkg/core.py --
class Db:
    def __init__(self): self.last = None
    @classmethod
    def make(cls): return cls()
    def find(self, q): sink(q) # BAD
    def keep(self, q): self.last = q
    def show(self): sink(self.last) # BAD
def top(q): sink(q) # BAD
-- pkg/helpers.py --
def help(q): sink(q) # BAD
def two(a, b): return a, b
-- main.py --
import pkg
from pkg import Db, helpers
from typing import Optional
def run(db: Db, other: Optional["Db"] = None):
    db.find(source())
    db.keep(source())
    db.show()
pkg.top(source())
helpers.help(source())
a, b = helpers.two(1, source())
sink(a)
sink(b) # BAD
instance = Db()
def later():
    instance.find(source())
def outer(x):
    def inner(): sink(x) # BAD
    inner()
outer(source())
handlers = {"a": lambda v: sink(v)}
x = {"k": source(), "s": 1}
def by_key(d): sink(d["k"]) # BAD
def by_safe(d): sink(d["s"])
by_key(x)
by_safe(x)
`},
	{"go shapes", `
-- a.go --
package a
import "fmt"
type base struct{}
func (b *base) up(x string) { sink(x) } // BAD
type kid struct { *base; n string }
var global string
func variadic(xs ...string) { sink(xs[0]) } // BAD
func named(x string) (out string, err error) { out = x; return out, nil }
func each(xs []string, f func(string)) { for _, x := range xs { f(x) } }
func gen[T any](x T) T { return x }
func f(k *kid) {
	k.up(source())
	variadic(source())
	a, err := named(source())
	sink(a) // BAD
	sink(err)
	each([]string{source()}, func(s string) { sink(s) }) // BAD
	each([]string{"x"}, func(s string) { sink(s) })
	go func(x string) { sink(x) }(source()) // BAD
	sink(gen[string](source())) // BAD
	sink(fmt.Sprintf("%s", source())) // BAD
	global = source()
	ch := make(chan string)
	ch <- source()
	sink(<-ch) // BAD
}
-- b.go --
package a
func g() { sink(global) } // BAD
`},
	{"java shapes", `
-- A.java --
import java.util.*;
import java.util.function.*;
class Base { protected String s; Base(String s) { this.s = s; } void up() { sink(s); } void hook(String x) { } void run(String x) { hook(x); } } // BAD
class Kid extends Base {
  Kid(String a) { super(a); }
  Kid() { this(source()); }
  @Override void hook(String x) { sink(x); } // BAD
}
class Builder { private String q = ""; Builder add(String x) { q = q + x; return this; } String build() { return q; } String none() { return ""; } }
class Outer {
  static String shared;
  class Inner { void in(String x) { sink(x); } } // BAD
  static class Nested { static String pass(String... xs) { return xs[0]; } }
  void go(List<String> l) {
    new Kid(source()).up();
    Base b = new Kid();
    b.run(source());
    sink(new Builder().add(source()).build()); // BAD
    sink(new Builder().add(source()).none());
    new Inner().in(source());
    sink(Nested.pass(source())); // BAD
    Function<String, String> f = x -> x;
    List.of(source()).forEach(x -> sink(x)); // BAD
    List.of(source()).stream().map(this::id).forEach(x -> { sink(x); }); // BAD
    List.of(source()).stream().map(x -> "y").forEach(x -> { sink(x); });
    Runnable r = new Runnable() { public void run() { sink(shared); } }; // BAD
    shared = source();
  }
  String id(String x) { return x; }
}
`},
}
