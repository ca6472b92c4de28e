package policy

import (
	"fmt"
	"slices"
	"time"

	"bartizan/internal/finding"
)

// A Case is what is to be judged.
type Case struct {
	Findings []finding.Finding // sealed
	Coverage []finding.Coverage
	// Required names the scanners without which there is no verdict, unless the policy names its own.
	Required []string
	Baseline *finding.Document // nil for none
	Today    time.Time
}

// A Judgement is what is left and what it means.
type Judgement struct {
	Verdict  finding.Verdict
	FailOn   finding.Severity
	Findings []finding.Finding // those listed, IDs renumbered
	Coverage []finding.Coverage
	Hidden   finding.Hidden
	// Suppressed holds the fingerprints of what Hidden counts: present, and not to be taken for fixed.
	Suppressed map[string]bool
	Counts     finding.Counts
	Notes      []finding.Note
}

// Threshold is the severity at which the gate closes.
func (p *Policy) Threshold() finding.Severity {
	if p.FailOn != nil {
		return *p.FailOn
	}
	return finding.High
}

// Confidence is the confidence under which findings are hidden.
func (p *Policy) Confidence() finding.Confidence {
	if p.MinConfidence != nil {
		return *p.MinConfidence
	}
	return finding.Likely
}

// Judge applies the policy. A finding of confidence guess never closes the gate, listed or not.
func (p *Policy) Judge(c Case) Judgement {
	j := Judgement{Verdict: finding.Pass, FailOn: p.Threshold(), Findings: []finding.Finding{}, Coverage: slices.Clone(c.Coverage), Suppressed: map[string]bool{}}
	known := map[string]bool{}
	if c.Baseline != nil {
		for _, f := range c.Baseline.Findings {
			known[f.Fingerprint] = true
		}
	}
	a := &applied{Policy: p, steps: maxSteps, caps: map[place]finding.Severity{}, openWaivers: p.open(c.Today, &j)}
	for _, f := range c.Findings {
		f.Severity = a.severity(f)
		listed := false
		switch {
		case f.Severity < p.MinSeverity, f.Confidence < p.Confidence():
			j.Hidden.BelowThreshold++
		case a.waived(f):
			j.Hidden.Waived++
		case known[f.Fingerprint]:
			j.Hidden.Baseline++
		default:
			listed = true
			j.Findings = append(j.Findings, f)
			if f.Severity >= j.FailOn && f.Confidence > finding.Guess {
				j.Verdict = finding.Fail
			}
		}
		if !listed {
			j.Suppressed[f.Fingerprint] = true
		}
	}
	slices.SortStableFunc(j.Findings, finding.Compare)
	for i := range j.Findings {
		j.Findings[i].ID = fmt.Sprintf("F%d", i+1)
	}
	j.Counts = finding.Count(j.Findings)
	a.note(&j)
	p.cover(c, &j)
	return j
}

// cover marks the required scanners and turns a pass into incomplete where one of them did not end ok.
func (p *Policy) cover(c Case, j *Judgement) {
	required := c.Required
	if p.Require != nil {
		required = p.Require
	}
	for _, name := range required {
		i := slices.IndexFunc(j.Coverage, func(cov finding.Coverage) bool { return cov.Scanner == name })
		if i < 0 {
			j.Coverage = append(j.Coverage, finding.Coverage{Scanner: name, Status: finding.Skipped,
				Reason: "required, and not chosen for this run", Unread: []finding.Unread{}})
			i = len(j.Coverage) - 1
		}
		j.Coverage[i].Required = true
		if j.Coverage[i].Status != finding.OK && j.Verdict == finding.Pass {
			j.Verdict = finding.Incomplete
		}
	}
}

// A place is a rule in a file: what path rules and waivers say of one finding holds for all of its place.
type place struct{ rule, path string }

// maxSteps bounds what the patterns of one judgement may cost. A policy comes with the repository: thousands of patterns
// against thousands of findings must not keep anybody waiting.
const maxSteps = 300_000_000

