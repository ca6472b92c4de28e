package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"bartizan/internal/finding"
	"bartizan/internal/gate"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// kept resolves a scan_id, also that of a scan that outlasted its call. A scan still under way is an error that says so.
func (s *server) kept(id string) (*kept, string, error) {
	scanID, running, err := s.jobs.resolve(id)
	switch {
	case running:
		return nil, "", fmt.Errorf("%s is still running: not judged yet, ask again", id)
	case err != nil:
		return nil, "", err
	}
	k, err := s.store.get(scanID)
	return k, scanID, err
}

func (s *server) findings(_ context.Context, _ *mcp.CallToolRequest, a findingsArgs) (*mcp.CallToolResult, any, error) {
	k, scanID, err := s.kept(a.ScanID)
	if err != nil {
		return nil, nil, err
	}
	if a.Detail != "" && a.Detail != "line" && a.Detail != "full" {
		return nil, nil, errors.New("detail is line or full")
	}
	picked, err := pick(k.Document.Findings, a.IDs, a.Severity)
	if err != nil {
		return nil, nil, err
	}
	from := 0
	if a.Cursor != "" {
		if from, err = strconv.Atoi(a.Cursor); err != nil || from < 0 || from > len(picked) {
			return nil, nil, errors.New("cursor is not one that findings or scan gave")
		}
	}
	head := summary(k.Document, scanID)
	room := maxText - len(head) - 200
	var p page
	if a.Detail == "full" {
		p = fullPage(picked, from, room)
	} else {
		p = lines(picked, from, len(picked), room)
	}
	text := head + p.text
	if p.next > 0 {
		text += fmt.Sprintf("%d more: cursor=%q\n", len(picked)-p.next, strconv.Itoa(p.next))
	}
	end := len(picked)
	structured := map[string]any{"scan_id": scanID, "verdict": k.Document.Verdict}
	if p.next > 0 {
		end = p.next
		structured["cursor"] = strconv.Itoa(p.next)
	}
	shown := []finding.Finding{}
	for _, f := range picked[min(from, end):end] {
		shown = append(shown, visible(f))
	}
	structured["findings"] = shown
	return result(text, structured), nil, nil
}

// pick selects findings by id and severity. An id that the scan does not have is an error.
func pick(fs []finding.Finding, ids []string, atLeast string) ([]finding.Finding, error) {
	least := finding.Info
	if atLeast != "" {
		var err error
		if least, err = finding.ParseSeverity(atLeast); err != nil {
			return nil, err
		}
	}
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var picked []finding.Finding
	for _, f := range fs {
		if f.Severity >= least && (len(ids) == 0 || wanted[f.ID]) {
			picked = append(picked, f)
		}
		delete(wanted, f.ID)
	}
	for _, id := range ids {
		if wanted[id] {
			return nil, fmt.Errorf("this scan has no finding %q", finding.Visible(id, 20))
		}
	}
	return picked, nil
}

// fullPage writes findings in full, each rule's text once.
func fullPage(fs []finding.Finding, from, room int) page {
	text, i := "", from
	explained := map[string]bool{}
	for ; i < len(fs); i++ {
		ruleText := ""
		if !explained[fs[i].Rule] {
			if r, err := gate.Rule(fs[i].Rule); err == nil {
				ruleText = advice(r.Body)
			}
			explained[fs[i].Rule] = true
		}
		one := full(fs[i], ruleText)
		if len(text)+len(one) > room && i > from {
			break
		}
		text += one
	}
	p := page{text: text}
	if i < len(fs) {
		p.next = i
	}
	return p
}
