package mcpserver

import (
	"context"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// prompts are what a person can start from the client's menu.
var prompts = []struct{ name, title, text string }{
	{"secure-review", "Review my change for security",
		"Call scan on this project with scope \"changed\". Tell me first what was not judged (coverage), then each finding in one sentence with its place, worst first. Change nothing yet."},
	{"fix-all", "Fix what the scan finds",
		"Call scan on this project with scope \"changed\". For each finding read findings with detail \"full\" and repair the cause: never delete a feature, never comment code out, never suppress. Then call verify with the scan_id and repeat for what is open, at most three rounds; then tell me what is fixed, open, new and unknown."},
	{"before-commit", "Check before I commit",
		"Call scan with scope \"staged\" and servers. Say whether I can commit: not when the verdict is fail or incomplete, and then why. Change nothing."},
}

func addPrompts(m *mcp.Server) {
	for _, p := range prompts {
		m.AddPrompt(&mcp.Prompt{Name: p.name, Title: p.title}, func(context.Context, *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
			return &mcp.GetPromptResult{Messages: []*mcp.PromptMessage{{Role: "user", Content: &mcp.TextContent{Text: p.text}}}}, nil
		})
	}
}
