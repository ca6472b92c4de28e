package flow

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

const testRules = `
rules:
- id: flow
  message: m
  severity: ERROR
  languages: [javascript, typescript, python, go, java]
  mode: taint
  pattern-sources: [{pattern: source()}]
  pattern-sinks: [{pattern: sink(...)}]
  pattern-sanitizers: [{pattern: clean(...)}]
`

// factsOf reads the files of a project, given as "-- path --" and text.
func factsOf(t *testing.T, rules, project string) ([]File, *Plan) {
	t.Helper()
	list, problems := formula.Parse("rules.yaml", []byte(rules))
	if len(problems) > 0 || len(list) == 0 {
		t.Fatalf("reading the rules: %v", problems)
	}
	set := search.NewSet(nil)
	var files []File
	var plan *Plan
	parser := syntax.NewParser()
	defer parser.Close()
	for part := range strings.SplitSeq(project, "\n-- ") {
		name, text, _ := strings.Cut(strings.TrimPrefix(part, "-- ")+"\n", " --\n")
		if strings.TrimSpace(name) == "" {
			continue
		}
		language := map[string]string{"js": "javascript", "ts": "typescript", "py": "python", "go": "go", "java": "java"}[name[strings.LastIndexByte(name, '.')+1:]]
		get := lang.For(language, name)
		if get == nil {
			t.Fatalf("no language of %q", name)
		}
		l, err := get()
		if err != nil {
			t.Fatal(err)
		}
		tree, _, err := l.Read(parser, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if plan == nil {
			plan = NewPlan(language, list, nil)
		}
		u := &search.Unit{Path: name, Language: language, Text: []byte(text), Table: names.Resolve(tree)}
		graphs, _ := Local(u, plan, plan.Marks(set.On(u)))
		f := Facts(u, plan, graphs)
		if err := f.check(); err != nil {
			t.Fatalf("the facts of %s: %v", name, err)
		}
		back, err := Decode(Encode(f))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, back)
	}
	return files, plan
}

// wantedLines are those that end in BAD.
func wantedLines(project string) []string {
	var want []string
	path, line := "", 0
	for text := range strings.SplitSeq(project, "\n") {
		line++
		if name, ok := strings.CutPrefix(text, "-- "); ok {
			path, line = strings.TrimSuffix(name, " --"), 0
		}
		if strings.HasSuffix(text, "BAD") {
			want = append(want, fmt.Sprintf("%s:%d", path, line))
		}
	}
	return want
}

func linked(t *testing.T, rules, project string, o LinkOptions) {
	t.Helper()
	files, plan := factsOf(t, rules, strings.TrimSpace(project)+"\n")
	found, notes := Link(files, plan, o)
	if len(notes) > 0 {
		t.Errorf("notes: %v", notes)
	}
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprintf("%s:%d", f.Sink.Path, f.Sink.Line))
		if f.Source.Kind != StepSource || f.Source.Line == 0 {
			t.Errorf("%s: no source: %+v", got[len(got)-1], f.Source)
		}
	}
	want := wantedLines(strings.TrimSpace(project))
	slices.Sort(want)
	slices.Sort(got)
	got = slices.Compact(got)
	if !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
		if testing.Verbose() {
			for _, f := range found {
				for _, s := range f.Trace {
					t.Logf("  %s:%d:%d %s (%s)", s.Path, s.Line, s.Column, s.Kind, s.Function)
				}
			}
		}
	}
}

func TestLink(t *testing.T) {
	for _, c := range linkCases {
		t.Run(c.name, func(t *testing.T) { linked(t, testRules, c.project, LinkOptions{Aliases: c.aliases}) })
	}
}
