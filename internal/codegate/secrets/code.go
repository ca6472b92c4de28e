package secrets

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"bartizan/internal/match"
)

// triggerWords are what the automaton looks for on behalf of the readers: first the parts of names, then the beginnings
// of other places (see places).
var triggerWords = slices.Concat(match.NameTriggers(), placeWords())

var nameTriggers = len(match.NameTriggers())

// trigger looks at a place that the automaton found. It reports whether the tree of the file would tell more.
func (f *file) trigger(t, start, end int) bool {
	if t >= nameTriggers {
		return f.special(t-nameTriggers, start, end)
	}
	if end <= f.nameEnd || f.lock {
		return false
	}
	from, to := f.widenName(start, end)
	f.nameEnd = to
	if to-from > 80 {
		return false
	}
	f.named(from, to)
	return f.style.tree != "" && match.ClassifyKey(string(f.data[from:to])).Class != match.NoSecret
}

func nameStart(c byte) bool {
	return c == '_' || c == '$' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}
func nameByte(c byte) bool { return nameStart(c) || '0' <= c && c <= '9' }

// widenName widens a trigger to the name around it.
func (f *file) widenName(start, end int) (int, int) {
	const most = 80
	d := f.data
	for n := 0; n < most && start > 0 && (nameByte(d[start-1]) || d[start-1] == '-' && start > 1 && nameByte(d[start-2])); n++ {
		start--
	}
	for n := 0; n < most && end < len(d) && (nameByte(d[end]) || d[end] == '-' && end+1 < len(d) && nameByte(d[end+1])); n++ {
		end++
	}
	// An escape before a quote of an inner string is not part of the name.
	if start > 0 && d[start-1] == '\\' && start+1 < end && strings.IndexByte("nrt", d[start]) >= 0 {
		start++
	}
	return start, end
}

// named looks at what follows the name that stands from start to end.
func (f *file) named(start, end int) {
	d := f.data
	i := end
	quoted := false
	if q := f.quoteAt(i); q > 0 {
		quoted = start > 0 && isQuote(d[start-1])
		if !quoted {
			// "db.password": the name is the end of a longer one.
			quoted = start > 0 && strings.IndexByte(".:/[ -", d[start-1]) >= 0
			if !quoted {
				return
			}
		}
		i += q
	}
	called := false // the name is an argument: only what stands in for the result counts
	for i < len(d) && (d[i] == ']' || d[i] == ')' && quoted) && i-end < 6 {
		called = called || d[i] == ')'
		i++
	}
	afterName := i
	i = f.blanks(i)
	if i >= len(d) {
		return
	}
	n := name{start: start, end: end, text: string(d[start:end]), quoted: quoted, i: i, spaced: i > afterName}
	switch c := d[i]; {
	case f.has(i, "==="), f.has(i, "!=="):
		f.literalAfter(n, i+3, match.Comparison, "comparison")
	case f.has(i, "=="), f.has(i, "!="):
		f.literalAfter(n, i+2, match.Comparison, "comparison")
	case f.has(i, "||"), f.has(i, "??"):
		skip := 2
		if f.has(i+2, "=") {
			skip = 3
		}
		f.literalAfter(n, i+skip, match.Default, "default of a missing setting")
	case f.has(i, "?: ") || f.has(i, "or ") && wordOr[f.style.lang]:
		f.literalAfter(n, i+3, match.Default, "default of a missing setting")
	case called:
	case f.has(i, ":-") && f.opened(start):
		f.shellDefault(n, i+2)
	case c == ':' && !quoted && f.opened(start) && !f.has(i, "://"):
		f.shellDefault(n, i+1)
	case f.has(i, ":="), f.has(i, "=>"), f.has(i, "<-"):
		f.assigned(n, i+2, '=')
	case c == '=' || c == ':':
		f.assigned(n, i+1, c)
	case c == ',':
		f.pair(n, i+1)
	case c == '(':
		f.setter(n, i+1)
	case c == '.' && f.has(i, ".equals("):
		f.literalAfter(n, i+len(".equals("), match.Comparison, "comparison")
	default:
		if quoted {
			f.apart(n, i)
		}
		f.spacedValue(n, i)
	}
}

