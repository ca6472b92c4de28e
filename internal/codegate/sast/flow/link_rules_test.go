package flow

import (
	"slices"
	"strings"
	"testing"
)

// TestLinkIntra holds the single-function mode to what Semgrep 1.160 reported for these lines.
func TestLinkIntra(t *testing.T) {
	linked(t, testRules, `
-- a.js --
function f1() { const x = source(); arr.forEach(y => { sink(x) }) } // BAD
function f2() { const x = source(); x.forEach(y => { sink(y) }) }
function f3() { const x = source(); run(x, y => { sink(y) }) }
function f4() { const x = source(); const g = (y) => { sink(y) }; g(x) }
function f5() { const x = source(); sink(arr.map(y => x)) }
function f6() { const x = {}; x.a = source(); sink(x) } // BAD
function f7() { const x = {a: source(), b: 1}; sink(x.b) }
function f8() { const x = {a: source(), b: 1}; sink(x) } // BAD
let g9 = source();
function f9() { sink(g9) } // BAD
function f10() { let o; arr.forEach(y => { o = source() }); sink(o) } // BAD
class A { x = source(); m() { sink(this.x) } } // BAD
function f11() { const x = source(); function g() { sink(x) } }
function f12() { const x = source(); x.then(y => sink(y)) }
sink(g9) // BAD
function f13() { const x = source(); const y = x.then(z => 1); sink(y) } // BAD
function f14() { let b = new B(); b.add(source()); sink(b) }
function id(x) { return 1 } function f15() { sink(id(source())) } // BAD
function f16() { const g = () => source(); sink(g()) }
function f17() { const g = () => { return source() }; const z = g; sink(z) }
`, LinkOptions{Intra: true})
}

func TestLinkLabels(t *testing.T) {
	const rules = `
rules:
- id: labels
  message: m
  severity: ERROR
  languages: [javascript]
  mode: taint
  pattern-sources:
  - {pattern: user(), label: USER}
  - {pattern: secret(), label: SECRET}
  - {pattern: "join(...)", label: JOINED, requires: USER and SECRET}
  pattern-sinks:
  - {pattern: sink(...), requires: JOINED or (USER and not SECRET)}
`
	linked(t, rules, `
-- a.js --
const lib = require('./b')
lib.out(user()) // both here and there
lib.only(user())
lib.only2(secret())
lib.last(join(user(), secret()))
lib.no(join(user(), 1))
-- b.js --
exports.out = x => sink(x) // BAD
exports.only = x => sink(x + secret())
exports.only2 = x => sink(x)
exports.last = x => sink(x) // BAD
exports.no = x => sink(clean(x), 1) // BAD
`, LinkOptions{})
}

func TestLinkUnify(t *testing.T) {
	const rules = `
rules:
- id: unify
  message: m
  severity: ERROR
  languages: [javascript]
  mode: taint
  options: {taint_unify_mvars: true}
  pattern-sources: [{pattern: source($X)}]
  pattern-sinks: [{pattern: "sink($X, ...)"}]
`
	linked(t, rules, `
-- a.js --
function put(a, b) { return [a, b] }
sink(one, source(one)) // BAD
sink(two, source(one))
const both = [source(one), source(two)]
sink(two, both) // BAD
sink(three, both)
sink(one, put(source(three), source(one))) // BAD
`, LinkOptions{})
}

func TestLinkIntrafile(t *testing.T) {
	rules := strings.Replace(testRules, "  mode: taint\n", "  mode: taint\n  options: {taint_intrafile: true}\n", 1)
	linked(t, rules, `
-- a.js --
export function here(x) { sink(x) } // BAD
export function there(x) { sink(x) }
export let v
here(source())
export function set(x) { v = x }
function local(x) { return x }
sink(local(source())) // BAD
-- b.js --
import { there, set, v } from './a'
there(source())
set(source())
sink(v)
`, LinkOptions{})
}

func TestLinkSafeFunctions(t *testing.T) {
	rules := strings.Replace(testRules, "  mode: taint\n", "  mode: taint\n  options: {taint_assume_safe_functions: true}\n", 1)
	linked(t, rules, `
-- a.js --
function known(x) { return x }
sink(unknown(source()))
sink(known(source())) // BAD
sink([source()].map(x => x)) // BAD
`, LinkOptions{})
}

func TestLinkTrace(t *testing.T) {
	files, plan := factsOf(t, testRules, strings.TrimSpace(`
-- a.js --
const b = require('./b')
function top() {
  const x = source()
  const y = b.wrap(x)
  b.go(y)
}
-- b.js --
exports.wrap = v => {
  const w = '<' + v
  return w
}
exports.go = v => {
  sink(v)
}
`)+"\n")
	found, _ := Link(files, plan, LinkOptions{})
	if len(found) != 1 {
		t.Fatalf("%d findings", len(found))
	}
	var lines []string
	for _, s := range found[0].Trace {
		lines = append(lines, s.Path+" "+s.Kind.String()+" "+string(rune('0'+s.Line)))
	}
	for _, want := range []string{"a.js source 3", "b.js through 2", "a.js return 4", "a.js call 5", "b.js sink 6"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no step %q in %v", want, lines)
		}
	}
	if lines[0] != "a.js source 3" || lines[len(lines)-1] != "b.js sink 6" {
		t.Errorf("the trace is %v", lines)
	}
	if found[0].Inner || found[0].Weak {
		t.Errorf("inner %v, weak %v", found[0].Inner, found[0].Weak)
	}
}

func TestLinkBudget(t *testing.T) {
	files, plan := factsOf(t, testRules, "-- a.js --\nfunction f(x) { sink(x) }\nf(source())\nsink(source())\n")
	found, notes := Link(files, plan, LinkOptions{Budget: 4})
	if len(notes) == 0 {
		t.Error("nothing says that the work was cut short")
	}
	if !slices.ContainsFunc(found, func(f Finding) bool { return f.Sink.Line == 3 }) {
		t.Errorf("the finding inside one function is lost: %v", found)
	}
}

func TestLinkOuter(t *testing.T) {
	files, plan := factsOf(t, testRules, "-- a.js --\nsink(sink(source()))\nsink(a, source()); sink(source(), source())\n")
	found, _ := Link(files, plan, LinkOptions{})
	if len(found) != 3 || found[0].Sink.Start != 0 || found[0].Sink.End != 20 {
		t.Errorf("found %+v", found)
	}
}
