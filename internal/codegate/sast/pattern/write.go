package pattern

import (
	"fmt"
	"strings"
)

// Placeholders. What begins so after parsing is what was put there: no pattern's own word does.
const (
	metaPrefix   = "mv__" // $X
	metaConstant = "MV__" // $X, where a name with a capital must stand
	stringEnd    = "__"
	stringPrefix = "sx__"   // the content of a string, by number
	typedPrefix  = "ty__"   // a metavariable with a type, by number
	ellipsisWord = "el__"   // ...
	chainWord    = "ch__"   // a. ... .b
	chainEnd     = "ce__"   // a. ...; where it must be a call to be a statement
	deepWord     = "dp__"   // <... e ...>
	aloneWord    = "st__"   // $X; where it must be a call to be a statement
	fillerWord   = "fill__" // what a grammar wants and a pattern does not say
)

// A mark is where the text with placeholders has an ellipsis. Name is empty, or that of a $...X.
type mark struct {
	start, end uint32
	name       string
}

// A special is the content of a string that stands for several.
type special struct{ text string }

// A typedName is ($X: T).
type typedName struct{ name, typ string }

// A draft is a pattern with placeholders, to be parsed.
type draft struct {
	text     []byte
	from, to uint32 // the pattern itself, between prefix and suffix
	marks    []mark
	specials []special
	typed    []typedName
	own      bool // the pattern itself has words that look like placeholders
}

func (d *draft) put(text string) { d.text = append(d.text, text...) }

// apart puts a space where two words would become one.
func (d *draft) apart() {
	if n := len(d.text); n > 0 && (wordByte(d.text[n-1]) || d.text[n-1] == '$') {
		d.text = append(d.text, ' ')
	}
}

// write makes a draft with a wrapper around it. Choice gives the number of the form for each ellipsis, by its token.
func (s *source) write(prefix, suffix string, choice []int) *draft {
	d := &draft{text: make([]byte, 0, len(prefix)+len(s.text)*2+len(suffix)+16)}
	d.own = strings.Contains(s.text, ellipsisWord) || strings.Contains(s.text, metaPrefix)
	d.put(prefix)
	d.from = uint32(len(d.text))
	s.tokensInto(d, 0, len(s.tokens), choice)
	for n := len(d.text); n > int(d.from) && (d.text[n-1] == ' ' || d.text[n-1] == '\n'); n-- {
		d.text = d.text[:n-1]
	}
	d.to = uint32(len(d.text))
	d.put(suffix)
	return d
}

