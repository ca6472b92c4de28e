package fix

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/fixer"
	"bartizan/internal/finding"
	"bartizan/internal/gate"
)

const login = "const jwt = require('jsonwebtoken');\napp.get('/users', (req, res) => {\n  db.execute(`SELECT id FROM users WHERE name = '${req.query.name}'`, (err, rows) => res.json(rows));\n});\n"

const mended = "const jwt = require('jsonwebtoken');\napp.get('/users', (req, res) => {\n  db.execute('SELECT id FROM users WHERE name = ?', [req.query.name], (err, rows) => res.json(rows));\n});\n"

func read(t *testing.T, dir, path string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestBytesAreKept: marks, line ends and bytes that are no UTF-8 stay as they are.
func TestBytesAreKept(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":     {login, mended},
		"mark":      {"\xEF\xBB\xBF" + login, "\xEF\xBB\xBF" + mended},
		"CRLF":      {strings.ReplaceAll(login, "\n", "\r\n"), strings.ReplaceAll(mended, "\n", "\r\n")},
		"tabs":      {strings.ReplaceAll(login, "  ", "\t"), strings.ReplaceAll(mended, "  ", "\t")},
		"not UTF-8": {"// \xff\xfe caf\xe9\n" + login, "// \xff\xfe caf\xe9\n" + mended},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "app.js", c.in)
			res, err := Run(t.Context(), options(dir))
			if err != nil {
				t.Fatal(err)
			}
			if got := read(t, dir, "app.js"); got != c.in {
				t.Fatal("it was written before it was asked for")
			}
			if err := Write(dir, res.Changes); err != nil {
				t.Fatal(err)
			}
			if got := read(t, dir, "app.js"); got != c.want {
				t.Errorf("got %q\nwant %q\n%+v", got, c.want, res.Outcomes)
			}
		})
	}
}

// TestEditsGiveTheChange: the edits applied to the old bytes are the new bytes, also after several rounds.
func TestEditsGiveTheChange(t *testing.T) {
	c := &Change{Path: "a", Old: []byte("0123456789"), New: []byte("0123456789"), mode: true, pieces: []piece{{old: span{0, 10}}}}
	c = c.edited([]fixer.Edit{{Start: 2, End: 4, New: "abc"}, {Start: 6, End: 6, New: "X"}})
	c = c.edited([]fixer.Edit{{Start: 3, End: 4, New: ""}, {Start: 0, End: 1, New: "Z"}}[:1])
	c = c.edited([]fixer.Edit{{Start: 0, End: 1, New: "Z"}})
	var b strings.Builder
	at := 0
	for _, e := range c.Edits() {
		b.WriteString(string(c.Old[at:e.Start]) + e.New)
		at = e.End
	}
	b.WriteString(string(c.Old[at:]))
	if b.String() != string(c.New) || string(c.New) != "Z1ac45X6789" {
		t.Errorf("edits give %q, the change is %q: %+v", b.String(), c.New, c.Edits())
	}
}

