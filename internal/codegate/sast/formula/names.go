package formula

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

var (
	metavariables = regexp.MustCompile(`\$(?:\.\.\.)?[A-Z_][A-Z_0-9]*|\$[0-9]+`)
	namedGroup    = regexp.MustCompile(`\(\?P?<([A-Z_][A-Z_0-9]*)>`)
	superGlobals  = map[string]bool{"$_GET": true, "$_POST": true, "$_COOKIE": true, "$_SERVER": true, "$_FILES": true, "$_SESSION": true, "$_REQUEST": true, "$_ENV": true}
)

// SuperGlobal tells whether a name is one of PHP that looks like a metavariable and is none.
func SuperGlobal(name string) bool { return superGlobals[name] }

// bound is the set of metavariables that some pattern of a formula binds. Negated parts bind nothing.
type bound struct {
	names map[string]bool
	any   bool // a model may bind anything
}

func (b *bound) add(f *Formula) {
	switch f.Op {
	case Pattern:
		for _, name := range metavariables.FindAllString(f.Text, -1) {
			b.names[name] = true
		}
		b.groups(f.Text)
	case Regex:
		b.groups(f.Text)
	case Model:
		b.any = true
	case Not:
		return
	}
	for _, kid := range f.Kids {
		b.add(kid)
	}
	for _, c := range f.Conditions {
		b.groups(c.Regex)
		if c.Formula != nil {
			b.add(c.Formula)
		}
	}
}

// groups adds what the groups of a regular expression bind.
func (b *bound) groups(regex string) {
	for _, m := range namedGroup.FindAllStringSubmatch(regex, -1) {
		b.names["$"+m[1]] = true
	}
	if strings.Contains(regex, "(") {
		b.names["$1"] = true
	}
}

func (b *bound) has(name string) bool {
	if b.any || b.names[name] || superGlobals[name] || name == "$_" {
		return true
	}
	digit := len(name) > 1 && name[1] >= '0' && name[1] <= '9'
	return digit && b.names["$1"]
}

// names warns of metavariables that nothing binds: a condition over one never holds, a focus on one finds nothing.
func (l *loader) names(out *Rule, message *yaml.Node) error {
	all := &bound{names: map[string]bool{}}
	if out.Require != nil { // of the route
		all.names["$METHOD"], all.names["$PATH"] = true, true
	}
	if out.Formula != nil {
		all.add(out.Formula)
		l.scope(out.Formula, all)
	}
	if out.Taint != nil {
		for _, specs := range [][]Spec{out.Taint.Sources, out.Taint.Sinks, out.Taint.Sanitizers, out.Taint.Propagators} {
			for _, s := range specs {
				own := &bound{names: map[string]bool{}}
				own.add(s.Formula)
				all.add(s.Formula)
				l.scope(s.Formula, own)
				for _, name := range []string{s.From, s.To} {
					if name != "" && !own.has(name) {
						return &fault{line: s.Line - l.offset, key: "pattern-propagators", reason: name + " is not in the propagator's pattern"}
					}
				}
			}
		}
	}
	for _, name := range metavariables.FindAllString(out.Message, -1) {
		if !all.has(name) && l.strict { // a user's message may speak of money
			l.warn(message.Line, "message", "%s is in no pattern", name)
		}
	}
	return nil
}

// scope checks the conditions and focuses of a formula.
func (l *loader) scope(f *Formula, outer *bound) {
	if f.Op == Not { // what stands under a negation may also use what is bound there
		inner := &bound{names: map[string]bool{}, any: outer.any}
		for name := range outer.names {
			inner.names[name] = true
		}
		for _, kid := range f.Kids {
			inner.add(kid)
		}
		outer = inner
	}
	for _, kid := range f.Kids {
		l.scope(kid, outer)
	}
	for _, c := range f.Conditions {
		names := []string{c.Name}
		if c.Comparison != nil {
			names = append(names, c.Comparison.Names()...)
		}
		for _, name := range names {
			if name != "" && !outer.has(name) {
				l.warn(c.Line-l.offset, testKeys[c.Test], "%s is in no pattern: the condition never holds", name)
			}
		}
		if c.Formula != nil {
			l.scope(c.Formula, outer)
		}
	}
	for _, names := range f.Focus {
		for _, name := range names {
			if !outer.has(name) {
				l.warn(f.Line-l.offset, "focus-metavariable", "%s is in no pattern: nothing is found", name)
			}
		}
	}
}

var testKeys = map[Test]string{MetavariableRegex: "metavariable-regex", MetavariablePattern: "metavariable-pattern", MetavariableComparison: "metavariable-comparison",
	MetavariableType: "metavariable-type", MetavariableAnalysis: "metavariable-analysis"}
