package finding

import (
	"encoding/json"
	"fmt"
	"io"
)

// Schema names the result document's form.
const Schema = "bartizan/result/v1"

// Verdict is the answer of a whole run.
type Verdict string

const (
	Pass       Verdict = "pass"
	Fail       Verdict = "fail"       // a finding at or above the threshold, or drift
	Incomplete Verdict = "incomplete" // nothing failed, and something that had to be looked at was not
)

// Status is how one scanner's run ended.
type Status string

const (
	OK      Status = "ok"
	Partial Status = "partial" // it ran, and something that it should have read it did not
	Skipped Status = "skipped" // it did not run; Reason says why
	Failed  Status = "failed"
	Timeout Status = "timeout"
)

// Unread is one path that was not looked at, or not wholly, with the reason.
type Unread struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Coverage is what one scanner saw and did not see.
type Coverage struct {
	Scanner  string   `json:"scanner"`
	Status   Status   `json:"status"`
	Required bool     `json:"required"` // a required scanner that is not ok makes the verdict incomplete
	Reason   string   `json:"reason"`
	Files    int      `json:"files"`
	Unread   []Unread `json:"unread"`
	Omitted  int      `json:"unread_omitted,omitempty"` // further unread paths, counted and not listed
	MS       int64    `json:"ms"`
}

// Tool says which program, rules and advisories judged.
type Tool struct {
	Name       string `json:"name"`
	Version    string `json:"version"`
	Rules      string `json:"rules"`      // digest of the rule pack
	Advisories string `json:"advisories"` // date of the advisory store; empty when there is none
}

// Target says what was judged.
type Target struct {
	Path   string `json:"path"`
	Commit string `json:"commit,omitempty"`
	Dirty  bool   `json:"dirty"`
	Scope  string `json:"scope,omitempty"` // all, changed or staged
}

// Hidden counts findings that exist and are not listed.
type Hidden struct {
	BelowThreshold int `json:"below_threshold"` // under --min-severity, or of confidence guess
	Baseline       int `json:"baseline"`        // known before
	Waived         int `json:"waived"`
}

// Counts are the listed findings by severity.
type Counts struct {
	Critical int `json:"critical"`
	High     int `json:"high"`
	Medium   int `json:"medium"`
	Low      int `json:"low"`
	Info     int `json:"info"`
}

// Of returns the count of one severity.
func (c Counts) Of(s Severity) int {
	return [...]int{Info: c.Info, Low: c.Low, Medium: c.Medium, High: c.High, Critical: c.Critical}[s]
}

// Count counts findings by severity.
func Count(fs []Finding) (c Counts) {
	by := [...]*int{Info: &c.Info, Low: &c.Low, Medium: &c.Medium, High: &c.High, Critical: &c.Critical}
	for i := range fs {
		*by[fs[i].Severity]++
	}
	return c
}

// Note is something the person should know about the run that is not a finding: an expired waiver, a policy that was
// not used.
type Note string

// A Document is the result of a run, as every command prints it and every format renders it.
type Document struct {
	Schema   string      `json:"schema"`
	Tool     Tool        `json:"tool"`
	Target   Target      `json:"target"`
	Verdict  Verdict     `json:"verdict"`
	Coverage []Coverage  `json:"coverage"`
	Findings []Finding   `json:"findings"`
	Hidden   Hidden      `json:"hidden"`
	Counts   Counts      `json:"counts"`
	FailOn   Severity    `json:"fail_on"`
	Notes    []Note      `json:"notes,omitempty"`
	Compared *Comparison `json:"compared,omitempty"` // with an earlier result, by verify
	TookMS   int64       `json:"took_ms"`
}

// A Comparison says what became of the findings of an earlier result.
type Comparison struct {
	Fixed   []Compared `json:"fixed"`
	Open    []Compared `json:"open"`
	New     []Compared `json:"new"`
	Unknown []Compared `json:"unknown"` // gone from the list, but this run did not look there
}

// Compared is one finding of a Comparison.
type Compared struct {
	Fingerprint string   `json:"fingerprint"`
	Rule        string   `json:"rule"`
	Severity    Severity `json:"severity"`
	Path        string   `json:"path"`
	Line        int      `json:"line,omitempty"`
	Reason      string   `json:"reason,omitempty"` // deleted, suppressed, moved to …, not looked at: where the list alone would mislead
}

// MaxDocument bounds a result document that is read back (a baseline, a verify input), in bytes.
const MaxDocument = 256 << 20

// Encode writes the document as indented JSON with a final newline.
func (d *Document) Encode(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

// Decode reads a result document. It refuses another schema and anything after the document.
func Decode(data []byte) (*Document, error) {
	var d Document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("reading the result document: %w", err)
	}
	if d.Schema != Schema {
		return nil, fmt.Errorf("reading the result document: schema is %q, want %q", Visible(d.Schema, 100), Schema)
	}
	return &d, nil
}
