// Command pairs scores the scanners over the pairs of testdata/pairs: features as an assistant writes them, vulnerable with
// labels, and repaired.
//
// Nothing of the rules may know a pair; nothing here knows a rule.
//
//	go run ./tools/pairs                        the table by framework and by class
//	go run ./tools/pairs -v -only express/jwt   what is missed, and what is found beside the labels
//	go run ./tools/pairs -fix                   for which labels there is a proven fix; -v says why not
//	go run ./tools/pairs -fix -smoke DIR        and whether the features still work with all of them; libraries are below DIR
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bartizan/internal/codegate"
	"bartizan/internal/finding"
	"bartizan/internal/gate"

	"go.yaml.in/yaml/v3"
)

func main() {
	root := flag.String("pairs", "testdata/pairs", "folder of the pairs")
	only := flag.String("only", "", "only pairs whose path holds this")
	verbose := flag.Bool("v", false, "list what is missed, false and beside the labels")
	mend := flag.Bool("fix", false, "say for which labels there is a proven fix")
	smoke := flag.String("smoke", "", "with -fix: run the smoke tests on repaired copies below this folder, which has node_modules or a venv somewhere")
	flag.Parse()
	if *mend {
		all, err := mendPairs(context.Background(), *root, *only, *smoke)
		if err != nil {
			fmt.Fprintln(os.Stderr, "pairs:", err)
			os.Exit(2)
		}
		if broken := reportFixes(os.Stdout, all, *verbose); broken > 0 {
			os.Exit(1)
		}
		return
	}
	s, err := score(context.Background(), *root, *only)
	if err == nil && len(s) == 0 {
		err = errors.New("no pairs there")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pairs:", err)
		os.Exit(2)
	}
	report(os.Stdout, s, *verbose)
}

// A label is one weakness, or one trap.
type label struct {
	CWE       int
	File      string
	At        string
	What, Why string
	Fix       string
	Side      string
	Debatable bool

	line int
}

// A pair is one pair and how it was judged.
type pair struct {
	Name      string `yaml:"-"`
	Framework string
	Feature   string
	Weak      []label
	Traps     []label

	missed, hit []label
	beside      []finding.Finding // in the vulnerable version, at no label
	falsely     []finding.Finding // in the repaired version
	partial     []string
}

func score(ctx context.Context, root, only string) (all []pair, err error) {
	files, err := filepath.Glob(filepath.Join(root, "*", "*", "labels.yaml"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		dir := filepath.Dir(file)
		name, err := filepath.Rel(root, dir)
		if err != nil {
			return nil, err
		}
		if !strings.Contains(filepath.ToSlash(name), only) {
			continue
		}
		p, err := judge(ctx, dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		p.Name = filepath.ToSlash(name)
		all = append(all, *p)
	}
	return all, nil
}

func judge(ctx context.Context, dir string) (*pair, error) {
	data, err := os.ReadFile(filepath.Join(dir, "labels.yaml"))
	if err != nil {
		return nil, err
	}
	p := &pair{}
	if err := yaml.Unmarshal(data, p); err != nil {
		return nil, err
	}
	for i := range p.Weak {
		if err := p.Weak[i].find(filepath.Join(dir, "vulnerable")); err != nil {
			return nil, err
		}
	}
	vulnerable, err := p.scan(ctx, filepath.Join(dir, "vulnerable"))
	if err != nil {
		return nil, err
	}
	used := make([]bool, len(vulnerable))
	for _, l := range p.Weak {
		hit := false
		for i, f := range vulnerable {
			if l.is(&f) {
				hit, used[i] = true, true
			}
		}
		switch {
		case l.Debatable:
		case hit:
			p.hit = append(p.hit, l)
		default:
			p.missed = append(p.missed, l)
		}
	}
	for i, f := range vulnerable {
		if !used[i] {
			p.beside = append(p.beside, f)
		}
	}
	p.falsely, err = p.scan(ctx, filepath.Join(dir, "repaired"))
	return p, err
}

func (p *pair) scan(ctx context.Context, dir string) ([]finding.Finding, error) {
	doc, err := gate.Judge(ctx, gate.Options{Path: dir, Gates: gate.Code, Code: codegate.Options{}, Scanners: []string{"sast", "secrets"}})
	if err != nil {
		return nil, err
	}
	for _, c := range doc.Coverage {
		if c.Status != finding.OK && c.Status != finding.Partial {
			return nil, fmt.Errorf("scanner %s %s: %s", c.Scanner, c.Status, c.Reason)
		}
		for _, u := range c.Unread {
			p.partial = append(p.partial, fmt.Sprintf("%s: %s: %s: %s", filepath.Base(dir), c.Scanner, u.Path, u.Reason))
		}
	}
	return doc.Findings, nil
}

// find looks up the line of a label.
func (l *label) find(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(l.File)))
	if err != nil {
		return err
	}
	n := 0
	for i, text := range strings.Split(string(data), "\n") {
		if strings.Contains(text, l.At) {
			l.line = i + 1
			n++
		}
	}
	if n != 1 {
		return fmt.Errorf("%s: %q stands on %d lines", l.File, l.At, n)
	}
	return nil
}