// TestWriteRefuses: a file that has changed since it was read is left alone, and so are all others.
func TestWriteRefuses(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.js", login)
	write(t, dir, "b.js", login)
	res, err := Run(t.Context(), options(dir))
	if err != nil || len(res.Changes) != 2 {
		t.Fatalf("%v, %+v", err, res.Outcomes)
	}
	write(t, dir, "b.js", login+"// more\n")
	if err := Write(dir, res.Changes); err == nil || !strings.Contains(err.Error(), "changed since") {
		t.Errorf("%v", err)
	}
	if read(t, dir, "a.js") != login || read(t, dir, "b.js") != login+"// more\n" {
		t.Error("something was written")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".bartizan-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestVerifySaysHow: what verify calls fixed was not taken away, moved or hidden.
func TestVerifySaysHow(t *testing.T) {
	for name, c := range map[string]struct {
		change func(dir string)
		list   string
		reason string
	}{
		"mended":       {func(dir string) { write(t, dir, "app.js", mended) }, "fixed", ""},
		"deleted":      {func(dir string) { write(t, dir, "app.js", "const jwt = require('jsonwebtoken');\n") }, "fixed", "get /users is gone"},
		"file deleted": {func(dir string) { os.Remove(filepath.Join(dir, "app.js")); write(t, dir, "b.js", "f();\n") }, "fixed", "the file is gone"},
		"moved": {func(dir string) {
			os.Remove(filepath.Join(dir, "app.js"))
			write(t, dir, "lib/other.js", login)
		}, "open", "moved: the same weakness stands at lib/other.js:3"},
		"renamed": {func(dir string) {
			write(t, dir, "app.js", strings.Replace(login, "db.execute(", "connection.execute(", 1))
		}, "open", ""},
		"another function": {func(dir string) { write(t, dir, "app.js", strings.Replace(login, "/users'", "/people'", 1)) }, "open", ""},
		"ignored":          {func(dir string) { write(t, dir, ".bartizanignore", "app.js\n"); write(t, dir, "b.js", "f();\n") }, "unknown", "not looked at"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "app.js", login)
			o := options(dir).Options
			before, err := gate.Judge(t.Context(), o)
			if err != nil || len(before.Findings) != 1 {
				t.Fatalf("%v, %+v", err, before.Findings)
			}
			c.change(dir)
			o.Against = before
			after, err := gate.Judge(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{"fixed": len(after.Compared.Fixed), "open": len(after.Compared.Open), "unknown": len(after.Compared.Unknown)}
			if got[c.list] != 1 || len(after.Compared.New) != 0 {
				t.Fatalf("%+v", after.Compared)
			}
			all := append(append(after.Compared.Fixed, after.Compared.Open...), after.Compared.Unknown...)
			if !strings.Contains(all[0].Reason, c.reason) || c.reason == "" && all[0].Reason != "" {
				t.Errorf("reason %q, want %q", all[0].Reason, c.reason)
			}
		})
	}
}

// TestVerifyKnowsRoutes: a route that is gone is no route that is mended.
func TestVerifyKnowsRoutes(t *testing.T) {
	const app = "const express = require('express');\nconst app = express();\napp.get('/health', (req, res) => res.end());\n"
	const route = "app.post('/auth/login', async (req, res) => {\n  const user = await find(req.body.email);\n  if (!(await bcrypt.compare(req.body.password, user.hash))) return res.status(401).end();\n  res.end();\n});\n"
	for name, c := range map[string]struct{ after, reason string }{
		"mended":  {strings.Replace(app+route, "'/auth/login', ", "'/auth/login', require('express-rate-limit')({ limit: 5 }), ", 1), ""},
		"deleted": {app, "POST /auth/login is gone"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "app.js", "const bcrypt = require('bcrypt');\n"+app+route)
			o := options(dir).Options
			before, err := gate.Judge(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			before.Findings = slices.DeleteFunc(before.Findings, func(f finding.Finding) bool { return f.Rule != "login-without-rate-limit" })
			if len(before.Findings) != 1 || before.Findings[0].Symbol != "POST /auth/login" {
				t.Fatalf("%+v", before.Findings)
			}
			write(t, dir, "app.js", "const bcrypt = require('bcrypt');\n"+c.after)
			o.Against = before
			after, err := gate.Judge(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if got := after.Compared.Fixed; len(got) != 1 || !strings.Contains(got[0].Reason, c.reason) || c.reason == "" && got[0].Reason != "" {
				t.Errorf("%+v", after.Compared)
			}
		})
	}
}

// TestCodeNotOnDisk: code is judged inside its project, and what was there before is not listed.
func TestCodeNotOnDisk(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "lib/users.js", "const db = require('./db');\nexports.find = (name) => db.query('SELECT id FROM users WHERE id = ' + Number(name));\n")
	write(t, dir, "app.js", "const users = require('./lib/users');\napp.get('/users', (req, res) => res.json(users.find(req.query.name)));\n")
	o := options(dir).Options
	bad := "const db = require('./db');\nexports.find = (name) => db.query('SELECT id FROM users WHERE id = ' + name);\n"
	doc, err := gate.JudgeWith(t.Context(), o, "lib/users.js", []byte(bad), nil)
	if err != nil || len(doc.Findings) == 0 || doc.Findings[0].Rule != "js-sql-text-from-request" || doc.Findings[0].Trace[0].Path != "app.js" {
		t.Fatalf("%v, %+v", err, doc)
	}
	if strings.Contains(read(t, dir, "lib/users.js"), "+ name") {
		t.Error("the disk was touched")
	}
	write(t, dir, "lib/users.js", bad)
	if doc, err = gate.JudgeWith(t.Context(), o, "lib/users.js", []byte(bad+"// more\n"), nil); err != nil || len(doc.Findings) != 0 {
		t.Errorf("what was there is listed: %v %+v", err, doc.Findings)
	}
	if doc, err = gate.JudgeWith(t.Context(), o, "lib/new.js", []byte("eval(require('../app').x);\n"), nil); err != nil || len(doc.Findings) != 0 {
		t.Errorf("%v %+v", err, doc.Findings)
	}
}
