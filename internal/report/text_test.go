package report

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"bartizan/internal/finding"
)

var sgr = regexp.MustCompile(`\x1b\[[0-9;]+m`)

// checkText reports what may never stand in text: control characters other than newline, invisible ones, invalid UTF-8,
// escape codes other than SGR under Color, anything outside ASCII under ASCII.
func checkText(t testing.TB, out []byte, o Options) {
	t.Helper()
	s := string(out)
	if o.Color {
		s = sgr.ReplaceAllString(s, "")
	}
	if !utf8.ValidString(s) {
		t.Fatalf("invalid UTF-8 with %+v", o)
	}
	for i, r := range s {
		if r != '\n' && (!unicode.IsGraphic(r) || finding.Visible(string(r), 0) != string(r)) || o.ASCII && r > 0x7e {
			t.Fatalf("%U at %d with %+v: …%q", r, i, o, s[max(0, i-60):min(len(s), i+20)])
		}
	}
}

// TestTextWidth wraps everything but places, which must stay in one piece to be clickable.
func TestTextWidth(t *testing.T) {
	for _, width := range []int{1, 24, 40, 60, 80, 100, 120, 500} {
		for name, d := range documents() {
			out := render(t, "text", d, Options{Color: true, Width: width, Rules: pack(t)})
			if name == "hostile" {
				continue // its paths are longer than any terminal
			}
			for l := range strings.Lines(sgr.ReplaceAllString(string(out), "")) {
				l = strings.TrimRight(l, "\n")
				if strings.HasSuffix(l, " ") {
					t.Errorf("%s at %d: blanks at the end of %q", name, width, l)
				}
				if n := columns(l); width >= 40 && n > min(width, 120) && !strings.ContainsAny(l, ":/") && !strings.Contains(l, "bartizan explain") {
					t.Errorf("%s at %d: %d columns: %q", name, width, n, l)
				}
			}
		}
	}
}

// TestTextVerdict never calls something safe that was not looked at.
func TestTextVerdict(t *testing.T) {
	required := func(name string, s finding.Status) finding.Coverage {
		return finding.Coverage{Scanner: name, Status: s, Required: true, Files: 3}
	}
	optional := func(name string, s finding.Status) finding.Coverage {
		return finding.Coverage{Scanner: name, Status: s}
	}
	low := []finding.Finding{{Scanner: "sast", Rule: "r", Severity: finding.Low, Location: at("a.go", 1, 1)}}
	high := []finding.Finding{{Scanner: "sast", Rule: "r", Severity: finding.High, Location: at("a.go", 1, 1)}}
	cases := []struct {
		name    string
		verdict finding.Verdict
		cs      []finding.Coverage
		fs      []finding.Finding
		hidden  int
		want    string
	}{
		{"pass", finding.Pass, []finding.Coverage{required("secrets", finding.OK)}, nil, 0, "PASS  nothing found by secrets\n"},
		{"pass below", finding.Pass, []finding.Coverage{required("sast", finding.OK)}, low, 0, "PASS  1 low; nothing at or above high\n"},
		{"pass hidden", finding.Pass, []finding.Coverage{required("sast", finding.OK)}, nil, 2, "PASS  nothing to show at or above high; 2 findings hidden\n"},
		{"pass with gap", finding.Pass, []finding.Coverage{required("sast", finding.OK), optional("dast", finding.Skipped)}, nil, 0, "not everything was looked at: dast did not run\n"},
		{"incomplete", finding.Incomplete, []finding.Coverage{required("secrets", finding.OK), required("sast", finding.Skipped), required("deps", finding.Skipped), required("iac", finding.Timeout), optional("dast", finding.Skipped)}, low, 0,
			"INCOMPLETE: nothing at or above high was found, but sast, deps did not run; iac ran out of time\n"},
		{"incomplete without a required gap", finding.Incomplete, []finding.Coverage{optional("sast", finding.Failed)}, nil, 0, "INCOMPLETE: nothing at or above high was found, but sast failed\n"},
		{"incomplete for no visible reason", finding.Incomplete, []finding.Coverage{required("sast", finding.OK)}, nil, 0, "INCOMPLETE: nothing at or above high was found, but not everything could be judged\n"},
		{"incomplete with a finding", finding.Incomplete, []finding.Coverage{required("sast", finding.Partial)}, high, 0, "INCOMPLETE: 1 high, and sast saw only a part\n"},
		{"unset", "", nil, nil, 0, "INCOMPLETE: nothing"},
		{"unknown status", finding.Incomplete, []finding.Coverage{required("sast", "odd")}, nil, 0, "but sast did not say how the run ended\n"},
		{"fail", finding.Fail, []finding.Coverage{required("sast", finding.OK)}, high, 0, "FAIL  1 high\n"},
		{"fail by drift", finding.Fail, []finding.Coverage{required("mcp", finding.OK)}, nil, 0, "FAIL  no finding at or above high, the notes say what failed\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := sealed(finding.Document{Verdict: c.verdict, FailOn: finding.High, Coverage: c.cs, Findings: c.fs, Hidden: finding.Hidden{Baseline: c.hidden}})
			for _, quiet := range []bool{false, true} {
				out := string(render(t, "text", d, Options{Quiet: quiet}))
				if !strings.Contains(out, c.want) {
					t.Errorf("no %q in\n%s", c.want, out)
				}
				if !strings.Contains(out, fmt.Sprintf("hidden  0 below threshold, %d in baseline, 0 waived\n", c.hidden)) {
					t.Errorf("no hidden counts in\n%s", out)
				}
				if strings.Contains(out, "clean") || c.verdict != finding.Pass && strings.Contains(out, "PASS") {
					t.Errorf("reads like a pass:\n%s", out)
				}
			}
		})
	}
}

