package report

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"bartizan/internal/finding"
)

// Limits of GitHub code scanning, the strictest common reader of SARIF: what goes over is refused there or dropped in
// silence, so it is cut here, the least severe first, and said in a notification.
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
const (
	maxRuns      = 20
	maxResults   = 25_000
	maxKept      = 5_000      // results of a run that are kept there; no cut, a notification
	maxLocations = 1_000      // of one result
	maxGzip      = 10_000_000 // bytes of the file, compressed
	maxSARIFTags = 20
	maxNoticed   = 50 // unread paths that get a notification each
)

// A sarifGroup is what becomes one run.
type sarifGroup struct {
	name     string
	coverage []finding.Coverage
	findings []*finding.Finding
}

// writeSARIF writes one run for each scanner that looked at something.
//
// A scanner that did not run and found nothing has no run: a code host takes an empty run for proof that the earlier
// alerts of its category are fixed. Such scanners are named in a run of their own, bartizan/coverage.
func writeSARIF(w io.Writer, d *finding.Document, o Options) error {
	fail := func(err error) error { return fmt.Errorf("writing the result as sarif: %w", err) }
	limit := maxResults
	for {
		var b bytes.Buffer
		enc := json.NewEncoder(escaper{&b})
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		log, results := sarifOf(d, o, limit)
		if err := enc.Encode(log); err != nil {
			return fail(err)
		}
		size := b.Len()
		if size > maxGzip {
			size = gzipped(b.Bytes())
		}
		if size <= maxGzip || results == 0 {
			if _, err := w.Write(b.Bytes()); err != nil {
				return fail(err)
			}
			return nil
		}
		// The limit holds for the largest run; the next try aims a little below what would fit.
		limit = int(float64(min(limit, results)) * 0.9 * maxGzip / float64(size))
	}
}

func gzipped(b []byte) int {
	var n counter
	z := gzip.NewWriter(&n)
	z.Write(b) // a counter takes everything
	z.Close()
	return int(n)
}

type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

// sarifOf builds the log with at most limit results in a run, and says how many the largest run holds.
func sarifOf(d *finding.Document, o Options, limit int) (sarifLog, int) {
	log := sarifLog{Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0"}
	groups, absent := sarifGroups(d)
	seen := map[string]int{}
	largest := 0
	for _, g := range groups {
		run := sarifRunOf(d, o, g, limit, seen)
		largest = max(largest, len(run.Results))
		log.Runs = append(log.Runs, run)
	}
	if len(absent) > 0 || len(groups) == 0 {
		run := emptyRun(d, o, "coverage")
		for _, c := range absent {
			ns, ok := coverageNotifications(c)
			run.Invocations[0].ExecutionSuccessful = run.Invocations[0].ExecutionSuccessful && ok
			run.Invocations[0].Notifications = append(run.Invocations[0].Notifications, ns...)
		}
		if len(d.Coverage) == 0 {
			run.Invocations[0].ExecutionSuccessful = false
			run.Invocations[0].Notifications = append(run.Invocations[0].Notifications, notify("error", "no scanner ran"))
		}
		log.Runs = append(log.Runs, run)
	}
	first := &log.Runs[0].Invocations[0]
	for i, n := range d.Notes {
		if i == maxNoticed {
			first.Notifications = append(first.Notifications, notify("note", counted(len(d.Notes)-i, "further note")))
			break
		}
		first.Notifications = append(first.Notifications, notify("note", string(n)))
	}
	return log, largest
}

// sarifGroups sorts findings and coverage by scanner, in the order of the coverage, and returns apart the coverage of
// scanners that have nothing to show. Too many scanners share the last run.
func sarifGroups(d *finding.Document) (groups []sarifGroup, absent []finding.Coverage) {
	byName := map[string][]*finding.Finding{}
	var names []string // of scanners with findings
	for i := range d.Findings {
		f := &d.Findings[i]
		if byName[f.Scanner] == nil {
			names = append(names, f.Scanner)
		}
		byName[f.Scanner] = append(byName[f.Scanner], f)
	}
	at := map[string]int{}
	add := func(name string) *sarifGroup {
		i, ok := at[name]
		if !ok {
			if len(groups) == maxRuns-1 { // with the run for absent scanners there are maxRuns
				i = maxRuns - 2
				groups[i].name = "others"
			} else {
				i = len(groups)
				groups = append(groups, sarifGroup{name: name})
			}
			at[name] = i
			groups[i].findings = append(groups[i].findings, byName[name]...)
		}
		return &groups[i]
	}
	for _, c := range d.Coverage {
		if c.Status != finding.OK && c.Status != finding.Partial && byName[c.Scanner] == nil {
			absent = append(absent, c)
			continue
		}
		g := add(c.Scanner)
		g.coverage = append(g.coverage, c)
	}
	slices.Sort(names)
	for _, name := range names {
		add(name)
	}
	return groups, absent
}

// emptyRun is a run without results.
func emptyRun(d *finding.Document, o Options, name string) sarifRun {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: "Bartizan", Version: finding.Visible(d.Tool.Version, maxName), Rules: []sarifRule{},
			Properties: map[string]any{"rules": finding.Visible(d.Tool.Rules, maxName), "advisories": finding.Visible(d.Tool.Advisories, maxName)}}},
		Invocations: []sarifInvocation{{ExecutionSuccessful: true}},
		// A category ends at the last slash; what follows would name the single run.
		AutomationDetails: sarifAutomation{"bartizan/" + strings.ReplaceAll(finding.Visible(name, maxName), "/", "_") + "/"},
		Results:           []sarifResult{},
		Properties:        map[string]any{"verdict": strings.ToLower(verdictWord(d)), "failOn": d.FailOn, "hidden": d.Hidden},
	}
	if base := baseURI(o.Root); base != "" {
		run.OriginalURIBases = map[string]sarifArtifactLocation{"%SRCROOT%": {URI: base}}
	}
	return run
}

