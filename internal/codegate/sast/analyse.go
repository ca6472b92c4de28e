package sast

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/codegate/sast/route"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/finding"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

// An answer is what a worker says of one file. Places count lines and columns from 1.
type answer struct {
	Found   []found  `json:"found,omitempty"`
	Shown   []shown  `json:"shown,omitempty"` // of the file's possible ends of flows
	Partial []string `json:"partial,omitempty"`
	Family  string   `json:"family,omitempty"` // of its language, where it has facts
}

// A found is one finding of a rule.
type found struct {
	Rule    int    `json:"rule"` // number in the run's list
	Path    string `json:"path,omitempty"`
	Span    span   `json:"span"`
	Message string `json:"message"`
	Text    string `json:"text,omitempty"`   // the code, with the contents of strings left out
	Anchor  string `json:"anchor,omitempty"` // the same in one spelling, and the function around it
	Symbol  string `json:"symbol,omitempty"` // the function or route around it
	Trace   []step `json:"trace,omitempty"`  // source first
	Related []step `json:"related,omitempty"`
	Doubts  int    `json:"doubts,omitempty"` // reasons to be a step less sure each: it rests on a name alone, its way is long
}

// A shown is what a found needs of a place, kept until it is known whether something flows there.
type shown struct {
	Start, End uint32
	Text       string
	Anchor     string
	Symbol     string `json:",omitempty"`
}

// A span is a part of a file.
type span struct{ Line, Column, EndLine, EndColumn int }

// A step is one place that data passes.
type step struct {
	Path string
	Span span
	Text string
}

// Bounds of one file. What is larger, or was not written by a person, is not parsed.
const (
	maxParsed = 1 << 20
	maxFound  = 1000 // of one rule in one file
	maxShown  = 80   // bytes of code in evidence
)

// analyse reads one file. The error is one of the engine, never of the text.
func (e *engine) analyse(path, language string, text []byte) (answer, []byte, error) {
	var a answer
	var facts []byte
	if get := lang.For(language, path); get != nil {
		var err error
		if facts, err = e.source(&a, path, get, text); err != nil {
			return a, nil, err
		}
	}
	for _, textual := range []string{"generic", "regex"} {
		known, err := e.language(textual)
		if err != nil {
			return a, nil, err
		}
		if len(known.search) > 0 {
			e.search(&a, known, &search.Unit{Path: path, Language: textual, Text: text})
		}
	}
	return a, facts, nil
}

// source parses a file and gives its facts.
func (e *engine) source(a *answer, path string, get func() (*syntax.Language, error), text []byte) ([]byte, error) {
	l, err := get()
	if err != nil {
		return nil, err
	}
	known, err := e.language(l.Name)
	if err != nil {
		return nil, err
	}
	if len(known.search) == 0 && len(known.plan.Rules) == 0 && len(known.routes.Rules) == 0 {
		return nil, nil
	}
	p := e.parsers.Get().(*syntax.Parser)
	file, report, err := l.Read(p, text)
	e.parsers.Put(p)
	if err != nil {
		return nil, err
	}
	a.note(report.Partial())
	if len(file.Nodes) < 2 {
		return nil, nil
	}
	u := &search.Unit{Path: path, Language: l.Name, Text: text, Table: names.Resolve(file)}
	pass, v := e.search(a, known, u)
	if len(known.plan.Rules) == 0 && len(known.routes.Rules) == 0 {
		return nil, nil
	}
	marks := known.plan.Marks(pass)
	graphs, cut := flow.Local(u, known.plan, marks)
	for _, c := range append(cut, pass.Partial()...) {
		a.note(c)
	}
	for _, m := range marks {
		if known.plan.Specs[m.Spec].Role == flow.Sink {
			text, anchor := v.show(m.Node, m.Start, m.End)
			a.Shown = append(a.Shown, shown{m.Start, m.End, text, anchor, symbolOf(u, m.Node, m.Start)})
		}
	}
	slices.SortFunc(a.Shown, func(x, y shown) int { return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End)) })
	a.Shown = slices.CompactFunc(a.Shown, func(x, y shown) bool { return x.Start == y.Start && x.End == y.End })
	routes, asked := route.Local(pass, known.routes, func(text string, m search.Match) string {
		return search.Interpolate(text, search.Match{Env: shownEnv(m.Env, u)}, u)
	})
	for _, c := range routes.Partial {
		a.note(c)
	}
	kept := flow.Facts(u, known.plan, graphs, asked...)
	if len(known.routes.Rules) > 0 {
		more, err := json.Marshal(routes)
		if err != nil {
			return nil, err
		}
		kept.More = string(more)
	}
	a.Family = flow.Family(l.Name)
	return flow.Encode(kept), nil
}

