package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"bartizan/internal/codegate/sast/fixer"
	"bartizan/internal/finding"
	"bartizan/internal/fix"
	"bartizan/internal/gate"

	"go.yaml.in/yaml/v3"
)

// A repair is what became of one label.
type repair struct {
	label
	framework string
	found     bool
	outcomes  []fix.Outcome // of the findings that are the label's weakness
}

// best gives the outcome that is nearest to a proven fix.
func (r *repair) best() (o fix.Outcome) {
	rank := []fix.State{fix.Proven, fix.Waiting, fix.Withdrawn, fix.Refused, fix.None}
	for i, have := range r.outcomes {
		if i == 0 || slices.Index(rank, have.State) < slices.Index(rank, o.State) {
			o = have
		}
	}
	return o
}

// A mended pair is one with its vulnerable version repaired.
type mendedPair struct {
	pair
	repairs []repair
	beside  []fix.Outcome // of findings at no label
	changes []*fix.Change
	smoke   string // what became of the smoke test; "" where there is none
	log     string
}

// mendPairs repairs the vulnerable version of each pair, on no disk.
func mendPairs(ctx context.Context, root, only, smoke string) (all []mendedPair, err error) {
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
		if name = filepath.ToSlash(name); !strings.Contains(name, only) {
			continue
		}
		p, err := mendPair(ctx, dir, nil)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		p.Name = name
		if smoke != "" {
			if err := p.run(ctx, dir, smoke); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		all = append(all, *p)
	}
	return all, nil
}

// mendPair repairs a pair; pick says which findings, nil is all.
func mendPair(ctx context.Context, dir string, pick func(finding.Finding) bool) (*mendedPair, error) {
	data, err := os.ReadFile(filepath.Join(dir, "labels.yaml"))
	if err != nil {
		return nil, err
	}
	p := &mendedPair{}
	if err := yaml.Unmarshal(data, &p.pair); err != nil {
		return nil, err
	}
	for i := range p.Weak {
		if err := p.Weak[i].find(filepath.Join(dir, "vulnerable")); err != nil {
			return nil, err
		}
	}
	o := fix.Options{Options: gate.Options{Path: filepath.Join(dir, "vulnerable"), Gates: gate.Code, Scanners: []string{"sast", "secrets"}}, Review: true, Pick: pick}
	res, err := fix.Run(ctx, o)
	if err != nil {
		return nil, err
	}
	p.changes = res.Changes
	ofLabel := map[string]bool{}
	for _, l := range p.Weak {
		if l.Debatable {
			continue
		}
		r := repair{label: l, framework: p.Framework}
		for i := range res.Before.Findings {
			f := &res.Before.Findings[i]
			if !l.is(f) {
				continue
			}
			r.found, ofLabel[f.Fingerprint] = true, true
			for _, o := range res.Outcomes {
				if o.Fingerprint == f.Fingerprint {
					r.outcomes = append(r.outcomes, o)
				}
			}
		}
		p.repairs = append(p.repairs, r)
	}
	for _, o := range res.Outcomes {
		if !ofLabel[o.Fingerprint] {
			p.beside = append(p.beside, o)
		}
	}
	return p, nil
}

