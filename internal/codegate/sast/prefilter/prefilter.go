// Package prefilter tells, from a file's bytes alone, which formulas cannot hold in it.
//
// Of each formula the negated parts are dropped; what is left is a tree of "all of" and "any of" over texts that a match
// must have. One pass of an automaton finds which of the texts of all formulas a file has, and the trees are evaluated over
// that. A tree, not clauses: nothing has to be multiplied out, so nothing explodes and nothing is given up.
//
// Rules of this package:
//   - It never drops a formula that could match. What a file can have in another spelling is not asked for: the contents of
//     strings (they can be computed), types of typed metavariables (they can be inferred), numbers, key words.
//   - Nothing is compiled for it but the texts: patterns are read as words.
package prefilter

import (
	"sync"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/match"
)

// A Filter picks from a list of formulas or rules. It is safe for concurrent use.
type Filter struct {
	models    *formula.Models
	asked     [][]*formula.Formula // one of each must be possible
	languages sync.Map             // of string to func() *compiled
}

// New makes a filter for rules. A taint rule is picked where one of its sources or sinks can be, since they may stand in different
// files; NewFormulas tells them apart.
func New(rules []*formula.Rule, models *formula.Models) *Filter {
	f := &Filter{models: models, asked: make([][]*formula.Formula, len(rules))}
	for i, r := range rules {
		if r.Formula != nil {
			f.asked[i] = append(f.asked[i], r.Formula)
		}
		if r.Taint != nil {
			for _, specs := range [][]formula.Spec{r.Taint.Sources, r.Taint.Sinks} {
				for _, s := range specs {
					f.asked[i] = append(f.asked[i], s.Formula)
				}
			}
		}
	}
	return f
}

// NewFormulas makes a filter for formulas: those of the specs of a taint plan.
func NewFormulas(formulas []*formula.Formula, models *formula.Models) *Filter {
	f := &Filter{models: models, asked: make([][]*formula.Formula, len(formulas))}
	for i, of := range formulas {
		f.asked[i] = []*formula.Formula{of}
	}
	return f
}

// Pick tells of each rule or formula, in the order given to New, whether it can match in a text of a language. The answer is
// written to into, which grows as needed. Whether a rule is for the language at all is the caller's to know.
func (f *Filter) Pick(text []byte, language string, into []bool) []bool {
	c := f.compiled(language)
	if cap(into) < len(f.asked) {
		into = make([]bool, len(f.asked))
	}
	into = into[:len(f.asked)]
	scratch := c.scratch.Get().(*[]bool)
	*scratch = c.words.Present(text, *scratch)
	for i := range into {
		into[i] = c.needs[i].holds(*scratch)
	}
	c.scratch.Put(scratch)
	return into
}

// Always counts the rules or formulas that no text of a language is dropped for, because nothing fixed is in them.
func (f *Filter) Always(language string) (n int) {
	c := f.compiled(language)
	for i := range c.needs {
		if c.needs[i].op == nothing {
			n++
		}
	}
	return n
}

// compiled are the needs of all formulas for one language.
type compiled struct {
	needs   []need
	words   *match.Keywords
	scratch sync.Pool
}

func (f *Filter) compiled(language string) *compiled {
	if make, ok := f.languages.Load(language); ok {
		return make.(func() *compiled)()
	}
	make, _ := f.languages.LoadOrStore(language, sync.OnceValue(func() *compiled { return f.compile(language) }))
	return make.(func() *compiled)()
}

func (f *Filter) compile(language string) *compiled {
	b := builder{language: language, models: f.models, ids: map[string]int32{}}
	c := &compiled{needs: make([]need, len(f.asked))}
	for i, formulas := range f.asked {
		var ways []need
		for _, of := range formulas {
			ways = append(ways, b.formula(of, 0))
		}
		c.needs[i] = either(ways)
	}
	c.words = match.NewKeywords(b.words)
	c.scratch.New = func() any { return new([]bool) }
	return c
}
