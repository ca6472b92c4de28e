package formula

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// node makes a formula and counts it.
func (l *loader) node(op Op, n *yaml.Node, kids ...*Formula) (*Formula, error) {
	if l.kids++; l.kids > maxKids {
		return nil, faultAt(n, "", "more than %d formulas in one rule", maxKids)
	}
	return &Formula{Op: op, Kids: kids, Line: n.Line + l.offset}, nil
}

func tooDeep(n *yaml.Node, key string, depth int) error {
	if depth > maxDepth {
		return faultAt(n, key, "formulas are nested more than %d deep", maxDepth)
	}
	return nil
}

// leaf makes a Pattern, Regex or Model out of text.
func (l *loader) leaf(op Op, p pair) (*Formula, error) {
	text, err := l.text(p.value, p.key)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(text) == "" {
		return nil, faultAt(p.value, p.key, "is empty")
	}
	f, err := l.node(op, p.value)
	if err != nil {
		return nil, err
	}
	f.Text = text
	switch op {
	case Regex:
		err = l.regex(p.value, p.key, text)
	case Model:
		if !modelName.MatchString(text) {
			err = faultAt(p.value, p.key, "%q is no name of a model: words in lower case, joined by dots", short(text))
		}
	}
	return f, err
}

// operator reads one operator of the first syntax, at the top of a rule or in a list.
func (l *loader) operator(p pair, depth int) (*Formula, error) {
	if err := tooDeep(p.at, p.key, depth); err != nil {
		return nil, err
	}
	switch p.key {
	case "pattern":
		return l.patternOrFormula(p, depth)
	case "pattern-regex":
		return l.leaf(Regex, p)
	case "model":
		return l.leaf(Model, p)
	case "patterns":
		return l.patterns(p, depth)
	case "pattern-either":
		return l.either(p, depth)
	case "pattern-inside":
		return l.around(Inside, p, depth)
	case "pattern-not":
		return l.around(Not, p, depth)
	case "pattern-not-regex":
		f, err := l.leaf(Regex, p)
		if err != nil {
			return nil, err
		}
		return l.node(Not, p.value, f)
	case "pattern-not-inside":
		f, err := l.around(Inside, p, depth)
		if err != nil {
			return nil, err
		}
		return l.node(Not, p.value, f)
	}
	return nil, faultAt(p.at, p.key, "unknown operator")
}

// patternOrFormula reads a pattern's text or, as Semgrep does in places, a mapping with one operator.
func (l *loader) patternOrFormula(p pair, depth int) (*Formula, error) {
	if p.value.Kind != yaml.MappingNode {
		return l.leaf(Pattern, p)
	}
	pairs, err := l.mapping(p.value, p.key)
	if err != nil {
		return nil, err
	}
	return l.item(p.value, pairs, depth+1, nil)
}

// around reads what pattern-inside and pattern-not hold.
func (l *loader) around(op Op, p pair, depth int) (*Formula, error) {
	kid, err := l.patternOrFormula(p, depth)
	if err != nil {
		return nil, err
	}
	if kid.Op == Not {
		return nil, faultAt(p.value, p.key, "a negation directly under %s", p.key)
	}
	return l.node(op, p.value, kid)
}

func (l *loader) either(p pair, depth int) (*Formula, error) {
	items, err := l.list(p.value, p.key)
	if err != nil {
		return nil, err
	}
	f, err := l.node(Any, p.value)
	if err != nil {
		return nil, err
	}
	for _, n := range items {
		pairs, err := l.entry(n, p.key)
		if err != nil {
			return nil, err
		}
		kid, err := l.item(n, pairs, depth+1, nil)
		if err != nil {
			return nil, err
		}
		if kid.Op == Not {
			return nil, faultAt(n, pairs[0].key, "a negation directly under pattern-either: put it under patterns, beside a pattern")
		}
		f.Kids = append(f.Kids, kid)
	}
	if len(f.Kids) == 0 {
		return nil, faultAt(p.value, p.key, "is empty")
	}
	return f, nil
}

// entry reads one item of patterns or pattern-either.
func (l *loader) entry(n *yaml.Node, key string) ([]pair, error) {
	if n.Kind == yaml.ScalarNode {
		return nil, faultAt(n, key, "a plain text in a list: did you mean pattern: %s", short(n.Value))
	}
	pairs, err := l.mapping(n, key)
	if err == nil && len(pairs) == 0 {
		err = faultAt(n, key, "an item is empty")
	}
	return pairs, err
}

// patterns reads a conjunction.
func (l *loader) patterns(p pair, depth int) (*Formula, error) {
	items, err := l.list(p.value, p.key)
	if err != nil {
		return nil, err
	}
	f, err := l.node(All, p.value)
	if err != nil {
		return nil, err
	}
	for _, n := range items {
		pairs, err := l.entry(n, p.key)
		if err != nil {
			return nil, err
		}
		if done, err := l.condition(f, n, pairs, depth+1); err != nil {
			return nil, err
		} else if done {
			continue
		}
		kid, err := l.item(n, pairs, depth+1, nil)
		if err != nil {
			return nil, err
		}
		f.Kids = append(f.Kids, kid)
	}
	return f, l.positive(f, p)
}

// positive tells whether a conjunction has something to find. Within a metavariable-pattern it may consist of negations: the
// value is the context.
func (l *loader) positive(f *Formula, p pair) error {
	if len(f.Kids) == 0 && len(f.Conditions) == 0 && len(f.Focus) == 0 {
		return faultAt(p.value, p.key, "is empty")
	}
	if l.bound {
		return nil
	}
	for _, kid := range f.Kids {
		if kid.Op != Not {
			return nil
		}
	}
	return faultAt(p.value, p.key, "only negations and conditions: add a pattern to find")
}

// item reads a mapping with exactly one operator. Keys that extra knows are left to the caller.
func (l *loader) item(n *yaml.Node, pairs []pair, depth int, extra map[string]bool) (*Formula, error) {
	if err := tooDeep(n, "", depth); err != nil {
		return nil, err
	}
	var op *pair
	fix := ""
	for i, p := range pairs {
		why, no := refused[p.key]
		switch {
		case operators[p.key]:
			if op != nil {
				return nil, faultAt(p.at, p.key, "stands beside %s in one item: each operator is an item of its own", op.key)
			}
			op = &pairs[i]
		case extra[p.key]:
		case p.key == "fix":
			var err error
			if fix, err = l.text(p.value, p.key); err != nil {
				return nil, err
			}
		case no:
			return nil, faultAt(p.at, p.key, "not supported: %s", why)
		case p.key == "focus-metavariable" && extra != nil: // Semgrep ignores it beside the operator of a source or sink
			l.warn(p.at.Line, p.key, "is ignored here: it stands under patterns")
		case conditions[p.key]:
			return nil, faultAt(p.at, p.key, "stands under patterns only, as an item of its own")
		default:
			l.warn(p.at.Line, p.key, "unknown key")
		}
	}
	if op == nil {
		key := ""
		if len(pairs) > 0 {
			key = pairs[0].key
		}
		return nil, faultAt(n, key, "no operator that is known")
	}
	f, err := l.operator(*op, depth)
	if err != nil {
		return nil, err
	}
	f.Fix = fix
	return f, nil
}

// operators are those of the first syntax that are formulas.
var operators = map[string]bool{"pattern": true, "patterns": true, "pattern-either": true, "pattern-regex": true, "pattern-inside": true, "pattern-not": true,
	"pattern-not-inside": true, "pattern-not-regex": true, "model": true}
