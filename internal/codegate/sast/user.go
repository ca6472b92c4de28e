package sast

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/target"
)

// UserRules are rules in Semgrep's syntax that run beside the pack, or in its place.
type UserRules struct {
	Rules []*rule.Rule // Source is the YAML file, which may hold several rules
	Only  bool         // without the pack
	Lost  []finding.Unread
}

// maxRuleFiles bounds the files of a folder of rules.
const maxRuleFiles = 20_000

// ReadRules reads a file of rules, or every .yaml and .yml file of rules below a folder. A rule that cannot be loaded is among
// Lost with its reason. That a path cannot be read, or holds no rule, is an error.
func ReadRules(path string) (*UserRules, error) {
	u := &UserRules{}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("reading rules: %w", err)
	}
	if !info.IsDir() {
		if err := u.file(path); err != nil {
			return nil, fmt.Errorf("reading rules: %w", err)
		}
		return u, u.some(path)
	}
	files := 0
	err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		ext := strings.ToLower(filepath.Ext(p))
		if d.IsDir() || !d.Type().IsRegular() || ext != ".yaml" && ext != ".yml" || strings.HasSuffix(strings.TrimSuffix(p, ext), ".test") {
			return nil
		}
		if files++; files > maxRuleFiles {
			return fmt.Errorf("more than %d files of rules below %s", maxRuleFiles, finding.Visible(path, 200))
		}
		return u.file(p)
	})
	if err != nil {
		return nil, fmt.Errorf("reading rules: %w", err)
	}
	return u, u.some(path)
}

func (u *UserRules) some(path string) error {
	if len(u.Rules) == 0 && len(u.Lost) == 0 {
		return fmt.Errorf("reading rules: %s holds no rule in Semgrep's syntax", finding.Visible(path, 200))
	}
	return nil
}

func (u *UserRules) file(path string) error {
	data, err := target.ReadFile(path, rule.MaxFile)
	if err != nil {
		return fmt.Errorf("%s: %w", finding.Visible(path, 200), err)
	}
	if !formula.IsRuleFile(data) {
		return nil
	}
	name := filepath.ToSlash(path)
	read, problems := formula.Parse(name, data)
	for _, p := range problems {
		u.Lost = append(u.Lost, finding.Unread{Path: name, Reason: finding.Visible(p.Error(), 300)})
	}
	for _, f := range read {
		u.Rules = append(u.Rules, &rule.Rule{ID: f.ID, Scanner: "sast", Severity: f.Severity, Confidence: f.Confidence, CWE: f.CWE,
			Title: f.ID, Body: "# " + f.ID + "\n\n## What it does\n" + f.Message + "\n", File: name, Source: data, Languages: f.Languages, Fixers: f.Fixers, Template: templated(f)})
	}
	return nil
}
