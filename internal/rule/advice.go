package rule

import "strings"

// maxAdvice is the most words of Advice.
const maxAdvice = 30

// Advice is what to do in a few words: the beginning of the section How to fix, whole sentences where they fit.
func (r *Rule) Advice() string {
	_, text, found := strings.Cut(r.Body, "\n## How to fix\n")
	if !found {
		return ""
	}
	if i := strings.Index(text, "\n#"); i >= 0 {
		text = text[:i]
	}
	if i := strings.Index(text, "\n```"); i >= 0 {
		text = text[:i]
	}
	words := strings.Fields(text)
	end := 0
	for i := range min(len(words), maxAdvice) {
		if w := words[i]; strings.HasSuffix(w, ".") || strings.HasSuffix(w, ".)") {
			end = i + 1
		}
	}
	if end > 0 {
		return strings.Join(words[:end], " ")
	}
	if len(words) > maxAdvice {
		return strings.Join(words[:maxAdvice], " ") + " …"
	}
	return strings.Join(words, " ")
}
