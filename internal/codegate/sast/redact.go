package sast

import (
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax/generic"
)

// redact leaves out of a piece of code what could be a secret: the contents of all literals of text, and words of letters and
// digits as long as tokens are. What holds a comment, or did not parse, is left out wholly.
func redact(f *generic.File, node generic.ID, start, end uint32) string {
	if f == nil || node == 0 {
		return ""
	}
	var b strings.Builder
	at := start
	for id, last := node, f.End(node); id < last; id++ {
		n := f.Nodes[id]
		switch n.Kind {
		case generic.Error, generic.Other:
			return ""
		case generic.String, generic.Regex, generic.Char, generic.Atom, generic.XmlText, generic.StrConcat:
			if n.Start < at || n.End > end {
				continue
			}
			b.Write(f.Source[at:n.Start])
			b.WriteString(`"…"`)
			at = n.End
		}
	}
	b.Write(f.Source[at:max(at, end)])
	text := b.String()
	for _, mark := range []string{"//", "/*", "#", "--", "<!"} {
		if strings.Contains(text, mark) {
			return ""
		}
	}
	return hideTokens(text)
}

// tokenLength is the shortest word with letters and digits that is hidden.
const tokenLength = 12

// hideTokens replaces words that could be tokens.
func hideTokens(text string) string {
	word := func(c byte) bool {
		return c == '_' || c == '-' || c == '+' || c == '/' || c == '=' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		j := i
		digits := 0
		for j < len(text) && word(text[j]) {
			if text[j] >= '0' && text[j] <= '9' {
				digits++
			}
			j++
		}
		switch {
		case j == i:
			b.WriteByte(text[i])
			j++
		case j-i >= tokenLength && digits > 0:
			b.WriteString("…")
		default:
			b.WriteString(text[i:j])
		}
		i = j
	}
	return b.String()
}

// shownEnv is what messages may say of metavariables: code without literals.
func shownEnv(env []search.Binding, u *search.Unit) []search.Binding {
	env = slices.Clone(env)
	for i := range env {
		b := &env[i]
		text := b.Text
		if text == "" && b.Start <= b.End && int(b.End) <= len(u.Text) {
			text = string(u.Text[b.Start:b.End])
		}
		if strings.ContainsAny(text, "'\"`\n#") || strings.Contains(text, "//") || b.Node == 0 && b.Text != "" && u.Table != nil || len(text) > maxShown {
			text = "…"
		}
		*b = search.Binding{Name: b.Name, Text: hideTokens(text)}
	}
	return env
}
