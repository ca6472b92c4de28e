package fix

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bartizan/internal/finding"
	"bartizan/internal/gate"
	"bartizan/internal/rule"
	"bartizan/rules"
)

func write(t testing.TB, dir, path, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func options(dir string) Options {
	return Options{Options: gate.Options{Path: dir, Gates: gate.Code, Scanners: []string{"sast", "secrets"}}, Review: true}
}

// TestPack repairs the bad samples of all rules that have a fix, each as a file of its own in one project for a language. What
// is proven is gone in a scan of the written files, and nothing has come; every finding ends in some state; most are repaired.
func TestPack(t *testing.T) {
	all, err := rules.For("sast")
	if err != nil {
		t.Fatal(err)
	}
	for _, prefix := range []string{"js", "py", "go", "java"} {
		t.Run(prefix, func(t *testing.T) {
			dir := t.TempDir()
			from := map[string]string{}
			for _, r := range all {
				if !strings.HasPrefix(r.ID, prefix+"-") || len(r.Fixers) == 0 && !r.Template {
					continue
				}
				for i, s := range r.Samples {
					if !s.Bad {
						continue
					}
					text, err := rule.Expand(s.Text, i)
					if err != nil {
						t.Fatal(err)
					}
					path := fmt.Sprintf("%s/%d/%s", r.ID, i, s.File())
					from[path] = r.ID
					write(t, dir, path, text)
				}
			}
			res, err := Run(t.Context(), options(dir))
			if err != nil {
				t.Fatal(err)
			}
			count, proven := map[State]int{}, map[string]bool{}
			for _, o := range res.Outcomes {
				if o.State == "" {
					t.Errorf("%s:%d %s ends in no state", o.Path, o.Line, o.Rule)
				}
				proven[o.Fingerprint] = o.State == Proven
				if from[o.Path] != o.Rule {
					continue
				}
				count[o.State]++
				if o.State != Proven {
					t.Logf("%s %s:%d (%s)", o.State, o.Path, o.Line, o.Reason)
				}
			}
			t.Log(count)
			if n := count[Proven] + count[Refused] + count[Withdrawn]; count[Proven]*10 < n*6 || count[Withdrawn]*10 > n {
				t.Errorf("%v: too few are repaired, or too many do not hold", count)
			}
			if err := Write(dir, res.Changes); err != nil {
				t.Fatal(err)
			}
			after, err := gate.Judge(t.Context(), options(dir).Options)
			if err != nil {
				t.Fatal(err)
			}
			was := map[string]bool{}
			for _, f := range res.Before.Findings {
				was[f.Rule+f.Path] = true
			}
			for _, f := range after.Findings {
				if !was[f.Rule+f.Path] && !seenAs(res.Before.Findings, f) {
					t.Errorf("new: %s %s:%d", f.Rule, f.Path, f.Line)
				}
			}
			for _, c := range after.Coverage {
				for _, u := range c.Unread {
					if strings.Contains(u.Reason, "error region") {
						t.Errorf("%s does not parse: %s", u.Path, u.Reason)
					}
				}
			}
		})
	}
}

// seenAs holds where a finding was named as related before: one finding stood for several.
func seenAs(before []finding.Finding, f finding.Finding) bool {
	for _, b := range before {
		if b.Path == f.Path {
			for _, r := range b.Related {
				if strings.Contains(r.Message, f.Rule) {
					return true
				}
			}
		}
	}
	return false
}
