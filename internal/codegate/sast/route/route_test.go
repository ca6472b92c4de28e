package route_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/route"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
	"bartizan/rules"

	"github.com/rogpeppe/go-internal/txtar"
)

var (
	update = flag.Bool("update", false, "write what the projects in testdata have as what they should have")
	dir    = flag.String("dir", "", "show the routes of this folder")
)

var extensions = map[string]string{".js": "javascript", ".mjs": "javascript", ".cjs": "javascript", ".jsx": "javascript", ".ts": "typescript", ".tsx": "tsx", ".py": "python", ".go": "go", ".java": "java"}

// modelOf reads the files of a project with the guards and effects of the pack.
func modelOf(t *testing.T, texts map[string][]byte) *route.Model {
	t.Helper()
	family := ""
	for name := range texts {
		if l := extensions[filepath.Ext(name)]; l != "" {
			family = flow.Family(l)
		}
	}
	models, err := formula.LoadModels(rules.FS, family)
	if err != nil {
		t.Fatal(err)
	}
	any, problems := formula.Parse("any.yaml", []byte("rules: [{id: any, message: m, severity: ERROR, languages: ["+family+"], mode: require, require: {subject: {route: {}}, must: [{guarded-by: {any: [rate-limit]}}]}}]"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	routes, plan, set := route.NewPlan(any, models), flow.NewPlan(family, nil, models), search.NewSet(models)
	parser := syntax.NewParser()
	defer parser.Close()
	var files []flow.File
	var said []route.File
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		language := extensions[filepath.Ext(name)]
		get := lang.For(language, name)
		if language == "" || get == nil {
			continue
		}
		l, err := get()
		if err != nil {
			t.Fatal(err)
		}
		tree, _, err := l.Read(parser, texts[name])
		if err != nil {
			t.Fatal(err)
		}
		u := &search.Unit{Path: name, Language: language, Text: texts[name], Table: names.Resolve(tree)}
		pass := set.On(u)
		graphs, _ := flow.Local(u, plan, plan.Marks(pass))
		f, asked := route.Local(pass, routes, func(string, search.Match) string { return "" })
		if err := f.Check(1); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		files, said = append(files, flow.Facts(u, plan, graphs, asked...)), append(said, f)
	}
	return route.NewModel(flow.NewProject(files, nil), said)
}

func read(t *testing.T, root string) map[string][]byte {
	texts := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "node_modules") {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil || extensions[filepath.Ext(path)] == "" {
			return err
		}
		texts[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// show writes a line for each route: method, path, where, what its chain and its handler show.
func show(m *route.Model) string {
	var b strings.Builder
	for i := range m.Routes {
		r := &m.Routes[i]
		fmt.Fprintf(&b, "%s %s %s:%d\n", r.Method, r.Path, m.Path(r.File), r.At.Line)
		for _, l := range r.Chain {
			fmt.Fprintf(&b, "\t%s: %s\n", l.Text, m.Shown(l))
		}
		fmt.Fprintf(&b, "\t→ %s: %s\n", r.Handler.Text, m.Shown(r.Handler))
	}
	return b.String()
}

// TestRoutes: the routes of each project in testdata are those that stand beside it.
func TestRoutes(t *testing.T) {
	projects, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(projects) == 0 {
		t.Fatalf("no projects: %v", err)
	}
	for _, project := range projects {
		t.Run(filepath.Base(project), func(t *testing.T) {
			archive, err := txtar.ParseFile(project)
			if err != nil {
				t.Fatal(err)
			}
			texts := map[string][]byte{}
			var want []byte
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = f.Data
				} else {
					texts[f.Name] = f.Data
				}
			}
			got := show(modelOf(t, texts))
			if *update {
				archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
				archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(project, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if !bytes.Equal([]byte(got), want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
	if *dir != "" {
		t.Log("\n" + show(modelOf(t, read(t, *dir))))
	}
}
