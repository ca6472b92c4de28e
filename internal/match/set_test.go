package match

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/rule"
)

// parse makes a rule from the front matter of a test.
func parse(t testing.TB, id, front string) *rule.Rule {
	t.Helper()
	r, err := rule.Parse(id+".md", []byte("---\nid: "+id+"\nscanner: secrets\nseverity: high\nconfidence: certain\ncwe: [798]\n"+front+"\n---\n# Title\n"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func compile(t testing.TB, fronts ...string) *Set {
	t.Helper()
	var rs []*rule.Rule
	for i, f := range fronts {
		rs = append(rs, parse(t, fmt.Sprintf("r%d", i), f))
	}
	s, err := Compile(rs, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(); err != nil {
		t.Fatal(err)
	}
	return s
}

func find(s *Set, path, text string) (out []string, whole bool) {
	whole = s.Find(path, []byte(text), Finder{Match: func(m Match) {
		out = append(out, fmt.Sprintf("%s %d %s", m.Rule.ID, m.Start, text[m.Start:m.End]))
	}})
	slices.Sort(out)
	return out, whole
}

func TestFind(t *testing.T) {
	pad := strings.Repeat(" filler", 200)
	for _, c := range []struct {
		name, front, path, text string
		want                    []string
	}{
		{"a match", "keywords: [tok_]\nregex: '\\btok_[0-9a-f]{8}\\b'", "a", "x tok_1f3a5c7e y", []string{"r0 2 tok_1f3a5c7e"}},
		{"a group", "keywords: [tok_]\nregex: 'tok_([0-9a-f]{8})'\ngroup: 1", "a", "tok_1f3a5c7e", []string{"r0 4 1f3a5c7e"}},
		{"keyword in capitals", "keywords: [Tok]\nregex: '(?i)tok=([0-9a-f]{8})'\ngroup: 1", "a", "TOK=1f3a5c7e", []string{"r0 4 1f3a5c7e"}},
		{"every hit of a window", "keywords: [tok_]\nregex: 'tok_[0-9a-f]{4}'", "a", "tok_1f3a tok_5c7e tok_9b2d", []string{"r0 0 tok_1f3a", "r0 18 tok_9b2d", "r0 9 tok_5c7e"}},
		{"hits far apart", "keywords: [tok_]\nregex: 'tok_[0-9a-f]{4}'", "a", "tok_1f3a" + pad + "tok_5c7e", []string{"r0 0 tok_1f3a", "r0 1408 tok_5c7e"}},
		{"window after", "keywords: [name]\nregex: 'name.{0,40}?([0-9a-f]{8})'\ngroup: 1\nwindow: {before: 0, after: 30}", "a", "name = 1f3a5c7e", []string{"r0 7 1f3a5c7e"}},
		{"out of the window", "keywords: [name]\nregex: '(?s)name.*?([0-9a-f]{8})'\ngroup: 1\nwindow: {before: 0, after: 20}", "a", "name" + strings.Repeat(" ", 40) + "1f3a5c7e", nil},
		{"a cut is no word's end", "keywords: [tok_]\nregex: 'tok_[0-9a-f]{4,8}\\b'\nwindow: {before: 0, after: 8}", "a", "tok_1f3a5c7e9b", nil},
		{"entropy", "keywords: [tok_]\nregex: 'tok_[0-9a-f]{8}'\nentropy: 3", "a", "tok_11112222 tok_1f3a5c7e", []string{"r0 13 tok_1f3a5c7e"}},
		{"stop word", "keywords: [tok_]\nregex: 'tok_[0-9a-z]{8}'\nallow: {stop: [TRIAL]}", "a", "tok_trial1f3 tok_1f3a5c7e", []string{"r0 13 tok_1f3a5c7e"}},
		{"allowed value", "keywords: [tok_]\nregex: 'tok_[0-9a-f]{8}'\nallow: {values: ['^tok_1f']}", "a", "tok_1f3a5c7e", nil},
		{"allowed path", "keywords: [tok_]\nregex: 'tok_[0-9a-f]{8}'\nallow: {paths: ['(^|/)docs/']}", "docs/a.md", "tok_1f3a5c7e", nil},
		{"filler", "keywords: [tok_]\nregex: 'tok_[0-9a-zA-Z]{8,}'", "a", "tok_aaaaaaaa tok_123456789 tok_EXAMPLE1", nil},
		{"check fails and is required", "keywords: [tok_]\nregex: 'tok_[0-9A-Za-z]{36}'\ncheck: crc32-base62\ncheck_required: true", "a", "tok_" + strings.Repeat("aB3", 12), nil},
		{"empty input", "keywords: [tok_]\nregex: 'tok_'", "a", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, whole := find(compile(t, c.front), c.path, c.text)
			if !slices.Equal(got, c.want) || !whole {
				t.Errorf("got %q, whole %v, want %q", got, whole, c.want)
			}
		})
	}
}

func TestFindBudget(t *testing.T) {
	s := compile(t, "keywords: [abc]\nregex: 'abcd'\nwindow: {before: 100, after: 8000}")
	text := strings.Repeat("abc "+strings.Repeat(".", 16200), 600)
	if _, whole := find(s, "a", text); whole {
		t.Error("six megabytes of windows were read")
	}
	if _, whole := find(s, "a", text[:1<<20]); !whole {
		t.Error("half a megabyte of windows was not read")
	}
	// Windows that overlap are read once.
	if _, whole := find(s, "a", strings.Repeat("abc ", 1<<19)); !whole {
		t.Error("one window of two megabytes was not read")
	}
}

func TestTight(t *testing.T) {
	for _, c := range []struct {
		expr     string
		keywords []string
		want     Window
		ok       bool
	}{
		{`\bghp_[0-9A-Za-z]{36}\b`, []string{"ghp_"}, Window{5, 41}, true},
		{`(?:^|[^0-9A-Z])(AKIA[0-9A-Z]{16})`, []string{"akia"}, Window{9, 21}, true},
		{`sk-[a-z]+`, []string{"sk-"}, Window{4, 600}, true},
		{`sk-[a-z]{3}|pk-[a-z]{3}`, []string{"sk-", "pk-"}, Window{}, false},
		{`.*sk-[a-z]{3}`, []string{"sk-"}, Window{}, false},
		{`sk-[a-z]{3}`, []string{"secret"}, Window{}, false},
	} {
		got, ok := tight(c.expr, c.keywords)
		if got != c.want || ok != c.ok {
			t.Errorf("%s: got %v %v, want %v %v", c.expr, got, ok, c.want, c.ok)
		}
	}
}

func TestCompileErrors(t *testing.T) {
	for _, c := range []struct{ front, want string }{
		{"keywords: [abc]", "neither regex nor reader"},
		{"keywords: [abc]\nregex: abc\nreader: url", "both regex and reader"},
		{"regex: abc", "regex without keywords"},
		{"keywords: [ab]\nregex: abc", "from 3 to 64 bytes"},
		{"keywords: [abc]\nregex: abc\ncheck: nonsense", "unknown check"},
		{"keywords: [abc]\nregex: abc\ncheck_required: true", "check_required without check"},
		{"keywords: [abc]\nregex: abc\nwindow: {before: 1, after: 99999}", "window out of range"},
		{"keywords: [abc]\nregex: abc\nentropy: 9", "out of range"},
		{"keywords: [abc]\nregex: abc\nallow: {stop: ['']}", "empty stop word"},
		{"keywords: [abc]\nregexp: abc", "unknown key"},
	} {
		_, err := Compile([]*rule.Rule{parse(t, "bad-rule", c.front)}, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "bad-rule.md") {
			t.Errorf("%q: got %v, want %q with the file's name", c.front, err, c.want)
		}
	}
	s, err := Compile([]*rule.Rule{parse(t, "bad-rule", "keywords: [abc]\nregex: 'a('")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(); err == nil || !strings.Contains(err.Error(), "bad-rule.md") {
		t.Errorf("verify: got %v", err)
	}
}

// FuzzFind compares windows with a search of the whole text, for a rule whose matches begin with its keyword.
func FuzzFind(f *testing.F) {
	f.Add("x tok_12ab34cd tok_tok_9f8e7d6c y")
	f.Add(strings.Repeat("tok_", 300))
	s := compile(f, "keywords: [tok_]\nregex: '\\btok_[0-9a-f]{8}\\b'", "keywords: [tok_]\nregex: 'tok_[0-9a-f]{4,}'")
	res := []*regexp.Regexp{regexp.MustCompile(`\btok_[0-9a-f]{8}\b`)}
	f.Fuzz(func(t *testing.T, text string) {
		var want []string
		for _, m := range res[0].FindAllStringIndex(text, -1) {
			if !Filler(text[m[0]:m[1]]) {
				want = append(want, fmt.Sprintf("r0 %d %s", m[0], text[m[0]:m[1]]))
			}
		}
		var got []string
		s.Find("a", []byte(text), Finder{Match: func(m Match) {
			if m.Start < 0 || m.End > len(text) || m.Start >= m.End {
				t.Fatalf("match %d to %d of %d", m.Start, m.End, len(text))
			}
			if m.Rule.ID == "r0" {
				got = append(got, fmt.Sprintf("r0 %d %s", m.Start, text[m.Start:m.End]))
			}
		}})
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}
