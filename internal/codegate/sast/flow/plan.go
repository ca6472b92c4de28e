package flow

import (
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax/generic"
)

// A Role says what a spec is to a rule.
type Role uint8

const (
	Source Role = iota
	Sink
	Sanitizer
	Propagator
)

// A Spec is one source, sink, sanitizer or propagator with the taint rules that have it. A part of a model is one Spec
// for all rules that name the model in this role.
type Spec struct {
	Role  Role
	Rules RuleSet
	formula.Spec
	Options *formula.Options // of the first rule that has it
}

// A Plan is all taint rules of one language, and their specs without repetition.
type Plan struct {
	Rules []*formula.Rule
	Specs []Spec
}

// A Mark is one place of a file where a spec's formula holds.
type Mark struct {
	Spec       int32 // index into the plan's Specs
	Start, End uint32
	Node       generic.ID
	Env        []search.Binding
}
