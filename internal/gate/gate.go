// Package gate judges a project whole: target in, result document out.
package gate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"bartizan/internal/codegate"
	"bartizan/internal/finding"
	"bartizan/internal/policy"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/target"
	"bartizan/internal/toolgate"
	"bartizan/rules"
)

// Options say what is judged and how. The zero value judges the files below the working directory with all scanners.
type Options struct {
	Path     string   // file or directory; default "."
	Gates    Gates    // which of the two
	Scanners []string // of gate 2; nil is all eight
	Target   target.Options
	Tools    toolgate.Options // gate 1

	Policy        *policy.Policy // nil reads bartizan.yaml at the root
	FailOn        *finding.Severity
	MinSeverity   *finding.Severity
	MinConfidence *finding.Confidence
	Baseline      string            // path of a result document; overrides the policy's
	NewOnly       bool              // an error where there is no baseline
	Known         *finding.Document // a baseline in memory; overrides Baseline
	Against       *finding.Document // an earlier result to compare with; nil for none

	Version  string
	Code     codegate.Options // gate 2
	Granted  scan.Needs
	Workers  int
	Progress func(scan.Progress)
}

// Gates is a set of gates.
type Gates uint8

const (
	Tools Gates = 1 << iota // gate 1, the MCP servers
	Code                    // gate 2, the code
)

// Clock is the time a run takes for now. With SOURCE_DATE_EPOCH set (seconds, see reproducible-builds.org) results hold
// no measured times either, so that the same input gives the same bytes.
func Clock(getenv func(string) string) (now time.Time, fixed bool) {
	if s, err := strconv.ParseInt(getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(s, 0).UTC(), true
	}
	return time.Now(), false
}

// Judge opens the target, runs the scanners, applies the policy and returns the result document. An error means that
// nothing could be judged.
func Judge(ctx context.Context, o Options) (*finding.Document, error) {
	p, err := Open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	return p.Judge(ctx)
}

// JudgeFiles judges files that are not on disk, under the default policy unless Options names one.
func JudgeFiles(ctx context.Context, files []*target.File, o Options) (*finding.Document, error) {
	if o.Policy == nil {
		o.Policy = &policy.Policy{}
	}
	p := &Project{Inventory: &target.Inventory{Scope: target.All, Files: files}, o: o}
	return p.Judge(ctx)
}

// JudgeWith judges the project as if a file had other bytes than on disk. Listed is what stands in that file or passes it and is
// not in the project as it is, or, with a base, as it would be with that. Nothing is written.
func JudgeWith(ctx context.Context, o Options, path string, content, base []byte) (*finding.Document, error) {
	p, err := Open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	before := p.On(path)
	if len(base) > 0 {
		before = p.With(map[string][]byte{path: base})
	}
	against := before.o.Against
	before.o.Against = nil
	known, err := before.Judge(ctx) // not beside the other: what it reads is kept, and then read once
	if err != nil {
		return nil, err
	}
	after := p.With(map[string][]byte{path: content})
	after.o.Against, after.o.Known = against, known
	doc, err := after.Judge(ctx)
	if err != nil {
		return nil, err
	}
	doc.Findings = slices.DeleteFunc(doc.Findings, func(f finding.Finding) bool {
		return f.Path != path && !slices.ContainsFunc(f.Trace, func(l finding.Location) bool { return l.Path == path }) &&
			!slices.ContainsFunc(f.Related, func(l finding.Location) bool { return l.Path == path })
	})
	doc.Counts = finding.Count(doc.Findings)
	return doc, nil
}

// A Project is a target that is open, with what it is judged by.
type Project struct {
	*target.Inventory
	o       Options
	raw     []finding.Finding // of the last scan, before one is left for each flaw
	carried []finding.Finding // of files that are not in question, from the scan of the project below
}

// Open opens the target. The caller closes it.
func Open(ctx context.Context, o Options) (*Project, error) {
	if o.Path == "" {
		o.Path = "."
	}
	go rules.All() // the scanners will ask: the pack is read while git is asked
	inv, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Project{Inventory: inv, o: o}, nil
}

