package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"bartizan/internal/codegate/sast/formula"
)

// A place is one finding as both engines can say it.
type place struct {
	Rule       string
	File       string
	Start, End int
}

// A remark is what a report says of a place beside it.
type remark struct {
	language  string
	line, end int
}

func (a place) compare(b place) int {
	return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.File, b.File), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// compareEngines runs both engines over the same files with the rules that ours can compile and that hold for all paths.
func compareEngines(o options, w io.Writer) error {
	rules, err := allRules(o)
	if err != nil {
		return err
	}
	files, err := allFiles(o.targets)
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(f string) bool { return len(holding(rules, f)) == 0 })
	large := map[string]bool{}
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.Size() > largest {
			large[f] = true
		}
	}
	files = slices.DeleteFunc(files, func(f string) bool { return large[f] })
	results := make([]outcome, len(files))
	errs := make([]error, len(files))
	each(o, len(files), func(e *engine, i int) {
		text, err := readTarget(files[i])
		if errs[i] = err; err == nil {
			results[i] = e.run(files[i], text, holding(rules, files[i]))
		}
	})
	if err := errors.Join(errs...); err != nil {
		return err
	}
	ours := map[place]remark{}
	var crashes, partial []string
	for i, out := range results {
		if out.Crash != "" {
			crashes = append(crashes, files[i]+": "+out.Crash)
		}
		for _, p := range out.Partial {
			partial = append(partial, files[i]+": "+p)
		}
		for _, h := range out.Hits {
			ours[place{h.Rule.ID, files[i], h.Start, h.End}] = remark{readAs(h.Rule, files[i]), h.Line, h.EndLine}
		}
	}
	theirs, err := askOracle(o, rules, files)
	if err != nil {
		return err
	}
	reportEngines(w, o, rules, ours, theirs)
	list(w, "crashes", crashes, o.verbose)
	list(w, "partial", partial, o.verbose)
	list(w, "too large to compare", sortedKeys(large), o.verbose)
	return nil
}

// allRules reads all rules that can be compared.
func allRules(o options) ([]*formula.Rule, error) {
	cases, err := findCases(o.rules)
	if err != nil {
		return nil, err
	}
	usable := make([][]*formula.Rule, len(cases))
	each(o, len(cases), func(e *engine, i int) {
		bad := e.compiles(cases[i].Rules)
		for _, r := range cases[i].Rules {
			if bad[r] == "" && len(r.Include) == 0 && len(r.Exclude) == 0 && !cases[i].Exact && slices.ContainsFunc(r.Languages, func(l string) bool { return o.only(r.ID, l) }) {
				usable[i] = append(usable[i], r)
			}
		}
	})
	rules := slices.Concat(usable...)
	seen := map[string]int{}
	for _, r := range rules {
		seen[r.ID]++
	}
	// Two rules of one name cannot be told apart in the other engine's answer.
	rules = slices.DeleteFunc(rules, func(r *formula.Rule) bool { return seen[r.ID] > 1 })
	if len(rules) == 0 {
		return nil, errors.New("no rule can be compared")
	}
	return rules, nil
}

func allFiles(dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != dir && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.Type().IsRegular() && languageOf(p) != "":
			files = append(files, p)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading targets: %w", err)
	}
	slices.Sort(files)
	return files, nil
}

// holding gives the rules for a file's language.
func holding(rules []*formula.Rule, path string) (out []*formula.Rule) {
	own := languageOf(path)
	for _, r := range rules {
		if slices.Contains(r.Languages, own) || own == "tsx" && slices.Contains(r.Languages, "typescript") {
			out = append(out, r)
		}
	}
	return out
}

// askOracle runs the other engine, or reads the answer that it gave before, and keeps its findings of the given rules in the
// given files. Its own lists of files to leave out are switched off: both engines read the same.
func askOracle(o options, rules []*formula.Rule, files []string) (map[place]remark, error) {
	if o.answer != "" {
		if answer, err := os.ReadFile(o.answer); err == nil {
			return readAnswer(answer, rules, files)
		}
	}
	c := exec.Command(o.oracle, "scan", "--metrics=off", "--disable-version-check", "--no-git-ignore", "--x-ignore-semgrepignore-files", "--disable-nosem", "--max-target-bytes=0", "--timeout=0", "--json", "--quiet",
		"--config", o.rules, o.targets)
	c.Env = append(os.Environ(), "SEMGREP_SEND_METRICS=off")
	c.Stderr = io.Discard
	answer, err := c.Output()
	var left *exec.ExitError
	if err != nil && !errors.As(err, &left) {
		return nil, fmt.Errorf("running %s: %w", o.oracle, err)
	}
	found, err := readAnswer(answer, rules, files)
	if err == nil && o.answer != "" {
		if err := os.WriteFile(o.answer, answer, 0o644); err != nil {
			return nil, fmt.Errorf("keeping the answer: %w", err)
		}
	}
	return found, err
}

