package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/formula"
)

// A testCase is one file of rules with the targets that it is tested on.
type testCase struct {
	File     string // of the rules
	Rules    []*formula.Rule
	Problems []formula.Problem // why rules of the file are not loaded
	Targets  []string
	Exact    bool // every finding must be marked, and any rule serves any mark: the layout of single patterns
}

// extensions give the language of a target by its name.
var extensions = map[string]string{"js": "javascript", "jsx": "javascript", "mjs": "javascript", "cjs": "javascript", "ts": "typescript", "tsx": "tsx", "py": "python", "go": "go", "java": "java", "php": "php",
	"rb": "ruby", "cs": "csharp", "kt": "kotlin", "kts": "kotlin", "rs": "rust", "c": "c", "h": "c", "cpp": "cpp", "cc": "cpp", "hpp": "cpp", "sh": "bash", "bash": "bash", "tf": "hcl", "hcl": "hcl",
	"yaml": "yaml", "yml": "yaml", "json": "json", "html": "html", "dockerfile": "dockerfile"}

func languageOf(path string) string {
	name := strings.ToLower(filepath.Base(path))
	if name == "dockerfile" {
		return "dockerfile"
	}
	return extensions[strings.TrimPrefix(filepath.Ext(name), ".")]
}

// findCases reads every rule file below a directory that has targets beside it.
func findCases(dir string) ([]*testCase, error) {
	byDir := map[string][]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && p != dir:
			return fs.SkipDir
		case d.Type().IsRegular():
			byDir[filepath.Dir(p)] = append(byDir[filepath.Dir(p)], d.Name())
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading rules: %w", err)
	}
	var cases []*testCase
	for d, names := range byDir {
		for _, name := range names {
			var c *testCase
			var err error
			switch ext := filepath.Ext(name); {
			case (ext == ".yaml" || ext == ".yml") && !strings.Contains(name, ".test.") && !strings.Contains(name, ".fixed."):
				c, err = ruleCase(filepath.Join(d, name), beside(d, names, strings.TrimSuffix(name, ext)))
			case ext == ".sgrep":
				c, err = patternCase(filepath.Join(d, name), byDir)
			}
			if err != nil {
				return nil, err
			}
			if c != nil {
				cases = append(cases, c)
			}
		}
	}
	slices.SortFunc(cases, func(a, b *testCase) int { return strings.Compare(a.File, b.File) })
	return cases, nil
}

// beside lists the targets of x.yaml: x.EXT and x.test.EXT, but no rule file and no expected result of a fix.
func beside(dir string, names []string, stem string) (targets []string) {
	for _, n := range names {
		rest, ok := strings.CutPrefix(n, stem+".")
		rest, test := strings.CutPrefix(rest, "test.")
		if ok && !strings.Contains(rest, ".") && (test || rest != "yaml" && rest != "yml" && rest != "sgrep" && rest != "fixed" && rest != "md") {
			targets = append(targets, filepath.Join(dir, n))
		}
	}
	slices.Sort(targets)
	return targets
}

func ruleCase(file string, targets []string) (*testCase, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading rules: %w", err)
	}
	if !formula.IsRuleFile(data) {
		return nil, nil
	}
	c := &testCase{File: file, Targets: targets}
	c.Rules, c.Problems = formula.Parse(file, data)
	c.Problems = slices.DeleteFunc(c.Problems, func(p formula.Problem) bool { return !p.Fatal })
	if len(c.Rules) == 0 && len(targets) == 0 {
		return nil, nil // a target of another kind that looks like rules
	}
	return c, nil
}

// patternCase makes a rule of a file that holds one pattern. Patterns of a folder POLYGLOT are for targets of all languages.
func patternCase(file string, byDir map[string][]string) (*testCase, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading patterns: %w", err)
	}
	dir, stem := filepath.Dir(file), strings.TrimSuffix(filepath.Base(file), ".sgrep")
	dirs := []string{dir}
	if filepath.Base(dir) == "POLYGLOT" {
		dirs = nil
		for d := range byDir {
			if filepath.Dir(d) == filepath.Dir(dir) && d != dir && !slices.Contains(byDir[d], stem+".sgrep") {
				dirs = append(dirs, d)
			}
		}
		slices.Sort(dirs)
	}
	c := &testCase{File: file, Exact: true}
	var languages []string
	for _, d := range dirs {
		for _, target := range beside(d, byDir[d], stem) {
			l := languageOf(target)
			if l == "" {
				l, _ = formula.Language(filepath.Base(d))
			}
			if l == "tsx" {
				l = "typescript"
			}
			if l != "" {
				c.Targets = append(c.Targets, target)
				languages = append(languages, l)
			}
		}
		if filepath.Base(d) == "yaml" || filepath.Base(d) == "json" {
			for _, n := range byDir[d] {
				if n == stem+".yaml" {
					c.Targets, languages = append(c.Targets, filepath.Join(d, n)), append(languages, "yaml")
				}
			}
		}
	}
	if len(c.Targets) == 0 {
		return nil, nil
	}
	slices.Sort(languages)
	c.Rules = []*formula.Rule{{ID: stem, Message: stem, Languages: slices.Compact(languages), Options: formula.DefaultOptions(), File: file, Line: 1,
		Formula: &formula.Formula{Op: formula.Pattern, Text: strings.TrimRight(string(data), "\n"), Line: 1}}}
	return c, nil
}
