package sast

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"bartizan/internal/confine"
	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/state"
	"bartizan/internal/target"
	"bartizan/rules"
)

// crashing is a role that ends like a parser with a fault in it, on texts that hold a word.
const crashing = "sast-crash"

func TestMain(m *testing.M) {
	s := &server{}
	confine.Main(Role(), confine.Role{Name: crashing, Worker: func() confine.Handler {
		return func(q []byte) ([]byte, error) {
			if bytes.Contains(q, []byte("CRASH")) {
				os.Exit(3)
			}
			return s.handle(q)
		}
	}})
	os.Exit(m.Run())
}

// shop is a project whose route, helper and settings stand in three files.
var shop = map[string]string{
	"routes/login.js": `const express = require('express');
const { byName } = require('../lib/users');
const router = express.Router();
router.post('/login', async (req, res) => {
  const name = req.body.name;
  res.json(await byName(name));
});
module.exports = router;
`,
	"lib/users.js": `const db = require('./db');
exports.byName = (name) => db.query("SELECT id FROM users WHERE name = '" + name + "'");
`,
	"lib/db.js": `const { Pool } = require('pg');
const pool = new Pool();
module.exports = { query: (text, values) => pool.query(text, values) };
`,
	"notes.txt": "nothing\n",
}

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// judge scans a folder with the pack.
func judge(t *testing.T, dir string, o Options, workers int) scan.Result {
	t.Helper()
	inv, err := target.Open(t.Context(), dir, target.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer inv.Close()
	return scan.Run(t.Context(), inv, scan.Options{Scanners: []scan.Scanner{Scanner(o)}, Rules: rules.For, Workers: workers})
}

func only(fs []finding.Finding, rule string) (out []finding.Finding) {
	for _, f := range fs {
		if f.Rule == rule {
			out = append(out, f)
		}
	}
	return out
}

const sqlRule = "js-sql-text-from-request"

func TestFollowsDataThroughFiles(t *testing.T) {
	res := judge(t, write(t, shop), Options{Start: Confined}, 2)
	if c := res.Coverage[0]; c.Status != finding.OK || c.Files != 3 {
		t.Errorf("coverage: %+v", c)
	}
	found := only(res.Findings, sqlRule)
	if len(found) != 1 {
		t.Fatalf("found %+v", found)
	}
	f := found[0]
	if f.Path != "lib/users.js" || f.Line != 2 || len(f.Trace) < 2 || f.Trace[0].Path != "routes/login.js" || f.Trace[0].Line != 5 {
		t.Errorf("found %+v", f)
	}
	if f.Anchor == "" || strings.Contains(string(f.Evidence), "SELECT id FROM users") && len(f.Evidence) > 200 {
		t.Errorf("anchor %q, evidence %q", f.Anchor, f.Evidence)
	}
}

// asText is a result as bytes, without what was measured.
func asText(t *testing.T, res scan.Result) string {
	t.Helper()
	for i := range res.Coverage {
		res.Coverage[i].MS = 0
	}
	data, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestSameForAnyWorkersAndCache(t *testing.T) {
	dir := write(t, shop)
	cache := state.Dir(t.TempDir()).Cache("facts")
	want := asText(t, judge(t, dir, Options{}, 1))
	pool := &Pool{}
	defer pool.Close()
	for name, o := range map[string]Options{"pooled": {Start: Confined, Pool: pool}, "pooled, warm": {Cache: &cache, Start: Confined, Pool: pool}, "inside": {}, "confined": {Start: Confined}, "cold": {Cache: &cache}, "warm": {Cache: &cache}, "warm, confined": {Cache: &cache, Start: Confined}} {
		for _, workers := range []int{1, 2, 8} {
			if got := asText(t, judge(t, dir, o, workers)); got != want {
				t.Errorf("%s, %d workers:\n%s\nwant\n%s", name, workers, got, want)
			}
		}
	}
}

// counting counts the files that a worker is asked to read.
type counting struct {
	Worker
	files *atomic.Int32
}

func (c counting) Do(ctx context.Context, q []byte) ([]byte, error) {
	if q[0] == askFile {
		c.files.Add(1)
	}
	return c.Worker.Do(ctx, q)
}

func TestOneEditReadsOneFile(t *testing.T) {
	dir := write(t, shop)
	cache := state.Dir(t.TempDir()).Cache("facts")
	var files atomic.Int32
	o := Options{Cache: &cache, Start: func(context.Context) (Worker, error) { return counting{&inside{}, &files}, nil }}
	judge(t, dir, o, 2)
	if n := files.Swap(0); n != 3 {
		t.Errorf("%d files were read first", n)
	}
	if res := judge(t, dir, o, 2); files.Swap(0) != 0 || len(only(res.Findings, sqlRule)) != 1 {
		t.Errorf("again: %+v", res.Findings)
	}
	mended := strings.ReplaceAll(shop["lib/users.js"], `name = '" + name + "'")`, `name = $1", [name])`)
	if err := os.WriteFile(filepath.Join(dir, "lib", "users.js"), []byte(mended), 0o644); err != nil {
		t.Fatal(err)
	}
	if res := judge(t, dir, o, 2); files.Load() != 1 || len(only(res.Findings, sqlRule)) != 0 {
		t.Errorf("%d files were read after one edit; found %+v", files.Load(), res.Findings)
	}
}

// TestPool: a worker goes on from run to run of a project, holds what has not changed, and is replaced where it is gone.
func TestPool(t *testing.T) {
	dir := write(t, shop)
	cache := state.Dir(t.TempDir()).Cache("facts")
	pool := &Pool{}
	defer pool.Close()
	var starts, files, facts atomic.Int32
	o := Options{Cache: &cache, Pool: pool, Start: func(ctx context.Context) (Worker, error) {
		starts.Add(1)
		w, err := Confined(ctx)
		return holding{counting{w, &files}, &facts}, err
	}}
	same := func(what string, dir string) {
		t.Helper()
		if got, want := asText(t, judge(t, dir, o, 2)), asText(t, judge(t, dir, Options{}, 2)); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
		}
	}
	same("first", dir)
	facts.Store(0)
	edit := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	edit("lib/users.js", "// moved\n"+shop["lib/users.js"])
	same("an edit", dir)
	if starts.Load() != 1 || files.Load() != 4 || facts.Load() != 1 {
		t.Errorf("%d workers, %d files read, facts of %d given", starts.Load(), files.Load(), facts.Load())
	}
	if err := os.Remove(filepath.Join(dir, "lib", "users.js")); err != nil {
		t.Fatal(err)
	}
	same("a file less", dir)
	same("another project", write(t, shop))
	if starts.Load() != 2 {
		t.Errorf("%d workers for two projects", starts.Load())
	}
	for _, h := range pool.idle {
		h.Close()
	}
	edit("lib/users.js", shop["lib/users.js"]+"\n// again\n")
	same("a worker that is gone", dir)
	if starts.Load() != 3 {
		t.Errorf("%d workers after one was gone", starts.Load())
	}
}

// holding counts the requests by which a worker is given facts.
type holding struct {
	Worker
	facts *atomic.Int32
}

func (h holding) Do(ctx context.Context, q []byte) ([]byte, error) {
	if q[0] == askKeep {
		h.facts.Add(1)
	}
	return h.Worker.Do(ctx, q)
}

func TestCrashEndsOneFile(t *testing.T) {
	files := map[string]string{"bad.js": "// CRASH\n", "worse.js": "// CRASH twice\n"}
	for name, text := range shop {
		files[name] = text
	}
	res := judge(t, write(t, files), Options{Start: func(ctx context.Context) (Worker, error) {
		c, err := confine.Start(ctx, crashing)
		return child{c}, err
	}}, 4)
	c := res.Coverage[0]
	var lost []string
	for _, u := range c.Unread {
		lost = append(lost, u.Path)
	}
	slices.Sort(lost)
	if c.Status != finding.Partial || !slices.Equal(lost, []string{"bad.js", "worse.js"}) {
		t.Errorf("coverage: %+v", c)
	}
	if len(only(res.Findings, sqlRule)) != 1 {
		t.Errorf("found %+v", res.Findings)
	}
}

// lying answers a kind of request with bytes of its own.
type lying struct {
	Worker
	kind   byte
	answer []byte
}

func (l lying) Do(ctx context.Context, q []byte) ([]byte, error) {
	if q[0] == l.kind {
		return l.answer, nil
	}
	return l.Worker.Do(ctx, q)
}

func TestGarbledAnswersFail(t *testing.T) {
	dir := write(t, shop)
	for _, l := range []lying{
		{kind: askFile}, {kind: askFile, answer: []byte("f\xff\xff\xff\xff")}, {kind: askFile, answer: pack(askFile, []byte("{"), nil)},
		{kind: askFile, answer: pack(askFile, []byte("{}"), []byte("no facts"))},
		{kind: askLink}, {kind: askLink, answer: []byte(`{"found":[{"rule":1}]}`)},
		{kind: askLink, answer: []byte(`{"found":[{"rule":1,"path":"../elsewhere"}],"ends":[{"Start":1,"End":2}]}`)},
	} {
		l.Worker = &inside{}
		res := judge(t, dir, Options{Start: func(context.Context) (Worker, error) { return l, nil }}, 2)
		if c := res.Coverage[0]; c.Status != finding.Failed {
			t.Errorf("%c %q: %+v", l.kind, l.answer, c)
		}
	}
	res := judge(t, dir, Options{Start: func(context.Context) (Worker, error) {
		return lying{&inside{}, askFile, pack(askFile, []byte(`{"found":[{"rule":-1},{"rule":1000000}]}`), nil)}, nil
	}}, 2)
	if c := res.Coverage[0]; c.Status != finding.OK || len(res.Findings) != 0 {
		t.Errorf("rules that are none: %+v %+v", c, res.Findings)
	}
}

func TestPartial(t *testing.T) {
	res := judge(t, write(t, map[string]string{
		"broken.js": "function ( {{{ ;;\nconst a = 1;\n",
		"large.js":  strings.Repeat("f(1);\n", 200_000),
		"deep.js":   strings.Repeat("[", 100_000),
		"sound.js":  "f(1);\n",
	}), Options{Start: Confined}, 2)
	c := res.Coverage[0]
	lost := map[string]string{}
	for _, u := range c.Unread {
		lost[u.Path] = u.Reason
	}
	if c.Status != finding.Partial || len(lost) != 3 || !strings.Contains(lost["broken.js"], "error region") || lost["large.js"] != "larger than 1 MiB" || lost["deep.js"] == "" {
		t.Errorf("coverage: %+v", c)
	}
}

func TestRuleThatCannotBeReadFails(t *testing.T) {
	text := `---
id: odd
scanner: sast
severity: low
confidence: guess
cwe: [1]
languages: [javascript]
message: odd
pattern-sources: [{model: no.such}]
pattern-sinks: [{model: sql.text}]
mode: taint
---
# Odd
`
	r, err := rule.Parse("odd.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newEngine([]*rule.Rule{r}).language("javascript"); err == nil || !strings.Contains(err.Error(), "no.such") {
		t.Errorf("%v", err)
	}
}
