package flow

import "encoding/binary"

// A ruleTable keeps every set of rules once, as a small number. Number 0 is the empty set.
type ruleTable struct {
	rules  int
	words  int
	full   int32 // the set of all rules
	sets   []RuleSet
	index  map[string]int32
	unions map[[2]int32]int32
	inters map[[2]int32]int32
	key    []byte
}

func newRuleTable(rules int) *ruleTable {
	t := &ruleTable{rules: rules, words: (rules + 63) / 64, index: map[string]int32{}, unions: map[[2]int32]int32{}, inters: map[[2]int32]int32{}}
	t.number(make(RuleSet, t.words))
	t.full = t.number(nil)
	return t
}

// all gives a word of the set of all rules.
func (t *ruleTable) all(word int) uint64 {
	if word == t.words-1 && t.rules%64 != 0 {
		return 1<<(t.rules%64) - 1
	}
	return ^uint64(0)
}

// number gives the number of a set, which it may keep. A nil set is all rules.
func (t *ruleTable) number(s RuleSet) int32 {
	t.key = t.key[:0]
	for i := range t.words {
		w := t.all(i)
		if s != nil {
			if i >= len(s) {
				w = 0
			} else {
				w &= s[i]
			}
		}
		t.key = binary.LittleEndian.AppendUint64(t.key, w)
	}
	if n, ok := t.index[string(t.key)]; ok {
		return n
	}
	kept := make(RuleSet, t.words)
	for i := range kept {
		kept[i] = binary.LittleEndian.Uint64(t.key[8*i:])
	}
	n := int32(len(t.sets))
	t.sets = append(t.sets, kept)
	t.index[string(t.key)] = n
	return n
}

func (t *ruleTable) union(a, b int32) int32 {
	if a == b || b == 0 {
		return a
	}
	if a == 0 {
		return b
	}
	if a > b {
		a, b = b, a
	}
	n, ok := t.unions[[2]int32{a, b}]
	if !ok {
		s := make(RuleSet, t.words)
		for i := range s {
			s[i] = t.sets[a][i] | t.sets[b][i]
		}
		n = t.number(s)
		t.unions[[2]int32{a, b}] = n
	}
	return n
}

func (t *ruleTable) intersection(a, b int32) int32 {
	if a == b {
		return a
	}
	if a == 0 || b == 0 {
		return 0
	}
	if a > b {
		a, b = b, a
	}
	n, ok := t.inters[[2]int32{a, b}]
	if !ok {
		s := make(RuleSet, t.words)
		for i := range s {
			s[i] = t.sets[a][i] & t.sets[b][i]
		}
		n = t.number(s)
		t.inters[[2]int32{a, b}] = n
	}
	return n
}

// left gives the rules that all sets have, nil being all, and that are not in the killed set.
func (t *ruleTable) left(killed int32, sets ...RuleSet) (s RuleSet, empty bool) {
	s = make(RuleSet, t.words)
	for i := range s {
		s[i] = t.all(i) &^ t.sets[killed][i]
		for _, o := range sets {
			if o == nil {
				continue
			}
			if i < len(o) {
				s[i] &= o[i]
			} else {
				s[i] = 0
			}
		}
	}
	for _, w := range s {
		if w != 0 {
			return s, false
		}
	}
	return s, true
}

// setOf makes the set of the given rules; it is never nil.
func setOf(rules int, has func(rule int) bool) RuleSet {
	s := make(RuleSet, (rules+63)/64)
	for i := range rules {
		if has(i) {
			s[i/64] |= 1 << (i % 64)
		}
	}
	return s
}

// meets says whether two sets have a rule in common; nil is all.
func (s RuleSet) meets(o RuleSet) bool {
	if s == nil || o == nil {
		return true
	}
	for i := range min(len(s), len(o)) {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}
