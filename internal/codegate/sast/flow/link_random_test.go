package flow

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/syntax/generic"
)

// A dice gives numbers from bytes, and zeros when they run out.
type dice struct{ data []byte }

func (d *dice) n(limit int) int {
	if len(d.data) == 0 || limit <= 0 {
		return 0
	}
	v := int(d.data[0])
	d.data = d.data[1:]
	return v % limit
}

// randomProject makes files whose graphs are any graphs: recursive, mutually recursive, with callbacks of callbacks.
func randomProject(data []byte) ([]File, *Plan) {
	d := &dice{data}
	plan := &Plan{Rules: []*formula.Rule{{}, {}, {}}}
	plan.Rules[1].Options.TaintIntrafile = true
	plan.Rules[2].Options.TaintUnifyMvars = true
	name := func(s string) *formula.Expr { return &formula.Expr{Op: "name", Text: s} }
	plan.Specs = []Spec{
		{Role: Source, Spec: formula.Spec{Label: formula.DefaultLabel}},
		{Role: Sink},
		{Role: Source, Spec: formula.Spec{Label: "A"}},
		{Role: Source, Spec: formula.Spec{Label: "B", Requires: name("A")}},
		{Role: Sink, Spec: formula.Spec{Requires: &formula.Expr{Op: "and", Kids: []*formula.Expr{name("B"), {Op: "not", Kids: []*formula.Expr{name("C")}}}}}},
		{Role: Propagator, Rules: RuleSet{3}, Spec: formula.Spec{Requires: name("B")}},
	}
	paths := []Path{"", "", ".a", ".b", "[]", ".a.b", ".a.b.c", "[].a", ".length"}
	var files []File
	for fi := range 1 + d.n(4) {
		p := newPacker(fmt.Sprintf("d%d/f%d.js", fi%2, fi), "javascript")
		p.locate = func(n generic.ID) int32 { return int32(n) % int32(len(p.places)) }
		for i := range uint32(9) {
			p.places = append(p.places, place{i, i + 3, int32(i) + 1, 1, int32(i) + 1, 4})
		}
		funcs := 2 + d.n(6)
		for i := range funcs {
			fn := function{place: 1, title: p.intern(fmt.Sprintf("f%d", i)), name: p.intern(fmt.Sprintf("f%d", i)), class: -1, owner: int32(i) - 1, flavour: uint8(min(i, 1+d.n(2))), rest: int32(d.n(4) - 1), named: -1}
			fn.params = span{int32(len(p.params)), int32(len(p.params) + 3)}
			p.params = append(p.params, p.intern("x"), p.intern("y"), p.intern("z"))
			fn.result = p.intern(fmt.Sprintf("#F%d", d.n(funcs)))
			p.funcs = append(p.funcs, fn)
			p.exports = append(p.exports, binding{fn.name, p.intern(fmt.Sprintf("#F%d", i))})
		}
		p.imports = append(p.imports, p.intern(fmt.Sprintf("../d%d/f%d", d.n(2), d.n(4))))
		p.names = append(p.names, binding{p.intern("m"), p.intern("#M0")}, binding{p.intern("n"), p.intern("$m.f1()")})
		slices.SortFunc(p.exports, func(a, b binding) int { return bytes.Compare([]byte(p.strs[a.name]), []byte(p.strs[b.name])) })
		for i := range funcs {
			g := Graph{}
			p.funcs[i].calls.lo = int32(len(p.calls))
			for range d.n(4) {
				c := call{place: 2, flavour: uint8(d.n(2)), local: int32(d.n(funcs+1) - 1), param: -1, holder: -1, args: 3, fun: int32(i), own: d.n(3) == 0}
				if d.n(3) == 0 {
					c.local, c.value = -1, p.intern(fmt.Sprintf("$m.f%d", d.n(6)))
				}
				if d.n(3) == 0 {
					c.local, c.param, c.holder = -1, int32(d.n(3)), int32(d.n(i+1))
				}
				if d.n(4) == 0 {
					c.method = p.intern([]string{"map", "then", "reduce", "f1"}[d.n(4)])
				}
				c.lambdas.lo = int32(len(p.lambdas))
				for range d.n(3) {
					p.lambdas = append(p.lambdas, lambda{index: int32(d.n(3)), fun: int32(d.n(funcs)), call: int32(len(p.calls))})
				}
				c.lambdas.hi = int32(len(p.lambdas))
				p.calls = append(p.calls, c)
			}
			p.funcs[i].calls.hi = int32(len(p.calls))
			calls := p.funcs[i].calls.len()
			end := func(kinds ...EndKind) End {
				e := End{Kind: kinds[d.n(len(kinds))], Index: int32(d.n(3)), Name: []string{"x", "m.g", "g"}[d.n(3)], Path: paths[d.n(len(paths))], Node: generic.ID(1 + d.n(8)), Env: -1}
				if calls > 0 {
					e.Call = int32(d.n(calls))
				}
				if e.Kind == CallOut {
					e.Index--
				}
				return e
			}
			for range d.n(12) {
				e := Edge{From: end(Param, CallResult, SourceAt, CallOut, Captured, GlobalVar, Receiver, FieldVar), To: end(Return, CallArg, SinkAt, CallRecv, CallNamed, Param, Receiver, Captured, GlobalVar, FieldVar, SourceAt)}
				e.From.Spec, e.To.Spec = []int32{0, 2, 3, 5}[d.n(4)], []int32{1, 4}[d.n(2)]
				if e.To.Kind == SourceAt {
					e.To.Spec = []int32{3, 5}[d.n(2)]
				}
				if d.n(3) == 0 {
					e.Rules = RuleSet{uint64(d.n(8))}
				}
				if d.n(5) == 0 {
					e.Labels = []string{"C", "A"}[:1+d.n(2)]
				}
				e.Steps = []generic.ID{generic.ID(d.n(9))}
				g.Edges = append(g.Edges, e)
			}
			p.graph(int32(i), &g)
		}
		files = append(files, p.File)
	}
	return files, plan
}

