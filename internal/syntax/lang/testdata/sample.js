import a, {b as c, d} from 'm';
import * as ns from "n"; import 'side';
export const x = 1, y = `q ${a.b} \n z`;
export default class A extends B { static #p = 1; @dec() async foo(a, b = 2, ...c) { return this.#p; } get z() { return 0x10 } static { x(); } }
const {u, v: {w}, t = 3, ...rest} = require('q');
app.post('/login', async (req, res) => { const {username} = req.body; if (x) y(); else if (z) { w } for (let i=0, j=1;i<j;i++) ; for (const k of o) k?.l?.(); });
try { a } catch { b } finally { c }
switch (x) { case 1: a(); break; default: b }
const e = <div className="a" {...p}>hi {name} <b/></div>;
export * from 'z'; export {x as q};
a !== b && !(c instanceof D), typeof a; (x) => x + 1; tag`a${b}`; new Foo; new Foo(1); f(...args);