// readAnswer reads the JSON that Semgrep prints.
func readAnswer(answer []byte, rules []*formula.Rule, files []string) (map[place]remark, error) {
	var doc struct {
		Results []struct {
			CheckID    string `json:"check_id"`
			Path       string
			Start, End struct{ Offset, Line int }
		}
	}
	if err := json.Unmarshal(answer, &doc); err != nil {
		return nil, fmt.Errorf("reading the other engine's answer: %w", err)
	}
	out := map[place]remark{}
	for _, r := range doc.Results {
		// Its ids have the path of the rule's file before them.
		var known *formula.Rule
		for _, k := range rules {
			if (r.CheckID == k.ID || strings.HasSuffix(r.CheckID, "."+k.ID)) && (known == nil || len(k.ID) > len(known.ID)) {
				known = k
			}
		}
		path := filepath.Clean(r.Path)
		if _, read := slices.BinarySearch(files, path); read && known != nil && slices.Contains(holding(rules, path), known) {
			out[place{known.ID, path, r.Start.Offset, r.End.Offset}] = remark{readAs(known, path), r.Start.Line, r.End.Line}
		}
	}
	return out, nil
}

func reportEngines(w io.Writer, o options, rules []*formula.Rule, ours, theirs map[place]remark) {
	type count struct{ common, ours, theirs, lines, allLines int }
	byLanguage := map[string]*count{}
	of := func(l string) *count {
		if l == "tsx" {
			l = "typescript"
		}
		if byLanguage[l] == nil {
			byLanguage[l] = &count{}
		}
		return byLanguage[l]
	}
	byRule := map[string]*count{}
	rule := func(id string) *count {
		if byRule[id] == nil {
			byRule[id] = &count{}
		}
		return byRule[id]
	}
	var onlyOurs, onlyTheirs []place
	total := count{}
	for p, at := range ours {
		if _, both := theirs[p]; both {
			of(at.language).common++
			total.common++
			continue
		}
		of(at.language).ours++
		total.ours++
		rule(p.Rule).ours++
		onlyOurs = append(onlyOurs, p)
	}
	for p, at := range theirs {
		if _, both := ours[p]; !both {
			of(at.language).theirs++
			total.theirs++
			rule(p.Rule).theirs++
			onlyTheirs = append(onlyTheirs, p)
		}
	}
	// By lines: the same rule, file, first and last line, whatever the columns.
	ourLines, theirLines := byLines(ours), byLines(theirs)
	for l, language := range ourLines {
		of(language).allLines++
		total.allLines++
		if _, both := theirLines[l]; both {
			of(language).lines++
			total.lines++
		}
	}
	for l, language := range theirLines {
		if _, both := ourLines[l]; !both {
			of(language).allLines++
			total.allLines++
		}
	}
	fmt.Fprintf(w, "%d rules compared\n\n", len(rules))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "language\tboth\tonly ours\tonly theirs\tin common\tby lines\t")
	line := func(name string, c count) {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%s\t%s\t\n", name, c.common, c.ours, c.theirs, share(c.common, c.common+c.ours+c.theirs), share(c.lines, c.allLines))
	}
	for _, l := range sortedKeys(byLanguage) {
		line(l, *byLanguage[l])
	}
	line("all", total)
	t.Flush()
	var differing []string
	for _, id := range sortedKeys(byRule) {
		differing = append(differing, fmt.Sprintf("%s: %d only ours, %d only theirs", id, byRule[id].ours, byRule[id].theirs))
	}
	list(w, "rules that differ", differing, o.verbose)
	for _, side := range []struct {
		title  string
		places []place
		from   map[place]remark
	}{{"only ours", onlyOurs, ours}, {"only theirs", onlyTheirs, theirs}} {
		slices.SortFunc(side.places, place.compare)
		var lines []string
		for _, p := range side.places {
			lines = append(lines, fmt.Sprintf("%s %s:%d bytes %d to %d", p.Rule, p.File, side.from[p].line, p.Start, p.End))
		}
		list(w, side.title, lines, o.verbose)
	}
}

// byLines takes the columns away from places. Start and End are lines then.
func byLines(found map[place]remark) map[place]string {
	out := map[place]string{}
	for p, at := range found {
		out[place{p.Rule, p.File, at.line, at.end}] = at.language
	}
	return out
}
