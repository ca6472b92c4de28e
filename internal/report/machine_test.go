package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"bartizan/internal/finding"
)

// TestJSON reads back what was written.
func TestJSON(t *testing.T) {
	for _, name := range []string{"ordinary", "incomplete", "pass"} {
		want := documents()[name]
		got, err := finding.Decode(render(t, "json", want, Options{}))
		if err != nil {
			t.Fatal(err)
		}
		for i := range want.Coverage {
			if want.Coverage[i].Unread == nil {
				want.Coverage[i].Unread = []finding.Unread{}
			}
		}
		if want.Findings == nil {
			want.Findings = []finding.Finding{}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s read back is\n%+v, want\n%+v", name, got, want)
		}
	}
	d := &finding.Document{Coverage: []finding.Coverage{{}}}
	if out := string(render(t, "json", d, Options{})); strings.Contains(out, "null") || d.Coverage[0].Unread != nil {
		t.Errorf("null in the document, or the caller's document was changed:\n%s", out)
	}
}

// TestJSONVisible writes nothing that a terminal obeys or hides, and loses none of it.
func TestJSONVisible(t *testing.T) {
	text := "\x1b \x7f \u009b \u202e \u200b \U000e0041 \u2028 é 日 \\u0041 \"q\""
	out := render(t, "json", &finding.Document{Notes: []finding.Note{finding.Note(text)}}, Options{})
	checkText(t, out, Options{})
	if got := parseJSON[finding.Document](t, out).Notes[0]; string(got) != text {
		t.Errorf("read back %q, want %q", got, text)
	}
	if !bytes.Contains(out, []byte("é 日")) {
		t.Error("letters are escaped")
	}
}

func parseJUnit(t testing.TB, out []byte) junitSuites {
	t.Helper()
	var s junitSuites
	dec := xml.NewDecoder(bytes.NewReader(out))
	if err := dec.Decode(&s); err != nil {
		t.Fatalf("%v in\n%.2000s", err, out)
	}
	if _, err := dec.Token(); err != nil && err != io.EOF && !strings.Contains(err.Error(), "EOF") {
		t.Fatal(err)
	}
	return s
}

// TestJUnit counts failures, errors and skips, and repeats no name within a suite.
func TestJUnit(t *testing.T) {
	cases := []struct {
		name                              string
		tests, failures, errors, skipped_ int
	}{
		{"ordinary", 21, 5, 1, 2}, {"incomplete", 6, 0, 3, 0}, {"pass", 2, 0, 0, 0}, {"empty", 1, 0, 1, 0},
	}
	for _, c := range cases {
		s := parseJUnit(t, render(t, "junit", documents()[c.name], Options{}))
		if s.Tests != c.tests || s.Failures != c.failures || s.Errors != c.errors || s.Skipped != c.skipped_ {
			t.Errorf("%s: %d tests, %d failures, %d errors, %d skipped", c.name, s.Tests, s.Failures, s.Errors, s.Skipped)
		}
		for _, suite := range s.Suites {
			seen := map[string]bool{}
			for _, tc := range suite.Cases {
				if seen[tc.Name] {
					t.Errorf("%s: two tests are named %s", c.name, tc.Name)
				}
				seen[tc.Name] = true
			}
		}
	}
	drift := parseJUnit(t, render(t, "junit", &finding.Document{Verdict: finding.Fail, FailOn: finding.High}, Options{}))
	if drift.Failures != 1 {
		t.Errorf("a failed run without a failing finding has %d failures", drift.Failures)
	}
}

