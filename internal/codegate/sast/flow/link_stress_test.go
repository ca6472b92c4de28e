package flow

import (
	"fmt"
	"strings"
	"testing"
)

// TestLinkStress links programs whose flows would explode where nothing bounds them; each must end within the usual budget
// and find what is there.
func TestLinkStress(t *testing.T) {
	build := func(write func(b *strings.Builder)) string {
		var b strings.Builder
		b.WriteString("-- a.js --\n")
		write(&b)
		return b.String()
	}
	for _, c := range []struct{ name, project string }{
		{"a long chain", build(func(b *strings.Builder) {
			for i := range 2000 {
				fmt.Fprintf(b, "function f%d(x) { return f%d(x) }\n", i, i+1)
			}
			b.WriteString("function f2000(x) { return x }\nsink(f0(source())) // BAD\n")
		})},
		{"everyone calls everyone", build(func(b *strings.Builder) {
			for i := range 60 {
				fmt.Fprintf(b, "function f%d(x, y, z) {", i)
				for k := range 60 {
					fmt.Fprintf(b, " f%d({a: x, b: y.a}, z.b, x[y]);", k)
				}
				b.WriteString(" sink(z.b.a) } // BAD\n")
			}
			b.WriteString("f0(source(), source(), source())\n")
		})},
		{"callbacks of callbacks", build(func(b *strings.Builder) {
			b.WriteString("function run(f, x) { return f(run, x, y => f(y, x)) }\n")
			b.WriteString("run((r, x, k) => { sink(x); r(k, x); k(r) }, source()) // BAD\n")
			b.WriteString("run(run, run)\n")
		})},
		{"a class of many fields", build(func(b *strings.Builder) {
			b.WriteString("class A {\n")
			for i := range 300 {
				fmt.Fprintf(b, "set%d() { this.f%d = this.f%d }\n", i, i+1, i)
			}
			b.WriteString("start() { this.f0 = source() }\nend() { sink(this.f300) } // BAD\n}\n")
		})},
	} {
		t.Run(c.name, func(t *testing.T) { linked(t, testRules, c.project, LinkOptions{}) })
	}
}

// TestLinkWidens holds that paths past the bound are taken as the whole: more is found, nothing is lost, and so nothing is noted.
func TestLinkWidens(t *testing.T) {
	var b strings.Builder
	b.WriteString("-- a.js --\nfunction f(x) { ")
	for i := range 30 {
		fmt.Fprintf(&b, "f({m%d: x}); ", i)
	}
	b.WriteString("sink(x.other) }\nf({a: source()})\n")
	files, plan := factsOf(t, testRules, b.String())
	found, notes := Link(files, plan, LinkOptions{})
	if len(found) != 1 || len(notes) != 0 {
		t.Errorf("found %v, notes %q", found, notes)
	}
}
