package osv

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const full = `{"schema_version":"1.7.0","id":"GHSA-aaaa-bbbb-cccc","modified":"2025-03-04T05:06:07.891Z","published":"2025-01-02 03:04:05+02:00",
	"aliases":["CVE-2025-10001","GHSA-aaaa-bbbb-cccc"," CVE-2025-10002,","not an id","CVE-2025-10001"],"upstream":["CVE-2025-10003"],
	"summary":"A flaw","details":"Prose is not read.","severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},{"type":"Ubuntu","score":"low"}],
	"affected":[
		{"package":{"ecosystem":"Go","name":"example.org/m","purl":"pkg:golang/example.org/m"},
		 "ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.2.3"},{"introduced":"2.0.0"},{"last_affected":"2.1.0"},{"limit":"3.0.0"}]},{"type":"GIT","repo":"https://example.org/m","events":[{"introduced":"0"}]}],
		 "versions":["1.0.0"],
		 "ecosystem_specific":{"imports":[{"path":"example.org/m/x","symbols":["F"],"goos":["windows"]}],"severity":"high"},
		 "database_specific":{"cwes":[{"cweId":"CWE-89"}]}},
		{"ranges":[{"type":"GIT","repo":"https://example.org/m","events":[{"introduced":"0"}]}]},
		{"package":{"ecosystem":"crates.io","name":"c"},"ranges":[{"type":"GIT","events":[{"introduced":"0"}]}],"ecosystem_specific":{"affects":{"os":["linux"],"arch":[],"functions":["c::f"]}}}],
	"database_specific":{"cwe_ids":["CWE-79","CWE-79","CWE-x"],"severity":"MODERATE","review_status":"UNREVIEWED","github_reviewed":true}}`

func TestRead(t *testing.T) {
	r, err := Read([]byte(full))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintln(r.ID, r.Aliases, r.Upstream, r.CWE, r.Severity, r.Malicious, r.Unreviewed, len(r.Affected)); got !=
		"GHSA-aaaa-bbbb-cccc [CVE-2025-10001 CVE-2025-10002] [CVE-2025-10003] [79 89] {[CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H] medium} false true 2\n" {
		t.Error(got)
	}
	if r.Published.Format(time.RFC3339) != "2025-01-02T01:04:05Z" || r.Modified.Nanosecond() != 891e6 || !r.Withdrawn.IsZero() {
		t.Error(r.Published, r.Modified, r.Withdrawn)
	}
	if got := fmt.Sprintf("%+v", r.Affected); got != "[{Ecosystem:Go Name:example.org/m Severity:{Vectors:[] Word:high} "+
		"Ranges:[{Events:[{Kind:0 Version:0} {Kind:1 Version:1.2.3} {Kind:0 Version:2.0.0} {Kind:2 Version:2.1.0} {Kind:3 Version:3.0.0}]}] Versions:[1.0.0] GitOnly:false "+
		"Imports:[{Path:example.org/m/x Symbols:[F] OS:[windows] Arch:[]}]} "+
		"{Ecosystem:crates.io Name:c Severity:{Vectors:[] Word:} Ranges:[] Versions:[] GitOnly:true Imports:[{Path:c Symbols:[c::f] OS:[linux] Arch:[]}]}]" {
		t.Error(got)
	}
}

// TestShapes are members that databases write in other ways than the schema: they are ignored, not refused.
func TestShapes(t *testing.T) {
	for _, more := range []string{
		`"database_specific":null`, `"database_specific":[]`, `"database_specific":"x"`, `"database_specific":{"severity":{"x":1},"cwe_ids":"CWE-79","cvss_v3":"high"}`,
		`"database_specific":{"informational":null}`, `"aliases":null`, `"severity":null`, `"withdrawn":""`, `"published":"0001-01-01T00:00:00Z"`, `"summary":null`,
	} {
		if r, err := Read([]byte(`{"id":"X-1",` + more + `}`)); err != nil || !r.Published.IsZero() || r.Malicious || !r.Withdrawn.IsZero() {
			t.Errorf("%s: %+v, %v", more, r, err)
		}
	}
	if r, err := Read([]byte(`{"id":"X-1","withdrawn":"last year"}`)); err != nil || r.Withdrawn.IsZero() {
		t.Errorf("withdrawn at an unreadable moment: %+v, %v", r, err)
	}
	for score, want := range map[string]string{"9.8": "critical", "7": "high", "6.9": "medium", "0.1": "low", "0": "", "11": "", "-1": ""} {
		if r, err := Read([]byte(`{"id":"X-1","database_specific":{"cvss_v3":` + score + `}}`)); err != nil || r.Severity.Word != want {
			t.Errorf("%s: %q, %v", score, r.Severity.Word, err)
		}
	}
}