// run applies the fixes to a copy of the pair below a folder that has its libraries, and runs the pair's smoke test there. A
// fix that needs a library which the folder does not have is left out.
func (p *mendedPair) run(ctx context.Context, dir, below string) error {
	script, program := "", ""
	for name, with := range map[string]string{"smoke.mjs": "node", "smoke.py": "python"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			script, program = name, with
		}
	}
	if script == "" {
		return nil
	}
	home, ok := homeOf(dir, below, program)
	if !ok {
		p.smoke = "no libraries"
		return nil
	}
	if program == "python" {
		program = filepath.Join(home, "venv", "bin", "python")
	}
	outcomes := slices.Clone(p.beside)
	for _, r := range p.repairs {
		outcomes = append(outcomes, r.outcomes...)
	}
	left := map[string]bool{}
	for _, o := range outcomes {
		for _, n := range o.Needs {
			if o.State == fix.Proven && !installed(home, n) {
				left[o.Fingerprint] = true
				p.log += fmt.Sprintf("left out: %s needs %s\n", o.Rule, n.Name)
			}
		}
	}
	changes := p.changes
	if len(left) > 0 {
		again, err := mendPair(ctx, dir, func(f finding.Finding) bool { return !left[f.Fingerprint] })
		if err != nil {
			return err
		}
		changes = again.changes
	}
	tmp, err := os.MkdirTemp(home, "smoke-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if err := os.CopyFS(tmp, os.DirFS(dir)); err != nil {
		return err
	}
	own, err := os.ReadFile(filepath.Join(dir, script))
	if err != nil {
		return err
	}
	try := func() (string, bool) {
		ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		var out bytes.Buffer
		c := exec.CommandContext(ctx, program, script, "vulnerable")
		c.Dir, c.Stdout, c.Stderr, c.WaitDelay = tmp, &out, &out, time.Second
		c.Env = append(os.Environ(), envOf(changes, string(own))...)
		err := c.Run()
		text := out.String()
		return text[max(0, len(text)-2000):], err == nil
	}
	if text, ok := try(); !ok {
		p.smoke, p.log = "fails without fixes", p.log+text
		return nil
	}
	if err := overwrite(filepath.Join(tmp, "vulnerable"), changes); err != nil {
		return err
	}
	p.smoke = "ok"
	if text, ok := try(); !ok {
		p.smoke, p.log = "BROKEN", p.log+text
	}
	return nil
}

// overwrite puts the new bytes of changes into a folder.
func overwrite(dir string, changes []*fix.Change) error {
	for _, c := range changes {
		file := filepath.Join(dir, filepath.FromSlash(c.Path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, c.New, 0o644); err != nil {
			return err
		}
	}
	return nil
}

var address = regexp.MustCompile(`https?://([\w.-]+(?::\d+)?)`)

// envOf gives values to the variables that fixes make a project read: of lists of origins and hosts, those that the smoke test
// uses.
func envOf(changes []*fix.Change, smoke string) (env []string) {
	var origins, hosts []string
	for _, m := range address.FindAllStringSubmatch(smoke, -1) {
		host, _, _ := strings.Cut(m[1], ":")
		origins, hosts = append(origins, m[0]), append(hosts, host)
	}
	for _, c := range changes {
		if !strings.HasSuffix(c.Path, ".env.example") {
			continue
		}
		for line := range strings.Lines(string(c.New)) {
			name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
			switch name {
			case "ALLOWED_ORIGINS":
				value = strings.Join(origins, ",")
			case "ALLOWED_HOSTS":
				value = strings.Join(append(hosts, "127.0.0.1", "localhost"), ",")
			}
			if _, set := os.LookupEnv(name); ok && !set && name != "" && name[0] != '#' {
				env = append(env, name+"="+cmp.Or(value, "smoke-value-of-some-length-0123456789"))
			}
		}
	}
	return env
}

// homeOf picks, below a folder, that with the libraries of a pair: of Node the one whose node_modules has most of what its
// package.json asks for in the major version, of Python the one with a venv.
func homeOf(dir, below, program string) (string, bool) {
	manifest, _ := os.ReadFile(filepath.Join(dir, "vulnerable", "package.json"))
	best, most := "", 0
	err := filepath.WalkDir(below, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || !d.IsDir():
			return err
		case d.Name() == "venv" && program == "python":
			if _, err := os.Stat(filepath.Join(path, "bin", "python")); err == nil {
				best, most = filepath.Dir(path), 1
			}
			return fs.SkipDir
		case d.Name() == "node_modules":
			if n := fits(manifest, path); program == "node" && n > most {
				best, most = filepath.Dir(path), n
			}
			return fs.SkipDir
		case strings.Count(path, string(filepath.Separator)) > strings.Count(below, string(filepath.Separator))+3:
			return fs.SkipDir
		}
		return nil
	})
	return best, err == nil && most > 0
}

// fits counts the libraries of a package.json that a folder has in the major version that is asked for.
func fits(manifest []byte, modules string) (n int) {
	var m, have struct {
		Version      string
		Dependencies map[string]string
	}
	if yaml.Unmarshal(manifest, &m) != nil {
		return 0
	}
	for name, want := range m.Dependencies {
		data, err := os.ReadFile(filepath.Join(modules, filepath.FromSlash(name), "package.json"))
		if err != nil {
			continue
		}
		have.Version = ""
		if yaml.Unmarshal(data, &have) != nil {
			continue
		}
		major, _, _ := strings.Cut(have.Version, ".")
		if asked, _, _ := strings.Cut(strings.TrimLeft(want, "^~>= v"), "."); asked == major {
			n++
		}
	}
	return n
}

