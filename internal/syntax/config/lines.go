package config

import (
	"strings"
	"unicode/utf8"
)

// lineReader reads the languages that are made of lines: INI, Java properties and dotenv.
type lineReader struct {
	*builder
	src  string
	root *Node
}

func (b *builder) lineReader() *lineReader {
	r := &lineReader{builder: b, src: validBytes(b.data)}
	r.root = b.node(Object, b.bom)
	r.root.End = len(b.data)
	return r
}

// validBytes is data as text of the same length: a byte that is not UTF-8 becomes a question mark.
func validBytes(data []byte) string {
	if firstInvalid(data) < 0 {
		return string(data)
	}
	var b strings.Builder
	b.Grow(len(data))
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			b.WriteByte('?')
		} else {
			b.Write(data[i : i+n])
		}
		i += n
	}
	return b.String()
}

// line returns the end of the line at at (without its line end) and where the next begins.
func (r *lineReader) line(at int) (end, next int) {
	i := strings.IndexByte(r.src[at:], '\n')
	if i < 0 {
		end, next = len(r.src), len(r.src)
	} else {
		end, next = at+i, at+i+1
	}
	if end > at && r.src[end-1] == '\r' {
		end--
	}
	return end, next
}

// add puts a value written as src[start:end] into parent.
func (r *lineReader) add(parent *Node, kind Kind, key string, keyStart int, value string, start, end int) (*Node, *Error) {
	n := r.node(kind, start)
	if n == nil {
		return nil, r.tooMany(start)
	}
	r.member(n, key, keyStart)
	n.Value, n.End = value, end
	parent.Children = append(parent.Children, n)
	parent.End = max(parent.End, end)
	return n, nil
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\f' || c == '\v' || c == '\r' }

// trim narrows a span to what is not blank.
func (r *lineReader) trim(start, end int) (int, int) {
	for start < end && blank(r.src[start]) {
		start++
	}
	for end > start && blank(r.src[end-1]) {
		end--
	}
	return start, end
}

// ini reads sections, "key = value" and "key: value". A section is an Object whose key is the text in its brackets; one
// that comes again goes on. Lines before the first section are members of the root; a key without a value is Null. A
// comment begins with # or ; at the start of a line or after a blank. A backslash at the end of a line joins the next, an
// indented line goes on with the value above. Double and single quotes around a value are taken off.
func (b *builder) ini() (*Node, error) {
	r := b.lineReader()
	sections := map[string]*Node{}
	in := r.root
	var last *Node  // the value that an indented line goes on with
	var more []byte // what such lines add to it
	follow := func(n *Node) {
		if len(more) > 0 {
			last.Value += string(more)
		}
		last, more = n, more[:0]
	}
	var bad *Error
	for at := b.bom; at < len(r.src); {
		lineStart := at
		end, next := r.line(at)
		at = next
		start, stop := r.trim(lineStart, end)
		if start == stop {
			follow(nil)
			continue
		}
		switch c := r.src[start]; {
		case c == '#' || c == ';':
			continue
		case c == '[':
			close := strings.LastIndexByte(r.src[start:stop], ']')
			if close < 0 {
				if bad == nil {
					bad = r.fail(start, "the section name does not end")
				}
				continue
			}
			name := strings.TrimSpace(r.src[start+1 : start+close])
			follow(nil)
			if in = sections[name]; in != nil {
				continue
			}
			var err *Error
			if in, err = r.add(r.root, Object, name, start+1, "", start, start+close+1); err != nil {
				return r.root, err
			}
			sections[name] = in
			continue
		}
		if start > lineStart && last != nil && last.Kind == String {
			more = append(append(more, '\n'), r.src[start:stop]...)
			last.End = stop
			in.End = max(in.End, stop)
			continue
		}
		for strings.HasSuffix(r.src[start:stop], `\`) && at < len(r.src) {
			_, next := r.line(at)
			e, _ := r.line(at)
			at, stop = next, e
		}
		n, err := r.iniPair(in, start, stop)
		if err != nil {
			return r.root, err
		}
		follow(n)
	}
	follow(nil)
	if bad != nil {
		return r.root, bad
	}
	return r.root, nil
}

func (r *lineReader) iniPair(in *Node, start, stop int) (*Node, *Error) {
	sep := iniSeparator(r.src[start:stop])
	if sep < 0 {
		return r.add(in, Null, r.src[start:stop], start, "", stop, stop)
	}
	_, keyEnd := r.trim(start, start+sep)
	from, to := r.trim(start+sep+1, stop)
	text := r.src[from:to]
	if text != "" && (text[0] == '"' || text[0] == '\'') {
		if n := quotedLength(text); n > 0 {
			value := text[1 : n-1]
			if text[0] == '"' {
				value = strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(value)
			}
			return r.add(in, String, r.src[start:keyEnd], start, value, from, from+n)
		}
	}
	for i := 0; i < len(text); i++ {
		if (text[i] == '#' || text[i] == ';') && (i == 0 || blank(text[i-1])) {
			from, to = r.trim(from, from+i)
			break
		}
	}
	value := strings.ReplaceAll(strings.ReplaceAll(r.src[from:to], "\\\r\n", ""), "\\\n", "")
	return r.add(in, String, r.src[start:keyEnd], start, value, from, to)
}

// iniSeparator finds the = or : between key and value, or returns -1. A colon in front of an equals sign separates only
// when a blank follows it: registry keys of .npmrc hold colons.
func iniSeparator(s string) int {
	eq, colon := strings.IndexByte(s, '='), strings.IndexByte(s, ':')
	switch {
	case eq < 0:
		return colon
	case colon >= 0 && colon < eq && colon+1 < len(s) && blank(s[colon+1]):
		return colon
	}
	return eq
}

// quotedLength returns the length of the quoted text that s begins with, or 0 when it does not end. A backslash escapes
// in double quotes.
func quotedLength(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && s[0] == '"':
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return 0
}

// properties reads Java properties (java.util.Properties.load): # and ! comments, =, : or a blank after the key,
// backslash escapes in keys and values, and lines joined by a backslash at their end.
func (b *builder) properties() (*Node, error) {
	r := b.lineReader()
	for at := b.bom; at < len(r.src); {
		start := at
		end, next := r.line(at)
		at = next
		for start < end && blank(r.src[start]) {
			start++
		}
		if start == end || r.src[start] == '#' || r.src[start] == '!' {
			continue
		}
		for oddBackslashes(r.src[start:end]) && at < len(r.src) {
			end, at = r.line(at)
		}
		keyEnd := start
		for keyEnd < end && !blank(r.src[keyEnd]) && r.src[keyEnd] != '=' && r.src[keyEnd] != ':' && r.src[keyEnd] != '\n' {
			if r.src[keyEnd] == '\\' {
				keyEnd++
				if strings.HasPrefix(r.src[min(keyEnd, end):end], "\r\n") {
					keyEnd++
				}
			}
			keyEnd++
		}
		keyEnd = min(keyEnd, end)
		from := keyEnd
		for from < end && blank(r.src[from]) {
			from++
		}
		if from < end && (r.src[from] == '=' || r.src[from] == ':') {
			from++
			for from < end && blank(r.src[from]) {
				from++
			}
		}
		if _, err := r.add(r.root, String, unescapeProperty(r.src[start:keyEnd]), start, unescapeProperty(r.src[from:end]), from, end); err != nil {
			return r.root, err
		}
	}
	return r.root, nil
}

func oddBackslashes(s string) bool {
	n := len(s) - len(strings.TrimRight(s, `\`))
	return n%2 == 1
}

func unescapeProperty(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			if s[i] != '\\' {
				b.WriteByte(s[i])
			}
			continue
		}
		i++
		switch s[i] {
		case 't':
			b.WriteByte('\t')
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 'f':
			b.WriteByte('\f')
		case 'u':
			if v, ok := hexRune(s[i+1:], 4); ok {
				b.WriteRune(v)
				i += 4
			} else {
				b.WriteByte('u')
			}
		case '\r', '\n':
			if s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
			for i+1 < len(s) && blank(s[i+1]) {
				i++
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
