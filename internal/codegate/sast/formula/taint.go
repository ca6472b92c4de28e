package formula

import (
	"go.yaml.in/yaml/v3"
)

// specKeys are the keys of taint specs beside their formula, by the list that they stand in.
var specKeys = map[string]map[string]bool{
	"formulas":    {}, // of a model file
	"guards":      {},
	"effects":     {},
	"sources":     {"exact": true, "by-side-effect": true, "control": true, "label": true, "requires": true},
	"sinks":       {"exact": true, "requires": true, "at-exit": true},
	"sanitizers":  {"exact": true, "by-side-effect": true, "not_conflicting": true, "not-conflicting": true},
	"propagators": {"from": true, "to": true, "by-side-effect": true, "label": true, "replace-labels": true, "requires": true},
}

// MaxLabels bounds the labels of one taint rule.
const MaxLabels = 64

// taint reads the specs of a taint rule in either syntax.
func (l *loader) taint(n *yaml.Node, lists []pair) (*TaintSpec, error) {
	out := &TaintSpec{}
	prefix, second := "pattern-", false
	if len(lists) == 1 && lists[0].key == "taint" {
		var err error
		if lists, err = l.mapping(lists[0].value, "taint"); err != nil {
			return nil, err
		}
		prefix, second = "", true
	}
	for _, p := range lists {
		var err error
		switch p.key {
		case prefix + "sources":
			out.Sources, err = l.specs(p, "sources", second)
		case prefix + "sinks":
			out.Sinks, err = l.specs(p, "sinks", second)
		case prefix + "sanitizers":
			out.Sanitizers, err = l.specs(p, "sanitizers", second)
		case prefix + "propagators":
			out.Propagators, err = l.specs(p, "propagators", second)
		case "taint":
			err = faultAt(p.at, p.key, "stands beside pattern-sources and its kin: use one syntax")
		default:
			l.warn(p.at.Line, p.key, "unknown key in taint")
		}
		if err != nil {
			return nil, err
		}
	}
	if len(out.Sources) == 0 || len(out.Sinks) == 0 {
		return nil, faultAt(n, prefix+"sources", "a taint rule needs %ssources and %ssinks", prefix, prefix)
	}
	given := map[string]bool{}
	for _, specs := range [][]Spec{out.Sources, out.Propagators} {
		for _, s := range specs {
			given[s.Label] = true
		}
	}
	if len(given) > MaxLabels {
		return nil, faultAt(n, "label", "more than %d labels", MaxLabels)
	}
	return out, nil
}

// specs reads one list of taint specs. In the first syntax an item is a mapping of the first syntax's operators.
func (l *loader) specs(p pair, role string, second bool) ([]Spec, error) {
	items, err := l.list(p.value, p.key)
	if err != nil {
		return nil, err
	}
	var out []Spec
	for _, n := range items {
		s, err := l.spec(n, p.key, role, second)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func (l *loader) spec(n *yaml.Node, key, role string, second bool) (s Spec, err error) {
	s = Spec{Line: n.Line + l.offset, Exact: role == "sinks"}
	switch role {
	case "sources":
		s.Label = DefaultLabel
	case "propagators":
		s.BySideEffect = SideEffectToo
	}
	if second && n.Kind == yaml.ScalarNode {
		s.Formula, err = l.match(n, 0)
		return s, err
	}
	pairs, err := l.entry(n, key)
	if err != nil {
		return s, err
	}
	own := specKeys[role]
	for _, p := range pairs {
		if own[p.key] {
			if err := l.specKey(&s, p); err != nil {
				return s, err
			}
		}
	}
	if second {
		s.Formula, err = l.matchItem(n, pairs, 0, own)
	} else {
		s.Formula, err = l.item(n, pairs, 0, own)
	}
	switch {
	case err != nil:
		return s, err
	case s.Formula.Op == Not:
		return s, faultAt(n, key, "a negation alone finds nothing")
	case role == "propagators" && (s.From == "" || s.To == ""):
		return s, faultAt(n, key, "a propagator needs from and to")
	}
	return s, nil
}

func (l *loader) specKey(s *Spec, p pair) (err error) {
	switch p.key {
	case "exact":
		s.Exact, err = l.truth(p.value, p.key)
	case "control":
		s.Control, err = l.truth(p.value, p.key)
	case "at-exit":
		s.AtExit, err = l.truth(p.value, p.key)
	case "not_conflicting", "not-conflicting":
		s.NotConflicting, err = l.truth(p.value, p.key)
	case "by-side-effect":
		if p.value.Kind == yaml.ScalarNode && p.value.Value == "only" {
			s.BySideEffect = SideEffectOnly
			return nil
		}
		too, e := l.truth(p.value, p.key)
		if s.BySideEffect = NoSideEffect; too {
			s.BySideEffect = SideEffectToo
		}
		err = e
	case "label":
		s.Label, err = l.label(p.value, p.key)
	case "replace-labels":
		items, e := l.list(p.value, p.key)
		if e != nil {
			return e
		}
		s.ReplaceLabels = []string{}
		for _, n := range items {
			name, err := l.label(n, p.key)
			if err != nil {
				return err
			}
			s.ReplaceLabels = append(s.ReplaceLabels, name)
		}
	case "requires":
		if p.value.Kind != yaml.ScalarNode {
			return faultAt(p.value, p.key, "requirements of single metavariables are not supported")
		}
		text, e := l.text(p.value, p.key)
		if e != nil {
			return e
		}
		if s.Requires, err = ParseRequires(text); err != nil {
			err = faultAt(p.value, p.key, "%v", err)
		}
	case "from":
		s.From, err = l.metavariable(p.value, p.key)
	case "to":
		s.To, err = l.metavariable(p.value, p.key)
	}
	return err
}

func (l *loader) label(n *yaml.Node, key string) (string, error) {
	name, err := l.text(n, key)
	if err == nil && !labelName.MatchString(name) {
		err = faultAt(n, key, "%q is no label: letters, digits and _", short(name))
	}
	return name, err
}
