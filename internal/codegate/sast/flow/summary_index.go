package flow

// A factIndex finds facts: a table of open addressing.
type factIndex struct {
	slots []int32 // fact + 1
	used  int
}

func (x *factIndex) hash(f *fact) uint32 {
	h := uint64(uint32(f.ctx))*0x9E3779B97F4A7C15 ^ uint64(uint32(f.node))*0xC2B2AE3D27D4EB4F ^ uint64(uint32(f.path))*0x165667B19E3779F9 ^ uint64(uint32(f.kind))*0x27D4EB2F165667C5
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return uint32(h >> 32)
}

// find gives the fact of the same context, node, path and kind, or -1.
func (x *factIndex) find(s *solver, f fact) int32 {
	if len(x.slots) == 0 {
		return -1
	}
	last := uint32(len(x.slots) - 1)
	for at := x.hash(&f) & last; ; at = (at + 1) & last {
		i := x.slots[at] - 1
		if i < 0 {
			return -1
		}
		if g := &s.facts[i]; g.ctx == f.ctx && g.node == f.node && g.path == f.path && g.kind == f.kind {
			return i
		}
	}
}

// insert adds a fact that is not there.
func (x *factIndex) insert(s *solver, i int32) {
	if 2*x.used >= len(x.slots) {
		old := x.slots
		x.slots = make([]int32, max(1024, 2*len(old)))
		for _, k := range old {
			if k > 0 {
				x.place(s, k)
			}
		}
	}
	x.used++
	x.place(s, i+1)
}

func (x *factIndex) place(s *solver, k int32) {
	last := uint32(len(x.slots) - 1)
	at := x.hash(&s.facts[k-1]) & last
	for x.slots[at] != 0 {
		at = (at + 1) & last
	}
	x.slots[at] = k
}

// paths numbers the paths of all files, so that they are compared once. Path 0 is the whole.
type paths struct {
	text          []Path
	index         map[Path]int32
	files         [][]int32 // by file and path
	belows, joins map[[2]int32]int32
}

func newPaths(files []*File) *paths {
	p := &paths{text: []Path{""}, index: map[Path]int32{"": 0}, files: make([][]int32, len(files)), belows: map[[2]int32]int32{}, joins: map[[2]int32]int32{}}
	for i, f := range files {
		p.files[i] = make([]int32, len(f.paths))
		for k, path := range f.paths {
			p.files[i][k] = p.number(path)
		}
	}
	return p
}

func (p *paths) number(path Path) int32 {
	i, ok := p.index[path]
	if !ok {
		i = int32(len(p.text))
		p.text = append(p.text, path)
		p.index[path] = i
	}
	return i
}

// below gives what of data at one path is seen at another: where in it, or -1 where nothing is.
func (p *paths) below(at, from int32) int32 {
	if from == 0 {
		return at
	}
	if at == 0 || at == from {
		return 0
	}
	key := [2]int32{at, from}
	rest, ok := p.belows[key]
	if !ok {
		rest = -1
		if r, meets := belowPath(p.text[at], p.text[from]); meets {
			rest = p.number(r)
		}
		p.belows[key] = rest
	}
	return rest
}

// belowPath compares step by step. An element of unknown index may be any member but a length.
func belowPath(at, from Path) (rest Path, meets bool) {
	for at != "" && from != "" {
		a, f := firstStep(at), firstStep(from)
		if a != f && (a != "[]" && f != "[]" || a == ".length" || f == ".length" || a == ".size" || f == ".size") {
			return "", false
		}
		at, from = at[len(a):], from[len(f):]
	}
	return at, true
}

func firstStep(p Path) Path {
	for i := 1; i < len(p); i++ {
		if p[i] == '.' || p[i] == '[' {
			return p[:i]
		}
	}
	return p
}

// join puts a path behind another one.
func (p *paths) join(front, back int32) int32 {
	if back == 0 {
		return front
	}
	if front == 0 {
		return back
	}
	key := [2]int32{front, back}
	whole, ok := p.joins[key]
	if !ok {
		whole = p.number(trim(p.text[front] + p.text[back]))
		p.joins[key] = whole
	}
	return whole
}

// kinds numbers what data is: its label, and for rules that want the metavariables of source and sink to agree the bindings
// of its source. Kind 0 is whatever entered.
type kinds struct {
	list  []kind
	index map[kind]int32
}

type kind struct {
	label string
	env   int32 // file-wide env, or -1
	file  int32
}

func (k *kinds) number(x kind) int32 {
	if k.index == nil {
		k.list, k.index = []kind{{}}, map[kind]int32{}
	}
	i, ok := k.index[x]
	if !ok {
		i = int32(len(k.list))
		k.list = append(k.list, x)
		k.index[x] = i
	}
	return i
}

func (k *kinds) labelled(label string) int32 { return k.number(kind{label, -1, -1}) }
