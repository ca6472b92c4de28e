// Package rule reads rules: literate Markdown files whose front matter says what to match.
//
// A rule file is one Markdown document:
//
//	---
//	id: unpinned-package        kebab-case, names the problem
//	scanner: mcp                whose rule it is
//	severity: high
//	confidence: certain
//	cwe: [829, 494]
//	tags: [config]              optional
//	…                           keys of the scanner, read by Decode
//	---
//	# Title
//	prose: What it does · Why it is bad · How to fix · References
//	fences that are samples: ```LANG ruleid:ID path=NAME  or  ```LANG ok:ID path=NAME
//	and behind a bad one perhaps ```LANG fixed:ID, what the rule's fix makes of it
//
// Unknown keys, missing parts and malformed samples are errors that name the file; a rule never silently matches nothing.
package rule

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"bartizan/internal/finding"

	"go.yaml.in/yaml/v3"
)

// A Rule is one problem that a scanner can find: what it is called, how bad it is, why, and samples that prove it.
type Rule struct {
	ID         string
	Scanner    string
	Severity   finding.Severity
	Confidence finding.Confidence
	CWE        []int
	Tags       []string
	Title      string   // the first heading
	Body       string   // Markdown after the front matter, heading included
	Samples    []Sample // in file order
	File       string   // where it was read, slash-separated
	Source     []byte   // the whole file

	Languages []string // as the rule spells them; of scanners whose rules are for languages
	Fixers    []string // that repair what it finds: the first that applies
	Template  bool     // it says itself what to write in the place of what it finds

	spec func() (*yaml.Node, error) // what Decode reads: the front matter without the keys above
}

// A Sample is one fenced text of a rule: something the rule must find (Bad) or must not find.
type Sample struct {
	Bad  bool
	Lang string // first word of the fence's info string
	Path string // file name it stands under; empty when the info string names none
	Text string // as written, generators not expanded
	Line int    // of the opening fence, from 1
	// Fixed is what the rule's fix makes of a bad sample: the fence marked fixed behind it. Empty where there is none.
	Fixed string
}

// languageFiles name the files of samples whose language is not a file's extension.
var languageFiles = map[string]string{
	"": "sample.txt", "text": "sample.txt", "env": ".env", "dotenv": ".env", "dockerfile": "Dockerfile", "python": "sample.py", "ruby": "sample.rb", "shell": "sample.sh",
	"bash": "sample.sh", "csharp": "sample.cs", "kotlin": "sample.kt", "rust": "sample.rs", "typescript": "sample.ts", "javascript": "sample.js", "terraform": "sample.tf",
}

// File is the name under which a sample stands: its own, or one that its language gives.
func (s Sample) File() string {
	if s.Path != "" {
		return s.Path
	}
	if name, ok := languageFiles[s.Lang]; ok {
		return name
	}
	return "sample." + s.Lang
}

// header holds the keys every rule has.
type header struct {
	ID         string             `yaml:"id"`
	Scanner    string             `yaml:"scanner"`
	Severity   finding.Severity   `yaml:"severity"`
	Confidence finding.Confidence `yaml:"confidence"`
	CWE        []int              `yaml:"cwe"`
	Tags       []string           `yaml:"tags"`
	Languages  []string           `yaml:"languages"`
}

var headerKeys = []string{"id", "scanner", "severity", "confidence", "cwe", "tags"}

