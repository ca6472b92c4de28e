package rules_test

import (
	"testing"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/rule"
	"bartizan/rules"
)

// TestCodeRulesCompile: every pattern and regular expression of the code rules and of the models compiles, in each language
// that it is for, and each model that is named exists.
func TestCodeRulesCompile(t *testing.T) {
	models, err := formula.LoadModels(rules.FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	all, err := rules.For("sast")
	if err != nil {
		t.Fatal(err)
	}
	set := search.NewSet(models)
	for _, r := range all {
		f, err := formula.FromRule(r)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, p := range append(models.Check(f), set.Check(f)...) {
			t.Error(p)
		}
	}
	for _, file := range models.Files {
		for _, part := range file.Parts {
			one := &formula.Rule{ID: part.Name, Languages: part.Languages, Formula: part.Spec.Formula, Options: formula.DefaultOptions(), File: file.Library}
			for _, p := range set.Check(one) {
				t.Error(p)
			}
		}
	}
}

// TestCodeRulesReach: in each language that the pack is written for, each class of weakness has a rule.
func TestCodeRulesReach(t *testing.T) {
	all, err := rules.For("sast")
	if err != nil {
		t.Fatal(err)
	}
	// CWEs that stand for the classes: injections, code, pages, files, addresses, objects, cryptography, secrets, transport,
	// tokens, cookies, origins, debugging, assignment, logs, files of one's own and of others.
	classes := []int{89, 943, 90, 643, 78, 94, 79, 22, 918, 601, 502, 327, 328, 330, 798, 295, 347, 614, 942, 209, 915, 117, 532, 377, 434}
	for _, language := range []string{"javascript", "typescript", "python", "go", "java"} {
		have := map[int]bool{}
		for _, r := range all {
			mark(r, language, have)
		}
		for _, cwe := range classes {
			if !have[cwe] {
				t.Errorf("%s: no rule for CWE-%d", language, cwe)
			}
		}
	}
}

func mark(r *rule.Rule, language string, have map[int]bool) {
	for _, l := range formula.LanguagesOf(r) {
		if l == language {
			for _, c := range r.CWE {
				have[c] = true
			}
		}
	}
}
