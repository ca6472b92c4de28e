package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"bartizan/internal/finding"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// render writes a document in a format.
func render(t testing.TB, format string, d *finding.Document, o Options) []byte {
	t.Helper()
	f, err := Find(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, d, o); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

// looked are the manners in which text is shown in golden files.
var looked = map[string]Options{
	"plain":   {},
	"quiet":   {Quiet: true},
	"color40": {Color: true, Width: 40},
	"color80": {Color: true, Width: 80},
	"ascii80": {Color: true, Width: 80, ASCII: true},
}

// TestGolden compares every format on every document with what was reviewed.
func TestGolden(t *testing.T) {
	rules := pack(t)
	compare := func(name string, got []byte) {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("%v: run the test with -update and review the file", err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("differs from %s; got\n%s", path, got)
			}
		})
	}
	for name, d := range documents() {
		for look, o := range looked {
			o.Rules = rules
			compare(name+"."+look+".txt", render(t, "text", d, o))
		}
		compare(name+".sarif", render(t, "sarif", d, Options{Rules: rules, Root: "/srv/my project"}))
		compare(name+".json", render(t, "json", d, Options{}))
		compare(name+".junit.xml", render(t, "junit", d, Options{Rules: rules}))
		compare(name+".md", render(t, "markdown", d, Options{Rules: rules}))
	}
}
