package scan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/target"
)

var day = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC) // past

// tree makes an inventory of n virtual files; reads counts how often each is read.
func tree(n int, reads *atomic.Int64) *target.Inventory {
	inv := &target.Inventory{}
	for i := range n {
		text := fmt.Sprintf("file %d\n", i)
		inv.Files = append(inv.Files, target.NewFile(fmt.Sprintf("d/%03d.txt", i), int64(len(text)), func() ([]byte, error) {
			reads.Add(1)
			if i == 7 {
				return nil, errors.New("permission denied")
			}
			return []byte(text), nil
		}))
	}
	return inv
}

func noRules(string) ([]*rule.Rule, error) { return nil, nil }

// finder reports one finding a file.
func finder(name string) Scanner {
	return Scanner{Name: name, Reads: true, Run: func(_ context.Context, p *Pass) error {
		return p.Each(func(f *target.File, c *target.Content) {
			p.Report(finding.Finding{Scanner: name, Rule: "any", Message: string(c.Bytes), Location: finding.Location{Path: f.Path, Line: 1}})
		})
	}}
}

func TestEachFileIsReadOnce(t *testing.T) {
	var reads atomic.Int64
	res := Run(t.Context(), tree(100, &reads), Options{Scanners: []Scanner{finder("a"), finder("b"), finder("c")}, Rules: noRules})
	if reads.Load() != 100 {
		t.Errorf("%d reads of 100 files", reads.Load())
	}
	if len(res.Findings) != 3*99 {
		t.Errorf("%d findings, want %d", len(res.Findings), 3*99)
	}
	for _, c := range res.Coverage {
		if c.Status != finding.Partial || c.Files != 99 || len(c.Unread) != 1 || c.Unread[0].Reason != "permission denied" {
			t.Errorf("coverage %+v", c)
		}
	}
}

func TestOneScannersEndIsNotTheOthers(t *testing.T) {
	var reads atomic.Int64
	scanners := []Scanner{
		finder("sound"),
		{Name: "absent"},
		{Name: "breaks early", Reads: true, Run: func(context.Context, *Pass) error { panic("secret text") }},
		{Name: "breaks on a file", Reads: true, Run: func(_ context.Context, p *Pass) error {
			return p.Each(func(f *target.File, c *target.Content) { _ = c.Bytes[len(c.Bytes)] })
		}},
		{Name: "errs", Reads: true, Run: func(context.Context, *Pass) error { return errors.New("no way") }},
		{Name: "skips", Reads: true, Run: func(context.Context, *Pass) error { return Skip("no lockfile") }},
		{Name: "wants the network", Needs: Network, Reads: true, Run: func(context.Context, *Pass) error { return nil }},
		{Name: "unannounced", Run: func(_ context.Context, p *Pass) error { return p.Each(func(*target.File, *target.Content) {}) }},
		{Name: "no files", Run: func(_ context.Context, p *Pass) error { p.Saw(3); p.PassOver("x", "by nature"); return nil }},
	}
	res := Run(t.Context(), tree(5, &reads), Options{Scanners: scanners, Rules: noRules})
	want := []finding.Status{finding.OK, finding.Skipped, finding.Failed, finding.Failed, finding.Failed, finding.Skipped, finding.Skipped, finding.Failed, finding.OK}
	for i, c := range res.Coverage {
		if c.Status != want[i] {
			t.Errorf("%s: %s (%s), want %s", c.Scanner, c.Status, c.Reason, want[i])
		}
		if strings.Contains(c.Reason, "secret text") {
			t.Errorf("%s: the panic's own text is shown", c.Scanner)
		}
		if c.Status != finding.OK && c.Reason == "" {
			t.Errorf("%s: no reason", c.Scanner)
		}
	}
	if len(res.Findings) != 5 {
		t.Errorf("the sound scanner found %d, want 5", len(res.Findings))
	}
}

