package search

import (
	"slices"
	"strings"
)

// Interpolate puts what a match's metavariables stand for into a text.
func Interpolate(text string, m Match, u *Unit) string {
	return Fill(text, m.Env, u.Text)
}

// Fill puts what metavariables stand for into a text, longest names first. Source is the text that bindings without a Text
// of their own are part of.
func Fill(text string, env []Binding, source []byte) string {
	if !strings.Contains(text, "$") {
		return text
	}
	byLength := slices.Clone(env)
	slices.SortStableFunc(byLength, func(a, b Binding) int { return len(b.Name) - len(a.Name) })
	pairs := make([]string, 0, 2*len(env))
	for _, b := range byLength {
		value := b.Text
		if value == "" && int(b.End) <= len(source) && b.Start <= b.End {
			value = string(source[b.Start:b.End])
		}
		pairs = append(pairs, b.Name, value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
