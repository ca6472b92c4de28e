package server

import (
	"errors"
	"strings"
)

// A word of a command line. Operators stand alone; dynamic says that the shell would change the word (variable, command
// substitution, glob, brace or tilde that stands for something).
type word struct {
	text     string
	operator bool
	dynamic  bool
}

// SplitWords splits a command line into words as a POSIX shell does (XCU 2.2 quoting). Nothing is expanded: $X stays as
// written. Operators (&& || ; | & < > and newlines as ;) are words of their own. An unfinished quotation is an error.
func SplitWords(line string) ([]string, error) {
	words, err := lex(line)
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.text
	}
	return out, err
}

// maxLine bounds a command line that is read, in bytes.
const maxLine = 64 << 10

var errLine = errors.New("splitting a command line: longer than 64 KiB")

var errQuote = errors.New("splitting a command line: a quotation does not end")

func lex(line string) ([]word, error) {
	if len(line) > maxLine {
		return nil, errLine
	}
	var words []word
	var cur strings.Builder
	open, dynamic := false, false
	flush := func() {
		if open {
			words = append(words, word{text: cur.String(), dynamic: dynamic})
		}
		cur.Reset()
		open, dynamic = false, false
	}
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch c {
		case ' ', '\t', '\r':
			flush()
		case '\n':
			flush()
			words = append(words, word{text: ";", operator: true})
		case '#':
			if open {
				cur.WriteByte(c)
				continue
			}
			for i+1 < len(line) && line[i+1] != '\n' {
				i++
			}
		case ';', '|', '&', '<', '>', '(', ')':
			flush()
			op := line[i : i+1]
			if i+1 < len(line) && line[i+1] == c && c != '(' && c != ')' {
				op = line[i : i+2]
				i++
			}
			words = append(words, word{text: op, operator: true})
		case '\\':
			open = true
			if i++; i == len(line) {
				cur.WriteByte('\\')
			} else if line[i] != '\n' {
				cur.WriteByte(line[i])
			}
		case '\'':
			open = true
			end := strings.IndexByte(line[i+1:], '\'')
			if end < 0 {
				return words, errQuote
			}
			cur.WriteString(line[i+1 : i+1+end])
			i += 1 + end
		case '"':
			open = true
			closed := false
			for i++; i < len(line); i++ {
				if line[i] == '"' {
					closed = true
					break
				}
				if line[i] == '\\' && i+1 < len(line) && strings.IndexByte("$`\"\\\n", line[i+1]) >= 0 {
					if i++; line[i] != '\n' {
						cur.WriteByte(line[i])
					}
					continue
				}
				if line[i] == '`' || line[i] == '$' && expands(line[i+1:]) {
					dynamic = true
				}
				cur.WriteByte(line[i])
			}
			if !closed {
				return words, errQuote
			}
		case '$', '`', '*', '?', '~', '{':
			switch {
			case c == '$' && strings.HasPrefix(line[i+1:], "("), c == '`':
				n := substitution(line[i:])
				open, dynamic = true, true
				cur.WriteString(line[i : i+n])
				i += n - 1
				continue
			case c == '$':
				dynamic = dynamic || expands(line[i+1:])
			case c == '~':
				dynamic = dynamic || !open
			case c == '{':
				dynamic = dynamic || strings.Contains(line[i:], ",") && !strings.HasSuffix(cur.String(), "$")
			default:
				dynamic = true
			}
			open = true
			cur.WriteByte(c)
		default:
			open = true
			cur.WriteByte(c)
		}
	}
	flush()
	return words, nil
}

// expands reports that a $ in front of rest stands for something.
func expands(rest string) bool {
	if rest == "" {
		return false
	}
	c := rest[0]
	return c == '{' || c == '(' || c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("@*#?$!-", c) >= 0
}

// substitution returns the length of the $(…) or `…` that s begins with; to the end of s when it does not end.
func substitution(s string) int {
	if s[0] == '`' {
		if i := strings.IndexByte(s[1:], '`'); i >= 0 {
			return i + 2
		}
		return len(s)
	}
	depth := 0
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}

// splitWindows splits a command line as the Microsoft C runtime does: blanks separate, double quotes keep together, a
// backslash is ordinary except before a double quote.
func splitWindows(line string) []string {
	var words []string
	var cur strings.Builder
	open, quoted := false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && line[i+1] == '"':
			cur.WriteByte('"')
			open = true
			i++
		case c == '"':
			quoted = !quoted
			open = true
		case (c == ' ' || c == '\t') && !quoted:
			if open {
				words = append(words, cur.String())
			}
			cur.Reset()
			open = false
		default:
			cur.WriteByte(c)
			open = true
		}
	}
	if open {
		words = append(words, cur.String())
	}
	return words
}
