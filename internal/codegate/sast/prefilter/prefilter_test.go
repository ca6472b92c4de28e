package prefilter

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"bartizan/internal/codegate/sast/formula"
)

func TestPatternWords(t *testing.T) {
	for _, c := range []struct{ language, pattern, want string }{
		{"python", "os.system($X)", "os|from . system"},
		{"python", "subprocess.call(..., shell=True)", "subprocess|from . call shell"},
		{"python", "def $F(...):\n  # comment words\n  eval('text ' + \"more\")", "eval"},
		{"python", "from flask import $X", "flask"},
		{"python", "$X: Foo = $Y\nreturn $Y.bar", "bar"},
		{"python", "x.y_2(1, 0x1f, True, None)", "y_2"},
		{"javascript", "const $CP = require('node:child_process'); $CP.exec(`${$X}`, \"s\")", "child_process exec"},
		{"javascript", "import $X from 'jsonwebtoken'; // note well\n...\n$X.verify(a /* b c */)", "jsonwebtoken verify"},
		{"javascript", "crypto.createHash('md5')", "crypto createHash"},
		{"typescript", "($X: Request).body", "body"},
		{"typescript", "function $F(..., $REQ: express.Request): Promise<Foo> { ... }", "Promise"},
		{"tsx", "<$EL dangerouslySetInnerHTML={$X} />", "dangerouslySetInnerHTML"},
		{"java", "(java.util.Random $R).nextInt(...)", "nextInt"},
		{"java", "String $X = $REQ.getParameter(\"x\");", "getParameter"},
		{"java", "Map<String, Foo> m(@RequestParam String $X) { ... }", "Map"},
		{"java", "Runtime.getRuntime().exec($X)", "Runtime getRuntime exec"},
		{"java", "java.lang.Runtime.getRuntime()", "Runtime getRuntime"},
		{"go", "func $F($W http.ResponseWriter, $R *http.Request) { ... }", ""},
		{"go", "$X := md5.New()", "md5 New"},
		{"go", "import \"crypto/md5\"", "crypto/md5"},
		{"go", "($DB : *sql.DB).Query($Q)", "Query"},
		{"csharp", "System.Diagnostics.Process.Start($X)", "Process Start"},
		{"php", "exec($_GET['x'] . $y)", "exec _GET"},
		{"php", "#[Route(...)]\nfunction $F() {}", "Route"},
		{"ruby", "require 'jwt'\n...\nJWT.decode $X, nil", "jwt JWT decode"},
		{"rust", "fn $F<'a>($X: &'a Foo) { bar::baz('c') }", "bar baz"},
		{"hcl", "resource \"aws_s3_bucket\" \"...\" {\n  acl = \"public\"\n}", "resource aws_s3_bucket acl"},
		{"hcl", "resource $T \"name\" { ... }", "resource name"},
		{"yaml", "securityContext:\n  privileged: true # yes", "securityContext privileged"},
		{"generic", "location = \"quoted\" # not a comment: $X 42", "location|quoted|not|comment|42"},
		{"generic", "...", ""},
		{"c", "char *$P = strcpy(...); 'x'", "strcpy"},
		{"klingon", "anything", ""},
		{"javascript", "'never closed exec(", ""},
		{"javascript", "/* never closed exec(", ""},
		{"javascript", "größe.exec()", "exec"},
	} {
		var got []string
		for _, ways := range patternWords(c.pattern, c.language) {
			got = append(got, strings.Join(ways, "|"))
		}
		joined := strings.Join(got, " ")
		if c.language == "generic" {
			var kept []string
			for _, w := range got {
				if len(w) > 1 && w != "a" {
					kept = append(kept, w)
				}
			}
			joined = strings.Join(kept, "|")
		}
		if joined != c.want {
			t.Errorf("%s %q: got %q, want %q", c.language, c.pattern, joined, c.want)
		}
	}
}

func rulesOf(t *testing.T, language string, bodies ...string) []*formula.Rule {
	t.Helper()
	var b strings.Builder
	b.WriteString("rules:\n")
	for i, body := range bodies {
		fmt.Fprintf(&b, "- id: r%d\n  message: m\n  severity: INFO\n  languages: [%s]\n  %s\n", i, language, strings.ReplaceAll(body, "\n", "\n  "))
	}
	rules, problems := formula.Parse("f.yaml", []byte(b.String()))
	if len(rules) != len(bodies) {
		t.Fatal(problems)
	}
	return rules
}

