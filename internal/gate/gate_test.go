package gate

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bartizan/internal/codegate"
	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/target"
	"bartizan/internal/toolgate"
	"bartizan/rules"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	expanded, err := rule.Expand(text, 1)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(expanded), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestOneCredentialInAConfigurationIsOneFinding(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".mcp.json", `{"mcpServers":{"a":{"command":"/usr/bin/a","env":{"GITHUB_TOKEN":"‹crc32-base62:ghp_›"}}}}`)
	write(t, dir, "other.js", `const t = "‹crc32-base62:gho_›"`)
	count := func(g Gates) (n int) {
		d, err := Judge(t.Context(), Options{Path: dir, Gates: g, Tools: toolgate.Options{Home: t.TempDir()}})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range d.Findings {
			for _, c := range f.CWE {
				if c == 798 {
					n++
				}
			}
		}
		return n
	}
	if tools, code, both := count(Tools), count(Code), count(Tools|Code); tools != 1 || code != 2 || both != 2 {
		t.Errorf("gate 1 alone %d, gate 2 alone %d, both %d; want 1, 2, 2", tools, code, both)
	}
}

func TestCompare(t *testing.T) {
	f := func(print, path string) finding.Finding {
		return finding.Finding{Scanner: "secrets", Fingerprint: print, Location: finding.Location{Path: path}}
	}
	before := &finding.Document{Findings: []finding.Finding{f("a", "a"), f("b", "b"), f("c", "c/c"), f("d", "d"), {Scanner: "sast", Fingerprint: "e"}}}
	after := &finding.Document{Findings: []finding.Finding{f("b", "b"), f("n", "n")},
		Coverage: []finding.Coverage{{Scanner: "secrets", Status: finding.Partial, Unread: []finding.Unread{{Path: "c/", Reason: "ignored"}}}, {Scanner: "sast", Status: finding.Skipped}}}
	c := compare(before, after, map[string]bool{"d": true})
	prints := func(list []finding.Compared) string {
		var s []string
		for _, x := range list {
			s = append(s, x.Fingerprint)
		}
		return strings.Join(s, "")
	}
	if got := prints(c.Fixed) + "|" + prints(c.Open) + "|" + prints(c.New) + "|" + prints(c.Unknown); got != "a|bd|n|ce" {
		t.Errorf("fixed|open|new|unknown is %s, want a|bd|n|ce", got)
	}
}

func TestNothingToJudgeIsAnError(t *testing.T) {
	dir := t.TempDir()
	for name, o := range map[string]Options{
		"no such path":     {Path: filepath.Join(dir, "none"), Gates: Code},
		"unknown scanner":  {Path: dir, Gates: Code, Scanners: []string{"x"}},
		"missing baseline": {Path: dir, Gates: Code, Baseline: filepath.Join(dir, "none.json")},
		"new without":      {Path: dir, Gates: Code, NewOnly: true},
	} {
		if _, err := Judge(t.Context(), o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestCommittedPolicyOutsideARepository(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "bartizan.yaml", "fail_on: low\n")
	p, err := CommittedPolicy(context.Background(), dir)
	if err != nil || p.Threshold() != finding.Low {
		t.Errorf("%v, %v", p, err)
	}
}

func TestCancelledIsNotClean(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file := target.NewFile("a.js", 1, func() ([]byte, error) { return []byte("x"), nil })
	d, err := JudgeFiles(ctx, []*target.File{file}, Options{Gates: Code, Scanners: []string{"secrets"}})
	if err != nil {
		t.Fatal(err)
	}
	if d.Verdict != finding.Incomplete || d.Coverage[0].Status != finding.Failed {
		t.Errorf("a cancelled run is %s, %+v", d.Verdict, d.Coverage[0])
	}
}

func TestPackIsSound(t *testing.T) {
	all, err := rules.All()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, s := range AllScanners(toolgate.Options{}, codegate.Options{}) {
		known[s.Name] = true
	}
	providers := 0
	for _, r := range all {
		if !known[r.Scanner] || !strings.HasPrefix(r.File, r.Scanner+"/") {
			t.Errorf("%s: scanner %q", r.File, r.Scanner)
		}
		for _, heading := range []string{"## What it does", "## Why it is bad", "## How to fix", "## References"} {
			if !strings.Contains(r.Body, heading) {
				t.Errorf("%s lacks %q", r.File, heading)
			}
		}
		if r.Scanner == "secrets" {
			providers++
		}
	}
	if providers < 250 {
		t.Errorf("%d secret rules, want at least 250", providers)
	}
}
