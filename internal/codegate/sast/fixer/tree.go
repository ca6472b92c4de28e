package fixer

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

func (w *work) span(id g.ID) Span   { return Span{w.Nodes[id].Start, w.Nodes[id].End} }
func (w *work) kind(id g.ID) g.Kind { return w.Nodes[id].Kind }
func (w *work) src(id g.ID) string  { return string(w.File.Text(id)) }
func (w *work) cut(s Span) string   { return string(w.Text[s.Start:s.End]) }
func (w *work) up(id g.ID) g.ID     { return w.Parents[id] }

// at gives the outermost expression with exactly a span, else the innermost node around it.
func (w *work) at(s Span) g.ID {
	s = w.ungrouped(s)
	id := g.ID(1)
	for {
		if w.Nodes[id].Start == s.Start && w.Nodes[id].End == s.End && w.kind(id).Expression() {
			return id
		}
		next := g.ID(0)
		for c := range w.Children(id) {
			if n := &w.Nodes[c]; n.Start <= s.Start && s.End <= n.End && n.Start < n.End && n.Kind != g.Empty {
				next = c
				if n.Start == s.Start && n.End == s.End {
					break
				}
			}
		}
		if next == 0 {
			if id == 1 {
				return 0
			}
			return id
		}
		id = next
	}
}

// inner is the span between the brackets of a node.
func (w *work) inner(id g.ID) Span { return Span{w.Nodes[id].Start + 1, w.Nodes[id].End - 1} }

// ungrouped takes parentheses and space off a span.
func (w *work) ungrouped(s Span) Span {
	for s.Start < s.End {
		switch c, d := w.Text[s.Start], w.Text[s.End-1]; {
		case space(c):
			s.Start++
		case space(d) || d == ';':
			s.End--
		case c == '(' && d == ')' && w.outermost(s):
			s.Start++
			s.End--
		default:
			return s
		}
	}
	return s
}

// outermost holds where the parentheses at the ends of a span belong together and to no node.
func (w *work) outermost(s Span) bool {
	for id := g.ID(1); int(id) < len(w.Nodes); id++ {
		if n := &w.Nodes[id]; n.Start == s.Start && n.End <= s.End && n.Start < n.End {
			return false
		}
	}
	return true
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= 0x80
}

// grouped stretches the span of an expression over the parentheses around it, inside of limits.
func (w *work) grouped(id g.ID, within Span) Span {
	s := w.span(id)
	for {
		q, r := int(s.Start)-1, int(s.End)
		for q >= int(within.Start) && space(w.Text[q]) {
			q--
		}
		for r < int(within.End) && space(w.Text[r]) {
			r++
		}
		if q < int(within.Start) || r >= int(within.End) || w.Text[q] != '(' || w.Text[r] != ')' {
			return s
		}
		s = Span{uint32(q), uint32(r + 1)}
	}
}

// around gives the nearest node above of one of some kinds, or 0.
func (w *work) around(id g.ID, kinds ...g.Kind) g.ID {
	for id = w.Parents[id]; id != 0; id = w.Parents[id] {
		if slices.Contains(kinds, w.kind(id)) {
			return id
		}
	}
	return 0
}

// self is around, the node itself included.
func (w *work) self(id g.ID, kinds ...g.Kind) g.ID {
	if slices.Contains(kinds, w.kind(id)) {
		return id
	}
	return w.around(id, kinds...)
}

// function gives the function around a node, or 0.
func (w *work) function(id g.ID) g.ID { return w.around(id, g.Func, g.Lambda) }

// statement gives the statement that a node is part of: a child of a Block.
func (w *work) statement(id g.ID) g.ID {
	for ; id != 0; id = w.Parents[id] {
		if p := w.Parents[id]; p != 0 && w.kind(p) == g.Block {
			return id
		}
	}
	return 0
}

// argument gives the call that a node is an argument of, and which one; 0 where it is none.
func (w *work) argument(id g.ID) (call g.ID, index int) {
	p := w.Parents[id]
	if w.kind(p) == g.NamedArg {
		id, p = p, w.Parents[p]
	}
	if w.kind(p) != g.Args {
		return 0, 0
	}
	c := w.Parents[p]
	if w.kind(c) != g.Call && w.kind(c) != g.New {
		return 0, 0
	}
	for a := range w.Children(p) {
		if a == id {
			return c, index
		}
		index++
	}
	return 0, 0
}

// args gives the node of a call's arguments, and them.
func (w *work) args(call g.ID) (node g.ID, list []g.ID) {
	if w.kind(call) != g.Call && w.kind(call) != g.New {
		return 0, nil
	}
	node = w.Child(call, 1)
	if node == 0 || w.kind(node) != g.Args {
		return 0, nil
	}
	for a := range w.Children(node) {
		if list = append(list, a); len(list) > 64 {
			break
		}
	}
	return node, list
}

