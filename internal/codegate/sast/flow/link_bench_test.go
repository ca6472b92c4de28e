package flow

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/syntax/generic"
)

// syntheticProject makes files of an application's usual shape: functions that call each other, imported ones, methods of
// objects of unknown type and library functions, with callbacks; some have sources, some sinks.
func syntheticProject(files, funcs int) ([]File, *Plan) {
	plan := &Plan{}
	for range 120 {
		plan.Rules = append(plan.Rules, &formula.Rule{})
	}
	all := RuleSet{^uint64(0), 1<<56 - 1}
	plan.Specs = []Spec{{Role: Source, Rules: all}, {Role: Sink, Rules: RuleSet{0xff}}, {Role: Sink, Rules: RuleSet{0xff00}}}
	var out []File
	for fi := range files {
		p := newPacker(fmt.Sprintf("src/d%d/f%d.js", fi%20, fi), "javascript")
		p.locate = func(n generic.ID) int32 { return int32(n) }
		for i := range uint32(200) {
			p.places = append(p.places, place{10 * i, 10*i + 8, int32(i) + 1, 1, int32(i) + 1, 9})
		}
		p.funcs = append(p.funcs, function{title: p.intern(""), class: -1, owner: -1, rest: -1, named: -1})
		p.graph(0, &Graph{})
		for k := range 4 {
			other := (fi*7 + k*13) % files
			p.imports = append(p.imports, p.intern(fmt.Sprintf("../d%d/f%d", other%20, other)))
			p.names = append(p.names, binding{p.intern(fmt.Sprintf("m%d", k)), p.intern(fmt.Sprintf("#M%d", k))})
		}
		for i := range funcs {
			name := fmt.Sprintf("do%d", i)
			if i%5 == 4 {
				name = "handle" + strings.Repeat("X", fi%40)
			}
			fn := function{place: int32(i), title: p.intern(name), name: p.intern(name), class: -1, owner: 0, flavour: isFunc, rest: -1, named: -1}
			fn.params = span{int32(len(p.params)), int32(len(p.params) + 3)}
			p.params = append(p.params, p.intern("a"), p.intern("b"), p.intern("c"))
			p.exports = append(p.exports, binding{fn.name, p.intern(fmt.Sprintf("#F%d", i+1))})
			p.funcs = append(p.funcs, fn)
		}
		slices.SortFunc(p.exports, func(a, b binding) int { return strings.Compare(p.strs[a.name], p.strs[b.name]) })
		for i := 1; i <= funcs; i++ {
			g := Graph{}
			p.funcs[i].calls.lo = int32(len(p.calls))
			for k := range 12 {
				c := call{place: int32(k), local: -1, param: -1, holder: -1, args: 2, fun: int32(i)}
				switch k % 6 {
				case 0:
					c.local = int32(1 + (i+k)%funcs)
				case 1:
					c.value, c.recv, c.method = p.intern(fmt.Sprintf("$m%d.do%d", k%4, (i+k)%funcs)), p.intern(fmt.Sprintf("$m%d", k%4)), p.intern(fmt.Sprintf("do%d", (i+k)%funcs))
				case 2:
					c.method = p.intern(fmt.Sprintf("method%d", (i*k)%50))
				case 3:
					c.method = p.intern("map")
					c.lambdas = span{int32(len(p.lambdas)), int32(len(p.lambdas) + 1)}
					p.lambdas = append(p.lambdas, lambda{index: 0, fun: int32(1 + (i+1)%funcs), call: int32(len(p.calls))})
				default:
					c.callee, c.value = p.intern("fs.readFile"), p.intern("$fs.readFile")
				}
				p.calls = append(p.calls, c)
			}
			p.funcs[i].calls.hi = int32(len(p.calls))
			edge := func(from, to End) {
				g.Edges = append(g.Edges, Edge{From: from, To: to, Steps: []generic.ID{3, 4, 5}})
			}
			for k := range int32(3) {
				from := End{Kind: Param, Index: k, Path: []Path{"", ".body", ".query.id"}[k]}
				for c := range int32(4) {
					edge(from, End{Kind: CallArg, Call: (c*3 + k) % 12, Index: c % 2, Path: []Path{"", ".x"}[c%2]})
				}
			}
			for c := range int32(12) {
				edge(End{Kind: CallResult, Call: c}, End{Kind: CallArg, Call: (c + 1) % 12, Index: c % 2})
				if c%3 == 0 {
					edge(End{Kind: CallResult, Call: c}, End{Kind: Return})
				}
				edge(End{Kind: CallResult, Call: c, Path: ".y"}, End{Kind: CallRecv, Call: (c + 2) % 12})
			}
			if (fi*funcs+i)%30 == 0 {
				edge(End{Kind: SourceAt, Spec: 0, Node: 7, Env: -1}, End{Kind: CallArg, Call: 0})
				edge(End{Kind: SourceAt, Spec: 0, Node: 8, Env: -1}, End{Kind: CallArg, Call: 1})
			}
			if (fi*funcs+i)%10 == 0 {
				edge(End{Kind: Param, Index: 0}, End{Kind: SinkAt, Spec: 1, Node: 9, Env: -1})
				edge(End{Kind: CallResult, Call: 3}, End{Kind: SinkAt, Spec: 2, Node: 10, Env: -1})
			}
			p.graph(int32(i), &g)
		}
		out = append(out, p.File)
	}
	return out, plan
}

func BenchmarkLink(b *testing.B) {
	files, plan := syntheticProject(600, 5)
	found, notes := Link(files, plan, LinkOptions{})
	edges := 0
	for _, f := range files {
		edges += len(f.edges)
	}
	b.Logf("%d edges, %d findings, %v", edges, len(found), notes)
	for b.Loop() {
		Link(files, plan, LinkOptions{})
	}
}

func BenchmarkDecode(b *testing.B) {
	files, _ := syntheticProject(600, 5)
	var data [][]byte
	size := 0
	for _, f := range files {
		data = append(data, Encode(f))
		size += len(data[len(data)-1])
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, d := range data {
			if _, err := Decode(d); err != nil {
				b.Fatal(err)
			}
		}
	}
}
