package sast

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/prefilter"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/rule"
	"bartizan/internal/syntax"
	"bartizan/rules"
)

// families are languages whose files share a taint plan, because data flows between their files.
var families = map[string]string{"typescript": "javascript", "tsx": "javascript", "cpp": "c"}

func family(language string) string {
	if f, ok := families[language]; ok {
		return f
	}
	return language
}

// An engine analyses files for a set of rules. It is safe for concurrent use.
type engine struct {
	rules  []*formula.Rule // as the caller numbers them
	set    *search.Set
	models *formula.Models

	mu      sync.Mutex
	byName  map[string]*language
	parsers sync.Pool
}

// A language is what the rules mean for the files of one language.
type language struct {
	search  []*formula.Rule // search rules that hold for it
	numbers []int           // of those
	filter  *prefilter.Filter
	plan    *flow.Plan
}

// newEngine reads rules. A rule that cannot be read is an error that names all such rules.
func newEngine(literate []*rule.Rule) (*engine, error) {
	models, err := formula.LoadModels(rules.FS)
	if err != nil {
		return nil, err
	}
	e := &engine{set: search.NewSet(models), models: models, byName: map[string]*language{}}
	e.parsers.New = func() any { return syntax.NewParser() }
	var bad []string
	for _, r := range literate {
		f, err := formula.FromRule(r)
		if err != nil {
			bad = append(bad, err.Error())
			continue
		}
		e.rules = append(e.rules, f)
	}
	if len(bad) > 0 {
		return nil, fmt.Errorf("reading the code rules: %s", strings.Join(bad, "; "))
	}
	return e, nil
}

// language prepares the rules of a language once.
func (e *engine) language(name string) *language {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.byName[name]; l != nil {
		return l
	}
	l := &language{}
	for i, r := range e.rules {
		if r.Mode == formula.Search && holds(r, name) {
			l.search = append(l.search, r)
			l.numbers = append(l.numbers, i)
		}
	}
	l.filter = prefilter.New(l.search, e.models)
	l.plan = e.plan(family(name))
	e.byName[name] = l
	return l
}

func (e *engine) plan(family string) *flow.Plan {
	for name, l := range e.byName {
		if l.plan != nil && families[name] == family || name == family {
			return l.plan
		}
	}
	return flow.NewPlan(family, e.rules, e.models)
}

// holds says whether a rule is for files of a language.
func holds(r *formula.Rule, language string) bool {
	return slices.Contains(r.Languages, language) || language == "tsx" && slices.Contains(r.Languages, "typescript")
}