// near is how many lines a finding may stand from its label: a call and its arguments, a decorator and its function.
const near = 3

// families are classes that two careful reviewers may call by each other's number.
var families = [][]int{
	{89, 564}, {943, 89}, {78, 77, 88}, {79, 80, 116}, {22, 23, 36, 73}, {918, 441}, {94, 95}, {1336, 94}, {502, 915}, {113, 93}, {117, 93}, {1333, 400}, {798, 259, 321, 547},
	{862, 863, 285, 306}, {862, 863, 285, 269}, {639, 566, 862, 863, 285}, {269, 639, 915, 266}, {915, 1321}, {307, 799, 770}, {613, 324}, {20, 1287, 1284, 1289}, {755, 248, 252, 703, 754}, {256, 257, 522, 312, 916, 328},
	{916, 759, 760, 328, 327}, {209, 497, 200, 210}, {200, 359, 497, 209, 213, 522}, {352, 1275}, {434, 400, 770}, {532, 312, 359, 117}, {1004, 614, 1275}, {942, 346}, {327, 326, 328, 325, 780}, {330, 338, 331, 340}, {295, 297}, {347, 345, 287, 757},
	{208, 203, 385}, {489, 11, 215}, {770, 400, 799, 789}, {611, 776, 827}, {601}, {90}, {643}, {1321, 915},
}

// is says whether a finding is the label's weakness.
func (l *label) is(f *finding.Finding) bool {
	if !slices.ContainsFunc(f.CWE, func(c int) bool {
		return c == l.CWE || slices.ContainsFunc(families, func(all []int) bool { return all[0] == l.CWE && slices.Contains(all, c) })
	}) {
		return false
	}
	within := func(path string, from, to int) bool {
		return path == l.File && from-near <= l.line && l.line <= min(max(to, from), from+40)+near
	}
	if within(f.Path, f.Line, f.EndLine) {
		return true
	}
	return slices.ContainsFunc(f.Trace, func(s finding.Location) bool { return within(s.Path, s.Line, s.Line) })
}

func report(w io.Writer, all []pair, verbose bool) {
	type row struct{ labels, hit, false int }
	frameworks, classes := map[string]*row{}, map[int]*row{}
	total := &row{}
	at := func(m map[string]*row, k string) *row {
		if m[k] == nil {
			m[k] = &row{}
		}
		return m[k]
	}
	for _, p := range all {
		f := at(frameworks, p.Framework)
		for i, list := range [][]label{p.hit, p.missed} {
			for _, l := range list {
				if classes[l.CWE] == nil {
					classes[l.CWE] = &row{}
				}
				for _, r := range []*row{f, classes[l.CWE], total} {
					r.labels++
					if i == 0 {
						r.hit++
					}
				}
			}
		}
		f.false += len(p.falsely)
		total.false += len(p.falsely)
		if !verbose {
			continue
		}
		fmt.Fprintf(w, "%s  %d of %d\n", p.Name, len(p.hit), len(p.hit)+len(p.missed))
		for _, l := range p.missed {
			fmt.Fprintf(w, "  missed  CWE-%d %s:%d %s\n", l.CWE, l.File, l.line, l.What)
		}
		for _, f := range p.falsely {
			fmt.Fprintf(w, "  FALSE   %s %s:%d %s %s\n", f.Rule, f.Path, f.Line, f.Severity, f.Confidence)
		}
		for _, f := range p.beside {
			fmt.Fprintf(w, "  beside  %s %s:%d %s\n", f.Rule, f.Path, f.Line, f.Severity)
		}
		for _, u := range p.partial {
			fmt.Fprintf(w, "  unread  %s\n", u)
		}
	}
	line := func(name string, r *row) {
		fmt.Fprintf(w, "%-12s %4d of %4d  %5.1f %%   false in repaired %3d  %5.1f %%\n", name, r.hit, r.labels, 100*float64(r.hit)/float64(max(r.labels, 1)), r.false, 100*float64(r.false)/float64(max(r.labels, 1)))
	}
	fmt.Fprintf(w, "%d pairs\n", len(all))
	for _, k := range slices.Sorted(maps.Keys(frameworks)) {
		line(k, frameworks[k])
	}
	keys := slices.Collect(maps.Keys(classes))
	slices.SortFunc(keys, func(a, b int) int {
		return cmp.Or(cmp.Compare(classes[b].labels, classes[a].labels), cmp.Compare(a, b))
	})
	for _, k := range keys {
		fmt.Fprintf(w, "CWE-%-8d %4d of %4d\n", k, classes[k].hit, classes[k].labels)
	}
	line("all", total)
}
