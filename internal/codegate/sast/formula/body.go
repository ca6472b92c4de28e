package formula

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// refused are keys of rules and formulas that change what a rule finds and that we do not have. A rule with one is not
// loaded: without it, it would find something else.
var refused = map[string]string{
	"pattern-where-python": "runs Python code", "join": "rules over several rules are not read", "extract": "extract rules are not read", "steps": "steps are not read",
	"validators": "validators call services", "entropy_v2": "is not documented", "r2c-internal-project-depends-on": "dependency rules are not read: the deps scanner knows packages",
	"r2c-internal-patterns-from": "is internal to Semgrep", "semgrep-internal-pattern-anywhere": "is internal to Semgrep", "semgrep-internal-metavariable-name": "is internal to Semgrep",
	"dependencies": "dependency rules are not read: the deps scanner knows packages", "as": "naming a match is not supported",
	"metavariable-name": "is internal to Semgrep", "project-depends-on": "dependency rules are not read: the deps scanner knows packages", "depends-on": "dependency rules are not read",
}

// A body is a rule's own keys, sorted by what reads them.
type body struct {
	mode    string
	formula []pair // keys of a formula, and match
	taint   []pair // keys of a taint rule in the first syntax, and taint
	require []pair
}

// body reads what a rule says, its header excepted.
func (l *loader) body(out *Rule, n *yaml.Node, pairs []pair) error {
	out.Options = DefaultOptions()
	l.kids = 0
	var b body
	var message *yaml.Node
	for _, p := range pairs {
		var err error
		switch p.key {
		case "id", "severity", "metadata":
			if l.strict {
				l.warn(p.at.Line, p.key, "stands in the header of a literate rule")
			}
		case "min-version", "max-version": // of Semgrep, not ours
		case "message":
			message = p.value
			out.Message, err = l.text(p.value, p.key)
		case "languages":
			out.Languages, err = l.languages(p.value)
		case "mode":
			b.mode, err = l.text(p.value, p.key)
		case "options":
			err = l.options(&out.Options, p.value)
		case "paths":
			err = l.paths(out, p.value)
		case "fix":
			out.Fix, err = l.text(p.value, p.key)
		case "fixer":
			if p.value.Kind == yaml.ScalarNode {
				out.Fixers = make([]string, 1)
				out.Fixers[0], err = l.text(p.value, p.key)
			} else {
				out.Fixers, err = l.texts(p.value, p.key)
			}
		case "fix-regex":
			out.FixRegex, err = l.fixRegex(p.value)
		case "pattern", "patterns", "pattern-either", "pattern-regex", "pattern-inside", "pattern-not", "pattern-not-inside", "pattern-not-regex", "match", "model":
			b.formula = append(b.formula, p)
		case "pattern-sources", "pattern-sinks", "pattern-sanitizers", "pattern-propagators", "taint":
			b.taint = append(b.taint, p)
		case "require":
			b.require = append(b.require, p)
		default:
			if why, no := refused[p.key]; no {
				return faultAt(p.at, p.key, "not supported: %s", why)
			}
			l.warn(p.at.Line, p.key, "unknown key")
		}
		if err != nil {
			return err
		}
	}
	switch {
	case message == nil:
		return faultAt(n, "message", "is missing")
	case out.Languages == nil:
		return faultAt(n, "languages", "is missing")
	}
	if err := l.finds(out, n, b); err != nil {
		return err
	}
	return l.names(out, message)
}

