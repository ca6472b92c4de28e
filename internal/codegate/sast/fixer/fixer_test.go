package fixer

import (
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

// apply runs a fixer on a text in which « » mark the finding and ‹ › where its data comes in.
func apply(t testing.TB, name, path, language, marked, hints string) (string, error) {
	t.Helper()
	var text strings.Builder
	var span Span
	var trace []Span
	for _, c := range marked {
		at := uint32(text.Len())
		switch c {
		case '«':
			span.Start = at
		case '»':
			span.End = at
		case '‹':
			trace = append(trace, Span{Start: at})
		case '›':
			trace[len(trace)-1].End = at
		default:
			text.WriteRune(c)
		}
	}
	return applyAt(t, name, path, language, text.String(), span, trace, hints)
}

func applyAt(t testing.TB, name, path, language, text string, span Span, trace []Span, hints string) (string, error) {
	t.Helper()
	l, err := lang.For(language, path)()
	if err != nil {
		t.Fatal(err)
	}
	file, before, err := l.Read(syntax.NewParser(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	f, ok := Find(name)
	if !ok {
		t.Fatalf("no fixer %s", name)
	}
	p, err := f.Apply(&Request{Unit: &search.Unit{Path: path, Language: l.Name, Text: []byte(text), Table: names.Resolve(file)}, Rule: "a-rule", Span: span, Trace: trace, Hints: hints})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	at := uint32(0)
	for _, e := range p.Edits {
		if e.Start < at {
			t.Fatalf("the edits overlap: %+v", p.Edits)
		}
		b.WriteString(text[at:e.Start] + e.New)
		at = e.End
	}
	out := b.String() + text[at:]
	if _, after, err := l.Read(syntax.NewParser(), []byte(out)); err != nil || after.RegionBytes > before.RegionBytes {
		t.Errorf("%s: the text does not parse any more (%v):\n%s", name, err, out)
	}
	return out, nil
}

var cases = []struct{ name, fixer, path, in, want, hints string }{
	{"template", "sql-placeholders", "a.js", "const pg = require('pg');\ndb.query(«`SELECT a FROM t WHERE b = '${x.y}' AND c = ${z}`»);\n", "const pg = require('pg');\ndb.query('SELECT a FROM t WHERE b = $1 AND c = $2', [x.y, z]);\n", ""},
	{"concatenation", "sql-placeholders", "a.js", "c.execute(«\"SELECT a FROM t WHERE b = '\" + x + \"' AND c = \" + y», (e, r) => 1);\n", "c.execute(\"SELECT a FROM t WHERE b = ? AND c = ?\", [x, y], (e, r) => 1);\n", ""},
	{"several lines", "sql-placeholders", "a.js", "c.execute(«\"SELECT a FROM t WHERE b = '\" + x +\n  \"' AND c = \" + y»);\n", "c.execute(\"SELECT a FROM t WHERE b = ?\" +\n  \" AND c = ?\", [x, y]);\n", ""},
	{"like", "sql-placeholders", "a.js", "c.execute(«`SELECT a FROM t WHERE b LIKE '%${x}%'`»);\n", "c.execute('SELECT a FROM t WHERE b LIKE ?', [`%${x}%`]);\n", ""},
	{"values there", "sql-placeholders", "a.js", "c.execute(«`SELECT a FROM t WHERE z = ? AND b = '${x}' AND d = ?`», [1, 2]);\n", "c.execute('SELECT a FROM t WHERE z = ? AND b = ? AND d = ?', [1, x, 2]);\n", ""},
	{"numbered there", "sql-placeholders", "a.js", "db.query(«`SELECT a FROM t WHERE z = $1 AND b = '${x}'`», [1]).then(r => r.rows);\n", "db.query('SELECT a FROM t WHERE z = $1 AND b = $2', [1, x]).then(r => r.rows);\n", `{"pg": "8"}`},
	{"variable", "sql-placeholders", "a.js", "function f(x) {\n  const q = `SELECT a\n    FROM t WHERE b = ${x}`;\n  return db.get(«q»);\n}\n", "function f(x) {\n  const q = `SELECT a\n    FROM t WHERE b = ?`;\n  return db.get(q, [x]);\n}\n", ""},
	{"object", "sql-placeholders", "a.js", "const mysql = require('mysql2');\ndb.query({ sql: «`SELECT a FROM t WHERE b = ${x}`», timeout: 1 });\n", "const mysql = require('mysql2');\ndb.query({ sql: 'SELECT a FROM t WHERE b = ?', timeout: 1, values: [x] });\n", ""},
	{"prepared", "sql-placeholders", "a.js", "db.prepare(«`SELECT a FROM t WHERE b = '${x}'`»).get();\n", "db.prepare('SELECT a FROM t WHERE b = ?').get(x);\n", ""},
	{"sequelize", "sql-placeholders", "a.js", "sequelize.query(«`SELECT a FROM t WHERE b = '${req.body.b}'`»);\n", "sequelize.query('SELECT a FROM t WHERE b = :b', { replacements: { b: req.body.b } });\n", ""},
	{"order by", "sql-placeholders", "a.js", "c.execute(«`SELECT a FROM t ORDER BY ${x}`»);\n", "c.execute(`SELECT a FROM t ORDER BY ${['a'].includes(x) ? x : 'a'}`);\n", ""},
	{"order by of all columns", "sql-placeholders", "a.js", "c.execute(«`SELECT * FROM t ORDER BY ${x}`»);\n", "!the order is no value", ""},
	{"order by and direction", "sql-placeholders", "a.py", "c.execute(«f\"SELECT a, t.b FROM t ORDER BY {x} {y}\"»)\n", "c.execute(f\"SELECT a, t.b FROM t ORDER BY {x if x in ('a', 't.b') else 'a'} {y if y in ('ASC', 'DESC') else 'ASC'}\")\n", ""},
	{"identifier", "sql-placeholders", "a.js", "c.execute(«`SELECT a FROM ${x}`»);\n", "!a name stands there", ""},
	{"in", "sql-placeholders", "a.js", "c.execute(«`SELECT a FROM t WHERE b IN (${x.join(',')})`»);\n", "!it is a list", ""},
	{"limit", "sql-placeholders", "a.js", "c.execute(«`SELECT a FROM t LIMIT ${x}`»);\n", "!a limit", ""},
	{"part of a name", "sql-placeholders", "a.js", "c.execute(«`SELECT a FROM t WHERE b = ${x}_old`»);\n", "!part of a name", ""},
	{"escaped already", "sql-placeholders", "a.js", "c.execute(«`SELECT a FROM t WHERE b = ${db.escape(x)}`»);\n", "!escaped by hand", ""},
	{"used twice", "sql-placeholders", "a.js", "function f(x) {\n  const q = `SELECT a FROM t WHERE b = ${x}`;\n  c.execute(q);\n  return c.execute(«q»);\n}\n", "!used elsewhere", ""},
	{"comment in SQL", "sql-placeholders", "a.js", "c.execute(«`SELECT a FROM t -- ${x}\n`»);\n", "!in a comment", ""},
	{"CRLF and tabs", "sql-placeholders", "a.js", "function f(x) {\r\n\tconst q = \"SELECT a FROM t WHERE b = '\" + x + \"'\"; // keep\r\n\tdb.all(«q», cb);\r\n}\r\n", "function f(x) {\r\n\tconst q = \"SELECT a FROM t WHERE b = ?\"; // keep\r\n\tdb.all(q, [x], cb);\r\n}\r\n", ""},
	{"comment in the call", "sql-placeholders", "a.js", "c.execute(/* users */ «\"SELECT a FROM t WHERE b = '\" + x + \"'\"» /* by name */, cb);\n", "c.execute(/* users */ \"SELECT a FROM t WHERE b = ?\", [x] /* by name */, cb);\n", ""},
	{"nested template", "sql-placeholders", "a.js", "c.execute(«`SELECT a FROM t WHERE b = '${`${x}-${y}`}'`»);\n", "c.execute('SELECT a FROM t WHERE b = ?', [`${x}-${y}`]);\n", ""},

	{"f-string", "sql-placeholders", "a.py", "import sqlite3\ncur.execute(«f\"SELECT a FROM t WHERE b = '{x}' AND c = {y}\"»)\n", "import sqlite3\ncur.execute(\"SELECT a FROM t WHERE b = ? AND c = ?\", (x, y))\n", ""},
	{"percent", "sql-placeholders", "a.py", "import psycopg2\ncur.execute(«\"SELECT a FROM t WHERE b = '%s' AND c LIKE '5%%'\" % x»)\n", "import psycopg2\ncur.execute(\"SELECT a FROM t WHERE b = %s AND c LIKE '5%%'\", (x,))\n", ""},
	{"format", "sql-placeholders", "a.py", "import pymysql\ncur.execute(«'SELECT a FROM t WHERE b = \"{}\"'.format(x)»)\n", "import pymysql\ncur.execute('SELECT a FROM t WHERE b = %s', (x,))\n", ""},
	{"literal percent", "sql-placeholders", "a.py", "import psycopg2\ncur.execute(«f\"SELECT a FROM t WHERE b LIKE '%x' AND c = {x}\"»)\n", "import psycopg2\ncur.execute(\"SELECT a FROM t WHERE b LIKE '%%x' AND c = %s\", (x,))\n", ""},
	{"braces", "sql-placeholders", "a.py", "import sqlite3\ncur.execute(«f\"SELECT '{{}}' FROM t WHERE c = {x}\"»)\n", "import sqlite3\ncur.execute(\"SELECT '{}' FROM t WHERE c = ?\", (x,))\n", ""},
	{"format spec", "sql-placeholders", "a.py", "import sqlite3\ncur.execute(«f\"SELECT a FROM t WHERE c = {x:>4}\"»)\n", "!formatted inside", ""},
	{"text()", "sql-placeholders", "a.py", "from sqlalchemy import text\ndb.execute(text(«f\"SELECT a FROM t WHERE c = '{name}'\"»))\n", "from sqlalchemy import text\ndb.execute(text(\"SELECT a FROM t WHERE c = :name\"), {\"name\": name})\n", ""},
	{"asyncpg", "sql-placeholders", "a.py", "import asyncpg\nawait conn.fetch(«f\"SELECT a FROM t WHERE c = '{x}'\"»)\n", "import asyncpg\nawait conn.fetch(\"SELECT a FROM t WHERE c = $1\", x)\n", ""},

	{"Sprintf", "sql-placeholders", "a.go", "package a\n\nimport (\n\t\"fmt\"\n\n\t_ \"github.com/lib/pq\"\n)\n\nfunc f() {\n\tdb.Query(«fmt.Sprintf(\"SELECT a FROM t WHERE b = '%s' AND c = %d\", x, y)»)\n}\n", "package a\n\nimport (\n\n\t_ \"github.com/lib/pq\"\n)\n\nfunc f() {\n\tdb.Query(\"SELECT a FROM t WHERE b = $1 AND c = $2\", x, y)\n}\n", ""},
	{"Sprintf that stays", "sql-placeholders", "a.go", "package a\n\nimport \"fmt\"\n\nfunc f() {\n\tdb.Query(«fmt.Sprintf(\"SELECT a FROM %s WHERE b = '%s'\", t, x)»)\n}\n", "package a\n\nimport \"fmt\"\n\nfunc f() {\n\tdb.Query(fmt.Sprintf(\"SELECT a FROM %s WHERE b = $1\", t), x)\n}\n", "github.com/lib/pq v1"},
	{"JDBC", "sql-placeholders", "A.java", "import java.sql.*;\nclass A {\n  void f(Connection c, String x) throws Exception {\n    Statement s = c.createStatement();\n    ResultSet r = s.executeQuery(«\"SELECT a FROM t WHERE b = '\" + x + \"'\"»);\n  }\n}\n", "import java.sql.*;\nclass A {\n  void f(Connection c, String x) throws Exception {\n    PreparedStatement s = c.prepareStatement(\"SELECT a FROM t WHERE b = ?\");\n    s.setString(1, x);\n    ResultSet r = s.executeQuery();\n  }\n}\n", ""},
	{"JdbcTemplate", "sql-placeholders", "A.java", "class A {\n  void f(String x) {\n    jdbcTemplate.update(«\"DELETE FROM t WHERE b = '\" + x + \"'\"»);\n  }\n}\n", "class A {\n  void f(String x) {\n    jdbcTemplate.update(\"DELETE FROM t WHERE b = ?\", x);\n  }\n}\n", ""},

	{"error in one line", "error-generic", "a.js", "f((err) => {\n  if (err) return res.status(500).json(«{ error: ‹err.message› }»);\n});\n", "f((err) => {\n  if (err) {\n    console.error(err);\n    return res.status(500).json({ error: 'internal error' });\n  }\n});\n", ""},
	{"error in an arrow", "error-generic", "a.js", "p.catch((e) => res.send(«‹e.message›»));\n", "p.catch((e) => {\n  console.error(e);\n  return res.send('internal error');\n});\n", ""},
	{"error in Go", "error-generic", "a.go", "package a\n\nimport \"net/http\"\n\nfunc f(w http.ResponseWriter) {\n\tif err := g(); err != nil {\n\t\thttp.Error(w, «‹err.Error()›», 500)\n\t}\n}\n", "package a\n\nimport \"net/http\"\nimport \"log\"\n\nfunc f(w http.ResponseWriter) {\n\tif err := g(); err != nil {\n\t\tlog.Print(err)\n\t\thttp.Error(w, \"internal error\", 500)\n\t}\n}\n", ""},
	{"error in Python", "error-generic", "a.py", "import logging\ntry:\n    f()\nexcept Exception as e:\n    return «{'error': ‹str(e)›}», 500\n", "import logging\ntry:\n    f()\nexcept Exception as e:\n    logging.exception('request failed')\n    return {'error': 'internal error'}, 500\n", ""},
	{"lifetime", "token-lifetime", "a.js", "«jwt.sign(a, k, { expiresIn: \"30d\" })»;\n", "jwt.sign(a, k, { expiresIn: \"15m\" });\n", ""},
	{"algorithms", "jwt-algorithms", "a.py", "jwt.encode(a, k, algorithm=\"HS512\")\n«jwt.decode(t, k)»\n", "jwt.encode(a, k, algorithm=\"HS512\")\njwt.decode(t, k, algorithms=[\"HS512\"])\n", ""},
	{"cookie", "cookie-flags", "a.js", "«res.cookie('sid', v)»;\n", "res.cookie('sid', v, { httpOnly: true, secure: true, sameSite: 'lax' });\n", ""},
	{"cookie over lines", "cookie-flags", "a.js", "«res.cookie('sid', v, {\n\tmaxAge: 1, // a year\n})»;\n", "res.cookie('sid', v, {\n\thttpOnly: true,\n\tsecure: true,\n\tsameSite: 'lax',\n\tmaxAge: 1, // a year\n});\n", ""},
	{"cookie in Go", "cookie-flags", "a.go", "package a\n\nfunc f() {\n\thttp.SetCookie(w, &«http.Cookie{\n\t\tName:  \"s\",\n\t\tValue: v,\n\t}»)\n}\n", "package a\n\nfunc f() {\n\thttp.SetCookie(w, &http.Cookie{\n\t\tName:  \"s\",\n\t\tValue: v,\n\t\tHttpOnly: true,\n\t\tSecure: true,\n\t\tSameSite: http.SameSiteLaxMode,\n\t})\n}\n", ""},
	{"tls", "tls-verify-on", "a.py", "«requests.get(u, verify=False)»\n", "requests.get(u, verify=True)\n", ""},
	{"yaml", "yaml-safe-load", "a.py", "«yaml.load(f, Loader=yaml.Loader)»\n", "yaml.safe_load(f)\n", ""},
	{"exec", "subprocess-no-shell", "a.js", "const { exec } = require('child_process');\nexec(«`ping -c 1 ${h}`», cb);\n", "const { exec, execFile } = require('child_process');\nexecFile('ping', ['-c', '1', h], cb);\n", ""},
	{"pipe", "subprocess-no-shell", "a.js", "const { exec } = require('child_process');\nexec(«`cat ${h} | wc`», cb);\n", "!uses the shell (|)", ""},
	{"shell=True", "subprocess-no-shell", "a.py", "import subprocess\nsubprocess.run(«f\"tar -xf '{n}' --to={d}\"», shell=True, check=True)\n", "import subprocess\nsubprocess.run([\"tar\", \"-xf\", n, f\"--to={d}\"], check=True)\n", ""},
	{"program from outside", "subprocess-no-shell", "a.py", "import subprocess\nsubprocess.run(«f\"{p} -x\"», shell=True)\n", "!which program", ""},
	{"secret", "env-secret", "a.js", "'use strict';\nconst jwt = require('jsonwebtoken');\n\njwt.sign(a, «‹'lantern'›», {});\n", "'use strict';\nconst jwt = require('jsonwebtoken');\n\nif (!process.env.JWT_SECRET) {\n  throw new Error('JWT_SECRET is not set');\n}\n\njwt.sign(a, process.env.JWT_SECRET, {});\n", ""},
	{"secret in a page", "env-secret", "a.ts", "import { Component } from '@angular/core';\nconst k = «'lantern'»;\n", "!a page has no environment", ""},
	{"random", "random-secure", "a.js", "const crypto = require('crypto');\nconst token = «Math.random().toString(36).slice(2)»;\n", "const crypto = require('crypto');\nconst token = crypto.randomBytes(16).toString('hex');\n", ""},
	{"compare", "timing-safe", "a.py", "#!/usr/bin/env python\nif «a != b»:\n    pass\n", "#!/usr/bin/env python\nimport hmac\nif not hmac.compare_digest(a, b):\n    pass\n", ""},
	{"try", "try-401", "a.js", "app.get('/', (req, res) => {\n  const user = «jwt.verify(t, k)»;\n  res.json(user);\n});\n", "app.get('/', (req, res) => {\n  let user;\n  try {\n    user = jwt.verify(t, k);\n  } catch {\n    return res.status(401).json({ error: 'invalid token' });\n  }\n  res.json(user);\n});\n", ""},
	{"html in an attribute", "html-escape", "a.js", "res.send(«`<a href=\"${x}\">a</a>`»);\n", "!inside of a tag", ""},
	{"html", "html-escape", "a.py", "return «\"<h1>\" + name + \"</h1>\"»\n", "import html\nreturn \"<h1>\" + html.escape(name) + \"</h1>\"\n", ""},
}

func TestFixers(t *testing.T) {
	languages := map[string]string{"js": "javascript", "ts": "typescript", "py": "python", "go": "go", "java": "java"}
	for _, c := range cases {
		t.Run(c.fixer+"/"+c.name, func(t *testing.T) {
			got, err := apply(t, c.fixer, c.path, languages[c.path[strings.LastIndexByte(c.path, '.')+1:]], c.in, c.hints)
			if why, refused := strings.CutPrefix(c.want, "!"); refused {
				if err == nil || !strings.Contains(err.Error(), why) {
					t.Errorf("want the refusal %q, got %v\n%s", why, err, got)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestEveryFixerIsNamed: names are unique, and a name that is none is not found.
func TestEveryFixerIsNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range All() {
		if f.Name == "" || f.Doc == "" || f.fix == nil || seen[f.Name] {
			t.Errorf("%+v", f)
		}
		seen[f.Name] = true
	}
	if _, ok := Find("none"); ok {
		t.Error("a fixer that is none was found")
	}
}

// FuzzFixers: whatever the text and the place, a fixer refuses or gives edits that can be applied.
func FuzzFixers(f *testing.F) {
	kinds := map[string]uint8{"js": 0, "py": 1, "go": 2, "java": 3, "ts": 4}
	for _, c := range cases {
		bare := strings.NewReplacer("‹", "", "›", "").Replace(c.in)
		start, end := strings.Index(bare, "«"), strings.Index(bare, "»")-len("«")
		f.Add(strings.NewReplacer("«", "", "»", "").Replace(bare), uint16(start), uint16(end), kinds[c.path[strings.LastIndexByte(c.path, '.')+1:]])
	}
	f.Fuzz(func(t *testing.T, text string, start, end uint16, which uint8) {
		paths := []struct{ path, language string }{{"a.js", "javascript"}, {"a.py", "python"}, {"a.go", "go"}, {"A.java", "java"}, {"a.ts", "typescript"}}
		p := paths[int(which)%len(paths)]
		if int(end) > len(text) || start >= end || len(text) > 4000 {
			return
		}
		l, err := lang.For(p.language, p.path)()
		if err != nil {
			t.Fatal(err)
		}
		file, _, err := l.Read(syntax.NewParser(), []byte(text))
		if err != nil || len(file.Nodes) < 2 {
			return
		}
		table := names.Resolve(file)
		for _, fixer := range All() {
			span := Span{uint32(start), uint32(end)}
			got, err := fixer.Apply(&Request{Unit: &search.Unit{Path: p.path, Language: l.Name, Text: []byte(text), Table: table}, Span: span, Trace: []Span{span}})
			if err != nil {
				continue
			}
			at := uint32(0)
			for _, e := range got.Edits {
				if e.Start < at || e.End < e.Start || int(e.End) > len(text) {
					t.Fatalf("%s: %+v", fixer.Name, got.Edits)
				}
				at = e.End
			}
		}
	})
}
