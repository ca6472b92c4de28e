package config

import (
	"encoding/xml"
	"io"
	"strings"
)

// xmlReader reads XML with the standard decoder: no external entity is ever read, unknown entities stay as they are.
type xmlReader struct {
	*builder
	src   string
	stack []xmlOpen
	root  *Node
}

type xmlOpen struct {
	node      *Node
	text      []byte
	textStart int // where the first text that is not blank begins, or -1
	textEnd   int
	attrs     int
}

// xml reads elements as members of the element around them, named by their local name; attributes are members too and
// stand first. The root is an Object with the outermost element as its member. An element without attributes and
// elements is a String with its text; other text is the member "#text". With plist, the root is the property list's
// value: dict is an Object, array an Array, and the other types are scalars.
func (b *builder) xml(plist bool) (*Node, error) {
	if plist && strings.HasPrefix(string(b.data[:min(8, len(b.data))]), "bplist") {
		return nil, b.fail(0, "a binary property list; convert it to XML")
	}
	x := &xmlReader{builder: b, src: validBytes(b.data)}
	x.root = b.node(Object, b.bom)
	x.root.End = len(b.data)
	err := x.elements()
	if plist && (err == nil || len(x.root.Children) > 0) {
		return x.plist(err)
	}
	if err != nil {
		return x.root, err
	}
	return x.root, nil
}

func (x *xmlReader) elements() *Error {
	dec := xml.NewDecoder(strings.NewReader(x.src[x.bom:]))
	dec.Strict = false
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	x.stack = []xmlOpen{{node: x.root, textStart: -1}}
	defer func() {
		for len(x.stack) > 1 {
			x.pop(min(x.bom+int(dec.InputOffset()), len(x.src)))
		}
	}()
	for {
		start := x.bom + int(dec.InputOffset())
		tok, err := dec.Token()
		end := x.bom + int(dec.InputOffset())
		if err == io.EOF {
			if len(x.root.Children) == 0 {
				return x.fail(start, "no element")
			}
			return nil
		}
		if err != nil {
			return x.fail(min(end, len(x.src)), xmlMessage(err))
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if err := x.open(tok, start, end); err != nil {
				return err
			}
		case xml.EndElement:
			if len(x.stack) > 1 {
				x.pop(end)
			}
		case xml.CharData:
			x.chars(string(tok), start, end)
		}
	}
}

// xmlMessage keeps what a decoder's error says before it quotes the input.
func xmlMessage(err error) string {
	msg := err.Error()
	if se, ok := err.(*xml.SyntaxError); ok {
		msg = se.Msg
	}
	if i := strings.IndexAny(msg, "<\"&"); i >= 0 {
		msg = msg[:i]
	}
	return strings.TrimSpace(msg)
}

func (x *xmlReader) open(tok xml.StartElement, start, end int) *Error {
	if len(x.stack) > MaxDepth {
		return x.tooDeep(start)
	}
	n := x.node(Object, start)
	if n == nil {
		return x.tooMany(start)
	}
	n.End = end
	x.member(n, tok.Name.Local, min(start+1, end))
	top := &x.stack[len(x.stack)-1]
	top.node.Children = append(top.node.Children, n)
	at := start + 1
	for _, a := range tok.Attr {
		key, from, to := x.attribute(at, end, a.Name.Local)
		at = to
		c := x.node(String, from)
		if c == nil {
			return x.tooMany(from)
		}
		c.Value, c.End = a.Value, to
		x.member(c, a.Name.Local, key)
		n.Children = append(n.Children, c)
	}
	x.stack = append(x.stack, xmlOpen{node: n, textStart: -1, attrs: len(tok.Attr)})
	return nil
}

// attribute finds the next attribute of that local name in a start tag: where its name and its value stand.
func (x *xmlReader) attribute(at, end int, name string) (key, from, to int) {
	for at < end {
		i := strings.Index(x.src[at:end], name)
		if i < 0 {
			break
		}
		key = at + i
		at = key + len(name)
		if c := x.src[key-1]; c != ':' && c > ' ' && c != '"' && c != '\'' {
			continue
		}
		v := at
		for v < end && x.src[v] <= ' ' {
			v++
		}
		if v == end || x.src[v] != '=' {
			if v < end && v == at && x.src[v] != '>' && x.src[v] != '/' {
				continue
			}
			return key, at, at
		}
		for v++; v < end && x.src[v] <= ' '; v++ {
		}
		if v == end {
			return key, v, v
		}
		if q := x.src[v]; q == '"' || q == '\'' {
			if n := strings.IndexByte(x.src[v+1:end], q); n >= 0 {
				return key, v, v + n + 2
			}
		}
		for to = v; to < end && x.src[to] > ' ' && x.src[to] != '>'; to++ {
		}
		return key, v, to
	}
	return end, end, end
}

func (x *xmlReader) chars(text string, start, end int) {
	top := &x.stack[len(x.stack)-1]
	if len(x.stack) > 1 && strings.TrimSpace(text) != "" {
		if top.textStart < 0 {
			top.textStart = start
		}
		top.textEnd = end
	}
	top.text = append(top.text, text...)
}

// pop closes the innermost element and gives it its text.
func (x *xmlReader) pop(end int) {
	top := &x.stack[len(x.stack)-1]
	x.stack = x.stack[:len(x.stack)-1]
	n := top.node
	n.End = max(end, n.End)
	text := string(top.text)
	if len(n.Children) == 0 {
		n.Kind, n.Value = String, text
		if top.textStart >= 0 {
			n.Value = strings.TrimSpace(text)
		}
		return
	}
	if top.textStart < 0 {
		return
	}
	if c := x.node(String, top.textStart); c != nil {
		c.Key, c.Value, c.End = "#text", strings.TrimSpace(text), top.textEnd
		n.Children = append(n.Children, c)
	}
}

// plist turns the elements of a property list into its value.
func (x *xmlReader) plist(err *Error) (*Node, error) {
	top := x.root.Children[0]
	if top.Key != "plist" {
		return nil, x.fail(top.Start, "not a property list")
	}
	var value *Node
	for _, c := range top.Children {
		if c.Key != "version" {
			value = x.plistValue(c)
			break
		}
	}
	if err != nil {
		return value, err
	}
	if value == nil {
		return nil, x.fail(top.Start, "an empty property list")
	}
	return value, nil
}

func (x *xmlReader) plistValue(n *Node) *Node {
	kind := n.Key
	n.Key, n.KeyLine, n.KeyColumn = "", n.Line, n.Column
	children := n.Children
	switch kind {
	case "dict":
		n.Kind, n.Value, n.Children = Object, "", nil
		for i := 0; i+1 < len(children); i++ {
			k := children[i]
			if k.Key != "key" || children[i+1].Key == "key" {
				continue
			}
			i++
			v := x.plistValue(children[i])
			v.Key, v.KeyLine, v.KeyColumn = k.Value, k.Line, k.Column
			n.Children = append(n.Children, v)
		}
	case "array":
		n.Kind, n.Value = Array, ""
		for _, c := range children {
			x.plistValue(c)
		}
	case "true", "false":
		n.Kind, n.Value = Bool, kind
	case "integer", "real":
		n.Kind = Number
	default:
		n.Kind = String
	}
	if n.Kind >= String {
		n.Children = nil
	}
	return n
}
