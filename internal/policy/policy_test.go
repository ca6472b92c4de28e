package policy

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bartizan/internal/finding"
)

var day = time.Date(2026, 11, 20, 23, 59, 0, 0, time.UTC)

func found() []finding.Finding {
	at := func(rule, path string, s finding.Severity, c finding.Confidence) finding.Finding {
		return finding.Finding{Scanner: "secrets", Rule: rule, Severity: s, Confidence: c, Anchor: rule, Location: finding.Location{Path: path, Line: 1}}
	}
	return finding.Seal([]finding.Finding{
		at("leaked-key", "src/app.js", finding.Critical, finding.Certain), at("leaked-key", "test/app.js", finding.Critical, finding.Certain),
		at("weak-word", "src/db.js", finding.Medium, finding.Likely), at("maybe", "src/db.js", finding.High, finding.Guess),
	})
}

func ran(s finding.Status) []finding.Coverage {
	return []finding.Coverage{{Scanner: "secrets", Status: s, Unread: []finding.Unread{}}}
}

func parse(t *testing.T, text string) *Policy {
	t.Helper()
	p, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestJudge(t *testing.T) {
	waive := "waivers:\n- {rule: leaked-key, owner: ann, reason: revoked, expires: %s}\n"
	baseline := &finding.Document{Findings: found()[:2]}
	for _, c := range []struct {
		name, policy string
		status       finding.Status
		baseline     *finding.Document
		verdict      finding.Verdict
		listed       int
		hidden       finding.Hidden
		notes        int
	}{
		{name: "default", verdict: finding.Fail, listed: 3, hidden: finding.Hidden{BelowThreshold: 1}},
		{name: "guesses listed", policy: "min_confidence: guess", verdict: finding.Fail, listed: 4},
		{name: "a guess never closes the gate", policy: "min_confidence: guess\nwaivers: [{rule: leaked-key, owner: a, reason: b, expires: 2026-11-21}]",
			verdict: finding.Pass, listed: 2, hidden: finding.Hidden{Waived: 2}},
		{name: "minimum severity", policy: "min_severity: high", verdict: finding.Fail, listed: 2, hidden: finding.Hidden{BelowThreshold: 2}},
		{name: "waived", policy: strings.Replace(waive, "%s", "2026-11-20", 1), verdict: finding.Pass, listed: 1, hidden: finding.Hidden{BelowThreshold: 1, Waived: 2}},
		{name: "waived until yesterday", policy: strings.Replace(waive, "%s", "2026-11-19", 1), verdict: finding.Fail, listed: 3, hidden: finding.Hidden{BelowThreshold: 1}, notes: 1},
		{name: "waived elsewhere", policy: "waivers: [{rule: leaked-key, path: docs/, owner: a, reason: b, expires: 2027-01-01}]",
			verdict: finding.Fail, listed: 3, hidden: finding.Hidden{BelowThreshold: 1}, notes: 1},
		{name: "waived in one folder", policy: "waivers: [{rule: leaked-key, path: test/, owner: a, reason: b, expires: 2027-01-01}]",
			verdict: finding.Fail, listed: 2, hidden: finding.Hidden{BelowThreshold: 1, Waived: 1}},
		{name: "waived by fingerprint", policy: "waivers: [{fingerprint: " + found()[0].Fingerprint + ", owner: a, reason: b, expires: 2027-01-01}]",
			verdict: finding.Fail, listed: 2, hidden: finding.Hidden{BelowThreshold: 1, Waived: 1}},
		{name: "baseline", baseline: baseline, verdict: finding.Pass, listed: 1, hidden: finding.Hidden{BelowThreshold: 1, Baseline: 2}},
		{name: "baseline, lower bar", policy: "fail_on: medium", baseline: baseline, verdict: finding.Fail, listed: 1, hidden: finding.Hidden{BelowThreshold: 1, Baseline: 2}},
		{name: "path rule", policy: "paths: [{match: ['test/**', src/app.js], severity: low}]", verdict: finding.Pass, listed: 3, hidden: finding.Hidden{BelowThreshold: 1}},
		{name: "path rule of another rule", policy: "paths: [{match: ['**'], rules: [weak-word], severity: low}]", verdict: finding.Fail, listed: 3, hidden: finding.Hidden{BelowThreshold: 1}},
		{name: "fail wins over incomplete", status: finding.Partial, verdict: finding.Fail, listed: 3, hidden: finding.Hidden{BelowThreshold: 1}},
		{name: "partial is incomplete", status: finding.Partial, policy: "fail_on: critical", baseline: baseline, verdict: finding.Incomplete, listed: 1, hidden: finding.Hidden{BelowThreshold: 1, Baseline: 2}},
		{name: "skipped is incomplete", status: finding.Skipped, baseline: baseline, verdict: finding.Incomplete, listed: 1, hidden: finding.Hidden{BelowThreshold: 1, Baseline: 2}},
		{name: "not required", status: finding.Skipped, policy: "require: []", baseline: baseline, verdict: finding.Pass, listed: 1, hidden: finding.Hidden{BelowThreshold: 1, Baseline: 2}},
		{name: "required and not run", policy: "require: [sast]", baseline: baseline, verdict: finding.Incomplete, listed: 1, hidden: finding.Hidden{BelowThreshold: 1, Baseline: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.status == "" {
				c.status = finding.OK
			}
			j := parse(t, c.policy).Judge(Case{Findings: found(), Coverage: ran(c.status), Required: []string{"secrets"}, Baseline: c.baseline, Today: day})
			if j.Verdict != c.verdict || len(j.Findings) != c.listed || j.Hidden != c.hidden || len(j.Notes) != c.notes {
				t.Errorf("got %s, %d listed, %+v, notes %q\nwant %s, %d listed, %+v, %d notes", j.Verdict, len(j.Findings), j.Hidden, j.Notes, c.verdict, c.listed, c.hidden, c.notes)
			}
			if n := len(j.Findings) + j.Hidden.BelowThreshold + j.Hidden.Baseline + j.Hidden.Waived; n != len(found()) {
				t.Errorf("%d findings listed or counted, there are %d", n, len(found()))
			}
			if len(j.Suppressed) != len(found())-len(j.Findings) {
				t.Errorf("%d suppressed fingerprints, want %d", len(j.Suppressed), len(found())-len(j.Findings))
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"unknown key":          "fail_above: high",
		"unknown severity":     "fail_on: awful",
		"waiver without owner": "waivers: [{rule: a, reason: b, expires: 2027-01-01}]",
		"waiver without day":   "waivers: [{rule: a, owner: b, reason: c}]",
		"waiver of everything": "waivers: [{path: '**', owner: a, reason: b, expires: 2027-01-01}]",
		"waiver with a time":   "waivers: [{rule: a, owner: b, reason: c, expires: 2027-01-01T00:00:00Z}]",
		"path rule without":    "paths: [{match: [a]}]",
		"two documents":        "fail_on: high\n---\nfail_on: low\n",
		"a list":               "[]",
		"broken":               "fail_on: [",
	} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	if p, err := Load(dir); err != nil || p.Threshold() != finding.High {
		t.Errorf("no file: %v, %v", p, err)
	}
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, FileName), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("fail_on: low\n")
	if p, err := Load(dir); err != nil || p.Threshold() != finding.Low {
		t.Errorf("a file: %v, %v", p, err)
	}
	write(strings.Repeat("# long\n", MaxFile/7+1))
	if _, err := Load(dir); err == nil {
		t.Error("a huge file was accepted")
	}
	if err := os.Remove(filepath.Join(dir, FileName)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, FileName), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil {
		t.Error("a folder in its place was accepted")
	}
}

// TestManyPatterns: thousands of patterns against thousands of findings end soon, waive nothing for free, and are said.
func TestManyPatterns(t *testing.T) {
	var b strings.Builder
	b.WriteString("waivers:\n- {rule: leaked-key, path: 'src/app.js', owner: a, reason: b, expires: 2027-01-01}\n")
	for range 5000 {
		b.WriteString("- {rule: leaked-key, path: '**/*a*b*c*d*e*f*z/x', owner: a, reason: b, expires: 2027-01-01}\n")
	}
	b.WriteString("paths:\n")
	for range 2000 {
		b.WriteString("- {match: ['*a*a*a*a*a*a*b'], severity: low}\n")
	}
	p := parse(t, b.String())
	c := Case{Coverage: ran(finding.OK), Today: day}
	for i := range 20_000 {
		f := found()[0]
		f.Path = fmt.Sprintf("src/%s%d/x.js", strings.Repeat("abcdef", 20), i)
		c.Findings = append(c.Findings, f)
	}
	first := found()[0]
	first.Path = "src/app.js"
	c.Findings = append([]finding.Finding{first}, c.Findings...)
	j := p.Judge(c)
	if j.Verdict != finding.Fail || j.Hidden.Waived != 1 || len(j.Findings) != 20_000 {
		t.Errorf("%s, %d listed, %+v", j.Verdict, len(j.Findings), j.Hidden)
	}
	if last := string(j.Notes[0]); !strings.Contains(last, "cost too much") {
		t.Errorf("note %q", last)
	}
}
