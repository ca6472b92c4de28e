package finding

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns foreign text as it may be shown to a person or a model: one line, control, format and other invisible
// characters and invalid UTF-8 written as escapes, at most limit bytes (0 = no limit) with … at the cut. Text that a build
// service would take for a command where it begins a line (::error, ##vso[, ##teamcity[) begins with an escape too.
func Visible(s string, limit int) string {
	var b strings.Builder
	if bare := strings.TrimLeft(s, " "); isCommand(bare) {
		fmt.Fprintf(&b, `\u{%x}`, bare[0])
		s = bare[1:]
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if limit > 0 && b.Len() >= limit {
			b.WriteString("…")
			break
		}
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == ' ' || unicode.IsGraphic(r) && !unicode.Is(unicode.Zs, r) && !invisible(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
		i += n
	}
	return b.String()
}

// isCommand reports ::name and ##name[, by which build services steer themselves from a log.
func isCommand(s string) bool {
	if rest, ok := strings.CutPrefix(s, "##"); ok {
		return strings.HasPrefix(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz"), "[")
	}
	return strings.HasPrefix(s, "::")
}

// invisible reports graphic characters that show nothing: variation selectors, Hangul and Khmer fillers, braille blank.
func invisible(r rune) bool {
	switch {
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF, r >= 0x180B && r <= 0x180F:
		return true
	}
	switch r {
	case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0:
		return true
	}
	return false
}