var validID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Parse reads one rule file. Errors name the file and, where known, the line.
func Parse(file string, data []byte) (*Rule, error) {
	front, body, err := split(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	mapping, spec, err := readFront(front)
	if err != nil {
		return nil, fmt.Errorf("%s: front matter: %w", file, err)
	}
	var h header
	if err := mapping.Decode(&h); err != nil {
		return nil, fmt.Errorf("%s: front matter: %w", file, err)
	}
	r := &Rule{ID: h.ID, Scanner: h.Scanner, Severity: h.Severity, Confidence: h.Confidence, CWE: h.CWE, Tags: h.Tags,
		Languages: h.Languages, Body: string(body), File: file, Source: data, spec: spec}
	if !validID.MatchString(r.ID) {
		return nil, fmt.Errorf("%s: id %q is not kebab-case", file, r.ID)
	}
	for _, key := range []string{"scanner", "severity", "confidence", "cwe"} {
		if value(mapping, key) == nil {
			return nil, fmt.Errorf("%s: %s is missing", file, key)
		}
	}
	if n := value(mapping, "fixer"); n != nil {
		if n.Kind == yaml.ScalarNode {
			r.Fixers = []string{n.Value}
		} else if err := n.Decode(&r.Fixers); err != nil {
			return nil, fmt.Errorf("%s: fixer: %w", file, err)
		}
	}
	r.Template = value(mapping, "fix") != nil || value(mapping, "fix-regex") != nil
	bodyLine := 1 + bytes.Count(data[:len(data)-len(body)], []byte("\n"))
	if err := r.readBody(bodyLine); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return r, nil
}

// readFront reads the keys that all rules have, and gives what reads the scanner's own keys when they are asked for: rules of
// hundreds of lines are listed far more often than used.
func readFront(front []byte) (keys *yaml.Node, spec func() (*yaml.Node, error), err error) {
	if m, ok := simpleFront(string(front)); ok {
		own := without(m, headerKeys)
		return m, func() (*yaml.Node, error) { return own, nil }, nil
	}
	if head, rest, ok := splitKeys(string(front)); ok {
		if m, ok := simpleFront(head); ok {
			return m, sync.OnceValues(func() (*yaml.Node, error) {
				own, err := yamlFront([]byte(rest))
				if err != nil {
					return nil, err
				}
				return without(own, headerKeys), nil
			}), nil
		}
	}
	m, err := yamlFront(front)
	if err != nil {
		return nil, nil, err
	}
	own := without(m, headerKeys)
	return m, func() (*yaml.Node, error) { return own, nil }, nil
}

func yamlFront(front []byte) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(front, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("not a mapping")
	}
	return doc.Content[0], nil
}

// split cuts a file into front matter and body.
func split(data []byte) (front, body []byte, err error) {
	rest, ok := bytes.CutPrefix(data, []byte("---\n"))
	if !ok {
		return nil, nil, errors.New("no front matter: the first line must be ---")
	}
	front, body, ok = bytes.Cut(rest, []byte("\n---\n"))
	if !ok {
		return nil, nil, errors.New("front matter is not closed by ---")
	}
	return front, body, nil
}

// readBody takes the title and the samples out of the Markdown.
func (r *Rule) readBody(line int) error {
	var sample *Sample
	var text strings.Builder
	fence := ""
	for l := range strings.Lines(r.Body) {
		bare := strings.TrimRight(l, "\r\n")
		switch {
		case fence == "" && strings.HasPrefix(bare, "```"):
			fence = bare[:len(bare)-len(strings.TrimLeft(bare, "`"))]
			s, err := r.parseInfo(strings.Fields(bare[len(fence):]))
			if err != nil {
				return fmt.Errorf("line %d: %w", line, err)
			}
			if sample = s; s != nil {
				s.Line = line
			}
			text.Reset()
		case fence != "" && bare == fence:
			switch {
			case sample == nil:
			case sample.Fixed != "":
				if n := len(r.Samples); n == 0 || !r.Samples[n-1].Bad || r.Samples[n-1].Fixed != "" {
					return fmt.Errorf("line %d: a fixed sample stands behind the bad one that it mends", line)
				}
				r.Samples[len(r.Samples)-1].Fixed = text.String()
			default:
				sample.Text = text.String()
				r.Samples = append(r.Samples, *sample)
			}
			fence, sample = "", nil
		case fence != "":
			text.WriteString(l)
		case r.Title == "" && strings.HasPrefix(bare, "# "):
			r.Title = strings.TrimSpace(bare[2:])
		}
		line++
	}
	switch {
	case fence != "":
		return errors.New("a fence is not closed")
	case r.Title == "":
		return errors.New("no title: the body needs a # heading")
	}
	return nil
}

// parseInfo reads a fence's info string; a fence without a mark is prose and gives nil.
func (r *Rule) parseInfo(words []string) (*Sample, error) {
	var s Sample
	marked := false
	for i, w := range words {
		mark, id, ok := strings.Cut(w, ":")
		name, isPath := strings.CutPrefix(w, "path=")
		switch {
		case ok && (mark == "ruleid" || mark == "ok" || mark == "fixed"):
			if id != r.ID {
				return nil, fmt.Errorf("sample is marked for %q, this rule is %q", id, r.ID)
			}
			s.Bad, marked = mark == "ruleid", true
			if mark == "fixed" {
				s.Fixed = mark
			}
		case isPath:
			s.Path = name
		case i == 0:
			s.Lang = w
		default:
			return nil, fmt.Errorf("unknown word %q after the fence", w)
		}
	}
	if !marked {
		return nil, nil
	}
	return &s, nil
}

