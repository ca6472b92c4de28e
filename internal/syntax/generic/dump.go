package generic

import (
	"strconv"
	"strings"
)

// Dump writes a subtree for a person: a node a line, its children two spaces deeper. Deeper than 60 it stops indenting.
func (f *File) Dump(id ID) string {
	if int(id) >= len(f.Nodes) || id == 0 {
		return ""
	}
	var out strings.Builder
	var ends []ID // of the open subtrees
	for at, end := id, f.End(id); at < end; at++ {
		for len(ends) > 0 && ends[len(ends)-1] <= at {
			ends = ends[:len(ends)-1]
		}
		for range min(len(ends), 60) {
			out.WriteString("  ")
		}
		n := f.Nodes[at]
		out.WriteString(n.Kind.String())
		if n.Op != Plain {
			out.WriteString(" " + n.Op.String())
		}
		if n.Ref != 0 {
			out.WriteString(" " + strconv.Quote(f.Strings[n.Ref]))
		}
		out.WriteByte('\n')
		ends = append(ends, f.End(at))
	}
	return out.String()
}

// Canonical writes a subtree on one line, without the source's spacing, comments and punctuation: equal text is equal shape.
func (f *File) Canonical(id ID) string {
	var out strings.Builder
	var ends []ID
	opened := true
	for at, end := id, f.End(id); at < end; at++ {
		for len(ends) > 0 && ends[len(ends)-1] <= at {
			ends = ends[:len(ends)-1]
			out.WriteByte(')')
		}
		n := f.Nodes[at]
		if !opened {
			out.WriteByte(' ')
		}
		out.WriteString(n.Kind.String())
		if n.Op != Plain {
			out.WriteString("." + strings.ReplaceAll(n.Op.String(), " ", "-"))
		}
		if n.Ref != 0 {
			out.WriteString(strconv.Quote(f.Strings[n.Ref]))
		}
		if opened = n.Size > 1; opened {
			out.WriteByte('(')
			ends = append(ends, f.End(at))
		}
	}
	out.WriteString(strings.Repeat(")", len(ends)))
	return out.String()
}
