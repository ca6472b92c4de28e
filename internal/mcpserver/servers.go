package mcpserver

import (
	"context"
	"fmt"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/gate"
	"bartizan/internal/policy"
	"bartizan/internal/toolgate"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// A serverAnswer is one configured server with what was found about it. Clients that read the same place share it.
type serverAnswer struct {
	Name     string          `json:"name"`
	Clients  []string        `json:"clients"`
	Scope    string          `json:"scope"`
	File     string          `json:"file"`
	Enabled  bool            `json:"enabled"`
	Verdict  finding.Verdict `json:"verdict"` // of the findings about this server alone
	Findings []string        `json:"findings"`
}

func (s *server) servers(ctx context.Context, req *mcp.CallToolRequest, a serversArgs) (*mcp.CallToolResult, any, error) {
	found := new(toolgate.Found)
	o := gate.Options{Path: a.Root, Gates: gate.Tools, Tools: s.Tools, Version: s.Version, Progress: progress(ctx, req, 1), Policy: &policy.Policy{}}
	o.Tools.Found, o.Tools.Everywhere = found, a.Root == ""
	if a.Root != "" {
		if err := absolute(a.Root); err != nil {
			return nil, nil, err
		}
		var err error
		if o.Policy, err = gate.CommittedPolicy(ctx, a.Root); err != nil {
			return nil, nil, err
		}
	}
	doc, err := gate.Judge(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	scanID, err := s.store.put(&kept{Root: a.Root, Scope: scopeServers, Document: doc})
	if err != nil {
		return nil, nil, err
	}
	answers := perServer(doc, found)
	text, next := serversText(doc, answers, scanID)
	shown := trimmed(doc, next)
	structured := map[string]any{"scan_id": scanID, "verdict": doc.Verdict, "servers": answers, "findings": shown.Findings, "coverage": shown.Coverage}
	if more := len(answers) - maxServers; more > 0 {
		structured["servers"], structured["servers_omitted"] = answers[:maxServers], more
	}
	return result(text, structured), nil, nil
}

// scopeServers is the scope of a kept result of servers.
const scopeServers = "servers"

// maxServers bounds the servers of one answer.
const maxServers = 200

// toolOptions are those of a look at gate 1: this user's servers, and those of the project in root.
func (s *server) toolOptions(ctx context.Context, root string) (gate.Options, error) {
	o := gate.Options{Path: root, Gates: gate.Tools, Tools: s.Tools, Version: s.Version, Policy: &policy.Policy{}}
	if root == "" {
		return o, nil
	}
	err := absolute(root)
	if err == nil {
		o.Policy, err = gate.CommittedPolicy(ctx, root)
	}
	return o, err
}

// perServer sorts the findings to the servers they are about.
func perServer(doc *finding.Document, found *toolgate.Found) []serverAnswer {
	verdict := finding.Pass
	if doc.Coverage[0].Status != finding.OK {
		verdict = finding.Incomplete
	}
	type place struct {
		file string
		line int
		key  string
	}
	answers := []serverAnswer{}
	index := map[place]int{}
	for _, s := range found.Servers {
		at := place{s.File, s.Line, s.Key}
		i, known := index[at]
		if !known {
			i = len(answers)
			index[at] = i
			answers = append(answers, serverAnswer{Name: finding.Visible(s.Name, 80), Scope: string(s.Scope),
				File: finding.Visible(s.File, 300), Verdict: verdict, Findings: []string{}})
		}
		answers[i].Clients = append(answers[i].Clients, s.Client)
		answers[i].Enabled = answers[i].Enabled || s.Enabled
	}
	for _, f := range doc.Findings {
		i, ok := found.Server(&f)
		if !ok {
			continue
		}
		s := &found.Servers[i]
		a := &answers[index[place{s.File, s.Line, s.Key}]]
		a.Findings = append(a.Findings, f.ID)
		if f.Severity >= doc.FailOn && f.Confidence > finding.Guess {
			a.Verdict = finding.Fail
		}
	}
	return answers
}

// serversText writes the answer, and returns the index of the first finding that it has no room for, 0 for none.
func serversText(doc *finding.Document, answers []serverAnswer, scanID string) (text string, next int) {
	head := summary(doc, scanID)
	var b strings.Builder
	b.WriteString(head)
	for i, a := range answers {
		if b.Len() > maxText/2 {
			fmt.Fprintf(&b, "… %d more servers\n", len(answers)-i)
			break
		}
		fmt.Fprintf(&b, "%q %s %s, %s %s\n", a.Name, strings.ToUpper(string(a.Verdict)), a.Scope, clientsText(a.Clients), strings.Join(a.Findings, " "))
	}
	p := lines(doc.Findings, 0, len(doc.Findings), maxText-b.Len()-200)
	b.WriteString(p.text)
	if p.next > 0 {
		fmt.Fprintf(&b, "%d more: findings(scan_id=%q, cursor=\"%d\")\n", len(doc.Findings)-p.next, scanID, p.next)
	}
	return b.String(), p.next
}

// clientsText names a few clients and counts the rest.
func clientsText(clients []string) string {
	const most = 3
	if len(clients) <= most {
		return strings.Join(clients, "+")
	}
	return fmt.Sprintf("%s+%d more", strings.Join(clients[:most], "+"), len(clients)-most)
}
