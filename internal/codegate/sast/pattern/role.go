package pattern

import "strings"

// An opener says what a bracket holds.
type opener struct {
	role   role
	params bool // the parameters of a header with types
	known  bool
}

// opened reads what a bracket holds off the tokens before it, once.
func (s *source) opened(on int) opener {
	if s.openers == nil {
		s.openers = make([]opener, len(s.tokens))
	}
	o := &s.openers[on]
	if !o.known {
		*o = s.reads(on)
		o.known = true
	}
	return *o
}

func (s *source) reads(on int) opener {
	p := s.before(on)
	switch s.text[s.tokens[on].start] {
	case '(':
		switch {
		case s.is(p, "for"):
			return opener{role: value}
		case s.is(p, "import"):
			return opener{role: imported}
		case s.annotated(p):
			return opener{role: named}
		case s.d.forms[parameter] != "" && (s.definition(on, p) || s.is(p, "catch")):
			return opener{role: parameter, params: true}
		}
	case '{':
		return opener{role: s.braces(on, p)}
	}
	return opener{role: value}
}

// annotated tells whether the dotted name that ends in a token stands behind an @.
func (s *source) annotated(p int) bool {
	for p >= 0 && (s.tokens[p].kind == word || s.tokens[p].kind == meta) {
		switch q := p - 1; {
		case s.is(q, "@"):
			return true
		case s.is(q, "."):
			p = q - 1
		default:
			return false
		}
	}
	return false
}

// definition tells whether a parenthesis opens the parameters of a definition with types: a type and a name stand before
// it, or a body behind it and no expression's word before it.
func (s *source) definition(on, p int) bool {
	if p < 0 || s.tokens[p].kind != word && s.tokens[p].kind != meta && s.tokens[p].kind != ellipsis {
		return false
	}
	switch s.str(p) {
	case "if", "while", "switch", "for", "catch", "synchronized", "try", "new", "return", "super", "this", "when", "match", "foreach", "elseif", "using", "lock", "fixed":
		return false
	}
	q := s.before(p)
	if q >= 0 {
		t := s.tokens[q]
		switch {
		case t.kind == meta || t.kind == ellipsis && s.tokens[p].kind != ellipsis || s.is(q, "]"):
			return s.sameLine(q, p)
		case s.is(q, ">"):
			return !s.is(q-1, "-")
		case t.kind == word:
			switch s.str(q) {
			case "new", "return", "throw", "else", "assert", "case", "yield", "instanceof":
				return false
			}
			return true
		case s.is(q, "."):
			return false
		}
	}
	off := s.tokens[on].match
	return off >= 0 && (s.is(s.behind(off), "{") || s.is(s.behind(off), "throws"))
}

func (s *source) sameLine(a, b int) bool {
	for i := a + 1; i < b; i++ {
		if s.tokens[i].kind == line {
			return false
		}
	}
	return true
}

// braces tells what stands between braces.
func (s *source) braces(on, p int) role {
	switch {
	case s.d.entries || s.d.lines:
		return pair
	case s.d.blocks && !(s.is(p, ")") || p >= 0 && s.tokens[p].kind == word):
		return statement
	}
	dict := !s.d.terminal
	if p < 0 || s.tokens[p].match == -1 && p == s.tokens[on].up {
		if p >= 0 && s.is(p, "{") && s.opened(p).role == statement {
			return statement
		}
		if dict && !s.semicolons(on) {
			return pair
		}
		return statement
	}
	switch t := s.tokens[p]; {
	case t.kind == punct:
		switch s.text[t.start] {
		case '=', ',', ':', '?', '&', '|', '[', '+', '(':
			return pair
		case '{', ';', '}':
			if dict && s.opensPair(p) {
				return pair
			}
			return statement
		case '>':
			if s.is(p-1, "=") || s.is(p-1, "-") {
				return statement
			}
		}
	case t.kind == deepOn || t.kind == insertOn:
		return pair
	case t.kind == word && (s.str(p) == "return" || s.str(p) == "const" || s.str(p) == "let" || s.str(p) == "var"):
		return pair
	}
	composite := s.tokens[p].kind == word || s.tokens[p].kind == meta || s.is(p, "]") || s.is(p, "}")
	for i := p; i >= 0 && i != s.tokens[on].up; i = s.before(i) {
		t := s.tokens[i]
		if t.match >= 0 && t.match < i { // over a bracket
			if s.is(i, "}") && i != p {
				break
			}
			i = t.match
			continue
		}
		if s.is(i, ";") || s.is(i, "{") {
			break
		}
		if t.kind != word {
			continue
		}
		switch s.str(i) {
		case "class", "interface", "enum", "record", "struct", "trait", "object", "impl":
			return member
		case "switch", "select", "match", "when":
			return caseOf
		case "import", "export":
			return pair
		case "new":
			if s.is(p, "]") { // new T[]{…}
				return value
			}
			if s.d.calls { // of C#, which has no bodies there
				return pair
			}
			if s.is(p, ")") && s.d.terminal {
				return member
			}
		case "if", "for", "func", "while", "else", "try", "do", "finally", "function", "def", "fn", "catch", "defer", "go":
			return statement
		}
	}
	if composite && s.d.spread == spreadLast { // T{…}
		return pair
	}
	return statement
}

