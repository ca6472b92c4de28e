package secrets

import (
	"bytes"
	"strings"

	"bartizan/internal/match"
)

// Values that stand apart from their names: in the block or the element that the name opens, behind an id, among the
// words of a command that is written in a string.

// apart reads the value of a quoted name that no operator follows. i is what follows the closing quote.
func (f *file) apart(n name, i int) {
	switch f.style.lang {
	case "terraform":
		if f.data[i] == '{' {
			f.block(n, i+1)
		} else if f.data[i] == '\n' || f.data[i] == '\r' {
			f.valueBelow(n, i)
		}
	case "html":
		f.attribute(n, i)
	}
}

// block reads default or value in the block of a variable or an output: variable "db_password" { default = "…" }.
func (f *file) block(n name, i int) {
	const reach = 1200
	limit := min(len(f.data), i+reach)
	end := bytes.Index(f.data[i:limit], []byte("\n}"))
	if end < 0 {
		end = bytes.IndexByte(f.data[i:limit], '}')
	}
	if end < 0 || !f.spend(end) {
		return
	}
	before := strings.Fields(string(f.data[f.lineStart(n.start):n.start]))
	if len(before) == 0 || before[0] != "variable" && before[0] != "output" {
		return
	}
	for at := i; at < i+end; at = f.lineEnd(at) + 1 {
		j := f.space(at)
		for _, member := range []string{"default", "value"} {
			if !f.has(j, member) {
				continue
			}
			if k := f.blanks(j + len(member)); k < len(f.data) && f.data[k] == '=' {
				if l, ok := f.literal(f.blanks(k + 1)); ok && !l.joined {
					f.bindLiteral(n, l, match.Literal, "default of a variable")
				}
				return
			}
		}
	}
}

// valueBelow reads name = "auth.password" and, on the next line, value = "…".
func (f *file) valueBelow(n name, i int) {
	before := strings.Fields(string(f.data[f.lineStart(n.start):n.start]))
	if len(before) < 2 || before[0] != "name" && before[0] != "key" || before[1] != "=" {
		return
	}
	if i = f.space(i); !f.has(i, "value") {
		return
	}
	if i = f.blanks(i + len("value")); i < len(f.data) && f.data[i] == '=' {
		if l, ok := f.literal(f.blanks(i + 1)); ok && !l.joined {
			f.bindLiteral(n, l, match.Literal, "")
		}
	}
}

// attribute reads the value of the element whose type or name is for a secret: <input type="password" value="…">.
func (f *file) attribute(n name, i int) {
	if c := match.ClassifyKey(n.text).Class; c != match.Password && c != match.APIKey {
		return // pages hold tokens of their own session
	}
	const reach = 300
	limit := min(len(f.data), i+reach)
	end := bytes.IndexByte(f.data[i:limit], '>')
	if end < 0 || !f.spend(end) {
		return
	}
	for _, member := range []string{" value=", " content="} {
		if j := bytes.Index(f.data[i-1:i+end], []byte(member)); j >= 0 {
			if l, ok := f.literal(i - 1 + j + len(member)); ok && !l.joined && !match.Weak(l.value) { // what everybody knows is filled in for show
				f.bindLiteral(n, l, match.Argument, "attribute")
			}
			return
		}
	}
}

// worded reads NAME=value among the words of a command that is written in a string. What reads as a word says too little
// there: messages and routes are written so too.
func (f *file) worded(n name, i int) {
	if i >= len(f.data) || n.spaced || n.quoted || f.data[i-1] != '=' {
		return
	}
	if n.start > 0 && strings.IndexByte(" \t\n\"'`", f.data[n.start-1]) < 0 {
		return
	}
	v, from, to := f.wordAt(i)
	if from != i || len(v) < 8 || match.NameLike(v) || match.Weak(v) || strings.ContainsAny(v, "%{}[]$?&=") && match.RandomBits(v) < 30 {
		return
	}
	f.bind(bound{start: from, end: to, value: v, key: n.text, reader: match.Export, soft: true, program: true, source: "command line"})
}

// beside reads the secret that a call takes after the id of its pair: NewKeys("AKIA…", "…").
func (f *file) beside(end int) {
	const size = 40 // characters of an AWS secret access key
	if end >= len(f.data) || !isQuote(f.data[end]) {
		return
	}
	i := f.space(end + 1)
	if i >= len(f.data) || f.data[i] != ',' {
		return
	}
	l, ok := f.literal(f.space(i + 1))
	if !ok || l.joined || len(l.value) != size || strings.Trim(l.value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") != "" {
		return
	}
	f.bind(bound{start: l.start, end: l.end, value: l.value, key: "secret access key", class: match.APIKey, reader: match.Argument, source: "argument"})
}