func linkRandom(t *testing.T, data []byte) {
	files, plan := randomProject(data)
	for i := range files {
		if err := files[i].check(); err != nil {
			t.Fatalf("the facts of %s: %v", files[i].Path, err)
		}
		back, err := Decode(Encode(files[i]))
		if err != nil {
			t.Fatalf("decoding: %v", err)
		}
		if !reflect.DeepEqual(back, files[i]) && !bytes.Equal(Encode(back), Encode(files[i])) {
			t.Fatalf("%s is not the same after decoding", files[i].Path)
		}
	}
	const budget = 200_000
	found, notes := Link(files, plan, LinkOptions{Budget: budget})
	slices.Reverse(files)
	again, noted := Link(files, plan, LinkOptions{Budget: budget})
	if !reflect.DeepEqual(found, again) || !reflect.DeepEqual(notes, noted) {
		t.Fatalf("another order of files gives another result:\n%v\n%v", found, again)
	}
	inner, _ := Link(files, plan, LinkOptions{Intra: true})
	for _, f := range found {
		if len(f.Trace) < 2 && f.Source != f.Sink || len(f.Trace) > MaxTrace || f.Trace[len(f.Trace)-1].Kind != StepSink {
			t.Fatalf("a trace of %d steps: %v", len(f.Trace), f.Trace)
		}
		if f.Source.Kind != StepSource {
			t.Fatalf("no source: %+v", f)
		}
	}
	if everywhere, stopped := linkEverywhere(files, plan, budget); !stopped && len(notes) == 0 && !reflect.DeepEqual(places(everywhere), places(found)) {
		t.Fatalf("groups lose findings:\n%v\n%v", places(everywhere), places(found))
	}
	small, cut := Link(files, plan, LinkOptions{Budget: 1})
	if len(inner) > 0 && len(small) == 0 && len(cut) == 0 {
		t.Fatal("findings are lost without a word")
	}
}

// linkEverywhere links as Link does but follows data for all rules everywhere.
func linkEverywhere(files []File, plan *Plan, budget int) ([]Finding, bool) {
	var list []*File
	for i := range files {
		list = append(list, &files[i])
	}
	slices.SortFunc(list, func(a, b *File) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) })
	p := newProject(list, nil)
	s := newSolver(p, plan, budget, newPaths(list), newCells(p))
	s.graph = newCallgraph(p)
	s.group()
	for i := range s.live {
		s.live[i] = 1<<len(plan.Rules) - 1
	}
	s.follow(nil)
	return outermost(s.findings()), s.spent || len(s.widened) > 0
}

func places(found []Finding) []string {
	var list []string
	for _, f := range found {
		list = append(list, fmt.Sprint(f.Rule, f.Sink.Path, f.Sink.Start))
	}
	return list
}

func TestLinkAnyGraphs(t *testing.T) {
	x := uint64(88172645463325252)
	for range 3000 {
		data := make([]byte, 40+x%900)
		for i := range data {
			x ^= x << 13
			x ^= x >> 7
			x ^= x << 17
			data[i] = byte(x >> 11)
		}
		linkRandom(t, data)
		if t.Failed() {
			return
		}
	}
}

func FuzzLink(f *testing.F) {
	f.Add([]byte("a few bytes that make some graphs, callers and callees"))
	f.Fuzz(linkRandom)
}

func FuzzDecode(f *testing.F) {
	files, _ := randomProject([]byte("a seed that is long enough for some functions with calls, lambdas and edges between them all; and more of it"))
	for _, file := range files {
		f.Add(Encode(file))
	}
	f.Add([]byte(factsMark))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Decode(data)
		if err != nil {
			return
		}
		if !bytes.Equal(Encode(file), data) {
			t.Fatal("bytes that Encode would not write were read")
		}
		plan := &Plan{Rules: []*formula.Rule{{}}, Specs: []Spec{{Role: Source}, {Role: Sink}}}
		Link([]File{file}, plan, LinkOptions{Budget: 20_000})
	})
}
