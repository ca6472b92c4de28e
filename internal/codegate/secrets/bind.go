package secrets

import (
	"bytes"
	"slices"
	"strings"

	"bartizan/internal/match"
)

// constructors are calls whose argument is the value, for the rest of a binding: []byte("…"), SecretStr("…").
var constructors = set(`byte string str bytes bytearray from secretstr secretstring valueof b64decode atob frombase64string getbytes some secret securestring sensitive
	ptr pointer symmetricsecuritykey secretkeyspec hmacshakeyfor fernet stringptr decodebase64 decodestring new encoder tobytes bytesof cstring literal`)

// settersOf are calls that take a name and its value.
var settersOf = set(`define put set add setproperty setdefault insert append setenv putenv environ header setheader addheader withenv entry pair mapentry of config configure const_set setvar
	addproperty property withproperty setattribute setconfig setting with useconfig export addparameter setparameter param`)

// getters are calls that take a name and a value for the case that nothing is set.
var getters = set(`getenv get env fetch getordefault environ lookup getstring getproperty getenvironmentvariable envor getconfig config option setting getvalue envstring string envdefault getenvdefault getenvor opt str value stringvar`)

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// receivers are where constructors may be found; any other lower-case name is a value whose method is called.
var receivers = set("buffer base64 b64 bytes hex aws to utf8 ptr pointer encoding secrecy keys text")

// callee reads a chain of names before an opening parenthesis at i, such as Buffer.from( or []byte(; inside is the place
// after the parenthesis.
func (f *file) callee(i int) (last string, inside int, ok bool) {
	d := f.data
	for n := 0; n < 2; n++ {
		for _, skip := range []string{"new ", "await ", "[]", "&", "*", "return "} {
			if f.has(i, skip) {
				i += len(skip)
			}
		}
	}
	if encode := "TextEncoder().encode("; f.has(i, encode) {
		return "bytes", i + len(encode), true
	}
	from := i
	receiver := ""
	for j := i; j < len(d) && j < i+80; j++ {
		switch c := d[j]; {
		case c == '(':
			if j == from || receiver != "" && !('A' <= receiver[0] && receiver[0] <= 'Z') && !receivers[strings.ToLower(receiver)] && constructors[strings.ToLower(string(d[from:j]))] {
				return "", 0, false
			}
			return strings.ToLower(string(d[from:j])), j + 1, true
		case c == '.' || c == ':' || c == '>' && d[j-1] == '-':
			if j > from {
				receiver = string(d[from:j])
			}
			from = j + 1
		case nameByte(c) || c == '-' || c == '!':
		default:
			return "", 0, false
		}
	}
	return "", 0, false
}

// wrapped reads a value inside of calls or after a lookup, and reports whether it did.
func (f *file) wrapped(n name, i int) bool {
	for range 3 {
		callee, inside, ok := f.callee(i)
		if !ok {
			return f.afterLookup(n, i)
		}
		i = f.space(inside)
		l, isLiteral := f.literal(i)
		switch {
		case constructors[callee]:
			if !isLiteral {
				continue
			}
			if !l.joined {
				f.bindLiteral(n, l, match.Literal, "")
			}
			return true
		case getters[callee] || strings.Contains(callee, "env"):
			return f.lookupDefault(n, i)
		default:
			return false
		}
	}
	return false
}

// lookupDefault reads the second argument of a lookup, or what is taken instead of its result.
func (f *file) lookupDefault(n name, i int) bool {
	end := min(len(f.data), i+200)
	l, named := f.literal(i)
	if named {
		i = l.after
	} else {
		for i < end && (nameByte(f.data[i]) || f.data[i] == '.') {
			i++
		}
	}
	i = f.space(i)
	if i < end && f.data[i] == ',' {
		i = f.space(i + 1)
		if j := f.namedArgument(i); j > 0 {
			i = j
		}
		if l, ok := f.literal(i); ok && !l.joined && (named || match.ClassifyKey(l.value).Class == match.NoSecret) {
			f.bindLiteral(n, l, match.Default, "default of a missing setting")
			return true
		}
		return false
	}
	for i < end && f.data[i] == ')' {
		i = f.space(i + 1)
	}
	return f.orElse(n, i)
}

