package config

import (
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// maxYAMLMarks bounds the indicators of a YAML input before the library sees it: every value needs at least one, and the
// library builds its whole tree before it can be counted.
const maxYAMLMarks = 1_000_000

// yamlReader turns the library's tree into ours. The library gives line and column in characters of a value's first
// character (properties included) and no end; both are found in the bytes.
type yamlReader struct {
	*builder
	src    string
	starts []int // offsets of lines as YAML breaks them
	cut    int   // the input is read up to here
}

// yaml reads all documents of the input: one gives its root, several an Array of their roots. An alias of a scalar has
// the scalar's value; an alias of anything else is Null with a note, never expanded. An empty input is an empty Object.
func (b *builder) yaml() (*Node, error) {
	y := &yamlReader{builder: b, src: string(b.data), cut: len(b.data)}
	y.starts = yamlLines(y.src[b.bom:], b.bom)
	marks := 0
	for i := b.bom; i < len(y.src); i++ {
		switch y.src[i] {
		case ',', '\n', '\r', ':', '-', '?', '[', '{', '&', '*':
			if marks++; marks > maxYAMLMarks {
				return nil, b.fail(i, "too many values for one YAML input")
			}
		}
	}
	docs, err := y.decode()
	first := err
	// The library composes whole documents: to keep what stands before an error, the input is cut there. Its line is
	// sometimes one too small, and the mistake may stand some lines above.
	var e *Error
	if errors.As(err, &e) {
		line := y.yamlLine(e.Offset)
		for _, back := range []int{-1, 0, 1, 2, 4, 8, 16, 32} {
			if line-back <= 0 || err == nil {
				break
			}
			y.cut = y.starts[min(line-back, len(y.starts)-1)]
			docs, err = y.decode()
		}
		if err != nil {
			docs = nil
		}
	}
	root, cerr := y.documents(docs)
	if first == nil {
		first = cerr
	}
	return root, first
}

func (y *yamlReader) decode() (docs []*yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = y.fail(y.bom, "the YAML reader gave up")
		}
	}()
	dec := yaml.NewDecoder(strings.NewReader(y.src[y.bom:y.cut]))
	for {
		var n yaml.Node
		switch err := dec.Decode(&n); {
		case err == io.EOF:
			return docs, nil
		case err != nil:
			return docs, y.libraryError(err)
		}
		docs = append(docs, &n)
	}
}

var (
	yamlErrorLine = regexp.MustCompile(`line (\d+)`)
	yamlErrorText = regexp.MustCompile(`^(?:yaml: )?(?:line \d+: )?([a-z][a-zA-Z0-9 ,.%'-]*)`)
)

// libraryError places a library error. Its text is kept up to the first character that may begin a quotation.
func (y *yamlReader) libraryError(err error) *Error {
	off, msg := y.bom, "not YAML"
	if m := yamlErrorLine.FindStringSubmatch(err.Error()); m != nil {
		if line, err := strconv.Atoi(m[1]); err == nil {
			off = y.starts[min(max(line-1, 0), len(y.starts)-1)]
		}
	}
	if m := yamlErrorText.FindStringSubmatch(err.Error()); m != nil {
		msg = strings.TrimSpace(m[1])
	}
	return y.fail(min(off, len(y.data)), msg)
}

func (y *yamlReader) documents(docs []*yaml.Node) (*Node, error) {
	var roots []*Node
	for _, d := range docs {
		for _, c := range d.Content {
			n, err := y.convert(c, 0, y.bom)
			if n != nil {
				roots = append(roots, n)
			}
			if err != nil {
				return y.join(roots), err
			}
		}
	}
	return y.join(roots), nil
}

func (y *yamlReader) join(roots []*Node) *Node {
	switch len(roots) {
	case 0:
		return y.node(Object, y.bom)
	case 1:
		return roots[0]
	}
	all := y.node(Array, roots[0].Start)
	if all == nil {
		return roots[0]
	}
	all.Children, all.End = roots, roots[len(roots)-1].End
	return all
}

