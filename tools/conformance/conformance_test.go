package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/formula"
)

func TestMarks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"# ruleid: a\nx", "2 ruleid a"},
		{"  // ok: a.b-c, d\nx", "2 ok a.b-c+d"},
		{"/* ruleid: a */\nx", "2 ruleid a"},
		{"<!-- ruleid: a -->\nx", "2 ruleid a"},
		{"{/* ruleid: a */}\nx", "2 ruleid a"},
		{"(* ruleid: a *)\nx", "2 ruleid a"},
		{";; ok:a\nx", "2 ok a"},
		{"{\"// ruleid: a\": 1,\nx", "2 ruleid a"},
		{"# todoruleid: a\nx", "2 todo ruleid a"},
		{"# proruleid: a\n# deepok: b\nx", "3 pro ruleid a, 3 deep ok b"},
		{"# ruleid: prook: a\nx", "2 ruleid a, 2 pro ok a"},
		{"# ruleid: a ok: b\nx", "2 ruleid a, 2 ok b"},
		{"# ruleid: a\n# ok: b\n\nx", "3 ruleid a, 3 ok b"},
		{"foo() # ruleid: a\nx", "2 ruleid a, ambiguous 1"},
		{"# ERROR: why\n# MATCH:\nx", "any 3, any 3"},
		{"msg = 'ruleid'\nlookid: ok\nx.ok: y", ""},
		{"print('ok: a')", "2 ok a, ambiguous 1"},
	} {
		m := readMarks(c.text)
		var got []string
		for _, k := range m.All {
			word := map[bool]string{true: "ruleid", false: "ok"}[k.Want]
			got = append(got, strings.Join(strings.Fields(fmt.Sprintf("%d %s %s %s", k.Line, k.Kind, word, strings.Join(k.IDs, "+"))), " "))
		}
		for _, l := range m.Any {
			got = append(got, fmt.Sprintf("any %d", l))
		}
		for _, l := range m.Ambiguous {
			got = append(got, fmt.Sprintf("ambiguous %d", l))
		}
		if joined := strings.Join(got, ", "); joined != c.want {
			t.Errorf("%q: got %q, want %q", c.text, joined, c.want)
		}
	}
}

func TestBeside(t *testing.T) {
	got := beside("d", []string{"x.yaml", "x.yml", "x.py", "x.fixed.py", "x.test.yaml", "x.sgrep", "xy.py", "x.a.py", "x", "x.md"}, "x")
	if want := []string{filepath.Join("d", "x.py"), filepath.Join("d", "x.test.yaml")}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func output(t *testing.T, args ...string) string {
	t.Helper()
	var b strings.Builder
	if err := run(args, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestCorpus runs rules that we wrote over targets that we wrote.
func TestCorpus(t *testing.T) {
	got := output(t, "--rules", "testdata/corpus", "--verbose", "--workers", "3")
	var rows []string
	for l := range strings.Lines(got) {
		rows = append(rows, strings.Join(strings.Fields(l), " "))
	}
	joined := strings.Join(rows, "\n")
	for _, want := range []string{
		"python 3 2 2 5 2 71.4% 2 1 66.7% 70.0% 1 2 1 50.0%",
		"javascript 2 2 2 2 0 100.0% 1 0 100.0% 100.0% 1 2 1 50.0%",
		"1 marks stand after code",
		"rule not loaded: testdata/corpus/shout.yaml broken testdata/corpus/shout.py:13 (only negations",
		"ok line flagged: testdata/corpus/shout.yaml whisper testdata/corpus/shout.py:15",
		"unmarked line flagged: testdata/corpus/shout.yaml shout testdata/corpus/shout.py:16",
		"line missed: testdata/corpus/shout.yaml shout testdata/corpus/shout.py:18",
		"unmarked line flagged: testdata/corpus/patterns/POLYGLOT/calls.sgrep calls testdata/corpus/patterns/js/calls.js:3",
	} {
		if !strings.Contains(joined, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if again := output(t, "--rules", "testdata/corpus", "--verbose", "--workers", "1"); again != got {
		t.Error("the number of workers changes the output")
	}
	if deep := output(t, "--rules", "testdata/corpus", "--rule", "flow", "--inter"); !strings.Contains(strings.Join(strings.Fields(deep), " "), "javascript 1 1 1 2 0") {
		t.Errorf("between functions:\n%s", deep)
	}
}

func TestAnswer(t *testing.T) {
	rules, problems := formula.Parse("f.yaml", []byte("rules:\n- {id: a, message: m, severity: INFO, languages: [js], pattern: x}\n- {id: b.a, message: m, severity: INFO, languages: [js], pattern: x}\n"))
	if len(rules) != 2 {
		t.Fatal(problems)
	}
	got, err := readAnswer([]byte(`{"results":[
		{"check_id":"dir.a","path":"./x.js","start":{"offset":1,"line":1},"end":{"offset":2,"line":1}},
		{"check_id":"dir.b.a","path":"x.js","start":{"offset":3,"line":2},"end":{"offset":4,"line":2}},
		{"check_id":"dir.c","path":"x.js","start":{"offset":3},"end":{"offset":4}},
		{"check_id":"a","path":"not/read.js","start":{"offset":3},"end":{"offset":4}},
		{"check_id":"a","path":"x.py","start":{"offset":3},"end":{"offset":4}}]}`), rules, []string{"x.js", "x.py"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[place]remark{{"a", "x.js", 1, 2}: {"javascript", 1, 1}, {"b.a", "x.js", 3, 4}: {"javascript", 2, 2}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v", got)
	}
	if _, err := readAnswer([]byte("no JSON"), rules, nil); err == nil {
		t.Error("an answer that is no JSON is read")
	}
}

func TestReportEngines(t *testing.T) {
	ours := map[place]remark{{"a", "x.js", 1, 2}: {"javascript", 1, 1}, {"a", "x.js", 5, 6}: {"javascript", 2, 2}, {"c", "x.js", 7, 8}: {"javascript", 4, 5}}
	theirs := map[place]remark{{"a", "x.js", 1, 2}: {"javascript", 1, 1}, {"b", "x.js", 8, 9}: {"javascript", 3, 3}, {"c", "x.js", 6, 8}: {"javascript", 4, 5}}
	var b strings.Builder
	reportEngines(&b, options{}, nil, ours, theirs)
	for _, want := range []string{"20.0%     50.0%", "a: 1 only ours, 0 only theirs", "a x.js:2 bytes 5 to 6", "b x.js:3 bytes 8 to 9"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.String())
		}
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"--rules", "testdata/corpus", "more"}, {"--rules", "nowhere"}, {"--rules", "testdata/corpus", "--lang", "klingon"}, {"--rules", "testdata/corpus", "--oracle", "x"},
		{"--rules", "testdata/corpus", "--oracle", "./no-such-program", "--targets", "testdata"}} {
		if err := run(args, new(strings.Builder)); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
}