// namedArgument passes over default= and the like.
func (f *file) namedArgument(i int) int {
	j := i
	for j < len(f.data) && j < i+30 && nameByte(f.data[j]) {
		j++
	}
	if j == i || j >= len(f.data) {
		return -1
	}
	if k := f.blanks(j); k < len(f.data) && (f.data[k] == '=' || f.data[k] == ':') {
		return f.space(k + 1)
	}
	return -1
}

// afterLookup reads the literal of settings.name || "…".
func (f *file) afterLookup(n name, i int) bool {
	j := i
	for j < len(f.data) && j < i+120 && (nameByte(f.data[j]) || strings.IndexByte(".[]'\"?!", f.data[j]) >= 0) {
		j++
	}
	if j == i {
		return false
	}
	return f.orElse(n, f.space(j))
}

func (f *file) orElse(n name, i int) bool {
	for _, op := range []string{"||", "??", "?:", "or "} {
		if f.has(i, op) {
			l, ok := f.literal(f.space(i + len(op)))
			if ok && !l.joined {
				f.bindLiteral(n, l, match.Default, "default of a missing setting")
			}
			return ok
		}
	}
	return false
}

// pair reads the value of ("name", "value").
func (f *file) pair(n name, i int) {
	if f.style.kind == tree {
		return // the tree tells names from values
	}
	if !n.quoted {
		// define(NAME, …) takes a bare name in some languages; a bare name in a list of arguments says nothing.
		return
	}
	l, ok := f.literal(f.space(i))
	wrapped := false
	if !ok {
		callee, inside, isCall := f.callee(f.space(i))
		if !isCall || !constructors[callee] {
			// setdefault("name", os.getenv(…)) and the like are no literals.
			if k := f.namedArgument(f.space(i)); k > 0 && f.has(f.space(i), "default") {
				l, ok = f.literal(k)
			}
			if !ok {
				return
			}
		} else if l, wrapped = f.literal(f.space(inside)); !wrapped {
			return
		}
	}
	if l.joined {
		return
	}
	callee, first := f.calleeBefore(n.start)
	switch {
	case !first, callee == "" && match.NameLike(l.value):
		return
	case getters[callee] || strings.Contains(callee, "env") && !settersOf[callee]:
		f.bindLiteral(n, l, match.Default, "default of a missing setting")
	case settersOf[callee]:
		f.bindLiteral(n, l, match.Literal, "")
	default:
		f.bindLiteral(n, l, match.Comparison, "pair")
	}
}

// calleeBefore gives the name of the call whose first argument ends a quoted name at start; first also holds for the first
// element of a list without a call.
func (f *file) calleeBefore(start int) (callee string, first bool) {
	i := start
	for n := 0; n < 60 && i > 0 && !isQuote(f.data[i-1]); n++ {
		i--
	}
	i--
	for i > 0 && strings.IndexByte(" \t\r\n@", f.data[i-1]) >= 0 {
		i--
	}
	if i <= 0 || strings.IndexByte("([{", f.data[i-1]) < 0 {
		return "", false
	}
	end := i - 1
	from := end
	for from > 0 && end-from < 40 && nameByte(f.data[from-1]) {
		from--
	}
	if f.data[end] != '(' {
		return "", true
	}
	return strings.ToLower(string(f.data[from:end])), true
}

// setter reads .password("…") and setPassword("…").
func (f *file) setter(n name, i int) {
	if n.spaced || f.style.kind != program {
		return
	}
	ws := match.Words(n.text)
	if len(ws) == 0 {
		return
	}
	rest := n.text
	switch {
	case len(ws) > 1 && (ws[0] == "set" || ws[0] == "with" || ws[0] == "add"):
		rest = strings.Join(ws[1:], "_")
	case n.start > 0 && f.data[n.start-1] == '.':
	default:
		return
	}
	if match.ClassifyKey(rest).Class == match.NoSecret {
		return
	}
	n.text = rest
	i = f.space(i)
	l, ok := f.literal(i)
	if !ok {
		callee, inside, isCall := f.callee(i)
		if !isCall || !constructors[callee] {
			return
		}
		if l, ok = f.literal(f.space(inside)); !ok {
			return
		}
	}
	if j := f.space(l.after); !l.joined && j < len(f.data) && (f.data[j] == ')' || f.data[j] == '.') {
		f.bindLiteral(n, l, match.Argument, "argument")
	}
}

