package search

import (
	"strconv"
	"strings"

	"bytes"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

func nodeID(i int) generic.ID { return generic.ID(i) }

// selectable tells an expression from the parts of one that a lone metavariable does not stand for.
func selectable(k generic.Kind) bool {
	switch k {
	case generic.Args, generic.Pair, generic.NamedArg, generic.XmlAttr, generic.XmlText, generic.Destructure:
		return false
	}
	return k.Expression()
}

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
	re := e.set.regexEntry(c.Regex, false)
	if re.err != nil {
		return nil, false
	}
	text := e.text(b)
	if c.Constant && b.Node != 0 {
		if v, ok := e.constant(b.Node); ok {
			text = v.Text
		}
	}
	if !re.binds {
		found, complete := re.startsWith(text)
		e.cut = e.cut || !complete
		return nil, found
	}
	loc, complete := re.re.MatchStart([]byte(text))
	if !complete {
		e.cut = true
	}
	if loc == nil {
		return nil, false
	}
	var env []Binding
	for i, name := range re.re.Names() {
		if name == "" || 2*i+1 >= len(loc) || loc[2*i] < 0 {
			continue
		}
		env = append(env, Binding{Name: "$" + name, Start: b.Start, End: b.End, Text: text[loc[2*i]:loc[2*i+1]]})
	}
	return env, true
}

// compares evaluates a comparison over what metavariables are bound to.
func (e *evaluation) compares(x *ranged, c *formula.Condition) bool {
	return c.Comparison.Holds(func(name string) (formula.Val, bool) {
		if name == formula.Today {
			return formula.Val{Kind: formula.Int, Int: e.set.Today}, e.set.Today != 0
		}
		name, source := strings.CutPrefix(name, formula.Source)
		at, ok := lookup(x.Env, name)
		if !ok {
			return formula.Val{}, false
		}
		b := &x.Env[at]
		if source {
			if b.Node == 0 || b.Node != b.Last || e.u.Table == nil {
				return formula.Val{}, false
			}
			text := e.folded(b.Node, 0)
			return formula.Val{Kind: formula.Str, Str: text}, text != ""
		}
		text := e.text(b)
		if b.Node != 0 && b.Node == b.Last && e.u.Table != nil {
			switch n := &e.u.Nodes[b.Node]; n.Kind {
			case generic.Int, generic.Float:
				text = e.u.Name(b.Node)
			case generic.String:
				if text = e.u.Name(b.Node); name != c.Name || !c.Strip {
					return formula.Val{Kind: formula.Str, Str: text}, true
				}
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

// maxFoldedText bounds a folded text, in bytes, and how many names stand for names in it.
const (
	maxFoldedText = 400
	foldDepth     = 4
)

// folded gives the text of an expression in which names are what they always stand for.
func (e *evaluation) folded(id generic.ID, depth int) string {
	if v, known := e.constant(id); known && depth > 0 {
		if v.Kind == names.StringValue {
			return strconv.Quote(v.Text)
		}
		return v.Text
	}
	n := &e.u.Nodes[id]
	if n.Kind == generic.Ident || n.Kind == generic.Member {
		if of := e.u.Origin(id); of != 0 && of != id && depth < foldDepth {
			return "(" + e.folded(of, depth+1) + ")"
		}
	}
	var b strings.Builder
	at := n.Start
	for in, end := id+1, e.u.End(id); in < end && b.Len() <= maxFoldedText; {
		m := &e.u.Nodes[in]
		up := e.u.Parents[in]
		named := e.u.Nodes[up].Kind == generic.NamedArg && e.u.First(up) == in || e.u.Nodes[up].Kind == generic.Member && e.u.First(up) != in
		if (m.Kind == generic.Ident || m.Kind == generic.Member) && !named && m.Start >= at && depth < foldDepth {
			if text := e.folded(in, depth+1); text != string(e.u.File.Text(in)) {
				b.Write(e.u.Text[at:m.Start])
				b.WriteString(text)
				at, in = m.End, e.u.End(in)
				continue
			}
		}
		in++
	}
	b.Write(e.u.Text[at:max(at, n.End)])
	if b.Len() > maxFoldedText {
		return ""
	}
	return b.String()
}

// regex gives the matches of a regular expression over the file's text. Groups bind: $1, and $NAME where they have one.
func (e *evaluation) regex(pattern string) []ranged {
	re, err := e.set.regex(pattern, true)
	if err != nil {
		return nil
	}
	text, from := e.u.Text, uint32(0)
	if w := e.within; w != nil { // of which it sees no more
		text, from = text[w.Start:w.End], w.Start
	}
	all, complete := re.FindAll(text, maxRanges)
	if !complete || len(all) == maxRanges {
		e.cut = true
	}
	names := re.Names()
	out := make([]ranged, 0, len(all))
	for _, loc := range all {
		r := ranged{Match: Match{Start: from + uint32(loc[0]), End: from + uint32(loc[1])}, kind: regex}
		for g := 1; 2*g+1 < len(loc); g++ {
			if loc[2*g] < 0 {
				continue
			}
			b := Binding{Name: groupNames[min(g, len(groupNames)-1)], Start: from + uint32(loc[2*g]), End: from + uint32(loc[2*g+1])}
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
