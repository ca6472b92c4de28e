package advisory

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"bartizan/internal/finding"
)

func TestAffecting(t *testing.T) {
	events := func(list string) string { return `"ranges":[{"type":"ECOSYSTEM","events":[` + list + `]}]` }
	s := storeOf(t, "", "",
		fields{id: "GHSA-aaaa-bbbb-cc01", ecosystem: "npm", name: "branches",
			affected: events(`{"introduced":"2.0.0"},{"fixed":"1.4.2"},{"introduced":"0"},{"fixed":"2.3.0"}`)},
		fields{id: "GHSA-aaaa-bbbb-cc02", ecosystem: "npm", name: "last", affected: events(`{"introduced":"1.0.0"},{"last_affected":"1.5.0"}`)},
		fields{id: "GHSA-aaaa-bbbb-cc03", ecosystem: "npm", name: "one", affected: events(`{"last_affected":"1.0.0"},{"introduced":"1.0.0"}`)},
		fields{id: "GHSA-aaaa-bbbb-cc04", ecosystem: "npm", name: "listed", affected: `"versions":["1.0.0","1.2.0-beta.1"]`},
		fields{id: "GHSA-aaaa-bbbb-cc05", ecosystem: "npm", name: "limited", affected: events(`{"introduced":"1.0.0"},{"limit":"2.0.0"}`)},
		fields{id: "GHSA-aaaa-bbbb-cc06", ecosystem: "npm", name: "JSONStream"},
		fields{id: "PYSEC-2025-1", ecosystem: "PyPI", name: "Some_Package"},
		fields{id: "GO-2025-0001", ecosystem: "Go", name: "stdlib", affected: events(`{"introduced":"0"},{"fixed":"1.21.0-rc.4"}`)},
		fields{id: "DSA-1-1", ecosystem: "Debian:12", name: "openssl", affected: events(`{"introduced":"0"},{"fixed":"3.0.11-1~deb12u2"}`)},
		fields{id: "GHSA-aaaa-bbbb-cc07", ecosystem: "NuGet", name: "Newtonsoft.Json"},
	)
	for _, c := range []struct{ ecosystem, name, version, want string }{
		{"npm", "branches", "1.4.1", "GHSA-aaaa-bbbb-cc01"},
		{"npm", "branches", "1.4.2", ""},
		{"npm", "branches", "2.0.0-rc.1", ""},
		{"npm", "branches", "2.2.9", "GHSA-aaaa-bbbb-cc01"},
		{"npm", "branches", "2.3.0", ""},
		{"npm", "last", "1.5.0", "GHSA-aaaa-bbbb-cc02"},
		{"npm", "last", "1.5.1", ""},
		{"npm", "last", "0.9.9", ""},
		{"npm", "one", "1.0.0", "GHSA-aaaa-bbbb-cc03"},
		{"npm", "one", "1.0.1", ""},
		{"npm", "listed", "1.0.0", "GHSA-aaaa-bbbb-cc04"},
		{"npm", "listed", "v1.0.0", "GHSA-aaaa-bbbb-cc04"},
		{"npm", "listed", "1.2.0-beta.1", "GHSA-aaaa-bbbb-cc04"},
		{"npm", "listed", "1.1.0", ""},
		{"npm", "limited", "1.9.9", "GHSA-aaaa-bbbb-cc05"},
		{"npm", "limited", "2.0.0", ""},
		{"npm", "JSONStream", "1.0.0", "GHSA-aaaa-bbbb-cc06"},
		{"npm", "jsonstream", "1.0.0", ""},
		{"PyPI", "some.package", "1.9", "PYSEC-2025-1"},
		{"PyPI", "SOME--package", "2", ""},
		{"Go", "stdlib", "go1.21rc2", "GO-2025-0001"},
		{"Go", "stdlib", "1.21.0", ""},
		{"Go", "stdlib", "1.20", "GO-2025-0001"},
		{"Debian:12", "openssl", "3.0.11-1~deb12u1", "DSA-1-1"},
		{"Debian:12", "openssl", "3.0.11-1~deb12u2", ""},
		{"Debian:11", "openssl", "1.1.1w-0", ""},
		{"NuGet", "newtonsoft.json", "1.0.0", "GHSA-aaaa-bbbb-cc07"},
	} {
		a, err := s.Affecting(Package{c.ecosystem, c.name, c.version})
		if err != nil || ids(a) != c.want || len(a.Doubts) > 0 {
			t.Errorf("%s %s %s: %q, %v, %v; want %q", c.ecosystem, c.name, c.version, ids(a), a.Doubts, err, c.want)
		}
	}
}