// wordCalls are languages in which a call may go without parentheses.
var wordCalls = set("groovy ruby elixir perl")

// spacedValue reads name value, for the formats that write it so.
func (f *file) spacedValue(n name, i int) {
	d := f.data
	if d[i] == '>' && n.start > 0 && d[n.start-1] == '<' && f.style.tree != "xml" {
		f.element(n, i+1)
		return
	}
	if !n.spaced {
		return
	}
	if f.option(n.start) {
		f.optionValue(n, i)
		return
	}
	before := strings.TrimSpace(string(d[f.lineStart(n.start):n.start]))
	switch f.style.kind {
	case program:
		word := wordCalls[f.style.lang] && (before == "" || strings.HasSuffix(before, ".")) || before == "#define"
		if l, ok := f.literal(i); ok && word && !l.joined {
			f.bindLiteral(n, l, match.Literal, "")
		}
	case shell:
		if strings.EqualFold(n.text, "_authtoken") || strings.EqualFold(n.text, "_auth") {
			f.word(n, i, match.Export, "command line")
			return
		}
		switch strings.ToLower(before) {
		case "env", "arg", "setenv", "set -x", "set -gx", "set -ux", "set -xg", "setx":
			f.word(n, i, match.Export, "environment")
		}
	case settings:
		if before == "" && spacedFormat(f.base) || before == "" && f.style.lang == "spaced" {
			f.word(n, i, match.Setting, "setting")
		}
	}
}

// spacedFormat reports names of files that write a setting as name, blank, value.
func spacedFormat(base string) bool {
	return strings.HasSuffix(base, "rc") || strings.HasSuffix(base, ".conf") || strings.HasSuffix(base, ".cfg") || strings.HasSuffix(base, ".cnf") || strings.HasPrefix(base, ".") && !strings.Contains(base[1:], ".")
}

// element reads <name>value</name> in text that is not read as a tree.
func (f *file) element(n name, i int) {
	j := bytes.IndexAny(f.data[i:min(len(f.data), i+300)], "<\n")
	if j <= 0 || !f.has(i+j, "</") {
		return
	}
	f.bind(bound{start: i, end: i + j, value: string(f.data[i : i+j]), key: n.text, reader: match.Setting, program: true, company: f.company(n.start), source: "element"})
}

// option reports that the name is a command-line option: --name.
func (f *file) option(start int) bool {
	return start > 1 && f.data[start-1] == '-' && f.data[start-2] == '-' && (start < 3 || strings.IndexByte(" \t\n\"'`=", f.data[start-3]) >= 0)
}

// optionValue reads the value of --name=value or --name value.
func (f *file) optionValue(n name, i int) {
	if i >= len(f.data) || f.data[i] == '-' || f.style.kind == program && !f.insideString(n.start) {
		return
	}
	v, from, to := f.wordAt(i)
	if v == "" || strings.ToUpper(v) == v && !strings.ContainsAny(v, "0123456789") {
		return
	}
	class := match.ClassifyKey(n.text)
	f.bind(bound{start: from, end: to, value: v, key: n.text, class: class.Class, soft: class.Soft, reader: match.Export, program: f.style.kind == program || f.style.kind == prose, family: "command-line", source: "command line"})
}

// word binds the next word, quoted or not.
func (f *file) word(n name, i int, reader match.Reader, source string) {
	if l, ok := f.literal(i); ok {
		f.bindLiteral(n, l, match.Literal, source)
		return
	}
	v, from, to := f.wordAt(i)
	rest := f.blanks(to)
	if v == "" || source == "setting" && rest < len(f.data) && strings.IndexByte("\r\n#;", f.data[rest]) < 0 {
		return // several words are no value
	}
	f.bind(bound{start: from, end: to, value: v, key: n.text, reader: reader, company: f.company(n.start), source: source})
}

