package rules_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/target"
	"bartizan/internal/toolgate"
	"bartizan/rules"
)

// TestMCPSamples runs every sample of every rule of gate 1 with that rule alone: it must be found where it is marked
// ruleid, and only there.
func TestMCPSamples(t *testing.T) {
	all, err := rules.For("mcp")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		t.Run(r.ID, func(t *testing.T) {
			bad, good := 0, 0
			for i, s := range r.Samples {
				if s.Bad {
					bad++
				} else {
					good++
				}
				found := runMCPSample(t, r, s, i)
				if found != s.Bad {
					t.Errorf("%s:%d: found %v, want %v", r.File, s.Line, found, s.Bad)
				}
			}
			if bad == 0 || good == 0 {
				t.Errorf("%d bad and %d good samples; want at least one of each", bad, good)
			}
		})
	}
}

func runMCPSample(t *testing.T, r *rule.Rule, s rule.Sample, seed int) (found bool) {
	t.Helper()
	text, err := rule.Expand(s.Text, seed)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	root, home := filepath.Join(dir, "project"), filepath.Join(dir, "home")
	base, name := root, s.Path
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		base, name = home, rest
	}
	file := filepath.Join(base, filepath.FromSlash(name))
	for _, d := range []string{root, home, filepath.Dir(file)} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	res := scan.Run(t.Context(), &target.Inventory{Root: root}, scan.Options{
		Scanners: []scan.Scanner{toolgate.Scanner(toolgate.Options{Home: home})},
		Rules:    func(string) ([]*rule.Rule, error) { return []*rule.Rule{r}, nil },
	})
	if c := res.Coverage[0]; c.Status != finding.OK || c.Files == 0 {
		t.Fatalf("%s:%d: %s, %d files: %s", r.File, s.Line, c.Status, c.Files, c.Reason)
	}
	for _, f := range res.Findings {
		if f.Line == 0 || f.Fix == nil || f.Anchor == "" || strings.Contains(f.Message, "%!") {
			t.Errorf("%s:%d: incomplete finding %+v", r.File, s.Line, f)
		}
		found = found || f.Rule == r.ID
	}
	return found
}