// applied is a policy at work on one case.
type applied struct {
	*Policy
	steps int
	caps  map[place]finding.Severity // what the path rules leave
	openWaivers
}

// severity applies the path rules: the lowest of those that match, never higher than the rule's own.
func (a *applied) severity(f finding.Finding) finding.Severity {
	if len(a.Paths) == 0 {
		return f.Severity
	}
	at := place{f.Rule, f.Path}
	top, known := a.caps[at]
	if !known {
		top = finding.Critical
		for i := range a.Paths {
			r := &a.Paths[i]
			if *r.Severity < top && (len(r.Rules) == 0 || slices.Contains(r.Rules, f.Rule)) &&
				slices.ContainsFunc(r.match, func(m pattern) bool { return m(f.Path, &a.steps) }) {
				top = *r.Severity
			}
		}
		a.caps[at] = top
	}
	return min(f.Severity, top)
}

// openWaivers are the waivers of today, each with the number of findings it covered.
type openWaivers struct {
	waivers []Waiver
	used    []int
	exact   map[string][]int // of one finding, by fingerprint
	general map[string][]int // of a rule
	covers  map[place]int    // the first general waiver that covers a place, -1 for none
}

// open sorts out the expired waivers and says so.
func (p *Policy) open(today time.Time, j *Judgement) openWaivers {
	o := openWaivers{exact: map[string][]int{}, general: map[string][]int{}, covers: map[place]int{}}
	for _, w := range p.Waivers {
		if today.Format(time.DateOnly) > w.Expires.Format(time.DateOnly) {
			j.Notes = append(j.Notes, finding.Note(fmt.Sprintf("the waiver of %s by %s expired on %s: what it covered counts again",
				finding.Visible(w.subject(), 80), finding.Visible(w.Owner, 80), w.Expires.Format(time.DateOnly))))
			continue
		}
		by, key := o.general, w.Rule
		if w.Fingerprint != "" {
			by, key = o.exact, w.Fingerprint
		}
		by[key] = append(by[key], len(o.waivers))
		o.waivers = append(o.waivers, w)
	}
	o.used = make([]int, len(o.waivers))
	return o
}

func (w Waiver) subject() string {
	if w.Fingerprint != "" {
		return w.Fingerprint
	}
	return w.Rule
}

// waived reports a waiver for a finding and counts it for the first one.
func (a *applied) waived(f finding.Finding) bool {
	at := place{f.Rule, f.Path}
	first, known := a.covers[at]
	if !known {
		first = a.firstOf(a.general[f.Rule], f)
		a.covers[at] = first
	}
	if exact := a.firstOf(a.exact[f.Fingerprint], f); exact >= 0 && (first < 0 || exact < first) {
		first = exact
	}
	if first < 0 {
		return false
	}
	a.used[first]++
	return true
}

// firstOf returns the first of some waivers that covers a finding, -1 for none.
func (a *applied) firstOf(indexes []int, f finding.Finding) int {
	for _, i := range indexes {
		w := &a.waivers[i]
		if (w.Rule == "" || w.Rule == f.Rule) && (w.Path == "" || w.match != nil && w.match(f.Path, &a.steps)) {
			return i
		}
	}
	return -1
}

// note says which waivers cover nothing any more, so that they can go.
func (a *applied) note(j *Judgement) {
	if a.steps <= 0 {
		j.Notes = append(j.Notes, "the patterns of "+FileName+" cost too much to be tried on every finding: what was not tried counts in full")
	}
	o := a.openWaivers
	for i, w := range o.waivers {
		if o.used[i] == 0 {
			j.Notes = append(j.Notes, finding.Note(fmt.Sprintf("the waiver of %s by %s covers nothing in this run",
				finding.Visible(w.subject(), 80), finding.Visible(w.Owner, 80))))
		}
	}
}
