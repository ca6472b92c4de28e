package report

import (
	"fmt"
	"strings"
	"testing"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
)

// sealed completes a document the way a run does.
func sealed(d finding.Document) *finding.Document {
	d.Schema = finding.Schema
	d.Findings = finding.Seal(d.Findings)
	d.Counts = finding.Count(d.Findings)
	return &d
}

func at(path string, line, column int) finding.Location {
	return finding.Location{Path: path, Line: line, Column: column, EndLine: line, EndColumn: column + 7}
}

func step(path string, line, column int, message string) finding.Location {
	return finding.Location{Path: path, Line: line, Column: column, Message: message}
}

var tool = finding.Tool{Name: "bartizan", Version: "0.1.0", Rules: "0f3a9c2b7d11", Advisories: "2026-11-20"}

// ordinary is what a run over a small web project brings.
func ordinary() *finding.Document {
	repeats := []finding.Finding{}
	for i := range 9 {
		repeats = append(repeats, finding.Finding{Scanner: "sast", Rule: "js-error-detail-returned", Severity: finding.Medium, Confidence: finding.Likely,
			CWE: []int{209}, Message: "The error's own text is sent to the client.", Location: at("src/routes/users.js", 40+11*i, 5)})
	}
	return sealed(finding.Document{
		Tool:    tool,
		Target:  finding.Target{Path: ".", Commit: "3f2a91c4d5e6f708192a3b4c5d6e7f8091a2b3c4", Dirty: true, Scope: "all"},
		Verdict: finding.Fail,
		FailOn:  finding.High,
		TookMS:  41,
		Hidden:  finding.Hidden{BelowThreshold: 4, Waived: 1},
		Notes:   []finding.Note{"the waiver for js-weak-hash in legacy/ expired on 2026-10-01 and no longer hides 2 findings"},
		Coverage: []finding.Coverage{
			{Scanner: "mcp", Status: finding.OK, Files: 2, Required: true},
			{Scanner: "sast", Status: finding.Partial, Required: true, Files: 118, Reason: "2 not wholly read: dist/app.min.js: minified",
				Unread: []finding.Unread{{Path: "dist/app.min.js", Reason: "minified"}, {Path: "src/generated/schema.js", Reason: "larger than 2 MiB"}}},
			{Scanner: "secrets", Status: finding.OK, Required: true, Files: 1204, Unread: []finding.Unread{{Path: "docs/logo.png", Reason: "binary"}}, Omitted: 11},
			{Scanner: "deps", Status: finding.Skipped, Reason: "this version does not have it"},
			{Scanner: "dast", Status: finding.Skipped, Reason: "needs the network, which was not granted"},
		},
		Findings: append(repeats,
			finding.Finding{Scanner: "mcp", Rule: "secret-in-server-env", Severity: finding.Critical, Confidence: finding.Certain, CWE: []int{798, 522},
				Message: `The server "orders-db" is started with a database password written into the configuration.`, Location: at(".mcp.json", 8, 22),
				Evidence: "DATABASE_URL=postgres://app:****@db.internal/orders", Fix: &finding.Fix{Kind: finding.Review, Title: "reference the client's secret store"}},
			finding.Finding{Scanner: "mcp", Rule: "unpinned-package", Severity: finding.High, Confidence: finding.Certain, CWE: []int{829},
				Message: `The server "orders-db" runs whatever version of its package is newest.`, Location: at(".mcp.json", 5, 15), Evidence: "npx -y @acme/orders-mcp"},
			finding.Finding{Scanner: "mcp", Rule: "hidden-instruction", Severity: finding.High, Confidence: finding.Likely, CWE: []int{1427},
				Message: "The description tells the model to read a file and pass its text along.", Location: finding.Location{Path: "mcp://orders-db/list_orders#description"}},
			finding.Finding{Scanner: "sast", Rule: "js-sql-injection", Severity: finding.Critical, Confidence: finding.Certain, CWE: []int{89},
				Message: "SQL text is built from request input and reaches the database.", Location: at("src/app.js", 18, 3),
				Trace: []finding.Location{step("src/app.js", 15, 20, "req.body.username enters here"), step("src/app.js", 16, 9, "becomes part of query"), step("src/app.js", 18, 3, "query reaches db.query")},
				Fix:   &finding.Fix{Kind: finding.Safe, Title: "pass the values as parameters: db.query(text, [username])"}},
			finding.Finding{Scanner: "secrets", Rule: "jwt-signing-secret", Severity: finding.Critical, Confidence: finding.Certain, CWE: []int{798},
				Message: "A secret that signs tokens stands in the source.", Location: at("src/auth.js", 4, 20), Evidence: "sup…(21 characters)",
				Related: []finding.Location{step("src/auth.js", 31, 10, "signs the session token"), step("src/admin.js", 12, 10, "checks the admin token")}},
			finding.Finding{Scanner: "sast", Rule: "js-weak-hash", Severity: finding.Low, Confidence: finding.Guess, CWE: []int{328},
				Message: "MD5 is used where a collision may matter.", Location: at("src/auth.js", 44, 11)},
		),
	})
}

