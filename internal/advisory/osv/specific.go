package osv

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

func severity(list []rawSeverity) (s Severity, err error) {
	if len(list) > MaxNames {
		return s, errTooMuch
	}
	for _, e := range list {
		switch {
		case len(e.Score) > MaxText:
			return s, errTooMuch
		case strings.HasPrefix(e.Type, "CVSS_"):
			if printable(e.Score) && !slices.Contains(s.Vectors, e.Score) {
				s.Vectors = append(s.Vectors, e.Score)
			}
		default: // a distribution's own scale
			s.Word = worse(s.Word, word(e.Score))
		}
	}
	return s, nil
}

// words lists the words of Severity.Word, mildest first.
var words = [...]string{"low", "medium", "high", "critical"}

// word reads what databases call a severity. What it does not know is "".
func word(s string) string {
	switch strings.ToLower(s) {
	case "negligible", "unimportant", "low", "minor":
		return "low"
	case "medium", "moderate":
		return "medium"
	case "high", "important", "major":
		return "high"
	case "critical":
		return "critical"
	}
	return ""
}

func worse(a, b string) string {
	if slices.Index(words[:], b) > slices.Index(words[:], a) {
		return b
	}
	return a
}

// bucket turns a bare CVSS number into a word.
func bucket(score float64) string {
	switch {
	case score >= 9 && score <= 10:
		return "critical"
	case score >= 7 && score < 9:
		return "high"
	case score >= 4 && score < 7:
		return "medium"
	case score > 0 && score < 4:
		return "low"
	}
	return ""
}

// object reads a JSON object into its fields; what is none has no fields.
func object(raw json.RawMessage) map[string]json.RawMessage {
	var fields map[string]json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	return fields
}

func text(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

func texts(raw json.RawMessage) []string {
	var list []string
	if len(raw) == 0 || json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}

// database reads the fields that databases add to a record: GitHub's severity and cwe_ids, RubySec's scores, RustSec's
// informational, the Go database's review_status, OpenSSF's malicious-packages-origins.
func (r *Record) database(raw json.RawMessage) {
	fields := object(raw)
	r.Severity.Word = worse(r.Severity.Word, word(text(fields["severity"])))
	for _, name := range [...]string{"cvss_v4", "cvss_v3", "cvss_v2"} {
		var score float64
		if r.Severity.Word == "" && json.Unmarshal(fields[name], &score) == nil {
			r.Severity.Word = bucket(score)
		}
	}
	for _, id := range texts(fields["cwe_ids"]) {
		r.addCWE(id)
	}
	r.informational(fields)
	r.Unreviewed = strings.EqualFold(text(fields["review_status"]), "unreviewed")
	_, origins := fields["malicious-packages-origins"]
	r.Malicious = r.Malicious || origins
}

// packageSpecific reads the fields that databases add to a package: RustSec's informational, OpenSSF's cwes.
func (r *Record) packageSpecific(raw json.RawMessage) {
	fields := object(raw)
	r.informational(fields)
	var cwes []struct {
		ID string `json:"cweId"`
	}
	if len(fields["cwes"]) > 0 && json.Unmarshal(fields["cwes"], &cwes) == nil {
		for _, c := range cwes {
			r.addCWE(c.ID)
		}
	}
}

func (r *Record) informational(fields map[string]json.RawMessage) {
	switch kind := text(fields["informational"]); kind {
	case "unmaintained", "unsound", "notice":
		r.Informational = kind
	}
}

// addCWE reads "CWE-79". CWE-506 and its children (507 to 512) say that the code itself is the attack.
func (r *Record) addCWE(id string) {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "CWE-"))
	if err != nil || n <= 0 || n >= 1<<16 || len(r.CWE) > MaxNames {
		return
	}
	r.CWE = append(r.CWE, n)
	r.Malicious = r.Malicious || 506 <= n && n <= 512
}

// saysMalicious reads how databases without a field for it say that a package was an attack. "Malicious input" says nothing.
func saysMalicious(summary string) bool {
	if len(summary) > MaxText {
		summary = summary[:MaxText]
	}
	summary = strings.TrimPrefix(strings.ToLower(summary), "embedded ")
	for _, head := range [...]string{"malicious code in ", "malicious crate `", "malicious ruby gem -", "malware in ", "code execution backdoor in "} {
		if strings.HasPrefix(summary, head) {
			return true
		}
	}
	_, why, found := strings.Cut(summary, " removed from ")
	_, why, _ = strings.Cut(why, " ") // the registry
	why = strings.TrimPrefix(strings.TrimPrefix(why, "for "), "due to ")
	return found && (strings.HasPrefix(why, "malicious ") || strings.HasPrefix(why, "a malicious ") || strings.HasPrefix(why, "malware"))
}

// specific reads the flawed parts of a package: the Go database's imports, RustSec's functions.
func (a *Affected) specific(raw json.RawMessage, sum *budget) error {
	fields := object(raw)
	a.Severity.Word = worse(a.Severity.Word, word(text(fields["severity"])))
	a.Severity.Word = worse(a.Severity.Word, word(text(fields["urgency"])))
	var imports []struct {
		Path    string   `json:"path"`
		Symbols []string `json:"symbols"`
		GOOS    []string `json:"goos"`
		GOARCH  []string `json:"goarch"`
	}
	if len(fields["imports"]) > 0 && json.Unmarshal(fields["imports"], &imports) == nil {
		for _, i := range imports {
			a.Imports = append(a.Imports, Import{i.Path, i.Symbols, i.GOOS, i.GOARCH})
		}
	}
	functions := slices.Sorted(maps.Keys(object(fields["affected_functions"])))
	affects := object(fields["affects"])
	functions = append(functions, texts(affects["functions"])...)
	if len(functions) > 0 || len(texts(affects["os"])) > 0 || len(texts(affects["arch"])) > 0 {
		a.Imports = append(a.Imports, Import{a.Name, functions, texts(affects["os"]), texts(affects["arch"])})
	}
	for _, i := range a.Imports {
		sum.symbols += 1 + len(i.Symbols) + len(i.OS) + len(i.Arch)
		for _, s := range slices.Concat([]string{i.Path}, i.Symbols, i.OS, i.Arch) {
			if len(s) > MaxText || sum.spent() {
				return errTooMuch
			}
		}
	}
	a.Imports = slices.DeleteFunc(a.Imports, func(i Import) bool {
		return slices.ContainsFunc(slices.Concat([]string{i.Path}, i.Symbols, i.OS, i.Arch), func(s string) bool { return !printable(s) })
	})
	return nil
}
