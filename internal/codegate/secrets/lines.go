package secrets

import (
	"bytes"
	"slices"

	"bartizan/internal/finding"
)

const lineReach = 1000 // bytes that a line is followed back

// lineStart gives where the line of at begins, or a place lineReach bytes before.
func (f *file) lineStart(at int) int {
	from := max(0, at-lineReach)
	if i := bytes.LastIndexByte(f.data[from:at], '\n'); i >= 0 {
		return from + i + 1
	}
	return from
}

func (f *file) lineEnd(at int) int {
	to := min(len(f.data), at+lineReach)
	if i := bytes.IndexByte(f.data[at:to], '\n'); i >= 0 {
		return at + i
	}
	return to
}

// insideString reports an open quote before at.
func (f *file) insideString(at int) bool {
	return f.openQuote(at) != 0 || at > 0 && bytes.Count(f.data[max(0, at-4000):at], []byte("`"))%2 == 1
}

// openQuote gives the quote that is open before at on its line, or 0.
func (f *file) openQuote(at int) byte {
	var open byte
	for i := f.lineStart(at); i < at; i++ {
		switch c := f.data[i]; {
		case c == '\\':
			i++
		case open == 0 && isQuote(c):
			open = c
		case c == open:
			open = 0
		}
	}
	return open
}

// company remembers the answer for a stretch of the file.
type company struct {
	at    int
	valid bool
	yes   bool
}

var companions = []string{"user", "username", "usr", "login", "host", "hostname", "server", "uid", "email", "database", "dbname", "db_name", "dbhost", "db_host", "db_user", "dbuser", "account", "endpoint", "port", "_user", "_host", "_username"}

// company reports a user, a host or the like bound within a few lines.
func (f *file) company(at int) bool {
	const reach = 300
	if f.user.valid && at-f.user.at < 32 && at >= f.user.at {
		return f.user.yes
	}
	near := bytes.ToLower(f.data[max(0, at-reach):min(len(f.data), at+reach)])
	yes := false
	for _, w := range companions {
		for i := bytes.Index(near, []byte(w)); i >= 0 && !yes; {
			j := i + len(w)
			for j < len(near) && isQuote(near[j]) {
				j++
			}
			for j < len(near) && near[j] == ' ' {
				j++
			}
			yes = j < len(near) && (near[j] == '=' || near[j] == ':' || near[j] == ',' && f.style.kind == program || f.style.kind == settings && j > i+len(w)) &&
				(i == 0 || !('a' <= near[i-1] && near[i-1] <= 'z'))
			k := bytes.Index(near[i+1:], []byte(w))
			if k < 0 {
				break
			}
			i += 1 + k
		}
		if yes {
			break
		}
	}
	f.user = company{at: at, valid: true, yes: yes}
	return yes
}

// lineIndex turns offsets into lines and columns.
type lineIndex struct{ starts []int }

func (l *lineIndex) at(data []byte, off int) (line, column int) {
	if l.starts == nil {
		l.starts = []int{0}
		for i, b := range data {
			if b == '\n' {
				l.starts = append(l.starts, i+1)
			}
		}
	}
	i, found := slices.BinarySearch(l.starts, off)
	if !found {
		i--
	}
	return i + 1, off - l.starts[i] + 1
}

func (f *file) location(start, end int) finding.Location {
	loc := finding.Location{Path: f.path}
	loc.Line, loc.Column = f.lines.at(f.data, start)
	loc.EndLine, loc.EndColumn = f.lines.at(f.data, end)
	return loc
}
