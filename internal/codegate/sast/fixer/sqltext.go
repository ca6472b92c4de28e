package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// An operand is one part of an expression that puts a text together: a literal, or an expression between literals.
type operand struct {
	node    g.ID
	literal bool
	whole   Span   // with what delimits it
	content Span   // of a literal: between its delimiters
	end     string // delimiter
	raw     bool   // it knows no escapes
	braces  bool   // {{ is {
}

// A segment is a run of constant text inside a literal, or a hole.
type segment struct {
	op   int  // operand
	at   Span // of the text; of a hole what marks it: ${x}, {x}, %s, x
	hole g.ID
	verb string // of a format
	text string // of a hole whose value is known
	flat bool   // what marks the hole holds nothing but the expression
}

// A built is an expression that puts a text together, taken apart without losing its bytes.
type built struct {
	node     g.ID
	operands []operand
	segments []segment
	// Of a format: the call or the operator, whose values stand behind the text.
	format  g.ID
	values  []g.ID // of a format, in order
	percent bool   // %% is %
	braces  bool   // str.format
}

// build takes an expression apart.
func (w *work) build(id g.ID) (*built, error) {
	b := &built{node: id}
	if ok, err := w.formatted(b, id); ok || err != nil {
		return b, err
	}
	for _, id := range w.operands(id) {
		if err := w.operand(b, id); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// operands flattens a concatenation.
func (w *work) operands(id g.ID) []g.ID {
	var right []g.ID
	for w.kind(id) == g.Binary && (w.Nodes[id].Op == g.Add || w.Nodes[id].Op == g.Concat) && len(right) < 200 {
		right = append(right, w.Child(id, 1))
		id = w.First(id)
	}
	all := []g.ID{id}
	for i := len(right) - 1; i >= 0; i-- {
		all = append(all, right[i])
	}
	return all
}

func (w *work) operand(b *built, id g.ID) error {
	within := w.span(b.node)
	whole := w.grouped(id, within)
	n := &w.Nodes[id]
	switch {
	case n.Kind == g.String || n.Kind == g.StrConcat && n.Op != g.Tagged:
		if w.python() {
			return w.pythonLiteral(b, id, whole)
		}
		return w.literalOf(b, id, whole)
	case n.Kind == g.StrConcat:
		return refuse("the text is built by a tag")
	}
	o := operand{node: id, whole: whole}
	b.operands = append(b.operands, o)
	s := segment{op: len(b.operands) - 1, at: whole, hole: id, flat: true}
	s.text = w.known(id)
	b.segments = append(b.segments, s)
	return nil
}

// known gives the text of an expression whose value is known for sure, else "".
func (w *work) known(id g.ID) string {
	if v, ok := w.Constant(id); ok && !v.Fallback && (v.Kind == names.StringValue || v.Kind == names.IntValue) {
		return v.Text
	}
	return ""
}

// literalOf takes a literal of JavaScript, Go or Java apart.
func (w *work) literalOf(b *built, id g.ID, whole Span) error {
	s := w.span(id)
	src := w.cut(s)
	open := 1
	o := operand{node: id, literal: true, whole: whole}
	switch {
	case strings.HasPrefix(src, `"""`) && w.java():
		if open = strings.IndexByte(src, '\n') + 1; open == 0 {
			return refuse("the text is not understood")
		}
		o.end = `"""`
	case src != "" && (src[0] == '"' || src[0] == '\'' || src[0] == '`'):
		o.end, o.raw = src[:1], src[0] == '`' && w.golang()
	default:
		return refuse("the text is not understood")
	}
	if len(src) < open+len(o.end) || !strings.HasSuffix(src, o.end) {
		return refuse("the text is not understood")
	}
	o.content = Span{s.Start + uint32(open), s.End - uint32(len(o.end))}
	b.operands = append(b.operands, o)
	op := len(b.operands) - 1
	if w.kind(id) == g.String {
		b.segments = append(b.segments, segment{op: op, at: o.content})
		return nil
	}
	at := o.content.Start
	for c := range w.Children(id) {
		if w.kind(c) == g.String && w.Nodes[c].Op == g.Template && w.Nodes[c].Start == at {
			b.segments = append(b.segments, segment{op: op, at: w.span(c)})
			at = w.Nodes[c].End
			continue
		}
		end, ok := w.closing(Span{at, o.content.End}, "${", c)
		if !ok {
			return refuse("the template is not understood")
		}
		b.segments = append(b.segments, segment{op: op, at: Span{at, end}, hole: c, text: w.known(c), flat: true})
		at = end
	}
	if at != o.content.End {
		return refuse("the template is not understood")
	}
	return nil
}

// closing finds where a hole ends that begins with open, holds an expression and then only space, parentheses and }.
func (w *work) closing(s Span, open string, hole g.ID) (uint32, bool) {
	n := w.Nodes[hole]
	if n.Start < s.Start || n.End > s.End || !strings.HasPrefix(w.cut(Span{s.Start, n.Start}), open) {
		return 0, false
	}
	if strings.Trim(w.cut(Span{s.Start + uint32(len(open)), n.Start}), " \t\r\n(") != "" {
		return 0, false
	}
	for at := n.End; at < s.End; at++ {
		switch c := w.Text[at]; {
		case c == '}':
			return at + 1, true
		case !space(c) && c != ')':
			return 0, false
		}
	}
	return 0, false
}

// pythonLiteral takes literals of Python apart that stand one behind the other.
func (w *work) pythonLiteral(b *built, id g.ID, whole Span) error {
	s := w.span(id)
	var holes []g.ID
	for c := range w.Children(id) {
		if w.kind(c) != g.String {
			holes = append(holes, c)
		}
	}
	for at := s.Start; at < s.End; {
		c := w.Text[at]
		if space(c) || c == '\\' {
			at++
			continue
		}
		if c == '#' {
			at = w.lineEnd(at)
			continue
		}
		o := operand{node: id, literal: true, whole: Span{at, 0}}
		format := false
		for at < s.End && w.Text[at] != '"' && w.Text[at] != '\'' {
			switch w.Text[at] | 0x20 {
			case 'f':
				format = true
			case 'r':
				o.raw = true
			case 'u':
			default:
				return refuse("the text is not understood")
			}
			at++
		}
		if at >= s.End {
			return refuse("the text is not understood")
		}
		o.end = string(w.Text[at])
		if triple := strings.Repeat(o.end, 3); strings.HasPrefix(w.cut(Span{at, s.End}), triple) {
			o.end = triple
		}
		o.braces = format
		at += uint32(len(o.end))
		o.content.Start = at
		b.operands = append(b.operands, o)
		op := len(b.operands) - 1
		text := at
		flush := func() {
			if text < at {
				b.segments = append(b.segments, segment{op: op, at: Span{text, at}})
			}
		}
		for {
			if at >= s.End {
				return refuse("the text is not understood")
			}
			rest := w.Text[at:s.End]
			switch {
			case strings.HasPrefix(string(rest[:min(3, len(rest))]), o.end):
				flush()
			case rest[0] == '\\' && len(rest) > 1:
				at += 2
				continue
			case format && len(rest) > 1 && (rest[0] == '{' && rest[1] == '{' || rest[0] == '}' && rest[1] == '}'):
				at += 2
				continue
			case format && rest[0] == '{':
				flush()
				if len(holes) == 0 {
					return refuse("the text is not understood")
				}
				h := holes[0]
				end, flat := w.closing(Span{at, s.End}, "{", h)
				if !flat {
					if end, flat = w.nested(at, s.End); !flat {
						return refuse("the text is not understood")
					}
					flat = false
				}
				for len(holes) > 0 && w.Nodes[holes[0]].Start < end {
					holes = holes[1:]
				}
				sg := segment{op: op, at: Span{at, end}, hole: h, flat: flat}
				if flat {
					sg.text = w.known(h)
				}
				b.segments = append(b.segments, sg)
				at, text = end, end
				continue
			default:
				at++
				continue
			}
			break
		}
		b.operands[op].content.End = at
		at += uint32(len(o.end))
		b.operands[op].whole.End = at
	}
	if n := len(b.operands); n > 0 && len(w.operands(b.node)) == 1 && whole != s {
		return nil
	}
	return nil
}

// nested finds the end of a hole with a format in it.
func (w *work) nested(at, end uint32) (uint32, bool) {
	depth := 0
	for ; at < end; at++ {
		switch w.Text[at] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return at + 1, true
			}
		}
	}
	return 0, false
}

