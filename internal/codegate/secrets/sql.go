package secrets

import (
	"strings"

	"bartizan/internal/match"
)

// identifiedBy reads CREATE USER … IDENTIFIED BY 'password' (MySQL, MariaDB, Oracle, ClickHouse).
func (f *file) identifiedBy(start, end int) {
	if !f.userStatement(start) {
		return
	}
	i := f.blanks(end)
	if len(f.data) > i+9 && strings.EqualFold(string(f.data[i:i+9]), "password ") { // a hash follows
		i = f.blanks(i + 9)
	}
	f.sqlPassword(i)
}

// quotedPassword reads PASSWORD 'x' of PostgreSQL and PASSWORD('x') of MySQL.
func (f *file) quotedPassword(start, end int) {
	if f.userStatement(start) {
		f.sqlPassword(end - 1)
	}
}

// userStatement reports that the statement before start is about users.
func (f *file) userStatement(start int) bool {
	near := strings.ToLower(string(f.data[max(0, start-160):start]))
	if i := strings.LastIndexByte(near, ';'); i >= 0 {
		near = near[i:]
	}
	for _, w := range []string{"create user", "alter user", "create role", "alter role", "create login", "alter login", "grant ", "set password", "values", "if not exists", "update "} {
		if strings.Contains(near, w) {
			return f.style.kind != program || f.insideString(start)
		}
	}
	return false
}

func (f *file) sqlPassword(i int) {
	l, ok := f.literal(i)
	if !ok || l.joined {
		return
	}
	f.bind(bound{start: l.start, end: l.end, value: l.value, key: "PASSWORD", class: match.Password, reader: match.Argument, family: "sql", company: true, source: "SQL statement", program: f.style.kind != query})
}

const (
	maxColumns = 200
	maxRows    = 5_000
)

// insert reads the rows of INSERT INTO t (…, password, …) VALUES (…), (…).
func (f *file) insert(start, end int) {
	if f.style.kind != query && !f.insideString(start) {
		return
	}
	i := end
	for limit := min(len(f.data), end+200); i < limit && f.data[i] != '('; i++ {
		if f.data[i] == ';' {
			return
		}
	}
	column, name, i := f.columns(i)
	if column < 0 {
		return
	}
	i = f.anySpace(i)
	if i+6 > len(f.data) || !strings.EqualFold(string(f.data[i:i+6]), "values") {
		return
	}
	i += 6
	for range maxRows {
		i = f.anySpace(i)
		if i >= len(f.data) || f.data[i] != '(' {
			return
		}
		var l *literal
		if l, i = f.field(i+1, column); l != nil {
			family := "password-column"
			f.bind(bound{start: l.start, end: l.end, value: l.value, key: name, class: match.Password, reader: match.Setting, company: true, family: family, source: "inserted row"})
		}
		i = f.anySpace(i)
		if i >= len(f.data) || f.data[i] != ',' {
			return
		}
		i++
	}
}

func (f *file) anySpace(i int) int {
	for i < len(f.data) && f.data[i] <= ' ' {
		i++
	}
	return i
}

// columns finds the column for passwords in a list that begins at i.
func (f *file) columns(i int) (column int, name string, after int) {
	column = -1
	if i >= len(f.data) || f.data[i] != '(' {
		return
	}
	from := i + 1
	n := 0
	for j := from; j < len(f.data) && j < i+4000 && n < maxColumns; j++ {
		c := f.data[j]
		if c != ',' && c != ')' {
			continue
		}
		word := strings.Trim(string(f.data[from:j]), " \t\r\n`\"[]'")
		class := match.ClassifyKey(word)
		ws := match.Words(word)
		hashed := len(ws) > 0 && (ws[len(ws)-1] == "hash" || ws[len(ws)-1] == "digest" || ws[len(ws)-1] == "salt") && match.ClassifyKey(strings.Join(ws[:len(ws)-1], "_")).Class == match.Password
		if column < 0 && (class.Class == match.Password || hashed) {
			column, name = n, word
		}
		if c == ')' {
			return column, name, j + 1
		}
		n++
		from = j + 1
	}
	return -1, "", i
}

// sqlString reads a string of SQL, in which a doubled quote stands for one.
func (f *file) sqlString(i int) (l literal) {
	quote := f.data[i]
	for j := i + 1; j < min(len(f.data), i+maxLiteral); j++ {
		switch c := f.data[j]; {
		case c == '\\':
			j++
		case c == quote && j+1 < len(f.data) && f.data[j+1] == quote:
			j++
		case c == quote:
			value := strings.ReplaceAll(string(f.data[i+1:j]), string(quote)+string(quote), string(quote))
			return literal{start: i + 1, end: j, after: j + 1, value: value}
		}
	}
	return literal{}
}

// field reads a row whose parenthesis ended at i, and returns its n-th value if that is a string.
func (f *file) field(i, n int) (found *literal, after int) {
	at := 0
	depth := 0
	for i < len(f.data) {
		switch c := f.data[i]; {
		case c == '\'' || c == '"':
			l := f.sqlString(i)
			if l.end == 0 || !f.spend(l.after-i) {
				return found, len(f.data)
			}
			if at == n && depth == 0 {
				found = &l
			}
			i = l.after
			continue
		case c == '(':
			depth++
		case c == ')':
			if depth == 0 {
				return found, i + 1
			}
			depth--
		case c == ',' && depth == 0:
			at++
		case c == ';' && depth == 0:
			return found, i
		}
		if !f.spend(1) {
			return found, len(f.data)
		}
		i++
	}
	return found, i
}