// sarifRunOf builds the run of one scanner. seen counts fingerprints over the whole log.
func sarifRunOf(d *finding.Document, o Options, g sarifGroup, limit int, seen map[string]int) sarifRun {
	run := emptyRun(d, o, g.name)
	in := &run.Invocations[0]
	for _, c := range g.coverage {
		ns, ok := coverageNotifications(c)
		in.ExecutionSuccessful = in.ExecutionSuccessful && ok
		in.Notifications = append(in.Notifications, ns...)
	}
	kept := g.findings
	if len(kept) > limit {
		kept = slices.Clone(kept)
		slices.SortStableFunc(kept, func(a, b *finding.Finding) int {
			return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Confidence, a.Confidence))
		})
		kept = kept[:limit]
		in.Notifications = append(in.Notifications, notify("error", fmt.Sprintf("%s, the least severe, are not in this file: it may hold %s of a scanner; the json format has all",
			counted(len(g.findings)-limit, "finding"), number(limit))))
	}
	if len(kept) > maxKept {
		in.Notifications = append(in.Notifications, notify("note", fmt.Sprintf("%s: GitHub code scanning shows the %s most severe of a run", counted(len(kept), "finding"), number(maxKept))))
	}
	var index map[string]int
	run.Tool.Driver.Rules, index = sarifRules(kept, o)
	shortened := 0
	for _, f := range kept {
		r, cut := sarifResultOf(f, index[f.Rule])
		if cut {
			shortened++
		}
		fp := finding.Visible(f.Fingerprint, maxName)
		if seen[fp]++; seen[fp] > 1 || fp == "" { // a document of other origin: readers merge results of one fingerprint
			fp = fmt.Sprintf("%s:%d", fp, seen[fp])
		}
		r.PartialFingerprints = map[string]string{"bartizan/v1": fp}
		run.Results = append(run.Results, r)
	}
	if shortened > 0 {
		in.Notifications = append(in.Notifications, notify("note", fmt.Sprintf("%s with more than %s locations: the further ones are left out", counted(shortened, "finding"), number(maxLocations))))
	}
	return run
}

// coverageNotifications says what a scanner did not look at, and whether its run counts as successful.
func coverageNotifications(c finding.Coverage) (ns []sarifNotification, successful bool) {
	name := finding.Visible(c.Scanner, maxName)
	text := name + " " + shortfall(c.Status)
	if c.Reason != "" {
		text += ": " + c.Reason
	}
	level := "warning"
	successful = true
	switch {
	case c.Status == finding.OK:
		if n := unread(c); n > 0 {
			return []sarifNotification{notify("note", name+" left out "+counted(n, "path")+" that it has no use for")}, true
		}
		return nil, true
	case c.Status == finding.Skipped && !c.Required:
		level = "note"
	case c.Status != finding.Partial:
		level, successful = "error", false
	}
	ns = append(ns, notify(level, text))
	if c.Status != finding.Partial {
		return ns, successful
	}
	for _, u := range c.Unread[:min(len(c.Unread), maxNoticed)] {
		n := notify(level, name+" did not read it wholly: "+u.Reason)
		n.Locations = []sarifLocation{sarifLocationOf(finding.Location{Path: u.Path})}
		ns = append(ns, n)
	}
	if rest := unread(c) - maxNoticed; rest > 0 {
		ns = append(ns, notify(level, name+" did not read "+counted(rest, "further path")))
	}
	return ns, successful
}

func notify(level, text string) sarifNotification {
	return sarifNotification{Level: level, Message: sarifMessage(text)}
}
