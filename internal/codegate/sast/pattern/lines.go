package pattern

import "strings"

// lineRole reads the role of an ellipsis in a language of lines off those above and below it that begin in its column.
func (s *source) lineRole(i int) role {
	t := s.tokens[i]
	from := strings.LastIndexByte(s.text[:t.start], '\n') + 1
	end := t.end
	for end < len(s.text) && (s.text[end] == ' ' || s.text[end] == '\r' || s.text[end] == '\t') {
		end++
	}
	if strings.Trim(s.text[from:t.start], " -") != "" || end < len(s.text) && s.text[end] != '\n' {
		return value
	}
	column := t.start - from
	found := value
	// beside looks at the line that begins at a place, and says whether the block goes on behind it.
	beside := func(line string, above bool) bool {
		text := strings.TrimLeft(line, " ")
		if text == "" || text[0] == '#' {
			return true
		}
		at := len(line) - len(text)
		if above && at < column { // - key: its block begins behind the dash
			for strings.HasPrefix(text, "- ") && at < column {
				rest := strings.TrimLeft(text[2:], " ")
				at += len(text) - len(rest)
				text = rest
			}
			if at == column {
				found = max(found, entryOrItem(text))
			}
			return false
		}
		if at == column {
			found = max(found, entryOrItem(text))
		}
		return at >= column
	}
	if strings.IndexByte(s.text[from:t.start], '-') < 0 {
		for at := from; at > 0; {
			start := strings.LastIndexByte(s.text[:at-1], '\n') + 1
			if !beside(strings.TrimRight(s.text[start:at-1], "\r"), true) {
				break
			}
			at = start
		}
	}
	for at := end; at < len(s.text); {
		line, _, _ := strings.Cut(s.text[at+1:], "\n")
		if !beside(strings.TrimRight(line, "\r"), false) {
			break
		}
		at += 1 + len(line)
	}
	return found
}

// entryOrItem tells an item of a sequence, the entry of a mapping, and an ellipsis, which may be either.
func entryOrItem(text string) role {
	text = strings.TrimRight(text, " \t")
	switch {
	case text == "-" || strings.HasPrefix(text, "- "):
		return statement
	case text == "...":
		return value
	}
	return pair
}
