package search

import (
	"slices"
	"strings"

	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// member matches a chain of names, which may be written otherwise: through an import, or an alias.
func (m *matcher) member(p, t generic.ID, next int32) int32 {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	object, name := m.pat.First(p), m.next(m.pat.First(p))
	if tn.Kind == generic.Member {
		if m.optional(pn.Op) != m.optional(tn.Op) {
			return fail
		}
		to := m.u.First(t)
		if d := m.c.dotted[p]; d != "" {
			if m.chainEqual(p, t) || m.canonicalIs(t, d) {
				return next
			}
			return m.symbolicMember(p, t, next)
		}
		tname := m.after(to)
		if tname == 0 || !m.nameFits(name, tname) {
			return fail
		}
		if next = m.typeParams(name, tname, next); next == fail {
			return fail
		}
		return m.nodeGoal(object, to, m.nodeGoal(name, tname, next))
	}
	if tn.Kind == generic.TypeName {
		if m.dottedTry(p, t, m.u.Name(t)) {
			return next
		}
	}
	if tn.Kind == generic.Ident && m.pass.standsAlone(t) || tn.Kind == generic.TypeName {
		if c, maybe := m.u.Canonical(t); c != "" && (!maybe || !m.c.binds[p]) && !m.pass.early(t) {
			if m.dottedTry(p, t, c) {
				return next
			}
			if maybe {
				for _, other := range m.u.Names(t)[1:] {
					if m.dottedTry(p, t, other) {
						return next
					}
				}
			}
		}
	}
	return m.symbolic(p, t, next)
}

// typeParams matches the type arguments behind a member's name, where the pattern has some.
func (m *matcher) typeParams(p, t generic.ID, next int32) int32 {
	pt, tt := m.next(p), m.after(t)
	if pt == 0 {
		return next
	}
	if tt == 0 {
		return fail
	}
	return m.nodeGoal(pt, tt, next)
}

func (m *matcher) optional(o generic.Op) bool { return o == generic.Optional }

// nameFits refuses at once a name that cannot match.
func (m *matcher) nameFits(p, t generic.ID) bool {
	pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
	return pn.Kind != generic.Ident || tn.Kind != generic.Ident || m.pat.Strings[pn.Ref] == m.u.Strings[tn.Ref]
}

// chainEqual compares a chain without metavariables with one that is spelled alike.
func (m *matcher) chainEqual(p, t generic.ID) bool {
	for {
		pn, tn := &m.pat.Nodes[p], &m.u.Nodes[t]
		if pn.Kind != tn.Kind {
			return m.name(p, t)
		}
		if pn.Kind != generic.Member {
			return m.name(p, t)
		}
		po, to := m.pat.First(p), m.u.First(t)
		if m.optional(pn.Op) != m.optional(tn.Op) || !m.nameFits(m.next(po), m.after(to)) {
			return false
		}
		if a, b := m.pat.Nodes[m.next(po)].Kind, m.u.Nodes[m.after(to)].Kind; a != b {
			return false
		}
		p, t = po, to
	}
}

// dottedTry is dottedFits that leaves nothing bound where it fails.
func (m *matcher) dottedTry(p, t generic.ID, dotted string) bool {
	k := m.mark()
	if m.dottedFits(p, t, dotted) {
		return true
	}
	m.undo(k)
	return false
}

// dottedFits matches a pattern's chain with a canonical name that the node t stands for.
func (m *matcher) dottedFits(p, t generic.ID, dotted string) bool {
	for {
		pn := &m.pat.Nodes[p]
		switch pn.Kind {
		case generic.Ident, generic.TypeName:
			return m.pat.Strings[pn.Ref] == dotted
		case generic.MV:
			return m.bind(Binding{Name: m.pat.Name(p), Node: t, Last: t})
		case generic.Member:
			head, last := cutLast(dotted)
			if head == "" {
				return false
			}
			object := m.pat.First(p)
			switch name := m.next(object); m.pat.Nodes[name].Kind {
			case generic.Ident:
				if m.pat.Name(name) != last {
					return false
				}
			case generic.MV:
				if !m.bind(Binding{Name: m.pat.Name(name), Node: t, Last: t, Text: last}) {
					return false
				}
			default:
				return false
			}
			p, dotted = object, head
		default:
			return false
		}
	}
}

func cutLast(dotted string) (head, last string) {
	last = lastWord(dotted)
	if len(last) == len(dotted) {
		return "", last
	}
	return dotted[:len(dotted)-len(last)-1], last
}

// name says that a name of the pattern is one of the file: spelled alike, or of the same canonical name.
func (m *matcher) name(p, t generic.ID) bool {
	tn := &m.u.Nodes[t]
	want := m.pat.Name(p)
	switch tn.Kind {
	case generic.Ident, generic.TypeName:
		if got := m.u.Strings[tn.Ref]; got == want {
			return true
		}
	case generic.Member:
		if m.pat.Nodes[p].Kind == generic.Ident && !m.c.isDotted(p) {
			return false
		}
	case generic.TypeApply:
		return m.name(p, m.u.First(t))
	default:
		return false
	}
	return m.canonicalIs(t, want)
}

func (m *matcher) canonicalIs(t generic.ID, want string) bool {
	c, maybe := m.u.Canonical(t)
	if c == "" || m.pass.early(t) || m.pass.declares(t) || m.pass.assigned(t) {
		return false
	}
	if c == want {
		return true
	}
	if m.u.Language == "go" {
		return goName(c) == want
	}
	return maybe && slices.Contains(m.u.Names(t), want)
}

// goName gives a canonical name of Go as a file writes it: the package by the last part of its path that is no version,
// without the go that some are called after.
func goName(c string) string {
	slash := strings.LastIndexByte(c, '/')
	base, member, ok := strings.Cut(c[slash+1:], ".")
	if slash > 0 {
		if isVersion(base) {
			base = c[strings.LastIndexByte(c[:slash], '/')+1 : slash]
		} else if v, rest, _ := strings.Cut(member, "."); isVersion(v) { // gopkg.in/yaml.v3
			member, ok = rest, rest != ""
		}
	}
	base = strings.TrimSuffix(strings.TrimPrefix(base, "go-"), "-go")
	if ok {
		return base + "." + member
	}
	return base
}

// isVersion tells the part of a path that is v2, v3 ….
func isVersion(s string) bool {
	return len(s) > 1 && s[0] == 'v' && strings.Trim(s[1:], "0123456789") == ""
}

// early tells a name that stands before the import that gives it its meaning, where a file is run from top to bottom.
func (p *Pass) early(t generic.ID) bool {
	if p.u.Language != "python" {
		return false
	}
	for p.u.Nodes[t].Kind == generic.Member {
		t = p.u.First(t)
	}
	d := p.u.Def(t)
	return d != nil && d.Kind == names.Imported && d.At > t
}