func TestUnknown(t *testing.T) {
	s := storeOf(t, "", "",
		fields{id: "GHSA-aaaa-bbbb-cc01", ecosystem: "npm", name: "all", affected: `"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]`},
		fields{id: "GHSA-aaaa-bbbb-cc02", ecosystem: "npm", name: "some"},
		fields{id: "GHSA-aaaa-bbbb-cc03", ecosystem: "npm", name: "text", affected: `"versions":["latest"]`},
		fields{id: "PYSEC-2025-2", ecosystem: "PyPI", name: "odd", affected: `"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"release nine"}]}]`},
		fields{id: "PYSEC-2025-3", ecosystem: "PyPI", name: "odd", affected: `"ranges":[{"type":"GIT","repo":"https://example.org/x","events":[{"introduced":"0"}]}]`},
		fields{id: "OSV-2025-1", ecosystem: "OSS-Fuzz", name: "lib", affected: `"versions":["v1"],"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"1"}]}]`},
	)
	for _, c := range []struct {
		p      Package
		want   string
		doubts string
		err    error
	}{
		{Package{"Maven", "a:b", "1"}, "", "", ErrNoData},
		{Package{"npm", "some", "latest"}, "", "", ErrVersion},
		{Package{"npm", "some", ""}, "", "", ErrVersion},
		{Package{"npm", "all", "git+https://example.org/x"}, "GHSA-aaaa-bbbb-cc01", "", ErrVersion},
		{Package{"npm", "text", "latest"}, "GHSA-aaaa-bbbb-cc03", "", ErrVersion},
		{Package{"npm", "unheard-of", "latest"}, "", "", nil},
		{Package{"PyPI", "odd", "1.0"}, "", "PYSEC-2025-2 PYSEC-2025-3", nil},
		{Package{"OSS-Fuzz", "lib", "v1"}, "OSV-2025-1", "", nil},
		{Package{"OSS-Fuzz", "lib", "v2"}, "", "OSV-2025-1", nil},
	} {
		a, err := s.Affecting(c.p)
		if !errors.Is(err, c.err) || ids(a) != c.want || strings.Join(a.Doubts, " ") != c.doubts {
			t.Errorf("%v: %q, doubts %v, %v; want %q, %q, %v", c.p, ids(a), a.Doubts, err, c.want, c.doubts, c.err)
		}
	}
}

func TestMerge(t *testing.T) {
	kev := "cve,dateAdded,ransomware\nCVE-2025-10001,2025-06-01,known\nCVE-2025-10002,2025-06-02,unknown\n"
	epss := "#model_version:v2025.03.14,score_date:2026-11-19T00:00:00+0000\ncve,epss,percentile\nCVE-2025-10001,0.25,0.96875\nCVE-2024-9,0.5,1\n"
	epss = strings.Replace(epss, "CVE-2024-9,", "CVE-2024-0009,", 1)
	vector := `"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},{"type":"CVSS_V4","score":"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N"}]`
	fixed := func(v string) string {
		return `"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"` + v + `"},{"introduced":"2.0"},{"fixed":"2.4"}]}]`
	}
	s := storeOf(t, kev, epss,
		fields{id: "GHSA-aaaa-bbbb-cc01", aliases: `"CVE-2025-10001"`, ecosystem: "PyPI", name: "p", affected: fixed("1.4"),
			more: `,"database_specific":{"severity":"MODERATE","cwe_ids":["CWE-79","CWE-20"]}`},
		fields{id: "PYSEC-2025-10", aliases: `"GHSA-aaaa-bbbb-cc01"`, ecosystem: "PyPI", name: "P", affected: fixed("1.5"), more: "," + vector, modified: "2025-04-01 00:00:00+00:00"},
		fields{id: "PYSEC-2025-11", aliases: `"CVE-2025-10003"`, ecosystem: "PyPI", name: "p", affected: fixed("1.4"), more: "," + vector},
		fields{id: "PYSEC-2025-12", ecosystem: "PyPI", name: "p", affected: fixed("1.4")},
		fields{id: "UBUNTU-CVE-2025-10002", ecosystem: "Ubuntu:24.04:LTS", name: "src", more: `,"upstream":["CVE-2025-10002"],"severity":[{"type":"Ubuntu","score":"low"}]`},
		fields{id: "DSA-5-1", ecosystem: "Debian:12", name: "src", more: `,"upstream":["CVE-2025-10002","CVE-2025-10001"]`},
		fields{id: "MADE-p-1", ecosystem: "npm", name: "p"},
	)
	a, err := s.Affecting(Package{"PyPI", "p", "1.0"})
	if err != nil || ids(a) != "CVE-2025-10001 CVE-2025-10003 PYSEC-2025-12" {
		t.Fatal(ids(a), err)
	}
	m := a.Matches[0]
	if !slices.Equal(m.IDs, []string{"CVE-2025-10001", "GHSA-aaaa-bbbb-cc01", "PYSEC-2025-10"}) || !slices.Equal(m.Fixed, []string{"1.5", "2.4"}) {
		t.Errorf("ids %v, fixed %v", m.IDs, m.Fixed)
	}
	if m.Severity != finding.Critical || m.Source != FromKEV || m.Score != 6.9 || !strings.HasPrefix(m.Vector, "CVSS:4.0/") {
		t.Errorf("severity %v from %s, %v of %s", m.Severity, m.Source, m.Score, m.Vector)
	}
	if m.KEV == nil || !m.KEV.Ransomware || m.KEV.Added != time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC) {
		t.Errorf("exploited: %+v", m.KEV)
	}
	if m.EPSS == nil || m.EPSS.Probability < 0.2499 || m.EPSS.Probability > 0.2501 || m.EPSS.Percentile < 0.9687 || m.EPSS.Percentile > 0.9688 {
		t.Errorf("predicted: %+v", m.EPSS)
	}
	if !slices.Equal(m.CWE, []int{20, 79}) || m.Modified != time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC) || m.Published != time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC) {
		t.Errorf("cwe %v, dates %s %s", m.CWE, m.Published, m.Modified)
	}
	if m := a.Matches[2]; m.Severity != finding.Medium || m.Source != FromNothing || !m.Public {
		t.Errorf("nothing known: %+v", m)
	}
	if a, _ := s.Affecting(Package{"Ubuntu:24.04:LTS", "src", "1.0"}); ids(a) != "CVE-2025-10002" || a.Matches[0].KEV == nil || a.Matches[0].KEV.Ransomware {
		t.Errorf("a distribution's name of a flaw: %+v", a)
	}
	if a, _ := s.Affecting(Package{"Debian:12", "src", "1.0"}); ids(a) != "DSA-5-1" || a.Matches[0].KEV == nil || !a.Matches[0].KEV.Ransomware || a.Matches[0].EPSS == nil {
		t.Errorf("an advisory on several flaws: %+v", a)
	}
	if a, _ := s.Affecting(Package{"npm", "p", "1.0.0"}); ids(a) != "MADE-p-1" || a.Matches[0].Public {
		t.Errorf("an id of no database: %+v", a)
	}
	if i := s.Info(); i.KEV.Rows != 2 || i.EPSS.Rows != 2 || i.EPSS.Date.Format(time.DateOnly) != "2026-11-19" {
		t.Errorf("lists: %+v %+v", i.KEV, i.EPSS)
	}
}

