// Package scan is the engine: it runs scanners in parallel with budgets and knows no scanner and no rule by name.
//
// Rules of this package:
//   - A file is read once, and every scanner that asked for files sees those bytes.
//   - A panic, an error or a cancelled context of one scanner is that scanner's coverage, never the run's end.
//   - Budgets count work (files, bytes, findings), never wall-clock time: the same input gives the same result.
package scan

import (
	"context"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/target"
)

// Needs is what a scanner may not do unless the user said so.
type Needs uint8

const (
	Network Needs = 1 << iota
	Exec
)

// A Scanner finds one kind of problem. It is a value: a name, a promise, and a function.
type Scanner struct {
	Name  string // one of the eight, or mcp
	Doc   string // one sentence
	Needs Needs  // what the user must grant, or the scanner is skipped
	// Reads says that Run calls Pass.Each: files are read only when every such scanner has called it.
	Reads bool
	// Alone says that each file is judged by itself: where only some files are in question no others are shown to it.
	Alone bool
	// Run finds. Nil is a scanner that this version does not have: it is listed as skipped. The error of Skip ends as
	// skipped, any other as failed.
	Run func(context.Context, *Pass) error
}

// A Pass is one run of one scanner: the inventory, its rules, where to report.
// Its methods may be called from several goroutines.
type Pass struct {
	*target.Inventory
	Rules []*rule.Rule

	out  *output
	each func(visit) error
}

type visit = func(*target.File, *target.Content)

// Skip is the error of a scanner that has nothing to judge with; reason completes "skipped: …".
func Skip(reason string) error { return skip(reason) }

type skip string

func (s skip) Error() string { return string(s) }

// Base gives a finding with the rule's own fields filled in.
func Base(r *rule.Rule, message string, where finding.Location) finding.Finding {
	return finding.Finding{Scanner: r.Scanner, Rule: r.ID, Severity: r.Severity, Confidence: r.Confidence, CWE: r.CWE,
		Message: message, Location: where}
}

// Report hands over one finding.
func (p *Pass) Report(f finding.Finding) { p.out.report(f) }

// Unread says that path was not looked at, or not wholly, though it should have been: the scanner ends as partial.
func (p *Pass) Unread(path, reason string) { p.out.lose(path, reason) }

// PassOver says that path is not this scanner's matter, such as a picture for a text scanner. It is listed and does not
// make the scan partial.
func (p *Pass) PassOver(path, reason string) { p.out.passOver(path, reason) }

// Saw counts n further things that the scanner looked at and that did not come through Each.
func (p *Pass) Saw(n int) { p.out.saw(n) }

// Ignore says that the file being visited is nothing that this scanner reads, so that it is not counted among those it saw.
func (p *Pass) Ignore() { p.out.saw(-1) }

// Each calls visit once for every file of the inventory, from several goroutines, and returns when all are done or the
// context is. The content is valid only during the call. Only a scanner with Reads may call it, and once.
func (p *Pass) Each(visit func(*target.File, *target.Content)) error { return p.each(visit) }
