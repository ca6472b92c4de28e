package secrets

import (
	"bytes"
	"slices"
	"strings"

	"bartizan/internal/match"
)

// wordCalls are languages in which a call may go without parentheses.
var wordCalls = set("groovy ruby elixir")

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
	written := f.style.kind == prose || f.style.kind == settings
	if v == "" || strings.ToUpper(v) == v && !strings.ContainsAny(v, "0123456789") || written && match.NameLike(v) {
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
	if op == '=' && !n.spaced && d[i-1] == ' ' && f.style.kind != settings {
		return // NAME= and something else
	}
	if op == '=' && f.inline(n, i) {
		return
	}
	if op == ':' && strings.HasSuffix(strings.ToLower(n.text), "authorization") && f.schemed(i) {
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
	case program:
		if op == '=' && f.insideString(n.start) {
			f.worded(n, i)
		}
	case tree:
		if f.style.tree == "json" && op == '=' && f.openQuote(n.start) != 0 {
			f.worded(n, i)
		}
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
			if rest := f.blanks(to); rest < len(d) && strings.IndexByte("\r\n`*", d[rest]) >= 0 || f.has(rest, "\\\n") || f.has(rest, "\\\r") || rest == len(d) {
				f.bind(bound{start: from, end: to, value: strings.TrimRight(v, ".*_"), key: n.text, reader: match.Comment, program: true, source: "text"})
			}
		}
	}
}

// schemes are authentication schemes of single services, whose credential is a key or an id and a key.
var schemes = set("token apikey api-key ssws geniekey key bot discordbot")

// schemed reads the credential after one of schemes at i, and reports whether one stands there.
func (f *file) schemed(i int) bool {
	j := i
	for j < len(f.data) && j < i+12 && (alnum(f.data[j]) || f.data[j] == '-') {
		j++
	}
	if !schemes[strings.ToLower(string(f.data[i:j]))] || j >= len(f.data) || f.data[j] != ' ' && f.data[j] != '=' {
		return false
	}
	if f.data[j] == '=' || f.has(j, " token=") {
		if k := strings.IndexByte(string(f.data[j:min(len(f.data), j+8)]), '='); k >= 0 {
			j += k + 1
		}
	}
	v, from, to := f.token68(j)
	if to < len(f.data) && f.data[to] == ':' { // an id before the key
		if second, at, end := f.token68(to + 1); at == to+1 && second != "" {
			v, from, to = second, at, end
		}
	}
	if len(v) < 12 || match.RandomBits(v) < 14 {
		return false
	}
	f.bind(bound{start: from, end: to, value: v, key: "Authorization", class: match.Token, reader: match.Argument, family: "authorization", source: "header"})
	return true
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