// wordAt reads a shell word at i: quoted, or up to white space or a shell's special character.
func (f *file) wordAt(i int) (value string, start, end int) {
	if l, ok := f.literal(i); ok {
		return l.value, l.start, l.end
	}
	j := i
	limit := min(len(f.data), i+maxLiteral)
	for j < limit && strings.IndexByte(" \t\r\n;&|\"'`<>(),\\", f.data[j]) < 0 {
		j++
	}
	f.spend(j - i)
	return string(f.data[i:j]), i, j
}

// unquoted reads a value without quotes, where the file's style has such.
func (f *file) unquoted(n name, i int, op byte) {
	d := f.data
	if i >= len(d) || d[i] == '\n' || d[i] == '\r' {
		return
	}
	if op == '=' && f.option(n.start) {
		f.optionValue(n, i)
		return
	}
	if op == '=' && f.inline(n, i) {
		return
	}
	if op == ':' && !n.quoted && strings.Contains(n.text, "-") && f.openQuote(n.start) != 0 { // a header in a string
		v, from, to := f.wordAt(i)
		f.bind(bound{start: from, end: to, value: v, key: n.text, reader: match.Argument, program: true, source: "header"})
		return
	}
	before := strings.TrimSpace(string(d[f.lineStart(n.start):n.start]))
	comment := f.commented(n.start)
	switch f.style.kind {
	case settings:
		if lineHead(before) {
			f.restOfLine(n, i, comment)
		}
	case shell:
		if op == '=' && (!n.spaced || before == "") {
			reader := match.Export
			if comment {
				reader = match.Comment
			}
			if v, from, to := f.wordAt(i); v != "" {
				f.bind(bound{start: from, end: to, value: v, key: n.text, reader: reader, company: f.company(n.start), source: "environment"})
			}
		}
	case tree:
		if f.style.tree == "yaml" && (comment && lineHead(before) || op == '=' && !n.spaced) {
			v, from, to := f.wordAt(i)
			reader := match.Export
			if comment {
				reader = match.Comment
			}
			f.bind(bound{start: from, end: to, value: v, key: n.text, reader: reader, source: "environment"})
		}
	case prose:
		if lineHead(strings.Trim(before, "*_ `")) && !comment || op == '=' && !n.spaced {
			i = f.blanks(i)
			for i < len(d) && strings.IndexByte("*_`", d[i]) >= 0 {
				i++
			}
			v, from, to := f.wordAt(f.blanks(i))
			if rest := f.blanks(to); rest < len(d) && strings.IndexByte("\r\n`*", d[rest]) >= 0 || rest == len(d) {
				f.bind(bound{start: from, end: to, value: strings.TrimRight(v, ".*_"), key: n.text, reader: match.Comment, program: true, source: "text"})
			}
		}
	}
}

// lineHead reports that nothing but markers, an export word or a longer dotted name stands before a name on its line.
func lineHead(before string) bool {
	if strings.HasPrefix(before, "//") && strings.HasSuffix(before, ":") { // a registry's settings in .npmrc
		return true
	}
	before = strings.TrimLeft(before, "#;-*+>/ \t")
	switch strings.ToLower(strings.TrimSpace(before)) {
	case "", "export", "set", "declare -x", "setenv", "env", "arg", "local", "readonly", "$", "@":
		return true
	}
	return strings.HasSuffix(before, ".") && !strings.ContainsAny(before, " \t=:(")
}

// restOfLine binds what follows up to the line's end or a trailing comment.
func (f *file) restOfLine(n name, i int, comment bool) {
	d := f.data
	end := i
	limit := min(len(d), i+maxLiteral)
	for end < limit && d[end] != '\n' {
		if (d[end] == '#' || d[end] == ';') && end > i && (d[end-1] == ' ' || d[end-1] == '\t') {
			break
		}
		end++
	}
	f.spend(end - i)
	for end > i && strings.IndexByte(" \t\r,", d[end-1]) >= 0 {
		end--
	}
	reader, source := match.Setting, "setting"
	if f.style.lang == "dotenv" {
		reader = match.Export
	}
	if comment {
		reader, source = match.Comment, "commented-out setting"
	}
	b := bound{start: i, end: end, value: string(d[i:end]), key: n.text, reader: reader, company: f.company(n.start), source: source}
	if family, class := f.registryKey(n); family != "" {
		b.family, b.class, b.reader, b.source = family, class, match.Stored, "registry settings"
	}
	f.bind(b)
}

