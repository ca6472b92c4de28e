// Package match finds what a rule describes, by text.
//
// One pass of an automaton over the bytes finds the keywords of all rules. Around each hit a rule's regexp reads a window;
// windows of one rule that overlap are one, and no hit is skipped. So a regexp sees a small part of a file, and a
// rule whose keywords do not occur costs nothing, not even compiling its regexp.
//
// Rules of this package:
//   - Work is counted in bytes that regexps read, never in time.
//   - Nothing is copied and nothing is cut into chunks: a window may lie anywhere.
//   - A value that a match found is the caller's to hide; nothing here logs or keeps it.
package match

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"bartizan/internal/rule"
)

// MaxWork is how many bytes of windows the regexps of one Find may read.
const MaxWork = 4 << 20

// A Set is many text rules, found together. It is safe for concurrent use.
type Set struct {
	Rules    []*Rule // in the order given
	auto     *automaton
	keyword  []int // length of each keyword
	rules    [][]int32
	triggers []int32 // for a keyword: the trigger, or -1
	scratch  sync.Pool
}

// Compile makes a set. triggers are further keywords, whose places Find tells as they are. A malformed rule is an error
// that names its file; regexps are compiled when first needed (Verify compiles all).
func Compile(rules []*rule.Rule, triggers []string) (*Set, error) {
	s := &Set{}
	ids := map[string]int32{}
	var words []string
	add := func(word string) int32 {
		word = foldAll(word)
		id, ok := ids[word]
		if !ok {
			id = int32(len(words))
			ids[word] = id
			words = append(words, word)
			s.keyword = append(s.keyword, len(word))
			s.rules = append(s.rules, nil)
			s.triggers = append(s.triggers, -1)
		}
		return id
	}
	for i, r := range rules {
		m, err := newRule(r)
		if err != nil {
			return nil, err
		}
		s.Rules = append(s.Rules, m)
		for _, k := range m.Keywords {
			id := add(k)
			if !slices.Contains(s.rules[id], int32(i)) {
				s.rules[id] = append(s.rules[id], int32(i))
			}
		}
	}
	for i, t := range triggers {
		s.triggers[add(t)] = int32(i)
	}
	s.auto = newAutomaton(words)
	s.scratch.New = func() any { return &scratch{open: make([]span, len(s.Rules))} }
	return s, nil
}

// Verify compiles every regexp and reports the first rule that does not.
func (s *Set) Verify() error {
	for _, r := range s.Rules {
		if err := r.check(); err != nil {
			return err
		}
	}
	return nil
}

// A Match is one value that one rule found.
type Match struct {
	Rule    *Rule
	Start   int // of the value
	End     int
	Outcome Outcome // of the rule's check
}

// Outcome is how a value fared with its rule's check.
type Outcome uint8

const (
	Unchecked Outcome = iota
	Passed
	Failed
)

type span struct{ from, to int }

// scratch is what one Find needs. open[i] is the window of rule i that may still grow; to = 0 is none.
type scratch struct {
	open    []span
	touched []int32
}

// A Finder receives what Find finds. Trigger may be nil.
type Finder struct {
	Match   func(Match)
	Trigger func(trigger, start, end int)
}

// Find finds every match of every rule in the bytes of one file, in no particular order, and every trigger in reading
// order. It reports whether all windows were read; where it stops for lack of budget depends only on the input.
func (s *Set) Find(path string, data []byte, f Finder) (whole bool) {
	sc := s.scratch.Get().(*scratch)
	defer s.scratch.Put(sc)
	work := MaxWork
	whole = true
	flush := func(i int32) {
		w := sc.open[i]
		sc.open[i] = span{}
		if w.to == 0 {
			return
		}
		w = widen(data, w)
		if work -= w.to - w.from; work < 0 {
			whole = false
			return
		}
		s.Rules[i].find(path, data, w, f.Match)
	}
	s.auto.scan(data, func(k int32, end int) {
		start := end - s.keyword[k]
		if t := s.triggers[k]; t >= 0 && f.Trigger != nil {
			f.Trigger(int(t), start, end)
		}
		for _, i := range s.rules[k] {
			r := s.Rules[i]
			r.ready()
			w := span{max(0, start-r.window.Before), min(len(data), end+r.window.After)}
			open := &sc.open[i]
			if open.to > 0 && w.from <= open.to {
				open.from, open.to = min(open.from, w.from), max(open.to, w.to)
				continue
			}
			if open.to == 0 {
				sc.touched = append(sc.touched, i)
			}
			flush(i)
			*open = w
		}
	})
	for _, i := range sc.touched {
		flush(i)
	}
	sc.touched = sc.touched[:0]
	return whole
}

// widen moves a window's ends off the middle of a word, so that a cut does not look like a word's end.
func widen(data []byte, w span) span {
	const most = 256
	for n := 0; n < most && w.from > 0 && wordByte(data[w.from]) && wordByte(data[w.from-1]); n++ {
		w.from--
	}
	for n := 0; n < most && w.to < len(data) && wordByte(data[w.to-1]) && wordByte(data[w.to]); n++ {
		w.to++
	}
	return w
}

func wordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}

// find runs the rule's regexp over one window.
func (r *Rule) find(path string, data []byte, w span, report func(Match)) {
	if r.re == nil || !r.AllowsPath(path) {
		return
	}
	text := data[w.from:w.to]
	for _, m := range r.re.FindAllSubmatchIndex(text, -1) {
		from, to := m[2*r.Group], m[2*r.Group+1]
		if from < 0 || from == to {
			continue
		}
		value := string(text[from:to])
		outcome, ok := r.Judge(value)
		if !ok {
			continue
		}
		report(Match{Rule: r, Start: w.from + from, End: w.from + to, Outcome: outcome})
	}
}

// AllowsPath reports whether the rule looks at files of that path.
func (r *Rule) AllowsPath(path string) bool {
	r.ready()
	for _, re := range r.paths {
		if re.MatchString(path) {
			return false
		}
	}
	return true
}

// Judge applies the rule's entropy, check, allow list and stop words to a value. A rule that is not scored also refuses
// values that are plainly made up (see Filler).
func (r *Rule) Judge(value string) (Outcome, bool) {
	r.ready()
	outcome := Unchecked
	if r.Check != "" {
		outcome = Failed
		if checks[r.Check](value) {
			outcome = Passed
		} else if r.CheckRequired {
			return outcome, false
		}
	}
	if r.Entropy > 0 && Entropy(value) < r.Entropy || r.Regex != "" && outcome != Passed && Filler(value) {
		return outcome, false
	}
	for _, re := range r.values {
		if re.MatchString(value) {
			return outcome, false
		}
	}
	if len(r.stop) > 0 {
		lower := strings.ToLower(value)
		for _, s := range r.stop {
			if strings.Contains(lower, s) {
				return outcome, false
			}
		}
	}
	return outcome, true
}

// Compare orders matches by place, then by rule.
func Compare(a, b Match) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Rule.ID, b.Rule.ID))
}
