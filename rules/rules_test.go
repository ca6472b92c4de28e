package rules_test

import (
	"strings"
	"testing"

	"bartizan/internal/codegate"
	"bartizan/internal/fix"
	"bartizan/rules"
)

// TestSamples runs every sample of every rule through its scanner with that rule alone: it must be found where it is
// marked ruleid, and only there. A finding is whole: it has a place and a message.
func TestSamples(t *testing.T) {
	all, err := rules.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			proofs, err := fix.Prove(t.Context(), r, codegate.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range proofs {
				if !p.Passed {
					t.Errorf("%s:%d: %d findings, marked as bad: %v", r.File, p.Line, len(p.Findings), p.Bad)
				}
				for _, f := range p.Findings {
					if f.Line == 0 || strings.Contains(f.Message, "%!") {
						t.Errorf("%s:%d: the finding is not whole: %+v", r.File, p.Line, f)
					}
				}
			}
		})
	}
}