// TestTextGates says of a gate that was no part of the run that it was not.
func TestTextGates(t *testing.T) {
	d := sealed(finding.Document{Verdict: finding.Pass, Coverage: []finding.Coverage{{Scanner: "mcp", Status: finding.OK, Files: 2}}})
	out := string(render(t, "text", d, Options{}))
	for _, want := range []string{"Gate 1 · tools (MCP servers)  nothing found in 2 files by mcp\n", "Gate 2 · code  not part of this run (bartizan scan)\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestTextLong counts what a long result does not show.
func TestTextLong(t *testing.T) {
	d := many(30_000)
	out := string(render(t, "text", d, Options{}))
	m := regexp.MustCompile(`([\d,]+) further findings not shown here`).FindStringSubmatch(out)
	if m == nil {
		t.Fatal("the further findings are not counted")
	}
	if len(out) > 400_000 || !strings.HasPrefix(out, "FAIL  6,000 critical") || !strings.HasSuffix(out, "6,000 low, 6,000 info\n") {
		t.Errorf("%d bytes, from %.40q to %q", len(out), out, out[len(out)-60:])
	}
	quiet := render(t, "text", d, Options{Quiet: true})
	if n := bytes.Count(quiet, []byte("\n")); n != 30_000+3 {
		t.Errorf("quiet has %d lines", n)
	}
}

// TestTextNext offers no command that a foreign rule id could have written.
func TestTextNext(t *testing.T) {
	d := sealed(finding.Document{Verdict: finding.Fail, Findings: []finding.Finding{{Scanner: "sast", Rule: "x; rm -rf ~", Severity: finding.Critical}}})
	if out := string(render(t, "text", d, Options{})); strings.Contains(out, "explain") {
		t.Errorf("offers a command in\n%s", out)
	}
}

// TestDeterminism writes every document twice in every format.
func TestDeterminism(t *testing.T) {
	for _, f := range Formats {
		for name := range documents() {
			a := render(t, f.Name, documents()[name], Options{Rules: pack(t)})
			b := render(t, f.Name, documents()[name], Options{Rules: pack(t)})
			if !bytes.Equal(a, b) {
				t.Errorf("%s of %s differs between two runs", f.Name, name)
			}
			d := documents()[name]
			d.TookMS += 999
			for i := range d.Coverage {
				d.Coverage[i].MS += 999
			}
			if c := render(t, f.Name, d, Options{Rules: pack(t)}); f.Name != "json" && !bytes.Equal(a, c) {
				t.Errorf("%s of %s depends on how long the run took", f.Name, name)
			}
		}
	}
}

// TestWriteErrors hands a full disk's error to the caller.
func TestWriteErrors(t *testing.T) {
	for _, f := range Formats {
		if err := f.Write(full{}, ordinary(), Options{}); err == nil || !strings.Contains(err.Error(), "as "+f.Name) || !strings.Contains(err.Error(), "disk is full") {
			t.Errorf("%s: error is %v", f.Name, err)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("disk is full") }

func TestFind(t *testing.T) {
	if _, err := Find("xml"); err == nil || err.Error() != `unknown format "xml": use text, json, sarif, junit, markdown` {
		t.Errorf("error is %v", err)
	}
}

func TestWrap(t *testing.T) {
	cases := []struct {
		text string
		room int
		want string
	}{
		{"one two three", 0, "one two three"},
		{"one two three", 7, "one two|three"},
		{"abcdefghij kl", 4, "abcd|efgh|ij|kl"},
		{"日本語の文章", 5, "日本|語の|文章"},
		{"日本", 1, "日|本"},
		{"", 5, ""},
	}
	for _, c := range cases {
		if got := strings.Join(wrap(c.text, c.room), "|"); got != c.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", c.text, c.room, got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1234: "-1,234", -123: "-123"} {
		if got := number(n); got != want {
			t.Errorf("number(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestFirstSentence(t *testing.T) {
	for in, want := range map[string]string{
		"":                                   "",
		"Pin it. Then test.":                 "Pin it.",
		"- Use a store, e.g. Vault. More.":   "Use a store, e.g. Vault.",
		"- no full stop\n- another":          "no full stop",
		"Split over\nlines.\n\nNext.":        "Split over lines.",
		"Upgrade to v1.2.3 or later. Check.": "Upgrade to v1.2.3 or later.",
	} {
		if got := firstSentence(in); got != want {
			t.Errorf("firstSentence(%q) = %q, want %q", in, got, want)
		}
	}
}
