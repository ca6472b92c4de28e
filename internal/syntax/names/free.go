package names

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// freeName names a name that the file does not define.
func (n *namer) freeName(id g.ID) name {
	word := n.Name(id)
	if !n.rules.caps && len(n.stars) == 0 {
		return n.intern(word, 0)
	}
	if c := word[0]; n.rules.caps && c >= 'A' && c <= 'Z' {
		return n.freeType(word)
	}
	got, ok := n.words[word]
	if !ok {
		got = n.freeWord(word)
		n.words[word] = got
	}
	return got
}

func (n *namer) freeWord(word string) name {
	switch {
	case n.rules.caps: // a method or field of a class above, or a static import
	case len(n.stars) > 0 && !builtin(n.Language, word):
		return n.intern(join(n.stars[0], word), maybe)
	}
	return n.intern(word, 0)
}

// freeType names a class that the file does not define.
func (n *namer) freeType(word string) name {
	if !n.rules.caps || len(word) > nameLimit {
		return n.intern(word, 0)
	}
	got, ok := n.words[word]
	if !ok {
		got = n.freeClass(word)
		n.words[word] = got
	}
	return got
}

func (n *namer) freeClass(word string) name {
	if in := javaPackage(word, n.stars); in != "" {
		return n.intern(in+"."+word, 0)
	}
	unknown := 0
	star := ""
	for _, s := range n.stars {
		if !javaKnown(s) {
			unknown++
			star = s
		}
	}
	switch {
	case unknown == 0:
		return n.intern(n.module+word, 0)
	case unknown == 1:
		return n.intern(star+"."+word, maybe)
	}
	return n.intern(word, maybe)
}

// typeName names a type, whose text may be dotted.
func (n *namer) typeName(id g.ID, depth int) name {
	text := n.Name(id)
	if sym := n.Uses[id]; sym != 0 {
		d := &n.Defs[sym]
		if d.Kind == Class && !n.rules.members {
			return n.intern(d.Name, 0)
		}
		return n.symbol(sym, depth)
	}
	first, rest, dotted := strings.Cut(text, ".")
	if !dotted {
		if primitive(text) {
			return n.intern(text, 0)
		}
		return n.freeType(text)
	}
	if first == "" || len(text) > nameLimit {
		return 0
	}
	sym, ok := n.typeRoot(first)
	switch {
	case sym != 0:
		base := n.symbol(sym, depth)
		if d := &n.Defs[sym]; base == 0 && d.Kind == Class {
			base = n.intern(d.Name, 0)
		}
		if base == 0 {
			return 0
		}
		return n.intern(join(n.strings[base>>2], rest), base&maybe)
	case ok:
		return 0
	}
	if c := first[0]; n.rules.caps && c >= 'A' && c <= 'Z' {
		base := n.freeType(first)
		return n.intern(n.strings[base>>2]+"."+rest, base&maybe)
	}
	return n.intern(text, 0)
}

// typeRoot finds the import or class of the file's outermost scope of a name; ok says that something else has it.
func (n *namer) typeRoot(word string) (sym Symbol, ok bool) {
	if n.roots == nil {
		n.roots = map[string]Symbol{}
		for i := len(n.Defs) - 1; i > 0; i-- {
			switch d := &n.Defs[i]; d.Kind {
			case Imported, Class:
				n.roots[d.Name] = Symbol(i)
			case Global:
				if n.roots[d.Name] == 0 {
					n.roots[d.Name] = Symbol(i)
				}
			}
		}
	}
	sym, ok = n.roots[word]
	return sym, ok
}