// word is the last name of what is called: query of db.query(…).
func (w *work) word(call g.ID) string {
	if w.kind(call) != g.Call && w.kind(call) != g.New {
		return ""
	}
	return w.lastName(w.First(call))
}

func (w *work) lastName(id g.ID) string {
	switch w.kind(id) {
	case g.Ident:
		return w.Name(id)
	case g.TypeName:
		name := w.Name(id)
		return name[strings.LastIndexByte(name, '.')+1:]
	case g.Member:
		return w.lastName(w.Child(id, 1))
	case g.TypeApply:
		return w.lastName(w.First(id))
	}
	return ""
}

// object is what a method is called on, or 0.
func (w *work) object(call g.ID) g.ID {
	if c := w.First(call); w.kind(call) == g.Call && w.kind(c) == g.Member {
		return w.First(c)
	}
	return 0
}

// callee gives the canonical name of what is called.
func (w *work) callee(call g.ID) string {
	if w.kind(call) != g.Call && w.kind(call) != g.New {
		return ""
	}
	name, _ := w.Canonical(w.First(call))
	return name
}

// calls gives the node itself or the nearest call above whose last name is one of some, inside the same statement.
func (w *work) calls(id g.ID, words ...string) g.ID {
	for ; id != 0 && w.kind(id) != g.Block && w.kind(id) != g.Lambda; id = w.Parents[id] {
		if slices.Contains(words, w.word(id)) {
			return id
		}
	}
	return 0
}

// literal gives the content of a string that is written as one literal.
func (w *work) literal(id g.ID) (string, bool) {
	if id == 0 || w.kind(id) != g.String {
		return "", false
	}
	return w.Name(id), true
}

// def gives what defines the name that an identifier is, and its symbol.
func (w *work) def(id g.ID) (*names.Def, names.Symbol) {
	if id == 0 || w.kind(id) != g.Ident {
		return nil, 0
	}
	sym := w.Uses[id]
	if sym == 0 {
		return nil, 0
	}
	return &w.Defs[sym], sym
}

// uses lists where a symbol is used, its definition and other targets of assignments excepted.
func (w *work) uses(sym names.Symbol) (all []g.ID) {
	for id := range w.Uses {
		if w.Uses[id] != sym || w.Defs[sym].At == g.ID(id) || w.kind(g.ID(id)) != g.Ident {
			continue
		}
		if p := w.Parents[id]; w.kind(p) == g.Assign && w.First(p) == g.ID(id) {
			continue
		}
		all = append(all, g.ID(id))
	}
	return all
}

// declares holds where some name is defined or used in the file as a plain name.
func (w *work) knows(name string) bool {
	for id := range w.Nodes {
		if k := w.Nodes[id].Kind; (k == g.Ident || k == g.TypeName) && w.Name(g.ID(id)) == name {
			return true
		}
	}
	return false
}

// fresh gives a name that the file does not have.
func (w *work) fresh(name string, others ...string) string {
	for _, n := range append([]string{name}, others...) {
		if !w.knows(n) {
			return n
		}
	}
	for i := 2; i < 50; i++ {
		if n := name + string(rune('0'+i%10)); !w.knows(n) {
			return n
		}
	}
	return name + "Value"
}

// pair gives the Pair of a Dict, of a Go literal's Args, or the NamedArg of Args, with a key.
func (w *work) pair(container g.ID, key string) g.ID {
	for c := range w.Children(container) {
		if k := w.kind(c); k != g.Pair && k != g.NamedArg {
			continue
		}
		if first := w.First(c); first != 0 && (w.kind(first) == g.Ident || w.kind(first) == g.String) && w.Name(first) == key {
			return c
		}
	}
	return 0
}

// valueOf gives the value of a Pair or a NamedArg.
func (w *work) valueOf(pair g.ID) g.ID { return w.Child(pair, 1) }

// dict gives an expression as a Dict, through a variable that always holds one.
func (w *work) dict(id g.ID) g.ID {
	if id == 0 {
		return 0
	}
	if w.kind(id) == g.Ident {
		if o := w.Origin(id); o != 0 {
			id = o
		}
	}
	if w.kind(id) == g.Dict {
		return id
	}
	return 0
}

// same language families.
func (w *work) script() bool {
	return w.Language == "javascript" || w.Language == "typescript" || w.Language == "tsx"
}
func (w *work) python() bool { return w.Language == "python" }
func (w *work) golang() bool { return w.Language == "go" }
func (w *work) java() bool   { return w.Language == "java" }

var errLanguage = Refusal("this fix is not written for the language")