// With gives the project in which some files have other bytes than on disk, and only these are in question: a scanner that
// judges each file by itself looks at no other, and what the last scan found there still holds.
func (p *Project) With(files map[string][]byte) *Project {
	over := p.Overlay(files)
	over.Focus = map[string]bool{}
	for path := range files {
		over.Focus[path] = true
	}
	q := &Project{Inventory: over, o: p.o}
	for _, f := range p.raw {
		if !over.Focus[f.Path] {
			q.carried = append(q.carried, f)
		}
	}
	return q
}

// On gives the project with some files in question.
func (p *Project) On(paths ...string) *Project {
	over := p.Overlay(nil)
	over.Focus = map[string]bool{}
	for _, path := range paths {
		over.Focus[path] = true
	}
	return &Project{Inventory: over, o: p.o}
}

// Raw gives what the last scan found before one finding was left of what several rules see.
func (p *Project) Raw() []finding.Finding { return p.raw }

// Judge runs the scanners and applies the policy.
func (p *Project) Judge(ctx context.Context) (*finding.Document, error) {
	start := time.Now()
	res, err := p.Scan(ctx)
	if err != nil {
		return nil, err
	}
	doc, err := p.Document(ctx, res)
	if _, fixed := Clock(os.Getenv); err == nil && !fixed {
		doc.TookMS = time.Since(start).Milliseconds()
	}
	return doc, err
}

// Scan runs the scanners. No policy is applied to what they find.
func (p *Project) Scan(ctx context.Context) (scan.Result, error) {
	scanners, _, err := p.o.scanners()
	if err != nil {
		return scan.Result{}, err
	}
	// What the document needs is read before the work is done that would be in vain.
	pol, err := p.o.policy(p.Root)
	if err != nil {
		return scan.Result{}, err
	}
	if _, err := p.o.baseline(pol, p.Root); err != nil {
		return scan.Result{}, err
	}
	res := scan.Run(ctx, p.Inventory, scan.Options{Scanners: scanners, Rules: rules.For, Granted: p.o.Granted, Workers: p.o.Workers, Progress: p.o.Progress})
	for _, f := range p.carried {
		if slices.ContainsFunc(scanners, func(s scan.Scanner) bool { return s.Name == f.Scanner && s.Alone }) {
			res.Findings = append(res.Findings, f)
		}
	}
	p.raw = slices.Clone(res.Findings)
	res.Findings = finding.Seal(once(res.Findings))
	return res, nil
}

// Document applies the policy to what was found.
func (p *Project) Document(ctx context.Context, res scan.Result) (*finding.Document, error) {
	now, fixed := Clock(os.Getenv)
	o := p.o
	pol, err := o.policy(p.Root)
	if err != nil {
		return nil, err
	}
	baseline, err := o.baseline(pol, p.Root)
	if err != nil {
		return nil, err
	}
	_, required, err := o.scanners()
	if err != nil {
		return nil, err
	}
	j := pol.Judge(policy.Case{Findings: res.Findings, Coverage: res.Coverage, Required: required, Baseline: baseline, Today: now})
	doc := &finding.Document{
		Schema:  finding.Schema,
		Tool:    finding.Tool{Name: "bartizan", Version: o.Version, Rules: rules.Digest()},
		Target:  finding.Target{Path: filepath.ToSlash(o.Path), Commit: p.Commit, Dirty: p.Dirty, Scope: string(p.Scope)},
		Verdict: j.Verdict, FailOn: j.FailOn, Coverage: j.Coverage, Findings: j.Findings, Hidden: j.Hidden, Counts: j.Counts, Notes: j.Notes,
	}
	if o.Against != nil {
		doc.Compared = compare(o.Against, doc, j.Suppressed)
		if err := p.deleted(ctx, o.Against, doc.Compared); err != nil {
			return nil, err
		}
	}
	if fixed {
		for i := range doc.Coverage {
			doc.Coverage[i].MS = 0
		}
	}
	return doc, nil
}

