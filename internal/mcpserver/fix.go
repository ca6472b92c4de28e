package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/fix"
	"bartizan/internal/gate"
	"bartizan/internal/target"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// maxFixIDs bounds the findings of one call.
const maxFixIDs = 100

func (s *server) fix(ctx context.Context, _ *mcp.CallToolRequest, a fixArgs) (*mcp.CallToolResult, any, error) {
	k, scanID, err := s.kept(a.ScanID)
	if err != nil {
		return nil, nil, err
	}
	if len(a.IDs) == 0 {
		return nil, nil, errors.New("name the findings to fix in ids")
	}
	picked, err := pick(k.Document.Findings, a.IDs, "")
	if err != nil {
		return nil, nil, err
	}
	left := len(picked) - maxFixIDs
	picked = picked[:min(len(picked), maxFixIDs)]
	write := a.DryRun != nil && !*a.DryRun
	if k.CodePath != "" || k.Scope == scopeServers {
		if write {
			return nil, nil, errors.New("nothing was applied: this scan is not of files on disk")
		}
		return s.suggest(scanID, picked), nil, nil
	}
	wanted := map[string]string{} // id by fingerprint
	for _, f := range picked {
		wanted[f.Fingerprint] = f.ID
		if err := unchanged(k, f.Path); err != nil {
			return nil, nil, err
		}
	}
	o, err := s.same(ctx, k, nil)
	if err != nil {
		return nil, nil, err
	}
	res, err := fix.Run(ctx, fix.Options{Options: o, Review: true, Pick: func(f finding.Finding) bool { return wanted[f.Fingerprint] != "" }})
	if err != nil {
		return nil, nil, err
	}
	if write {
		if err := fix.Write(k.Root, res.Changes); err != nil {
			return nil, nil, err
		}
	}
	return s.fixed(scanID, picked, wanted, res, write, left)
}

// unchanged refuses where a file is not as the scan read it.
func unchanged(k *kept, path string) error {
	hash, known := k.Hashes[path]
	if !known {
		return nil // it is none of the project's files, or there were too many
	}
	data, err := target.ReadBelow(k.Root, path, target.DefaultMaxFile)
	if err != nil || fix.Hash(data) != hash {
		return fmt.Errorf("%s has changed since the scan: scan again", finding.Visible(path, 200))
	}
	return nil
}

// fixed is the answer of a run.
func (s *server) fixed(scanID string, picked []finding.Finding, wanted map[string]string, res *fix.Result, write bool, left int) (*mcp.CallToolResult, any, error) {
	var b strings.Builder
	proven := 0
	fixes := []map[string]any{}
	seen := map[string]bool{}
	for _, o := range res.Outcomes {
		seen[o.Fingerprint] = true
		o.ID = wanted[o.Fingerprint]
		one := map[string]any{"id": o.ID, "state": o.State, "kind": finding.Review, "path": finding.Visible(o.Path, 400), "line": o.Line}
		text := fmt.Sprintf("%s %s %s:%d %s: ", o.ID, o.State, finding.Visible(o.Path, 200), o.Line, o.Rule)
		if o.State == fix.Proven {
			proven++
			if o.Kind != "" {
				one["kind"] = o.Kind
			}
			text += fmt.Sprintf("%s (%s)", o.Title, one["kind"])
		} else {
			text += o.Reason
			for _, f := range picked {
				if f.Fingerprint == o.Fingerprint {
					text = strings.TrimSuffix(text+". "+hint(f), ". ")
				}
			}
		}
		if len(o.Needs) > 0 {
			one["needs"] = o.Needs
			for _, n := range o.Needs {
				text += fmt.Sprintf("; needs %s:%s %s, ask the person", n.Ecosystem, n.Name, n.Version)
			}
		}
		one["title"] = text
		fixes = append(fixes, one)
		if b.Len() < maxText/2 {
			b.WriteString(text + "\n")
		}
	}
	for _, f := range picked {
		if !seen[f.Fingerprint] {
			fmt.Fprintf(&b, "%s is not found any more: scan again\n", f.ID)
		}
	}
	edits := []fix.Edit{}
	for _, c := range res.Changes {
		edits = append(edits, c.Edits()...)
	}
	word := "not written: call with dry_run=false to apply, or apply the edits yourself"
	if write {
		word = "written"
	}
	if proven > 0 {
		fmt.Fprintf(&b, "%d proven by scanning again, %s\n", proven, word)
		var diff strings.Builder
		if err := fix.Diff(&diff, res.Changes); err != nil {
			return nil, nil, err
		}
		text := diff.String()
		if room := maxText - b.Len() - 200; len(text) > room {
			text = text[:max(0, strings.LastIndexByte(text[:max(room, 0)], '\n')+1)] + "… the rest is in edits\n"
		}
		b.WriteString(text)
	}
	if left > 0 {
		fmt.Fprintf(&b, "%d further ids were left out: fix them in another call\n", left)
	}
	fmt.Fprintf(&b, "next: verify(scan_id=%q)\n", scanID)
	return result(b.String(), map[string]any{"scan_id": scanID, "fixes": fixes, "edits": edits, "written": write && proven > 0}), nil, nil
}

// suggest says how to repair findings by hand.
func (s *server) suggest(scanID string, picked []finding.Finding) *mcp.CallToolResult {
	var b strings.Builder
	fixes := []map[string]any{}
	for _, f := range picked {
		text := fmt.Sprintf("%s %s:%d %s: %s", f.ID, finding.Visible(f.Path, 200), f.Line, f.Rule, hint(f))
		fixes = append(fixes, map[string]any{"id": f.ID, "state": fix.None, "kind": finding.Review, "path": finding.Visible(f.Path, 400), "line": f.Line, "title": text})
		if b.Len() < maxText-400 {
			b.WriteString(text + "\n")
		}
	}
	fmt.Fprintf(&b, "next: change the code, then verify(scan_id=%q)\n", scanID)
	return result(b.String(), map[string]any{"scan_id": scanID, "fixes": fixes, "edits": []fix.Edit{}, "written": false})
}

// hint says in at most forty words how to repair a finding: where the data comes in, where it arrives, and the one idiom.
func hint(f finding.Finding) string {
	text := ""
	if n := len(f.Trace); n > 1 {
		from := ""
		if f.Trace[0].Path != f.Path {
			from = finding.Visible(f.Trace[0].Path, 80) + " "
		}
		text = fmt.Sprintf("%sL%d reaches L%d. ", from, f.Trace[0].Line, f.Line)
	}
	switch r, err := gate.Rule(f.Rule); {
	case err == nil && r.Advice() != "":
		text += r.Advice()
	case f.Fix != nil:
		text += finding.Visible(f.Fix.Title, 300)
	default:
		text += "see findings with detail=full"
	}
	return text
}