func TestPick(t *testing.T) {
	models, err := formula.LoadModels(fstest.MapFS{"sast/models/javascript/x.yaml": {Data: []byte("library: x\nlanguages: [javascript]\nformulas:\n  x.file: [{pattern: require('express')}]\nsources:\n" +
		"  http.request.body: [{patterns: [{pattern: $R.body}, {model: x.file}]}]\n  http.request.query: [{pattern: $R.query}]\n")}}, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, language, body string
		yes, no              []string
	}{
		{"alias", "javascript", "pattern: child_process.exec(...)", []string{"import {exec as run} from 'child_process'; run(x)"}, []string{"exec(x)", ""}},
		{"either", "python", "pattern-either: [{pattern: foo(1)}, {pattern: bar(2)}]", []string{"foo()", "xBARx"}, []string{"baz"}},
		{"either with an open way", "python", "pattern-either: [{pattern: foo(1)}, {pattern: $X($Y)}]", []string{"", "baz"}, nil},
		{"negations do not count", "python", "patterns: [{pattern: foo(...)}, {pattern-not: bar(...)}, {pattern-not-inside: baz(...)}, {pattern-not-regex: quux}]", []string{"foo"}, []string{"bar baz quux"}},
		{"inside", "python", "patterns: [{pattern: $X}, {pattern-inside: foo(...)}]", []string{"foo"}, []string{"x"}},
		{"regex", "python", "pattern-regex: (?:secret|token)_[a-z]+key", []string{"secret_xkey", "TOKEN_ key"}, []string{"secret", "token_", "key"}},
		{"regex with look-around", "python", "pattern-regex: (?<!foo)barbar(?!baz)", []string{"barbar"}, []string{"foobaz"}},
		{"regex of case", "python", "pattern-regex: (?i)asks", []string{"", "x"}, nil},
		{"names by regex", "python", "patterns: [{pattern: $X.$M(...)}, {metavariable-regex: {metavariable: $M, regex: ^(query|execute)$}}]", []string{"query", "execute"}, []string{"exec"}},
		{"contents by regex", "python", "patterns: [{pattern: 'f(\"$M\")'}, {metavariable-regex: {metavariable: $M, regex: secret}}]", []string{"f('sec' + 'ret') # xf ff", "ff"}, nil},
		{"constants by regex", "python", "patterns: [{pattern: $X.$M(...)}, {metavariable-regex: {metavariable: $M, regex: secret, constant-propagation: true}}]", []string{""}, nil},
		{"argument by regex", "python", "patterns: [{pattern: '$M($X)'}, {metavariable-regex: {metavariable: $X, regex: secret}}]", []string{""}, nil},
		{"model", "javascript", "pattern: {model: http.request}", []string{"express body", "query"}, []string{"body", "express"}},
		{"model for another language", "python", "pattern: {model: http.request}", nil, []string{"express body", "query"}},
		{"taint", "javascript", "mode: taint\npattern-sources: [{pattern: sourceOf()}]\npattern-sinks: [{pattern: sinkOf()}]", []string{"sourceOf", "sinkOf"}, []string{"else"}},
		{"relative import", "python", "pattern: app.db.raw(...)", []string{"from .db import raw", "import app.db\napp.db.raw()"}, []string{"raw()", "from . import x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := New(rulesOf(t, c.language, c.body), models)
			for _, text := range c.yes {
				if !f.Pick([]byte(text), c.language, nil)[0] {
					t.Errorf("%q is dropped", text)
				}
			}
			for _, text := range c.no {
				if f.Pick([]byte(text), c.language, nil)[0] {
					t.Errorf("%q is kept", text)
				}
			}
		})
	}
}

// TestExplosion builds what has 2^40 clauses when it is multiplied out.
func TestExplosion(t *testing.T) {
	var either []string
	for i := range 40 {
		either = append(either, fmt.Sprintf("{patterns: [{pattern: left%02d()}, {pattern: right%02d()}]}", i, i))
	}
	f := New(rulesOf(t, "python", "pattern-either: ["+strings.Join(either, ", ")+"]"), nil)
	if !f.Pick([]byte("left39 right39"), "python", nil)[0] || f.Pick([]byte("left38 right37"), "python", nil)[0] || f.Always("python") != 0 {
		t.Error("picked wrongly")
	}
}

func TestPickMany(t *testing.T) {
	rules := rulesOf(t, "javascript", "pattern: alpha()", "pattern: $X", "pattern: beta()")
	f := New(rules, nil)
	into := make([]bool, 8)
	if got := fmt.Sprint(f.Pick([]byte("beta"), "tsx", into)); got != "[false true true]" || f.Always("tsx") != 1 {
		t.Error(got)
	}
	g := NewFormulas([]*formula.Formula{rules[0].Formula, rules[2].Formula}, nil)
	if got := fmt.Sprint(g.Pick([]byte("beta"), "javascript", nil)); got != "[false true]" {
		t.Error(got)
	}
}

// FuzzPatternWords holds that a pattern's own text, its comments aside, has all words that are asked for.
func FuzzPatternWords(f *testing.F) {
	f.Add("foo($X, \"a\", ...) // b", "javascript")
	f.Add("resource \"x\" $Y { }", "hcl")
	f.Add("($X : *http.Request).Foo<Bar>", "go")
	f.Fuzz(func(t *testing.T, text, language string) {
		for _, ways := range patternWords(text, language) {
			found := false
			for _, w := range ways {
				if w == "" {
					t.Fatal("an empty word")
				}
				found = found || strings.Contains(text, w)
			}
			if !found {
				t.Fatalf("%q asks for %q", text, ways)
			}
		}
	})
}
