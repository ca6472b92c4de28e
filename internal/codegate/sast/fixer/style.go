package fixer

import (
	"bytes"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// A style is how the file is written.
type style struct {
	newline string
	quote   byte   // of strings: ' or "
	semi    string // behind statements
	unit    string // of indentation
}

// style looks at the file once.
func (w *work) style() *style {
	if w.s != nil {
		return w.s
	}
	s := &style{newline: "\n", quote: '"', unit: "    "}
	if bytes.Count(w.Text, []byte("\r\n"))*2 > bytes.Count(w.Text, []byte("\n")) {
		s.newline = "\r\n"
	}
	single, double := 0, 0
	for id := range w.Nodes {
		if n := &w.Nodes[id]; n.Kind == g.String && n.End > n.Start && w.kind(w.Parents[id]) != g.StrConcat {
			switch w.Text[n.Start] {
			case '\'':
				single++
			case '"':
				double++
			}
		}
	}
	if w.python() && single > double || w.script() && single >= double {
		s.quote = '\''
	}
	if w.script() {
		s.unit = "  "
		if bytes.Count(w.Text, []byte(";\n"))+bytes.Count(w.Text, []byte(";\r\n")) > 0 {
			s.semi = ";"
		}
	}
	if w.java() {
		s.semi = ";"
	}
	if w.golang() {
		s.unit = "\t"
	}
	for line := range strings.Lines(string(w.Text)) {
		body := strings.TrimLeft(line, " \t")
		if in := line[:len(line)-len(body)]; in != "" && strings.TrimSpace(body) != "" && body[0] != '*' && body[0] != '#' && body[0] != '/' {
			if in[0] == '\t' {
				s.unit = "\t"
			} else if strings.Trim(in, " ") == "" && (len(in) == 2 || len(in) == 4 || len(in) == 8) {
				s.unit = in
			}
			break
		}
	}
	w.s = s
	return s
}

// quoted writes a string literal in the file's style. The text has no control characters and no backslash.
func (w *work) quoted(text string) string {
	q := w.style().quote
	if strings.IndexByte(text, q) >= 0 {
		if other := map[byte]byte{'\'': '"', '"': '\''}[q]; (w.script() || w.python()) && strings.IndexByte(text, other) < 0 {
			q = other
		} else {
			text = strings.ReplaceAll(text, string(q), `\`+string(q))
		}
	}
	return string(q) + text + string(q)
}

// indent gives the white space that the line of a place begins with.
func (w *work) indent(at uint32) string {
	start := w.lineStart(at)
	end := start
	for int(end) < len(w.Text) && (w.Text[end] == ' ' || w.Text[end] == '\t') {
		end++
	}
	return string(w.Text[start:end])
}

func (w *work) lineStart(at uint32) uint32 {
	return uint32(bytes.LastIndexByte(w.Text[:at], '\n') + 1)
}

// lineEnd gives the place of the line break that ends a place's line, or the end of the file.
func (w *work) lineEnd(at uint32) uint32 {
	i := bytes.IndexByte(w.Text[at:], '\n')
	if i < 0 {
		return uint32(len(w.Text))
	}
	end := at + uint32(i)
	if end > at && w.Text[end-1] == '\r' {
		end--
	}
	return end
}

// first holds where nothing but white space stands before a place on its line.
func (w *work) first(at uint32) bool {
	return len(bytes.TrimSpace(w.Text[w.lineStart(at):at])) == 0
}

// before puts statements, a line each, before the statement that a node is part of. It refuses where the statement shares
// its line or is the body of a header without braces.
func (w *work) before(id g.ID, lines ...string) error {
	st := w.statement(id)
	if st == 0 || w.kind(w.Parents[st]) == g.Block && w.Nodes[w.Parents[st]].Op == g.Implicit {
		return refuse("there is no place for a statement before this one")
	}
	at := w.Nodes[st].Start
	if !w.first(at) {
		return refuse("the statement shares its line with others")
	}
	in := w.indent(at)
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l + w.style().newline + in)
	}
	w.insert(at, b.String())
	return nil
}

// after puts statements, a line each, behind the line on which a statement ends.
func (w *work) after(st g.ID, lines ...string) error {
	end := w.lineEnd(w.Nodes[st].End)
	if rest := strings.TrimLeft(string(w.Text[w.Nodes[st].End:end]), " \t;"); rest != "" && !strings.HasPrefix(rest, "//") && !strings.HasPrefix(rest, "#") {
		return refuse("the statement shares its line with others")
	}
	in := w.indent(w.Nodes[st].Start)
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(w.style().newline + in + l)
	}
	w.insert(end, b.String())
	return nil
}

// addItem puts one more item into brackets: the items of a container whose last byte is the closing bracket. It stands last,
// in the layout of the others.
func (w *work) addItem(container g.ID, items []g.ID, item string, spaced bool) {
	n := w.Nodes[container]
	if len(items) == 0 {
		open := n.Start + 1
		if spaced {
			item = " " + item + " "
		}
		w.replace(Span{open, n.End - 1}, item+strings.TrimLeft(string(w.Text[open:n.End-1]), " \t"))
		return
	}
	first, last := w.Nodes[items[0]], w.Nodes[items[len(items)-1]]
	if !bytes.ContainsRune(w.Text[n.Start:first.Start], '\n') || !w.first(last.Start) {
		w.insert(last.End, ", "+item)
		return
	}
	// A comment behind the last item is about that item.
	rest := strings.TrimLeft(string(w.Text[last.End:w.lineEnd(last.End)]), " \t,")
	spread := false
	for _, i := range items {
		spread = spread || w.kind(i) == g.Spread
	}
	if rest != "" && (rest[0] == '/' || rest[0] == '#') && !spread {
		w.insert(first.Start, item+","+w.style().newline+w.indent(first.Start))
		return
	}
	w.insert(last.End, ","+w.style().newline+w.indent(last.Start)+item)
}

// setPair gives a key of a Dict, of a Go literal or of a call's keyword arguments a value: in the place of the one it has, or
// as a further one.
func (w *work) setPair(container g.ID, key, value string) {
	if p := w.pair(container, key); p != 0 {
		if v := w.valueOf(p); w.src(v) != value {
			if w.Nodes[v].Start == w.Nodes[p].Start { // {a}
				w.put(p, key+": "+value)
			} else {
				w.put(v, value)
			}
		}
		return
	}
	var items []g.ID
	for c := range w.Children(container) {
		items = append(items, c)
	}
	text := key + ": " + value
	if w.golang() && len(items) > 0 && w.first(w.Nodes[items[len(items)-1]].Start) { // values stand below each other
		last := items[len(items)-1]
		if v := w.valueOf(last); w.kind(last) == g.Pair && v != 0 {
			column := int(w.Nodes[v].Start - w.Nodes[last].Start)
			text = key + ":" + strings.Repeat(" ", max(1, column-len(key)-1)) + value
		}
	}
	if w.python() {
		if text = key + "=" + value; w.kind(container) == g.Dict {
			text = w.quoted(key) + ": " + value
		}
	}
	w.addItem(container, items, text, w.script() && w.kind(container) == g.Dict)
}
