package pattern

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// literals gives the words that every candidate requires, sorted.
func literals(p *Pattern) []string {
	var all []string
	for i := range p.Candidates {
		var words []string
		f := p.Candidates[i].Tree
		for _, r := range p.Candidates[i].Roots {
			words = required(f, r, words)
		}
		if p.Language == "dockerfile" { // which may write them small
			words = slices.DeleteFunc(words, func(w string) bool { return strings.Contains(instructions, " "+w+" ") })
		}
		slices.Sort(words)
		words = slices.Compact(words)
		if i == 0 {
			all = words
			continue
		}
		all = slices.DeleteFunc(all, func(w string) bool { return !slices.Contains(words, w) })
	}
	return all
}

// required collects what a matching text has verbatim below a node: names, as an alias's import spells them too, and the
// sources of imports. Any other string may be computed, the type of a variable inferred, and a modifier left out.
func required(f *g.File, root g.ID, words []string) []string {
	for id, end := root, f.End(root); id < end; {
		n := f.Nodes[id]
		switch n.Kind {
		case g.Typed, g.Disj, g.Attr, g.TypeParams:
			id += g.ID(n.Size)
			continue
		case g.Ident:
			words = split(words, f.Strings[n.Ref])
		case g.New, g.Extends:
			for c := range f.Children(id) {
				if f.Nodes[c].Kind == g.TypeName {
					words = split(words, f.Strings[f.Nodes[c].Ref])
				}
			}
		case g.Import:
			if c := f.Child(id, 0); c != 0 && f.Nodes[c].Kind == g.String {
				words = module(words, f.Name(c))
			}
		case g.Call:
			if n.Op == g.Tagged && int(n.Start) < len(f.Source) && f.Source[n.Start] == '`' { // what runs a command has no name in the text
				id = f.Child(id, 1)
				continue
			}
			if callee := f.Child(id, 0); f.Nodes[callee].Kind == g.Ident && f.Name(callee) == "require" {
				if c := f.First(f.Child(id, 1)); c != 0 && f.Nodes[c].Kind == g.String {
					words = module(words, f.Name(c))
				}
			}
		}
		id++
	}
	return words
}

// module adds the name of a module.
func module(words []string, name string) []string {
	if name = strings.TrimPrefix(name, "node:"); name == "" || strings.ContainsAny(name, "\\\"'\n") {
		return words
	}
	return append(words, name)
}

// split adds the words of a dotted name.
func split(words []string, name string) []string {
	for w := range strings.FieldsFuncSeq(name, func(c rune) bool { return c == '.' || c == '/' || c == '#' || c == ' ' || c == '\\' }) {
		if !weak(w) && !strings.ContainsAny(w, "(){}[]<>%`") { // nor have a shell's constructs
			words = append(words, w)
		}
	}
	return words
}

// weak tells words that a match need not have: what a language brings in by itself, and what has other spellings.
func weak(w string) bool {
	switch w {
	case "java", "lang", "require", "import", "undefined", "module", "exports", "default", "self", "_":
		return true
	}
	return false
}