// convert makes a Node of a library node whose text begins at or after from.
func (y *yamlReader) convert(in *yaml.Node, depth, from int) (*Node, error) {
	start := max(y.offset(in), from)
	if depth > MaxDepth {
		return nil, y.tooDeep(start)
	}
	n := y.node(yamlKind(in), start)
	if n == nil {
		return nil, y.tooMany(start)
	}
	switch in.Kind {
	case yaml.AliasNode:
		n.End = y.span(start, len(in.Value)+1)
		if t := in.Alias; t != nil && t.Kind == yaml.ScalarNode {
			n.Kind, n.Value = yamlKind(t), t.Value
		} else {
			n.Kind, n.Value = Null, "null"
			y.note(start, "alias not expanded")
		}
		return n, nil
	case yaml.ScalarNode:
		n.Value = in.Value
		n.End = y.scalarEnd(in, start)
		return n, nil
	}
	err := y.contents(in, n, depth)
	if in.Style&yaml.FlowStyle != 0 {
		n.End = y.flowEnd(n)
	}
	return n, err
}

func (y *yamlReader) contents(in *yaml.Node, n *Node, depth int) error {
	body := n.Start
	if in.Anchor != "" || in.Style&yaml.TaggedStyle != 0 {
		body = y.pastProperties(body)
	}
	n.End = max(n.End, body)
	if in.Style&yaml.FlowStyle != 0 {
		n.End = y.span(body, 1)
	}
	if in.Kind == yaml.SequenceNode {
		for _, c := range in.Content {
			child, err := y.convert(c, depth+1, n.End)
			if child != nil {
				n.Children = append(n.Children, child)
				n.End = child.End
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	for i := 0; i+1 < len(in.Content); i += 2 {
		k := in.Content[i]
		keyStart := max(y.offset(k), n.End)
		keyEnd := keyStart
		key := k.Value
		switch k.Kind {
		case yaml.ScalarNode:
			keyEnd = y.scalarEnd(k, keyStart)
		case yaml.AliasNode:
			keyEnd = y.span(keyStart, len(k.Value)+1)
			if key = ""; k.Alias != nil && k.Alias.Kind == yaml.ScalarNode {
				key = k.Alias.Value
			}
		default:
			y.note(keyStart, "key that is not a scalar")
		}
		child, err := y.convert(in.Content[i+1], depth+1, keyEnd)
		if child != nil {
			y.member(child, key, keyStart)
			n.Children = append(n.Children, child)
			n.End = child.End
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func yamlKind(n *yaml.Node) Kind {
	switch n.Kind {
	case yaml.MappingNode:
		return Object
	case yaml.SequenceNode:
		return Array
	case yaml.ScalarNode:
		switch n.ShortTag() {
		case "!!int", "!!float":
			return Number
		case "!!bool":
			return Bool
		case "!!null":
			return Null
		}
	}
	return String
}

// span is the offset n bytes after start, inside the input.
func (y *yamlReader) span(start, n int) int { return min(start+n, len(y.src)) }

// pastProperties skips an anchor and a tag before a value.
func (y *yamlReader) pastProperties(at int) int {
	for at < len(y.src) && (y.src[at] == '&' || y.src[at] == '!') {
		for at < len(y.src) && !strings.ContainsRune(" \t\r\n", rune(y.src[at])) {
			at++
		}
		at = y.skip(at)
	}
	return at
}

// skip goes over blanks, line ends and comments.
func (y *yamlReader) skip(at int) int {
	for at < len(y.src) {
		switch y.src[at] {
		case ' ', '\t', '\r', '\n':
			at++
		case '#':
			i := strings.IndexAny(y.src[at:], "\r\n")
			if i < 0 {
				return len(y.src)
			}
			at += i
		default:
			return at
		}
	}
	return at
}

func (y *yamlReader) flowEnd(n *Node) int {
	at := n.End
	for {
		at = y.skip(at)
		if at == len(y.src) {
			return max(n.End, n.Start)
		}
		switch y.src[at] {
		case ']', '}':
			return at + 1
		case ',', ':', '?':
			at++
		default:
			return n.End
		}
	}
}

// scalarEnd finds where a scalar's text ends.
func (y *yamlReader) scalarEnd(in *yaml.Node, start int) int {
	at := start
	if in.Value == "" && in.Style == 0 && in.Anchor == "" {
		return at
	}
	if in.Anchor != "" || in.Style&yaml.TaggedStyle != 0 {
		at = y.pastProperties(start)
	}
	if at >= len(y.src) {
		return len(y.src)
	}
	switch {
	case in.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return y.blockEnd(at)
	case y.src[at] == '"' && in.Style&yaml.DoubleQuotedStyle != 0:
		for i := at + 1; i < len(y.src); i++ {
			switch y.src[i] {
			case '\\':
				i++
			case '"':
				return i + 1
			}
		}
		return len(y.src)
	case y.src[at] == '\'' && in.Style&yaml.SingleQuotedStyle != 0:
		for i := at + 1; i < len(y.src); i++ {
			if y.src[i] != '\'' {
				continue
			}
			if i+1 == len(y.src) || y.src[i+1] != '\'' {
				return i + 1
			}
			i++
		}
		return len(y.src)
	}
	return y.plainEnd(in.Value, at)
}

// plainEnd follows the words of a plain scalar, which may be folded over lines.
func (y *yamlReader) plainEnd(value string, at int) int {
	if strings.HasPrefix(y.src[at:], value) {
		return at + len(value)
	}
	end := at
	for _, word := range strings.Fields(value) {
		at = end
		for at < len(y.src) && strings.IndexByte(" \t\r\n", y.src[at]) >= 0 {
			at++
		}
		if !strings.HasPrefix(y.src[at:], word) {
			break
		}
		end = at + len(word)
	}
	return end
}

// blockEnd finds the end of a block scalar whose header stands at at: its last line that is indented as its first.
func (y *yamlReader) blockEnd(at int) int {
	nextLine := func(i int) int {
		if n := strings.IndexByte(y.src[i:], '\n'); n >= 0 {
			return i + n + 1
		}
		return len(y.src)
	}
	lineEnd := func(from, to int) int { return from + len(strings.TrimRight(y.src[from:to], "\r\n")) }
	line := nextLine(at)
	end := lineEnd(at, line)
	indent := -1
	for line < len(y.src) {
		next := nextLine(line)
		text := strings.TrimRight(y.src[line:next], "\r\n")
		blanks := len(text) - len(strings.TrimLeft(text, " "))
		if blanks < len(text) {
			if indent < 0 {
				if blanks == 0 {
					break
				}
				indent = blanks
			} else if blanks < indent {
				break
			}
			end = line + len(text)
		}
		line = next
	}
	return end
}

// offset is where the library says that a node begins.
func (y *yamlReader) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(y.starts) {
		return min(y.cut, len(y.src))
	}
	at := y.starts[n.Line-1]
	for range n.Column - 1 {
		if at >= len(y.src) {
			break
		}
		_, size := utf8.DecodeRuneInString(y.src[at:])
		at += size
	}
	return at
}

// yamlLine is the index of the line, as YAML breaks lines, that holds an offset.
func (y *yamlReader) yamlLine(off int) int {
	lo, hi := 0, len(y.starts)
	for lo+1 < hi {
		if mid := (lo + hi) / 2; y.starts[mid] <= off {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// yamlLines lists the starts of lines as YAML 1.1 breaks them: CR, LF, CR LF, NEL, LS and PS.
func yamlLines(s string, base int) []int {
	starts := []int{base}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\n':
		case c == '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
		case c == 0xc2 && strings.HasPrefix(s[i:], "\u0085"):
			i++
		case c == 0xe2 && (strings.HasPrefix(s[i:], "\u2028") || strings.HasPrefix(s[i:], "\u2029")):
			i += 2
		default:
			continue
		}
		starts = append(starts, base+i+1)
	}
	return starts
}
