// Package finding is the vocabulary everything else speaks: what was found, where, how sure we are and what to do about it.
//
// Rules of this file:
//   - A Finding holds no secret: Evidence is redacted before a Finding is built.
//   - JSON names are a contract (bartizan/result/v1): a field is added freely, never renamed or retyped.
//   - Severity says how bad it would be if real, Confidence how likely it is real; they never mix.
package finding

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity is how bad a finding is if it is real: Info < Low < Medium < High < Critical.
type Severity uint8

const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

var severityNames = [...]string{"info", "low", "medium", "high", "critical"}

// Severities lists every severity, worst first.
var Severities = []Severity{Critical, High, Medium, Low, Info}

func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads a severity word in lower case.
func ParseSeverity(word string) (Severity, error) {
	if i := slices.Index(severityNames[:], word); i >= 0 {
		return Severity(i), nil
	}
	return 0, fmt.Errorf("unknown severity %q: use critical, high, medium, low or info", word)
}

func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func (s *Severity) UnmarshalText(b []byte) (err error) {
	*s, err = ParseSeverity(string(b))
	return err
}

// Confidence is how likely a finding is real: Guess < Likely < Certain.
type Confidence uint8

const (
	Guess Confidence = iota
	Likely
	Certain
)

var confidenceNames = [...]string{"guess", "likely", "certain"}

func (c Confidence) String() string { return confidenceNames[c] }

// ParseConfidence reads a confidence word in lower case.
func ParseConfidence(word string) (Confidence, error) {
	if i := slices.Index(confidenceNames[:], word); i >= 0 {
		return Confidence(i), nil
	}
	return 0, fmt.Errorf("unknown confidence %q: use certain, likely or guess", word)
}

func (c Confidence) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

func (c *Confidence) UnmarshalText(b []byte) (err error) {
	*c, err = ParseConfidence(string(b))
	return err
}

// A Location is one place: a slash-separated path relative to the target (or an absolute path outside it, or a
// virtual mcp:// or image:// address) and a span. Line and Column count from 1, Column in bytes; EndColumn is the
// column after the last byte. Zero means unknown.
type Location struct {
	Path      string `json:"path"`
	Line      int    `json:"line,omitempty"`
	Column    int    `json:"column,omitempty"`
	EndLine   int    `json:"end_line,omitempty"`
	EndColumn int    `json:"end_column,omitempty"`
	Message   string `json:"message,omitempty"`
}

// Evidence describes what was seen without repeating anything secret. Whoever builds it redacts it.
type Evidence string

// FixKind says who may apply a fix.
type FixKind string

const (
	Safe   FixKind = "safe"   // may be applied unasked: behaviour is kept and the proof passed
	Review FixKind = "review" // a person or assistant decides
)

// A Fix is what to do about a finding.
type Fix struct {
	Kind  FixKind `json:"kind"`
	Title string  `json:"title"`
}

// A Finding is one problem in one place, as reported by one rule.
type Finding struct {
	ID          string     `json:"id"`          // F1, F2 … in the order of the result
	Fingerprint string     `json:"fingerprint"` // unique in a result, stable under line shifts; 32 hex digits
	Scanner     string     `json:"scanner"`     // one of the eight, or mcp
	Rule        string     `json:"rule"`
	Severity    Severity   `json:"severity"`
	Confidence  Confidence `json:"confidence"`
	CWE         []int      `json:"cwe,omitempty"`
	Message     string     `json:"message"` // what is wrong here, one sentence
	Location               // the one primary place
	Related     []Location `json:"related,omitempty"`
	Trace       []Location `json:"trace,omitempty"` // source first, sink last
	Evidence    Evidence   `json:"evidence,omitempty"`
	Controls    []string   `json:"controls,omitempty"`
	Fix         *Fix       `json:"fix,omitempty"`
	Symbol      string     `json:"symbol,omitempty"` // the function, class or route that it stands in

	// Anchor names the thing the finding is about (key name, enclosing symbol, normalised snippet; never a secret value).
	// It goes into the fingerprint in place of a line number.
	Anchor string `json:"-"`
}

// Compare orders findings as a result lists them: severity (worst first), path, line, column, rule, anchor, message.
func Compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Anchor, b.Anchor),
		cmp.Compare(a.Message, b.Message),
	)
}
