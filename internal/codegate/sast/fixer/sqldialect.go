package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// A dialect is how a driver writes placeholders and takes values.
type dialect struct {
	mark    string // ? $ %s : @p, and ?n for numbers behind a question mark
	pass    string // array, variadic, tuple, list, dict, replacements
	doubles bool   // " quotes text
	chain   bool   // the values go to a call behind
	sure    bool   // it follows from what the code says
	java    func(*sqlEdit, []string) error
}

// marks are the placeholders of drivers, by a part of the name under which they are imported.
var driverMarks = []struct{ language, library, mark string }{
	{"script", "pg", "$"}, {"script", "pg-promise", "$"}, {"script", "@vercel/postgres", "$"}, {"script", "@neondatabase/serverless", "$"}, {"script", "pg-native", "$"},
	{"script", "mysql", "?"}, {"script", "mysql2", "?"}, {"script", "mysql2/promise", "?"}, {"script", "promise-mysql", "?"}, {"script", "mariadb", "?"}, {"script", "@planetscale/database", "?"},
	{"script", "sqlite3", "?"}, {"script", "sqlite", "?"}, {"script", "better-sqlite3", "?"}, {"script", "knex", "?"}, {"script", "node:sqlite", "?"},
	{"script", "sequelize", ":"}, {"script", "mssql", ""}, {"script", "tedious", ""}, {"script", "oracledb", ":1"},
	{"python", "sqlite3", "?"}, {"python", "aiosqlite", "?"}, {"python", "pyodbc", "?"}, {"python", "duckdb", "?"},
	{"python", "psycopg2", "%s"}, {"python", "psycopg", "%s"}, {"python", "pymysql", "%s"}, {"python", "MySQLdb", "%s"}, {"python", "mysql", "%s"}, {"python", "flask_mysqldb", "%s"},
	{"python", "django", "%s"}, {"python", "asyncpg", "$"}, {"python", "databases", ":"}, {"python", "sqlalchemy", ":"}, {"python", "flask_sqlalchemy", ":"},
	{"go", "github.com/lib/pq", "$"}, {"go", "github.com/jackc/pgx", "$"}, {"go", "gorm.io/driver/postgres", "?"}, {"go", "gorm.io/gorm", "?"}, {"go", "github.com/jinzhu/gorm", "?"},
	{"go", "github.com/go-sql-driver/mysql", "?"}, {"go", "github.com/mattn/go-sqlite3", "?"}, {"go", "modernc.org/sqlite", "?"}, {"go", "github.com/uptrace/bun", "?"}, {"go", "xorm.io/xorm", "?"},
}

func (w *work) family() string {
	if w.script() {
		return "script"
	}
	return w.Language
}

// dialect finds out which driver a call speaks to.
func (w *work) dialect(call, text g.ID) (dialect, error) {
	switch {
	case w.script():
		return w.scriptDialect(call)
	case w.python():
		return w.pythonDialect(call)
	case w.golang():
		d := dialect{pass: "variadic"}
		d.mark, d.sure = w.driverMark(call)
		if d.mark == "" {
			d.mark = "?"
		}
		d.doubles = d.mark == "?" && d.sure
		return d, nil
	case w.java():
		return w.javaDialect(call)
	}
	return dialect{}, errLanguage
}

// driverMark looks at what made the object of a call, at the file's imports, at other statements of the file, and at the
// project's manifests. sure holds for all but the last two where they leave a choice.
func (w *work) driverMark(call g.ID) (mark string, sure bool) {
	if o := w.object(call); o != 0 {
		if made := w.MadeBy(o); made != "" {
			if m, ok := w.markOf(made); ok {
				return m, true
			}
		}
		if c, _ := w.Canonical(o); c != "" {
			if m, ok := w.markOf(c); ok {
				return m, true
			}
		}
	}
	found := map[string]bool{}
	for i := range w.Defs {
		d := &w.Defs[i]
		name := d.Canonical
		if d.Kind != names.Imported {
			if d.Value == 0 || w.kind(d.Value) != g.Call {
				continue
			}
			name, _ = w.Canonical(d.Value)
		}
		if m, ok := w.markOf(name); ok && name != "" {
			found[m] = true
		}
	}
	if w.golang() { // drivers are imported for their effect
		for c := range w.Children(1) {
			if w.kind(c) == g.Import {
				if m, ok := w.markOf(w.Name(w.First(c))); ok {
					found[m] = true
				}
			}
		}
	}
	if len(found) == 1 {
		for m := range found {
			return m, true
		}
	}
	if m := w.otherMarks(); m != "" {
		return m, true
	}
	hinted := map[string]bool{}
	for _, d := range driverMarks {
		if d.language == w.family() && w.hints(d.library) {
			hinted[d.mark] = true
		}
	}
	if len(hinted) == 1 {
		for m := range hinted {
			return m, true
		}
	}
	return "", false
}

