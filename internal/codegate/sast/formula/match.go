package formula

import "go.yaml.in/yaml/v3"

// matchOperators are those of the second syntax.
var matchOperators = map[string]Op{"pattern": Pattern, "regex": Regex, "model": Model, "all": All, "any": Any, "not": Not, "inside": Inside, "anywhere": Anywhere}

// match reads a formula of the second syntax: text is a pattern.
func (l *loader) match(n *yaml.Node, depth int) (*Formula, error) {
	if n.Kind != yaml.MappingNode {
		return l.leaf(Pattern, pair{"match", n, n})
	}
	pairs, err := l.mapping(n, "match")
	if err != nil {
		return nil, err
	}
	return l.matchItem(n, pairs, depth, nil)
}

// matchItem reads a mapping with one operator and perhaps where and fix. Keys that extra knows are left to the caller.
func (l *loader) matchItem(n *yaml.Node, pairs []pair, depth int, extra map[string]bool) (*Formula, error) {
	if err := tooDeep(n, "match", depth); err != nil {
		return nil, err
	}
	var op, where *pair
	fix := ""
	for i, p := range pairs {
		_, isOp := matchOperators[p.key]
		why, no := refused[p.key]
		switch {
		case isOp && op != nil:
			return nil, faultAt(p.at, p.key, "stands beside %s in one item: join them under all", op.key)
		case isOp:
			op = &pairs[i]
		case p.key == "where":
			where = &pairs[i]
		case p.key == "fix":
			var err error
			if fix, err = l.text(p.value, p.key); err != nil {
				return nil, err
			}
		case extra[p.key]:
		case no:
			return nil, faultAt(p.at, p.key, "not supported: %s", why)
		default:
			l.warn(p.at.Line, p.key, "unknown key")
		}
	}
	if op == nil {
		return nil, faultAt(n, "match", "no operator: pattern, regex, all, any, not, inside, anywhere or model is missing")
	}
	f, err := l.matchOperator(*op, depth)
	if err != nil {
		return nil, err
	}
	if where != nil {
		if f, err = l.where(f, *where, depth); err != nil {
			return nil, err
		}
	}
	f.Fix = fix
	return f, nil
}

func (l *loader) matchOperator(p pair, depth int) (*Formula, error) {
	op := matchOperators[p.key]
	switch op {
	case Pattern, Regex, Model:
		return l.leaf(op, p)
	case Not, Inside, Anywhere:
		kid, err := l.match(p.value, depth+1)
		if err != nil {
			return nil, err
		}
		if kid.Op == Not {
			return nil, faultAt(p.value, p.key, "a negation directly under %s", p.key)
		}
		return l.node(op, p.value, kid)
	}
	items, err := l.list(p.value, p.key)
	if err != nil {
		return nil, err
	}
	f, err := l.node(op, p.value)
	if err != nil {
		return nil, err
	}
	for _, n := range items {
		kid, err := l.match(n, depth+1)
		if err != nil {
			return nil, err
		}
		if op == Any && kid.Op == Not {
			return nil, faultAt(n, "not", "a negation directly under any: put it under all, beside a pattern")
		}
		f.Kids = append(f.Kids, kid)
	}
	if op == Any {
		if len(f.Kids) == 0 {
			err = faultAt(p.value, p.key, "is empty")
		}
		return f, err
	}
	return f, l.positive(f, p)
}

// where reads the conditions of a formula; a formula that is no conjunction becomes one of itself.
func (l *loader) where(f *Formula, p pair, depth int) (*Formula, error) {
	items, err := l.list(p.value, p.key)
	if err != nil {
		return nil, err
	}
	if f.Op == Not {
		return nil, faultAt(p.at, p.key, "a negation binds nothing that could be tested")
	}
	if f.Op != All {
		if f, err = l.node(All, p.value, f); err != nil {
			return nil, err
		}
	}
	for _, n := range items {
		pairs, err := l.entry(n, p.key)
		if err != nil {
			return nil, err
		}
		if err := l.whereItem(f, n, pairs, depth+1); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// whereItem reads one condition of the second syntax: focus, comparison, or metavariable with what is asked of it.
func (l *loader) whereItem(f *Formula, n *yaml.Node, pairs []pair, depth int) error {
	key := ""
	for _, p := range pairs {
		switch p.key {
		case "focus":
			names, err := l.focus(p.value, p.key)
			if err != nil {
				return err
			}
			f.Focus = append(f.Focus, names)
			if len(pairs) > 1 {
				return faultAt(n, p.key, "stands beside other keys: each condition is an item of its own")
			}
			return nil
		case "comparison":
			key = "metavariable-comparison"
		case "regex":
			key = "metavariable-regex"
		case "type", "types":
			key = "metavariable-type"
		case "analyzer":
			key = "metavariable-analysis"
		}
	}
	if key != "" {
		c, err := l.test(key, n, pairs, depth)
		if err != nil {
			return err
		}
		f.Conditions = append(f.Conditions, c)
		return nil
	}
	c := Condition{Test: MetavariablePattern, Line: n.Line + l.offset}
	own := map[string]bool{"metavariable": true, "language": true}
	for _, p := range pairs {
		var err error
		switch p.key {
		case "metavariable":
			c.Name, err = l.metavariable(p.value, p.key)
		case "language":
			_, err = l.part(&c, p)
		}
		if err != nil {
			return err
		}
	}
	if c.Name == "" {
		return faultAt(n, "where", "want focus, comparison or metavariable")
	}
	outer := l.bound
	l.bound = true
	value, err := l.matchItem(n, pairs, depth+1, own)
	l.bound = outer
	if err == nil && value.Op == Not {
		value, err = l.node(All, n, value)
	}
	c.Formula = value
	f.Conditions = append(f.Conditions, c)
	return err
}
