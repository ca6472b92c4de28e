package match

import "sync"

// Keywords are texts that are looked for together, without regard to ASCII case. It is safe for concurrent use.
type Keywords struct {
	auto    *automaton
	count   int
	scratch sync.Pool
}

// NewKeywords prepares words. An empty one occurs nowhere.
func NewKeywords(words []string) *Keywords {
	k := &Keywords{auto: newAutomaton(words), count: len(words)}
	k.scratch.New = func() any { s := make([]bool, len(k.auto.ends)); return &s }
	return k
}

// Present tells of each word whether it occurs in data, in one pass. The answer is written to into, which grows as needed.
func (k *Keywords) Present(data []byte, into []bool) []bool {
	if cap(into) < k.count {
		into = make([]bool, k.count)
	}
	into = into[:k.count]
	clear(into)
	seen := k.scratch.Get().(*[]bool)
	states := *seen
	clear(states)
	a := k.auto
	next, first, width := a.next, a.first, a.width
	var s uint32
	for _, b := range data {
		if s = next[s+uint32(a.class[b])]; s >= first {
			states[(s-first)/width] = true
		}
	}
	for i, in := range states {
		if in {
			for _, word := range a.ends[i] {
				into[word] = true
			}
		}
	}
	k.scratch.Put(seen)
	return into
}
