package advisory

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// built is the moment of all stores in these tests.
var built = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// A fields is the variable part of a test record.
type fields struct {
	id, aliases, ecosystem, name string // aliases: JSON strings
	affected                     string // ranges or versions of the package, as JSON members; default: fixed 2.0.0
	more                         string // members of the record, each with a comma before it
	modified                     string
}

func (f fields) json() string {
	if f.affected == "" {
		f.affected = `"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.0.0"}]}]`
	}
	if f.modified == "" {
		f.modified = "2025-03-04T05:06:07Z"
	}
	return fmt.Sprintf(`{"schema_version":"1.6.0","id":%q,"modified":%q,"published":"2025-01-02T00:00:00Z","aliases":[%s],`+
		`"affected":[{"package":{"ecosystem":%q,"name":%q},%s}]%s}`, f.id, f.modified, f.aliases, f.ecosystem, f.name, f.affected, f.more)
}

// writeZip writes records into a zip, each under its id.
func writeZip(t testing.TB, path string, records ...string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, zipOf(t, records...), 0o600); err != nil {
		t.Fatal(err)
	}
}

func zipOf(t testing.TB, records ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, r := range records {
		_, rest, _ := strings.Cut(r, `"id":"`)
		id, _, _ := strings.Cut(rest, `"`)
		w, err := z.Create(id + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(r)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// storeOf builds a store from records, each in the folder of its ecosystem, and opens it.
func storeOf(t testing.TB, kev, epss string, records ...fields) *Store {
	t.Helper()
	s, err := FromBytes(bytesOf(t, kev, epss, records...))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func bytesOf(t testing.TB, kev, epss string, records ...fields) []byte {
	t.Helper()
	dir := t.TempDir()
	folders := map[string][]string{}
	for _, r := range records {
		folders[family(r.ecosystem)] = append(folders[family(r.ecosystem)], r.json())
	}
	for e, list := range folders {
		writeZip(t, filepath.Join(dir, e, "all.zip"), list...)
	}
	in := Inputs{Built: built}
	var err error
	if in.Folders, err = Folders(dir); err != nil {
		t.Fatal(err)
	}
	if kev != "" {
		in.KEV = strings.NewReader(kev)
	}
	if epss != "" {
		in.EPSS = strings.NewReader(epss)
	}
	data, report, err := Build(context.Background(), in)
	if err != nil || report.Refused > 0 {
		t.Fatal(err, report)
	}
	return data
}

// ids returns what an answer shows, for comparison.
func ids(a Answer) string {
	var out []string
	for _, m := range a.Matches {
		out = append(out, m.ID)
	}
	return strings.Join(out, " ")
}
