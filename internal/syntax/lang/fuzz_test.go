package lang

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
)

// FuzzRead reads any text as any of the languages: the tree keeps its contract, no name is lost on the way, and a second
// reading gives the same.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/sample.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for i := range Languages {
			f.Add(uint8(i), text)
		}
	}
	for _, s := range samples(f) {
		if len(s.text) > 400 {
			continue
		}
		l, err := s.lang()
		if err != nil {
			f.Fatal(err)
		}
		for i, e := range Languages {
			if e.Name == l.Name {
				f.Add(uint8(i), s.text)
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, text []byte) {
		l, err := Languages[int(which)%len(Languages)].Get()
		if err != nil {
			t.Fatal(err)
		}
		p := syntax.NewParser()
		defer p.Close()
		tree, err := p.Parse(l.Grammar, text)
		if err != nil {
			t.Fatal(err)
		}
		file := l.Lower(tree, text)
		if err := generic.Check(file); err != nil {
			t.Fatalf("%v\n%s", err, file.Dump(1))
		}
		if lost := lost(l, tree, file); lost != "" {
			t.Fatalf("%s\n%s", lost, file.Dump(1))
		}
		if read, _, err := l.Read(p, text); err != nil || generic.Check(read) != nil { // by the grammar that fits better
			t.Fatalf("reading: %v, %v", err, generic.Check(read))
		}
		again, _, err := l.ReadPlain(p, text)
		if err != nil || !reflect.DeepEqual(file, again) {
			t.Fatalf("a second reading differs: %v", err)
		}
	})
}
