package cli

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/report"
	"bartizan/internal/rule"
	"bartizan/rules"
)

var generator = regexp.MustCompile(`‹[^›]*›`)

// planted returns the values that took the places of a template's generators. What a finding may show of a value is its
// prefix and four characters more, so the part that must never appear is what follows.
func planted(t *testing.T, template, expanded string) (values []string) {
	t.Helper()
	var pattern strings.Builder
	pattern.WriteString(`(?s)\A`)
	rest := template
	for {
		at := generator.FindStringIndex(rest)
		if at == nil {
			break
		}
		pattern.WriteString(regexp.QuoteMeta(rest[:at[0]]) + `(.+?)`)
		rest = rest[at[1]:]
	}
	pattern.WriteString(regexp.QuoteMeta(rest) + `\z`)
	match := regexp.MustCompile(pattern.String()).FindStringSubmatch(expanded)
	if match == nil {
		t.Fatalf("a sample does not match its own template:\n%s", template)
	}
	for _, v := range match[1:] {
		if len(v) >= 12 {
			values = append(values, v[len(v)-8:])
		}
	}
	return values
}

// TestNoOutputHoldsASecret plants every sample of every rule in one project and searches every format for the values.
func TestNoOutputHoldsASecret(t *testing.T) {
	all, err := rules.All()
	if err != nil {
		t.Fatal(err)
	}
	dir, home := t.TempDir(), t.TempDir()
	values := map[string]string{}
	for _, r := range all {
		for i, s := range r.Samples {
			text, err := rule.Expand(s.Text, i)
			if err != nil {
				t.Fatal(err)
			}
			name := s.Path
			if name == "" {
				name = "sample.txt"
			}
			file := filepath.Join(dir, r.ID, fmt.Sprint(i), filepath.FromSlash(path.Clean("/"+strings.TrimPrefix(name, "~/"))))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(r.CWE, 798) { // what it plants are commits and digests, which are shown
				continue
			}
			for _, v := range planted(t, s.Text, text) {
				values[v] = r.File
			}
			if r.Scanner == "mcp" { // gate 1 sees them as this user's configuration, each in a home of its own turn
				if err := os.MkdirAll(filepath.Join(home, ".cursor"), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(home, ".cursor", "mcp.json"), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				for _, args := range [][]string{{"vet", "--home", home, "--min-confidence", "guess", "--format", "json", file}, {"discover", "--home", home, "--format", "json"}} {
					search(t, args, runCLI(t, args), planted(t, s.Text, text), r.File)
				}
			}
		}
	}
	if len(values) < 500 {
		t.Fatalf("only %d values were planted", len(values))
	}
	for _, f := range report.Formats {
		args := []string{"check", "--home", t.TempDir(), "--min-confidence", "guess", "--format", f.Name, dir}
		out := runCLI(t, args)
		if len(out) < 100_000 {
			t.Errorf("%v printed only %d bytes", args, len(out))
		}
		for v, from := range values {
			if strings.Contains(out, v) {
				t.Errorf("%s shows a value planted by %s", f.Name, from)
			}
		}
	}
}

func search(t *testing.T, args []string, out string, values []string, from string) {
	t.Helper()
	for _, v := range values {
		if strings.Contains(out, v) {
			t.Errorf("%s %s shows a value planted by %s", args[0], filepath.Base(args[len(args)-1]), from)
		}
	}
}

// runCLI returns everything a command line prints.
func runCLI(t *testing.T, args []string) string {
	t.Helper()
	var out bytes.Buffer
	state := t.TempDir()
	getenv := func(name string) string { return map[string]string{"BARTIZAN_HOME": state}[name] }
	Run(t.Context(), args, Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: getenv})
	return out.String()
}
