package search

import (
	"strings"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// literal matches what is written out: a value, or a string that stands for several.
func (m *matcher) literal(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	ok := false
	switch pn.Kind {
	case generic.Int, generic.Float, generic.String, generic.Char:
		if tn.Kind == pn.Kind || number(tn.Kind) && number(pn.Kind) {
			ok = m.pat.Name(p) == m.u.Name(t) && (pn.Op == tn.Op || pn.Op != generic.Imaginary && tn.Op != generic.Imaginary)
			if !ok {
				return fail
			}
			break
		}
		ok = m.constantIs(t, patternValue(pn.Kind, m.pat.Name(p)))
	case generic.Bool:
		if tn.Kind == generic.Bool {
			if ok = pn.Op == tn.Op; !ok {
				return fail
			}
			break
		}
		word := "false"
		if pn.Op == generic.True {
			word = "true"
		}
		ok = m.constantIs(t, names.Value{Kind: names.BoolValue, Text: word})
	case generic.Null:
		ok = tn.Kind == generic.Null
	case generic.Regex:
		if tn.Kind == generic.Ident && m.o.ConstantPropagation {
			if t = m.u.Origin(t); t == 0 {
				return fail
			}
			tn = &m.u.Nodes[t]
		}
		if tn.Kind != generic.Regex {
			return fail
		}
		return m.regexLiteral(p, t, next)
	case generic.StrConcat:
		if pn.Op == generic.Template && m.partOfTemplate(p, t) {
			return fail
		}
		switch {
		case tn.Kind == generic.String && pn.Op == tn.Op && pn.Op != generic.Plain:
			ok = m.onlyDots(p)
		case tn.Kind == generic.String && pn.Op == generic.Plain:
			ok = m.onlyDots(p) && pieces(m.u.File.Text(t)) > 1
		case tn.Kind == generic.StrConcat && m.u.Language == "bash" && bare(m.pat.Source, pn.Start) != bare(m.u.Text, tn.Start):
			return fail
		case tn.Kind == generic.StrConcat:
			return m.push(goal{op: goalChain, mode: modeConcat, p: m.pat.First(p), t: m.u.First(t), next: next})
		}
	case generic.AnyString:
		ok = m.anyString(p, t)
	case generic.RegexString:
		if text, is := m.stringOf(t, generic.Plain); is {
			if m.u.Language == "go" && tn.Kind == generic.String { // as it is written
				start, end := innerSpan(m.u.Text, tn.Start, tn.End)
				text = string(m.u.Text[start:end])
			}
			re, err := m.pass.set.stringRegex(m.pat.Name(p))
			ok = err == nil && matches(re, text)
		}
	}
	if ok {
		return next
	}
	return m.symbolic(p, t, next)
}

// partOfTemplate tells the text between what is put into a template, and a template behind a tag, which is only found with
// its tag.
func (m *matcher) partOfTemplate(p, t generic.ID) bool {
	parent := m.u.Parents[t]
	switch m.u.Nodes[parent].Kind {
	case generic.StrConcat:
		return m.piece(t)
	case generic.Args:
		return m.u.Nodes[m.u.Parents[parent]].Op == generic.Tagged && m.pat.Nodes[m.c.parents[m.c.parents[p]]].Op != generic.Tagged
	}
	return false
}

func number(k generic.Kind) bool { return k == generic.Int || k == generic.Float }

func patternValue(k generic.Kind, text string) names.Value {
	switch k {
	case generic.Int:
		return names.Value{Kind: names.IntValue, Text: text}
	case generic.Float:
		return names.Value{Kind: names.FloatValue, Text: text}
	}
	return names.Value{Kind: names.StringValue, Text: text}
}

// negative gives the number of a pattern like -1.
func (m *matcher) negative(p generic.ID) (names.Value, bool) {
	inner := m.pat.First(p)
	if m.pat.Nodes[p].Op != generic.Sub || inner == 0 {
		return names.Value{}, false
	}
	if k := m.pat.Nodes[inner].Kind; k != generic.Int && k != generic.Float {
		return names.Value{}, false
	}
	v := patternValue(m.pat.Nodes[inner].Kind, m.pat.Name(inner))
	v.Text = "-" + v.Text
	return v, true
}

func (m *matcher) constantIs(t generic.ID, want names.Value) bool {
	v, ok := m.constant(t)
	return ok && v.Kind == want.Kind && v.Text == want.Text
}

// constant gives the value of an expression that is none of a literal's own nodes.
func (m *matcher) constant(t generic.ID) (names.Value, bool) {
	if !m.o.ConstantPropagation || !m.u.Nodes[t].Kind.Expression() {
		return names.Value{}, false
	}
	return m.pass.constant(t)
}

// constant gives the value of an expression that is folded from literals by operators alone: what a call gives, or a field
// holds, is known less surely, and rules that look for calls expect to find them.
func (p *Pass) constant(t generic.ID) (names.Value, bool) {
	if p.u.Nodes[t].Size > maxFolded {
		return names.Value{}, false
	}
	v, ok := p.u.Constant(t)
	if !ok || v.Fallback {
		return names.Value{}, false
	}
	for range maxSubstitutions {
		for at, end := t, p.u.End(t); at < end; at++ {
			switch p.u.Nodes[at].Kind {
			case generic.Call:
				if !p.formats(at) {
					return names.Value{}, false
				}
			case generic.New:
				return names.Value{}, false
			case generic.Member:
				if !p.ownField(at) && !p.formats(p.u.Parents[at]) {
					return names.Value{}, false
				}
			case generic.Ident: // a switch that another file of the package may turn; a text is rather one that nobody touches
				if v.Kind != names.StringValue && p.packageVariable(at) {
					return names.Value{}, false
				}
			}
		}
		origin := p.u.Origin(t)
		if origin == 0 || origin == t {
			break
		}
		if t = origin; p.u.Nodes[t].Size > maxFolded {
			return names.Value{}, false
		}
	}
	return v, true
}

// formats tells Java's String.format, which does nothing but fold.
func (p *Pass) formats(id generic.ID) bool {
	if p.u.Language != "java" || p.u.Nodes[id].Kind != generic.Call {
		return false
	}
	name, _ := p.u.Canonical(p.u.First(id))
	return name == "java.lang.String.format"
}

// ownField tells this.x of Java, where x is a constant.
func (p *Pass) ownField(id generic.ID) bool {
	if p.u.Language != "java" || p.u.Nodes[p.u.First(id)].Kind != generic.This {
		return false
	}
	sym := p.u.Field(id)
	return sym != 0 && p.u.Defs[sym].Constant
}

// packageVariable tells a name of Go that every file of the package may set.
func (p *Pass) packageVariable(id generic.ID) bool {
	if p.u.Language != "go" {
		return false
	}
	d := p.u.Def(id)
	return d != nil && d.Kind == names.Global && !d.Constant
}

// maxFolded is the largest expression, in nodes, whose value is asked for.
const maxFolded = 512

// stringOf gives the content of a string, written or known. A pattern in the form of a template or of a format string
// wants one of the same form.
func (m *matcher) stringOf(t generic.ID, op generic.Op) (string, bool) {
	n := &m.u.Nodes[t]
	if op == generic.Template || op == generic.Format {
		if n.Kind == generic.String && n.Op == op {
			return m.u.Name(t), true
		}
		if n.Kind != generic.StrConcat || n.Op != op {
			return "", false
		}
	}
	switch n.Kind {
	case generic.String, generic.Char:
		return m.u.Name(t), true
	}
	if v, ok := m.constant(t); ok && v.Kind == names.StringValue {
		return v.Text, true
	}
	return "", false
}

// anyString matches "...", but no string with parts that are not known, or binds the content of a string to "$X".
func (m *matcher) anyString(p, t generic.ID) bool {
	want, op := m.pat.Name(p), m.pat.Nodes[p].Op
	text, ok := m.stringOf(t, op)
	if want == "" {
		if n := &m.u.Nodes[t]; !ok && n.Kind == generic.Cond && m.o.ConstantPropagation { // either of two strings is one
			return m.anyString(p, m.u.Child(t, 1)) && m.anyString(p, m.u.Child(t, 2))
		}
		return ok
	}
	if !ok {
		return false
	}
	return m.bind(m.content(want, t, text))
}

// onlyDots tells a string of a pattern that stands for any.
func (m *matcher) onlyDots(p generic.ID) bool {
	for c := m.pat.First(p); c != 0; c = m.next(c) {
		if m.item(modeConcat, c) != generic.Ellipsis {
			return false
		}
	}
	return true
}

// pieces counts the literals of which one string is written.
func pieces(text []byte) int {
	n := 0
	for i := 0; i < len(text); i++ {
		q := text[i]
		if q != '"' && q != '\'' {
			continue
		}
		n++
		open := 1
		if i+2 < len(text) && text[i+1] == q && text[i+2] == q {
			open = 3
		}
		i += open
		for run := 0; i < len(text) && run < open; i++ {
			switch text[i] {
			case '\\':
				i++
				run = 0
			case q:
				run++
			default:
				run = 0
			}
		}
		i--
	}
	return n
}

// content makes a binding of a name to the content of a string.
func (m *matcher) content(name string, t generic.ID, text string) Binding {
	b := Binding{Name: name, Start: m.u.Nodes[t].Start, End: m.u.Nodes[t].End}
	if k := m.u.Nodes[t].Kind; k == generic.String || k == generic.Char {
		b.Start, b.End = innerSpan(m.u.Text, b.Start, b.End)
		if string(m.u.Text[b.Start:b.End]) != text {
			b.Text = text
		}
		return b
	}
	b.Text = text
	return b
}

// innerSpan gives the range of a literal without its quotes, and without the letters before them. A piece of a template
// has none.
func innerSpan(text []byte, start, end uint32) (uint32, uint32) {
	s := string(text[start:end])
	at := strings.IndexAny(s, "\"'`")
	if at < 0 || at > 3 {
		return start, end
	}
	for _, q := range []string{`"""`, `'''`, s[at : at+1]} {
		if strings.HasPrefix(s[at:], q) && strings.HasSuffix(s, q) && len(s) >= at+2*len(q) {
			return start + uint32(at+len(q)), end - uint32(len(q))
		}
	}
	return start, end
}

// regexLiteral matches /.../, /$X/ and a regular expression that is written out.
func (m *matcher) regexLiteral(p, t generic.ID, next int32) int32 {
	want, got := placeholders.Replace(m.pat.Name(p)), m.u.Name(t)
	wb, wf := cutRegex(want)
	gb, gf := cutRegex(got)
	switch {
	case wf != "" && wf != gf:
		return fail
	case wb == "...":
		return next
	case metavariableName(wb):
		n := m.u.Nodes[t]
		if m.bind(Binding{Name: wb, Start: n.Start + 1, End: n.Start + 1 + uint32(len(gb))}) {
			return next
		}
		return fail
	case wb == gb:
		return next
	}
	return fail
}

// placeholders are what a pattern's text had before it was parsed, in a place that has no node of its own.
var placeholders = strings.NewReplacer("el__", "...", "mv__", "$")

func cutRegex(s string) (body, flags string) {
	i := strings.LastIndexByte(s, '/')
	if i < 1 {
		return s, ""
	}
	return s[1:i], s[i+1:]
}

func metavariableName(s string) bool {
	if len(s) < 2 || s[0] != '$' {
		return false
	}
	for i := 1; i < len(s); i++ {
		c := s[i]
		if !(c >= 'A' && c <= 'Z' || c == '_' || i > 1 && c >= '0' && c <= '9') {
			return false
		}
	}
	return true
}

// stringRegex compiles what stands in "=~/re/flags".
func (s *Set) stringRegex(text string) (*formula.Regexp, error) {
	body, flags := cutRegex(text)
	if f := strings.Map(func(r rune) rune {
		if strings.ContainsRune("ims", r) {
			return r
		}
		return -1
	}, flags); f != "" {
		body = "(?" + f + ")" + body
	}
	return s.regex(body, false)
}