func (s *source) opensPair(p int) bool { return s.is(p, "{") && s.opened(p).role == pair }

// set tells braces that hold more than ellipses, and no colon.
func (s *source) set(on int) bool {
	items := false
	for i := on + 1; i < s.tokens[on].match; i++ {
		t := s.tokens[i]
		if s.is(i, ":") || s.is(i, "*") {
			return false
		}
		items = items || t.kind != line && t.kind != ellipsis && t.kind != metaEllipsis && !s.is(i, ",")
		if t.match > i {
			i = t.match
		}
	}
	return items
}

// semicolons tells whether a bracket holds statements for all its shape says.
func (s *source) semicolons(on int) bool {
	off := s.tokens[on].match
	for i := on + 1; i < off; i++ {
		t := s.tokens[i]
		if t.match > i {
			i = t.match
			continue
		}
		if s.is(i, ";") {
			return true
		}
	}
	return false
}

// native tells an ellipsis that is the language's own: a spread, or a parameter of variable arity.
func (s *source) native(i int) bool {
	t := s.tokens[i]
	at := func(i int, kinds ...kind) bool {
		if i < 0 || i >= len(s.tokens) {
			return false
		}
		for _, k := range kinds {
			if s.tokens[i].kind == k {
				return true
			}
		}
		return false
	}
	touchesNext := i+1 < len(s.tokens) && s.tokens[i+1].start == t.end
	touchesLast := i > 0 && s.tokens[i-1].end == t.start
	open := func(i int) bool { return s.is(i, "(") || s.is(i, "[") || s.is(i, "{") }
	switch s.d.spread {
	case spreadFirst:
		p := s.before(i)
		return touchesNext && (at(i+1, word, meta) || open(i+1)) && t.up >= 0 && (open(p) || s.is(p, ","))
	case spreadLast:
		next := s.behind(i)
		switch {
		case s.is(i-1, "[") && s.is(i+1, "]"):
			return i+2 < len(s.tokens) && s.tokens[i+2].start == s.tokens[i+1].end && (at(i+2, word, meta) || s.is(i+2, "*") || s.is(i+2, "["))
		case touchesNext && (at(i+1, word, meta) || s.is(i+1, "*") || s.is(i+1, "[")):
			return t.up >= 0
		case at(i-1, word, meta) || s.is(i-1, ")") || s.is(i-1, "]") || s.is(i-1, "}"):
			return t.up >= 0 && s.is(t.up, "(") && touchesLast && (s.is(next, ")") || s.is(next, ","))
		}
	case spreadType:
		return touchesLast && (at(i-1, word, meta) || s.is(i-1, ">") || s.is(i-1, "]")) && at(i+1, word, meta)
	}
	return false
}

// chained tells an ellipsis in a chain of calls: a. ... .b()
func (s *source) chained(i int) bool {
	p := s.before(i)
	if s.d.spelling == command || s.d.spelling == instruction || s.d.lines || s.d.quoted { // a text with dots
		return false
	}
	if s.d.spelling == dollars {
		return s.is(p, ">") && s.is(p-1, "-")
	}
	return s.is(p, ".") && s.tokens[p].up == s.tokens[i].up
}

