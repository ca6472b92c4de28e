package policy

import (
	"fmt"
	"slices"
	"time"

	"bartizan/internal/finding"
	"bartizan/internal/target"
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
	waivers := p.open(c.Today, &j)
	for _, f := range c.Findings {
		f.Severity = p.severity(f)
		listed := false
		switch {
		case f.Severity < p.MinSeverity, f.Confidence < p.Confidence():
			j.Hidden.BelowThreshold++
		case waivers.cover(f):
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
	waivers.note(&j)
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

// severity applies the path rules: the lowest of those that match, never higher than the rule's own.
func (p *Policy) severity(f finding.Finding) finding.Severity {
	s := f.Severity
	for _, r := range p.Paths {
		if (len(r.Rules) == 0 || slices.Contains(r.Rules, f.Rule)) && slices.ContainsFunc(r.Match, func(m string) bool { return matches(m, f.Path) }) {
			s = min(s, *r.Severity)
		}
	}
	return s
}

func matches(pattern, path string) bool {
	m, err := target.Pattern(pattern)
	return err == nil && m(path)
}

// open waivers of today, each with the number of findings it covered.
type openWaivers struct {
	waivers []Waiver
	used    []int
}

// open sorts out the expired waivers and says so.
func (p *Policy) open(today time.Time, j *Judgement) *openWaivers {
	var o openWaivers
	for _, w := range p.Waivers {
		if today.Format(time.DateOnly) > w.Expires.Format(time.DateOnly) {
			j.Notes = append(j.Notes, finding.Note(fmt.Sprintf("the waiver of %s by %s expired on %s: what it covered counts again",
				finding.Visible(w.subject(), 80), finding.Visible(w.Owner, 80), w.Expires.Format(time.DateOnly))))
			continue
		}
		o.waivers = append(o.waivers, w)
	}
	o.used = make([]int, len(o.waivers))
	return &o
}

func (w Waiver) subject() string {
	if w.Fingerprint != "" {
		return w.Fingerprint
	}
	return w.Rule
}

func (o *openWaivers) cover(f finding.Finding) bool {
	for i, w := range o.waivers {
		if (w.Fingerprint == "" || w.Fingerprint == f.Fingerprint) && (w.Rule == "" || w.Rule == f.Rule) && (w.Path == "" || matches(w.Path, f.Path)) {
			o.used[i]++
			return true
		}
	}
	return false
}

// note says which waivers cover nothing any more, so that they can go.
func (o *openWaivers) note(j *Judgement) {
	for i, w := range o.waivers {
		if o.used[i] == 0 {
			j.Notes = append(j.Notes, finding.Note(fmt.Sprintf("the waiver of %s by %s covers nothing in this run",
				finding.Visible(w.subject(), 80), finding.Visible(w.Owner, 80))))
		}
	}
}
