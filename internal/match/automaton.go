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

// node is a state while the automaton is built.
type node struct {
	child [256]int32 // by class; 0 = none, as nothing leads to the root
	fail  int32
	ends  []int32
}

// newAutomaton builds the automaton of keywords, which are matched without regard to ASCII case. An empty keyword never
// matches.
func newAutomaton(keywords []string) *automaton {
	a := &automaton{width: 1}
	for _, k := range keywords {
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
	nodes := make([]node, 1)
	for id, k := range keywords {
		at := int32(0)
		for i := range len(k) {
			c := a.class[k[i]]
			if nodes[at].child[c] == 0 {
				nodes = append(nodes, node{})
				nodes[at].child[c] = int32(len(nodes) - 1)
			}
			at = nodes[at].child[c]
		}
		if at != 0 {
			nodes[at].ends = append(nodes[at].ends, int32(id))
		}
	}
	order := a.complete(nodes)
	// Number the states: breadth first keeps the hot ones together, those with output go last.
	offset := make([]uint32, len(nodes))
	var at uint32
	for _, ending := range []bool{false, true} {
		if ending {
			a.first = at
		}
		for _, n := range order {
			if (len(nodes[n].ends) > 0) == ending {
				offset[n] = at
				at += a.width
				if ending {
					a.ends = append(a.ends, nodes[n].ends)
				}
			}
		}
	}
	a.next = make([]uint32, at)
	for n := range nodes {
		for c := range a.width {
			a.next[offset[n]+c] = offset[nodes[n].child[c]]
		}
	}
	return a
}

// complete fills every missing transition from the state's longest proper suffix and returns the states breadth first.
func (a *automaton) complete(nodes []node) []int32 {
	order := make([]int32, 1, len(nodes))
	for c := range a.width {
		if n := nodes[0].child[c]; n != 0 {
			order = append(order, n)
		}
	}
	for i := 1; i < len(order); i++ {
		n := &nodes[order[i]]
		fail := &nodes[n.fail]
		n.ends = append(n.ends, fail.ends...)
		for c := range a.width {
			if m := n.child[c]; m != 0 {
				nodes[m].fail = fail.child[c]
				order = append(order, m)
			} else {
				n.child[c] = fail.child[c]
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