// TestMarkdownInline keeps foreign text from being anything but text.
func TestMarkdownInline(t *testing.T) {
	for in, want := range map[string]string{
		"Plain words, one sentence (with 2 notes).": "Plain words, one sentence (with 2 notes).",
		"a|b":                           "`a\\|b`",
		"curl x | sh":                   "curl x `\\|` sh",
		"<b>bold</b> now":               "`<b>bold</b>` now",
		"![i](http://x/i.png)":          "`![i](http://x/i.png)`",
		"see http://evil.test/ ok":      "see `http://evil.test/` ok",
		"see (www.evil.test)":           "see `(www.evil.test)`",
		"mail a@b.test":                 "mail `a@b.test`",
		"@team #1 GH-12":                "`@team #1 GH-12`",
		"a ` b `` c":                    "a `` ` `` b ``` `` ``` c",
		"commit 3f2a91c4d5e6 in":        "commit `3f2a91c4d5e6` in",
		"- item":                        "`-` item",
		":smile: fine:":                 "`:smile:` fine:",
		"line\nbreak":                   "`line\\nbreak`",
		"snake_case *x* ~y~ $z$ &amp;":  "`snake_case *x* ~y~ $z$ &amp;`",
		"well-known server's \"name\"…": "well-known server's \"name\"…",
		"":                              "",
	} {
		if got := inline(in); got != want {
			t.Errorf("inline(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestMarkdownCap keeps the page below what a job page takes, and says what it left out.
func TestMarkdownCap(t *testing.T) {
	d := many(30_000)
	for i := range d.Findings {
		d.Findings[i].Message = strings.Repeat("word ", 200)
		d.Findings[i].Evidence = finding.Evidence(strings.Repeat("|", 1000))
	}
	for range 500 {
		d.Notes = append(d.Notes, finding.Note(strings.Repeat("n", 1000)))
		d.Coverage = append(d.Coverage, finding.Coverage{Scanner: strings.Repeat("s", 99), Reason: strings.Repeat("|", 1000)})
	}
	out := string(render(t, "markdown", d, Options{}))
	if len(out) > 1<<20 {
		t.Errorf("%d bytes", len(out))
	}
	for _, want := range []string{"further findings not listed", "402 further scanners not listed", "480 further notes", "Hidden: "} {
		if !strings.Contains(out, strings.ReplaceAll(want, "402", "401")) {
			t.Errorf("does not say %q", want)
		}
	}
}

// FuzzFormats puts arbitrary text everywhere into a document: machine formats parse back, text steers no terminal.
func FuzzFormats(f *testing.F) {
	evil := string(hostile().Notes[0])
	f.Add("src/app.js", "A sentence.", "evidence", "some-rule", 3, 7, uint8(4))
	f.Add(evil, evil, evil, evil, -1, 1<<40, uint8(0))
	f.Add("mcp://a/../b#c", "]]>", "\xff", "|`", 0, 0, uint8(2))
	f.Fuzz(func(t *testing.T, path, message, evidence, rule string, line, column int, severity uint8) {
		sev := finding.Severity(severity % 5)
		l := finding.Location{Path: path, Line: line, Column: column, EndLine: column, EndColumn: line, Message: message}
		one := finding.Finding{Scanner: "sast", Rule: rule, Severity: sev, Message: message, Location: l, Evidence: finding.Evidence(evidence), CWE: []int{line},
			Related: []finding.Location{l, l}, Trace: []finding.Location{l}, Controls: []string{evidence}, Fix: &finding.Fix{Title: evidence}}
		two := one
		two.Line, two.Evidence, two.Scanner = column, "", rule
		d := sealed(finding.Document{Verdict: finding.Verdict(rule), FailOn: finding.High, Target: finding.Target{Path: path, Commit: rule, Scope: evidence}, Notes: []finding.Note{finding.Note(message)},
			Coverage: []finding.Coverage{{Scanner: rule, Status: finding.Partial, Reason: message, Files: line, Unread: []finding.Unread{{Path: path, Reason: message}}}, {Scanner: "deps", Status: finding.Status(evidence), Reason: path}},
			Findings: []finding.Finding{one, two}})
		for _, o := range []Options{{}, {Quiet: true}, {Color: true, Width: 40}, {Color: true, Width: 100, ASCII: true}, {Width: 1}} {
			out := render(t, "text", d, o)
			checkText(t, out, o)
			if !bytes.Contains(out, []byte("hidden")) {
				t.Fatal("no hidden counts")
			}
		}
		js := render(t, "json", d, Options{})
		checkText(t, js, Options{})
		if got := parseJSON[finding.Document](t, js); utf8.ValidString(path) && len(got.Findings) > 0 && got.Findings[0].Path != d.Findings[0].Path {
			t.Fatalf("path %q came back as %q", path, got.Findings[0].Path)
		}
		sarif := render(t, "sarif", d, Options{Root: path})
		checkText(t, sarif, Options{})
		results := 0
		for _, run := range parseJSON[sarifLog](t, sarif).Runs {
			results += len(run.Results)
			for _, r := range run.Results {
				reg := r.Locations[0].PhysicalLocation.Region
				if reg.StartLine < 1 || reg.EndLine != 0 && reg.EndLine < reg.StartLine || reg.EndLine == reg.StartLine && reg.EndColumn < max(reg.StartColumn, 1) || r.Message.Text == "" {
					t.Fatalf("result is %+v with region %+v", r, reg)
				}
			}
		}
		if results != len(d.Findings) {
			t.Fatalf("%d results for %d findings", results, len(d.Findings))
		}
		junit := render(t, "junit", d, Options{})
		checkText(t, junit, Options{})
		cases := 0
		for _, s := range parseJUnit(t, junit).Suites {
			cases += len(s.Cases)
		}
		if want := len(d.Findings) + len(d.Coverage) + 1; cases != want {
			t.Fatalf("%d test cases, want %d", cases, want)
		}
		md := render(t, "markdown", d, Options{})
		checkText(t, md, Options{})
		checkTables(t, string(md))
		if !json.Valid(js) || !json.Valid(sarif) {
			t.Fatal("invalid JSON")
		}
	})
}

// checkTables counts the cells of every table row: as many as in the head, or foreign text has broken out.
func checkTables(t testing.TB, md string) {
	t.Helper()
	want := 0
	for l := range strings.Lines(md) {
		if !strings.HasPrefix(l, "|") {
			want = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(l, `\|`, ""), "|")
		if want == 0 {
			want = n
		}
		if n != want || !strings.HasSuffix(l, "|\n") {
			t.Fatalf("a row of %d cells in a table of %d: %q", n, want, l)
		}
	}
}
