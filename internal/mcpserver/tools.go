package mcpserver

import (
	"bartizan/internal/finding"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// The arguments of the seven tools. Their jsonschema tags are what the model reads.

type scanArgs struct {
	Root        string   `json:"root" jsonschema:"absolute path of the project"`
	Paths       []string `json:"paths,omitempty" jsonschema:"only these, relative to root"`
	Scope       string   `json:"scope,omitempty" jsonschema:"changed (default), staged or all"`
	Scanners    []string `json:"scanners,omitempty"`
	MinSeverity string   `json:"min_severity,omitempty"`
	Max         int      `json:"max,omitempty" jsonschema:"findings listed, default 20"`
	WaitMS      int      `json:"wait_ms,omitempty" jsonschema:"default 8000; then status running"`
}

type scanCodeArgs struct {
	Content  string `json:"content"`
	PathHint string `json:"path_hint,omitempty" jsonschema:"path it will have in root"`
	Language string `json:"language,omitempty" jsonschema:"without path_hint"`
	Root     string `json:"root,omitempty"`
	Base     string `json:"base,omitempty" jsonschema:"earlier content: list only what is new"`
}

type findingsArgs struct {
	ScanID   string   `json:"scan_id"`
	IDs      []string `json:"ids,omitempty"`
	Severity string   `json:"severity,omitempty" jsonschema:"at least"`
	Cursor   string   `json:"cursor,omitempty"`
	Detail   string   `json:"detail,omitempty" jsonschema:"line (default) or full: trace and rule text"`
}

type fixArgs struct {
	ScanID string   `json:"scan_id"`
	IDs    []string `json:"ids"`
	DryRun *bool    `json:"dry_run,omitempty" jsonschema:"default true"`
}

type verifyArgs struct {
	ScanID  string   `json:"scan_id"`
	Paths   []string `json:"paths,omitempty" jsonschema:"further files you changed"`
	Content string   `json:"content,omitempty" jsonschema:"new code of a scan_code"`
}

type checkDepsArgs struct {
	Packages []packageArg `json:"packages,omitempty"`
	Command  string       `json:"command,omitempty" jsonschema:"such as npm i foo"`
}

type packageArg struct {
	Ecosystem string `json:"ecosystem"`
	Name      string `json:"name"`
	Version   string `json:"version,omitempty"`
}

type serversArgs struct {
	Root string `json:"root,omitempty" jsonschema:"absolute path of the project"`
}

var (
	falseValue = false
	readOnly   = &mcp.ToolAnnotations{ReadOnlyHint: true, OpenWorldHint: &falseValue}
)

// resultSchema is the output schema of the tools whose structured content is a result document. It names what a client
// may rely on; the document holds more.
var resultSchema = object("verdict", "coverage", "findings")

// object is the schema of an object with some required members of any type.
func object(required ...string) map[string]any {
	return map[string]any{"type": "object", "required": required}
}

var (
	scanTool = &mcp.Tool{Name: "scan", Annotations: readOnly, OutputSchema: object("scan_id", "status"),
		Description: "Scan the project's files. Run after edits. Returns verdict, coverage, one line per finding, scan_id."}
	scanCodeTool = &mcp.Tool{Name: "scan_code", Annotations: readOnly, OutputSchema: resultSchema,
		Description: "Scan code that is not on disk yet."}
	findingsTool = &mcp.Tool{Name: "findings", Annotations: readOnly, OutputSchema: object("findings"),
		Description: "Page through a scan's findings, or read some in full."}
	fixTool = &mcp.Tool{Name: "fix", OutputSchema: object("fixes"),
		Annotations: &mcp.ToolAnnotations{OpenWorldHint: &falseValue},
		Description: "Fix findings: diffs of edits that are proven by a scan, else how to. Applies them only with dry_run=false."}
	verifyTool = &mcp.Tool{Name: "verify", Annotations: readOnly, OutputSchema: object("fixed", "open", "new", "unknown"),
		Description: "Scan again after fixing: fixed, open, new, unknown."}
	checkDepsTool = &mcp.Tool{Name: "check_deps", Annotations: readOnly, OutputSchema: object("packages"),
		Description: "Ask before adding a dependency: allow, warn or deny, with the reason."}
	serversTool = &mcp.Tool{Name: "servers", Annotations: readOnly, OutputSchema: object("verdict", "servers"),
		Description: "The MCP servers configured here, with verdict and findings of each. Starts none."}
)

// scanResult is the structured content of scan.
type scanResult struct {
	ScanID string `json:"scan_id"`
	Status string `json:"status"` // done or running
	*finding.Document
}
