package flow

import "slices"

// A factIndex finds facts: a table of open addressing.
type factIndex struct {
	slots []factSlot
	used  int
}

// A factSlot has the hash of its fact, so that few others are looked at.
type factSlot struct {
	hash uint32
	next int32 // fact + 1
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
	last, hash := uint32(len(x.slots)-1), x.hash(&f)
	for at := hash & last; ; at = (at + 1) & last {
		slot := x.slots[at]
		if slot.next == 0 {
			return -1
		}
		if slot.hash != hash {
			continue
		}
		if g := s.facts.at(slot.next - 1); g.ctx == f.ctx && g.node == f.node && g.path == f.path && g.kind == f.kind {
			return slot.next - 1
		}
	}
}

// insert adds a fact that is not there.
func (x *factIndex) insert(s *solver, i int32) {
	if 3*x.used >= 2*len(x.slots) {
		old := x.slots
		x.slots = make([]factSlot, max(1024, 2*len(old)))
		for _, slot := range old {
			if slot.next > 0 {
				x.place(slot)
			}
		}
	}
	x.used++
	x.place(factSlot{x.hash(s.facts.at(i)), i + 1})
}

func (x *factIndex) place(slot factSlot) {
	last := uint32(len(x.slots) - 1)
	at := slot.hash & last
	for x.slots[at].next != 0 {
		at = (at + 1) & last
	}
	x.slots[at] = slot
}

// pages are a list that is not copied when it grows.
type pages[T any] struct {
	list [][]T
	n    int32
}

const pageBits = 12

func (p *pages[T]) at(i int32) *T { return &p.list[i>>pageBits][i&(1<<pageBits-1)] }

// add puts x at the end and gives its place.
func (p *pages[T]) add(x T) int32 {
	if int(p.n>>pageBits) == len(p.list) {
		p.list = append(p.list, make([]T, 1<<pageBits))
	}
	*p.at(p.n) = x
	p.n++
	return p.n - 1
}

// A setTable keeps sets of rules, each once, as rows of a fixed number of words. Row 0 is the empty set.
type setTable struct {
	words int
	list  []uint64
	slots []int32 // row + 1, by hash
	last  int32   // the row that was asked for last: ways that belong together ask for the same
}

func newSetTable(words int) setTable {
	m := setTable{words: words, slots: make([]int32, 256)}
	m.number(make([]uint64, words))
	return m
}

func (x *setTable) row(i int32) []uint64 {
	at := int(i) * x.words
	return x.list[at : at+x.words]
}

// number gives the row of a set.
func (x *setTable) number(m []uint64) int32 {
	if len(x.list) > 0 && slices.Equal(x.row(x.last), m) {
		return x.last
	}
	end := uint32(len(x.slots) - 1)
	at := hashOf(m) & end
	for ; x.slots[at] != 0; at = (at + 1) & end {
		if i := x.slots[at] - 1; slices.Equal(x.row(i), m) {
			x.last = i
			return i
		}
	}
	x.last = int32(len(x.list) / x.words)
	x.slots[at] = x.last + 1
	x.list = append(x.list, m...)
	if 2*int(x.last) > len(x.slots) {
		x.slots = make([]int32, 2*len(x.slots))
		end = uint32(len(x.slots) - 1)
		for i := range x.last + 1 {
			at := hashOf(x.row(i)) & end
			for x.slots[at] != 0 {
				at = (at + 1) & end
			}
			x.slots[at] = i + 1
		}
	}
	return x.last
}

func hashOf(m []uint64) uint32 {
	h := uint64(0)
	for _, w := range m {
		h = (h ^ w) * 0x9E3779B97F4A7C15
		h ^= h >> 29
	}
	return uint32(h >> 32)
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
