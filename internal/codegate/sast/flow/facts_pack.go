package flow

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"bartizan/internal/syntax/generic"
)

// A packer turns graphs into the flat lists of a File.
type packer struct {
	File
	str    map[string]int32
	path   map[string]int32
	set    map[string]int32
	list   map[string]int32
	locate func(generic.ID) int32        // the place of a node
	within func(start, end uint32) int32 // the place of a part of the text
}

func newPacker(path, language string) *packer {
	p := &packer{str: map[string]int32{"": 0}, path: map[string]int32{"": 0}, set: map[string]int32{"": 0}, list: map[string]int32{"": 0}}
	p.Path, p.Language = path, language
	p.strs, p.paths, p.sets, p.lists = []string{""}, []Path{""}, []RuleSet{nil}, []span{{}}
	p.places = []place{{}}
	return p
}

func (p *packer) intern(s string) int32 {
	i, ok := p.str[s]
	if !ok {
		i = int32(len(p.strs))
		p.strs, p.str[s] = append(p.strs, s), i
	}
	return i
}

func (p *packer) internPath(s Path) int32 {
	i, ok := p.path[s]
	if !ok {
		i = int32(len(p.paths))
		p.paths, p.path[s] = append(p.paths, s), i
	}
	return i
}

func (p *packer) internSet(s RuleSet) int32 {
	if s == nil {
		return 0
	}
	for len(s) > 0 && s[len(s)-1] == 0 {
		s = s[:len(s)-1]
	}
	key := []byte{'s'} // so that no set is the key of all
	for _, w := range s {
		key = binary.LittleEndian.AppendUint64(key, w)
	}
	i, ok := p.set[string(key)]
	if !ok {
		i = int32(len(p.sets))
		p.sets, p.set[string(key)] = append(p.sets, append(RuleSet{}, s...)), i
	}
	return i
}

func (p *packer) internLabels(labels []string) int32 {
	if len(labels) == 0 {
		return 0
	}
	var key []byte
	words := make([]int32, len(labels))
	for i, l := range labels {
		words[i] = p.intern(l)
	}
	slices.Sort(words)
	words = slices.Compact(words)
	for _, w := range words {
		key = binary.LittleEndian.AppendUint32(key, uint32(w))
	}
	i, ok := p.list[string(key)]
	if !ok {
		i = int32(len(p.lists))
		lo := int32(len(p.words))
		p.words = append(p.words, words...)
		p.lists, p.list[string(key)] = append(p.lists, span{lo, int32(len(p.words))}), i
	}
	return i
}

// sided is an edge while it is sorted.
type sided struct {
	from target
	edge
}

// graph adds the origins, targets and edges of function fi, whose calls are in the file already.
func (p *packer) graph(fi int32, g *Graph) {
	fn := &p.funcs[fi]
	fn.graph = true
	fn.truncated = p.intern(g.Truncated)
	envs := int32(len(p.envs))
	for _, env := range g.Envs {
		lo := int32(len(p.binds))
		for _, b := range env {
			p.binds = append(p.binds, bind{p.intern(b.Name), p.intern(clip(b.Text)), b.Start, b.End})
		}
		p.envs = append(p.envs, span{lo, int32(len(p.binds))})
	}
	end := func(e End) (target, bool) {
		t := target{kind: e.Kind, call: -1, index: e.Index, spec: -1, env: -1, fun: fi}
		switch e.Kind {
		case Receiver, Return:
			t.index = 0
		case Param:
		case CallArg, CallNamed, CallRecv, CallResult, CallOut:
			if e.Call < 0 || int(e.Call) >= fn.calls.len() {
				return t, false
			}
			t.call = fn.calls.lo + e.Call
			if e.Kind == CallNamed {
				t.name, t.index = p.intern(e.Name), 0
			} else if e.Kind != CallArg && e.Kind != CallOut {
				t.index = 0
			}
		case Captured, GlobalVar, FieldVar:
			t.name = p.intern(e.Name)
			if e.Kind != Captured {
				t.index = 0
			}
		case SourceAt, SinkAt:
			if t.index, t.spec = 0, e.Spec; e.To != 0 {
				t.place = p.within(e.From, e.To)
			} else {
				t.place = p.locate(e.Node)
			}
			if e.Env >= 0 && int(e.Env) < len(g.Envs) {
				t.env = envs + e.Env
			}
		default:
			return t, false
		}
		return t, true
	}
	fn.targets.lo = int32(len(p.targets))
	seen := map[target]int32{}
	all := make([]sided, 0, len(g.Edges))
	for i := range g.Edges {
		e := &g.Edges[i]
		from, ok := end(e.From)
		to, good := end(e.To)
		if !ok || !good {
			continue
		}
		at, known := seen[to]
		if !known {
			at = int32(len(p.targets))
			seen[to] = at
			p.targets = append(p.targets, to)
		}
		s := sided{from, edge{target: at, from: p.internPath(trim(e.From.Path)), to: p.internPath(trim(e.To.Path)), set: p.internSet(e.Rules), labels: p.internLabels(e.Labels)}}
		s.steps.lo = int32(len(p.steps))
		for _, n := range e.Steps[:min(len(e.Steps), MaxSteps)] {
			p.steps = append(p.steps, p.locate(n))
		}
		s.steps.hi = int32(len(p.steps))
		all = append(all, s)
	}
	fn.targets.hi = int32(len(p.targets))
	slices.SortStableFunc(all, func(a, b sided) int { return compareEnds(a.from, b.from) })
	fn.origins.lo = int32(len(p.origins))
	for i, s := range all {
		if i == 0 || compareEnds(all[i-1].from, s.from) != 0 {
			f, lo := s.from, int32(len(p.edges))
			p.origins = append(p.origins, origin{f.kind, f.call, f.index, f.name, f.spec, f.env, f.place, fi, span{lo, lo}})
		}
		p.edges = append(p.edges, s.edge)
		p.origins[len(p.origins)-1].edges.hi++
	}
	fn.origins.hi = int32(len(p.origins))
}

func compareEnds(a, b target) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.call, b.call), cmp.Compare(a.index, b.index), cmp.Compare(a.name, b.name),
		cmp.Compare(a.spec, b.spec), cmp.Compare(a.place, b.place), cmp.Compare(a.env, b.env))
}

// clip bounds what is kept of a binding's text.
func clip(s string) string {
	if len(s) > maxText {
		s = s[:maxText]
	}
	return strings.ToValidUTF8(s, "�")
}

const maxText = 512

// trim cuts a path to MaxPath steps.
func trim(p Path) Path {
	steps := 0
	for i := 0; i < len(p); i++ {
		if p[i] == '.' || p[i] == '[' {
			if steps++; steps > MaxPath {
				return p[:i]
			}
		}
	}
	return p
}
