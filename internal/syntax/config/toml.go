package config

import (
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// tomlReader turns the library's expressions into one tree. The reader keeps a cursor of its own: the library places keys
// and strings but not arrays.
type tomlReader struct {
	*builder
	root    *Node
	members map[tomlKey]*Node // last member of that key
	at      int
}

type tomlKey struct {
	parent *Node
	key    string
}

// toml reads tables as objects and arrays of tables as arrays. A key that is set twice is kept twice.
func (b *builder) toml() (*Node, error) {
	t := &tomlReader{builder: b, members: map[tomlKey]*Node{}}
	end, bound := t.bound()
	t.root = b.node(Object, b.bom)
	t.root.End = len(b.data)
	err := t.expressions(end)
	if err == nil && bound != nil {
		return t.root, bound
	}
	if err != nil {
		return t.root, err
	}
	return t.root, nil
}

// bound follows the input as the library would and returns where to cut it: at the line where arrays and tables nest too
// deeply (the library recurses without a bound) or where there are too many values.
func (t *tomlReader) bound() (int, *Error) {
	d := t.data
	depth, marks, line := 0, 0, t.bom
	for i := t.bom; i < len(d); i++ {
		switch d[i] {
		case '[', '{':
			if depth++; depth > MaxDepth {
				return line, t.tooDeep(i)
			}
		case ']', '}':
			depth = max(0, depth-1)
		case ',', '=', '\n', '.':
			if marks++; marks > MaxNodes {
				return line, t.tooMany(i)
			}
			if d[i] == '\n' && depth == 0 {
				line = i + 1
			}
		case '#':
			for i+1 < len(d) && d[i+1] != '\n' {
				i++
			}
		case '"', '\'':
			n := t.quoted(i)
			if n == 0 {
				return len(d), nil // the library stops here too
			}
			i += n - 1
		}
	}
	return len(d), nil
}

// quoted returns the length of the string at i, or 0 when it does not end.
func (t *tomlReader) quoted(i int) int {
	s := string(t.data[i:min(i+3, len(t.data))])
	q := s[0]
	if s == `"""` || s == `'''` {
		for j := i + 3; j < len(t.data); j++ {
			if t.data[j] == '\\' && q == '"' {
				j++
			} else if t.data[j] == q && strings.HasPrefix(string(t.data[j:min(j+3, len(t.data))]), s) {
				j += 3
				for extra := 0; extra < 2 && j < len(t.data) && t.data[j] == q; extra++ {
					j++
				}
				return j - i
			}
		}
		return 0
	}
	for j := i + 1; j < len(t.data) && t.data[j] != '\n'; j++ {
		if t.data[j] == '\\' && q == '"' {
			j++
		} else if t.data[j] == q {
			return j + 1 - i
		}
	}
	return 0
}

func (t *tomlReader) expressions(end int) (err *Error) {
	p := &unstable.Parser{}
	defer func() {
		if recover() != nil {
			err = t.fail(t.at, "the TOML reader gave up")
		}
	}()
	p.Reset(t.data[t.bom:end])
	table, depth := t.root, 0
	for p.NextExpression() {
		x := p.Expression()
		keys := t.keys(p, x)
		var e *Error
		switch x.Kind {
		case unstable.Table:
			depth = len(keys)
			table, e = t.walk(t.root, keys)
		case unstable.ArrayTable:
			depth = len(keys) + 1
			table, e = t.arrayTable(keys)
		case unstable.KeyValue:
			e = t.keyValue(p, table, keys, x.Value(), depth)
		}
		if e != nil {
			return e
		}
	}
	if perr := p.Error(); perr != nil {
		off, msg := t.at, "not TOML"
		if pe, ok := perr.(*unstable.ParserError); ok {
			off = t.bom + int(p.Range(pe.Highlight).Offset)
			msg, _, _ = strings.Cut(pe.Message, ":")
		}
		return t.fail(off, msg)
	}
	return nil
}

// tomlPart is one part of a dotted key.
type tomlPart struct {
	text       string
	start, end int
}

func (t *tomlReader) keys(p *unstable.Parser, x *unstable.Node) (parts []tomlPart) {
	for it := x.Key(); it.Next(); {
		k := it.Node()
		at := t.bom + int(k.Raw.Offset)
		parts = append(parts, tomlPart{string(k.Data), at, at + int(k.Raw.Length)})
	}
	t.at = parts[len(parts)-1].end
	return parts
}

// add puts a new member into parent.
func (t *tomlReader) add(parent *Node, kind Kind, part tomlPart, start int) (*Node, *Error) {
	n := t.node(kind, start)
	if n == nil {
		return nil, t.tooMany(start)
	}
	n.End = max(part.end, start)
	t.member(n, part.text, part.start)
	parent.Children = append(parent.Children, n)
	t.members[tomlKey{parent, part.text}] = n
	return n, nil
}

// walk goes down a dotted key, making the objects that are missing; the last table of an array stands for the array.
func (t *tomlReader) walk(from *Node, parts []tomlPart) (*Node, *Error) {
	if len(parts) > MaxDepth {
		return nil, t.tooDeep(parts[0].start)
	}
	for _, part := range parts {
		n := t.members[tomlKey{from, part.text}]
		if n != nil && n.Kind == Array && len(n.Children) > 0 {
			n = n.Children[len(n.Children)-1]
		}
		if n == nil || n.Kind != Object {
			var err *Error
			if n, err = t.add(from, Object, part, part.start); err != nil {
				return nil, err
			}
		}
		from = n
	}
	return from, nil
}

func (t *tomlReader) arrayTable(parts []tomlPart) (*Node, *Error) {
	last := parts[len(parts)-1]
	parent, err := t.walk(t.root, parts[:len(parts)-1])
	if err != nil {
		return nil, err
	}
	list := t.members[tomlKey{parent, last.text}]
	if list == nil || list.Kind != Array {
		if list, err = t.add(parent, Array, last, last.start); err != nil {
			return nil, err
		}
	}
	n := t.node(Object, last.start)
	if n == nil {
		return nil, t.tooMany(last.start)
	}
	n.End = last.end
	list.Children = append(list.Children, n)
	list.End = last.end
	return n, nil
}

// keyValue adds one member; the cursor stands after its key.
func (t *tomlReader) keyValue(p *unstable.Parser, table *Node, parts []tomlPart, v *unstable.Node, depth int) *Error {
	depth += len(parts)
	parent, err := t.walk(table, parts[:len(parts)-1])
	if err != nil {
		return err
	}
	t.at = parts[len(parts)-1].end
	t.skip(" \t=")
	n, err := t.add(parent, tomlKind(v.Kind), parts[len(parts)-1], t.at)
	if err != nil {
		return err
	}
	err = t.value(p, n, v, depth)
	table.End = max(table.End, n.End)
	parent.End = max(parent.End, n.End)
	return err
}

func (t *tomlReader) value(p *unstable.Parser, n *Node, v *unstable.Node, depth int) *Error {
	if depth > MaxDepth {
		return t.tooDeep(t.at)
	}
	switch v.Kind {
	case unstable.Array:
		t.at++
		for it := v.Children(); it.Next(); {
			t.skip(" \t\r\n,#")
			c := it.Node()
			child := t.node(tomlKind(c.Kind), t.at)
			if child == nil {
				return t.tooMany(t.at)
			}
			n.Children = append(n.Children, child)
			if err := t.value(p, child, c, depth+1); err != nil {
				n.End = child.End
				return err
			}
		}
		t.skip(" \t\r\n,#")
		t.at++
	case unstable.InlineTable:
		t.at++
		for it := v.Children(); it.Next(); {
			c := it.Node()
			if err := t.keyValue(p, n, t.keys(p, c), c.Value(), depth+1); err != nil {
				return err
			}
		}
		t.skip(" \t\r\n,#")
		t.at++
	case unstable.String:
		n.Value = string(v.Data)
		t.at += int(v.Raw.Length)
	default:
		n.Value = string(v.Data)
		t.at += len(v.Data)
	}
	t.at = min(t.at, len(t.data))
	n.End = t.at
	return nil
}

// skip moves the cursor over the given bytes; # stands for a comment.
func (t *tomlReader) skip(set string) {
	for t.at < len(t.data) && strings.IndexByte(set, t.data[t.at]) >= 0 {
		if t.data[t.at] == '#' {
			for t.at < len(t.data) && t.data[t.at] != '\n' {
				t.at++
			}
			continue
		}
		t.at++
	}
}

func tomlKind(k unstable.Kind) Kind {
	switch k {
	case unstable.Array:
		return Array
	case unstable.InlineTable:
		return Object
	case unstable.Bool:
		return Bool
	case unstable.Integer, unstable.Float:
		return Number
	}
	return String
}
