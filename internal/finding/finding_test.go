package finding

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
)

func some() []Finding {
	at := func(rule, path, anchor string, line int, s Severity) Finding {
		return Finding{Scanner: "secrets", Rule: rule, Severity: s, Confidence: Certain, Anchor: anchor, Message: rule, Location: Location{Path: path, Line: line, Column: 1}}
	}
	return []Finding{
		at("b-rule", "b.js", "key", 9, Medium), at("a-rule", "a.js", "key", 3, Critical), at("a-rule", "a.js", "key", 8, Critical),
		at("a-rule", "a.js", "other", 8, Critical), at("a-rule", "c.js", "key", 1, Info),
	}
}

func TestSealOrdersAndNumbers(t *testing.T) {
	fs := Seal(some())
	var got []string
	for _, f := range fs {
		got = append(got, f.ID+" "+f.Severity.String()+" "+f.Path)
	}
	want := "F1 critical a.js, F2 critical a.js, F3 critical a.js, F4 medium b.js, F5 info c.js"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got %s\nwant %s", s, want)
	}
}

func TestSealDropsRepeats(t *testing.T) {
	if fs := Seal(append(some(), some()...)); len(fs) != len(some()) {
		t.Errorf("%d findings, want %d", len(fs), len(some()))
	}
}

func TestFingerprints(t *testing.T) {
	before := map[string]string{}
	for _, f := range Seal(some()) {
		if other, twice := before[f.Fingerprint]; twice {
			t.Errorf("%s and %s share a fingerprint", f.ID, other)
		}
		before[f.Fingerprint] = f.ID
	}
	// Lines move, severities change: the fingerprints stay.
	moved := some()
	for i := range moved {
		moved[i].Line += 40
		moved[i].Severity = Low
	}
	for _, f := range Seal(moved) {
		if _, same := before[f.Fingerprint]; !same {
			t.Errorf("%s:%d lost its fingerprint when lines moved", f.Path, f.Line)
		}
	}
	// Another anchor is another finding.
	renamed := some()
	renamed[0].Anchor = "renamed"
	lost := 0
	for _, f := range Seal(renamed) {
		if _, same := before[f.Fingerprint]; !same {
			lost++
		}
	}
	if lost != 1 {
		t.Errorf("one anchor changed, %d fingerprints did", lost)
	}
}

func TestDocumentRoundTrip(t *testing.T) {
	fs := Seal(some())
	d := &Document{Schema: Schema, Verdict: Fail, Findings: fs, Counts: Count(fs), FailOn: High,
		Coverage: []Coverage{{Scanner: "secrets", Status: OK, Unread: []Unread{}}}}
	var a, b bytes.Buffer
	if err := d.Encode(&a); err != nil {
		t.Fatal(err)
	}
	back, err := Decode(a.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := back.Encode(&b); err != nil {
		t.Fatal(err)
	}
	if a.String() != b.String() {
		t.Error("a document changed on its way through JSON")
	}
	if d.Counts.Critical != 3 || d.Counts.Of(Medium) != 1 {
		t.Errorf("counts %+v", d.Counts)
	}
	// The names of the contract, as readers outside this program know them.
	var plain map[string]any
	if err := json.Unmarshal(a.Bytes(), &plain); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"schema", "tool", "target", "verdict", "coverage", "findings", "hidden", "counts", "took_ms"} {
		if _, ok := plain[key]; !ok {
			t.Errorf("the document lacks %s", key)
		}
	}
	one := plain["findings"].([]any)[0].(map[string]any)
	for _, key := range []string{"id", "fingerprint", "scanner", "rule", "severity", "confidence", "message", "path", "line", "column"} {
		if _, ok := one[key]; !ok {
			t.Errorf("a finding lacks %s", key)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "no schema": "{}", "another schema": `{"schema":"x"}`, "a list": "[]", "more": `{"schema":"` + Schema + `"} {}`,
		"unknown severity": `{"schema":"` + Schema + `","findings":[{"severity":"awful"}]}`,
	} {
		if _, err := Decode([]byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain ‘text’ 漢字":          "plain ‘text’ 漢字",
		"::stop-commands::x":       `\u{3a}:stop-commands::x`,
		" ##vso[task]":             `\u{23}#vso[task]`,
		"##[group]":                `\u{23}#[group]`,
		"## What it does":          "## What it does",
		"a::b # ## c":              "a::b # ## c",
		"a\nb\tc\r":                `a\nb\tc\r`,
		"esc\x1b[31mred":           `esc\u{1b}[31mred`,
		"bidi\u202eevil":           `bidi\u{202e}evil`,
		"zero\u200bwidth\ufeff":    `zero\u{200b}width\u{feff}`,
		"tag\U000e0041":            `tag\u{e0041}`,
		"nbsp\u00a0x":              `nbsp\u{a0}x`,
		"bad\xff":                  `bad\xff`,
		"filler\u3164 vs\ufe0f":    `filler\u{3164} vs\u{fe0f}`,
		"line\u2028sep c1\u009b0m": `line\u{2028}sep c1\u{9b}0m`,
	} {
		if got := Visible(in, 0); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
	if got := Visible(strings.Repeat("x", 50), 10); got != "xxxxxxxxxx…" {
		t.Errorf("cut gave %q", got)
	}
}

func FuzzVisible(f *testing.F) {
	f.Add("a\u202eb\x1b")
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range Visible(s, 0) {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar && !strings.ContainsRune(s, r) {
				t.Fatalf("%U is left of %q", r, s)
			}
		}
	})
}
