package flow

// linkCases are programs of several files; where data arrives the line ends in BAD.
var linkCases = []struct {
	name, project string
	aliases       []Alias
}{
	{name: "js helper in another file", project: `
-- db.js --
const {pool} = require('pool')
function find(name) {
  const q = 'select ' + name
  return sink(q) // BAD
}
function other(name) {
  return sink('x') // fine
}
module.exports = { find, other }
-- app.js --
const db = require('./db')
const {other} = require('./db')
app.get('/', (req, res) => {
  db.find(source())
  other(source())
})
`},
	{name: "js sanitized in callee, other parameter, other field", project: `
-- lib.js --
export function safe(x) { return clean(x) }
export function first(a, b) { return a }
export const field = (o) => o.good
export function wrap(x) { return {bad: x, good: 1} }
-- app.js --
import {safe, first, field, wrap} from './lib'
sink(safe(source()))
sink(first(1, source()))
sink(first(source(), 1)) // BAD
sink(field({bad: source(), good: 1}))
sink(wrap(source()).good)
sink(wrap(source()).bad) // BAD
const o = wrap(source())
sink(field(o))
`},
	{name: "es exports", project: `
-- a.js --
export default function (x) { sink(x) } // BAD
export class Service {
  run(x) { sink(x) } // BAD
}
const inner = (x) => { sink(x) } // BAD
export { inner as outer }
-- index.js --
export * from './a'
export { default as main } from './a'
export * as ns from './a'
-- app.js --
import { main, outer, Service, ns } from '.'
main(source())
ns.outer(source())
new Service().run(source())
`},
	{name: "commonjs single function and class", project: `
-- run.js --
module.exports = function (x) { sink(x) } // BAD
-- model.js --
class Model { save(x) { sink(x) } } // BAD
module.exports = Model
-- obj.js --
exports.go = (x) => sink(x) // BAD
exports.stay = (x) => sink(1)
-- app.js --
const run = require('./run'), Model = require('./model.js'), obj = require('./obj')
run(source())
const m = new Model()
m.save(source())
obj.go(source())
obj.stay(source())
`},
	{name: "js class fields", project: `
-- a.js --
class Box {
  constructor(v) { this.v = v; this.w = 1 }
  get() { return this.v }
  safe() { return this.w }
}
const b = new Box(source())
sink(b.get()) // BAD
sink(b.safe())
class Job {
  start() { this.cmd = source() }
  go() { sink(this.cmd) } // BAD
  stop() { sink(this.other) }
}
`},
	{name: "js closures", project: `
-- a.js --
function make(x) {
  return () => sink(x) // BAD
}
make(source())()
function outer() {
  const t = source()
  function inner() { sink(t) } // BAD
  inner()
}
function back() {
  const t = source()
  const f = () => t
  return f()
}
sink(back()) // BAD
function clear() {
  let t = source()
  const f = () => 1
  return f()
}
sink(clear())
`},
	{name: "js callbacks", project: `
-- a.js --
function each(list, cb) { for (const x of list) cb(x, 1) }
each([source()], (a, b) => {
  sink(a) // BAD
  sink(b)
})
each(['x'], a => { sink(a) })
function apply(f) { return f() }
sink(apply(() => source())) // BAD
sink(apply(() => 1))
const t = source()
sink(t.map(x => clean(x)))
t.forEach(x => { sink(x) }) // BAD
sink([1].map(x => source())) // BAD
t.reduce((acc, x) => { sink(x) }, 0) // BAD
function named(x) { sink(x) } // BAD
t.forEach(named)
function withOptions(o) { o.done(source()) }
withOptions({done: x => { sink(x) }}) // BAD
`},
	{name: "js promises and async", project: `
-- db.js --
export async function load() { return source() }
export function old() { return new Promise((resolve, reject) => { resolve(source()) }) }
export function later(cb) { setTimeout(() => cb(source()), 10) }
-- app.js --
import * as db from './db'
async function main() {
  sink(await db.load()) // BAD
  db.load().then(x => sink(x)) // BAD
  db.old().then(x => { sink(x) }) // BAD
  db.load().then(x => clean(x)).then(y => { sink(y) })
  db.load().catch(e => 1).then(y => { sink(y) }) // BAD
  db.later(z => { sink(z) }) // BAD
}
`},
	{name: "js recursion", project: `
-- a.js --
function even(n, x) { if (n == 0) return x; return odd(n - 1, x) }
function odd(n, x) { if (n == 0) return 1; return even(n - 1, x) }
sink(even(4, source())) // BAD
sink(even(source(), 1))
function self(x) { if (x) return self(x.next); sink(x) } // BAD
self(source())
function deep(x) { return deep({a: x}) }
deep(source())
`},
	{name: "js module variables", project: `
-- state.js --
export const state = {}
export let plain
export function put(x) { plain = x }
-- a.js --
import { state, put } from './state'
state.user = source()
put(source())
-- b.js --
import { state, plain } from './state'
sink(state.user) // BAD
sink(state.other)
export function later() { sink(plain) } // BAD
`},
	{name: "ts dependency injection and interfaces", project: `
-- src/db.ts --
export class Db {
  find(q: string) { return sink(q) } // BAD
  count(q: string) { return 1 }
}
-- src/store.ts --
export interface Store { save(x: string): void }
export class FileStore implements Store {
  save(x: string) { sink(x) } // BAD
}
-- src/ctl.ts --
import { Db } from '@app/db'
import { Store } from './store'
export class Controller {
  constructor(private readonly db: Db, private store: Store) {}
  get() { this.db.find(source()); this.db.count(source()) }
  put() { this.store.save(source()) }
}
`, aliases: []Alias{{"@app/*", "src/*"}}},
	{name: "ts inheritance", project: `
-- a.ts --
export abstract class Base {
  run(x: string) { this.step(x) }
  abstract step(x: string): void
}
-- b.ts --
import { Base } from './a'
class Child extends Base {
  step(x: string) { sink(x) } // BAD
  go() { super.run(source()) }
}
class Parent { constructor(x: string) { sink(x) } } // BAD
class Kid extends Parent { constructor() { super(source()) } }
`},
	{name: "js method by name", project: `
-- a.js --
class Engine { transmogrify(a) { sink(a) } } // BAD
class Other { get(a) { sink(a) } }
-- b.js --
function f(engine) {
  engine.transmogrify(source())
  engine.get(source())
}
`},
	{name: "js objects of functions, prototypes", project: `
-- a.js --
const api = { send(x) { sink(x) }, keep: function (x) { return x }, drop: x => 1 } // BAD
function Old() {}
Old.prototype.show = function (x) { sink(x) } // BAD
module.exports = { api, Old }
-- b.js --
const { api, Old } = require('./a')
api.send(source())
sink(api.keep(source())) // BAD
sink(api.drop(source()))
const o = new Old()
o.show(source())
`},
	{name: "python packages", project: `
-- app/__init__.py --
-- app/util/__init__.py --
from .text import shout as loud
-- app/util/text.py --
def shout(x, *rest, **kw):
    return x + "!"
def drop(x):
    return "!"
def kept(**kw):
    sink(kw["q"]) # BAD
def named(a, b=1):
    sink(b) # BAD
    sink(a)
def starred(*args):
    sink(args[0]) # BAD
-- app/main.py --
from app.util import loud
from .util.text import drop, kept, named, starred
import app.util.text as t
def view():
    x = source()
    sink(loud(x)) # BAD
    sink(drop(x))
    sink(t.shout(x)) # BAD
    kept(q=x)
    named(1, b=x)
    starred(x)
`},
	{name: "python classes", project: `
-- repo.py --
class Base:
    def __init__(self, conn):
        self.conn = conn
    def find(self, q):
        sink(q) # BAD
class Repo(Base):
    def __init__(self, conn, name):
        super().__init__(conn)
        self.name = name
    def show(self):
        sink(self.name) # BAD
        sink(self.unset)
    @staticmethod
    def static(x):
        sink(x) # BAD
-- main.py --
from repo import Repo
r = Repo(None, source())
r.show()
r.find(source())
Repo.static(source())
def gen():
    yield source()
for g in gen():
    sink(g) # BAD
async def co():
    return source()
async def main():
    sink(await co()) # BAD
`},
	{name: "python callbacks and decorators", project: `
-- a.py --
def logged(f):
    def wrapper(*args):
        return f(*args)
    return wrapper
@logged
def handle(x):
    sink(x) # BAD
handle(source())
list(map(lambda v: sink(v), [source()])) # BAD
sorted([source()], key=lambda v: sink(v)) # BAD
def run(cb):
    cb(source())
run(lambda v: sink(v)) # BAD
`},
	{name: "python globals across modules", project: `
-- conf.py --
VALUE = None
def setup():
    global VALUE
    VALUE = source()
-- use.py --
import conf
from conf import VALUE
def f():
    sink(conf.VALUE) # BAD
    sink(conf.OTHER)
`},
	{name: "go methods that a name alone may mean", project: `
-- a/a.go --
package a
func work() {
	x := things[0]
	x.render(source())
	x.Render(source())
	x.Try(source())
}
-- b/b.go --
package b
type B struct{}
func (b *B) render(s string) { sink(s) }
func (b *B) Render(s string) { sink(s) } // BAD
-- b/b_test.go --
package b
type T struct{}
func (t *T) Try(s string) { sink(s) }
`},
	{name: "go type that has all methods of an interface", project: `
-- a.go --
package a
type Store interface {
	Keep(s string)
	Drop(s string)
}
type Service struct{ store Store }
func (s *Service) Work() { s.store.Keep(source()) }
type Half struct{}
func (h *Half) Keep(s string) { sink(s) }
type Whole struct{}
func (w *Whole) Keep(s string) { sink(s) } // BAD
func (w *Whole) Drop(s string) {}
`},
	{name: "go packages", project: `
-- internal/db/db.go --
package db
type Store struct { last string }
func New() *Store { return &Store{} }
func Plain(q string) string { return q }
func Fixed(q string) string { return "x" }
func (s *Store) Find(q string) { sink(q) } // BAD
-- internal/db/more.go --
package db
func Run(q string) { helper(q) }
func helper(q string) { sink(q) } // BAD
-- main.go --
package main
import "example.com/m/internal/db"
func main() {
	s := db.New()
	s.Find(source())
	db.Run(source())
	sink(db.Plain(source())) // BAD
	sink(db.Fixed(source()))
	x, err := two(source())
	sink(x) // BAD
	sink(err)
}
func two(a string) (string, error) { return a, nil }
`},
	{name: "go interfaces, struct fields, closures", project: `
-- a.go --
package a
type Saver interface { SaveIt(x string) }
type file struct{ name string }
func (f *file) SaveIt(x string) { sink(x) } // BAD
func use(s Saver) { s.SaveIt(source()) }
type req struct{ body, head string }
func fill(r *req) { r.body = source() }
func f() {
	r := &req{}
	fill(r)
	sink(r.body) // BAD
	sink(r.head)
	g := func(s string) { sink(s) } // BAD
	g(source())
}
`},
	{name: "java classes", project: `
-- src/a/b/Dao.java --
package a.b;
public class Dao {
  public void find(String q) { sink(q); } // BAD
  public void find(String q, int n) { sink("x"); }
  public static String pass(String q) { return q; }
  public static String fixed(String q) { return "x"; }
}
-- src/a/c/Svc.java --
package a.c;
import a.b.Dao;
public class Svc {
  private final Dao dao;
  private String kept;
  Svc(Dao dao) { this.dao = dao; }
  void go() {
    dao.find(source());
    new Dao().find(source(), 1);
    sink(Dao.pass(source())); // BAD
    sink(Dao.fixed(source()));
    kept = source();
  }
  void later() { sink(kept); } // BAD
}
-- src/a/c/Same.java --
package a.c;
class Same {
  void run(Helper h) { h.help(source()); Helper.stat(source()); }
}
-- src/a/c/Helper.java --
package a.c;
interface Helper { void help(String x); static void stat(String y) { sink(y); } } // BAD
class Impl implements Helper { public void help(String x) { sink(x); } } // BAD
`},
	{name: "java streams and bean", project: `
-- T.java --
import java.util.List;
class Bean { private String a, b; void setA(String x) { this.a = x; } String getA() { return a; } String getB() { return b; } }
class T {
  void f(List<String> l) {
    l.add(source());
    Bean bean = new Bean();
    bean.setA(source());
    sink(bean.getA()); // BAD
    sink(bean.getB());
  }
}
`},
}
