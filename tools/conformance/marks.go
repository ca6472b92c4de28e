package main

import (
	"regexp"
	"slices"
	"strings"
)

// A mark is one annotation: what is expected of the line after it.
type mark struct {
	Line int    // that is meant, from 1
	Want bool   // ruleid; false is ok
	Kind string // "", "todo", "deep", "pro", or several of them joined
	IDs  []string
}

// marks are the annotations of one target.
type marks struct {
	All []mark
	// Any are the lines after ERROR: and MATCH:, where any rule of the case must find something.
	Any []int
	// Ambiguous holds the lines where a mark stands after code, so that it is unclear which line it means; the next is taken.
	Ambiguous []int
}

var (
	markText = regexp.MustCompile(`\b((?:todo|deep|pro)*)(ruleid|ok)\s*:\s*`)
	markIDs  = regexp.MustCompile(`^[\w.\-/]+(?:\s*,\s*[\w.\-/]+)*`)
	anyText  = regexp.MustCompile(`\b(?:ERROR|MATCH):`)
	opening  = regexp.MustCompile(`#|//|/\*|<!--|\(\*|;|--|%|"|'|^\s*\*`)
)

// readMarks finds the annotations of a text, in comments of any language. A mark means the next line that is no mark.
func readMarks(text string) marks {
	var out marks
	lines := strings.Split(text, "\n")
	found := make([][]mark, len(lines))
	other := make([]bool, len(lines))
	for i, l := range lines {
		found[i] = lineMarks(l)
		at := anyText.FindStringIndex(l)
		other[i] = len(found[i]) == 0 && at != nil && opening.MatchString(l[:at[0]])
	}
	for i := range lines {
		if found[i] == nil && !other[i] {
			continue
		}
		next := i + 1
		for next < len(lines) && (found[next] != nil || other[next]) && !afterCode(lines[next]) {
			next++
		}
		if afterCode(lines[i]) {
			out.Ambiguous = append(out.Ambiguous, i+1)
		}
		for _, m := range found[i] {
			m.Line = next + 1
			out.All = append(out.All, m)
		}
		if other[i] {
			out.Any = append(out.Any, next+1)
		}
	}
	return out
}

// lineMarks reads the marks of one line: kinds may follow each other, each with its list of ids or all with the last.
func lineMarks(line string) []mark {
	first := markText.FindStringIndex(line)
	if first == nil || !opening.MatchString(line[:first[0]]) {
		return nil
	}
	var out []mark
	rest := line[first[0]:]
	waiting := 0 // marks at the end of out that have no ids yet
	for {
		m := markText.FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		out = append(out, mark{Want: rest[m[4]:m[5]] == "ruleid", Kind: rest[m[2]:m[3]]})
		waiting++
		rest = rest[m[1]:]
		next := markText.FindStringIndex(rest)
		list := rest
		if next != nil {
			list = rest[:next[0]]
		}
		ids := strings.FieldsFunc(markIDs.FindString(list), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
		if len(ids) == 0 {
			continue
		}
		for i := len(out) - waiting; i < len(out); i++ {
			out[i].IDs = ids
		}
		waiting = 0
	}
	return slices.DeleteFunc(out, func(m mark) bool { return len(m.IDs) == 0 })
}

// afterCode tells whether a mark's line has code before the comment.
func afterCode(line string) bool {
	trimmed := strings.TrimLeft(line, " \t{")
	at := opening.FindStringIndex(trimmed)
	return at == nil || at[0] > 0
}

// means tells whether a mark's id is that of a rule: itself, or either with the path of its file before it.
func means(id, rule string) bool {
	return id == rule || strings.HasSuffix(id, "."+rule) || strings.HasSuffix(rule, "."+id)
}
