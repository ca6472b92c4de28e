package rules_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"bartizan/internal/codegate/secrets"
	"bartizan/internal/match"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/target"
)

func secretRules(t *testing.T) []*rule.Rule {
	t.Helper()
	rs, err := rule.Load(os.DirFS("."), "secrets")
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

// scanSample runs rules over one sample as a file of its own.
func scanSample(t *testing.T, rules []*rule.Rule, s rule.Sample, text string) scan.Result {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, filepath.FromSlash(s.File()))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	inv, err := target.Open(t.Context(), dir, target.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer inv.Close()
	return scan.Run(t.Context(), inv, scan.Options{Scanners: []scan.Scanner{secrets.Scanner(secrets.Options{})}, Rules: func(string) ([]*rule.Rule, error) { return rules, nil }})
}

func TestSecretRulesCompile(t *testing.T) {
	set, err := match.Compile(secretRules(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := set.Verify(); err != nil {
		t.Error(err)
	}
}

var (
	generators = regexp.MustCompile(`‹[a-z0-9-]+(?::[^›]*)?›`)
	shown      = regexp.MustCompile(`begins [^ ]*…`)
)

// planted gives the values that the generators of a sample made in its expanded text.
func planted(t *testing.T, template, text string) []string {
	t.Helper()
	expr := "(?s)^"
	for i, between := range generators.Split(template, -1) {
		if i > 0 {
			expr += "(.+?)"
		}
		expr += regexp.QuoteMeta(between)
	}
	m := regexp.MustCompile(expr + "$").FindStringSubmatch(text)
	if m == nil {
		t.Fatal("the text of a sample does not fit its template")
	}
	return m[1:]
}

// TestNoPlantedValueIsShown scans every bad sample with all rules: no field of any finding holds six characters in a row
// of a made-up value, but for what the prefix of an issued token may show.
func TestNoPlantedValueIsShown(t *testing.T) {
	all := secretRules(t)
	checked := 0
	for _, r := range all {
		for i, s := range r.Samples {
			text, err := rule.Expand(s.Text, i)
			if err != nil {
				t.Fatal(err)
			}
			values := planted(t, s.Text, text)
			if !s.Bad || len(values) == 0 {
				continue
			}
			res := scanSample(t, all, s, text)
			if len(res.Findings) == 0 {
				t.Errorf("%s:%d: nothing is found with all rules", r.File, s.Line)
			}
			out, err := json.Marshal(res)
			if err != nil {
				t.Fatal(err)
			}
			var anchors strings.Builder
			for _, f := range res.Findings {
				anchors.WriteString(f.Anchor + "\n")
			}
			said := shown.ReplaceAllString(string(out), "") + anchors.String()
			for _, f := range res.Findings { // fingerprints are hashes; four of their digits prove nothing
				said = strings.ReplaceAll(said, f.Fingerprint, "")
			}
			for _, v := range values {
				for k := 0; k+6 <= len(v); k++ {
					if strings.Contains(said, v[k:k+6]) {
						t.Errorf("%s:%d: a part of a planted value is shown", r.File, s.Line)
						break
					}
				}
			}
			checked++
		}
	}
	if checked < 250 {
		t.Errorf("only %d samples were checked", checked)
	}
}
