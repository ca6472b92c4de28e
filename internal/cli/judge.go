package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"bartizan/internal/codegate"
	"bartizan/internal/codegate/sast"
	"bartizan/internal/finding"
	"bartizan/internal/gate"
	"bartizan/internal/report"
	"bartizan/internal/rule"
	"bartizan/internal/state"
	"bartizan/internal/target"
	"bartizan/rules"

	"github.com/spf13/cobra"
)

// judging holds the flags that check, scan, vet and verify share.
type judging struct {
	env                     Env
	format, output          string
	quiet                   bool
	failOn, minSev, minConf string
	baseline                string
	newOnly                 bool
	scanners                []string
	rules                   string
	onlyRules               bool
	scope, since            string
	history                 bool
	home                    string
}

// resultFlags adds the flags that say what of a result is printed, where and how.
func (j *judging) resultFlags(c *cobra.Command) {
	f := c.Flags()
	var names []string
	for _, format := range report.Formats {
		names = append(names, format.Name)
	}
	f.StringVarP(&j.format, "format", "f", "text", "output format: "+strings.Join(names, ", "))
	f.StringVarP(&j.output, "output", "o", "", "write the result to `FILE`, and the short form to standard output")
	f.BoolVarP(&j.quiet, "quiet", "q", false, "print the verdict and a line per finding")
	f.StringVar(&j.failOn, "fail-on", "", "exit 1 from this `SEVERITY` on (default high)")
	f.StringVar(&j.minSev, "min-severity", "", "hide findings under this `SEVERITY` (counted)")
	f.StringVar(&j.minConf, "min-confidence", "", "hide findings under this `CONFIDENCE`: certain, likely or guess (default likely; counted)")
	f.StringVar(&j.baseline, "baseline", "", "hide what the result document `FILE` already has (counted)")
	f.BoolVar(&j.newOnly, "new-only", false, "insist on a baseline: without one it is an error")
}

// codeFlags adds the flags that say which files gate 2 reads.
func (j *judging) codeFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringSliceVar(&j.scanners, "scanners", nil, "run only these, separated by commas: "+strings.Join(scannerNames(), ", "))
	f.StringVar(&j.scope, "scope", "all", "which files: all, changed (since HEAD) or staged (what would be committed)")
	f.StringVar(&j.since, "since", "", "with --scope changed: what has changed since `REV`")
	f.BoolVar(&j.history, "history", false, "also read every version in the git history, each once")
}

// ruleFlags adds the flags that name rules of the user's own.
func (j *judging) ruleFlags(c *cobra.Command) {
	c.Flags().StringVar(&j.rules, "rules", "", "also run the rules in Semgrep's syntax of `PATH`, a file or a folder")
	c.Flags().BoolVar(&j.onlyRules, "only-rules", false, "with --rules: without the code rules of the pack")
}

// toolFlags adds the flags that say where gate 1 looks.
func (j *judging) toolFlags(c *cobra.Command) {
	c.Flags().StringVar(&j.home, "home", "", "look for clients below `DIR` instead of this user's home")
}

func scannerNames() []string {
	var names []string
	for _, s := range gate.CodeScanners(codegate.Options{}) {
		names = append(names, s.Name)
	}
	return names
}

// options turns the flags into what gate.Judge takes.
func (j *judging) options() (gate.Options, error) {
	o := gate.Options{Version: Version, Baseline: j.baseline, NewOnly: j.newOnly, Scanners: j.scanners}
	var err error
	if o.FailOn, err = severity(j.failOn); err != nil {
		return o, fmt.Errorf("--fail-on: %w", err)
	}
	if o.MinSeverity, err = severity(j.minSev); err != nil {
		return o, fmt.Errorf("--min-severity: %w", err)
	}
	if j.minConf != "" {
		c, err := finding.ParseConfidence(j.minConf)
		if err != nil {
			return o, fmt.Errorf("--min-confidence: %w", err)
		}
		o.MinConfidence = &c
	}
	switch s := target.Scope(j.scope); s {
	case "", target.All:
		o.Target.Scope = target.All
		if j.since != "" {
			o.Target.Scope = target.Changed
		}
	case target.Changed, target.Staged:
		o.Target.Scope = s
	default:
		return o, fmt.Errorf("--scope: unknown scope %q: use all, changed or staged", j.scope)
	}
	o.Target.Since, o.Target.History = j.since, j.history
	o.Code = codeOptions(j.env)
	if j.rules != "" {
		user, err := sast.ReadRules(j.rules)
		if err != nil {
			return o, fmt.Errorf("--rules: %w", err)
		}
		user.Only = j.onlyRules
		o.Code.Sast.User = user
	} else if j.onlyRules {
		return o, errors.New("--only-rules leaves nothing to judge with: give --rules PATH")
	}
	return o, nil
}

