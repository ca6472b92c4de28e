package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"bartizan/internal/codegate"
	"bartizan/internal/finding"
	"bartizan/internal/fix"
	"bartizan/internal/gate"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/target"
	"bartizan/internal/toolgate"
	"bartizan/rules"

	"github.com/spf13/cobra"
)

func newRules(env Env) *cobra.Command {
	c := &cobra.Command{
		Use:   "rules",
		Short: "List the rules, or run a rule's own samples",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newRulesList(env), newRulesTest(env))
	return c
}

func newRulesList(env Env) *cobra.Command {
	var format, scanner string
	c := &cobra.Command{
		Use:   "list",
		Short: "List the rules of the pack",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			all, err := rules.All()
			if err != nil {
				return err
			}
			known := scan.Names(gate.AllScanners(toolgate.Options{}, codegate.Options{}))
			if scanner != "" && !slices.Contains(known, scanner) {
				return fmt.Errorf("--scanner: unknown scanner %q: use %v", scanner, known)
			}
			records := []ruleRecord{}
			for _, r := range all {
				if scanner == "" || r.Scanner == scanner {
					records = append(records, record(r, false))
				}
			}
			return writeEither(env.Stdout, format, records, func(w io.Writer) error {
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				for _, r := range records {
					fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", r.ID, r.Scanner, r.Severity, r.Title)
				}
				fmt.Fprintf(t, "\n%d rules, pack %s\n", len(records), rules.Digest())
				return t.Flush()
			})
		},
	}
	formatFlag(c, &format)
	c.Flags().StringVar(&scanner, "scanner", "", "only the rules of this scanner")
	return c
}

// sampleRecord is one sample's outcome as JSON shows it.
type sampleRecord struct {
	Rule   string `json:"rule"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Want   string `json:"want"`
	Passed bool   `json:"passed"`
	Reason string `json:"reason,omitempty"`
}

func newRulesTest(env Env) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "test PATH",
		Short: "Run the samples of a rule file, or of every rule file below a folder",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			picked, err := loadRules(args[0])
			if err != nil {
				return err
			}
			records, failed := []sampleRecord{}, 0
			for _, r := range picked {
				outcomes, err := fix.Prove(c.Context(), r, codeOptions(env))
				if err != nil {
					return err
				}
				for _, p := range outcomes {
					want := "not found"
					if p.Bad {
						want = "found"
					}
					records = append(records, sampleRecord{Rule: r.ID, File: r.File, Line: p.Line, Want: want, Passed: p.Passed, Reason: p.Reason})
					if !p.Passed {
						failed++
					}
				}
			}
			err = writeEither(env.Stdout, format, records, func(w io.Writer) error {
				for _, s := range records {
					if !s.Passed {
						why := "should be " + s.Want
						if s.Reason != "" {
							why = s.Reason
						}
						fmt.Fprintf(w, "%s:%d: %s: %s\n", finding.Visible(s.File, 0), s.Line, s.Rule, why)
					}
				}
				_, err := fmt.Fprintf(w, "%d rules, %d samples, %d wrong\n", len(picked), len(records), failed)
				return err
			})
			switch {
			case err != nil:
				return err
			case failed > 0:
				return exit(exitFail)
			}
			return nil
		},
	}
	formatFlag(c, &format)
	return c
}

// loadRules reads one rule file, or every one below a folder. No rule at all is an error.
func loadRules(name string) ([]*rule.Rule, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("reading rules: %w", err)
	}
	var picked []*rule.Rule
	if info.IsDir() {
		picked, err = rule.Load(os.DirFS(name), ".")
	} else {
		var data []byte
		if data, err = target.ReadFile(name, rule.MaxFile); err != nil {
			return nil, fmt.Errorf("reading rules: %s: %w", name, err)
		}
		var r *rule.Rule
		if r, err = rule.Parse(filepath.ToSlash(name), data); err == nil {
			picked = append(picked, r)
		}
	}
	if err != nil {
		return nil, err
	}
	if len(picked) == 0 {
		return nil, fmt.Errorf("reading rules: no .md rule file in %s", name)
	}
	return picked, nil
}
