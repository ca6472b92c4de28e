package search

import (
	"bytes"
	"errors"

	"bartizan/internal/codegate/sast/formula"
)

var (
	errTooLong = errors.New("compiling a generic pattern: it is longer than 32 kB")
	errEmpty   = errors.New("compiling a generic pattern: it is empty")
)

// textPattern compiles a pattern of generic mode, once.
func (s *Set) textPattern(text string, _ *formula.Options) *textPattern {
	if p, ok := s.texts.Load(text); ok {
		return p.(*textPattern)
	}
	p, _ := s.texts.LoadOrStore(text, newTextPattern(text))
	return p.(*textPattern)
}

// A textMatcher matches one generic pattern at one place after another.
type textMatcher struct {
	pass     *Pass
	p        *textPattern
	tokens   []token
	text     []byte
	span     int32 // lines that an ellipsis passes at most
	caseless bool
	env      []Binding
	seen     map[textState]struct{}
	last     int // index of the last token of a match
}

type textState struct {
	p, t, scope int32
	bound       uint64
}

// generic gives the matches of a generic pattern: from each token the shortest one.
func (e *evaluation) generic(text string, o *formula.Options) []ranged {
	p := e.set.textPattern(text, o)
	if p.err != nil {
		return nil
	}
	style := o.GenericCommentStyle
	if e.tokens == nil {
		e.tokens = map[string][]token{}
	}
	tokens, ok := e.tokens[style]
	if !ok {
		tokens = tokenize(withoutComments(e.u.Text, style), false)
		e.tokens[style] = tokens
	}
	if len(tokens) == 0 {
		return nil
	}
	m := textMatcher{pass: e.Pass, p: p, tokens: tokens, text: e.u.Text, span: int32(o.GenericEllipsisMaxSpan), caseless: o.GenericCaseless}
	if m.span <= 0 {
		m.span = 10
	}
	head := &p.tokens[0]
	leading := head.kind == dots || head.kind == dotsFor
	var out []ranged
	from, to := uint32(0), uint32(len(e.u.Text))
	if e.within != nil {
		from, to = e.within.Start, e.within.End
	}
	var scopes []int32
	for i := range tokens {
		t := &tokens[i]
		switch t.kind {
		case begin:
			scopes = append(scopes, t.pair)
			continue
		case end:
			scopes = scopes[:len(scopes)-1]
			continue
		}
		if t.start < from || t.end > to {
			continue
		}
		if leading {
			if before := tokens[i-1]; before.kind != begin && before.start >= from && e.within == nil || e.within != nil && len(out) > 0 {
				continue
			}
		} else if head.kind == word || head.kind == punct {
			if !m.same(head, t) {
				continue
			}
		} else if head.kind == meta && t.kind != word {
			continue
		}
		clear(m.seen)
		m.env, m.last = m.env[:0], -1
		if !m.match(0, i, int(scopes[len(scopes)-1])) {
			if e.cut {
				break
			}
			continue
		}
		last := &tokens[max(m.last, i)]
		if last.end > to {
			continue
		}
		out = append(out, ranged{Match: Match{Start: t.start, End: last.end, Env: sortedEnv(m.env)}})
		if len(out) > maxRanges {
			e.cut = true
			break
		}
	}
	return compact(out)
}

func (m *textMatcher) same(p, t *token) bool {
	if t.kind != p.kind {
		return false
	}
	a, b := m.p.text[p.start:p.end], m.text[t.start:t.end]
	if m.caseless {
		return len(a) == len(b) && bytes.EqualFold([]byte(a), b)
	}
	return string(b) == a
}

// match matches the pattern from its token p on with the text from t on, before scope ends. The recursion is over ellipses
// and indented blocks of the pattern.
func (m *textMatcher) match(p, t, scope int) bool {
	for {
		if m.pass.left--; m.pass.left < 0 {
			m.pass.cut = true
			return false
		}
		if p == len(m.p.tokens) {
			return true
		}
		pt := &m.p.tokens[p]
		switch pt.kind {
		case dots, dotsFor:
			return m.ellipsis(p, t, scope)
		case begin:
			if t >= scope || m.tokens[t].kind != begin {
				return false
			}
			p, t, scope = p+1, t+1, int(m.tokens[t].pair)
			continue
		case end: // all of the block must have been matched
			for t < scope && (m.tokens[t].kind == begin || m.tokens[t].kind == end) {
				t++
			}
			if t != scope {
				return false
			}
			p, t, scope = p+1, t+1, m.outer(scope)
			continue
		}
		for t < scope && (m.tokens[t].kind == begin || m.tokens[t].kind == end) {
			t++
		}
		if t >= scope {
			return false
		}
		tt := &m.tokens[t]
		if pt.kind == meta {
			if tt.kind != word || !m.bind(Binding{Name: pt.name, Start: tt.start, End: tt.end}) {
				return false
			}
		} else if !m.same(pt, tt) {
			return false
		}
		m.last = t
		p, t = p+1, t+1
	}
}

// outer gives the end of the block around the one that ends at a token.
func (m *textMatcher) outer(scope int) int {
	depth := 0
	for i := scope + 1; i < len(m.tokens); i++ {
		switch m.tokens[i].kind {
		case begin:
			i = int(m.tokens[i].pair)
		case end:
			if depth == 0 {
				return i
			}
		}
	}
	return len(m.tokens) - 1
}

func (m *textMatcher) bind(b Binding) bool {
	for i := range m.env {
		if o := &m.env[i]; o.Name == b.Name {
			return bytes.Equal(m.text[o.Start:o.End], m.text[b.Start:b.End])
		}
	}
	m.env = append(m.env, b)
	return true
}

// ellipsis passes over as few tokens as it can; at the end of the pattern, over as many.
func (m *textMatcher) ellipsis(p, t, scope int) bool {
	pt := &m.p.tokens[p]
	span := m.span * max(pt.pair, 1)
	line, from := int32(0), uint32(0)
	if m.last >= 0 {
		line, from = m.tokens[m.last].line, m.tokens[m.last].end
	} else if t < len(m.tokens) {
		line, from = m.tokens[t].line, m.tokens[t].start
	}
	if p+1 == len(m.p.tokens) {
		to := from
		for ; t < scope && m.tokens[t].line-line <= span; t++ {
			if k := m.tokens[t].kind; k != begin && k != end {
				m.last, to = t, m.tokens[t].end
			}
		}
		return pt.kind == dots || m.bind(Binding{Name: pt.name, Start: from, End: to})
	}
	inBlock := m.p.tokens[p+1].kind == end
	to := from
	for ; t <= scope; t++ {
		if t < scope && m.tokens[t].line-line > span {
			return false
		}
		if m.pass.left--; m.pass.left < 0 {
			m.pass.cut = true
			return false
		}
		if !inBlock || t == scope {
			s := textState{int32(p), int32(t), int32(scope), 0}
			if pt.kind == dots {
				s.bound = hashEnv(m.env)
				if _, met := m.seen[s]; met {
					return false
				}
				if m.seen == nil {
					m.seen = map[textState]struct{}{}
				}
				m.seen[s] = struct{}{}
			}
			bound, last := len(m.env), m.last
			if (pt.kind == dots || m.bind(Binding{Name: pt.name, Start: from, End: to})) && m.match(p+1, t, scope) {
				return true
			}
			m.env, m.last = m.env[:bound], last
			if m.pass.cut {
				return false
			}
		}
		if t < scope {
			if k := m.tokens[t].kind; k != begin && k != end {
				to = m.tokens[t].end
				if inBlock {
					m.last = t
				}
			}
		}
	}
	return false
}
