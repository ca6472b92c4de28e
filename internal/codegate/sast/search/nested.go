package search

import (
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

// matchesFormula looks for a formula in what a metavariable is bound to.
func (e *evaluation) matchesFormula(x *ranged, b *Binding, c *formula.Condition) []ranged {
	if c.Formula == nil || b.End <= b.Start && b.Text == "" {
		return nil
	}
	if e.depth >= maxNested {
		e.cut = true
		return nil
	}
	e.depth++
	defer func() { e.depth-- }()
	var got []ranged
	if b.Text == "" && c.Language == "" {
		got = e.inPlace(x, b, c)
		if e.o.SymbolicPropagation && b.Node == b.Last && e.u.Table != nil { // what the name always stands for
			at := b.Node
			for range maxSubstitutions {
				origin := generic.ID(0)
				if at != 0 && len(got) == 0 {
					origin = e.u.Origin(at)
				}
				if origin == 0 || origin == at {
					break
				}
				at = origin
				got = e.inPlace(x, &Binding{Name: b.Name, Node: at, Last: at, Start: e.u.Nodes[at].Start, End: e.u.Nodes[at].End}, c)
			}
		}
	} else {
		got = e.inText(x, b, c)
	}
	if len(got) == 0 {
		return nil
	}
	out := []ranged{*x}
	for i := range got {
		y := merge(x, &got[i])
		if len(y.Env) > len(x.Env) {
			out = append(out, y)
		}
	}
	return out
}

// inPlace looks in the file itself, between where the binding begins and ends.
func (e *evaluation) inPlace(x *ranged, b *Binding, c *formula.Condition) []ranged {
	w := ranged{Match: Match{Start: b.Start, End: b.End, Node: b.Node, Env: x.Env}}
	if b.Node != b.Last {
		w.Node = 0
	}
	sub := evaluation{Pass: e.Pass, o: e.o, language: e.language, within: &w}
	return sub.formula(c.Formula)
}

// inText looks in a string's content, read in the language of the condition.
func (e *evaluation) inText(x *ranged, b *Binding, c *formula.Condition) []ranged {
	text, offset := e.text(b), b.Start
	direct := b.Text == ""
	if b.Node != 0 && b.Text == "" && e.u.Table != nil {
		if n := &e.u.Nodes[b.Node]; n.Kind == generic.String {
			start, end := innerSpan(e.u.Text, b.Start, b.End)
			offset, direct = start, string(e.u.Text[start:end]) == e.u.Name(b.Node)
			text = e.u.Name(b.Node)
		} else if v, ok := e.constant(b.Node); ok && v.Kind == names.StringValue {
			text, direct = v.Text, false
		}
	}
	language := c.Language
	if language == "" {
		language = e.language
	}
	unit := &Unit{Path: e.u.Path, Language: language, Text: []byte(text)}
	if get := lang.For(language, ""); get != nil {
		l, err := get()
		if err != nil {
			return nil
		}
		parser := syntax.NewParser()
		defer parser.Close()
		f, report, err := l.Read(parser, unit.Text)
		if err != nil || report.Stop != syntax.Whole {
			e.cut = true
			return nil
		}
		if report.Partial() != "" && b.Text != "" { // a piece of the file's own language, as a type is
			f = fragment(l, parser, unit, f)
		}
		unit.Table = names.Resolve(f)
	} else if language != "generic" && language != "regex" {
		return nil
	}
	inner := e.set.On(unit)
	inner.left, inner.depth = e.left, e.depth
	w := ranged{Match: Match{End: uint32(len(unit.Text)), Env: foreign(e.Pass, x.Env)}}
	sub := evaluation{Pass: inner, o: e.o, language: language, within: &w}
	got := sub.formula(c.Formula)
	e.left = inner.left
	e.cut = e.cut || inner.cut
	for i := range got {
		got[i].Env = home(inner, got[i].Env, b, offset, direct)
	}
	return got
}

// fragment reads a text in the first context in which it is whole; where there is none it stays what it was.
func fragment(l *syntax.Language, parser *syntax.Parser, u *Unit, f *generic.File) *generic.File {
	for _, w := range l.Wrappers {
		text := []byte(w.Prefix + string(u.Text) + w.Suffix)
		if g, report, err := l.Read(parser, text); err == nil && report.Partial() == "" {
			u.Text = text
			return g
		}
	}
	return f
}

// foreign gives bindings as text, for use in another text.
func foreign(p *Pass, env []Binding) []Binding {
	out := make([]Binding, len(env))
	for i := range env {
		out[i] = Binding{Name: env[i].Name, Text: p.text(&env[i])}
	}
	return out
}

// home gives what was bound in a string's content its place in the file: its own where the content is the file's text,
// else the string's.
func home(inner *Pass, env []Binding, b *Binding, offset uint32, direct bool) []Binding {
	var out []Binding
	for i := range env {
		n := env[i]
		if n.End == 0 && n.Text != "" { // was bound before
			continue
		}
		made := Binding{Name: n.Name, Start: b.Start, End: b.End, Text: inner.text(&n)}
		if direct && n.Text == "" {
			made.Start, made.End, made.Text = offset+n.Start, offset+n.End, ""
		}
		out = append(out, made)
	}
	return out
}