// wordOr are languages whose "or" gives its second operand.
var wordOr = set("python ruby lua php perl")

// A name is an identifier or key that may bind a secret.
type name struct {
	start, end int
	text       string
	quoted     bool // as "name"
	i          int  // what follows it
	spaced     bool
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

// quoteAt gives the length of a quote, escaped or not, at i: 0, 1 or 2.
func (f *file) quoteAt(i int) int {
	switch d := f.data; {
	case i < len(d) && isQuote(d[i]):
		return 1
	case i+1 < len(d) && d[i] == '\\' && isQuote(d[i+1]):
		return 2
	}
	return 0
}

func (f *file) has(i int, s string) bool {
	return i+len(s) <= len(f.data) && string(f.data[i:i+len(s)]) == s
}

// blanks passes over spaces and tabs.
func (f *file) blanks(i int) int {
	for i < len(f.data) && (f.data[i] == ' ' || f.data[i] == '\t') {
		i++
	}
	return i
}

// space passes over white space with at most two line ends, as between an operator and its operand.
func (f *file) space(i int) int {
	lines := 0
	for i < len(f.data) {
		switch f.data[i] {
		case ' ', '\t', '\r':
		case '\n':
			if lines++; lines > 2 {
				return i
			}
		default:
			return i
		}
		i++
	}
	return i
}

// opened reports ${ before a name.
func (f *file) opened(start int) bool {
	i := start
	for i > 0 && start-i < 60 && (nameByte(f.data[i-1]) || f.data[i-1] == '.' || f.data[i-1] == '-') {
		i--
	}
	return i > 1 && f.data[i-1] == '{' && f.data[i-2] == '$'
}

// shellDefault reads the literal of ${NAME:-literal} or ${name:literal}.
func (f *file) shellDefault(n name, i int) {
	j := bytes.IndexAny(f.data[i:min(len(f.data), i+200)], "}\n")
	if j <= 0 || f.data[i+j] != '}' {
		return
	}
	v := strings.Trim(string(f.data[i:i+j]), `"'`)
	f.bind(bound{start: i, end: i + j, value: v, key: n.text, reader: match.Default, source: "default of a missing setting"})
}

// assigned reads what follows an operator that binds.
func (f *file) assigned(n name, i int, op byte) {
	if f.style.kind == program || n.quoted {
		i = f.space(i)
	} else {
		i = f.blanks(i)
	}
	if i >= len(f.data) {
		return
	}
	if op == ':' && f.quoteAt(i) == 0 && f.style.kind == program {
		// A type between name and value: password: string = "…".
		if j := f.afterType(i); j > 0 {
			if i = f.space(j); i >= len(f.data) {
				return
			}
		}
	}
	if f.closes(n, i) || f.substituted(n.start, i) {
		return
	}
	if lit, ok := f.literal(i); ok {
		if !lit.joined && !f.typeUnion(lit) {
			f.bindLiteral(n, lit, match.Literal, "")
		}
		return
	}
	if f.style.kind == program && f.data[i] == '[' && f.sessionOption(n) {
		// The first of several is the one in use: secret: ["new", "old"].
		if l, ok := f.literal(f.space(i + 1)); ok && !l.joined {
			f.bindLiteral(n, l, match.Literal, "")
			return
		}
	}
	if f.style.kind == program || f.style.kind == query || f.style.kind == tree && f.style.tree != "yaml" {
		if f.wrapped(n, i) {
			return
		}
	}
	f.unquoted(n, i, op)
}

// closes reports that the quote at i ends a string in which the name stands: "name=" + value, "\"name\":" + value.
func (f *file) closes(n name, i int) bool {
	if f.style.kind != program || i >= len(f.data) || !isQuote(f.data[i]) {
		return false
	}
	start := n.start
	if n.quoted {
		for start > 0 && n.start-start < 80 && !isQuote(f.data[start-1]) {
			start--
		}
		if start--; start > 0 && f.data[start-1] == '\\' {
			start--
		}
	}
	return start >= 0 && f.openQuote(start) == f.data[i]
}

// substituted reports a back-tick at i that runs a command, in the languages where it does and in their strings.
func (f *file) substituted(start, i int) bool {
	if f.data[i] != '`' {
		return false
	}
	if f.style.kind == shell || f.style.tree == "yaml" || backTickRuns[f.style.lang] {
		return true
	}
	q := f.openQuote(start)
	return f.style.kind == program && (q == '"' || q == '\'')
}

var backTickRuns = set("ruby perl php groovy lua powershell")

// afterType returns the place after "type =" at i, or -1.
func (f *file) afterType(i int) int {
	if f.data[i] == '<' && (f.style.lang == "html" || f.style.lang == "java" || f.style.lang == "php" || f.style.lang == "ruby") {
		return -1 // an element, whose attributes are no values of the name
	}
	for j := i; j < len(f.data) && j < i+60; j++ {
		switch c := f.data[j]; {
		case c == '=':
			if j+1 < len(f.data) && (f.data[j+1] == '=' || f.data[j+1] == '>') {
				return -1
			}
			return j + 1
		case nameByte(c) || strings.IndexByte(" .<>[]|?&*", c) >= 0:
		default:
			return -1
		}
	}
	return -1
}

// typeUnion reports that a literal is one of several types: 'password' | 'text'.
func (f *file) typeUnion(l literal) bool {
	i := f.space(l.after)
	return i+1 < len(f.data) && f.data[i] == '|' && f.data[i+1] != '|'
}

func (f *file) bindLiteral(n name, l literal, reader match.Reader, source string) {
	if source == "" {
		source = map[styleKind]string{program: "string literal", tree: "setting", settings: "setting", shell: "shell", prose: "text", query: "statement"}[f.style.kind]
	}
	isProgram := f.style.kind == program
	switch {
	case reader == match.Literal && f.commented(n.start):
		reader = match.Comment
	case reader == match.Literal && isProgram && f.sessionOption(n):
		reader, source = match.Argument, "session secret"
	case reader == match.Literal && (f.style.kind == shell || f.style.lang == "dotenv"):
		reader = match.Export
	case reader == match.Literal && !isProgram:
		reader = match.Setting
	}
	b := bound{start: l.start, end: l.end, value: l.value, key: n.text, reader: reader, program: isProgram || f.style.kind == prose, company: f.company(n.start), source: source}
	if source == "session secret" {
		b.key, b.class = "session secret", match.Secret
	}
	if scheme, rest, ok := strings.Cut(l.value, " "); ok && strings.HasSuffix(strings.ToLower(n.text), "authorization") && !strings.Contains(rest, " ") && !strings.EqualFold(scheme, "basic") {
		b.start, b.value, b.class, b.reader, b.family, b.source = l.end-len(rest), rest, match.Token, match.Argument, "authorization", "header"
	}
	f.bind(b)
}

// sessionOption reports the option of a session library whose value signs cookies, whatever it is.
func (f *file) sessionOption(n name) bool {
	if !strings.EqualFold(n.text, "secret") {
		return false
	}
	if bytes.Contains(f.data[max(0, n.start-100):n.start], []byte("session({")) {
		return true
	}
	rest := f.data[n.end:min(len(f.data), n.end+160)]
	rest, _, _ = bytes.Cut(rest, []byte("}"))
	return bytes.Contains(rest, []byte("saveUninitialized"))
}

// literalAfter reads a literal operand.
func (f *file) literalAfter(n name, i int, reader match.Reader, source string) {
	i = f.space(i)
	if l, ok := f.literal(i); ok && !l.joined {
		f.bindLiteral(n, l, reader, source)
	}
}

// commented reports that the line is a comment up to the name.
func (f *file) commented(start int) bool {
	line := bytes.TrimLeft(f.data[f.lineStart(start):start], " \t")
	if bytes.HasPrefix(line, []byte("#define")) {
		return false
	}
	return len(line) > 0 && (line[0] == '#' || line[0] == ';' || line[0] == '*' && f.style.kind == program) || bytes.HasPrefix(line, []byte("//")) || bytes.HasPrefix(line, []byte("REM ")) || bytes.HasPrefix(line, []byte("<!--"))
}

// A literal is a string constant of a program.
type literal struct {
	start, end int    // between the quotes
	after      int    // what follows it
	value      string // escapes undone
	joined     bool   // it is only a part of an expression
}

const maxLiteral = 8 << 10

// literal reads a string constant at i, prefix letters included.
func (f *file) literal(i int) (l literal, ok bool) {
	d := f.data
	template := false
	for n := 0; n < 3 && i < len(d) && strings.IndexByte("bBrRuULN@$f", d[i]) >= 0 && i+1 < len(d); n++ {
		if !isQuote(d[i+1]) && strings.IndexByte("bBrRuULN@$f\\", d[i+1]) < 0 {
			return l, false
		}
		template = template || d[i] == 'f' || d[i] == '$'
		i++
	}
	q := f.quoteAt(i)
	if q == 0 {
		return l, false
	}
	open := string(d[i : i+q])
	quote := open[q-1]
	if q == 1 && f.has(i, open+open+open) {
		open = open + open + open
	}
	l.start = i + len(open)
	limit := min(len(d), l.start+maxLiteral)
	multi := len(open) == 3 || quote == '`'
	escaped := false
	for j := l.start; j < limit; j++ {
		switch c := d[j]; {
		case f.has(j, open) && (q == 2 || c == quote):
			l.end, l.after = j, j+len(open)
			if !f.spend(l.after - i) {
				return l, false
			}
			l.value = string(d[l.start:l.end])
			if escaped {
				l.value = unescape(l.value)
			}
			l.joined = f.joined(&l, quote) || template && strings.Contains(l.value, "{")
			return l, true
		case c == '\n' && !multi:
			return l, false
		case c == '\\' && q == 1:
			escaped = true
			j++
		}
	}
	f.spend(limit - i)
	return l, false
}

// joined reports that more is added to the literal; literals added to literals are taken in.
func (f *file) joined(l *literal, quote byte) bool {
	for range 20 {
		i := f.space(l.after)
		if i >= len(f.data) {
			return false
		}
		switch c := f.data[i]; {
		case c == '+' || c == '.' && f.style.lang == "php" || c == '&' && f.style.lang == "vb":
			j := f.space(i + 1)
			if j >= len(f.data) || f.data[j] != quote {
				return true
			}
			k := bytes.IndexByte(f.data[j+1:min(len(f.data), j+1+maxLiteral)], quote)
			if k < 0 {
				return true
			}
			l.value += string(f.data[j+1 : j+1+k])
			l.end, l.after = j+1+k, j+2+k
		case c == '%' && f.style.lang == "python":
			return true
		case c == '.' && f.received(i+1):
			return true
		default:
			return false
		}
	}
	return true
}

// keeping are methods of a literal whose result is the literal in another type.
var keeping = set(`getbytes tochararray encode to_s to_string tostring to_owned into as_bytes bytes unsafebytes utf8 data strip trim freeze clone dup intern to_sym value asspan tobytearray
	lower upper tolowercase touppercase chars as_str to_vec toarray encodetobytearray stripindent trimindent strip_heredoc html_safe`)

// received reports a call of a method at i whose result is another value: "admin".equals(name).
func (f *file) received(i int) bool {
	j := i
	for j < len(f.data) && j < i+40 && nameByte(f.data[j]) {
		j++
	}
	return j > i && j < len(f.data) && f.data[j] == '(' && !keeping[strings.ToLower(string(f.data[i:j]))]
}

// unescape undoes the escapes that programming languages share.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'x', 'u', 'U':
			digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
			if r, ok := hexRune(s[i+1:], digits); ok {
				b.WriteRune(r)
				i += digits
				break
			}
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func hexRune(s string, digits int) (rune, bool) {
	if len(s) < digits {
		return 0, false
	}
	r := rune(0)
	for i := range digits {
		c := s[i]
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, utf8.ValidRune(r)
}