func severity(word string) (*finding.Severity, error) {
	if word == "" {
		return nil, nil
	}
	s, err := finding.ParseSeverity(word)
	return &s, err
}

// codeOptions are what the scanners of gate 2 are built with. Where no state can be kept, results hold no hash of a secret
// value and every file is read again.
func codeOptions(env Env) codegate.Options {
	o := codegate.Options{Sast: sast.Options{Start: env.Parser, Version: Version}}
	if dir, err := state.Find(env.Getenv); err == nil {
		if key, err := dir.Key(); err == nil {
			o.Secrets.Key = key
		}
		facts := dir.Cache("facts")
		o.Sast.Cache = &facts
	}
	return o
}

// run judges and prints, and gives the error that carries the verdict.
func (j *judging) run(ctx context.Context, o gate.Options) error {
	format, err := report.Find(j.format)
	if err != nil {
		return fmt.Errorf("--format: %w", err)
	}
	if o.Gates&gate.Tools != 0 { // gate 2 needs no home
		tools, err := toolOptions(j.env, j.home)
		if err != nil {
			return err
		}
		tools.File, tools.Everywhere = o.Tools.File, o.Tools.Everywhere
		o.Tools = tools
	}
	stopProgress := func() {}
	if !j.quiet && j.env.terminal(j.env.Stderr) {
		o.Progress, stopProgress = progress(j.env)
	}
	doc, err := gate.Judge(ctx, o)
	stopProgress()
	if err != nil {
		return err
	}
	if err := j.print(format, doc, o.Path); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return verdict(doc.Verdict)
}

func (j *judging) print(format report.Format, doc *finding.Document, path string) error {
	out := j.env.Stdout
	o := report.Options{Color: j.env.color(out), Width: j.env.width(out), Rules: packRule(), Quiet: j.quiet, Root: root(path)}
	if j.output == "" {
		return format.Write(out, doc, o)
	}
	file, err := create(j.output)
	if err != nil {
		return err
	}
	toFile := o
	toFile.Color, toFile.Width = false, 0
	if err := errors.Join(format.Write(file, doc, toFile), file.Close()); err != nil {
		return err
	}
	o.Quiet = true
	text, err := report.Find("text")
	if err != nil {
		return err
	}
	return text.Write(out, doc, o)
}

// create opens a file to be written anew. A pipe is written to if somebody reads it, and not waited on.
func create(name string) (*os.File, error) {
	if info, err := os.Stat(name); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		return os.Create(name)
	}
	file, err := os.OpenFile(name, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ENXIO) {
		return nil, fmt.Errorf("%s is a pipe that nobody reads", name)
	}
	return file, err
}

// root is the absolute folder that a result's paths are relative to, empty where it cannot be told.
func root(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	if info, err := os.Stat(abs); err == nil && !info.IsDir() {
		return filepath.Dir(abs)
	}
	return abs
}

// packRule looks rules up by id; the pack is read on the first look.
func packRule() func(string) *rule.Rule {
	var byID map[string]*rule.Rule
	return func(id string) *rule.Rule {
		if byID == nil {
			byID = map[string]*rule.Rule{}
			all, err := rules.All()
			if err != nil { // the scan itself has already said so
				return nil
			}
			for _, r := range all {
				byID[r.ID] = r
			}
		}
		return byID[id]
	}
}

// formatFlag adds --format for commands whose result is not a result document.
func formatFlag(c *cobra.Command, into *string) {
	c.Flags().StringVarP(into, "format", "f", "text", "output format: text or json")
}

// writeEither writes value as JSON or calls text.
func writeEither(w io.Writer, format string, value any, text func(io.Writer) error) error {
	switch format {
	case "json":
		return writeJSON(w, value)
	case "text":
		return text(w)
	}
	return fmt.Errorf("--format: unknown format %q: use text or json", format)
}
