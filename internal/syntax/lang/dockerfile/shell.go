package dockerfile

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// shell reads a command as the shell would split it: words are strings, or a StrConcat where variables are put into them,
// a variable alone its name, and what stands between commands an Atom. Comments and continued lines are left out.
func shell(lo *syntax.Lowering, i int) g.ID {
	lo.Kids(i)
	n := lo.Flat(i)
	s := scanner{Lowering: lo, at: n.Start, end: n.End}
	for s.at < s.end {
		s.next()
	}
	return s.words.First
}

// A scanner reads one command.
type scanner struct {
	*syntax.Lowering
	at, end uint32
	words   syntax.Chain
	fresh   bool // a line has begun, on which a comment may stand
}

func (s *scanner) peek(ahead uint32) byte {
	if s.at+ahead < s.end {
		return s.Source[s.at+ahead]
	}
	return 0
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func operator(c byte) bool {
	switch c {
	case '&', '|', ';', '<', '>', '(', ')':
		return true
	}
	return false
}

func (s *scanner) next() {
	c := s.peek(0)
	switch {
	case c == '\n':
		s.fresh = true
		s.at++
	case blank(c):
		s.at++
	case c == '\\' && s.continued() > 0:
		s.at += s.continued()
		s.fresh = true
	case c == '#' && s.fresh:
		for s.at < s.end && s.peek(0) != '\n' {
			s.at++
		}
	case operator(c):
		start := s.at
		for s.at++; s.at < s.end && s.peek(0) == c && s.at < start+2; {
			s.at++
		}
		s.Add(&s.words, s.Leaf(g.Atom, g.Plain, 0, start, s.at, s.InternSource(start, s.at)))
		s.fresh = false
	default:
		s.word()
		s.fresh = false
	}
}

// continued tells how long a backslash with the line break behind it is; 0 where there is none.
func (s *scanner) continued() uint32 {
	at := uint32(1)
	for s.peek(at) == ' ' || s.peek(at) == '\t' || s.peek(at) == '\r' {
		at++
	}
	if s.peek(at) == '\n' {
		return at + 1
	}
	return 0
}

// word reads up to white space or an operator outside quotes.
func (s *scanner) word() {
	start := s.at
	var parts syntax.Chain
	var text []byte
	from := s.at
	variables := false
	flush := func() {
		if len(text) > 0 {
			s.Add(&parts, s.Leaf(g.String, g.Plain, 0, from, s.at, s.Intern(text)))
			text = text[:0]
		}
	}
	var quote byte
	for s.at < s.end {
		c := s.peek(0)
		switch {
		case quote == 0 && (blank(c) || operator(c)):
			goto done
		case c == '\\' && quote != '\'' && s.continued() > 0:
			s.at += s.continued()
		case c == '\\' && quote != '\'' && s.at+1 < s.end:
			if d := s.peek(1); quote == '"' && d != '"' && d != '\\' && d != '$' && d != '`' {
				text = append(text, c)
			}
			text = append(text, s.peek(1))
			s.at += 2
		case c == quote && quote != 0:
			quote = 0
			s.at++
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
			s.at++
		case c == '$' && quote != '\'' && s.variable() > 0:
			flush()
			length := s.variable()
			s.Add(&parts, s.name(length))
			s.at += length
			from, variables = s.at, true
		case c == '$' && quote != '\'' && s.peek(1) == '(':
			text = s.command(text)
		default:
			text = append(text, c)
			s.at++
		}
	}
done:
	if s.at == start {
		s.at++
		return
	}
	flush()
	switch {
	case !variables && parts.First != 0: // constant
		id := parts.First
		s.SetStart(id, start)
		s.SetEnd(id, s.at)
		s.Add(&s.words, id)
	case variables && s.Next(parts.First) == 0 && s.Kind(parts.First) == g.Ident && s.Source[start] == '$':
		s.Add(&s.words, parts.First)
	case parts.First == 0:
		s.Add(&s.words, s.Leaf(g.String, g.Plain, 0, start, s.at, 0))
	default:
		id := s.At(start, s.at, g.StrConcat, g.Plain)
		s.SetChildren(id, parts.First)
		s.Add(&s.words, id)
	}
}

// variable tells how long $name or ${…} is; 0 where the sign stands for itself.
func (s *scanner) variable() uint32 {
	if s.peek(1) == '{' {
		for at := uint32(2); s.at+at < s.end && at < 256; at++ {
			if s.peek(at) == '}' {
				return at + 1
			}
		}
		return 0
	}
	at := uint32(1)
	for c := s.peek(at); c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || at > 1 && c >= '0' && c <= '9'; c = s.peek(at) {
		at++
	}
	if at == 1 {
		return 0
	}
	return at
}

// name is the variable at hand, without what ${…:-…} says beside.
func (s *scanner) name(length uint32) g.ID {
	start, end := s.at+1, s.at+length
	if s.Source[start] == '{' {
		start, end = start+1, end-1
	}
	stop := start
	for stop < end && (s.Source[stop] == '_' || s.Source[stop] >= '0' && s.Source[stop] <= '9' || s.Source[stop]|0x20 >= 'a' && s.Source[stop]|0x20 <= 'z') {
		stop++
	}
	return s.Leaf(g.Ident, g.Plain, 0, s.at, s.at+length, s.InternSource(start, stop))
}

// command appends $(…) as it is, up to the bracket that closes it.
func (s *scanner) command(text []byte) []byte {
	depth := 0
	for s.at < s.end {
		c := s.peek(0)
		text = append(text, c)
		s.at++
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return text
			}
		}
	}
	return text
}
