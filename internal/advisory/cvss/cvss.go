// Package cvss computes the base score of a CVSS vector.
//
// Source: first.org/cvss, specifications 2.0, 3.0, 3.1 and 4.0. Only base metrics count: what a vector says about time and
// environment is checked for its form and left out, so that scores of one flaw from two sources can be compared.
package cvss

import (
	"fmt"
	"strings"
)

// A Score is a base score.
type Score struct {
	Version string // "2.0", "3.0", "3.1" or "4.0"
	Tenths  int    // 0 to 100: 98 is 9.8
}

// Value returns the score as people write it, 0.0 to 10.0.
func (s Score) Value() float64 { return float64(s.Tenths) / 10 }

func (s Score) String() string { return fmt.Sprintf("%d.%d", s.Tenths/10, s.Tenths%10) }

// Base reads a vector and computes its score. It fails on an unknown version, an unknown or repeated metric, an unknown value,
// and when a base metric is missing.
func Base(vector string) (Score, error) {
	if len(vector) > 512 {
		return Score{}, fmt.Errorf("reading a CVSS vector: it has %d bytes", len(vector))
	}
	s := Score{Version: "2.0"}
	text := vector
	if rest, ok := strings.CutPrefix(vector, "CVSS:"); ok {
		s.Version, text, _ = strings.Cut(rest, "/")
	} else {
		text = strings.TrimSuffix(strings.TrimPrefix(vector, "("), ")")
	}
	var spec *specification
	switch s.Version {
	case "2.0":
		spec = &version2
	case "3.0", "3.1":
		spec = &version3
	case "4.0":
		spec = &version4
	default:
		return Score{}, fmt.Errorf("reading CVSS vector %q: unknown version", vector)
	}
	values, err := spec.read(text)
	if err != nil {
		return Score{}, fmt.Errorf("reading CVSS vector %q: %w", vector, err)
	}
	s.Tenths = spec.score(values)
	return s, nil
}

// A specification is one version: its metrics, and the score of their values.
type specification struct {
	base  []metric
	other string // names of the metrics that are not of the base, each with a space on both sides
	score func(values []byte) int
}

// A metric is a name and its values, one letter each.
type metric struct{ name, values string }

// read returns the value of each base metric, in order.
func (s *specification) read(text string) ([]byte, error) {
	values := make([]byte, len(s.base))
	var seen []string
	for field := range strings.SplitSeq(text, "/") {
		name, value, ok := strings.Cut(field, ":")
		if !ok || value == "" || name == "" {
			return nil, fmt.Errorf("%q is no metric", field)
		}
		for _, other := range seen {
			if other == name {
				return nil, fmt.Errorf("metric %q is given twice", name)
			}
		}
		seen = append(seen, name)
		i := 0
		for i < len(s.base) && s.base[i].name != name {
			i++
		}
		switch {
		case i < len(s.base) && len(value) == 1 && strings.Contains(s.base[i].values, value):
			values[i] = value[0]
		case i < len(s.base):
			return nil, fmt.Errorf("metric %q has no value %q", name, value)
		case !strings.Contains(s.other, " "+name+" "):
			return nil, fmt.Errorf("metric %q is unknown", name)
		}
	}
	for i, v := range values {
		if v == 0 {
			return nil, fmt.Errorf("metric %q is missing", s.base[i].name)
		}
	}
	return values, nil
}
