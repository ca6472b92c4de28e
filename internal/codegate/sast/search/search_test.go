package search_test

import (
	"slices"
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

// unit reads a text of a language; one without a grammar is text only.
func unit(t testing.TB, language, text string) *search.Unit {
	t.Helper()
	u := &search.Unit{Path: "a/file", Language: language, Text: []byte(text)}
	get := lang.For(language, "")
	if get == nil {
		u.Language = ""
		return u
	}
	l, err := get()
	if err != nil {
		t.Fatal(err)
	}
	p := syntax.NewParser()
	defer p.Close()
	f, _, err := l.Read(p, u.Text)
	if err != nil {
		t.Fatal(err)
	}
	u.Table = names.Resolve(f)
	return u
}

// rules reads rules from YAML: the body of one rule, indented as below "- id:".
func rules(t testing.TB, language, body string) []*formula.Rule {
	t.Helper()
	text := "rules:\n- id: r\n  message: m\n  severity: ERROR\n  languages: [" + language + "]\n"
	for line := range strings.Lines(body) {
		text += "  " + line
	}
	all, problems := formula.Parse("r.yaml", []byte(text))
	for _, p := range problems {
		t.Fatalf("%s\n%s", p, text)
	}
	return all
}

// show writes a match as its text and what it binds.
func show(u *search.Unit, m search.Match) string {
	var out strings.Builder
	out.Write(u.Text[m.Start:m.End])
	for _, b := range m.Env {
		text := b.Text
		if text == "" {
			text = string(u.Text[b.Start:b.End])
		}
		out.WriteString(" | " + b.Name + "=" + text)
	}
	return out.String()
}

func find(t testing.TB, language, text string, r *formula.Rule) []string {
	t.Helper()
	set := search.NewSet(nil)
	for _, p := range set.Check(r) {
		t.Fatalf("%s: %s", r.ID, p)
	}
	u := unit(t, language, text)
	pass := set.On(u)
	var got []string
	for _, m := range pass.Find(r) {
		got = append(got, show(u, m))
	}
	if cut := pass.Partial(); len(cut) > 0 {
		got = append(got, "PARTIAL "+strings.Join(cut, "; "))
	}
	return got
}

// A test is one pattern, or the body of a rule if it has a colon behind its first word, and all that it finds in a text.
type test struct {
	pattern, text string
	want          []string
}

func run(t *testing.T, language string, tests []test) {
	t.Helper()
	for _, c := range tests {
		body := c.pattern
		if first, _, _ := strings.Cut(body, "\n"); !isRule(first) {
			body = "pattern: |\n" + indent(c.pattern)
		}
		r := rules(t, language, body)[0]
		if got := find(t, language, c.text, r); !slices.Equal(got, c.want) {
			t.Errorf("%s\n--- in\n%s\n--- got\n%s\n--- want\n%s", c.pattern, c.text, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func isRule(line string) bool {
	for _, key := range []string{"pattern:", "patterns:", "pattern-either:", "pattern-regex:", "options:", "match:"} {
		if strings.HasPrefix(line, key) {
			return true
		}
	}
	return false
}

func indent(s string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n  ") + "\n"
}
