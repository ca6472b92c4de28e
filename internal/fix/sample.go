package fix

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"bartizan/internal/codegate"
	"bartizan/internal/codegate/sast"
	"bartizan/internal/codegate/sast/fixer"
	"bartizan/internal/finding"
	"bartizan/internal/gate"
	"bartizan/internal/rule"
	"bartizan/internal/target"
)

// Prove runs the samples of a rule as gate.Prove does, and makes the fix of each bad one that has a fixed text behind it: what
// comes out is that text.
func Prove(ctx context.Context, r *rule.Rule, code codegate.Options) ([]gate.Proof, error) {
	proofs, err := gate.Prove(ctx, r, code)
	if err != nil {
		return nil, err
	}
	h := sast.NewHelper(ctx, code.Sast)
	defer h.Close()
	for i := range proofs {
		p := &proofs[i]
		if p.Fixed == "" || !p.Passed {
			continue
		}
		text, err := rule.Expand(p.Text, i)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", r.File, p.Line, err)
		}
		want, err := rule.Expand(p.Fixed, i)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", r.File, p.Line, err)
		}
		got, refused, err := mendSample(h, r, p.File(), text, p.Findings)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s:%d: %w", r.File, p.Line, err)
		case refused != "":
			p.Passed, p.Reason = false, "its fix is refused: "+refused
		case got != want:
			p.Passed, p.Reason = false, "its fix gives another text:\n"+got
		}
	}
	return proofs, nil
}

// mendSample applies the fixes of all findings in one text.
func mendSample(h *sast.Helper, r *rule.Rule, path, text string, found []finding.Finding) (string, string, error) {
	language, _ := target.Classify(path)
	var asks []sast.Ask
	for _, f := range found {
		if f.Path != path {
			continue
		}
		a := sast.Ask{Rule: r, Path: path, Language: language, Text: []byte(text), At: f.Location}
		for _, t := range f.Trace {
			if t.Path == path {
				a.Trace = append(a.Trace, t)
			}
		}
		asks = append(asks, a)
	}
	answers, err := h.Mend(asks)
	if err != nil {
		return "", "", err
	}
	var edits []fixer.Edit
	for _, m := range answers {
		if m.Proposal == nil {
			return "", m.Refused, nil
		}
		merged, ok := merge(edits, m.Edits)
		if !ok {
			return "", "two fixes meet", nil
		}
		edits = merged
	}
	if !slices.IsSortedFunc(edits, func(a, b fixer.Edit) int { return int(a.Start) - int(b.Start) }) {
		return "", "the edits are not sorted", nil
	}
	var b strings.Builder
	at := uint32(0)
	for _, e := range edits {
		b.WriteString(text[at:e.Start] + e.New)
		at = e.End
	}
	return b.String() + text[at:], "", nil
}
