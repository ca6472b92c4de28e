package formula

import (
	"regexp"

	"go.yaml.in/yaml/v3"
)

// conditions are the operators that stand under patterns only.
var conditions = map[string]bool{"focus-metavariable": true, "metavariable-regex": true, "metavariable-pattern": true, "metavariable-comparison": true,
	"metavariable-type": true, "metavariable-analysis": true}

// condition reads an item of patterns that restricts bindings, or a focus, into f; done is false for any other item.
func (l *loader) condition(f *Formula, n *yaml.Node, pairs []pair, depth int) (done bool, err error) {
	var at *pair
	for i, p := range pairs {
		if conditions[p.key] {
			at = &pairs[i]
			break
		}
	}
	if at == nil {
		return false, nil
	}
	for _, p := range pairs {
		if p.key == at.key {
			continue
		}
		if operators[p.key] || conditions[p.key] || p.key == "metavariable" {
			return false, faultAt(p.at, p.key, "stands beside %s: check the indentation", at.key)
		}
		l.warn(p.at.Line, p.key, "unknown key")
	}
	if at.key == "focus-metavariable" {
		names, err := l.focus(at.value, at.key)
		if err != nil {
			return false, err
		}
		f.Focus = append(f.Focus, names)
		if len(f.Focus) > 1 {
			for _, names := range f.Focus {
				if len(names) > 1 {
					return false, faultAt(n, at.key, "several focus-metavariable of which one is a list: use one")
				}
			}
		}
		return true, nil
	}
	if l.kids++; l.kids > maxKids {
		return false, faultAt(n, "", "more than %d formulas in one rule", maxKids)
	}
	keys, err := l.mapping(at.value, at.key)
	if err != nil {
		return false, err
	}
	c, err := l.test(at.key, at.value, keys, depth)
	if err != nil {
		return false, err
	}
	f.Conditions = append(f.Conditions, c)
	return true, nil
}

var metavariable = regexp.MustCompile(`^\$(?:\.\.\.)?(?:[A-Z_][A-Z_0-9]*|[0-9]+)$`)

// metavariable reads the name of one.
func (l *loader) metavariable(n *yaml.Node, key string) (string, error) {
	name, err := l.text(n, key)
	if err == nil && !metavariable.MatchString(name) {
		err = faultAt(n, key, "%q is no metavariable: want $ and capital letters", short(name))
	}
	return name, err
}

func (l *loader) focus(n *yaml.Node, key string) ([]string, error) {
	if n.Kind != yaml.SequenceNode {
		name, err := l.metavariable(n, key)
		return []string{name}, err
	}
	items, err := l.list(n, key)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, item := range items {
		name, err := l.metavariable(item, key)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil, faultAt(n, key, "is empty")
	}
	return names, nil
}

// A testKind is one operator over metavariables: what it needs and what else it may have, beside the metavariable.
type testKind struct {
	test Test
	keys map[string]bool
	want string
}

var testKinds = map[string]testKind{
	"metavariable-regex":      {MetavariableRegex, map[string]bool{"regex": true, "constant-propagation": true}, "regex"},
	"metavariable-pattern":    {MetavariablePattern, map[string]bool{"language": true}, ""},
	"metavariable-comparison": {MetavariableComparison, map[string]bool{"comparison": true, "strip": true, "base": true}, "comparison"},
	"metavariable-type":       {MetavariableType, map[string]bool{"type": true, "types": true, "language": true}, "type or types"},
	"metavariable-analysis":   {MetavariableAnalysis, map[string]bool{"analyzer": true, "options": true}, "analyzer"},
}

// test reads the mapping of one metavariable-… operator.
func (l *loader) test(key string, n *yaml.Node, keys []pair, depth int) (Condition, error) {
	kind := testKinds[key]
	c := Condition{Test: kind.test, Line: n.Line + l.offset}
	complete := false
	var rest []pair
	for _, p := range keys {
		var err error
		switch {
		case p.key == "metavariable":
			c.Name, err = l.metavariable(p.value, p.key)
		case kind.keys[p.key]:
			var part bool
			part, err = l.part(&c, p)
			complete = complete || part
		case kind.test == MetavariablePattern:
			rest = append(rest, p)
		default:
			l.warn(p.at.Line, p.key, "unknown key in %s", key)
		}
		if err != nil {
			return c, err
		}
	}
	if c.Name == "" && kind.test != MetavariableComparison {
		return c, faultAt(n, key, "metavariable is missing")
	}
	if kind.test == MetavariablePattern {
		f, err := l.boundFormula(n, rest, depth)
		c.Formula = f
		return c, err
	}
	if !complete {
		return c, faultAt(n, key, "%s is missing", kind.want)
	}
	return c, nil
}

// part reads one key of a test; whole tells that it is what the test needs.
func (l *loader) part(c *Condition, p pair) (whole bool, err error) {
	switch p.key {
	case "regex":
		if c.Regex, err = l.text(p.value, p.key); err == nil {
			err = l.regex(p.value, p.key, c.Regex)
		}
		return true, err
	case "constant-propagation":
		c.Constant, err = l.truth(p.value, p.key)
	case "comparison":
		text, err := l.text(p.value, p.key)
		if err != nil {
			return false, err
		}
		if c.Comparison, err = ParseComparison(text); err != nil {
			err = faultAt(p.value, p.key, "%v", err)
		}
		return true, err
	case "strip":
		c.Strip, err = l.truth(p.value, p.key)
	case "base":
		if c.Base, err = l.number(p.value, p.key); err == nil && (c.Base < 2 || c.Base > 36) {
			err = faultAt(p.value, p.key, "want 2 to 36")
		}
	case "type":
		name, err := l.text(p.value, p.key)
		c.Types = append(c.Types, name)
		return true, err
	case "types":
		names, err := l.texts(p.value, p.key)
		if err == nil && len(names) == 0 {
			err = faultAt(p.value, p.key, "is empty")
		}
		c.Types = append(c.Types, names...)
		return true, err
	case "language":
		word, err := l.text(p.value, p.key)
		if err != nil {
			return false, err
		}
		name, known := Language(word)
		switch {
		case !known:
			return false, faultAt(p.value, p.key, "%q is unknown", short(word))
		case name == "":
			return false, faultAt(p.value, p.key, "not scanned: %s", word)
		}
		c.Language = name
	case "analyzer":
		if c.Analyzer, err = l.text(p.value, p.key); err == nil && c.Analyzer != "entropy" && c.Analyzer != "redos" {
			err = faultAt(p.value, p.key, "%q is not supported: use entropy or redos", short(c.Analyzer))
		}
		return true, err
	}
	return false, err
}

// boundFormula reads the formula of a metavariable-pattern, in the first syntax. A negation alone is a conjunction of it.
func (l *loader) boundFormula(n *yaml.Node, pairs []pair, depth int) (*Formula, error) {
	if err := tooDeep(n, "metavariable-pattern", depth); err != nil {
		return nil, err
	}
	outer := l.bound
	l.bound = true
	f, err := l.item(n, pairs, depth+1, nil)
	l.bound = outer
	if err != nil || f.Op != Not {
		return f, err
	}
	return l.node(All, n, f)
}
