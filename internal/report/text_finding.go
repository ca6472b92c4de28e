package report

import (
	"strings"

	"bartizan/internal/finding"
)

// How much of one entry is listed; what goes over is counted.
const (
	maxAlso    = 3 // repeats with their own line
	maxTrace   = 8
	maxRelated = 4
	narrow     = 60 // columns below which details are hardly indented
)

// An entry is what one rule found in one file, the worst first.
type entry struct {
	path, rule string
	findings   []*finding.Finding
}

// group puts findings of one file together and in it those of one rule, files and rules in the order of their first
// finding.
func group(fs []*finding.Finding) []entry {
	type file struct{ rules []string }
	files := map[string]*file{}
	byKey := map[[2]string]*entry{}
	var order []string
	for _, f := range fs {
		in := files[f.Path]
		if in == nil {
			in = &file{}
			files[f.Path] = in
			order = append(order, f.Path)
		}
		key := [2]string{f.Path, f.Rule}
		if byKey[key] == nil {
			byKey[key] = &entry{path: f.Path, rule: f.Rule}
			in.rules = append(in.rules, f.Rule)
		}
		byKey[key].findings = append(byKey[key].findings, f)
	}
	var entries []entry
	for _, path := range order {
		for _, rule := range files[path].rules {
			entries = append(entries, *byKey[[2]string{path, rule}])
		}
	}
	return entries
}

// entry writes one entry: severity and place, the sentence, then the details in a column of their own.
func (t text) entry(e entry) {
	f := e.findings[0]
	look := looks[f.Severity]
	head, indent := "  ", 12
	if t.o.Color {
		glyph := look.glyph
		if t.o.ASCII {
			glyph = look.ascii
		}
		head, indent = head+t.paint(look.color, glyph+" "), 14
	}
	at := t.ascii(place(f.Location))
	rule := t.about(f)
	used := indent + columns(at)
	head += t.paint(look.color, f.Severity.String()) + strings.Repeat(" ", 10-len(f.Severity.String()))
	if t.width > 0 && t.width < narrow {
		indent = 4
	}
	beside := t.width == 0 || used+2+columns(rule) <= t.width
	if beside {
		t.line(head, t.paint(bold, at), "  ", t.paint(dim, rule))
	} else {
		t.line(head, t.paint(bold, at))
	}
	if f.Message != "" {
		t.flow("", 0, indent, "", t.show(f.Message, maxMessage))
	}
	if !beside {
		t.flow("", 0, indent, dim, rule)
	}
	if f.Evidence != "" {
		t.detail(indent, "evidence", "", t.show(string(f.Evidence), maxMessage))
	}
	t.locations(indent, "trace", f.Trace, maxTrace)
	t.locations(indent, "related", f.Related, maxRelated)
	if fix := remedy(f, t.o.rule(f.Rule)); fix != "" {
		if f.Fix != nil && f.Fix.Kind == finding.Safe {
			fix += " (safe to apply)"
		}
		t.detail(indent, "fix", green, t.show(fix, maxMessage))
	}
	t.also(indent, e.findings)
}

// about names rule, weakness and doubt.
func (t text) about(f *finding.Finding) string {
	s := t.show(f.Rule, maxName)
	if len(f.CWE) > 0 {
		s += " · " + weaknesses(f.CWE)
	}
	if f.Confidence != finding.Certain {
		s += " · " + f.Confidence.String()
	}
	return t.ascii(s)
}

// labelWidth is the column of labels: the longest is "evidence".
const labelWidth = 10

// detail writes a label and a text beside it.
func (t text) detail(indent int, label, code, s string) {
	head := strings.Repeat(" ", indent) + t.paint(dim, label)
	t.flow(head, indent+columns(label), indent+labelWidth, code, s)
}

// locations writes steps or places below each other, their messages aligned. Of too many the middle is left out: the
// first and the last step matter most.
func (t text) locations(indent int, label string, ls []finding.Location, limit int) {
	if len(ls) == 0 {
		return
	}
	head, tail := ls, []finding.Location(nil)
	if len(ls) > limit {
		head, tail = ls[:limit/2], ls[len(ls)-limit/2:]
	}
	wide := 0
	for _, l := range append(head[:len(head):len(head)], tail...) {
		wide = max(wide, columns(t.ascii(place(l))))
	}
	// Messages stand beside the places when half of the width is left for them, below otherwise.
	at := indent + labelWidth
	below := t.width > 0 && at+wide+2+20 > t.width || wide > 48
	write := func(ls []finding.Location) {
		for _, l := range ls {
			p := t.ascii(place(l))
			msg := t.show(l.Message, maxMessage)
			lead := strings.Repeat(" ", indent) + t.paint(dim, label)
			leadWidth := indent + columns(label)
			label = ""
			lead += strings.Repeat(" ", at-leadWidth)
			switch {
			case msg == "":
				t.line(lead, t.paint(cyan, p))
			case below:
				t.line(lead, t.paint(cyan, p))
				t.flow("", 0, at+2, "", msg)
			default:
				t.flow(lead+t.paint(cyan, p), at+columns(p), at+wide+2, "", msg)
			}
		}
	}
	write(head)
	if len(tail) > 0 {
		t.line(strings.Repeat(" ", at), t.paint(dim, t.ascii("… "+counted(len(ls)-len(head)-len(tail), "step")+" between")))
		write(tail)
	}
}

// also writes the repeats of an entry: a few with what is different, the rest as line numbers.
func (t text) also(indent int, fs []*finding.Finding) {
	first, rest := fs[0], fs[1:]
	label := "also"
	for i, f := range rest {
		if i == maxAlso && len(rest) > maxAlso+1 {
			more := "and " + number(len(rest)-i) + " more in this file" + lines(rest[i:])
			t.detail(indent, label, dim, t.ascii(more))
			return
		}
		head := strings.Repeat(" ", indent) + t.paint(dim, label) + strings.Repeat(" ", labelWidth-len(label))
		label = ""
		at := t.ascii(place(f.Location))
		t.line(head, t.paint(bold, at))
		differs := ""
		if f.Severity != first.Severity {
			differs = f.Severity.String() + ": "
		}
		switch {
		case f.Message != first.Message:
			differs += t.show(f.Message, maxMessage)
		case f.Evidence != first.Evidence:
			differs += t.show(string(f.Evidence), maxMessage)
		}
		if differs != "" {
			t.flow("", 0, indent+labelWidth+2, "", strings.TrimSuffix(differs, ": "))
		}
	}
}
