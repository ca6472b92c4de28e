package prefilter

import (
	"slices"

	"bartizan/internal/codegate/sast/formula"
)

type needOp uint8

const (
	nothing needOp = iota // is always met
	never                 // is never met: a model that has nothing for the language
	has                   // the text has a word
	allOf
	anyOf
)

// A need is what a text must have.
type need struct {
	op   needOp
	word int32
	kids []need
}

func (n *need) holds(present []bool) bool {
	switch n.op {
	case has:
		return present[n.word]
	case never:
		return false
	case allOf:
		for i := range n.kids {
			if !n.kids[i].holds(present) {
				return false
			}
		}
	case anyOf:
		for i := range n.kids {
			if n.kids[i].holds(present) {
				return true
			}
		}
		return false
	}
	return true
}

// both joins needs of which all must be met.
func both(kids []need) need {
	var kept []need
	for _, k := range kids {
		switch k.op {
		case nothing:
		case never:
			return need{op: never}
		case allOf:
			kept = append(kept, k.kids...)
		default:
			kept = append(kept, k)
		}
	}
	return join(allOf, kept, need{op: nothing})
}

// either joins needs of which one must be met.
func either(kids []need) need {
	var kept []need
	for _, k := range kids {
		switch k.op {
		case nothing:
			return need{op: nothing}
		case never:
		case anyOf:
			kept = append(kept, k.kids...)
		default:
			kept = append(kept, k)
		}
	}
	return join(anyOf, kept, need{op: never})
}

func join(op needOp, kids []need, empty need) need {
	// Single words first: they decide most, and each is asked for once.
	slices.SortStableFunc(kids, func(a, b need) int { return int(a.op) - int(b.op) })
	words := map[int32]bool{}
	kids = slices.DeleteFunc(kids, func(k need) bool {
		if k.op != has {
			return false
		}
		twice := words[k.word]
		words[k.word] = true
		return twice
	})
	switch len(kids) {
	case 0:
		return empty
	case 1:
		return kids[0]
	}
	return need{op: op, kids: kids}
}

// maxModels is how deep models are followed into each other.
const maxModels = 10

// A builder turns formulas into needs of one language.
type builder struct {
	language string
	models   *formula.Models
	words    []string
	ids      map[string]int32
}

func (b *builder) word(w string) need {
	id, ok := b.ids[w]
	if !ok {
		id = int32(len(b.words))
		b.ids[w] = id
		b.words = append(b.words, w)
	}
	return need{op: has, word: id}
}

// clauses needs of each list one word.
func (b *builder) clauses(lists [][]string) need {
	var kids []need
	for _, ways := range lists {
		var words []need
		for _, w := range ways {
			words = append(words, b.word(w))
		}
		kids = append(kids, either(words))
	}
	return both(kids)
}

// formula gives the need of a formula; models counts the models that it stands in.
func (b *builder) formula(f *formula.Formula, models int) need {
	switch f.Op {
	case formula.Pattern:
		return b.clauses(patternWords(f.Text, b.language))
	case formula.Regex:
		return b.clauses(formula.RequiredText(f.Text))
	case formula.Not:
		return need{op: nothing}
	case formula.Model:
		return b.model(f.Text, models)
	}
	kids := make([]need, 0, len(f.Kids))
	for _, k := range f.Kids {
		kids = append(kids, b.formula(k, models))
	}
	if f.Op == formula.Any {
		return either(kids)
	}
	for i := range f.Conditions {
		if c := &f.Conditions[i]; c.Test == formula.MetavariableRegex && !c.Constant && named(f, c.Name) {
			kids = append(kids, b.clauses(formula.RequiredText(c.Regex)))
		}
	}
	return both(kids)
}

func (b *builder) model(name string, models int) need {
	if b.models == nil || models > maxModels {
		return need{op: nothing}
	}
	var ways []need
	for _, p := range b.models.Formulas[name] {
		if slices.ContainsFunc(p.Languages, func(l string) bool { return family(l) == family(b.language) }) {
			ways = append(ways, b.formula(p.Spec.Formula, models+1))
		}
	}
	return either(ways)
}

// family joins languages that share files, rules or models.
func family(language string) string {
	switch language {
	case "typescript", "tsx":
		return "javascript"
	case "cpp":
		return "c"
	}
	return language
}
