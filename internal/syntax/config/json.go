package config

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonReader reads JSON in one pass. Comments, trailing commas and control characters in strings are taken silently, as
// clients take them. A missing comma and an unknown escape are errors after which reading goes on; after any other error
// it ends. JSON5 adds single quotes, bare keys, more numbers and more escapes.
type jsonReader struct {
	*builder
	src   string
	pos   int
	five  bool
	first *Error
}

func (b *builder) json() (*Node, error) {
	p := &jsonReader{builder: b, src: string(b.data), pos: b.bom, five: b.lang == "json5"}
	root, err := p.document()
	if p.first != nil {
		return root, p.first
	}
	if err != nil {
		return root, err
	}
	return root, nil
}

func (p *jsonReader) document() (*Node, *Error) {
	if err := p.space(); err != nil {
		return nil, err
	}
	if p.pos == len(p.src) {
		return nil, p.fail(p.pos, "no value")
	}
	var root *Node
	if err := p.value(0, "", -1, func(n *Node) { root = n }); err != nil {
		return root, err
	}
	if err := p.space(); err != nil {
		return root, err
	}
	if p.pos < len(p.src) {
		return root, p.fail(p.pos, "more follows the value")
	}
	return root, nil
}

// value reads one value and hands it to attach before its members are read, so that an error inside keeps it.
func (p *jsonReader) value(depth int, key string, keyStart int, attach func(*Node)) *Error {
	start := p.pos
	if start == len(p.src) {
		return p.fail(start, "expected a value, but the input ends here")
	}
	var kind Kind
	var text string
	switch c := p.src[start]; {
	case c == '{':
		kind = Object
	case c == '[':
		kind = Array
	case c == '"' || c == '\'' && p.five:
		s, err := p.str()
		if err != nil {
			return err
		}
		kind, text = String, s
	case c == '-' || c >= '0' && c <= '9' || p.five && (c == '+' || c == '.' || c == 'I' || c == 'N'):
		n := p.number()
		if n == 0 {
			return p.fail(start, "not a number")
		}
		p.pos += n
		kind, text = Number, p.src[start:p.pos]
	default:
		var ok bool
		if kind, text, ok = p.word(); !ok {
			return p.fail(start, "expected a value")
		}
	}
	n := p.node(kind, start)
	if n == nil {
		return p.tooMany(start)
	}
	if keyStart >= 0 {
		p.member(n, key, keyStart)
	}
	n.Value, n.End = text, p.pos
	attach(n)
	if kind >= String {
		return nil
	}
	if depth >= MaxDepth {
		n.End = p.pos + 1
		return p.tooDeep(start)
	}
	p.pos++
	var err *Error
	if kind == Object {
		err = p.members(n, depth)
	} else {
		err = p.elements(n, depth)
	}
	n.End = p.pos
	return err
}

func (p *jsonReader) members(n *Node, depth int) *Error {
	attach := func(c *Node) { n.Children = append(n.Children, c) }
	for {
		if end, err := p.next(n, '}'); end || err != nil {
			return err
		}
		keyStart := p.pos
		key, err := p.key()
		if err != nil {
			return err
		}
		if err := p.space(); err != nil {
			return err
		}
		if p.pos == len(p.src) || p.src[p.pos] != ':' {
			return p.fail(p.pos, "expected : after a key")
		}
		p.pos++
		if err := p.space(); err != nil {
			return err
		}
		if err := p.value(depth+1, key, keyStart, attach); err != nil {
			return err
		}
	}
}

func (p *jsonReader) elements(n *Node, depth int) *Error {
	attach := func(c *Node) { n.Children = append(n.Children, c) }
	for {
		if end, err := p.next(n, ']'); end || err != nil {
			return err
		}
		if err := p.value(depth+1, "", -1, attach); err != nil {
			return err
		}
	}
}

// next goes to the next member or element of n, over one comma, or past the closing bracket.
func (p *jsonReader) next(n *Node, closing byte) (end bool, err *Error) {
	if err := p.space(); err != nil {
		return false, err
	}
	if len(n.Children) > 0 && p.pos < len(p.src) && p.src[p.pos] != closing {
		if p.src[p.pos] == ',' {
			p.pos++
			if err := p.space(); err != nil {
				return false, err
			}
		} else if c := p.src[p.pos]; c == '"' || c == '{' || c == '[' {
			p.fault(p.pos, "expected a comma")
		} else {
			return false, p.fail(p.pos, "expected a comma or "+string(closing))
		}
	}
	if p.pos == len(p.src) {
		return false, p.fail(p.pos, "expected "+string(closing)+", but the input ends here")
	}
	if p.src[p.pos] == closing {
		p.pos++
		return true, nil
	}
	return false, nil
}

// fault keeps the first error after which reading goes on.
func (p *jsonReader) fault(off int, msg string) {
	if p.first == nil {
		p.first = p.fail(off, msg)
	}
}

func (p *jsonReader) key() (string, *Error) {
	c := p.src[p.pos]
	if c == '"' || c == '\'' && p.five {
		return p.str()
	}
	if p.five {
		end := p.pos
		for end < len(p.src) {
			r, n := utf8.DecodeRuneInString(p.src[end:])
			if r != '_' && r != '$' && !unicode.IsLetter(r) && !(end > p.pos && unicode.IsDigit(r)) {
				break
			}
			end += n
		}
		if end > p.pos {
			key := p.src[p.pos:end]
			p.pos = end
			return key, nil
		}
	}
	return "", p.fail(p.pos, "expected a key in quotes")
}

