package search

import (
	"bytes"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

func nodeID(i int) generic.ID { return generic.ID(i) }

func selectable(k generic.Kind) bool { return k != generic.Args }

// maxNested is how deep metavariable-patterns may stand in each other.
const maxNested = 8

// condition keeps the ranges whose bindings pass a test. A test that binds something gives one more range each.
func (e *evaluation) condition(found []ranged, c *formula.Condition) []ranged {
	var out []ranged
	for i := range found {
		x := &found[i]
		if e.left--; e.left < 0 {
			e.cut = true
			break
		}
		if c.Test == formula.MetavariableComparison {
			if e.compares(x, c) {
				out = append(out, *x)
			}
			continue
		}
		at, ok := lookup(x.Env, c.Name)
		if !ok {
			continue
		}
		b := &x.Env[at]
		switch c.Test {
		case formula.MetavariableRegex:
			if env, ok := e.matchesRegex(b, c); ok {
				y := *x
				if len(env) > 0 {
					y = merge(x, &ranged{Match: Match{Env: sortedEnv(env)}})
				}
				out = append(out, y)
			}
		case formula.MetavariablePattern:
			out = append(out, e.matchesFormula(x, b, c)...)
		case formula.MetavariableType:
			if b.Node != 0 && e.typedAs(b.Node, c.Types) {
				out = append(out, *x)
			}
		case formula.MetavariableAnalysis:
			if e.analysed(b, c.Analyzer) {
				out = append(out, *x)
			}
		}
	}
	return out
}

// matchesRegex tests the text of a binding, from its start. Named groups bind.
func (e *evaluation) matchesRegex(b *Binding, c *formula.Condition) ([]Binding, bool) {
	re, err := e.set.regex(c.Regex, false)
	if err != nil {
		return nil, false
	}
	text := []byte(e.text(b))
	if c.Constant && b.Node != 0 {
		if v, ok := e.constant(b.Node); ok {
			text = []byte(v.Text)
		}
	}
	loc, complete := re.MatchStart(text)
	if !complete {
		e.cut = true
	}
	if loc == nil {
		return nil, false
	}
	var env []Binding
	for i, name := range re.Names() {
		if name == "" || 2*i+1 >= len(loc) || loc[2*i] < 0 {
			continue
		}
		env = append(env, Binding{Name: "$" + name, Start: b.Start, End: b.End, Text: string(text[loc[2*i]:loc[2*i+1]])})
	}
	return env, true
}

// compares evaluates a comparison over what metavariables are bound to.
func (e *evaluation) compares(x *ranged, c *formula.Condition) bool {
	return c.Comparison.Holds(func(name string) (formula.Val, bool) {
		if name == formula.Today {
			return formula.Val{Kind: formula.Int, Int: e.set.Today}, e.set.Today != 0
		}
		at, ok := lookup(x.Env, name)
		if !ok {
			return formula.Val{}, false
		}
		b := &x.Env[at]
		text := e.text(b)
		if b.Node != 0 && b.Node == b.Last && e.u.Table != nil {
			switch n := &e.u.Nodes[b.Node]; n.Kind {
			case generic.Int, generic.Float:
				text = e.u.Name(b.Node)
			case generic.String:
				return formula.Val{Kind: formula.Str, Str: e.u.Name(b.Node)}, true
			case generic.Bool:
				return formula.Val{Kind: formula.Bool, Bool: n.Op == generic.True}, true
			default:
				if v, known := e.constant(b.Node); known {
					switch v.Kind {
					case names.StringValue:
						return formula.Val{Kind: formula.Str, Str: v.Text}, true
					case names.BoolValue:
						return formula.Val{Kind: formula.Bool, Bool: v.Text == "true"}, true
					}
					text = v.Text
				}
			}
		}
		strip, base := false, 0
		if name == c.Name {
			strip, base = c.Strip, c.Base
			if base != 0 {
				text = e.text(b)
			}
		}
		if v, ok := formula.Literal(text, strip, base); ok {
			return v, true
		}
		return formula.Val{Kind: formula.Str, Str: text}, true
	})
}

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
		unit.Table = names.Resolve(f)
	} else if language != "generic" && language != "regex" {
		return nil
	}
	inner := e.set.On(unit)
	inner.left, inner.depth = e.left, e.depth
	w := ranged{Match: Match{End: uint32(len(text)), Env: foreign(e.Pass, x.Env)}}
	sub := evaluation{Pass: inner, o: e.o, language: language, within: &w}
	got := sub.formula(c.Formula)
	e.left = inner.left
	e.cut = e.cut || inner.cut
	for i := range got {
		got[i].Env = home(inner, got[i].Env, b, offset, direct)
	}
	return got
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

// regex gives the matches of a regular expression over the file's text. Groups bind: $1, and $NAME where they have one.
func (e *evaluation) regex(text string) []ranged {
	re, err := e.set.regex(text, true)
	if err != nil {
		return nil
	}
	all, complete := re.FindAll(e.u.Text, maxRanges)
	if !complete || len(all) == maxRanges {
		e.cut = true
	}
	names := re.Names()
	out := make([]ranged, 0, len(all))
	for _, loc := range all {
		r := ranged{Match: Match{Start: uint32(loc[0]), End: uint32(loc[1])}, kind: regex}
		for g := 1; 2*g+1 < len(loc); g++ {
			if loc[2*g] < 0 {
				continue
			}
			b := Binding{Name: groupNames[min(g, len(groupNames)-1)], Start: uint32(loc[2*g]), End: uint32(loc[2*g+1])}
			if g >= len(groupNames) {
				continue
			}
			r.Env = append(r.Env, b)
			if g < len(names) && names[g] != "" {
				b.Name = "$" + names[g]
				r.Env = append(r.Env, b)
			}
		}
		r.Env = sortedEnv(r.Env)
		out = append(out, r)
	}
	return out
}

var groupNames = [...]string{"$0", "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16", "$17", "$18", "$19", "$20"}

func matches(re *formula.Regexp, text string) bool {
	found, _ := re.Match([]byte(text))
	return found
}

// analysed says whether a text looks like a secret, or a regular expression like one that can take exponential time.
func (e *evaluation) analysed(b *Binding, analyzer string) bool {
	text := e.text(b)
	if b.Node != 0 && b.Node == b.Last && e.u.Table != nil {
		switch n := &e.u.Nodes[b.Node]; n.Kind {
		case generic.String:
			text = e.u.Name(b.Node)
		case generic.Regex:
			text, _ = cutRegex(e.u.Name(b.Node))
		}
	}
	switch analyzer {
	case "entropy":
		return secretLike([]byte(text))
	case "redos":
		return exponential(bytes.TrimSpace([]byte(text)))
	}
	return false
}