// installed says whether a folder has a library.
func installed(home string, n fixer.Need) bool {
	if n.Ecosystem == "npm" {
		for dir := home; ; dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "node_modules", filepath.FromSlash(n.Name))); err == nil {
				return true
			}
			if dir == filepath.Dir(dir) {
				return false
			}
		}
	}
	found, err := filepath.Glob(filepath.Join(home, "venv", "lib", "*", "site-packages", strings.ReplaceAll(n.Name, "-", "[-_]")+"*"))
	lower, err2 := filepath.Glob(filepath.Join(home, "venv", "lib", "*", "site-packages", strings.ToLower(strings.ReplaceAll(n.Name, "-", "_"))+"*"))
	return errors.Join(err, err2) == nil && len(found)+len(lower) > 0
}

// A tally counts labels on their way to a fix.
type tally struct{ labels, found, proposed, proven, safe, withdrawn int }

func (t *tally) add(r *repair) {
	t.labels++
	if !r.found {
		return
	}
	t.found++
	switch o := r.best(); o.State {
	case fix.Proven:
		t.proposed++
		t.proven++
		if o.Kind == finding.Safe {
			t.safe++
		}
	case fix.Withdrawn:
		t.proposed++
		t.withdrawn++
	}
}

func (t *tally) line(w io.Writer, name string) {
	fmt.Fprintf(w, "%-12s %4d labels  %4d found  %4d proposed  %4d proven (%d safe)  %3d withdrawn   %5.1f %% of all  %5.1f %% of found\n", name, t.labels, t.found, t.proposed, t.proven, t.safe, t.withdrawn,
		100*float64(t.proven)/float64(max(t.labels, 1)), 100*float64(t.proven)/float64(max(t.found, 1)))
}

// reportFixes writes the tables; with verbose what has no proven fix, and why.
func reportFixes(w io.Writer, all []mendedPair, verbose bool) (broken int) {
	frameworks, classes, total := map[string]*tally{}, map[int]*tally{}, &tally{}
	smoke := map[string]int{}
	for _, p := range all {
		for i := range p.repairs {
			r := &p.repairs[i]
			if frameworks[r.framework] == nil {
				frameworks[r.framework] = &tally{}
			}
			if classes[r.CWE] == nil {
				classes[r.CWE] = &tally{}
			}
			for _, t := range []*tally{frameworks[r.framework], classes[r.CWE], total} {
				t.add(r)
			}
			if o := r.best(); verbose && r.found {
				fmt.Fprintf(w, "%-9s CWE-%-4d %s/vulnerable/%s:%d %s [label: %s] %s\n", o.State, r.CWE, p.Name, r.File, r.line, o.Rule, r.Fix, cmp.Or(o.Reason, o.Title))
			}
		}
		for _, o := range p.beside {
			if verbose && o.State == fix.Withdrawn {
				fmt.Fprintf(w, "beside    %s/vulnerable/%s:%d %s %s\n", p.Name, o.Path, o.Line, o.Rule, o.Reason)
			}
		}
		if p.smoke != "" {
			smoke[p.smoke]++
			if verbose || p.smoke != "ok" {
				fmt.Fprintf(w, "smoke     %s: %s\n%s", p.Name, p.smoke, indented(p.log))
			}
		}
	}
	fmt.Fprintf(w, "%d pairs\n", len(all))
	for _, k := range slices.Sorted(maps.Keys(frameworks)) {
		frameworks[k].line(w, k)
	}
	keys := slices.Collect(maps.Keys(classes))
	slices.SortFunc(keys, func(a, b int) int {
		return cmp.Or(cmp.Compare(classes[b].labels, classes[a].labels), cmp.Compare(a, b))
	})
	for _, k := range keys {
		classes[k].line(w, fmt.Sprintf("CWE-%d", k))
	}
	total.line(w, "all")
	for _, k := range slices.Sorted(maps.Keys(smoke)) {
		fmt.Fprintf(w, "smoke test %s: %d\n", k, smoke[k])
	}
	return smoke["BROKEN"]
}

func indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("          " + strings.TrimRight(line, "\n") + "\n")
	}
	return b.String()
}