func (p *jsonReader) word() (Kind, string, bool) {
	for _, w := range [...]struct {
		text string
		kind Kind
	}{{"true", Bool}, {"false", Bool}, {"null", Null}} {
		if strings.HasPrefix(p.src[p.pos:], w.text) {
			p.pos += len(w.text)
			return w.kind, w.text, true
		}
	}
	return 0, "", false
}

// number returns the length of the number at the reader's place, or 0.
func (p *jsonReader) number() int {
	s := p.src[p.pos:]
	i := 0
	digits := func() int {
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i - from
	}
	if s[0] == '-' || p.five && s[0] == '+' {
		i++
	}
	if p.five {
		for _, w := range []string{"Infinity", "NaN"} {
			if strings.HasPrefix(s[i:], w) {
				return i + len(w)
			}
		}
		if rest := s[i:]; len(rest) > 2 && rest[0] == '0' && rest[1]|0x20 == 'x' {
			n := 2
			for n < len(rest) && hexDigit(rest[n]) >= 0 {
				n++
			}
			if n == 2 {
				return 0
			}
			return i + n
		}
	}
	whole := 0
	if i < len(s) && s[i] == '0' {
		i++
		whole = 1
	} else {
		whole = digits()
	}
	fraction := 0
	if i < len(s) && s[i] == '.' {
		i++
		if fraction = digits(); fraction == 0 && !p.five {
			return 0
		}
	}
	if whole == 0 && (!p.five || fraction == 0) {
		return 0
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if digits() == 0 {
			return 0
		}
	}
	return i
}

// str reads a quoted string. Invalid UTF-8 and lone surrogates become U+FFFD, as encoding/json has them.
func (p *jsonReader) str() (string, *Error) {
	start := p.pos
	quote := p.src[start]
	i := start + 1
	for i < len(p.src) && p.src[i] != quote && p.src[i] != '\\' && p.src[i] != '\n' {
		i++
	}
	if i < len(p.src) && p.src[i] == quote {
		p.pos = i + 1
		return validText(p.src[start+1 : i]), nil
	}
	var b strings.Builder
	b.WriteString(p.src[start+1 : i])
	for i < len(p.src) {
		switch c := p.src[i]; c {
		case quote:
			p.pos = i + 1
			return validText(b.String()), nil
		case '\n':
			return "", p.fail(i, "the string that begins in this line does not end in it")
		case '\\':
			n := p.escape(&b, i)
			if n == 0 {
				return "", p.fail(start, "the string does not end")
			}
			i += n
		default:
			b.WriteByte(c)
			i++
		}
	}
	return "", p.fail(start, "the string does not end")
}

// validText replaces every invalid byte by one U+FFFD.
func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// escape decodes the escape sequence at i and returns its length, or 0 when the input ends in it.
func (p *jsonReader) escape(b *strings.Builder, i int) int {
	if i+1 == len(p.src) {
		return 0
	}
	c := p.src[i+1]
	if at := strings.IndexByte(`"\/bfnrt`, c); at >= 0 {
		b.WriteByte("\"\\/\b\f\n\r\t"[at])
		return 2
	}
	if c == 'u' {
		r, ok := hexRune(p.src[i+2:], 4)
		if !ok {
			p.fault(i, "not a \\u escape")
			b.WriteByte('u')
			return 2
		}
		if utf16.IsSurrogate(r) {
			if strings.HasPrefix(p.src[i+6:], `\u`) {
				if low, ok := hexRune(p.src[i+8:], 4); ok {
					if both := utf16.DecodeRune(r, low); both != unicode.ReplacementChar {
						b.WriteRune(both)
						return 12
					}
				}
			}
			r = unicode.ReplacementChar
		}
		b.WriteRune(r)
		return 6
	}
	if !p.five {
		p.fault(i, "unknown escape")
		if c == '\n' {
			return 1 // the line's end is judged by the caller
		}
		b.WriteByte('\\')
		return 1
	}
	switch c {
	case 'v':
		b.WriteByte('\v')
	case '0':
		b.WriteByte(0)
	case '\n':
	case '\r':
		if strings.HasPrefix(p.src[i+2:], "\n") {
			return 3
		}
	case 'x':
		r, ok := hexRune(p.src[i+2:], 2)
		if !ok {
			p.fault(i, "not a \\x escape")
			b.WriteByte('x')
			return 2
		}
		b.WriteRune(r)
		return 4
	default:
		b.WriteByte(c)
	}
	return 2
}

func hexRune(s string, digits int) (rune, bool) {
	if len(s) < digits {
		return 0, false
	}
	for i := range digits {
		if hexDigit(s[i]) < 0 {
			return 0, false
		}
	}
	v, err := strconv.ParseUint(s[:digits], 16, 32)
	return rune(v), err == nil
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// space skips blanks and comments.
func (p *jsonReader) space() *Error {
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			p.pos++
		case c == '/' && strings.HasPrefix(p.src[p.pos:], "//"):
			i := strings.IndexByte(p.src[p.pos:], '\n')
			if i < 0 {
				p.pos = len(p.src)
				return nil
			}
			p.pos += i + 1
		case c == '/' && strings.HasPrefix(p.src[p.pos:], "/*"):
			i := strings.Index(p.src[p.pos+2:], "*/")
			if i < 0 {
				err := p.fail(p.pos, "the comment does not end")
				p.pos = len(p.src)
				return err
			}
			p.pos += 2 + i + 2
		case p.five && (c == '\v' || c == '\f'):
			p.pos++
		case p.five && c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(p.src[p.pos:])
			if !unicode.IsSpace(r) && r != '\ufeff' {
				return nil
			}
			p.pos += n
		default:
			return nil
		}
	}
	return nil
}
