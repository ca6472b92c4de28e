package formula

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/rule"

	"go.yaml.in/yaml/v3"
)

// A Problem is what is wrong with a rule file. The rule of a Fatal one is not loaded; the others are worth knowing.
type Problem struct {
	File   string
	Line   int
	Rule   string // id; empty where the file as a whole is meant
	Key    string
	Reason string
	Fatal  bool
}

func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	if p.Rule != "" {
		b.WriteString(": rule " + p.Rule)
	}
	if p.Key != "" {
		b.WriteString(": " + p.Key)
	}
	return b.String() + ": " + p.Reason
}

// A loader reads the rules of one file.
type loader struct {
	reader
	file     string
	strict   bool // our own file: what is a warning for a user is an error
	offset   int  // lines before the YAML
	rule     string
	kids     int
	bound    bool // within a metavariable-pattern
	problems []Problem
}

func (l *loader) problem(line int, key, reason string, fatal bool) {
	l.problems = append(l.problems, Problem{File: l.file, Line: line + l.offset, Rule: l.rule, Key: key, Reason: reason, Fatal: fatal})
}

// warn notes what does not keep a user's rule from working; in a rule of our own it is fatal.
func (l *loader) warn(line int, key, format string, args ...any) {
	l.problem(line, key, fmt.Sprintf(format, args...), l.strict)
}

// fail notes why the rule is not loaded.
func (l *loader) fail(err error) {
	var f *fault
	if errors.As(err, &f) {
		l.problem(f.line, f.key, f.reason, true)
		return
	}
	l.problem(0, "", err.Error(), true)
}

// Parse reads a file of rules in Semgrep's YAML (or JSON). A rule with a fatal problem is not among the rules; problems are
// in the order of the file.
func Parse(file string, data []byte) ([]*Rule, []Problem) {
	l := &loader{file: file}
	root, more, err := document(data)
	if err != nil {
		l.problem(0, "", "not readable as YAML: "+err.Error(), true)
		return nil, l.problems
	}
	if more {
		l.problem(0, "", "only the first YAML document is read", true)
	}
	items, err := l.items(root)
	if err != nil {
		l.fail(err)
		return nil, l.problems
	}
	var rules []*Rule
	ids := map[string]int{}
	for _, item := range items {
		l.rule, l.bound = "", false
		before := len(l.problems)
		r := l.userRule(item)
		if r == nil || slices.ContainsFunc(l.problems[before:], func(p Problem) bool { return p.Fatal }) {
			continue
		}
		if line, twice := ids[r.ID]; twice {
			l.problem(item.Line, "id", fmt.Sprintf("the rule of line %d has the same id", line), true)
			continue
		}
		ids[r.ID] = item.Line
		rules = append(rules, r)
	}
	return rules, l.problems
}

// items finds the list of rules of a file.
func (l *loader) items(root *yaml.Node) ([]*yaml.Node, error) {
	if root.Kind == yaml.SequenceNode {
		return l.list(root, "rules")
	}
	pairs, err := l.mapping(root, "")
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		if p.key == "rules" {
			return l.list(p.value, "rules")
		}
	}
	return nil, faultAt(root, "rules", "the key is missing: this is no rule file")
}

// IsRuleFile tells cheaply whether a YAML text can hold rules: a line of it begins with "rules:" or with a list item.
func IsRuleFile(data []byte) bool { return ruleFile.Match(data) }

var ruleFile = regexp.MustCompile(`(?m)^(?:rules["']?\s*:|\{?\s*["']rules["']\s*:|-\s+(?:id|languages|message|severity)\s*:)`)

// FromRule reads the rule of a literate file: its own keys are those of Semgrep, severity, confidence and CWE stand in
// its header. All problems are errors.
func FromRule(r *rule.Rule) (*Rule, error) {
	l := &loader{file: r.File, strict: true, offset: 1, rule: r.ID}
	out := &Rule{ID: r.ID, Severity: r.Severity, Confidence: r.Confidence, CWE: r.CWE, File: r.File, Line: 1}
	spec, err := r.Spec()
	if err != nil {
		return nil, err
	}
	pairs, err := l.mapping(spec, "")
	if err == nil {
		err = l.body(out, spec, pairs)
	}
	if err != nil {
		l.fail(err)
	}
	for _, p := range l.problems {
		if p.Fatal {
			return nil, p
		}
	}
	return out, nil
}