// search runs the search rules of a language over a unit.
func (e *engine) search(a *answer, known *language, u *search.Unit) (*search.Pass, *viewer) {
	pass, v := known.set.On(u), newViewer(u)
	for i, picked := range known.filter.Pick(u.Text, u.Language, nil) {
		if !picked || !known.paths[i].has(u.Path) {
			continue
		}
		r := known.search[i]
		all := pass.Find(r)
		if len(all) > maxFound {
			all = all[:maxFound]
			a.note("more than 1000 matches of " + r.ID)
		}
		for _, m := range all {
			text, anchor := v.show(m.Node, m.Start, m.End)
			a.Found = append(a.Found, found{Rule: known.numbers[i], Span: v.span(m.Start, m.End), Message: search.Interpolate(r.Message, search.Match{Env: shownEnv(m.Env, u)}, u), Text: text, Anchor: anchor, Symbol: symbolOf(u, m.Node, m.Start)})
		}
	}
	for _, c := range pass.Partial() {
		a.note(c)
	}
	return pass, v
}

func (a *answer) note(text string) {
	if text != "" && !slices.Contains(a.Partial, text) {
		a.Partial = append(a.Partial, text)
	}
}

// A viewer shows places of one unit.
type viewer struct {
	unit  *search.Unit
	lines []uint32 // where each begins
}

func newViewer(u *search.Unit) *viewer {
	v := &viewer{unit: u, lines: []uint32{0}}
	for i, c := range u.Text {
		if c == '\n' {
			v.lines = append(v.lines, uint32(i+1))
		}
	}
	return v
}

func (v *viewer) place(at uint32) (line, column int) {
	i, ok := slices.BinarySearch(v.lines, at)
	if !ok {
		i--
	}
	return i + 1, int(at-v.lines[i]) + 1
}

func (v *viewer) span(start, end uint32) (s span) {
	s.Line, s.Column = v.place(start)
	s.EndLine, s.EndColumn = v.place(end)
	return s
}

// show gives the code of a place on one line, as it may be shown, and what names the place without its line: its canonical
// text and the function around it. The contents of strings are left out where they could be secret.
func (v *viewer) show(node generic.ID, start, end uint32) (text, anchor string) {
	end = min(end, uint32(len(v.unit.Text)))
	if v.unit.Table != nil {
		text = redact(v.unit.File, node, start, end)
	}
	text = finding.Visible(strings.Join(strings.Fields(text), " "), maxShown)
	anchor = text
	if node != 0 && v.unit.Table != nil {
		if f := v.enclosing(node); f != "" {
			anchor = f + " › " + anchor
		}
	}
	return text, anchor
}

// enclosing gives the name of the function around a node.
func (v *viewer) enclosing(id generic.ID) string {
	for id = v.unit.Parents[id]; id != 0; id = v.unit.Parents[id] {
		switch v.unit.Nodes[id].Kind {
		case generic.Func, generic.Class:
			if name := v.unit.Part(id, 0); name != 0 && v.unit.Nodes[name].Kind == generic.Ident {
				return v.unit.Name(name)
			}
		}
	}
	return ""
}