// Spec is the mapping of the scanner's own keys, for a scanner whose keys are a language. Lines count from the line after
// the opening ---. Nobody changes it.
func (r *Rule) Spec() (*yaml.Node, error) {
	spec, err := r.spec()
	if err != nil {
		return nil, fmt.Errorf("%s: front matter: %w", r.File, err)
	}
	return spec, nil
}

// Decode reads the scanner's own keys into a pointer to a struct with yaml tags. A key the struct lacks is an error.
func (r *Rule) Decode(into any) error {
	spec, err := r.Spec()
	if err != nil {
		return err
	}
	if err := known(spec, reflect.TypeOf(into)); err != nil {
		return fmt.Errorf("%s: %w", r.File, err)
	}
	if err := spec.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", r.File, err)
	}
	return nil
}

// known reports a mapping key that the type has no field for, at every depth.
func known(n *yaml.Node, t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, c := range n.Content {
			if err := known(c, t.Elem()); err != nil {
				return err
			}
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Struct && !reflect.PointerTo(t).Implements(unmarshaler):
		fields := fieldsOf(t)
		for i := 0; i < len(n.Content); i += 2 {
			ft, ok := fields[n.Content[i].Value]
			if !ok {
				return fmt.Errorf("front matter line %d: unknown key %q", n.Content[i].Line, n.Content[i].Value)
			}
			if err := known(n.Content[i+1], ft); err != nil {
				return err
			}
		}
	}
	return nil
}

// fieldTypes remembers fieldsOf for the few types there are: map[string]reflect.Type by reflect.Type.
var fieldTypes sync.Map

// fieldsOf gives the types of a struct's fields by their keys in YAML.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	if known, ok := fieldTypes.Load(t); ok {
		return known.(map[string]reflect.Type)
	}
	fields := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		fields[name] = f.Type
	}
	fieldTypes.Store(t, fields)
	return fields
}

var unmarshaler = reflect.TypeFor[yaml.Unmarshaler]()

func value(m *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	return nil
}

func without(m *yaml.Node, keys []string) *yaml.Node {
	rest := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: m.Line, Column: m.Column}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if !slices.Contains(keys, m.Content[i].Value) {
			rest.Content = append(rest.Content, m.Content[i], m.Content[i+1])
		}
	}
	return rest
}

// Load reads every .md rule file below dir, sorted by id. Two rules with one id are an error.
func Load(fsys fs.FS, dir string) ([]*Rule, error) {
	var files []string
	err := fs.WalkDir(fsys, dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(p) == ".md" {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading rules: %w", err)
	}
	rules := make([]*Rule, len(files))
	errs := make([]error, len(files))
	// YAML is slow and packs are large: the start of every scan waits for this.
	workers := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(files); i += workers {
				rules[i], errs[i] = loadOne(fsys, files[i])
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("reading rules: %w", err)
		}
	}
	slices.SortFunc(rules, func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
	for i := 1; i < len(rules); i++ {
		if rules[i].ID == rules[i-1].ID {
			return nil, fmt.Errorf("reading rules: %s and %s have the same id", rules[i-1].File, rules[i].File)
		}
	}
	return rules, nil
}

// MaxFile bounds a rule file, in bytes.
const MaxFile = 256 << 10

func loadOne(fsys fs.FS, file string) (*Rule, error) {
	info, err := fs.Stat(fsys, file)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular(): // a pipe would be waited on
		return nil, fmt.Errorf("%s is not a regular file", file)
	case info.Size() > MaxFile:
		return nil, fmt.Errorf("%s is larger than %d KiB", file, MaxFile>>10)
	}
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, err
	}
	r, err := Parse(file, data)
	if err != nil {
		return nil, err
	}
	if want := strings.TrimSuffix(path.Base(file), ".md"); r.ID != want {
		return nil, fmt.Errorf("%s: id is %q, the file is named %q", file, r.ID, want)
	}
	return r, nil
}
