package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/gate"
	"bartizan/internal/target"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// maxRounds is after how many verify rounds with one finding still open the assistant is told to stop.
const maxRounds = 3

func (s *server) verify(ctx context.Context, _ *mcp.CallToolRequest, a verifyArgs) (*mcp.CallToolResult, any, error) {
	k, scanID, err := s.kept(a.ScanID)
	if err != nil {
		return nil, nil, err
	}
	doc, err := s.again(ctx, k, a)
	if err != nil {
		return nil, nil, err
	}
	c := doc.Compared
	stuck := k.countRound(c)
	if err := s.store.write(scanID, k); err != nil {
		return nil, nil, fmt.Errorf("keeping the round: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d fixed, %d open, %d new, %d unknown\n", len(c.Fixed), len(c.Open), len(c.New), len(c.Unknown))
	b.WriteString(coverageText(doc.Coverage))
	for _, n := range shrunk(k.Document, doc) {
		b.WriteString(n + "\n")
	}
	for _, group := range []struct {
		word string
		list []finding.Compared
	}{{"fixed", told(c.Fixed)}, {"open", c.Open}, {"new", c.New}, {"unknown (this run did not look there)", c.Unknown}} {
		for _, f := range group.list {
			if b.Len() > maxText-400 {
				b.WriteString("…\n")
				break
			}
			fmt.Fprintf(&b, "%s: %s %s:%d %s", group.word, f.Severity, finding.Visible(f.Path, 200), f.Line, f.Rule)
			if f.Reason != "" {
				fmt.Fprintf(&b, " (%s)", finding.Visible(f.Reason, 300))
			}
			b.WriteByte('\n')
		}
	}
	if stuck > 0 {
		fmt.Fprintf(&b, "STOP: %s still open after %d rounds. Do not try again: show the person what you tried and ask.\n", plural(stuck, "finding"), maxRounds)
	}
	structured := map[string]any{"scan_id": scanID, "verdict": doc.Verdict, "coverage": trimmed(doc, 0).Coverage, "ask_person": stuck > 0}
	omitted := 0
	for name, list := range map[string][]finding.Compared{"fixed": c.Fixed, "open": c.Open, "new": c.New, "unknown": c.Unknown} {
		shown := slices.Clone(list[:min(len(list), maxPage)])
		for i := range shown {
			shown[i].Path = finding.Visible(shown[i].Path, 400)
		}
		structured[name] = shown
		omitted += len(list) - len(shown)
	}
	if omitted > 0 {
		structured["omitted"] = omitted
	}
	return result(b.String(), structured), nil, nil
}

// told gives what is fixed in a way that somebody should know of.
func told(list []finding.Compared) (some []finding.Compared) {
	for _, f := range list {
		if f.Reason != "" {
			some = append(some, f)
		}
	}
	return some
}

// again makes the kept result anew.
func (s *server) again(ctx context.Context, k *kept, a verifyArgs) (*finding.Document, error) {
	if k.CodePath != "" {
		if a.Content == "" {
			return nil, errors.New("this scan_id is of scan_code: give the new code as content")
		}
		doc, _, err := s.judgeCode(ctx, a.Content, scanCodeArgs{PathHint: k.CodePath, Root: k.Root}, gate.Options{Against: k.Document})
		return doc, err
	}
	if a.Content != "" {
		return nil, errors.New("content belongs to a scan_id of scan_code: write the change to disk and verify without content")
	}
	if k.Scope == scopeServers {
		o, err := s.toolOptions(ctx, k.Root)
		if err != nil {
			return nil, err
		}
		o.Against = k.Document
		return gate.Judge(ctx, o)
	}
	o, err := s.same(ctx, k, a.Paths)
	if err != nil {
		return nil, err
	}
	o.Against = k.Document
	return gate.Judge(ctx, o)
}

// same gives the options with which a result is made again.
func (s *server) same(ctx context.Context, k *kept, also []string) (gate.Options, error) {
	o, err := s.options(ctx, k.Root, k.Scope, k.Paths, k.Scanners)
	if err != nil || k.Scope == string(target.All) {
		return o, err
	}
	// A repaired file may be equal to the last commit and so outside the scope: the files of the findings are looked at
	// whatever git says of them.
	paths := map[string]bool{}
	for _, f := range k.Document.Findings {
		paths[f.Path] = true
	}
	for _, p := range also {
		paths[p] = true
	}
	o.Target.Also = slices.Sorted(maps.Keys(paths))
	return o, nil
}

// countRound counts this round for what is still open and returns how many findings have been open for too long.
func (k *kept) countRound(c *finding.Comparison) (stuck int) {
	if k.Rounds == nil {
		k.Rounds = map[string]int{}
	}
	for _, f := range c.Open {
		if k.Rounds[f.Fingerprint]++; k.Rounds[f.Fingerprint] >= maxRounds {
			stuck++
		}
	}
	return stuck
}

// shrunk says where a later run saw less than the earlier one.
func shrunk(before, after *finding.Document) []string {
	var notes []string
	for _, b := range before.Coverage {
		for _, a := range after.Coverage {
			if a.Scanner != b.Scanner {
				continue
			}
			switch {
			case b.Status == finding.OK && a.Status != finding.OK:
				notes = append(notes, fmt.Sprintf("COVERAGE SHRANK: %s was ok, is %s", a.Scanner, a.Status))
			case a.Files < b.Files:
				notes = append(notes, fmt.Sprintf("COVERAGE SHRANK: %s read %d files, now %d", a.Scanner, b.Files, a.Files))
			}
		}
	}
	if h, w := after.Hidden, before.Hidden; h.Waived > w.Waived || h.BelowThreshold > w.BelowThreshold {
		notes = append(notes, "MORE IS HIDDEN than before: hiding is not fixing")
	}
	return notes
}
