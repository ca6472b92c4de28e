package report

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"bartizan/internal/finding"
	"bartizan/internal/lazyregexp"
	"bartizan/internal/rule"
)

// maxHelp bounds a rule's documentation, in bytes.
const maxHelp = 8 << 10

// sarifRules describes the rules of these findings, sorted by id, and gives the index of each.
func sarifRules(fs []*finding.Finding, o Options) ([]sarifRule, map[string]int) {
	worst := map[string]*finding.Finding{}
	var ids []string
	for _, f := range fs {
		switch w := worst[f.Rule]; {
		case w == nil:
			ids = append(ids, f.Rule)
			worst[f.Rule] = f
		case f.Severity > w.Severity || f.Severity == w.Severity && f.Confidence > w.Confidence:
			worst[f.Rule] = f
		}
	}
	slices.Sort(ids)
	rules := []sarifRule{}
	index := make(map[string]int, len(ids))
	for i, id := range ids {
		index[id] = i
		rules = append(rules, sarifRuleOf(worst[id], o.rule(id)))
	}
	return rules, index
}

// sarifRuleOf describes the rule of a finding; r may be nil.
func sarifRuleOf(f *finding.Finding, r *rule.Rule) sarifRule {
	id := finding.Visible(f.Rule, maxName)
	s := sarifRule{ID: id, Name: pascal(id), ShortDescription: sarifText{Text: id}, FullDescription: sarifText{Text: id}, Help: sarifText{Text: id}}
	severity, confidence, cwe, tags := f.Severity, f.Confidence, f.CWE, []string{"security", f.Scanner}
	if r != nil {
		severity, confidence = max(severity, r.Severity), r.Confidence
		cwe, tags = r.CWE, append(tags, r.Tags...)
		s.ShortDescription.Text = finding.Visible(r.Title, 1000)
		s.FullDescription.Text = finding.Visible(cmp.Or(firstSentence(section(r.Body, "what it does")), r.Title), 1000)
		s.Help.Text = documentation(r.Body)
		s.Help.Markdown = s.Help.Text
		s.HelpURI = firstLink(section(r.Body, "references"))
	}
	for i, t := range tags {
		tags[i] = finding.Visible(t, maxName)
	}
	for _, n := range cwe {
		tags = append(tags, fmt.Sprintf("external/cwe/cwe-%03d", n))
	}
	slices.Sort(tags[1:])
	tags = slices.DeleteFunc(slices.Compact(tags), func(t string) bool { return t == "" })
	s.DefaultConfiguration.Level = sarifLevel(severity)
	s.Properties = map[string]any{
		"tags":              tags[:min(len(tags), maxSARIFTags)],
		"precision":         [...]string{finding.Guess: "medium", finding.Likely: "high", finding.Certain: "very-high"}[confidence],
		"security-severity": [...]string{finding.Info: "0.0", finding.Low: "2.5", finding.Medium: "5.5", finding.High: "8.0", finding.Critical: "9.5"}[severity],
	}
	return s
}

// sarifLevel maps a severity to the levels of SARIF.
func sarifLevel(s finding.Severity) string {
	return [...]string{finding.Info: "note", finding.Low: "note", finding.Medium: "warning", finding.High: "error", finding.Critical: "error"}[s]
}

// sarifResultOf describes a finding, its fingerprint left out, and says whether locations had to be cut.
func sarifResultOf(f *finding.Finding, ruleIndex int) (r sarifResult, shortened bool) {
	r = sarifResult{
		RuleID:    finding.Visible(f.Rule, maxName),
		RuleIndex: ruleIndex,
		Level:     sarifLevel(f.Severity),
		Message:   sarifMessage(f.Message),
		Locations: []sarifLocation{sarifLocationOf(finding.Location{Path: f.Path, Line: f.Line, Column: f.Column, EndLine: f.EndLine, EndColumn: f.EndColumn})},
		Properties: map[string]any{
			"id": finding.Visible(f.ID, maxName), "severity": f.Severity, "confidence": f.Confidence,
		},
	}
	if r.Message.Text == "" {
		r.Message.Text = r.RuleID
	}
	if f.Evidence != "" {
		r.Properties["evidence"] = finding.Visible(string(f.Evidence), maxMessage)
	}
	if f.Fix != nil {
		r.Properties["fix"] = finding.Visible(f.Fix.Title, maxMessage)
	}
	if len(f.Controls) > 0 {
		var ids []string
		for _, c := range f.Controls[:min(len(f.Controls), 100)] {
			ids = append(ids, finding.Visible(c, maxName))
		}
		r.Properties["controls"] = ids
	}
	trace := f.Trace[:min(len(f.Trace), maxLocations-100)]
	related := f.Related[:min(len(f.Related), 99)]
	shortened = len(trace) < len(f.Trace) || len(related) < len(f.Related)
	if len(trace) > 0 {
		var steps []sarifStep
		for _, l := range trace {
			steps = append(steps, sarifStep{sarifLocationOf(l)})
		}
		r.CodeFlows = []sarifCodeFlow{{[]sarifThreadFlow{{steps}}}}
	}
	for i, l := range related {
		at := sarifLocationOf(l)
		at.ID = i + 1
		r.RelatedLocations = append(r.RelatedLocations, at)
	}
	return r, shortened
}