// roleOf reads the role of an ellipsis off the tokens around it.
func (s *source) roleOf(i int) role {
	if s.nested {
		return value
	}
	t := s.tokens[i]
	r := statement
	p, n := s.before(i), s.behind(i)
	if s.d.lines && t.up < 0 {
		return s.lineRole(i)
	}
	if t.up >= 0 {
		if s.tokens[t.up].kind != punct {
			return value
		}
		r = s.opened(t.up).role
		if r == pair && s.d.sets && s.set(t.up) {
			return value
		}
		if loop := s.is(t.up, "(") && s.is(s.before(t.up), "for"); loop && p == t.up && s.is(n, ":") && s.d.forms[parameter] != "" {
			return parameter
		}
		if s.is(t.up, "(") && p == t.up && n == s.tokens[t.up].match && s.is(s.before(t.up), "for") {
			return header
		}
	}
	if s.is(p, "for") && s.is(n, "{") {
		return header
	}
	switch r {
	case statement, member, caseOf:
		if !s.alone(i, p, n) {
			return value
		}
		if r != caseOf && s.decorated(i) {
			return decorator
		}
		if r == caseOf && s.inCase(i) {
			return statement
		}
	case parameter, pair, named, imported:
		ends := func(j int) bool {
			return j < 0 || j == t.up || s.is(j, ",") || j == s.tokens[t.up].match
		}
		if s.d.entries && s.is(t.up, "{") { // commas may be left out
			if s.tokens[p].kind == punct && !ends(p) && s.tokens[p].match < 0 {
				return value
			}
			return r
		}
		if r == imported {
			return r
		}
		if !ends(p) || !ends(n) {
			return value
		}
	}
	return r
}

// alone tells an ellipsis that stands as a statement.
func (s *source) alone(i, p, n int) bool {
	if s.inTag(i) {
		return false
	}
	if p >= 0 && p != s.tokens[i].up && s.sameLine(p, i) {
		switch {
		case s.is(p, ";") || s.is(p, "}") || s.is(p, ")"):
		case s.tokens[p].kind == ellipsis || s.tokens[p].kind == metaEllipsis:
		case s.is(p, "else") || s.is(p, "do") || s.is(p, "try"):
		case s.is(p, ":") && s.inCase(i):
		default:
			return false
		}
	}
	if n < 0 || !s.sameLine(i, n) {
		return n < 0 || !s.is(n, ".")
	}
	return s.tokens[n].kind != punct || s.is(n, ";") || s.is(n, "}") || s.is(n, "@") || s.is(n, "{") || s.is(n, "(")
}

// inCase tells whether a case's colon stands before a token in the same block.
func (s *source) inCase(i int) bool {
	up := s.tokens[i].up
	for j := i - 1; j >= 0 && j != up; j-- {
		if m := s.tokens[j].match; m >= 0 && m < j {
			j = m
			continue
		}
		if s.is(j, "case") || s.is(j, "default") {
			return true
		}
	}
	return false
}

// decorated tells whether what stands before a token is a decorator.
func (s *source) decorated(i int) bool {
	p := s.before(i)
	if s.is(p, ")") && s.tokens[p].match >= 0 {
		p = s.tokens[p].match - 1
	}
	return s.annotated(p)
}

// inTag tells whether a token stands in an element's tag, among its attributes.
func (s *source) inTag(i int) bool {
	if !s.d.xml {
		return false
	}
	up := s.tokens[i].up
	for j := i - 1; j >= 0 && j != up; j-- {
		if m := s.tokens[j].match; m >= 0 && m < j {
			j = m
			continue
		}
		if s.is(j, ">") && !s.is(j-1, "=") || s.is(j, ";") {
			return false
		}
		if s.is(j, "<") {
			next := s.tokens[j+1]
			return next.start == s.tokens[j].end && (next.kind == word || next.kind == meta) && !strings.ContainsAny(s.str(j-1), ")]") &&
				(j == 0 || s.tokens[j-1].kind != word || s.str(j-1) == "return")
		}
	}
	return false
}
