package search

import (
	"bytes"

	"bartizan/internal/syntax/generic"
)

// span gives the place of a statement or definition as it is reported: without the semicolon that ends a declaration.
func (p *Pass) span(id generic.ID) (start, end uint32) {
	n := &p.u.Nodes[id]
	start, end = n.Start, n.End
	switch n.Kind {
	case generic.Var, generic.Field:
		if p.u.Language == "go" && n.Kind == generic.Var {
			if name := p.u.Part(id, 0); name != 0 {
				return p.u.Nodes[name].Start, end
			}
		}
		for c := p.u.First(id); c != 0; c = p.u.Nodes[c].Next {
			if p.u.Nodes[c].Kind != generic.Empty {
				start = min(start, p.u.Nodes[c].Start)
			}
		}
		if n.Kind == generic.Field || p.u.Language != "java" {
			end = p.trimmed(start, end, "; \t\r\n")
		}
	case generic.Return, generic.Throw:
		if p.u.Language == "java" {
			end = p.trimmed(start, end, "; \t\r\n")
		}
	case generic.If, generic.Switch: // with the statement before its condition
		if parent := p.u.Parents[id]; p.u.Language == "go" && p.u.Nodes[parent].Kind == generic.Block && p.u.Nodes[parent].Op == generic.Implicit {
			start = min(start, p.u.Nodes[parent].Start)
		}
	case generic.Block:
		if n.Op == generic.Static {
			before := bytes.TrimRight(p.u.Text[:start], " \t\r\n")
			if bytes.HasSuffix(before, []byte("static")) {
				start = uint32(len(before) - len("static"))
			}
		}
	case generic.ForEach: // without its else
		if body := p.u.Child(id, 2); p.u.Language == "python" && n.Kind == generic.ForEach && body != 0 {
			end = p.u.Nodes[body].End
		}
	case generic.Import:
		start, end = p.importSpan(start, end)
	}
	return start, end
}

func (p *Pass) trimmed(start, end uint32, cut string) uint32 {
	return start + uint32(len(bytes.TrimRight(p.u.Text[start:end], cut)))
}

// importSpan begins with the word import, also in a group of several, and ends with what is imported.
func (p *Pass) importSpan(start, end uint32) (uint32, uint32) {
	if p.u.Language != "go" {
		if p.u.Language == "python" {
			return p.pythonImport(start), p.trimmed(start, end, ") \t\r\n")
		}
		return start, p.trimmed(start, end, "; \t\r\n")
	}
	end = p.trimmed(start, end, ";) \t\r\n")
	if bytes.HasPrefix(p.u.Text[start:end], []byte("import")) {
		return start, end
	}
	if end == p.importEnd { // asked for again
		return p.importAt, end
	}
	from := start - min(start, lookBack)
	if p.importEnd <= start {
		from = max(from, p.importEnd)
	}
	at := p.importAt
	if i := bytes.LastIndex(p.u.Text[from:start], []byte("import")); i >= 0 {
		at = from + uint32(i)
	} else if from != p.importEnd {
		return start, end
	}
	p.importAt, p.importEnd = at, end
	return at, end
}

// lookBack is how far before a name the word import is looked for, in bytes.
const lookBack = 16 << 10

// pythonImport finds the word import before a name in a list of them.
func (p *Pass) pythonImport(start uint32) uint32 {
	line := p.u.Text[start-min(start, lookBack) : start]
	line = line[bytes.LastIndexByte(line, '\n')+1:]
	indent := len(line) - len(bytes.TrimLeft(line, " \t"))
	if bytes.HasPrefix(line[indent:], []byte("import ")) {
		return start - uint32(len(line)-indent)
	}
	return start
}

