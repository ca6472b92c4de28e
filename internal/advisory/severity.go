package advisory

import (
	"cmp"
	"slices"
	"strings"

	"bartizan/internal/advisory/cvss"
	"bartizan/internal/finding"
)

// SeveritySource says where a severity comes from. The first that applies, in the order of the constants, decides.
type SeveritySource string

const (
	FromMalicious     SeveritySource = "malicious"     // critical
	FromKEV           SeveritySource = "kev"           // critical
	FromInformational SeveritySource = "informational" // unsound low, unmaintained and notice info: no vulnerability
	FromCVSS          SeveritySource = "cvss"          // by the base score: critical from 9.0, high from 7.0, medium from 4.0, low
	FromDatabase      SeveritySource = "database"      // the database's own word
	FromNothing       SeveritySource = "none"          // medium
)

func wordOf(word string) uint64 {
	if s, err := finding.ParseSeverity(word); err == nil {
		return uint64(s) + 1
	}
	return 0
}

// severityOf turns a score into a severity.
func severityOf(s cvss.Score) finding.Severity {
	switch {
	case s.Tenths >= 90:
		return finding.Critical
	case s.Tenths >= 70:
		return finding.High
	case s.Tenths >= 40:
		return finding.Medium
	}
	return finding.Low
}

// rate sets severity, source, vector and score from the rows of a match. Kind and KEV are set already.
func (m *Match) rate(rows []*row) {
	var vectors []string
	word := uint64(0)
	for _, w := range rows {
		vectors = append(vectors, w.vectors...)
		word = max(word, w.word)
	}
	score, vector, scored := bestVector(vectors)
	m.Vector, m.Score = vector, score.Value()
	switch {
	case m.Kind == Malicious:
		m.Severity, m.Source = finding.Critical, FromMalicious
	case m.KEV != nil:
		m.Severity, m.Source = finding.Critical, FromKEV
	case m.Kind == Unsound:
		m.Severity, m.Source = finding.Low, FromInformational
	case m.Kind == Unmaintained || m.Kind == Notice:
		m.Severity, m.Source = finding.Info, FromInformational
	case scored:
		m.Severity, m.Source = severityOf(score), FromCVSS
	case word > 0:
		m.Severity, m.Source = finding.Severity(word-1), FromDatabase
	default:
		m.Severity, m.Source = finding.Medium, FromNothing
	}
}

// bestVector returns the vector of the newest CVSS version, of several the worst. 3.0 and 3.1 are one version here.
func bestVector(vectors []string) (best cvss.Score, vector string, found bool) {
	slices.Sort(vectors)
	for _, v := range vectors {
		s, err := cvss.Base(v)
		if err != nil {
			continue
		}
		c := cmp.Or(strings.Compare(s.Version[:1], head(best.Version)), cmp.Compare(s.Tenths, best.Tenths))
		if !found || c > 0 {
			best, vector, found = s, v, true
		}
	}
	return best, vector, found
}

func head(s string) string { return s[:min(1, len(s))] }
