package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/fix"
	"bartizan/internal/gate"

	"github.com/spf13/cobra"
)

// fixers are the scanners whose findings may have a fix.
var fixScanners = []string{"sast", "secrets"}

func newFix(env Env) *cobra.Command {
	j := judging{env: env}
	var write, review bool
	var ids []string
	c := &cobra.Command{
		Use:   "fix [PATH]",
		Short: "Repair findings, and prove each repair by scanning again",
		Long: `Scan PATH, repair what can be repaired, and scan again on the repaired text before anything is written. A repair is kept
only if the file parses as before, the finding is gone, its code is still there, nothing new is found and no less is looked
at. Without --write nothing is written: the changes are printed as a unified diff.

Repairs are safe or for review; those for review change what others rely on (a hash, a secret, a dependency) and are made
with --review only. Libraries that a repair needs are named, not installed.

The exit status is that of a scan after the changes: 0 pass, 1 fail, 2 could not judge.`,
		Args: paths(1),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := j.options()
			if err != nil {
				return err
			}
			if len(args) == 1 {
				o.Path = args[0]
			}
			o.Gates = gate.Code
			if o.Scanners == nil {
				o.Scanners = fixScanners
			}
			return j.fix(c.Context(), o, ids, write, review)
		},
	}
	f := c.Flags()
	f.BoolVar(&write, "write", false, "write the proven changes")
	f.BoolVar(&review, "review", false, "also make the repairs that somebody has to look at")
	f.StringSliceVar(&ids, "ids", nil, "only these findings: `IDS` or fingerprints of a scan, separated by commas")
	formatFlag(c, &j.format)
	j.codeFlags(c)
	j.ruleFlags(c)
	f.StringVar(&j.failOn, "fail-on", "", "exit 1 from this `SEVERITY` on (default high)")
	return c
}

// A fixRecord is the result of fix as JSON.
type fixRecord struct {
	Verdict finding.Verdict `json:"verdict"` // after the changes
	Written bool            `json:"written"`
	Fixes   []fix.Outcome   `json:"fixes"`
	Edits   []fix.Edit      `json:"edits"`
}

func (j *judging) fix(ctx context.Context, o gate.Options, ids []string, write, review bool) error {
	if j.format != "text" && j.format != "json" {
		return fmt.Errorf("--format: unknown format %q: use text or json", j.format)
	}
	opts := fix.Options{Options: o, Review: review}
	if ids != nil {
		opts.Pick = func(f finding.Finding) bool { return slices.Contains(ids, f.ID) || slices.Contains(ids, f.Fingerprint) }
	}
	res, err := fix.Run(ctx, opts)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(res.Outcomes, func(x fix.Outcome) bool { return x.ID == id || x.Fingerprint == id }) {
			return fmt.Errorf("--ids: there is no finding %q: scan again", finding.Visible(id, 40))
		}
	}
	if write {
		if err := fix.Write(root(o.Path), res.Changes); err != nil {
			return err
		}
	}
	if err := j.printFix(res, write); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return verdict(res.After.Verdict)
}

func (j *judging) printFix(res *fix.Result, written bool) error {
	record := fixRecord{Verdict: res.After.Verdict, Written: written, Fixes: res.Outcomes, Edits: []fix.Edit{}}
	if record.Fixes == nil {
		record.Fixes = []fix.Outcome{}
	}
	for _, c := range res.Changes {
		record.Edits = append(record.Edits, c.Edits()...)
	}
	return writeEither(j.env.Stdout, j.format, record, func(w io.Writer) error {
		if !written {
			if err := fix.Diff(w, res.Changes); err != nil {
				return err
			}
		}
		// What is no patch goes where it is not taken for one.
		to := j.env.Stderr
		if written {
			to = w
		}
		count := map[fix.State]int{}
		for _, o := range res.Outcomes {
			count[o.State]++
			if _, err := fmt.Fprintln(to, fixLine(o)); err != nil {
				return err
			}
		}
		word := "proven"
		if written {
			word = "written"
		}
		_, err := fmt.Fprintf(to, "%d %s, %d for review, %d withdrawn, %d refused, %d without a fix; verdict after: %s\n",
			count[fix.Proven], word, count[fix.Waiting], count[fix.Withdrawn], count[fix.Refused], count[fix.None], res.After.Verdict)
		return err
	})
}

// fixLine says in one line what became of a finding.
func fixLine(o fix.Outcome) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s:%d %s", o.ID, o.State, finding.Visible(o.Path, 300), o.Line, o.Rule)
	switch {
	case o.Reason != "":
		b.WriteString(": " + o.Reason)
	case o.Title != "":
		b.WriteString(": " + o.Title)
	case o.Advice != "":
		b.WriteString(": " + o.Advice)
	}
	for _, n := range o.Needs {
		fmt.Fprintf(&b, "; needs %s:%s %s", n.Ecosystem, n.Name, n.Version)
	}
	return b.String()
}
