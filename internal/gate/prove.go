package gate

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bartizan/internal/codegate"
	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/target"
	"bartizan/internal/toolgate"
)

// A Proof is the outcome of one sample of a rule.
type Proof struct {
	rule.Sample
	Passed   bool
	Findings []finding.Finding // of this rule
	Reason   string            // why it did not pass, where that is not what was found
}

// Prove runs each sample of a rule through the rule's scanner, with that rule alone, as a file of a project of its own.
// A sample path that begins with ~/ stands in the home folder. What a rule must find it finds with more than a guess,
// unless all that the rule finds are guesses.
// A rule without a bad and a good sample is an error.
func Prove(ctx context.Context, r *rule.Rule, code codegate.Options) ([]Proof, error) {
	has := func(bad bool) bool {
		return slices.ContainsFunc(r.Samples, func(s rule.Sample) bool { return s.Bad == bad })
	}
	if !has(true) || !has(false) {
		return nil, fmt.Errorf("%s: a rule needs at least one sample marked ruleid:%s and one marked ok:%s", r.File, r.ID, r.ID)
	}
	var proofs []Proof
	for i, s := range r.Samples {
		found, err := runSample(ctx, r, s, i, code)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", r.File, s.Line, err)
		}
		sure := slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Confidence >= min(r.Confidence, finding.Likely) })
		proofs = append(proofs, Proof{Sample: s, Findings: found, Passed: s.Bad && sure || !s.Bad && len(found) == 0})
	}
	return proofs, nil
}

func runSample(ctx context.Context, r *rule.Rule, s rule.Sample, seed int, code codegate.Options) (found []finding.Finding, err error) {
	text, err := rule.Expand(s.Text, seed)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "bartizan-sample-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	root, home := filepath.Join(dir, "project"), filepath.Join(dir, "home")
	for _, d := range []string{root, home} {
		if err := os.Mkdir(d, 0o755); err != nil {
			return nil, err
		}
	}
	if err := writeSample(root, home, s, text); err != nil {
		return nil, err
	}
	scanners, err := scan.Pick(AllScanners(toolgate.Options{Home: home}, code), []string{r.Scanner})
	if err != nil {
		return nil, err
	}
	inv, err := target.Open(ctx, root, target.Options{})
	if err != nil {
		return nil, err
	}
	defer inv.Close()
	res := scan.Run(ctx, inv, scan.Options{Scanners: scanners, Rules: func(string) ([]*rule.Rule, error) { return []*rule.Rule{r}, nil }})
	for _, c := range res.Coverage {
		if c.Status != finding.OK || c.Files == 0 {
			return nil, fmt.Errorf("scanner %s %s, %d files: %s", c.Scanner, c.Status, c.Files, c.Reason)
		}
	}
	return slices.DeleteFunc(res.Findings, func(f finding.Finding) bool { return f.Rule != r.ID }), nil
}

// writeSample writes a sample's file below root, or below home where its path begins with ~/.
func writeSample(root, home string, s rule.Sample, text string) error {
	base, name := root, s.File()
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		base, name = home, rest
	}
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return fmt.Errorf("sample path %q leaves the project", name)
	}
	file := filepath.Join(base, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}
