package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bartizan/internal/finding"

	"github.com/google/jsonschema-go/jsonschema"
)

// sarifSchema reads the published schema, fetching it once into .cache.
func sarifSchema(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	root := filepath.Join("..", "..")
	path := filepath.Join(root, ".cache", "sarif-schema-2.1.0.json")
	if _, err := os.Stat(path); err != nil {
		if out, err := exec.Command("sh", filepath.Join(root, "scripts", "sarif-schema.sh")).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// The schema says draft 4 and uses only keywords that draft 7 reads the same way; its own name is spelled differently.
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	raw["$schema"] = "http://json-schema.org/draft-07/schema#"
	delete(raw, "id")
	data, err = json.Marshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	r, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func parseJSON[T any](t testing.TB, data []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%v in\n%.2000s", err, data)
	}
	return v
}

// TestSARIFSchema validates the output for every document against the published schema.
func TestSARIFSchema(t *testing.T) {
	schema := sarifSchema(t)
	if err := schema.Validate(map[string]any{"version": "2.1.0", "runs": []any{map[string]any{"tool": map[string]any{}}}}); err == nil {
		t.Fatal("the schema accepts a run whose tool has no driver: it is not read as it is meant")
	}
	docs := documents()
	docs["many"] = many(2000)
	for name, d := range docs {
		for _, o := range []Options{{}, {Rules: pack(t), Root: "/srv/my project"}, {Root: `C:\work`}, {Root: "relative"}} {
			if err := schema.Validate(parseJSON[any](t, render(t, "sarif", d, o))); err != nil {
				t.Errorf("%s with %+v: %v", name, o, err)
			}
		}
	}
}

// TestSARIFRuns checks runs, their ids, fingerprints and what is said of coverage.
func TestSARIFRuns(t *testing.T) {
	log := parseJSON[sarifLog](t, render(t, "sarif", ordinary(), Options{Rules: pack(t)}))
	var ids []string
	seen := map[string]bool{}
	results := 0
	for _, r := range log.Runs {
		ids = append(ids, r.AutomationDetails.ID)
		results += len(r.Results)
		for _, res := range r.Results {
			fp := res.PartialFingerprints["bartizan/v1"]
			if fp == "" || seen[fp] {
				t.Errorf("fingerprint %q of %s is empty or repeated", fp, res.RuleID)
			}
			seen[fp] = true
			if r.Tool.Driver.Rules[res.RuleIndex].ID != res.RuleID {
				t.Errorf("ruleIndex of %s leads to %s", res.RuleID, r.Tool.Driver.Rules[res.RuleIndex].ID)
			}
		}
	}
	if got, want := strings.Join(ids, " "), "bartizan/mcp/ bartizan/sast/ bartizan/secrets/ bartizan/coverage/"; got != want {
		t.Errorf("runs are %s, want %s", got, want)
	}
	if want := len(ordinary().Findings); results != want {
		t.Errorf("%d results for %d findings", results, want)
	}
	last, _ := json.Marshal(log.Runs[3])
	for _, want := range []string{"deps did not run: this version does not have it", "dast did not run"} {
		if !bytes.Contains(last, []byte(want)) {
			t.Errorf("the coverage run does not say %q", want)
		}
	}
	sqli := log.Runs[1].Tool.Driver.Rules[1]
	if sqli.ID != "js-sql-injection" || sqli.HelpURI != "https://cwe.mitre.org/data/definitions/89.html" || sqli.Properties["security-severity"] != "9.5" ||
		!strings.Contains(sqli.Help.Markdown, "db.query('select 1', [x])") || strings.Contains(sqli.Help.Markdown, "SAMPLE") {
		t.Errorf("rule is %+v", sqli)
	}
	if fmt.Sprint(sqli.Properties["tags"]) != "[security external/cwe/cwe-089 injection sast]" {
		t.Errorf("tags are %v", sqli.Properties["tags"])
	}
}

// TestSARIFRepeatedFingerprints gives equal fingerprints and none at all.
func TestSARIFRepeatedFingerprints(t *testing.T) {
	d := &finding.Document{Findings: []finding.Finding{{Scanner: "sast", Rule: "r", Fingerprint: "aa"}, {Scanner: "secrets", Rule: "r", Fingerprint: "aa"}, {Scanner: "sast", Rule: "r"}, {Scanner: "sast", Rule: "r"}}}
	seen := map[string]bool{}
	for _, r := range parseJSON[sarifLog](t, render(t, "sarif", d, Options{})).Runs {
		for _, res := range r.Results {
			seen[res.PartialFingerprints["bartizan/v1"]] = true
		}
	}
	if len(seen) != 4 || seen[""] {
		t.Errorf("fingerprints are %v", seen)
	}
}

func TestSARIFPaths(t *testing.T) {
	cases := []struct{ path, uri, base string }{
		{"src/app.js", "src/app.js", "%SRCROOT%"},
		{"src/[id]/ü b#1?.tsx", "src/%5Bid%5D/%C3%BC%20b%231%3F.tsx", "%SRCROOT%"},
		{"a:b/c%20d", "a%3Ab/c%2520d", "%SRCROOT%"},
		{"a\nb\xff", "a%0Ab%FF", "%SRCROOT%"},
		{"", ".", "%SRCROOT%"},
		{"/etc/claude/managed mcp.json", "file:///etc/claude/managed%20mcp.json", ""},
		{"//host/share", "file:///host/share", ""},
		{`C:\Users\a b\mcp.json`, "file:///C:/Users/a%20b/mcp.json", ""},
		{"mcp://orders db/list#description", "mcp/orders%20db/list%23description", ""},
		{"mcp://../../etc/passwd", "mcp/_../_../etc/passwd", ""},
		{"git://3f2a/src/a.js", "git/3f2a/src/a.js", ""},
	}
	for _, c := range cases {
		got := artifact(c.path)
		if got.URI != c.uri || got.URIBaseID != c.base {
			t.Errorf("artifact(%q) = %+v, want %s %s", c.path, got, c.uri, c.base)
		}
		if u, err := url.Parse(got.URI); err != nil || u.Scheme != "" && u.Scheme != "file" {
			t.Errorf("artifact(%q) is %v with error %v: code hosts refuse the log", c.path, u, err)
		}
	}
}

func TestSARIFRegion(t *testing.T) {
	at := func(l, c, el, ec int) finding.Location {
		return finding.Location{Line: l, Column: c, EndLine: el, EndColumn: ec}
	}
	cases := []struct {
		in   finding.Location
		want sarifRegion
	}{
		{at(0, 0, 0, 0), sarifRegion{StartLine: 1}},
		{at(-3, 4, 9, 9), sarifRegion{StartLine: 1}},
		{at(3, 0, 0, 0), sarifRegion{StartLine: 3}},
		{at(3, 5, 3, 9), sarifRegion{3, 5, 3, 9}},
		{at(3, 5, 0, 9), sarifRegion{3, 5, 3, 9}},
		{at(3, 5, 3, 4), sarifRegion{StartLine: 3, StartColumn: 5}},
		{at(3, 5, 2, 9), sarifRegion{StartLine: 3, StartColumn: 5}},
		{at(3, 5, 4, 1), sarifRegion{3, 5, 4, 1}},
		{at(3, -5, 4, -1), sarifRegion{StartLine: 3, EndLine: 4}},
	}
	for _, c := range cases {
		if got := *region(c.in); got != c.want {
			t.Errorf("region(%+v) = %+v, want %+v", c.in, got, c.want)
		}
	}
}

// TestSARIFMessages keeps placeholders and links from meaning something.
func TestSARIFMessages(t *testing.T) {
	for in, want := range map[string]string{
		"plain [text] {x}":     "plain [text] {x}",
		"{0} of {12}":          "{{0}} of {{12}}",
		"see [here](http://x)": `see \[here](http://x)`,
		"two\nlines\x1b[31m":   `two\nlines\u{1b}[31m`,
	} {
		if got := sarifMessage(in).Text; got != want {
			t.Errorf("sarifMessage(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestSARIFLimits gives more of everything than code hosts take.
func TestSARIFLimits(t *testing.T) {
	t.Run("results", func(t *testing.T) {
		log := parseJSON[sarifLog](t, render(t, "sarif", many(30_000), Options{}))
		run := log.Runs[0]
		if len(run.Results) != maxResults {
			t.Fatalf("%d results", len(run.Results))
		}
		worst := map[string]int{}
		for _, r := range run.Results {
			worst[r.Properties["severity"].(string)]++
		}
		if worst["critical"] != 6000 || worst["info"] != 1000 {
			t.Errorf("kept %v, want every critical one and the rest of the info ones", worst)
		}
		if text := fmt.Sprint(run.Invocations[0].Notifications); !strings.Contains(text, "5,000 findings, the least severe, are not in this file") {
			t.Errorf("notifications are %s", text)
		}
	})
	t.Run("locations", func(t *testing.T) {
		d := many(1)
		for i := range 3000 {
			d.Findings[0].Trace = append(d.Findings[0].Trace, at("a.go", i+1, 1))
			d.Findings[0].Related = append(d.Findings[0].Related, at("b.go", i+1, 1))
		}
		run := parseJSON[sarifLog](t, render(t, "sarif", d, Options{})).Runs[0]
		r := run.Results[0]
		if n := len(r.Locations) + len(r.RelatedLocations) + len(r.CodeFlows[0].ThreadFlows[0].Locations); n > maxLocations {
			t.Errorf("%d locations", n)
		}
		if text := fmt.Sprint(run.Invocations[0].Notifications); !strings.Contains(text, "1 finding with more than 1,000 locations") {
			t.Errorf("notifications are %s", text)
		}
	})
	t.Run("runs", func(t *testing.T) {
		d := &finding.Document{Coverage: []finding.Coverage{{Scanner: "absent", Status: finding.Skipped}}}
		for i := range 40 {
			d.Findings = append(d.Findings, finding.Finding{Scanner: fmt.Sprintf("scanner-%02d", i), Rule: "r", Fingerprint: fmt.Sprint(i)})
		}
		log := parseJSON[sarifLog](t, render(t, "sarif", d, Options{}))
		results := 0
		for _, r := range log.Runs {
			results += len(r.Results)
		}
		if len(log.Runs) != maxRuns || results != 40 {
			t.Errorf("%d runs with %d results", len(log.Runs), results)
		}
	})
	t.Run("bytes", func(t *testing.T) {
		d := many(25_000)
		noise := rand.New(rand.NewPCG(1, 2)) // text that does not compress
		for i := range d.Findings {
			text := make([]byte, maxMessage)
			for j := range text {
				text[j] = ' ' + byte(noise.IntN(94))
			}
			d.Findings[i].Message = string(text)
		}
		out := render(t, "sarif", d, Options{})
		if n := gzipped(out); n > maxGzip {
			t.Errorf("%d bytes compressed", n)
		}
		run := parseJSON[sarifLog](t, out).Runs[0]
		if text := fmt.Sprint(run.Invocations[0].Notifications); len(run.Results) == 25_000 || len(run.Results) < 10_000 || !strings.Contains(text, "not in this file") {
			t.Errorf("%d results, notifications %s", len(run.Results), text)
		}
	})
}
