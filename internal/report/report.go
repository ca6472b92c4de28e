// Package report renders a result document: text, json, sarif, junit, markdown.
//
// Rules of this package:
//   - Every format consumes the same *finding.Document; none looks at the disk, the clock or the environment.
//   - What a document quotes is foreign: it goes through finding.Visible and the format's own escaping.
//   - No source line is printed: it may hold a secret. Evidence is, because it was redacted before.
//   - What a format leaves out (a limit of the reader, a width) is counted in its output.
package report

import (
	"fmt"
	"io"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
)

// A Format is one way to write a result document.
type Format struct {
	Name  string
	Doc   string // one sentence
	Write func(w io.Writer, d *finding.Document, o Options) error
}

// Formats lists every format, the one for people first.
var Formats = []Format{
	{"text", "for people: verdict, findings by gate, coverage, next step", writeText},
	{"json", "the whole result document, bartizan/result/v1", writeJSON},
	{"sarif", "SARIF 2.1.0 for code hosts and editors, one run for each scanner", writeSARIF},
	{"junit", "JUnit XML for CI servers, one suite for each scanner", writeJUnit},
	{"markdown", "a summary for a job page", writeMarkdown},
}

// Options are what a format may use besides the document. The zero value is plain text without line wrapping.
type Options struct {
	Color bool                       // text: the reader is a terminal that shows SGR colours and glyphs
	Width int                        // text: columns to wrap at; 0 wraps nothing
	ASCII bool                       // text: nothing outside ASCII
	Quiet bool                       // text: verdict, one line for each finding, what is hidden
	Rules func(id string) *rule.Rule // documentation of a rule; may be nil and may return nil
	Root  string                     // sarif: absolute path of the target; empty leaves it to the reader
}

// Find returns the format of that name. The error lists the names.
func Find(name string) (Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("unknown format %q: use %s", name, strings.Join(names, ", "))
}

// rule returns a rule's documentation, or nil.
func (o Options) rule(id string) *rule.Rule {
	if o.Rules == nil {
		return nil
	}
	return o.Rules(id)
}
