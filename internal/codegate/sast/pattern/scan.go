package pattern

import "strings"

// A kind tells the tokens of a pattern's text apart.
type kind uint8

const (
	punct kind = iota // one byte
	word
	number
	line     // a line's end
	quoteOn  // what opens a string, its prefix included
	fragment // a piece of a string between what is inserted
	quoteOff
	insertOn // what opens an expression in a string
	insertOff
	meta         // $X
	metaEllipsis // $...X
	ellipsis     // ...
	deepOn       // <...
	deepOff      // ...>
)

// A token is a range of the text. Up is the token that opens the brackets, string or insertion around it, or -1; Match the
// other half of a bracket, or -1.
type token struct {
	kind       kind
	start, end int
	up, match  int
}

// A source is a pattern's text in tokens.
type source struct {
	text   string
	d      *dialect
	tokens []token
	open   []int // brackets that are open while scanning

	openers []opener // by token
	bare    bool     // no comment ends any more
	ends    int      // strings with insertions that did not end
	nested  bool     // the text is a type in a pattern: its ellipses are no statements
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}

// metavariable gives the length of the name $X at the beginning of a text, or 0.
func metavariable(s string) int {
	if len(s) < 2 || s[0] != '$' || !(s[1] >= 'A' && s[1] <= 'Z' || s[1] == '_') {
		return 0
	}
	n := 1
	for n < len(s) && wordByte(s[n]) {
		if c := s[n]; c >= 'a' && c <= 'z' || c >= 0x80 {
			return 0
		}
		n++
	}
	return n
}

// metavariables gives the length of the name $...X at the beginning of a text, or 0.
func metavariables(s string) int {
	if !strings.HasPrefix(s, "$...") {
		return 0
	}
	if n := metavariable("$" + s[4:min(len(s), 200)]); n > 0 {
		return n + 3
	}
	return 0
}

func scan(text string, d *dialect) *source {
	s := &source{text: text, d: d}
	s.code(0, 0)
	return s
}

func (s *source) add(k kind, start, end int) int {
	up := -1
	if len(s.open) > 0 {
		up = s.open[len(s.open)-1]
	}
	s.tokens = append(s.tokens, token{k, start, end, up, -1})
	return len(s.tokens) - 1
}

func (s *source) enter(k kind, start, end int) { s.open = append(s.open, s.add(k, start, end)) }

// leave closes the innermost bracket if its kind and text fit, or adds a token that closes nothing.
func (s *source) leave(k kind, start, end int, fits func(token) bool) bool {
	if n := len(s.open); n > 0 && fits(s.tokens[s.open[n-1]]) {
		on := s.open[n-1]
		s.open = s.open[:n-1]
		off := s.add(k, start, end)
		s.tokens[on].match, s.tokens[off].match = off, on
		return true
	}
	s.add(k, start, end)
	return false
}

const (
	maxInserts = 20   // depth of strings in expressions in strings
	maxOpen    = 16   // strings with insertions that do not end, each of which is scanned for nothing
	maxRegex   = 2000 // bytes of a literal
)

// code scans from a place to the end, or, inside a string, to the brace that ends the insertion.
func (s *source) code(at, inserts int) int {
	floor := len(s.open)
	for at < len(s.text) {
		rest := s.text[at:]
		c := rest[0]
		if n := s.comment(rest); n > 0 {
			at += n
			continue
		}
		if n := s.quoted(at, inserts); n > 0 {
			at = n
			continue
		}
		if n := s.literal(at); n > 0 {
			at = n
			continue
		}
		switch {
		case c == '\n':
			s.add(line, at, at+1)
			at++
		case c == ' ' || c == '\t' || c == '\r':
			at++
		case c == '$' && metavariable(rest) > 0 && !s.d.own(rest[:metavariable(rest)]):
			n := metavariable(rest)
			s.add(meta, at, at+n)
			at += n
		case c == '$' && metavariables(rest) > 0:
			n := metavariables(rest)
			s.add(metaEllipsis, at, at+n)
			at += n
		case strings.HasPrefix(rest, "<...") && !typeList(rest[4:]):
			s.enter(deepOn, at, at+4)
			at += 4
		case strings.HasPrefix(rest, "...>") && s.inDeep():
			s.leave(deepOff, at, at+4, func(t token) bool { return t.kind == deepOn })
			at += 4
		case strings.HasPrefix(rest, "..."):
			s.add(ellipsis, at, at+3)
			at += 3
		case c == '(' || c == '[' || c == '{':
			s.enter(punct, at, at+1)
			at++
		case c == ')' || c == ']' || c == '}':
			if c == '}' && inserts > 0 && len(s.open) == floor {
				return at
			}
			s.leave(punct, at, at+1, func(t token) bool {
				return len(s.open) > floor && t.kind == punct && closes(s.text[t.start], c)
			})
			at++
		case wordByte(c) || c == '$':
			n := 1
			for n < len(rest) && (wordByte(rest[n]) || rest[n] == '$') {
				n++
			}
			k := word
			if c >= '0' && c <= '9' {
				k = number
			}
			s.add(k, at, at+n)
			at += n
		default:
			s.add(punct, at, at+1)
			at++
		}
	}
	return at
}

// typeList tells the rest of <...> or <..., T>, which are types and not <... e ...>.
func typeList(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\r\n")
	return rest == "" || rest[0] == '>' || rest[0] == ','
}

func closes(open, c byte) bool {
	return open == '(' && c == ')' || open == '[' && c == ']' || open == '{' && c == '}'
}