func (s *source) tokensInto(d *draft, from, to int, choice []int) {
	at := 0
	if from < len(s.tokens) && from > 0 {
		at = s.tokens[from].start
	}
	for i := from; i < to; i++ {
		t := s.tokens[i]
		d.put(s.text[at:t.start])
		at = t.end
		switch t.kind {
		case meta:
			bare := s.bareParameter(i)
			if bare && strings.HasPrefix(s.d.forms[parameter], "T ") {
				d.apart()
				d.put(fillerWord)
			}
			if n := s.argumentTyped(i); n > 0 {
				d.typeInto(s.str(i), strings.TrimSpace(s.text[s.tokens[i+1].end:s.tokens[n].start]))
				i, at = n-1, s.tokens[n].start
				continue
			}
			if s.d.spelling == instruction && s.wholeInstruction(i) {
				start := uint32(len(d.text))
				d.put("RUN " + ellipsisWord)
				d.marks = append(d.marks, mark{start, uint32(len(d.text)), s.str(i)})
				continue
			}
			before, after := s.around(i)
			d.put(before)
			if s.d.spelling != instruction {
				d.apart()
			}
			if s.d.calls && s.aloneStatement(i) {
				d.put(aloneWord + "(")
				after = ")" + after
			}
			d.put(s.prefix(i))
			d.put(s.text[t.start+1 : t.end])
			d.put(after)
			if bare && strings.HasSuffix(s.d.forms[parameter], ": T") {
				d.put(": " + fillerWord)
			}
			if s.d.terminal && s.statementLast(i) {
				d.put(";")
			}
			if at < len(s.text) && wordByte(s.text[at]) {
				d.put(" ")
			}
		case metaEllipsis, ellipsis:
			s.ellipsisInto(d, i, choice)
		case deepOn:
			if s.d.spelling == command {
				d.put("$(" + deepWord)
				continue
			}
			d.apart()
			d.put(deepWord + "(")
		case deepOff:
			d.put(")")
		case fragment:
			if text := s.text[t.start:t.end]; isSpecial(text) && !(s.d.spelling == command && text[0] == '$') { // "$X" is an expansion in a shell
				d.put(fmt.Sprint(stringPrefix, len(d.specials), stringEnd))
				if s.d.single && s.text[t.start-1] == '"' { // the regular expression is the value
					text = strings.ReplaceAll(text, `\\`, `\`)
				}
				d.specials = append(d.specials, special{text})
			} else {
				d.put(text)
			}
		default:
			if name, typ, ok := s.typedAt(i); ok {
				d.typeInto(name, typ)
				i, at = t.match, s.tokens[t.match].end
				continue
			}
			if s.d.quoted && s.is(i, ",") && (s.behind(i) < 0 || s.closing(s.behind(i))) {
				continue
			}
			d.put(s.text[t.start:t.end])
		}
	}
	if to == len(s.tokens) {
		d.put(s.text[at:])
	}
}

// closing tells a bracket that closes another.
func (s *source) closing(i int) bool {
	return i >= 0 && s.tokens[i].match >= 0 && s.tokens[i].match < i
}

func (d *draft) typeInto(name, typ string) {
	d.apart()
	d.put(fmt.Sprint(typedPrefix, len(d.typed)))
	d.typed = append(d.typed, typedName{name, typ})
}

// prefix is what the placeholder of a metavariable begins with.
func (s *source) prefix(i int) string {
	p, n := s.before(i), i+1
	scope := func(i int) bool { return s.is(i, ":") && s.is(i+1, ":") }
	switch s.d.spelling {
	case dollars:
		switch s.str(p) {
		case "function", "class", "interface", "trait", "extends", "implements", "use", "namespace", "instanceof", "const", "goto", "[", "\\":
			if s.is(p, "[") && !s.is(p-1, "#") {
				break
			}
			return metaPrefix
		case ">":
			if s.is(p-1, "-") {
				return metaPrefix
			}
		case ":":
			if scope(p-1) && s.is(n, "(") {
				return metaPrefix
			}
		}
		return "$" + metaPrefix
	case constants:
		if s.is(p, "class") || s.is(p, "module") || s.is(p, "<") && s.is(0, "class") || scope(p-1) && !s.is(n, "(") || scope(n) {
			return metaConstant
		}
	}
	return metaPrefix
}

// around gives what a grammar wants around the placeholder of a metavariable: quotes for a module's name, braces for an
// attribute's value.
func (s *source) around(i int) (before, after string) {
	p := i - 1
	switch {
	case s.d.spelling == instruction && s.tokens[i].kind == meta:
		return s.operand(i)
	case s.d.quoted && s.tokens[i].kind == meta:
		return `"`, `"`
	case s.d.paths && s.is(p, "from") || s.d.paths && s.is(p, "import") && (i+1 == len(s.tokens) || s.tokens[i+1].kind == line || s.is(i+1, ";")):
		return `"`, `"`
	case s.d.xml && s.is(p, "=") && s.tokens[p].end == s.tokens[i].start && s.inTag(p):
		return "{", "}"
	}
	return "", ""
}

func (s *source) ellipsisInto(d *draft, i int, choice []int) {
	t := s.tokens[i]
	switch {
	case t.kind == ellipsis && s.native(i):
		d.put("...")
		return
	case t.kind == ellipsis && s.chained(i):
		if s.d.calls && s.is(s.behind(i), ";") {
			d.put(chainEnd + "()")
			return
		}
		d.put(chainWord)
		return
	}
	form := "E"
	role := s.roleOf(i)
	if f := s.d.forms[role]; f != "" {
		form = f
	}
	if s.d.spelling == instruction {
		form = s.operandForm(i)
	}
	if choice != nil && choice[i] > 0 {
		form = allForms[choice[i]-1]
	}
	before, after := s.around(i)
	d.put(before)
	name := ""
	if t.kind == metaEllipsis {
		name = s.text[t.start:t.end]
	}
	if s.d.spelling != command && s.d.spelling != instruction {
		d.apart()
	}
	p, n := s.before(i), s.behind(i)
	apart := s.d.entries && role == pair
	if apart && p != t.up && !s.is(p, ",") && s.sameLine(p, i) {
		d.put("\n")
	}
	start := uint32(len(d.text))
	for _, c := range []byte(form) {
		switch c {
		case 'E':
			d.put(ellipsisWord)
		case 'T':
			d.put(fillerWord)
		default:
			d.text = append(d.text, c)
		}
	}
	d.marks = append(d.marks, mark{start, uint32(len(d.text)), name})
	d.put(after)
	if apart && n >= 0 && !s.is(n, ",") && n != s.tokens[max(t.up, 0)].match && s.sameLine(i, n) {
		d.put("\n")
	}
	if t.end < len(s.text) && (wordByte(s.text[t.end]) || s.text[t.end] == '$' && s.d.spelling != command) {
		d.put(" ")
	}
}

// allForms are what is tried where the guess was wrong.
var allForms = [...]string{"E", "E;", "T E", "E,", "int E;", "E: E", "E = 1", "E = E", `"E"`, "@E", "case E:", "{E}", "E {}", "**E", "(E)", "E:", "E; E; E", ""}

// bareParameter tells a metavariable that is a whole parameter where the language wants a type before it.
func (s *source) bareParameter(i int) bool {
	up := s.tokens[i].up
	if up < 0 || s.d.forms[parameter] == "" || !s.is(up, "(") {
		return false
	}
	p, n := s.before(i), s.behind(i)
	if !(p == up || s.is(p, ",")) || !(n == s.tokens[up].match || s.is(n, ",")) {
		return false
	}
	return s.opened(up).params
}

// statementLast tells a metavariable that is all of the last statement of a block.
func (s *source) statementLast(i int) bool {
	up, p := s.tokens[i].up, s.before(i)
	if up < 0 || !s.is(up, "{") || s.behind(i) != s.tokens[up].match || p != up && !s.is(p, ";") && !s.is(p, "}") && s.tokens[p].kind != ellipsis {
		return false
	}
	return s.opened(up).role == statement
}

// aloneStatement tells a metavariable that is a statement with its semicolon.
func (s *source) aloneStatement(i int) bool {
	p := s.before(i)
	return s.is(s.behind(i), ";") && (p < 0 || s.is(p, ";") || s.is(p, "{") || s.is(p, "}") || s.is(p, "else") || s.is(p, ")") || s.tokens[p].kind == ellipsis)
}

// isSpecial tells the content of a string that is not just text.
func isSpecial(text string) bool {
	return text == "..." || metavariable(text) == len(text) && text != "" || metavariables(text) == len(text) && text != "" || strings.HasPrefix(text, "=~/")
}

// typedAt tells whether a parenthesis opens a metavariable with a type.
func (s *source) typedAt(on int) (name, typ string, ok bool) {
	t := s.tokens[on]
	if s.d.typed == untyped || t.match < 0 || !s.is(on, "(") || t.match < on+3 {
		return "", "", false
	}
	if p := on - 1; p >= 0 {
		switch k := s.tokens[p]; {
		case k.kind == word:
			switch s.str(p) {
			case "return", "await", "yield", "in", "of", "not", "and", "or", "is", "typeof", "throw", "case", "if", "while", "assert", "print":
			default:
				return "", "", false
			}
		case k.kind == meta || s.is(p, ")") || s.is(p, "]"):
			if s.sameLine(p, on) {
				return "", "", false
			}
		}
	}
	if n := s.behind(t.match); s.is(n, "=") && s.is(n+1, ">") || s.is(n, "-") && s.is(n+1, ">") && !s.d.pointers || s.is(n, "{") {
		return "", "", false
	}
	first, last := on+1, t.match-1
	if s.d.typed == typeFirst {
		if s.tokens[last].kind != meta || !s.typeLike(first, last) {
			return "", "", false
		}
		return s.str(last), strings.TrimSpace(s.text[t.end:s.tokens[last].start]), true
	}
	if s.tokens[first].kind != meta || !s.is(first+1, ":") || s.is(first+2, ":") || s.is(first+2, "=") {
		return "", "", false
	}
	return s.str(first), strings.TrimSpace(s.text[s.tokens[first+1].end:s.tokens[t.match].start]), true
}

// argumentTyped tells a metavariable that is an argument with a type, f($X: T), and gives the token behind it.
func (s *source) argumentTyped(i int) int {
	up := s.tokens[i].up
	if s.d.typed != typeNamed || up < 0 || !s.is(up, "(") || !s.is(i+1, ":") || !(i-1 == up || s.is(i-1, ",")) {
		return 0
	}
	p := s.before(up)
	off := s.tokens[up].match
	if off < 0 || p < 0 || s.tokens[p].kind != word && s.tokens[p].kind != meta || s.is(p, "function") || s.is(p, "catch") || s.is(p, "async") {
		return 0
	}
	switch q := s.before(p); {
	case s.is(q, "def"), s.is(q, "function"), s.is(q, "*"), s.is(q, "class"):
		return 0
	}
	if n := s.behind(off); s.is(n, "{") || s.is(n, ":") || s.is(n, "=") && s.is(n+1, ">") || s.is(n, "-") && s.is(n+1, ">") {
		return 0
	}
	for j := i + 2; j <= off; j++ {
		if t := s.tokens[j]; t.match > j {
			j = t.match
		} else if j == off || s.is(j, ",") {
			return j
		}
	}
	return 0
}

// typeLike tells whether tokens can be a type that stands before its name.
func (s *source) typeLike(from, to int) bool {
	angles, names := 0, false
	for i := from; i < to; i++ {
		switch t := s.tokens[i]; {
		case t.kind == word || t.kind == meta:
			if i > from && names && s.str(i) != "extends" && s.str(i) != "super" && s.str(i-1) != "extends" && s.str(i-1) != "super" {
				return false
			}
			names = true
			continue
		case t.kind == ellipsis || s.is(i, ",") || s.is(i, "?"):
			if angles == 0 {
				return false
			}
		case s.is(i, "<"):
			angles++
		case s.is(i, ">"):
			angles--
		case s.is(i, ".") || s.is(i, "[") || s.is(i, "]") || s.is(i, "*") && i > from:
		default:
			return false
		}
		names = false
	}
	return angles == 0 && !s.is(to-1, ".")
}
