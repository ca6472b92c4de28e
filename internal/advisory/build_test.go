package advisory

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDeterministic(t *testing.T) {
	records := []fields{
		{id: "GHSA-aaaa-bbbb-cc01", ecosystem: "npm", name: "a"},
		{id: "GHSA-aaaa-bbbb-cc02", ecosystem: "npm", name: "a"},
		{id: "MAL-2025-7", ecosystem: "npm", name: "bad", affected: `"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]`},
		{id: "MAL-2025-8", ecosystem: "PyPI", name: "bad", affected: `"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]`},
		{id: "PYSEC-2025-1", ecosystem: "PyPI", name: "b"},
	}
	one := bytesOf(t, "", "", records...)
	slices.Reverse(records)
	if !bytes.Equal(one, bytesOf(t, "", "", records...)) {
		t.Error("the order of the records shows")
	}
	s, err := FromBytes(one)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := Build(context.Background(), Inputs{Built: built, Base: s})
	if err != nil || !bytes.Equal(one, again) {
		t.Errorf("a store built from itself is another one: %v", err)
	}
}

func TestFolders(t *testing.T) {
	dir := t.TempDir()
	bad := fields{id: "MAL-2025-7", ecosystem: "npm", name: "bad", affected: `"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]`}
	writeZip(t, filepath.Join(dir, "npm", "all.zip"),
		fields{id: "GHSA-aaaa-bbbb-cc01", ecosystem: "npm", name: "a"}.json(),
		fields{id: "GHSA-aaaa-bbbb-cc02", ecosystem: "npm", name: "gone", more: `,"withdrawn":"2025-02-02T00:00:00Z"`}.json(),
		fields{id: "GHSA-aaaa-bbbb-cc03", ecosystem: "PyPI", name: "elsewhere"}.json(),
		fields{id: "GHSA-aaaa-bbbb-cc04", ecosystem: "npm", name: "future", modified: "2199-01-01T00:00:00Z"}.json(),
		`{"id":"GHSA-broken","affected":`)
	if err := os.MkdirAll(filepath.Join(dir, "malicious", "deep"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "malicious", "deep", "x.json"), []byte(bad.json()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "malicious"), filepath.Join(dir, "malicious", "loop")); err != nil {
		t.Fatal(err)
	}
	folders, err := Folders(dir)
	if err != nil || len(folders) != 1 {
		t.Fatal(folders, err)
	}
	folders[0].Date = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	data, report, err := Build(context.Background(), Inputs{Built: built, Folders: append(folders, Folder{Path: filepath.Join(dir, "malicious")})})
	if err != nil || report.Refused != 1 || len(report.Problems) != 1 || !strings.Contains(report.Problems[0], "GHSA-broken") {
		t.Fatal(report, err)
	}
	s, err := FromBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	e, _ := s.Info().Ecosystem("npm")
	if e.Records != 3 || e.Packages != 2 || e.Malicious != 1 || e.Withdrawn != 1 || e.Refused != 1 || len(s.Info().Ecosystems) != 1 {
		t.Errorf("%+v", s.Info())
	}
	if e.Newest.Format(time.DateOnly) != "2026-08-01" || e.Synced.Format(time.RFC3339) != "2025-03-04T05:06:07Z" {
		t.Errorf("newest %s, synced %s", e.Newest, e.Synced)
	}
	for name, want := range map[string]string{"a": "GHSA-aaaa-bbbb-cc01", "gone": "", "bad": "MAL-2025-7"} {
		if a, err := s.Affecting(Package{"npm", name, "1.0.0"}); err != nil || ids(a) != want {
			t.Errorf("%s: %q, %v", name, ids(a), err)
		}
	}
}