// reported gives the place of a node that a pattern's root of some kind matched.
func (m *matcher) reported(id, root generic.ID) (start, end uint32) {
	p := m.pass
	n := &p.u.Nodes[id]
	switch k := m.pat.Nodes[root].Kind; {
	case k == generic.Assign && (n.Kind == generic.Var || n.Kind == generic.Field):
		if name, value := p.u.Part(id, 0), p.u.Part(id, 2); name != 0 && value != 0 && p.u.Nodes[name].Kind != generic.Destructure {
			return p.u.Nodes[name].Start, p.u.Nodes[value].End
		}
	case n.Kind.Expression():
		return p.grouped(n.Start, n.End, id)
	}
	start, end = p.span(id)
	if m.header(root) {
		end = p.headerEnd(id, end)
	}
	return start, end
}

// header tells a pattern of a function that has no body.
func (m *matcher) header(root generic.ID) bool {
	if m.pat.Nodes[root].Kind != generic.Func {
		return false
	}
	last := m.pat.First(root)
	for last != 0 && m.next(last) != 0 {
		last = m.next(last)
	}
	return last != 0 && (m.pat.Nodes[last].Kind == generic.Empty || m.pat.Nodes[last].Kind == generic.Ellipsis)
}

// headerEnd gives where the last part before a function's body ends.
func (p *Pass) headerEnd(id generic.ID, end uint32) uint32 {
	if p.u.Nodes[id].Kind != generic.Func {
		return end
	}
	last := uint32(0)
	for c := p.u.First(id); c != 0; c = p.u.Nodes[c].Next {
		if k := p.u.Nodes[c].Kind; k != generic.Empty && k != generic.Block {
			last = max(last, p.u.Nodes[c].End)
		}
	}
	if last > p.u.Nodes[id].Start {
		return last
	}
	return end
}

// grouped stretches the place of an expression over the parentheses around it, in the languages that report it so.
func (p *Pass) grouped(start, end uint32, id generic.ID) (uint32, uint32) {
	switch p.u.Language {
	case "python", "javascript", "typescript", "tsx":
	default:
		return start, end
	}
	text := p.u.Text
	if k := p.u.Nodes[p.u.Parents[id]].Kind; k == generic.Xml || k == generic.XmlAttr { // {expression}
		if p.u.Nodes[id].Kind == generic.Xml {
			return start, end
		}
		q, r := int(start)-1, int(end)
		for q >= 0 && space(text[q]) {
			q--
		}
		for r < len(text) && space(text[r]) {
			r++
		}
		if q >= 0 && r < len(text) && text[q] == '{' && text[r] == '}' {
			return uint32(q), uint32(r + 1)
		}
		return start, end
	}
	for {
		q, r := int(start)-1, int(end)
		for q >= 0 && space(text[q]) {
			q--
		}
		if q < 0 || text[q] != '(' {
			return start, end
		}
		for r < len(text) && space(text[r]) {
			r++
		}
		if r >= len(text) || text[r] != ')' {
			return start, end
		}
		parent := &p.u.Nodes[p.u.Parents[id]]
		if parent.Kind == generic.Param { // (x) => …: the parentheses of the list
			parent = &p.u.Nodes[p.u.Parents[p.u.Parents[id]]]
		}
		switch parent.Kind {
		case generic.Args, generic.Params, generic.Extends, generic.Import:
			if int(parent.Start) == q {
				return start, end
			}
		}
		w := q - 1
		for w >= 0 && space(text[w]) {
			w--
		}
		from := w
		for from >= 0 && wordByte(text[from]) {
			from--
		}
		if from < w {
			if !groupable(string(text[from+1:w+1]), p.u.Language == "python") {
				return start, end
			}
		} else if w >= 0 && (text[w] == ')' || text[w] == ']') {
			return start, end
		}
		start, end = uint32(q), uint32(r+1)
	}
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// groupable tells the words behind which a parenthesis groups from those that it belongs to.
func groupable(word string, python bool) bool {
	switch word {
	case "return", "in", "of", "not", "and", "or", "await", "yield", "typeof", "case", "throw", "else", "is", "delete", "void", "default", "instanceof", "from":
		return true
	case "if", "while", "elif", "assert", "with", "except", "raise", "del", "print", "as":
		return python
	}
	return false
}