func TestRefused(t *testing.T) {
	with := func(member string) string { return `{"id":"X-1",` + member + `}` }
	in := func(affected string) string { return with(`"affected":[` + affected + `]`) }
	packages := strings.Repeat(`{"package":{"ecosystem":"npm","name":"a"}},`, MaxAffected) + `{}`
	for name, text := range map[string]string{
		"nothing": "", "no object": `[]`, "cut": full[:len(full)/2], "two": full + full, "no id": `{}`, "wrong type": `{"id":1}`,
		"escape in id": `{"id":"X-\u001b[2J"}`, "path in id": `{"id":"../../x"}`, "long id": `{"id":"` + strings.Repeat("x", 201) + `"}`,
		"line in name":   in(`{"package":{"ecosystem":"npm","name":"a\nb"}}`),
		"no name":        in(`{"package":{"ecosystem":"npm"}}`),
		"hidden name":    in(`{"package":{"ecosystem":"npm","name":"a\u200bb"}}`),
		"type of range":  in(`{"package":{"ecosystem":"npm","name":"a"},"ranges":[{"type":"DATE","events":[]}]}`),
		"text of range":  in(`{"package":{"ecosystem":"npm","name":"a"},"ranges":"all"}`),
		"long version":   in(`{"package":{"ecosystem":"npm","name":"a"},"versions":["` + strings.Repeat("1", MaxText+1) + `"]}`),
		"long event":     in(`{"package":{"ecosystem":"npm","name":"a"},"ranges":[{"type":"SEMVER","events":[{"fixed":"` + strings.Repeat("1", MaxText+1) + `"}]}]}`),
		"many packages":  in(packages),
		"many events":    in(`{"package":{"ecosystem":"npm","name":"a"},"ranges":[{"type":"SEMVER","events":[` + strings.Repeat(`{"introduced":"1"},`, MaxEvents) + `{}]}]}`),
		"many versions":  in(`{"package":{"ecosystem":"npm","name":"a"},"versions":[` + strings.Repeat(`"1",`, MaxVersions) + `"1"]}`),
		"many aliases":   with(`"aliases":[` + strings.Repeat(`"A-1",`, MaxNames) + `"A-1"]`),
		"many symbols":   in(`{"package":{"ecosystem":"npm","name":"a"},"ecosystem_specific":{"imports":[{"path":"p","symbols":[` + strings.Repeat(`"s",`, MaxSymbols) + `"s"]}]}}`),
		"too many bytes": with(`"details":"` + strings.Repeat("x", MaxBytes) + `"`),
		"deep":           with(`"database_specific":` + strings.Repeat(`[`, 1<<20)),
	} {
		if r, err := Read([]byte(text)); err == nil {
			t.Errorf("%s: %.100v", name, r)
		} else if len(err.Error()) > 400 {
			t.Errorf("%s: the error has %d bytes", name, len(err.Error()))
		} else if strings.HasPrefix(name, "many ") && !errors.Is(err, errTooMuch) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMalicious(t *testing.T) {
	for summary, want := range map[string]bool{
		"Malicious code in left-pad (npm)":                                   true,
		"Embedded malicious code in left-pad":                                true,
		"malicious crate `x`":                                                true,
		"Malware in x":                                                       true,
		"`x` was removed from crates.io for malicious code":                  true,
		"`x` 0.8.7 was removed from crates.io due to a malicious dependency": true,
		"Malicious ruby gem - x":                                             true,
		"Malicious code execution in x":                                      false,
		"Denial of service via malicious message":                            false,
		"x removed from memory for malicious inputs":                         true, // the price of reading prose
		"Malicious PDF can inject JavaScript":                                false,
		"":                                                                   false,
	} {
		if got := saysMalicious(summary); got != want {
			t.Errorf("%q: %v", summary, got)
		}
	}
}

func TestDate(t *testing.T) {
	for text, want := range map[string]string{
		"2025-03-04T05:06:07Z": "2025-03-04T05:06:07Z", "2025-03-04T05:06:07.5+01:00": "2025-03-04T04:06:07Z", "2024-10-01 21:22:35.777428+00:00": "2024-10-01T21:22:35Z",
		"2025-03-04": "2025-03-04T00:00:00Z", "2025-03-04T05:06:07": "2025-03-04T05:06:07Z", "0001-01-01T00:00:00Z": "", "": "", "2025": "", "2025-13-01": "", "now": "",
	} {
		got := ""
		if d := Date(text); !d.IsZero() {
			got = d.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// FuzzRead: whatever is read can be shown and is within its bounds.
func FuzzRead(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte(`{"id":"PYSEC-2024-1","affected":[{"package":{"ecosystem":"PyPI","name":"p"},"versions":["1"]}],"withdrawn":"x"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read(data)
		if err != nil {
			return
		}
		for _, id := range slices.Concat([]string{r.ID}, r.Aliases, r.Upstream) {
			if !ValidID(id) {
				t.Errorf("id %q", id)
			}
		}
		for _, a := range r.Affected {
			if !printable(a.Ecosystem) || !printable(a.Name) || a.GitOnly && len(a.Ranges) > 0 {
				t.Errorf("%+v", a)
			}
			for _, i := range a.Imports {
				if !printable(i.Path) {
					t.Errorf("%+v", i)
				}
			}
		}
		for _, d := range []time.Time{r.Published, r.Modified} {
			if !d.IsZero() && d.Year() < 1989 {
				t.Error(d)
			}
		}
	})
}