// hostile is a document whose every foreign text tries to break out of the format.
func hostile() *finding.Document {
	evil := "a\x1b[31mred\x1b[0m\nFAIL 9 critical\r\x07\x00\x9b31m \u202eevil\u2066 \u200bz | <script>alert(1)</script> ]]> --> `code` ``` [x](http://evil.test) ![i](http://evil.test/i.png) @team #1 www.evil.test {0} \xff\xfe \ufffe \U000e0041 %s ${x} *b* _i_"
	long := strings.Repeat("x", 10_000)
	return sealed(finding.Document{
		Tool:     finding.Tool{Version: evil, Rules: evil, Advisories: evil},
		Target:   finding.Target{Path: evil, Commit: evil, Scope: evil},
		Verdict:  finding.Fail,
		FailOn:   finding.High,
		Notes:    []finding.Note{finding.Note(evil), finding.Note(long)},
		Coverage: []finding.Coverage{{Scanner: evil, Status: finding.Status(evil), Reason: evil, Unread: []finding.Unread{{Path: evil, Reason: evil}}}, {Scanner: "sast", Status: finding.Partial, Reason: long, Unread: []finding.Unread{{Path: evil, Reason: long}}}},
		Findings: []finding.Finding{
			{Scanner: evil, Rule: evil, Severity: finding.Critical, Message: evil, Location: finding.Location{Path: evil, Line: 3, Column: 9, EndLine: 2, EndColumn: 1}, Evidence: finding.Evidence(evil), Controls: []string{evil},
				Fix: &finding.Fix{Title: evil}, Related: []finding.Location{step(evil, 1, 1, evil)}, Trace: []finding.Location{step(evil, 1, 1, evil), step(long, 2, 2, long)}},
			{Scanner: "sast", Rule: "r-one", Severity: finding.High, Message: long, Location: finding.Location{Path: long, Line: -4, Column: -1}},
			{Scanner: "sast", Rule: "r-two", Severity: finding.Low, Message: "", Location: finding.Location{}},
			{Scanner: "mcp", Rule: "r-three", Severity: finding.Info, Message: evil, Location: finding.Location{Path: "mcp://../../" + evil}},
			{Scanner: "mcp", Rule: "r-four", Severity: finding.Info, Message: "outside", Location: finding.Location{Path: "/home/ana/.cursor/mcp.json", Line: 2, Column: 5, EndLine: 4, EndColumn: 1}},
			{Scanner: "mcp", Rule: "r-five", Severity: finding.Info, Message: "outside", Location: finding.Location{Path: `C:\Users\ana\mcp.json`, Line: 2, EndColumn: 9}},
		},
	})
}

// many is a document with n findings.
func many(n int) *finding.Document {
	d := finding.Document{Tool: tool, Target: finding.Target{Path: "."}, Verdict: finding.Fail, FailOn: finding.High,
		Coverage: []finding.Coverage{{Scanner: "secrets", Status: finding.OK, Files: n}}}
	for i := range n {
		d.Findings = append(d.Findings, finding.Finding{Scanner: "secrets", Rule: fmt.Sprintf("rule-%d", i%50), Severity: finding.Severity(i % 5), Confidence: finding.Certain,
			Message: "A password stands in the source.", Location: at(fmt.Sprintf("src/%d/file%d.go", i%100, i%3000), i%997+1, 1)})
	}
	return sealed(d)
}

// documents are the cases that every format gets.
func documents() map[string]*finding.Document {
	incomplete := finding.Document{Tool: tool, Target: finding.Target{Path: "."}, Verdict: finding.Incomplete, FailOn: finding.High, Coverage: []finding.Coverage{
		{Scanner: "mcp", Status: finding.OK, Required: true, Files: 1},
		{Scanner: "sast", Status: finding.Skipped, Required: true, Reason: "this version does not have it"},
		{Scanner: "secrets", Status: finding.OK, Required: true, Files: 12},
		{Scanner: "deps", Status: finding.Skipped, Required: true, Reason: "no lockfile"},
		{Scanner: "iac", Status: finding.Failed, Required: true, Reason: "the scanner broke"},
	}}
	pass := finding.Document{Tool: tool, Target: finding.Target{Path: "service", Scope: "changed"}, Verdict: finding.Pass, FailOn: finding.High, Hidden: finding.Hidden{Baseline: 3},
		Coverage: []finding.Coverage{{Scanner: "secrets", Status: finding.OK, Files: 12}}}
	return map[string]*finding.Document{"ordinary": ordinary(), "hostile": hostile(), "empty": {}, "incomplete": sealed(incomplete), "pass": sealed(pass)}
}

const ruleText = `---
id: js-sql-injection
scanner: sast
severity: critical
confidence: certain
cwe: [89]
tags: [injection]
---
# SQL text built from input

## What it does
Finds query text that is joined from a request's values. It follows them through variables.

## Why it is bad
Whoever sends the request writes part of the query.

## How to fix
- Pass the values as parameters, e.g. with placeholders. The driver then never reads them as SQL.

` + "```js\ndb.query('select 1', [x])\n```\n\n```js ruleid:js-sql-injection\nSAMPLE\n```\n" + `
## References
- [CWE-89](https://cwe.mitre.org/data/definitions/89.html).
`

// pack is a rule source with one rule.
func pack(t testing.TB) func(string) *rule.Rule {
	r, err := rule.Parse("js-sql-injection.md", []byte(ruleText))
	if err != nil {
		t.Fatal(err)
	}
	return func(id string) *rule.Rule {
		if id == r.ID {
			return r
		}
		return nil
	}
}
