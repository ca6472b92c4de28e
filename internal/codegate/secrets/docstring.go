package secrets

import (
	"bytes"
	"slices"
	"strings"
)

// docStrings finds the strings of a Python file that stand for themselves: what they quote is an explanation. Triple quotes
// that begin a value are none.
func docStrings(data []byte) (spans []span) {
	for i := 0; i < len(data); {
		j := bytes.Index(data[i:], []byte(`"""`))
		k := bytes.Index(data[i:], []byte(`'''`))
		switch {
		case j < 0 && k < 0:
			return spans
		case j < 0 || k >= 0 && k < j:
			j = k
		}
		from := i + j
		quote := data[from : from+3]
		end := bytes.Index(data[from+3:], quote)
		if end < 0 {
			end = len(data) - from - 3
		}
		to := min(len(data), from+3+end+3)
		line := data[bytes.LastIndexByte(data[:from], '\n')+1 : from]
		if strings.Trim(string(line), " \trRuUbB") == "" {
			spans = append(spans, span{from, to})
		}
		i = to
	}
	return spans
}

type span struct{ from, to int }

// inDocString reports that the place is inside of a Python documentation string.
func (f *file) inDocString(at int) bool {
	if f.style.lang != "python" {
		return false
	}
	if !f.docsKnown {
		f.docs, f.docsKnown = docStrings(f.data), true
	}
	i, found := slices.BinarySearchFunc(f.docs, at, func(s span, at int) int {
		switch {
		case s.to <= at:
			return -1
		case s.from > at:
			return 1
		}
		return 0
	})
	return found && i < len(f.docs)
}