func TestHostileFolders(t *testing.T) {
	dir := t.TempDir()
	build := func(path string) error {
		_, _, err := Build(context.Background(), Inputs{Built: built, Folders: []Folder{{Ecosystem: "npm", Path: path}}})
		return err
	}
	bomb := filepath.Join(dir, "bomb.zip")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("big.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(bytes.Repeat([]byte(" "), 40<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bomb, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	_, report, err := Build(context.Background(), Inputs{Built: built, Folders: []Folder{{Ecosystem: "npm", Path: bomb}}})
	if err != nil || report.Refused != 1 {
		t.Errorf("a record of 40 MB: %v, %v", report, err)
	}
	many := filepath.Join(dir, "many.zip")
	writeZip(t, many, fields{id: "A-1", ecosystem: "npm", name: "a"}.json(), fields{id: "A-2", ecosystem: "npm", name: "a"}.json())
	for _, l := range []limits{{files: 1, bytes: 1 << 20}, {files: 9, bytes: 400}} {
		if err := newBuilder(built).addZip(context.Background(), Folder{Path: many}, l); !errors.Is(err, errLimit) {
			t.Errorf("%+v: %v", l, err)
		}
	}
	whole, err := os.ReadFile(many)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"empty": nil, "cut": whole[:len(whole)/2], "text": []byte("no zip at all"), "nothing in it": zipOf(t)} {
		path := filepath.Join(dir, "x.zip")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if build(path) == nil {
			t.Errorf("%s: no error", name)
		}
	}
	damaged := bytes.Clone(whole)
	damaged[60] ^= 0xff // in the first record's data: its checksum tells
	path := filepath.Join(dir, "damaged.zip")
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	if build(path) == nil {
		t.Error("a damaged record is taken")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Build(ctx, Inputs{Built: built, Folders: []Folder{{Ecosystem: "npm", Path: many}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := Folders(dir); err == nil {
		t.Error("a directory without folders is taken")
	}
}

func TestLists(t *testing.T) {
	for name, text := range map[string]string{
		"no head":      "CVE-2025-10001,2025-06-01,known\n",
		"no date":      "cve,dateAdded\nCVE-2025-10001,soon\n",
		"no cve":       "cve,dateAdded\nGHSA-x,2025-06-01\n",
		"short":        "cve,dateAdded\nCVE-2025-10001\n",
		"broken quote": "cve,dateAdded\n\"CVE-2025-10001,2025-06-01\n",
		"nothing":      "",
	} {
		if _, _, err := readKEV(strings.NewReader(text)); err == nil {
			t.Errorf("KEV, %s: no error", name)
		}
	}
	rows, list, err := readKEV(strings.NewReader("cveID,vendorProject,dateAdded,knownRansomwareCampaignUse\nCVE-2025-10001,\"a, b\",2025-06-01,Known\nCVE-1999-0001,x,2025-06-03,Unknown\nCVE-2025-10001,x,2025-06-02,Unknown\n"))
	if err != nil || list.Rows != 2 || len(rows) != 2*listRow || rows[listRow+6] != 1 || list.Date.Day() != 3 {
		t.Errorf("the agency's own csv: %x %+v %v", rows, list, err)
	}
	for _, text := range []string{"cve,epss,percentile\nCVE-2025-10001,1.5,0\n", "CVE-2025-10001,NaN,0\n", "CVE-2025-10001,0.1\n", "x,0.1,0.1\n"} {
		if _, _, err := readEPSS(strings.NewReader(text)); err == nil {
			t.Errorf("EPSS, %q: no error", text)
		}
	}
	for id, ok := range map[string]bool{"CVE-1999-0001": true, "CVE-2025-1234567": true, "CVE-1998-0001": false, "CVE-2025-1": false, "CVE-2025-99999999": false, "cve-2025-0001": false, "CVE-2025": false} {
		if _, got := parseCVE(id); got != ok {
			t.Errorf("%s: %v", id, got)
		}
	}
	for _, id := range []string{"MAL-2025-1", "MAL-2022-33554431"} {
		if n, ok := parseMAL(id); !ok || formatMAL(n) != id {
			t.Errorf("%s: %s", id, formatMAL(n))
		}
	}
	for _, id := range []string{"MAL-2025-01", "MAL-2025-33554432", "MAL-1999-1", "MAL-0000-pkg-abc"} {
		if _, ok := parseMAL(id); ok {
			t.Errorf("%s is taken", id)
		}
	}
}
