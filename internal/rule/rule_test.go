package rule

import (
	"strings"
	"testing"
	"testing/fstest"

	"bartizan/internal/finding"
)

const sound = "---\nid: leaked-thing\nscanner: secrets\nseverity: high\nconfidence: likely\ncwe: [798]\ntags: [credential]\nkeywords: [thing_]\nwindow: {before: 1, after: 2}\n---\n" +
	"# Leaked thing\n\nProse.\n\n```js ruleid:leaked-thing path=a/b.js\nconst t = \"‹alnum:8›\"\n```\n\n```sh\nnot a sample\n```\n\n````env ok:leaked-thing\nX=1\n```\n````\n"

type spec struct {
	Keywords []string `yaml:"keywords"`
	Window   struct {
		Before int `yaml:"before"`
		After  int `yaml:"after"`
	} `yaml:"window"`
}

func TestParse(t *testing.T) {
	r, err := Parse("secrets/leaked-thing.md", []byte(sound))
	if err != nil {
		t.Fatal(err)
	}
	if r.ID != "leaked-thing" || r.Severity != finding.High || r.Confidence != finding.Likely || r.Title != "Leaked thing" || r.CWE[0] != 798 {
		t.Errorf("rule %+v", r)
	}
	if len(r.Samples) != 2 {
		t.Fatalf("%d samples, want 2", len(r.Samples))
	}
	bad, good := r.Samples[0], r.Samples[1]
	if !bad.Bad || bad.Lang != "js" || bad.Path != "a/b.js" || bad.Text != "const t = \"‹alnum:8›\"\n" || bad.Line != 15 {
		t.Errorf("bad sample %+v", bad)
	}
	if good.Bad || good.Lang != "env" || good.Text != "X=1\n```\n" {
		t.Errorf("good sample %+v", good)
	}
	var s spec
	if err := r.Decode(&s); err != nil || s.Keywords[0] != "thing_" || s.Window.After != 2 {
		t.Errorf("spec %+v, %v", s, err)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, edit := range map[string][2]string{
		"no front matter":       {"---\nid", "id"},
		"unclosed front matter": {"\n---\n#", "\n#"},
		"id not kebab-case":     {"leaked-thing\nscanner", "Leaked.Thing\nscanner"},
		"no severity":           {"severity: high\n", ""},
		"unknown severity":      {"severity: high", "severity: awful"},
		"no scanner":            {"scanner: secrets\n", ""},
		"no title":              {"# Leaked", "Leaked"},
		"unclosed fence":        {"X=1\n```\n````\n", "X=1\n"},
		"mark of another rule":  {"ok:leaked-thing", "ok:other-thing"},
		"word after the fence":  {"path=a/b.js", "file=a/b.js"},
		"broken YAML":           {"cwe: [798]", "cwe: [798"},
	} {
		text := strings.Replace(sound, edit[0], edit[1], 1)
		if text == sound {
			t.Fatalf("%s: nothing was edited", name)
		}
		if _, err := Parse("x.md", []byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		} else if !strings.Contains(err.Error(), "x.md") {
			t.Errorf("%s: the error does not name the file: %v", name, err)
		}
	}
}

func TestDecodeRefusesUnknownKeys(t *testing.T) {
	for _, extra := range []string{"regx: a\n", "window: {befor: 1}\n"} {
		text := strings.Replace(strings.Replace(sound, "window: {before: 1, after: 2}\n", "", 1), "tags:", extra+"tags:", 1)
		r, err := Parse("x.md", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Decode(new(spec)); err == nil || !strings.Contains(err.Error(), "unknown key") {
			t.Errorf("%q: %v", extra, err)
		}
	}
}

func TestLoad(t *testing.T) {
	file := func(id string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.ReplaceAll(sound, "leaked-thing", id))}
	}
	rules, err := Load(fstest.MapFS{"s/b/z-rule.md": file("z-rule"), "s/a-rule.md": file("a-rule"), "s/notes.txt": file("no-rule")}, "s")
	if err != nil || len(rules) != 2 || rules[0].ID != "a-rule" {
		t.Errorf("%v, %v", rules, err)
	}
	if _, err := Load(fstest.MapFS{"s/a-rule.md": file("b-rule")}, "s"); err == nil {
		t.Error("a file named otherwise was accepted")
	}
	if _, err := Load(fstest.MapFS{"s/x/a-rule.md": file("a-rule"), "s/y/a-rule.md": file("a-rule")}, "s"); err == nil {
		t.Error("two rules with one id were accepted")
	}
}

func TestExpand(t *testing.T) {
	in := "a=‹alnum:36› b=‹crc32-base62:ghp_› c=‹uuid› d=‹upper-hex:4›"
	one, err := Expand(in, 1)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := Expand(in, 1); again != one {
		t.Error("the same seed gave another text")
	}
	if other, _ := Expand(in, 2); other == one {
		t.Error("another seed gave the same text")
	}
	token := one[strings.Index(one, "ghp_")+4:][:36]
	if Base62CRC(token[:30]) != token[30:] {
		t.Errorf("the checksum of %q is wrong", token)
	}
	for _, bad := range []string{"‹nothing:3›", "‹alnum:0›", "‹alnum:x›", "‹alnum›", "‹alnum:99999›"} {
		if _, err := Expand(bad, 1); err == nil {
			t.Errorf("%s: accepted", bad)
		}
	}
}

// TestBase62CRC holds digit order and padding to a known value: the CRC-32 of "123456789" is 0xCBF43926 (the check
// value of the CRC catalogue), 3421780262 in base 62.
func TestBase62CRC(t *testing.T) {
	if got := Base62CRC("123456789"); got != "3jZRME" {
		t.Errorf("got %s", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte("---\na: &x [*x]\n---\n# t\n```js ruleid:a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Parse("x.md", data)
		if err != nil {
			return
		}
		if r.ID == "" || r.Title == "" || !strings.Contains(string(data), r.Body) {
			t.Fatalf("accepted %+v", r)
		}
		_ = r.Decode(new(spec)) // must not panic; an error is an answer
	})
}
