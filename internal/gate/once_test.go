package gate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/finding"
)

// TestOnce: what several rules see of one weakness is one finding, what only stands near is not.
func TestOnce(t *testing.T) {
	at := func(path string, line int) finding.Location {
		return finding.Location{Path: path, Line: line, EndLine: line}
	}
	secret := func(path string, line int) finding.Finding {
		return finding.Finding{Scanner: "secrets", Rule: "hardcoded-secret", CWE: []int{798}, Severity: finding.High, Confidence: finding.Likely, Location: at(path, line)}
	}
	used := func(path string, line int, from finding.Location) finding.Finding {
		return finding.Finding{Scanner: "sast", Rule: "jwt-secret", CWE: []int{798, 321}, Severity: finding.Critical, Confidence: finding.Certain, Location: at(path, line), Trace: []finding.Location{from, at(path, line)}}
	}
	sql := func(rule string, line int, trace bool) finding.Finding {
		f := finding.Finding{Scanner: "sast", Rule: rule, CWE: []int{89}, Severity: finding.High, Confidence: finding.Likely, Location: at("q.js", line)}
		if trace {
			f.Trace = []finding.Location{at("q.js", 1), at("q.js", line)}
		}
		return f
	}
	for _, c := range []struct {
		name string
		in   []finding.Finding
		want string
	}{
		{"a secret and its uses", []finding.Finding{used("a.js", 5, at("config.js", 2)), used("b.js", 7, at("config.js", 2)), secret("config.js", 2)}, "hardcoded-secret config.js:2 critical certain +2"},
		{"uses of a value that only data flow sees", []finding.Finding{used("a.js", 5, at("config.js", 2)), used("b.js", 7, at("config.js", 2))}, "jwt-secret a.js:5 critical certain +1"},
		{"a value inside of a longer call", []finding.Finding{{Scanner: "sast", Rule: "db-password", CWE: []int{798}, Severity: finding.High, Location: finding.Location{Path: "db.js", Line: 4, EndLine: 12}}, secret("db.js", 9)}, "hardcoded-secret db.js:9 high likely +1"},
		{"two values", []finding.Finding{used("a.js", 5, at("config.js", 2)), secret("config.js", 3)}, "jwt-secret a.js:5 critical certain, hardcoded-secret config.js:3 high likely"},
		{"two rules of one class", []finding.Finding{sql("sql-built", 4, false), sql("sql-from-request", 4, true)}, "sql-from-request q.js:4 high likely +1"},
		{"one rule twice on a line", []finding.Finding{sql("sql-built", 4, false), sql("sql-built", 4, false)}, "sql-built q.js:4 high likely, sql-built q.js:4 high likely"},
		{"two lines", []finding.Finding{sql("sql-built", 4, false), sql("sql-from-request", 5, true)}, "sql-built q.js:4 high likely, sql-from-request q.js:5 high likely"},
		{"two classes", []finding.Finding{sql("sql-built", 4, false), {Scanner: "sast", Rule: "xss", CWE: []int{79}, Location: at("q.js", 4)}}, "sql-built q.js:4 high likely, xss q.js:4 info guess"},
	} {
		var got []string
		for _, f := range once(slices.Clone(c.in)) {
			s := fmt.Sprintf("%s %s:%d %s %s", f.Rule, f.Path, f.Line, f.Severity, f.Confidence)
			if len(f.Related) > 0 {
				s += fmt.Sprintf(" +%d", len(f.Related))
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}