// formatted takes a format apart: fmt.Sprintf, String.format, "…".formatted, "…" % values, "…".format.
func (w *work) formatted(b *built, id g.ID) (bool, error) {
	var text g.ID
	var values []g.ID
	n := &w.Nodes[id]
	switch {
	case n.Kind == g.Binary && n.Op == g.Mod && w.python():
		text = w.First(id)
		right := w.Child(id, 1)
		switch w.kind(right) {
		case g.Tuple:
			for c := range w.Children(right) {
				values = append(values, c)
			}
		case g.Dict, g.Ident, g.Call:
			if w.kind(right) == g.Dict || w.kind(right) == g.Call && w.lastName(w.First(right)) == "locals" {
				return true, refuse("the values of the format come from a dictionary")
			}
			values = []g.ID{right}
		default:
			values = []g.ID{right}
		}
		b.percent = true
	case n.Kind == g.Call:
		_, args := w.args(id)
		name := w.callee(id)
		word := w.word(id)
		switch {
		case (name == "fmt.Sprintf" || name == "java.lang.String.format" || name == "String.format") && len(args) > 0:
			text, values, b.percent = args[0], args[1:], true
		case word == "formatted" && w.java() && w.object(id) != 0:
			text, values, b.percent = w.object(id), args, true
		case word == "format" && w.python() && w.object(id) != 0 && w.kind(w.object(id)) == g.String:
			text, values, b.braces = w.object(id), args, true
		default:
			return false, nil
		}
	default:
		return false, nil
	}
	if w.kind(text) != g.String {
		return true, refuse("the format is not written where it is used")
	}
	for _, v := range values {
		if k := w.kind(v); k == g.Spread || k == g.Pair {
			return true, refuse("the values of the format are not written one by one")
		}
	}
	b.format, b.values = id, values
	if err := w.operand(b, text); err != nil {
		return true, err
	}
	whole := b.segments
	b.segments = nil
	next := 0
	for _, s := range whole {
		if err := w.verbs(b, s, &next); err != nil {
			return true, err
		}
	}
	if !b.braces && next != len(values) {
		return true, refuse("the format does not fit its values")
	}
	return true, nil
}