func TestRulesThatCannotBeReadFail(t *testing.T) {
	var reads atomic.Int64
	res := Run(t.Context(), tree(2, &reads), Options{Scanners: []Scanner{finder("a")},
		Rules: func(string) ([]*rule.Rule, error) { return nil, errors.New("broken pack") }})
	if c := res.Coverage[0]; c.Status != finding.Failed || !strings.Contains(c.Reason, "broken pack") {
		t.Errorf("coverage %+v", c)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var reads atomic.Int64
	stopping := Scanner{Name: "stopping", Reads: true, Run: func(_ context.Context, p *Pass) error {
		return p.Each(func(*target.File, *target.Content) { cancel() })
	}}
	res := Run(ctx, tree(1000, &reads), Options{Scanners: []Scanner{stopping, finder("a")}, Rules: noRules, Workers: 2})
	for _, c := range res.Coverage {
		if c.Status != finding.Failed || c.Reason != "cancelled" {
			t.Errorf("coverage %+v", c)
		}
	}
	if reads.Load() > 4 {
		t.Errorf("%d files were read after the cancel", reads.Load())
	}
	ctx, cancel = context.WithDeadline(t.Context(), day)
	defer cancel()
	res = Run(ctx, tree(1, &reads), Options{Scanners: []Scanner{finder("a")}, Rules: noRules})
	if c := res.Coverage[0]; c.Status != finding.Timeout {
		t.Errorf("coverage %+v", c)
	}
}

func TestLimitsAreSaid(t *testing.T) {
	var reads atomic.Int64
	many := Scanner{Name: "many", Reads: true, Run: func(_ context.Context, p *Pass) error {
		for i := range 60 * maxPerFile {
			path := fmt.Sprintf("%02d", i%60)
			p.Report(finding.Finding{Scanner: "many", Rule: "any", Severity: finding.Severity(i % 5), Location: finding.Location{Path: path, Line: i}})
		}
		for range 3 {
			p.Report(finding.Finding{Scanner: "many", Rule: "any", Location: finding.Location{Path: "00", Line: 1}})
		}
		for i := range maxListed + 10 {
			p.PassOver(fmt.Sprintf("%04d", i), "by nature")
		}
		return p.Each(func(*target.File, *target.Content) {})
	}}
	res := Run(t.Context(), tree(1, &reads), Options{Scanners: []Scanner{many}, Rules: noRules})
	c := res.Coverage[0]
	if len(res.Findings) != maxFindings || c.Status != finding.Partial || len(c.Unread) != maxListed || c.Omitted != 12 {
		t.Errorf("%d findings, %s, %d unread, %d omitted: %s", len(res.Findings), c.Status, len(c.Unread), c.Omitted, c.Reason)
	}
	if res.Findings[len(res.Findings)-1].Severity < finding.Medium {
		t.Error("worse findings were dropped for better ones")
	}
}

// TestTheWorstOfAFileAreKept: many small findings before it do not hide a critical one.
func TestTheWorstOfAFileAreKept(t *testing.T) {
	var reads atomic.Int64
	flood := Scanner{Name: "flood", Run: func(_ context.Context, p *Pass) error {
		for i := range 3 * maxPerFile {
			p.Report(finding.Finding{Scanner: "flood", Rule: "small", Severity: finding.Low, Location: finding.Location{Path: "a", Line: i + 1}})
		}
		p.Report(finding.Finding{Scanner: "flood", Rule: "great", Severity: finding.Critical, Location: finding.Location{Path: "a", Line: 1}})
		return nil
	}}
	res := Run(t.Context(), tree(0, &reads), Options{Scanners: []Scanner{flood}, Rules: noRules})
	if len(res.Findings) != maxPerFile || res.Findings[0].Rule != "great" {
		t.Errorf("%d findings, the first is %s", len(res.Findings), res.Findings[0].Rule)
	}
	if c := res.Coverage[0]; c.Status != finding.Partial || len(c.Unread) != 1 || !strings.Contains(c.Unread[0].Reason, "3001 findings in one file") {
		t.Errorf("%+v", c)
	}
}

func TestSameBytesWithAnyWorkers(t *testing.T) {
	var first []byte
	for _, workers := range []int{1, 2, 8} {
		var reads atomic.Int64
		res := Run(t.Context(), tree(300, &reads), Options{Scanners: []Scanner{finder("a"), finder("b")}, Rules: noRules, Workers: workers})
		for i := range res.Coverage {
			res.Coverage[i].MS = 0
		}
		got, err := json.Marshal(res)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		} else if string(first) != string(got) {
			t.Errorf("%d workers give another result", workers)
		}
	}
}

func TestPick(t *testing.T) {
	all := []Scanner{{Name: "a"}, {Name: "b"}}
	if got, err := Pick(all, []string{"b"}); err != nil || len(got) != 1 || got[0].Name != "b" {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := Pick(all, []string{"c"}); err == nil {
		t.Error("an unknown scanner was accepted")
	}
}
