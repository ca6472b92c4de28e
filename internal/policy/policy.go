// Package policy decides what findings mean here, and whether the gate opens.
//
// Rules of this package:
//   - Nothing is dropped: what a waiver, a baseline or a threshold takes off the list is counted.
//   - A waiver has an owner, a reason and a last day; on the day after, the finding is back.
//   - A policy file that cannot be read wholly is an error: half a policy is none.
package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bartizan/internal/finding"
	"bartizan/internal/target"

	"go.yaml.in/yaml/v3"
)

// FileName is the project's policy file, at the root of the target.
const FileName = "bartizan.yaml"

// MaxFile bounds a policy file, in bytes.
const MaxFile = 1 << 20

// A Policy is what bartizan.yaml says. Its zero value is the default policy.
type Policy struct {
	FailOn        *finding.Severity   `yaml:"fail_on"`        // default high
	MinSeverity   finding.Severity    `yaml:"min_severity"`   // findings under it are hidden; default info
	MinConfidence *finding.Confidence `yaml:"min_confidence"` // findings under it are hidden; default likely
	Require       []string            `yaml:"require"`        // scanners that must end ok; default every scanner that was run
	Baseline      string              `yaml:"baseline"`       // result document of what is known, relative to the root
	Paths         []PathRule          `yaml:"paths"`
	Waivers       []Waiver            `yaml:"waivers"`
}

// A PathRule lowers what findings in some places count.
type PathRule struct {
	Match    []string          `yaml:"match"` // gitignore patterns
	Rules    []string          `yaml:"rules"` // rule ids; empty is every rule
	Severity *finding.Severity `yaml:"severity"`
	Reason   string            `yaml:"reason"`

	match []pattern
}

// A Waiver takes one known problem off the list until a day.
type Waiver struct {
	Rule        string `yaml:"rule"`        // with or without Path; or
	Fingerprint string `yaml:"fingerprint"` // exactly this finding
	Path        string `yaml:"path"`        // gitignore pattern
	Owner       string `yaml:"owner"`
	Reason      string `yaml:"reason"`
	Expires     Day    `yaml:"expires"` // the last day on which it holds

	match pattern // of Path
}

// A pattern reports whether it names a path and takes from steps what that cost.
type pattern = func(path string, steps *int) bool

// A Day is a calendar date, written 2027-01-31.
type Day struct{ time.Time }

// UnmarshalYAML reads a date; a time of day is an error.
func (d *Day) UnmarshalYAML(n *yaml.Node) error {
	t, err := time.Parse(time.DateOnly, n.Value)
	if err != nil {
		return fmt.Errorf("line %d: %q is not a day: write 2027-01-31", n.Line, n.Value)
	}
	d.Time = t
	return nil
}

// Load reads the policy file of a root. A root without one gives the default policy.
func Load(root string) (*Policy, error) {
	name := filepath.Join(root, FileName)
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return &Policy{}, nil
	case err != nil:
		return nil, fmt.Errorf("reading the policy: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("reading the policy: %s is not a regular file", FileName)
	case info.Size() > MaxFile:
		return nil, fmt.Errorf("reading the policy: %s is larger than %d KiB", FileName, MaxFile>>10)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading the policy: %w", err)
	}
	return Parse(data)
}

// Parse reads a policy. An unknown key, a second document and a waiver without owner, reason or day are errors.
func Parse(data []byte) (*Policy, error) {
	var p Policy
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&p); err != nil && !errors.Is(err, io.EOF) {
		var several *yaml.TypeError
		if errors.As(err, &several) {
			err = errors.New(strings.Join(several.Errors, "; "))
		}
		return nil, fmt.Errorf("reading %s: %w", FileName, err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading %s: more follows the first document", FileName)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", FileName, err)
	}
	return &p, nil
}

// check looks for what is missing and compiles the patterns.
func (p *Policy) check() error {
	for i := range p.Waivers {
		w := &p.Waivers[i]
		missing := ""
		switch {
		case w.Rule == "" && w.Fingerprint == "":
			missing = "rule or fingerprint"
		case w.Owner == "":
			missing = "owner"
		case w.Reason == "":
			missing = "reason"
		case w.Expires.IsZero():
			missing = "expires"
		}
		if missing != "" {
			return fmt.Errorf("waiver %d: %s is missing", i+1, missing)
		}
		if w.Path != "" {
			var err error
			if w.match, err = target.Pattern(w.Path); err != nil {
				return fmt.Errorf("waiver %d: path: %w", i+1, err)
			}
		}
	}
	for i := range p.Paths {
		r := &p.Paths[i]
		if len(r.Match) == 0 || r.Severity == nil {
			return fmt.Errorf("path rule %d: match and severity are both needed", i+1)
		}
		for _, m := range r.Match {
			match, err := target.Pattern(m)
			if err != nil {
				return fmt.Errorf("path rule %d: match: %w", i+1, err)
			}
			r.match = append(r.match, match)
		}
	}
	return nil
}
