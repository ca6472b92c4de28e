package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/gate"
	"bartizan/internal/rule"

	"github.com/spf13/cobra"
)

// ruleRecord is a rule as JSON shows it.
type ruleRecord struct {
	ID         string             `json:"id"`
	Scanner    string             `json:"scanner"`
	Title      string             `json:"title"`
	Severity   finding.Severity   `json:"severity"`
	Confidence finding.Confidence `json:"confidence"`
	CWE        []int              `json:"cwe"`
	Tags       []string           `json:"tags"`
	Text       string             `json:"text,omitempty"`
}

func record(r *rule.Rule, text bool) ruleRecord {
	rec := ruleRecord{ID: r.ID, Scanner: r.Scanner, Title: r.Title, Severity: r.Severity, Confidence: r.Confidence,
		CWE: r.CWE, Tags: append([]string{}, r.Tags...)}
	if text {
		rec.Text = strings.TrimLeft(r.Body, "\n")
	}
	return rec
}

func newExplain(env Env) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "explain RULE",
		Short: "Print a rule's documentation: what it finds, why it is bad, how to fix it",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := gate.Rule(args[0])
			if err != nil {
				return err
			}
			return writeEither(env.Stdout, format, record(r, true), func(w io.Writer) error {
				_, err := fmt.Fprintf(w, "%s\n\n%s · %s · %s%s\n\n", r.ID, r.Scanner, r.Severity, r.Confidence, cweText(r.CWE))
				if err == nil {
					_, err = io.WriteString(w, strings.TrimLeft(r.Body, "\n"))
				}
				return err
			})
		},
	}
	formatFlag(c, &format)
	return c
}

func cweText(cwe []int) string {
	var b strings.Builder
	for _, n := range cwe {
		fmt.Fprintf(&b, " · CWE-%d", n)
	}
	return b.String()
}

func writeJSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}