// verbs splits constant text at the verbs of a format.
func (w *work) verbs(b *built, s segment, next *int) error {
	text := s.at.Start
	hole := func(at Span, value g.ID, verb string) {
		if text < at.Start {
			b.segments = append(b.segments, segment{op: s.op, at: Span{text, at.Start}})
		}
		b.segments = append(b.segments, segment{op: s.op, at: at, hole: value, verb: verb, flat: true, text: w.known(value)})
		text = at.End
	}
	for at := s.at.Start; at < s.at.End; at++ {
		c := w.Text[at]
		rest := w.Text[at:s.at.End]
		switch {
		case b.percent && c == '%':
			if len(rest) < 2 {
				return refuse("the format is not understood")
			}
			switch v := rest[1]; v {
			case '%':
				at++
			case 's', 'd', 'v', 'f', 'q':
				if *next >= len(b.values) || v == 'q' || v == 'v' && !w.golang() {
					return refuse("the format does not fit its values")
				}
				hole(Span{at, at + 2}, b.values[*next], string(v))
				*next++
				at++
			default:
				return refuse("the format has a verb with a width or a flag")
			}
		case b.braces && len(rest) > 1 && (c == '{' && rest[1] == '{' || c == '}' && rest[1] == '}'):
			at++
		case b.braces && c == '{':
			end := strings.IndexByte(string(rest), '}')
			if end < 0 {
				return refuse("the format is not understood")
			}
			value, err := w.slot(b, string(rest[1:end]), next)
			if err != nil {
				return err
			}
			hole(Span{at, at + uint32(end) + 1}, value, "{}")
			at += uint32(end)
		}
	}
	if text < s.at.End {
		b.segments = append(b.segments, segment{op: s.op, at: Span{text, s.at.End}})
	}
	return nil
}

// slot finds the value of {}, {0} or {name}.
func (w *work) slot(b *built, name string, next *int) (g.ID, error) {
	if name == "" || len(name) == 1 && name[0] >= '0' && name[0] <= '9' {
		i := *next
		if name != "" {
			i = int(name[0] - '0')
		} else {
			*next++
		}
		if i < len(b.values) && w.kind(b.values[i]) != g.NamedArg {
			return b.values[i], nil
		}
		return 0, refuse("the format does not fit its values")
	}
	for _, v := range b.values {
		if w.kind(v) == g.NamedArg && w.Name(w.First(v)) == name {
			return w.valueOf(v), nil
		}
	}
	return 0, refuse("the format has a slot that is not understood")
}
