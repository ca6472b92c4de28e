package syntax

import (
	"fmt"
	"slices"

	"bartizan/internal/syntax/generic"
)

// A Definition is what a language's folder says of it.
type Definition struct {
	Name    string
	Grammar *Grammar

	// Rules lower the grammar's named symbols, by name.
	Rules map[string]Rule
	// Tokens lower unnamed symbols that are an expression by themselves, as `this` is in some grammars.
	Tokens map[string]Rule
	// Ignored are named symbols without a node of their own: comments, and tokens that a rule above them reads.
	Ignored []string
	// Operators are the tokens that generic.Operator does not know.
	Operators map[string]generic.Op
	// Fallback is the language, of the same tree, whose grammar a text is read with that this one does not read whole: types
	// in a file of JavaScript. nil where there is none.
	Fallback func() (*Language, error)
	// Wrappers are the contexts in which a piece of the language is a whole file, the likeliest first.
	Wrappers []Wrapper
}

// A Wrapper is text around a fragment. Inside it the fragment stands where Prefix ends.
type Wrapper struct{ Prefix, Suffix string }

// A Rule lowers one node of the flat tree, whose children are lowered already, and gives a chain: nothing, a node, or
// several where one construct stands for several, as `var a, b` does.
type Rule func(*Lowering, int) generic.ID

// A Language lowers the flat trees of one grammar.
type Language struct {
	Definition
	rules   []Rule // by symbol; nil for ignored and for most unnamed ones
	ignored []bool
	ops     []generic.Op
}

// NewLanguage compiles a definition. That the rules speak of symbols which the grammar has not is an error.
func NewLanguage(d Definition) (*Language, error) {
	l := &Language{Definition: d}
	seen, tokens := map[string]bool{}, map[string]bool{}
	for s, name := range d.Grammar.Symbols {
		var r Rule
		if d.Grammar.Named[s] {
			seen[name] = true
			if r = d.Rules[name]; r == nil {
				r = other
			}
		} else {
			tokens[name] = true
			r = d.Tokens[name]
		}
		op, ok := d.Operators[name]
		if !ok {
			op = generic.Operator(name)
		}
		l.rules = append(l.rules, r)
		l.ignored = append(l.ignored, d.Grammar.Named[s] && slices.Contains(d.Ignored, name))
		l.ops = append(l.ops, op)
	}
	for name := range d.Rules {
		if !seen[name] {
			return nil, fmt.Errorf("lowering %s: its grammar has no symbol %q", d.Name, name)
		}
	}
	for name := range d.Tokens {
		if !tokens[name] {
			return nil, fmt.Errorf("lowering %s: its grammar has no token %q", d.Name, name)
		}
	}
	for _, name := range d.Ignored {
		if !seen[name] || d.Rules[name] != nil {
			return nil, fmt.Errorf("lowering %s: the ignored symbol %q is not in its grammar, or has a rule too", d.Name, name)
		}
	}
	return l, nil
}

// Unknown lists the grammar's named symbols that have neither a rule nor a place among the ignored.
func (l *Language) Unknown() []string {
	var names []string
	for s, name := range l.Grammar.Symbols {
		if l.Grammar.Named[s] && l.Rules[name] == nil && !l.ignored[s] && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
