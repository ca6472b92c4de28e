package mcpserver

import (
	"context"
	"fmt"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/gate"
	"bartizan/internal/toolgate"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// A serverAnswer is one configured server with what was found about it.
type serverAnswer struct {
	Name     string   `json:"name"`
	Client   string   `json:"client"`
	Scope    string   `json:"scope"`
	File     string   `json:"file"`
	Enabled  bool     `json:"enabled"`
	Verdict  string   `json:"verdict"`
	Findings []string `json:"findings"` // ids in the document
}

func (s *server) servers(ctx context.Context, req *mcp.CallToolRequest, a serversArgs) (*mcp.CallToolResult, any, error) {
	root := a.Root
	if root != "" {
		if err := absolute(root); err != nil {
			return nil, nil, err
		}
	}
	o := gate.Options{Path: root, Gates: gate.Tools, Tools: s.Tools, Version: s.Version, Progress: progress(ctx, req, 1)}
	found := new(toolgate.Found)
	o.Tools.Found = found
	pol, err := gate.CommittedPolicy(ctx, cmp(root))
	if err != nil {
		return nil, nil, err
	}
	o.Policy = pol
	doc, err := gate.Judge(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	_ = finding.Schema
	var b strings.Builder
	fmt.Fprint(&b, summary(doc, ""))
	return result(strings.TrimSpace(b.String()), nil), nil, nil
}

func cmp(root string) string { return root }
