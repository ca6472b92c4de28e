package syntax

import (
	"fmt"
	"strings"

	"bartizan/internal/syntax/generic"
)

// A Report says what of a text did not reach the generic tree whole.
type Report struct {
	Stop        Stop
	Regions     int // that did not parse
	RegionBytes int
	Depth       int // of the flat tree
}

// Partial names what is missing, in words for a coverage record; it is empty when nothing is.
func (r Report) Partial() string {
	var parts []string
	if r.Stop != Whole {
		parts = append(parts, r.Stop.String())
	}
	switch {
	case r.Regions == 1:
		parts = append(parts, fmt.Sprintf("1 error region, %d bytes", r.RegionBytes))
	case r.Regions > 1:
		parts = append(parts, fmt.Sprintf("%d error regions, %d bytes", r.Regions, r.RegionBytes))
	}
	return strings.Join(parts, "; ")
}

// Read parses and lowers a text. The tree is there whatever the text is; a stopped parse leaves it empty.
func (l *Language) Read(p *Parser, text []byte) (*generic.File, Report, error) {
	t, err := p.Parse(l.Grammar, text)
	if err != nil {
		return nil, Report{}, err
	}
	r := Report{Stop: t.Stop, Depth: t.Depth}
	for _, s := range t.Broken() {
		if s.Start == s.End {
			continue // a token that the parser has put in: nothing of the text is lost
		}
		r.Regions++
		r.RegionBytes += int(s.End - s.Start)
	}
	return l.Lower(t, text), r, nil
}
