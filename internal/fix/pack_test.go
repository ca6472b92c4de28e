package fix

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bartizan/internal/gate"
	"bartizan/internal/rule"
	"bartizan/rules"
)

// TestPack repairs the bad samples of all rules that have a fix, language by language, in one project each.
func TestPack(t *testing.T) {
	all, err := rules.For("sast")
	if err != nil {
		t.Fatal(err)
	}
	only := os.Getenv("ONLY")
	for _, prefix := range []string{"js", "py", "go", "java"} {
		t.Run(prefix, func(t *testing.T) {
			dir := t.TempDir()
			from := map[string]string{}
			for _, r := range all {
				if !strings.HasPrefix(r.ID, prefix+"-") || len(r.Fixers) == 0 && !r.Template || only != "" && !strings.Contains(r.ID+" "+strings.Join(r.Fixers, " "), only) {
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
					file := filepath.Join(dir, filepath.FromSlash(path))
					if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			if len(from) == 0 {
				return
			}
			res, err := Run(t.Context(), Options{Options: gate.Options{Path: dir, Gates: gate.Code, Scanners: []string{"sast", "secrets"}}, Review: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range res.Before.Coverage {
				t.Logf("%s %s %s, %d files", c.Scanner, c.Status, c.Reason, c.Files)
			}
			count := map[State]int{}
			for _, o := range res.Outcomes {
				if from[o.Path] == o.Rule {
					count[o.State]++
					if o.State != Proven || os.Getenv("ALL") != "" {
						t.Logf("%s %s:%d %s (%s) %s", o.State, o.Path, o.Line, o.Rule, o.Reason, o.Title)
					}
				}
			}
			t.Log(count)
			if os.Getenv("DIFF") != "" {
				if err := Diff(os.Stdout, res.Changes); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
