package report

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"bartizan/internal/finding"
)

// The JUnit XML that Jenkins and GitLab read. Times are left out: the same result gives the same bytes.

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name      string       `xml:"name,attr"`
	Class     string       `xml:"classname,attr"`
	File      string       `xml:"file,attr,omitempty"`
	Line      int          `xml:"line,attr,omitempty"`
	Failure   *junitReason `xml:"failure"`
	Error     *junitReason `xml:"error"`
	Skipped   *junitReason `xml:"skipped"`
	SystemOut string       `xml:"system-out,omitempty"`
}

type junitReason struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes one suite for each scanner: its coverage as the first test, its findings as further ones, failed at or
// above the threshold and passed below it. A last suite sums up; no reader may count a failed run as passed.
func writeJUnit(w io.Writer, d *finding.Document, o Options) error {
	all := junitSuites{Name: "bartizan"}
	at := map[string]int{}
	suite := func(scanner string) *junitSuite {
		i, ok := at[scanner]
		if !ok {
			i = len(all.Suites)
			at[scanner] = i
			all.Suites = append(all.Suites, junitSuite{Name: "bartizan." + finding.Visible(scanner, maxName)})
		}
		return &all.Suites[i]
	}
	for _, c := range d.Coverage {
		suite(c.Scanner).add(coverageCase(c))
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		suite(f.Scanner).add(findingCase(f, d.FailOn, remedy(f, o.rule(f.Rule))))
	}
	for _, s := range all.Suites {
		all.sum(s)
	}
	last := summarySuite(d, all.Failures > 0, all.Errors > 0)
	all.sum(last)
	all.Suites = append(all.Suites, last)
	b := bufio.NewWriter(w)
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(b)
	enc.Indent("", " ")
	err := enc.Encode(all)
	b.WriteByte('\n')
	if err := cmp.Or(err, b.Flush()); err != nil {
		return fmt.Errorf("writing the result as junit: %w", err)
	}
	return nil
}

func (s *junitSuite) add(c junitCase) {
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

func (all *junitSuites) sum(s junitSuite) {
	all.Tests += s.Tests
	all.Failures += s.Failures
	all.Errors += s.Errors
	all.Skipped += s.Skipped
}

// summarySuite holds one test with the verdict, the hidden counts and the notes. It fails where the verdict does and no
// other test has said so.
func summarySuite(d *finding.Document, failed, erred bool) junitSuite {
	s := junitSuite{Name: "bartizan"}
	c := junitCase{Name: "summary", Class: "bartizan"}
	verdict := verdictWord(d) + ": " + verdictText(d)
	out := []string{verdict, strings.Join(context(d), ", "), "hidden: " + hiddenText(d.Hidden)}
	for i, n := range d.Notes {
		if i == maxNoticed {
			out = append(out, counted(len(d.Notes)-i, "further note"))
			break
		}
		out = append(out, "note: "+finding.Visible(string(n), maxMessage))
	}
	c.SystemOut = strings.Join(out, "\n")
	switch word := verdictWord(d); {
	case word == "FAIL" && !failed:
		c.Failure = &junitReason{Message: verdict, Type: "fail"}
	case word == "INCOMPLETE" && !erred:
		c.Error = &junitReason{Message: verdict, Type: "incomplete"}
	}
	s.add(c)
	return s
}

// coverageCase is an error where the verdict depends on what was not seen, and skipped where it does not.
func coverageCase(c finding.Coverage) junitCase {
	scanner := finding.Visible(c.Scanner, maxName)
	out := junitCase{Name: "coverage", Class: "bartizan." + scanner}
	lines := []string{counted(c.Files, "file") + " read, " + number(unread(c)) + " not read"}
	for _, u := range c.Unread[:min(len(c.Unread), maxNoticed)] {
		lines = append(lines, finding.Visible(u.Path, maxPath)+": "+finding.Visible(u.Reason, maxMessage))
	}
	if rest := unread(c) - min(len(c.Unread), maxNoticed); rest > 0 {
		lines = append(lines, "and "+number(rest)+" more")
	}
	out.SystemOut = strings.Join(lines, "\n")
	if c.Status == finding.OK {
		return out
	}
	message := scanner + " " + shortfall(c.Status)
	if c.Reason != "" {
		message += ": " + finding.Visible(c.Reason, maxMessage)
	}
	reason := &junitReason{Message: message, Type: finding.Visible(string(c.Status), maxName)}
	if mild := c.Status == finding.Skipped || c.Status == finding.Partial; mild && !c.Required {
		reason.Type = "" // the attribute is not allowed there
		out.Skipped = reason
	} else {
		out.Error = reason
	}
	return out
}

// findingCase names a finding by rule, path and fingerprint: readers compare runs by name, and lines move.
func findingCase(f *finding.Finding, failOn finding.Severity, fix string) junitCase {
	path := finding.Visible(f.Path, maxPath)
	rule := finding.Visible(f.Rule, maxName)
	c := junitCase{
		Name:  rule + " in " + path,
		Class: "bartizan." + finding.Visible(f.Scanner, maxName),
		Line:  max(f.Line, 0),
	}
	if fp := finding.Visible(f.Fingerprint, 12); fp != "" {
		c.Name += " [" + strings.TrimSuffix(fp, "…") + "]"
	}
	if _, _, ok := virtual(f.Path); !ok {
		c.File = path
	}
	message := finding.Visible(f.Message, maxMessage)
	lines := []string{place(f.Location) + ": " + message, f.Severity.String() + ", " + f.Confidence.String()}
	if len(f.CWE) > 0 {
		lines[1] += ", " + weaknesses(f.CWE)
	}
	if f.Evidence != "" {
		lines = append(lines, "evidence: "+finding.Visible(string(f.Evidence), maxMessage))
	}
	for _, l := range f.Trace[:min(len(f.Trace), maxNoticed)] {
		lines = append(lines, "trace: "+place(l)+" "+finding.Visible(l.Message, maxMessage))
	}
	if fix != "" {
		lines = append(lines, "fix: "+finding.Visible(fix, maxMessage))
	}
	if text := strings.Join(lines, "\n"); f.Severity >= failOn {
		c.Failure = &junitReason{Message: message, Type: f.Severity.String(), Text: text}
	} else {
		c.SystemOut = text
	}
	return c
}