// finds reads the rule's formula or its taint specs.
func (l *loader) finds(out *Rule, n *yaml.Node, b body) (err error) {
	switch {
	case b.mode == "require":
		if len(b.formula)+len(b.taint) > 0 || len(b.require) != 1 {
			return faultAt(n, "require", "a rule of mode require finds by its key require only")
		}
		out.Mode = Require
		return l.require(out, b.require[0])
	case len(b.require) > 0:
		return faultAt(b.require[0].at, "require", "belongs to a rule of mode require")
	case b.mode == "taint" || b.mode == "" && len(b.taint) == 1 && b.taint[0].key == "taint":
		if len(b.formula) > 0 {
			return faultAt(b.formula[0].at, b.formula[0].key, "a taint rule finds by its sources and sinks only")
		}
		out.Mode = Taint
		out.Taint, err = l.taint(n, b.taint)
	case b.mode == "" || b.mode == "search":
		if len(b.taint) > 0 {
			return faultAt(b.taint[0].at, b.taint[0].key, "belongs to a taint rule: mode: taint is missing")
		}
		if len(b.formula) != 1 {
			return oneFormula(n, b.formula)
		}
		out.Formula, err = l.root(b.formula[0])
	default:
		return faultAt(n, "mode", "%q is not supported: use search, taint or require", short(b.mode))
	}
	return err
}

// root reads the one formula of a search rule.
func (l *loader) root(p pair) (f *Formula, err error) {
	if p.key == "match" {
		f, err = l.match(p.value, 0)
	} else {
		f, err = l.operator(p, 0)
	}
	if err != nil {
		return nil, err
	}
	if f.Op == Not {
		return nil, faultAt(p.at, p.key, "a rule needs something to find, not only something not to find")
	}
	return f, nil
}

func oneFormula(n *yaml.Node, got []pair) error {
	if len(got) == 0 {
		return faultAt(n, "", "nothing to find: pattern, patterns, pattern-either, pattern-regex or match is missing")
	}
	return faultAt(got[1].at, got[1].key, "only one of pattern, patterns, pattern-either, pattern-regex and match: join them under patterns")
}

func (l *loader) languages(n *yaml.Node) ([]string, error) {
	words, err := l.texts(n, "languages")
	if err != nil {
		return nil, err
	}
	var names, unread []string
	for _, w := range words {
		name, known := Language(w)
		switch {
		case !known:
			return nil, faultAt(n, "languages", "%q is unknown", short(w))
		case name == "":
			unread = append(unread, w)
		case !slices.Contains(names, name):
			names = append(names, name)
		}
	}
	switch {
	case len(words) == 0:
		return nil, faultAt(n, "languages", "is empty")
	case len(names) == 0:
		return nil, faultAt(n, "languages", "not scanned: %s", strings.Join(unread, ", "))
	case len(unread) > 0:
		l.warn(n.Line, "languages", "not scanned: %s", strings.Join(unread, ", "))
	}
	return names, nil
}

func (l *loader) paths(out *Rule, n *yaml.Node) error {
	pairs, err := l.mapping(n, "paths")
	if err != nil {
		return err
	}
	for _, p := range pairs {
		switch p.key {
		case "include":
			out.Include, err = l.texts(p.value, "include")
		case "exclude":
			out.Exclude, err = l.texts(p.value, "exclude")
		default:
			l.warn(p.at.Line, p.key, "unknown key in paths")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) fixRegex(n *yaml.Node) (*FixRegex, error) {
	pairs, err := l.mapping(n, "fix-regex")
	if err != nil {
		return nil, err
	}
	out := &FixRegex{}
	seen := map[string]bool{}
	for _, p := range pairs {
		seen[p.key] = true
		switch p.key {
		case "regex":
			if out.Regex, err = l.text(p.value, p.key); err == nil {
				err = l.regex(p.value, p.key, out.Regex)
			}
		case "replacement":
			out.Replacement, err = l.text(p.value, p.key)
		case "count":
			out.Count, err = l.number(p.value, p.key)
		default:
			l.warn(p.at.Line, p.key, "unknown key in fix-regex")
		}
		if err != nil {
			return nil, err
		}
	}
	if !seen["regex"] || !seen["replacement"] {
		return nil, faultAt(n, "fix-regex", "needs regex and replacement")
	}
	return out, nil
}

// regex tells whether a regular expression of a rule compiles.
func (l *loader) regex(n *yaml.Node, key, text string) error {
	if err := checkRegex(text); err != nil {
		return faultAt(n, key, "%v", err)
	}
	return nil
}