func TestKinds(t *testing.T) {
	all := `"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]`
	s := storeOf(t, "", "",
		fields{id: "MAL-2025-7", ecosystem: "npm", name: "whole", affected: all},
		fields{id: "MAL-2025-8", aliases: `"GHSA-aaaa-bbbb-cc01"`, ecosystem: "npm", name: "aliased", affected: all},
		fields{id: "MAL-2025-9", ecosystem: "npm", name: "release", affected: `"versions":["1.5.6"]`},
		fields{id: "GHSA-aaaa-bbbb-cc02", ecosystem: "npm", name: "weakness", affected: all, more: `,"database_specific":{"cwe_ids":["CWE-506"]}`},
		fields{id: "RUSTSEC-2025-1", ecosystem: "crates.io", name: "title", affected: all, more: ",\"summary\":\"`title` was removed from crates.io for malicious code\""},
		fields{id: "RUSTSEC-2025-2", ecosystem: "crates.io", name: "input", affected: all, more: `,"summary":"Malicious input causes a panic in crates removed from the cache"`},
		fields{id: "RUSTSEC-2025-3", ecosystem: "crates.io", name: "old", affected: all, more: `,"database_specific":{"informational":"unmaintained"}`},
		fields{id: "RUSTSEC-2025-4", ecosystem: "crates.io", name: "unsound", affected: all + `,"database_specific":{"informational":"unsound"}`},
	)
	for _, c := range []struct {
		ecosystem, name, version, id string
		kind                         Kind
		severity                     finding.Severity
	}{
		{"npm", "whole", "0.0.1", "MAL-2025-7", Malicious, finding.Critical},
		{"npm", "whole", "nonsense", "MAL-2025-7", Malicious, finding.Critical},
		{"npm", "aliased", "1.0.0", "GHSA-aaaa-bbbb-cc01", Malicious, finding.Critical},
		{"npm", "release", "1.5.6", "MAL-2025-9", Malicious, finding.Critical},
		{"npm", "release", "1.5.7", "", 0, 0},
		{"npm", "weakness", "1.0.0", "GHSA-aaaa-bbbb-cc02", Malicious, finding.Critical},
		{"crates.io", "title", "1.0.0", "RUSTSEC-2025-1", Malicious, finding.Critical},
		{"crates.io", "input", "1.0.0", "RUSTSEC-2025-2", Vulnerability, finding.Medium},
		{"crates.io", "old", "1.0.0", "RUSTSEC-2025-3", Unmaintained, finding.Info},
		{"crates.io", "unsound", "1.0.0", "RUSTSEC-2025-4", Unsound, finding.Low},
	} {
		a, _ := s.Affecting(Package{c.ecosystem, c.name, c.version})
		if ids(a) != c.id || c.id != "" && (a.Matches[0].Kind != c.kind || a.Matches[0].Severity != c.severity) {
			t.Errorf("%s %s: %+v", c.name, c.version, a)
		}
	}
	for name, want := range map[string]string{"whole": "MAL-2025-7", "aliased": "GHSA-aaaa-bbbb-cc01", "release": "", "absent": ""} {
		if id, err := s.Malicious("npm", name); id != want || err != nil {
			t.Errorf("malicious %s: %q, %v", name, id, err)
		}
	}
	if e, ok := s.Info().Ecosystem("npm"); !ok || e.Malicious != 1 || e.Packages != 3 || e.Records != 4 {
		t.Errorf("%+v", e)
	}
}
