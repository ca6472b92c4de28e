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

// Read parses and lowers a text, by the grammar that fits it better where the language has a Fallback. The tree is there
// whatever the text is; a stopped parse leaves it empty.
func (l *Language) Read(p *Parser, text []byte) (*generic.File, Report, error) {
	f, r, err := l.ReadPlain(p, text)
	if err != nil || r.RegionBytes == 0 || r.Stop != Whole || l.Fallback == nil {
		return f, r, err
	}
	other, err := l.Fallback()
	if err != nil {
		return nil, Report{}, err
	}
	if f2, r2, err := other.ReadPlain(p, text); err == nil && r2.Stop == Whole && r2.RegionBytes < r.RegionBytes {
		return f2, r2, nil
	}
	return f, r, nil
}

// ReadPlain is Read by the language's own grammar alone.
func (l *Language) ReadPlain(p *Parser, text []byte) (*generic.File, Report, error) {
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
