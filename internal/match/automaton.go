package match

// An automaton finds all of a set of keywords in one pass (Aho and Corasick, Communications of the ACM 18(6), 1975).
//
// It is a complete transition table over byte classes, so a step is two loads and no branch. Upper- and lower-case ASCII
// letters share a class: the input is never copied. States that end a keyword are numbered after all others, so that
// one comparison tells them apart.
type automaton struct {
	class [256]uint8
	next  []uint32  // state (a row's offset) + class -> state
	first uint32    // states from here on end at least one keyword
	width uint32    // classes
	ends  [][]int32 // for (state-first)/width: the keywords that end there, longest first
}

func fold(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func foldAll(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] = fold(b[i])
	}
	return string(b)
}

// trie is the automaton while it is built. State 0 is the root; a child 0 is none, as nothing leads to the root.
type trie struct {
	width int
	child []int32 // state * width + class -> state
	fail  []int32
	ends  [][]int32
}

// newAutomaton builds the automaton of keywords, which are matched without regard to ASCII case. An empty keyword never
// matches.
func newAutomaton(keywords []string) *automaton {
	a := &automaton{width: 1}
	total := 1
	for _, k := range keywords {
		total += len(k)
		for i := range len(k) {
			c := fold(k[i])
			if a.class[c] != 0 {
				continue
			}
			a.class[c] = uint8(a.width)
			if 'a' <= c && c <= 'z' {
				a.class[c-'a'+'A'] = uint8(a.width)
			}
			a.width++
		}
	}
	width := int(a.width)
	t := &trie{width: width, child: make([]int32, width, total*width), ends: make([][]int32, 1, total)}
	for id, k := range keywords {
		at := 0
		for i := range len(k) {
			next := &t.child[at*width+int(a.class[k[i]])]
			if *next == 0 {
				*next = int32(len(t.ends))
				at = len(t.ends)
				t.ends = append(t.ends, nil)
				t.child = t.child[:len(t.ends)*width]
				continue
			}
			at = int(*next)
		}
		if at != 0 {
			t.ends[at] = append(t.ends[at], int32(id))
		}
	}
	order := t.complete()
	// Number the states: breadth first keeps the hot ones together, those with output go last.
	offset := make([]uint32, len(t.ends))
	var at uint32
	for _, ending := range []bool{false, true} {
		if ending {
			a.first = at
		}
		for _, n := range order {
			if (len(t.ends[n]) > 0) == ending {
				offset[n] = at
				at += a.width
				if ending {
					a.ends = append(a.ends, t.ends[n])
				}
			}
		}
	}
	a.next = make([]uint32, at)
	for n, from := range offset {
		row := a.next[from : from+a.width]
		for c, to := range t.child[n*width : (n+1)*width] {
			row[c] = offset[to]
		}
	}
	return a
}

// complete fills every missing transition from the state's longest proper suffix and returns the states breadth first.
func (t *trie) complete() []int32 {
	t.fail = make([]int32, len(t.ends))
	order := make([]int32, 1, len(t.ends))
	for _, n := range t.child[:t.width] {
		if n != 0 {
			order = append(order, n)
		}
	}
	for i := 1; i < len(order); i++ {
		n := int(order[i])
		fail := int(t.fail[n])
		t.ends[n] = append(t.ends[n], t.ends[fail]...)
		suffix := t.child[fail*t.width : (fail+1)*t.width]
		for c, m := range t.child[n*t.width : (n+1)*t.width] {
			if m != 0 {
				t.fail[m] = suffix[c]
				order = append(order, m)
			} else {
				t.child[n*t.width+c] = suffix[c]
			}
		}
	}
	return order
}

// scan calls visit for every occurrence of every keyword, in the order of their last bytes; end is the offset after it.
func (a *automaton) scan(data []byte, visit func(keyword int32, end int)) {
	var s uint32
	next, first := a.next, a.first
	for i, b := range data {
		s = next[s+uint32(a.class[b])]
		if s >= first {
			for _, k := range a.ends[(s-first)/a.width] {
				visit(k, i+1)
			}
		}
	}
}