func (s *source) inDeep() bool {
	return len(s.open) > 0 && s.tokens[s.open[len(s.open)-1]].kind == deepOn
}

// comment gives the length of a comment at the beginning of a text.
func (s *source) comment(rest string) int {
	for _, c := range s.d.comments {
		if strings.HasPrefix(rest, c) && (s.d.spelling != dollars || !strings.HasPrefix(rest, "#[")) { // an attribute of PHP
			if n := strings.IndexByte(rest, '\n'); n >= 0 {
				return n
			}
			return len(rest)
		}
	}
	if s.d.block && !s.bare && strings.HasPrefix(rest, "/*") {
		n := strings.Index(rest[2:], "*/")
		if n >= 0 {
			return n + 4
		}
		s.bare = true
	}
	return 0
}

// quoted scans a string, if one begins here, and gives where it ends.
func (s *source) quoted(at, inserts int) int {
	for i := range s.d.quotes {
		q := &s.d.quotes[i]
		from := at
		insert := q.insert
		if q.prefixed {
			for from < len(s.text) && from < at+3 && strings.IndexByte("rbuftRBUFT", s.text[from]) >= 0 {
				from++
			}
			if !strings.ContainsAny(s.text[at:from], "fFtT") {
				insert = ""
			}
		}
		if !strings.HasPrefix(s.text[from:], q.open) || from > at && at > 0 && wordByte(s.text[at-1]) {
			continue
		}
		body := from + len(q.open)
		if insert == "" {
			if end := q.end(s.text, body); end >= 0 {
				s.enter(quoteOn, at, body)
				s.add(fragment, body, end)
				s.leave(quoteOff, end, end+len(q.close), func(token) bool { return true })
				return end + len(q.close)
			}
			continue
		}
		if inserts < maxInserts && s.ends < maxOpen {
			if end := s.inserted(q, insert, at, body, inserts); end >= 0 {
				return end
			}
		}
	}
	return 0
}

// literal scans a regular expression, if one begins here, and gives where its last slash ends.
func (s *source) literal(at int) int {
	if !s.d.regex || s.text[at] != '/' {
		return 0
	}
	if p := s.before(len(s.tokens)); p >= 0 {
		switch t := s.tokens[p]; {
		case t.kind == punct && strings.IndexByte("(,=:[!&|?{};+", s.text[t.start]) >= 0:
		case s.is(p, "return") || s.is(p, "typeof") || s.is(p, "case"):
		default:
			return 0
		}
	}
	class := false
	for i := at + 1; i < min(len(s.text), at+maxRegex); i++ {
		switch c := s.text[i]; {
		case c == '\n':
			return 0
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case s.d.insert != "" && strings.HasPrefix(s.text[i:], s.d.insert):
			if end := s.inserted(&quote{close: "/", insert: s.d.insert}, s.d.insert, at, at+1, 0); end >= 0 {
				return end
			}
		case c == '/' && !class:
			s.enter(quoteOn, at, at+1)
			s.add(fragment, at+1, i)
			s.leave(quoteOff, i, i+1, func(token) bool { return true })
			return i + 1
		}
	}
	return 0
}

// end finds where a string without insertions ends, or -1.
func (q *quote) end(text string, at int) int {
	for ; at < len(text); at++ {
		switch {
		case strings.HasPrefix(text[at:], q.close):
			return at
		case text[at] == '\\' && !q.raw:
			at++
		case text[at] == '\n' && !q.lines:
			return -1
		}
	}
	return -1
}

// inserted scans a string with insertions; where it does not end, nothing is kept.
func (s *source) inserted(q *quote, insert string, at, body, inserts int) int {
	tokens, open := len(s.tokens), len(s.open)
	s.enter(quoteOn, at, body)
	from := body
	for i := body; i < len(s.text); i++ {
		switch rest := s.text[i:]; {
		case strings.HasPrefix(rest, q.close):
			s.add(fragment, from, i)
			s.leave(quoteOff, i, i+len(q.close), func(token) bool { return true })
			return i + len(q.close)
		case rest[0] == '\\' && !q.raw:
			i++
		case rest[0] == '\n' && !q.lines:
			i = len(s.text)
		case insert == "{" && strings.HasPrefix(rest, "{{"):
			i++
		case strings.HasPrefix(rest, insert):
			s.add(fragment, from, i)
			s.enter(insertOn, i, i+len(insert))
			end := s.code(i+len(insert), inserts+1)
			for len(s.open) > 0 && s.tokens[s.open[len(s.open)-1]].kind != insertOn {
				s.open = s.open[:len(s.open)-1]
			}
			if end >= len(s.text) {
				i = end
				break
			}
			s.leave(insertOff, end, end+1, func(token) bool { return true })
			from, i = end+1, end
		}
	}
	s.tokens, s.open = s.tokens[:tokens], s.open[:open]
	s.ends++
	return -1
}

// Text gives a token's text.
func (s *source) str(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.text[s.tokens[i].start:s.tokens[i].end]
}

// is tells whether a token is a word or a byte of punctuation.
func (s *source) is(i int, text string) bool {
	return i >= 0 && i < len(s.tokens) && s.tokens[i].kind <= word && s.str(i) == text
}

// before and behind give the next token in a direction that is no line's end, or -1.
func (s *source) before(i int) int {
	for i--; i >= 0 && s.tokens[i].kind == line; i-- {
	}
	return i
}

func (s *source) behind(i int) int {
	for i++; i < len(s.tokens) && s.tokens[i].kind == line; i++ {
	}
	if i >= len(s.tokens) {
		return -1
	}
	return i
}
