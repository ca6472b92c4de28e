package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"bartizan/internal/finding"
)

// Limits of a job page: GitHub refuses a step summary of more than 1 MiB as a whole, and nobody reads a longer table.
const (
	maxPage      = 1<<20 - 1<<10
	maxRows      = 1_000
	maxTableRows = 100 // of the coverage table
)

// writeMarkdown writes a summary page: verdict, counts, findings, coverage, hidden. Foreign text stays text: see inline.
func writeMarkdown(w io.Writer, d *finding.Document, o Options) error {
	var head, tail bytes.Buffer
	fmt.Fprintf(&head, "## Bartizan: %s\n\n%s\n\n", verdictWord(d), inline(verdictText(d)))
	var about []string
	for _, s := range context(d) {
		about = append(about, inline(s))
	}
	fmt.Fprintf(&head, "Target: %s\n\n", strings.Join(about, " · "))
	if lacks := gapsText(d.Coverage, false); lacks != "" && verdictWord(d) != "INCOMPLETE" {
		fmt.Fprintf(&head, "**Not everything was looked at:** %s\n\n", inline(lacks))
	}
	c := finding.Count(d.Findings)
	fmt.Fprintf(&head, "| critical | high | medium | low | info |\n|---:|---:|---:|---:|---:|\n| %s | %s | %s | %s | %s |\n",
		number(c.Critical), number(c.High), number(c.Medium), number(c.Low), number(c.Info))
	markdownCoverage(&tail, d)
	fmt.Fprintf(&tail, "\nHidden: %s\n", hiddenText(d.Hidden))
	if d.Compared != nil {
		fmt.Fprintf(&tail, "\n%s\n", comparedText(d.Compared))
	}
	for i, n := range d.Notes {
		if i == maxNotes {
			fmt.Fprintf(&tail, "\nNote: %s\n", counted(len(d.Notes)-i, "further note"))
			break
		}
		fmt.Fprintf(&tail, "\nNote: %s\n", inline(string(n)))
	}
	markdownFindings(&head, d, o, maxPage-tail.Len())
	head.Write(tail.Bytes())
	if _, err := w.Write(head.Bytes()); err != nil {
		return fmt.Errorf("writing the result as markdown: %w", err)
	}
	return nil
}

// markdownFindings adds the table of each gate as long as the page stays below limit bytes, and counts the rest.
func markdownFindings(b *bytes.Buffer, d *finding.Document, o Options, limit int) {
	rows := 0
	for _, gate := range []struct {
		title string
		first bool
	}{{"Gate 1: tools (MCP servers)", true}, {"Gate 2: code", false}} {
		begun, left := false, 0
		for _, fs := range fold(d.Findings, gate.first) {
			f := fs[0]
			row := fmt.Sprintf("| %s | %s | %s | %s |\n", f.Severity, markdownPlaces(fs), markdownSentence(f, o), codeSpan(finding.Visible(f.Rule, maxName)))
			if rows == maxRows || b.Len()+len(row)+500 > limit {
				left += len(fs)
				continue
			}
			if !begun {
				begun = true
				fmt.Fprintf(b, "\n### %s\n\n| severity | where | what | rule |\n|---|---|---|---|\n", gate.title)
			}
			b.WriteString(row)
			rows++
		}
		if left > 0 {
			fmt.Fprintf(b, "\n%s: %s not listed, this page has an end; the json format has all.\n", gate.title, counted(left, "further finding"))
		}
	}
}

// fold puts together the findings of one gate that differ in their place within a file only, in the order of the first.
func fold(fs []finding.Finding, toolgate bool) (rows [][]*finding.Finding) {
	type key struct {
		path, rule, message string
		evidence            finding.Evidence
		severity            finding.Severity
	}
	at := map[key]int{}
	for i := range fs {
		f := &fs[i]
		if (f.Scanner == toolgateScanner) != toolgate {
			continue
		}
		k := key{f.Path, f.Rule, f.Message, f.Evidence, f.Severity}
		if n, ok := at[k]; ok {
			rows[n] = append(rows[n], f)
			continue
		}
		at[k] = len(rows)
		rows = append(rows, []*finding.Finding{f})
	}
	return rows
}

// markdownPlaces is the first place and the lines of the others.
func markdownPlaces(fs []*finding.Finding) string {
	s := codeSpan(place(fs[0].Location))
	if len(fs) > 1 {
		s += "<br>and " + number(len(fs)-1) + " more" + lines(fs[1:])
	}
	return s
}

// markdownSentence is the message with evidence and remedy.
func markdownSentence(f *finding.Finding, o Options) string {
	s := inline(finding.Visible(f.Message, maxMessage))
	if f.Evidence != "" {
		s += "<br>Evidence: " + codeSpan(finding.Visible(string(f.Evidence), maxMessage))
	}
	if fix := remedy(f, o.rule(f.Rule)); fix != "" {
		s += "<br>Fix: " + inline(finding.Visible(fix, maxMessage))
	}
	return s
}

func markdownCoverage(b *bytes.Buffer, d *finding.Document) {
	b.WriteString("\n### Coverage\n\n")
	if len(d.Coverage) == 0 {
		b.WriteString("No scanner ran.\n")
		return
	}
	b.WriteString("| scanner | status | files | not read | reason |\n|---|---|---:|---:|---|\n")
	for i, c := range d.Coverage {
		if i == maxTableRows {
			fmt.Fprintf(b, "\n%s not listed.\n", counted(len(d.Coverage)-i, "further scanner"))
			break
		}
		status := inline(finding.Visible(string(c.Status), maxName))
		if c.Required && c.Status != finding.OK {
			status += " (required)"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", inline(c.Scanner), status, number(c.Files), number(unread(c)), inline(c.Reason))
	}
}

// inline writes foreign text so that no reader finds markup, HTML, a link, an image, a mention or a reference in it: words
// of letters, digits and plain punctuation stand as they are, runs of any other words in a code span.
func inline(s string) string {
	var b strings.Builder
	var code []string
	flush := func() {
		if len(code) > 0 {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(codeSpan(strings.Join(code, " ")))
			code = code[:0]
		}
	}
	for _, word := range strings.Fields(finding.Visible(s, maxMessage)) {
		if !prose(word) {
			code = append(code, word)
			continue
		}
		flush()
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	flush()
	return b.String()
}

// prose reports a word that means nothing to any Markdown dialect, anywhere in a line.
func prose(word string) bool {
	for i, r := range word {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), strings.ContainsRune(".,;'\"()?%…·", r):
		case r == '-' && i > 0, r == ':' && i > 0 && i == len(word)-1: // neither a list nor an emoji's name
		default:
			return false
		}
	}
	// Code hosts turn these into links: a host name, a reference such as GH-12, a commit.
	if lower := strings.ToLower(word); strings.Contains(lower, "www.") || strings.Contains(lower, "gh-") {
		return false
	}
	for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(part) >= 7 && strings.Trim(part, "0123456789abcdefABCDEF") == "" {
			return false
		}
	}
	return true
}

// codeSpan writes visible text as a code span that also may stand in a table. A backtick in it cannot end it.
func codeSpan(s string) string {
	if s == "" {
		return ""
	}
	longest, run := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if longest > 0 || strings.HasPrefix(s, " ") || strings.HasSuffix(s, " ") {
		s = " " + s + " "
	}
	return fence + strings.ReplaceAll(s, "|", `\|`) + fence
}