// markOf gives the placeholder of the library that a canonical name is of.
func (w *work) markOf(name string) (string, bool) {
	for _, d := range driverMarks {
		if d.language == w.family() && (name == d.library || strings.HasPrefix(name, d.library+".") || strings.HasPrefix(name, d.library+"/")) {
			return d.mark, true
		}
	}
	return "", false
}

// hints holds where a manifest of the project names a library.
func (w *work) hints(library string) bool {
	for at := 0; ; {
		i := strings.Index(w.Hints[at:], library)
		if i < 0 {
			return false
		}
		at += i
		before, after := byte('\n'), byte('\n')
		if at > 0 {
			before = w.Hints[at-1]
		}
		if at += len(library); at < len(w.Hints) {
			after = w.Hints[at]
		}
		if !wordByte(before) && before != '-' && before != '/' && before != '@' && before != '.' && !wordByte(after) && after != '-' && after != '.' || w.golang() && after == '/' {
			return true
		}
	}
}

// otherMarks looks at the placeholders of other statements in the file.
func (w *work) otherMarks() string {
	found := map[string]int{}
	for id := range w.Nodes {
		n := g.ID(id)
		if k := w.kind(n); k != g.String {
			continue
		}
		text := w.Name(n)
		upper := strings.ToUpper(text)
		if !strings.Contains(upper, "SELECT ") && !strings.Contains(upper, "INSERT ") && !strings.Contains(upper, "UPDATE ") && !strings.Contains(upper, "DELETE ") {
			continue
		}
		switch {
		case strings.Contains(text, "$1"):
			found["$"]++
		case strings.Contains(text, "= ?"), strings.Contains(text, "(?"), strings.Contains(text, "=?"):
			found["?"]++
		case strings.Contains(text, "%s)"), strings.Contains(text, "= %s"):
			if call, at := w.argument(n); at == 0 && call != 0 && w.python() {
				if _, args := w.args(call); len(args) > 1 {
					found["%s"]++
				}
			}
		}
	}
	if len(found) == 1 {
		for m := range found {
			return m
		}
	}
	return ""
}

func (w *work) scriptDialect(call g.ID) (dialect, error) {
	d := dialect{pass: "array"}
	d.mark, d.sure = w.driverMark(call)
	word := w.word(call)
	object := ""
	if o := w.object(call); o != 0 {
		object = strings.ToLower(w.src(o))
	}
	if word == "query" && strings.Contains(object, "sequelize") {
		d.mark, d.pass, d.sure = ":", "replacements", true
	}
	switch {
	case d.mark == ":1":
		return d, refuse("bind the values by position: execute(text, [values]) with :1, :2")
	case word == "$queryRawUnsafe" || word == "$executeRawUnsafe":
		d.pass = "variadic"
		if d.mark == "" || !d.sure {
			d.mark, d.sure = "$", true
			if strings.Contains(w.Hints, "mysql") {
				d.mark = "?"
			}
		}
	case d.mark == ":" && word == "query" && (strings.Contains(object, "sequelize") || strings.Contains(object, "db") || strings.Contains(object, "models")):
		d.pass = "replacements"
	case d.mark == ":":
		d.mark, d.sure = "", false
	case word == "prepare":
		d.chain = true
		if d.mark == "" {
			d.mark, d.sure = "?", true
		}
	case word == "exec":
		return d, refuse("exec takes no values: use run or prepare with placeholders")
	case word == "whereRaw", word == "orderByRaw", word == "havingRaw", word == "raw":
		if d.mark == "" {
			d.mark, d.sure = "?", true // knex
		}
	case d.mark == "" && (word == "run" || word == "all" || word == "get" || word == "each"):
		d.mark, d.sure = "?", true // sqlite3
	case d.mark == "" && word == "execute":
		d.mark, d.sure = "?", true // mysql2
	case d.mark == "" && (word == "one" || word == "none" || word == "any" || word == "oneOrNone" || word == "manyOrNone" || word == "many"):
		d.mark, d.sure = "$", true // pg-promise
	}
	if d.mark == "" {
		if w.known2("mssql") {
			return d, refuse("bind the values with request.input and write @name in the text")
		}
		d.mark, d.sure = w.rowShape(call)
	}
	d.doubles = d.mark == "?"
	return d, nil
}