// inline reads name=value among other pairs: connection strings and the queries of URLs.
func (f *file) inline(n name, i int) bool {
	d := f.data
	if n.start == 0 || n.quoted {
		return false
	}
	prev := d[n.start-1]
	query := prev == '?' || prev == '&'
	if !query && prev != ';' && prev != ' ' && !isQuote(prev) {
		return false
	}
	if f.style.kind == program && !f.insideString(n.start) {
		return false
	}
	j := i
	limit := min(len(d), i+maxLiteral)
	for j < limit && strings.IndexByte(";&\"'`<>,)}|\\ \t\r\n", d[j]) < 0 {
		j++
	}
	f.spend(j - i)
	segment := strings.ToLower(string(d[max(f.lineStart(n.start), n.start-300):min(j+200, f.lineEnd(j))]))
	peers := slices.ContainsFunc([]string{"server=", "data source=", "host=", "user id=", "uid=", "user=", "username=", "dbname=", "database=", "accountname=", "endpoint=", "driver=", "datasource=", "initial catalog="},
		func(s string) bool { return strings.Contains(segment, s) })
	if !query && !peers {
		return false
	}
	b := bound{start: i, end: j, value: string(d[i:j]), key: n.text, reader: match.Setting, program: f.style.kind == program, source: "URL parameter"}
	if peers {
		b.family, b.company, b.source = "connection-string", true, "connection string"
	}
	f.bind(b)
	return true
}

// lineCache remembers the line last asked for.
type lineCache struct{ from, to, start int }

const lineReach = 1000 // bytes that a line is followed back

// lineStart gives where the line of at begins, or a place lineReach bytes before.
func (f *file) lineStart(at int) int {
	from := max(0, at-lineReach)
	if i := bytes.LastIndexByte(f.data[from:at], '\n'); i >= 0 {
		return from + i + 1
	}
	return from
}

func (f *file) lineEnd(at int) int {
	to := min(len(f.data), at+lineReach)
	if i := bytes.IndexByte(f.data[at:to], '\n'); i >= 0 {
		return at + i
	}
	return to
}

// insideString reports an open quote before at.
func (f *file) insideString(at int) bool {
	return f.openQuote(at) != 0 || at > 0 && bytes.Count(f.data[max(0, at-4000):at], []byte("`"))%2 == 1
}

// openQuote gives the quote that is open before at on its line, or 0.
func (f *file) openQuote(at int) byte {
	var open byte
	for i := f.lineStart(at); i < at; i++ {
		switch c := f.data[i]; {
		case c == '\\':
			i++
		case open == 0 && isQuote(c):
			open = c
		case c == open:
			open = 0
		}
	}
	return open
}

// company remembers the answer for a stretch of the file.
type company struct {
	at    int
	valid bool
	yes   bool
}

var companions = []string{"user", "username", "usr", "login", "host", "hostname", "server", "uid", "email", "database", "dbname", "db_name", "dbhost", "db_host", "db_user", "dbuser", "account", "endpoint", "port", "_user", "_host", "_username"}

// company reports a user, a host or the like bound within a few lines.
func (f *file) company(at int) bool {
	const reach = 300
	if f.user.valid && at-f.user.at < 32 && at >= f.user.at {
		return f.user.yes
	}
	near := bytes.ToLower(f.data[max(0, at-reach):min(len(f.data), at+reach)])
	yes := false
	for _, w := range companions {
		for i := bytes.Index(near, []byte(w)); i >= 0 && !yes; {
			j := i + len(w)
			for j < len(near) && isQuote(near[j]) {
				j++
			}
			for j < len(near) && near[j] == ' ' {
				j++
			}
			yes = j < len(near) && (near[j] == '=' || near[j] == ':' || near[j] == ',' && f.style.kind == program || f.style.kind == settings && j > i+len(w)) &&
				(i == 0 || !('a' <= near[i-1] && near[i-1] <= 'z'))
			k := bytes.Index(near[i+1:], []byte(w))
			if k < 0 {
				break
			}
			i += 1 + k
		}
		if yes {
			break
		}
	}
	f.user = company{at: at, valid: true, yes: yes}
	return yes
}
