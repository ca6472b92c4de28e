package sast

import (
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/target"
)

// A selection is the paths that a rule is for: patterns of gitignore, those that include and those that exclude.
type selection struct {
	include, exclude []func(path string, steps *int) bool
}

// selectionOf compiles a rule's paths; nil is all of them.
func selectionOf(r *formula.Rule) (*selection, error) {
	if len(r.Include) == 0 && len(r.Exclude) == 0 {
		return nil, nil
	}
	s := &selection{}
	for to, patterns := range map[*[]func(string, *int) bool][]string{&s.include: r.Include, &s.exclude: r.Exclude} {
		for _, p := range patterns {
			match, err := target.Pattern(p)
			if err != nil {
				return nil, err
			}
			*to = append(*to, match)
		}
	}
	return s, nil
}

// maxPathSteps bounds the matching of one path against the patterns of one rule.
const maxPathSteps = 100_000

func (s *selection) has(path string) bool {
	if s == nil {
		return true
	}
	steps := maxPathSteps
	any := func(patterns []func(string, *int) bool) bool {
		for _, match := range patterns {
			if match(path, &steps) {
				return true
			}
		}
		return false
	}
	return (len(s.include) == 0 || any(s.include)) && !any(s.exclude)
}
