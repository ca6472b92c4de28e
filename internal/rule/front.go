package rule

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// simpleFront reads front matter of the form that nearly all rules have: one line for each key, its value a scalar, a
// flow list or a flow mapping. It gives the node that the YAML library would give; ok is false for everything that is not
// surely of that form, and the library reads it then. A pack of 700 rules is read at every start: this takes 2 ms of
// it, the library 40.
func simpleFront(front string) (m *yaml.Node, ok bool) {
	m = &yaml.Node{Kind: yaml.MappingNode, Column: 1}
	line := 0
	for l := range strings.SplitSeq(front, "\n") {
		line++
		if !printable(l) {
			return nil, false
		}
		if l == "" || l[0] == '#' {
			continue
		}
		key, rest, found := strings.Cut(l, ": ")
		if !found || !plainKey(key) {
			return nil, false
		}
		p := flow{rest: rest, line: line, column: len(key) + 3}
		value, ok := p.value(false)
		if !ok || p.rest != "" {
			return nil, false
		}
		if m.Line == 0 {
			m.Line = line
		}
		m.Content = append(m.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key, Line: line, Column: 1}, value)
	}
	return m, len(m.Content) > 0
}

// splitKeys parts front matter into the lines of the keys that all rules have, and the others, each with empty lines in the
// place of what it lacks. It is ok only where every line that is not indented begins a key with its value or what is below
// it, and each of those keys is one line.
func splitKeys(front string) (head, rest string, ok bool) {
	var h, r strings.Builder
	mine := false
	for l := range strings.Lines(front) {
		switch {
		case strings.TrimRight(l, "\n") == "", l[0] == '#':
			h.WriteByte('\n')
			r.WriteByte('\n')
			continue
		case l[0] == ' ' || l[0] == '-':
			if mine {
				return "", "", false
			}
		default:
			key, _, found := strings.Cut(strings.TrimRight(l, "\n"), ":")
			if !found || key == "" || strings.ContainsAny(key, " \t\"'{}[],&*!|>%@`") {
				return "", "", false
			}
			mine = slices.Contains(headerKeys, key)
			if key == "languages" || key == "fixer" || key == "fix" {
				h.WriteString(l)
				r.WriteString(l)
				continue
			}
		}
		if mine {
			h.WriteString(l)
			r.WriteByte('\n')
		} else {
			h.WriteByte('\n')
			r.WriteString(l)
		}
	}
	return strings.TrimRight(h.String(), "\n"), r.String(), true
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func plainKey(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= 64 && s != "null" && s != "true" && s != "false"
}

// A flow is the rest of a line.
type flow struct {
	rest         string
	line, column int
	depth        int
}

func (p *flow) skip(n int) {
	p.rest = p.rest[n:]
	p.column += n
}

func (p *flow) spaces() { p.skip(len(p.rest) - len(strings.TrimLeft(p.rest, " "))) }

// value reads one value; inside a flow list or mapping a plain scalar ends at its punctuation.
func (p *flow) value(inside bool) (*yaml.Node, bool) {
	if p.rest == "" || p.depth > 8 {
		return nil, false
	}
	n := &yaml.Node{Line: p.line, Column: p.column}
	switch p.rest[0] {
	case '[', '{':
		p.depth++
		defer func() { p.depth-- }()
		return n, p.collection(n)
	case '\'':
		end := 1
		for ; ; end++ {
			i := strings.IndexByte(p.rest[end:], '\'')
			if i < 0 {
				return nil, false
			}
			if end += i; end+1 == len(p.rest) || p.rest[end+1] != '\'' {
				break
			}
			end++
		}
		n.Kind, n.Style, n.Value = yaml.ScalarNode, yaml.SingleQuotedStyle, strings.ReplaceAll(p.rest[1:end], "''", "'")
		p.skip(end + 1)
		return n, true
	case '"':
		end := strings.IndexByte(p.rest[1:], '"')
		if end < 0 || strings.IndexByte(p.rest[1:end+1], '\\') >= 0 {
			return nil, false
		}
		n.Kind, n.Style, n.Value = yaml.ScalarNode, yaml.DoubleQuotedStyle, p.rest[1:end+1]
		p.skip(end + 2)
		return n, true
	}
	end := len(p.rest)
	if inside {
		if end = strings.IndexAny(p.rest, ",]}"); end < 0 {
			return nil, false
		}
	}
	text := p.rest[:end]
	if inside {
		text = strings.TrimRight(text, " ")
	}
	if !plainScalar(text) {
		return nil, false
	}
	n.Kind, n.Value = yaml.ScalarNode, text
	p.skip(end)
	return n, true
}

// plainScalar reports text that is surely one unquoted scalar, in a flow too.
func plainScalar(s string) bool {
	if s == "" || s[len(s)-1] == ' ' || s[len(s)-1] == ':' || strings.Contains(s, ": ") || strings.Contains(s, " #") {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '/':
		case i > 0 && strings.IndexByte(" .-+:=@%()*$#~!<>;^|&", c) >= 0:
		case i == 0 && c == '.' && len(s) > 1:
		default:
			return false
		}
	}
	return true
}

// collection reads a flow list or mapping, brackets included.
func (p *flow) collection(n *yaml.Node) bool {
	n.Style = yaml.FlowStyle
	n.Kind = yaml.SequenceNode
	closing := byte(']')
	if p.rest[0] == '{' {
		n.Kind, closing = yaml.MappingNode, '}'
	}
	p.skip(1)
	for first := true; ; first = false {
		p.spaces()
		if p.rest != "" && p.rest[0] == closing && first {
			p.skip(1)
			return true
		}
		if n.Kind == yaml.MappingNode {
			key, _, found := strings.Cut(p.rest, ": ")
			if !found || !plainKey(key) {
				return false
			}
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key, Line: p.line, Column: p.column})
			p.skip(len(key) + 2)
			p.spaces()
		}
		value, ok := p.value(true)
		if !ok {
			return false
		}
		n.Content = append(n.Content, value)
		p.spaces()
		if p.rest == "" || p.rest[0] != ',' && p.rest[0] != closing {
			return false
		}
		end := p.rest[0] == closing
		p.skip(1)
		if end {
			return true
		}
	}
}