func (w *work) known2(library string) bool {
	name, _ := w.imported(library)
	return name != ""
}

// rowShape tells drivers apart by how the file takes rows: result.rows is pg's, a callback's (err, rows) and [rows] = await are
// MySQL's.
func (w *work) rowShape(call g.ID) (string, bool) {
	_, args := w.args(call)
	for _, a := range args {
		if w.kind(a) != g.Lambda && w.kind(a) != g.Func {
			continue
		}
		body := w.src(a)
		if strings.Contains(body, ".rows") {
			return "$", true
		}
		return "?", true
	}
	if strings.Contains(string(w.Text), ".rows") {
		return "$", true
	}
	for p := w.up(call); p != 0 && w.kind(p) != g.Block; p = w.up(p) {
		if w.kind(p) == g.Var && w.kind(w.Part(p, 0)) == g.Destructure {
			return "?", true
		}
	}
	return "?", false
}

func (w *work) pythonDialect(call g.ID) (dialect, error) {
	d := dialect{pass: "tuple"}
	word := w.word(call)
	callee := w.callee(call)
	if word == "text" || strings.HasSuffix(callee, "sqlalchemy.text") {
		// The values go to what runs the text.
		d.mark, d.pass, d.sure = ":", "dict", true
		d.java = bindText
		return d, nil
	}
	d.mark, d.sure = w.driverMark(call)
	object := ""
	if o := w.object(call); o != 0 {
		object = strings.ToLower(w.src(o))
	}
	switch {
	case word == "raw" || strings.HasPrefix(word, "read_sql"):
		if word != "raw" {
			return d, refuse("hand the values over as params= with the driver's placeholders")
		}
		d.mark, d.pass, d.sure = "%s", "list", true
	case word == "executescript" || word == "executemany" || word == "extra":
		return d, refuse("%s takes no values beside one text: use execute", word)
	case d.mark == "$" || word == "fetch" || word == "fetchrow" || word == "fetchval":
		d.mark, d.pass = "$", "variadic"
	case d.mark == ":":
		if strings.Contains(object, "cursor") || strings.Contains(object, "cur") {
			d.mark, d.sure = "%s", false
			break
		}
		return d, refuse("wrap the statement in text() with :name, and hand over a dictionary")
	case d.mark == "" && (strings.HasPrefix(object, "conn") || object == "db" || strings.HasSuffix(object, ".db")):
		d.mark = "?" // only sqlite3's connection runs statements by itself
	case d.mark == "":
		d.mark = "%s"
	}
	d.doubles = d.mark == "?" || w.known2("pymysql") || w.known2("MySQLdb")
	return d, nil
}

// bindText hands values to the call that runs a text(…) of SQLAlchemy.
func bindText(s *sqlEdit, values []string) error {
	run, at := s.argument(s.call)
	var pairs []string
	for i, v := range values {
		pairs = append(pairs, s.quoted(s.names[i])+": "+v)
	}
	node, args := s.args(run)
	if run == 0 || at != 0 || len(args) != 1 || !strings.HasPrefix(s.work.word(run), "exec") && s.work.word(run) != "scalar" && s.work.word(run) != "scalars" {
		var named []string
		for i, v := range values {
			named = append(named, s.names[i]+"="+v)
		}
		s.insert(s.Nodes[s.call].End, ".bindparams("+strings.Join(named, ", ")+")")
		return nil
	}
	s.insert(s.grouped(args[0], s.inner(node)).End, ", {"+strings.Join(pairs, ", ")+"}")
	return nil
}
