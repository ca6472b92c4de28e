package names

import (
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
)

// corpus adds source of one's own: go test ./internal/syntax/names -corpus DIR:DIR
var corpus = flag.String("corpus", "", "folders of source to resolve as well, separated by colons")

type sample struct {
	path, language string
	file           *g.File
}

// samples reads part of Go's own library, and what -corpus names.
func samples(t testing.TB) []sample {
	t.Helper()
	p := syntax.NewParser()
	defer p.Close()
	languages := map[string]string{".js": "javascript", ".mjs": "javascript", ".jsx": "javascript", ".ts": "typescript",
		".tsx": "tsx", ".py": "python", ".go": "go", ".java": "java"}
	dirs := []string{filepath.Join(goRoot(t), "src", "net", "http"), "../lang/testdata"}
	if *corpus != "" {
		dirs = append(dirs, strings.Split(*corpus, ":")...)
	}
	var all []sample
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			name := languages[filepath.Ext(path)]
			if err != nil || d.IsDir() || name == "" || !d.Type().IsRegular() {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil || len(text) > 1<<20 {
				return err
			}
			l, err := lang.For(name, path)()
			if err != nil {
				return err
			}
			f, _, err := l.Read(p, text)
			if err != nil {
				return err
			}
			all = append(all, sample{path, l.Name, f})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// check asks everything of every node and reports what breaks the table's promises.
func check(t *testing.T, path string, table *Table) {
	t.Helper()
	for id := g.ID(0); int(id) < len(table.Nodes); id++ {
		if s := table.Uses[id]; s < 0 || int(s) >= len(table.Defs) {
			t.Fatalf("%s: node %d means symbol %d of %d", path, id, s, len(table.Defs))
		}
		if s := table.Uses[id]; s != 0 && table.Nodes[id].Kind == g.Ident && table.Defs[s].Name != table.Name(id) {
			t.Fatalf("%s: %s means %s", path, table.Name(id), table.Defs[s].Name)
		}
		if id == 0 {
			continue
		}
		name, _ := table.Canonical(id)
		if len(name) > 2*nameLimit+len(table.module) && len(name) > 2*len(table.Source) {
			t.Fatalf("%s: the name %.50q is too long", path, name)
		}
		table.Names(id)
		table.Constant(id)
		table.Type(id)
		table.Template(id)
		if o := table.Origin(id); int(o) >= len(table.Nodes) || o < 0 {
			t.Fatalf("%s: origin %d", path, o)
		}
	}
	for i, d := range table.Defs[1:] {
		if d.Name == "" || d.Kind == NoDef || d.At == 0 || d.Owner == 0 || d.Scope == 0 {
			t.Fatalf("%s: symbol %d is %+v", path, i+1, d)
		}
	}
}

func TestCorpus(t *testing.T) {
	type count struct{ files, bytes, idents, free int }
	counts := map[string]*count{}
	for _, s := range samples(t) {
		table := Resolve(s.file)
		check(t, s.path, table)
		c := counts[s.language]
		if c == nil {
			c = &count{}
			counts[s.language] = c
		}
		c.files++
		c.bytes += len(s.file.Source)
		for id := range table.Nodes {
			if id := g.ID(id); table.Nodes[id].Kind == g.Ident && id > 0 && table.isUse(id) {
				c.idents++
				if table.Uses[id] == 0 {
					c.free++
				}
			}
		}
	}
	for name, c := range counts {
		t.Logf("%s: %d files, %d bytes, %d uses, %d free", name, c.files, c.bytes, c.idents, c.free)
	}
}

func BenchmarkResolve(b *testing.B) {
	by := map[string][]*g.File{}
	size := map[string]int64{}
	for _, s := range samples(b) {
		if len(s.file.Source) > 1000 {
			by[s.language] = append(by[s.language], s.file)
			size[s.language] += int64(len(s.file.Source))
		}
	}
	for _, e := range lang.Languages {
		if size[e.Name] == 0 {
			continue
		}
		b.Run(e.Name, func(b *testing.B) {
			b.SetBytes(size[e.Name])
			b.ReportAllocs()
			for b.Loop() {
				for _, f := range by[e.Name] {
					Resolve(f)
				}
			}
		})
	}
}

// goRoot is where Go's own library stands.
func goRoot(t testing.TB) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