// sarifLocationOf describes a place. A reader that shows results beside files wants a file for each, and code hosts refuse
// a whole log over one address that is not a file's: a virtual address becomes a relative path and a logical location.
func sarifLocationOf(l finding.Location) sarifLocation {
	var s sarifLocation
	s.PhysicalLocation.ArtifactLocation = artifact(l.Path)
	if scheme, _, ok := virtual(l.Path); ok {
		s.LogicalLocations = []sarifLogicalLocation{{FullyQualifiedName: finding.Visible(l.Path, maxPath), Kind: scheme}}
	}
	s.PhysicalLocation.Region = region(l)
	if l.Message != "" {
		m := sarifMessage(l.Message)
		s.Message = &m
	}
	return s
}

// region is the span of a place: lines and columns from 1, the end never before the start. The first line stands for an
// unknown one: code hosts refuse a location without.
func region(l finding.Location) *sarifRegion {
	r := &sarifRegion{StartLine: 1}
	if l.Line < 1 {
		return r
	}
	r.StartLine = l.Line
	r.StartColumn = max(l.Column, 0)
	if l.EndLine > l.Line {
		r.EndLine, r.EndColumn = l.EndLine, max(l.EndColumn, 0)
		return r
	}
	if (l.EndLine == 0 || l.EndLine == l.Line) && l.EndColumn >= max(l.Column, 1) {
		r.EndLine, r.EndColumn = l.Line, l.EndColumn
	}
	return r
}

var scheme = lazyregexp.New(`^([a-z][a-z0-9+.-]*)://`)
var drive = lazyregexp.New(`^[A-Za-z]:[\\/]`)

// virtual splits an address such as mcp://SERVER/TOOL#FIELD. No path of a file looks like one: it has no empty element.
func virtual(path string) (kind, rest string, ok bool) {
	if m := scheme.FindStringSubmatch(path); m != nil {
		return m[1], path[len(m[0]):], true
	}
	return "", "", false
}

// artifact is the URI of a path: relative to the target, file:// outside it.
func artifact(path string) sarifArtifactLocation {
	if kind, rest, ok := virtual(path); ok {
		elements := []string{kind}
		for e := range strings.SplitSeq(rest, "/") {
			switch e {
			case "":
				continue
			case ".", "..": // the name of a server must not lead to another file
				e = "_" + e
			}
			elements = append(elements, e)
		}
		return sarifArtifactLocation{URI: escapePath(strings.Join(elements, "/"))}
	}
	switch {
	case strings.HasPrefix(path, "/"):
		return sarifArtifactLocation{URI: "file://" + escapePath("/"+strings.TrimLeft(path, "/"))}
	case drive.MatchString(path):
		return sarifArtifactLocation{URI: "file:///" + path[:2] + escapePath(strings.ReplaceAll(path[2:], `\`, "/"))}
	case path == "":
		path = "."
	}
	return sarifArtifactLocation{URI: escapePath(path), URIBaseID: "%SRCROOT%"}
}

// baseURI is the URI of a folder given by its absolute path; empty if the path is not absolute.
func baseURI(root string) string {
	if root == "" {
		return ""
	}
	a := artifact(root)
	if a.URIBaseID != "" || !strings.HasPrefix(a.URI, "file://") {
		return ""
	}
	return strings.TrimSuffix(a.URI, "/") + "/"
}

// escapePath percent-encodes every byte of a path that RFC 3986 does not allow in one, and the colon, which could end a
// scheme.
func escapePath(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("/-._~!$&'()*+,;=@", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

var (
	placeholder = lazyregexp.New(`\{(\d+)\}`)
	link        = lazyregexp.New(`\[([^\]\[]*\]\()`)
)

// sarifMessage is a foreign text as a SARIF message: one visible line in which nothing is a placeholder (3.11.5) and
// nothing an embedded link (3.11.6).
func sarifMessage(s string) sarifText {
	s = finding.Visible(s, maxMessage)
	s = placeholder.ReplaceAllString(s, "{{$1}}")
	s = link.ReplaceAllString(s, `\[$1`)
	return sarifText{Text: s}
}

// documentation is a rule's Markdown without its samples, which are tests, and with nothing invisible in it.
func documentation(body string) string {
	var b strings.Builder
	fence, sample := "", false
	for l := range strings.Lines(body) {
		l = strings.TrimRight(l, "\r\n")
		switch {
		case fence == "" && strings.HasPrefix(l, "```"):
			fence = l[:len(l)-len(strings.TrimLeft(l, "`"))]
			sample = strings.Contains(l, "ruleid:") || strings.Contains(l, "ok:")
			if sample {
				continue
			}
		case fence != "" && l == fence:
			fence = ""
			if sample {
				sample = false
				continue
			}
		case sample:
			continue
		}
		if b.Len()+len(l) > maxHelp {
			b.WriteString("…")
			break
		}
		b.WriteString(finding.Visible(strings.ReplaceAll(l, "\t", "    "), 0))
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}

var address = lazyregexp.New(`https?://[^\s<>()\[\]"'` + "`" + `]+`)

// firstLink is the first web address of a text; empty if there is none.
func firstLink(text string) string {
	s := strings.TrimRight(address.FindString(text), ".,;:")
	if u, err := url.Parse(s); s == "" || err != nil || u.Host == "" {
		return ""
	}
	return s
}

// pascal writes a-kebab-id as AKebabId, the form that SARIF wants for names.
func pascal(id string) string {
	var b strings.Builder
	for part := range strings.FieldsFuncSeq(id, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		r, n := utf8.DecodeRuneInString(part)
		b.WriteRune(unicode.ToUpper(r))
		b.WriteString(part[n:])
	}
	return b.String()
}
