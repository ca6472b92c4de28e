package config

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"unicode/utf8"
)

// Bounds of every reader.
const (
	MaxBytes = 64 << 20  // size of one input
	MaxDepth = 512       // containers in containers
	MaxNodes = 2_000_000 // values of one input
	maxNotes = 1000
)

// A Document is what one input says, and what is odd about it.
type Document struct {
	Root  *Node  // nil when not even the outermost value could be read
	Notes []Note // in the order of the input, at most 1,000
}

// A Note is something that a strict reader of the language would refuse or that was left out of the tree. Text never
// holds a value.
type Note struct {
	Line   int
	Column int
	Text   string
}

// An Error is where reading stopped, or the first place that a strict reader refuses. Msg never holds a value.
type Error struct {
	Lang   string
	Offset int
	Line   int
	Column int
	Msg    string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s, line %d, column %d: %s", e.Lang, e.Line, e.Column, e.Msg)
}

// languages are what Read accepts.
var languages = []string{"json", "jsonc", "json5", "yaml", "toml", "ini", "properties", "dotenv", "xml", "plist"}

// Parse is Read without the notes.
func Parse(lang string, data []byte) (*Node, error) {
	doc, err := Read(lang, data)
	return doc.Root, err
}

// Read reads data as json, jsonc, json5, yaml, toml, ini, properties, dotenv, xml or plist. With an error it still
// returns what stands before the error, and the Document is never nil. json and jsonc are one language here: comments
// and trailing commas are always taken. A leading byte order mark is skipped; offsets count it.
func Read(lang string, data []byte) (*Document, error) {
	if !slices.Contains(languages, lang) {
		return &Document{}, fmt.Errorf("reading configuration: unknown language %q", lang)
	}
	b := &builder{lang: lang, data: data}
	if len(data) > MaxBytes {
		return &Document{}, &Error{Lang: lang, Line: 1, Column: 1, Msg: fmt.Sprintf("input is larger than %d MiB", MaxBytes>>20)}
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return &Document{}, &Error{Lang: lang, Line: 1, Column: 1, Msg: "input is UTF-16; save it as UTF-8"}
	}
	b.lines = newLines(data)
	if bytes.HasPrefix(data, []byte(bom)) {
		b.bom = len(bom)
	}
	if off := firstInvalid(data); off >= 0 {
		b.note(off, "invalid UTF-8")
	}
	root, err := b.read()
	if root != nil {
		for _, n := range Duplicates(root) {
			if len(b.notes) >= maxNotes {
				break
			}
			b.notes = append(b.notes, Note{n.KeyLine, n.KeyColumn, "duplicate key"})
		}
	}
	slices.SortStableFunc(b.notes, func(x, y Note) int {
		if x.Line != y.Line {
			return x.Line - y.Line
		}
		return x.Column - y.Column
	})
	return &Document{Root: root, Notes: b.notes}, err
}

func (b *builder) read() (*Node, error) {
	switch b.lang {
	case "yaml":
		return b.yaml()
	case "toml":
		return b.toml()
	case "ini":
		return b.ini()
	case "properties":
		return b.properties()
	case "dotenv":
		return b.dotenv()
	case "xml":
		return b.xml(false)
	case "plist":
		return b.xml(true)
	}
	return b.json()
}

// Duplicates lists the members of all objects under n whose key stood before in the same object, in the order of the
// tree.
func Duplicates(n *Node) []*Node {
	var out []*Node
	var walk func(*Node)
	walk = func(n *Node) {
		if n.Kind == Object && len(n.Children) > 1 {
			out = append(out, repeated(n.Children)...)
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	if n != nil {
		walk(n)
	}
	return out
}

func repeated(members []*Node) (out []*Node) {
	if len(members) <= 8 {
		for i, m := range members {
			if slices.ContainsFunc(members[:i], func(o *Node) bool { return o.Key == m.Key }) {
				out = append(out, m)
			}
		}
		return out
	}
	seen := make(map[string]bool, len(members))
	for _, m := range members {
		if seen[m.Key] {
			out = append(out, m)
		}
		seen[m.Key] = true
	}
	return out
}

const bom = "\ufeff"

// firstInvalid returns the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// A builder is one reading: input, places, nodes and notes.
type builder struct {
	lang  string
	data  []byte
	bom   int // where the text begins
	lines lines
	notes []Note
	slab  []Node
	count int
}

// node makes a value that begins at start, or nil when there are too many.
func (b *builder) node(kind Kind, start int) *Node {
	if b.count >= MaxNodes {
		return nil
	}
	b.count++
	if len(b.slab) == cap(b.slab) {
		b.slab = make([]Node, 0, min(max(16, cap(b.slab)*2), 4096))
	}
	b.slab = append(b.slab, Node{Kind: kind, Start: start, End: start})
	n := &b.slab[len(b.slab)-1]
	n.Line, n.Column = b.lines.at(start)
	n.KeyLine, n.KeyColumn = n.Line, n.Column
	return n
}

// member names a value and says where its key begins.
func (b *builder) member(n *Node, key string, keyStart int) {
	n.Key = key
	n.KeyLine, n.KeyColumn = b.lines.at(keyStart)
}

func (b *builder) note(off int, text string) {
	if len(b.notes) < maxNotes {
		line, col := b.lines.at(off)
		b.notes = append(b.notes, Note{line, col, text})
	}
}

func (b *builder) fail(off int, msg string) *Error {
	line, col := b.lines.at(off)
	return &Error{Lang: b.lang, Offset: off, Line: line, Column: col, Msg: msg}
}

func (b *builder) tooMany(off int) *Error {
	return b.fail(off, fmt.Sprintf("more than %d values", MaxNodes))
}

func (b *builder) tooDeep(off int) *Error {
	return b.fail(off, fmt.Sprintf("nested deeper than %d", MaxDepth))
}

// lines turns offsets into lines and columns; asking in rising order costs nothing.
type lines struct {
	starts []int
	last   int
}

func newLines(data []byte) lines {
	starts := make([]int, 1, 1+bytes.Count(data, []byte{'\n'}))
	for at := 0; ; {
		i := bytes.IndexByte(data[at:], '\n')
		if i < 0 {
			return lines{starts: starts}
		}
		at += i + 1
		starts = append(starts, at)
	}
}

func (l *lines) at(off int) (line, column int) {
	i := l.last
	if l.starts[i] > off {
		i = sort.SearchInts(l.starts, off+1) - 1
	}
	for steps := 0; i+1 < len(l.starts) && l.starts[i+1] <= off; i++ {
		if steps++; steps == 16 {
			i = sort.SearchInts(l.starts, off+1) - 1
			break
		}
	}
	l.last = i
	return i + 1, off - l.starts[i] + 1
}