// MaxID bounds a rule's id, in bytes.
const MaxID = 500

// userRule reads one rule of a user's file; nil where it has no name.
func (l *loader) userRule(n *yaml.Node) *Rule {
	pairs, err := l.mapping(n, "")
	if err != nil {
		l.fail(err)
		return nil
	}
	out := &Rule{Confidence: finding.Likely, File: l.file, Line: n.Line}
	for _, p := range pairs {
		if p.key == "id" {
			if out.ID, err = l.text(p.value, p.key); err == nil && (out.ID == "" || len(out.ID) > MaxID || strings.ContainsFunc(out.ID, unfit)) {
				err = faultAt(p.value, p.key, "an id is 1 to %d letters, digits and . _ - /", MaxID)
			}
			if err != nil {
				l.fail(err)
				return nil
			}
		}
	}
	if out.ID == "" {
		l.fail(faultAt(n, "id", "is missing"))
		return nil
	}
	l.rule = out.ID
	severe := false
	for _, p := range pairs {
		switch p.key {
		case "severity":
			out.Severity, err = l.severity(p.value)
			severe = true
		case "metadata":
			err = l.metadata(out, p.value)
		}
		if err != nil {
			l.fail(err)
			return nil
		}
	}
	if !severe {
		l.fail(faultAt(n, "severity", "is missing"))
		return nil
	}
	if err := l.body(out, n, pairs); err != nil {
		l.fail(err)
		return nil
	}
	return out
}

// unfit reports a rune that an id may not have.
func unfit(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-/@:+ ", r))
}

// severities are those of Semgrep's rules.
var severities = map[string]finding.Severity{"CRITICAL": finding.Critical, "HIGH": finding.High, "MEDIUM": finding.Medium, "LOW": finding.Low,
	"ERROR": finding.High, "WARNING": finding.Medium, "INFO": finding.Low, "INVENTORY": finding.Info, "EXPERIMENT": finding.Info}

func (l *loader) severity(n *yaml.Node) (finding.Severity, error) {
	word, err := l.text(n, "severity")
	if err != nil {
		return 0, err
	}
	s, ok := severities[strings.ToUpper(word)]
	if !ok {
		return 0, faultAt(n, "severity", "%q is unknown: use CRITICAL, HIGH, MEDIUM, LOW, ERROR, WARNING or INFO", short(word))
	}
	return s, nil
}

var weakness = regexp.MustCompile(`(?i)\bCWE[-_ ]?([0-9]{1,5})\b`)

// metadata takes out what a finding needs. What else stands there is free.
func (l *loader) metadata(out *Rule, n *yaml.Node) error {
	n, err := l.plain(n)
	if err != nil || n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		return err
	}
	pairs, err := l.mapping(n, "metadata")
	if err != nil {
		return err
	}
	for _, p := range pairs {
		switch p.key {
		case "cwe":
			items := []*yaml.Node{p.value}
			if p.value.Kind == yaml.SequenceNode {
				if items, err = l.list(p.value, "cwe"); err != nil {
					return err
				}
			}
			for _, item := range items {
				text, err := l.text(item, "cwe")
				if err != nil {
					return err
				}
				for _, m := range weakness.FindAllStringSubmatch(text, -1) {
					id, _ := strconv.Atoi(m[1]) // the regexp admits only digits, five at most
					if !slices.Contains(out.CWE, id) {
						out.CWE = append(out.CWE, id)
					}
				}
			}
		case "confidence":
			word, err := l.text(p.value, "confidence")
			if err != nil {
				return err
			}
			switch strings.ToUpper(word) {
			case "LOW":
				out.Confidence = finding.Guess
			case "MEDIUM":
				out.Confidence = finding.Likely
			case "HIGH":
				out.Confidence = finding.Certain
			default:
				l.warn(p.at.Line, "confidence", "%q is unknown: use LOW, MEDIUM or HIGH", short(word))
			}
		}
	}
	return nil
}
