package gate

import (
	"cmp"
	"slices"

	"bartizan/internal/finding"
)

// once leaves one finding of what several rules or scanners see, each in its own way: a credential and the places where it is
// used, one place that two rules call by the same class. The one that stays names the others as related, and is as severe
// and as sure as the worst of them. The findings keep their order.
func once(fs []finding.Finding) []finding.Finding {
	m := merger{fs: fs, into: make([]int, len(fs))}
	for i := range m.into {
		m.into[i] = i
	}
	m.configurations()
	m.credentials()
	m.classes()
	return m.left()
}

type merger struct {
	fs   []finding.Finding
	into []int // the finding that each is a part of
}

// join makes one finding a part of another.
func (m *merger) join(part, whole int) {
	part, whole = m.of(part), m.of(whole)
	if part != whole {
		m.into[part] = whole
	}
}

func (m *merger) of(i int) int {
	for m.into[i] != i {
		i = m.into[i]
	}
	return i
}

// configurations: where both gates see the same credential in a client's configuration, gate 1's stays, which knows the
// server. Their columns differ at most by the opening quote.
func (m *merger) configurations() {
	type place struct {
		path         string
		line, column int
	}
	seen := map[place]int{}
	for i, f := range m.fs {
		if f.Scanner == "mcp" && slices.Contains(f.CWE, 798) {
			seen[place{f.Path, f.Line, f.Column}] = i
			seen[place{f.Path, f.Line, f.Column + 1}] = i
		}
	}
	for i, f := range m.fs {
		if f.Scanner != "secrets" || !slices.Contains(f.CWE, 798) {
			continue
		}
		if at, ok := seen[place{f.Path, f.Line, f.Column}]; ok {
			m.join(i, at)
		}
	}
}

// credentials: a value in the code and what is done with it are one weakness, to be mended at the value.
func (m *merger) credentials() {
	type place struct {
		path string
		line int
	}
	values := map[place]int{} // of findings that stand at the value
	for i, f := range m.fs {
		if f.Scanner == "secrets" && slices.Contains(f.CWE, 798) {
			values[place{f.Path, f.Line}] = i
		}
	}
	for i, f := range m.fs {
		if f.Scanner != "sast" || !slices.Contains(f.CWE, 798) {
			continue
		}
		from, to := place{f.Path, f.Line}, min(max(f.Line, f.EndLine), f.Line+maxSpan)
		if len(f.Trace) > 0 {
			from, to = place{f.Trace[0].Path, f.Trace[0].Line}, f.Trace[0].Line
		}
		at, found := 0, false
		for line := from.line; line <= to && !found; line++ {
			at, found = values[place{from.path, line}], false
			if _, ok := values[place{from.path, line}]; ok {
				found = true
			}
		}
		if found {
			m.join(i, at)
		} else if len(f.Trace) > 0 {
			values[from] = i
		}
	}
}

// maxSpan is how many lines below its first a finding is looked for the value that it is about.
const maxSpan = 30

// classes: rules that call the same place by the same class.
func (m *merger) classes() {
	type place struct {
		scanner, path string
		line, cwe     int
	}
	first := map[place]int{}
	for i, f := range m.fs {
		if len(f.CWE) == 0 || m.into[i] != i || f.Line == 0 {
			continue
		}
		p := place{f.Scanner, f.Path, f.Line, f.CWE[0]}
		at, ok := first[p]
		switch other := &m.fs[at]; {
		case !ok:
			first[p] = i
		case other.Rule == f.Rule: // two places on one line
		case surer(&f, other) > 0:
			m.join(at, i)
			first[p] = i
		default:
			m.join(i, at)
		}
	}
}

// surer orders two findings of one place: the surer one, then the one that shows how data gets there, then the more severe.
func surer(a, b *finding.Finding) int {
	return cmp.Or(cmp.Compare(a.Confidence, b.Confidence), cmp.Compare(min(len(a.Trace), 1), min(len(b.Trace), 1)), cmp.Compare(a.Severity, b.Severity))
}

// maxRelated bounds what a finding names beside itself.
const maxRelated = 20

func (m *merger) left() []finding.Finding {
	for i, f := range m.fs {
		whole := m.of(i)
		if whole == i {
			continue
		}
		w := &m.fs[whole]
		w.Severity, w.Confidence = max(w.Severity, f.Severity), max(w.Confidence, f.Confidence)
		for _, c := range f.CWE {
			if !slices.Contains(w.CWE, c) {
				w.CWE = append(slices.Clip(w.CWE), c)
			}
		}
		at := f.Location
		at.Message = f.Rule + ": " + f.Message
		if len(w.Related) < maxRelated {
			w.Related = append(slices.Clip(w.Related), at)
		}
	}
	kept := m.fs[:0]
	for i, f := range m.fs {
		if m.of(i) == i {
			kept = append(kept, f)
		}
	}
	return kept
}