// open takes the inventory. Gate 1 alone reads no project file, so it needs only the root.
func open(ctx context.Context, o Options) (*target.Inventory, error) {
	if o.Gates&Code == 0 {
		return target.Root(o.Path)
	}
	return target.Open(ctx, o.Path, o.Target)
}

func (o *Options) policy(root string) (*policy.Policy, error) {
	pol := o.Policy
	if pol == nil {
		var err error
		if pol, err = policy.Load(root); err != nil {
			return nil, err
		}
	}
	p := *pol
	if o.FailOn != nil {
		p.FailOn = o.FailOn
	}
	if o.MinSeverity != nil {
		p.MinSeverity = *o.MinSeverity
	}
	if o.MinConfidence != nil {
		p.MinConfidence = o.MinConfidence
	}
	return &p, nil
}

func (o *Options) baseline(pol *policy.Policy, root string) (*finding.Document, error) {
	if o.Known != nil {
		return o.Known, nil
	}
	name := o.Baseline
	if name == "" && pol.Baseline != "" {
		name = filepath.Join(root, filepath.FromSlash(pol.Baseline))
	}
	if name == "" {
		if o.NewOnly {
			return nil, errors.New("--new-only needs something to compare with: give --baseline FILE, or baseline: in " + policy.FileName)
		}
		return nil, nil
	}
	return ReadDocument(name)
}

// CommittedPolicy reads the policy that the last commit of a repository holds, so that a waiver written into the work
// tree a minute ago does not count. Outside a repository it is the file's.
func CommittedPolicy(ctx context.Context, root string) (*policy.Policy, error) {
	data, inRepository := target.Committed(ctx, root, policy.FileName, policy.MaxFile)
	if !inRepository {
		return policy.Load(root)
	}
	return policy.Parse(data)
}

// ReadDocument reads a result document from a file.
func ReadDocument(name string) (*finding.Document, error) {
	data, err := target.ReadFile(name, finding.MaxDocument)
	if err != nil {
		return nil, fmt.Errorf("reading the earlier result %s: %w", finding.Visible(name, 300), err)
	}
	doc, err := finding.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", finding.Visible(name, 300), err)
	}
	return doc, nil
}

// scanners gives what is run, and which of it the verdict cannot do without.
func (o *Options) scanners() (run []scan.Scanner, required []string, err error) {
	if o.Gates&Tools != 0 {
		run = append(run, toolgate.Scanner(o.Tools))
		required = append(required, "mcp")
	}
	switch {
	case o.Gates == 0:
		return nil, nil, errors.New("nothing to judge with: neither gate is chosen")
	case o.Gates&Code == 0:
		return run, required, nil
	}
	code := CodeScanners(o.Code)
	if o.Scanners != nil {
		if len(o.Scanners) == 0 {
			return nil, nil, errors.New("no scanner is chosen: name some, or leave the choice out")
		}
		if code, err = scan.Pick(code, o.Scanners); err != nil {
			return nil, nil, err
		}
		return append(run, code...), append(required, o.Scanners...), nil
	}
	for _, s := range code {
		// Without a target there is nothing that dynamic testing could have missed.
		if s.Name != "dast" {
			required = append(required, s.Name)
		}
	}
	return append(run, code...), required, nil
}

// CodeScanners returns the eight scanners of gate 2.
func CodeScanners(o codegate.Options) []scan.Scanner { return codegate.Scanners(o) }

// AllScanners returns every scanner there is, gate 1 first.
func AllScanners(tools toolgate.Options, code codegate.Options) []scan.Scanner {
	return slices.Concat([]scan.Scanner{toolgate.Scanner(tools)}, CodeScanners(code))
}

// Rule finds a rule of the pack by id.
func Rule(id string) (*rule.Rule, error) {
	all, err := rules.All()
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.ID == id {
			return r, nil
		}
	}
	return nil, fmt.Errorf("there is no rule %q: see bartizan rules list", id)
}
