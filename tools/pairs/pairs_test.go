package main

import "testing"

// TestPairs holds the pairs to their bar: nine of ten labels of each framework are found, and of a hundred labels no more than
// three findings stand in the repaired versions.
func TestPairs(t *testing.T) {
	all, err := score(t.Context(), "../../testdata/pairs", "")
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ labels, found, false int }
	by := map[string]*tally{}
	for _, p := range all {
		for _, k := range []string{p.Framework, "all"} {
			if by[k] == nil {
				by[k] = &tally{}
			}
			by[k].labels += len(p.hit) + len(p.missed)
			by[k].found += len(p.hit)
			by[k].false += len(p.falsely)
		}
		for _, u := range p.partial {
			t.Errorf("%s: %s", p.Name, u)
		}
	}
	if len(by) < 14 || by["all"].labels < 400 {
		t.Fatalf("%d frameworks, %d labels: pairs are missing", len(by)-1, by["all"].labels)
	}
	for k, r := range by {
		if r.found*10 < r.labels*9 {
			t.Errorf("%s: %d of %d labels found", k, r.found, r.labels)
		}
	}
	if r := by["all"]; r.false*100 > r.labels*3 {
		t.Errorf("%d findings in repaired versions, of %d labels", r.false, r.labels)
	}
}
